//! `robots.txt` (RFC 9309): which paths of a host a visitor of our name may ask for. The longest rule that fits decides; `Allow` wins a tie.

use std::time::Duration;

/// What a host asks of us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots {
    rules: Vec<(bool, String)>,
    pub(super) delay: Option<Duration>,
}

/// More of a file than this is not read (RFC 9309, 2.5 wants at least 500 KiB).
pub(super) const LIMIT: u64 = 512 * 1024;

/// No host may make us wait longer between two requests.
const LONGEST_DELAY: f64 = 10.0;

impl Robots {
    /// The rules for the visitor `name`, or for all where none names it.
    pub(super) fn parse(text: &str, name: &str) -> Robots {
        let (mut own, mut others) = (None::<Robots>, Robots::default());
        let (mut for_us, mut for_all, mut in_names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':').map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim())) else {
                continue;
            };
            if key == "user-agent" {
                if !in_names {
                    (for_us, for_all, in_names) = (false, false, true);
                }
                let product = value.split(['/', ' ']).next().unwrap_or_default();
                for_us |= product.eq_ignore_ascii_case(name);
                for_all |= value == "*";
                if for_us {
                    own.get_or_insert_default();
                }
                continue;
            }
            let is_rule = matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            in_names &= !is_rule;
            let groups = own.as_mut().filter(|_| for_us).into_iter().chain(Some(&mut others).filter(|_| for_all));
            groups.for_each(|group| group.line(&key, value));
        }
        own.unwrap_or(others)
    }

    pub(super) fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(_, pattern)| fits(pattern, path));
        fitting.max_by_key(|(allow, pattern)| (pattern.len(), *allow)).is_none_or(|(allow, _)| *allow)
    }

    fn line(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => self.rules.push((key == "allow", value.to_string())),
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
                self.delay = seconds.map(|seconds| Duration::from_secs_f64(seconds.min(LONGEST_DELAY)));
            }
            _ => {}
        }
    }
}

/// Whether the path begins as the pattern says: `*` stands for anything, `$` at its end for the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let middle: Vec<&str> = parts.collect();
    for (n, part) in middle.iter().enumerate() {
        if to_end && n + 1 == middle.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_rule_decides() {
        let robots = Robots::parse("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nDisallow:\n", "dalil");
        for (path, allowed) in
            [("/", true), ("/a", false), ("/a/c", false), ("/a/b", true), ("/x.pdf", false), ("/x.pdf?y", true), ("/a/b/x.pdf", false)]
        {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
    }

    #[test]
    fn a_group_of_our_own_replaces_the_one_for_all() {
        let text = "# hello\nUser-Agent: other\nUser-agent: Dalil/1.0\nCrawl-delay: 2\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n";
        let robots = Robots::parse(text, "dalil");
        assert!(robots.allows("/") && !robots.allows("/private/x"));
        assert_eq!(robots.delay, Some(Duration::from_secs(2)));
        assert!(!Robots::parse(text, "someone").allows("/"));
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: 1e300\n", "dalil").delay, Some(Duration::from_secs(10)));
    }

    #[test]
    fn what_is_no_robots_file_forbids_nothing() {
        assert!(Robots::parse("<!doctype html><p>User-agent: *", "dalil").allows("/"));
        assert!(Robots::parse("", "dalil").allows("/"));
    }

    proptest! {
        #[test]
        fn any_file_is_read(text in "(User-agent: ?[*a-z]*|Disallow: ?[/a*$é]*|Allow: ?[/a*$]*|Crawl-delay: .{0,5}|\\PC*|\n)*", path in "/[a/é.*$]*") {
            Robots::parse(&text, "dalil").allows(&path);
        }
    }
}
