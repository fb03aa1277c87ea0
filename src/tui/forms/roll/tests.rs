//! Rolling forward by keys, over a real store.

use super::*;
use crate::actions::provision::tests::{date, language_group, school};
use crate::domain::ids::RecordId;
use crate::domain::provision::Provision;
use crate::tui::panes::provision::tests::{Stage, inner};

/// A group to the term's end, one without an end, one without pupils; the screen just opened.
fn opened() -> (Stage, [RecordId; 3]) {
    let mut school = school();
    let end = Some(date("2026-12-18"));
    let group = school.start(&Provision { end, ..language_group() }, 3);
    let lexia = school.start(&Provision { name: "Lexia".into(), ..language_group() }, 2);
    let pecs = school.start(&Provision { name: "PECS".into(), end, ..language_group() }, 0);
    let mut stage = Stage::of(school);
    stage.run("provision.roll");
    assert_eq!(stage.app.layers.len(), 1, "{}", stage.notice());
    (stage, [group, lexia, pecs])
}

fn stands(stage: &Stage, id: RecordId) -> Provision {
    stage.school.one(id).provision
}

fn text(stage: &mut Stage) -> String {
    stage.shown(80, 24).0.join("\n")
}

#[test]
fn one_key_a_row_and_the_undecided_are_named() {
    let (mut stage, [group, lexia, pecs]) = opened();
    stage.press("c");
    insta::assert_snapshot!("three_at_80", inner(&stage.shown(80, 24).0));
    stage.press("Down e C-s");
    assert!(stage.app.layers.is_empty(), "{}", text(&mut stage));
    let said = stage.notice();
    assert!(said.starts_with("Saved: Roll forward to the next term"), "{said}");
    assert!(said.ends_with("1 undecided: Lexia"), "{said}");
    assert_eq!(stands(&stage, group).end, Some(date("2027-03-25")));
    assert_eq!(stands(&stage, pecs).end, Some(date("2026-12-18")));
    assert_eq!(stands(&stage, lexia).end, None);
    let line = stage.school.one(group);
    assert!(line.places.iter().all(|place| place.to == Some(date("2027-03-25"))), "{:?}", line.places);
    stage.press("u");
    assert_eq!(stands(&stage, group).end, Some(date("2026-12-18")), "one undo takes all back");
}

#[test]
fn a_change_asks_for_the_dosage_below() {
    let (mut stage, [group, lexia, _]) = opened();
    stage.press("g C-s");
    assert!(text(&mut stage).contains("Language group: the dosage is as it was"), "{}", text(&mut stage));
    stage.press("C-u 2 Tab C-u 30 Tab");
    insta::assert_snapshot!("changed_at_80", inner(&stage.shown(80, 24).0));
    stage.press("Enter .");
    stage.press("C-s");
    assert!(stage.app.layers.is_empty(), "{}", text(&mut stage));
    for id in [group, lexia] {
        let after = stands(&stage, id);
        assert_eq!((after.times_a_week, after.minutes, after.earlier.len()), (2, 30, 1));
    }
    assert_eq!((stands(&stage, group).end, stands(&stage, lexia).end), (Some(date("2027-03-25")), None));
}

#[test]
fn capital_c_lets_all_the_rest_go_on() {
    let (mut stage, [group, _, pecs]) = opened();
    stage.press("e C C-s");
    assert!(stage.app.layers.is_empty(), "{}", text(&mut stage));
    assert!(stage.notice().ends_with("Lexia has no end and goes on as before"), "{}", stage.notice());
    assert_eq!(stands(&stage, group).end, Some(date("2026-12-18")));
    assert_eq!(stands(&stage, pecs).end, Some(date("2027-03-25")));
}

#[test]
fn nothing_decided_saves_nothing() {
    let (mut stage, [group, ..]) = opened();
    stage.press("C-s");
    assert!(text(&mut stage).contains("Nothing is decided yet"));
    stage.press("Esc");
    assert!(stage.app.layers.is_empty() && stage.app.drafts.is_empty());
    assert_eq!(stands(&stage, group).end, Some(date("2026-12-18")));
}

#[test]
fn esc_keeps_a_draft_that_opens_again() {
    let (mut stage, _) = opened();
    stage.press("c g C-u 4 Esc");
    assert_eq!((stage.app.layers.len(), stage.app.drafts.len()), (0, 1));
    stage.run("draft.resume");
    let said = text(&mut stage);
    assert!(said.contains("2 of 3 decided") && said.contains("4 × 20 min"), "{said}");
    stage.press("C-s");
    assert!(stage.app.drafts.is_empty(), "{}", text(&mut stage));
}

#[test]
fn what_somebody_moved_meanwhile_is_refused_by_its_name() {
    let (mut stage, [group, ..]) = opened();
    let end = date("2026-12-11");
    stage.school.act(|edit| crate::actions::provision::end(edit, group, end, ""));
    stage.press("c C-s");
    let said = text(&mut stage);
    assert!(said.contains("Language group: its last day was moved meanwhile"), "{said}");
    assert!(said.contains("›! Language group"), "{said}");
    assert_eq!(stage.app.layers.len(), 1, "what was decided stays");
}

#[test]
fn every_size_is_drawn() {
    let (mut stage, _) = opened();
    stage.press("g");
    for width in [1, 2, 3, 10, 29, 45, 46, 73, 74, 80, 110, 200] {
        for height in [1, 2, 3, 4, 7, 8, 11, 12, 24, 60] {
            for _ in 0..5 {
                let (_, at) = stage.shown(width, height);
                assert!(at.0 < width && at.1 < height, "{width}×{height}");
                stage.press("Tab");
            }
        }
    }
}

#[test]
fn many_undecided_are_named_in_part() {
    assert_eq!(undecided(&[]), "");
    assert_eq!(undecided(&["A", "B"]), "2 undecided: A and B");
    assert_eq!(undecided(&["A", "B", "C", "D", "E", "F"]), "6 undecided: A, B, C, D and 2 others");
}
