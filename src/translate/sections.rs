//! A body in sections: the text under one heading each, the unit in which translations are compared with their originals.

use crate::model::{Block, BlockKind, Edition, Inline, LEAD};

/// The blocks under one heading, up to the next heading of any level.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    /// The heading's id, or `LEAD` for what stands before the first.
    pub id: &'a str,
    /// The position of its heading among those of the body.
    pub heading: Option<usize>,
    pub title: &'a [Inline],
    pub blocks: &'a [Block],
}

/// All sections of an edition in their order; the lead is always among them, first.
pub fn sections(edition: &Edition) -> Vec<Section<'_>> {
    let blocks = edition.document.body.blocks.as_slice();
    let headings: Vec<(usize, &Block)> = blocks.iter().enumerate().filter(|(_, block)| is_heading(block)).collect();
    let first = headings.first().map_or(blocks.len(), |(at, _)| *at);
    let lead = Section { id: LEAD, heading: None, title: &[], blocks: &blocks[..first] };
    let ends = headings.iter().skip(1).map(|(at, _)| *at).chain([blocks.len()]);
    let named = headings.iter().zip(ends).filter_map(|((at, block), end)| match &block.kind {
        BlockKind::Heading(heading) => Some(Section {
            id: edition.heading_ids.get(heading.index)?,
            heading: Some(heading.index),
            title: &heading.text,
            blocks: &blocks[at + 1..end],
        }),
        _ => None,
    });
    std::iter::once(lead).chain(named).collect()
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_))
}
