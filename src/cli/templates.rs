//! The files that `dalil init` and `dalil new` begin with, compiled in from `src/cli/templates/`, and how they are filled in.

/// Path below `src/cli/templates/` and bytes, in path order.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The template of that path.
pub(super) fn get(path: &str) -> Option<&'static str> {
    let (_, bytes) = FILES.iter().find(|(name, _)| *name == path)?;
    Some(std::str::from_utf8(bytes).expect("BUG: a template is UTF-8"))
}

/// The templates below a folder, by their path below it.
pub(super) fn below(folder: &str) -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(move |(name, _)| name.strip_prefix(folder)?.strip_prefix('/'))
}

/// `{{name}}` replaced by its value.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_string(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
}

/// A text as YAML can hold it, whatever is in it (YAML 1.2 §7.3.1).
pub(super) fn quoted(text: &str) -> String {
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        '\n' => "\\n".to_string(),
        '\t' => "\\t".to_string(),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// A page's text with more lines at the end of its front matter.
pub(super) fn with_front_matter(page: &str, lines: &str) -> String {
    let at = page.find("\n---\n").map_or(0, |end| end + 1);
    format!("{}{lines}{}", &page[..at], &page[at..])
}
