//! A returned text as Markdown, escaped only where a sign would otherwise mean something.

use super::content::{CodeKind, Content, Part};

/// What matters about the place that a text is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// A bar parts cells here.
    pub in_table: bool,
    /// The text begins a line of its own, where a sign can begin a list, a heading or a quotation.
    pub begins_line: bool,
    /// What begins the lines after a forced line break: `> ` in a box.
    pub prefix: String,
}

/// The Markdown of a text.
pub fn markdown(content: &Content, place: &Place) -> String {
    let mut out = String::new();
    for (at, part) in content.parts.iter().enumerate() {
        match part {
            Part::Words(words) => {
                let before_link = matches!(content.parts.get(at + 1), Some(Part::Open(code) | Part::Alone(code)) if content.codes[*code].open.starts_with('['));
                escape(words, &mut out, place, before_link);
            }
            Part::Open(code) => out.push_str(&content.codes[*code].open),
            Part::Close(code) => out.push_str(&content.codes[*code].close),
            Part::Alone(code) if content.codes[*code].kind == CodeKind::Break => {
                out.push_str("\\\n");
                out.push_str(&place.prefix);
            }
            Part::Alone(code) => {
                out.push_str(&content.codes[*code].open);
                out.push_str(&content.codes[*code].close);
            }
        }
    }
    out
}

fn escape(words: &str, out: &mut String, place: &Place, before_link: bool) {
    let mut rest = words;
    if place.begins_line && (out.is_empty() || out.ends_with('\n') || out.ends_with(place.prefix.as_str()) && out.contains('\n')) {
        rest = begin_line(rest, out);
    }
    let mut before: Option<char> = out.chars().last();
    for (at, c) in rest.char_indices() {
        let after = rest[at + c.len_utf8()..].chars().next();
        let is_special = match c {
            '\\' => after.is_none_or(|after| after.is_ascii_punctuation()),
            '`' | '*' | '[' | ']' => true,
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            '<' => after.is_none_or(|after| after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?')),
            '&' => after.is_some_and(|after| after == '#' || after.is_ascii_alphabetic()) && rest[at..].contains(';'),
            '!' => after.is_none() && before_link,
            '|' => place.in_table,
            '{' => !place.begins_line && !place.in_table,
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Disarms what would begin another kind of block, and gives what is left of the words.
fn begin_line<'w>(words: &'w str, out: &mut String) -> &'w str {
    let second = words.chars().nth(1);
    let ends_word = second.is_none_or(|second| second == ' ');
    match words.chars().next() {
        Some('#') => out.push('\\'),
        Some('>' | '|' | '~') => out.push('\\'),
        Some('-' | '+' | '=') if ends_word || second == words.chars().next() => out.push('\\'),
        Some(':') if ends_word => out.push('\\'),
        Some(c) if c.is_ascii_digit() => {
            let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let after = &words[digits..];
            let begins_list = after.starts_with(['.', ')']) && after[1..].chars().next().is_none_or(|c| c == ' ');
            if begins_list {
                out.push_str(&words[..digits]);
                out.push('\\');
                return after_sign(after, out);
            }
            return words;
        }
        _ => return words,
    }
    after_sign(words, out)
}

/// Takes over the first character.
fn after_sign<'w>(words: &'w str, out: &mut String) -> &'w str {
    let length = words.chars().next().map_or(0, char::len_utf8);
    out.push_str(&words[..length]);
    &words[length..]
}
