//! Dates in a cell, read the English way: day, month, year. American dates are never guessed.
//!
//! Whether a column is written month first shows only over the whole column, so the column is looked at before any cell of
//! it is read: see [`Order::of`].
use super::cells::{clean, quoted};
use crate::domain::date_input;
use chrono::{Datelike, Days, NaiveDate};

/// In which order a column writes its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Day first: some date says so, or none says otherwise.
    DayFirst,
    /// Month first, as shown by the date on this line; no date of such a column is read unless it cannot be mistaken.
    MonthFirst {
        /// The line of the first date that cannot be day first.
        line: usize,
    },
}

impl Order {
    /// Looks at the cells of a column with their lines.
    pub fn of<'a>(cells: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let mut month_first = None;
        for (line, cell) in cells {
            match shape(cell) {
                Some(Shape::Numbers { first, second, .. }) if first > 12 && second <= 12 => {
                    return Self::DayFirst;
                }
                Some(Shape::Numbers { first, second, .. }) if second > 12 && first <= 12 => {
                    month_first = month_first.or(Some(line));
                }
                _ => {}
            }
        }
        month_first.map_or(Self::DayFirst, |line| Self::MonthFirst { line })
    }
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    /// A date that cannot be mistaken: ISO, or with the month in words. None: no such day.
    Certain(Option<NaiveDate>),
    /// Two numbers and a year, of two digits when `short`.
    Numbers { first: u32, second: u32, year: i32, short: bool },
    /// Excel's count of days.
    Serial(u32),
}

/// Reads a date cell. `born` is the day after which no date of the column can lie ("today" for a date of birth), by which a
/// year of two digits is placed: after it the century before is meant.
///
/// # Errors
/// In words, when it is no date or its order is in doubt.
pub fn date(cell: &str, order: Order, born: Option<NaiveDate>) -> Result<Option<NaiveDate>, String> {
    if says_nothing(cell) {
        return Ok(None);
    }
    match shape(cell) {
        None => Err(format!("{} is not a date (write 3/9/2026)", quoted(cell))),
        Some(Shape::Certain(day)) => {
            day.map(Some).ok_or_else(|| format!("{} is not a day of the calendar", quoted(cell)))
        }
        Some(Shape::Serial(serial)) => {
            excel_day(serial).map(Some).ok_or_else(|| format!("{} is not a date of Excel", quoted(cell)))
        }
        Some(Shape::Numbers { first, second, year, short }) => {
            if let Order::MonthFirst { line } = order {
                return Err(format!(
                    "{} is left out: the date on line {line} shows that this column is probably written month first; \
                     export it as day/month/year or as 2026-09-03",
                    quoted(cell)
                ));
            }
            let on = |year| NaiveDate::from_ymd_opt(year, second, first);
            let day = match on(year) {
                Some(day) if short && born.is_some_and(|latest| day > latest) => on(year - 100),
                day => day,
            };
            day.map(Some).ok_or_else(|| match second {
                13.. if first <= 12 => {
                    format!("{} is left out: it is written month first, unlike the rest", quoted(cell))
                }
                _ => format!("{} is not a day of the calendar", quoted(cell)),
            })
        }
    }
}

/// Blank, or one of the ways in which systems write "no date".
fn says_nothing(cell: &str) -> bool {
    let text = clean(cell).to_lowercase();
    matches!(
        text.as_str(),
        "" | "-" | "–" | "n/a" | "none" | "null" | "tbc" | "0" | "00/00/0000" | "0000-00-00"
    )
}

/// The day of an Excel serial number (1900 system). Excel counts a 29 February 1900 that never was, as 60.
pub fn excel_day(serial: u32) -> Option<NaiveDate> {
    let epoch = match serial {
        0 | 60 => return None,
        1..60 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        _ => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    epoch.checked_add_days(Days::new(u64::from(serial)))
}

/// Serials that can be meant as dates of a school: 1 January 1980 to 31 December 2069.
const SERIALS: std::ops::RangeInclusive<u32> = 29_221..=62_093;

fn shape(cell: &str) -> Option<Shape> {
    let text = clean(cell).to_lowercase();
    if text.len() > 60 {
        return None;
    }
    if let Some(serial) = serial(&text) {
        return Some(Shape::Serial(serial));
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let number: u32 = text.parse().ok()?;
        let year = i32::try_from(number / 10_000).ok()?;
        let day = NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)?;
        return (1980..2070).contains(&year).then_some(Shape::Certain(Some(day)));
    }
    let tokens = tokens(&text);
    let [a, b, c] = tokens.as_slice() else { return None };
    let number = |token: &str| token.parse::<u32>().ok().filter(|_| token.len() <= 4);
    match (number(a), number(b), number(c)) {
        (Some(year), month, Some(day)) if a.len() == 4 => {
            let month = month.or_else(|| date_input::month_named(b))?;
            Some(Shape::Certain(NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)))
        }
        (Some(first), Some(second), Some(_)) if a.len() <= 2 && b.len() <= 2 => {
            let (year, short) = year_of(c)?;
            Some(Shape::Numbers { first, second, year, short })
        }
        (Some(day), None, Some(_)) => {
            let (year, _) = year_of(c)?;
            Some(Shape::Certain(NaiveDate::from_ymd_opt(year, date_input::month_named(b)?, day)))
        }
        (None, Some(day), Some(_)) => {
            let (year, _) = year_of(c)?;
            Some(Shape::Certain(NaiveDate::from_ymd_opt(year, date_input::month_named(a)?, day)))
        }
        _ => None,
    }
}

/// Five digits, perhaps with a time as fraction, within the window of plausible days.
fn serial(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 5 || !digits(whole) || !digits(fraction) {
        return None;
    }
    whole.parse().ok().filter(|n| SERIALS.contains(n))
}

/// The year, and whether it was written with two digits.
fn year_of(token: &str) -> Option<(i32, bool)> {
    let year: i32 = token.parse().ok()?;
    match token.len() {
        4 => Some((year, false)),
        2 => Some((2000 + year, true)),
        _ => None,
    }
}

/// Day, month and year as written: the time, the day of the week and the "st" of "1st" left out.
fn tokens(text: &str) -> Vec<String> {
    let date = match text.find(':') {
        // The hour before the colon goes too, with what divides it from the date: a blank or ISO's T.
        Some(colon) => {
            let before = text.get(..colon).unwrap_or_default();
            before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', 't', ','])
        }
        None => text,
    };
    date.split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty() && !is_weekday(token))
        .map(|token| {
            let bare = token.trim_end_matches(|c: char| c.is_alphabetic());
            let ending = token.get(bare.len()..).unwrap_or_default();
            if bare.is_empty() || !matches!(ending, "st" | "nd" | "rd" | "th") { token } else { bare }
                .to_owned()
        })
        .collect()
}

fn is_weekday(token: &str) -> bool {
    matches!(token.get(..3).unwrap_or_default(), "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")
}

/// Whether a date of birth can be a pupil's: between today and 26 years ago (an EHC plan ends at 25).
pub fn is_birth_date(day: NaiveDate, today: NaiveDate) -> bool {
    day <= today && today.year() - day.year() <= 26
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_form_of_a_date_is_read() {
        let want = Ok(Some(day("2018-02-01")));
        for cell in [
            "01/02/2018",
            "1/2/2018",
            "1/2/18",
            "01-02-2018",
            "01.02.18",
            "2018-02-01",
            "2018/2/1",
            "20180201",
            "2018-02-01T00:00:00",
            "2018-02-01 00:00:00.000",
            "01/02/2018 00:00",
            "01/02/2018 12:00:00 AM",
            "1 Feb 2018",
            "01-Feb-18",
            "1st February 2018",
            "Thu 1 Feb 2018",
            "Thursday, 1 February 2018",
            "Feb 1, 2018",
            "43132",
            "43132.0",
            "43132.75",
            " 01/02/2018\u{a0}",
        ] {
            assert_eq!(date(cell, Order::DayFirst, None), want, "{cell}");
        }
        assert_eq!(date("3 Sept 2026", Order::DayFirst, None), Ok(Some(day("2026-09-03"))));
    }

    #[test]
    fn nothing_is_nothing() {
        for cell in ["", "  ", "-", "n/a", "00/00/0000"] {
            assert_eq!(date(cell, Order::DayFirst, None), Ok(None), "{cell}");
        }
    }

    #[test]
    fn what_is_no_date_is_said() {
        for (cell, words) in [
            ("soon", "\"soon\" is not a date"),
            ("31/02/2018", "is not a day of the calendar"),
            ("2018-13-01", "is not a day of the calendar"),
            ("02/13/2018", "written month first, unlike the rest"),
            ("12", "is not a date"),
            ("99999", "is not a date"),
            ("1/2", "is not a date"),
            ("1/2/018", "is not a date"),
            ("4 Foo 2018", "is not a date"),
        ] {
            let why = date(cell, Order::DayFirst, None).unwrap_err();
            assert!(why.contains(words), "{cell}: {why}");
        }
    }

    #[test]
    fn two_digit_years_of_birth_lie_in_the_past() {
        let today = day("2026-11-21");
        assert_eq!(date("1/2/18", Order::DayFirst, Some(today)), Ok(Some(day("2018-02-01"))));
        assert_eq!(date("1/2/30", Order::DayFirst, Some(today)), Ok(Some(day("1930-02-01"))));
        assert_eq!(date("1/2/30", Order::DayFirst, None), Ok(Some(day("2030-02-01"))));
        assert!(is_birth_date(day("2018-02-01"), today) && !is_birth_date(day("1930-02-01"), today));
        assert!(!is_birth_date(day("2026-11-22"), today));
    }

    #[test]
    fn excel_serials_follow_its_calendar() {
        for (serial, want) in [
            (1, Some("1900-01-01")),
            (59, Some("1900-02-28")),
            (60, None),
            (61, Some("1900-03-01")),
            (29_221, Some("1980-01-01")),
            (43_132, Some("2018-02-01")),
            (62_093, Some("2069-12-31")),
        ] {
            assert_eq!(excel_day(serial), want.map(day), "{serial}");
        }
    }

    #[test]
    fn american_columns_are_never_read() {
        let order = |cells: &[&str]| Order::of(cells.iter().enumerate().map(|(at, c)| (at + 2, *c)));
        assert_eq!(order(&["1/2/2018", "3/4/2018"]), Order::DayFirst);
        assert_eq!(order(&["1/2/2018", "13/4/2018"]), Order::DayFirst);
        assert_eq!(order(&["4/13/2018", "13/4/2018"]), Order::DayFirst);
        assert_eq!(order(&["1/2/2018", "4/13/2018", "4/14/2018"]), Order::MonthFirst { line: 3 });
        let doubt = Order::MonthFirst { line: 3 };
        let why = date("1/2/2018", doubt, None).unwrap_err();
        assert!(
            why.contains("the date on line 3 shows that this column is probably written month first"),
            "{why}"
        );
        assert_eq!(date("2018-02-01", doubt, None), Ok(Some(day("2018-02-01"))));
    }
}
