//! Pictures, lists and letters that some readers cannot make out. Headings and tables are in `headings`, link texts in `links`.

use super::report::Report;
use super::script::{self, Script};
use super::text::{Part, Run, Text};
use super::{Rule, edition, words};
use crate::config::Level::Warn;
use crate::diagnostic::Span;
use crate::model::{Inline, InlineKind, Link, Source};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("file-name-alt", Warn, "who listens hears what a picture shows, not what its file is called", "WCAG 2.2, 1.1.1; technique F30", file_name_alt),
    edition("redundant-alt", Warn, "who listens is not told twice that there is a picture", "WCAG 2.2, 1.1.1; W3C alt decision tree", redundant_alt),
    edition("long-alt", Warn, "a description can be heard in one go; it cannot be paused or skipped through", "WCAG 2.2, 1.1.1; technique G94", long_alt),
    edition("image-of-text", Warn, "text can be enlarged, read aloud, searched and translated; a picture of text cannot", "WCAG 2.2, 1.4.5", image_of_text),
    edition("typed-bullet", Warn, "a list is announced as a list, with the number of its items", "WCAG 2.2, 1.3.1; technique H48", typed_bullet),
    edition("typed-number", Warn, "steps are announced as a list, with their number and how many there are", "WCAG 2.2, 1.3.1; technique H48; CommonMark 0.31, 5.2", typed_number),
    edition("all-capitals", Warn, "words keep their shape, and are not spelled out letter by letter when read aloud", "WCAG 2.2, 1.4.8 (advice); GOV.UK style guide, Capitalisation", all_capitals),
    edition("colour-only", Warn, "who does not see colours, or prints the page, knows what is meant", "WCAG 2.2, 1.4.1", colour_only),
    edition("emoji", Warn, "pictures in text are read aloud by their names, and look different on every phone", "WCAG 2.2, 1.1.1; technique F26", emoji),
    edition("abbreviation", Warn, "who meets an abbreviation for the first time can find out what it means", "WCAG 2.2, 3.1.4", abbreviation),
];

/// Signs that are typed for want of a list. Dashes are no bullets in themselves: French and Russian open speech with them.
const BULLETS: &[char] = &['►', '•', '●', '○', '▪', '◦', '▸', '‣', '■', '□', '✓', '✔', '➤', '➢', '·', '∙', '◆', '❖'];

fn pictures<'t>(text: &'t Text<'_>) -> Vec<(Span, &'t str, &'t str)> {
    fn below<'t>(inlines: &'t [Inline], out: &mut Vec<(Span, usize, &'t str)>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Image { link, alt } => out.push((inline.span, *link, alt)),
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Link { text: inner, .. } => below(inner, out),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    text.passages.iter().for_each(|passage| below(passage.inlines, &mut found));
    let file = |link: usize| match text.edition.links.get(link) {
        Some(Link::Asset(path)) => path.as_str().rsplit('/').next().unwrap_or_default(),
        _ => "",
    };
    found.into_iter().map(|(span, link, alt)| (span, alt.trim(), file(link))).collect()
}

fn file_name_alt(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, alt, file) in pictures(text) {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let lower = alt.to_lowercase();
        let ending = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"].iter().any(|ending| lower.ends_with(ending));
        let camera =
            ["img_", "img-", "dsc_", "dscn", "image_", "screenshot_", "whatsapp image"].iter().any(|start| lower.starts_with(start));
        let only_stem = !stem.is_empty() && lower == stem.to_lowercase() && stem.contains(['-', '_']);
        if ending || camera || only_stem {
            report.say(
                span,
                format!("`{alt}` is the name of a file, not what the picture shows"),
                "write what a reader should learn from the picture, in one short sentence",
            );
        }
    }
}

fn redundant_alt(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, alt, _) in pictures(text) {
        let lower = alt.to_lowercase();
        if let Some(start) = words::picture_words(text.path()).iter().find(|start| lower.starts_with(**start)) {
            report.say(
                span,
                format!("the description begins with “{}”, which screen readers say themselves", start.trim()),
                "begin with what the picture shows",
            );
        }
    }
}

fn long_alt(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, alt, _) in pictures(text) {
        let length = alt.chars().count();
        if length > 160 {
            report.say(
                span,
                format!("this description has {length} characters, and is heard without a pause"),
                "write one short sentence here, and the rest as a paragraph below the picture",
            );
        }
    }
}

fn image_of_text(text: &Text<'_>, report: &mut Report<'_>) {
    const NAMES: [&str; 10] = ["poster", "flyer", "leaflet", "brochure", "banner", "screenshot", "infographic", "afis", "brosur", "scan"];
    for (span, _, file) in pictures(text) {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
        if stem.split(|c: char| !c.is_alphabetic()).any(|word| NAMES.contains(&word)) {
            report.say(
                span,
                format!("`{file}` looks like a picture of text, which nobody can enlarge, hear or translate"),
                "write the text on the page; keep the picture only if it shows something else",
            );
        }
    }
}

fn typed_bullet(text: &Text<'_>, report: &mut Report<'_>) {
    for run in text.own_runs() {
        let passage = &text.passages[run.passage];
        if !matches!(passage.part, Part::Paragraph | Part::Item) {
            continue;
        }
        let line = text.document.source[..run.span.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &text.document.source[line..run.span.start];
        let mut chars = run.text.chars();
        let (first, second) = (chars.next(), chars.next());
        let Some(bullet) = first.filter(|c| BULLETS.contains(c)) else { continue };
        let span = run.at(0, bullet.len_utf8());
        let message = format!("`{bullet}` is typed here instead of a list, so nobody hears that it is one");
        if passage.part == Part::Item && before.trim_start().starts_with(['-', '*', '+']) && before.trim().len() == 1 {
            report.say_fixable(
                run.at(0, bullet.len_utf8() + second.filter(|c| *c == ' ').map_or(0, char::len_utf8)),
                message,
                format!("remove the `{bullet}`: the `-` makes it a list item already"),
                "",
            );
        } else if before.trim().is_empty() && passage.part == Part::Paragraph && second.is_some_and(char::is_whitespace) {
            report.say_fixable(span, message, format!("write `-` and a space in place of `{bullet}`"), "-");
        } else if before.trim().is_empty() || run.span.start == passage.span.start {
            report.say(span, message, format!("write `- ` in place of `{bullet}`, each item on a line of its own"));
        }
    }
}

/// `۱. …` at the beginning of a line: Markdown makes lists of ASCII digits alone, and shows them in the language's own.
fn typed_number(text: &Text<'_>, report: &mut Report<'_>) {
    let digit = |c: char| match c {
        '٠'..='٩' => Some(u32::from(c) - 0x660),
        '۰'..='۹' => Some(u32::from(c) - 0x6F0),
        _ => None,
    };
    for run in text.own_runs().filter(|run| text.passages[run.passage].part == Part::Paragraph) {
        let line = text.document.source[..run.span.start].rfind('\n').map_or(0, |at| at + 1);
        let number: String = run.text.chars().map_while(digit).filter_map(|d| char::from_digit(d, 10)).collect();
        let length: usize = run.text.chars().take(number.len()).map(char::len_utf8).sum();
        let mut rest = run.text[length..].chars();
        let is_marked = matches!(rest.next(), Some('.' | ')' | '-' | '–')) && rest.next().is_some_and(char::is_whitespace);
        if !(1..=2).contains(&number.len()) || !is_marked || !text.document.source[line..run.span.start].trim().is_empty() {
            continue;
        }
        let end = length + run.text[length..].chars().next().map_or(0, char::len_utf8);
        let message = format!("`{}` is typed here, which makes no list", &run.text[..end]);
        let help = format!("write `{number}.`: readers see the digits of their language");
        if run.is_exact() {
            report.say_fixable(run.at(0, end), message, help, format!("{number}."));
        } else {
            report.say(run.at(0, end), message, help);
        }
    }
}

/// Stretches of words in capitals: where each begins and ends, and how many words it has. Little words between them belong to it.
fn streaks(run: &Run<'_>) -> Vec<(usize, usize, usize)> {
    let mut streak: Option<(usize, usize, usize)> = None;
    let mut found = Vec::new();
    for (at, word) in run.words() {
        let capital = word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_uppercase);
        let is_long = word.chars().filter(|c| c.is_alphabetic()).count() > 2;
        streak = match (capital, streak) {
            (true, Some((start, _, count))) if is_long => Some((start, at + word.len(), count + 1)),
            (true, None) if is_long => Some((at, at + word.len(), 1)),
            (true, same) => same,
            (false, done) => {
                found.extend(done);
                None
            }
        };
    }
    found.extend(streak);
    found
}

fn all_capitals(text: &Text<'_>, report: &mut Report<'_>) {
    if script::of_language(text.path()) == Some(Script::Arabic) {
        return;
    }
    let mut told = None;
    for run in text.own_runs() {
        let is_heading = matches!(text.passages[run.passage].part, Part::Title | Part::Heading(_));
        let wanted = if is_heading { 2 } else { 4 };
        // Lines of one paragraph are one finding.
        let first = streaks(run).into_iter().find(|(_, _, count)| *count >= wanted && told != Some(run.passage));
        if let Some((start, end, _)) = first {
            told = Some(run.passage);
            let words = shorten(&run.text[start..end]);
            report.say(
                run.at(start, end),
                format!("`{words}` is written in capitals, which are hard to read and may be spelled out aloud"),
                "write it in small letters; for weight, write `**bold**`",
            );
        }
    }
}

fn colour_only(text: &Text<'_>, report: &mut Report<'_>) {
    let phrases: &[&str] = match text.path() {
        "en" => &[
            "shown in red",
            "marked in red",
            "written in red",
            "highlighted in red",
            "in red letters",
            "red button",
            "green button",
            "blue button",
            "marked in green",
            "shown in green",
            "highlighted in yellow",
            "marked in yellow",
            "red text",
            "green text",
            "blue link",
        ],
        "tr" => &[
            "kırmızıyla işaretli",
            "kırmızı ile işaretli",
            "kırmızı düğme",
            "yeşil düğme",
            "mavi düğme",
            "kırmızı buton",
            "yeşil buton",
            "sarıyla işaretli",
        ],
        "fr" => &["en rouge", "bouton rouge", "bouton vert", "bouton bleu", "en vert", "surligné en jaune"],
        "ar" => &["باللون الأحمر", "باللون الأخضر", "الزر الأحمر", "الزر الأخضر", "الزر الأزرق"],
        "fa" | "prs" => &["به رنگ قرمز", "دکمه قرمز", "دکمه سبز", "دکمه آبی", "به رنگ سبز"],
        "ru" => &["красным цветом", "красная кнопка", "красную кнопку", "зелёную кнопку", "зеленую кнопку", "выделено красным"],
        "ur" => &["سرخ بٹن", "سبز بٹن", "نیلے بٹن", "سرخ رنگ میں"],
        "ps" => &["سره تڼۍ", "شنه تڼۍ", "په سور رنګ"],
        "ckb" => &["دوگمەی سوور", "دوگمەی سەوز", "بە ڕەنگی سوور"],
        "kmr" => &["bişkoka sor", "bişkoka kesk", "bi rengê sor"],
        "so" => &["badhanka cas", "badhanka cagaaran", "midab cas"],
        _ => &[],
    };
    for run in text.own_runs().filter(|_| !phrases.is_empty()) {
        let lower = text.lower_run(run);
        for (at, phrase) in phrases.iter().filter_map(|phrase| lower.find(phrase).map(|at| (at, phrase))) {
            let span = if lower.len() == run.text.len() { run.at(at, at + phrase.len()) } else { run.span };
            report.say(
                span,
                format!("“{phrase}” helps only who sees colours"),
                "name the thing by its words or its place in the text as well",
            );
        }
    }
}

fn emoji(text: &Text<'_>, report: &mut Report<'_>) {
    for run in text.own_runs() {
        let mut end = 0;
        for (at, c) in run.text.char_indices().filter(|(_, c)| is_emoji(*c)) {
            if at > end || end == 0 {
                report.say(
                    run.at(at, at + c.len_utf8()),
                    format!("the picture `{c}` is read aloud by its name, and some phones cannot show it"),
                    "write what it means in words, or remove it",
                );
            }
            // A row of them, with the joiners between, is one finding.
            end = at + c.len_utf8() + 8;
        }
    }
}

/// Pictographs by block (Unicode 17, `Emoji_Presentation`); plain symbols such as `✓` are none.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{1F000}'..='\u{1F2FF}' | '☎' | '✅' | '❌' | '⚠' | '❗' | '❓' | '⭐' | '☑' | '✉' | '⛔')
}

fn abbreviation(text: &Text<'_>, report: &mut Report<'_>) {
    if !matches!(text.path(), "en" | "tr" | "fr" | "so" | "kmr" | "de" | "es") {
        return;
    }
    let whole: String = text.passages.iter().map(|passage| passage.plain.as_str()).collect::<Vec<_>>().join("\n");
    let mut told = std::collections::BTreeSet::new();
    for run in text
        .own_runs()
        .filter(|run| !matches!(text.link(run), Some(Link::Term(_) | Link::Contact(_) | Link::Law { .. } | Link::External(_))))
    {
        let capitals = streaks(run);
        let is_short = |word: &str| word.chars().all(char::is_uppercase) && (3..=6).contains(&word.chars().count());
        for (at, word) in run.words().filter(|(_, word)| is_short(word)) {
            // Of words in capitals for weight, and of names of files, another rule speaks.
            let is_loud = capitals.iter().any(|(start, end, count)| *count > 2 && (*start..*end).contains(&at));
            if is_loud || run.text[at + word.len()..].starts_with('_') || run.text[..at].ends_with('_') {
                continue;
            }
            // Roman numbers and parts of addresses or capitals for weight are no abbreviations.
            let roman = word.chars().all(|c| "IVXLCDM".contains(c));
            if !roman && !is_known(word, text) && !is_explained(text, &whole, word) && told.insert(word.to_string()) {
                report.say(
                    run.at(at, at + word.len()),
                    format!("nothing on this page says what `{word}` means"),
                    format!("at its first use write it in full, with `({word})` after it; or link to the glossary: `[{word}](term:…)`"),
                );
            }
        }
    }
}

/// Abbreviations that stand in a register or that everybody reads as a word.
fn is_known(word: &str, text: &Text<'_>) -> bool {
    const EVERYDAY: [&str; 14] = ["PDF", "SMS", "HIV", "AIDS", "URL", "USB", "SIM", "GPS", "UTC", "FAQ", "WHO", "IBAN", "NGO", "HTML"];
    let registers = &text.portal.site.registers;
    let holds = |found: &crate::model::Text| found.0.values().any(|name| super::text::words(name).any(|(_, part)| part == word));
    EVERYDAY.contains(&word)
        || registers.organisations.iter().any(|(_, organisation)| holds(&organisation.short) || holds(&organisation.name))
        || registers.laws.iter().any(|(_, law)| holds(&law.short))
        || registers.contacts.iter().any(|(_, contact)| holds(&contact.name))
        || registers.terms.iter().any(|(_, term)| holds(&term.name) || term.turkish.value.contains(word))
}

/// Whether brackets beside it say what it means (`… Migration Management (PDMM)` or `PDMM (Provincial …)`), or the glossary does.
fn is_explained(text: &Text<'_>, whole: &str, word: &str) -> bool {
    let is_linked = |run: &Run<'_>| matches!(text.link(run), Some(Link::Term(_))) && run.text.contains(word);
    let is_cited = |source: &Source| matches!(source, Source::Web { title, .. } if title.contains(word));
    if text.runs.iter().any(is_linked) || text.page.fields.sources.iter().any(is_cited) {
        return true;
    }
    whole.contains(&format!("({word}")) || whole.contains(&format!("{word})")) || whole.contains(&format!("{word} ("))
}

/// A text cut for a message.
pub(super) fn shorten(text: &str) -> String {
    let long = text.chars().count() > 48;
    if long { text.chars().take(47).chain(['…']).collect() } else { text.to_string() }
}
