//! What an undo would do to what has its days: a session outside its provision's, a check outside its place's, two sessions
//! that stand for one, a session that the dosage brought back would not have planned.
//!
//! Rule: what an undo would put out of order is refused; what was so before it is no reason to refuse.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::calendar::Calendar;
use crate::domain::day;
use crate::domain::delivery::{PlaceInDay, Session, Span, planned};
use crate::domain::ids::{Key, Kind, PupilId, RecordId};
use crate::domain::provision::{Allocation, ImpactCheck, Provision};
use crate::domain::record::Recorded;
use crate::store::edit::Edit;
use crate::store::error::StoreError;
use crate::store::journal::Entry;

/// What is out of order, in words, among the sessions of the provisions and the checks of the places that an entry touches.
pub(super) fn faults(edit: &Edit<'_>, entry: &Entry) -> Result<BTreeSet<String>, StoreError> {
    let mut out = of_sessions(edit, entry)?;
    of_checks(edit, entry, &mut out)?;
    Ok(out)
}

fn of_checks(edit: &Edit<'_>, entry: &Entry, out: &mut BTreeSet<String>) -> Result<(), StoreError> {
    let placed =
        entry.touched.iter().filter(|touch| matches!(touch.key.kind, Kind::Allocation | Kind::Check));
    let pupils: BTreeSet<PupilId> = placed.map(|touch| touch.key.pupil).collect();
    let touched = |key: Key| entry.touched.iter().any(|touch| touch.key == key);
    for pupil in pupils {
        for check in edit.list::<ImpactCheck>(pupil)? {
            let place = Allocation::key(pupil, check.allocation);
            if !touched(place) && !touched(ImpactCheck::key(pupil, check.id)) {
                continue;
            }
            let Some(held) = edit.record::<Allocation>(pupil, check.allocation)? else { continue };
            if !held.runs(check.held) {
                out.insert(format!(
                    "{} was checked on {}, outside the days of the place",
                    edit.describe(Key::profile(pupil)),
                    day::full(check.held)
                ));
            }
        }
    }
    Ok(())
}

fn of_sessions(edit: &Edit<'_>, entry: &Entry) -> Result<BTreeSet<String>, StoreError> {
    // The rows are as before the undo: what it brings back is asked for by its number.
    let mut ids: BTreeSet<RecordId> = BTreeSet::new();
    let mut provisions: BTreeSet<RecordId> = BTreeSet::new();
    for touch in &entry.touched {
        match touch.key.kind {
            Kind::Session => {
                ids.insert(touch.key.id);
                provisions.extend(edit.session(touch.key.id)?.map(|held| held.provision));
            }
            Kind::Provision => {
                provisions.insert(touch.key.id);
            }
            _ => {}
        }
    }
    let mut out = BTreeSet::new();
    let school = edit.school()?;
    for provision in provisions {
        let Some(held) = edit.provision(provision)? else { continue };
        let calendar = school.calendar_of(held.site);
        let mut all = ids.clone();
        all.extend(edit.sessions_of(provision)?.iter().map(|row| row.id));
        // Of a provision that stays as it is, only what the entry itself touches can come out of order.
        let moved =
            entry.touched.iter().any(|touch| touch.key.kind == Kind::Provision && touch.key.id == provision);
        let mut stood: BTreeMap<PlaceInDay, (usize, bool)> = BTreeMap::new();
        for id in all {
            let Some(session) = edit.session(id)?.filter(|one| one.provision == provision) else { continue };
            let asked = moved || ids.contains(&id);
            if asked && !held.runs(session.on) {
                out.insert(format!(
                    "a session of {} on {} would lie outside its days",
                    held.name,
                    day::full(session.on)
                ));
            }
            if moved && !is_planned(&held, calendar, &session) {
                out.insert(format!(
                    "a session of {} was recorded since, on {}, by the dosage that it takes back",
                    held.name,
                    day::full(session.on)
                ));
            }
            for place in places(&session) {
                let (times, any) = stood.entry(place).or_default();
                (*times, *any) = (times.saturating_add(1), *any || asked);
            }
        }
        for (place, _) in stood.into_iter().filter(|(_, (times, any))| *times > 1 && *any) {
            out.insert(format!("{} on {} was recorded or moved anew since", held.name, day::full(place.on)));
        }
    }
    Ok(out)
}

/// Whether dosage and calendar plan the session that a record stands for; an extra one they never did.
fn is_planned(provision: &Provision, calendar: &Calendar, session: &Session) -> bool {
    let stands = session.stands_for.unwrap_or(PlaceInDay { on: session.on, nth: session.nth });
    let planned = planned(provision, calendar, Span { from: stands.on, to: stands.on });
    planned.iter().any(|(place, _, _)| *place == stands)
}

/// Where a session stands, and where the one was planned that it stands for.
fn places(session: &Session) -> impl Iterator<Item = PlaceInDay> {
    let own = PlaceInDay { on: session.on, nth: session.nth };
    std::iter::once(own).chain(session.stands_for.filter(|place| *place != own))
}
