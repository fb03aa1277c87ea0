//! The group's check by keys, over a real store.

use super::*;
use crate::actions::provision::tests::{School, date, language_group, school, today};
use crate::domain::code::{Decision, Outcome};
use crate::domain::delivery::{Missed, Session, State};
use crate::domain::ids::{PupilId, SCHOOL};
use crate::domain::pupil::Pupil;
use crate::domain::record::Recorded;
use crate::tui::panes::provision::tests::{Stage, inner};

/// The check of a language group of so many, just opened.
fn open_for(pupils: usize) -> (Stage, RecordId) {
    let mut school = school();
    let id = school.start(&language_group(), pupils);
    let mut stage = Stage::of(school);
    stage.press("Enter");
    assert_eq!(stage.app.layers.len(), 1, "{}", stage.notice());
    (stage, id)
}

/// What is stored of a pupil: name, checks, last outcome, last measure, last day.
type Stored = (String, u16, Option<Outcome>, String, Option<NaiveDate>);

fn stored(stage: &Stage, id: RecordId) -> Vec<Stored> {
    let line = stage.school.one(id);
    let mut rows: Vec<_> = line
        .places
        .iter()
        .map(|place| (place.who.name.clone(), place.checks, place.outcome, place.now.clone(), place.to))
        .collect();
    rows.sort();
    rows
}

fn text(stage: &mut Stage, width: u16, height: u16) -> String {
    stage.shown(width, height).0.join("\n")
}

#[test]
fn a_group_is_checked_with_few_keys_and_the_untouched_stay_unrecorded() {
    let (mut stage, id) = open_for(3);
    // Cy, Ama, Ben by surname: Marten, Otter, Quill.
    stage.press("41 Tab 1 Enter");
    stage.press("55 Tab -2 Tab s Tab met Enter");
    insta::assert_snapshot!("three_at_80", inner(&stage.shown(80, 24).0));
    insta::assert_snapshot!("three_at_120", inner(&stage.shown(120, 40).0));
    stage.press("C-s");
    assert!(stage.app.layers.is_empty());
    assert!(stage.notice().starts_with("Saved: Check a group"), "{}", stage.notice());
    assert_eq!(
        stored(&stage, id),
        [
            ("Ama Otter".into(), 1, Some(Outcome::MuchLess), "55".into(), Some(today())),
            ("Ben Quill".into(), 0, None, String::new(), None),
            ("Cy Marten".into(), 1, Some(Outcome::More), "41".into(), None),
        ]
    );
    stage.press("u");
    assert!(stored(&stage, id).iter().all(|row| row.1 == 0), "one undo takes all back");
}

#[test]
fn as_above_fills_the_row_and_goes_on() {
    let (mut stage, id) = open_for(3);
    stage.press("Tab 2 Tab g Tab well Enter");
    // In an empty measure the dot repeats; after a figure it is a decimal point.
    stage.press(". 3.5 Tab .");
    stage.press("C-s");
    let rows = stored(&stage, id);
    assert!(rows.iter().all(|row| row.2 == Some(Outcome::MuchMore)), "{rows:?}");
    assert_eq!(rows[1].3, "3.5", "Ben is the last by surname");
    let check =
        stage.school.store.read(|snapshot| snapshot.pupil_file(stage.school.pupils[0])).unwrap().unwrap();
    assert_eq!((check.checks[0].decision, check.checks[0].word.as_str()), (Decision::Change, "well"));
}

#[test]
fn what_is_missing_is_said_and_the_cursor_goes_there() {
    let (mut stage, id) = open_for(3);
    stage.press("C-s");
    assert!(text(&mut stage, 80, 24).contains("No pupil is checked yet"));
    stage.press("Down 30 C-s");
    let (lines, at) = stage.shown(80, 24);
    assert!(lines.join("\n").contains("Ama Otter: the outcome is missing"), "{lines:?}");
    assert_eq!(at.1, 6, "the second row, under header, tabs, title, day and heads");
    // The empty row is left alone again.
    stage.press("C-x Up 0 C-s");
    assert!(stage.app.layers.is_empty());
    assert_eq!(stored(&stage, id).iter().filter(|row| row.1 > 0).count(), 1);
}

#[test]
fn the_day_can_be_another_and_a_refusal_names_the_pupil() {
    let (mut stage, id) = open_for(2);
    // The date stands above the first row.
    stage.press("Tab 1 Enter Tab 1 Up Up C-u 1/10 Enter C-s");
    let said = text(&mut stage, 80, 24);
    assert!(said.contains("Not saved") && said.contains("Ama Otter began only on Mon 5 Oct 2026"), "{said}");
    assert!(said.contains("›! Ama Otter"), "{said}");
    assert_eq!(stage.app.layers.len(), 1, "all that was typed stays");
    stage.press("Up C-u nonsense C-s");
    assert_eq!(stage.app.layers.len(), 1, "{}", text(&mut stage, 80, 24));
    stage.press("C-u 19/11 C-s");
    assert!(stage.app.layers.is_empty(), "{}", text(&mut stage, 80, 24));
    let file =
        stage.school.store.read(|snapshot| snapshot.pupil_file(stage.school.pupils[0])).unwrap().unwrap();
    assert_eq!(file.checks[0].held, date("2026-11-19"));
    assert_eq!(stored(&stage, id).len(), 2);
}

#[test]
fn esc_keeps_a_draft_that_opens_again() {
    let (mut stage, _) = open_for(3);
    stage.press("Esc");
    assert!(stage.app.drafts.is_empty(), "nothing typed, nothing kept");
    stage.press("Enter 41 Tab -1 Tab g Tab slow Down Esc");
    assert_eq!((stage.app.layers.len(), stage.app.drafts.len()), (0, 1));
    assert!(stage.drafts.last().unwrap().starts_with("provision.check"), "{:?}", stage.drafts);
    stage.run("draft.resume");
    let said = text(&mut stage, 80, 24);
    assert!(said.contains("1 of 3 checked") && said.contains("slow") && said.contains("change"), "{said}");
    stage.press("C-s");
    assert!(stage.app.drafts.is_empty());
    assert!(stage.drafts.last().unwrap().starts_with("-provision.check"), "{:?}", stage.drafts);
}

#[test]
fn outcome_and_decision_move_by_arrows() {
    let (mut stage, _) = open_for(1);
    stage.press("Tab Right Right Right Right Tab Right");
    let screen = stage.app.layers[0].as_any().downcast_mut::<GroupCheck>().unwrap();
    assert_eq!(screen.rows[0].outcome, Some(Outcome::MuchMore));
    assert_eq!(screen.rows[0].decided(), Some(Decision::Change));
    stage.press("S-Tab Left Left Left Back");
    let screen = stage.app.layers[0].as_any().downcast_mut::<GroupCheck>().unwrap();
    assert_eq!(screen.rows[0].outcome, None);
}

#[test]
fn thirty_pupils_come_in_pages_and_every_size_is_drawn() {
    let mut school = school();
    let mut many: Vec<PupilId> = Vec::new();
    school
        .try_to(|edit| {
            many.clear();
            for at in 0..30 {
                let id = edit.new_pupil();
                let pupil = Pupil {
                    forename: format!("Kim{at:02}"),
                    surname: "\u{202e}Otter".into(),
                    ..Pupil::default()
                };
                edit.put(Pupil::key(id, RecordId(0)), pupil.wrap())?;
                many.push(id);
            }
            Ok(())
        })
        .unwrap();
    school.pupils = many;
    school.start(&language_group(), 30);
    let mut stage = Stage::of(school);
    stage.press("Enter");
    let first = text(&mut stage, 80, 24);
    assert!(first.contains("Kim00 Otter") && first.contains("16 more below"), "{first}");
    stage.press("PageDown");
    let second = text(&mut stage, 80, 24);
    assert!(second.contains("Kim27 Otter") && !second.contains("Kim00"), "{second}");
    for width in [1, 2, 3, 10, 29, 30, 49, 50, 73, 74, 80, 110, 200] {
        for height in [1, 2, 3, 4, 7, 8, 11, 12, 24, 60] {
            for _ in 0..4 {
                let (_, at) = stage.shown(width, height);
                assert!(at.0 < width && at.1 < height, "{width}×{height}");
                stage.press("Tab");
            }
        }
    }
    stage.press(
        "Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up",
    );
    for (width, height) in [(1, 1), (20, 2), (40, 5), (80, 24)] {
        let (_, at) = stage.shown(width, height);
        assert!(at.0 < width && at.1 < height, "{width}×{height} in the date");
    }
}

/// Records what became of the group's sessions on these days.
fn record(school: &mut School, id: RecordId, days: &[(&str, State)], away: &[(PupilId, Missed)]) {
    school
        .try_to(|edit| {
            for (on, state) in days {
                let session = Session {
                    provision: id,
                    on: date(on),
                    nth: 0,
                    at: None,
                    state: *state,
                    stands_for: None,
                    minutes: 20,
                    adult: None,
                    away: if *state == State::Delivered { away.to_vec() } else { Vec::new() },
                    note: String::new(),
                    typed: Typed::default(),
                };
                edit.add(SCHOOL, session)?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn delivered_and_progress_stand_beside_what_is_judged() {
    let mut school = school();
    let id = school.start(&language_group(), 2);
    let ben = school.pupils[1];
    record(
        &mut school,
        id,
        &[
            ("2026-10-05", State::Delivered),
            ("2026-10-07", State::Missed(Missed::Trip)),
            ("2026-10-09", State::Delivered),
        ],
        &[(ben, Missed::PupilAway)],
    );
    let mut stage = Stage::of(school);
    stage.press("Enter 35");
    let said = text(&mut stage, 120, 30);
    assert!(said.contains("Ama Otter: 2 of 18 delivered (trip 1, not recorded 15), 11 %"), "{said}");
    assert!(said.contains("30 → 35 ▁█ +5; no check before"), "{said}");
    stage.press("Enter 6y4m");
    insta::assert_snapshot!("a_measure_that_does_not_fit_at_80", inner(&stage.shown(80, 24).0));
    // It warns, and what is written stays as it was written.
    stage.press("Tab 1 C-s");
    let said = text(&mut stage, 80, 24);
    assert!(said.contains("Ama Otter: the outcome is missing"), "{said}");
    stage.press("0 C-s");
    assert!(stage.app.layers.is_empty(), "{}", text(&mut stage, 80, 24));
    assert!(stored(&stage, id).iter().any(|row| row.3 == "6y4m"));
}

#[test]
fn the_last_check_is_repeated_with_one_key_and_change_opens_the_dosage() {
    let (mut stage, id) = open_for(2);
    stage.press("33 Tab -1 Tab g Enter 34 Tab 2 Up Up C-u 19/11 C-s");
    assert_eq!(stored(&stage, id).iter().filter(|row| row.1 == 1).count(), 2);
    assert!(!stage.app.layers.is_empty(), "the dosage is asked for");
    stage.press("Esc Enter = =");
    let screen = stage.app.layers[0].as_any().downcast_mut::<GroupCheck>().unwrap();
    let rows: Vec<_> =
        screen.rows.iter().map(|row| (row.outcome, row.decided(), row.now.is_empty())).collect();
    assert_eq!(
        rows,
        [
            (Some(Outcome::Less), Some(Decision::Change), true),
            (Some(Outcome::MuchMore), Some(Decision::Continue), true),
        ]
    );
    // In the outcome a plus whose Shift was missed does no harm.
    stage.press("Up Tab = 1");
    let screen = stage.app.layers[0].as_any().downcast_mut::<GroupCheck>().unwrap();
    assert_eq!((screen.at, screen.rows[0].outcome), (0, Some(Outcome::More)));
}

#[test]
fn six_are_checked_with_a_figure_and_enter_each() {
    let mut school = school();
    let mut more = Vec::new();
    school
        .try_to(|edit| {
            more.clear();
            for at in 0..6 {
                let id = edit.new_pupil();
                let pupil =
                    Pupil { forename: format!("Kim{at}"), surname: "Otter".into(), ..Pupil::default() };
                edit.put(Pupil::key(id, RecordId(0)), pupil.wrap())?;
                more.push(id);
            }
            Ok(())
        })
        .unwrap();
    school.pupils = more.clone();
    let lead = crate::actions::staff::Adult::Named("R Dale".into());
    let joining: Vec<_> = more.iter().map(|id| crate::actions::provision::Joining::new(*id)).collect();
    let mut id = RecordId(0);
    let run = Provision { measure: String::new(), ..language_group() };
    let by = By { today: today(), typed: Typed::default() };
    school
        .try_to(|edit| {
            id = crate::actions::provision::start(edit, &by, &run, Some(&lead), &joining)?;
            Ok(())
        })
        .unwrap();
    let mut stage = Stage::of(school);
    stage.press("Enter 0 Enter 1 Enter 0 Enter -1 Enter 2 Enter 0 C-s");
    assert!(stage.app.layers.is_empty(), "{}", text(&mut stage, 80, 24));
    assert_eq!(stored(&stage, id).iter().filter(|row| row.2.is_some()).count(), 6);
}

#[test]
fn a_check_stands_in_every_timeline_and_what_ended_keeps_its_story() {
    let mut school = school();
    let id = school.start(&language_group(), 2);
    record(&mut school, id, &[("2026-10-05", State::Delivered), ("2026-10-07", State::Delivered)], &[]);
    let mut stage = Stage::of(school);
    stage.press("Enter 33 Tab -1 Enter 34 Tab 2 Up Up C-u 16/11 C-s");
    stage.press("Enter 45 Tab 1 Tab s Enter . C-s");
    let file = stage.school.store.read(|snapshot| snapshot.school()).unwrap();
    let later = date("2027-03-01");
    for (pupil, ended, story) in [
        (stage.school.pupils[0], "ended · exit 45 · +15", "30 → 45 ▁▂█ +15"),
        (stage.school.pupils[1], "ended", "31 → 34 ▁█ +3"),
    ] {
        let told = stage
            .school
            .store
            .read(|view| crate::views::timeline::story(view, &file, pupil, later, |_| today()));
        let told: Vec<String> = told.unwrap().unwrap().entries.into_iter().map(|entry| entry.what).collect();
        let checks = told.iter().filter(|what| what.starts_with("6-week check of Language group ·")).count();
        assert_eq!(checks, 2, "{told:?}");
        assert!(told.iter().any(|what| what.contains(ended)), "{told:?}");
        let page = stage
            .school
            .store
            .read(|view| crate::views::pupil::view(view, &file, pupil, later))
            .unwrap()
            .unwrap();
        let lines: Vec<_> = page.sections.into_iter().flat_map(|section| section.lines).collect();
        let line = lines.iter().find(|line| line.text.starts_with("Language group · ")).unwrap();
        assert!(line.past && line.text.contains(story) && line.text.contains("% delivered"), "{line:?}");
        assert!(
            line.more.iter().any(|more| more.starts_with("outcomes −1") || more.starts_with("outcomes +2"))
        );
    }
}
