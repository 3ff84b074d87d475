//! The ICU locale of a language: its tag with the variant and the digits that the portal writes. The only user of `icu_locale`.

use icu_locale::exemplar_chars::ExemplarCharacters;

pub(super) use icu_locale::Locale;

use crate::model::{Digits, Language};

/// The locale to format with. A tag that ICU cannot read gives the root locale, whose data are neutral.
pub(super) fn locale(language: &Language) -> Locale {
    let tag = match language.tag.as_str() {
        // Plain `en` is American to CLDR, and "June 8" is not how papers in Türkiye or Europe are dated.
        "en" => "en-GB",
        tag => tag,
    };
    let digits = match language.digits {
        Digits::Latin => "latn",
        Digits::Arabic => "arab",
        Digits::Persian => "arabext",
    };
    format!("{tag}-u-nu-{digits}").parse().or_else(|_| tag.parse()).unwrap_or(Locale::UNKNOWN)
}

/// The letters that an index in this language has as headings (CLDR's index exemplars); none where CLDR lists none.
pub(super) fn index_letters(locale: &Locale) -> Vec<char> {
    let letters = ExemplarCharacters::try_new_index(&(&locale.id).into());
    letters.map(|letters| letters.code_points().iter_chars().collect()).unwrap_or_default()
}
