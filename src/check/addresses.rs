//! Phone numbers, e-mail addresses and web addresses: well formed, safe to open, and written as links.

use super::accessibility::shorten;
use super::report::Report;
use super::text::Text;
use super::{Rule, edition};
use crate::config::Level::{Error, Warn};
use crate::model::{Link, RawTarget};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("phone-form", Error, "a number that is touched on a phone is dialled, from abroad too", "RFC 3966; ITU-T E.164", phone_form),
    edition("mail-form", Error, "a message reaches somebody", "RFC 6068", mail_form),
    edition("insecure-link", Warn, "nobody on the way can read or change the page that a link opens", "RFC 9110, 4.2.2", insecure_link),
    edition("bare-address", Warn, "an address in the text can be touched", "WCAG 2.2, 2.4.4", bare_address),
    edition("bare-phone", Warn, "a number in the text is the one in the register, and can be touched", "", bare_phone),
];

fn externals<'t>(text: &'t Text<'_>, scheme: &'static str) -> impl Iterator<Item = (crate::diagnostic::Span, &'t str)> {
    text.document.body.links.iter().filter_map(move |link| match &link.target {
        RawTarget::External(url) => {
            let (found, rest) = url.split_once(':')?;
            found.eq_ignore_ascii_case(scheme).then_some((link.span, rest))
        }
        _ => None,
    })
}

/// Short numbers such as `157`, or E.164: `+` and at most fifteen digits.
fn phone_form(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, number) in externals(text, "tel").chain(externals(text, "sms")) {
        let number = number.split([';', '?']).next().unwrap_or(number);
        let international = number.strip_prefix('+').is_some_and(|digits| (7..=15).contains(&digits.len()) && is_digits(digits));
        let short = (3..=6).contains(&number.len()) && is_digits(number);
        if !international && !short {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            let better = match digits.len() {
                11 if digits.starts_with('0') => format!("`tel:+90{}`", &digits[1..]),
                10 => format!("`tel:+90{digits}`"),
                12 if digits.starts_with("90") => format!("`tel:+{digits}`"),
                _ => "`tel:+902121234567`, with the country's code and no spaces".to_string(),
            };
            report.say(
                span,
                format!("`{}` is not a number that every phone can dial", shorten(number)),
                format!("write {better}; or, better, a link to the register: `[Help Desk](contact:…)`"),
            );
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn mail_form(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, address) in externals(text, "mailto") {
        let address = address.split('?').next().unwrap_or(address);
        if !is_mail(address) {
            report.say(span, format!("`{}` is no e-mail address", shorten(address)), "write it as `mailto:info@example.org`");
        }
    }
}

pub(super) fn is_mail(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    !name.is_empty()
        && name.chars().all(plain)
        && labels.len() > 1
        && labels.iter().all(is_label)
        && labels.last().is_some_and(|top| top.chars().count() > 1)
}

fn insecure_link(text: &Text<'_>, report: &mut Report<'_>) {
    for (span, rest) in externals(text, "http") {
        report.say(
            span,
            format!("`http:{}` can be read and changed on the way", shorten(rest)),
            format!("write `https:{}` if that address works", shorten(rest)),
        );
    }
}

fn bare_address(text: &Text<'_>, report: &mut Report<'_>) {
    let may_hold = |text: &str| ["@", "://", "www."].iter().any(|part| text.contains(part));
    for run in text.runs.iter().filter(|run| run.link.is_none() && !run.code && may_hold(run.text)) {
        for (at, word) in split(run.text) {
            let word = word.trim_end_matches(['.', ',', ')', ';', ':', '!', '?', '،', '؟', '”', '»']);
            let word_start = word.trim_start_matches(['(', '“', '«', '<']);
            let at = at + word.len() - word_start.len();
            let is_web = word_start.starts_with("http://") || word_start.starts_with("https://") || word_start.starts_with("www.");
            if is_web || is_mail(word_start) {
                let scheme = if is_mail(word_start) { "mailto:" } else { "" };
                report.say(
                    run.at(at, at + word_start.len()),
                    format!("`{}` is text here, which nobody can touch", shorten(word_start)),
                    format!("make it a link: `[what it is]({scheme}{})`", shorten(word_start)),
                );
            }
        }
    }
}

/// Words parted by white space, each with where it starts.
pub(super) fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn bare_phone(text: &Text<'_>, report: &mut Report<'_>) {
    let contacts = &text.portal.site.registers.contacts;
    for run in text.runs.iter().filter(|run| !run.code && !matches!(text.link(run), Some(Link::Contact(_) | Link::External(_)))) {
        for (start, end, digits) in run.numbers() {
            let national = digits.trim_start_matches("00").trim_start_matches("90").trim_start_matches('0');
            let same = |number: &str| number.trim_start_matches('+').trim_start_matches("90").trim_start_matches('0') == national;
            let known = contacts.iter().find(|(_, contact)| contact.phones.iter().any(|phone| same(&phone.number)));
            if let Some((id, _)) = known.filter(|_| national.len() >= 7) {
                report.say(
                    run.at(*start, *end),
                    format!("the number {} is typed here, though the register holds it", &run.text[*start..*end]),
                    format!("write `[…](contact:{id})`, so that it is right everywhere once it changes"),
                );
            }
        }
    }
}

/// Numbers as phones are written: digits with spaces, brackets, dots and hyphens between. Where each stands, and its digits as ASCII.
pub(super) fn numbers(text: &str) -> Vec<(usize, usize, String)> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '٠'..='٩' => char::from_u32(u32::from(c) - 0x660 + 0x30),
        '۰'..='۹' => char::from_u32(u32::from(c) - 0x6F0 + 0x30),
        _ => None,
    };
    let mut found = Vec::new();
    let (mut start, mut end, mut digits) = (0, 0, String::new());
    for (at, c) in text.char_indices() {
        match digit(c) {
            Some(c) => {
                if digits.is_empty() {
                    start = at;
                }
                digits.push(c);
                end = at + text[at..].chars().next().map_or(1, char::len_utf8);
            }
            None if !digits.is_empty() && matches!(c, ' ' | '-' | '(' | ')' | '\u{A0}' | '/') && at - end < 2 => {}
            None => {
                if !digits.is_empty() {
                    found.push((start, end, std::mem::take(&mut digits)));
                }
            }
        }
    }
    if !digits.is_empty() {
        found.push((start, end, digits));
    }
    found
}
