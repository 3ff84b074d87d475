//! Phone numbers in right-to-left text: each stands in an element of its own direction, or it is shown with its parts in the wrong order.

use html5ever::LocalName;

/// The elements that are open, with the direction that each sets.
#[derive(Default)]
pub(super) struct Directions {
    open: Vec<(LocalName, Option<Direction>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Rtl,
    /// Left to right, or of the text's own.
    Apart,
}

/// E.164: a national number has seven digits at least.
const DIGITS: usize = 7;
/// HTML §13.1.2: what has no end tag.
const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// What holds no elements, so that nothing can be set apart there.
const TEXT_ONLY: [&str; 5] = ["title", "textarea", "option", "script", "style"];

impl Directions {
    pub(super) fn start(&mut self, name: &LocalName, dir: Option<&str>, closed: bool) {
        if closed || VOID.contains(&&**name) {
            return;
        }
        let direction = match dir {
            Some(dir) if dir.eq_ignore_ascii_case("rtl") => Some(Direction::Rtl),
            Some(_) => Some(Direction::Apart),
            None => (&**name == "bdi").then_some(Direction::Apart),
        };
        self.open.push((name.clone(), direction));
    }

    pub(super) fn end(&mut self, name: &str) {
        // An element whose end tag was left out ends with the one around it.
        if let Some(at) = self.open.iter().rposition(|(open, _)| &**open == name) {
            self.open.truncate(at);
        }
    }

    /// The first phone number in a text that nothing sets apart: seven digits or more, in groups or after a plus.
    pub(super) fn loose_number<'t>(&self, text: &'t str) -> Option<&'t str> {
        let around = self.open.iter().rev().find_map(|(_, direction)| *direction);
        let can_hold = self.open.last().is_none_or(|(name, _)| !TEXT_ONLY.contains(&&**name));
        if around != Some(Direction::Rtl) || !can_hold || text.bytes().filter(u8::is_ascii_digit).count() < DIGITS {
            return None;
        }
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '\u{a0}');
        let runs = text.split(|c| !is_part(c)).map(|run| {
            let start = run.as_ptr().addr() - text.as_ptr().addr();
            without_joined(run, &text[..start], &text[start + run.len()..])
        });
        runs.map(|number| number.trim_matches([' ', '-', '\u{a0}', '(', ')'])).find(|number| {
            let is_parted = number.starts_with('+') || number.contains([' ', '\u{a0}']);
            is_parted && number.bytes().filter(u8::is_ascii_digit).count() >= DIGITS
        })
    }
}

/// A run of digits without what belongs to a number beside it, such as a case or a date: in `2023/153 2003/232`, nothing.
fn without_joined<'t>(run: &'t str, before: &str, after: &str) -> &'t str {
    const JOINTS: [char; 5] = ['/', '.', ',', ':', '\u{60d}'];
    let is_digit = |c: char| c.is_ascii_digit();
    let is_gap = |c: char| matches!(c, ' ' | '\u{a0}');
    let joined_before = run.starts_with(is_digit) && before.strip_suffix(JOINTS).is_some_and(|before| before.ends_with(is_digit));
    let joined_after = run.ends_with(is_digit) && after.strip_prefix(JOINTS).is_some_and(|after| after.starts_with(is_digit));
    let run = if joined_before { run.split_once(is_gap).map_or("", |(_, rest)| rest) } else { run };
    if joined_after { run.rsplit_once(is_gap).map_or("", |(rest, _)| rest) } else { run }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tags: &[(&str, Option<&str>)], text: &str, expected: Option<&str>) {
        let mut directions = Directions::default();
        tags.iter().for_each(|(name, dir)| directions.start(&LocalName::from(*name), *dir, false));
        assert_eq!(directions.loose_number(text), expected, "{text}");
    }

    #[test]
    fn numbers_in_right_to_left_text() {
        let rtl = ("html", Some("rtl"));
        check(&[rtl, ("p", None)], "اتصل بالرقم 0850 218 48 30.", Some("0850 218 48 30"));
        check(&[rtl, ("p", None)], "+908502184830", Some("+908502184830"));
        check(&[rtl, ("p", None)], "157، 2026، 1 234", None);
        check(&[rtl, ("p", None)], "08502184830", None);
        check(&[rtl, ("p", None)], "الرقم 2023/153 2003/232", None);
        check(&[rtl, ("p", None)], "12.05.2026 10:30 2026/15", None);
        check(&[rtl, ("p", None)], "24/7 0850 218 48 30, 2.5", Some("0850 218 48 30"));
        check(&[rtl, ("p", None)], "0850 218 48 30/1234567", Some("0850 218 48"));
        check(&[rtl, ("bdi", None)], "0850 218 48 30", None);
        check(&[rtl, ("a", Some("ltr")), ("b", None)], "0850 218 48 30", None);
        check(&[rtl, ("div", Some("ltr")), ("p", Some("rtl"))], "0850 218 48 30", Some("0850 218 48 30"));
        check(&[rtl, ("title", None)], "0850 218 48 30", None);
        check(&[("html", Some("ltr"))], "0850 218 48 30", None);
    }

    #[test]
    fn elements_end() {
        let mut directions = Directions::default();
        directions.start(&LocalName::from("html"), Some("rtl"), false);
        directions.start(&LocalName::from("bdi"), None, false);
        directions.start(&LocalName::from("br"), Some("ltr"), false);
        directions.end("bdi");
        directions.end("p");
        assert!(directions.loose_number("0850 218 48 30").is_some());
    }
}
