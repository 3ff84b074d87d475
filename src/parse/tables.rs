//! The rules of tables: a header row, no cells too many, a caption from the paragraph before, row headers.

use std::ops::Range;

use super::excerpt::Excerpt;
use crate::diagnostic::Diagnostic;
use crate::model::{Align, Block, BlockKind, Cell, Inline, InlineKind, Table, plain_text};

/// A table as the Markdown parser saw it; the first row is the head.
pub(super) struct RawTable {
    pub align: Vec<Align>,
    pub rows: Vec<(Range<usize>, Vec<Cell>)>,
}

/// The table without its caption, which stands before it.
pub(super) fn read(table: RawTable, source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) -> BlockKind {
    let RawTable { align, rows } = table;
    for (range, cells) in &rows {
        diagnostics.extend(surplus_cells(range.clone(), cells, align.len(), source));
    }
    let mut rows = rows.into_iter();
    let (range, head) = rows.next().unwrap_or_default();
    if head.iter().all(|cell| plain_text(&cell.text).trim().is_empty()) {
        let place = source.place(source.first_line(range));
        diagnostics.push(
            Diagnostic::error(place, "table-header", "the first row of this table names no column")
                .help("write in it what each column holds: screen readers say it before each cell"),
        );
    }
    let rows: Vec<Vec<Cell>> = rows.map(|(_, cells)| cells).collect();
    // Under an empty corner the first column can only be what its rows are called.
    let unnamed = head.first().is_some_and(|cell: &Cell| cell.text.is_empty());
    let strong = || rows.iter().all(|row| row.first().is_some_and(|cell| is_strong(&cell.text)));
    let row_headers = !rows.is_empty() && (unnamed || strong());
    BlockKind::Table(Table { caption: None, align, head, rows, row_headers })
}

/// Adds a block; a table takes the wholly emphasised paragraph directly before it as its caption.
pub(super) fn push(blocks: &mut Vec<Block>, block: Option<Block>) {
    let Some(mut block) = block else { return };
    if let BlockKind::Table(table) = &mut block.kind {
        table.caption = take_caption(blocks);
    }
    blocks.push(block);
}

fn take_caption(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let BlockKind::Paragraph(text) = &mut blocks.last_mut()?.kind else { return None };
    let [Inline { kind: InlineKind::Emphasis(caption), .. }] = text.as_mut_slice() else { return None };
    let caption = std::mem::take(caption);
    blocks.pop();
    Some(caption)
}

fn is_strong(text: &[Inline]) -> bool {
    matches!(text, [Inline { kind: InlineKind::Strong(_), .. }])
}

/// The Markdown parser drops cells beyond those of the head: text that nobody would see.
fn surplus_cells(row: Range<usize>, cells: &[Cell], columns: usize, source: Excerpt<'_>) -> Option<Diagnostic> {
    let line = source.first_line(row);
    let written = cell_count(source.slice(line.clone()));
    (written > columns && cells.len() >= columns).then(|| {
        let message = format!("this row has {written} cells, but the table has {columns} columns");
        Diagnostic::error(source.place(line), "table-row", message)
            .help("remove the bar `|` that is too many, or write `\\|` for a bar inside a cell")
    })
}

/// How many cells a line has: bars part cells, except `\|` and those at both ends.
fn cell_count(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let bars = line.match_indices('|').filter(|(at, _)| !line[..*at].ends_with('\\')).count();
    let closed = line.ends_with('|') && !line.ends_with("\\|");
    bars + usize::from(!closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_cells() {
        for (line, count) in [("| a | b |", 2), ("a | b", 2), ("| a | b", 2), ("| a \\| b |", 1), ("| a |  |", 2), ("| | |", 2), ("a", 1)] {
            assert_eq!(cell_count(line), count, "{line}");
        }
    }
}
