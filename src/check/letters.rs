//! Letters and digits that look right and are others: words written with them are not found, and are read aloud wrongly.

use super::accessibility::shorten;
use super::report::Report;
use super::text::{Run, Text};
use super::{Rule, edition};
use crate::config::Level::{Error, Warn};
use crate::model::Digits;

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("wrong-letter", Warn, "words are found by search and read aloud: ي and ك are other letters than ی and ک", "W3C, Arabic & Persian Layout Requirements; Unicode 17, ch. 9.2", wrong_letter),
    edition("wrong-digits", Warn, "numbers are in the digits that readers of the language know", "CLDR 48, numbering systems", wrong_digits),
    edition("presentation-form", Warn, "text copied from a PDF is made of letters, so that it is found and read aloud", "Unicode 17, ch. 9.2 (Arabic Presentation Forms)", presentation_form),
    edition("stretched-word", Warn, "words are not stretched with lines, which search does not find", "W3C, Arabic & Persian Layout Requirements", stretched_word),
    edition("turkish-i", Warn, "Turkish İ and ı are letters of their own", "Unicode 17, SpecialCasing (tr, az)", turkish_i),
    edition("loose-dot", Error, "an i with a second dot comes from a program that does not know Turkish", "Unicode 17, SpecialCasing (tr, az)", loose_dot),
    edition("missing-zwnj", Warn, "a Persian verb is one word, and is not torn apart at the end of a line", "W3C, Arabic & Persian Layout Requirements", missing_zwnj),
    edition("garbled-text", Error, "text that was read in the wrong encoding is repaired before anybody sees it", "W3C, Character encodings: essential concepts", garbled_text),
    edition("invisible-character", Warn, "no character that nobody sees stands inside a word, where search stumbles over it", "Unicode 17, ch. 23", invisible_character),
    edition("mixed-script-word", Error, "a word is written in letters of one script: look-alikes are not found and mislead", "Unicode UTS #39", mixed_script_word),
];

/// Letters that do not belong to a language, each with the right one.
fn wrong_letters(language: &str) -> &'static [(char, char)] {
    match language {
        "fa" | "prs" => &[('ي', 'ی'), ('ى', 'ی'), ('ك', 'ک')],
        "ur" => &[('ي', 'ی'), ('ى', 'ی'), ('ك', 'ک'), ('ه', 'ہ')],
        "ckb" => &[('ي', 'ی'), ('ى', 'ی'), ('ك', 'ک')],
        "ps" => &[('ك', 'ک')],
        "ar" => &[('ی', 'ي'), ('ک', 'ك'), ('ہ', 'ه'), ('ە', 'ه')],
        _ => &[],
    }
}

/// The language whose letters a run must be written with.
fn language_of<'a>(text: &Text<'a>, run: &Run<'a>) -> &'a str {
    run.language.unwrap_or(text.path())
}

fn wrong_letter(text: &Text<'_>, report: &mut Report<'_>) {
    for run in text.runs.iter().filter(|run| !run.code) {
        let language = match language_of(text, run) {
            "fa-AF" => "prs",
            other => other,
        };
        let pairs = wrong_letters(language);
        if pairs.is_empty() || !run.text.contains(|c| pairs.iter().any(|(wrong, _)| *wrong == c)) {
            continue;
        }
        for (at, word) in run.words().filter(|(_, word)| word.contains(|c| pairs.iter().any(|(wrong, _)| *wrong == c))) {
            let right: String = word.chars().map(|c| pairs.iter().find(|(wrong, _)| *wrong == c).map_or(c, |(_, right)| *right)).collect();
            let wrong: String = word.chars().filter(|c| pairs.iter().any(|(wrong, _)| wrong == c)).take(1).collect();
            let code = wrong.chars().next().map_or(0, u32::from);
            say(
                report,
                run,
                at,
                at + word.len(),
                format!("“{word}” holds the letter `{wrong}` (U+{code:04X}), which this language does not use"),
                format!("write “{right}”"),
                &right,
            );
        }
    }
}

/// With a fix only where the text stands in the file as it is.
fn say(report: &mut Report<'_>, run: &Run<'_>, start: usize, end: usize, message: String, help: String, right: &str) {
    if run.is_exact() {
        report.say_fixable(run.at(start, end), message, help, right);
    } else {
        report.say(run.at(start, end), message, help);
    }
}

fn wrong_digits(text: &Text<'_>, report: &mut Report<'_>) {
    let is_wrong = |c: char| match (c, text.language.digits) {
        ('٠'..='٩', Digits::Arabic) | ('۰'..='۹', Digits::Persian) => false,
        ('٠'..='٩' | '۰'..='۹', _) => true,
        _ => false,
    };
    let digit = |c: char| match (c, text.language.digits) {
        ('٠'..='٩', _) => Some(u32::from(c) - 0x660),
        ('۰'..='۹', _) => Some(u32::from(c) - 0x6F0),
        _ => None,
    };
    let zero = match text.language.digits {
        Digits::Latin => 0x30,
        Digits::Arabic => 0x660,
        Digits::Persian => 0x6F0,
    };
    for run in text.own_runs() {
        let mut rest = 0;
        while let Some(start) = run.text[rest..].find(is_wrong).map(|at| rest + at) {
            let end = run.text[start..].find(|c: char| !c.is_numeric()).map_or(run.text.len(), |length| start + length);
            let wrong = &run.text[start..end];
            let right: String = wrong.chars().map(|c| digit(c).and_then(|d| char::from_u32(zero + d)).unwrap_or(c)).collect();
            say(
                report,
                run,
                start,
                end,
                format!("`{wrong}` is in other digits than {} uses here", text.language.endonym),
                format!("write {right}"),
                &right,
            );
            rest = end;
        }
        foreign_periods(text, run, zero, report);
    }
}

/// `9 روز`: a period of time is prose, which is written in the language's digits; numbers of laws, forms and phones are not.
fn foreign_periods(text: &Text<'_>, run: &Run<'_>, zero: u32, report: &mut Report<'_>) {
    if text.language.digits == Digits::Latin || run.link.is_some() {
        return;
    }
    let words: Vec<(usize, &str)> = run.words().collect();
    for pair in words.windows(2) {
        let [(at, number), (_, unit)] = *pair else { continue };
        let is_latin = number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_latin && super::words::period_units(text.path()).contains(&unit) {
            let right: String = number.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| char::from_u32(zero + d)).collect();
            let message = format!("`{number}` is in other digits than {} uses in a sentence", text.language.endonym);
            say(report, run, at, at + number.len(), message, format!("write {right}"), &right);
        }
    }
}

fn presentation_form(text: &Text<'_>, report: &mut Report<'_>) {
    // The ligature of God's name, the rial sign, ornate brackets and honorifics have no other spelling.
    let is_form =
        |c: char| matches!(c, '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDC7}' | '\u{FE70}'..='\u{FEFC}');
    for run in text.runs.iter().filter(|run| run.text.contains(is_form)) {
        if let Some((at, word)) = run.words().find(|(_, word)| word.contains(is_form)) {
            report.say(
                run.at(at, at + word.len()),
                "this text was copied from a PDF: it is made of the shapes of letters, not of letters",
                "type it again; copying brings the same shapes back",
            );
        }
    }
}

fn stretched_word(text: &Text<'_>, report: &mut Report<'_>) {
    for run in text.own_runs() {
        for (at, word) in run.words().filter(|_| run.text.contains('ـ')) {
            // A single one stands after a prefix, as in `الـ`.
            if word.contains("ــ") || (word.contains('ـ') && !word.ends_with('ـ') && !word.starts_with('ـ')) {
                let right = word.replace('ـ', "");
                say(
                    report,
                    run,
                    at,
                    at + word.len(),
                    format!("“{word}” is stretched with a line, so search does not find it"),
                    format!("write “{right}”"),
                    &right,
                );
            }
        }
    }
}

fn turkish_i(text: &Text<'_>, report: &mut Report<'_>) {
    // Stems that begin with İ, or hold it in capitals; written with I they are other words or none.
    const STEMS: [&str; 22] = [
        "istanbul",
        "izmir",
        "içişleri",
        "idare",
        "idari",
        "iltica",
        "insan",
        "iskân",
        "iskan",
        "izin",
        "itiraz",
        "imza",
        "işlem",
        "işçi",
        "ikamet",
        "iptal",
        "ilgili",
        "ilçe",
        "isim",
        "islam",
        "ingiliz",
        "iran",
    ];
    for run in text.runs.iter().filter(|run| language_of(text, run) == "tr" && !run.code) {
        for (at, word) in run.words().filter(|(_, word)| word.starts_with('I')) {
            let lower: String = word.chars().flat_map(|c| if c == 'I' { 'i'.to_lowercase() } else { c.to_lowercase() }).collect();
            if STEMS.iter().any(|stem| lower.starts_with(stem)) {
                let right = format!("İ{}", &word[1..]);
                say(
                    report,
                    run,
                    at,
                    at + word.len(),
                    format!("“{word}” begins with I, but the Turkish word begins with İ"),
                    format!("write “{right}”"),
                    &right,
                );
            }
        }
        for (at, word) in run.words().filter(|(_, word)| ["TÜRKIYE", "Türkıye", "TÜRKIYE’DE", "TÜRKIYE'DE"].contains(word)) {
            let right = word.replace("KI", "Kİ").replace("kı", "ki");
            say(
                report,
                run,
                at,
                at + word.len(),
                format!("“{word}” is written with I, but the word has an İ"),
                format!("write “{right}”"),
                &right,
            );
        }
    }
}

fn loose_dot(text: &Text<'_>, report: &mut Report<'_>) {
    for run in &text.runs {
        for (at, _) in run.text.match_indices("i\u{307}") {
            say(
                report,
                run,
                at,
                at + "i\u{307}".len(),
                "this `i` carries a second dot (U+0307), which comes from a program that does not know Turkish".to_string(),
                "write a plain `i`".to_string(),
                "i",
            );
        }
    }
}

fn missing_zwnj(text: &Text<'_>, report: &mut Report<'_>) {
    if !matches!(text.path(), "fa" | "prs") {
        return;
    }
    for run in text.own_runs() {
        let words: Vec<(usize, &str)> = run.words().collect();
        for pair in words.windows(2) {
            let [(at, word), (next, follower)] = *pair else { continue };
            let joined = run.text[at + word.len()..next] == *" ";
            // With the Arabic letter too, which `wrong-letter` finds.
            let verb = matches!(word, "می" | "نمی" | "مي" | "نمي") && follower.chars().count() > 1;
            let plural =
                matches!(follower, "ها" | "های" | "هایی" | "هایشان" | "هایتان") && !word.chars().any(|c| c.is_ascii_alphanumeric());
            if joined && (verb || plural) {
                let (end, right) = (next + follower.len(), format!("{}\u{200C}{follower}", word.replace('ي', "ی")));
                say(
                    report,
                    run,
                    at,
                    end,
                    format!("“{}” is one word", &run.text[at..end]),
                    format!("write “{right}”, with a zero-width non-joiner (نیم‌فاصله) in place of the space"),
                    &right,
                );
            }
        }
    }
}

fn garbled_text(text: &Text<'_>, report: &mut Report<'_>) {
    // UTF-8 read as Latin-1 or Windows-1252: what the letters of Turkish, Arabic and quotation marks turn into.
    const SIGNS: [&str; 16] = ["\u{FFFD}", "Ã¼", "Ã§", "Ã¶", "Ã©", "Ã¨", "Ä±", "Ä°", "ÄŸ", "ÅŸ", "â€™", "â€œ", "â€“", "Ø§Ù", "Ð°Ð", "ï»¿"];
    // The first bytes of them: a text without is not searched for each.
    let may_hold = |text: &str| text.bytes().any(|byte| matches!(byte, 0xC3 | 0xEF));
    for run in text.runs.iter().filter(|run| !run.code && may_hold(run.text)) {
        if let Some((at, sign)) = SIGNS.iter().filter_map(|sign| run.text.find(sign).map(|at| (at, *sign))).min() {
            report.say(
                run.at(at, at + sign.len()),
                format!("“{sign}” is what is left of a letter that was read in the wrong encoding"),
                "write the letter that was meant, and save the file as UTF-8",
            );
        }
    }
}

fn invisible_character(text: &Text<'_>, report: &mut Report<'_>) {
    // The first bytes of them, which most texts are without.
    let may_hold = |text: &str| text.bytes().any(|byte| matches!(byte, 0xC2 | 0xE1 | 0xE2 | 0xEF));
    for run in text.runs.iter().filter(|run| !run.code && may_hold(run.text)) {
        for (at, c) in run
            .text
            .char_indices()
            .filter(|(_, c)| matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{180E}' | '\u{2028}' | '\u{2029}'))
        {
            say(
                report,
                run,
                at,
                at + c.len_utf8(),
                format!("the invisible character U+{:04X} stands here", u32::from(c)),
                "remove it; it came along when text was copied".to_string(),
                "",
            );
        }
    }
}

fn mixed_script_word(text: &Text<'_>, report: &mut Report<'_>) {
    use super::script::{Script, of_char};
    for run in text.runs.iter().filter(|run| !run.code && run.scripts().len() > 1) {
        // An ending after an apostrophe may be in the letters of the sentence: “NexT'а”.
        let parts = run
            .words()
            .flat_map(|(at, word)| word.split(['\'', '’']).map(move |part| (at + (part.as_ptr() as usize - word.as_ptr() as usize), part)));
        for (at, word) in parts {
            let has = |script| word.chars().any(|c| of_char(c) == Some(script));
            if has(Script::Latin) && (has(Script::Cyrillic) || has(Script::Greek)) && !word.contains(['µ', 'Ω']) {
                let look: String = word.chars().filter(|c| of_char(*c) != Some(Script::Latin)).take(1).collect();
                report.say(
                    run.at(at, at + word.len()),
                    format!("“{}” mixes Latin and other letters: `{look}` only looks like a Latin one", shorten(word)),
                    "type the word again with one keyboard",
                );
            }
        }
    }
}
