//! Runs of the other direction inside a text, each wrapped in `<bdi>`, so that phone numbers, addresses and names keep their order
//! (UAX #9; W3C "Inline markup and bidirectional text"). Changes no character and leaves no white space at the edges of a wrapper.
//!
//! Does not guess the language of a run: that is what `lang:` links are for.

use std::ops::Range;

use super::escape::push_text;
use crate::model::Direction;

/// What a character does to the order of text, as coarsely as runs need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Ltr,
    Rtl,
    /// Punctuation of right-to-left scripts: never inside a left-to-right run.
    RtlSign,
    RtlDigit,
    /// 0–9, which fit into either direction.
    Digit,
    /// Joins the letter before it.
    Mark,
    Open,
    Close,
    Space,
    Other,
}

/// Neutral characters that may stand between two words of one run: " (", ", ", "://".
const LONGEST_JOINT: usize = 4;
/// E.164: at most fifteen digits. Fewer than seven are read as a quantity, which needs no isolation.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A plain text for a place whose direction is given: escaped, its runs of the other direction isolated.
pub fn text_isolated(text: &str, direction: Direction) -> String {
    let mut out = String::with_capacity(text.len());
    push_isolated(&mut out, text, direction);
    out
}

pub fn push_isolated(out: &mut String, text: &str, direction: Direction) {
    if !text.chars().any(|c| starts_run(c, direction)) {
        return push_text(out, text);
    }
    let open = match direction {
        Direction::Rtl => "<bdi dir=\"ltr\">",
        Direction::Ltr => "<bdi dir=\"rtl\">",
    };
    let line = Line { chars: text.char_indices().collect(), direction };
    let byte = |n: usize| line.chars.get(n).map_or(text.len(), |(at, _)| *at);
    let mut written = 0;
    while let Some(run) = line.next_run(written) {
        push_text(out, &text[byte(written)..byte(run.start)]);
        out.push_str(open);
        push_text(out, &text[byte(run.start)..byte(run.end)]);
        out.push_str("</bdi>");
        written = run.end;
    }
    push_text(out, &text[byte(written)..]);
}

/// Whether the text has any character of the right-to-left scripts.
pub fn has_rtl(text: &str) -> bool {
    text.chars().any(|c| class(c) == Class::Rtl)
}

fn starts_run(c: char, direction: Direction) -> bool {
    match direction {
        Direction::Rtl => matches!(class(c), Class::Ltr | Class::Digit),
        Direction::Ltr => class(c) == Class::Rtl,
    }
}

/// A text in characters with their byte positions. All positions below are indices into `chars`.
struct Line {
    chars: Vec<(usize, char)>,
    direction: Direction,
}

impl Line {
    fn next_run(&self, from: usize) -> Option<Range<usize>> {
        (from..self.chars.len()).find_map(|at| {
            if self.is_foreign(at) {
                return Some(self.start_of_run(at, from)..self.end_of_run(at));
            }
            self.number(at, from).map(|end| at..end)
        })
    }

    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(_, c)| *c)
    }

    fn class(&self, at: usize) -> Option<Class> {
        self.char(at).map(class)
    }

    /// Whether a letter of the other direction stands here.
    fn is_foreign(&self, at: usize) -> bool {
        self.class(at).is_some_and(|class| match self.direction {
            Direction::Rtl => class == Class::Ltr,
            Direction::Ltr => class == Class::Rtl,
        })
    }

    /// Takes in what belongs to the front of a Latin word: `57/A`, `@name`, `3RP`. Of what hangs on an Arabic word, digits alone.
    fn start_of_run(&self, letter: usize, from: usize) -> usize {
        if self.direction == Direction::Ltr {
            return letter;
        }
        let is_digit = |at: usize| self.class(at) == Some(Class::Digit);
        let is_front = |at: usize| is_digit(at) || self.char(at).is_some_and(|c| "@#/~$+.-_&'’".contains(c));
        let word = (from..letter).rev().take_while(|at| is_front(*at)).last().unwrap_or(letter);
        if word == from || matches!(self.class(word - 1), Some(Class::Space | Class::Open)) {
            let is_loose = |at: usize| self.char(at).is_some_and(|c| ".-_&'’".contains(c));
            return (word..letter).find(|at| !is_loose(*at)).unwrap_or(letter);
        }
        (word..letter).rev().take_while(|at| is_digit(*at)).last().unwrap_or(letter)
    }

    /// Goes on over words, digits and what stands between them, as long as another word or digit follows and brackets pair.
    fn end_of_run(&self, letter: usize) -> usize {
        let mut end = letter + 1;
        // For each bracket open in the run, where the run ends if it is never closed.
        let mut open: Vec<(usize, char)> = Vec::new();
        while let Some(next) = self.end_of_joint(end) {
            if !self.pair_brackets(end..next, &mut open) {
                break;
            }
            end = next + 1;
        }
        while open.last().is_some_and(|(_, closer)| self.char(end) == Some(*closer)) {
            open.pop();
            end += 1;
        }
        open.first().map_or_else(|| self.with_tail(letter, end), |(before, _)| *before)
    }

    /// Where the next letter or digit of the run stands, if what lies between is short and fit to join.
    fn end_of_joint(&self, end: usize) -> Option<usize> {
        let length = (0..=LONGEST_JOINT).find(|n| !self.is_joint(end + n))?;
        let next = end + length;
        let is_digit = matches!(self.class(next), Some(Class::Digit | Class::RtlDigit));
        let goes_on = self.is_foreign(next) || (is_digit && (self.direction == Direction::Ltr || self.class(next) == Some(Class::Digit)));
        // A comma in a left-to-right text, or before a number, belongs to the sentence and not to the run.
        let parts_lists = self.direction == Direction::Ltr || is_digit;
        let is_split = parts_lists && (end..next).any(|at| matches!(self.char(at), Some(',' | ';' | '!' | '?')));
        (goes_on && !is_split).then_some(next)
    }

    fn is_joint(&self, at: usize) -> bool {
        match self.class(at) {
            Some(Class::Space | Class::Open | Class::Close | Class::Other | Class::Mark) => true,
            Some(Class::RtlSign) => self.direction == Direction::Ltr,
            Some(Class::Ltr | Class::Rtl | Class::RtlDigit | Class::Digit) | None => false,
        }
    }

    /// Follows the brackets of a joint; false at one that closes what the run did not open.
    fn pair_brackets(&self, joint: Range<usize>, open: &mut Vec<(usize, char)>) -> bool {
        let start = joint.start;
        for c in joint.filter_map(|at| self.char(at)) {
            match class(c) {
                Class::Open => open.push((start, closing(c))),
                Class::Close if open.last().is_some_and(|(_, closer)| *closer == c) => drop(open.pop()),
                Class::Close => return false,
                Class::Ltr | Class::Rtl | Class::RtlSign | Class::RtlDigit | Class::Digit | Class::Mark | Class::Space | Class::Other => {}
            }
        }
        true
    }

    /// Takes in what belongs to the end of the last word: marks, the slash of a web address, an Arabic question mark.
    fn with_tail(&self, letter: usize, end: usize) -> usize {
        let is_address = (letter..end).any(|at| self.char(at) == Some(':') && self.char(at + 1) == Some('/'));
        let is_tail = |at: usize| match self.char(at) {
            Some('؟') => self.direction == Direction::Ltr,
            Some('/' | '=' | '&' | '#') => is_address,
            _ => self.class(at) == Some(Class::Mark),
        };
        (end..).find(|at| !is_tail(*at)).unwrap_or(end)
    }

    /// The end of a phone number or ISO date that begins here, in a right-to-left text. Its groups would be shown in reverse order.
    fn number(&self, at: usize, from: usize) -> Option<usize> {
        let opens_word = at == from || !matches!(self.class(at - 1), Some(Class::Digit | Class::Ltr | Class::Rtl | Class::RtlDigit));
        // `103 2003` in `2023/103 2003/232` is no number of its own.
        let is_joined = at >= 2 && self.class(at - 2) == Some(Class::Digit) && matches!(self.char(at - 1), Some('.' | ',' | ':' | '/'));
        let may_open = opens_word && !is_joined && matches!(self.char(at), Some('+' | '(' | '0'..='9'));
        if self.direction == Direction::Ltr || !may_open {
            return None;
        }
        let (mut end, mut digits, mut groups) = (at, 0, 0);
        while let Some(group) = self.next_group(end) {
            (digits, groups, end) = (digits + group.len(), groups + 1, group.end);
        }
        let is_phone = (self.char(at) == Some('+') && digits > 0) || (groups > 1 && PHONE_DIGITS.contains(&digits));
        let mut open = Vec::new();
        (is_phone && self.pair_brackets(at..end, &mut open) && open.is_empty()).then_some(end)
    }

    /// The next digits after at most two of ` `, `-`, `+`, `(`, `)`. None where they belong to a time, a decimal or a word.
    fn next_group(&self, here: usize) -> Option<Range<usize>> {
        let is_digit = |at: usize| self.class(at) == Some(Class::Digit);
        let start = (here..here + 3).find(|at| !matches!(self.char(*at), Some(' ' | '\u{A0}' | '-' | '(' | ')' | '+')))?;
        let end = (start..).find(|at| !is_digit(*at)).unwrap_or(start);
        let goes_on = matches!(self.char(end), Some('.' | ',' | ':' | '/')) && is_digit(end + 1);
        (end > start && !goes_on && self.class(end) != Some(Class::Ltr)).then_some(start..end)
    }
}

fn closing(c: char) -> char {
    match c {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '«' => '»',
        _ => '”',
    }
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Ltr,
        '(' | '[' | '{' | '«' | '“' => Class::Open,
        ')' | ']' | '}' | '»' | '”' => Class::Close,
        c if c.is_whitespace() => Class::Space,
        c if c.is_ascii() => Class::Other,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}' => {
            Class::Mark
        }
        // By far the most: the letters of Latin, Greek, Cyrillic and Arabic, without a look into Unicode's tables.
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{17F}' | '\u{410}'..='\u{44F}' => Class::Ltr,
        '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | '\u{6D5}' => Class::Rtl,
        c if is_rtl_block(c) && c.is_alphabetic() => Class::Rtl,
        c if is_rtl_block(c) && c.is_numeric() => Class::RtlDigit,
        c if is_rtl_block(c) => Class::RtlSign,
        c if c.is_alphabetic() => Class::Ltr,
        _ => Class::Other,
    }
}

/// Hebrew, Arabic, Syriac, Thaana, NKo and their like: the blocks that Unicode reserves for right-to-left scripts.
fn is_rtl_block(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Runs marked with brackets of their own.
    fn marked(text: &str, direction: Direction) -> String {
        let html = text_isolated(text, direction);
        html.replace("<bdi dir=\"ltr\">", "⟦").replace("<bdi dir=\"rtl\">", "⟦").replace("</bdi>", "⟧")
    }

    #[test]
    fn right_to_left() {
        for expected in [
            "اتصل بـ ⟦UNHCR⟧ اليوم",
            "⟦0850 218 48 30⟧",
            "الرقم ⟦+90 850 218 48 30⟧.",
            "⟦+908502184830⟧ أو 157",
            "⟦(0312) 427 55 83⟧",
            "(⟦0850 218 48 30⟧)",
            "خلال 7 أيام أو 30 يوما، 9:30–13:00",
            "من ⟦2021-06-08⟧ إلى ⟦2021-06-09⟧ 14:30",
            "المادة ⟦57/A⟧ من القانون",
            "(⟦LFIP⟧) و",
            "⟦Göç İdaresi (PMM)⟧ تقول",
            "⟦UNHCR⟧ (المفوضية)",
            "⟦UNHCR⟧ (⟦RRT⟧ والمفوضية)",
            "⟦Law (LFIP)⟧.",
            "انظر ⟦https://a.org/b/⟧ أو ⟦info@rrt.org.tr⟧.",
            "ال-⟦UNHCR⟧",
            "⟦@unhcr⟧ و ⟦3RP⟧",
            "⟦LFIP 57⟧ و 58",
            "⟦Md. 57/A⟧",
            "⟦Ankara, Türkiye⟧",
            "⟦UNHCR⟧, 57 شخصا",
            "⟦e-Devlet⟧، ⟦WhatsApp: +90 850⟧",
            "لا شيء",
        ] {
            let text = expected.replace(['⟦', '⟧'], "");
            assert_eq!(marked(&text, Direction::Rtl), expected);
        }
    }

    #[test]
    fn left_to_right() {
        for expected in [
            "Say ⟦لا أوافق⟧ now, 157 or +90 850 218 48 30",
            "⟦العربية⟧, ⟦فارسی⟧",
            "«⟦نعم؟⟧»",
            "⟦المادة 53⟧ (bis)",
            "⟦المادة ٥٣⟧ and ⟦می‌خواهم⟧",
        ] {
            let text = expected.replace(['⟦', '⟧'], "");
            assert_eq!(marked(&text, Direction::Ltr), expected);
        }
    }

    proptest! {
        #[test]
        fn changes_no_character(text in "([a-cİ ]|[اب٥؟، ]|[0-9 ]|[-+/.,:()«»&<\u{301}\u{200c}]){0,40}", rtl: bool) {
            let direction = if rtl { Direction::Rtl } else { Direction::Ltr };
            let marked = marked(&text, direction);
            prop_assert_eq!(marked.replace(['⟦', '⟧'], ""), super::super::text_escaped(&text));
            for run in marked.split('⟦').skip(1) {
                let (run, _) = run.split_once('⟧').unwrap();
                prop_assert!(!run.is_empty() && run.trim() == run, "{:?}", marked);
            }
        }
    }
}
