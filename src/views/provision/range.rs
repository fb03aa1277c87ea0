//! The spans that the map is looked at over: this term, the last, the next, the academic year, all time, any days.
//!
//! Rule: in the holidays "this term" is the one that has ended, until the next begins: what was done is still looked at.

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::{Calendar, Term, academic_year};
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::delivery::Span;

/// A span that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RangeKind {
    /// The term of today, or in the holidays the one that ended.
    This,
    /// The term before.
    Last,
    /// The term after.
    Next,
    /// The academic year of today: 1 September to 31 August.
    Year,
    /// The academic year before.
    LastYear,
    /// Everything that was ever recorded or is planned.
    All,
}

impl RangeKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [RangeKind; 6] = [
        RangeKind::This,
        RangeKind::Last,
        RangeKind::Next,
        RangeKind::Year,
        RangeKind::LastYear,
        RangeKind::All,
    ];

    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            RangeKind::This => "this",
            RangeKind::Last => "last",
            RangeKind::Next => "next",
            RangeKind::Year => "year",
            RangeKind::LastYear => "last-year",
            RangeKind::All => "all",
        }
    }

    /// As a list offers it.
    pub fn label(self) -> &'static str {
        match self {
            RangeKind::This => "this term",
            RangeKind::Last => "last term",
            RangeKind::Next => "next term",
            RangeKind::Year => "this academic year",
            RangeKind::LastYear => "last academic year",
            RangeKind::All => "all time",
        }
    }
}

/// A span with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Which of those offered; `None` for any other.
    pub kind: Option<RangeKind>,
    /// The days.
    pub span: Span,
    /// "Autumn term 2026", "1 Sep 2025 to 31 Aug 2026", "3 Nov to 28 Nov 2026".
    pub title: String,
}

fn of_term(term: &Term) -> Span {
    Span { from: term.start, to: term.end }
}

fn year_span(year: i32) -> Option<Span> {
    let from = NaiveDate::from_ymd_opt(year, 9, 1)?;
    let to = NaiveDate::from_ymd_opt(year.checked_add(1)?, 8, 31)?;
    Some(Span { from, to }).filter(|span| day::in_range(span.from) && day::in_range(span.to))
}

/// All the days that the program knows.
fn all_time() -> Span {
    Span {
        from: NaiveDate::from_ymd_opt(day::FIRST_YEAR, 1, 1).unwrap_or(NaiveDate::MIN),
        to: NaiveDate::from_ymd_opt(day::LAST_YEAR, 12, 31).unwrap_or(NaiveDate::MAX),
    }
}

/// The span of one of those offered; `None` beyond 1900–2199.
pub fn span_of(kind: RangeKind, calendar: &Calendar, today: NaiveDate) -> Option<Span> {
    let this = calendar.term_or_previous(today);
    match kind {
        RangeKind::This => this.as_deref().map(of_term),
        RangeKind::Last => earlier(of_term(this.as_deref()?), calendar),
        RangeKind::Next => later(of_term(this.as_deref()?), calendar),
        RangeKind::Year => year_span(academic_year(today)),
        RangeKind::LastYear => year_span(academic_year(today).checked_sub(1)?),
        RangeKind::All => Some(all_time()),
    }
}

/// Those that are offered around a day, each with its title.
pub fn ranges(calendar: &Calendar, today: NaiveDate) -> Vec<Range> {
    let range = |kind| {
        let span = span_of(kind, calendar, today)?;
        Some(Range { kind: Some(kind), span, title: title(span, calendar) })
    };
    RangeKind::ALL.into_iter().filter_map(range).collect()
}

/// One of those offered; the whole of time where the calendar has no such term.
pub fn range(kind: RangeKind, calendar: &Calendar, today: NaiveDate) -> Range {
    let span = span_of(kind, calendar, today).unwrap_or_else(all_time);
    Range { kind: Some(kind), span, title: title(span, calendar) }
}

/// What a span is called: the term with its year where it is one, else its days.
pub fn title(span: Span, calendar: &Calendar) -> String {
    if span == all_time() {
        return "All time".to_owned();
    }
    let term = calendar.term_of(span.from).filter(|term| of_term(term) == span);
    if let Some(term) = term {
        return format!("{} {}", term.label(), term.start.format("%Y"));
    }
    if span.from == span.to {
        return day::plain(span.from);
    }
    let from = if span.from.year() == span.to.year() {
        span.from.format("%-d %b").to_string()
    } else {
        day::plain(span.from)
    };
    format!("{from} to {}", day::plain(span.to))
}

fn is_year(span: Span) -> bool {
    year_span(academic_year(span.from)) == Some(span)
}

/// The span before: of a year the year before, of all else the last term that ended before it. `None` before 1900, and
/// for the whole of time.
pub fn earlier(span: Span, calendar: &Calendar) -> Option<Span> {
    if span == all_time() {
        return None;
    }
    if is_year(span) {
        return year_span(academic_year(span.from).checked_sub(1)?);
    }
    let terms = calendar.terms_around(span.from);
    terms.iter().rfind(|term| term.end < span.from).map(|term| of_term(term))
}

/// The span after: of a year the year after, of all else the first term that begins after it. `None` after 2199, and for
/// the whole of time.
pub fn later(span: Span, calendar: &Calendar) -> Option<Span> {
    if span == all_time() {
        return None;
    }
    if is_year(span) {
        return year_span(academic_year(span.from).checked_add(1)?);
    }
    calendar.next_term(span.to).map(|term| of_term(&term))
}

/// A range as it is typed: "this", "last", "next", "year", "last-year", "all", a term with or without its year
/// ("Autumn 2026", "spring"), an academic year ("2025/26"), or two days with "to" between them.
///
/// # Errors
/// In words, if it is none of these.
pub fn parse_range(text: &str, calendar: &Calendar, today: NaiveDate) -> Result<Range, String> {
    let said = text.trim().to_lowercase();
    let found = |span| Range { kind: None, span, title: title(span, calendar) };
    let short = said.trim_end_matches(" term").trim();
    if let Some(kind) = RangeKind::ALL.into_iter().find(|kind| kind.code() == short || kind.label() == said) {
        return Ok(range(kind, calendar, today));
    }
    if let Some((from, to)) = said.split_once(" to ") {
        return span_between(from, to, calendar, today).map(found);
    }
    if let Some((first, rest)) = said.split_once('/')
        && let (Ok(year), 2 | 4) = (first.parse::<i32>(), rest.len())
        && let Some(span) = year_span(year)
        && rest.parse() == Ok(if rest.len() == 2 { (year + 1) % 100 } else { year + 1 })
    {
        return Ok(found(span));
    }
    let (name, year) = match short.rsplit_once(' ') {
        Some((name, year)) => match year.parse::<i32>() {
            Ok(year) => (name.trim_end_matches(" term").trim(), Some(year)),
            Err(_) => (short, None),
        },
        None => (short, None),
    };
    // A year that is typed is the calendar year in which the term begins; without one, this academic year's is meant.
    let terms = match year {
        Some(year) if (day::FIRST_YEAR..=day::LAST_YEAR).contains(&year) => {
            let mut terms = calendar.terms_of_year(year.saturating_sub(1));
            terms.extend(calendar.terms_of_year(year));
            terms.retain(|term| term.start.year() == year);
            terms
        }
        Some(_) => Vec::new(),
        None => calendar.terms_of_year(academic_year(today)),
    };
    let named = |term: &Term| term.name.to_lowercase().trim_end_matches(" term").trim() == name;
    let term = terms.into_iter().find(|term| !name.is_empty() && named(term));
    term.map(|term| found(of_term(&term))).ok_or_else(|| {
        format!(
            "“{}” is no range: this, last, next, year, all, Autumn 2026, 2025/26 or 3 Nov to 28 Nov",
            text.trim()
        )
    })
}

/// From one day to another, as they are typed.
///
/// # Errors
/// In words, if one is no day or the second comes first.
pub fn span_between(from: &str, to: &str, calendar: &Calendar, today: NaiveDate) -> Result<Span, String> {
    let read = |text: &str| {
        date_input::parse(text, today, calendar, Lean::Near)
            .map_err(|error| format!("{}: {error}", text.trim()))
    };
    let (from, to) = (read(from)?, read(to)?);
    if from > to {
        return Err(format!("{} comes after {}", day::plain(from), day::plain(to)));
    }
    Ok(Span { from, to })
}
