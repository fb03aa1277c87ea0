//! Provisions: start one for a group in one step, change it, take pupils in, end it, and check a whole group.
//!
//! Rule: a pupil's place ends no later than the provision: what moves the provision's last day moves the places that end
//! with it. Nothing is deleted; what ran is ended with a date. No session that was recorded comes to lie outside its days.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `dosage` | the dosage changed from a day on, and what of the sessions follows it |

mod dosage;

use chrono::NaiveDate;

use super::check::{self, Checked};
use super::staff::{Adult, resolve_opt};
use super::{By, agency, intervention, not_ahead, pupil, words};
use crate::domain::cost::year;
use crate::domain::day;
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::domain::provision::{Allocation, ImpactCheck, Provision};
use crate::domain::record::Recorded;
use crate::domain::rows::PlaceRow;
use crate::store::{Edit, Refused};

pub use dosage::{NewDosage, change_dosage, since};

/// A pupil who comes into a provision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// Who.
    pub pupil: PupilId,
    /// The measure at entry; may be empty.
    pub entry: String,
    /// What it should achieve for this pupil; may be empty.
    pub aim: String,
}

impl Joining {
    /// A pupil without entry measure or aim.
    pub fn new(pupil: PupilId) -> Joining {
        Joining { pupil, entry: String::new(), aim: String::new() }
    }
}

fn open_provision(edit: &Edit<'_>, id: RecordId) -> Result<Held<Provision>, Refused> {
    edit.provision(id)?.ok_or_else(|| Refused::because("this provision is no longer there"))
}

/// The most that a form takes as a dosage.
const MOST_TIMES: u8 = 25;
const MOST_MINUTES: u16 = 400;

fn sound(provision: &mut Provision) -> Result<(), Refused> {
    provision.name = words(&provision.name, "the name of the intervention")?;
    if provision.minutes == 0 || provision.times_a_week == 0 {
        return Err(Refused::because("the dosage is missing: so many times a week, so many minutes"));
    }
    if provision.times_a_week > MOST_TIMES || provision.minutes > MOST_MINUTES {
        return Err(Refused::because(format!(
            "the dosage is at most {MOST_TIMES} times a week and {MOST_MINUTES} minutes"
        )));
    }
    if let Some(end) = provision.end
        && end < provision.start
    {
        return Err(Refused::because(format!(
            "it would end on {}, before it starts on {}",
            day::full(end),
            day::full(provision.start)
        )));
    }
    Ok(())
}

fn join(
    edit: &mut Edit<'_>,
    by: &By,
    id: RecordId,
    provision: &Provision,
    from: NaiveDate,
    joining: &[Joining],
) -> Result<(), Refused> {
    for (at, one) in joining.iter().enumerate() {
        let who = pupil(edit, one.pupil)?;
        if joining.iter().take(at).any(|earlier| earlier.pupil == one.pupil) {
            return Err(Refused::because(format!("{} is named twice", who.name())));
        }
        if !who.on_roll(from) {
            return Err(Refused::because(format!("{} will have left by {}", who.name(), day::full(from))));
        }
        let there = edit.list::<Allocation>(one.pupil)?;
        if there.iter().any(|held| held.provision == id && held.to.is_none_or(|to| to >= from)) {
            return Err(Refused::because(format!("{} is already in {}", who.name(), provision.name)));
        }
        let place = Allocation {
            provision: id,
            from,
            to: provision.end,
            entry: one.entry.trim().to_owned(),
            exit: String::new(),
            aim: one.aim.trim().to_owned(),
            check_on: None,
            check_by: None,
            moves: Vec::new(),
            typed: by.typed.clone(),
        };
        edit.add(one.pupil, place)?;
    }
    Ok(())
}

/// Starts a provision, with the pupils in it from its first day. `lead` takes the place of the provision's own.
///
/// # Errors
/// No name or dosage, an end before the start, a pupil who has left or is named twice, or the store fails.
pub fn start(
    edit: &mut Edit<'_>,
    by: &By,
    provision: &Provision,
    lead: Option<&Adult>,
    joining: &[Joining],
) -> Result<RecordId, Refused> {
    let mut provision = provision.clone();
    if let Some(times) = dosage::times(&provision.slots) {
        provision.times_a_week = times;
    }
    sound(&mut provision)?;
    provision.lead = resolve_opt(edit, lead)?;
    provision.agency = agency::ensure(edit, &provision.agency)?;
    provision.name = intervention::ensure(edit, &provision)?;
    provision.typed = by.typed.clone();
    let id = edit.add(crate::domain::ids::SCHOOL, provision.clone())?;
    join(edit, by, id, &provision, provision.start, joining)?;
    Ok(id)
}

/// Takes pupils into a provision from a day.
///
/// # Errors
/// The day lies outside the provision, a pupil has left or is in it already, or the store fails.
pub fn add_pupils(
    edit: &mut Edit<'_>,
    by: &By,
    id: RecordId,
    from: NaiveDate,
    joining: &[Joining],
) -> Result<(), Refused> {
    let provision = open_provision(edit, id)?;
    if joining.is_empty() {
        return Err(Refused::because("no pupil is chosen"));
    }
    if from < provision.start {
        return Err(Refused::because(format!(
            "{} starts only on {}",
            provision.name,
            day::full(provision.start)
        )));
    }
    if let Some(end) = provision.end
        && from > end
    {
        return Err(Refused::because(format!("{} ends on {}", provision.name, day::full(end))));
    }
    join(edit, by, id, &provision, from, joining)
}

/// Saves what `mine` changed in a provision since `base`; places that began or ended with it follow its days.
/// `lead` takes the place of `mine`'s own.
///
/// # Errors
/// As [`start`]; fields that somebody else changed too; a check or a recorded session that lies outside the new days; another
/// dosage where sessions were recorded at this one: [`change_dosage`] changes that from a day on.
pub fn edit(
    edit: &mut Edit<'_>,
    id: RecordId,
    base: &Provision,
    mine: &Provision,
    lead: Option<&Adult>,
) -> Result<(), Refused> {
    let before = open_provision(edit, id)?.value;
    let mut mine = mine.clone();
    mine.lead = resolve_opt(edit, lead)?;
    let key = Provision::school_key(id);
    let merged = edit.merge(key, &base.clone().wrap(), mine.wrap())?;
    let Some(mut after) = Provision::unwrap(merged) else {
        return Err(Refused::because("this provision is no longer there"));
    };
    dosage::agree(&before, &mut after)?;
    sound(&mut after)?;
    dosage::no_silent_change(edit, id, &before, &after)?;
    dosage::within(edit, id, &after)?;
    after.agency = agency::ensure(edit, &after.agency)?;
    if after.name != before.name {
        after.name = intervention::ensure(edit, &after)?;
    }
    edit.put(key, after.clone().wrap())?;
    dosage::corrected(edit, id, &before, &after)?;
    for row in edit.places_of(id)? {
        let stood = place(edit, row.who.pupil, row.allocation)?.value;
        let mut place = stood.clone();
        if place.from == before.start || place.from < after.start {
            place.from = after.start;
        }
        match after.end {
            _ if place.to == before.end => place.to = after.end,
            Some(end) if place.to.is_none_or(|to| to > end) => place.to = Some(end),
            _ => {}
        }
        if place != stood {
            put_place(edit, &row, place)?;
        }
    }
    Ok(())
}

/// Ends a provision, and with it every place that would last longer. `reason` joins the provision's note; may be empty. An
/// agreed cost goes on covering the days that it was agreed for: what the sessions before cost stays as it was.
///
/// # Errors
/// The day lies before the start, or before a check or a session already recorded; or the store fails.
pub fn end(edit: &mut Edit<'_>, id: RecordId, on: NaiveDate, reason: &str) -> Result<(), Refused> {
    let mut provision = open_provision(edit, id)?.value;
    if on < provision.start {
        return Err(Refused::because(format!(
            "{} starts only on {}",
            provision.name,
            day::full(provision.start)
        )));
    }
    if provision.end == Some(on) && reason.trim().is_empty() {
        return Err(Refused::because(format!("{} already ends on {}", provision.name, day::full(on))));
    }
    let planned = provision.end;
    // An agreed cost covers what it was agreed for, so that the sessions of the past keep their price.
    if provision.cost_pence.is_some() && planned != Some(on) {
        provision.cost_until.get_or_insert(planned.unwrap_or_else(|| year(provision.start).to));
    }
    provision.end = Some(on);
    if !reason.trim().is_empty() {
        if !provision.note.is_empty() {
            provision.note.push('\n');
        }
        provision.note.push_str(&format!("Ends {}: {}", day::full(on), reason.trim()));
    }
    dosage::within(edit, id, &provision)?;
    edit.put(Provision::school_key(id), provision.wrap())?;
    for row in edit.places_of(id)? {
        let mut place = place(edit, row.who.pupil, row.allocation)?.value;
        if place.to.is_none_or(|to| to > on || Some(to) == planned) {
            place.to = Some(on);
            put_place(edit, &row, place)?;
        }
    }
    Ok(())
}

pub(super) fn place(edit: &Edit<'_>, whose: PupilId, id: RecordId) -> Result<Held<Allocation>, Refused> {
    let found = edit.record::<Allocation>(whose, id)?;
    found.ok_or_else(|| Refused::because("this pupil's place in the provision is no longer there"))
}

/// A place whose days moved: no check that was made may fall outside them.
pub(super) fn put_place(edit: &mut Edit<'_>, row: &PlaceRow, place: Allocation) -> Result<(), Refused> {
    let checks = edit.list::<ImpactCheck>(row.who.pupil)?;
    let outside = checks
        .iter()
        .filter(|check| check.allocation == row.allocation)
        .find(|check| check.held < place.from || place.to.is_some_and(|to| check.held > to));
    if let Some(check) = outside {
        return Err(Refused::because(format!(
            "{} was checked on {}, which would lie outside",
            row.who.name,
            day::full(check.held)
        )));
    }
    edit.put(Allocation::key(row.who.pupil, row.allocation), place.wrap())
}

/// Ends one pupil's place, with the measure at exit; an empty one leaves what stands.
///
/// # Errors
/// The day lies ahead, before the pupil began, before a check, or after the place ended; or the store fails.
pub fn end_place(
    edit: &mut Edit<'_>,
    by: &By,
    whose: PupilId,
    id: RecordId,
    on: NaiveDate,
    exit: &str,
) -> Result<(), Refused> {
    not_ahead(on, by, "the last day,")?;
    let name = pupil(edit, whose)?.name();
    let mut value = place(edit, whose, id)?.value;
    if on < value.from {
        return Err(Refused::because(format!("{name} began only on {}", day::full(value.from))));
    }
    if let Some(to) = value.to
        && to < on
    {
        return Err(Refused::because(format!("{name} already left on {}", day::full(to))));
    }
    let later =
        edit.list::<ImpactCheck>(whose)?.into_iter().find(|check| check.allocation == id && check.held > on);
    if let Some(check) = later {
        return Err(Refused::because(format!("{name} was still checked on {}", day::full(check.held))));
    }
    value.to = Some(on);
    if !exit.trim().is_empty() {
        exit.trim().clone_into(&mut value.exit);
    }
    edit.put(Allocation::key(whose, id), value.wrap())
}

/// Saves what `mine` changed in a pupil's place since `base`: entry, exit, aim, days.
///
/// # Errors
/// The pupil would leave before beginning, or outside the provision's days; fields that somebody else changed too.
pub fn correct_place(
    edit: &mut Edit<'_>,
    whose: PupilId,
    id: RecordId,
    base: &Allocation,
    mine: &Allocation,
) -> Result<(), Refused> {
    let key = Allocation::key(whose, id);
    let merged = edit.merge(key, &base.clone().wrap(), mine.clone().wrap())?;
    let Some(after) = Allocation::unwrap(merged) else {
        return Err(Refused::because("this pupil's place in the provision is no longer there"));
    };
    let provision = open_provision(edit, after.provision)?;
    let name = pupil(edit, whose)?.name();
    if after.to.is_some_and(|to| to < after.from) {
        return Err(Refused::because(format!(
            "{name} would leave before beginning on {}",
            day::full(after.from)
        )));
    }
    if after.from < provision.start {
        return Err(Refused::because(format!(
            "{} starts only on {}",
            provision.name,
            day::full(provision.start)
        )));
    }
    if let Some(end) = provision.end
        && after.to.is_none_or(|to| to > end)
    {
        return Err(Refused::because(format!("{} ends on {}", provision.name, day::full(end))));
    }
    edit.put(key, after.wrap())
}

/// Records the checks of a whole group as one change: all of them or none. A pupil who is not in `checks` stays
/// unrecorded.
///
/// # Errors
/// Every refusal, each naming its pupil, one after the other; no check at all; or the store fails.
pub fn record_group(edit: &mut Edit<'_>, by: &By, id: RecordId, checks: &[Checked]) -> Result<(), Refused> {
    let provision = open_provision(edit, id)?;
    if checks.is_empty() {
        return Err(Refused::because("no pupil is checked yet"));
    }
    let mut refusals: Vec<String> = Vec::new();
    for one in checks {
        let there = edit.record::<Allocation>(one.pupil, one.allocation)?;
        let refused = if there.is_some_and(|held| held.provision == id) {
            match check::record(edit, by, one) {
                Ok(()) => continue,
                Err(Refused::Because(words)) => words,
                Err(other) => return Err(other),
            }
        } else {
            format!("{} is not in {}", pupil(edit, one.pupil)?.name(), provision.name)
        };
        if !refusals.contains(&refused) {
            refusals.push(refused);
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(Refused::because(refusals.join("; "))) }
}

#[cfg(test)]
mod dosage_tests;
#[cfg(test)]
pub(crate) mod tests;
