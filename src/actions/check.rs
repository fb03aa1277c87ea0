//! Impact checks: the look at an allocation, for one pupil or a whole group in one step.

use chrono::NaiveDate;

use super::{By, not_ahead};
use crate::domain::code::{Decision, Outcome};
use crate::domain::day;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::provision::{Allocation, ImpactCheck};
use crate::domain::record::Recorded;
use crate::duties::{self, interventions};
use crate::store::{Edit, Refused};

/// One pupil's check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whose.
    pub pupil: PupilId,
    /// The allocation that was looked at.
    pub allocation: RecordId,
    /// The day of the look.
    pub held: NaiveDate,
    /// −2…+2 against what was hoped.
    pub outcome: Outcome,
    /// The measure on that day; may be empty.
    pub measure: String,
    /// In a word or two; may be empty.
    pub word: String,
    /// Continue, change or stop. Stop ends the allocation on that day, and the measure is the exit measure.
    pub decision: Decision,
}

/// Records a check.
///
/// # Errors
/// The allocation had ended by that day or is not there, the day lies ahead or before the pupil began, or the store fails.
pub fn record(edit: &mut Edit<'_>, by: &By, input: &Checked) -> Result<(), Refused> {
    not_ahead(input.held, by, "the check on")?;
    let Some(file) = edit.pupil_file(input.pupil)? else {
        return Err(Refused::because("this pupil is no longer on file"));
    };
    let name = file.pupil.name();
    let Some(held) = file.allocations.iter().find(|allocation| allocation.id == input.allocation) else {
        return Err(Refused::because(format!("{name} is no longer in this provision")));
    };
    let school = edit.school()?;
    let ground = duties::ground(&file, &school);
    // A block that ends before the rule's next date is looked at as it ends.
    let due = match (interventions::next_check(&file, held, &ground), held.to) {
        (Some((due, _)), _) => due,
        (None, Some(to)) if input.held <= to => to,
        _ => return Err(Refused::because(format!("{name} has already left this provision"))),
    };
    if input.held < held.from {
        return Err(Refused::because(format!("{name} began only on {}", day::full(held.from))));
    }
    let last = file.checks_of(held.id).next_back();
    if let Some(last) = last
        && input.held <= last.held
    {
        return Err(Refused::because(format!(
            "a check of {name} on {} is already recorded by {}",
            day::full(last.held),
            last.typed.by
        )));
    }
    let mut allocation = held.value.clone();
    allocation.check_on = None;
    if input.decision == Decision::Stop {
        allocation.to = Some(input.held);
        if !input.measure.trim().is_empty() {
            input.measure.trim().clone_into(&mut allocation.exit);
        }
    }
    let check = ImpactCheck {
        allocation: input.allocation,
        due,
        held: input.held,
        outcome: input.outcome,
        measure: input.measure.trim().to_owned(),
        word: input.word.trim().to_owned(),
        decision: input.decision,
        typed: by.typed.clone(),
    };
    edit.add(input.pupil, check)?;
    edit.put(Allocation::key(input.pupil, input.allocation), allocation.wrap())
}
