//! Values that front matter and registers share: plain texts, web addresses, ids, article references, mappings with known parts.
//!
//! Reads one value at a time and knows nothing of where it stands.

use super::markdown;
use super::schema::Part;
use crate::config::report_unknown_language;
use crate::diagnostic::Diagnostic;
use crate::model::{ArticleRef, LanguageId, Languages, Spanned};
use crate::yaml::{Fields, Node, Reader, Value};

/// The entries of a mapping whose parts are declared: unknown and missing ones are errors.
pub(super) fn parts<'n>(reader: &mut Reader<'_>, node: &'n Node, known: &[Part]) -> Option<Fields<'n>> {
    let names: Vec<&str> = known.iter().map(|part| part.name).collect();
    let fields = reader.fields(node, &names)?;
    for part in known.iter().filter(|part| part.required) {
        fields.required(reader, part.name, part.example);
    }
    Some(fields)
}

/// A text shown as it is: Markdown in it would be shown too.
pub(super) fn plain(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let text = reader.string(node)?;
    report_markdown(reader, &text);
    Some(text)
}

/// Reports Markdown in a text that is shown as it is.
pub(super) fn report_markdown(reader: &mut Reader<'_>, text: &Spanned<String>) {
    if !markdown::is_plain(text) {
        reader.report(
            Diagnostic::error(reader.place(text.span), "markdown-in-text", "this text is shown as it is written, with its Markdown signs")
                .help("write plain words here: no `**`, `*`, backticks, links or HTML"),
        );
    }
}

/// `https://…` or `http://…`
pub(super) fn url(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let url = reader.string(node)?;
    if is_web_address(&url) { Some(url) } else { reader.wrong(node, "a web address that begins with `https://`") }
}

/// Whether the text has a web scheme, a host, and nothing that a web address cannot hold.
pub(super) fn is_web_address(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") { text.get(8..) } else { lower.strip_prefix("http://").and(text.get(7..)) };
    rest.is_some_and(|rest| !rest.starts_with(['/', '?', '#', ':']) && !rest.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// `lfip/53`, or `lfip` for a whole law.
pub(super) fn article(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<ArticleRef>> {
    let text = reader.string(node)?;
    match article_ref(&text) {
        Some(value) => Some(Spanned { value, span: text.span }),
        None => reader.wrong(node, "a law's id and an article, such as `lfip/53`,"),
    }
}

pub(super) fn article_ref(text: &str) -> Option<ArticleRef> {
    ArticleRef::parse(text).filter(|found| is_id(&found.law) && found.article.as_deref().is_none_or(is_article))
}

/// An article's number as a key: `53`, `57a`, `gecici-1`.
pub(super) fn is_article(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Lower-case ASCII letters, digits and single hyphens between them: `deportation-appeal`.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// The nearest thing to `text` that is an id, for suggestions; nothing where no ASCII letter or digit is left.
pub(super) fn as_id(text: &str) -> Option<String> {
    let lower: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let id = lower.split_whitespace().collect::<Vec<_>>().join("-");
    (!id.is_empty()).then_some(id)
}

/// The path of one of the portal's languages.
pub(super) fn language(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Spanned<LanguageId>> {
    let path = reader.string(node)?;
    let found = languages.find(&path);
    if found.is_none() {
        report_unknown_language(reader, &path, languages.iter().map(|(_, language)| language.path.as_str()));
    }
    found.map(|value| Spanned { value, span: path.span })
}

/// A value given as a word rather than as a mapping or list.
pub(super) fn word(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(text) => Some(text.trim()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// Whether a character cannot be seen and steers direction or joins nothing: it comes along when text is copied and breaks addresses.
///
/// The directional marks of Unicode UAX #9, the zero-width space and the byte order mark. Zero-width joiners are letters' business.
pub(super) fn is_invisible_mark(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        for (text, id) in
            [("deportation-appeal", true), ("57a", true), ("", false), ("-a", false), ("a--b", false), ("A", false), ("é", false)]
        {
            assert_eq!(is_id(text), id, "{text}");
        }
        assert_eq!(as_id("  When must I Appeal? "), Some("when-must-i-appeal".to_string()));
        assert_eq!(as_id("دليل"), None);
    }

    #[test]
    fn web_addresses() {
        for (text, good) in [
            ("https://a.org", true),
            ("HTTP://a.org/é?x#y", true),
            ("https://", false),
            ("https:///a", false),
            ("http:a.org", false),
            ("https://a .org", false),
            ("ftp://a.org", false),
            ("é", false),
        ] {
            assert_eq!(is_web_address(text), good, "{text}");
        }
    }

    #[test]
    fn article_references() {
        for (text, good) in
            [("lfip/53", true), ("lfip", true), ("lfip/57a", true), ("law:lfip/53", false), ("lfip/", false), ("lfip/5/3", false)]
        {
            assert_eq!(article_ref(text).is_some(), good, "{text}");
        }
    }
}
