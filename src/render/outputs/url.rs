//! Addresses as machines want them: ASCII alone.

use std::fmt::Write;

/// A URL or path with everything percent-encoded that RFC 3986 does not allow in one. What is encoded already stays as it is.
pub fn encoded(url: &str) -> String {
    encoded_but(url, b"-._~:/?#[]@!$&'()*+,;=%")
}

/// A text as the value of a query, with nothing left that means something in a URL.
pub fn encoded_value(text: &str) -> String {
    encoded_but(&text.replace('%', "%25"), b"-._~%")
}

/// A path for a line of `_redirects` or `_headers`, where `*`, `:` and `#` would mean something else than themselves.
pub(super) fn encoded_path(path: &str) -> String {
    encoded_but(path, b"-._~/@!$&'()+,;=%")
}

fn encoded_but(url: &str, plain: &[u8]) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("BUG: writing to a string failed");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded() {
        let table = [
            ("https://dalil.example/en/a-b/?q=1#x", "https://dalil.example/en/a-b/?q=1#x"),
            ("/ar/حق/", "/ar/%D8%AD%D9%82/"),
            ("/ar/%D8%AD/", "/ar/%D8%AD/"),
            ("/a b\n\"<>/", "/a%20b%0A%22%3C%3E/"),
        ];
        for (url, expected) in table {
            assert_eq!(encoded(url), expected);
        }
        assert_eq!(encoded_path("/:splat/*/#"), "/%3Asplat/%2A/%23");
        assert_eq!(encoded_value("حق & 5 %? https://a.example/"), "%D8%AD%D9%82%20%26%205%20%25%3F%20https%3A%2F%2Fa.example%2F");
    }
}
