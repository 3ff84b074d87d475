//! The interface strings of every language, complete, with the formatters that belong to it.
//!
//! A string that is missing or wrong is reported and answered from the first language, so that one run finds everything. Knows no
//! markup: whoever puts a string into HTML escapes it.

use std::collections::{BTreeMap, BTreeSet};

use super::collate::{Collation, CollationKey};
use super::complete::{self, Standard};
use super::dates::{DateText, Dates};
use super::lists::Lists;
use super::locale::locale;
use super::message::{Message, Part, Template};
use super::numbers;
use super::plurals::Plurals;
use super::strings::{self, Entry, Strings};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::model::{Date, Direction, Language, LanguageId, Languages, SourcePath, Sources};

/// A catalogue for each language of the portal.
#[derive(Debug)]
pub struct Catalogs {
    list: Vec<Catalog>,
}

/// What one language says in the interface, and how it writes dates, numbers and lists.
#[derive(Debug)]
pub struct Catalog {
    language: Language,
    messages: BTreeMap<String, Message>,
    plurals: Plurals,
    dates: Dates,
    lists: Lists,
    collation: Collation,
}

/// The strings a portal needs, by key (`nav.home`).
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What the theme and the code show: missing, it is an error.
    pub used: BTreeSet<String>,
    /// What the built-in theme shows besides: a theme of one's own may leave it out, and the built-in files still have it.
    pub spare: BTreeSet<String>,
}

/// Reads `i18n/<language path>.yaml` of every language and holds it against what is wanted.
pub fn parse(sources: &Sources, languages: &Languages, wanted: &Wanted) -> Outcome<Catalogs> {
    let used = &wanted.used;
    let mut diagnostics = Vec::new();
    let files: Vec<Option<Strings>> = languages.iter().map(|(_, language)| read(sources, language, languages, &mut diagnostics)).collect();
    let nothing = BTreeMap::new();
    let reference = files.first().and_then(Option::as_ref).map_or(&nothing, |strings| &strings.entries);
    let mut list = Vec::new();
    for ((_, language), strings) in languages.iter().zip(&files) {
        let plurals = Plurals::new(&locale(language));
        if let Some(strings) = strings {
            let standard = Standard { wanted, plurals: &plurals, first: languages.get(LanguageId(0)), reference };
            diagnostics.extend(complete::examine(strings, &standard));
        }
        let own = strings.as_ref().map_or(&nothing, |strings| &strings.entries);
        list.push(Catalog::new(language, messages(used, own, reference), plurals));
    }
    Outcome::new(Catalogs { list }, diagnostics)
}

impl Catalogs {
    pub fn get(&self, language: LanguageId) -> &Catalog {
        &self.list[usize::from(language.0)]
    }
}

impl Catalog {
    fn new(language: &Language, messages: BTreeMap<String, Message>, plurals: Plurals) -> Catalog {
        let locale = locale(language);
        Catalog {
            messages,
            plurals,
            dates: Dates::new(&locale, language.digits, language.second_calendar),
            lists: Lists::new(&locale),
            collation: Collation::new(&locale, language.digits),
            language: language.clone(),
        }
    }

    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The string with this key, for keys that come from templates.
    pub fn find(&self, key: &str) -> Option<&Message> {
        self.messages.get(key)
    }

    /// A text as written. For a key that was not among the used ones, the key itself.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        debug_assert!(self.messages.contains_key(key), "BUG: `{key}` is used but not in `CODE_KEYS`");
        self.messages.get(key).map_or(key, |message| message.template("other").text())
    }

    /// The parts of a text, for a caller that puts markup around what it fills in.
    pub fn parts<'a>(&'a self, key: &str) -> &'a [Part] {
        debug_assert!(self.messages.contains_key(key), "BUG: `{key}` is used but not in `CODE_KEYS`");
        self.messages.get(key).map_or(&[], |message| message.template("other").parts())
    }

    /// A text with its placeholders filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.fill_with(key, "other", |name| find(values, name).map(str::to_string))
    }

    /// As `fill`, for places that can hold no markup (`<title>`, attributes): what is filled in and runs in the other direction is
    /// set apart by Unicode isolates. In HTML text, `<bdi>` does this.
    pub fn fill_isolated(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.fill_with(key, "other", |name| find(values, name).map(|value| self.isolated(value)))
    }

    /// A counted text: the form for `n`, with `{n}` in the language's digits.
    pub fn plural(&self, key: &str, n: u64) -> String {
        self.fill_with(key, self.plurals.form(n), |name| (name == "n").then(|| self.number(n)))
    }

    /// All texts that are not counted, as written: group to key to text.
    pub fn entries(&self) -> BTreeMap<&str, BTreeMap<&str, &str>> {
        let mut groups: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for (key, message) in &self.messages {
            if let (Message::Text(template), Some((group, name))) = (message, key.split_once('.')) {
                groups.entry(group).or_default().insert(name, template.text());
            }
        }
        groups
    }

    /// A whole number in the language's digits.
    pub fn number(&self, n: u64) -> String {
        numbers::number(self.language.digits, n)
    }

    /// The items as one phrase: `a, b and c`.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.lists.join(items)
    }

    pub fn date(&self, date: Date) -> DateText {
        self.dates.text(date)
    }

    /// `June 2021`
    pub fn year_month(&self, date: Date) -> String {
        self.dates.year_month(date)
    }

    /// What to sort by, in the language's alphabetical order.
    pub fn collation_key(&self, text: &str) -> CollationKey {
        self.collation.key(text)
    }

    /// Items in alphabetical order under the letters of an A–Z list.
    pub fn index<T>(&self, items: impl IntoIterator<Item = T>, title: impl Fn(&T) -> &str) -> Vec<(String, Vec<T>)> {
        self.collation.index(items, title)
    }

    fn fill_with(&self, key: &str, form: &str, value: impl Fn(&str) -> Option<String>) -> String {
        debug_assert!(self.messages.contains_key(key), "BUG: `{key}` is used but not in `CODE_KEYS`");
        self.messages.get(key).map_or(key.to_string(), |message| message.template(form).fill(value))
    }

    /// The value between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, where it could reorder with the text around it.
    fn isolated(&self, value: &str) -> String {
        let foreign = match self.language.direction {
            Direction::Ltr => value.chars().any(is_right_to_left),
            Direction::Rtl => value.chars().any(|c| c.is_ascii_digit() || (c.is_alphabetic() && !is_right_to_left(c))),
        };
        if foreign { format!("\u{2068}{value}\u{2069}") } else { value.to_string() }
    }
}

fn read(sources: &Sources, language: &Language, languages: &Languages, diagnostics: &mut Vec<Diagnostic>) -> Option<Strings> {
    let file = SourcePath::new(format!("i18n/{}.yaml", language.path));
    let Some(bytes) = sources.get(file.as_str()) else {
        diagnostics.push(complete::missing_file(&file, language, languages.get(LanguageId(0))));
        return None;
    };
    strings::read(&file, bytes).take(diagnostics)
}

/// Every used key's string: the language's own, else the first language's, else the key.
fn messages(used: &BTreeSet<String>, own: &BTreeMap<String, Entry>, reference: &BTreeMap<String, Entry>) -> BTreeMap<String, Message> {
    let message = |key: &String| {
        let written = [own, reference].into_iter().find_map(|entries| entries.get(key).and_then(|entry| entry.value.message()));
        written.unwrap_or_else(|| Message::Text(Template::literal(key)))
    };
    used.iter().map(|key| (key.clone(), message(key))).collect()
}

fn find<'a>(values: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// Whether a character is of a right-to-left script (Hebrew, Arabic, Syriac, N'Ko …): the blocks that Unicode sets aside for them.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::CODE_KEYS;
    use crate::model::known_language;
    use proptest::prelude::*;

    const ENGLISH: &str = "nav: {home: Home, back: 'Back to {page}'}\nunit:\n  day: {one: '{n} day', other: '{n} days'}\n";

    fn languages(paths: &[&str]) -> Languages {
        let list: Vec<Language> = paths.iter().map(|path| known_language(path).unwrap()).collect();
        let fallbacks = vec![Vec::new(); list.len()];
        Languages::new(list, fallbacks)
    }

    fn sources(files: &[(&str, &str)]) -> Sources {
        let mut sources = Sources::default();
        for (path, text) in files {
            sources.insert(SourcePath::new(format!("i18n/{path}.yaml")), text.as_bytes());
        }
        sources
    }

    fn keys(keys: &[&str]) -> BTreeSet<String> {
        keys.iter().map(|key| key.to_string()).collect()
    }

    fn wanted() -> Wanted {
        Wanted { used: used(), spare: BTreeSet::new() }
    }

    fn used() -> BTreeSet<String> {
        keys(&["nav.home", "nav.back", "unit.day"])
    }

    fn parse_with_english(path: &str, text: &str) -> Outcome<Catalogs> {
        parse(&sources(&[("en", ENGLISH), (path, text)]), &languages(&["en", path]), &wanted())
    }

    /// The codes of what is found in a second language's file, each with the text it points at.
    fn findings(path: &str, text: &str) -> String {
        let shown = parse_with_english(path, text).diagnostics.into_iter().map(|found| {
            let place = found.place.span.map_or("", |span| &text[span.range()]);
            format!("{} @{place}", found.code)
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_is_wrong_with_a_file() {
        let days = "unit: {day: {one: '{n} gün', other: '{n} gün'}}";
        let home = "nav: {home: Ev, back: '{page} sayfasına'}";
        let table = [
            (format!("{home}\n{days}"), ""),
            (format!("nav: {{home: Ev}}\n{days}"), "missing-string @nav"),
            (days.to_string(), "missing-string @; missing-string @"),
            (format!("{home}\n{days}\nextra: {{one: Bir}}"), "unused-string @one"),
            (format!("nav: {{home: Ev, back: 'Geri {{sayfa}}'}}\n{days}"), "placeholder @'Geri {sayfa}'; placeholder @'Geri {sayfa}'"),
            (format!("nav: {{home: Ev {{, back: '{{page}}'}}\n{days}"), "yaml @{"),
            (format!("nav: {{home: '}}', back: '{{page}}'}}\n{days}"), "placeholder @'}'"),
            (format!("{home}\nunit: {{day: gün}}"), "plural-form @day"),
            (format!("{home}\nunit: {{day: [gün]}}"), "wrong-value @["),
            (format!("{home}\nunit: {{day: {{}}}}"), "wrong-value @{"),
            (format!("{home}\nunit: {{day: {{other: '{{n}} gün'}}}}"), "plural-form @day"),
            (format!("{home}\nunit: {{day: {{one: bir gün, other: günler}}}}"), "placeholder @günler"),
            (format!("{home}\nunit: {{day: {{one: bir gün, few: '{{n}}', other: '{{n}} gün'}}}}"), "plural-form @few"),
            (format!("nav: {{home: {{one: Ev, other: Evler}}, back: '{{page}}'}}\n{days}"), "plural-form @home"),
            ("just text".to_string(), "wrong-value @just text"),
        ];
        for (text, expected) in table {
            assert_eq!(findings("tr", &text), expected, "{text}");
        }
    }

    #[test]
    fn the_number_may_be_left_out_only_where_it_is_certain() {
        let strings = |forms: &str| format!("nav: {{home: x, back: '{{page}}'}}\nunit: {{day: {{{forms}}}}}");
        let arabic = "zero: لا, one: يوم واحد, two: يومان, few: '{n} أيام', many: '{n} يومًا', other: '{n} يوم'";
        assert_eq!(findings("ar", &strings(arabic)), "");
        let russian = "one: день, few: '{n} дня', many: '{n} дней'";
        assert_eq!(findings("ru", &strings(russian)), "placeholder @день", "`one` is also 21, 31 and so on");
        assert_eq!(findings("fa", &strings("one: یک روز, other: '{n} روز'")), "placeholder @یک روز", "`one` is also 0");
    }

    #[test]
    fn messages_name_file_and_key_and_show_the_first_language() {
        let found = parse_with_english("tr", "nav: {home: Ev}").diagnostics;
        assert_eq!(found[0].message, "the string `nav.back` is missing in `i18n/tr.yaml`");
        assert_eq!(found[0].help.as_deref(), Some("add `back: …` under `nav:`; in English it is “Back to {page}”"));
        let found = parse(&sources(&[("en", ENGLISH)]), &languages(&["en", "tr"]), &wanted()).diagnostics;
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["missing-strings"]);
    }

    #[test]
    fn strings_filled_counted_and_borrowed() {
        let text = "unit: {day: {zero: لا, one: يوم, two: يومان, few: '{n} أيام', many: '{n} يومًا', other: '{n} يوم'}}";
        let catalogs = parse_with_english("ar", text).value;
        let (english, arabic) = (catalogs.get(LanguageId(0)), catalogs.get(LanguageId(1)));
        assert_eq!([0, 1, 2, 3, 11, 100].map(|n| arabic.plural("unit.day", n)), ["لا", "يوم", "يومان", "3 أيام", "11 يومًا", "100 يوم"]);
        assert_eq!(arabic.text("nav.home"), "Home", "what is missing is answered from the first language");
        assert_eq!(english.fill("nav.back", &[("page", "{page}")]), "Back to {page}");
        assert_eq!(english.fill_isolated("nav.back", &[("page", "دليل")]), "Back to \u{2068}دليل\u{2069}");
        assert_eq!(arabic.fill_isolated("nav.back", &[("page", "+90 312")]), "Back to \u{2068}+90 312\u{2069}");
        assert_eq!(english.entries()["nav"], BTreeMap::from([("back", "Back to {page}"), ("home", "Home")]));
    }

    #[test]
    fn catalogues_are_shared_between_threads() {
        fn shareable<T: Send + Sync>() {}
        shareable::<Catalogs>();
    }

    proptest! {
        #[test]
        fn any_file_is_read_without_panic(text in r#"([a-z]{1,4}: ?|\{|\}|'|"|one|other: |few|\[|\]|\n {0,4}|\{n\}|,|ي|é|-|&a|\*a|:|#| |\t){0,40}"#) {
            let outcome = parse_with_english("fa", &text);
            for found in &outcome.diagnostics {
                if let (Some(span), "i18n/fa.yaml") = (found.place.span, found.place.file.as_str()) {
                    prop_assert!(text.get(span.range()).is_some(), "{found:?}");
                }
            }
            for key in used() {
                prop_assert!(!outcome.value.get(LanguageId(1)).plural(&key, 3).is_empty());
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut sources = sources(&[("en", ENGLISH)]);
            sources.insert(SourcePath::new("i18n/tr.yaml"), bytes);
            let wanted = Wanted { used: keys(CODE_KEYS), spare: BTreeSet::new() };
            prop_assert!(!parse(&sources, &languages(&["en", "tr"]), &wanted).diagnostics.is_empty());
        }
    }
}
