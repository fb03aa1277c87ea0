//! What runs out with a term, and how it has gone: to decide what goes on in the next one.
//!
//! Rule: it proposes and decides nothing. Those that have an end in the term's last weeks or after it, and those without
//! one, are asked for; what already runs to the end of the next term is not.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::provision::{ProvisionLine, lasts, lines as provisions};
use crate::domain::calendar::{Calendar, Term};
use crate::domain::day;
use crate::domain::delivery::{SessionRow, Span, Tally, occasions, of_group};
use crate::domain::ids::RecordId;
use crate::domain::provision::Provision;
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// What becomes of a provision at a term's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Onward {
    /// It goes on as it is.
    Continue,
    /// It goes on with another dosage.
    Change,
    /// It ends with the term.
    End,
}

impl Onward {
    /// All, in the order in which they are offered.
    pub const ALL: [Onward; 3] = [Onward::Continue, Onward::Change, Onward::End];

    /// In a word: "continue".
    pub fn label(self) -> &'static str {
        match self {
            Onward::Continue => "continue",
            Onward::Change => "change",
            Onward::End => "end",
        }
    }

    /// The one with this word; `None` if there is none.
    pub fn parse(text: &str) -> Option<Onward> {
        Onward::ALL.into_iter().find(|one| one.label() == text)
    }
}

/// A term that ends, and the one that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The term that ends.
    pub term: Term,
    /// The next one.
    pub next: Term,
    /// The next term's first teaching day: a new dosage counts from then.
    pub first: NaiveDate,
    /// Whether the next term's dates are no more than assumed, or not confirmed.
    pub provisional: bool,
}

impl Turn {
    /// The term that a day lies in, or that ended last before it, with the one that follows. `None` beyond 1900–2199.
    pub fn at(calendar: &Calendar, on: NaiveDate) -> Option<Turn> {
        let term = calendar.term_or_previous(on)?.into_owned();
        let next = calendar.next_term(term.end)?.into_owned();
        let first = calendar.next_teaching_day(next.start);
        let provisional = calendar.is_provisional(next.end);
        Some(Turn { term, next, first, provisional })
    }

    /// The term's days.
    pub fn span(&self) -> Span {
        Span { from: self.term.start, to: self.term.end }
    }

    /// Whether something is to be decided of a provision: it runs on to the term's last weeks, or still today, and is not
    /// known to run to the end of the next term.
    pub fn asks(&self, provision: &Provision, today: NaiveDate) -> bool {
        let last = self.term.end.checked_sub_days(Days::new(LAST_DAYS)).unwrap_or(self.term.end).min(today);
        provision.start <= self.term.end && provision.end.is_none_or(|end| last <= end && end < self.next.end)
    }

    /// "Autumn term 2026 to Spring term 2027, which ends on Thu 25 Mar 2027".
    pub fn said(&self) -> String {
        let named = |term: &Term| format!("{} {}", term.label(), term.start.format("%Y"));
        let assumed = if self.provisional { ", dates not confirmed" } else { "" };
        format!(
            "{} to {}, which ends on {}{assumed}",
            named(&self.term),
            named(&self.next),
            day::full(self.next.end)
        )
    }
}

/// A provision that ended in so many days before the term's end is asked for too: it ran out with the term.
const LAST_DAYS: u64 = 13;

/// One provision to decide on.
#[derive(Clone, Debug, PartialEq)]
pub struct RollLine {
    /// The provision with its pupils.
    pub line: ProvisionLine,
    /// The terms of its site.
    pub turn: Turn,
    /// What of the term's sessions took place, to date.
    pub tally: Tally,
    /// How many of its open places have been checked.
    pub checked: usize,
    /// The mean of their last outcomes, −2 to +2; `None` where none was checked.
    pub mean: Option<f64>,
    /// What stands there for a beginning.
    pub proposal: Onward,
    /// Why, in a few words.
    pub why: String,
}

/// What runs out with a term.
#[derive(Clone, Debug, PartialEq)]
pub struct RollView {
    /// The school's terms.
    pub turn: Turn,
    /// Those to decide on, by area, wave and name.
    pub lines: Vec<RollLine>,
}

/// What runs out with the term that `on` lies in or follows; `None` beyond 1900–2199.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn read(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    on: NaiveDate,
    site: Option<RecordId>,
    today: NaiveDate,
) -> Result<Option<RollView>, StoreError> {
    let Some(turn) = Turn::at(&school.calendar, on) else { return Ok(None) };
    let mut sessions: BTreeMap<RecordId, Vec<SessionRow>> = snapshot.sessions_all()?;
    let mut lines = Vec::new();
    for line in provisions(snapshot, school, site, today)? {
        let calendar = school.calendar_of(line.provision.site);
        let Some(turn) = Turn::at(calendar, turn.term.end) else { continue };
        if !turn.asks(&line.provision, today) {
            continue;
        }
        let rows = sessions.remove(&line.id).unwrap_or_default();
        // To date: what is known to be missed ahead is still to come, as on the map.
        let to_date = Span { to: turn.term.end.min(today), ..turn.span() };
        let tally = of_group(&occasions(&line.provision, calendar, &rows, to_date), today);
        lines.push(RollLine::new(line, turn, tally));
    }
    Ok(Some(RollView { turn, lines }))
}

impl RollLine {
    fn new(line: ProvisionLine, turn: Turn, tally: Tally) -> RollLine {
        let on = line.provision.end.map_or(turn.term.end, |end| end.min(turn.term.end));
        let open: Vec<_> = line.places.iter().filter(|place| lasts(place, on)).collect();
        let outcomes: Vec<i32> =
            open.iter().filter_map(|place| place.outcome).map(|one| i32::from(one.value())).collect();
        let checked = outcomes.len();
        let sum: i32 = outcomes.iter().sum();
        let mean = u32::try_from(checked).ok().filter(|n| *n > 0).map(|n| f64::from(sum) / f64::from(n));
        let (proposal, why) = match mean {
            _ if open.is_empty() => (Onward::End, "no pupil is left in it"),
            Some(mean) if mean < 0.0 => (Onward::Change, "less than hoped"),
            Some(_) => (Onward::Continue, "as hoped or better"),
            None => (Onward::Continue, "not checked yet"),
        };
        RollLine { turn, tally, checked, mean, proposal, why: why.to_owned(), line }
    }
}
