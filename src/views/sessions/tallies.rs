//! A provision's sessions counted: for the group, and for each pupil on the days of their place.

use chrono::NaiveDate;

use super::ground::so_far;
use crate::domain::delivery::{Span, Tally, occasions, of_pupil};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// One place's sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceTally {
    /// The place.
    pub allocation: RecordId,
    /// Whose.
    pub pupil: PupilId,
    /// The pupil's sessions from the place's first day to its last, or so far.
    pub tally: Tally,
}

/// A provision's sessions so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Those of the group.
    pub group: Tally,
    /// Those of each place, in the order of the places' numbers.
    pub places: Vec<PlaceTally>,
}

impl Tallies {
    /// One place's; nothing counted if it is not there.
    pub fn of(&self, allocation: RecordId) -> Tally {
        self.places
            .iter()
            .find(|one| one.allocation == allocation)
            .map_or_else(Tally::default, |one| one.tally)
    }
}

/// A provision's sessions so far, for the group and for each place; nothing counted if there is no such provision.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn tallies(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    provision: RecordId,
    today: NaiveDate,
) -> Result<Tallies, StoreError> {
    let Some(held) = snapshot.provision(provision)? else { return Ok(Tallies::default()) };
    let calendar = school.calendar_of(held.site);
    let rows = snapshot.sessions_of(provision)?;
    let all = occasions(&held, calendar, &rows, Span { from: held.start, to: today });
    let mut places: Vec<PlaceTally> = snapshot
        .places_of(provision)?
        .into_iter()
        .map(|place| {
            let span = Span { from: place.from, to: place.to.map_or(today, |to| to.min(today)) };
            let pupil = place.who.pupil;
            PlaceTally { allocation: place.allocation, pupil, tally: of_pupil(&all, pupil, span, today) }
        })
        .collect();
    places.sort_by_key(|one| one.allocation);
    Ok(Tallies { group: so_far(&held, calendar, &rows, today), places })
}
