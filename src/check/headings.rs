//! Headings and tables, as those use them who listen: by jumping from one to the next.

use super::accessibility::shorten;
use super::report::Report;
use super::text::Text;
use super::{Rule, edition};
use crate::config::Level::Warn;
use crate::model::{Block, BlockKind, Inline, InlineKind, Table, plain_text};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("heading-skip", Warn, "who moves by headings does not look for a level that is not there", "WCAG 2.2, 1.3.1; technique G141", heading_skip),
    edition("duplicate-heading", Warn, "headings in a list of headings can be told apart", "WCAG 2.2, 2.4.6", duplicate_heading),
    edition("empty-section", Warn, "a heading promises text", "WCAG 2.2, 2.4.6", empty_section),
    edition("bold-heading", Warn, "headings are found by those who move from heading to heading", "WCAG 2.2, 1.3.1; technique F2", bold_heading),
    edition("long-heading", Warn, "headings can be taken in at a glance", "WCAG 2.2, 2.4.6", long_heading),
    edition("heading-period", Warn, "a heading is no sentence of the text before it", "GOV.UK style guide, Headings", heading_period),
    edition("table-caption", Warn, "a table says what it is about before its cells are read", "WCAG 2.2, 1.3.1; technique H39", table_caption),
    edition("table-heading", Warn, "every column has a name that is read before its cells", "WCAG 2.2, 1.3.1; technique H51", table_heading),
    edition("wide-table", Warn, "a table can be read on a narrow phone", "WCAG 2.2, 1.4.10", wide_table),
];

/// Columns that a phone of 360 pixels shows without scrolling sideways.
const COLUMNS: usize = 4;

fn heading_skip(text: &Text<'_>, report: &mut Report<'_>) {
    let mut last = 1;
    for (block, heading) in text.document.body.headings() {
        if heading.level > last + 1 {
            let right = "#".repeat(usize::from(last) + 1);
            report.say(
                block.span,
                format!("this heading is of level {}, but the one above it is of level {last}", heading.level),
                format!("write `{right} {}`", shorten(&plain_text(&heading.text))),
            );
        }
        last = heading.level;
    }
}

fn duplicate_heading(text: &Text<'_>, report: &mut Report<'_>) {
    let mut seen: Vec<(u8, String, crate::diagnostic::Span)> = Vec::new();
    for (block, heading) in text.document.body.headings() {
        // The same words under two different headings are told apart by these.
        seen.retain(|(level, _, _)| *level <= heading.level);
        if heading.level <= 2 {
            seen.retain(|(level, _, _)| *level <= 2);
        }
        let words = plain_text(&heading.text).trim().to_lowercase();
        if let Some((_, _, first)) = seen.iter().find(|(level, other, _)| *level == heading.level && *other == words && !words.is_empty()) {
            report.say(
                block.span,
                format!("two headings here say “{}”", shorten(words.as_str())),
                "say in each what only its own section is about",
            );
            report.also(text.document.place(*first), "the first one is here");
        }
        seen.push((heading.level, words, block.span));
    }
}

fn empty_section(text: &Text<'_>, report: &mut Report<'_>) {
    let blocks = &text.document.body.blocks;
    for (n, block) in blocks.iter().enumerate() {
        let BlockKind::Heading(heading) = &block.kind else { continue };
        let is_empty = match blocks.get(n + 1).map(|next| &next.kind) {
            None => true,
            Some(BlockKind::Heading(next)) => next.level <= heading.level,
            Some(_) => false,
        };
        if is_empty {
            report.say(
                block.span,
                format!("nothing stands under the heading “{}”", shorten(&plain_text(&heading.text))),
                "write the section, or remove its heading",
            );
        }
    }
}

/// A paragraph that is wholly bold and short, with something below it.
fn bold_heading(text: &Text<'_>, report: &mut Report<'_>) {
    let blocks = &text.document.body.blocks;
    for pair in blocks.windows(2) {
        let [block, next] = pair else { continue };
        let Some(words) = strong_alone(block) else { continue };
        let is_sentence = words.trim_end().ends_with(['.', '!', '。', '۔']) || words.chars().count() > 90;
        if !is_sentence && !matches!(next.kind, BlockKind::Heading(_) | BlockKind::Rule) {
            report.say(
                block.span,
                "this bold line looks like a heading, but is not found as one",
                format!("write `## {} {{#id}}`, with a short English id", shorten(words.trim().trim_end_matches(':'))),
            );
        }
    }
}

fn strong_alone(block: &Block) -> Option<String> {
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    let [Inline { kind: InlineKind::Strong(inner), .. }] = inlines.as_slice() else { return None };
    let links = inner.iter().any(|inline| matches!(inline.kind, InlineKind::Link { .. }));
    (!links).then(|| plain_text(inner)).filter(|words| words.contains(char::is_alphabetic))
}

fn long_heading(text: &Text<'_>, report: &mut Report<'_>) {
    for (block, heading) in text.document.body.headings() {
        let length = plain_text(&heading.text).chars().count();
        if length > 100 {
            report.say(
                block.span,
                format!("this heading has {length} characters, and fills the screen of a phone"),
                "say it in a few words, and move the rest into the text below",
            );
        }
    }
}

fn heading_period(text: &Text<'_>, report: &mut Report<'_>) {
    for (block, heading) in text.document.body.headings() {
        let words = plain_text(&heading.text);
        let words = words.trim_end();
        let is_ellipsis = words.ends_with("..") || words.ends_with('…');
        // “z. B.”, “Art.”: a short last word may be an abbreviation.
        let last = words.rsplit(' ').next().unwrap_or_default().chars().count();
        if words.ends_with(['.', '۔', ':']) && !is_ellipsis && last > 4 {
            report.say(
                block.span,
                "a heading ends without a full stop or colon",
                format!("write “{}”", shorten(words.trim_end_matches(['.', '۔', ':']))),
            );
        }
    }
}

fn tables<'t>(blocks: &'t [Block], out: &mut Vec<(&'t Block, &'t Table)>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Table(table) => out.push((block, table)),
            BlockKind::Quote(inner) => tables(inner, out),
            BlockKind::Callout(callout) => tables(&callout.blocks, out),
            BlockKind::List(list) => list.items.iter().for_each(|item| tables(&item.blocks, out)),
            _ => {}
        }
    }
}

fn all_tables<'t>(text: &'t Text<'_>) -> Vec<(&'t Block, &'t Table)> {
    let mut found = Vec::new();
    tables(&text.document.body.blocks, &mut found);
    found
}

fn table_caption(text: &Text<'_>, report: &mut Report<'_>) {
    for (_, table) in all_tables(text).into_iter().filter(|(_, table)| table.caption.is_none()) {
        if let Some(cell) = table.head.first() {
            report.say(
                cell.span,
                "this table does not say what it is about",
                "write a line in emphasis directly above it, with an empty line between: `*How long each permit lasts*`",
            );
        }
    }
}

fn table_heading(text: &Text<'_>, report: &mut Report<'_>) {
    for (block, table) in all_tables(text) {
        let named = table.head.iter().any(|cell| !plain_text(&cell.text).trim().is_empty());
        for (n, cell) in table.head.iter().enumerate() {
            // The corner above the rows' own names is empty in good tables too (W3C, Tables Tutorial).
            let is_corner = n == 0;
            if named && !is_corner && plain_text(&cell.text).trim().is_empty() {
                let span = if cell.span.start < cell.span.end { cell.span } else { block.span };
                report.say(
                    span,
                    format!("column {} of this table has no heading", n + 1),
                    "write in the first row what the cells below have in common",
                );
            }
        }
    }
}

fn wide_table(text: &Text<'_>, report: &mut Report<'_>) {
    for (_, table) in all_tables(text).into_iter().filter(|(_, table)| table.head.len() > COLUMNS) {
        if let Some(cell) = table.head.first() {
            report.say(
                cell.span,
                format!("this table has {} columns, too many for a phone", table.head.len()),
                format!("make two tables of at most {COLUMNS} columns, or a section for each row"),
            );
        }
    }
}
