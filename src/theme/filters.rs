//! The filters that templates have for texts: `text`, `plain` and `fill`, and `marks` with `inner` for an element that holds one text.

use std::borrow::Cow;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::markup;

/// Registers the filters.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("text", |value: &Value, _: Kwargs, _: &State| Ok::<Value, Error>(Value::safe_string(&html(value))));
    tera.register_filter("plain", |value: &Value, _: Kwargs, _: &State| Ok::<String, Error>(plain(value).into_owned()));
    tera.register_filter("inner", |value: &Value, _: Kwargs, _: &State| Ok::<Value, Error>(Value::safe_string(&inner(value))));
    tera.register_filter("marks", |value: &Value, _: Kwargs, _: &State| Ok::<Value, Error>(Value::safe_string(&marks(value))));
    tera.register_filter("fill", fill);
}

/// `{{ t.nav.back_to | fill(page = link.title) }}`: the string with `{page}` replaced, as HTML.
fn fill(value: &Value, blanks: Kwargs, _: &State) -> TeraResult<Value> {
    let text = value.as_str().ok_or_else(|| Error::message("`fill` needs an interface string"))?;
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        markup::push_text(&mut out, before);
        let Some((name, after)) = after.split_once('}') else { break };
        let blank = blanks.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value);
        let blank = blank.ok_or_else(|| Error::message(format!("`fill` needs `{name}` for \"{text}\"")))?;
        out.push_str(&html(blank));
        rest = after;
    }
    markup::push_text(&mut out, rest);
    Ok(Value::safe_string(&out))
}

/// A text of a view brings its HTML; a plain string, such as one of the interface strings, is escaped.
fn html(value: &Value) -> String {
    match field(value, "html") {
        Some(html) => html.to_string(),
        None if value.is_safe() => plain(value).into_owned(),
        None => markup::text_escaped(&plain(value)),
    }
}

/// ` lang="en" dir="ltr"` for the element that holds a text of another language alone; `inner` is its content.
fn marks(value: &Value) -> String {
    let of = |name| field(value, name).map(markup::attribute_escaped);
    of("lang").zip(of("dir")).map(|(lang, dir)| format!(" lang=\"{lang}\" dir=\"{dir}\"")).unwrap_or_default()
}

fn inner(value: &Value) -> String {
    field(value, "inner").map_or_else(|| html(value), str::to_string)
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
