//! One string of a YAML file changed or added, every other byte as it was.

use super::fragment::{Edit, Fragment};
use crate::diagnostic::Span;
use crate::model::SourcePath;
use crate::yaml::{self, Value};

/// A text as YAML on one line: bare where that reads back as the same, else in double quotes. `present` is how it was written.
pub(super) fn written(text: &str, present: &str) -> String {
    let quoted = || format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    if present.starts_with('"') || !is_bare(text) { quoted() } else { text.to_string() }
}

/// Replaces the value that stands at a place.
pub(super) fn replaced(source: &str, span: Span, text: &str) -> Edit {
    let present = source.get(span.range()).unwrap_or_default();
    // A block of lines (`>`, `|`) begins after its sign on the line of the key, and takes its last line end with it.
    let line = source[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = source[..span.start].trim_end();
    let start = if before.ends_with(['>', '|', '-', '+']) && (before.len() < line || present.contains('\n')) {
        before.trim_end_matches(['>', '|', '-', '+']).len()
    } else {
        span.start
    };
    let end = span.start + present.trim_end().len();
    Edit { span: Span { start, end }, with: Fragment::text(&written(text, present)) }
}

/// Adds an entry on the line after the one that a place ends in.
pub(super) fn added(source: &str, after: Span, name: &str, text: &str) -> Edit {
    let from = after.end.saturating_sub(1);
    let at = source[from..].find('\n').map_or(source.len(), |newline| from + newline + 1);
    let line = source[..after.start].rfind('\n').map_or(0, |newline| newline + 1);
    let indent: String = source[line..].chars().take_while(|c| *c == ' ').collect();
    let newline = if source[..at].ends_with("\r\n") { "\r\n" } else { "\n" };
    let entry = format!("{indent}{name}: {}{newline}", written(text, ""));
    Edit { span: Span { start: at, end: at }, with: Fragment::text(&entry) }
}

/// Whether a text without quotation marks is read back as itself, in a line of its own and between braces.
fn is_bare(text: &str) -> bool {
    let file = SourcePath::new("");
    let probe = format!("a: {text}\nb: {{c: {text}, d: x}}\n");
    let Ok(node) = yaml::parse(&probe, &file, 0) else { return false };
    let Value::Map(entries) = &node.value else { return false };
    let same = |value: &Value| *value == Value::Scalar(text.to_string());
    let [(_, first), (_, second)] = entries.as_slice() else { return false };
    let Value::Map(inner) = &second.value else { return false };
    same(&first.value) && inner.len() == 2 && same(&inner[0].1.value) && !text.contains(['{', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_only_where_they_are_needed() {
        for (text, expected) in [
            ("دليل", "دليل"),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("a, b", "\"a, b\""),
            ("say \"x\"", "say \"x\""),
            ("\"x\"", "\"\\\"x\\\"\""),
            ("{name}", "\"{name}\""),
            ("- a", "\"- a\""),
            ("12", "12"),
        ] {
            assert_eq!(written(text, ""), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in r#"[ -~é،ي“]{1,30}"#) {
            let text = text.trim();
            prop_assume!(!text.is_empty());
            for present in ["", "\"x\""] {
                let line = format!("a: {}\nb: 1\n", written(text, present));
                let node = yaml::parse(&line, &SourcePath::new(""), 0).expect("YAML");
                let Value::Map(entries) = node.value else { panic!("a mapping") };
                prop_assert_eq!(&entries[0].1.value, &Value::Scalar(text.to_string()), "{}", line);
            }
        }
    }
}
