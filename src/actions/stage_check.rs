//! Ticks on the checklist of a stage: a duty is done for a pupil since a day.
//!
//! Rule: a tick is taken back by undo alone; what was ticked by mistake gets its right day. What the file proves by itself needs
//! no tick, and a tick beside it does no harm.

use chrono::NaiveDate;

use super::{By, not_ahead, pupil};
use crate::domain::day;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::record::{Record, Recorded};
use crate::domain::stage;
use crate::domain::support::StageCheck;
use crate::store::{Edit, Refused};

/// Ticks a duty of a stage as done.
///
/// # Errors
/// There is no such duty, it is the whole school's, it is ticked already, the day lies ahead, or the store fails.
pub fn tick(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    (code, item): (&str, &str),
    done: NaiveDate,
    note: &str,
) -> Result<RecordId, Refused> {
    let who = pupil(edit, id)?;
    not_ahead(done, by, "the day")?;
    let duty = stage::find(code).and_then(|stage| stage.duties.iter().find(|duty| duty.key == item));
    if duty.is_none_or(|duty| duty.whole_school) {
        return Err(Refused::because("no such duty stands on a pupil's list"));
    }
    let ticked =
        edit.list::<StageCheck>(id)?.into_iter().find(|tick| tick.stage == code && tick.item == item);
    if let Some(ticked) = ticked {
        return Err(Refused::because(format!(
            "it is ticked for {} since {}",
            who.name(),
            day::full(ticked.done)
        )));
    }
    let tick = StageCheck {
        stage: code.to_owned(),
        item: item.to_owned(),
        done,
        note: note.trim().to_owned(),
        typed: by.typed.clone(),
    };
    edit.add(id, tick)
}

/// Corrects a tick: its day or its note.
///
/// # Errors
/// Fields that two people changed, a day that lies ahead, a tick that is gone, or the store fails.
pub fn correct(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    tick: RecordId,
    base: &StageCheck,
    mine: StageCheck,
) -> Result<(), Refused> {
    let key = StageCheck::key(id, tick);
    let merged = edit.merge(key, &Record::StageCheck(base.clone()), Record::StageCheck(mine))?;
    let Some(mut now) = StageCheck::unwrap(merged) else {
        return Err(Refused::because("this tick is no longer on file"));
    };
    now.note = now.note.trim().to_owned();
    not_ahead(now.done, by, "the day")?;
    edit.put(key, now.wrap())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};

    #[test]
    fn a_duty_is_ticked_once_and_corrected() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        let duty = ("A", "equipment");
        let id = lab.make(|edit, by| tick(edit, by, ama, duty, date("2026-11-03"), " a slope "));
        assert_eq!(lab.file(ama).stage_checks[0].note, "a slope");
        for (duty, day, words) in [
            (duty, "2026-11-04", "it is ticked for Ama Otter since Tue 3 Nov 2026"),
            (("A", "differentiate"), "2026-11-22", "lies ahead"),
            (("B", "senco"), "2026-11-03", "no such duty"),
            (("A", "banana"), "2026-11-03", "no such duty"),
        ] {
            let refused = lab.try_make(|edit, by| tick(edit, by, ama, duty, date(day), "")).unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
        let base = lab.file(ama).stage_checks[0].value.clone();
        let mine = StageCheck { done: date("2026-11-10"), ..base.clone() };
        lab.make(|edit, by| correct(edit, by, ama, id, &base, mine.clone()));
        assert_eq!(lab.file(ama).stage_checks[0].done, date("2026-11-10"));
    }
}
