//! Days: reviews that are due, records that were checked long ago, and days that have not come yet. Today is an input.

use super::report::Report;
use super::text::Text;
use super::{Portal, Rule, edition, portal};
use crate::config::Level::{Error, Off, Warn};
use crate::diagnostic::Place;
use crate::model::{Date, Kind, Review, Source, Spanned, TranslationState};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("review-overdue", Warn, "law that has changed since it was read is read again", "NHS digital service manual, Reviewing content", review_overdue),
    edition("review-pending", Off, "somebody who knows the law has read every page about it", "NHS digital service manual, Reviewing content", review_pending),
    edition("date-in-future", Error, "no page claims to have been read or changed on a day that has not come", "", date_in_future),
    edition("source-overdue", Warn, "web pages that a page rests on still say the same", "", source_overdue),
    edition("machine-translation", Off, "somebody who reads both languages has checked every translation", "", machine_translation),
    portal("record-overdue", Warn, "phone numbers, laws and time limits in the registers are checked once a year", "NHS digital service manual, Reviewing content", record_overdue),
    portal("record-in-future", Error, "no record claims to have been checked on a day that has not come", "", record_in_future),
];

/// After this many days a checked record or source is to be checked again.
const YEAR: i64 = 366;

/// Days since the beginning of the Gregorian calendar, for differences (H. F. Fliegel and T. C. Van Flandern, 1968, with March as the first month).
fn day_number(date: Date) -> i64 {
    let (year, month) = (i64::from(date.year), i64::from(date.month));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + i64::from(date.day)
}

/// Beyond tomorrow: where the sun rises earlier, today is a day further.
fn is_ahead(date: Date, today: Date) -> bool {
    day_number(date) - day_number(today) > 1
}

fn is_old(checked: Date, today: Date) -> bool {
    day_number(today) - day_number(checked) > YEAR
}

fn review_overdue(text: &Text<'_>, report: &mut Report<'_>) {
    let Some(fields) = text.document.page_fields() else { return };
    let Review::Done { next, .. } = fields.review else { return };
    if next < text.portal.today {
        report.say(
            text.document.front.title.span,
            format!("this page was to be read again by {next}"),
            "read it for its law, and write the new days in `review: {on: …, by: lawyer, next: …}`; readers are told that it is overdue",
        );
    }
}

fn review_pending(text: &Text<'_>, report: &mut Report<'_>) {
    let Some(fields) = text.document.page_fields() else { return };
    let legal = matches!(fields.kind, Kind::Situation | Kind::Guide | Kind::Chapter | Kind::Explainer);
    if legal && fields.review == Review::Pending {
        report.say(
            text.document.front.title.span,
            "nobody who knows the law has read this page yet",
            "have it read, and write `review: {on: …, by: lawyer, next: …}`",
        );
    }
}

fn date_in_future(text: &Text<'_>, report: &mut Report<'_>) {
    let today = text.portal.today;
    let front = &text.document.front;
    for change in front.changes.iter().filter(|change| is_ahead(change.on, today)) {
        report.say(
            change.note.span,
            format!("this change is dated {}, which has not come yet", change.on),
            format!("write a day until {today}"),
        );
    }
    let Some(fields) = text.document.page_fields() else { return };
    if let Review::Done { on, .. } = fields.review
        && is_ahead(on, today)
    {
        report.say(
            front.title.span,
            format!("this page claims to have been read on {on}, which has not come yet"),
            format!("write a day until {today} after `on:` in `review`"),
        );
    }
    for source in &fields.sources {
        if let Source::Web { url, checked: Some(checked), .. } = source
            && is_ahead(*checked, today)
        {
            report.say(
                url.span,
                format!("this source claims to have been checked on {checked}, which has not come yet"),
                format!("write a day until {today}"),
            );
        }
    }
}

fn source_overdue(text: &Text<'_>, report: &mut Report<'_>) {
    let Some(fields) = text.document.page_fields().filter(|fields| fields.kind != Kind::News) else { return };
    for source in &fields.sources {
        if let Source::Web { url, checked: Some(checked), .. } = source
            && is_old(*checked, text.portal.today)
        {
            report.say(
                url.span,
                format!("this source was last looked at on {checked}, more than a year ago"),
                "open it, see that it still says the same, and write today's date after `checked:`",
            );
        }
    }
}

fn machine_translation(text: &Text<'_>, report: &mut Report<'_>) {
    if let Some(translation) = text.document.translation().filter(|translation| translation.state == TranslationState::Machine) {
        report.say(
            translation.span,
            "nobody who reads both languages has checked this translation",
            "have it checked, and write `state: reviewed`",
        );
    }
}

/// Every checked record with its place and what it is.
fn records<'a>(portal: &Portal<'a>) -> Vec<(Place, &'static str, &'a str, Date)> {
    let registers = &portal.site.registers;
    let mut all = Vec::new();
    let mut add = |what, id: &'a Spanned<String>, place, checked| all.push((place, what, id.value.as_str(), checked));
    registers.facts.placed().for_each(|(id, record)| add("fact", id, registers.facts.place(id.span), record.checked));
    registers.laws.placed().for_each(|(id, record)| add("law", id, registers.laws.place(id.span), record.checked));
    registers.contacts.placed().for_each(|(id, record)| add("contact", id, registers.contacts.place(id.span), record.checked));
    all
}

fn record_overdue(portal: &Portal<'_>, report: &mut Report<'_>) {
    for (place, what, id, checked) in records(portal).into_iter().filter(|(_, _, _, checked)| is_old(*checked, portal.today)) {
        report.say_at(
            place,
            format!("the {what} `{id}` was last checked on {checked}, more than a year ago"),
            "check it against its source, and write today's date after `checked:`",
        );
    }
}

fn record_in_future(portal: &Portal<'_>, report: &mut Report<'_>) {
    for (place, what, id, checked) in records(portal).into_iter().filter(|(_, _, _, checked)| is_ahead(*checked, portal.today)) {
        report.say_at(
            place,
            format!("the {what} `{id}` claims to have been checked on {checked}, which has not come yet"),
            format!("write a day until {}", portal.today),
        );
    }
}
