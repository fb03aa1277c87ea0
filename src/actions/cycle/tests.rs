//! Cycles in a small school: what begins, what follows from what, what is refused.

use super::*;
use crate::actions::review;
use crate::actions::stage;
use crate::actions::testing::{Lab, date};
use crate::domain::file::PupilFile;
use crate::domain::review::ReviewKind;
use crate::domain::school::{SchoolFile, Settings};

pub(super) fn begun(lab: &mut Lab, id: PupilId, on: &str) -> Key {
    let cycle = Cycle::began(date(on), "", lab.by.typed.clone());
    let new = lab.make(|edit, by| begin(edit, by, id, cycle.clone()));
    Cycle::key(id, new)
}

pub(super) fn changed(lab: &mut Lab, key: Key, with: impl Fn(&mut Cycle)) -> Result<Warnings, String> {
    let held = lab.file(key.pupil).cycles.into_iter().find(|cycle| cycle.id == key.id).unwrap();
    let mut mine = held.value.clone();
    with(&mut mine);
    lab.try_make(|edit, by| change(edit, by, key, &held.value, mine.clone()))
}

fn aimed(lab: &mut Lab, key: Key, aim: &str) -> (RecordId, Warnings) {
    let mut target = Target::of(key.id, date("2026-09-21"), lab.by.typed.clone());
    target.aim = aim.into();
    lab.make(|edit, by| add_target(edit, by, key.pupil, target.clone()))
}

/// A cycle with an agreed plan and two targets.
pub(super) fn planned(lab: &mut Lab) -> (Key, RecordId, RecordId) {
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-09-14");
    let key = begun(lab, id, "2026-09-14");
    changed(lab, key, |cycle| {
        cycle.strengths = "Draws well.".into();
        cycle.agreed = Some(date("2026-09-21"));
    })
    .unwrap();
    let (one, _) = aimed(lab, key, "Reads 20 words.");
    let (two, _) = aimed(lab, key, "Asks for help.");
    (key, one, two)
}

/// Open reviews, and those held, by their days.
pub(super) fn reviews(file: &PupilFile) -> Vec<String> {
    let one = |review: &Held<crate::domain::review::Review>| match (review.held, review.cancelled) {
        (Some(held), _) => format!("held {}", day::iso(held)),
        (_, Some(off)) => format!("off {}", day::iso(off)),
        _ => format!("{} {}", review.kind.code(), day::iso(review.due)),
    };
    file.reviews.iter().map(one).collect()
}

pub(super) fn closing(one: RecordId, two: RecordId) -> Close {
    let judged = |id, outcome, carry| Judged { id, outcome, result: " 15 words. ".into(), carry };
    Close {
        on: date("2026-11-02"),
        outcome: Outcome::Less,
        found: "Slow, but steady.".into(),
        pupil_voice: "I like the cards.".into(),
        parent_voice: String::new(),
        targets: vec![
            judged(one, Some(TargetOutcome::Partly), true),
            judged(two, Some(TargetOutcome::Met), false),
        ],
        next: Some(Following { kind: String::new(), review_on: Some(date("2026-12-14")) }),
    }
}

#[test]
fn one_cycle_runs_at_a_time_with_the_schools_kind_of_plan() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.make(|edit, _| {
        let settings = Settings { plan_kind: "my-plan".into(), ..Settings::default() };
        edit.put(SchoolFile::settings_key(), settings.wrap())
    });
    begun(&mut lab, id, "2026-09-14");
    assert_eq!(lab.file(id).cycle().unwrap().kind, "my-plan");
    let again = Cycle::began(date("2026-10-05"), "iep", lab.by.typed.clone());
    let words = lab.try_make(|edit, by| begin(edit, by, id, again.clone())).unwrap_err();
    assert!(words.contains("Ama Otter has a cycle already, since Mon 14 Sep 2026"), "{words}");
    // One that was gone through long ago may be typed up.
    let old = Cycle {
        agreed: Some(date("2026-03-02")),
        reviewed: Some(date("2026-06-01")),
        outcome: Some(Outcome::AsHoped),
        ..Cycle::began(date("2026-03-02"), "iep", lab.by.typed.clone())
    };
    lab.make(|edit, by| begin(edit, by, id, old.clone()));
    assert_eq!(reviews(&lab.file(id)), ["held 2026-06-01"]);
}

#[test]
fn an_agreed_plan_has_its_review_and_the_two_move_together() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let key = begun(&mut lab, id, "2026-09-14");
    assert!(reviews(&lab.file(id)).is_empty());
    changed(&mut lab, key, |cycle| cycle.agreed = Some(date("2026-09-21"))).unwrap();
    let file = lab.file(id);
    // Six weeks on.
    assert_eq!(reviews(&file), ["plan 2026-11-02"]);
    assert_eq!(file.cycle().unwrap().review, Some(file.reviews[0].id));

    changed(&mut lab, key, |cycle| cycle.review_on = Some(date("2026-11-30"))).unwrap();
    let file = lab.file(id);
    assert_eq!(reviews(&file), ["plan 2026-11-30"]);
    assert_eq!(file.reviews[0].moves[0].from, date("2026-11-02"));
    assert!(!file.reviews[0].moves[0].reason.is_empty());

    let review = file.reviews[0].id;
    lab.make(|edit, by| review::reschedule(edit, by, id, review, date("2026-12-07"), "mum is away"));
    assert_eq!(lab.file(id).cycle().unwrap().review_on, Some(date("2026-12-07")));
    let words = changed(&mut lab, key, |cycle| cycle.review_on = None).unwrap_err();
    assert!(words.contains("a clear date for its review"), "{words}");

    lab.make(|edit, by| review::call_off(edit, by, id, review, "the room is gone"));
    let cycle = lab.file(id).cycle().unwrap().value.clone();
    assert_eq!((cycle.review_on, cycle.review), (None, None));
    changed(&mut lab, key, |cycle| cycle.review_on = Some(date("2026-12-14"))).unwrap();
    assert_eq!(reviews(&lab.file(id)), ["off 2026-11-21", "plan 2026-12-14"]);
    lab.undo();
    // Agreed by itself, it is the plan's too.
    let on = date("2026-12-15");
    let again = lab.make(|edit, by| review::agree(edit, by, id, ReviewKind::Plan, on, None));
    let cycle = lab.file(id).cycle().unwrap().value.clone();
    assert_eq!((cycle.review_on, cycle.review), (Some(on), Some(again)));
}

#[test]
fn a_plan_review_agreed_before_becomes_the_plans() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let agreed = lab.make(|edit, by| review::agree(edit, by, id, ReviewKind::Plan, date("2026-12-01"), None));
    let key = begun(&mut lab, id, "2026-09-14");
    changed(&mut lab, key, |cycle| {
        cycle.agreed = Some(date("2026-09-21"));
        cycle.review_on = Some(date("2026-11-30"));
    })
    .unwrap();
    let file = lab.file(id);
    assert_eq!(
        (file.cycle().unwrap().review, reviews(&file)),
        (Some(agreed), vec!["plan 2026-11-30".to_owned()])
    );
}

#[test]
fn more_targets_than_the_schools_number_are_said_and_not_refused() {
    for (set, most) in [(None, 4), (Some(2), 2)] {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.make(|edit, _| {
            let settings = Settings { targets: set, ..Settings::default() };
            edit.put(SchoolFile::settings_key(), settings.wrap())
        });
        let key = begun(&mut lab, id, "2026-09-14");
        for count in 1..=most {
            assert_eq!(aimed(&mut lab, key, &format!("Aim {count}")).1, Warnings::new());
        }
        let (_, said) = aimed(&mut lab, key, "One more");
        assert_eq!(
            said,
            [format!("that makes {} targets: the school has set {most} at most for a plan", most + 1)]
        );
    }
}

#[test]
fn a_target_needs_an_aim_and_a_cycle_that_runs() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    let mut blank = Target::of(key.id, date("2026-09-21"), lab.by.typed.clone());
    let words = lab.try_make(|edit, by| add_target(edit, by, key.pupil, blank.clone())).unwrap_err();
    assert!(words.contains("the target is missing"), "{words}");
    blank.aim = "Asks for help.".into();
    let words = lab.try_make(|edit, by| add_target(edit, by, key.pupil, blank.clone())).unwrap_err();
    assert!(words.contains("already"), "{words}");
    lab.make(|edit, by| close(edit, by, key, &closing(one, two)));
    blank.aim = "Sits with others.".into();
    let words = lab.try_make(|edit, by| add_target(edit, by, key.pupil, blank.clone())).unwrap_err();
    assert!(words.contains("was closed on Mon 2 Nov 2026"), "{words}");
}

#[test]
pub(super) fn closing_judges_records_and_opens_the_next_in_one_step() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    let before = lab.file(key.pupil);
    let closed = lab.make(|edit, by| close(edit, by, key, &closing(one, two)));
    assert_eq!(closed.warnings, ["the parents' words are missing"]);
    let file = lab.file(key.pupil);
    let old = file.cycles.iter().find(|cycle| cycle.id == key.id).unwrap();
    assert!(old.is_complete());
    assert_eq!((old.outcome, old.found.as_str()), (Some(Outcome::Less), "Slow, but steady."));
    let review = file.reviews.iter().find(|review| review.id == closed.review).unwrap();
    assert_eq!((old.review, review.held), (Some(review.id), Some(date("2026-11-02"))));
    assert_eq!(
        (review.note.as_str(), review.pupil_voice.as_str()),
        ("Slow, but steady.", "I like the cards.")
    );
    let judged: Vec<_> = file.targets_of(key.id).map(|target| (target.outcome, target.judged)).collect();
    let on = Some(date("2026-11-02"));
    assert_eq!(judged, [(Some(TargetOutcome::Partly), on), (Some(TargetOutcome::Met), on)]);

    let next = file.cycle().unwrap();
    assert_eq!((Some(next.id), next.after, next.agreed), (closed.next, Some(key.id), on));
    assert_eq!((next.strengths.as_str(), next.kind.as_str()), ("Draws well.", "iep"));
    assert_eq!(reviews(&file), ["held 2026-11-02", "plan 2026-12-14"]);
    let carried: Vec<_> = file.targets_of(next.id).collect();
    assert_eq!((carried.len(), carried[0].carried, carried[0].judged), (1, Some(one), None));
    assert_eq!((carried[0].aim.as_str(), carried[0].result.as_str()), ("Reads 20 words.", ""));

    let again = lab.try_make(|edit, by| close(edit, by, key, &closing(one, two))).unwrap_err();
    assert!(again.contains("was closed on Mon 2 Nov 2026"), "{again}");
    lab.undo();
    let back = lab.file(key.pupil);
    fn values<T: Clone>(held: &[Held<T>]) -> Vec<T> {
        held.iter().map(|held| held.value.clone()).collect()
    }
    assert_eq!(values(&back.cycles), values(&before.cycles), "one step takes it back");
    assert_eq!(values(&back.targets), values(&before.targets));
    assert_eq!(values(&back.reviews), values(&before.reviews));
}

#[test]
fn what_is_missing_when_a_cycle_closes_is_said_and_what_cannot_be_is_refused() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    for (close_with, says) in [
        (Close { on: date("2026-11-23"), ..closing(one, two) }, "lies ahead"),
        (Close { on: date("2026-09-20"), ..closing(one, two) }, "comes before"),
        (
            Close {
                next: Some(Following { kind: String::new(), review_on: Some(date("2026-11-02")) }),
                ..closing(one, two)
            },
            "must come after this one",
        ),
        (
            Close {
                targets: vec![Judged {
                    id: RecordId(9_999),
                    outcome: None,
                    result: String::new(),
                    carry: false,
                }],
                ..closing(one, two)
            },
            "no longer in this plan",
        ),
    ] {
        let words = lab.try_make(|edit, by| close(edit, by, key, &close_with)).unwrap_err();
        assert!(words.contains(says), "{words}");
    }
    let bare = Close { targets: Vec::new(), pupil_voice: String::new(), next: None, ..closing(one, two) };
    let closed = lab.make(|edit, by| close(edit, by, key, &bare));
    assert_eq!(closed.next, None);
    assert_eq!(
        closed.warnings,
        ["2 targets are not judged", "the pupil's own words are missing", "the parents' words are missing"]
    );
}

fn recorded(lab: &mut Lab, pupil: PupilId, review: Option<RecordId>, next: Option<&str>) -> Warnings {
    let recording = review::Recording {
        pupil,
        review,
        kind: ReviewKind::Plan,
        held: date("2026-11-02"),
        outcome: Outcome::AsHoped,
        note: "Well.".into(),
        pupil_voice: String::new(),
        parent_voice: String::new(),
        next: next.map(date),
    };
    lab.make(|edit, by| review::record(edit, by, &recording))
}

#[test]
fn an_ordinary_review_leaves_no_cycle_dangling() {
    let mut lab = Lab::new();
    let (key, one, _) = planned(&mut lab);
    let review = lab.file(key.pupil).cycle().unwrap().review;
    let said = recorded(&mut lab, key.pupil, review, None);
    assert_eq!(said, ["the cycle is closed with this review: 2 targets are not judged"]);
    let file = lab.file(key.pupil);
    assert_eq!(file.cycle(), None);
    assert_eq!((file.cycles[0].reviewed, file.cycles[0].found.as_str()), (Some(date("2026-11-02")), "Well."));
    lab.undo();

    let said = recorded(&mut lab, key.pupil, review, Some("2026-12-14"));
    assert!(said[0].contains("the next has begun: 2 targets are not judged"), "{said:?}");
    let file = lab.file(key.pupil);
    let next = file.cycle().unwrap();
    assert_eq!((next.after, next.agreed, next.review_on), (Some(key.id), None, Some(date("2026-12-14"))));
    assert_eq!(file.targets_of(next.id).next().unwrap().carried, Some(one));
    // When its plan is agreed, the review that was agreed stays the one.
    let next = Cycle::key(key.pupil, next.id);
    changed(&mut lab, next, |cycle| cycle.agreed = Some(date("2026-11-09"))).unwrap();
    assert_eq!(reviews(&lab.file(key.pupil)), ["held 2026-11-02", "plan 2026-12-14"]);
}

#[test]
fn a_review_that_is_not_the_plans_leaves_the_cycle_alone() {
    let mut lab = Lab::new();
    let (key, ..) = planned(&mut lab);
    assert_eq!(recorded(&mut lab, key.pupil, None, None), Warnings::new());
    assert!(lab.file(key.pupil).cycle().is_some());
}

#[test]
fn coming_onto_the_register_begins_the_first_cycle_and_going_off_gives_it_up() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let to = |stage: &str, from: &str| stage::Change {
        to: (!stage.is_empty()).then(|| stage.to_owned()),
        census: None,
        from: date(from),
        reason: String::new(),
    };
    for (at, from, runs) in [
        ("W", "2026-03-02", None),
        ("K", "2026-09-14", Some("2026-09-14")),
        ("KA", "2026-10-05", Some("2026-09-14")),
        ("W", "2026-11-02", None),
        ("E", "2026-11-03", None),
    ] {
        lab.make(|edit, by| stage::change(edit, by, id, &to(at, from)));
        assert_eq!(lab.file(id).cycle().map(|cycle| cycle.began), runs.map(date), "{at} {from}");
    }
    assert_eq!(lab.file(id).cycles[0].dropped, Some(date("2026-11-02")));
    for _ in 0..2 {
        lab.undo();
    }
    assert_eq!(lab.file(id).cycle().map(|cycle| cycle.dropped), Some(None));

    let key = Cycle::key(id, lab.file(id).cycle().unwrap().id);
    changed(&mut lab, key, |cycle| cycle.agreed = Some(date("2026-09-21"))).unwrap();
    lab.make(|edit, by| stage::change(edit, by, id, &to("", "2026-11-16")));
    assert_eq!(reviews(&lab.file(id)), ["off 2026-11-21"], "its review is called off");
}

#[test]
fn a_corrected_first_day_moves_the_first_cycle() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let to =
        stage::Change { to: Some("K".into()), census: None, from: date("2026-09-14"), reason: String::new() };
    lab.make(|edit, by| stage::change(edit, by, id, &to));
    let base = lab.file(id).stages[0].clone();
    let mine = crate::domain::pupil::StageSpan { from: date("2026-09-07"), ..base.value.clone() };
    lab.make(|edit, by| stage::correct(edit, by, id, base.id, &base.value, mine.clone()));
    assert_eq!(lab.file(id).cycle().unwrap().began, date("2026-09-07"));
}

#[test]
fn a_new_passport_replaces_the_one_in_force() {
    use crate::domain::support::Passport;
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    for (on, helps, in_force) in [
        ("2026-03-02", "A quiet place.", "2026-03-02"),
        ("2026-09-14", "A list.", "2026-09-14"),
        ("2026-06-01", "An older one, typed up.", "2026-09-14"),
    ] {
        let new = Passport { helps: helps.into(), ..Passport::written(date(on), lab.by.typed.clone()) };
        lab.make(|edit, by| case::begin(edit, by, id, new.clone().wrap()));
        let file = lab.file(id);
        assert_eq!(file.passport().map(|passport| passport.written), Some(date(in_force)));
        assert_eq!(file.passports.iter().filter(|passport| passport.replaced.is_none()).count(), 1);
    }
}

#[test]
fn an_undo_leaves_no_target_without_its_cycle() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let key = begun(&mut lab, id, "2026-09-14");
    let begun = lab.store.read(|view| view.generation()).unwrap();
    aimed(&mut lab, key, "Reads 20 words.");
    let op = crate::store::Operation {
        id: 777,
        action: "undo".into(),
        user: "sue".into(),
        at: crate::domain::ids::Stamp(1_795_000_000),
    };
    let words = lab.store.undo(Some(begun), op).unwrap_err().to_string();
    assert!(words.contains("would be left without its cycle"), "{words}");
}
