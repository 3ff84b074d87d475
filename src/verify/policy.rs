//! The Content-Security-Policy in `_headers`, and what it would block in our own pages.

use super::{Fault, Survey};
use crate::model::OutPath;

/// Style or script written into a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Inline {
    pub(super) kind: InlineKind,
    /// `sha256-…` of its text.
    pub(super) hash: String,
    /// What to call it in a message.
    pub(super) name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum InlineKind {
    Style,
    StyleAttribute,
    Script,
    /// `onclick` and its like.
    Handler,
}

/// All policies of `_headers`, each with the URLs it is for.
pub(super) struct Policies {
    list: Vec<(String, Policy)>,
}

/// Directives in order: name and sources.
struct Policy(Vec<(String, Vec<String>)>);

impl Policies {
    /// Reads Netlify's format: a line with a URL pattern, then indented `Name: value` lines. Policies parted by commas, or from several
    /// patterns that fit, are all in force.
    pub(super) fn parse(headers: &str) -> Policies {
        let mut list = Vec::new();
        let mut pattern = "";
        for line in headers.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
            if !line.starts_with(char::is_whitespace) {
                pattern = line.trim();
            } else if let Some((name, value)) = line.split_once(':')
                && name.trim().eq_ignore_ascii_case("content-security-policy")
            {
                list.extend(value.split(',').map(|policy| (pattern.to_string(), Policy::parse(policy))));
            }
        }
        Policies { list }
    }

    pub(super) fn judge(&self, path: &OutPath, page: &Survey, faults: &mut Vec<Fault>) {
        let url = format!("/{}", path.as_str().strip_suffix("index.html").unwrap_or(path.as_str()));
        let policies: Vec<&Policy> = self.list.iter().filter(|(pattern, _)| fits(pattern, &url)).map(|(_, policy)| policy).collect();
        if !policies.iter().any(|policy| policy.forbids_by_default()) {
            faults.push(Fault::new(
                "content-security-policy",
                "no policy in `_headers` forbids for this page what it does not allow",
                "write `Content-Security-Policy: default-src 'none'; …` below `/*` in `_headers`",
            ));
        }
        for inline in &page.inline {
            let is_allowed = policies.iter().all(|policy| policy.allows(inline));
            // Without a policy style is harmless; a script has to be named by one.
            let is_style = matches!(inline.kind, InlineKind::Style | InlineKind::StyleAttribute);
            if !is_allowed || (policies.is_empty() && !is_style) {
                faults.push(blocked(inline, is_style));
            }
        }
    }
}

fn blocked(inline: &Inline, is_style: bool) -> Fault {
    let (code, directive) = if is_style { ("blocked-style", "style-src") } else { ("blocked-script", "script-src") };
    let help = match inline.kind {
        InlineKind::Style | InlineKind::Script => format!("put it into a file, or `'{}'` into `{directive}` in `_headers`", inline.hash),
        InlineKind::StyleAttribute => "use a class, and the theme's style sheet".to_string(),
        InlineKind::Handler => "attach the script in a file of its own".to_string(),
    };
    Fault::new(code, format!("the policy in `_headers` does not allow {}", inline.name), help)
}

impl Policy {
    fn parse(policy: &str) -> Policy {
        let directive = |text: &str| {
            let mut words = text.split_ascii_whitespace().map(str::to_string);
            Some((words.next()?.to_ascii_lowercase(), words.collect()))
        };
        Policy(policy.split(';').filter_map(directive).collect())
    }

    fn forbids_by_default(&self) -> bool {
        self.0.iter().any(|(name, sources)| name == "default-src" && sources.iter().all(|source| source == "'none'"))
    }

    /// CSP 3 §6.7.3.3, for hashes of SHA-256.
    fn allows(&self, inline: &Inline) -> bool {
        let (directives, is_attribute) = match inline.kind {
            InlineKind::Style => (["style-src-elem", "style-src", "default-src"], false),
            InlineKind::StyleAttribute => (["style-src-attr", "style-src", "default-src"], true),
            InlineKind::Script => (["script-src-elem", "script-src", "default-src"], false),
            InlineKind::Handler => (["script-src-attr", "script-src", "default-src"], true),
        };
        let found = directives.iter().find_map(|name| self.0.iter().find(|(known, _)| known == name));
        let Some((_, sources)) = found else { return true };
        let has = |source: &str| sources.iter().any(|known| known == source);
        let names_some = sources.iter().any(|source| source.starts_with("'sha") || source.starts_with("'nonce-"));
        (has("'unsafe-inline'") && !names_some) || (has(&format!("'{}'", inline.hash)) && (!is_attribute || has("'unsafe-hashes'")))
    }
}

/// Whether a URL pattern of `_headers` fits: `*` at the end for any rest, `:name` for one segment.
pub(super) fn fits(pattern: &str, url: &str) -> bool {
    if let Some(start) = pattern.strip_suffix('*') {
        let depth = start.matches('/').count();
        let cut = url.match_indices('/').nth(depth.saturating_sub(1)).map_or(url.len(), |(at, _)| at + 1);
        return fits_whole(start, &url[..cut]) || url.starts_with(start);
    }
    fits_whole(pattern, url)
}

fn fits_whole(pattern: &str, url: &str) -> bool {
    let (pattern, url) = (pattern.split('/'), url.split('/'));
    let same = |(part, segment): (&str, &str)| part == segment || (part.starts_with(':') && !segment.is_empty());
    pattern.clone().count() == url.clone().count() && pattern.zip(url).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, url, expected) in [
            ("/*", "/", true),
            ("/*", "/en/a/", true),
            ("/en/*", "/en/a/b/", true),
            ("/en/*", "/tr/", false),
            ("/:lang/forget/", "/ar/forget/", true),
            ("/:lang/forget/", "/ar/forget/x", false),
            ("/:lang/x/*", "/ar/x/y", true),
            ("/:lang/x/*", "/ar/z/y", false),
            ("/404.html", "/404.html", true),
        ] {
            assert_eq!(fits(pattern, url), expected, "{pattern} {url}");
        }
    }
}
