//! Digits of a language, for whole numbers in prose. Phone numbers, articles and form numbers stay as they are written: ASCII.

use crate::model::Digits;

/// A whole number in a language's digits, ungrouped: no number on a page of law is long enough to need separators, and they differ.
pub fn number(digits: Digits, n: u64) -> String {
    localised(digits, &n.to_string())
}

/// A text with its ASCII digits replaced by a language's.
pub fn localised(digits: Digits, text: &str) -> String {
    text.chars().map(|c| digit(digits, c)).collect()
}

fn digit(digits: Digits, c: char) -> char {
    let zero = match digits {
        Digits::Latin => '0',
        Digits::Arabic => '\u{660}',
        Digits::Persian => '\u{6F0}',
    };
    c.to_digit(10).and_then(|value| char::from_u32(u32::from(zero) + value)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_the_language() {
        assert_eq!(number(Digits::Latin, 12_345), "12345");
        assert_eq!(number(Digits::Arabic, 1_024), "١٠٢٤");
        assert_eq!(number(Digits::Persian, 67_890), "۶۷۸۹۰");
        assert_eq!(localised(Digits::Persian, "5–10 (7)"), "۵–۱۰ (۷)");
    }
}
