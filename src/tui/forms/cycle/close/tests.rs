//! The closing screen by keys, over a real store.

use crate::actions::testing::date;
use crate::domain::code::Outcome;
use crate::domain::ids::{Key, Kind, PupilId};
use crate::domain::record::Recorded;
use crate::domain::support::{Cycle, Speaker, Target, TargetOutcome, Voice};
use crate::tui::command::Scope;
use crate::tui::forms::cycle::tests::screen as with_plan;
use crate::tui::testing::Screen;

/// A plan agreed on 14 September with three targets, its review on 16 November, late; in Due.
fn screen() -> (Screen, PupilId) {
    let (mut screen, id) = with_plan();
    let cycle = screen.lab.file(id).cycles[0].clone();
    let key = Cycle::key(id, cycle.id);
    screen.lab.make(|edit, by| {
        for aim in ["Reads 20 words at sight", "Asks for help when stuck", "Writes three sentences alone"] {
            let mut target = Target::of(key.id, date("2026-09-14"), by.typed.clone());
            target.aim = aim.into();
            target.criteria = "three days running".into();
            edit.add(id, target)?;
        }
        let mine = Cycle {
            agreed: Some(date("2026-09-14")),
            review_on: Some(date("2026-11-16")),
            staff_told: Some(date("2026-09-14")),
            ..cycle.value.clone()
        };
        crate::actions::cycle::change(edit, by, key, &cycle.value, mine)
    });
    let effects = screen.app.go(Scope::Due);
    screen.perform(effects);
    let effects = screen.app.changed();
    screen.perform(effects);
    screen.press(&["/"]);
    screen.write("plan review");
    screen.press(&["Enter"]);
    (screen, id)
}

#[test]
fn three_targets_are_judged_and_the_next_cycle_opens_with_few_keys() {
    let (mut screen, id) = screen();
    let mut keys = 0;
    let mut press = |screen: &mut Screen, all: &[&str]| {
        keys += all.len();
        screen.press(all);
    };
    press(&mut screen, &["Enter", "1", "Enter", "2", "Enter", "3", "Enter"]);
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Close the cycle: IEP since 14 Sep 2026 · Ama Otter               3 of 3 judged
      Reviewed on   21 Nov 2026   Sat 21 Nov 2026, today · a weekend · Autumn week …
         target                         came to    in a sentence            goes on
      1. Reads 20 words at sight        met                                 no
      2. Asks for help when stuck       partly met                          yes
      3. Writes three sentences alone   not met                             yes
     The whole ────────────────────────────────────────────────────────────────────
    › Outcome       0 as hoped
      Found
     In their own words ───────────────────────────────────────────────────────────
      Child says    missing: nothing is recorded for this review
      Parents say   missing: nothing is recorded for this review
     The next plan ────────────────────────────────────────────────────────────────
      Next plan     IEP
      Review on     4 Jan 2027    Mon 4 Jan 2027, in 6 weeks, 2 days, Spring week 1



    ───────────────────────────────────────────────────────────────────────────────
     -2 -1 0 1 2 or the arrows: against what was hoped.
    "#);
    press(&mut screen, &["Tab"]);
    screen.write("Reads more, writes little.");
    press(&mut screen, &["Tab"]);
    screen.write("I can read the bus now.");
    press(&mut screen, &["Tab"]);
    screen.write("He reads to his sister.");
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Close the cycle: IEP since 14 Sep 2026 · Ama Otter               3 of 3 judged
      Reviewed on   21 Nov 2026   Sat 21 Nov 2026, today · a weekend · Autumn week …
         target                         came to    in a sentence            goes on
      1. Reads 20 words at sight        met                                 no
      2. Asks for help when stuck       partly met                          yes
      3. Writes three sentences alone   not met                             yes
     The whole ────────────────────────────────────────────────────────────────────
      Outcome       0 as hoped
      Found         Reads more, writes little.
     In their own words ───────────────────────────────────────────────────────────
      Child says    I can read the bus now.
    › Parents say   He reads to his sister.
     The next plan ────────────────────────────────────────────────────────────────
      Next plan     IEP
      Review on     4 Jan 2027    Mon 4 Jan 2027, in 6 weeks, 2 days, Spring week 1



    ───────────────────────────────────────────────────────────────────────────────
     In the parents' own words.
     Enter begins a new line; Tab goes on.
    "#);
    press(&mut screen, &["C-s"]);
    assert!(screen.app.layers.is_empty(), "{}", screen.text(80, 24));
    let said = "Saved: Ama Otter, cycle closed · next review Mon 4 Jan";
    assert!(screen.notice().starts_with(said), "{}", screen.notice());
    assert_eq!(keys, 11);
    let file = screen.lab.file(id);
    let [closed, open] = &file.cycles[..] else { panic!("{:?}", file.cycles) };
    assert_eq!((closed.reviewed, closed.outcome), (Some(date("2026-11-21")), Some(Outcome::AsHoped)));
    assert_eq!((open.after, open.review_on), (Some(closed.id), Some(date("2027-01-04"))));
    let outcomes: Vec<_> = file.targets_of(closed.id).map(|held| held.outcome).collect();
    assert_eq!(
        outcomes,
        [TargetOutcome::Met, TargetOutcome::Partly, TargetOutcome::NotMet].map(Some),
        "each as judged"
    );
    let carried: Vec<_> = file.targets_of(open.id).map(|held| held.aim.as_str()).collect();
    assert_eq!(carried, ["Asks for help when stuck", "Writes three sentences alone"]);
    let review = file.reviews.iter().find(|held| Some(held.id) == closed.review).unwrap();
    assert_eq!(
        (review.held, review.pupil_voice.as_str(), review.parent_voice.as_str()),
        (Some(date("2026-11-21")), "I can read the bus now.", "He reads to his sister.")
    );
    screen.press(&["u"]);
    let file = screen.lab.file(id);
    assert_eq!((file.cycles.len(), file.cycle().map(|held| held.reviewed)), (1, Some(None)), "one undo");
}

#[test]
fn what_is_not_judged_asks_once_more_and_goes_on() {
    let (mut screen, id) = screen();
    screen.press(&["Enter", "1", "C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Target 2 is not judged: 1 met"), "{text}");
    assert_eq!(screen.lab.file(id).cycles.len(), 1);
    screen.press(&["C-s"]);
    let file = screen.lab.file(id);
    assert_eq!(file.cycles.len(), 2, "{}", screen.text(80, 24));
    assert_eq!(file.targets_of(file.cycles[1].id).count(), 2, "what nobody judged is not lost");
}

#[test]
fn a_whole_that_its_targets_speak_against_is_asked_for_once() {
    let (mut screen, id) = screen();
    screen.press(&["Enter", "3", "Enter", "3", "Enter", "1", "C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("1 met and 2 not met, and the whole as hoped?"), "{text}");
    assert_eq!(screen.lab.file(id).cycles.len(), 1);
    screen.press(&["-", "1", "C-s"]);
    assert_eq!(screen.lab.file(id).cycles[0].outcome, Some(Outcome::Less));
}

#[test]
fn a_target_can_stay_behind_or_go_on_against_its_outcome_and_the_line_above_repeats() {
    let (mut screen, id) = screen();
    // Met, and goes on all the same; as above; partly, and stays behind.
    screen.press(&["Enter", "1", "Tab", "Tab", "Space", "Tab", ".", "2", "Tab"]);
    screen.write("nearly");
    screen.press(&["Tab", "Space", "C-s"]);
    let file = screen.lab.file(id);
    let carried: Vec<_> = file.targets_of(file.cycles[1].id).map(|held| held.aim.as_str()).collect();
    assert_eq!(carried, ["Reads 20 words at sight", "Asks for help when stuck"]);
    let last = file.targets_of(file.cycles[0].id).next_back().unwrap();
    assert_eq!((last.outcome, last.result.as_str()), (Some(TargetOutcome::Partly), "nearly"));
}

#[test]
fn none_may_follow_and_another_kind_has_another_rhythm() {
    let (mut screen, id) = screen();
    screen.press(&[
        "Enter", "1", "Enter", "1", "Enter", "1", "Enter", "-", "1", "Enter", "Tab", "Tab", "Tab", "2", "Tab",
    ]);
    let text = screen.text(80, 24);
    assert!(text.contains("Next plan     My Plan") && text.contains("22 Feb 2027"), "{text}");
    screen.press(&["Up"]);
    screen.write("none");
    screen.press(&["Tab", "C-s"]);
    assert!(
        screen.notice().starts_with("Saved: Ama Otter, cycle closed, none follows"),
        "{}",
        screen.notice()
    );
    let file = screen.lab.file(id);
    assert_eq!((file.cycles.len(), file.cycles[0].outcome), (1, Some(Outcome::Less)));
}

#[test]
fn what_was_heard_in_the_weeks_before_is_not_missing() {
    let (mut screen, id) = screen();
    screen.lab.make(|edit, by| {
        let mut voice = Voice::said(date("2026-11-12"), Speaker::Parent, by.typed.clone());
        voice.words = "He reads to his sister.".into();
        edit.add(id, voice)
    });
    screen.press(&["Enter"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Child says    missing: nothing is recorded"), "{text}");
    assert!(text.contains("Parents say   heard Thu 12 Nov: He reads to his sister."), "{text}");
}

#[test]
fn what_is_wrong_is_said_and_the_cursor_goes_there() {
    let (mut screen, id) = screen();
    screen.press(&["Enter", "1", "Enter", "1", "Enter", "1", "Up", "Up", "Up", "C-u"]);
    screen.write("never");
    screen.press(&["C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Reviewed on cannot read “never”"), "{text}");
    screen.press(&["C-u"]);
    screen.write("1/9");
    screen.press(&["C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Not saved"), "{text}");
    assert_eq!(screen.lab.file(id).cycles.len(), 1);
}

#[test]
fn esc_keeps_a_draft_that_opens_again() {
    let (mut screen, id) = screen();
    screen.press(&["Enter", "Esc"]);
    assert!(screen.app.drafts.is_empty(), "nothing typed, nothing kept");
    screen.press(&["Enter", "1", "Enter", "2", "Tab"]);
    screen.write("half of it");
    screen.press(&["Esc"]);
    assert_eq!((screen.app.layers.len(), screen.app.drafts.len()), (0, 1));
    screen.press(&["D"]);
    let text = screen.text(80, 24);
    assert!(text.contains("2 of 3 judged") && text.contains("half of it"), "{text}");
    screen.press(&["C-s", "C-s"]);
    assert!(screen.app.drafts.is_empty());
    // Closed by now: the row and the part of the page know it.
    let first = screen.lab.file(id).cycles[0].id;
    screen.perform(super::open(Key::new(id, Kind::Cycle, first)));
    assert!(screen.notice().starts_with("This cycle is closed already"), "{}", screen.notice());
}

#[test]
fn every_size_is_drawn() {
    let (mut screen, _) = screen();
    screen.press(&["Enter"]);
    for _ in 0..17 {
        for (width, height) in
            [(1, 1), (2, 3), (10, 4), (30, 6), (40, 8), (59, 11), (60, 12), (80, 24), (200, 50)]
        {
            screen.text(width, height);
        }
        screen.press(&["Tab"]);
    }
    let text = screen.text(80, 9);
    assert!(text.contains("›") && text.contains("Review on"), "the line of the cursor is seen: {text}");
}

#[test]
fn it_opens_from_the_plan_the_palette_and_the_key_of_reviews() {
    for open in ["pupil.cycle_close", "pupil.review"] {
        let (mut screen, _) = screen();
        screen.run(open);
        assert!(screen.text(80, 24).contains("Close the cycle: IEP since 14 Sep 2026"), "{open}");
    }
    let (mut screen, _) = screen();
    screen.press(&["P", "/"]);
    screen.write("review late");
    screen.press(&["Enter", "Enter"]);
    assert!(screen.text(80, 24).contains("Close the cycle"), "{}", screen.text(80, 24));
}
