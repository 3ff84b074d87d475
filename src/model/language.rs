//! Languages: for each the path in URLs, the `lang` tag, direction, digits, calendar, name and fallbacks, kept apart because they differ.
//!
//! Tags are BCP 47 as browsers and the Nu HTML checker know them: Dari is `fa-AF`, Kurmanji `ku`.

use serde::Serialize;

/// A language of the portal: its place in the configured order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(pub u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Ltr,
    Rtl,
}

/// The digits that prose uses (CLDR 48 default numbering systems). Phone numbers and articles are ASCII in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Digits {
    /// 0123456789
    Latin,
    /// ٠١٢٣٤٥٦٧٨٩
    Arabic,
    /// ۰۱۲۳۴۵۶۷۸۹
    Persian,
}

/// The calendar shown in brackets after the Gregorian date, which Turkish papers use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecondCalendar {
    None,
    /// Solar Hijri, official in Iran and Afghanistan.
    SolarHijri,
}

/// All that is known of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The folder below `content/`, the first segment of URLs and the name of the `i18n` file: `prs`.
    pub path: String,
    /// The BCP 47 tag for `lang` and `hreflang`: `fa-AF`.
    pub tag: String,
    pub direction: Direction,
    pub digits: Digits,
    pub second_calendar: SecondCalendar,
    /// The language's name in itself: `دری`.
    pub endonym: String,
    /// `Accept-Language` values, lower case, that mean this language.
    pub accept: Vec<String>,
}

/// The portal's languages in the configured order, with each one's chain of fallbacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Languages {
    list: Vec<Language>,
    fallbacks: Vec<Vec<LanguageId>>,
}

impl Direction {
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

impl Languages {
    /// `fallbacks` has one chain for each language, without the language itself.
    pub fn new(list: Vec<Language>, fallbacks: Vec<Vec<LanguageId>>) -> Languages {
        assert_eq!(list.len(), fallbacks.len(), "BUG: a chain of fallbacks for each language");
        Languages { list, fallbacks }
    }

    pub fn get(&self, id: LanguageId) -> &Language {
        &self.list[usize::from(id.0)]
    }

    /// The language with this path (`prs`).
    pub fn find(&self, path: &str) -> Option<LanguageId> {
        self.ids().find(|id| self.get(*id).path == path)
    }

    /// The language with this tag (`fa-AF`).
    pub fn find_tag(&self, tag: &str) -> Option<LanguageId> {
        self.ids().find(|id| self.get(*id).tag.eq_ignore_ascii_case(tag))
    }

    pub fn ids(&self) -> impl Iterator<Item = LanguageId> + use<> {
        (0..self.list.len()).map(|n| LanguageId(u8::try_from(n).expect("BUG: more than 255 languages")))
    }

    pub fn iter(&self) -> impl Iterator<Item = (LanguageId, &Language)> {
        self.ids().zip(&self.list)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Where a text that is missing in this language is taken from, best first.
    pub fn fallbacks(&self, id: LanguageId) -> &[LanguageId] {
        &self.fallbacks[usize::from(id.0)]
    }

    /// The language itself, then its fallbacks, then all others in the configured order.
    pub fn chain(&self, id: LanguageId) -> impl Iterator<Item = LanguageId> + '_ {
        let first = std::iter::once(id).chain(self.fallbacks(id).iter().copied());
        let rest = self.ids().filter(move |other| *other != id && !self.fallbacks(id).contains(other));
        first.chain(rest)
    }
}

/// The languages dalil knows by name, so that `site.yaml` can list paths alone. Others are described there in full.
pub fn known_language(path: &str) -> Option<Language> {
    use Digits::{Arabic, Latin, Persian};
    use Direction::{Ltr, Rtl};
    use SecondCalendar::{None, SolarHijri};
    let (tag, direction, digits, second_calendar, endonym, accept) = match path {
        "tr" => ("tr", Ltr, Latin, None, "Türkçe", "tr"),
        "en" => ("en", Ltr, Latin, None, "English", "en"),
        "ar" => ("ar", Rtl, Latin, None, "العربية", "ar"),
        "fa" => ("fa", Rtl, Persian, SolarHijri, "فارسی", "fa"),
        "prs" => ("fa-AF", Rtl, Persian, SolarHijri, "دری", "fa-af,prs"),
        "ps" => ("ps", Rtl, Persian, SolarHijri, "پښتو", "ps"),
        "kmr" => ("ku", Ltr, Latin, None, "Kurmancî", "ku,kmr"),
        "ckb" => ("ckb", Rtl, Arabic, None, "سۆرانی", "ckb"),
        "so" => ("so", Ltr, Latin, None, "Soomaali", "so"),
        "fr" => ("fr", Ltr, Latin, None, "Français", "fr"),
        "ru" => ("ru", Ltr, Latin, None, "Русский", "ru"),
        "ur" => ("ur", Rtl, Latin, None, "اردو", "ur"),
        "uk" => ("uk", Ltr, Latin, None, "Українська", "uk"),
        "de" => ("de", Ltr, Latin, None, "Deutsch", "de"),
        "es" => ("es", Ltr, Latin, None, "Español", "es"),
        _ => return Option::None,
    };
    Some(Language {
        path: path.to_string(),
        tag: tag.to_string(),
        direction,
        digits,
        second_calendar,
        endonym: endonym.to_string(),
        accept: accept.split(',').map(str::to_string).collect(),
    })
}
