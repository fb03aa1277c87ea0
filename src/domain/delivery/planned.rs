//! What a provision's dosage and the calendar plan, and what was recorded, put together day by day.
//!
//! Rule: a record stands for the planned session of its own day and place, or for the one that it was moved from, and for
//! no other. What took place or was missed stands whatever calendar and dosage say later; what is only planned falls
//! away on a day on which the school turns out to be closed, and the session that it stood for is planned again.

use chrono::{Datelike, NaiveDate};

use super::Missed;
use super::session::{PlaceInDay, SessionRow, State};
use super::slot::{Slot, usual_days};
use crate::domain::calendar::Calendar;
use crate::domain::day;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::provision::Provision;

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Span {
    /// Whether a day lies in it.
    pub fn has(self, on: NaiveDate) -> bool {
        self.from <= on && on <= self.to
    }
}

/// One session, planned or recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The day.
    pub on: NaiveDate,
    /// Which of the provision's sessions of that day, 0 the first.
    pub nth: u8,
    /// When it begins, in minutes from midnight; `None` if no time is settled.
    pub at: Option<u16>,
    /// What became of it; [`State::Planned`] for one that nobody recorded.
    pub state: State,
    /// Its record; `None` if it is planned by the dosage alone.
    pub id: Option<RecordId>,
    /// The planned session that it stands for, where it was moved.
    pub stands_for: Option<PlaceInDay>,
    /// Minutes.
    pub minutes: u16,
    /// Who takes it; `None` means the provision's lead adult.
    pub adult: Option<RecordId>,
    /// Pupils who missed it though it took place, and why.
    pub away: Vec<(PupilId, Missed)>,
}

/// The sessions that dosage and calendar plan on the days of `span`, by day and time: day, place in the day, time, minutes.
pub fn planned(
    provision: &Provision,
    calendar: &Calendar,
    span: Span,
) -> Vec<(PlaceInDay, Option<u16>, u16)> {
    // No school day lies outside the years of the program, and a span may be without bounds.
    let edge = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let from = span.from.max(provision.start).max(edge(day::FIRST_YEAR, 1, 1).unwrap_or(span.from));
    let last = edge(day::LAST_YEAR, 12, 31).unwrap_or(span.to).min(span.to);
    let to = provision.end.map_or(last, |end| end.min(last));
    let mut out = Vec::new();
    if from > to {
        return out;
    }
    // The dosages, each with its last day, the newest without.
    let mut dosages: Vec<(Option<NaiveDate>, Vec<Slot>, u16)> = provision
        .earlier
        .iter()
        .map(|old| (Some(old.until), days(&old.slots, old.times_a_week), old.minutes))
        .collect();
    dosages.push((None, days(&provision.slots, provision.times_a_week), provision.minutes));
    for on in from.iter_days().take_while(|day| *day <= to) {
        if !calendar.is_teaching_day(on) {
            continue;
        }
        let Some((_, slots, minutes)) =
            dosages.iter().find(|(until, _, _)| until.is_none_or(|until| on <= until))
        else {
            continue;
        };
        let weekday = on.weekday().num_days_from_monday();
        let of_day = slots.iter().filter(|slot| u32::from(slot.weekday) == weekday);
        for (nth, slot) in (0_u8..).zip(of_day) {
            out.push((PlaceInDay { on, nth }, slot.at, *minutes));
        }
    }
    out
}

fn days(slots: &[Slot], times_a_week: u8) -> Vec<Slot> {
    if slots.is_empty() { usual_days(times_a_week) } else { slots.to_vec() }
}

/// Every session of a provision on the days of `span`, planned and recorded, by day, time and place. `rows` are the
/// provision's recorded sessions, those outside the span too: one may have been moved into it or out of it.
pub fn occasions(
    provision: &Provision,
    calendar: &Calendar,
    rows: &[SessionRow],
    span: Span,
) -> Vec<Occasion> {
    let stands = |row: &&SessionRow| row.state != State::Planned || calendar.is_teaching_day(row.on);
    // Sorted lists and no hashes: a map asks this of hundreds of provisions at once.
    let mut taken: Vec<PlaceInDay> = rows
        .iter()
        .filter(|row| span.has(row.stands_for.map_or(row.on, |place| place.on)))
        .filter(stands)
        .map(|row| row.stands_for.unwrap_or(PlaceInDay { on: row.on, nth: row.nth }))
        .collect();
    taken.sort_unstable();
    let taken = |place: &PlaceInDay| taken.binary_search(place).is_ok();
    let days = planned(provision, calendar, span);
    // A record on a planned session's own place keeps its time.
    let time = |place: PlaceInDay| {
        let at = days.binary_search_by_key(&place, |(place, ..)| *place).ok()?;
        days.get(at).filter(|_| taken(&place)).and_then(|(_, at, _)| *at)
    };
    let mut plan: Vec<Occasion> = Vec::with_capacity(days.len());
    plan.extend(days.iter().filter(|(place, ..)| !taken(place)).map(|(place, at, minutes)| Occasion {
        on: place.on,
        nth: place.nth,
        at: *at,
        state: State::Planned,
        id: None,
        stands_for: None,
        minutes: *minutes,
        adult: None,
        away: Vec::new(),
    }));
    plan.extend(rows.iter().filter(|row| span.has(row.on)).filter(stands).map(|row| Occasion {
        on: row.on,
        nth: row.nth,
        at: row.at.or_else(|| time(PlaceInDay { on: row.on, nth: row.nth })),
        state: row.state,
        id: Some(row.id),
        stands_for: row.stands_for,
        minutes: row.minutes,
        adult: row.adult,
        away: row.away.clone(),
    }));
    plan.sort_by_key(|one| (one.on, one.at, one.nth, one.id));
    plan
}
