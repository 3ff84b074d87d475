//! Block quotes that open with a marker such as `[!DEADLINE]`, and paragraphs that forgot to be one.

use super::excerpt::Excerpt;
use crate::diagnostic::{Diagnostic, Place, Span, nearest};
use crate::model::{Block, BlockKind, Callout, CalloutKind, Inline, InlineKind};

/// What a block quote is, once its marker is read.
pub(super) fn from_quote(mut blocks: Vec<Block>, source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) -> BlockKind {
    let Some((marker, span)) = take_marker(&mut blocks, source, diagnostics) else { return BlockKind::Quote(blocks) };
    let kind = CalloutKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(&marker));
    match kind {
        Some(kind) => BlockKind::Callout(Callout { kind, blocks }),
        None => {
            diagnostics.push(unknown(&marker, Place::new(source.file, span)));
            BlockKind::Quote(blocks)
        }
    }
}

/// Reports a paragraph outside any quotation that begins with a marker.
pub(super) fn report_bare_marker(inlines: &[Inline], source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if let Some((marker, span)) = marker(inlines)
        && CalloutKind::ALL.iter().any(|kind| kind.name().eq_ignore_ascii_case(&marker))
    {
        diagnostics.push(
            Diagnostic::error(Place::new(source.file, span), "callout-marker", format!("`[!{marker}]` stands outside a quotation"))
                .help(format!("begin this line and each line of the text below it with `> `: `> [!{}]`", marker.to_uppercase())),
        );
    }
}

/// Removes the marker from the first paragraph, and the paragraph if nothing is left of it.
fn take_marker(blocks: &mut Vec<Block>, source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, Span)> {
    let Some(BlockKind::Paragraph(inlines)) = blocks.first_mut().map(|block| &mut block.kind) else { return None };
    let (name, span) = marker(inlines)?;
    let rest = match &mut inlines[0].kind {
        InlineKind::Text(text) => text.split_off(text.find(']').map_or(text.len(), |end| end + 1)),
        _ => String::new(),
    };
    let alone = rest.trim().is_empty() && !matches!(inlines.get(1).map(|next| &next.kind), Some(kind) if !is_break(kind));
    if alone {
        let gone = 1 + usize::from(inlines.len() > 1);
        inlines.drain(..gone);
    } else {
        diagnostics.push(
            Diagnostic::error(Place::new(source.file, span), "callout-marker", "the marker of a box stands on a line of its own")
                .help(format!("write `> [!{}]` and begin the text on the next line with `> `", name.to_uppercase())),
        );
        inlines[0].kind = InlineKind::Text(rest.trim_start().to_string());
    }
    if inlines.is_empty() {
        blocks.remove(0);
    }
    Some((name, span))
}

/// The name in `[!NAME]` at the start of a paragraph, and the place of the marker.
fn marker(inlines: &[Inline]) -> Option<(String, Span)> {
    let first = inlines.first()?;
    let InlineKind::Text(text) = &first.kind else { return None };
    let (name, _) = text.strip_prefix("[!")?.split_once(']')?;
    let end = first.span.start + "[!]".len() + name.len();
    Some((name.to_string(), Span { start: first.span.start, end: end.min(first.span.end) }))
}

fn is_break(kind: &InlineKind) -> bool {
    matches!(kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

fn unknown(marker: &str, place: Place) -> Diagnostic {
    let known = CalloutKind::ALL.map(CalloutKind::name);
    let near = nearest(&marker.to_lowercase(), known).map(|near| format!("did you mean `[!{}]`? ", near.to_uppercase()));
    let all: Vec<String> = known.iter().map(|name| format!("`[!{}]`", name.to_uppercase())).collect();
    Diagnostic::error(place, "unknown-callout", format!("there is no box of the kind `[!{marker}]`")).help(format!(
        "{}possible, in English in every language: {}",
        near.unwrap_or_default(),
        all.join(", ")
    ))
}
