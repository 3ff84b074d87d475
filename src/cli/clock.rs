//! The day, from this computer's clock: the only place where time enters. Everything else is told the day.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Date;

const SECONDS_A_DAY: u64 = 86_400;

/// Today, in UTC, so that the same build gives the same pages wherever it runs.
pub(super) fn today() -> Date {
    day_of(seconds())
}

/// Since the beginning of 1970.
#[allow(clippy::disallowed_methods, reason = "time enters here, as data")]
pub(super) fn seconds() -> u64 {
    // A clock before 1970 is a broken clock.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The day on which this many seconds have passed since the beginning of 1970, in UTC.
pub(super) fn day_of(seconds: u64) -> Date {
    // Counted in eras of 400 years from 1 March of year 0, so that leap days end years (H. Hinnant, "chrono-compatible low-level date
    // algorithms", civil_from_days).
    let days = seconds / SECONDS_A_DAY + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let small = |number: u64| u8::try_from(number).expect("BUG: months and days are below 256");
    Date { year: i32::try_from(year).unwrap_or(9999), month: small(month), day: small(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_days() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_623_110_400, "2021-06-08"),
            (1_795_219_199, "2026-11-20"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(day_of(seconds).to_string(), day);
        }
        assert!(day_of(u64::MAX).month <= 12);
    }
}
