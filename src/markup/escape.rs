//! Text and attribute values as HTML. The only place where `&`, `<` and their like are escaped for bodies.

/// Text as the content of an element.
pub fn text_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_text(&mut out, text);
    out
}

/// Text as an attribute value between double quotes.
pub fn attribute_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_attribute(&mut out, text);
    out
}

pub fn push_text(out: &mut String, text: &str) {
    push_replaced(out, text, |c| if c == '"' { None } else { replacement(c) });
}

pub fn push_attribute(out: &mut String, text: &str) {
    push_replaced(out, text, replacement);
}

fn push_replaced(out: &mut String, text: &str, replacement: impl Fn(char) -> Option<&'static str>) {
    let mut written = 0;
    for (at, c) in text.char_indices() {
        if let Some(replacement) = replacement(c) {
            out.push_str(&text[written..at]);
            out.push_str(replacement);
            written = at + c.len_utf8();
        }
    }
    out.push_str(&text[written..]);
}

fn replacement(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        // Parsers turn it into a line feed, or join it with the one that follows.
        '\r' => Some(""),
        c if !allowed(c) => Some("\u{FFFD}"),
        _ => None,
    }
}

/// Whether HTML may contain the character at all (HTML §13.2.3.5: no controls but white space, no noncharacters).
fn allowed(c: char) -> bool {
    let noncharacter = ('\u{FDD0}'..='\u{FDEF}').contains(&c) || u32::from(c) & 0xFFFE == 0xFFFE;
    matches!(c, '\t' | '\n' | '\u{C}') || !(c.is_control() || noncharacter)
}
