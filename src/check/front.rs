//! What is said about a page: titles, summaries, and what each kind of page owes its reader. Keys and values are read by `parse`.

use std::collections::BTreeMap;

use super::accessibility::shorten;
use super::report::Report;
use super::text::Text;
use super::{Portal, Rule, edition, portal};
use crate::config::Level::{Off, Warn};
use crate::diagnostic::Span;
use crate::model::{Kind, LanguageId, PageFields};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("no-contact", Warn, "who is in trouble finds somebody to call", "NHS digital service manual, Care cards", no_contact),
    edition("no-next", Warn, "who has read a situation knows what to read next", "GOV.UK Design System, Step by step", no_next),
    edition("no-deadline", Off, "a situation in which time runs says how much is left", "", no_deadline),
    edition("no-source", Warn, "what is said about the law can be traced to the law", "NHS digital service manual, Reviewing content", no_source),
    edition("no-topic", Warn, "a page is found under the subject that it is about", "WCAG 2.2, 2.4.5", no_topic),
    edition("no-audience", Off, "readers see whether a page is for them", "", no_audience),
    edition("long-title", Warn, "a title fits the screen of a phone and the list of results", "WCAG 2.2, 2.4.2", long_title),
    edition("long-summary", Warn, "a summary is shorter than the page", "", long_summary),
    edition("long-menu", Warn, "a menu can be taken in at a glance", "", long_menu),
    edition("title-period", Warn, "a title is no sentence", "GOV.UK style guide, Titles", title_period),
    edition("summary-is-title", Warn, "a summary says more than the title", "WCAG 2.2, 2.4.2", summary_is_title),
    edition("unlisted-language", Warn, "what is not meant to exist in a language is not published in it by mistake", "", unlisted_language),
    edition("no-text", Warn, "a page that is opened holds something", "", no_text),
    portal("same-title", Warn, "two pages can be told apart by their titles", "WCAG 2.2, 2.4.2; technique G88", same_title),
];

fn original<'a>(text: &Text<'a>) -> Option<(&'a PageFields, Span)> {
    text.document.page_fields().map(|fields| (fields, text.document.front.title.span))
}

fn owes(fields: &PageFields) -> bool {
    matches!(fields.kind, Kind::Situation | Kind::Guide | Kind::Explainer)
}

/// An original says in which languages the page is meant to be; this edition is in another.
fn unlisted_language(text: &Text<'_>, report: &mut Report<'_>) {
    if text.page.is_wanted(text.id) {
        return;
    }
    let (path, original) = (&text.language.path, text.page.editions.get(&text.page.original));
    let place = original.map(|original| format!("in `{}`", original.document.path)).unwrap_or_default();
    report.say(
        text.document.front.title.span,
        format!("this page exists in `{path}`, which its original does not list"),
        format!("add `{path}` to `languages:` {place}, or delete this file"),
    );
}

fn no_contact(text: &Text<'_>, report: &mut Report<'_>) {
    if let Some((_, span)) = original(text).filter(|(fields, _)| fields.kind == Kind::Situation && fields.contacts.is_empty()) {
        report.say(
            span,
            "this situation names nobody to call",
            "add `contacts: [rrt-helpdesk]`, with ids of `content/registers/contacts.yaml`",
        );
    }
}

fn no_next(text: &Text<'_>, report: &mut Report<'_>) {
    if let Some((_, span)) = original(text).filter(|(fields, _)| fields.kind == Kind::Situation && fields.next.is_empty()) {
        report.say(span, "this situation does not say what to read next", "add `next: [guides/free-legal-help]`, with the keys of pages");
    }
}

fn no_deadline(text: &Text<'_>, report: &mut Report<'_>) {
    if let Some((_, span)) = original(text).filter(|(fields, _)| fields.kind == Kind::Situation && fields.deadlines.is_empty()) {
        report.say(
            span,
            "this situation names no time limit",
            "add `deadlines: [deportation-appeal]`, with ids of `content/registers/facts.yaml`",
        );
    }
}

fn no_source(text: &Text<'_>, report: &mut Report<'_>) {
    let Some((fields, span)) = original(text) else { return };
    let has_chapters = !fields.chapters.is_empty();
    if (owes(fields) || fields.kind == Kind::Chapter) && fields.sources.is_empty() && !has_chapters {
        report.say(span, "nothing says which law or report this page rests on", "add `sources: [law:lfip/53]`");
    }
}

fn no_topic(text: &Text<'_>, report: &mut Report<'_>) {
    let has_topics = text.portal.site.of_kind(Kind::Topic).any(|page| !page.original().document.front.draft);
    if let Some((_, span)) = original(text).filter(|(fields, _)| has_topics && owes(fields) && fields.topics.is_empty()) {
        report.say(
            span,
            "this page stands under no topic, so fewer readers find it",
            "add `topics: [detention]`, with names of pages in `topics/`",
        );
    }
}

fn no_audience(text: &Text<'_>, report: &mut Report<'_>) {
    if let Some((_, span)) = original(text).filter(|(fields, _)| owes(fields) && fields.audience.is_empty()) {
        report.say(span, "nothing says whom this page is for", "add `audience: [everyone]`");
    }
}

fn long_title(text: &Text<'_>, report: &mut Report<'_>) {
    let title = &text.document.front.title;
    let (length, most) = (title.chars().count(), 90);
    if length > most {
        report.say(
            title.span,
            format!("this title has {length} characters, more than {most}"),
            "say it in a few words; the summary has room for the rest",
        );
    }
}

fn long_summary(text: &Text<'_>, report: &mut Report<'_>) {
    let Some(summary) = &text.document.front.summary else { return };
    let (length, most) = (summary.chars().count(), 320);
    if length > most {
        report.say(summary.span, format!("this summary has {length} characters, more than {most}"), "write one or two short sentences");
    }
}

fn long_menu(text: &Text<'_>, report: &mut Report<'_>) {
    let Some(menu) = &text.document.front.menu else { return };
    let (length, most) = (menu.chars().count(), 40);
    if length > most {
        report.say(
            menu.span,
            format!("this title for menus has {length} characters, more than {most}"),
            "write one to three words, or leave out `menu`",
        );
    }
}

fn title_period(text: &Text<'_>, report: &mut Report<'_>) {
    let title = &text.document.front.title;
    if title.ends_with(['.', '۔']) && !title.ends_with("..") {
        report.say(title.span, "a title ends without a full stop", format!("write “{}”", shorten(title.trim_end_matches(['.', '۔']))));
    }
}

fn summary_is_title(text: &Text<'_>, report: &mut Report<'_>) {
    let front = &text.document.front;
    let Some(summary) = &front.summary else { return };
    if summary.trim().trim_end_matches('.').to_lowercase() == front.title.trim().to_lowercase() {
        report.say(summary.span, "the summary repeats the title", "write in one or two sentences what the page helps with");
    }
}

fn no_text(text: &Text<'_>, report: &mut Report<'_>) {
    let kind = text.page.fields.kind;
    let filled = matches!(kind, Kind::Home | Kind::Section | Kind::Topic | Kind::Project) || !text.page.fields.chapters.is_empty();
    if !filled && text.document.body.blocks.is_empty() {
        report.say(
            text.document.front.title.span,
            "this page has no text",
            "write it below the second `---`, or add `draft: true` until it is written",
        );
    }
}

fn same_title(portal: &Portal<'_>, report: &mut Report<'_>) {
    let mut seen: BTreeMap<(LanguageId, String), &crate::model::Document> = BTreeMap::new();
    for page in portal.site.pages.values().filter(|page| !matches!(page.fields.kind, Kind::Chapter | Kind::Topic)) {
        for (language, edition) in &page.editions {
            let document = edition.document.as_ref();
            let title = document.front.title.trim().to_lowercase();
            if let Some(first) = seen.insert((*language, title), document) {
                report.say_at(
                    document.place(document.front.title.span),
                    format!("`{}` has the same title", first.path),
                    "say in each title what only its own page is about",
                );
                report.also(first.place(first.front.title.span), "it stands here");
            }
        }
    }
}
