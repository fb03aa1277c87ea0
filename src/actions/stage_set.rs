//! Going over to another set of stages, for the whole school at once.
//!
//! Rule: one edit, which one undo takes back. For each pupil at a stage the time there ends on the eve of the day and one at the
//! new stage begins; a time that began on the day or after it takes the new stage in place. Closed times keep their codes, and
//! everybody keeps the census code. No letter and no cycle begins or ends by it: it is a change of words.

use chrono::NaiveDate;

use super::{By, not_ahead};
use crate::domain::ids::{Held, PupilId};
use crate::domain::pupil::StageSpan;
use crate::domain::record::Recorded;
use crate::domain::school::SchoolFile;
use crate::domain::stage::Stage;
use crate::store::{Edit, Refused};
use crate::views::stage_set::{Plan, Rehearsal, rehearse};

/// What the journal calls it.
pub const ACTION: &str = "Change the stage set";

/// Goes over to the set of the plan. Says what was done, as the rehearsal would.
///
/// # Errors
/// The day lies ahead, the set is in force with nobody left to bring over, or the store fails.
pub fn change(edit: &mut Edit<'_>, by: &By, plan: &Plan) -> Result<Rehearsal, Refused> {
    not_ahead(plan.from, by, "the first day")?;
    let school = edit.school()?;
    let rehearsal = rehearse(edit, &school, plan)?;
    if rehearsal.now == plan.set && rehearsal.count() == 0 {
        return Err(Refused::because(format!("“{}” is the stage set already", plan.set.label)));
    }
    let reason = format!("The school went over to the stages of the {}", in_words(plan.set.label));
    for going in &rehearsal.going {
        for pupil in &going.pupils {
            bring(edit, by, pupil.who.pupil, going.to, plan.from, &reason)?;
        }
    }
    let mut settings = school.settings.value;
    settings.stage_set = plan.set.code.to_owned();
    edit.put(SchoolFile::settings_key(), settings.wrap())?;
    Ok(rehearsal)
}

/// "Code of 2015" stays; "Draft of 2026" stands within a sentence.
fn in_words(label: &str) -> String {
    label.replacen("Draft", "draft", 1)
}

fn bring(
    edit: &mut Edit<'_>,
    by: &By,
    pupil: PupilId,
    to: &Stage,
    from: NaiveDate,
    reason: &str,
) -> Result<(), Refused> {
    let spans = edit.list::<StageSpan>(pupil)?;
    let open = spans.iter().filter(|span| span.to.is_none()).max_by_key(|span| (span.from, span.id));
    let Some(Held { id, value: open, .. }) = open else { return Ok(()) };
    let next = StageSpan { stage: to.code.to_owned(), ..open.clone() };
    match from.pred_opt().filter(|eve| open.from <= *eve) {
        Some(eve) => {
            let ended = StageSpan { to: Some(eve), ..open.clone() };
            edit.put(StageSpan::key(pupil, *id), ended.wrap())?;
            let next = StageSpan {
                from,
                reason: reason.to_owned(),
                original: String::new(),
                typed: by.typed.clone(),
                ..next
            };
            edit.add(pupil, next)?;
        }
        None => edit.put(StageSpan::key(pupil, *id), next.wrap())?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::case::Notice;
    use crate::domain::code::SenCode;

    fn plan(set: &str, from: &str) -> Plan {
        Plan::told(set, date(from), &[]).unwrap()
    }

    fn spans(lab: &Lab, id: PupilId) -> Vec<(String, SenCode, NaiveDate, Option<NaiveDate>)> {
        lab.file(id).stages.iter().map(|s| (s.stage.clone(), s.census, s.from, s.to)).collect()
    }

    #[test]
    fn everybody_at_a_stage_goes_over_and_one_undo_brings_them_back() {
        let mut lab = Lab::new();
        let (ama, ben, cat, dot) = (
            lab.pupil("Ama", "Otter"),
            lab.pupil("Ben", "Quill"),
            lab.pupil("Cat", "Reed"),
            lab.pupil("Dot", "Sedge"),
        );
        lab.at_stage(ama, "W", "2025-09-08");
        lab.at_stage(ama, "K", "2026-01-12");
        lab.at_stage(ben, "E", "2026-11-16");
        lab.at_stage(cat, "KA", "2026-11-20");
        let before: Vec<_> = [ama, ben, cat, dot].map(|id| lab.file(id)).into();
        let done = lab.make(|edit, by| change(edit, by, &plan("2026-draft", "2026-11-16")));
        assert_eq!(done.count(), 3);
        let d = date;
        assert_eq!(
            spans(&lab, ama),
            [
                ("W".into(), SenCode::N, d("2025-09-08"), Some(d("2026-01-11"))),
                ("K".into(), SenCode::K, d("2026-01-12"), Some(d("2026-11-15"))),
                ("T".into(), SenCode::K, d("2026-11-16"), None),
            ]
        );
        assert_eq!(
            spans(&lab, ben),
            [("SP".into(), SenCode::E, d("2026-11-16"), None)],
            "on the day: in place"
        );
        assert_eq!(
            spans(&lab, cat),
            [("TP".into(), SenCode::K, d("2026-11-20"), None)],
            "after it: in place"
        );
        assert!(lab.file(dot).stages.is_empty());
        assert!(lab.file(ama).notices.is_empty(), "no letter begins");
        let school = lab.store.read(|view| view.school()).unwrap();
        assert_eq!(school.settings.stage_set, "2026-draft");
        let again = lab.try_make(|edit, by| change(edit, by, &plan("2026-draft", "2026-11-20")));
        assert_eq!(again.unwrap_err(), "“Draft of 2026” is the stage set already");
        lab.undo();
        for (id, file) in [ama, ben, cat, dot].into_iter().zip(before) {
            assert_eq!(
                lab.file(id).stages.iter().map(|s| &s.value).collect::<Vec<_>>(),
                file.stages.iter().map(|s| &s.value).collect::<Vec<_>>()
            );
        }
        assert_eq!(lab.store.read(|view| view.school()).unwrap().settings.stage_set, "");
    }

    #[test]
    fn there_and_back_everybody_stands_where_the_census_code_says() {
        let mut lab = Lab::new();
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"));
        lab.at_stage(ama, "E", "2025-09-08");
        lab.at_stage(ben, "K", "2025-09-08");
        lab.make(|edit, by| change(edit, by, &plan("2026-draft", "2026-10-01")));
        // A layer beside the code: with an EHC plan, and at the targeted layer.
        lab.at_stage(ama, "T", "2026-10-10");
        assert_eq!(lab.file(ama).stage().unwrap().census, SenCode::E);
        lab.make(|edit, by| change(edit, by, &plan("2015", "2026-11-01")));
        assert_eq!(lab.file(ama).stage().unwrap().stage, "E");
        assert_eq!(lab.file(ben).stage().unwrap().stage, "K");
        assert!(lab.file(ama).stages.windows(2).all(|two| two[0].to < Some(two[1].from)));
    }

    #[test]
    fn a_letter_that_is_open_stays_open_and_the_day_may_not_lie_ahead() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        lab.at_stage(ama, "K", "2026-10-05");
        lab.make(|edit, by| edit.add(ama, Notice::decided(date("2026-10-05"), by.typed.clone())).map(|_| ()));
        let late = lab.try_make(|edit, by| change(edit, by, &plan("2001", "2026-11-22")));
        assert!(late.unwrap_err().contains("lies ahead"));
        lab.make(|edit, by| change(edit, by, &plan("2001", "2026-11-21")));
        assert_eq!(lab.file(ama).stage().unwrap().stage, "A");
        let notices = lab.file(ama).notices;
        assert!(notices.len() == 1 && notices[0].ended().is_none());
    }

    #[test]
    fn many_go_over_with_their_rows() {
        let mut lab = Lab::new();
        let by = lab.by.clone();
        lab.make(|edit, _| {
            for number in 0..300 {
                let id = edit.new_pupil();
                let pupil = crate::domain::pupil::Pupil {
                    forename: format!("A{number}"),
                    surname: "Reed".into(),
                    ..Default::default()
                };
                edit.put(crate::domain::ids::Key::profile(id), pupil.wrap())?;
                let change = crate::actions::stage::Change {
                    to: Some("K".into()),
                    census: None,
                    from: date("2026-09-07"),
                    reason: String::new(),
                };
                crate::actions::stage::change(edit, &by, id, &change)?;
            }
            Ok(())
        });
        lab.make(|edit, by| change(edit, by, &plan("2026-draft", "2026-11-20")));
        let rows = lab.store.read(|view| view.register_all()).unwrap();
        assert_eq!(
            rows.iter().filter(|row| row.stage == "T" && row.since == Some(date("2026-11-20"))).count(),
            300
        );
        lab.undo();
        let rows = lab.store.read(|view| view.register_all()).unwrap();
        assert_eq!(rows.iter().filter(|row| row.stage == "K").count(), 300);
    }
}
