//! A page parted by what its bytes are for, so that its weight can be explained. Reads our own well-formed pages, not any HTML.

use serde::Serialize;

/// What a stretch of a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// What is read.
    Text,
    /// The tags around it, with addresses and ids.
    Markup,
    /// Bar, menus, language switch, footer.
    Navigation,
    Style,
    /// Drawings and pictures written into the page.
    Pictures,
    /// Title, description, alternates and all else of the head.
    Head,
}

impl Region {
    pub const ALL: [Region; 6] = [Region::Text, Region::Markup, Region::Navigation, Region::Style, Region::Pictures, Region::Head];

    pub fn name(self) -> &'static str {
        match self {
            Region::Text => "text",
            Region::Markup => "markup",
            Region::Navigation => "navigation",
            Region::Style => "style",
            Region::Pictures => "pictures",
            Region::Head => "head",
        }
    }

    /// The region that an element opens for all that it holds.
    fn of_element(name: &str) -> Option<Region> {
        match name {
            "head" => Some(Region::Head),
            "style" => Some(Region::Style),
            "header" | "nav" | "footer" => Some(Region::Navigation),
            "svg" | "picture" => Some(Region::Pictures),
            _ => None,
        }
    }
}

/// The stretches of a page in order, each with what it is for; nothing is left out.
pub fn regions(html: &str) -> Vec<(Region, &str)> {
    let mut found = Vec::new();
    // Elements that hold the place, outermost first.
    let mut open: Vec<(Region, &str)> = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        if !rest.starts_with('<') {
            let end = rest.find('<').unwrap_or(rest.len());
            found.push((open.last().map_or(Region::Text, |(region, _)| *region), &rest[..end]));
            at += end;
            continue;
        }
        let end = tag_end(rest);
        let name = tag_name(rest);
        let inside = open.last().map(|(region, _)| *region);
        let is_end = rest.starts_with("</");
        let region = match Region::of_element(name).filter(|_| !is_end) {
            Some(region) => {
                open.push((region, name));
                region
            }
            None => inside.unwrap_or(Region::Markup),
        };
        found.push((region, &rest[..end]));
        if is_end && open.last().is_some_and(|(_, opened)| *opened == name) {
            open.pop();
        }
        at += end;
        // What stands in a style sheet is no markup.
        if name == "style" && !is_end {
            let end = html[at..].find("</style").unwrap_or(html.len() - at);
            found.push((Region::Style, &html[at..at + end]));
            at += end;
        }
    }
    found
}

/// Behind the `>` of a tag; one in quotes is part of an attribute.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (c, quote) {
            ('>', None) => return at + 1,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_stretch_is_told_apart() {
        let html = "<head><title>T</title><style>a>b{}</style></head><nav><svg a=\"1>2\"><path/></svg>N</nav><main><p>Text <picture><img></picture></p></main>";
        let mut shown = String::new();
        for (region, text) in regions(html) {
            shown += &format!("{}={text}|", region.name());
        }
        let expected = "head=<head>|head=<title>|head=T|head=</title>|style=<style>|style=a>b{}|style=</style>|head=</head>|\
                        navigation=<nav>|pictures=<svg a=\"1>2\">|pictures=<path/>|pictures=</svg>|navigation=N|navigation=</nav>|\
                        markup=<main>|markup=<p>|text=Text |pictures=<picture>|pictures=<img>|pictures=</picture>|markup=</p>|markup=</main>|";
        assert_eq!(shown, expected);
    }

    proptest! {
        #[test]
        fn nothing_is_left_out(parts in proptest::collection::vec(prop_oneof![
            Just("<nav>"), Just("</nav>"), Just("<style>"), Just("</style>"), Just("<"), Just(">"), Just("\""), Just("ا"), Just("<svg "), Just("text"),
        ], 0..16)) {
            let html = parts.concat();
            let together: String = regions(&html).into_iter().map(|(_, text)| text).collect();
            prop_assert_eq!(together, html);
        }
    }
}
