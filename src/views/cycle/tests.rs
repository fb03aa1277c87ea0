//! A plan with everything and one with nothing; what past cycles came to; the day that is proposed for a review.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::code::Outcome;
use crate::domain::ids::{PupilId, Typed};
use crate::domain::support::Source;

fn cycle(began: &str) -> Cycle {
    Cycle::began(date(began), "iep", Typed::default())
}

fn add(lab: &mut Lab, id: PupilId, cycle: Cycle, targets: &[(&str, Option<TargetOutcome>)]) -> RecordId {
    lab.make(|edit, _| {
        let number = edit.add(id, cycle.clone())?;
        for (aim, outcome) in targets {
            let mut target = Target::of(number, cycle.began, Typed::default());
            target.aim = (*aim).to_owned();
            target.outcome = *outcome;
            edit.add(id, target)?;
        }
        Ok(number)
    })
}

fn shown(lab: &Lab, id: PupilId) -> (Option<CycleView>, Vec<CycleView>) {
    let school = lab.store.read(|view| view.school()).unwrap();
    let file = lab.file(id);
    (running(&file, &school), past(&file, &school))
}

fn lacks(view: &CycleView) -> Vec<&str> {
    view.missing.iter().map(|one| one.words.as_str()).collect()
}

#[test]
fn a_new_cycle_says_all_that_it_lacks_and_a_whole_one_nothing() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    assert_eq!(shown(&lab, id).0, None);
    add(&mut lab, id, cycle("2026-11-16"), &[]);
    let bare = shown(&lab, id).0.unwrap();
    assert_eq!(
        lacks(&bare),
        [
            "no target yet",
            "not agreed yet with parents and child",
            "no review date",
            "child's voice missing",
            "parents' voice missing"
        ]
    );
    assert_eq!((bare.assessed(lab.by.today).as_str(), bare.tally().as_str()), ("0 of 7 sources", ""));

    let id = lab.pupil("Ben", "Quill");
    let heard = |on: &str| Source { on: Some(date(on)), note: String::new() };
    let whole = Cycle {
        teacher: heard("2026-09-14"),
        pupil: heard("2026-09-15"),
        parents: heard("2026-09-16"),
        agreed: Some(date("2026-09-16")),
        review_on: Some(date("2026-12-11")),
        staff_told: Some(date("2026-09-17")),
        ..cycle("2026-09-14")
    };
    add(&mut lab, id, whole, &[("Reads 20 words", None), ("Asks for help", None)]);
    let whole = shown(&lab, id).0.unwrap();
    assert_eq!(lacks(&whole), Vec::<&str>::new());
    assert_eq!(whole.assessed(lab.by.today), "3 of 7 sources: teacher 14 Sep, parents 16 Sep, child 15 Sep");
    assert_eq!((whole.tally().as_str(), whole.most), ("2 targets", 4));
    assert_eq!(whole.targets[1].number, 2);
}

#[test]
fn a_past_cycle_says_what_its_targets_came_to() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let reviewed =
        Cycle { reviewed: Some(date("2026-06-12")), outcome: Some(Outcome::AsHoped), ..cycle("2026-03-02") };
    let (met, partly) = (Some(TargetOutcome::Met), Some(TargetOutcome::Partly));
    add(&mut lab, id, reviewed, &[("a", met), ("b", partly), ("c", met)]);
    let dropped = Cycle { dropped: Some(date("2026-10-12")), ..cycle("2026-09-14") };
    add(&mut lab, id, dropped, &[("d", met), ("e", None)]);
    let lines: Vec<String> = shown(&lab, id).1.iter().map(CycleView::past_line).collect();
    assert_eq!(
        lines,
        [
            "IEP · given up · 2 targets: 1 met, 1 not judged",
            "IEP · as hoped · 3 targets: 2 met, 1 partly met"
        ]
    );
}

#[test]
fn a_review_is_proposed_for_a_school_day() {
    let calendar = Calendar::assumed(2026, 2027);
    let iep = plan_kind::of("iep");
    for (agreed, review) in
        [("2026-09-14", "2026-11-02"), ("2026-11-16", "2027-01-04"), ("2026-11-02", "2026-12-14")]
    {
        let day = review_day(iep, date(agreed), &calendar);
        assert!(calendar.is_teaching_day(day), "{agreed}");
        assert_eq!(day, date(review), "{agreed}");
    }
}
