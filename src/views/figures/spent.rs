//! What the sessions of the academic year cost, by wave.
//!
//! Rule: of one site its own pupils' part is counted, wherever a group runs.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::tally::WAVES;
use crate::domain::cost::{Rates, Run, Stay, charges, year};
use crate::domain::delivery::Span;
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::rows::PlaceRow;
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// By wave, as in [`WAVES`]: pence, and sessions of which no rate is known.
pub(super) type Spent = [(i64, u32); 3];

/// Of the sessions delivered from the year's first day to `on`.
pub(super) fn read(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    provisions: &HashMap<RecordId, Held<Provision>>,
    on: NaiveDate,
    site: Option<RecordId>,
) -> Result<Spent, StoreError> {
    let mut spent = Spent::default();
    let mut places: BTreeMap<RecordId, Vec<PlaceRow>> = BTreeMap::new();
    for place in snapshot.places_all()? {
        places.entry(place.provision).or_default().push(place);
    }
    let rates = Rates::of(school);
    let span = Span { to: on, ..year(on) };
    for (id, rows) in snapshot.sessions_all()? {
        let Some(provision) = provisions.get(&id) else { continue };
        let places = places.remove(&id).unwrap_or_default();
        let stays: Vec<Stay> = places.iter().map(Stay::from).collect();
        let calendar = school.calendar_of(provision.site);
        let found = charges(&Run { provision, calendar, rows: &rows, stays: &stays }, &rates, span);
        let (pence, no_rate) = if site.is_none() {
            (found.pence, found.no_rate)
        } else {
            let here = found.shares.iter().zip(&places).filter(|(_, place)| place.who.site == site);
            here.fold((0_i64, 0_u32), |sum, (share, _)| {
                // A session counts once, however many of its pupils are of the site.
                (sum.0.saturating_add(share.pence), sum.1.max(share.no_rate))
            })
        };
        let wave = WAVES.iter().position(|wave| *wave == provision.wave).unwrap_or(0);
        if let Some(sum) = spent.get_mut(wave) {
            sum.0 = sum.0.saturating_add(pence);
            sum.1 = sum.1.saturating_add(no_rate);
        }
    }
    Ok(spent)
}
