//! Stages: what follows what, what is refused, and the letters that a change begins and closes.

use super::*;
use crate::actions::need;
use crate::actions::testing::{Lab, date};
use crate::domain::code::SenType;
use crate::domain::school::{SchoolFile, Settings};

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

/// The letters of a pupil: the day decided, and the day closed.
fn letters(lab: &Lab, id: PupilId) -> Vec<String> {
    let one = |case: &Held<Notice>| {
        format!("{}..{}", day::iso(case.decided), case.closed.map(day::iso).unwrap_or_default())
    };
    lab.file(id).notices.iter().map(one).collect()
}

#[test]
fn coming_onto_the_register_begins_one_letter_and_going_off_closes_it() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    for (stage, from, expected) in [
        ("W", "2026-03-02", vec![]),
        ("K", "2026-09-14", vec!["2026-09-14.."]),
        ("KA", "2026-10-05", vec!["2026-09-14.."]),
        ("E", "2026-10-12", vec!["2026-09-14.."]),
        ("W", "2026-11-02", vec!["2026-09-14..2026-11-02"]),
        // The same day again: it was a slip of the hand.
        ("K", "2026-11-02", vec!["2026-09-14..2026-11-02", "2026-11-02.."]),
        ("", "2026-11-16", vec!["2026-09-14..2026-11-02", "2026-11-02..2026-11-16"]),
    ] {
        lab.make(|edit, by| change(edit, by, id, &to(stage, from)));
        assert_eq!(letters(&lab, id), expected, "{stage} {from}");
    }
    lab.undo();
    assert_eq!(letters(&lab, id), ["2026-09-14..2026-11-02", "2026-11-02.."], "one step takes it back");
    lab.undo();
    assert_eq!(letters(&lab, id), ["2026-09-14..2026-11-02"]);
}

#[test]
fn a_stage_from_before_the_school_asked_begins_no_letter() {
    let mut lab = Lab::new();
    let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"));
    lab.make(|edit, _| {
        let settings = Settings { clock_from: Some(date("2026-11-02")), ..Settings::default() };
        edit.put(SchoolFile::settings_key(), settings.wrap())
    });
    lab.make(|edit, by| change(edit, by, ama, &to("K", "2026-11-01")));
    lab.make(|edit, by| change(edit, by, ben, &to("K", "2026-11-02")));
    assert_eq!((letters(&lab, ama), letters(&lab, ben)), (vec![], vec!["2026-11-02..".to_owned()]));
}

#[test]
fn a_corrected_stage_keeps_its_letter_in_step() {
    for (first, sent, stage, from, expected) in [
        ("K", false, "K", "2026-09-07", vec!["2026-09-07.."]),
        ("K", true, "K", "2026-09-07", vec!["2026-09-14.."]),
        ("K", false, "E", "2026-09-14", vec!["2026-09-14.."]),
        ("K", false, "W", "2026-09-14", vec!["2026-09-14..2026-09-14"]),
        ("W", false, "K", "2026-09-14", vec!["2026-09-14.."]),
    ] {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| change(edit, by, id, &to(first, "2026-09-14")));
        if sent {
            lab.make(|edit, _| {
                let held = edit.pupil_file(id)?.unwrap().notices.remove(0);
                let case = Notice { sent: Some(date("2026-09-15")), ..held.value };
                edit.put(Notice::key(id, held.id), case.wrap())
            });
        }
        let base = lab.file(id).stages[0].clone();
        let mine = StageSpan { stage: stage.into(), from: date(from), ..base.value.clone() };
        lab.make(|edit, by| correct(edit, by, id, base.id, &base.value, mine.clone()));
        assert_eq!(letters(&lab, id), expected, "{first} to {stage} {from}");
    }
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
    let plan = "no EHC plan is on file for Ama Otter: begin it as a case, its annual review is counted from its date";
    assert_eq!(warnings, [plan]);
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
        (watch, StageSpan { to: Some(date("2025-09-01")), ..watch.value.clone() }, "comes before the first"),
        (
            support,
            StageSpan { from: date("2026-01-11"), ..support.value.clone() },
            "overlap Watch list, from",
        ),
        (support, StageSpan { from: date("2027-01-11"), ..support.value.clone() }, "lies ahead"),
        (support, StageSpan { stage: "X".into(), ..support.value.clone() }, "no stage “X”"),
    ];
    for (held, mine, says) in cases {
        let words =
            lab.try_make(|edit, by| correct(edit, by, id, held.id, &held.value, mine.clone())).unwrap_err();
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
