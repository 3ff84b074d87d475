//! Netlify's `_redirects`: the browser's language on `/`, old addresses, and the page for addresses that do not exist.
//!
//! The first rule that matches wins. Only `/` asks for the language: a link to a page leads to that page.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::url::encoded_path;
use crate::model::{Languages, UrlPath};

/// The `_redirects` file. `aliases` are old paths and where they lead now.
pub fn redirects(languages: &Languages, aliases: &[(UrlPath, UrlPath)]) -> String {
    let mut out = String::new();
    for (code, path) in accepted(languages) {
        // Forced, since `/` itself is a file: the list of all languages.
        line(&mut out, &format!("/  /{path}/  302!  Language={code}"));
    }
    let aliases: BTreeMap<String, String> =
        aliases.iter().map(|(from, to)| (encoded_path(from.as_str()), encoded_path(to.as_str()))).collect();
    for (from, to) in aliases.iter().filter(|(from, to)| from != to) {
        line(&mut out, &format!("{from}  {to}  301"));
    }
    for (_, language) in languages.iter() {
        line(&mut out, &format!("/{0}/*  /{0}/404.html  404", encoded_path(&language.path)));
    }
    line(&mut out, "/*  /404.html  404");
    out
}

/// Each value of `Accept-Language` with the path it leads to: those of a region (`fa-af`) first, since `fa` matches them too.
fn accepted(languages: &Languages) -> Vec<(String, String)> {
    let all = languages.iter().flat_map(|(_, language)| language.accept.iter().map(|code| (code, encoded_path(&language.path))));
    let all = all.filter(|(code, _)| !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let (regional, general): (Vec<_>, Vec<_>) = all.map(|(code, path)| (code.clone(), path)).partition(|(code, _)| code.contains('-'));
    regional.into_iter().chain(general).collect()
}

fn line(out: &mut String, rule: &str) {
    writeln!(out, "{rule}").expect("BUG: writing to a string failed");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::known_language;

    #[test]
    fn languages_then_aliases_then_missing_pages() {
        let list = ["fa", "prs", "kmr"].map(|path| known_language(path).unwrap()).to_vec();
        let languages = Languages::new(list, vec![Vec::new(); 3]);
        let alias = |from: &str, to: &str| (UrlPath::new(from), UrlPath::new(to));
        let aliases = [alias("/fa/قدیم/", "/fa/new/"), alias("/fa/a b/", "/fa/new/"), alias("/fa/x/", "/fa/x/")];
        let expected = [
            "/  /prs/  302!  Language=fa-af",
            "/  /fa/  302!  Language=fa",
            "/  /prs/  302!  Language=prs",
            "/  /kmr/  302!  Language=ku",
            "/  /kmr/  302!  Language=kmr",
            "/fa/%D9%82%D8%AF%DB%8C%D9%85/  /fa/new/  301",
            "/fa/a%20b/  /fa/new/  301",
            "/fa/*  /fa/404.html  404",
            "/prs/*  /prs/404.html  404",
            "/kmr/*  /kmr/404.html  404",
            "/*  /404.html  404",
        ];
        assert_eq!(redirects(&languages, &aliases).lines().collect::<Vec<_>>(), expected);
    }
}
