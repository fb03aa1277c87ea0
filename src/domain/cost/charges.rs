//! A run's sessions added up over some days: as a whole, and for each pupil's place.
//!
//! Rule: the price of a session is the same whatever days are asked for, so that the sums of two spells that follow each
//! other are the sum of both together.

use chrono::NaiveDate;

use super::price::{Prices, split};
use super::rates::Rates;
use crate::domain::calendar::{Calendar, academic_year};
use crate::domain::delivery::{PlaceInDay, SessionRow, Span, State, occasions};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::provision::Provision;
use crate::domain::rows::PlaceRow;

/// A pupil's days in a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The pupil's place.
    pub allocation: RecordId,
    /// Who.
    pub pupil: PupilId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` while open.
    pub to: Option<NaiveDate>,
}

impl Stay {
    /// Whether the pupil is in the provision on a day.
    pub fn has(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

impl From<&PlaceRow> for Stay {
    fn from(row: &PlaceRow) -> Stay {
        Stay { allocation: row.allocation, pupil: row.who.pupil, from: row.from, to: row.to }
    }
}

/// A provision with everything that its costs hang on but the rates.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The provision.
    pub provision: &'a Provision,
    /// The calendar of its site.
    pub calendar: &'a Calendar,
    /// Its recorded sessions, all of them whatever days are asked for.
    pub rows: &'a [SessionRow],
    /// Every place in it, of pupils who have left it too.
    pub stays: &'a [Stay],
}

/// One session with its price.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    /// The day.
    pub on: NaiveDate,
    /// Who took it, or is to; `None` if nobody of the school is named.
    pub adult: Option<RecordId>,
    /// Its price with what counts beside the hours, in pence.
    pub pence: i64,
    /// Whether a rate was wanting for it: then its hours are not in `pence`.
    pub no_rate: bool,
    /// Whether it is only planned.
    pub ahead: bool,
    /// Which of the run's stays were there, by the pupils' numbers; none twice for a pupil.
    pub there: &'a [usize],
}

/// One place's part in what a run cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The place.
    pub allocation: RecordId,
    /// Whose it is.
    pub pupil: PupilId,
    /// Pence.
    pub pence: i64,
    /// Sessions that the pupil had, those of which no rate is known among them.
    pub sessions: u32,
    /// Sessions that the pupil had of which no rate is known.
    pub no_rate: u32,
}

/// What the sessions of some days cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charges {
    /// All of it, in pence: what stands with the places, and what stands with nobody.
    pub pence: i64,
    /// How many sessions that is.
    pub sessions: u32,
    /// How many of them have no rate that is known: their hours are wanting from the sum.
    pub no_rate: u32,
    /// Whose rate is wanting, each once; `None` where no adult is named.
    pub unpriced: Vec<Option<RecordId>>,
    /// Pence of sessions at which no pupil was.
    pub nobody: i64,
    /// Each place's part, in the order in which the stays were given.
    pub shares: Vec<Share>,
}

impl Charges {
    /// What stands with one pupil: pence, sessions, sessions without a rate.
    pub fn of_pupil(&self, pupil: PupilId) -> (i64, u32, u32) {
        self.shares.iter().filter(|share| share.pupil == pupil).fold((0, 0, 0), |sum, share| {
            (
                sum.0.saturating_add(share.pence),
                sum.1.saturating_add(share.sessions),
                sum.2.saturating_add(share.no_rate),
            )
        })
    }

    fn take(&mut self, one: &Priced<'_>) {
        self.pence = self.pence.saturating_add(one.pence);
        self.sessions = self.sessions.saturating_add(1);
        self.no_rate = self.no_rate.saturating_add(u32::from(one.no_rate));
        if one.no_rate && !self.unpriced.contains(&one.adult) {
            self.unpriced.push(one.adult);
        }
        if one.there.is_empty() {
            self.nobody = self.nobody.saturating_add(one.pence);
        }
        for (at, stay) in one.there.iter().enumerate() {
            let Some(share) = self.shares.get_mut(*stay) else { continue };
            share.pence = share.pence.saturating_add(split(one.pence, one.there.len(), at));
            share.sessions = share.sessions.saturating_add(1);
            share.no_rate = share.no_rate.saturating_add(u32::from(one.no_rate));
        }
    }
}

/// The academic year of a day, 1 September to 31 August.
pub fn year(on: NaiveDate) -> Span {
    let first = academic_year(on);
    let from = NaiveDate::from_ymd_opt(first, 9, 1).unwrap_or(on);
    let to = NaiveDate::from_ymd_opt(first.saturating_add(1), 8, 31).unwrap_or(on);
    Span { from, to }
}

/// A run from its first day to its last, or to the end of the academic year of `on` where that comes first.
pub fn run_to(provision: &Provision, on: NaiveDate) -> Span {
    let to = year(on).to;
    Span { from: provision.start, to: provision.end.map_or(to, |end| end.min(to)) }
}

/// Gives every session delivered on the days of `span` with its price, by day.
pub fn each(run: &Run<'_>, rates: &Rates, span: Span, take: impl FnMut(&Priced<'_>)) {
    walk(run, rates, span, None, take);
}

/// What the sessions delivered on the days of `span` cost. To date: let `span` end today.
pub fn charges(run: &Run<'_>, rates: &Rates, span: Span) -> Charges {
    sum(run, rates, span, None)
}

/// The same with what is still planned on the days of `span`, from `today` on, at today's rates. Ask for [`year`] or
/// [`run_to`].
pub fn projected(run: &Run<'_>, rates: &Rates, span: Span, today: NaiveDate) -> Charges {
    sum(run, rates, span, Some(today))
}

/// [`charges`] up to `today` and [`projected`], both on the days of `span`, for the price of one: for those who ask of
/// hundreds of runs.
pub fn both(run: &Run<'_>, rates: &Rates, span: Span, today: NaiveDate) -> (Charges, Charges) {
    let (mut to_date, mut with_planned) = (empty(run), empty(run));
    walk(run, rates, span, Some(today), |one| {
        if !one.ahead && one.on <= today {
            to_date.take(one);
        }
        with_planned.take(one);
    });
    (to_date, with_planned)
}

fn sum(run: &Run<'_>, rates: &Rates, span: Span, today: Option<NaiveDate>) -> Charges {
    let mut out = empty(run);
    walk(run, rates, span, today, |one| out.take(one));
    out
}

/// Nothing yet, for each of the run's places too.
fn empty(run: &Run<'_>) -> Charges {
    let none = |stay: &Stay| Share {
        allocation: stay.allocation,
        pupil: stay.pupil,
        pence: 0,
        sessions: 0,
        no_rate: 0,
    };
    Charges { shares: run.stays.iter().map(none).collect(), ..Charges::default() }
}

/// What is wanted of one session to price it.
struct Held<'a> {
    on: NaiveDate,
    place: PlaceInDay,
    minutes: u16,
    adult: Option<RecordId>,
    away: &'a [(PupilId, crate::domain::delivery::Missed)],
}

fn walk(
    run: &Run<'_>,
    rates: &Rates,
    span: Span,
    today: Option<NaiveDate>,
    mut take: impl FnMut(&Priced<'_>),
) {
    let mut delivered: Vec<&SessionRow> =
        run.rows.iter().filter(|row| row.state == State::Delivered).collect();
    delivered.sort_by_key(|row| (row.on, row.nth, row.id));
    // By the pupils' numbers; of two places of one pupil the earlier comes first, and it alone counts on a day of both.
    let mut order: Vec<usize> = (0..run.stays.len()).collect();
    order.sort_by_key(|at| run.stays.get(*at).map(|stay| (stay.pupil, stay.from, stay.allocation)));

    let mut prices = Prices::new(run, rates);
    let mut there: Vec<usize> = Vec::with_capacity(order.len());
    let mut one = |held: &Held<'_>, rate_of: NaiveDate, ahead: bool| {
        let adult = held.adult.or(run.provision.lead);
        let price = prices.next(held.place, held.minutes, adult, rate_of);
        if !span.has(held.on) {
            return;
        }
        there.clear();
        let mut last = None;
        for at in &order {
            let Some(stay) = run.stays.get(*at) else { continue };
            let present = stay.has(held.on)
                && last != Some(stay.pupil)
                && !held.away.iter().any(|(away, _)| *away == stay.pupil);
            if present {
                there.push(*at);
                last = Some(stay.pupil);
            }
        }
        let (pence, no_rate) = (price.pence, price.no_rate);
        take(&Priced { on: held.on, adult, pence, no_rate, ahead, there: &there });
    };
    for row in delivered {
        let place = row.stands_for.unwrap_or(PlaceInDay { on: row.on, nth: row.nth });
        let held = Held { on: row.on, place, minutes: row.minutes, adult: row.adult, away: &row.away };
        one(&held, row.on, false);
    }
    let Some(today) = today else { return };
    // From today on whatever days are asked for: materials are carried by one session, in the span or before it.
    let ahead = Span { from: today, to: span.to };
    let planned = occasions(run.provision, run.calendar, run.rows, ahead);
    for session in planned.iter().filter(|session| session.state == State::Planned) {
        let place = session.stands_for.unwrap_or(PlaceInDay { on: session.on, nth: session.nth });
        let held = Held {
            on: session.on,
            place,
            minutes: session.minutes,
            adult: session.adult,
            away: &session.away,
        };
        one(&held, today, true);
    }
}
