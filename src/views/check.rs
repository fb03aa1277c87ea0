//! The pupils of a group with all that is judged by at its 6-week check.
//!
//! Rule: how much of it a pupil really had stands beside what is judged. The sessions of the provision are read once, and
//! moving from pupil to pupil reads nothing.

use chrono::NaiveDate;

use super::provision::{ProvisionLine, one};
use crate::domain::code::{Decision, Outcome};
use crate::domain::day;
use crate::domain::delivery::{Span, Tally, occasions, of_pupil};
use crate::domain::ids::RecordId;
use crate::domain::measure::{Course, fault};
use crate::domain::provision::Provision;
use crate::domain::rows::{Look, PlaceRow};
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// One pupil's row in a group's check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckLine {
    /// The place.
    pub place: PlaceRow,
    /// The pupil's sessions so far.
    pub delivered: Tally,
    /// The last look; `None` if there was none.
    pub before: Option<Before>,
    /// What it should achieve for this pupil; may be empty.
    pub aim: String,
}

/// What was found and decided at the look before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// −2…+2.
    pub outcome: Outcome,
    /// Continue, change or stop.
    pub decision: Decision,
    /// All of it: "12 Oct: +1, 34, steady".
    pub words: String,
}

impl CheckLine {
    /// What was measured, with the figure that is being written: "34 → 41 ▁▄█ +7"; empty if there is none at all.
    pub fn course(&self, provision: &Provision, held: NaiveDate, now: &str) -> String {
        if now.trim().is_empty() {
            return Course::of(&self.place, provision).line(&self.place);
        }
        let mut place = self.place.clone();
        place.looks.push(Look { held, outcome: Outcome::AsHoped, measure: now.to_owned() });
        Course::of(&place, provision).line(&place)
    }

    /// What is wrong with the figure that is being written; `None` if nothing is.
    pub fn fault(&self, provision: &Provision, now: &str) -> Option<String> {
        fault(provision.scale, &self.place.entry, now, &provision.levels)
    }
}

/// "12 of 18 delivered (pupil away 4, trip 2), 67 %".
pub fn delivered(tally: &Tally) -> String {
    match tally.percent() {
        Some(percent) => format!("{}, {percent} %", tally.words()),
        None => tally.words(),
    }
}

/// A provision and its pupils who can be checked: those whose place lasts, or ended with no later look than its end.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn group(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    id: RecordId,
    today: NaiveDate,
) -> Result<Option<(ProvisionLine, Vec<CheckLine>)>, StoreError> {
    let Some(line) = one(snapshot, school, id, today)? else { return Ok(None) };
    let provision = &line.provision;
    let so_far = Span { from: provision.start, to: today };
    let sessions = snapshot.sessions_of(id)?;
    let all = occasions(provision, school.calendar_of(provision.site), &sessions, so_far);
    let mut rows = Vec::new();
    for place in line.open(today).filter(|place| place.from <= today) {
        let Some(file) = snapshot.pupil_file(place.who.pupil)? else { continue };
        let last = file.checks_of(place.allocation).next_back();
        if last.is_some_and(|last| place.to.is_some_and(|to| last.held >= to)) {
            continue;
        }
        let before = last.map(|check| {
            let parts = [check.outcome.sign(), check.measure.as_str(), check.word.as_str()];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Before {
                outcome: check.outcome,
                decision: check.decision,
                words: format!("{}: {}", day::near(check.held, today), parts.join(", ")),
            }
        });
        let held = file.allocations.iter().find(|held| held.id == place.allocation);
        let days = Span { from: place.from, to: place.to.unwrap_or(today) };
        rows.push(CheckLine {
            delivered: of_pupil(&all, place.who.pupil, days, today),
            place: place.clone(),
            before,
            aim: held.map(|held| held.aim.clone()).unwrap_or_default(),
        });
    }
    Ok(Some((line, rows)))
}
