//! A pupil's plan on a screen of memory: referred, decided, assessed, planned, with targets one after the other.

use crate::actions::testing::{Lab, date};
use crate::domain::ids::{Kind, PupilId, Typed};
use crate::domain::support::{Cycle, ReferralOutcome};
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

/// A pupil at SEN support whose plan runs since 14 September, in the register.
pub(super) fn screen() -> (Screen, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-09-07");
    lab.make(|edit, _| {
        for held in edit.list::<Cycle>(id)? {
            edit.delete(crate::domain::ids::Key::new(id, Kind::Cycle, held.id))?;
        }
        edit.add(id, Cycle::began(date("2026-09-14"), "iep", Typed::default()))
    });
    (Screen::at(lab, Scope::Register), id)
}

fn no_plan() -> (Screen, PupilId) {
    let (mut screen, id) = screen();
    screen.lab.make(|edit, _| {
        for held in edit.list::<Cycle>(id)? {
            edit.delete(crate::domain::ids::Key::new(id, Kind::Cycle, held.id))?;
        }
        Ok(())
    });
    (screen, id)
}

#[test]
fn the_plan_stands_on_the_pupils_page_with_what_it_lacks() {
    let (mut screen, _) = screen();
    screen.press(&["P"]);
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Plan ─────────────────────────────────────────────────────────────────────────
    ›  IEP        since 14 Sep 2026
       to do      no target yet: + adds one
       to do      not agreed yet with parents and child; no review date
       to do      child's voice missing; parents' voice missing
       assessed   0 of 7 sources
                  0 of 2 cycles reviewed at SEN support ▸
     Needs ────────────────────────────────────────────────────────────────────────
                  no need is recorded
     Stages ───────────────────────────────────────────────────────────────────────
       since 7 Sep 2026 SEN support
     Provision ────────────────────────────────────────────────────────────────────
                  no provision yet
     Reviews ──────────────────────────────────────────────────────────────────────
                  no review yet
     Contacts and notes ───────────────────────────────────────────────────────────
                  no contact or note yet
    "#);
    screen.press(&["Down", "Enter"]);
    assert!(screen.text(80, 24).contains("IEP: target 1 of 4"), "{}", screen.text(80, 24));
}

#[test]
fn a_target_is_two_keys_and_its_aim_and_the_next_is_the_same() {
    let (mut screen, id) = screen();
    for (number, aim) in ["Reads 20 words", "Asks for help"].into_iter().enumerate() {
        screen.press(&["+"]);
        screen.write(aim);
        screen.press(&["C-s"]);
        let said = format!("Saved: Ama Otter, target {} of 4 · + adds another · u takes it back", number + 1);
        assert_eq!(screen.notice(), said);
    }
    let aims: Vec<String> = screen.lab.file(id).targets.iter().map(|held| held.aim.clone()).collect();
    assert_eq!(aims, ["Reads 20 words", "Asks for help"]);
    // The third is told what stands there already.
    screen.press(&["+"]);
    let text = screen.text(80, 24);
    assert!(text.contains("IEP: target 3 of 4") && text.contains("2. Asks for help"), "{text}");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("is needed"), "an aim there must be");
}

#[test]
fn more_targets_than_the_school_sets_are_saved_and_said() {
    let (mut screen, id) = screen();
    for aim in ["a", "b", "c", "d", "e"] {
        screen.press(&["+"]);
        screen.write(aim);
        screen.press(&["C-s"]);
    }
    assert_eq!(screen.lab.file(id).targets.len(), 5);
    assert!(screen.notice().contains("mind: that makes 5 targets"), "{}", screen.notice());
}

#[test]
fn evidence_is_ticked_with_a_blank_each() {
    let (mut screen, id) = screen();
    screen.run("pupil.cycle_assess");
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Assess: the evidence drawn on
     Ama Otter · SEN support since 7 Sep 2026

    › Teacher
      … said
      Progress
      … said
      Other teachers
      … said
      Peers
      … said
      Parents
      … said
      Child
      … said
     ───────────────────────────────────────────────────────────────── more below ─
     The day the teacher's assessment was drawn on. Space puts today.
    "#);
    // Teacher, and what the child says; a second blank takes a tick away.
    screen.press(&["Space", "Tab", "Tab", "Space", "Space"]);
    for _ in 0..8 {
        screen.press(&["Tab"]);
    }
    screen.press(&["Space", "Tab"]);
    screen.write("I like maths");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Ama Otter, evidence noted"), "{}", screen.notice());
    let cycle = screen.lab.file(id).cycle().unwrap().value.clone();
    assert_eq!((cycle.teacher.on, cycle.progress.on), (Some(date("2026-11-21")), None));
    assert_eq!((cycle.pupil.on, cycle.pupil.note.as_str()), (Some(date("2026-11-21")), "I like maths"));
}

#[test]
fn a_plan_has_the_fields_of_its_kind_and_its_review_date_stands_there() {
    let (mut screen, id) = screen();
    screen.run("pupil.cycle_plan");
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Plan: Individual Education Plan
     Ama Otter · SEN support since 7 Sep 2026

    › Area of need
      Areas of strength
      Areas of concern
      Adjustments
      Expected impact
      Parents can support by
      Plan agreed
      Review on               4 Jan 2027
      Staff told
      Who was told

      [Save]  C-s
     ──────────────────────────────────────────────────────────────────────────────
     The area that the plan is for.
      1 Communication and interaction   2 Cognition and learning
      3 Social, emotional and mental health   4 Sensory and/or physical
    "#);
    screen.press(&["Tab"]);
    screen.write("Patient, good at maths");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Ama Otter, plan changed"), "{}", screen.notice());
    let cycle = screen.lab.file(id).cycle().unwrap().value.clone();
    assert_eq!(
        (cycle.strengths.as_str(), cycle.review_on),
        ("Patient, good at maths", None),
        "nothing is agreed yet"
    );
    screen.press(&["P", "/"]);
    screen.write("to do agreed");
    screen.press(&["Enter", "Enter", "C-s"]);
    let words = "Saved: Ama Otter, plan agreed · next";
    assert!(screen.notice().starts_with(words), "{} {}", screen.notice(), screen.text(80, 24));
    let file = screen.lab.file(id);
    let cycle = file.cycle().unwrap();
    assert_eq!((cycle.agreed, cycle.review_on), (Some(date("2026-11-21")), Some(date("2027-01-04"))));
    let review = file.open_reviews().find(|review| Some(review.id) == cycle.review);
    assert_eq!(review.map(|review| review.due), Some(date("2027-01-04")));
}

#[test]
fn where_no_plan_runs_one_is_begun() {
    let (mut screen, id) = no_plan();
    screen.press(&["+"]);
    assert_eq!(screen.notice(), "No plan of Ama Otter runs: P, then Enter begins one");
    screen.press(&["P"]);
    assert!(
        screen.text(80, 24).contains("›             no plan runs: Enter begins one"),
        "{}",
        screen.text(80, 24)
    );
    screen.press(&["P"]);
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Begin a cycle: assess
     Ama Otter · SEN support since 7 Sep 2026

      Kind of plan    IEP
      Assessed from   21 Nov 2026
    › Teacher
      Progress
      Other teachers
      Peers
      Parents
      Child
      From outside
      Lead

      [Save]  C-s
     ──────────────────────────────────────────────────────────────────────────────
     The day the teacher's assessment was drawn on. Space puts today.
    "#);
    screen.press(&["Space", "C-s"]);
    assert!(
        screen.notice().starts_with("Saved: Ama Otter, IEP begun · + adds a target"),
        "{}",
        screen.notice()
    );
    let file = screen.lab.file(id);
    assert_eq!(file.cycle().map(|cycle| cycle.teacher.on), Some(Some(date("2026-11-21"))));
    screen.run("pupil.cycle_begin");
    assert_eq!(screen.notice(), "Ama Otter has a plan that runs: P opens it");
}

#[test]
fn a_pupil_at_no_stage_is_referred_and_comes_to_sen_support() {
    let mut lab = Lab::new();
    let id = lab.pupil("Finn", "Badger");
    let mut screen = Screen::at(lab, Scope::Register);
    // Not on the register: the list of all on roll has them.
    screen.press(&["t"]);
    screen.run("pupil.refer");
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Refer a pupil: a concern
     Finn Badger

    › Concern            SEND
      Raised             21 Nov 2026
      Referred by
      Carer
      Reasons*
      Main area
      Tried so far
      Slower than peers  no
      … seen in
      Below own rate     no
      … seen in
      Gap not closing    no
     ───────────────────────────────────────────────────────────────── more below ─
     SEND or pastoral.
     ›1 SEND   2 pastoral
    "#);
    screen.press(&["Tab", "Tab", "Tab", "Tab"]);
    screen.write("Cannot blend sounds");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Finn Badger, referral begun"), "{}", screen.notice());
    screen.run("pupil.decide");
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Decide the referral
     Finn Badger
     SEND, raised Sat 21 Nov: Cannot blend sounds

    › Outcome*
      Decided on    today
      Action taken
      Lead

      [Save]  C-s





     ──────────────────────────────────────────────────────────────────────────────
     What it leads to: a figure picks. What follows is done in the same step.
      1 SEN support: the stage, a letter to the parents, the first cycle
      2 watch list: the stage, looked at again
      3 no action: the teacher goes on as before   4 other help, not SEN: no stage
    "#);
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("is needed"), "nothing is decided by itself");
    screen.press(&["1", "C-s"]);
    assert!(screen.notice().starts_with("Saved: Finn Badger, SEN support"), "{}", screen.notice());
    let file = screen.lab.file(id);
    assert_eq!(file.referrals[0].outcome, Some(ReferralOutcome::Support));
    assert_eq!(file.stage().map(|span| span.stage.as_str()), Some("K"));
    assert_eq!((file.notices.len(), file.cycles.len()), (1, 1));
    screen.run("pupil.decide");
    assert_eq!(screen.notice(), "No referral of Finn Badger waits to be decided");
    screen.press(&["o"]);
    let text = screen.text(80, 40);
    assert!(
        text.contains("Referrals") && text.contains("SEN support, 21 Nov · Cannot blend sounds"),
        "{text}"
    );
    screen.press(&["u"]);
    assert_eq!(screen.lab.file(id).stages.len(), 0);
}

#[test]
fn every_form_opens_again_from_its_draft_and_says_what_is_gone() {
    let (mut first, id) = screen();
    first.press(&["+", "a", "C-s"]);
    let file = first.lab.file(id);
    let (cycle, target) = (file.cycles[0].id.0, file.targets[0].id.0);
    let whom = id.0;
    for (form, about, title) in [
        ("cycle.begin", whom.to_string(), "has a plan that runs"),
        ("cycle.step", format!("{whom}/{cycle}/basics"), "The IEP"),
        ("cycle.step", format!("{whom}/{cycle}/assess"), "Assess"),
        ("cycle.step", format!("{whom}/{cycle}/plan"), "Plan: Individual"),
        ("cycle.close", format!("{whom}/{cycle}"), "Close the cycle"),
        ("target.add", whom.to_string(), "target 2 of 4"),
        ("target.edit", format!("{whom}/{target}"), "Change the target"),
    ] {
        let row = crate::tui::forms::FORMS.iter().find(|row| row.id == form).unwrap();
        let effects = (row.open)(&mut first.app, &about);
        first.perform(effects);
        assert!(first.text(80, 24).contains(title), "{form} {about}: {}", first.text(80, 24));
        first.app.layers.clear();
        for gone in ["9/9", "9", "", "9/9/plan"] {
            let effects = (row.open)(&mut first.app, gone);
            first.perform(effects);
            assert!(first.app.layers.is_empty(), "{form} {gone}");
        }
    }
}

#[test]
fn a_draft_comes_back_and_the_form_of_an_ended_cycle_corrects_it() {
    let (mut screen, id) = screen();
    screen.press(&["+"]);
    screen.write("Reads 20 words");
    screen.press(&["Esc", "D"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Your unfinished draft is back") && text.contains("Reads 20 words"), "{text}");
    screen.press(&["C-s"]);
    screen.lab.make(|edit, by| {
        let mut cycle = Cycle::began(date("2026-03-02"), "iep", by.typed.clone());
        cycle.reviewed = Some(date("2026-06-12"));
        edit.add(id, cycle)
    });
    let effects = screen.app.changed();
    screen.perform(effects);
    screen.press(&["P", "/"]);
    screen.write("to 12 jun");
    screen.press(&["Enter", "Enter"]);
    assert!(screen.text(80, 24).contains("Correct the IEP that has ended"), "{}", screen.text(80, 24));
}
