//! Netlify's `_headers`: what the browser may do, and how long it may keep what it was sent.
//!
//! All rules that match a path apply, so each header stands in rules that exclude one another: `Cache-Control` never under `/*`, where
//! the host's own default (check again every time) is right for pages that may need an urgent correction.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::csp::{InlineHashes, policy};
use super::url::encoded_path;
use crate::model::UrlPath;

/// Powerful features of browsers, each refused to the page and to whatever it might embed.
const FEATURES: [&str; 10] =
    ["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"];

/// The `_headers` file. `sensitive` are pages that no cache may keep, `languages` the folders of the languages.
pub fn headers(hashes: &InlineHashes, sensitive: &[UrlPath], languages: &[&str]) -> String {
    let permissions: Vec<String> = FEATURES.iter().map(|feature| format!("{feature}=()")).collect();
    let everywhere = [
        ("Content-Security-Policy", policy(hashes)),
        ("Cross-Origin-Opener-Policy", "same-origin".to_string()),
        ("Permissions-Policy", permissions.join(", ")),
        ("Referrer-Policy", "no-referrer".to_string()),
        // One year; not `includeSubDomains`, since the rest of the domain is not ours to decide on.
        ("Strict-Transport-Security", "max-age=31536000".to_string()),
        ("X-Content-Type-Options", "nosniff".to_string()),
    ];
    let mut out = String::new();
    rule(&mut out, "/*", &everywhere);
    // Their names carry a digest of what is in them.
    rule(&mut out, "/assets/*", &[("Cache-Control", "public, max-age=31536000, immutable".to_string())]);
    rule(&mut out, "/sw.js", &[("Cache-Control", "no-cache".to_string())]);
    for language in languages.iter().map(|path| encoded_path(path)) {
        // The list that tells a phone which of its saved pages are old.
        rule(&mut out, &format!("/{language}/pack.json"), &[("Cache-Control", "no-cache".to_string())]);
        // Wipes what was saved, also without a script. Not `"cache"`: some browsers take minutes for it and show nothing meanwhile.
        rule(&mut out, &format!("/{language}/forget/"), &[("Clear-Site-Data", "\"storage\"".to_string())]);
        // Files to pass on: the page they were made from is the one to be found.
        rule(&mut out, &format!("/{language}/copy/*"), &[("X-Robots-Tag", "noindex".to_string())]);
    }
    for path in spellings(sensitive) {
        rule(&mut out, &path, &[("Cache-Control", "no-store".to_string())]);
    }
    out
}

/// Each path encoded, and also as it is where that differs: Netlify does not say which of the two it compares.
fn spellings(paths: &[UrlPath]) -> BTreeSet<String> {
    let plain = paths.iter().map(|path| path.as_str().to_string()).filter(|path| !path.contains([' ', '\n', '*', ':', '#']));
    paths.iter().map(|path| encoded_path(path.as_str())).chain(plain).collect()
}

fn rule(out: &mut String, path: &str, headers: &[(&str, String)]) {
    let lines: String = headers.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    write!(out, "{path}\n{lines}").expect("BUG: writing to a string failed");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cache_control_is_in_rules_that_exclude_one_another() {
        let text =
            headers(&InlineHashes::default(), &[UrlPath::new("/ar/حق/"), UrlPath::new("/en/safe/"), UrlPath::new("/en/safe/")], &["en"]);
        let rules: Vec<&str> = text.lines().filter(|line| line.starts_with('/')).collect();
        assert_eq!(
            rules,
            ["/*", "/assets/*", "/sw.js", "/en/pack.json", "/en/forget/", "/en/copy/*", "/ar/%D8%AD%D9%82/", "/ar/حق/", "/en/safe/"]
        );
        let (everywhere, rest) = text.split_once("/assets/*").unwrap();
        assert!(!everywhere.contains("Cache-Control"));
        assert_eq!(rest.matches("Cache-Control").count(), 6);
    }
}
