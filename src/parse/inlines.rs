//! The rules of what stands in a line: text, links, pictures and refused HTML.

use std::ops::Range;

use super::destination;
use super::excerpt::Excerpt;
use super::raw_html::{self, Html};
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::model::{Inline, InlineKind, RawLink, RawTarget, plain_text};

/// HTML tags opened in the current paragraph, so that each pair is reported once.
#[derive(Default)]
pub(super) struct OpenTags(Vec<String>);

impl OpenTags {
    /// Takes notice of a tag. A closing tag is reported only if its opening was not.
    pub fn note(&mut self, html: Html, place: Place, diagnostics: &mut Vec<Diagnostic>) {
        match html {
            Html::Comment => {}
            Html::Open(name) => {
                diagnostics.push(refused(&name, place));
                self.0.push(name);
            }
            Html::Close(name) => match self.0.iter().rposition(|open| *open == name) {
                Some(at) => self.0.truncate(at),
                None => diagnostics.push(refused(&name, place)),
            },
            Html::Other => diagnostics.push(refused("", place)),
        }
    }

    /// Forgets the tags of a paragraph that has ended.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

/// The fewest bytes of a comment: `<!---->`.
const COMMENT: usize = 7;

/// Adds an inline; text is added to the text before it, unless a comment stands between them.
pub(super) fn push(list: &mut Vec<Inline>, inline: Inline) {
    match (list.last_mut(), inline.kind) {
        (_, InlineKind::Text(text)) if text.is_empty() => {}
        (Some(Inline { span, kind: InlineKind::Text(before) }), InlineKind::Text(text)) if inline.span.start < span.end + COMMENT => {
            before.push_str(&text);
            span.end = inline.span.end.max(span.end);
        }
        (_, kind) => list.push(Inline { span: inline.span, kind }),
    }
}

/// Reads a destination, reporting at its own place what cannot be understood.
pub(super) fn target(
    written: &str,
    image: bool,
    range: Range<usize>,
    source: Excerpt<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<RawTarget> {
    let target = if image { destination::of_image(written) } else { destination::of_link(written) };
    target
        .map_err(|complaint| {
            let place = source.place(destination_range(written, range, source));
            diagnostics.push(Diagnostic::error(place, complaint.code, complaint.message).help(complaint.help));
        })
        .ok()
}

/// Where the destination stands in an inline link; the whole link where that is not plain to see.
fn destination_range(written: &str, range: Range<usize>, source: Excerpt<'_>) -> Range<usize> {
    let link = source.slice(range.clone());
    let brackets = link.rfind("](").map(|at| at + 2);
    let inside = brackets.filter(|_| !written.is_empty()).and_then(|at| link[at..].find(written).map(|found| at + found));
    inside.map_or(range.clone(), |at| range.start + at..range.start + at + written.len())
}

/// A link that nobody can see or hear. References take their text from the register.
pub(super) fn report_silent_link(link: &RawLink, text: &[Inline], source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if !matches!(link.target, RawTarget::Record { .. }) && plain_text(text).trim().is_empty() {
        diagnostics.push(
            Diagnostic::error(Place::new(source.file, link.span), "empty-link", "this link has no text, so nobody can see or hear it")
                .help("write between the square brackets where it leads, such as `[free legal help](../guides/free-legal-help.md)`"),
        );
    }
}

/// A picture with its description, or the description alone where the file cannot be understood.
pub(super) fn picture(
    span: Span,
    link: Option<usize>,
    description: &[Inline],
    source: Excerpt<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Inline {
    let alt = plain_text(description);
    let Some(link) = link else { return Inline { span, kind: InlineKind::Text(alt) } };
    if alt.trim().is_empty() {
        diagnostics.push(
            Diagnostic::warning(
                Place::new(source.file, span),
                "missing-alt",
                "this picture has no description for those who cannot see it",
            )
            .help("write between the square brackets what the picture shows (WCAG 2.2, 1.1.1)"),
        );
    }
    Inline { span, kind: InlineKind::Image { link, alt } }
}

/// Reports HTML that fills lines of its own. Comments are dropped.
pub(super) fn report_html_block(range: Range<usize>, source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let html = source.slice(range.clone());
    let rest = match raw_html::without_comments(html) {
        Ok(rest) => rest,
        Err(at) => {
            let start = range.start + at;
            let place = source.place(start..start + "<!--".len());
            let open = Diagnostic::error(place, "unclosed-comment", "this comment never ends, so all text after it is lost");
            return diagnostics.push(open.help("write `-->` where it ends"));
        }
    };
    let place = source.place(source.first_line(range.clone()));
    match raw_html::first(&rest) {
        Some(Html::Open(name) | Html::Close(name)) => diagnostics.push(refused(&name, place)),
        Some(Html::Other) if html.trim_start().starts_with("<!--") => diagnostics.push(
            Diagnostic::error(place, "text-after-comment", "text on the line of a comment is lost with it")
                .help("put the comment on a line of its own, with an empty line after it"),
        ),
        Some(Html::Other | Html::Comment) => diagnostics.push(refused("", place)),
        None => {}
    }
}

fn refused(tag: &str, place: Place) -> Diagnostic {
    let message = if tag.is_empty() { "HTML is not read here".to_string() } else { format!("HTML such as `<{tag}>` is not read here") };
    Diagnostic::error(place, "raw-html", message).help(raw_html::instead(tag))
}
