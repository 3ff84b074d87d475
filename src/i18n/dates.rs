//! Dates in each language: Gregorian, as on Turkish papers, and beside it Solar Hijri where readers count in it.
//!
//! The only user of `icu_calendar` and `icu_datetime`. Gregorian is asked for by name: `fa`, `fa-AF` and `ps` default to the Persian
//! calendar. Where CLDR's data fall short, `Wording` says what stands in and why.

use icu_calendar::cal::Persian;
use icu_calendar::{Date as IcuDate, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{M, YM, YMD};
use serde::Serialize;

use super::locale::Locale;
use super::numbers::{localised, number};
use crate::model::{Date, Digits, SecondCalendar};

/// A day, ready to be shown: for machines, in the reader's Gregorian wording, and in the reader's second calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct DateText {
    /// `2021-06-08`, for `<time datetime>`.
    pub iso: String,
    pub gregorian: String,
    /// Without the brackets.
    pub solar: Option<String>,
}

/// How one language writes dates.
#[derive(Debug)]
pub struct Dates {
    digits: Digits,
    /// Nothing where CLDR does not know the months' names.
    names: Option<Names>,
    solar_month: Option<FixedCalendarDateTimeFormatter<Persian, M>>,
    wording: Wording,
}

#[derive(Debug)]
struct Names {
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    year_month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    month: FixedCalendarDateTimeFormatter<Gregorian, M>,
}

/// Where a language's wording is not ICU's.
#[derive(Debug, Clone, Copy)]
struct Wording {
    date: Form,
    year_month: Form,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    /// As ICU has it.
    Icu,
    /// As ICU has it, but the day without a zero before it.
    IcuUnpadded,
    /// A pattern of our own, from `{day}`, `{month}` (the name on its own) and `{year}`.
    Own(&'static str),
}

impl Dates {
    pub(super) fn new(locale: &Locale, digits: Digits, second: SecondCalendar) -> Dates {
        let solar_month = match second {
            SecondCalendar::None => None,
            SecondCalendar::SolarHijri => FixedCalendarDateTimeFormatter::try_new(locale.into(), M::long()).ok(),
        };
        Dates { digits, names: Names::new(locale), solar_month, wording: Wording::of(locale) }
    }

    pub fn text(&self, date: Date) -> DateText {
        DateText { iso: date.to_string(), gregorian: self.gregorian(date), solar: self.solar(date) }
    }

    /// `June 2021`, in Gregorian months.
    pub fn year_month(&self, date: Date) -> String {
        let known = self.names.as_ref().zip(icu_date(date));
        let text = known.map(|(names, day)| match self.wording.year_month {
            Form::Icu | Form::IcuUnpadded => names.year_month.format(&day).to_string(),
            Form::Own(pattern) => self.fill(pattern, date, &names.month.format(&day).to_string()),
        });
        text.unwrap_or_else(|| localised(self.digits, &format!("{:02}.{}", date.month, date.year)))
    }

    fn gregorian(&self, date: Date) -> String {
        let known = self.names.as_ref().zip(icu_date(date));
        let text = known.map(|(names, day)| match self.wording.date {
            Form::Icu => names.date.format(&day).to_string(),
            Form::IcuUnpadded => names.date.format(&day).to_string().replacen(" 0", " ", 1),
            Form::Own(pattern) => self.fill(pattern, date, &names.month.format(&day).to_string()),
        });
        // Without names, as Turkish papers write it.
        text.unwrap_or_else(|| localised(self.digits, &format!("{:02}.{:02}.{}", date.day, date.month, date.year)))
    }

    /// Day, month and year in this order, which fa, fa-AF and ps share. ICU's own pattern for ps begins with a Latin "AP".
    fn solar(&self, date: Date) -> Option<String> {
        let formatter = self.solar_month.as_ref()?;
        let day = icu_date(date)?.to_calendar(Persian);
        let year = u64::try_from(day.year().extended_year()).ok()?;
        let (month, day_of_month) = (formatter.format(&day), number(self.digits, u64::from(day.day_of_month().0)));
        Some(format!("{day_of_month} {month} {}", number(self.digits, year)))
    }

    fn fill(&self, pattern: &str, date: Date, month: &str) -> String {
        let day = localised(self.digits, &date.day.to_string());
        let year = localised(self.digits, &date.year.to_string());
        pattern.replace("{day}", &day).replace("{month}", month).replace("{year}", &year)
    }
}

impl DateText {
    /// Both calendars in plain text: `۸ ژوئن ۲۰۲۱ (۱۸ خرداد ۱۴۰۰)`.
    pub fn plain(&self) -> String {
        match &self.solar {
            Some(solar) => format!("{} ({solar})", self.gregorian),
            None => self.gregorian.clone(),
        }
    }
}

/// The Gregorian day of a Solar Hijri one; nothing where there is no such day.
pub fn from_solar(year: i32, month: u8, day: u8) -> Option<Date> {
    let solar = IcuDate::try_new_persian(year, month, day).ok()?;
    let day = solar.to_calendar(Gregorian);
    Some(Date { year: day.year().extended_year(), month: day.month().ordinal, day: day.day_of_month().0 })
}

impl Names {
    fn new(locale: &Locale) -> Option<Names> {
        let names = Names {
            date: FixedCalendarDateTimeFormatter::try_new(locale.into(), YMD::long()).ok()?,
            year_month: FixedCalendarDateTimeFormatter::try_new(locale.into(), YM::long()).ok()?,
            month: FixedCalendarDateTimeFormatter::try_new(locale.into(), M::long()).ok()?,
        };
        // The root locale's first month, which a language without data of its own inherits, is "M01".
        let first = names.month.format(&icu_date(Date { year: 2021, month: 1, day: 1 })?).to_string();
        (!first.starts_with("M0")).then_some(names)
    }
}

impl Wording {
    fn of(locale: &Locale) -> Wording {
        let (date, year_month) = match locale.id.language.as_str() {
            // CLDR's long date, with the endings Kurmanji needs; ICU4X has only "8 hezîran, 2021".
            "ku" => (Form::Own("{day}ê {month}a {year}an"), Form::Icu),
            // CLDR's month and year alone lack the linking letter that its whole date has, and turn the order around.
            "ckb" => (Form::Icu, Form::Own("{month}ی {year}")),
            // As in the whole date; CLDR puts the year first.
            "ps" => (Form::Icu, Form::Own("{month} {year}")),
            // CLDR's long date; ICU4X writes "Juun 08, 2021".
            "so" => (Form::IcuUnpadded, Form::Icu),
            _ => (Form::Icu, Form::Icu),
        };
        Wording { date, year_month }
    }
}

fn icu_date(date: Date) -> Option<IcuDate<Gregorian>> {
    IcuDate::try_new_gregorian(date.year, date.month, date.day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::locale::locale;
    use crate::model::known_language;

    fn dates(path: &str) -> Dates {
        let language = known_language(path).unwrap();
        Dates::new(&locale(&language), language.digits, language.second_calendar)
    }

    /// `Intl.DateTimeFormat(tag, {dateStyle: 'long', calendar: 'gregory'})` of ICU 78 (CLDR 48), English as `en-GB`. Two of them
    /// differ in ICU4X, which takes CLDR's flexible patterns: fa there has ژانویهٔ, and ps the year first.
    #[test]
    fn gregorian_dates_as_the_languages_write_them() {
        let days = ["2021-06-08", "2024-11-21", "2024-02-29", "2026-01-01"];
        let table = [
            ("tr", ["8 Haziran 2021", "21 Kasım 2024", "29 Şubat 2024", "1 Ocak 2026"]),
            ("en", ["8 June 2021", "21 November 2024", "29 February 2024", "1 January 2026"]),
            ("ar", ["8 يونيو 2021", "21 نوفمبر 2024", "29 فبراير 2024", "1 يناير 2026"]),
            ("fa", ["۸ ژوئن ۲۰۲۱", "۲۱ نوامبر ۲۰۲۴", "۲۹ فوریه ۲۰۲۴", "۱ ژانویه ۲۰۲۶"]),
            ("prs", ["۸ جون ۲۰۲۱", "۲۱ نومبر ۲۰۲۴", "۲۹ فبروری ۲۰۲۴", "۱ جنوری ۲۰۲۶"]),
            ("ps", ["۸ جون ۲۰۲۱", "۲۱ نومبر ۲۰۲۴", "۲۹ فبروري ۲۰۲۴", "۱ جنوري ۲۰۲۶"]),
            ("kmr", ["8ê hezîrana 2021an", "21ê mijdara 2024an", "29ê sibata 2024an", "1ê rêbendana 2026an"]),
            ("ckb", ["٨ی حوزەیرانی ٢٠٢١", "٢١ی تشرینی دووەمی ٢٠٢٤", "٢٩ی شوباتی ٢٠٢٤", "١ی کانوونی دووەمی ٢٠٢٦"]),
            ("so", ["Juun 8, 2021", "Noofeembar 21, 2024", "Febraayo 29, 2024", "Janaayo 1, 2026"]),
            ("fr", ["8 juin 2021", "21 novembre 2024", "29 février 2024", "1 janvier 2026"]),
            ("ru", ["8 июня 2021\u{202F}г.", "21 ноября 2024\u{202F}г.", "29 февраля 2024\u{202F}г.", "1 января 2026\u{202F}г."]),
            ("ur", ["8 جون، 2021", "21 نومبر، 2024", "29 فروری، 2024", "1 جنوری، 2026"]),
        ];
        for (path, expected) in table {
            let found = days.map(|day| dates(path).text(Date::parse(day).unwrap()).gregorian);
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn months_of_a_year() {
        let table = [
            ("en", "June 2021"),
            ("ar", "يونيو 2021"),
            ("fa", "ژوئن ۲۰۲۱"),
            ("ps", "جون ۲۰۲۱"),
            ("kmr", "hezîrana 2021an"),
            ("ckb", "حوزەیرانی ٢٠٢١"),
            ("so", "Juun 2021"),
            ("ru", "июнь 2021\u{202F}г."),
            ("ur", "جون 2021"),
        ];
        for (path, expected) in table {
            assert_eq!(dates(path).year_month(Date::parse("2021-06-08").unwrap()), expected, "{path}");
        }
    }

    /// Leap years and the turn of the year as `Intl.DateTimeFormat(tag, {calendar: 'persian'})` has them.
    #[test]
    fn solar_hijri_beside_it() {
        let table = [
            ("fa", "2021-06-08", "۸ ژوئن ۲۰۲۱ (۱۸ خرداد ۱۴۰۰)"),
            ("prs", "2021-06-08", "۸ جون ۲۰۲۱ (۱۸ جوزا ۱۴۰۰)"),
            ("ps", "2021-06-08", "۸ جون ۲۰۲۱ (۱۸ غبرگولی ۱۴۰۰)"),
            ("fa", "2024-11-21", "۲۱ نوامبر ۲۰۲۴ (۱ آذر ۱۴۰۳)"),
            ("fa", "2023-03-20", "۲۰ مارس ۲۰۲۳ (۲۹ اسفند ۱۴۰۱)"),
            ("fa", "2025-03-20", "۲۰ مارس ۲۰۲۵ (۳۰ اسفند ۱۴۰۳)"),
            ("prs", "2025-03-21", "۲۱ مارچ ۲۰۲۵ (۱ حمل ۱۴۰۴)"),
            ("ar", "2021-06-08", "8 يونيو 2021"),
        ];
        for (path, day, expected) in table {
            assert_eq!(dates(path).text(Date::parse(day).unwrap()).plain(), expected, "{path} {day}");
        }
    }

    #[test]
    fn a_language_without_names_of_months() {
        let dates = Dates::new(&"zxx".parse().unwrap(), Digits::Persian, SecondCalendar::SolarHijri);
        assert_eq!(dates.text(Date::parse("2021-06-08").unwrap()).gregorian, "۰۸.۰۶.۲۰۲۱");
        assert_eq!(dates.year_month(Date::parse("2021-06-08").unwrap()), "۰۶.۲۰۲۱");
    }

    #[test]
    fn days_that_no_calendar_has_do_not_panic() {
        for date in [Date { year: i32::MAX, month: 13, day: 40 }, Date { year: -5, month: 0, day: 0 }, Date { year: 0, month: 1, day: 1 }] {
            assert!(!dates("fa").text(date).plain().is_empty());
        }
    }
}
