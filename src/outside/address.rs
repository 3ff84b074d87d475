//! Web addresses taken apart as far as asking for them needs it (RFC 3986): host, path, and where a relative address leads.

use std::fmt;

/// `http` or `https` with a host; without its fragment, which is never sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    scheme: &'static str,
    /// In lower case, with the port where one is given.
    host: String,
    /// From the first slash on, with the query.
    path: String,
}

impl Address {
    /// Nothing where it is no address of the web.
    pub(super) fn parse(text: &str) -> Option<Address> {
        let text = text.trim().split('#').next()?;
        let (scheme, rest) = text.split_once("://")?;
        let scheme = ["http", "https"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        // A name and a password before the host are sent to nobody.
        let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
        let is_sound = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
        let slash = if path.starts_with('/') { "" } else { "/" };
        is_sound.then(|| Address { scheme, host, path: format!("{slash}{}", encoded(path)) })
    }

    /// Where a `Location` leads that this address answered with.
    pub(super) fn join(&self, location: &str) -> Option<Address> {
        let location = location.trim();
        let Address { scheme, host, path } = self;
        let bare = path.split('?').next().unwrap_or(path);
        match location.as_bytes() {
            _ if location.contains("://") && !location.starts_with(['/', '?', '.']) => Address::parse(location),
            [b'/', b'/', ..] => Address::parse(&format!("{scheme}:{location}")),
            [b'/', ..] => Address::parse(&format!("{scheme}://{host}{}", without_dots(location))),
            [b'?', ..] => Address::parse(&format!("{scheme}://{host}{bare}{location}")),
            [] => Some(self.clone()),
            _ => {
                let folder = bare.rfind('/').map_or("/", |slash| &bare[..=slash]);
                Address::parse(&format!("{scheme}://{host}{}", without_dots(&format!("{folder}{location}"))))
            }
        }
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The scheme and the host: what has one `robots.txt`.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The address of a file at the top of the same site.
    pub(super) fn sibling(&self, path: &str) -> Address {
        Address { path: path.to_string(), ..self.clone() }
    }

    /// Whether it is a site's front page.
    pub(super) fn is_front(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == "/" || path.starts_with("/index.") && !path[1..].contains('/')
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.host, self.path)
    }
}

/// Percent-encodes what must not be sent as it is; what is encoded stays so.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

/// RFC 3986, 5.2.4.
fn without_dots(path: &str) -> String {
    let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
    let mut kept: Vec<&str> = Vec::new();
    let last = path.rsplit('/').next().unwrap_or_default();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(part),
        }
    }
    let end = if matches!(last, "." | "..") && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, expected) in [
            ("https://Example.org", Some("https://example.org/")),
            ("HTTP://example.org:8080/a?b#c", Some("http://example.org:8080/a?b")),
            ("https://example.org?q=1", Some("https://example.org/?q=1")),
            ("https://user:word@example.org/", Some("https://example.org/")),
            ("https://example.org/göç idaresi", Some("https://example.org/g%C3%B6%C3%A7%20idaresi")),
            ("https://example.org/%C3%B6", Some("https://example.org/%C3%B6")),
            ("https://göç.example/", None),
            ("mailto:a@b.example", None),
            ("https:///x", None),
        ] {
            assert_eq!(Address::parse(text).map(|address| address.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn locations_are_joined() {
        let base = Address::parse("https://a.example/b/c?d").expect("an address");
        for (location, expected) in [
            ("https://x.example/y", "https://x.example/y"),
            ("//x.example/y", "https://x.example/y"),
            ("/y?z#w", "https://a.example/y?z"),
            ("y", "https://a.example/b/y"),
            ("../y/", "https://a.example/y/"),
            ("../../../y", "https://a.example/y"),
            (".", "https://a.example/b/"),
            ("?e", "https://a.example/b/c?e"),
            ("", "https://a.example/b/c?d"),
            ("/login?to=https://a.example/", "https://a.example/login?to=https://a.example/"),
        ] {
            assert_eq!(base.join(location).map(|address| address.to_string()).as_deref(), Some(expected), "{location}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_or_refused(text in any::<String>(), location in any::<String>()) {
            let base = Address::parse("https://a.example/b/c?d").expect("an address");
            base.join(&location);
            if let Some(address) = Address::parse(&format!("https://a.example/{text}")) {
                prop_assert!(address.to_string().is_ascii());
                prop_assert_eq!(Address::parse(&address.to_string()), Some(address));
            }
        }
    }
}
