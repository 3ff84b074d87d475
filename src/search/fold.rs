//! Folding: what readers' keyboards and spellings make different, and search must not. One table for the builder and the browser.
//!
//! A text is normalised (NFKD), lower-cased, and mapped letter by letter by `MAP`; `DROP` is taken away and `WORD` says what words are
//! made of. Every index carries the three strings, so that the browser folds a query exactly as the text was folded. Not here: what
//! words have in common (see `family`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Groups of `letters:what is written instead of them`, separated by spaces. Case and decomposable accents need no entry: NFKD and
/// lower case see to them, for instance to `İ`, `ê`, `أ`, `ئ`, `ۀ`, full-width and presentation forms.
pub const MAP: &str = "i:ı o:ø l:ł d:đð h:ħ t:ŧ b:ɓ n:ŋ ae:æ oe:œ ss:ß th:þ σ:ς \
':’‘ʼʻʹ`′ \
ي:ىیےېۍێۓ ك:کڪګݢ گ:ڰ ه:ةەہھۃۂ و:ۆۇۈۋۊۅ ا:ٱ ت:ټٹ د:ډڈ ر:ړڑڕ ن:ڼںݨ ل:ڵ ف:ڤ \
0:٠۰ 1:١۱ 2:٢۲ 3:٣۳ 4:٤۴ 5:٥۵ 6:٦۶ 7:٧۷ 8:٨۸ 9:٩۹ и:і г:ґ е:є";

/// First and last letter of each range that is left out: combining marks, harakat, hamza, tatweel, joiners, direction marks, soft hyphen.
pub const DROP: &str = "\u{300}\u{36f}\u{483}\u{487}\u{610}\u{61a}\u{621}\u{621}\u{640}\u{640}\u{64b}\u{65f}\u{670}\u{670}\u{6d6}\u{6dc}\u{6df}\u{6e4}\u{6e7}\u{6e8}\u{6ea}\u{6ed}\u{8d3}\u{8ff}\u{1ab0}\u{1aff}\u{1dc0}\u{1dff}\u{20d0}\u{20ff}\u{fe20}\u{fe2f}\u{ad}\u{ad}\u{200b}\u{200f}\u{202a}\u{202e}\u{2060}\u{206f}\u{feff}\u{feff}";

/// First and last of each range of letters and digits, after mapping. The ranges are wide: what lies between letters and is none is rare,
/// and every index carries them. The apostrophe is neither: see `Apostrophe`.
pub const WORD: &str = "az09\u{df}\u{556}\u{561}\u{587}\u{5d0}\u{5ea}\u{620}\u{669}\u{66e}\u{6d3}\u{6d5}\u{6d5}\u{6ee}\u{6fc}\u{6ff}\u{8c9}\u{904}\u{18aa}\u{1c80}\u{1fff}\u{2c00}\u{2dff}\u{3040}\u{d7ff}";

/// What an apostrophe does in the language of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apostrophe {
    /// Belongs to the word: `o'zbek`.
    Join,
    /// Ends the word, suffixes follow: `Türkiye'de`.
    Cut,
    /// Stands between two words: `l'asile`.
    Split,
}

struct Table {
    map: BTreeMap<char, &'static str>,
    drop: Vec<(char, char)>,
    word: Vec<(char, char)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let groups = MAP.split(' ').filter_map(|group| group.split_once(':'));
    let map = groups.flat_map(|(to, from)| from.chars().map(move |c| (c, to))).collect();
    Table { map, drop: ranges(DROP), word: ranges(WORD) }
});

/// Each letter of the common scripts, folded: nearly all that a text has.
static COMMON: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folded = |code: u32| {
        let mut out = String::new();
        char::from_u32(code).into_iter().for_each(|c| push_folded(&mut out, c));
        out
    };
    (0..0x700).map(folded).collect()
});

impl Apostrophe {
    pub fn of(tag: &str) -> Apostrophe {
        match tag {
            "tr" => Apostrophe::Cut,
            "fr" => Apostrophe::Split,
            _ => Apostrophe::Join,
        }
    }

    /// Its name in the index file.
    pub fn name(self) -> &'static str {
        match self {
            Apostrophe::Join => "join",
            Apostrophe::Cut => "cut",
            Apostrophe::Split => "split",
        }
    }

    pub fn named(name: &str) -> Option<Apostrophe> {
        [Apostrophe::Join, Apostrophe::Cut, Apostrophe::Split].into_iter().find(|known| known.name() == name)
    }
}

/// The folded text: words and apostrophes kept, everything else a space. Each letter folds by itself, whatever stands beside it.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match COMMON.get(c as usize) {
            Some(folded) => out.push_str(folded),
            None => push_folded(&mut out, c),
        }
    }
    out
}

fn push_folded(out: &mut String, c: char) {
    let table = &*TABLE;
    for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
        match table.map.get(&c) {
            Some(to) => out.push_str(to),
            None if within(&table.drop, c) => {}
            None if c == '\'' || within(&table.word, c) => out.push(c),
            None => out.push(' '),
        }
    }
}

/// The folded words of a text, in order.
pub fn words(text: &str, apostrophe: Apostrophe) -> Vec<String> {
    let folded = fold(text);
    let chunks = folded.split(' ').map(|chunk| chunk.trim_matches('\''));
    let mut words = Vec::new();
    for chunk in chunks {
        match apostrophe {
            Apostrophe::Join => words.push(chunk.replace('\'', "")),
            Apostrophe::Cut => words.push(chunk.split('\'').next().unwrap_or_default().to_string()),
            Apostrophe::Split => words.extend(chunk.split('\'').map(str::to_string)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// One letter is no word, unless it is a digit.
pub(super) fn is_worth(word: &str) -> bool {
    word.chars().nth(1).is_some() || is_number(word)
}

/// Whether a word is a number, which matches only itself.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn ranges(pairs: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = pairs.chars().collect();
    letters.as_chunks::<2>().0.iter().map(|[first, last]| (*first, *last)).collect()
}

fn within(ranges: &[(char, char)], c: char) -> bool {
    ranges.iter().any(|(first, last)| *first <= c && c <= *last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_alike() {
        for (a, b) in [
            ("SIĞINMA sığınma", "siginma siginma"),
            ("İstanbul", "istanbul"),
            ("penaberî şêwe", "penaberi sewe"),
            ("أُسْرَة الإقامة", "اسره الاقامه"),
            ("كتاب ی", "کتاب ي"),
            ("می‌خواهم", "میخواهم"),
            ("کـتاب", "كتاب"),
            ("ۆ ێ ە", "و ی ه"),
            ("١٥٧ ۱۵۷ 157", "157 157 157"),
            ("ﻻﺟﺊ", "لاجی"),
            ("œuvre Straße", "oeuvre strasse"),
        ] {
            assert_eq!(fold(a), fold(b), "{a}");
        }
    }

    #[test]
    fn apostrophes_follow_the_language() {
        assert_eq!(words("Türkiye'de", Apostrophe::Cut), ["turkiye"]);
        assert_eq!(words("l’asile", Apostrophe::Split), ["l", "asile"]);
        assert_eq!(words("'oʻzbek' don't", Apostrophe::Join), ["ozbek", "dont"]);
    }
}
