//! Text that looks like Markdown and is none: it would be published with its signs.

use std::ops::Range;

use super::destination;
use super::excerpt::Excerpt;
use crate::diagnostic::Diagnostic;

/// Text in square brackets that no definition makes a link.
pub(super) struct Unlinked {
    pub range: Range<usize>,
    /// Whether it has two pairs of brackets, as in `[text][name]` or `[text][]`, and so was surely meant.
    pub full: bool,
    pub reference: String,
}

/// Reports brackets that were meant as a link.
pub(super) fn report_unlinked(unlinked: &Unlinked, source: Excerpt<'_>) -> Option<Diagnostic> {
    if unlinked.full {
        let message = format!("no line `[{}]: …` says where this link leads, so it is shown as it is written", unlinked.reference);
        return Some(
            Diagnostic::warning(source.place(unlinked.range.clone()), "undefined-reference", message)
                .help("write the destination in round brackets: `[text](../guides/free-legal-help.md)`"),
        );
    }
    if destination::has_known_scheme(&unlinked.reference) && !has_space(&unlinked.reference) {
        return Some(
            not_a_link(source, unlinked.range.clone(), "no text stands before it")
                .help(format!("write the text in square brackets first: `[text]({})`", unlinked.reference)),
        );
    }
    let (range, inside) = round_brackets(source.text, unlinked.range.clone())?;
    let apart = !source.text[unlinked.range.end..].starts_with('(');
    if !destination::was_meant(inside.trim()) || (apart && has_space(inside)) {
        return None;
    }
    let why = match (apart, has_space(inside)) {
        (true, _) => "a space parts its two brackets",
        (false, true) => "its destination contains white space",
        (false, false) => return Some(not_a_link(source, range, "its brackets do not match").help("close every bracket that is opened")),
    };
    let joint = if destination::has_known_scheme(inside.trim()) { "" } else { "-" };
    let better = inside.split_whitespace().collect::<Vec<_>>().join(joint);
    Some(not_a_link(source, range, why).help(format!("write it without spaces: `[{}]({better})`", unlinked.reference)))
}

fn has_space(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

fn not_a_link(source: Excerpt<'_>, range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::error(source.place(range), "not-a-link", format!("this is not read as a link, because {why}"))
}

/// Round brackets after `range` on the same line, at most a few spaces away: all together, and what is inside.
fn round_brackets(text: &str, range: Range<usize>) -> Option<(Range<usize>, &str)> {
    let rest = text.get(range.end..)?;
    let inside = rest.trim_start_matches(' ').strip_prefix('(')?;
    let inside = &inside[..inside.find([')', '\n']).filter(|end| inside.as_bytes()[*end] == b')')?];
    let gap = rest.find('(')?;
    Some((range.start..range.end + gap + inside.len() + 2, inside))
}

/// Reports footnote marks in a run of text: they are marks only where a note of that name exists.
pub(super) fn report_footnote_marks(run: Range<usize>, source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let text = source.slice(run.clone());
    for (at, _) in text.match_indices("[^") {
        let escaped = text[..at].ends_with('\\') || source.text[..run.start + at].ends_with('\\');
        let Some(label) = text[at + 2..].split_once(']').map(|(label, _)| label) else { continue };
        if escaped || label.is_empty() || label.contains(|c: char| c.is_whitespace() || c == '[') {
            continue;
        }
        let range = run.start + at..run.start + at + label.len() + 3;
        diagnostics.push(
            Diagnostic::error(source.place(range), "undefined-footnote", format!("there is no footnote `{label}`"))
                .help(format!("write the note on a line of its own, after an empty line: `[^{label}]: The text of the note.`")),
        );
    }
}

/// Reports a paragraph that was meant as a heading: `##When`.
pub(super) fn report_heading_without_space(range: Range<usize>, source: Excerpt<'_>) -> Option<Diagnostic> {
    let line = source.first_line(range);
    let text = source.slice(line.clone());
    let signs = text.len() - text.trim_start_matches('#').len();
    let meant = (2..=6).contains(&signs) && text[signs..].starts_with(|c: char| !c.is_whitespace());
    meant.then(|| {
        Diagnostic::error(source.place(line), "heading-space", "this is not read as a heading, because no space follows the `#` signs")
            .help(format!("write `{} {}`", &text[..signs], &text[signs..]))
    })
}
