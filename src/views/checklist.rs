//! The checklist of a pupil's stage: each duty with how it is known to be done.
//!
//! Rule: what the file proves is done without a tick, and a tick is never needed for it; what is missing is pointed out and never
//! counted as late, since a stage's list has no clock. Duties of the whole school stand on no pupil's list.

use chrono::NaiveDate;

use crate::domain::file::PupilFile;
use crate::domain::ids::Held;
use crate::domain::stage::{self, Stage, StageDuty};
use crate::domain::support::StageCheck;

/// One duty of the pupil's stage.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The stage whose duty it is: the pupil's own, or one that it builds on.
    pub stage: &'static Stage,
    /// The duty.
    pub duty: &'static StageDuty,
    /// The tick; `None` if there is none.
    pub tick: Option<&'a Held<StageCheck>>,
    /// The day the file proves it done; `None` if it does not.
    pub proved: Option<NaiveDate>,
}

impl Item<'_> {
    /// The day since when it is done: as the file proves it, else as it was ticked. `None` if it is not.
    pub fn done(&self) -> Option<NaiveDate> {
        self.proved.or(self.tick.map(|tick| tick.done))
    }
}

/// The duties of the stage at which the pupil stands, as seen on this day; none at no stage, or for a leaver.
pub fn of(file: &PupilFile, on: NaiveDate) -> Vec<Item<'_>> {
    let stage = file.stage().and_then(|span| stage::find(&span.stage)).filter(|_| file.pupil.left.is_none());
    let Some(stage) = stage else { return Vec::new() };
    let duties = stage.all_duties().into_iter().filter(|(_, duty)| !duty.whole_school);
    let item = |(stage, duty): (&'static Stage, &'static StageDuty)| {
        let tick =
            file.stage_checks.iter().rev().find(|tick| tick.stage == stage.code && tick.item == duty.key);
        Item { stage, duty, tick, proved: duty.proof.day(file, on) }
    };
    duties.map(item).collect()
}

/// How many are done, of how many.
pub fn count(items: &[Item<'_>]) -> (usize, usize) {
    (items.iter().filter(|item| item.done().is_some()).count(), items.len())
}
