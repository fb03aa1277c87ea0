//! What one session costs, and how a cost is shared out.
//!
//! Rule: an agreed cost takes the place of hours and fees on the days that it covers. It is shared over the sessions that
//! dosage and calendar plan on them; a session that stands for none of those adds nothing, so that the shares never come to
//! more than was agreed. What it covers after a run that ended early is shared out all the same and never charged, so that
//! ending a run leaves what it had cost.

use chrono::NaiveDate;

use super::charges::{Run, year};
use super::rates::Rates;
use crate::domain::delivery::{Dosage, PlaceInDay, Span, planned};
use crate::domain::ids::RecordId;
use crate::domain::provision::Provision;

/// Minutes at a rate an hour, in pence, half a penny rounded up.
///
/// Worked example: £15.20 an hour for 20 minutes is £5.07 (506⅔ pence).
pub fn by_the_hour(pence_an_hour: i64, minutes: u16) -> i64 {
    pence_an_hour.saturating_mul(i64::from(minutes)).saturating_add(30).div_euclid(60)
}

/// The share of the one at `at`, 0 the first, of `count` who share a cost to the penny: what is left over goes to the first.
/// 0 where there is nobody.
///
/// Worked example: 507 pence among six: 85, 85, 85, 84, 84, 84.
pub fn split(pence: i64, count: usize, at: usize) -> i64 {
    let Some(count) = i64::try_from(count).ok().filter(|count| *count > 0) else { return 0 };
    let over = usize::try_from(pence.rem_euclid(count)).unwrap_or(0);
    pence.div_euclid(count).saturating_add(i64::from(at < over))
}

/// A session's price in pence, and whether a rate was wanting for it.
pub(super) struct Price {
    pub(super) pence: i64,
    pub(super) no_rate: bool,
}

/// An agreed cost with the planned sessions that share it.
struct Agreed {
    pence: i64,
    places: Vec<PlaceInDay>,
    /// Which of them have been paid: of two records that claim one planned session the second is an extra one.
    paid: Vec<bool>,
    /// Whether the run plans no session at all, and none has yet carried the whole.
    whole: bool,
    until: Option<NaiveDate>,
}

impl Agreed {
    fn of(run: &Run<'_>) -> Option<Agreed> {
        let provision = run.provision;
        let pence = provision.cost_pence?;
        // An open run's price is taken to be that of the academic year in which it starts.
        let until = provision.cost_until.or_else(|| match provision.end {
            Some(_) => None,
            None => Some(year(provision.start).to),
        });
        let to = until.or(provision.end).unwrap_or(provision.start);
        let unbroken = unbroken(provision);
        let planner = unbroken.as_ref().unwrap_or(provision);
        let places: Vec<PlaceInDay> = planned(planner, run.calendar, Span { from: provision.start, to })
            .into_iter()
            .map(|(place, _, _)| place)
            .collect();
        Some(Agreed { pence, paid: vec![false; places.len()], whole: places.is_empty(), places, until })
    }

    /// The share of a session; `None` on a day that the agreed cost does not cover.
    fn share(&mut self, place: PlaceInDay) -> Option<i64> {
        if let Ok(at) = self.places.binary_search(&place) {
            let paid = self.paid.get_mut(at)?;
            let first = !std::mem::replace(paid, true);
            return Some(if first { split(self.pence, self.places.len(), at) } else { 0 });
        }
        if self.until.is_some_and(|until| place.on > until) {
            return None;
        }
        Some(if std::mem::take(&mut self.whole) { self.pence } else { 0 })
    }
}

/// A run as it was when its cost was agreed: neither ended before the days that the cost covers, nor paused between terms. What
/// was spent stays so, whatever ends or goes on afterwards. `None` if that is how it stands.
fn unbroken(provision: &Provision) -> Option<Provision> {
    let early = provision.cost_until.zip(provision.end).is_some_and(|(until, end)| end < until);
    let pause = |dosage: &Dosage| dosage.times_a_week == 0 && dosage.slots.is_empty();
    if !early && !provision.earlier.iter().any(pause) {
        return None;
    }
    let mut whole = provision.clone();
    if early {
        whole.end = None;
    }
    whole.earlier.clear();
    for dosage in &provision.earlier {
        match whole.earlier.last_mut().filter(|_| pause(dosage)) {
            Some(before) => before.until = dosage.until,
            None => whole.earlier.push(dosage.clone()),
        }
    }
    Some(whole)
}

/// The prices of a run's sessions, asked for in the order of their days.
pub(super) struct Prices<'a> {
    run: &'a Run<'a>,
    rates: &'a Rates,
    agreed: Option<Agreed>,
    materials: i64,
}

impl<'a> Prices<'a> {
    pub(super) fn new(run: &'a Run<'a>, rates: &'a Rates) -> Prices<'a> {
        let materials = run.provision.materials_pence.unwrap_or(0);
        Prices { run, rates, agreed: Agreed::of(run), materials }
    }

    /// The price of the next session: what it stands for, its minutes, who took it, and the day whose rate counts.
    pub(super) fn next(
        &mut self,
        place: PlaceInDay,
        minutes: u16,
        adult: Option<RecordId>,
        rate_of: NaiveDate,
    ) -> Price {
        let materials = std::mem::take(&mut self.materials);
        if let Some(share) = self.agreed.as_mut().and_then(|agreed| agreed.share(place)) {
            return Price { pence: share.saturating_add(materials), no_rate: false };
        }
        let fee = self.run.provision.fee_pence;
        let hour = adult.and_then(|adult| self.rates.on(adult, rate_of));
        // Where nobody of the school takes it and an agency charges for it, the fee is the price.
        let no_rate = hour.is_none() && (adult.is_some() || fee.is_none());
        let hours = hour.map_or(0, |hour| by_the_hour(hour, minutes));
        Price { pence: hours.saturating_add(fee.unwrap_or(0)).saturating_add(materials), no_rate }
    }
}
