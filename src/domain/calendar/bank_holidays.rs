//! The bank holidays of England and Wales: by rule, and as `bank_holidays.csv` corrects the rule for single years.
//!
//! Rule kept here: what recurs is reckoned; what was proclaimed once (a jubilee, a funeral, a day moved) stands in the file. A new
//! one is a line there, and until then a closure of the school's own. Before 1971 only the days that were the same then are
//! given: no clock of a school reaches back that far.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::easter::easter;
use crate::domain::day;

/// One bank holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankHoliday {
    /// The day, always Monday to Friday.
    pub date: NaiveDate,
    /// As the government lists it: "Good Friday", "Christmas Day (substitute day)".
    pub name: &'static str,
}

/// Dates that the rules get wrong: `date,what,name`, where what is "extra" or "not".
const EXCEPTIONS: &str = include_str!("bank_holidays.csv");

/// All of them from 1900 to 2199, by date. Some 2,300, reckoned once.
static ALL: LazyLock<Vec<BankHoliday>> = LazyLock::new(|| {
    let mut all: Vec<BankHoliday> = (day::FIRST_YEAR..=day::LAST_YEAR).flat_map(by_rule).collect();
    for (date, extra, name) in EXCEPTIONS.lines().filter_map(exception) {
        if extra {
            all.push(BankHoliday { date, name });
        } else {
            all.retain(|one| one.date != date);
        }
    }
    all.sort_by_key(|one| one.date);
    all
});

/// The bank holidays of a calendar year in order; none outside 1900–2199.
pub fn bank_holidays(year: i32) -> &'static [BankHoliday] {
    let from = ALL.partition_point(|one| one.date.year() < year);
    let to = ALL.partition_point(|one| one.date.year() <= year);
    ALL.get(from..to).unwrap_or_default()
}

/// The bank holiday that falls on a day; None where there is none.
pub fn bank_holiday(date: NaiveDate) -> Option<&'static str> {
    let at = ALL.binary_search_by_key(&date, |one| one.date).ok()?;
    ALL.get(at).map(|one| one.name)
}

/// Every bank holiday of 1900–2199, by date.
pub(super) fn every() -> &'static [BankHoliday] {
    &ALL
}

fn exception(line: &'static str) -> Option<(NaiveDate, bool, &'static str)> {
    let mut cells = line.splitn(3, ',');
    let date = cells.next()?.parse().ok()?;
    let extra = match cells.next()? {
        "extra" => true,
        "not" => false,
        _ => return None,
    };
    Some((date, extra, cells.next()?))
}

fn by_rule(year: i32) -> Vec<BankHoliday> {
    let on = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let from_easter =
        |days: i64| easter(year).and_then(|sunday| sunday.checked_add_signed(chrono::TimeDelta::days(days)));
    let monday = |first: Option<NaiveDate>| {
        first.and_then(|day| {
            day.checked_add_days(Days::new(u64::from(Weekday::Mon.days_since(day.weekday()))))
        })
    };
    let since = |first: i32, date: Option<NaiveDate>| date.filter(|_| year >= first);
    let ((christmas, moved), (boxing, boxing_moved)) = christmas(year);
    let new_year = on(1, 1).map(to_weekday);
    let new_year_moved = new_year != on(1, 1);
    // Substitute days: Banking and Financial Dealings Act 1971, schedule 1, and the yearly proclamation.
    [
        (
            since(1974, new_year),
            substitute("New Year's Day", "New Year's Day (substitute day)", new_year_moved),
        ),
        (from_easter(-2), "Good Friday"),
        (from_easter(1), "Easter Monday"),
        (since(1978, monday(on(5, 1))), "Early May bank holiday"),
        (since(1971, monday(on(5, 25))), "Spring bank holiday"),
        (since(1971, monday(on(8, 25))), "Summer bank holiday"),
        (christmas, substitute("Christmas Day", "Christmas Day (substitute day)", moved)),
        (boxing, substitute("Boxing Day", "Boxing Day (substitute day)", boxing_moved)),
    ]
    .into_iter()
    .filter_map(|(date, name)| date.map(|date| BankHoliday { date, name }))
    .collect()
}

fn substitute(name: &'static str, moved_name: &'static str, moved: bool) -> &'static str {
    if moved { moved_name } else { name }
}

/// Christmas Day and Boxing Day, each with whether it moved. A day at the weekend moves to the next weekday that is free: Boxing
/// Day keeps its Monday, and Christmas Day then takes the Tuesday.
fn christmas(year: i32) -> ((Option<NaiveDate>, bool), (Option<NaiveDate>, bool)) {
    let on = |day| NaiveDate::from_ymd_opt(year, 12, day);
    match on(25).map(|day| day.weekday()) {
        Some(Weekday::Sat) => ((on(27), true), (on(28), true)),
        Some(Weekday::Sun) => ((on(27), true), (on(26), false)),
        Some(Weekday::Fri) => ((on(25), false), (on(28), true)),
        _ => ((on(25), false), (on(26), false)),
    }
}

/// The day itself, or the Monday after where it falls at the weekend.
fn to_weekday(date: NaiveDate) -> NaiveDate {
    let on = match date.weekday() {
        Weekday::Sat => date.checked_add_days(Days::new(2)),
        Weekday::Sun => date.succ_opt(),
        _ => None,
    };
    on.unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(year: i32) -> Vec<String> {
        bank_holidays(year).iter().map(|one| format!("{} {}", one.date.format("%m-%d"), one.name)).collect()
    }

    #[test]
    fn years_as_they_were_proclaimed() {
        assert_eq!(
            said(2026),
            [
                "01-01 New Year's Day",
                "04-03 Good Friday",
                "04-06 Easter Monday",
                "05-04 Early May bank holiday",
                "05-25 Spring bank holiday",
                "08-31 Summer bank holiday",
                "12-25 Christmas Day",
                "12-28 Boxing Day (substitute day)",
            ]
        );
        assert_eq!(
            said(2022),
            [
                "01-03 New Year's Day (substitute day)",
                "04-15 Good Friday",
                "04-18 Easter Monday",
                "05-02 Early May bank holiday",
                "06-02 Spring bank holiday",
                "06-03 Platinum Jubilee bank holiday",
                "08-29 Summer bank holiday",
                "09-19 State Funeral of Queen Elizabeth II",
                "12-26 Boxing Day",
                "12-27 Christmas Day (substitute day)",
            ]
        );
        assert_eq!(
            said(2020),
            [
                "01-01 New Year's Day",
                "04-10 Good Friday",
                "04-13 Easter Monday",
                "05-08 Early May bank holiday (VE Day)",
                "05-25 Spring bank holiday",
                "08-31 Summer bank holiday",
                "12-25 Christmas Day",
                "12-28 Boxing Day (substitute day)",
            ]
        );
        assert_eq!(
            said(2021)[6..],
            ["12-27 Christmas Day (substitute day)", "12-28 Boxing Day (substitute day)"]
        );
    }

    #[test]
    fn days_of_other_years() {
        let days = |year| {
            bank_holidays(year).iter().map(|one| one.date.format("%m-%d").to_string()).collect::<Vec<_>>()
        };
        for (year, want) in [
            (1995, "01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26"),
            (1999, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31"),
            (2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26"),
            (2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"),
            (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
            (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
            (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
            (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        ] {
            assert_eq!(days(year).join(" "), want, "{year}");
        }
    }

    #[test]
    fn every_line_of_the_file_is_understood_and_changes_something() {
        let lines: Vec<&str> = EXCEPTIONS.lines().skip(1).collect();
        assert!(lines.len() >= 20);
        for line in lines {
            let (date, extra, name) = exception(line).unwrap();
            assert_ne!(extra, name.is_empty(), "{line}");
            let ruled = by_rule(date.year()).iter().any(|one| one.date == date);
            assert_ne!(extra, ruled, "{line}");
            assert_eq!(bank_holiday(date).is_some(), extra, "{line}");
        }
    }

    #[test]
    fn weekdays_in_order_and_none_twice() {
        for year in 1900..=2199 {
            let days = bank_holidays(year);
            let want = match year {
                ..1971 => 4,
                1971..1974 => 6,
                1974..1978 => 7,
                _ => 8,
            };
            assert!((want..=want + 2).contains(&days.len()), "{year}: {days:?}");
            assert!(days.windows(2).all(|two| two[0].date < two[1].date), "{year}");
            for one in days {
                assert!(!matches!(one.date.weekday(), Weekday::Sat | Weekday::Sun), "{one:?}");
                assert_eq!(one.date.year(), year);
                assert_eq!(bank_holiday(one.date), Some(one.name));
            }
        }
        assert!(bank_holidays(1899).is_empty() && bank_holidays(2200).is_empty());
        assert_eq!(bank_holiday(NaiveDate::MAX), None);
    }

    /// The substitute rule said as the law says it, day by day: in the order of the days that need no substitute, then each of the
    /// others takes the next weekday that is no holiday.
    #[test]
    fn substitutes_take_the_next_free_weekday() {
        for year in 1974..=2199 {
            let on = |m, d| NaiveDate::from_ymd_opt(year, m, d).unwrap();
            let weekend = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            let (moved, mut want): (Vec<_>, Vec<_>) =
                [on(1, 1), on(12, 25), on(12, 26)].into_iter().partition(weekend);
            for day in moved {
                let free = day.iter_days().find(|day| !weekend(day) && !want.contains(day)).unwrap();
                want.push(free);
            }
            want.sort();
            let got: Vec<NaiveDate> = bank_holidays(year)
                .iter()
                .filter(|one| ["New", "Chr", "Box"].contains(&&one.name[..3]))
                .map(|one| one.date)
                .collect();
            assert_eq!(got, want, "{year}");
        }
    }
}
