//! The filters that templates have for texts: `text`, `fill` and `plain`.

use std::borrow::Cow;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers the filters.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("text", |value: &Value, _: Kwargs, _: &State| Ok::<Value, Error>(Value::safe_string(&html(value))));
    tera.register_filter("plain", |value: &Value, _: Kwargs, _: &State| Ok::<String, Error>(plain(value).into_owned()));
    tera.register_filter("fill", fill);
}

/// `{{ t.nav.back_to | fill(page = link.title) }}`: the string with `{page}` replaced, as HTML.
fn fill(value: &Value, blanks: Kwargs, _: &State) -> TeraResult<Value> {
    let text = value.as_str().ok_or_else(|| Error::message("`fill` needs an interface string"))?;
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        escape(before, &mut out);
        let Some((name, after)) = after.split_once('}') else { break };
        let blank = blanks.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value);
        let blank = blank.ok_or_else(|| Error::message(format!("`fill` needs `{name}` for \"{text}\"")))?;
        out.push_str(&html(blank));
        rest = after;
    }
    escape(rest, &mut out);
    Ok(Value::safe_string(&out))
}

/// A text of the page's language, escaped; a text with `lang` and `dir`, escaped and isolated.
fn html(value: &Value) -> String {
    let mut out = String::new();
    match (field(value, "lang"), field(value, "dir")) {
        (Some(lang), Some(dir)) => {
            out.push_str(&format!("<bdi lang=\"{lang}\" dir=\"{dir}\">"));
            escape(&plain(value), &mut out);
            out.push_str("</bdi>");
        }
        _ if value.is_safe() => out.push_str(&plain(value)),
        _ => escape(&plain(value), &mut out),
    }
    out
}

fn plain(value: &Value) -> Cow<'_, str> {
    match field(value, "text").or(value.as_str()) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(value.to_string()),
    }
}

fn field<'v>(value: &'v Value, name: &'static str) -> Option<&'v str> {
    value.as_map()?;
    value.get_from_path(name).and_then(Value::as_str)
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
