//! An interface string: literal text with named slots, or such a text for each plural form. Knows nothing of files and languages.

use std::collections::BTreeSet;

/// A string as the catalogue hands it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    Text(Template),
    /// Plural form to text, never empty.
    Plural(Vec<(&'static str, Template)>),
}

/// A text with slots such as `{name}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// The name between the braces.
    Slot(String),
}

impl Message {
    /// The text for a plural form, where this string has forms: that of `other` or else the last stands in for one it lacks.
    pub fn template(&self, form: &str) -> &Template {
        match self {
            Message::Text(template) => template,
            Message::Plural(forms) => {
                let named = |name: &str| forms.iter().find(|(form, _)| *form == name);
                let found = named(form).or_else(|| named("other")).or(forms.last());
                &found.expect("BUG: a plural without forms").1
            }
        }
    }
}

impl Template {
    /// Reads the slots of a text. `None` where a brace belongs to no slot.
    pub fn parse(text: &str) -> Option<Template> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            if before.contains('}') || !is_name(name) {
                return None;
            }
            parts.extend([Part::Text(before.to_string()), Part::Slot(name.to_string())]);
            rest = after;
        }
        parts.push(Part::Text(rest.to_string()));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        (!rest.contains('}')).then(|| Template { text: text.to_string(), parts })
    }

    /// A text without slots, whatever braces it has.
    pub fn literal(text: &str) -> Template {
        Template { text: text.to_string(), parts: vec![Part::Text(text.to_string())] }
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub fn slots(&self) -> BTreeSet<&str> {
        let slot = |part| match part {
            &Part::Text(_) => None,
            Part::Slot(name) => Some(name.as_str()),
        };
        self.parts.iter().filter_map(slot).collect()
    }

    /// The text with each slot replaced by what `value` has for its name; a slot it has nothing for stays as written.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Slot(name) => value(name).unwrap_or_else(|| format!("{{{name}}}")),
        };
        self.parts.iter().map(part).collect()
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_found_and_filled() {
        let template = Template::parse("{page} – {n} of {n}").unwrap();
        assert_eq!(template.slots(), BTreeSet::from(["n", "page"]));
        assert_eq!(template.fill(|name| (name == "n").then(|| "7".to_string())), "{page} – 7 of 7");
        assert_eq!(template.text(), "{page} – {n} of {n}");
    }

    #[test]
    fn stray_braces_are_refused() {
        for text in ["{", "}", "a } b {n}", "{n", "{ n }", "{}", "{Name}", "{{n}}", "{n}}"] {
            assert_eq!(Template::parse(text), None, "{text}");
        }
    }
}
