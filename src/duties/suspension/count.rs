//! The running counts of suspension: half school days lost in a term and in an academic year.
//!
//! Rule: a half day counts once, cancelled suspensions count nowhere, and a permanent exclusion has no length. A term is one
//! of the calendar's.

use chrono::NaiveDate;

use crate::domain::calendar::{Calendar, academic_year};
use crate::domain::case::Suspension;
use crate::domain::file::PupilFile;
use crate::domain::ids::Held;
use crate::duties::shapes::count::{Suspended, goes_over, half_days_in, in_academic_year};
use crate::duties::shapes::{Period, roll};

/// 5 school days, in halves.
pub const FIVE: u32 = 10;
/// 15 school days, in halves.
pub const FIFTEEN: u32 = 30;
/// 45 school days, in halves.
pub const FORTY_FIVE: u32 = 90;

/// How many half school days a pupil has lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the term.
    pub term_half_days: u32,
    /// In the academic year.
    pub year_half_days: u32,
}

impl Counts {
    /// What they say, a sentence each: the two counts, then what has been reached at 5, 15 and 45. Empty where none is lost.
    ///
    /// Worked example: "3½ of 45 school days this year, 3½ of them this term."
    pub fn says(self) -> Vec<String> {
        if self.year_half_days == 0 {
            return Vec::new();
        }
        let mut says = vec![format!(
            "{} of 45 school days this year, {} of them this term.",
            halves(self.year_half_days),
            halves(self.term_half_days)
        )];
        let mut add = |reached: bool, words: &str| {
            if reached {
                says.push(words.to_owned());
            }
        };
        let (term, year) = (self.term_half_days, self.year_half_days);
        add(term == FIVE, "5 this term: with any more, the governors are told.");
        add(term > FIVE, "More than 5 this term: the governors are told.");
        add(
            term > FIVE && term <= FIFTEEN,
            "They meet within 50 school days if the parents write; with more than 15, within 15 in any case.",
        );
        add(term > FIFTEEN, "More than 15 this term: the governors meet within 15 school days.");
        add(year == FORTY_FIVE, "45 this year: the most, as generally understood.");
        add(year > FORTY_FIVE, "More than 45 this year: over the limit, as generally understood.");
        says
    }
}

/// A count of half days as school days: "3½", "½", "0".
pub fn halves(half_days: u32) -> String {
    let (whole, half) = (half_days / 2, if half_days % 2 == 1 { "½" } else { "" });
    if whole == 0 && !half.is_empty() { half.to_owned() } else { format!("{whole}{half}") }
}

/// As [`halves`], with the noun: "3½ school days", "1 school day".
pub fn days(half_days: u32) -> String {
    let noun = if (1..=2).contains(&half_days) { "school day" } else { "school days" };
    format!("{} {noun}", halves(half_days))
}

fn suspended(case: &Suspension) -> Suspended {
    let half_days = if case.permanent { 0 } else { case.half_days.map_or(0, u32::from) };
    Suspended { from: case.from, afternoon: false, half_days }
}

/// What a pupil has lost in the term of a day (in the holidays, the one before) and in its academic year. Suspensions that
/// are recorded for later days of the two count as well.
pub fn counts(file: &PupilFile, on: NaiveDate, calendar: &Calendar) -> Counts {
    let all: Vec<Suspended> =
        file.suspensions.iter().filter(|case| case.cancelled.is_none()).map(|case| suspended(case)).collect();
    let lost =
        |period: Option<Period>| period.and_then(|period| half_days_in(&all, period, calendar)).unwrap_or(0);
    Counts { term_half_days: lost(term(on, calendar)), year_half_days: lost(in_academic_year(on)) }
}

/// A suspension and those before it, cancelled ones left out.
pub fn so_far(file: &PupilFile, case: &Held<Suspension>) -> Vec<Suspended> {
    file.suspensions
        .iter()
        .filter(|other| other.cancelled.is_none() && (other.from, other.id) <= (case.from, case.id))
        .map(|other| suspended(other))
        .collect()
}

fn term(on: NaiveDate, calendar: &Calendar) -> Option<Period> {
    // A term in the last academic year serves no other: a day in August asks about the summer term.
    let term = calendar.term_or_previous(on).filter(|term| academic_year(term.start) == academic_year(on));
    term.map(|term| (term.start, term.end))
}

/// The first and the last school day that a suspension takes; both its first day where it takes none.
fn ends(case: &Suspension, calendar: &Calendar) -> [NaiveDate; 2] {
    let first = calendar.next_teaching_day(case.from);
    let one = suspended(case);
    // 45 school days are over well within two years.
    let reach = roll::days(case.from, 731);
    let last = one
        .half_days
        .checked_sub(1)
        .and_then(|before| goes_over(&[one], (case.from, reach?), before, calendar));
    [first, last.unwrap_or(first)]
}

/// The most that is lost in a term which the suspension touches, it and those before it counted.
pub fn in_terms(so_far: &[Suspended], case: &Suspension, calendar: &Calendar) -> u32 {
    let lost = |on| half_days_in(so_far, term(on, calendar)?, calendar);
    ends(case, calendar).into_iter().filter_map(lost).max().unwrap_or(0)
}

/// The most that is lost in an academic year which the suspension touches, it and those before it counted.
pub fn in_years(so_far: &[Suspended], case: &Suspension, calendar: &Calendar) -> u32 {
    let lost = |on| half_days_in(so_far, in_academic_year(on)?, calendar);
    ends(case, calendar).into_iter().filter_map(lost).max().unwrap_or(0)
}
