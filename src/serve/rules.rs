//! The host's rule files that a build makes, `_headers` and `_redirects`, as far as a preview needs them: so that the security policy and old
//! addresses are tried before they are published. Rules with a condition (`Language=`, `Country=`) are left out: the chooser stays visible.

/// Netlify's names for the files. They are rules, not pages: a browser cannot read them.
pub(super) const HEADERS: &str = "_headers";
pub(super) const REDIRECTS: &str = "_redirects";

/// Headers for the paths that a pattern matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderRule {
    pattern: String,
    headers: Vec<(String, String)>,
}

/// Where a path leads instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Redirect {
    pattern: String,
    target: String,
    pub(super) status: u16,
    /// Also where there is a file of that path.
    pub(super) force: bool,
}

/// Reads `_headers`: a path, then indented `Name: value` lines.
pub(super) fn headers(text: &str) -> Vec<HeaderRule> {
    let mut rules: Vec<HeaderRule> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        if !line.starts_with([' ', '\t']) {
            rules.push(HeaderRule { pattern: line.trim().to_string(), headers: Vec::new() });
        } else if let (Some(rule), Some((name, value))) = (rules.last_mut(), line.trim().split_once(':')) {
            rule.headers.push((name.trim().to_string(), value.trim().to_string()));
        }
    }
    rules
}

/// The headers for a path; a name given several times has its values joined, as the host does.
pub(super) fn headers_for(rules: &[HeaderRule], path: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let matching = rules.iter().filter(|rule| captured(&rule.pattern, path).is_some());
    for (name, value) in matching.flat_map(|rule| &rule.headers) {
        match all.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, known)) => *known = format!("{known}, {value}"),
            None => all.push((name.clone(), value.clone())),
        }
    }
    all
}

/// Reads `_redirects`: `from to [status] [conditions]`.
pub(super) fn redirects(text: &str) -> Vec<Redirect> {
    text.lines().filter_map(|line| redirect(line.split('#').next().unwrap_or_default())).collect()
}

impl Redirect {
    /// Where a path leads by this rule, if it is one that the rule is about.
    pub(super) fn target(&self, path: &str) -> Option<String> {
        let splat = captured(&self.pattern, path)?;
        Some(self.target.replace(":splat", splat))
    }
}

fn redirect(line: &str) -> Option<Redirect> {
    let mut words = line.split_whitespace();
    let (pattern, target) = (words.next()?, words.next()?);
    let rest: Vec<&str> = words.collect();
    let is_plain = (target.starts_with('/') || target.contains("://")) && !rest.iter().any(|word| word.contains('='));
    if !is_plain || !pattern.starts_with('/') {
        return None;
    }
    let status = rest.first().copied().unwrap_or("301");
    let force = status.ends_with('!');
    let status = status.trim_end_matches('!').parse().ok()?;
    Some(Redirect { pattern: pattern.to_string(), target: target.to_string(), status, force })
}

/// Whether a pattern matches a path, and what its `*` stands for. A `:name` stands for one segment; a slash at the end makes no difference.
fn captured<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    let (mut pattern, mut rest) = (pattern.trim_matches('/'), path.trim_start_matches('/'));
    loop {
        if pattern == "*" {
            return Some(rest);
        }
        if pattern.is_empty() {
            return rest.trim_matches('/').is_empty().then_some("");
        }
        let (expected, more) = pattern.split_once('/').unwrap_or((pattern, ""));
        let (segment, after) = rest.split_once('/').unwrap_or((rest, ""));
        if segment.is_empty() || !(expected.starts_with(':') || expected == segment) {
            return None;
        }
        (pattern, rest) = (more, after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_at_the_host() {
        for (pattern, path, expected) in [
            ("/*", "/", Some("")),
            ("/*", "/ar/x/", Some("ar/x/")),
            ("/ar/*", "/ar/x", Some("x")),
            ("/ar/*", "/arabic/x", None),
            ("/ar/*", "/ar/", Some("")),
            ("/en/old", "/en/old/", Some("")),
            ("/en/:page/print", "/en/a/print", Some("")),
            ("/en/old", "/en/old/more", None),
            ("/", "/", Some("")),
            ("/", "/en/", None),
            ("/قانون", "/قانون", Some("")),
        ] {
            assert_eq!(captured(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn conditions_are_left_out() {
        let rules =
            redirects("/ /ar/ 302! Language=ar\n# note\n/en/old /en/new/ 301 # moved\n/f/* /g/:splat\n/x /y 404!\nnonsense\n/a b=:b /c\n");
        let shown: Vec<_> = rules.iter().map(|rule| (rule.pattern.as_str(), rule.status, rule.force)).collect();
        assert_eq!(shown, [("/en/old", 301, false), ("/f/*", 301, false), ("/x", 404, true)]);
        assert_eq!(rules[1].target("/f/a/b").as_deref(), Some("/g/a/b"));
    }

    #[test]
    fn headers_of_all_matching_rules_are_joined() {
        let rules = headers("/*\n  X: 1\n  A: b: c\n# note\n/assets/*\n\tx: 2\n");
        let pairs = headers_for(&rules, "/assets/a.css");
        assert_eq!(pairs, [("X".to_string(), "1, 2".to_string()), ("A".to_string(), "b: c".to_string())]);
    }
}
