//! Findings of the other stages, so that every code is explained. The words of each stand where it is found.

use super::{Check, Rule};
use crate::config::Level;

#[rustfmt::skip]
pub(super) const READING: &[Rule] = &[
    needed("no-site", "a build begins in the folder of a portal", ""),
    needed("no-content", "a portal has pages", ""),
    needed("unreadable", "no file is left out because it could not be read", ""),
    needed("not-a-file", "a file is where one is expected", ""),
    needed("not-a-folder", "a folder is where one is expected", ""),
    needed("cyclic-link", "folders do not contain themselves", ""),
    needed("file-name", "file names become addresses that every browser and server reads alike", "RFC 3987"),
    needed("stray-file", "no text lies where nothing reads it", ""),
    needed("unknown-folder", "every folder is a language of the portal", ""),
    needed("encoding", "letters of every language arrive as they were typed", "RFC 3629"),
    needed("not-utf8", "letters of every language arrive as they were typed", "RFC 3629"),
    needed("yaml", "front matter and registers can be read", "YAML 1.2.2"),
];

#[rustfmt::skip]
pub(super) const TRANSLATIONS: &[Rule] = &[
    warning("outdated-critical", "nobody acts on a deadline, fee, phone number or way to a court that has changed in the original", ""),
    warning("unpinned", "of every translation it is known which text it was made from", ""),
    needed("no-translation", "only a translation says what it was made from", ""),
    needed("pin", "what a translation was made from is written by `dalil stamp`, so that it can be compared", ""),
    warning("parity-number", "a number is the same in every language", ""),
    warning("parity-date", "a day is the same in every language, in either calendar", ""),
    warning("parity-amount", "a sum of money is the same in every language", ""),
    warning("parity-phone", "who calls reaches the same people in every language", ""),
    warning("parity-email", "who writes reaches the same people in every language", ""),
    warning("parity-url", "links leave for the same places in every language", ""),
    warning("parity-reference", "facts, terms, contacts and pages are the same in every language", ""),
    warning("parity-article", "the law that is cited is the same in every language", ""),
    warning("parity-list", "no step or condition is lost in translation", ""),
    warning("parity-table", "no row or column is lost in translation", ""),
    warning("parity-callout", "a warning is as loud in every language", ""),
    warning("parity-image", "pictures are the same in every language", ""),
    warning("parity-footnote", "no footnote is lost in translation", ""),
    warning("parity-heading", "links and the language switch keep their place in a page", ""),
    warning("unused-accept", "an accepted difference does not outlive its reason", ""),
    warning("required-term", "an office and a right have one name on a page, which readers can look up", ""),
    error("forbidden-term", "people are called by words that respect them", "UN General Assembly resolution 3449 (XXX)"),
];

#[rustfmt::skip]
pub(super) const EXCHANGE: &[Rule] = &[
    needed("exchange-file", "a translated file is read as it was meant", "GNU gettext; OASIS XLIFF 2.0"),
    needed("exchange-language", "a translation goes to the language it is in", ""),
    needed("exchange-page", "a translation goes to a page that exists", ""),
    needed("exchange-unit", "every text has its place", ""),
    needed("exchange-twice", "no text takes the place of another", ""),
    needed("exchange-placeholder", "links, facts and references survive translation", ""),
    needed("exchange-markdown", "a text comes out as the translator wrote it", ""),
    needed("exchange-old", "a translation is not taken for that of a newer text", ""),
    needed("half-translated", "a section counts as translated once all of it is", ""),
];

#[rustfmt::skip]
pub(super) const WRITING: &[Rule] = &[
    needed("no-front-matter", "every page says what it is", ""),
    needed("unclosed-front-matter", "the text of a page is not read as front matter", ""),
    needed("missing-key", "nothing is left out that a page or record must say", ""),
    needed("unknown-key", "no entry is ignored because of a slip of the pen", ""),
    needed("duplicate-key", "nothing is said twice in different ways", "YAML 1.2.2, 3.2.1.3"),
    needed("wrong-value", "every value is of the kind that is expected; days exist", ""),
    needed("unknown-value", "every value is one of those that dalil knows", ""),
    needed("page-field", "what is true in every language is written once and cannot differ", ""),
    needed("foreign-field", "every kind of page says what belongs to it", ""),
    needed("guide-form", "a guide has chapters or steps, not both", ""),
    needed("home", "there is one home page, where it is looked for", ""),
    needed("review-dates", "the next review is after the last one", ""),
    needed("translation-from", "a translation says what it was made from", ""),
    needed("slug", "addresses can be typed and shared", "RFC 3987"),
    needed("alias", "old addresses lead to the page", "RFC 3987"),
    error("markdown-in-text", "no signs of Markdown are shown to readers", ""),
    needed("record-id", "records can be linked to", ""),
    needed("unknown-register", "every register is one that dalil reads", ""),
    needed("phone", "the numbers in the register can be dialled", "ITU-T E.164"),
    needed("unknown-language", "every text is in a language of the portal", "BCP 47"),
    needed("duplicate-language", "every language is listed once", ""),
    needed("no-language", "every page says which language it is in", "WCAG 2.2, 3.1.1"),
];

#[rustfmt::skip]
pub(super) const MARKDOWN: &[Rule] = &[
    needed("raw-html", "pages hold no programs, forms, films or frames of others, and look the same everywhere", ""),
    needed("text-after-comment", "no text is lost with a comment", "CommonMark 0.31, 4.6"),
    needed("unclosed-comment", "no text is lost with a comment", "CommonMark 0.31, 4.6"),
    needed("too-deep", "lists and quotations can be followed", ""),
    needed("title-in-body", "a page has one heading of the first level", "WCAG 2.2, 1.3.1"),
    needed("empty-heading", "every heading says something", "WCAG 2.2, 2.4.6"),
    needed("nested-heading", "headings are found where readers look for them", "WCAG 2.2, 1.3.1"),
    needed("heading-id", "links to headings work in every language", ""),
    needed("heading-space", "what was meant as a heading is one", "CommonMark 0.31, 4.2"),
    needed("duplicate-id", "a link to a heading leads to one place", "WCAG 2.2, 4.1.1 (HTML)"),
    warning("missing-alt", "who does not see a picture is told what it shows", "WCAG 2.2, 1.1.1"),
    needed("image-target", "nothing is fetched from other sites", ""),
    needed("empty-link", "every link can be seen and heard", "WCAG 2.2, 2.4.4"),
    needed("link-target", "every link leads somewhere", "RFC 3986"),
    needed("link-scheme", "every link is of a kind that browsers open", "RFC 3986"),
    needed("not-a-link", "what was meant as a link is one", "CommonMark 0.31, 6.3"),
    warning("undefined-reference", "what was meant as a link is one", "CommonMark 0.31, 6.3"),
    needed("undefined-footnote", "every mark of a note has its note", ""),
    needed("unused-footnote", "every note is reached from the text", ""),
    needed("duplicate-footnote", "a mark of a note leads to one note", ""),
    needed("callout-marker", "a box is shown as one", ""),
    needed("unknown-callout", "a box is of a kind that has a name in every language", ""),
    needed("table-header", "a table names its columns", "WCAG 2.2, 1.3.1"),
    needed("table-row", "no cell of a table is lost or left out", ""),
    needed("missing-section", "a situation says what to do and what not to do", ""),
    needed("no-questions", "an explainer answers questions", ""),
    needed("no-steps", "a guide in steps has steps", ""),
];

#[rustfmt::skip]
pub(super) const RESOLVING: &[Rule] = &[
    needed("broken-link", "no reader in need lands on a missing page", ""),
    needed("broken-anchor", "a link leads to the section that it names", ""),
    needed("link-to-draft", "no link leads to a page that is not published", ""),
    needed("unknown-record", "every fact, law, term and contact that is named exists", ""),
    needed("unknown-page", "every page that is named exists", ""),
    needed("unknown-topic", "every topic that is named exists", ""),
    needed("missing-chapter", "a guide has all the chapters that it lists", ""),
    needed("stray-chapter", "every chapter belongs to a guide", ""),
    needed("same-page-twice", "a page has one file in each language", ""),
    needed("two-originals", "what is true of a page is said in one place", ""),
    needed("no-original", "every translation has the page that it was made from", ""),
    needed("wrong-origin", "a translation names the language of its original", ""),
    needed("repeated-id", "a link to a heading leads to one place", ""),
    needed("taken-url", "every page has an address of its own", ""),
    warning("nameless-section", "every folder has a name in every language", ""),
];

#[rustfmt::skip]
pub(super) const STRINGS: &[Rule] = &[
    needed("missing-strings", "no page mixes its language with another", "WCAG 2.2, 3.1.2"),
    needed("missing-string", "no page mixes its language with another", "WCAG 2.2, 3.1.2"),
    needed("unused-string", "translators translate only what is shown", ""),
    needed("placeholder", "numbers and names are filled in where they belong", ""),
    needed("plural-form", "numbers are followed by the right form of the word", "CLDR 48, plural rules"),
    needed("no-theme", "a portal has a theme", ""),
    needed("template", "templates can be read", ""),
    needed("script", "browsers can run the theme's scripts", "ECMA-262"),
];

#[rustfmt::skip]
pub(super) const OUTPUT: &[Rule] = &[
    error("search-test", "a reader who asks in her own words finds the page that answers", ""),
    needed("broken-fragment", "a link leads to the section that it names", ""),
    needed("relative-link", "links work on mirrors and saved pages", ""),
    needed("script-link", "links work without programs", ""),
    needed("foreign-resource", "nothing is fetched from other sites, which would see the reader", ""),
    needed("no-such-id", "labels and descriptions belong to what they describe", "WCAG 2.2, 1.3.1"),
    needed("image-alt", "who does not see a picture is told what it shows", "WCAG 2.2, 1.1.1"),
    needed("image-size", "the page does not jump while pictures arrive", ""),
    error("loose-number", "a phone number is read from left to right in every language", "Unicode UAX #9; W3C, Inline markup and bidirectional text"),
    needed("markup", "every browser reads the page alike", "HTML Living Standard"),
    needed("unreadable-picture", "every picture on a page can be seen", ""),
    needed("unsafe-drawing", "no drawing runs programs or fetches anything from elsewhere", "SVG 2, 2.1"),
    warning("heavy-picture", "a picture costs no more than the text that it belongs to", ""),
    error("too-heavy", "the page arrives in the first second of a slow connection", "RFC 6928"),
    error("heavy-style", "the first window of a page holds text and not only how it looks", "RFC 6928"),
    error("heavy-scripts", "programs never cost more than the text", ""),
    error("heavy-view", "a page can be read at once, whatever it loads", ""),
    error("too-many-requests", "a slow connection is asked few times before the page can be read", ""),
    needed("blocked-script", "the page's own programs run", "CSP Level 3"),
    needed("blocked-style", "the page's own styles are used", "CSP Level 3"),
    needed("content-security-policy", "nothing foreign can run in a page", "CSP Level 3"),
    needed("sensitive-saved", "no saved page gives a reader away who may be watched", "Tech Safety, Documentation and exits"),
    needed("sensitive-kept", "no cache gives a reader away who may be watched", "Tech Safety, Documentation and exits"),
    needed("saved-list", "what a reader saves is what the site says", ""),
    needed("alternate-borrowed", "search engines are told the truth about languages", ""),
    needed("alternate-language", "search engines are told the truth about languages", "BCP 47"),
    needed("alternate-missing", "search engines are told the truth about languages", ""),
    needed("alternate-one-way", "pages in different languages name each other", ""),
    needed("alternate-repeated", "a language is named once", ""),
    needed("alternate-self", "a page names itself among its languages", ""),
];

/// An error without which no correct page can be made.
const fn needed(code: &'static str, protects: &'static str, reference: &'static str) -> Rule {
    Rule { code, level: Level::Error, protects, reference, check: Check::Needed }
}

const fn error(code: &'static str, protects: &'static str, reference: &'static str) -> Rule {
    Rule { code, level: Level::Error, protects, reference, check: Check::Elsewhere }
}

const fn warning(code: &'static str, protects: &'static str, reference: &'static str) -> Rule {
    Rule { code, level: Level::Warn, protects, reference, check: Check::Elsewhere }
}
