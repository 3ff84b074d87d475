//! The spelling of a text in exchange files: words with `&lt;` and `&amp;`, placeholders as tags. Reads it back strictly.

use std::ops::Range;

use super::content::{Code, CodeKind, Content, Part};

/// Why a returned text cannot be taken, and which bytes of it are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// The text with its placeholders as tags.
pub fn tagged(content: &Content) -> String {
    let mut out = String::new();
    for part in &content.parts {
        match part {
            Part::Words(words) => out.push_str(&escaped(words)),
            Part::Alone(code) if content.codes[*code].kind == CodeKind::Slot => out.push_str(&content.codes[*code].open),
            Part::Open(code) => out.push_str(&format!("<{}>", content.codes[*code].name)),
            Part::Close(code) => out.push_str(&format!("</{}>", content.codes[*code].name)),
            Part::Alone(code) => out.push_str(&format!("<{}/>", content.codes[*code].name)),
        }
    }
    out
}

/// The words and what placeholders stand for, as one text.
pub fn plain(content: &Content) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => words.clone(),
        Part::Open(code) | Part::Alone(code) => content.codes[*code].open.clone(),
        Part::Close(code) => content.codes[*code].close.clone(),
    };
    content.parts.iter().map(part).collect()
}

/// Words as they stand between tags.
pub fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

/// Reads a returned text. `codes` are the placeholders it may have; each of `wanted` must stand in it once, whole.
pub fn read(text: &str, codes: &[Code], wanted: &[Code]) -> Result<Content, Complaint> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open: Vec<(usize, Range<usize>)> = Vec::new();
    let mut used = vec![false; codes.len()];
    for token in tokens(text, codes) {
        let Token { range, kind } = token;
        match kind {
            TokenKind::Words(words) => parts.push(Part::Words(words)),
            TokenKind::Slot(code) => {
                used[code] = true;
                parts.push(Part::Alone(code));
            }
            TokenKind::Tag { name, form } => {
                let code = codes.iter().position(|code| code.name == name).ok_or_else(|| unknown(&name, &range, codes))?;
                match form {
                    Form::Close => match open.pop() {
                        Some((opened, _)) if opened == code => parts.push(Part::Close(code)),
                        Some((opened, _)) => return Err(crossed(&codes[opened].name, &name, range)),
                        None => {
                            return Err(complaint(
                                range,
                                format!("`</{name}>` closes what was not opened"),
                                format!("write `<{name}>` before the words it holds"),
                            ));
                        }
                    },
                    _ if used[code] => {
                        return Err(complaint(
                            range,
                            format!("the placeholder `<{name}>` stands here twice"),
                            "keep one of the two".to_string(),
                        ));
                    }
                    Form::Open => {
                        used[code] = true;
                        parts.push(Part::Open(code));
                        open.push((code, range));
                    }
                    Form::Alone => {
                        used[code] = true;
                        parts.push(Part::Alone(code));
                    }
                }
            }
        }
    }
    if let Some((code, range)) = open.pop() {
        let name = &codes[code].name;
        return Err(complaint(range, format!("`<{name}>` is not closed"), format!("write `</{name}>` after the words it holds")));
    }
    let missing =
        wanted.iter().find(|code| !code.kind.is_optional() && !codes.iter().zip(&used).any(|(own, used)| *used && own.name == code.name));
    if let Some(code) = missing {
        return Err(dropped(code, text.len()));
    }
    let content = Content { parts, codes: codes.to_vec() };
    misused(&content, wanted).map_or(Ok(content.settled()), Err)
}

/// A placeholder that holds words in the one text and none in the other would lose them.
fn misused(content: &Content, wanted: &[Code]) -> Option<Complaint> {
    let is_pair = |code: &Code| !code.close.is_empty();
    content.parts.iter().find_map(|part| {
        let (code, alone) = match part {
            Part::Alone(code) => (&content.codes[*code], true),
            Part::Open(code) => (&content.codes[*code], false),
            Part::Words(_) | Part::Close(_) => return None,
        };
        let source = wanted.iter().find(|other| other.name == code.name).unwrap_or(code);
        let wrong = is_pair(source) == alone && is_pair(code) == alone;
        let name = &code.name;
        let help = if alone { format!("write `<{name}>` before and `</{name}>` after them") } else { format!("write `<{name}/>` alone") };
        let message = if alone { format!("`<{name}/>` must hold words") } else { format!("`<{name}>` holds no words") };
        wrong.then(|| complaint(0..0, message, help))
    })
}

struct Token {
    range: Range<usize>,
    kind: TokenKind,
}

enum TokenKind {
    Words(String),
    Tag { name: String, form: Form },
    Slot(usize),
}

enum Form {
    Open,
    Close,
    Alone,
}

fn tokens(text: &str, codes: &[Code]) -> Vec<Token> {
    let slots: Vec<usize> = codes.iter().enumerate().filter(|(_, code)| code.kind == CodeKind::Slot).map(|(at, _)| at).collect();
    let mut tokens = Vec::new();
    let (mut words, mut from) = (String::new(), 0);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let slot = slots.iter().find(|slot| rest.starts_with(codes[**slot].open.as_str()));
        let (length, kind) = match (slot, c) {
            (Some(slot), _) => (codes[*slot].open.len(), Some(TokenKind::Slot(*slot))),
            (None, '<') => match tag(rest) {
                Some((length, name, form)) => (length, Some(TokenKind::Tag { name, form })),
                None => (1, None),
            },
            (None, '&') => match entity(rest) {
                Some((length, c)) => {
                    words.push(c);
                    at += length;
                    continue;
                }
                None => (1, None),
            },
            (None, c) => (c.len_utf8(), None),
        };
        match kind {
            Some(kind) => {
                tokens.extend((!words.is_empty()).then(|| Token { range: from..at, kind: TokenKind::Words(std::mem::take(&mut words)) }));
                tokens.push(Token { range: at..at + length, kind });
                from = at + length;
            }
            None => words.push(c),
        }
        at += length;
    }
    tokens.extend((!words.is_empty()).then_some(Token { range: from..at, kind: TokenKind::Words(words) }));
    tokens
}

/// A tag at the start of the text: its length, name and form. `< 5` is none.
fn tag(text: &str) -> Option<(usize, String, Form)> {
    let inside = text.strip_prefix('<')?;
    let (inside, is_close) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    inside.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    let (name, _) = inside.split_once('>')?;
    let length = 1 + usize::from(is_close) + name.len() + 1;
    let (name, is_alone) = name.strip_suffix('/').map_or((name, false), |name| (name, true));
    let form = match (is_close, is_alone) {
        (true, _) => Form::Close,
        (false, true) => Form::Alone,
        (false, false) => Form::Open,
    };
    Some((length, name.trim().to_string(), form))
}

/// A character reference at the start of the text: its length and the character.
fn entity(text: &str) -> Option<(usize, char)> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?).filter(|c| !c.is_control())?
        }
    };
    Some((name.len() + 2, c))
}

fn unknown(name: &str, range: &Range<usize>, codes: &[Code]) -> Complaint {
    let known: Vec<String> = codes.iter().map(|code| format!("`<{}>`", code.name)).collect();
    let help = if known.is_empty() {
        "this text has none: write `&lt;` for a `<` of the text".to_string()
    } else {
        format!("it has {}; write `&lt;` for a `<` of the text", known.join(", "))
    };
    complaint(range.clone(), format!("`{name}` is no placeholder of this text"), help)
}

fn crossed(opened: &str, name: &str, range: Range<usize>) -> Complaint {
    complaint(
        range,
        format!("`</{name}>` stands where `</{opened}>` should"),
        format!("close `<{opened}>` first: placeholders do not overlap"),
    )
}

fn dropped(code: &Code, end: usize) -> Complaint {
    let name = if code.kind == CodeKind::Slot { code.open.clone() } else { format!("<{}>", code.name) };
    let what = if code.key.is_empty() { String::new() } else { format!(" ({})", code.key) };
    complaint(
        0..end,
        format!("the placeholder `{name}`{what} is missing"),
        "copy it from the original, with the words it belongs to".to_string(),
    )
}

fn complaint(range: Range<usize>, message: String, help: String) -> Complaint {
    Complaint { range, message, help }
}
