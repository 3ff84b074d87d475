//! What must hold of every text that is parsed, however strange: no panic, sound places, sound references, the same result again.

use std::sync::Arc;

use dalil::diagnostic::Diagnostic;
use dalil::model::{
    Block, BlockKind, Body, Cell, Document, Inline, InlineKind, LanguageId, Languages, PageKey, SourcePath, Sources, known_language,
};
use dalil::parse::{document, markdown};
use proptest::prelude::*;

/// Pieces of Markdown, front matter and scripts that meet in bad ways.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "- ",
    "* ",
    "1. ",
    "> ",
    ">",
    "> [!NOTE]\n",
    "[!DEADLINE]",
    "## ",
    "##",
    "# ",
    "{#now}",
    "{#a .b c=d}",
    "{",
    "}",
    "***",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "~~~ rust\n",
    "|",
    "| a | b |\n|---|---|\n",
    "|:-:|\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "](fact:x)",
    "[7 days](fact:deportation-appeal)",
    "[](law:lfip/53)",
    "[a](b.md#c)",
    "[a](<b c>)",
    "[a] (b.md)",
    "[a][b]",
    "[b]: c.md\n",
    "[^1]",
    "[^1]: note\n",
    "[^ا]",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<!-- a -->",
    "<div>\n",
    "<https://a.org>",
    "<a@b.org>",
    "\\",
    "&amp;",
    "&#0;",
    ": ",
    ":\t",
    "---\n",
    "===\n",
    "دليل",
    "‏",
    "‌",
    "سۆرانی",
    "é",
    "e\u{301}",
    "🙂",
    "\u{0}",
    "\u{FEFF}",
    "\u{2028}",
    "title: a\n",
    "kind: situation\n",
    "kind: guide\n",
    "summary: \"ب\"\n",
    "translation: {from: en, state: machine}\n",
    "sources: [law:lfip/57, {title: a, url: b}]\n",
    "review: {on: 2026-01-01}\n",
    "- a\n",
    "  b: |\n    c\n",
    "'",
    "\"",
    "a: &a [*a]\n",
    "? ",
    "!!binary x\n",
    "%YAML 1.2\n",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

fn with_front_matter() -> impl Strategy<Value = String> {
    (pieces(), pieces(), any::<bool>())
        .prop_map(|(front, body, mark)| format!("{}---\n{front}\n---\n{body}", if mark { "\u{FEFF}" } else { "" }))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["(?s).{0,80}", pieces(), with_front_matter()]
}

fn languages() -> Languages {
    let list = ["en", "tr", "ar"].map(|path| known_language(path).expect("known")).to_vec();
    Languages::new(list, vec![vec![], vec![LanguageId(0)], vec![LanguageId(0)]])
}

fn parse_document(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    let path = SourcePath::new("content/tr/situations/a.md");
    let found = document(&path, LanguageId(1), PageKey::new("situations/a"), Arc::from(text), &languages());
    (found.value, found.diagnostics)
}

/// Every `Span` in the debug form of a value, which no field can escape.
fn spans(debug: &str) -> Vec<(usize, usize)> {
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().ok();
    debug.split("Span { start: ").skip(1).filter_map(|rest| Some((number(rest)?, number(rest.split_once("end: ")?.1)?))).collect()
}

fn assert_sound(debug: &str, text: &str) {
    for (start, end) in spans(debug) {
        assert!(start <= end && text.get(start..end).is_some(), "{start}..{end} is no part of {text:?}\n{debug}");
    }
}

fn assert_sound_body(body: &Body) {
    let indices: Vec<usize> = body.headings().map(|(_, heading)| heading.index).collect();
    assert_eq!(indices, (0..indices.len()).collect::<Vec<_>>());
    let mut pictures_and_links = Vec::new();
    let footnotes = body.footnotes.iter().flat_map(|note| &note.blocks);
    for block in body.blocks.iter().chain(footnotes) {
        walk(block, body, true, &mut pictures_and_links);
    }
    pictures_and_links.sort_unstable();
    assert!(pictures_and_links.iter().all(|link| *link < body.links.len()));
}

fn walk(block: &Block, body: &Body, top: bool, links: &mut Vec<usize>) {
    match &block.kind {
        BlockKind::Heading(heading) => {
            assert!(top && (2..=6).contains(&heading.level));
            walk_inlines(&heading.text, body, links);
        }
        BlockKind::Paragraph(text) => walk_inlines(text, body, links),
        BlockKind::List(list) => list.items.iter().flat_map(|item| &item.blocks).for_each(|block| walk(block, body, false, links)),
        BlockKind::Quote(blocks) => blocks.iter().for_each(|block| walk(block, body, false, links)),
        BlockKind::Callout(callout) => callout.blocks.iter().for_each(|block| walk(block, body, false, links)),
        BlockKind::Table(table) => {
            assert!(table.rows.iter().all(|row| row.len() == table.head.len()) && table.align.len() == table.head.len());
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            cells.for_each(|Cell { text, .. }| walk_inlines(text, body, links));
            walk_inlines(table.caption.as_deref().unwrap_or_default(), body, links);
        }
        BlockKind::Definitions(list) => {
            for definition in list {
                walk_inlines(&definition.term, body, links);
                definition.descriptions.iter().flatten().for_each(|block| walk(block, body, false, links));
            }
        }
        BlockKind::Code(_) | BlockKind::Rule => {}
    }
}

fn walk_inlines(inlines: &[Inline], body: &Body, links: &mut Vec<usize>) {
    for pair in inlines.windows(2) {
        let both = matches!((&pair[0].kind, &pair[1].kind), (InlineKind::Text(_), InlineKind::Text(_)));
        let comment_between = pair[1].span.start >= pair[0].span.end + "<!---->".len();
        assert!(!both || comment_between, "text is in one piece, but for comments: {pair:?}");
    }
    for inline in inlines {
        match &inline.kind {
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => walk_inlines(inner, body, links),
            InlineKind::Link { link, text } => {
                links.push(*link);
                walk_inlines(text, body, links);
            }
            InlineKind::Image { link, .. } => links.push(*link),
            InlineKind::Footnote(number) => assert!(*number < body.footnotes.len()),
            InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::SoftBreak | InlineKind::HardBreak => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_are_sound(text in text()) {
        let (document, diagnostics) = parse_document(&text);
        assert_sound(&format!("{diagnostics:?}"), &text);
        if let Some(document) = &document {
            assert_sound(&format!("{:?} {:?}", document.front, document.body), &text);
            assert_sound_body(&document.body);
        }
        let (again, diagnostics_again) = parse_document(&text);
        prop_assert_eq!(diagnostics, diagnostics_again);
        prop_assert_eq!(document.map(|document| document.body), again.map(|document| document.body));
    }

    #[test]
    fn bodies_are_sound_at_any_offset(before in "(?s).{0,8}", text in text()) {
        let path = SourcePath::new("content/en/a.md");
        let found = markdown(&text, &path, before.len());
        let whole = before + &text;
        assert_sound(&format!("{found:?}"), &whole);
        assert_sound_body(&found.value);
    }

    #[test]
    fn registers_are_sound(name in prop::sample::select(&["facts", "laws", "terms", "contacts", "organisations", "projects"][..]), text in text()) {
        let site = "title: {en: A}\nbase_url: https://a.org\nlanguages: [en, tr]\n";
        let config = dalil::config::parse(&SourcePath::new("site.yaml"), site).value.expect("valid");
        let mut sources = Sources::default();
        sources.insert(SourcePath::new(format!("content/registers/{name}.yaml")), text.as_bytes());
        let found = dalil::parse::parse(&sources, &config);
        assert_sound(&format!("{found:?}"), &text);
    }

    #[test]
    fn bytes_that_are_no_text_are_reported(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let site = "title: {en: A}\nbase_url: https://a.org\nlanguages: [en, tr]\n";
        let config = dalil::config::parse(&SourcePath::new("site.yaml"), site).value.expect("valid");
        let mut sources = Sources::default();
        sources.insert(SourcePath::new("content/en/a.md"), bytes.as_slice());
        sources.insert(SourcePath::new("content/registers/laws.yaml"), bytes.as_slice());
        let found = dalil::parse::parse(&sources, &config);
        prop_assert!(!found.diagnostics.is_empty() || std::str::from_utf8(&bytes).is_ok());
    }
}

#[test]
fn deep_nesting_is_refused_and_survived() {
    for piece in ["> ", "- ", "*a ", "**a ", "[", "![", "`", "<b>", "1. "] {
        let text = format!("---\ntitle: a\n---\n{}x", piece.repeat(20_000));
        parse_document(&text);
    }
    let (_, found) = parse_document(&format!("---\ntitle: a\n---\n{}x", "> ".repeat(100)));
    assert!(found.iter().any(|finding| finding.code == "too-deep"));
    for piece in ["[", "{a: ", "- ", "? "] {
        parse_document(&format!("---\na: {}\n---\n", piece.repeat(20_000)));
    }
}
