//! What bodies become, one small table of cases for each thing that can go wrong, and the promise that every body is valid HTML.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;

use super::*;
use crate::diagnostic::Span;
use crate::model::{
    Callout, Cell, CodeBlock, Definition, Footnote, Heading, Inline, InlineKind, List, ListItem, RawLink, RawTarget, Register, Table,
    plain_text,
};

const LTR: Shape<'_> = Shape {
    language: "en",
    direction: Direction::Ltr,
    digits: Digits::Latin,
    steps: false,
    heading_ids: &[],
    section_notes: &[],
    id_prefix: "",
    instead: &[],
};
const RTL: Shape<'_> = Shape { language: "fa", direction: Direction::Rtl, digits: Digits::Persian, ..LTR };

fn inline(kind: InlineKind) -> Inline {
    Inline { span: Span::default(), kind }
}

fn text(text: &str) -> Inline {
    inline(InlineKind::Text(text.to_string()))
}

fn link(link: usize, content: &str) -> Inline {
    let text = if content.is_empty() { Vec::new() } else { vec![text(content)] };
    inline(InlineKind::Link { link, text })
}

fn block(kind: BlockKind) -> Block {
    Block { span: Span::default(), kind }
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(inlines))
}

fn heading(level: u8, index: usize, text: Vec<Inline>) -> Block {
    block(BlockKind::Heading(Heading { level, id: None, index, text }))
}

fn cell(inlines: Vec<Inline>) -> Cell {
    Cell { span: Span::default(), text: inlines }
}

fn raw_link(title: Option<&str>) -> RawLink {
    RawLink { span: Span::default(), target: RawTarget::Fragment(String::new()), title: title.map(str::to_string), image: None }
}

fn labels() -> Labels {
    Labels {
        callouts: [(CalloutKind::Deadline, "Time limit".to_string())].into(),
        footnotes: "Notes".to_string(),
        back: "Back to the text".to_string(),
        step: "Step {n}".to_string(),
        table: "Table {n}".to_string(),
        code: "Code".to_string(),
    }
}

fn written(blocks: Vec<Block>, targets: &[Target], shape: &Shape<'_>) -> String {
    let body = Body { blocks, ..Body::default() };
    html(&body, targets, &labels(), shape).html
}

/// One paragraph, without its tags.
fn line(inlines: Vec<Inline>, targets: &[Target], shape: &Shape<'_>) -> String {
    let html = written(vec![paragraph(inlines)], targets, shape);
    html.trim_end().trim_start_matches("<p>").trim_end_matches("</p>").to_string()
}

fn term() -> Target {
    Target::Term { id: "deportation".to_string(), href: "/en/glossary/#d".to_string(), turkish: Some("sınır dışı etme".to_string()) }
}

fn fact() -> Target {
    let article = ArticleRef { law: "lfip".to_string(), article: Some("53".to_string()) };
    let cite = Some(Citation { article, href: "/en/laws/#l-53".to_string(), text: "LFIP Art. 53".to_string() });
    Target::Fact { id: "appeal".to_string(), text: "7 days".to_string(), cite }
}

fn contact(number: &str) -> Target {
    let card = Arc::from("<div>card</div>");
    Target::Contact { href: format!("tel:{number}"), number: number.to_string(), name: "Help desk".to_string(), card }
}

#[test]
fn links() {
    let page = |borrowed| Target::Page { href: "/en/a/?x&y".to_string(), borrowed };
    let note = BorrowedNote { tag: "en".to_string(), note: "in English".to_string() };
    let external = Target::External { href: "https://a.example/".to_string() };
    let asset = Target::Asset { href: "/f.pdf".to_string(), label: Some("PDF, 120 KB".to_string()) };
    let turkish = Target::Language { tag: "tr".to_string(), direction: Direction::Ltr };
    let law = Target::Law { href: "/en/laws/#x".to_string() };
    let mail = Target::External { href: "mailto:a@b.example".to_string() };
    let cases = [
        (page(None), LTR, "<a href=\"/en/a/?x&amp;y\">a &lt; b</a>"),
        (page(Some(note)), LTR, "<a href=\"/en/a/?x&amp;y\" hreflang=\"en\">a &lt; b <small>(in English)</small></a>"),
        (external, RTL, "<a href=\"https://a.example/\" rel=\"external noopener\"><bdi dir=\"ltr\">a &lt; b</bdi></a>"),
        (mail, LTR, "<a href=\"mailto:a@b.example\">a &lt; b</a>"),
        (asset, LTR, "<a href=\"/f.pdf\">a &lt; b <small>(PDF, 120 KB)</small></a>"),
        (turkish, RTL, "<bdi lang=\"tr\" dir=\"ltr\">a &lt; b</bdi>"),
        (law, LTR, "<a href=\"/en/laws/#x\">a &lt; b</a>"),
        (contact("157"), LTR, "x <a href=\"tel:157\">a &lt; b <bdi dir=\"ltr\">157</bdi></a>"),
        (Target::Text, LTR, "a &lt; b"),
    ];
    for (target, shape, expected) in cases {
        let is_card = matches!(target, Target::Contact { .. });
        let inlines = if is_card { vec![text("x "), link(0, "a < b")] } else { vec![link(0, "a < b")] };
        assert_eq!(line(inlines, &[target], &shape), expected);
    }
}

#[test]
fn what_is_said_once() {
    let html = written(
        vec![
            heading(2, 0, vec![link(0, "Deportation"), text(" in "), link(1, "")]),
            paragraph(vec![link(0, "deportation"), text(" and "), link(0, "removal"), text(": "), link(1, "five days"), link(1, "")]),
        ],
        &[term(), fact()],
        &LTR,
    );
    assert_eq!(
        html,
        "<h2><a href=\"/en/glossary/#d\">Deportation</a> in 7 days</h2>\n\
         <p><a href=\"/en/glossary/#d\">deportation</a> (<bdi lang=\"tr\" dir=\"ltr\">sınır dışı etme</bdi>) and \
         <a href=\"/en/glossary/#d\">removal</a>: 7 days (<a href=\"/en/laws/#l-53\">LFIP Art. 53</a>)7 days</p>\n"
    );
    let turkish = "<a href=\"/en/glossary/#d\"><bdi lang=\"tr\" dir=\"ltr\">Sınır Dışı Etme</bdi></a>";
    assert_eq!(line(vec![link(0, "Sınır Dışı Etme")], &[term()], &RTL), turkish);
}

#[test]
fn an_article_beside_its_fact_is_said_once() {
    let article = RawTarget::Record { register: Register::Law, id: "lfip/53".to_string() };
    let links = vec![raw_link(None), RawLink { target: article, ..raw_link(None) }];
    let targets = [fact(), Target::Law { href: "/l".to_string() }];
    let own = paragraph(vec![link(0, "x"), text(" "), link(1, "Art. 53")]);
    let body = Body { blocks: vec![own, paragraph(vec![link(0, "x")])], links, ..Body::default() };
    let html = html(&body, &targets, &labels(), &LTR).html;
    let cited = "(<a href=\"/en/laws/#l-53\">LFIP Art. 53</a>)";
    assert_eq!(html, format!("<p>7 days <a href=\"/l\">Art. 53</a></p>\n<p>7 days {cited}</p>\n"));
}

#[test]
fn contacts() {
    let number = "0850 218 48 30";
    let shown = "<bdi dir=\"ltr\">0850 218 48 30</bdi></a>";
    assert_eq!(line(vec![link(0, "Help desk"), text(" ")], &[contact(number)], &LTR), "<div>card</div>");
    assert_eq!(
        line(vec![text("x "), link(0, "")], &[contact(number)], &RTL),
        format!("<bdi dir=\"ltr\">x</bdi> <a href=\"tel:{number}\"><bdi dir=\"ltr\">Help desk</bdi> {shown}")
    );
    assert_eq!(
        line(vec![text("x "), link(0, "0850-218-48-30")], &[contact(number)], &LTR),
        format!("x <a href=\"tel:{number}\">0850-218-48-30</a>")
    );
}

#[test]
fn a_line_break_parts_no_run() {
    let inlines = vec![text("به Göç"), inline(InlineKind::SoftBreak), text("İda"), text("resi"), text(" بروید")];
    assert_eq!(line(inlines, &[], &RTL), "به <bdi dir=\"ltr\">Göç İdaresi</bdi> بروید");
}

#[test]
fn images() {
    let picture = Picture { src: "/m.png".to_string(), width: 640, height: 480, ..Picture::default() };
    let shown = |picture: &Picture, tap: Option<&str>| Target::Picture { picture: Arc::new(picture.clone()), tap: tap.map(str::to_string) };
    let asset = shown(&picture, None);
    let image = || vec![inline(InlineKind::Image { link: 0, alt: "a \"map\"".to_string() })];
    let img = "<img src=\"/m.png\" alt=\"a &quot;map&quot;\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\">";
    assert_eq!(line(image(), std::slice::from_ref(&asset), &LTR), img);
    let better = Picture { sources: vec![("image/avif", "/m.1.avif 360w, /m.2.avif 640w".to_string())], ..picture };
    let sized = format!(
        "<picture><source type=\"image/avif\" srcset=\"/m.1.avif 360w, /m.2.avif 640w\" \
         sizes=\"(max-width: 42rem) calc(100vw - 2rem), 40rem\">{img}</picture>"
    );
    assert_eq!(line(image(), &[shown(&better, None)], &LTR), sized);
    let asked = format!("<a class=\"tap\" href=\"/m.png\">a \"map\" <small>(Show it (9 KB))</small></a><template>{sized}</template>");
    assert_eq!(line(image(), &[shown(&better, Some("Show it (9 KB)"))], &LTR), asked);
    let elsewhere = Target::External { href: "https://a.example/m.png".to_string() };
    let linked = "<a href=\"https://a.example/m.png\" rel=\"external noopener\">a \"map\"</a>";
    assert_eq!(line(image(), &[elsewhere], &LTR), linked);
    let body = Body { blocks: vec![paragraph(image())], links: vec![raw_link(Some("A map"))], ..Body::default() };
    let figure = format!("<figure>{img}<figcaption>A map</figcaption></figure>\n");
    assert_eq!(html(&body, &[asset], &labels(), &LTR).html, figure);
}

#[test]
fn steps_sections_and_contents() {
    let ids = ["a", "b", "c"].map(str::to_string);
    let notes = [None, Some("<p>old</p>".to_string())];
    let shape = Shape { steps: true, heading_ids: &ids, section_notes: &notes, ..RTL };
    let headings = [heading(2, 0, vec![text("یک")]), heading(3, 1, vec![text("دو")]), heading(2, 2, vec![link(0, "UNHCR")])];
    let body = Body { blocks: [paragraph(vec![text("متن")])].into_iter().chain(headings).collect(), ..Body::default() };
    let page = html(&body, &[Target::External { href: "https://u.example".to_string() }], &labels(), &shape);
    assert_eq!(page.lead, "<p>متن</p>\n");
    assert_eq!(page.sections.iter().map(|section| section.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(
        page.html,
        "<p>متن</p>\n<ol class=\"steps\">\n\
         <li><h2 id=\"a\"><span class=\"step\"><bdi dir=\"ltr\">Step</bdi> ۱</span> یک</h2>\n<h3 id=\"b\">دو</h3>\n<p>old</p></li>\n\
         <li><h2 id=\"c\"><span class=\"step\"><bdi dir=\"ltr\">Step</bdi> ۲</span> \
         <a href=\"https://u.example\" rel=\"external noopener\"><bdi dir=\"ltr\">UNHCR</bdi></a></h2></li>\n</ol>\n"
    );
    let contents: Vec<_> = page.contents.iter().map(|entry| (entry.level, entry.id.as_str(), entry.text.as_str())).collect();
    assert_eq!(contents, [(2, "a", "یک"), (3, "b", "دو"), (2, "c", "<bdi dir=\"ltr\">UNHCR</bdi>")]);
}

#[test]
fn several_bodies_on_one_page() {
    let ids = ["when".to_string()];
    let shape = Shape { heading_ids: &ids, id_prefix: "appeal-", ..LTR };
    let here = Target::Page { href: "#when".to_string(), borrowed: None };
    let html = written(vec![heading(2, 0, vec![text("When")]), paragraph(vec![link(0, "when")])], &[here], &shape);
    assert_eq!(html, "<h2 id=\"appeal-when\">When</h2>\n<p><a href=\"#appeal-when\">when</a></p>\n");
}

#[test]
fn callouts_tables_lists_and_code() {
    let callout = Callout { kind: CalloutKind::Deadline, blocks: vec![paragraph(vec![text("x")])] };
    assert_eq!(
        written(vec![block(BlockKind::Callout(callout))], &[], &LTR),
        "<div class=\"callout callout-deadline\" role=\"note\" aria-labelledby=\"callout:1\">\n\
         <div class=\"callout-label\" id=\"callout:1\">Time limit</div>\n<p>x</p>\n</div>\n"
    );
    let strong = cell(vec![inline(InlineKind::Strong(vec![text("r")]))]);
    let head = vec![cell(vec![]), cell(vec![text("h")])];
    let table = Table { caption: None, align: vec![], head, rows: vec![vec![strong, cell(vec![text("c")])]], row_headers: true };
    assert_eq!(
        written(vec![block(BlockKind::Table(table))], &[], &LTR),
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table 1\"><table>\n<thead>\n\
         <tr><td></td><th scope=\"col\">h</th></tr>\n</thead>\n<tbody>\n<tr><th scope=\"row\">r</th><td>c</td></tr>\n</tbody>\n</table></div>\n"
    );
    let item = |blocks| ListItem { span: Span::default(), blocks };
    let inner = block(BlockKind::List(List { start: None, tight: true, items: vec![item(vec![paragraph(vec![text("b")])])] }));
    let list = List { start: Some(3), tight: true, items: vec![item(vec![paragraph(vec![text("a")]), inner])] };
    assert_eq!(written(vec![block(BlockKind::List(list))], &[], &LTR), "<ol start=\"3\">\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ol>\n");
    let code = CodeBlock { language: Some("no such".to_string()), text: "\n<b>\n".to_string() };
    assert_eq!(
        written(vec![block(BlockKind::Code(code))], &[], &RTL),
        "<pre tabindex=\"0\" role=\"group\" aria-label=\"Code ۱\" dir=\"ltr\"><code>\n&lt;b&gt;\n</code></pre>\n"
    );
}

#[test]
fn footnotes() {
    let reference = || inline(InlineKind::Footnote(0));
    let note = Footnote { label: "n".to_string(), span: Span::default(), blocks: vec![paragraph(vec![text("why")])] };
    let blocks = vec![paragraph(vec![text("a"), reference(), text("b"), reference()])];
    let body = Body { blocks, footnotes: vec![note], ..Body::default() };
    let mark = |id: &str| format!("<sup><a id=\"{id}\" href=\"#fn:1\" role=\"doc-noteref\">1</a></sup>");
    assert_eq!(
        html(&body, &[], &labels(), &LTR).html,
        format!("<p>a{}b{}</p>\n", mark("fnref:1"), mark("fnref:1.2"))
            + "<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"fn:0\">\n<h2 id=\"fn:0\">Notes</h2>\n<ol>\n\
               <li id=\"fn:1\"><p>why <a href=\"#fnref:1\" role=\"doc-backlink\">Back to the text 1</a> \
               <a href=\"#fnref:1.2\" role=\"doc-backlink\">Back to the text 1.2</a></p></li>\n</ol>\n</section>\n"
    );
}

/// How many links, footnotes and heading ids the bodies below may refer to.
const MANY: usize = 8;

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[ \ta-zا-ی۰-۹0-9<>&\"'()«»+\\-/:.،\u{0}\u{c}\u{fffe}\u{200c}]{0,16}",
        Just("0850 218 48 30".to_string()),
        Just("</p><!--]]>".to_string()),
    ]
}

fn any_inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        4 => any_text().prop_map(InlineKind::Text),
        1 => any_text().prop_map(InlineKind::Code),
        1 => (0..MANY, any_text()).prop_map(|(link, alt)| InlineKind::Image { link, alt }),
        1 => (0..MANY).prop_map(InlineKind::Footnote),
        1 => Just(InlineKind::SoftBreak),
        1 => Just(InlineKind::HardBreak),
    ];
    let tree = leaf.prop_recursive(3, 12, 4, |inner| {
        let inner = || prop::collection::vec(inner.clone().prop_map(inline), 0..4);
        prop_oneof![
            inner().prop_map(InlineKind::Emphasis),
            inner().prop_map(InlineKind::Strong),
            (0..MANY, inner()).prop_map(|(link, text)| InlineKind::Link { link, text }),
        ]
    });
    prop::collection::vec(tree.prop_map(inline), 0..5)
}

fn any_block() -> impl Strategy<Value = Block> {
    let cells = || prop::collection::vec(any_inlines().prop_map(cell), 0..3);
    let table = (prop::option::of(any_inlines()), cells(), prop::collection::vec(cells(), 0..3), any::<bool>())
        .prop_map(|(caption, head, rows, row_headers)| Table { caption, align: Vec::new(), head, rows, row_headers });
    let leaf = prop_oneof![
        3 => any_inlines().prop_map(BlockKind::Paragraph),
        1 => (2..7u8, any_inlines()).prop_map(|(level, text)| BlockKind::Heading(Heading { level, id: None, index: 0, text })),
        1 => table.prop_map(BlockKind::Table),
        1 => (prop::option::of("rust|yaml|x"), any_text()).prop_map(|(language, text)| BlockKind::Code(CodeBlock { language, text })),
        1 => Just(BlockKind::Rule),
    ];
    let tree = leaf.prop_recursive(3, 12, 3, |inner| {
        let blocks = || prop::collection::vec(inner.clone().prop_map(block), 0..3);
        let item = blocks().prop_map(|blocks| ListItem { span: Span::default(), blocks });
        let definition = (any_inlines(), prop::collection::vec(blocks(), 1..3));
        let definition = definition.prop_map(|(term, descriptions)| Definition { term, descriptions });
        prop_oneof![
            blocks().prop_map(BlockKind::Quote),
            blocks().prop_map(|blocks| BlockKind::Callout(Callout { kind: CalloutKind::Safety, blocks })),
            prop::collection::vec(definition, 0..3).prop_map(BlockKind::Definitions),
            (prop::option::of(0..5u64), any::<bool>(), prop::collection::vec(item, 0..3))
                .prop_map(|(start, tight, items)| BlockKind::List(List { start, tight, items })),
        ]
    });
    tree.prop_map(block)
}

fn any_body() -> impl Strategy<Value = Body> {
    let footnote = prop::collection::vec(any_block(), 0..3);
    let footnote = footnote.prop_map(|blocks| Footnote { label: String::new(), span: Span::default(), blocks });
    let links = vec![raw_link(None); MANY];
    (prop::collection::vec(any_block(), 0..6), prop::collection::vec(footnote, 0..3)).prop_map(move |(blocks, footnotes)| Body {
        blocks,
        footnotes,
        links: links.clone(),
    })
}

/// Targets that keep the written text.
fn quiet_targets() -> Vec<Target> {
    vec![
        Target::Page { href: "/\"<&".to_string(), borrowed: None },
        Target::External { href: "https://a.example".to_string() },
        Target::Picture { picture: Arc::new(Picture { src: "/a.png".to_string(), width: 1, height: 1, ..Picture::default() }), tap: None },
        Target::Law { href: "https://l.example".to_string() },
        Target::Term { id: "t".to_string(), href: "/t".to_string(), turkish: None },
        Target::Language { tag: "tr".to_string(), direction: Direction::Ltr },
        Target::Contact { href: "/c".to_string(), number: String::new(), name: String::new(), card: Arc::from("") },
    ]
}

/// All text of the body in reading order.
fn expected(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => out.push_str(&plain_text(&heading.text)),
            BlockKind::Paragraph(text) => out.push_str(&plain_text(text)),
            BlockKind::List(list) => list.items.iter().for_each(|item| expected(&item.blocks, out)),
            BlockKind::Quote(blocks) | BlockKind::Callout(Callout { blocks, .. }) => expected(blocks, out),
            BlockKind::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten()).map(|cell| &cell.text);
                table.caption.iter().chain(cells).for_each(|text| out.push_str(&plain_text(text)));
            }
            BlockKind::Code(code) => out.push_str(&code.text),
            BlockKind::Definitions(definitions) => definitions.iter().for_each(|definition| {
                out.push_str(&plain_text(&definition.term));
                definition.descriptions.iter().for_each(|blocks| expected(blocks, out));
            }),
            BlockKind::Rule => {}
        }
    }
}

/// The text of the tree a browser builds, with the alternatives of images; without footnote marks and ways back.
fn seen(node: &Handle, out: &mut String) {
    match &node.data {
        NodeData::Text { contents } => out.push_str(&contents.borrow()),
        NodeData::Element { name, attrs, .. } => {
            let attribute = |name: &str| attrs.borrow().iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string());
            if &*name.local == "sup" || attribute("role").is_some_and(|role| role == "doc-backlink") {
                return;
            }
            out.push_str(&attribute("alt").unwrap_or_default());
        }
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| seen(child, out));
}

fn bare(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace();
    text.chars().filter(kept).map(|c| if c == '\0' || c == '\u{fffe}' { '\u{fffd}' } else { c }).collect()
}

proptest! {
    #[test]
    fn every_body_is_valid_and_whole(body in any_body(), rtl: bool, steps: bool) {
        let shape = Shape { steps, ..if rtl { RTL } else { LTR } };
        let labels = Labels { callouts: [(CalloutKind::Safety, String::new())].into(), ..Labels::default() };
        let page = html(&body, &quiet_targets(), &labels, &shape);
        let document = format!("<!DOCTYPE html><html lang=\"en\"><head><title></title></head><body>{}</body></html>", page.html);
        let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(document);
        prop_assert!(dom.errors.borrow().is_empty(), "{:?} in {}", dom.errors.borrow(), page.html);
        let (mut found, mut written) = (String::new(), String::new());
        seen(&dom.document, &mut found);
        expected(&body.blocks, &mut written);
        body.footnotes.iter().for_each(|note| expected(&note.blocks, &mut written));
        prop_assert_eq!(bare(&found), bare(&written), "{}", page.html);
    }
}
