//! Stages: bring a pupil to one, take a pupil off the register, correct what was recorded.
//!
//! Rule: at most one time at a stage is open, and no two overlap. What cannot be is refused; what the census would miss
//! (K or E without a need) is saved with a warning, since the need is often settled later. Taking a pupil off ends the
//! needs the same day (N clears needs and the unit flags); the watch list keeps them: they are why the pupil is watched.

use chrono::NaiveDate;

use super::pupil::{file, left_over};
use super::{By, Warnings, not_ahead};
use crate::domain::code::SenCode;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, PupilId, RecordId};
use crate::domain::pupil::{Need, StageSpan};
use crate::domain::record::{Record, Recorded};
use crate::domain::stage::{self, Stage};
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
        None => off(edit, &file, open, change),
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
    let span = StageSpan {
        stage: stage.code.to_owned(),
        census: change.census.unwrap_or(stage.census),
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
    Ok(none_yet(&span, file).into_iter().collect())
}

fn off(
    edit: &mut Edit<'_>,
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
    if open && now.census == SenCode::N {
        clear_flags(edit, &file)?;
    }
    Ok(none_yet(&now, &file).filter(|_| open).into_iter().collect())
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
mod tests {
    use super::*;
    use crate::actions::need;
    use crate::actions::testing::{Lab, date};
    use crate::domain::code::SenType;

    fn to(stage: &str, from: &str) -> Change {
        let to = (!stage.is_empty()).then(|| stage.to_owned());
        Change { to, census: None, from: date(from), reason: "as agreed".into() }
    }

    fn said(lab: &Lab, id: PupilId) -> Vec<String> {
        let end = |span: &StageSpan| span.to.map(day::iso).unwrap_or_default();
        let one = |span: &Held<StageSpan>| {
            format!("{} {} {}..{}", span.stage, span.census.code(), day::iso(span.from), end(span))
        };
        lab.file(id).stages.iter().map(one).collect()
    }

    #[test]
    fn stages_follow_each_other_without_gap_or_overlap() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        for (stage, from, expected) in [
            ("W", "2025-09-08", vec!["W N 2025-09-08.."]),
            ("K", "2026-01-12", vec!["W N 2025-09-08..2026-01-11", "K K 2026-01-12.."]),
            // The same day again: a correction.
            ("KA", "2026-01-12", vec!["W N 2025-09-08..2026-01-11", "KA K 2026-01-12.."]),
            (
                "E",
                "2026-09-01",
                vec!["W N 2025-09-08..2026-01-11", "KA K 2026-01-12..2026-08-31", "E E 2026-09-01.."],
            ),
        ] {
            lab.make(|edit, by| change(edit, by, id, &to(stage, from)));
            assert_eq!(said(&lab, id), expected, "{stage} {from}");
        }
        lab.undo();
        assert_eq!(said(&lab, id), ["W N 2025-09-08..2026-01-11", "KA K 2026-01-12.."]);
    }

    #[test]
    fn a_census_code_may_be_set_apart() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let apart = Change { census: Some(SenCode::E), ..to("KA", "2026-09-01") };
        lab.make(|edit, by| change(edit, by, id, &apart));
        assert_eq!(said(&lab, id), ["KA E 2026-09-01.."]);
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let words = lab.try_make(|edit, by| change(edit, by, id, &to("", "2026-11-01"))).unwrap_err();
        assert_eq!(words, "Ama Otter is at no stage");
        lab.at_stage(id, "K", "2026-09-01");
        for (stage, from, says) in [
            ("E", "2026-08-31", "Ama Otter stands at SEN support since Tue 1 Sep 2026: give a day after it"),
            ("E", "2026-11-22", "the first day Sun 22 Nov 2026 lies ahead"),
            ("X", "2026-11-01", "there is no stage “X”"),
        ] {
            let words = lab.try_make(|edit, by| change(edit, by, id, &to(stage, from))).unwrap_err();
            assert!(words.contains(says), "{words}");
        }
        lab.make(|edit, by| change(edit, by, id, &to("", "2026-10-01")));
        let words = lab.try_make(|edit, by| change(edit, by, id, &to("K", "2026-09-30"))).unwrap_err();
        assert!(
            words.contains("it would overlap SEN support, from Tue 1 Sep 2026 to Wed 30 Sep 2026"),
            "{words}"
        );
        assert_eq!(said(&lab, id), ["K K 2026-09-01..2026-09-30"]);
    }

    #[test]
    fn a_pupil_who_stands_there_already_stays_so() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2026-09-01");
        let warnings = lab.make(|edit, by| change(edit, by, id, &to("K", "2026-11-01")));
        assert_eq!(warnings, ["Ama Otter is at SEN support already, since Tue 1 Sep 2026"]);
        assert_eq!(said(&lab, id), ["K K 2026-09-01.."]);
    }

    #[test]
    fn k_or_e_without_a_need_is_saved_with_a_warning() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let warnings = lab.make(|edit, by| change(edit, by, id, &to("W", "2026-01-01")));
        assert!(warnings.is_empty());
        let warnings = lab.make(|edit, by| change(edit, by, id, &to("K", "2026-09-01")));
        assert_eq!(warnings, ["no need is recorded for Ama Otter: the census asks for a main need"]);
        lab.make(|edit, by| need::add(edit, by, id, &need::New::of(SenType::Slcn)));
        let warnings = lab.make(|edit, by| change(edit, by, id, &to("E", "2026-11-01")));
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    #[test]
    fn taking_a_pupil_off_ends_the_needs_and_keeps_the_history() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2025-09-01");
        lab.make(|edit, by| need::add(edit, by, id, &need::New::of(SenType::Slcn)));
        let base = lab.file(id).pupil.value;
        lab.make(|edit, _| {
            let flagged = crate::domain::pupil::Pupil { sen_unit: true, resourced: true, ..base.clone() };
            edit.put(Key::profile(id), flagged.wrap())
        });
        let lexia = lab.provision("Lexia", "2026-09-01");
        lab.allocation(id, lexia, "2026-09-07", None);
        let warnings = lab.make(|edit, by| change(edit, by, id, &to("", "2026-11-02")));
        assert_eq!(warnings, ["Ama Otter still has 1 provision agreed"]);
        let file = lab.file(id);
        assert_eq!(file.stage(), None);
        assert_eq!(file.stages[0].to, Some(date("2026-11-01")));
        assert_eq!(file.stages[0].reason, "Ended: as agreed");
        assert_eq!(file.needs[0].to, Some(date("2026-11-01")));
        assert!(!file.pupil.sen_unit && !file.pupil.resourced);
        lab.undo();
        let file = lab.file(id);
        assert!(file.stage().is_some() && file.open_needs().count() == 1 && file.pupil.sen_unit);
    }

    #[test]
    fn a_move_to_the_watch_list_keeps_the_needs() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2025-09-01");
        lab.make(|edit, by| need::add(edit, by, id, &need::New::of(SenType::Slcn)));
        lab.make(|edit, by| change(edit, by, id, &to("W", "2026-11-02")));
        assert_eq!(lab.file(id).open_needs().count(), 1);
    }

    #[test]
    fn a_time_at_a_stage_is_corrected_but_never_made_to_overlap() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "W", "2025-09-08");
        lab.at_stage(id, "K", "2026-01-12");
        let file = lab.file(id);
        let (watch, support) = (&file.stages[0], &file.stages[1]);
        let cases = [
            (
                watch,
                StageSpan { to: Some(date("2026-01-12")), ..watch.value.clone() },
                "overlap SEN support, since",
            ),
            (watch, StageSpan { to: None, ..watch.value.clone() }, "overlap SEN support"),
            (
                watch,
                StageSpan { to: Some(date("2025-09-01")), ..watch.value.clone() },
                "comes before the first",
            ),
            (
                support,
                StageSpan { from: date("2026-01-11"), ..support.value.clone() },
                "overlap Watch list, from",
            ),
            (support, StageSpan { from: date("2027-01-11"), ..support.value.clone() }, "lies ahead"),
            (support, StageSpan { stage: "X".into(), ..support.value.clone() }, "no stage “X”"),
        ];
        for (held, mine, says) in cases {
            let words = lab
                .try_make(|edit, by| correct(edit, by, id, held.id, &held.value, mine.clone()))
                .unwrap_err();
            assert!(words.contains(says), "{words}");
        }
        let mine = StageSpan { to: Some(date("2025-12-19")), ..watch.value.clone() };
        lab.make(|edit, by| correct(edit, by, id, watch.id, &watch.value, mine.clone()));
        let mine = StageSpan { from: date("2026-01-05"), ..support.value.clone() };
        lab.make(|edit, by| correct(edit, by, id, support.id, &support.value, mine.clone()));
        assert_eq!(said(&lab, id), ["W N 2025-09-08..2025-12-19", "K K 2026-01-05.."]);
        lab.undo();
        assert_eq!(said(&lab, id), ["W N 2025-09-08..2025-12-19", "K K 2026-01-12.."]);
    }
}
