//! What may put a person in danger: numbers that name her, addresses that follow her, pages that are dangerous to be seen with.

use super::accessibility::shorten;
use super::addresses::{is_mail, split};
use super::report::Report;
use super::text::Text;
use super::{Portal, Rule, edition, portal};
use crate::config::Level::{Error, Warn};
use crate::diagnostic::Span;
use crate::model::{Kind, Link, RawTarget, Source};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("identity-number", Error, "nobody's identity number is published", "Turkish Law 6698 on personal data (KVKK), Art. 4 and 12", identity_number),
    edition("private-phone", Error, "nobody's own phone number is published by mistake", "Turkish Law 6698 on personal data (KVKK), Art. 4 and 12", private_phone),
    edition("personal-email", Warn, "readers write to an organisation, not to somebody's own mailbox", "Turkish Law 6698 on personal data (KVKK), Art. 12", personal_email),
    edition("tracking-parameter", Warn, "no link tells another site who sent its reader", "W3C, Privacy Principles, 2.1", tracking_parameter),
    portal("tracking-in-register", Warn, "no link tells another site who sent its reader", "W3C, Privacy Principles, 2.1", tracking_in_register),
    edition("link-shortener", Warn, "a reader sees where a link leads before she opens it", "", link_shortener),
    edition("data-collecting-link", Warn, "nobody tells her story to a form whose owner she does not know", "Turkish Law 6698 on personal data (KVKK), Art. 10", data_collecting_link),
    edition("messenger-link", Warn, "a reader knows before that a link opens an app that shows her number to others", "", messenger_link),
    edition("not-sensitive", Warn, "pages that are dangerous to be seen with warn first and stay out of caches", "Tech Safety, Documentation and exits", not_sensitive),
    edition("image-of-person", Warn, "no picture shows the face of somebody who fled", "", image_of_person),
];

/// Turkish identity numbers, and those of foreigners (which begin with 99): eleven digits, of which the last two check the others
/// (Nüfus ve Vatandaşlık İşleri, T.C. kimlik numarası).
fn is_identity_number(digits: &str) -> bool {
    let d: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [a, b, c, e, f, g, h, i, j, tenth, last] = d[..] else { return false };
    let (odd, even) = (a + c + f + h + j, b + e + g + i);
    a != 0 && (odd * 7 + 20 * 10 - even) % 10 == tenth && (odd + even + tenth) % 10 == last
}

fn identity_number(text: &Text<'_>, report: &mut Report<'_>) {
    for run in &text.runs {
        for (start, end, digits) in run.numbers() {
            if is_identity_number(digits) {
                report.say(
                    run.at(*start, *end),
                    "this is a valid Turkish identity number, so it names a person",
                    "remove it; for an example write eleven crosses: xxxxxxxxxxx",
                );
            }
        }
    }
}

/// Mobile numbers of Türkiye (5xx) that are not in the register of contacts.
fn private_phone(text: &Text<'_>, report: &mut Report<'_>) {
    let tel = text.document.body.links.iter().filter_map(|link| match &link.target {
        RawTarget::External(url) if url.starts_with("tel:") || url.starts_with("sms:") => Some((link.span, url[4..].to_string())),
        _ => None,
    });
    let typed = text.runs.iter().flat_map(|run| run.numbers().iter().map(|(start, end, digits)| (run.at(*start, *end), digits.clone())));
    let mut told: Vec<Span> = Vec::new();
    for (span, number) in tel.chain(typed.collect::<Vec<_>>()) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let Some(national) = mobile(&digits) else { continue };
        let same = |known: &str| known.chars().filter(char::is_ascii_digit).collect::<String>().ends_with(national);
        let known = text.portal.site.registers.contacts.iter().any(|(_, contact)| contact.phones.iter().any(|phone| same(&phone.number)));
        let inside = told.iter().any(|other| other.start <= span.start && span.end <= other.end);
        if !known && !inside {
            told.push(span);
            report.say(span, "this is a mobile phone number that the register of contacts does not hold", "if it belongs to an organisation, add it to `content/registers/contacts.yaml` and write `[…](contact:…)`; if it belongs to a person, remove it");
        }
    }
}

/// The ten digits of a Turkish mobile number after `0`, `90` or `0090`.
fn mobile(digits: &str) -> Option<&str> {
    let national = match digits.len() {
        11 => digits.strip_prefix('0'),
        12 => digits.strip_prefix("90"),
        14 => digits.strip_prefix("0090"),
        _ => None,
    }?;
    national.starts_with('5').then_some(national)
}

fn personal_email(text: &Text<'_>, report: &mut Report<'_>) {
    const MAILBOXES: [&str; 12] = [
        "gmail.com",
        "hotmail.com",
        "outlook.com",
        "yahoo.com",
        "yandex.com",
        "icloud.com",
        "live.com",
        "mail.ru",
        "proton.me",
        "protonmail.com",
        "gmx.de",
        "yandex.com.tr",
    ];
    let is_personal = |address: &str| {
        is_mail(address) && address.rsplit('@').next().is_some_and(|host| MAILBOXES.contains(&host.to_lowercase().as_str()))
    };
    let linked = text.document.body.links.iter().filter_map(|link| match &link.target {
        RawTarget::External(url) => {
            url.strip_prefix("mailto:").map(|address| (link.span, address.split('?').next().unwrap_or(address).to_string()))
        }
        _ => None,
    });
    let typed = text.runs.iter().filter(|run| run.link.is_none() && run.text.contains('@')).flat_map(|run| {
        split(run.text).map(|(at, word)| (run.at(at, at + word.len()), word.trim_matches(|c: char| !c.is_alphanumeric()).to_string()))
    });
    for (span, address) in linked.chain(typed.collect::<Vec<_>>()).filter(|(_, address)| is_personal(address)) {
        report.say(
            span,
            format!("`{address}` is a mailbox of the kind that people have for themselves"),
            "write the address of an organisation, under its own name",
        );
    }
}

/// Parameters that only say where a visitor came from.
fn is_tracking(parameter: &str) -> bool {
    const NAMES: [&str; 16] = [
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl",
        "mkt_tok", "ref_src",
    ];
    let name = parameter.split('=').next().unwrap_or(parameter).to_ascii_lowercase();
    name.starts_with("utm_") || NAMES.contains(&name.as_str())
}

/// The address without such parameters, if it has any.
fn untracked(url: &str) -> Option<String> {
    let (address, fragment) = url.split_once('#').map_or((url, None), |(address, fragment)| (address, Some(fragment)));
    let (path, query) = address.split_once('?')?;
    let kept: Vec<&str> = query.split('&').filter(|parameter| !is_tracking(parameter)).collect();
    if kept.len() == query.split('&').count() {
        return None;
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Some(format!("{path}{query}{}", fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default()))
}

fn tracking_parameter(text: &Text<'_>, report: &mut Report<'_>) {
    let message = "this address tells its site where the reader comes from";
    for link in &text.document.body.links {
        let RawTarget::External(url) = &link.target else { continue };
        let Some(clean) = untracked(url) else { continue };
        let help = format!("write `{}`", shorten(&clean));
        match text.written(link.span).find(url.as_str()) {
            Some(at) => {
                report.say_fixable(Span { start: link.span.start + at, end: link.span.start + at + url.len() }, message, help, clean)
            }
            None => report.say(link.span, message, help),
        }
    }
    for source in text.document.page_fields().map(|fields| fields.sources.as_slice()).unwrap_or_default() {
        if let Source::Web { url, .. } = source
            && let Some(clean) = untracked(url)
        {
            report.say(url.span, message, format!("write `{clean}`"));
        }
    }
}

fn tracking_in_register(portal: &Portal<'_>, report: &mut Report<'_>) {
    let registers = &portal.site.registers;
    let contacts = registers
        .contacts
        .iter()
        .flat_map(|(_, contact)| contact.url.iter().chain(&contact.source).map(|url| (registers.contacts.place(url.span), url)));
    let facts = registers.facts.iter().flat_map(|(_, fact)| fact.source.iter().map(|url| (registers.facts.place(url.span), url)));
    let laws = registers.laws.iter().map(|(_, law)| (registers.laws.place(law.url.span), &law.url));
    let organisations =
        registers.organisations.iter().flat_map(|(_, one)| one.url.iter().map(|url| (registers.organisations.place(url.span), url)));
    for (place, url) in contacts.chain(facts).chain(laws).chain(organisations) {
        if let Some(clean) = untracked(url) {
            report.say_at(place, "this address tells its site where the reader comes from", format!("write `{clean}`"));
        }
    }
}

/// The host of a web address, without `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    Some(host.strip_prefix("www.").map(str::to_string).unwrap_or(host))
}

/// Reports links whose host (and beginning of the path) is in the list.
fn report_hosts(text: &Text<'_>, hosts: &[&str], report: &mut Report<'_>, message: impl Fn(&str) -> String, help: &str) {
    for (raw, link) in text.document.body.links.iter().zip(&text.edition.links) {
        let Link::External(url) = link else { continue };
        let Some(host) = host(url) else { continue };
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let is_listed = |listed: &&&str| match listed.split_once('/') {
            Some((listed, start)) => host == listed && path.starts_with(start),
            None => host == **listed,
        };
        if hosts.iter().any(|listed| is_listed(&listed)) {
            report.say(raw.span, message(&host), help);
        }
    }
}

fn link_shortener(text: &Text<'_>, report: &mut Report<'_>) {
    const HOSTS: [&str; 10] = ["bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "lnkd.in", "rebrand.ly"];
    report_hosts(
        text,
        &HOSTS,
        report,
        |host| format!("`{host}` hides where this link leads, and counts who opens it"),
        "open it, and write the address that it leads to",
    );
}

fn data_collecting_link(text: &Text<'_>, report: &mut Report<'_>) {
    const HOSTS: [&str; 8] = [
        "forms.gle",
        "docs.google.com/forms",
        "typeform.com",
        "surveymonkey.com",
        "forms.office.com",
        "jotform.com",
        "form.jotform.com",
        "tally.so",
    ];
    report_hosts(
        text,
        &HOSTS,
        report,
        |host| format!("`{host}` keeps what readers write, on servers of a company"),
        "name a phone number or an office instead: `[Help Desk](contact:…)`",
    );
}

fn messenger_link(text: &Text<'_>, report: &mut Report<'_>) {
    const HOSTS: [&str; 7] = ["wa.me", "chat.whatsapp.com", "api.whatsapp.com", "t.me", "m.me", "facebook.com/groups", "signal.group"];
    report_hosts(
        text,
        &HOSTS,
        report,
        |host| format!("`{host}` opens an app that shows the reader's number or name to others"),
        "put it into the register of contacts with `whatsapp: true`, where the reader is told; leave out groups",
    );
}

/// Pages about violence, trafficking and the like, by the words of their key and title in English.
fn not_sensitive(text: &Text<'_>, report: &mut Report<'_>) {
    const WORDS: [&str; 10] = ["violence", "violent", "trafficking", "trafficked", "rape", "abuse", "abused", "torture", "lgbt", "lgbti"];
    let Some(fields) = text.document.page_fields() else { return };
    let title = &text.document.front.title;
    let subject = format!("{} {}", text.page.key, title.value).to_lowercase();
    let named = subject.split(|c: char| !c.is_alphanumeric()).find(|word| WORDS.contains(word));
    let advises = matches!(fields.kind, Kind::Situation | Kind::Guide | Kind::Explainer);
    if let Some(word) = named.filter(|_| advises && !fields.sensitive) {
        report.say(
            title.span,
            format!("a page about “{word}” may be dangerous to be seen with"),
            "add `sensitive: true`: it then warns first and stays out of caches",
        );
    }
}

fn image_of_person(text: &Text<'_>, report: &mut Report<'_>) {
    const WORDS: [&str; 6] = ["portrait", "selfie", "refugee", "refugees", "victim", "family-photo"];
    for (raw, link) in text.document.body.links.iter().zip(&text.edition.links).filter(|(raw, _)| raw.image.is_some()) {
        let Link::Asset(path) = link else { continue };
        let name = path.as_str().rsplit('/').next().unwrap_or_default().to_lowercase();
        if name.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word)) {
            report.say(
                raw.span,
                format!("`{name}` seems to show a person who may be looked for"),
                "use a picture without faces, or none; if all who are seen agreed in writing, excuse this line",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers() {
        for (digits, valid) in
            [("10000000146", true), ("10000000147", false), ("00000000000", false), ("1234567890", false), ("12345678901", false)]
        {
            assert_eq!(is_identity_number(digits), valid, "{digits}");
        }
    }

    #[test]
    fn tracking() {
        for (url, clean) in [
            ("https://a.org/?utm_source=x", Some("https://a.org/")),
            ("https://a.org/p?id=1&fbclid=2#top", Some("https://a.org/p?id=1#top")),
            ("https://a.org/p?id=1", None),
            ("https://a.org/utm_source", None),
        ] {
            assert_eq!(untracked(url).as_deref(), clean, "{url}");
        }
    }
}
