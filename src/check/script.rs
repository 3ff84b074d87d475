//! Which letters a language is written with. Knows nothing of words.

/// The writing systems of the portal's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Greek,
    Hebrew,
    Other,
}

/// The letters that most texts are made of, told without a search in tables.
pub(super) fn is_common(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | '\u{410}'..='\u{44F}')
        || matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}')
}

/// The script of a letter; nothing for digits, marks and signs.
pub(super) fn of_char(c: char) -> Option<Script> {
    if !is_common(c) && !c.is_alphabetic() {
        return None;
    }
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        'ª' | 'º' => return None,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{590}'..='\u{5FF}' => Script::Hebrew,
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            Script::Arabic
        }
        _ => Script::Other,
    })
}

/// The script that a language, by its path or tag, is written with here; nothing for languages that dalil does not know.
pub(super) fn of_language(language: &str) -> Option<Script> {
    let primary = language.split('-').next().unwrap_or(language);
    match primary {
        "en" | "tr" | "fr" | "so" | "kmr" | "ku" | "de" | "es" | "az" | "it" | "uz" => Some(Script::Latin),
        "ar" | "fa" | "prs" | "ps" | "ckb" | "ur" => Some(Script::Arabic),
        "ru" | "uk" => Some(Script::Cyrillic),
        _ => None,
    }
}

impl Script {
    pub(super) fn name(self) -> &'static str {
        match self {
            Script::Latin => "Latin",
            Script::Arabic => "Arabic",
            Script::Cyrillic => "Cyrillic",
            Script::Greek => "Greek",
            Script::Hebrew => "Hebrew",
            Script::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_letters_are_letters() {
        assert!(('\0'..='\u{FFFF}').filter(|c| is_common(*c)).all(char::is_alphabetic));
    }
}
