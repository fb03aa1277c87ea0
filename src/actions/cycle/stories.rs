//! Strange stories of a cycle, its review and what stands beside them: after every step the store is sound, and Due has one
//! line for each thing to do.

use super::tests::{begun, changed, closing, planned, reviews};
use super::*;
use crate::actions::testing::{Lab, date};
use crate::actions::{pupil, referral, review, stage, stage_set};
use crate::domain::code::SenCode;
use crate::domain::ids::Stamp;
use crate::domain::review::ReviewKind;
use crate::domain::support::{FollowUp, Passport, Referral, ReferralOutcome};
use crate::duties;
use crate::views::stage_set::Plan;
use crate::views::timeline;

/// What is due for a pupil, in a store that is sound: "2026-11-02 IEP · agree the plan".
fn due(lab: &Lab, id: PupilId) -> Vec<String> {
    let report = lab.store.check().unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    let school = lab.store.read(|view| view.school()).unwrap();
    let items = duties::due_items(&lab.file(id), &school);
    let mut seen: Vec<_> = items.iter().map(|item| (item.duty, item.about)).collect();
    seen.sort_unstable();
    let lines = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), lines, "one line for each thing to do: {items:?}");
    items.iter().map(|item| format!("{} {}", day::iso(item.date), item.what)).collect()
}

fn to(stage: &str, from: &str) -> stage::Change {
    stage::Change {
        to: (!stage.is_empty()).then(|| stage.to_owned()),
        census: None,
        from: date(from),
        reason: String::new(),
    }
}

fn the_review(lab: &Lab, key: Key) -> RecordId {
    lab.file(key.pupil).cycle().and_then(|cycle| cycle.review).unwrap()
}

#[test]
fn a_review_put_off_called_off_and_undone_is_one_line_throughout() {
    let mut lab = Lab::new();
    let (key, ..) = planned(&mut lab);
    changed(&mut lab, key, |cycle| cycle.staff_told = Some(date("2026-09-22"))).unwrap();
    let id = key.pupil;
    let plain = due(&lab, id);
    assert_eq!(plain, ["2026-11-02 plan review"]);
    let review = the_review(&lab, key);
    lab.make(|edit, by| review::reschedule(edit, by, id, review, date("2026-11-30"), "mum is away"));
    assert_eq!(due(&lab, id), ["2026-11-30 plan review"]);
    lab.make(|edit, by| review::call_off(edit, by, id, review, "the room is gone"));
    assert_eq!(due(&lab, id), ["2026-09-21 the plan has no review date"]);
    lab.undo();
    assert_eq!(due(&lab, id), ["2026-11-30 plan review"]);
    lab.undo();
    assert_eq!(due(&lab, id), plain);
    changed(&mut lab, key, |cycle| cycle.review_on = Some(date("2026-12-14"))).unwrap();
    assert_eq!(due(&lab, id), ["2026-12-14 plan review"]);
    // An agreement taken back leaves no second line for a review of a plan that is none.
    changed(&mut lab, key, |cycle| cycle.agreed = None).unwrap();
    assert_eq!(due(&lab, id), ["2026-10-05 IEP · agree the plan", "2026-12-14 plan review"]);
    changed(&mut lab, key, |cycle| cycle.agreed = Some(date("2026-10-05"))).unwrap();
    assert_eq!(reviews(&lab.file(id)), ["plan 2026-12-14"]);
}

#[test]
fn a_cycle_closed_on_the_day_of_another_is_sound() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    let id = key.pupil;
    let closed = lab.make(|edit, by| close(edit, by, key, &closing(one, two)));
    let next = Cycle::key(id, closed.next.unwrap());
    let again = Close { targets: Vec::new(), next: None, ..closing(one, two) };
    lab.make(|edit, by| close(edit, by, next, &again));
    let lines = ["2027-03-02 no review agreed yet"];
    assert_eq!(due(&lab, id), lines, "two reviews below on one day are one: no specialist is asked for");
    let school = lab.store.read(|view| view.school()).unwrap();
    let file = lab.file(id);
    let ground = duties::ground(&file, &school);
    assert!(duties::sen_support::two_cycles(&file, &ground).unwrap().starts_with("1 of 2 cycles"));
    // A third begun and closed by its form on that day.
    let third = begun(&mut lab, id, "2026-11-02");
    changed(&mut lab, third, |cycle| {
        cycle.agreed = Some(date("2026-11-02"));
        cycle.reviewed = Some(date("2026-11-02"));
        cycle.outcome = Some(Outcome::AsHoped);
    })
    .unwrap();
    assert_eq!(reviews(&lab.file(id)), ["held 2026-11-02", "held 2026-11-02"]);
    assert_eq!(due(&lab, id), lines);
}

#[test]
fn a_target_judged_after_its_cycle_closed_keeps_its_own_day() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    let id = key.pupil;
    let bare = Close { targets: Vec::new(), ..closing(one, two) };
    lab.make(|edit, by| close(edit, by, key, &bare));
    let held = lab.file(id).targets.into_iter().find(|target| target.id == one).unwrap();
    let mine =
        Target { judged: Some(date("2026-11-16")), outcome: Some(TargetOutcome::Met), ..held.value.clone() };
    lab.make(|edit, by| change_target(edit, by, Target::key(id, one), &held.value, mine.clone()));
    let lines = due(&lab, id);
    assert_eq!(lines.iter().filter(|line| line.contains("plan review")).count(), 1, "{lines:?}");
    let early = Target { judged: Some(date("2026-09-20")), ..mine.clone() };
    let words = lab
        .try_make(|edit, by| change_target(edit, by, Target::key(id, one), &mine, early.clone()))
        .unwrap_err();
    assert!(words.contains("comes before"), "{words}");
}

#[test]
fn a_leaver_owes_no_cycle_and_one_who_is_back_owes_one_line() {
    let mut lab = Lab::new();
    let (key, ..) = planned(&mut lab);
    let id = key.pupil;
    changed(&mut lab, key, |cycle| {
        cycle.review_on = Some(date("2026-12-14"));
        cycle.staff_told = Some(date("2026-09-22"));
    })
    .unwrap();
    let one = FollowUp::promised("call mum", date("2026-11-10"), date("2026-11-27"), lab.by.typed.clone());
    lab.make(|edit, by| case::begin(edit, by, id, one.clone().wrap()));
    lab.make(|edit, by| pupil::end(edit, by, id, date("2026-11-13"), "Brook School"));
    let lines = due(&lab, id);
    assert!(!lines.iter().any(|line| line.contains("plan")), "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.contains("call mum")).count(), 1, "{lines:?}");
    lab.make(|edit, by| pupil::bring_back(edit, by, id, date("2026-11-20")));
    let lines = due(&lab, id);
    assert_eq!(lines.iter().filter(|line| line.contains("plan")).count(), 1, "{lines:?}");
    // A review of a plan of somebody who has left is agreed for nobody.
    lab.undo();
    let said = changed(&mut lab, key, |cycle| cycle.review_on = Some(date("2027-01-18"))).unwrap();
    assert!(said.iter().any(|words| words.contains("will have left")), "{said:?}");
    due(&lab, id);
}

#[test]
fn a_change_of_set_leaves_cycles_and_their_lines_as_they_are() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    let id = key.pupil;
    let before = due(&lab, id);
    for set in ["2001", "2026-draft", "2015"] {
        let plan = Plan::told(set, date("2026-11-16"), &[]).unwrap();
        lab.make(|edit, by| stage_set::change(edit, by, &plan));
        assert_eq!(due(&lab, id), before, "{set}");
        assert_eq!(lab.file(id).stage().unwrap().census, SenCode::K, "{set}");
        assert!(lab.file(id).notices.is_empty(), "{set}");
    }
    lab.make(|edit, by| close(edit, by, key, &closing(one, two)));
    due(&lab, id);
}

#[test]
fn a_referral_is_decided_in_every_set_and_at_every_stage() {
    for set in ["2015", "2001", "2026-draft"] {
        let stages: Vec<&str> = crate::domain::stage::of(set).stages.iter().map(|stage| stage.code).collect();
        for at in std::iter::once("").chain(stages) {
            for outcome in [ReferralOutcome::Support, ReferralOutcome::Watch, ReferralOutcome::Other] {
                let mut lab = Lab::new();
                let id = lab.pupil("Ama", "Otter");
                if set != "2015" {
                    let plan = Plan::told(set, date("2026-09-01"), &[]).unwrap();
                    lab.make(|edit, by| stage_set::change(edit, by, &plan));
                }
                if !at.is_empty() {
                    lab.make(|edit, by| stage::change(edit, by, id, &to(at, "2026-09-14")));
                }
                let form = Referral {
                    reasons: "Does not join letters to sounds.".into(),
                    ..Referral::raised(date("2026-11-02"), lab.by.typed.clone())
                };
                let new = lab.make(|edit, by| case::begin(edit, by, id, form.clone().wrap()));
                let key = Referral::key(id, new);
                let mine =
                    Referral { reviewed: Some(date("2026-11-16")), outcome: Some(outcome), ..form.clone() };
                lab.make(|edit, by| referral::decide(edit, by, key, &form, mine.clone()));
                let file = lab.file(id);
                let lines = due(&lab, id);
                let what = format!("{set} {at} {outcome:?}: {lines:?}");
                assert!(!lines.iter().any(|line| line.contains("referral")), "{what}");
                assert!(file.stages.iter().filter(|span| span.to.is_none()).count() <= 1, "{what}");
                assert!(file.cycles.iter().filter(|cycle| cycle.ended().is_none()).count() <= 1, "{what}");
                let was = crate::domain::stage::find(at);
                let on = was.is_some_and(|stage| stage.on_register);
                let now = file.stage().and_then(|span| crate::domain::stage::find(&span.stage));
                match outcome {
                    _ if on => assert_eq!(now, was, "{what}"),
                    ReferralOutcome::Support => {
                        assert_eq!(now, crate::domain::stage::of(set).support(), "{what}");
                        assert_eq!(file.stage().unwrap().census, SenCode::K, "{what}");
                        assert_eq!(file.notices.len(), 1, "{what}");
                        assert!(file.cycle().is_some_and(|cycle| !cycle.concerns.is_empty()), "{what}");
                    }
                    ReferralOutcome::Watch => {
                        assert_eq!(now, crate::domain::stage::of(set).watch(), "{what}");
                    }
                    _ => assert_eq!(now, was, "{what}"),
                }
                lab.undo();
                assert!(due(&lab, id).iter().any(|line| line.contains("referral")), "{what}");
            }
        }
    }
}

#[test]
fn a_passport_typed_up_late_leaves_one_line() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    for on in ["2026-09-14", "2026-03-02", "2026-11-16", "2026-11-09"] {
        let new = Passport {
            helps: format!("A list {on} {}", lab.file(id).passports.len()),
            ..Passport::written(date(on), lab.by.typed.clone())
        };
        lab.make(|edit, by| case::begin(edit, by, id, new.clone().wrap()));
        assert_eq!(due(&lab, id).len(), 1, "{on}");
    }
    assert_eq!(lab.file(id).passport().unwrap().helps, "A list 2026-11-16 2");
    let all = lab.file(id).passports;
    assert!(all.iter().all(|one| one.replaced.is_none_or(|end| end >= one.written)));
}

#[test]
fn a_cycle_never_agreed_that_a_review_closes_says_that_it_does_not_count() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    let id = key.pupil;
    let only = Close { next: None, ..closing(one, two) };
    lab.make(|edit, by| close(edit, by, key, &only));
    let next = begun(&mut lab, id, "2026-11-02");
    let on = date("2026-11-16");
    let planned =
        lab.make(|edit, by| review::agree(edit, by, id, ReviewKind::Plan, date("2026-12-14"), None));
    lab.make(|edit, _| {
        let held = edit.record::<Cycle>(id, next.id)?.unwrap();
        let linked = Cycle { review: Some(planned), review_on: Some(date("2026-12-14")), ..held.value };
        edit.put(next, linked.wrap())
    });
    let recording = review::Recording {
        pupil: id,
        review: Some(planned),
        kind: ReviewKind::Plan,
        held: on,
        outcome: Outcome::AsHoped,
        note: String::new(),
        pupil_voice: String::new(),
        parent_voice: String::new(),
        next: None,
    };
    let said = lab.make(|edit, by| review::record(edit, by, &recording));
    assert!(said.iter().any(|words| words.contains("never agreed")), "{said:?}");
    due(&lab, id);
}

#[test]
fn each_step_of_a_cycle_has_the_moment_at_which_it_was_typed() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let key = begun(&mut lab, id, "2026-09-14");
    let later = |lab: &mut Lab, at: i64, with: fn(&mut Cycle)| {
        let by = lab.by.clone();
        let (user, action) = ("sue".to_owned(), "Change a cycle".to_owned());
        let op = crate::store::Operation {
            id: 9_000 + u128::from(at.unsigned_abs()),
            action,
            user,
            at: Stamp(at),
        };
        let done = lab.store.commit(op, |edit| {
            let held = edit.record::<Cycle>(id, key.id)?.unwrap();
            let mut mine = held.value.clone();
            with(&mut mine);
            change(edit, &by, key, &held.value, mine).map(|_| ())
        });
        done.map(|_| ()).unwrap();
    };
    later(&mut lab, 1_795_000_100, |cycle| cycle.agreed = Some(date("2026-09-21")));
    later(&mut lab, 1_795_000_200, |cycle| cycle.staff_told = Some(date("2026-09-28")));
    later(&mut lab, 1_795_000_300, |cycle| cycle.impact = "Reads 20 words.".into());
    let typed = lab.store.read(|view| view.typed_days(id)).unwrap();
    for (on, at) in
        [("2026-09-14", 1_795_000_000), ("2026-09-21", 1_795_000_100), ("2026-09-28", 1_795_000_200)]
    {
        assert_eq!(typed.get(&(key, date(on))), Some(&Stamp(at)), "{on}");
    }
    assert_eq!(typed.get(&(key, date("2026-09-20"))), None);
    let school = lab.store.read(|view| view.school()).unwrap();
    let day_of: timeline::DayOf = |_| date("2026-11-20");
    let told = lab.store.read(|view| timeline::story(view, &school, id, lab.by.today, day_of)).unwrap();
    let mut story = told.unwrap();
    timeline::typed_steps(&mut story, &typed, day_of);
    let past: Vec<_> = story.entries.iter().filter(|entry| entry.record == key && !entry.ahead).collect();
    assert_eq!(past.len(), 3, "begun, agreed, told: {past:?}");
    assert!(past.iter().all(|entry| entry.typed_on == Some(date("2026-11-20"))), "{past:?}");
    // What was put right was typed when it was put right.
    later(&mut lab, 1_795_000_400, |cycle| cycle.staff_told = Some(date("2026-09-25")));
    let typed = lab.store.read(|view| view.typed_days(id)).unwrap();
    assert_eq!(typed.get(&(key, date("2026-09-25"))), Some(&Stamp(1_795_000_400)));
}

#[test]
fn two_voices_of_one_day_and_two_referrals_of_one_day_stand_beside_each_other() {
    use crate::domain::support::{Concern, Speaker, Voice};
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    for words in ["I like the cards.", "Reading is long."] {
        let said = Voice::said(date("2026-11-16"), Speaker::Pupil, lab.by.typed.clone());
        let voice = Voice { words: words.into(), ..said };
        lab.make(|edit, by| case::begin(edit, by, id, voice.clone().wrap()));
    }
    for concern in [Concern::Send, Concern::Pastoral] {
        let raised = Referral::raised(date("2026-11-16"), lab.by.typed.clone());
        let form = Referral { concern, reasons: "Cries in maths.".into(), ..raised };
        lab.make(|edit, by| case::begin(edit, by, id, form.clone().wrap()));
    }
    assert_eq!(lab.file(id).voices.len(), 2);
    assert_eq!(
        due(&lab, id),
        [
            "2026-11-30 SEND referral · decide what follows",
            "2026-11-30 pastoral referral · decide what follows"
        ]
    );
}

#[test]
fn a_cycle_opened_again_and_put_right_is_one_line() {
    let mut lab = Lab::new();
    let (key, one, two) = planned(&mut lab);
    let id = key.pupil;
    changed(&mut lab, key, |cycle| cycle.staff_told = Some(date("2026-09-22"))).unwrap();
    let only = Close { next: None, ..closing(one, two) };
    lab.make(|edit, by| close(edit, by, key, &only));
    assert_eq!(due(&lab, id).len(), 1);
    changed(&mut lab, key, |cycle| cycle.reviewed = Some(date("2026-11-03"))).unwrap();
    assert_eq!(reviews(&lab.file(id)), ["held 2026-11-03"], "put right with its cycle");
    due(&lab, id);
    changed(&mut lab, key, |cycle| {
        (cycle.reviewed, cycle.outcome) = (None, None);
        cycle.review_on = Some(date("2026-12-14"));
    })
    .unwrap();
    assert_eq!(due(&lab, id), ["2026-12-14 plan review"]);
    // Given up instead: the review goes with it.
    changed(&mut lab, key, |cycle| cycle.dropped = Some(date("2026-11-16"))).unwrap();
    assert!(!due(&lab, id).iter().any(|line| line.contains("plan")), "{:?}", due(&lab, id));
    assert_eq!(reviews(&lab.file(id)), ["held 2026-11-03", "off 2026-11-21"]);
}

#[test]
fn a_new_outcome_of_a_referral_moves_on_and_never_back() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let form = Referral {
        reasons: "Does not join letters to sounds.".into(),
        ..Referral::raised(date("2026-11-02"), lab.by.typed.clone())
    };
    let new = lab.make(|edit, by| case::begin(edit, by, id, form.clone().wrap()));
    let key = Referral::key(id, new);
    let mut base = form;
    for (outcome, on, stage) in [
        (ReferralOutcome::Nothing, "2026-11-09", None),
        (ReferralOutcome::Watch, "2026-11-10", Some("W")),
        (ReferralOutcome::Support, "2026-11-16", Some("K")),
        (ReferralOutcome::Other, "2026-11-17", Some("K")),
    ] {
        let mine = Referral { reviewed: Some(date(on)), outcome: Some(outcome), ..base.clone() };
        lab.make(|edit, by| referral::decide(edit, by, key, &base, mine.clone()));
        let file = lab.file(id);
        assert_eq!(file.stage().map(|span| span.stage.as_str()), stage, "{outcome:?}");
        due(&lab, id);
        base = mine;
    }
    // Decided on a day before the pupil came to the stage: it is said, and nothing is half done.
    let late = Referral {
        reasons: "Typed up late.".into(),
        ..Referral::raised(date("2026-09-01"), lab.by.typed.clone())
    };
    lab.make(|edit, by| stage::change(edit, by, id, &to("W", "2026-11-18")));
    let new = lab.make(|edit, by| case::begin(edit, by, id, late.clone().wrap()));
    let mine = Referral {
        reviewed: Some(date("2026-09-07")),
        outcome: Some(ReferralOutcome::Support),
        ..late.clone()
    };
    let words = lab
        .try_make(|edit, by| referral::decide(edit, by, Referral::key(id, new), &late, mine.clone()))
        .unwrap_err();
    assert!(words.contains("give a day after it"), "{words}");
    due(&lab, id);
}
