//! Stages: bring a pupil to one, take a pupil off the register, correct what was recorded.
//!
//! Rule: at most one time at a stage is open, and no two overlap. What cannot be is refused; what the census would miss
//! (K or E without a need) is saved with a warning, since the need is often settled later. Taking a pupil off ends the
//! needs the same day (N clears needs and the unit flags); the watch list keeps them: they are why the pupil is watched.
//! Coming onto the register begins the letter to the parents in the same edit, and at K the first cycle where none runs;
//! going off it closes a letter that is open and gives up the cycle. An import begins none: what a sheet says was decided
//! long ago.

use chrono::NaiveDate;

use super::pupil::{file, left_over};
use super::{By, Warnings, cycle, not_ahead};
use crate::domain::case::{Letter, Notice};
use crate::domain::code::SenCode;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, PupilId, RecordId};
use crate::domain::pupil::{Need, StageSpan};
use crate::domain::record::{Record, Recorded};
use crate::domain::stage::{self, Stage};
use crate::domain::support::Cycle;
use crate::store::{Edit, Refused};

/// A change of stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The stage's code; `None` takes the pupil off the register and the watch list.
    pub to: Option<String>,
    /// A census code set apart from the stage's own; `None` for the stage's own.
    pub census: Option<SenCode>,
    /// The first day at the new stage, or the first day at none.
    pub from: NaiveDate,
    /// Why; may be empty.
    pub reason: String,
}

/// The stage with this code.
fn known(code: &str) -> Result<&'static Stage, Refused> {
    stage::find(code).ok_or_else(|| Refused::because(format!("there is no stage “{code}”")))
}

fn on_register(code: &str) -> bool {
    stage::find(code).is_some_and(|stage| stage.on_register)
}

/// Begins the letter that tells parents of SEN support when a pupil comes onto the register, and the first cycle at K; closes
/// the letter and gives up the cycle when they go off. What was decided before the school asked for anything is history.
fn letter(
    edit: &mut Edit<'_>,
    by: &By,
    file: &PupilFile,
    (was, now): (bool, bool),
    (census, from): (SenCode, NaiveDate),
) -> Result<(), Refused> {
    if was && !now {
        let begins = |notice: &&Held<Notice>| notice.letter == Letter::Begins && notice.ended().is_none();
        for held in file.notices.iter().filter(begins) {
            let closed = Notice { closed: Some(from.max(held.decided)), ..held.value.clone() };
            edit.put(Notice::key(file.id, held.id), closed.wrap())?;
        }
        cycle::follow::drop_all(edit, by, file.id, from)?;
    }
    if !was && now && edit.school()?.settings.clock_from.is_none_or(|asks| asks <= from) {
        edit.add(file.id, Notice::decided(from, by.typed.clone()))?;
        if census == SenCode::K {
            cycle::follow::first(edit, by, file.id, from)?;
        }
    }
    Ok(())
}

/// A stage's name for messages; the code itself where the set does not have it.
pub fn label(code: &str) -> &str {
    stage::find(code).map_or(code, |stage| stage.label)
}

fn none_yet(span: &StageSpan, file: &PupilFile) -> Option<String> {
    (span.census != SenCode::N && file.open_needs().next().is_none())
        .then(|| format!("no need is recorded for {}: the census asks for a main need", file.pupil.name()))
}

/// Changes the stage: the open time at a stage ends the day before. A change on the day that the open stage began
/// corrects it in place. A pupil who stands there already stays as they are, which is said.
///
/// # Errors
/// The pupil has left, the stage is not known, the day lies ahead or before what is recorded, or there is no stage to
/// take away.
pub fn change(edit: &mut Edit<'_>, by: &By, id: PupilId, change: &Change) -> Result<Warnings, Refused> {
    let file = file(edit, id)?;
    let name = file.pupil.name();
    not_ahead(change.from, by, "the first day")?;
    if let Some(left) = file.pupil.left {
        return Err(Refused::because(format!("{name} left on {}: bring them back first", day::full(left))));
    }
    if let Some(born) = file.pupil.born
        && change.from < born
    {
        return Err(Refused::because(format!("{name} was born only on {}", day::full(born))));
    }
    let open = file.stage();
    if let Some(open) = open
        && change.from < open.from
    {
        return Err(Refused::because(format!(
            "{name} stands at {} since {}: give a day after it, or correct that one",
            label(&open.stage),
            day::full(open.from)
        )));
    }
    match &change.to {
        Some(code) => to_stage(edit, by, &file, open, known(code)?, change),
        None => off(edit, by, &file, open, change),
    }
}

fn to_stage(
    edit: &mut Edit<'_>,
    by: &By,
    file: &PupilFile,
    open: Option<&Held<StageSpan>>,
    stage: &Stage,
    change: &Change,
) -> Result<Warnings, Refused> {
    let name = file.pupil.name();
    let set = stage::set_of(stage.code);
    let usual = set.map_or(stage.census, |set| set.census(stage, open.map(|open| open.census)));
    let span = StageSpan {
        stage: stage.code.to_owned(),
        census: change.census.unwrap_or(usual),
        from: change.from,
        to: None,
        reason: change.reason.trim().to_owned(),
        original: String::new(),
        typed: by.typed.clone(),
    };
    match open {
        Some(open) if (&open.stage, open.census) == (&span.stage, span.census) => {
            return Ok(vec![format!("{name} is at {} already, since {}", stage.label, day::full(open.from))]);
        }
        Some(open) if open.from == change.from => {
            edit.put(StageSpan::key(file.id, open.id), span.clone().wrap())?;
        }
        Some(open) => {
            close(edit, file.id, open, change.from)?;
            edit.add(file.id, span.clone())?;
        }
        None => {
            if let Some(last) =
                file.stages.iter().rev().find(|last| last.to.is_some_and(|to| to >= change.from))
            {
                return Err(Refused::because(overlaps(last)));
            }
            edit.add(file.id, span.clone())?;
        }
    }
    if span.census == SenCode::N {
        clear_flags(edit, file)?;
    }
    let was = open.is_some_and(|open| on_register(&open.stage));
    letter(edit, by, file, (was, stage.on_register), (span.census, change.from))?;
    Ok(none_yet(&span, file)
        .into_iter()
        .chain(no_plan(&span, file))
        .chain(kept(&span, stage, change, file))
        .collect())
}

/// What is said of a layer whose usual census code is not the one that the pupil keeps.
fn kept(span: &StageSpan, stage: &Stage, change: &Change, file: &PupilFile) -> Option<String> {
    (change.census.is_none() && span.census != stage.census).then(|| {
        format!(
            "{} keeps the census code {}; it changes only when you say so",
            file.pupil.name(),
            span.census.code()
        )
    })
}

/// What is said of a stage with a plan while no plan is on file: nothing would ask for its annual review.
fn no_plan(span: &StageSpan, file: &PupilFile) -> Option<String> {
    (span.census == SenCode::E && file.plan().is_none()).then(|| {
        format!(
            "no EHC plan is on file for {}: begin it as a case, its annual review is counted from its date",
            file.pupil.name()
        )
    })
}

fn off(
    edit: &mut Edit<'_>,
    by: &By,
    file: &PupilFile,
    open: Option<&Held<StageSpan>>,
    change: &Change,
) -> Result<Warnings, Refused> {
    let Some(open) = open else {
        return Err(Refused::because(format!("{} is at no stage", file.pupil.name())));
    };
    let last = close(edit, file.id, open, change.from)?;
    let reason = change.reason.trim();
    if !reason.is_empty() {
        // A time at no stage has no record: the reason stands with the stage that ended.
        let mut span = open.value.clone();
        span.to = Some(last);
        span.reason = [span.reason.trim_end_matches('.'), &format!("Ended: {reason}")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(". ");
        edit.put(StageSpan::key(file.id, open.id), span.wrap())?;
    }
    for held in file.open_needs() {
        let mut need = held.value.clone();
        need.to = Some(need.from.map_or(last, |from| from.max(last)));
        edit.put(Need::key(file.id, held.id), need.wrap())?;
    }
    clear_flags(edit, file)?;
    letter(edit, by, file, (on_register(&open.stage), false), (SenCode::N, change.from))?;
    Ok(left_over(file, change.from).into_iter().collect())
}

/// Ends the open time at a stage the day before `next`, but never before it began. Says which day that is.
fn close(
    edit: &mut Edit<'_>,
    id: PupilId,
    open: &Held<StageSpan>,
    next: NaiveDate,
) -> Result<NaiveDate, Refused> {
    let last = next.pred_opt().unwrap_or(next).max(open.from);
    let mut ended = open.value.clone();
    ended.to = Some(last);
    edit.put(StageSpan::key(id, open.id), ended.wrap())?;
    Ok(last)
}

/// N clears the census flags of units and resourced provision.
fn clear_flags(edit: &mut Edit<'_>, file: &PupilFile) -> Result<(), Refused> {
    if !file.pupil.sen_unit && !file.pupil.resourced {
        return Ok(());
    }
    let mut pupil = file.pupil.value.clone();
    pupil.sen_unit = false;
    pupil.resourced = false;
    edit.put(Key::profile(file.id), pupil.wrap())
}

/// Corrects a recorded time at a stage: its stage, census code, dates or reason.
///
/// # Errors
/// Fields that two people changed; a stage that is not known; days that lie ahead, end before they begin, or overlap
/// another time at a stage.
pub fn correct(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    span: RecordId,
    base: &StageSpan,
    mine: StageSpan,
) -> Result<Warnings, Refused> {
    let key = StageSpan::key(id, span);
    let merged = edit.merge(key, &Record::StageSpan(base.clone()), Record::StageSpan(mine))?;
    let Some(mut now) = StageSpan::unwrap(merged) else {
        return Err(Refused::because("this stage is no longer on file"));
    };
    let file = file(edit, id)?;
    known(&now.stage)?;
    now.reason = now.reason.trim().to_owned();
    not_ahead(now.from, by, "the first day")?;
    if let Some(to) = now.to {
        not_ahead(to, by, "the last day")?;
        if to < now.from {
            return Err(Refused::because(format!(
                "the last day, {}, comes before the first, {}",
                day::full(to),
                day::full(now.from)
            )));
        }
    }
    for other in file.stages.iter().filter(|other| other.id != span) {
        let apart = other.to.is_some_and(|to| to < now.from) || now.to.is_some_and(|to| to < other.from);
        if !apart {
            return Err(Refused::because(overlaps(other)));
        }
    }
    let open = now.to.is_none();
    edit.put(key, now.clone().wrap())?;
    if let Some(before) = file.stages.iter().find(|held| held.id == span) {
        correct_letter(edit, by, &file, before, &now)?;
    }
    if open && now.census == SenCode::N {
        clear_flags(edit, &file)?;
    }
    Ok(none_yet(&now, &file).filter(|_| open).into_iter().collect())
}

/// Keeps the letter and the first cycle in step with the stage that began them: their day moves with the first day while
/// nothing was sent or agreed, and a stage that turns out not to be, or to be, on the register ends or begins them.
fn correct_letter(
    edit: &mut Edit<'_>,
    by: &By,
    file: &PupilFile,
    before: &Held<StageSpan>,
    now: &StageSpan,
) -> Result<(), Refused> {
    let (was, is) = (on_register(&before.stage), on_register(&now.stage));
    if was && is {
        if before.from == now.from {
            return Ok(());
        }
        let waits = |notice: &&Held<Notice>| notice.letter == Letter::Begins && notice.sent.is_none();
        for held in file.notices.iter().filter(waits).filter(|notice| notice.decided == before.from) {
            let notice = Notice { decided: now.from, ..held.value.clone() };
            edit.put(Notice::key(file.id, held.id), notice.wrap())?;
        }
        let first = |cycle: &&Held<Cycle>| cycle.began == before.from && cycle.agreed.is_none();
        for held in file.cycles.iter().filter(first).filter(|cycle| cycle.ended().is_none()) {
            let cycle = Cycle { began: now.from, ..held.value.clone() };
            edit.put(Cycle::key(file.id, held.id), cycle.wrap())?;
        }
        return Ok(());
    }
    // A time that has ended is history, and one that follows another on the register began nothing.
    let follows = file.stages.iter().any(|other| {
        other.id != before.id
            && on_register(&other.stage)
            && other.to.is_some_and(|to| to.succ_opt() == Some(now.from))
    });
    if now.to.is_some() || follows {
        return Ok(());
    }
    letter(edit, by, file, (was, is), (now.census, now.from))
}

fn overlaps(other: &StageSpan) -> String {
    match other.to {
        Some(to) => format!(
            "it would overlap {}, from {} to {}",
            label(&other.stage),
            day::full(other.from),
            day::full(to)
        ),
        None => format!("it would overlap {}, since {}", label(&other.stage), day::full(other.from)),
    }
}

#[cfg(test)]
mod tests;
