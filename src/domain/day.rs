//! Dates: how they are stored (day numbers, never text), the range we accept, and how they are said on screen.
//!
//! Rule kept here: a date outside 1900–2199 is refused when written and when read, and nothing panics on one.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serializer, de, ser};

use super::words::plural;

/// The first year that a date may lie in.
pub const FIRST_YEAR: i32 = 1900;
/// The last year that a date may lie in.
pub const LAST_YEAR: i32 = 2199;

/// Whether a date lies in the years that the program accepts, 1900 to 2199.
pub fn in_range(date: NaiveDate) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
}

/// The date with this day number (days from 1 January of year 1, which is 1); None outside 1900–2199.
pub fn from_number(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number).filter(|date| in_range(*date))
}

/// The day number of a date, as stored: days from 1 January of year 1, which is 1.
pub fn number(date: NaiveDate) -> i32 {
    date.num_days_from_ce()
}

/// Writes a date as its day number.
///
/// # Errors
/// A date outside 1900–2199 is refused: it could not be read back.
pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    if !in_range(*date) {
        return Err(ser::Error::custom("a date outside the years 1900 to 2199"));
    }
    serializer.serialize_i32(number(*date))
}

/// Reads a date from its day number.
///
/// # Errors
/// A number outside 1900–2199 is refused.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    read(i32::deserialize(deserializer)?)
}

fn read<E: de::Error>(stored: i32) -> Result<NaiveDate, E> {
    from_number(stored)
        .ok_or_else(|| E::custom(format_args!("day number {stored} is outside the years 1900 to 2199")))
}

/// The same for `Option<NaiveDate>`: `#[serde(with = "crate::domain::day::opt")]`.
pub mod opt {
    use super::{Deserialize, Deserializer, NaiveDate, Serializer, in_range, number, read, ser};

    /// Writes a date that may be missing.
    ///
    /// # Errors
    /// A date outside 1900–2199 is refused.
    pub fn serialize<S: Serializer>(date: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) if !in_range(*date) => {
                Err(ser::Error::custom("a date outside the years 1900 to 2199"))
            }
            Some(date) => serializer.serialize_some(&number(*date)),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a date that may be missing.
    ///
    /// # Errors
    /// A number outside 1900–2199 is refused.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        Option::<i32>::deserialize(deserializer)?.map(read).transpose()
    }
}

/// "Mon 23 Nov".
pub fn short(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

/// "Tue  3 Nov": as [`short`], always ten columns, for lists.
pub fn column(date: NaiveDate) -> String {
    date.format("%a %e %b").to_string()
}

/// "Mon 23 Nov 2026".
pub fn full(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// "23 Nov 2026": where the weekday says nothing, as for dates of birth.
pub fn plain(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// "23/11/2026".
pub fn numeric(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// "2026-11-23", as in JSON and files.
pub fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// [`short`] while the year is clear from today (within half a year), [`full`] otherwise.
pub fn near(date: NaiveDate, today: NaiveDate) -> String {
    if date.year() == today.year() || between(today, date).abs() <= 182 { short(date) } else { full(date) }
}

/// Days from one date to another; negative when `to` is the earlier.
pub fn between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// How late or how far off, in words, with the days where weeks hide them:
/// "yesterday", "5 days late", "6 weeks, 2 days late (44 days)", "today", "tomorrow", "in 3 days", "in 6 weeks".
pub fn how_late(due: NaiveDate, today: NaiveDate) -> String {
    let late = between(due, today);
    match late {
        0 => "today".into(),
        1 => "yesterday".into(),
        -1 => "tomorrow".into(),
        2.. => match spell(late) {
            (said, true) => format!("{said} late"),
            (said, false) => format!("{said} late ({})", plural(late, "day")),
        },
        _ => format!("in {}", spell(-late).0),
    }
}

/// A length in the unit that a tired reader takes in at once, and whether that is days already.
fn spell(days: i64) -> (String, bool) {
    let (weeks, rest) = (days / 7, days % 7);
    if days < 14 {
        (plural(days, "day"), true)
    } else if weeks > 52 {
        (format!("over {}", plural(days / 365, "year")), false)
    } else if rest == 0 {
        (plural(weeks, "week"), false)
    } else {
        (format!("{}, {}", plural(weeks, "week"), plural(rest, "day")), false)
    }
}

/// The same for a cell of 13 columns: "5 days late", "10 weeks late" (whole weeks), "2 years late",
/// "yesterday", "today", "tomorrow", then the date itself: "Mon 23 Nov", or "23 Nov 2028" where the year is not clear.
pub fn late_cell(due: NaiveDate, today: NaiveDate) -> String {
    let late = between(due, today);
    match late {
        0 => "today".into(),
        1 => "yesterday".into(),
        -1 => "tomorrow".into(),
        2..=13 => format!("{late} days late"),
        14..=370 => format!("{} late", plural(late / 7, "week")),
        371.. => format!("{} late", plural(late / 365, "year")),
        -300..=-2 => short(due),
        _ => plain(due),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Both {
        #[serde(with = "crate::domain::day")]
        on: NaiveDate,
        #[serde(with = "crate::domain::day::opt")]
        until: Option<NaiveDate>,
    }

    #[test]
    fn dates_are_stored_as_day_numbers() {
        let both = Both { on: d(2026, 11, 23), until: None };
        let text = serde_json::to_string(&both).unwrap();
        assert_eq!(text, r#"{"on":739943,"until":null}"#);
        assert_eq!(serde_json::from_str::<Both>(&text).unwrap(), both);
        let both = Both { on: d(1900, 1, 1), until: Some(d(2199, 12, 31)) };
        let text = serde_json::to_string(&both).unwrap();
        assert_eq!(serde_json::from_str::<Both>(&text).unwrap(), both);
    }

    #[test]
    fn dates_out_of_range_are_errors() {
        for bad in ["0", "2147483647", "-2147483648", "693595", "803169"] {
            let text = format!(r#"{{"on":{bad},"until":null}}"#);
            let words = serde_json::from_str::<Both>(&text).unwrap_err().to_string();
            assert!(words.contains("1900 to 2199"), "{bad}: {words}");
            let text = format!(r#"{{"on":739943,"until":{bad}}}"#);
            assert!(serde_json::from_str::<Both>(&text).is_err(), "{bad}");
        }
        assert!(serde_json::to_string(&Both { on: d(2200, 1, 1), until: None }).is_err());
        assert!(serde_json::to_string(&Both { on: d(2026, 1, 1), until: Some(d(1899, 12, 31)) }).is_err());
    }

    #[test]
    fn dates_as_people_say_them() {
        let monday = d(2026, 11, 23);
        assert_eq!(short(monday), "Mon 23 Nov");
        assert_eq!(full(monday), "Mon 23 Nov 2026");
        assert_eq!(plain(monday), "23 Nov 2026");
        assert_eq!(numeric(d(2026, 3, 4)), "04/03/2026");
        assert_eq!(iso(monday), "2026-11-23");
        assert_eq!(column(d(2026, 11, 3)), "Tue  3 Nov");
        assert_eq!(near(d(2027, 1, 11), monday), "Mon 11 Jan");
        assert_eq!(near(d(2027, 9, 6), monday), "Mon 6 Sep 2027");
    }

    #[test]
    fn how_late_in_words_and_days() {
        let today = d(2026, 11, 21);
        for (due, long, cell) in [
            (d(2026, 11, 21), "today", "today"),
            (d(2026, 11, 20), "yesterday", "yesterday"),
            (d(2026, 11, 22), "tomorrow", "tomorrow"),
            (d(2026, 11, 16), "5 days late", "5 days late"),
            (d(2026, 11, 8), "13 days late", "13 days late"),
            (d(2026, 11, 7), "2 weeks late (14 days)", "2 weeks late"),
            (d(2026, 10, 8), "6 weeks, 2 days late (44 days)", "6 weeks late"),
            (d(2025, 11, 21), "52 weeks, 1 day late (365 days)", "52 weeks late"),
            (d(2025, 11, 1), "over 1 year late (385 days)", "1 year late"),
            (d(2024, 11, 1), "over 2 years late (750 days)", "2 years late"),
            (d(2026, 11, 24), "in 3 days", "Tue 24 Nov"),
            (d(2027, 1, 2), "in 6 weeks", "Sat 2 Jan"),
            (d(2027, 1, 11), "in 7 weeks, 2 days", "Mon 11 Jan"),
            (d(2028, 1, 11), "in over 1 year", "11 Jan 2028"),
        ] {
            assert_eq!(how_late(due, today), long);
            assert_eq!(late_cell(due, today), cell);
        }
    }

    #[test]
    fn the_cell_is_never_wider_than_thirteen() {
        let today = d(2026, 11, 21);
        for back in -3_000..20_000 {
            let due = today.checked_sub_signed(chrono::TimeDelta::days(back)).unwrap();
            assert!(late_cell(due, today).len() <= 13, "{}", late_cell(due, today));
        }
    }
}
