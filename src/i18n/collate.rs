//! Alphabetical order and the letters of an A–Z list, by each language's own alphabet. The only user of `icu_collator`.

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};

use super::locale::{Locale, index_letters};
use super::numbers::localised;
use crate::model::Digits;

/// Sorts as the text it was made from does in its language. Comparable only with keys of the same language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CollationKey(Vec<u8>);

/// One language's alphabetical order.
#[derive(Debug)]
pub struct Collation {
    language: String,
    digits: Digits,
    whole: Option<CollatorBorrowed<'static>>,
    /// Tells letters apart, but not their accents and case.
    letters: Option<CollatorBorrowed<'static>>,
    index: Vec<char>,
}

impl Collation {
    pub(super) fn new(locale: &Locale, digits: Digits) -> Collation {
        Collation {
            language: locale.id.language.as_str().to_string(),
            digits,
            whole: collator(locale, Strength::Tertiary),
            letters: collator(locale, Strength::Primary),
            index: index_letters(locale),
        }
    }

    pub fn key(&self, text: &str) -> CollationKey {
        self.write_key(self.whole.as_ref(), text)
    }

    /// The heading under which an A–Z list has `title`: its first letter, in capitals and without what the alphabet does not
    /// count (É is under E in French, أ under ا in Arabic, but Ç is a letter of its own in Turkish); `0–9` for a number. Empty where
    /// the title has neither.
    pub fn letter(&self, title: &str) -> String {
        let Some(first) = title.chars().find(|c| c.is_alphanumeric()) else { return String::new() };
        if first.is_numeric() {
            return localised(self.digits, "0–9");
        }
        let capital = self.capital(first);
        let listed = self.index.iter().find(|letter| capital.chars().eq([**letter]));
        let listed = listed.or_else(|| self.index.iter().find(|letter| self.same_letter(**letter, first)));
        listed.map_or(capital, char::to_string)
    }

    /// Items in the order of their titles, gathered under their letters.
    pub fn index<T>(&self, items: impl IntoIterator<Item = T>, title: impl Fn(&T) -> &str) -> Vec<(String, Vec<T>)> {
        let keyed = items.into_iter().map(|item| {
            let letter = self.letter(title(&item));
            ((self.key(&letter), letter, self.key(title(&item)), title(&item).to_string()), item)
        });
        let mut keyed: Vec<_> = keyed.collect();
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut groups: Vec<(String, Vec<T>)> = Vec::new();
        for ((_, letter, ..), item) in keyed {
            match groups.last_mut() {
                Some((last, group)) if *last == letter => group.push(item),
                _ => groups.push((letter, vec![item])),
            }
        }
        groups
    }

    fn capital(&self, letter: char) -> String {
        match (self.language.as_str(), letter) {
            ("tr" | "az", 'i') => "İ".to_string(),
            // One letter with a mark to Arabic readers, a letter of its own to CLDR.
            ("ar", 'آ') => "ا".to_string(),
            _ => letter.to_uppercase().to_string(),
        }
    }

    fn same_letter(&self, a: char, b: char) -> bool {
        let key = |c: char| self.write_key(self.letters.as_ref(), c.encode_utf8(&mut [0; 4]));
        key(a) == key(b)
    }

    fn write_key(&self, collator: Option<&CollatorBorrowed<'static>>, text: &str) -> CollationKey {
        let text = self.tailored(text);
        let mut key = Vec::new();
        match collator {
            Some(collator) => match collator.write_sort_key_to(&text, &mut key) {
                Ok(()) => {}
            },
            None => key.extend_from_slice(text.as_bytes()),
        }
        CollationKey(key)
    }

    /// The text with what CLDR's order gets wrong written so that it comes out right. U+FFFF sorts after every letter.
    fn tailored(&self, text: &str) -> String {
        match self.language.as_str() {
            "ar" => text.replace('آ', "أا"),
            // Without data of its own, Sorani has CLDR's root order, where ڕ follows ز.
            "ckb" => text.replace('ڕ', "ر\u{FFFF}"),
            _ => text.to_string(),
        }
    }
}

fn collator(locale: &Locale, strength: Strength) -> Option<CollatorBorrowed<'static>> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new(locale.into(), options).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::locale::locale;
    use crate::model::known_language;

    fn collation(path: &str) -> Collation {
        let language = known_language(path).unwrap();
        Collation::new(&locale(&language), language.digits)
    }

    #[test]
    fn letters_of_an_index() {
        let table = [
            ("tr", "insan hakları", "İ"),
            ("tr", "ırk", "I"),
            ("tr", "çocuk", "Ç"),
            ("fr", "école", "E"),
            ("fr", "« À propos »", "A"),
            ("ru", "ёлка", "Ё"),
            ("kmr", "êrîş", "Ê"),
            ("so", "Ilmo", "I"),
            ("ar", "أطفال", "ا"),
            ("ar", "إبعاد", "ا"),
            ("ar", "آثار", "ا"),
            ("ar", "157 YİMER", "0–9"),
            ("fa", "آموزش", "آ"),
            ("fa", "157", "۰–۹"),
            ("ar", "AIDA", "A"),
            ("ckb", "ئاگاداری", "ئ"),
            ("ckb", "ڕێگا", "ڕ"),
            ("en", "…", ""),
        ];
        for (path, title, letter) in table {
            assert_eq!(collation(path).letter(title), letter, "{path} {title}");
        }
    }

    #[test]
    fn indexes_in_the_order_of_the_alphabet() {
        let table = [
            (
                "tr",
                "Zaman Çocuk Ceza Dava İtiraz Irk Şikâyet Süre 112",
                "0–9: 112; C: Ceza; Ç: Çocuk; D: Dava; I: Irk; İ: İtiraz; S: Süre; Ş: Şikâyet; Z: Zaman",
            ),
            ("ar", "بطاقة آثار إبعاد أطفال UNHCR", "ا: آثار إبعاد أطفال; ب: بطاقة; U: UNHCR"),
            ("fa", "گذرنامه کار آموزش اقامت", "آ: آموزش; ا: اقامت; ک: کار; گ: گذرنامه"),
            ("ckb", "زمان ڕێگا رەگەز ئاو باوک", "ئ: ئاو; ب: باوک; ر: رەگەز; ڕ: ڕێگا; ز: زمان"),
            ("kmr", "Şîret Sal Êrîş Ewlehî", "E: Ewlehî; Ê: Êrîş; S: Sal; Ş: Şîret"),
            ("ru", "яма Ёлка еда Есть", "Е: еда Есть; Ё: Ёлка; Я: яма"),
        ];
        for (path, titles, expected) in table {
            let groups = collation(path).index(titles.split(' '), |title| title);
            let shown: Vec<String> = groups.iter().map(|(letter, group)| format!("{letter}: {}", group.join(" "))).collect();
            assert_eq!(shown.join("; "), expected, "{path}");
        }
    }
}
