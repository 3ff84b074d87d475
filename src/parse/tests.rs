//! What Markdown becomes, in tables: a text and the outline of its tree, a text and what is found wrong in it.

use super::markdown;
use crate::model::{Block, BlockKind, Body, Inline, InlineKind, List, Loading, RawTarget, SourcePath, Table};

/// Text, and its blocks as `kind(content)`; see `block` and `inline` below.
const TREES: &[(&str, &str)] = &[
    ("a *b* **c** `d`\ne\\\nf", "p(a _b_ *c* `d` / e // f)"),
    ("a \\* &amp; b <!-- gone --> c", "p(a * & b  c)"),
    ("## When? {#when}\n\n### Then\n", "h2#when(When?) h3(Then)"),
    ("- a\n- b\n  - c", "ul(li(p(a)) li(p(b) ul(li(p(c)))))"),
    ("3. a\n\n4. b", "ol3-loose(li(p(a)) li(p(b)))"),
    ("- a\n\n  <!-- x -->\n- b", "ul-loose(li(p(a)) li(p(b)))"),
    ("> a\n> b", "quote(p(a / b))"),
    ("> [!DEADLINE]\n> a\n>\n> b", "deadline(p(a) p(b))"),
    ("> [!deadline]  \n> - a", "deadline(ul(li(p(a))))"),
    ("> [!NOTE]", "note()"),
    ("> [7 days](fact:x) a", "quote(p([7 days](0) a))"),
    ("```rust x\na\r\nb\n```\n\n    c\n", "code:rust(a\nb\n) code(c\n)"),
    ("Term\n: said\n: more\n\nOther\n: also", "dl(Term: p(said); p(more) Other: p(also))"),
    ("*What it costs*\n\n| a | b |\n|---|--:|\n| **x** | y |\n", "table[What it costs|headed](a,b; *x*,y)"),
    ("*a* b\n\n| a |\n|---|\n| **x** |\n| y |\n", "p(_a_ b) table[|](a; *x*; y)"),
    ("a[^x] b[^y] c[^x]\n\n[^y]: why\n[^x]: ex", "p(a^0 b^1 c^0) | note(p(ex)) note(p(why))"),
    ("[a](b.md#c) ![d](e.png \"f\") <https://g.org> <h@i.org>", "p([a](0) ![d](1) [https://g.org](2) [h@i.org](3))"),
    ("[a][b] [c]\n\n[b]: d.md\n[c]: fact:e", "p([a](0) [c](1))"),
    ("![a [b](c.md) d](e.png)", "p(![a b d](0))"),
    ("[](fact:a) [b](nope:c) d", "p([](0) b d)"),
    ("~~a~~ -- \"b\" ... $c$", "p(~~a~~ -- \"b\" ... $c$)"),
    ("- [ ] a", "ul(li(p([ ] a)))"),
    ("<!-- a\n\nb -->\n\nc", "p(c)"),
    ("a\n\n---\n\nb", "p(a) hr p(b)"),
    ("دليل **حق**\n\n> [!RIGHT]\n> لك", "p(دليل *حق*) right(p(لك))"),
];

/// Text, and each finding as `code@the text it points at`.
const FINDINGS: &[(&str, &[&str])] = &[
    ("# a\n\n## b", &["title-in-body@# a"]),
    ("## a {#x}\n\n## b {#x}", &["duplicate-id@#x"]),
    ("## a {#X}\n\n## b {.c}\n\n## d {#e f=g}", &["heading-id@#X", "heading-id@## b {.c}", "heading-id@## d {#e f=g}"]),
    ("## a {#e} b", &["heading-id@## a {#e} b"]),
    ("##a\n\n#1 is text", &["heading-space@##a"]),
    ("- ## a", &["nested-heading@## a"]),
    ("> [!DEADLIN]\n> a", &["unknown-callout@[!DEADLIN]"]),
    ("> [!SON TARİH]\n> a", &["unknown-callout@[!SON TARİH]"]),
    ("> [!NOTE] a", &["callout-marker@[!NOTE]"]),
    ("[!note]\na", &["callout-marker@[!note]"]),
    ("a <b>c</b> <br/> </i>", &["raw-html@<b>", "raw-html@<br/>", "raw-html@</i>"]),
    ("<div>\n<p>a</p>\n</div>\n\nb", &["raw-html@<div>"]),
    ("<!-- a --> b", &["text-after-comment@<!-- a --> b"]),
    ("a\n\n<!-- b", &["unclosed-comment@<!--"]),
    ("a[^1] \\[^2] `[^3]`", &["undefined-footnote@[^1]"]),
    ("[^1]: a\n[^1]: b\n\nc[^1]", &["duplicate-footnote@[^1]"]),
    ("[^1]: a", &["unused-footnote@[^1]: a"]),
    ("[a](/b) [c](d:e \"f\") [g](<h\\i>)", &["link-target@/b", "link-scheme@d:e", "link-target@h\\i"]),
    ("[a][b]\n\n[b]: facts:c", &["link-scheme@[a][b]"]),
    ("[a](fact: b) [c] (d.md) [e](see below) [Art. 5]", &["not-a-link@[a](fact: b)", "not-a-link@[c] (d.md)"]),
    ("[a](fact:b(c)", &["not-a-link@[a](fact:b(c)"]),
    ("(a)[fact:b] [law: see below] [c] (law: see below)", &["not-a-link@[fact:b]"]),
    ("[a][b] [c][] [d]", &["undefined-reference@[a][b]", "undefined-reference@[c]"]),
    ("[](a.md) ![](b.png)", &["empty-link@[](a.md)", "missing-alt@![](b.png)"]),
    ("![a](https://b.org/c.png)", &["image-target@https://b.org/c.png"]),
    ("| a |\n|---|\n| b | c |\n| d \\| e |", &["table-row@| b | c |"]),
    ("| | |\n|---|---|\n| a | b |", &["table-header@| | |"]),
];

#[test]
fn trees() {
    for (text, expected) in TREES {
        assert_eq!(outline(&body(text)), *expected, "{text:?}");
    }
}

#[test]
fn findings() {
    for (text, expected) in FINDINGS {
        let mut found = markdown(text, &SourcePath::new("a.md"), 0).diagnostics;
        found.sort();
        let found: Vec<String> =
            found.iter().map(|one| format!("{}@{}", one.code, &text[one.place.span.expect("a place").range()])).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}

#[test]
fn targets_and_places() {
    let text = "[a](b.md#c) ![d](e.png \"f\") [g](mailto:h@i.org) <h@i.org>";
    let links = markdown(text, &SourcePath::new("a.md"), 100).value.links;
    let targets: Vec<&RawTarget> = links.iter().map(|link| &link.target).collect();
    assert_eq!(targets[0], &RawTarget::File { path: "b.md".to_string(), fragment: Some("c".to_string()) });
    assert_eq!(targets[1], &RawTarget::Asset("e.png".to_string()));
    assert_eq!(targets[2], targets[3]);
    assert_eq!((links[1].title.as_deref(), links[1].image), (Some("f"), Some(Loading::Usual)));
    assert_eq!(links.iter().map(|link| link.span.start).collect::<Vec<_>>(), [100, 112, 128, 148]);
}

fn body(text: &str) -> Body {
    markdown(text, &SourcePath::new("a.md"), 0).value
}

fn outline(body: &Body) -> String {
    let notes: Vec<String> = body.footnotes.iter().map(|note| format!("note({})", blocks(&note.blocks))).collect();
    if notes.is_empty() { blocks(&body.blocks) } else { format!("{} | {}", blocks(&body.blocks), notes.join(" ")) }
}

fn blocks(list: &[Block]) -> String {
    list.iter().map(block).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block) -> String {
    match &block.kind {
        BlockKind::Heading(heading) => {
            let id = heading.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
            format!("h{}{id}({})", heading.level, inlines(&heading.text))
        }
        BlockKind::Paragraph(text) => format!("p({})", inlines(text)),
        BlockKind::List(list) => self::list(list),
        BlockKind::Quote(inner) => format!("quote({})", blocks(inner)),
        BlockKind::Callout(callout) => format!("{}({})", callout.kind.name(), blocks(&callout.blocks)),
        BlockKind::Table(table) => self::table(table),
        BlockKind::Code(code) => match &code.language {
            Some(language) => format!("code:{language}({})", code.text),
            None => format!("code({})", code.text),
        },
        BlockKind::Definitions(list) => {
            let definition = |definition: &crate::model::Definition| {
                let said: Vec<String> = definition.descriptions.iter().map(|said| blocks(said)).collect();
                format!("{}: {}", inlines(&definition.term), said.join("; "))
            };
            format!("dl({})", list.iter().map(definition).collect::<Vec<_>>().join(" "))
        }
        BlockKind::Rule => "hr".to_string(),
    }
}

fn list(list: &List) -> String {
    let name = list.start.map_or("ul".to_string(), |start| format!("ol{start}"));
    let items: Vec<String> = list.items.iter().map(|item| format!("li({})", blocks(&item.blocks))).collect();
    format!("{name}{}({})", if list.tight { "" } else { "-loose" }, items.join(" "))
}

fn table(table: &Table) -> String {
    let caption = table.caption.as_deref().map(inlines).unwrap_or_default();
    let rows = std::iter::once(&table.head).chain(&table.rows);
    let rows: Vec<String> = rows.map(|row| row.iter().map(|cell| inlines(&cell.text)).collect::<Vec<_>>().join(",")).collect();
    format!("table[{caption}|{}]({})", if table.row_headers { "headed" } else { "" }, rows.join("; "))
}

fn inlines(list: &[Inline]) -> String {
    list.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(text) => text.clone(),
        InlineKind::Code(text) => format!("`{text}`"),
        InlineKind::Emphasis(inner) => format!("_{}_", inlines(inner)),
        InlineKind::Strong(inner) => format!("*{}*", inlines(inner)),
        InlineKind::Link { link, text } => format!("[{}]({link})", inlines(text)),
        InlineKind::Image { link, alt } => format!("![{alt}]({link})"),
        InlineKind::Footnote(number) => format!("^{number}"),
        InlineKind::SoftBreak => " / ".to_string(),
        InlineKind::HardBreak => " // ".to_string(),
    }
}
