//! Taking an entry back: its records as they were before it.
//!
//! Rule: an undo leaves nothing behind that rests on what it takes away, no calendar that contradicts itself, and no two sessions
//! that stand for one. It is refused with words; an adult, a site or an intervention that others came to use since stays on the list.

mod days;

use std::ops::Bound;

use super::edit::Edit;
use super::error::{Refused, StoreError};
use super::journal::{self, Entry};
use super::snapshot::{Snapshot, record_of};
use super::tables::{Table, unseal};
use crate::domain::case::Involvement;
use crate::domain::catalogue::{Intervention, named};
use crate::domain::field::{FieldKind, RefKind, Value};
use crate::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use crate::domain::people::Training;
use crate::domain::provision::{Allocation, Provision};
use crate::domain::pupil::Pupil;
use crate::domain::record::{Record, Recorded};
use crate::domain::review::Review;
use crate::domain::support::{Cycle, Target};
use crate::domain::words::{plural, plural_as};

fn refused(entry: &Entry, why: &str) -> Refused {
    Refused::because(format!("cannot undo “{}”: {why}", entry.action))
}

fn were_recorded(sessions: usize) -> String {
    let verb = if sessions == 1 { "was" } else { "were" };
    format!("{} of it {verb} recorded since", plural(number(sessions), "session"))
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Writes back what an entry's records were before it, if they are still what it made them and nothing rests on them.
///
/// # Errors
/// In words: what was changed since, or what would be left without its ground.
pub(super) fn put_back(edit: &mut Edit<'_>, entry: &Entry) -> Result<(), Refused> {
    unchanged(edit, entry)?;
    let calendar_held = edit.school()?.calendar_fault().is_none();
    let faults = days::faults(edit, entry)?;
    let mut pupils: Vec<_> = entry.touched.iter().map(|touch| touch.key.pupil).collect();
    pupils.dedup();
    let (mut lists, mut names, mut called) = (Vec::new(), Vec::new(), Vec::new());
    for pupil in &pupils {
        let Some(images) = journal::images(&edit.tables, *pupil, entry.seq)? else {
            return Err(refused(entry, "a pupil's file was erased since"));
        };
        names.push(edit.describe(Key::profile(*pupil)));
        for image in images {
            if image.key.kind == Kind::Intervention {
                called.extend(edit.record::<Intervention>(SCHOOL, image.key.id)?.map(|one| one.value.name));
            }
            let listed = matches!(image.key.kind, Kind::Staff | Kind::Site | Kind::Intervention);
            if image.before.is_none() && listed {
                lists.push(image.key);
            } else {
                edit.put_content(image.key, image.before.as_ref())?;
            }
        }
    }
    for key in lists {
        if !is_used(edit, key)? {
            edit.put_content(key, None)?;
        }
    }
    for name in called {
        let nameless = named(&edit.list::<Intervention>(SCHOOL)?, &name).is_none();
        let used = if nameless { naming(edit, &name)? } else { 0 };
        if used > 0 {
            let what = plural_as(number(used), "provision or training", "provisions or trainings");
            return Err(refused(entry, &format!("{what} came to be called {name} since")));
        }
    }
    for (pupil, name) in pupils.iter().zip(names).filter(|(pupil, _)| **pupil != SCHOOL) {
        if let Some(why) = without_ground(edit, entry, *pupil, &name)? {
            return Err(refused(entry, &why));
        }
    }
    for touch in entry.touched.iter().filter(|touch| touch.key.kind == Kind::Provision) {
        let used = in_provision(edit, touch.key.id)?;
        if used > 0 {
            return Err(refused(entry, &format!("{} came into it since", plural(number(used), "pupil"))));
        }
        let used = recorded_of(edit, touch.key.id)?;
        if used > 0 {
            return Err(refused(entry, &were_recorded(used)));
        }
    }
    for touch in entry.touched.iter().filter(|touch| touch.key.kind == Kind::Session) {
        if let Some(session) = edit.session(touch.key.id)?
            && edit.provision(session.provision)?.is_none()
        {
            return Err(refused(entry, "a session would be left without its provision"));
        }
    }
    if let Some(fault) = days::faults(edit, entry)?.difference(&faults).next() {
        return Err(refused(entry, fault));
    }
    match edit.school()?.calendar_fault().filter(|_| calendar_held) {
        Some(fault) => Err(refused(entry, &format!("the dates would contradict those set since: {fault}"))),
        None => Ok(()),
    }
}

fn unchanged(edit: &Edit<'_>, entry: &Entry) -> Result<(), Refused> {
    let mut changed = Vec::new();
    for touch in &entry.touched {
        if edit.digest(touch.key)? != touch.after {
            changed.push(edit.describe(touch.key));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    changed.dedup();
    let more = changed.len().saturating_sub(3);
    changed.truncate(3);
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    Err(refused(entry, &format!("{}{rest} changed since", changed.join(", "))))
}

/// What of a pupil's file would stand on nothing by this undo, in words; `None` if nothing would.
fn without_ground(
    view: &Snapshot<'_>,
    entry: &Entry,
    pupil: PupilId,
    name: &str,
) -> Result<Option<String>, StoreError> {
    let touched = |key: Key| entry.touched.iter().any(|touch| touch.key == key);
    let records = view.records_of(pupil)?;
    if !records.is_empty() && view.record::<Pupil>(pupil, RecordId(0))?.is_none() {
        let count = plural(number(records.len()), "record");
        return Ok(Some(format!("{count} in {name} would be left without it")));
    }
    for (key, _, record) in &records {
        for (ground, what) in grounds(pupil, record) {
            if (touched(ground) || touched(*key))
                && view.tables.get(Table::Records, &ground.to_bytes())?.is_none()
            {
                return Ok(Some(format!("{} would be left without its {what}", view.describe(*key))));
            }
        }
    }
    Ok(None)
}

/// What a record of a pupil's file rests on, and what it calls it.
fn grounds(pupil: PupilId, record: &Record) -> Vec<(Key, &'static str)> {
    let cycle = |id: RecordId| Cycle::key(pupil, id);
    match record {
        Record::Allocation(one) => vec![(Provision::school_key(one.provision), "provision")],
        Record::Check(one) => vec![(Allocation::key(pupil, one.allocation), "place in a provision")],
        Record::Target(one) => {
            let before = one.carried.map(|id| (Target::key(pupil, id), "target of the cycle before"));
            let advice = one.advice.map(|id| (Involvement::key(pupil, id), "agency"));
            [(cycle(one.cycle), "cycle")].into_iter().chain(before).chain(advice).collect()
        }
        Record::Voice(one) => one.cycle.map(|id| (cycle(id), "cycle")).into_iter().collect(),
        Record::Cycle(one) => {
            let before = one.after.map(|id| (cycle(id), "cycle before"));
            before.into_iter().chain(one.review.map(|id| (Review::key(pupil, id), "review"))).collect()
        }
        _ => Vec::new(),
    }
}

/// How many places there are in a provision that is gone; 0 for one that stands.
fn in_provision(view: &Snapshot<'_>, id: RecordId) -> Result<usize, StoreError> {
    if view.provision(id)?.is_some() {
        return Ok(0);
    }
    let mut used = 0;
    // These rows are as before the undo: what it took away itself no longer stands.
    for row in view.places_of(id)? {
        used += usize::from(view.record::<Allocation>(row.who.pupil, row.allocation)?.is_some());
    }
    Ok(used)
}

/// How many sessions were recorded of a provision that is gone; 0 for one that stands.
fn recorded_of(view: &Snapshot<'_>, id: RecordId) -> Result<usize, StoreError> {
    if view.provision(id)?.is_some() {
        return Ok(0);
    }
    let mut used = 0;
    for row in view.sessions_of(id)? {
        used += usize::from(view.session(row.id)?.is_some());
    }
    Ok(used)
}

/// How many provisions and trainings name an intervention so.
fn naming(view: &Snapshot<'_>, name: &str) -> Result<usize, StoreError> {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    let provisions = view.provisions()?.iter().filter(|one| same(&one.name)).count();
    let trainings = view.list::<Training>(SCHOOL)?;
    Ok(provisions + trainings.iter().filter(|one| same(&one.delivers)).count())
}

/// Whether any record names this adult, site or intervention.
fn is_used(view: &Snapshot<'_>, what: Key) -> Result<bool, StoreError> {
    if what.kind == Kind::Intervention {
        let entry = view.record::<Intervention>(SCHOOL, what.id)?;
        return Ok(entry.map_or(Ok(0), |entry| naming(view, &entry.name))? > 0);
    }
    let mut used = false;
    view.tables.walk_raw(Table::Records, Bound::Unbounded, Bound::Unbounded, false, |bytes, value| {
        let key = Key::from_bytes(bytes).ok_or_else(|| StoreError::damaged("a record of no known kind"))?;
        let record = record_of(key, &unseal(Table::Records, bytes, value)?)?;
        if let Record::Session(session) = &record {
            used = what.kind == Kind::Staff && session.adult == Some(what.id);
            return Ok(!used);
        }
        used = key != what
            && record.shapes().iter().any(|shape| {
                let wanted = match shape.kind {
                    FieldKind::Ref(RefKind::Staff) => Kind::Staff,
                    FieldKind::Ref(RefKind::Site) => Kind::Site,
                    _ => return false,
                };
                wanted == what.kind && record.value(shape.key) == Value::Id(what.id)
            });
        Ok(!used)
    })?;
    Ok(used)
}
