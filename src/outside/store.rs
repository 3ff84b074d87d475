//! What earlier rounds found, so that a site is not asked the same thing every day. Text in, text out: others read and write the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Verdict, Verdicts};

/// Verdicts with the time of each, in seconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Of the form of this file.
    version: u32,
    addresses: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    on: u64,
    #[serde(flatten)]
    verdict: Verdict,
}

const VERSION: u32 = 1;
const DAY: u64 = 86_400;

impl Known {
    /// Reads what `text` wrote. From a file that is damaged or of another version nothing is known.
    pub fn parse(text: &str) -> Known {
        serde_json::from_str(text).ok().filter(|known: &Known| known.version == VERSION).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// What need not be asked again: a page that was there for `days`, one that was not for a day at most, since it may be mended.
    pub fn fresh(&self, days: u32, now: u64) -> Verdicts {
        let age = |verdict: &Verdict| match verdict {
            Verdict::Answers | Verdict::Moved { .. } | Verdict::Unasked => u64::from(days) * DAY,
            Verdict::FrontPage { .. } | Verdict::Dead { .. } | Verdict::Refused { .. } => u64::from(days.min(1)) * DAY,
            Verdict::Unreachable { .. } => 0,
        };
        // An entry from the future was written by a clock that went wrong.
        let is_fresh = |entry: &Entry| now.checked_sub(entry.on).is_some_and(|since| since < age(&entry.verdict));
        let fresh = self.addresses.iter().filter(|(_, entry)| is_fresh(entry));
        fresh.map(|(address, entry)| (address.clone(), entry.verdict.clone())).collect()
    }

    /// With what was found now, and without what nobody would ask for again.
    pub fn updated(mut self, found: &Verdicts, days: u32, now: u64) -> Known {
        let fresh = self.fresh(days, now);
        self.addresses.retain(|address, _| fresh.contains_key(address));
        let found = found.iter().filter(|(_, verdict)| !matches!(verdict, Verdict::Unreachable { .. }));
        self.addresses.extend(found.map(|(address, verdict)| (address.clone(), Entry { on: now, verdict: verdict.clone() })));
        Known { version: VERSION, ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::outside::Trouble;

    fn verdicts() -> Verdicts {
        let moved = Verdict::Moved { to: "https://b.example/".to_string() };
        let busy = Verdict::Unreachable { trouble: Trouble::ServerError(503) };
        let all = [("a", Verdict::Answers), ("b", moved), ("c", Verdict::Dead { status: 404 }), ("d", busy)];
        all.into_iter().map(|(name, verdict)| (format!("https://{name}.example/"), verdict)).collect()
    }

    #[track_caller]
    fn check(days: u32, now: u64, expected: &[&str]) {
        let known = Known::parse(&Known::default().updated(&verdicts(), 7, 1_000).text());
        let fresh: Vec<String> = known.fresh(days, now).into_keys().collect();
        assert_eq!(fresh, expected.iter().map(|name| format!("https://{name}.example/")).collect::<Vec<_>>());
    }

    #[test]
    fn verdicts_age() {
        check(7, 1_000, &["a", "b", "c"]);
        check(7, 1_000 + DAY, &["a", "b"]);
        check(7, 1_000 + 7 * DAY, &[]);
        check(0, 1_000, &[]);
        check(7, 999, &[]);
    }

    #[test]
    fn a_damaged_file_is_no_file() {
        for text in ["", "{", "[]", r#"{"version":2,"addresses":{}}"#, r#"{"version":1,"addresses":{"a":{"on":1,"verdict":"lost"}}}"#] {
            assert_eq!(Known::parse(text), Known::default(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_file_is_read(text in any::<String>()) {
            Known::parse(&text);
        }
    }
}
