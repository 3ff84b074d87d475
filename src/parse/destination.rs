//! What the destination of a link says, understood from its text alone: a page, an anchor, a record, an asset, the web.
//!
//! Does not know what exists; that is for `resolve`.

use super::values::{is_invisible_mark, is_web_address};
use crate::diagnostic::nearest;
use crate::model::{Loading, RawTarget, Register};

/// Why a destination cannot be understood, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub code: &'static str,
    pub message: String,
    pub help: String,
}

const SCHEMES: [&str; 10] = ["fact", "law", "term", "contact", "lang", "https", "http", "mailto", "tel", "sms"];

/// The target of a link.
pub(super) fn of_link(destination: &str) -> Result<RawTarget, Complaint> {
    let destination = destination.trim();
    if let Some(mark) = destination.chars().find(|c| is_invisible_mark(*c)) {
        let message = format!("the destination of this link contains the invisible character U+{:04X}", u32::from(mark));
        return Err(complaint("link-target", message, "delete the destination and type it again, not copied from elsewhere"));
    }
    match scheme(destination) {
        Some((scheme, rest)) => with_scheme(&scheme, rest.trim(), destination),
        None => relative(destination),
    }
}

/// The target of a picture: a file of the portal, since nothing is fetched from other hosts.
pub(super) fn of_image(destination: &str) -> Result<RawTarget, Complaint> {
    match of_link(destination)? {
        RawTarget::Asset(path) => match destination.split_once('#') {
            None | Some((_, "tap" | "show")) => Ok(RawTarget::Asset(path)),
            Some((_, word)) => Err(complaint(
                "image-target",
                format!("`#{word}` says nothing about a picture"),
                "write `#tap` for a picture that is loaded when the reader taps it, `#show` for one that is loaded without, or nothing",
            )),
        },
        RawTarget::File { .. } | RawTarget::Fragment(_) | RawTarget::Record { .. } | RawTarget::Language(_) | RawTarget::External(_) => {
            Err(complaint(
                "image-target",
                "a picture is a file in `content/assets/`, so that nothing is fetched from other sites",
                "put the picture there and write its relative path, such as `![a sample card](../../assets/card.png)`",
            ))
        }
    }
}

/// When the picture at this destination is to be loaded.
pub(super) fn loading(destination: &str) -> Loading {
    match destination.trim().split_once('#') {
        Some((_, "tap")) => Loading::OnDemand,
        Some((_, "show")) => Loading::Nearby,
        _ => Loading::Usual,
    }
}

/// Whether text in brackets after a bracketed text was surely meant as a destination.
pub(super) fn was_meant(text: &str) -> bool {
    has_known_scheme(text) || ["./", "../", "www."].iter().any(|start| text.starts_with(start)) || text.contains(".md")
}

/// Whether the text begins with a scheme that links use, such as `fact:`.
pub(super) fn has_known_scheme(text: &str) -> bool {
    scheme(text).is_some_and(|(scheme, rest)| SCHEMES.contains(&scheme.as_str()) && !rest.is_empty())
}

/// The scheme in lower case, and what follows its colon (RFC 3986 §3.1).
fn scheme(destination: &str) -> Option<(String, &str)> {
    let (scheme, rest) = destination.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then(|| (scheme.to_ascii_lowercase(), rest))
}

fn with_scheme(scheme: &str, rest: &str, whole: &str) -> Result<RawTarget, Complaint> {
    if rest.is_empty() && SCHEMES.contains(&scheme) {
        return Err(nothing_after(scheme));
    }
    if let Some(register) = Register::ALL.into_iter().find(|register| register.scheme() == scheme) {
        return Ok(RawTarget::Record { register, id: rest.to_string() });
    }
    match scheme {
        "lang" => Ok(RawTarget::Language(rest.to_string())),
        "http" | "https" if is_web_address(whole) => Ok(RawTarget::External(whole.to_string())),
        "http" | "https" => {
            Err(complaint("link-target", format!("`{whole}` is no web address"), format!("write it as `{scheme}://example.org/page`")))
        }
        "mailto" | "tel" | "sms" => Ok(RawTarget::External(whole.to_string())),
        _ => Err(unknown_scheme(scheme)),
    }
}

fn nothing_after(scheme: &str) -> Complaint {
    let example = match scheme {
        "fact" => "fact:deportation-appeal",
        "law" => "law:lfip/53",
        "term" => "term:deportation",
        "contact" => "contact:rrt-helpdesk",
        "lang" => "lang:tr",
        "mailto" => "mailto:info@example.org",
        "tel" => "tel:157",
        "sms" => "sms:157",
        _ => "https://example.org",
    };
    complaint("link-target", format!("nothing follows `{scheme}:`"), format!("write what it leads to, such as `{example}`"))
}

fn unknown_scheme(scheme: &str) -> Complaint {
    let help = match nearest(scheme, SCHEMES) {
        Some(near) => format!("did you mean `{near}:`?"),
        None => {
            let known: Vec<String> = SCHEMES.iter().map(|scheme| format!("`{scheme}:`")).collect();
            format!("a link leads to a `.md` file or begins with one of: {}", known.join(", "))
        }
    };
    complaint("link-scheme", format!("a link cannot begin with `{scheme}:`"), help)
}

fn relative(destination: &str) -> Result<RawTarget, Complaint> {
    if let Some(refused) = refused_path(destination) {
        return Err(refused);
    }
    let (path, fragment) = match destination.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (destination, None),
    };
    let decoded = percent_decoded(path).zip(percent_decoded(fragment.unwrap_or_default()));
    let Some((path, fragment)) = decoded else {
        return Err(complaint(
            "link-target",
            "the `%` signs in this destination do not make letters",
            "write the path in plain letters, as the file is called",
        ));
    };
    let fragment = Some(fragment).filter(|fragment| !fragment.is_empty());
    match (path.is_empty(), fragment) {
        (true, Some(fragment)) => Ok(RawTarget::Fragment(fragment)),
        (true, None) => {
            Err(complaint("link-target", "this link leads to no anchor", "write the id of a heading after `#`, such as `#when`"))
        }
        (false, fragment) if path.ends_with(".md") => Ok(RawTarget::File { path, fragment }),
        (false, _) => Ok(RawTarget::Asset(path)),
    }
}

/// Destinations that would work on some servers and not on others, or nowhere.
fn refused_path(destination: &str) -> Option<Complaint> {
    if destination.is_empty() {
        let help = "write it between the round brackets, such as `[free legal help](../guides/free-legal-help.md)`";
        return Some(complaint("link-target", "this link has no destination", help));
    }
    if destination.starts_with("//") {
        let help = format!("write `https:{destination}`");
        return Some(complaint("link-target", "a web address begins with `https://`, not with `//`", help));
    }
    if destination.starts_with('/') {
        let help = "write a relative path to the .md file, such as `../guides/free-legal-help.md`";
        return Some(complaint("link-target", "a link inside the portal does not begin with `/`", help));
    }
    if destination.contains('\\') {
        let help = format!("write `{}`", destination.replace('\\', "/"));
        return Some(complaint("link-target", "a path is written with `/`, not with `\\`", help));
    }
    if destination.starts_with("www.") {
        let help = format!("write `https://{destination}`");
        return Some(complaint("link-target", "a web address begins with `https://`", help));
    }
    if destination.contains('@') && !destination.contains('/') {
        let help = format!("write `mailto:{destination}`");
        return Some(complaint("link-target", "a link to an e-mail address begins with `mailto:`", help));
    }
    None
}

/// `%20` and the like as the letters they stand for (RFC 3986 §2.1); nothing where they make no UTF-8. A lone `%` stays.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = escaped.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).ok()
}

fn complaint(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Complaint {
    Complaint { code, message: message.into(), help: help.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, fragment: Option<&str>) -> RawTarget {
        RawTarget::File { path: path.to_string(), fragment: fragment.map(str::to_string) }
    }

    #[test]
    fn destinations_that_are_understood() {
        let record = |register, id: &str| RawTarget::Record { register, id: id.to_string() };
        for (written, target) in [
            ("../guides/appeal.md#when", file("../guides/appeal.md", Some("when"))),
            ("appeal.md#", file("appeal.md", None)),
            ("a%20b.md", file("a b.md", None)),
            ("#when", RawTarget::Fragment("when".to_string())),
            ("form.pdf", RawTarget::Asset("form.pdf".to_string())),
            ("100%.pdf", RawTarget::Asset("100%.pdf".to_string())),
            ("fact:deportation-appeal", record(Register::Fact, "deportation-appeal")),
            ("Law:lfip/53", record(Register::Law, "lfip/53")),
            ("fact: objection", record(Register::Fact, "objection")),
            ("lang:tr", RawTarget::Language("tr".to_string())),
            ("tel:157", RawTarget::External("tel:157".to_string())),
            ("https://a.org/é?b#c", RawTarget::External("https://a.org/é?b#c".to_string())),
        ] {
            assert_eq!(of_link(written), Ok(target), "{written}");
        }
    }

    #[test]
    fn destinations_that_are_not() {
        for (written, code, help) in [
            ("", "link-target", "between the round brackets"),
            ("#", "link-target", "#when"),
            ("/en/guides/", "link-target", "relative path to the .md file"),
            ("//a.org", "link-target", "`https://a.org`"),
            ("facts:x", "link-scheme", "`fact:`"),
            ("javascript:alert(1)", "link-scheme", "`https:`"),
            ("fact:", "link-target", "fact:deportation-appeal"),
            ("https:a.org", "link-target", "https://"),
            ("www.a.org", "link-target", "`https://www.a.org`"),
            ("a@b.org", "link-target", "`mailto:a@b.org`"),
            ("..\\a.md", "link-target", "`../a.md`"),
            ("%ff.md", "link-target", "plain letters"),
            ("fact:x\u{200F}", "link-target", "type it again"),
        ] {
            let found = of_link(written).expect_err(written);
            assert_eq!(found.code, code, "{written}");
            assert!(found.help.contains(help), "{written}: {}", found.help);
        }
        assert_eq!(of_image("https://a.org/b.png").expect_err("image").code, "image-target");
        assert_eq!(of_image("b.png#page=2").expect_err("image").code, "image-target");
        assert!(of_image("../assets/b.png").is_ok());
        assert_eq!(of_image("b.png#tap"), Ok(RawTarget::Asset("b.png".to_string())));
        assert_eq!(["b.png#tap", "b.png#show", "b.png"].map(loading), [Loading::OnDemand, Loading::Nearby, Loading::Usual]);
    }
}
