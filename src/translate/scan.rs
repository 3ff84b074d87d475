//! Finds numbers, dates, sums, phone numbers and addresses in a run of text, in any system of digits and the portal's languages.

use std::ops::Range;

use super::facts::Value;
use super::flat::Line;
use super::names;
use crate::i18n;
use crate::model::Date;

/// Something found, and the bytes of the text it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub value: Value,
    pub range: Range<usize>,
}

/// A word, a number or a sign: what dates and sums are put together from. Positions count characters.
#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// In lower case.
    Word(String),
    /// Digits without separators.
    Number(String),
    Done(Value),
}

/// How many words may stand between the parts of a date.
const REACH: usize = 3;

pub fn scan(line: &Line) -> Vec<Found> {
    let mut tokens = tokens(line);
    dates(&mut tokens);
    amounts(&mut tokens);
    let found = tokens.into_iter().filter_map(|token| {
        let value = match token.kind {
            Kind::Number(digits) => Value::Number(digits),
            Kind::Done(value) => value,
            Kind::Word(_) => return None,
        };
        Some(Found { value, range: line.bytes(token.start, token.end) })
    });
    found.collect()
}

fn tokens(line: &Line) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = line.get(at) {
        let token = address(line, at).or_else(|| phone(line, at)).or_else(|| written_date(line, at)).or_else(|| number(line, at));
        let token = token.or_else(|| word(line, at));
        at = match token {
            Some(token) => {
                let end = token.end;
                tokens.push(token);
                end
            }
            None => {
                if matches!(c, '₺' | '$' | '€') {
                    tokens.push(Token { kind: Kind::Word(c.to_string()), start: at, end: at + 1 });
                }
                at + 1
            }
        };
    }
    tokens
}

/// An e-mail or web address in plain text.
fn address(line: &Line, start: usize) -> Option<Token> {
    if start > 0 && line.get(start - 1).is_some_and(|c| !is_gap(c)) {
        return None;
    }
    let mut end = start;
    while line.get(end).is_some_and(|c| !is_gap(c) && c.is_ascii()) {
        end += 1;
    }
    let text = line.slice(start, end);
    let text = text.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let end = start + text.chars().count();
    let mail = text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    let value = if mail {
        Value::Email(text.to_lowercase())
    } else if text.contains("://") || text.starts_with("www.") {
        Value::Url(text.to_string())
    } else {
        return None;
    };
    Some(Token { kind: Kind::Done(value), start, end })
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '«' | '»' | '“' | '”' | '"' | '\u{2063}')
}

/// At least seven digits, in groups: with a plus or a zero in front, or grouped otherwise than thousands are.
fn phone(line: &Line, start: usize) -> Option<Token> {
    let plus = line.get(start) == Some('+');
    let mut at = start + usize::from(plus);
    line.get(at).filter(|c| c.is_ascii_digit() || (plus && *c == '('))?;
    let (mut groups, mut digits, mut end) = (vec![0_usize], String::new(), at);
    while let Some(c) = line.get(at) {
        if c.is_ascii_digit() {
            digits.push(c);
            *groups.last_mut()? += 1;
            end = at + 1;
        } else if matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '-' | '(' | ')')
            && line.get(at + 1).is_some_and(|c| c.is_ascii_digit() || c == '(' || c == ' ')
        {
            if *groups.last()? > 0 {
                groups.push(0);
            }
        } else {
            break;
        }
        at += 1;
    }
    groups.retain(|group| *group > 0);
    let thousands = groups.len() > 1 && groups.iter().skip(1).all(|group| *group == 3) && !digits.starts_with('0');
    let is_date =
        groups.iter().all(|group| matches!(group, 2 | 4)) && groups.iter().filter(|group| **group == 4).count() == 1 && groups.len() == 3;
    let is_years = groups == [4, 4];
    let is_phone = digits.len() >= 7 && digits.len() <= 15 && (plus || (!thousands && !is_date && !is_years));
    let digits = if plus { format!("+{digits}") } else { digits };
    is_phone.then_some(Token { kind: Kind::Done(Value::Phone(digits)), start, end })
}

/// `08.06.2021`, `8/6/2021`, `2021-06-08`: the day before the month, as in Türkiye.
fn written_date(line: &Line, start: usize) -> Option<Token> {
    let separator = |at: usize| line.get(at).filter(|c| matches!(c, '.' | '/' | '-'));
    let (first, at) = digits(line, start)?;
    let sign = separator(at)?;
    let (second, at) = digits(line, at + 1)?;
    (separator(at)? == sign).then_some(())?;
    let (third, end) = digits(line, at + 1)?;
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let date = date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(Token { kind: Kind::Done(Value::Date(date)), start, end })
}

/// A day of either calendar: years before 1700 are of the Solar Hijri one.
fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    if (1200..1700).contains(&year) { i18n::from_solar(year, month, day) } else { Date::parse(&format!("{year:04}-{month:02}-{day:02}")) }
}

/// A number, with its groups of three put together.
fn number(line: &Line, start: usize) -> Option<Token> {
    let (mut text, mut end) = digits(line, start)?;
    let mut grouped = text.len() <= 3;
    while grouped && line.get(end).is_some_and(|c| matches!(c, '.' | ',' | '٬' | '،' | '\u{A0}' | '\u{202F}' | ' ' | '\'' | '’')) {
        match digits(line, end + 1) {
            Some((group, after)) if group.len() == 3 => {
                text.push_str(&group);
                end = after;
            }
            _ => grouped = false,
        }
    }
    let trimmed = text.trim_start_matches('0');
    let text = if trimmed.is_empty() {
        "0"
    } else if text.len() <= 2 {
        trimmed
    } else {
        &text
    };
    Some(Token { kind: Kind::Number(text.to_string()), start, end })
}

fn digits(line: &Line, start: usize) -> Option<(String, usize)> {
    let mut end = start;
    while line.get(end).is_some_and(|c| c.is_ascii_digit()) {
        end += 1;
    }
    (end > start).then(|| (line.slice(start, end), end))
}

fn word(line: &Line, start: usize) -> Option<Token> {
    let mut end = start;
    while line.get(end).is_some_and(|c| (c.is_alphabetic() || is_mark(c)) && !c.is_ascii_digit()) {
        end += 1;
    }
    (end > start).then(|| Token { kind: Kind::Word(line.slice(start, end).to_lowercase().replace("i\u{307}", "i")), start, end })
}

/// Vowel signs and joiners stand inside words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200C}' | '\u{200D}' | '\u{307}')
}

/// Puts together days, names of months and years that stand near each other.
fn dates(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let Some((month, length, solar)) = month_at(tokens, at) else { continue };
        let after = at + length;
        let day = near(tokens, at, after, |digits| digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|n| (1..=31).contains(&n)), 1);
        let year = near(tokens, at, after, |digits| is_year(digits, solar), REACH);
        let Some((year, year_at)) = year.and_then(|at| Some((text(tokens, at)?.parse::<i32>().ok()?, at))) else { continue };
        let day = day.and_then(|at| Some((text(tokens, at)?.parse::<u8>().ok()?, at)));
        let value = match day {
            Some((day, _)) => date(year, month, day).map(Value::Date),
            None => (!solar).then_some(Value::Month(month, Some(year))),
        };
        let Some(value) = value else { continue };
        let parts = [Some(at), Some(year_at), day.map(|(_, at)| at)];
        let first = parts.iter().flatten().min().copied().unwrap_or(at);
        let (start, end) =
            parts.iter().flatten().fold((usize::MAX, 0), |(start, end), part| (start.min(tokens[*part].start), end.max(tokens[*part].end)));
        for part in parts.into_iter().flatten().chain(at..after) {
            tokens[part].kind = Kind::Word(String::new());
        }
        tokens[first] = Token { kind: Kind::Done(value), start, end };
    }
}

fn text(tokens: &[Token], at: usize) -> Option<&str> {
    match &tokens.get(at)?.kind {
        Kind::Number(digits) => Some(digits),
        Kind::Word(_) | Kind::Done(_) => None,
    }
}

fn is_year(digits: &str, solar: bool) -> bool {
    let years = if solar { 1300..1500 } else { 1900..2200 };
    digits.len() == 4 && digits.parse::<i32>().is_ok_and(|year| years.contains(&year))
}

/// The month named here: its number, how many words it takes with a second name of the same month, and whether it is Solar Hijri.
fn month_at(tokens: &[Token], at: usize) -> Option<(u8, usize, bool)> {
    let word = |at: usize| match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Word(word)) => word.as_str(),
        _ => "",
    };
    let solar_year = || near(tokens, at, at + 1, |digits| is_year(digits, true), 1).is_some();
    if let Some(month) = names::solar_month(word(at)).filter(|_| solar_year()) {
        return Some((month, 1, true));
    }
    let (month, mut length) = names::month(word(at), word(at + 1))?;
    while let Some((_, more)) = names::month(word(at + length), word(at + length + 1)).filter(|(again, _)| *again == month) {
        length += more;
    }
    Some((month, length, false))
}

/// The nearest number that fits, at most `reach` words away: after the month (`from` is the first token after it) or before.
fn near(tokens: &[Token], at: usize, from: usize, fits: impl Fn(&str) -> bool, reach: usize) -> Option<usize> {
    let fits = |index: &usize| text(tokens, *index).is_some_and(&fits);
    let after = (from..(from + reach + 1).min(tokens.len())).find(&fits);
    let before = (at.saturating_sub(reach + 1)..at).rev().find(&fits);
    match (before, after) {
        (Some(before), Some(after)) => Some(if at - before <= after - from + 1 { before } else { after }),
        (before, after) => before.or(after),
    }
}

/// A number beside a currency.
fn amounts(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let Kind::Number(digits) = tokens[at].kind.clone() else { continue };
        let neighbours = [Some(at + 1), at.checked_sub(1)];
        let currency = neighbours.into_iter().flatten().find_map(|at| match &tokens.get(at)?.kind {
            Kind::Word(word) => names::currency(word),
            Kind::Number(_) | Kind::Done(_) => None,
        });
        if let Some(currency) = currency {
            tokens[at].kind = Kind::Done(Value::Amount(digits, currency));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> = scan(&Line::new(text)).into_iter().map(|found| format!("{:?}", found.value)).collect();
        assert_eq!(found.join(" ").replace('"', ""), expected, "{text}");
    }

    #[test]
    fn facts_are_read_in_any_digits() {
        check("within 7 days, ٧ أيام, ۷ روز", "Number(7) Number(7) Number(7)");
        check(
            "1,000 or 1.000 or 1 000 or 348.10 at 09:30",
            "Number(1000) Number(1000) Number(1000) Number(348) Number(10) Number(9) Number(30)",
        );
        check(
            "call +90 850 218 48 30, 0850 218 48 30 or 444 48 68; not 157",
            "Phone(+908502184830) Phone(08502184830) Phone(4444868) Number(157)",
        );
        check("2020–2022 no. 2014/6883", "Number(2020) Number(2022) Number(2014) Number(6883)");
        check("$25 or 80 USD, 964 TL", "Amount(25, USD) Amount(80, USD) Amount(964, TRY)");
        check("write to info@mhd.org.tr.", "Email(info@mhd.org.tr)");
    }

    #[test]
    fn dates_are_read_in_any_language() {
        let day = "Date(Date { year: 2021, month: 6, day: 8 })";
        for text in [
            "8 June 2021",
            "June 8, 2021",
            "08.06.2021",
            "2021-06-08",
            "8 Haziran 2021’de",
            "8 يونيو/حزيران 2021",
            "۸ ژوئن ۲۰۲۱",
            "۱۸ خرداد ۱۴۰۰",
            "8ê Hezîrana 2021",
            "٨ی حوزەیرانی ٢٠٢١",
            "le 8 juin 2021",
            "8 июня 2021 года",
            "8 جون 2021",
            "د ۲۰۲۱ کال د جون ۸مه",
            "8 Juun 2021",
        ] {
            check(text, day);
        }
        check("you may wait 5 days", "Number(5)");
        check("since April 2024", "Month(4, Some(2024))");
        check("منذ أبريل/نيسان 2024", "Month(4, Some(2024))");
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_without_panic(text in r"([0-9٠-٩۰-۹]{1,5}|[+().,/: -]|June|يونيو|خرداد|TL|₺|a@b\.c|https://|é|\PC){0,30}") {
            for found in scan(&Line::new(&text)) {
                prop_assert!(text.get(found.range).is_some());
            }
        }
    }
}
