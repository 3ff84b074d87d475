//! Names of languages. Each is named in itself: its speakers find it, and CLDR's translated names are incomplete (Somali) or clumsy.

use serde::Serialize;

use crate::model::{Direction, Language, Languages, known_language};

/// A language's name in itself, with what its markup needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LanguageName {
    pub name: String,
    pub tag: String,
    pub direction: Direction,
}

/// The languages that `known_language` has by path and whose tag is another.
const PATHS_OF_TAGS: [(&str, &str); 2] = [("fa-AF", "prs"), ("ku", "kmr")];

/// The name of a language given by path (`prs`) or tag (`fa-AF`): one of the portal's, or one that dalil knows.
pub fn language_name(languages: &Languages, code: &str) -> Option<LanguageName> {
    let configured = languages.find(code).or_else(|| languages.find_tag(code));
    if let Some(id) = configured {
        return Some(of(languages.get(id)));
    }
    let path = PATHS_OF_TAGS.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(code)).map_or(code, |(_, path)| path);
    known_language(path).as_ref().map(of)
}

fn of(language: &Language) -> LanguageName {
    LanguageName { name: language.endonym.clone(), tag: language.tag.clone(), direction: language.direction }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_path_and_by_tag() {
        let languages = Languages::default();
        let name = |code| language_name(&languages, code).map(|language| (language.name, language.tag));
        assert_eq!(name("prs"), name("fa-af"));
        assert_eq!(name("kmr"), Some(("Kurmancî".to_string(), "ku".to_string())));
        assert_eq!(name("ar"), Some(("العربية".to_string(), "ar".to_string())));
        assert_eq!(name("tlh"), None);
    }
}
