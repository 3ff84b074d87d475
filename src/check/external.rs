//! External links: what it means for an editor that another site's page answers, has moved or is gone. Asks nobody: see `outside`.

use std::collections::BTreeSet;

use super::report::Report;
use super::{Check, Evidence, Portal, Rule, published};
use crate::config::Level::{self, Error, Off, Warn};
use crate::diagnostic::Place;
use crate::model::{Link, Source, Spanned};
use crate::outside::{Trouble, Verdict};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    rule("dead-link", Error, "nobody in need is sent to a page that is gone; only with `--external`", "RFC 9110, 15.5", dead_link),
    rule("moved-link", Warn, "links lead straight to where a page is now, before the old address stops leading there; only with `--external`", "RFC 9110, 15.4", moved_link),
    rule("unreachable-link", Warn, "an editor knows which links could not be looked at; only with `--external`", "RFC 9110, 15.6", unreachable_link),
    rule("unchecked-link", Off, "an editor knows which links she must open herself, since their sites want no programs; only with `--external`", "RFC 9309", unchecked_link),
];

const fn rule(
    code: &'static str,
    level: Level,
    protects: &'static str,
    reference: &'static str,
    check: fn(&Portal<'_>, &Evidence, &mut Report<'_>),
) -> Rule {
    Rule { code, level, protects, reference, check: Check::OnRequest(check) }
}

/// Every address of another site that the portal names, with where it stands.
fn named(portal: &Portal<'_>) -> Vec<(Place, String)> {
    let site = portal.site;
    let mut found = Vec::new();
    for page in site.pages.values() {
        for edition in published(page).filter_map(|id| page.editions.get(&id)) {
            let document = &edition.document;
            for (raw, link) in document.body.links.iter().zip(&edition.links) {
                if let Link::External(url) = link {
                    found.push((document.place(raw.span), url.clone()));
                }
            }
            for source in document.page_fields().into_iter().flat_map(|fields| &fields.sources) {
                if let Source::Web { url, .. } = source {
                    found.push((document.place(url.span), url.value.clone()));
                }
            }
        }
    }
    let registers = &site.registers;
    let mut add = |place: Place, url: &Spanned<String>| found.push((place, url.value.clone()));
    for (_, contact) in registers.contacts.iter() {
        contact.url.iter().chain(&contact.source).for_each(|url| add(registers.contacts.place(url.span), url));
    }
    registers.facts.iter().flat_map(|(_, fact)| &fact.source).for_each(|url| add(registers.facts.place(url.span), url));
    registers.laws.iter().for_each(|(_, law)| add(registers.laws.place(law.url.span), &law.url));
    registers.organisations.iter().flat_map(|(_, one)| &one.url).for_each(|url| add(registers.organisations.place(url.span), url));
    for (_, project) in registers.projects.iter() {
        let links = project.links.iter().map(|(_, url)| url);
        links.chain(&project.source).for_each(|url| add(registers.projects.place(url.span), url));
    }
    found.retain(|(_, url)| url.starts_with("https://") || url.starts_with("http://"));
    found
}

/// Every address of another site that the portal names, once.
pub fn addresses(portal: &Portal<'_>) -> BTreeSet<String> {
    named(portal).into_iter().map(|(_, url)| url).collect()
}

fn each(portal: &Portal<'_>, evidence: &Evidence, mut judge: impl FnMut(Place, &str, &Verdict)) {
    let Some(verdicts) = &evidence.external else { return };
    for (place, url) in named(portal) {
        if let Some(verdict) = verdicts.get(&url) {
            judge(place, &url, verdict);
        }
    }
}

fn dead_link(portal: &Portal<'_>, evidence: &Evidence, report: &mut Report<'_>) {
    each(portal, evidence, |place, url, verdict| {
        if let Verdict::Dead { status } = verdict {
            let why = match status {
                404 => "the site says that there is no such page".to_string(),
                410 => "the site says that this page was taken away for good".to_string(),
                status => format!("the site does not give out this page (status {status})"),
            };
            report.say_at(
                place,
                format!("{why}: {}", host(url)),
                "open the site, find where the page is now, and write that address; or take the link out",
            );
        }
    });
}

fn moved_link(portal: &Portal<'_>, evidence: &Evidence, report: &mut Report<'_>) {
    each(portal, evidence, |place, url, verdict| match verdict {
        Verdict::Moved { to } => {
            report.say_at(place, format!("this page has moved for good, as {} says", host(url)), format!("write `{to}`"));
        }
        Verdict::FrontPage { to } => report.say_at(
            place,
            format!("this address leads to the front page of {} now, so the page itself is probably gone", host(to)),
            "open the site, find where the page is now, and write that address; or take the link out",
        ),
        _ => {}
    });
}

fn unreachable_link(portal: &Portal<'_>, evidence: &Evidence, report: &mut Report<'_>) {
    each(portal, evidence, |place, url, verdict| {
        if let Verdict::Unreachable { trouble } = verdict {
            let (message, help) = words(&host(url), trouble);
            report.say_at(place, message, help);
        }
    });
}

fn unchecked_link(portal: &Portal<'_>, evidence: &Evidence, report: &mut Report<'_>) {
    each(portal, evidence, |place, url, verdict| {
        let why = match verdict {
            Verdict::Refused { .. } => "shows this page to no program",
            Verdict::Unasked => "asks programs not to look at this page (`robots.txt`)",
            _ => return,
        };
        report.say_at(
            place,
            format!("{} {why}, so nobody knows whether it is still there", host(url)),
            "open it in a browser from time to time",
        );
    });
}

/// What is wrong with a host today, and what an editor can do about it.
fn words(host: &str, trouble: &Trouble) -> (String, &'static str) {
    const LATER: &str = "check again on another day; if it stays so, take the link out or find the page elsewhere";
    const NAME: &str = "see whether the name is spelled right; if the site is gone, take the link out";
    const BROWSER: &str = "open it in a browser: readers may be warned off this site, or not reach it at all";
    match trouble {
        Trouble::NoSuchHost => (format!("there is no site at {host}, or its name cannot be looked up now"), NAME),
        Trouble::NoConnection => (format!("{host} takes no connections now"), LATER),
        Trouble::NoAnswer => (format!("{host} did not answer in time"), LATER),
        Trouble::Busy => (format!("{host} is too busy to answer now"), LATER),
        Trouble::ServerError(status) => (format!("{host} has trouble of its own now (status {status})"), LATER),
        Trouble::Certificate => (format!("the certificate of {host} is not valid, and browsers warn of it"), BROWSER),
        Trouble::Circle => (format!("{host} sends visitors round in a circle"), BROWSER),
        Trouble::Other(error) => (format!("{host} could not be reached: {error}"), BROWSER),
    }
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    format!("`{}`", rest.split(['/', '?', '#']).next().unwrap_or(rest))
}
