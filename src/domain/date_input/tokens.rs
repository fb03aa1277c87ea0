//! What was typed, cut into the few kinds of word that a date is made of.

use chrono::Weekday;

use super::{DateError, LONGEST, quoted, unreadable};
use crate::domain::words::capital;

/// A piece of a typed date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tok {
    /// A number, and how many digits it was typed with (0: in words).
    Num(u32, usize),
    Day(Weekday),
    /// 1 to 12.
    Month(u32),
    Unit(Unit),
    Rel(Rel),
    Edge(Edge),
    /// "school", as in the school year; it must never be passed over in "3 school days".
    School,
    Half,
    Term,
    /// A term by its usual name, in lower case.
    Season(&'static str),
    /// Yesterday, today, tomorrow: −1, 0, 1.
    Today(i64),
    Ago,
    /// One of + - / .
    Sign(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rel {
    Last,
    This,
    Next,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "monday"),
    (Weekday::Tue, "tuesday"),
    (Weekday::Wed, "wednesday"),
    (Weekday::Thu, "thursday"),
    (Weekday::Fri, "friday"),
    (Weekday::Sat, "saturday"),
    (Weekday::Sun, "sunday"),
];

const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// The English name of a month from 1 to 12.
pub(super) fn month_name(month: u32) -> String {
    let name = usize::try_from(month).ok().and_then(|at| MONTHS.get(at.checked_sub(1)?));
    name.map_or_else(String::new, |name| capital(name))
}

/// The month that a name, or at least its first three letters, begins; "sept" too. `None` for another word.
pub fn month_named(token: &str) -> Option<u32> {
    let token = if token == "sept" { "sep" } else { token };
    let begins = |name: &str| token.len() >= 3 && name.starts_with(token);
    (1..).zip(MONTHS).find(|(_, name)| begins(name)).map(|(month, _)| month)
}

/// The English name of a weekday.
pub(super) fn weekday_name(weekday: Weekday) -> String {
    WEEKDAYS.iter().find(|(day, _)| *day == weekday).map_or_else(String::new, |(_, name)| capital(name))
}

/// Cuts a text into tokens; words that add nothing ("the", "of", "on", "in") are dropped.
pub(super) fn read(text: &str) -> Result<Vec<Tok>, DateError> {
    let text = text.trim();
    if text.is_empty() {
        return DateError::new("type a date, such as 3/12, fri or +6w");
    }
    if text.len() > LONGEST {
        return DateError::new(unreadable(text));
    }
    // "w/c 30/11", week commencing: the day that follows is the day meant.
    let text = match text.get(..3) {
        Some(lead) if lead.eq_ignore_ascii_case("w/c") => text.get(3..).unwrap_or_default(),
        Some(lead) if lead.eq_ignore_ascii_case("wc ") => text.get(3..).unwrap_or_default(),
        _ => text,
    };
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut run = String::from(c);
        if c.is_ascii_digit() {
            while let Some(next) = chars.next_if(char::is_ascii_digit) {
                run.push(next);
            }
            // More than eight digits are no number of a date; the value no longer matters.
            let value = if run.len() > 8 { u32::MAX } else { run.parse().unwrap_or(u32::MAX) };
            tokens.push(Tok::Num(value, run.len()));
        } else if c.is_alphabetic() {
            while let Some(next) = chars.next_if(|c| c.is_alphabetic() || matches!(c, '\'' | '’')) {
                run.push(next);
            }
            let word: String = run.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
            match classify(&word, tokens.last()) {
                Found::One(token) => tokens.push(token),
                Found::Halves => tokens.extend([Tok::Half, Tok::Term]),
                Found::Nothing => {}
                Found::Unknown => return DateError::new(unknown(&word, text)),
            }
            // "fri." and "dec." are only short for their words.
            chars.next_if_eq(&'.');
        } else {
            match c {
                '/' | '.' | '+' => tokens.push(Tok::Sign(c)),
                '-' | '–' | '−' => tokens.push(Tok::Sign('-')),
                ',' => {}
                c if c.is_whitespace() => {}
                _ => return DateError::new(unreadable(text)),
            }
        }
    }
    // "half-term" is one word however it is written; a dot at the end of a date is only a dot.
    while let Some(at) = tokens.windows(3).position(|three| three == [Tok::Half, Tok::Sign('-'), Tok::Term]) {
        tokens.remove(at + 1);
    }
    if tokens.last() == Some(&Tok::Sign('.')) {
        tokens.pop();
    }
    Ok(tokens)
}

fn unknown(word: &str, text: &str) -> String {
    if word.chars().count() == text.chars().count() {
        unreadable(text)
    } else {
        format!(
            "{} is no word of a date that is known here: try 3 dec, fri, +6w or end of term",
            quoted(word)
        )
    }
}

enum Found {
    One(Tok),
    /// "halfterm".
    Halves,
    Nothing,
    Unknown,
}

fn classify(word: &str, before: Option<&Tok>) -> Found {
    let token = match word {
        "st" | "nd" | "rd" | "th" if matches!(before, Some(Tok::Num(_, 1..))) => return Found::Nothing,
        "the" | "of" | "on" | "in" | "at" | "by" | "from" | "now" | "time" | "s" => {
            return Found::Nothing;
        }
        "halfterm" | "halfterms" => return Found::Halves,
        "a" | "an" => Tok::Num(1, 0),
        "today" | "tod" | "t" => Tok::Today(0),
        "tomorrow" | "tom" | "tomo" | "tmrw" => Tok::Today(1),
        "yesterday" | "yes" | "yest" => Tok::Today(-1),
        "d" | "day" | "days" => Tok::Unit(Unit::Day),
        "w" | "wk" | "wks" | "week" | "weeks" => Tok::Unit(Unit::Week),
        "fortnight" | "fortnights" => Tok::Unit(Unit::Fortnight),
        "m" | "mo" | "mth" | "mths" | "month" | "months" => Tok::Unit(Unit::Month),
        "y" | "yr" | "yrs" | "year" | "years" => Tok::Unit(Unit::Year),
        "next" => Tok::Rel(Rel::Next),
        "this" | "coming" => Tok::Rel(Rel::This),
        "last" | "previous" | "past" => Tok::Rel(Rel::Last),
        "start" | "beginning" | "begin" => Tok::Edge(Edge::Start),
        "end" => Tok::Edge(Edge::End),
        "school" | "academic" => Tok::School,
        "half" => Tok::Half,
        "term" | "terms" => Tok::Term,
        "autumn" => Tok::Season("autumn"),
        "spring" => Tok::Season("spring"),
        "summer" => Tok::Season("summer"),
        "ago" | "back" | "earlier" => Tok::Ago,
        "tues" => Tok::Day(Weekday::Tue),
        "weds" => Tok::Day(Weekday::Wed),
        "thur" | "thurs" => Tok::Day(Weekday::Thu),
        _ => {
            let begins = |name: &str| word.len() >= 3 && name.starts_with(word);
            let number =
                (0..).zip(NUMBERS).find(|(_, name)| *name == word).map(|(value, _)| Tok::Num(value, 0));
            let weekday = WEEKDAYS.iter().find(|(_, name)| begins(name)).map(|(day, _)| Tok::Day(*day));
            let month = month_named(word).map(Tok::Month);
            match number.or(weekday).or(month) {
                Some(token) => token,
                None => return Found::Unknown,
            }
        }
    };
    Found::One(token)
}
