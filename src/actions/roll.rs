//! Rolling forward: at a term's end each provision goes on, goes on with another dosage, or ends; all as one change.
//!
//! Rule: the term that ends stays as it was. What was planned, recorded and spent in it is the same before and after; an
//! agreed cost covers what it was agreed for. What somebody else has moved meanwhile is refused, never overwritten.

use chrono::NaiveDate;

use super::provision::{NewDosage, change_dosage, end, place, put_place};
use super::{By, Warnings, pupil};
use crate::domain::calendar::Calendar;
use crate::domain::day;
use crate::domain::delivery::{Dosage, Span, planned};
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused};
use crate::views::roll::Turn;

/// How the journal and the screen call it.
pub const ACTION: &str = "Roll forward to the next term";

/// What becomes of a provision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goes {
    /// On to the end of the next term.
    On,
    /// On, with this dosage from the next term's first teaching day.
    OnWith(NewDosage),
    /// Not on: it ends with the term.
    Ends,
}

/// One provision that is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Which.
    pub provision: RecordId,
    /// Its last day as it was shown; `None` if it was open.
    pub seen: Option<NaiveDate>,
    /// What becomes of it.
    pub goes: Goes,
}

/// Carries out what was decided at the end of the term that `on` lies in or follows, as one change: all of it or none.
///
/// # Errors
/// Every refusal, each naming its provision: its last day was moved meanwhile, there is no next term, the dosage is the
/// same, a check or a session was recorded after the term. Nothing that would change; or the store fails.
pub fn roll(edit: &mut Edit<'_>, by: &By, on: NaiveDate, decided: &[Decided]) -> Result<Warnings, Refused> {
    let school = edit.school()?;
    let mut refusals: Vec<String> = Vec::new();
    let mut warnings: Warnings = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut changed = false;
    for one in decided {
        let Some(held) = edit.provision(one.provision)? else {
            refusals.push("a provision is no longer there".to_owned());
            continue;
        };
        let name = held.name.clone();
        if held.end != one.seen {
            refusals.push(format!("{name}: its last day was moved meanwhile, look at it again"));
            continue;
        }
        let calendar = school.calendar_of(held.site);
        let turn = Turn::at(&school.calendar, on).and_then(|turn| Turn::at(calendar, turn.term.end));
        let Some(turn) = turn else {
            refusals.push(format!("{name}: the calendar has no next term"));
            continue;
        };
        let done = match &one.goes {
            Goes::Ends => ends(edit, &held, &turn),
            Goes::On if held.end.is_none() => {
                open.push(name.clone());
                Ok(false)
            }
            Goes::On => goes_on(edit, held, &turn, calendar),
            Goes::OnWith(dosage) => goes_on(edit, held, &turn, calendar).and_then(|_| {
                warnings.extend(change_dosage(edit, by, one.provision, turn.first, dosage)?);
                Ok(true)
            }),
        };
        match done {
            Ok(some) => changed |= some,
            Err(Refused::Because(words)) if words.contains(&name) => refusals.push(words),
            Err(Refused::Because(words)) => refusals.push(format!("{name}: {words}")),
            Err(other) => return Err(other),
        }
    }
    if !refusals.is_empty() {
        return Err(Refused::because(refusals.join("; ")));
    }
    match open.as_slice() {
        [] => {}
        [one] => warnings.push(format!("{one} has no end and goes on as before")),
        [_, _] | [_, _, _] => warnings.push(format!("{} have no end and go on as before", open.join(", "))),
        many => warnings.push(format!("{} provisions have no end and go on as before", many.len())),
    }
    match changed {
        true => Ok(warnings),
        false if decided.is_empty() => Err(Refused::because("nothing is decided yet")),
        false => Err(Refused::because(format!(
            "nothing would change{}",
            warnings.first().map(|said| format!(": {said}")).unwrap_or_default()
        ))),
    }
}

/// Moves the last day to the end of the next term; whether that is another day. An open one stays open.
fn goes_on(
    edit: &mut Edit<'_>,
    held: Held<Provision>,
    turn: &Turn,
    calendar: &Calendar,
) -> Result<bool, Refused> {
    let Some(after) = carried(&held, turn, calendar) else { return Ok(false) };
    let (old, new) = (held.end, after.end);
    edit.put(Provision::school_key(held.id), after.wrap())?;
    for row in edit.places_of(held.id)?.into_iter().filter(|row| row.to == old) {
        let left = pupil(edit, row.who.pupil)?.left;
        // A pupil who leaves the school by then does not go on with the others.
        if left.is_some_and(|left| left <= turn.next.end) {
            continue;
        }
        let mut stays = place(edit, row.who.pupil, row.allocation)?.value;
        stays.to = new;
        put_place(edit, &row, stays)?;
    }
    Ok(true)
}

/// A provision that goes on to the end of the next term; `None` for one that does already, or is open.
///
/// Worked example: agreed at £240 to 11 December, a week before the term's end: it goes on to 25 March, the £240 covers what
/// was planned to 11 December, and between then and the first day of the next term no session is planned.
fn carried(before: &Provision, turn: &Turn, calendar: &Calendar) -> Option<Provision> {
    let old = before.end.filter(|end| *end < turn.next.end)?;
    let mut after = before.clone();
    if after.cost_pence.is_some() {
        after.cost_until.get_or_insert(old);
    }
    after.end = Some(turn.next.end);
    let pause = old.succ_opt().zip(turn.next.start.pred_opt());
    if let Some((from, to)) = pause.filter(|(from, to)| from <= to)
        && !planned(&after, calendar, Span { from, to }).is_empty()
    {
        // Nothing was planned there while it ended before, and a dosage of no sessions keeps it so.
        let stood = Dosage {
            until: old,
            minutes: before.minutes,
            times_a_week: before.times_a_week,
            slots: before.slots.clone(),
        };
        let none = Dosage { until: to, minutes: before.minutes, times_a_week: 0, slots: Vec::new() };
        after.earlier.extend([stood, none]);
    }
    Some(after)
}

/// Ends it with the term; whether that is another day. One that ended before stays so.
fn ends(edit: &mut Edit<'_>, held: &Held<Provision>, turn: &Turn) -> Result<bool, Refused> {
    if held.end.is_some_and(|end| end <= turn.term.end) {
        return Ok(false);
    }
    if held.start > turn.term.end {
        return Err(Refused::because(format!("{} starts only on {}", held.name, day::full(held.start))));
    }
    end(edit, held.id, turn.term.end, "")?;
    Ok(true)
}

#[cfg(test)]
mod tests;
