//! Drawings in SVG: read whole, refused where they could do something, and written again without what a drawing program noted for itself.

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

/// A drawing that is safe to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawing {
    pub(crate) bytes: Vec<u8>,
    /// Width and height in CSS pixels, from its own measures or its view box.
    pub(crate) size: Option<(u32, u32)>,
}

/// What stands in the way, in words that follow "this drawing".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) String);

/// Elements that run programs, hold pages, or fetch something (SVG 2, 15 and 12.3).
const ACTIVE: [&str; 9] = ["script", "foreignObject", "iframe", "object", "embed", "video", "audio", "handler", "canvas"];
/// Namespaces' prefixes that belong to a drawing. All others are notes of programs: file names, folders, authors.
const KNOWN_PREFIXES: [&str; 3] = ["xlink", "xml", "xmlns"];

/// Reads and cleans a drawing.
pub(crate) fn drawing(bytes: &[u8]) -> Result<Drawing, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refused("is not UTF-8 text".to_string()))?;
    let mut cleaner = Cleaner { writer: Writer::new(Vec::new()), left_out: 0, depth: 0, size: None, style: None };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    loop {
        let event = reader.read_event().map_err(|error| Refused(format!("cannot be read: {error}")))?;
        if event == Event::Eof {
            break;
        }
        cleaner.event(event)?;
    }
    if cleaner.depth > 0 || cleaner.size.is_none() {
        return Err(Refused("is no whole drawing: it must begin with `<svg` and end with `</svg>`".to_string()));
    }
    Ok(Drawing { bytes: cleaner.writer.into_inner(), size: cleaner.size.flatten() })
}

struct Cleaner {
    writer: Writer<Vec<u8>>,
    /// How deep inside an element that is left out.
    left_out: usize,
    depth: usize,
    /// Set with the outermost element.
    size: Option<Option<(u32, u32)>>,
    /// The text of the style sheet being read: whole, since comments and references may part a word.
    style: Option<String>,
}

impl Cleaner {
    fn event(&mut self, event: Event<'_>) -> Result<(), Refused> {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.left_out > 0 || is_note(&name(&tag)) {
                    self.left_out += 1;
                    return Ok(());
                }
                let tag = self.cleaned(&tag)?;
                self.write(Event::Start(tag));
            }
            Event::Empty(tag) => {
                if self.left_out == 0 && !is_note(&name(&tag)) {
                    let tag = self.cleaned(&tag)?;
                    self.style = None;
                    self.write(Event::Empty(tag));
                }
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                if self.style.take().is_some_and(|style| fetches(&style)) {
                    return Err(Refused("has a style that fetches something from elsewhere".to_string()));
                }
                match self.left_out {
                    0 => self.write(Event::End(tag)),
                    _ => self.left_out -= 1,
                }
            }
            Event::Text(text) => self.text(Event::Text(text)),
            Event::CData(text) => self.text(Event::CData(text)),
            Event::GeneralRef(reference) => {
                let name = reference.to_string();
                if !name.starts_with('#') && !["amp", "lt", "gt", "quot", "apos"].contains(&name.as_str()) {
                    return Err(Refused(format!("uses `&{name};`, which stands for something outside it")));
                }
                if self.style.is_some() {
                    return Err(Refused(format!("has `&{name};` in a style: write the sign itself")));
                }
                if self.left_out == 0 {
                    self.write(Event::GeneralRef(reference));
                }
            }
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn text(&mut self, event: Event<'_>) {
        let plain: &str = &event;
        if self.left_out > 0 || (self.depth == 0 && plain.trim().is_empty()) {
            return;
        }
        if let Some(style) = &mut self.style {
            style.push_str(plain);
        }
        self.write(event);
    }

    fn cleaned(&mut self, tag: &BytesStart<'_>) -> Result<BytesStart<'static>, Refused> {
        let name = name(tag);
        if self.size.is_none() && name != "svg" {
            return Err(Refused("is no drawing: it must begin with `<svg`".to_string()));
        }
        if ACTIVE.contains(&name.as_str()) {
            return Err(Refused(format!("holds a `<{name}>`, which could do something in the reader's browser")));
        }
        self.style = (name == "style").then(String::new);
        let mut cleaned = BytesStart::new(name.clone());
        let (mut width, mut height, mut view_box) = (None, None, None);
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| Refused(format!("cannot be read: {error}")))?;
            let key = attribute.key.as_ref().to_string();
            let value = unescape(&attribute.value).map_err(|error| Refused(format!("cannot be read: {error}")))?;
            let is_known = key
                .split_once(':')
                .is_none_or(|(prefix, rest)| KNOWN_PREFIXES.contains(&prefix) && (prefix != "xmlns" || KNOWN_PREFIXES.contains(&rest)));
            if !is_known {
                continue;
            }
            refuse(&name, &key, &value)?;
            match key.as_str() {
                "width" => width = pixels(&value),
                "height" => height = pixels(&value),
                "viewBox" => view_box = boxed(&value),
                _ => {}
            }
            cleaned.push_attribute((key.as_str(), value.as_ref()));
        }
        if self.size.is_none() {
            self.size = Some(width.zip(height).or(view_box));
        }
        Ok(cleaned)
    }

    fn write(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("BUG: writing to memory failed");
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.name().as_ref().to_string()
}

/// What drawing programs write down for themselves.
fn is_note(name: &str) -> bool {
    name == "metadata" || name.contains(':')
}

fn refuse(element: &str, key: &str, value: &str) -> Result<(), Refused> {
    if key.to_ascii_lowercase().starts_with("on") {
        return Err(Refused(format!("has `{key}`, which runs a program")));
    }
    let local = key.rsplit(':').next().unwrap_or(key);
    let is_inside = |value: &str| value.trim_start().starts_with('#') || value.trim_start().starts_with("data:image/");
    if matches!(local, "href" | "src") && !is_inside(value) {
        return Err(Refused(format!("refers to `{value}`, which lies outside it")));
    }
    if fetches(value) && !key.starts_with("xmlns") {
        return Err(Refused(format!("has `{key}` on `<{element}>`, which fetches something from elsewhere")));
    }
    if local == "attributeName" && value.trim().to_ascii_lowercase().ends_with("href") {
        return Err(Refused("changes where a link leads while it is shown".to_string()));
    }
    Ok(())
}

/// Whether a style or a value loads something that is not part of the drawing.
fn fetches(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    // An escape could spell anything.
    let urls = lower.match_indices("url(").map(|(at, _)| lower[at + 4..].trim_start_matches([' ', '"', '\'']));
    let is_outside = |rest: &str| !rest.starts_with('#') && !rest.starts_with("data:image/");
    lower.contains("@import")
        || lower.contains("image-set(")
        || (lower.contains('\\') && lower.contains('('))
        || urls.into_iter().any(is_outside)
}

/// A length in CSS pixels, rounded up. Percentages say nothing.
fn pixels(value: &str) -> Option<u32> {
    let value = value.trim();
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok()?;
    let scale = match &value[end..] {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    whole(number * scale)
}

fn boxed(value: &str) -> Option<(u32, u32)> {
    let numbers: Vec<f64> = value.split([' ', ',']).filter(|part| !part.is_empty()).filter_map(|part| part.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] => whole(width).zip(whole(height)),
        _ => None,
    }
}

fn whole(number: f64) -> Option<u32> {
    let rounded = number.ceil();
    // Exact: within the range, and without a fraction.
    (1.0..=20_000.0).contains(&rounded).then_some(rounded as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(text: &str) -> Result<String, String> {
        drawing(text.as_bytes()).map(|drawing| String::from_utf8(drawing.bytes).expect("text")).map_err(|refused| refused.0)
    }

    #[test]
    fn notes_of_the_drawing_program_are_left_out() {
        let svg = "<?xml version=\"1.0\"?><!-- by A --><!DOCTYPE svg><svg xmlns=\"http://www.w3.org/2000/svg\" \
                   xmlns:inkscape=\"http://i\" inkscape:export-filename=\"/home/a/x.png\" viewBox=\"0 0 20.5 10\">\
                   <metadata><rdf:RDF>A</rdf:RDF></metadata><path fill=\"url(#g)\" d=\"M0 0\"/><text>1 &amp; 2</text></svg>";
        let expected = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20.5 10\"><path fill=\"url(#g)\" d=\"M0 0\"/>\
                        <text>1 &amp; 2</text></svg>";
        assert_eq!(cleaned(svg).as_deref(), Ok(expected));
        assert_eq!(drawing(svg.as_bytes()).expect("safe").size, Some((21, 10)));
        assert_eq!(cleaned(expected).as_deref(), Ok(expected));
    }

    #[test]
    fn what_could_do_something_is_refused() {
        for (inside, expected) in [
            ("<script>x()</script>", "holds a `<script>`"),
            ("<path onload=\"x()\"/>", "has `onload`"),
            ("<image href=\"https://x.example/a.png\"/>", "refers to `https://x.example/a.png`"),
            ("<use xlink:href=\"other.svg#a\"/>", "refers to `other.svg#a`"),
            ("<style>@import 'a.css';</style>", "has a style"),
            ("<style>p{fill:u\\72l(//x)}</style>", "has a style"),
            ("<path style=\"fill:url(//x.example/a)\"/>", "has `style`"),
            ("<foreignObject/>", "holds a `<foreignObject>`"),
            ("<a><set attributeName=\"xlink:href\"/></a>", "changes where"),
            ("<text>&own;</text>", "uses `&own;`"),
            ("<path fill=\"u&#114;l(//x.example/a)\"/>", "has `fill`"),
            ("<style>@im<!-- -->port 'a.css'</style>", "has a style"),
            ("<style>@im&#112;ort 'a.css'</style>", "has `&#112;`"),
        ] {
            let found = cleaned(&format!("<svg>{inside}</svg>")).expect_err(inside);
            assert!(found.starts_with(expected), "{inside}: {found}");
        }
        for broken in ["", "<html/>", "<svg>", "<svg></g>", "text"] {
            assert!(cleaned(broken).is_err(), "{broken}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_is_clean_stays_so(parts in proptest::collection::vec(prop_oneof![
            Just("<svg>"), Just("</svg>"), Just("<g a='1'>"), Just("</g>"), Just("<x:y>"), Just("</x:y>"), Just("<!--"), Just("-->"), Just("&amp;"),
            Just("<style>"), Just("</style>"), Just("text"), Just("<"), Just("]]>"), Just("<![CDATA["), Just("url(#a)"), Just("\u{FEFF}"),
        ], 0..12)) {
            if let Ok(once) = cleaned(&parts.concat()) {
                prop_assert_eq!(cleaned(&once), Ok(once));
            }
        }
    }
}
