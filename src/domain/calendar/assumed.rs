//! The made-up English default: three terms for any academic year, near to what most schools keep, so that a new store works
//! before anybody has typed a term date. Never said to be the school's own.

use std::sync::OnceLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::easter::easter;
use super::{Span, Term};
use crate::domain::day;

/// A term of the made-up default, without a name of its own in memory: there are some 900.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Assumed {
    name: &'static str,
    /// From its first day to its last.
    pub(super) span: Span,
    /// Its half-term.
    pub(super) half: Span,
}

impl Assumed {
    /// As a term of a school.
    pub(super) fn term(&self) -> Term {
        let Span { start, end } = self.span;
        Term { name: self.name.into(), start, end, half_term: Some(self.half), site: None }
    }
}

/// How many academic years there are.
const COUNT: usize = (day::LAST_YEAR - day::FIRST_YEAR) as usize;

/// The terms of each academic year, reckoned when they are first asked for: a start asks for two or three.
static YEARS: [OnceLock<Vec<Assumed>>; COUNT] = [const { OnceLock::new() }; COUNT];

/// All of them, by date.
pub(super) fn every() -> impl Iterator<Item = &'static Assumed> {
    (day::FIRST_YEAR..day::LAST_YEAR).flat_map(of_year)
}

/// Those of the academic year that starts in `year`; none outside the years that we accept.
pub(super) fn of_year(year: i32) -> &'static [Assumed] {
    let at = year.checked_sub(day::FIRST_YEAR).and_then(|at| usize::try_from(at).ok());
    let Some(place) = at.and_then(|at| YEARS.get(at)) else { return &[] };
    place.get_or_init(|| {
        let next = year.saturating_add(1);
        [autumn(year), spring(next), summer(next)].into_iter().flatten().collect()
    })
}

/// The three assumed terms of the academic year that starts in `year`; none outside the years that we accept.
pub fn assumed_terms(year: i32) -> Vec<Term> {
    of_year(year).iter().map(Assumed::term).collect()
}

fn term(name: &'static str, start: NaiveDate, end: NaiveDate, half: NaiveDate) -> Option<Assumed> {
    let half = Span { start: half, end: half.checked_add_days(Days::new(4))? };
    Some(Assumed { name, span: Span { start, end }, half })
}

/// From 2 September to the Friday by 20 December; half-term in the last full week of October.
fn autumn(year: i32) -> Option<Assumed> {
    let start = weekday_from(NaiveDate::from_ymd_opt(year, 9, 2)?)?;
    let end = back_to(NaiveDate::from_ymd_opt(year, 12, 20)?, Weekday::Fri)?;
    term("Autumn", start, end, back_to(NaiveDate::from_ymd_opt(year, 10, 28)?, Weekday::Mon)?)
}

/// From 4 January to the Friday by 4 April, or the Thursday before Good Friday if that is earlier; half-term in mid February.
fn spring(year: i32) -> Option<Assumed> {
    let start = weekday_from(NaiveDate::from_ymd_opt(year, 1, 4)?)?;
    term("Spring", start, spring_end(year)?, back_to(NaiveDate::from_ymd_opt(year, 2, 19)?, Weekday::Mon)?)
}

fn spring_end(year: i32) -> Option<NaiveDate> {
    let friday = back_to(NaiveDate::from_ymd_opt(year, 4, 4)?, Weekday::Fri)?;
    Some(friday.min(easter(year)?.checked_sub_days(Days::new(3))?))
}

/// From the Monday after two weeks (not Easter Monday) to 21 July; half-term in the week of the last Monday of May.
fn summer(year: i32) -> Option<Assumed> {
    let after = spring_end(year)?.checked_add_days(Days::new(21))?;
    let mut start = back_to(after, Weekday::Mon)?;
    if start.pred_opt()? == easter(year)? {
        start = start.succ_opt()?;
    }
    let mut end = NaiveDate::from_ymd_opt(year, 7, 21)?;
    while matches!(end.weekday(), Weekday::Sat | Weekday::Sun) {
        end = end.pred_opt()?;
    }
    term("Summer", start, end, back_to(NaiveDate::from_ymd_opt(year, 5, 31)?, Weekday::Mon)?)
}

/// The last such weekday on or before a date.
fn back_to(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(u64::from(date.weekday().days_since(weekday))))
}

/// The first Monday-to-Friday day on or after a date.
fn weekday_from(mut date: NaiveDate) -> Option<NaiveDate> {
    while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        date = date.succ_opt()?;
    }
    Some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_2026() {
        let said: Vec<String> = assumed_terms(2026)
            .iter()
            .map(|t| {
                let half = t.half_term.unwrap();
                format!(
                    "{} {} {} {} {}",
                    t.name,
                    day::iso(t.start),
                    day::iso(half.start),
                    day::iso(half.end),
                    day::iso(t.end)
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                "Autumn 2026-09-02 2026-10-26 2026-10-30 2026-12-18",
                "Spring 2027-01-04 2027-02-15 2027-02-19 2027-03-25",
                "Summer 2027-04-12 2027-05-31 2027-06-04 2027-07-21",
            ]
        );
    }

    #[test]
    fn every_year_has_three_terms_that_make_a_calendar() {
        for year in 1900..2199 {
            let terms = assumed_terms(year);
            assert_eq!(terms.len(), 3, "{year}");
            let names = terms.iter().map(|t| t.name.as_str()).collect::<Vec<_>>();
            assert_eq!(names, ["Autumn", "Spring", "Summer"]);
            for term in &terms {
                assert_eq!(super::super::academic_year(term.start), year);
                assert_eq!(super::super::academic_year(term.end), year);
                let weeks = day::between(term.start, term.end) / 7;
                assert!((9..=17).contains(&weeks), "{year} {}: {weeks} weeks", term.name);
                assert!(super::super::Calendar::new(terms.clone(), Vec::new(), true).is_ok(), "{year}");
            }
        }
        assert!(assumed_terms(1899).is_empty());
        assert!(assumed_terms(i32::MAX).is_empty());
        assert!(assumed_terms(i32::MIN).is_empty());
    }
}
