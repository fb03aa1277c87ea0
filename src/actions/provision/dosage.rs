//! The dosage: changed from a day on, and kept sound against what was recorded under it.
//!
//! Rule: the past stays as it was planned. A change counts from a day; what stood before keeps its days. What was recorded
//! stays as recorded, with its minutes; only what was planned by hand and has no place any more falls away.

use chrono::NaiveDate;

use super::open_provision;
use crate::actions::{By, Warnings};
use crate::domain::calendar::Calendar;
use crate::domain::cost::year;
use crate::domain::day;
use crate::domain::delivery::{
    Dosage, PlaceInDay, Session, SessionRow, Slot, Span, State, planned, say_slots,
};
use crate::domain::ids::RecordId;
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::domain::words::plural;
use crate::store::{Edit, Refused};

/// A dosage as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDosage {
    /// Sessions a week. Where days are named, there are as many.
    pub times_a_week: u8,
    /// Minutes a session.
    pub minutes: u16,
    /// The days and times; empty if none are named.
    pub slots: Vec<Slot>,
}

impl NewDosage {
    /// A provision's dosage as it stands.
    pub fn of(provision: &Provision) -> NewDosage {
        NewDosage {
            times_a_week: provision.times_a_week,
            minutes: provision.minutes,
            slots: provision.slots.clone(),
        }
    }
}

/// Changes the dosage from a day on: what was planned before that day stays. On the day on which the present dosage began, it
/// is corrected instead, and no change more is remembered. Sessions recorded from that day on stay as they were recorded;
/// those moved or given to another adult fall away where the new dosage has no such session, and that is said.
///
/// # Errors
/// The day lies before the start, after the end, or before an earlier change; the dosage is that already; it says nothing; or
/// the store fails.
pub fn change_dosage(
    edit: &mut Edit<'_>,
    by: &By,
    id: RecordId,
    from: NaiveDate,
    new: &NewDosage,
) -> Result<Warnings, Refused> {
    let held = open_provision(edit, id)?;
    let before = held.value;
    if !day::in_range(from) {
        return Err(Refused::because("the day lies outside the years 1900 to 2199"));
    }
    if from < before.start {
        return Err(Refused::because(format!("{} starts only on {}", before.name, day::full(before.start))));
    }
    if let Some(end) = before.end.filter(|end| *end < from) {
        return Err(Refused::because(format!("{} ends on {}", before.name, day::full(end))));
    }
    let since = since(&before);
    if from < since {
        return Err(Refused::because(format!(
            "the dosage was changed on {} already: change it from that day on, or from a later one",
            day::full(since)
        )));
    }
    let mut after = before.clone();
    (after.minutes, after.slots) = (new.minutes, new.slots.clone());
    after.times_a_week = times(&new.slots).unwrap_or(new.times_a_week);
    if same(&before, &after) {
        return Err(Refused::because(format!("{} is {} already", before.name, before.dosage())));
    }
    if from > since
        && let Some(until) = from.pred_opt()
    {
        after.earlier.push(Dosage {
            until,
            minutes: before.minutes,
            times_a_week: before.times_a_week,
            slots: before.slots.clone(),
        });
    }
    // Corrected back to what stood before, it was never changed.
    if from == since && after.earlier.last().is_some_and(|old| stood(old, &after)) {
        after.earlier.pop();
    }
    super::sound(&mut after)?;
    edit.put(Provision::school_key(id), after.clone().wrap())?;
    let gone = follow(edit, id, &after, (from, by.today))?;
    let mut warnings = fallen(&after, &gone);
    if (before.times_a_week, &before.slots) != (after.times_a_week, &after.slots) {
        warnings.extend(shared_anew(&after, from));
    }
    Ok(warnings)
}

/// The first day of the dosage that stands now.
pub fn since(provision: &Provision) -> NaiveDate {
    let last = provision.earlier.last().and_then(|old| old.until.succ_opt());
    last.map_or(provision.start, |first| first.max(provision.start))
}

/// How many times a week the days that are named make; `None` if none are.
pub(super) fn times(slots: &[Slot]) -> Option<u8> {
    (!slots.is_empty()).then(|| u8::try_from(slots.len()).unwrap_or(u8::MAX))
}

fn same(one: &Provision, other: &Provision) -> bool {
    (one.minutes, one.times_a_week, &one.slots) == (other.minutes, other.times_a_week, &other.slots)
}

fn stood(old: &Dosage, now: &Provision) -> bool {
    (old.minutes, old.times_a_week, &old.slots) == (now.minutes, now.times_a_week, &now.slots)
}

/// What is planned by hand from a day on, brought to a new dosage: minutes follow it, and what has no place in it goes. Gives
/// the days of what went. A session said to be missed after `today` is no more than a plan.
fn follow(
    edit: &mut Edit<'_>,
    id: RecordId,
    after: &Provision,
    (from, today): (NaiveDate, NaiveDate),
) -> Result<Vec<NaiveDate>, Refused> {
    let school = edit.school()?;
    let calendar = school.calendar_of(after.site);
    let mut gone: Vec<NaiveDate> = Vec::new();
    for row in edit.sessions_of(id)? {
        let origin = row.stands_for.unwrap_or(PlaceInDay { on: row.on, nth: row.nth });
        let plan = row.state == State::Planned || (row.on > today && row.state != State::Delivered);
        if !plan || origin.on < from {
            continue;
        }
        let Some(minutes) = minutes_at(after, calendar, origin) else {
            edit.delete(Session::school_key(row.id))?;
            gone.push(row.on);
            continue;
        };
        if let Some(held) = edit.session(row.id)?
            && held.minutes != minutes
        {
            let session = Session { minutes, ..held.value };
            edit.put(Session::school_key(row.id), session.wrap())?;
        }
    }
    Ok(gone)
}

/// Brings what is planned by hand to a dosage that was corrected.
pub(super) fn corrected(
    edit: &mut Edit<'_>,
    id: RecordId,
    before: &Provision,
    after: &Provision,
) -> Result<(), Refused> {
    if !same(before, after) {
        follow(edit, id, after, (since(after), NaiveDate::MAX))?;
    }
    Ok(())
}

fn minutes_at(provision: &Provision, calendar: &Calendar, place: PlaceInDay) -> Option<u16> {
    let of_day = planned(provision, calendar, Span { from: place.on, to: place.on });
    of_day.into_iter().find(|(one, _, _)| *one == place).map(|(_, _, minutes)| minutes)
}

/// An agreed cost has a share for every planned session: with more or fewer of them those of the past cost otherwise too.
fn shared_anew(provision: &Provision, from: NaiveDate) -> Option<String> {
    provision.cost_pence?;
    let until = provision.cost_until.or(provision.end).unwrap_or_else(|| year(provision.start).to);
    (from <= until).then(|| {
        format!(
            "{}: its agreed cost is shared anew over the sessions to {}, those before the change too",
            provision.name,
            day::full(until)
        )
    })
}

/// In words, which sessions planned by hand fell away.
fn fallen(provision: &Provision, days: &[NaiveDate]) -> Warnings {
    let said: Vec<String> = days.iter().map(|on| day::short(*on)).collect();
    if said.is_empty() {
        return Vec::new();
    }
    let name = &provision.name;
    vec![format!("{name}: what was moved or given to another adult is planned anew: {}", said.join(", "))]
}

/// The days of a form made to agree with its number of times: those that were changed count.
///
/// # Errors
/// The number alone was changed, where days are named.
pub(super) fn agree(before: &Provision, after: &mut Provision) -> Result<(), Refused> {
    let Some(times) = times(&after.slots) else { return Ok(()) };
    if after.slots == before.slots && after.times_a_week != before.times_a_week && after.times_a_week != times
    {
        return Err(Refused::because(format!(
            "{} times a week, but its days are {}: name the days",
            after.times_a_week,
            say_slots(&after.slots)
        )));
    }
    after.times_a_week = times;
    Ok(())
}

/// Refuses a correction that would plan the past anew where sessions were recorded by the old plan.
pub(super) fn no_silent_change(
    edit: &Edit<'_>,
    id: RecordId,
    before: &Provision,
    after: &Provision,
) -> Result<(), Refused> {
    if same(before, after) {
        return Ok(());
    }
    let since = since(before);
    let rows = edit.sessions_of(id)?;
    let under = rows.iter().filter(|row| row.state != State::Planned && row.on >= since).count();
    if under == 0 {
        return Ok(());
    }
    let verb = if under == 1 { "was" } else { "were" };
    Err(Refused::because(format!(
        "{} {verb} recorded at {}: “Change the dosage” changes it from a day on and leaves those",
        plural(i64::try_from(under).unwrap_or(i64::MAX), "session"),
        before.dosage()
    )))
}

/// Keeps recorded sessions inside a provision's days; what was only planned by hand outside them goes.
///
/// # Errors
/// A session was recorded outside, named with its day.
pub(super) fn within(edit: &mut Edit<'_>, id: RecordId, provision: &Provision) -> Result<(), Refused> {
    let outside = |row: &SessionRow| !provision.runs(row.on);
    let rows: Vec<SessionRow> = edit.sessions_of(id)?.into_iter().filter(outside).collect();
    if let Some(row) = rows.iter().find(|row| row.state != State::Planned) {
        return Err(Refused::because(format!(
            "a session of {} was recorded on {}, which would lie outside",
            provision.name,
            day::full(row.on)
        )));
    }
    for row in rows {
        edit.delete(Session::school_key(row.id))?;
    }
    Ok(())
}
