//! Text that is not in the language of its edition, or does not say that it is in another.

use std::collections::BTreeSet;

use super::accessibility::shorten;
use super::report::Report;
use super::script::{self, Script};
use super::text::{Part, Passage, Run, Text, words as split};
use super::{Rule, edition, words};
use crate::config::Level::{Error, Warn};
use crate::model::{Inline, InlineKind, Link};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("wrong-script", Error, "nobody gets a page in letters that they cannot read", "WCAG 2.2, 3.1.1", wrong_script),
    edition("wrong-language", Error, "nobody gets a paragraph in a language that they did not choose", "WCAG 2.2, 3.1.1 and 3.1.2", wrong_language),
    edition("foreign-run", Warn, "names in other letters are read aloud in their language and keep their direction", "WCAG 2.2, 3.1.2; W3C, Structural markup and right-to-left text", foreign_run),
    edition("wrong-lang-tag", Warn, "text that is marked as another language is in that language", "WCAG 2.2, 3.1.2; technique H58", wrong_lang_tag),
    edition("needless-lang", Warn, "only what is in another language is marked as such", "WCAG 2.2, 3.1.2", needless_lang),
    edition("untranslated", Warn, "a translation holds no paragraph that was forgotten in the original's language", "WCAG 2.2, 3.1.2", untranslated),
    edition("untranslated-title", Warn, "a translated page has a translated heading", "WCAG 2.2, 2.4.2 and 3.1.1", untranslated_title),
];

fn wrong_script(text: &Text<'_>, report: &mut Report<'_>) {
    for (n, passage) in text.passages.iter().enumerate() {
        if let Some(other) = text.other_script(n) {
            report.say(
                passage.span,
                format!("this text is in {} letters, but the page is in {}", other.name(), text.language.endonym),
                format!(
                    "translate it; if it must stay as it is, mark it: `[{}](lang:en)`, with the language it is in",
                    shorten(&passage.plain)
                ),
            );
        }
    }
}

fn wrong_language(text: &Text<'_>, report: &mut Report<'_>) {
    let Some(own) = words::common(text.path()) else { return };
    for (n, passage) in text.passages.iter().enumerate() {
        // Text in other letters is found by `wrong-script`.
        if passage.part == Part::Title || text.other_script(n).is_some() {
            continue;
        }
        let mut hits = [0_usize; words::COMMON.len()];
        let mut all = 0;
        for (_, word) in text.own_runs_of(n).flat_map(Run::words) {
            all += 1;
            words::common_in(word).for_each(|list| hits[list] += 1);
        }
        if all < 6 {
            continue;
        }
        let counts = || words::COMMON.iter().zip(hits).map(|((name, _), hits)| (*name, hits));
        let own_hits = counts().find(|(name, _)| *name == own).map_or(0, |(_, hits)| hits);
        let (best, most) = counts().max_by_key(|(_, hits)| *hits).unwrap_or((own, 0));
        if best != own && most >= 3 && most * 5 >= all && own_hits * 4 <= most {
            let name = crate::model::known_language(best).map_or(best.to_string(), |language| language.endonym);
            report.say(
                passage.span,
                format!("this text seems to be in {name}, but the page is in {}", text.language.endonym),
                format!("translate it; if it must stay as it is, mark it: `[{}](lang:{best})`", shorten(&passage.plain)),
            );
        }
    }
}

fn foreign_run(text: &Text<'_>, report: &mut Report<'_>) {
    let Some(own) = script::of_language(text.path()) else { return };
    for (n, passage) in text.passages.iter().enumerate() {
        if matches!(passage.part, Part::Title | Part::Front) || text.other_script(n).is_some() {
            continue;
        }
        for run in text.own_runs_of(n).filter(|run| run.scripts().iter().any(|script| *script != own) && !is_exempt(text, run)) {
            for (start, end) in foreign_parts(run, own) {
                let found = &run.text[start..end];
                let tag = guess(found);
                report.say(
                    run.at(start, end),
                    format!("“{}” is in other letters than the text around it, and is not marked", shorten(found)),
                    format!("write `[{}](lang:{tag})`", shorten(found)),
                );
            }
        }
    }
}

/// Text that comes from a register or names an address has its own element already.
fn is_exempt(text: &Text<'_>, run: &Run<'_>) -> bool {
    matches!(text.link(run), Some(Link::Fact(_) | Link::Law { .. } | Link::Contact(_)))
        || run.text.contains("://")
        || matches!(text.link(run), Some(Link::External(url)) if url.contains(run.text.trim()))
}

/// Stretches of words in another script than the language's: two words or more, or one that is longer than an abbreviation.
fn foreign_parts(run: &Run<'_>, own: Script) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize, usize, bool)> = Vec::new();
    let mut open = false;
    for (at, word) in super::addresses::split(run.text) {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        let (at, word) = (at + word.find(inner).unwrap_or(0), inner);
        let is_foreign = word.chars().filter_map(script::of_char).next().is_some_and(|script| script != own);
        let is_word = word.chars().filter(|c| c.is_lowercase() || script::of_char(*c) == Some(Script::Arabic)).count() > 2;
        match (is_foreign, open, found.last_mut()) {
            (true, true, Some(last)) => *last = (last.0, at + word.len(), last.2 + 1, last.3 || is_word),
            (true, _, _) => found.push((at, at + word.len(), 1, is_word)),
            _ => {}
        }
        open = is_foreign;
    }
    // A single Latin word, such as `cookie` or `e-Devlet`, is part of every language; a single word in other letters is not.
    found
        .into_iter()
        .filter(|(_, _, count, is_word)| *is_word && (own == Script::Latin || *count > 1))
        .map(|(start, end, _, _)| (start, end))
        .collect()
}

/// The language of a stretch of foreign words, as far as its letters tell.
fn guess(found: &str) -> &'static str {
    let has = |letters: &str| found.chars().any(|c| letters.contains(c));
    match found.chars().find_map(script::of_char) {
        Some(Script::Cyrillic) => "ru",
        Some(Script::Arabic) if has("گچپژ") => "fa",
        Some(Script::Arabic) => "ar",
        Some(Script::Latin) if has("ğışİçöü") => "tr",
        _ => "en",
    }
}

fn marked<'t, 'a>(text: &'t Text<'a>) -> impl Iterator<Item = (&'t Run<'a>, &'a str)> {
    text.runs.iter().filter_map(|run| run.language.map(|tag| (run, tag)))
}

fn wrong_lang_tag(text: &Text<'_>, report: &mut Report<'_>) {
    for (run, tag) in marked(text) {
        let Some(wanted) = script::of_language(tag) else { continue };
        let letters: Vec<Script> = run.text.chars().filter_map(script::of_char).collect();
        if letters.len() > 2 && letters.iter().all(|script| *script != wanted) {
            report.say(
                run.span,
                format!("this is marked as `lang:{tag}`, but is written in {} letters", letters[0].name()),
                "write the language that it is in after `lang:`",
            );
        }
    }
}

fn needless_lang(text: &Text<'_>, report: &mut Report<'_>) {
    for (run, tag) in marked(text).filter(|(_, tag)| tag.eq_ignore_ascii_case(&text.language.tag)) {
        report.say(
            run.span,
            format!("the page is in {} already, so `lang:{tag}` says nothing", text.language.endonym),
            format!("write the text alone: “{}”", shorten(run.text)),
        );
    }
}

fn untranslated(text: &Text<'_>, report: &mut Report<'_>) {
    if text.document.translation().is_none() {
        return;
    }
    let original = text.original.get_or_init(|| passages(&Text::new(text.portal, text.page, text.page.original, text.original)));
    for passage in text.passages.iter().filter(|passage| !matches!(passage.part, Part::Title | Part::Front)) {
        if original.contains(passage.plain.trim()) && long_enough(passage) && !is_marked(passage.inlines, text) {
            report.say(
                passage.span,
                "this paragraph is the same as in the original, so it was not translated",
                format!("translate it into {}", text.language.endonym),
            );
        }
    }
}

fn long_enough(passage: &Passage<'_>) -> bool {
    split(&passage.plain).filter(|(_, word)| word.chars().filter(|c| c.is_lowercase() || c.is_alphabetic()).count() > 2).count() > 4
}

/// Whether most of it is marked as text in another language, as words to show to an official are.
fn is_marked(inlines: &[Inline], text: &Text<'_>) -> bool {
    let is_lang = |inline: &Inline| match &inline.kind {
        InlineKind::Link { link, .. } => matches!(text.edition.links.get(*link), Some(Link::Language(_) | Link::External(_))),
        _ => false,
    };
    inlines.iter().any(is_lang)
}

/// The passages of an edition that are in its own language.
fn passages(text: &Text<'_>) -> BTreeSet<String> {
    let is_own = |passage: &&Passage<'_>| !is_marked(passage.inlines, text);
    text.passages.iter().filter(is_own).map(|passage| passage.plain.trim().to_string()).collect()
}

fn untranslated_title(text: &Text<'_>, report: &mut Report<'_>) {
    if text.document.translation().is_none() {
        return;
    }
    let original = &text.page.original().document.front;
    let own = &text.document.front;
    let same = |a: &str, b: &str| a.trim() == b.trim() && split(a).count() > 2;
    if same(&own.title, &original.title) {
        report.say(
            own.title.span,
            "the title is the same as in the original, so it was not translated",
            format!("translate it into {}", text.language.endonym),
        );
    }
    if let (Some(own), Some(theirs)) = (&own.summary, &original.summary)
        && same(own, theirs)
    {
        report.say(
            own.span,
            "the summary is the same as in the original, so it was not translated",
            format!("translate it into {}", text.language.endonym),
        );
    }
}
