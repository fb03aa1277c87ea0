//! Dates, numbers and money as people type them, and a date said back in full.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::tui::app::Ctx;

/// A date in full with its distance and its place in the year, and whether something about it is odd.
pub(super) fn date_words(date: NaiveDate, lean: Lean, ctx: &Ctx) -> (String, bool) {
    let calendar = &ctx.school.calendar;
    let away = day::between(ctx.own_day(), date);
    let far = match away {
        0 => "today".into(),
        -1 => "yesterday".into(),
        ..=-2 => format!("{} ago", day::how_late(ctx.own_day(), date).trim_start_matches("in ")),
        _ => day::how_late(date, ctx.own_day()),
    };
    let mut words = format!("{}, {far}", day::full(date));
    let mut odd = Vec::new();
    if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        odd.push("a weekend");
    } else if lean != Lean::Past && !calendar.is_teaching_day(date) {
        odd.push("not a school day");
    }
    if lean == Lean::Past && away > 0 {
        odd.push("still to come");
    } else if lean == Lean::Future && away < 0 {
        odd.push("already past");
    }
    if !odd.is_empty() {
        words = format!("{words} · {} ·", odd.join(", "));
    }
    // What lies years away, as a date of birth, has no week that anybody asks for.
    let place = if away.abs() <= 800 { calendar.label(date) } else { String::new() };
    match (odd.is_empty(), place.is_empty()) {
        (true, true) => (words, false),
        (true, false) => (format!("{words}, {place}"), false),
        (false, true) => (words.trim_end_matches(" ·").to_owned(), true),
        (false, false) => (format!("{words} {place}"), true),
    }
}

pub(super) fn read_date(text: &str, lean: Lean, ctx: &Ctx) -> Result<Option<NaiveDate>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    date_input::parse(text, ctx.own_day(), &ctx.school.calendar, lean)
        .map(Some)
        .map_err(|error| error.to_string())
}

pub(super) fn read_number(text: &str, min: i64, max: i64) -> Result<Option<i64>, String> {
    let text = text.trim().replace(['−', '–'], "-");
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(Some(number)),
        _ => Err(format!("needs a whole number from {min} to {max}")),
    }
}

/// "240.50", "£240", "1,200" as pence.
pub(super) fn read_money(text: &str) -> Result<Option<i64>, String> {
    let text: String = text.chars().filter(|c| !matches!(c, '£' | ',' | ' ')).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let (pounds, pence) = text.split_once('.').unwrap_or((&text, ""));
    let figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let read = || {
        if !figures(pounds) || !figures(pence) || pence.len() > 2 || (pounds.is_empty() && pence.is_empty()) {
            return None;
        }
        let pounds: i64 = if pounds.is_empty() { 0 } else { pounds.parse().ok()? };
        let pence: i64 = format!("{pence:0<2}").parse().ok()?;
        pounds.checked_mul(100)?.checked_add(pence).filter(|sum| *sum <= 1_000_000_000)
    };
    read().map(Some).ok_or_else(|| "needs pounds and pence: 240.50".into())
}

#[cfg(test)]
mod tests {
    use super::super::field::money;
    use super::*;

    #[test]
    fn money_is_read_as_pence_and_written_back() {
        for (text, pence) in [
            ("240.50", Some(24_050)),
            ("£1,200", Some(120_000)),
            (".5", Some(50)),
            ("0", Some(0)),
            ("", None),
        ] {
            assert_eq!(read_money(text), Ok(pence), "{text}");
        }
        for text in ["-1", "1.234", "abc", ".", "1e3", "99999999999999999999"] {
            assert!(read_money(text).is_err(), "{text}");
        }
        assert_eq!(money(24_050), "240.50");
        assert_eq!(money(5), "0.05");
        assert_eq!(money(-5), "-0.05");
    }

    #[test]
    fn numbers_keep_to_their_bounds() {
        assert_eq!(read_number(" 7 ", 7, 9), Ok(Some(7)));
        assert_eq!(read_number("−2", -2, 2), Ok(Some(-2)));
        assert_eq!(read_number("", 7, 9), Ok(None));
        for text in ["6", "10", "7.5", "x"] {
            assert_eq!(read_number(text, 7, 9), Err("needs a whole number from 7 to 9".into()), "{text}");
        }
    }
}
