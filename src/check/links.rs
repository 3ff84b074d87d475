//! Links: what their words promise and where they lead. That their targets exist is found while they are resolved.

use std::collections::BTreeMap;

use super::accessibility::shorten;
use super::report::Report;
use super::text::Text;
use super::{Portal, Rule, edition, portal, words};
use crate::config::Level::{Off, Warn};
use crate::diagnostic::{Place, Span};
use crate::model::{Inline, InlineKind, Link, plain_text};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("vague-link", Warn, "who listens to a list of links knows where each one leads", "WCAG 2.2, 2.4.4; technique F84", vague_link),
    edition("address-as-text", Warn, "nobody has to listen to a web address letter by letter", "WCAG 2.2, 2.4.4; technique G91", address_as_text),
    edition("same-text-links", Warn, "links with the same words lead to the same page", "WCAG 2.2, 2.4.4 and 2.4.9", same_text_links),
    edition("link-to-self", Warn, "no link leads back to the page it stands on", "WCAG 2.2, 2.4.4", link_to_self),
    edition("own-address", Warn, "links inside the portal keep the reader's language and work on a mirror", "", own_address),
    edition("link-title", Warn, "what must be read does not hide in a tooltip, which phones do not show", "WCAG 2.2, 1.3.1; technique H33 (advice)", link_title),
    edition("double-link", Warn, "the same link does not follow itself", "WCAG 2.2, 2.4.4; technique H2", double_link),
    edition("long-link", Warn, "the words of a link can be taken in at a glance", "WCAG 2.2, 2.4.4", long_link),
    portal("unused-asset", Warn, "the site carries no file that no page shows", "", unused_asset),
    portal("unused-fact", Off, "the register holds no fact that no page states", "", unused_fact),
];

/// Every link with its words, in order.
fn all(text: &Text<'_>) -> Vec<(Span, usize, String)> {
    fn below(inlines: &[Inline], out: &mut Vec<(Span, usize, String)>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Link { link, text } => out.push((inline.span, *link, plain_text(text).trim().to_string())),
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => below(inner, out),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    text.passages.iter().for_each(|passage| below(passage.inlines, &mut found));
    found
}

/// Links that a reader chooses by their words: not facts, citations and words in another language.
fn led<'t>(text: &'t Text<'_>) -> Vec<(Span, &'t Link, String)> {
    let target = |link: usize| text.edition.links.get(link);
    let links = all(text).into_iter().filter_map(|(span, link, words)| target(link).map(|link| (span, link, words)));
    links.filter(|(_, link, _)| matches!(link, Link::Page { .. } | Link::Fragment(_) | Link::Asset(_) | Link::External(_))).collect()
}

fn vague_link(text: &Text<'_>, report: &mut Report<'_>) {
    let vague = words::vague_links(text.path());
    for (span, _, words) in led(text) {
        let bare = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if vague.contains(&bare.as_str()) {
            report.say(
                span,
                format!("“{words}” does not say where this link leads"),
                "write the name of the page or what it helps with between the square brackets",
            );
        }
    }
}

fn address_as_text(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, link, words) in led(text) {
        let is_address = words.contains("://") || words.starts_with("www.");
        if is_address && matches!(link, Link::External(_)) {
            report.say(
                span,
                "the words of this link are a web address, which is read aloud letter by letter",
                "write the name of the page between the square brackets: `[UNHCR Help](https://…)`",
            );
        }
    }
}

fn same_text_links(text: &Text<'_>, report: &mut Report<'_>) {
    let mut seen: BTreeMap<String, (Span, &Link)> = BTreeMap::new();
    for (span, link, words) in led(text).into_iter().filter(|(_, _, words)| !words.is_empty()) {
        match seen.get(&words.to_lowercase()) {
            Some((first, other)) if !same_target(other, link) => {
                report.say(
                    span,
                    format!("two links here say “{}” and lead to different places", shorten(&words)),
                    "say in each what is different about its page",
                );
                report.also(text.document.place(*first), "the first one is here");
            }
            Some(_) => {}
            None => {
                seen.insert(words.to_lowercase(), (span, link));
            }
        }
    }
}

fn same_target(a: &Link, b: &Link) -> bool {
    match (a, b) {
        (Link::Page { key: a, .. }, Link::Page { key: b, .. }) => a == b,
        _ => a == b,
    }
}

fn link_to_self(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, link, _) in led(text) {
        match link {
            Link::Page { key, fragment: None } if *key == text.page.key => {
                report.say(span, "this link leads to the page that it stands on", "remove it, or link to a heading of this page: `#when`")
            }
            _ => {}
        }
    }
}

fn own_address(text: &Text<'_>, report: &mut Report<'_>) {
    let base = text.portal.site.config.base_url.trim_end_matches('/');
    for (span, link, _) in led(text) {
        let is_own = |url: &str| url.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']));
        if matches!(link, Link::External(url) if is_own(url)) {
            report.say(
                span,
                "this link leads to this portal by its full address",
                "write the path to the page's file, such as `../guides/free-legal-help.md`",
            );
        }
    }
}

fn link_title(text: &Text<'_>, report: &mut Report<'_>) {
    for link in text.document.body.links.iter().filter(|link| link.image.is_none()) {
        if let Some(title) = &link.title {
            report.say(
                link.span,
                format!("“{}” shows only under a mouse: phones and most screen readers leave it out", shorten(title)),
                "write it in the text, and remove it from the round brackets",
            );
        }
    }
}

fn double_link(text: &Text<'_>, report: &mut Report<'_>) {
    for pair in led(text).windows(2) {
        let [(a, first, _), (b, second, _)] = pair else { continue };
        let between = text.document.source.get(a.end..b.start);
        if same_target(first, second) && between.is_some_and(|between| !between.contains('\n') && between.trim().is_empty()) {
            report.say(*b, "this link leads where the one before it leads", "make one link of the two");
        }
    }
}

fn long_link(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, _, words) in led(text) {
        let count = super::text::words(&words).count();
        if count > 20 {
            report.say(
                span,
                format!("the words of this link are {count}, and are all read aloud in a list of links"),
                "put only the name of the page between the square brackets",
            );
        }
    }
}

fn unused_asset(portal: &Portal<'_>, report: &mut Report<'_>) {
    for (path, _) in portal.sources.below("content/assets") {
        if !portal.site.assets.contains(path.as_str()) {
            report.say_at(
                Place::file(path),
                "no page shows this file or links to it",
                "link to it, or remove it: what nobody uses may still be found by its address",
            );
        }
    }
}

fn unused_fact(portal: &Portal<'_>, report: &mut Report<'_>) {
    let editions = portal.site.pages.values().flat_map(|page| page.editions.values().map(move |edition| (page, edition)));
    let mut used = std::collections::BTreeSet::new();
    for (page, edition) in editions {
        used.extend(page.fields.deadlines.iter().map(|id| id.value.as_str()));
        used.extend(edition.links.iter().filter_map(|link| match link {
            Link::Fact(id) => Some(id.as_str()),
            _ => None,
        }));
    }
    let facts = &portal.site.registers.facts;
    for (id, _) in facts.placed().filter(|(id, _)| !used.contains(id.value.as_str())) {
        report.say_at(
            facts.place(id.span),
            format!("no page states the fact `{}`", id.value),
            "write it where it matters, as `[7 days](fact:…)`, or remove it",
        );
    }
}
