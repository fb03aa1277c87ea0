//! What the rows of the map stand by.
//!
//! Rule: what presses stands first: the most of a number, the least delivered, the poorest outcome, the earliest check;
//! what is not known stands last.

use chrono::NaiveDate;

use super::totals::{Outcomes, Totals};
use crate::domain::day;

/// What rows stand by within their group; groups that have no order of their own (all but areas, waves and years) stand
/// by the same sum of theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By name; the newest run of one intervention first.
    #[default]
    Name,
    /// The most minutes a week first.
    Minutes,
    /// The dearest to date first.
    Cost,
    /// The least delivered first; where nothing is recorded last.
    Delivered,
    /// The poorest outcome first; where there is none last.
    Outcome,
    /// The earliest check first; where none is due last.
    NextCheck,
    /// The most pupils first.
    Pupils,
    /// The newest first.
    Start,
}

impl Sort {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Sort; 8] = [
        Sort::Name,
        Sort::Minutes,
        Sort::Cost,
        Sort::Delivered,
        Sort::Outcome,
        Sort::NextCheck,
        Sort::Pupils,
        Sort::Start,
    ];

    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Name => "name",
            Sort::Minutes => "minutes",
            Sort::Cost => "cost",
            Sort::Delivered => "delivered",
            Sort::Outcome => "outcome",
            Sort::NextCheck => "check",
            Sort::Pupils => "pupils",
            Sort::Start => "start",
        }
    }

    /// As a list offers it.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Name => "name",
            Sort::Minutes => "minutes a week, most first",
            Sort::Cost => "cost, dearest first",
            Sort::Delivered => "delivered, least first",
            Sort::Outcome => "outcome, poorest first",
            Sort::NextCheck => "next check, earliest first",
            Sort::Pupils => "pupils, most first",
            Sort::Start => "start, newest first",
        }
    }

    /// By its word.
    pub fn parse(text: &str) -> Option<Sort> {
        let said = text.trim().to_lowercase();
        Sort::ALL.into_iter().find(|sort| sort.code() == said || sort.label() == said)
    }

    /// What is compared, the smallest first; `None` stands last.
    pub(super) fn value(self, totals: &Totals, start: NaiveDate, next: Option<NaiveDate>) -> Option<i64> {
        match self {
            Sort::Name => Some(0),
            Sort::Minutes => Some(-i64::from(totals.minutes)),
            Sort::Cost => Some(-totals.cost),
            Sort::Delivered => totals.tally.percent().map(i64::from),
            Sort::Outcome => {
                let Outcomes { sum, n } = totals.outcomes;
                (n > 0).then(|| i64::from(sum) * 10_000 / i64::from(n))
            }
            Sort::NextCheck => next.map(|date| i64::from(day::number(date))),
            Sort::Pupils => Some(-i64::from(totals.pupils)),
            Sort::Start => Some(-i64::from(day::number(start))),
        }
    }
}
