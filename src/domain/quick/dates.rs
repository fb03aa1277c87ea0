//! Days among the words of a quick line.
//!
//! Rule: the readings of `date_input` and no others, but only what can be nothing else: a lone number, "sat" and "sun",
//! "1-1", "7.2" and the name of a term are words.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::date_input::{self, Lean, month_named};

/// The most words of a day: "in 2 weeks", "on Mon 3 Nov 2025".
const MOST: usize = 6;

/// Words that may stand before a day.
const BEFORE: &[&str] = &["on", "by", "before", "in"];

/// A word without what punctuation stands around it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_end_matches([',', ':', '.'])
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].iter().any(|day| {
        word == *day
            || (day.starts_with(&word) && (3..=5).contains(&word.len()) && word != "sat" && word != "sun")
    })
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether one word by itself can be nothing but a day.
fn clear(word: &str) -> bool {
    let lower = word.to_lowercase();
    if is_weekday(word) || ["today", "yesterday", "tomorrow", "fortnight"].contains(&lower.as_str()) {
        return true;
    }
    let signs = |sign: char| word.matches(sign).count();
    let cut = word.starts_with(['+', '-']);
    let apart = |count: usize| count == 0 || count >= 2;
    word.bytes().any(|byte| byte.is_ascii_digit())
        && !is_number(word)
        && apart(signs('.'))
        && (cut || apart(signs('-')))
}

/// Whether several words say a day that has been.
fn says_past(words: &[&str]) -> bool {
    let has = |word: &&str| {
        let lower = word.to_lowercase();
        is_weekday(word) || ["yesterday", "today", "ago", "last"].contains(&lower.as_str())
    };
    words.iter().any(has)
        || (words.iter().any(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
            && words.iter().any(|word| month_named(&word.to_lowercase()).is_some()))
}

/// The words without the "on" or "by" before them, and whether there was one.
fn inner<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], bool) {
    match words {
        [first, rest @ ..] if BEFORE.contains(&first.to_lowercase().as_str()) => (rest, true),
        _ => (words, false),
    }
}

fn read(words: &[&str], today: NaiveDate, calendar: &Calendar, lean: Lean) -> Option<NaiveDate> {
    let text: Vec<&str> = words.iter().map(|word| bare(word)).collect();
    date_input::parse(&text.join(" "), today, calendar, lean).ok()
}

/// The day that has been with which the words begin, and of how many words it is; `None` if they begin with none.
pub(super) fn past(words: &[&str], today: NaiveDate, calendar: &Calendar) -> Option<(usize, NaiveDate)> {
    (1..=words.len().min(MOST)).rev().find_map(|count| {
        let phrase = words.get(..count)?;
        // A day ends where a comma or colon does.
        if phrase.iter().rev().skip(1).any(|word| word.ends_with(':')) {
            return None;
        }
        let (said, after_on) = inner(phrase);
        let bare: Vec<&str> = said.iter().map(|word| bare(word)).collect();
        let sure = match bare[..] {
            [] => false,
            [one] => clear(one) || (after_on && is_weekend(one)),
            _ => says_past(&bare),
        };
        let date = sure.then(|| read(said, today, calendar, Lean::Past)).flatten()?;
        (date <= today).then_some((count, date))
    })
}

fn is_weekend(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "sat" | "sun")
}

fn ahead(phrase: &[&str], today: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let (said, after_on) = inner(phrase);
    let bare: Vec<&str> = said.iter().map(|word| bare(word)).collect();
    let sure = match bare[..] {
        [] => false,
        [one] => {
            clear(one) || (after_on && (is_weekend(one) || one.bytes().any(|byte| byte.is_ascii_digit())))
        }
        _ => true,
    };
    // "in 2 weeks" is read with its "in", "by fri" without its "by".
    let date = sure.then(|| read(said, today, calendar, Lean::Future)).flatten()?;
    (date >= today).then_some(date)
}

/// Whether a day is reckoned from today by so many days or weeks, so that nobody has looked which weekday it is.
pub(super) fn reckoned(phrase: &[&str]) -> bool {
    let (said, _) = inner(phrase);
    let Some(first) = said.first() else { return false };
    let spans = |word: &&str| {
        let lower = bare(word).to_lowercase();
        let unit = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '+');
        ["d", "day", "days", "w", "wk", "wks", "week", "weeks", "m", "month", "months", "fortnight"]
            .contains(&unit)
    };
    let counted = first.starts_with('+') || first.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    (counted || said.len() == 1 || first.eq_ignore_ascii_case("a"))
        && said.iter().any(spans)
        && !said.iter().any(|word| is_weekday(bare(word)))
}

/// The day to come with which the words end, else with which they begin: from which word to which it stands, and the day.
pub(super) fn to_come(
    words: &[&str],
    today: NaiveDate,
    calendar: &Calendar,
) -> Option<(std::ops::Range<usize>, NaiveDate)> {
    let len = words.len();
    let at_end = (1..=len.min(MOST)).rev().find_map(|count| {
        let range = len - count..len;
        Some((range.clone(), ahead(words.get(range)?, today, calendar)?))
    });
    at_end.or_else(|| {
        (1..=len.min(MOST))
            .rev()
            .find_map(|count| Some((0..count, ahead(words.get(..count)?, today, calendar)?)))
    })
}
