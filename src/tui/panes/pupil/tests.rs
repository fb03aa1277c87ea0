//! The Pupil view on a screen of memory.

use super::*;
use crate::actions::need::{self, New};
use crate::actions::testing::{Lab, date};
use crate::domain::code::SenType;
use crate::domain::event::{Event, EventKind, Method};
use crate::domain::review::{Review, ReviewKind};
use crate::tui::testing::Screen;

/// One pupil at SEN support with a bit of everything, shown.
fn screen() -> Screen {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.make(|edit, by| {
        need::add(edit, by, id, &New { from: Some(date("2025-09-08")), ..New::of(SenType::Slcn) })
    });
    lab.at_stage(id, "W", "2025-01-06");
    lab.at_stage(id, "K", "2025-09-08");
    let lexia = lab.provision("Lexia", "2026-10-26");
    lab.allocation(id, lexia, "2026-10-26", None);
    lab.make(|edit, by| {
        edit.add(id, Review::planned(ReviewKind::WithParents, date("2026-11-16"), None, by.typed.clone()))?;
        let call = Event {
            kind: EventKind::Contact,
            happened: date("2026-11-12"),
            method: Some(Method::Phone),
            with: "mum".into(),
            text: "Sleep poor.\nWill call back.".into(),
            typed: by.typed.clone(),
        };
        edit.add(id, call)
    });
    let mut screen = Screen::at(lab, Scope::Register);
    screen.press(&["Enter"]);
    screen
}

#[test]
fn a_file_on_a_plain_terminal() {
    insta::assert_snapshot!(screen().pane(80, 24), @r#"
     Due ──────────────────────────────────────────────────────────────────────────
    ›  Mon 16 Nov review with parents (1 of 3) · 5 days late ▸
       Mon 7 Dec  6-week check · Lexia · in 2 weeks, 2 days ▸
     Plan ─────────────────────────────────────────────────────────────────────────
                  no plan runs: Enter begins one
                  0 of 2 cycles reviewed at SEN support ▸
     Needs ────────────────────────────────────────────────────────────────────────
       1          SLCN Speech, language and communication needs · since 8 Sep 2025
     Stages ───────────────────────────────────────────────────────────────────────
       since 8 Sep 2025        SEN support
       6 Jan 2025 – 7 Sep 2025 Watch list
     Provision ────────────────────────────────────────────────────────────────────
       since 26 Oct 2026 Lexia · 3 × 20 min · entry 34/100
     Reviews ──────────────────────────────────────────────────────────────────────
       16 Nov 2026 review with parents · 5 days late
     Contacts and notes ───────────────────────────────────────────────────────────
       Thu 12 Nov phone · mum · Sleep poor. ▸
    ────────────────────────────────────────────────────────────────────────────────
     review with parents (1 of 3) · 5 days late
     Agreed for Mon 16 Nov 2026.
    "#);
}

#[test]
fn a_file_on_a_wide_terminal() {
    let mut screen = screen();
    screen.press(&["/"]);
    screen.write("sleep");
    screen.press(&["Enter"]);
    insta::assert_snapshot!(screen.pane(120, 40), @r#"
     Contacts and notes ───────────────────────────────────────────────────────────  phone · mum · Sleep poor.
    ›  Thu 12 Nov phone · mum · Sleep poor. ▸                                        Sleep poor.
                                                                                     Will call back.
    "#);
}

#[test]
fn no_size_is_too_small() {
    for (width, height) in [(1, 1), (2, 2), (3, 1), (1, 30), (200, 1), (10, 4), (40, 12), (79, 5), (200, 60)]
    {
        let mut screen = screen();
        screen.text(width, height);
        screen.press(&["Down", "Down", "Down"]);
        screen.text(width, height);
    }
}

#[test]
fn enter_does_what_is_to_be_done_about_the_line() {
    for (filter, opened) in [
        ("review with parents late", "Record the review"),
        ("6-week", "Record the 6-week check"),
        ("slcn", "Change the need"),
        ("watch", "Correct the stage"),
        ("surname", "Change the profile"),
    ] {
        let mut screen = screen();
        screen.press(&["/"]);
        screen.write(filter);
        screen.press(&["Enter", "Enter"]);
        let text = screen.text(80, 30);
        assert!(text.contains(opened), "{filter}: {text}");
    }
}

#[test]
fn one_check_says_what_was_delivered_and_what_does_not_fit_and_change_opens_the_dosage() {
    let mut screen = screen();
    screen.press(&["/"]);
    screen.write("6-week");
    screen.press(&["Enter", "Enter", "Tab"]);
    assert!(screen.text(80, 30).contains("sessions recorded."), "{}", screen.text(80, 30));
    screen.write("41/50");
    assert!(screen.text(80, 30).contains("of 50 now, of 100 at entry"), "{}", screen.text(80, 30));
    screen.press(&["Tab"]);
    screen.write("change");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 30).contains("Change the dosage"), "{}", screen.text(80, 30));
}

#[test]
fn every_form_about_a_pupil_opens_again_from_its_draft() {
    let screen = screen();
    let id = screen.app.pane_ref::<PupilPane>().unwrap().whose().unwrap();
    let file = screen.lab.file(id);
    let (whom, need, span) = (id.0.to_string(), file.needs[0].id.0, file.stages[0].id.0);
    for (form, about, title) in [
        ("pupil.add", String::new(), "Add a pupil"),
        ("pupil.edit", whom.clone(), "Change the profile"),
        ("pupil.end", whom.clone(), "The pupil leaves"),
        ("stage.change", whom.clone(), "Change the stage"),
        ("stage.correct", format!("{whom}/{span}"), "Correct the stage"),
        ("need.set", whom.clone(), "Settle the needs"),
        ("need.edit", format!("{whom}/{need}"), "Change the need"),
        ("review.agree", whom.clone(), "Agree a review"),
    ] {
        let mut screen = self::screen();
        let row = crate::tui::forms::FORMS.iter().find(|row| row.id == form).unwrap();
        let effects = (row.open)(&mut screen.app, &about);
        screen.perform(effects);
        assert!(screen.text(80, 30).contains(title), "{form}");
        // Nobody of that number: words, and no form.
        let mut screen = self::screen();
        let effects = (row.open)(&mut screen.app, "999/999");
        screen.perform(effects);
        assert!(form == "pupil.add" || screen.app.layers.is_empty(), "{form}");
    }
}

#[test]
fn a_review_is_agreed_on_the_day_that_the_rhythm_asks_for() {
    let mut screen = screen();
    screen.press(&["p", "C-s"]);
    assert!(
        screen.notice().starts_with("Saved: Ama Otter, review with parents agreed for Mon 22 Mar"),
        "{} {}",
        screen.notice(),
        screen.text(80, 24)
    );
    let id = screen.app.pane_ref::<PupilPane>().unwrap().whose().unwrap();
    let agreed: Vec<_> = screen.lab.file(id).open_reviews().map(|review| review.due).collect();
    assert_eq!(agreed, [date("2026-11-16"), date("2027-03-22")]);
    screen.press(&["u"]);
    assert_eq!(screen.lab.file(id).open_reviews().count(), 1);
}

#[test]
fn a_saved_change_shows_at_once_and_the_cursor_stays() {
    let mut screen = screen();
    screen.press(&["/"]);
    screen.write("surname");
    screen.press(&["Enter", "Enter"]);
    screen.press(&["C-u"]);
    screen.write("Marten");
    screen.press(&["C-s"]);
    assert!(
        screen.notice().starts_with("Saved: Change a profile"),
        "{} {}",
        screen.notice(),
        screen.text(80, 24)
    );
    let text = screen.text(80, 24);
    assert!(text.contains("Marten · SEN support since"), "{text}");
    assert!(screen.app.pane_ref::<PupilPane>().unwrap().line().is_some());
}

#[test]
fn nobody_chosen_says_what_to_do() {
    let mut screen = Screen::at(Lab::new(), Scope::Pupil);
    let text = screen.text(80, 24);
    assert!(text.contains("No pupil is chosen"), "{text}");
    screen.run("pupil.line");
    assert!(screen.notice().contains("not now"), "{}", screen.notice());
}

#[test]
fn what_was_typed_cannot_drive_the_terminal() {
    let mut lab = Lab::new();
    let id = lab.pupil("\u{1b}[31mAma\u{202e}", "Otter");
    lab.make(|edit, by| {
        let text = "\u{1b}]0;x\u{7}one\r\n\u{202e}two".to_owned();
        let note = Event {
            kind: EventKind::Note,
            happened: by.today,
            method: None,
            with: String::new(),
            text,
            typed: by.typed.clone(),
        };
        edit.add(id, note)
    });
    let mut screen = Screen::at(lab, Scope::Register);
    screen.press(&["t", "Enter", "/"]);
    screen.write("two");
    screen.press(&["Enter"]);
    for (width, height) in [(80, 24), (120, 30)] {
        let text = screen.text(width, height);
        assert!(text.contains("two"), "{text}");
        assert!(!text.chars().any(|c| c != '\n' && crate::text::is_dangerous(c)), "{text:?}");
    }
}

#[test]
fn a_case_stands_with_its_clock_and_opens_from_its_line() {
    use crate::domain::case::Assessment;
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.make(|edit, by| edit.add(id, Assessment::received(date("2026-10-26"), by.typed.clone())));
    let mut screen = Screen::at(lab, Scope::Register);
    screen.press(&["t", "Enter", "Down"]);
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Due ──────────────────────────────────────────────────────────────────────────
       Mon 7 Dec  LAW · EHC assessment · authority says whether it will assess · … ▸
     Cases ────────────────────────────────────────────────────────────────────────
    ›  since 26 Oct 2026 EHC needs assessment · authority until Mon 7 Dec · asked… ▸
     Plan ─────────────────────────────────────────────────────────────────────────
                  no plan runs: Enter begins one
     Needs ────────────────────────────────────────────────────────────────────────
                  no need is recorded
     Stages ───────────────────────────────────────────────────────────────────────
                  never at a stage
     Provision ────────────────────────────────────────────────────────────────────
                  no provision yet
     Reviews ──────────────────────────────────────────────────────────────────────
                  no review yet
     Contacts and notes ───────────────────────────────────────────────────────────
                  no contact or note yet
     Profile ──────────────────────────────────────────────────────────────────────
    ────────────────────────────────────────────────────────────────────────────────
     EHC needs assessment · authority until Mon 7 Dec · asked for by school
     next Mon 7 Dec · authority says whether it will assess · authority
     to follow Mon 15 Feb · authority: a draft plan, or no plan · authority        …
    "#);
    for key in ["Enter", "e"] {
        screen.press(&[key]);
        assert!(screen.text(80, 24).contains("Change: EHC needs assessment"), "{key}");
        screen.press(&["Esc"]);
    }
    screen.press(&["Up", "Enter"]);
    assert!(screen.text(80, 24).contains("Record a step"), "what is due is recorded from its own line");
    screen.press(&["Esc", "C", "2", "Enter"]);
    screen.write("15/1/2026");
    screen.press(&["C-s"]);
    assert_eq!(screen.lab.file(id).plans.len(), 1);
}

#[test]
fn a_duty_of_the_stage_is_ticked_with_two_keys() {
    let mut screen = screen();
    screen.press(&["/"]);
    screen.write("tell all who work");
    screen.press(&["Enter", "Enter"]);
    let text = screen.text(80, 24);
    assert!(text.contains("SEN support · Code 6.49 · monitored by parents and the school"), "{text}");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Tick a duty of the stage"), "{}", screen.notice());
    let text = screen.text(80, 24);
    assert!(text.contains("[x] 21 Nov 2026 Tell all who work with the child"), "{text}");
    screen.press(&["Enter"]);
    screen.write("1/10/2026");
    screen.press(&["C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("[x] 1 Oct 2026"), "{text}");
}
