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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::stage_check;
    use crate::actions::testing::{Lab, date};
    use crate::domain::case::Notice;
    use crate::domain::review::{Review, ReviewKind};
    use crate::domain::support::{Cycle, Speaker, Voice};

    fn done(lab: &Lab, id: crate::domain::ids::PupilId, on: &str) -> Vec<(&'static str, Option<NaiveDate>)> {
        of(&lab.file(id), date(on)).iter().map(|item| (item.duty.key, item.done())).collect()
    }

    #[test]
    fn what_is_on_file_needs_no_tick() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        assert!(done(&lab, id, "2026-11-21").is_empty(), "at no stage there are no duties");
        lab.at_stage(id, "K", "2026-09-14");
        lab.make(|edit, by| {
            let sent = Notice {
                sent: Some(date("2026-09-16")),
                ..Notice::decided(date("2026-09-14"), by.typed.clone())
            };
            edit.add(id, sent)?;
            let mut cycle = Cycle::began(date("2026-09-14"), "iep", by.typed.clone());
            cycle.parents.on = Some(date("2026-09-15"));
            cycle.agreed = Some(date("2026-09-21"));
            edit.add(id, cycle)?;
            let mut held =
                Review::planned(ReviewKind::WithParents, date("2026-07-01"), None, by.typed.clone());
            held.held = Some(date("2026-07-01"));
            edit.add(id, held)?;
            edit.add(id, Voice::said(date("2026-10-01"), Speaker::Pupil, by.typed.clone()))
        });
        lab.make(|edit, by| stage_check::tick(edit, by, id, ("K", "staff-told"), date("2026-09-22"), ""));
        let all = done(&lab, id, "2026-11-21");
        for (key, day) in [
            ("need", None),
            ("assess", Some("2026-09-15")),
            ("parents-told", Some("2026-09-16")),
            ("plan", Some("2026-09-21")),
            ("staff-told", Some("2026-09-22")),
            ("reviewed", None),
            ("pupil-heard", Some("2026-10-01")),
        ] {
            assert_eq!(all.iter().find(|(one, _)| *one == key).unwrap().1, day.map(date), "{key}");
        }
        let before = done(&lab, id, "2026-07-20");
        assert_eq!(before.iter().find(|(one, _)| *one == "reviewed").unwrap().1, Some(date("2026-07-01")));
        let items = lab.file(id);
        assert_eq!(count(&of(&items, date("2026-11-21"))), (5, 9));
    }

    #[test]
    fn a_stage_shows_the_duties_it_builds_on_but_none_of_the_whole_school() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "P", "2026-09-14");
        let keys: Vec<&str> = done(&lab, id, "2026-11-21").into_iter().map(|(key, _)| key).collect();
        assert!(keys.contains(&"iep") && keys.contains(&"advice") && keys.contains(&"care-plan"), "{keys:?}");
        assert!(!keys.contains(&"senco") && !keys.contains(&"governor"), "{keys:?}");
    }
}
