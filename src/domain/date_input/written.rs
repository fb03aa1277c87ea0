//! Dates written with numbers and month names: day first, or the year first with four digits.

use chrono::{Datelike, NaiveDate, Weekday};

use super::tokens::{Tok, month_name, weekday_name};
use super::{DateError, Lean};
use crate::domain::day;
use crate::domain::words::ordinal;

type Read = Result<NaiveDate, DateError>;

/// The date meant, or None where the tokens are no written date. `from` is today and the side to lean to; without it the year
/// must be written in full.
pub(super) fn read(tokens: &[Tok], from: Option<(NaiveDate, Lean)>) -> Option<Read> {
    let (weekday, rest) = match tokens {
        [Tok::Day(weekday), rest @ ..] => (Some(*weekday), rest),
        _ => (None, tokens),
    };
    Some(find(&numbers(rest)?, weekday, from))
}

/// A number or a month of a written date.
#[derive(Clone, Copy)]
enum Part {
    Num(u32, usize),
    Month(u32),
}

/// The numbers and months, if they are apart by at most one separator each.
fn numbers(tokens: &[Tok]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut separated = true;
    for token in tokens {
        match token {
            Tok::Num(value, digits) => parts.push(Part::Num(*value, *digits)),
            Tok::Month(month) => parts.push(Part::Month(*month)),
            Tok::Sign('/' | '-' | '.') if !separated => {
                separated = true;
                continue;
            }
            _ => return None,
        }
        separated = false;
    }
    (!separated && parts.len() <= 3).then_some(parts)
}

fn find(parts: &[Part], weekday: Option<Weekday>, from: Option<(NaiveDate, Lean)>) -> Read {
    use Part::{Month, Num};
    match *parts {
        [Num(year, 4), Num(month, _), Num(day, _)] | [Num(year, 4), Month(month), Num(day, _)] => {
            exact(year, month, day, weekday)
        }
        [Num(day, _), Num(month, _), Num(year, digits)]
        | [Num(day, _), Month(month), Num(year, digits)]
        | [Month(month), Num(day, _), Num(year, digits)] => {
            exact(full_year(year, digits, from)?, month, day, weekday)
        }
        [Num(year, 4), Num(month, _)] | [Num(month, _), Num(year, 4)] if (1..=12).contains(&month) => {
            DateError::new(format!("which day of {} {year}? Type it as 3/{month}/{year}", month_name(month)))
        }
        [Month(month), Num(year, 4)] | [Num(year, 4), Month(month)] => {
            DateError::new(format!("which day of {} {year}? Type it as 3/{month}/{year}", month_name(month)))
        }
        [Num(day, _), Num(month, _)] | [Num(day, _), Month(month)] | [Month(month), Num(day, _)] => {
            check_day(day, month)?;
            let Some((today, lean)) = from else { return no_year() };
            any_year(day, month, weekday, today, lean)
        }
        [Num(year, 4)] => DateError::new(format!("{year} is a year: add day and month, as 3/12/{year}")),
        [Num(_, 6..)] => DateError::new("put something between day, month and year, as 3/12/2026"),
        [Num(day, _)] => {
            let Some((today, lean)) = from else { return no_year() };
            if !(1..=31).contains(&day) {
                return DateError::new(format!("no month has a {}: the days go from 1 to 31", ordinal(day)));
            }
            any_month(day, weekday, today, lean)
        }
        _ => DateError::new("write day, month and year, as 3/12/2026 or 3 dec 2026"),
    }
}

fn no_year<T>() -> Result<T, DateError> {
    DateError::new("the year is missing: write it in full, as 3/12/2026")
}

/// The year meant: as it stands with four digits, else the one with those two at its end from 80 years back to 19 ahead, or for
/// the past (dates of birth) from 99 years back to this year.
fn full_year(year: u32, digits: usize, from: Option<(NaiveDate, Lean)>) -> Result<u32, DateError> {
    match (digits, from) {
        (4, _) => Ok(year),
        (2, Some((today, lean))) => {
            let back = if lean == Lean::Past { 99 } else { 80 };
            let oldest = u32::try_from(today.year().saturating_sub(back)).unwrap_or(0);
            let ahead = year.saturating_add(100).saturating_sub(oldest % 100) % 100;
            Ok(oldest.saturating_add(ahead))
        }
        (2, None) => DateError::new("write the year with four digits, as 3/12/2026"),
        _ => DateError::new("write the year with two or four digits, as 3/12/26 or 3/12/2026"),
    }
}

/// Refuses days that no year has, in words.
fn check_day(day: u32, month: u32) -> Result<(), DateError> {
    if !(1..=12).contains(&month) {
        return DateError::new(if (1..=12).contains(&day) && (1..=31).contains(&month) {
            format!(
                "there is no month {month}: the day comes first, as {month}/{day} for {month} {}",
                month_name(day)
            )
        } else {
            format!("there is no month {month}: write the day, then the month, as 3/12 for 3 December")
        });
    }
    let last = last_day(2000, month);
    if !(1..=last).contains(&day) {
        return DateError::new(format!("{} has no {}: {}", month_name(month), ordinal(day), days_of(month)));
    }
    Ok(())
}

fn last_day(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some()).unwrap_or(31)
}

fn days_of(month: u32) -> String {
    if month == 2 {
        "it ends on the 28th, or the 29th in a leap year".into()
    } else {
        format!("it ends on the {}", ordinal(last_day(2000, month)))
    }
}

fn exact(year: u32, month: u32, day: u32, weekday: Option<Weekday>) -> Read {
    check_day(day, month)?;
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let Some(date) = date else {
        return DateError::new(format!(
            "{} {year} has no {}: it ends on the 28th",
            month_name(month),
            ordinal(day)
        ));
    };
    match weekday {
        Some(said) if said != date.weekday() => DateError::new(wrong_weekday(date, said)),
        _ => Ok(date),
    }
}

fn wrong_weekday(date: NaiveDate, said: Weekday) -> String {
    format!("{} is a {}, not a {}", day::plain(date), weekday_name(date.weekday()), weekday_name(said))
}

/// The day and month in the year that suits; eight years either way hold a 29 February.
fn any_year(day: u32, month: u32, weekday: Option<Weekday>, today: NaiveDate, lean: Lean) -> Read {
    if let Lean::Year(first) = lean {
        let year = if month >= 9 { first } else { first.saturating_add(1) };
        return exact(u32::try_from(year).unwrap_or(0), month, day, weekday);
    }
    let year = today.year();
    let all = (year.saturating_sub(8)..=year.saturating_add(8))
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    settle(all.collect(), weekday, today, lean)
}

/// The day in the month that suits.
fn any_month(day: u32, weekday: Option<Weekday>, today: NaiveDate, lean: Lean) -> Read {
    let this = today.year().saturating_mul(12).saturating_add(i32::try_from(today.month0()).unwrap_or(0));
    let all = (-3..=3).filter_map(|step| {
        let month = this.saturating_add(step);
        NaiveDate::from_ymd_opt(
            month.div_euclid(12),
            u32::try_from(month.rem_euclid(12)).ok()?.saturating_add(1),
            day,
        )
    });
    settle(all.collect(), weekday, today, lean)
}

/// Of the candidates the nearest on the side that the field leans to. A weekday that was typed along chooses among the two
/// nearest on either side (so "Mon 23 Nov" holds whichever side of it today is), or is said to be wrong.
fn settle(mut all: Vec<NaiveDate>, weekday: Option<Weekday>, today: NaiveDate, lean: Lean) -> Read {
    all.sort_by_key(|date| {
        let ahead = day::between(today, *date);
        let wrong_side = match lean {
            Lean::Future => ahead < 0,
            Lean::Past => ahead > 0,
            Lean::Near | Lean::Year(_) => false,
        };
        (wrong_side, ahead.abs())
    });
    let Some(first) = all.first().copied() else {
        return DateError::new("only dates from 1900 to 2199 can be kept");
    };
    let Some(said) = weekday else { return Ok(first) };
    let before = all.iter().filter(|date| **date < today).max();
    let after = all.iter().filter(|date| **date >= today).min();
    [Some(&first), before, after].into_iter().flatten().find(|date| date.weekday() == said).map_or_else(
        || DateError::new(format!("{}; add the year if you mean another", wrong_weekday(first, said))),
        |date| Ok(*date),
    )
}
