//! What an address in a page leads to: a place in the same page, a file of the site, another host. Pages share most of their addresses, so
//! each is read and kept once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::model::{OutPath, UrlPath};

/// An address, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// `#when`, or nothing at all.
    Here {
        fragment: String,
    },
    Site {
        file: OutPath,
        fragment: String,
    },
    /// Another site, by `http:`, `https:` or `//`.
    Foreign,
    /// `mailto:`, `tel:`, `data:` and others that load nothing.
    Other,
    /// `javascript:`
    Script,
    /// `page.html`: relative to the page, and so broken wherever else the same bytes are served (a 404 page, a saved copy).
    Relative,
}

/// An address with how it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) text: Box<str>,
    pub(super) address: Address,
}

/// The addresses of one site.
#[derive(Debug, Default)]
pub struct Addresses {
    known: RwLock<HashMap<Box<str>, Arc<Written>>>,
}

impl Addresses {
    pub(super) fn read(&self, text: &str, base_url: &str) -> Arc<Written> {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return known.clone();
        }
        let written = Arc::new(Written { text: text.into(), address: address(text, base_url) });
        self.known.write().unwrap_or_else(PoisonError::into_inner).entry(text.into()).or_insert(written).clone()
    }
}

impl Written {
    /// The file of the site that it leads to.
    pub(super) fn file(&self) -> Option<&OutPath> {
        match &self.address {
            Address::Site { file, .. } => Some(file),
            Address::Here { .. } | Address::Foreign | Address::Other | Address::Script | Address::Relative => None,
        }
    }
}

/// Reads an address as written in a page. `base_url` is the site's own scheme and host.
pub(super) fn address(written: &str, base_url: &str) -> Address {
    let written = written.trim_matches(|c: char| c.is_ascii_whitespace());
    if written.is_empty() || written.starts_with('#') {
        return Address::Here { fragment: fragment(written) };
    }
    let own = written.strip_prefix(base_url).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    if let Some(path) = own.or_else(|| Some(written).filter(|path| path.starts_with('/') && !path.starts_with("//"))) {
        let end = path.find(['?', '#']).unwrap_or(path.len());
        return Address::Site { file: UrlPath::new(decoded(&path[..end])).file(), fragment: fragment(path) };
    }
    match scheme(written) {
        Some("http" | "https") => Address::Foreign,
        Some("javascript") => Address::Script,
        Some(_) => Address::Other,
        None if written.starts_with("//") => Address::Foreign,
        None => Address::Relative,
    }
}

/// RFC 3986 §3.1, for the lower-case schemes that pages use; `None` for all else.
fn scheme(written: &str) -> Option<&str> {
    let (scheme, _) = written.split_once(':')?;
    let is_scheme =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    is_scheme.then_some(match scheme {
        scheme if scheme.eq_ignore_ascii_case("javascript") => "javascript",
        scheme if scheme.eq_ignore_ascii_case("https") => "https",
        scheme if scheme.eq_ignore_ascii_case("http") => "http",
        other => other,
    })
}

/// The id that the address points at. Text fragments (`#:~:text=`) point at no id.
fn fragment(address: &str) -> String {
    let fragment = address.split_once('#').map_or("", |(_, fragment)| fragment);
    decoded(fragment.split_once(":~:").map_or(fragment, |(id, _)| id))
}

/// Percent-decoded; what does not decode to text stays as it is.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_string();
    }
    let hex = |at: usize| text.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let byte = text.as_bytes()[at];
        match hex(at + 1).filter(|_| byte == b'%') {
            Some(value) => bytes.push(value),
            None => bytes.push(byte),
        }
        at += if byte == b'%' && hex(at + 1).is_some() { 3 } else { 1 };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let site = |file: &str, fragment: &str| Address::Site { file: OutPath::new(file), fragment: fragment.to_string() };
        let here = |fragment: &str| Address::Here { fragment: fragment.to_string() };
        for (written, expected) in [
            ("", here("")),
            ("#when", here("when")),
            ("#%D8%A7:~:text=x", here("ا")),
            ("/", site("index.html", "")),
            ("/en/a/?q#b", site("en/a/index.html", "b")),
            ("/a%20%zz%D8%A7.pdf", site("a %zzا.pdf", "")),
            ("https://own.example", site("index.html", "")),
            ("https://own.example/x", site("x", "")),
            ("https://own.example.evil/x", Address::Foreign),
            ("//cdn.example/x", Address::Foreign),
            ("HTTPS://x.example", Address::Foreign),
            ("tel:157", Address::Other),
            ("JavaScript:x()", Address::Script),
            ("a/b.html", Address::Relative),
            ("../x:y", Address::Relative),
        ] {
            assert_eq!(address(written, "https://own.example"), expected, "{written}");
        }
    }
}
