//! One provision with its pupils, for the lists and forms that need no sums; and what one pupil is in.
//!
//! Rule: a line has all that a row and its detail show, so that moving through them reads nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::code::Area;
use crate::domain::ids::{PupilId, RecordId, Revision};
use crate::domain::provision::Provision;
use crate::domain::rows::{PlaceRow, Who};
use crate::domain::school::SchoolFile;
use crate::duties::derive::derive;
use crate::store::{Snapshot, StoreError};

/// Which provisions are wanted, by their last day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Which {
    /// Those that run, or will.
    #[default]
    Running,
    /// Those that have ended.
    Ended,
    /// All.
    All,
}

impl Which {
    /// In a word: "running".
    pub fn label(self) -> &'static str {
        match self {
            Which::Running => "running",
            Which::Ended => "ended",
            Which::All => "all",
        }
    }

    /// Whether a provision is one of them.
    pub fn takes(self, provision: &Provision, today: NaiveDate) -> bool {
        let ended = provision.end.is_some_and(|end| end < today);
        match self {
            Which::Running => !ended,
            Which::Ended => ended,
            Which::All => true,
        }
    }
}

/// One provision with its pupils.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvisionLine {
    /// Its number.
    pub id: RecordId,
    /// The state that an edit is based on.
    pub revision: Revision,
    /// The record.
    pub provision: Provision,
    /// The lead adult; empty if not settled.
    pub lead: String,
    /// Where it runs; empty if on all sites.
    pub site: String,
    /// Its places by pupil's name, those that have ended last.
    pub places: Vec<PlaceRow>,
    /// How many pupils are in it: today, or at the end if it has ended.
    pub pupils: usize,
    /// The earliest check due; `None` if none is.
    pub next_check: Option<NaiveDate>,
    /// Checks due today or earlier.
    pub due: usize,
    /// Checks due before today.
    pub overdue: usize,
}

/// Whether a place lasts on a day.
pub fn lasts(place: &PlaceRow, on: NaiveDate) -> bool {
    place.to.is_none_or(|to| to >= on)
}

impl ProvisionLine {
    pub(super) fn new(
        school: &SchoolFile,
        (id, revision, provision): (RecordId, Revision, Provision),
        mut places: Vec<PlaceRow>,
        today: NaiveDate,
    ) -> ProvisionLine {
        let on = provision.end.map_or(today, |end| end.min(today));
        places.sort_by(|a, b| {
            (!lasts(a, on), &a.who.sort_name, a.allocation).cmp(&(
                !lasts(b, on),
                &b.who.sort_name,
                b.allocation,
            ))
        });
        let checks = || places.iter().filter_map(|place| place.next_check);
        ProvisionLine {
            id,
            revision,
            lead: school.staff_name(provision.lead).to_owned(),
            site: school.site_name(provision.site).to_owned(),
            pupils: places.iter().filter(|place| lasts(place, on)).count(),
            next_check: checks().min(),
            due: checks().filter(|date| *date <= today).count(),
            overdue: checks().filter(|date| *date < today).count(),
            provision,
            places,
        }
    }

    /// The places that last on a day, or lasted to the end of a provision that has ended.
    pub fn open(&self, today: NaiveDate) -> impl Iterator<Item = &PlaceRow> {
        let on = self.provision.end.map_or(today, |end| end.min(today));
        self.places.iter().filter(move |place| lasts(place, on))
    }

    pub(super) fn is_at(&self, site: RecordId) -> bool {
        match self.provision.site {
            Some(here) => here == site,
            None => self.places.is_empty() || self.places.iter().any(|place| place.who.site == Some(site)),
        }
    }
}

/// Where an area stands in the map: in the Code's order, those of no one area last.
pub fn area_rank(area: Option<Area>) -> u32 {
    area.and_then(|area| Area::ALL.iter().position(|one| *one == area))
        .and_then(|at| u32::try_from(at).ok())
        .unwrap_or(u32::MAX)
}

/// The heading of an area.
pub fn area_title(rank: u32) -> &'static str {
    let area = usize::try_from(rank).ok().and_then(|rank| Area::ALL.get(rank));
    area.map_or("All areas", |area| area.label())
}

/// Every provision, by area, wave and name; with a site, those of its own and those that a pupil of it is in.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn lines(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    site: Option<RecordId>,
    today: NaiveDate,
) -> Result<Vec<ProvisionLine>, StoreError> {
    let mut places: BTreeMap<RecordId, Vec<PlaceRow>> = BTreeMap::new();
    for place in snapshot.places_all()? {
        places.entry(place.provision).or_default().push(place);
    }
    let mut lines: Vec<ProvisionLine> = snapshot
        .provisions()?
        .into_iter()
        .map(|held| {
            let places = places.remove(&held.id).unwrap_or_default();
            ProvisionLine::new(school, (held.id, held.revision, held.value), places, today)
        })
        .filter(|line| site.is_none_or(|site| line.is_at(site)))
        .collect();
    lines.sort_by_cached_key(|line| {
        let provision = &line.provision;
        // The newest run of one intervention first.
        let name = provision.name.to_lowercase();
        (area_rank(provision.area), provision.wave, name, Reverse(provision.start), line.id)
    });
    Ok(lines)
}

/// One provision; `None` if there is none with this number.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn one(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    id: RecordId,
    today: NaiveDate,
) -> Result<Option<ProvisionLine>, StoreError> {
    let Some(held) = snapshot.provision(id)? else { return Ok(None) };
    let places = snapshot.places_of(id)?;
    Ok(Some(ProvisionLine::new(school, (held.id, held.revision, held.value), places, today)))
}

/// One pupil's place in one provision.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceLine {
    /// The place.
    pub place: PlaceRow,
    /// The provision's number.
    pub id: RecordId,
    /// The provision.
    pub provision: Provision,
    /// The lead adult; empty if not settled.
    pub lead: String,
}

/// Everything one pupil is or was in, the latest first.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn of_pupil(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    pupil: PupilId,
) -> Result<Vec<PlaceLine>, StoreError> {
    let Some(file) = snapshot.pupil_file(pupil)? else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for place in derive(&file, school).places {
        // A place whose provision is gone is damage that `senco check` names; the rest is still shown.
        let Some(held) = snapshot.provision(place.provision)? else { continue };
        let lead = school.staff_name(held.lead).to_owned();
        out.push(PlaceLine { id: held.id, provision: held.value, lead, place });
    }
    out.sort_by_key(|line| Reverse((line.place.from, line.place.allocation)));
    Ok(out)
}

/// Every pupil on roll with year and class, by name: to pick from.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn roll(snapshot: &Snapshot<'_>) -> Result<Vec<(PupilId, String)>, StoreError> {
    let mut rows = snapshot.register_all()?;
    rows.retain(|row| row.left.is_none());
    rows.sort_by(|a, b| a.who.sort_name.cmp(&b.who.sort_name));
    Ok(rows.iter().map(|row| (row.who.pupil, said(&row.who))).collect())
}

/// "Ama Otter · Y4 Lark".
pub fn said(who: &Who) -> String {
    let place = who.place();
    if place.is_empty() { who.name.clone() } else { format!("{} · {place}", who.name) }
}
