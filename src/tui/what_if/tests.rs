//! Another day tried on the screen: keys, the table, keeping it, and that nothing is written by moving.

use crossterm::event::KeyCode;

use crate::actions::review;
use crate::actions::testing::{Lab, date};
use crate::domain::case::Assessment;
use crate::domain::ids::PupilId;
use crate::domain::review::{Review, ReviewKind};
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

fn lab() -> (Lab, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-09-01");
    lab.make(|edit, by| {
        let mut held = Review::planned(ReviewKind::WithParents, date("2026-09-14"), None, by.typed.clone());
        held.held = Some(date("2026-09-14"));
        edit.add(id, held)?;
        review::agree(edit, by, id, ReviewKind::WithParents, date("2026-11-24"), None)
    });
    (lab, id)
}

fn case() -> (Lab, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.make(|edit, by| edit.add(id, Assessment::received(date("2026-10-12"), by.typed.clone())));
    (lab, id)
}

#[test]
fn a_meeting_moves_by_day_week_and_month_and_back() {
    let (lab, _) = lab();
    let mut screen = Screen::new(lab);
    screen.press(&["W"]);
    let first = screen.text(80, 24);
    assert!(first.contains("Tue 24 Nov 2026 · as it stands"), "{first}");
    screen.press(&["l"]);
    assert!(screen.text(80, 24).contains("Wed 25 Nov 2026 · 1 day later"));
    screen.press(&["j", "h"]);
    assert!(screen.text(80, 24).contains("Tue 1 Dec 2026 · 1 week later"));
    screen.press(&["k"]);
    assert_eq!(screen.text(80, 24), first);
    let effects = screen.app.key(KeyCode::PageDown.into());
    screen.perform(effects);
    assert!(screen.text(80, 24).contains("Thu 24 Dec 2026"), "{}", screen.text(80, 24));
    screen.press(&["0"]);
    assert_eq!(screen.text(80, 24), first);
    screen.press(&["Esc"]);
    assert!(screen.app.layers.is_empty());
}

#[test]
fn a_table_at_80_by_24_and_at_40_by_10() {
    let (lab, _) = case();
    let mut screen = Screen::new(lab);
    screen.press(&["W", "k", "k", "k", "k", "k"]);
    insta::assert_snapshot!(screen.text(80, 24), @r#"
    senco                                        Sat 21 Nov 2026 · ~Autumn week 11
    1 Due   2 Register   3 Provision   4 Timeline   5 Pupil
    What if · Ama Otter · EHC needs assessment · request received
    Mon 7 Sep 2026 · 5 weeks earlier

                                              now        then
    › EHC needs assessment · request received Mon 12 Oct Mon 7 Sep
      authority says whether it will assess   Mon 23 Nov Mon 19 Oct  past
      authority: a draft plan, or no plan     Mon 1 Feb  Mon 28 Dec
      authority makes the final plan          Mon 1 Mar  Mon 25 Jan












    Nothing is saved by moving.
    Enter agree it  Down week  Right day  t type a date  PageDown month  Esc leave
    "#);
    insta::assert_snapshot!(screen.text(40, 10), @r#"
    senco                  Sat 21 Nov 2026
    1 Due
    What if · Ama Otter · EHC needs asses…
    Mon 7 Sep 2026 · 5 weeks earlier · Tab…

    › EHC needs assessment · request rece…
        Mon 12 Oct → Mon 7 Sep
      authority says whether it will asse…
        Mon 23 Nov → Mon 19 Oct  past
    Enter agree it  Down week  Esc leave
    "#);
    screen.press(&["Tab"]);
    let more = screen.text(40, 10);
    assert!(more.contains("authority"), "{more}");
    for (width, height) in [(1, 1), (3, 4), (20, 5), (80, 2), (200, 60)] {
        screen.text(width, height);
    }
}

#[test]
fn a_date_can_be_typed_and_a_wrong_one_says_so() {
    let (lab, _) = lab();
    let mut screen = Screen::new(lab);
    screen.press(&["W", "t"]);
    screen.write("nonsense");
    screen.press(&["Enter"]);
    let wrong = screen.text(80, 24);
    assert!(wrong.contains("New date: nonsense"), "{wrong}");
    assert!(wrong.lines().nth(4).unwrap().trim().len() > 10, "what would work is said: {wrong}");
    screen.press(&["Esc", "t"]);
    screen.write("25/12");
    screen.press(&["Enter"]);
    let said = screen.text(80, 24);
    assert!(said.contains("Fri 25 Dec 2026") && said.contains("Christmas Day"), "{said}");
}

#[test]
fn keeping_it_opens_the_form_with_the_date_and_only_the_form_saves() {
    let (lab, id) = lab();
    let mut screen = Screen::new(lab);
    let before = screen.lab.file(id);
    screen.press(&["W", "Enter"]);
    assert!(screen.notice().contains("on this day already"), "{}", screen.notice());
    screen.press(&["j", "j"]);
    assert_eq!(screen.lab.file(id), before);
    screen.press(&["Enter"]);
    let form = screen.text(80, 24);
    assert!(form.contains("Agree another date") && form.contains("8 Dec 2026"), "{form}");
    assert_eq!(screen.lab.file(id), before);
    screen.press(&["Tab"]);
    screen.write("hall is taken");
    screen.press(&["C-s"]);
    assert_eq!(screen.lab.file(id).open_reviews().next().unwrap().due, date("2026-12-08"));
}

#[test]
fn a_case_is_to_look_at_only() {
    let (lab, id) = case();
    let mut screen = Screen::new(lab);
    let before = screen.lab.file(id);
    screen.press(&["W", "l", "Enter"]);
    assert!(screen.notice().contains("To look at only"), "{}", screen.notice());
    assert_eq!(screen.app.layers.len(), 1, "it stays open");
    assert_eq!(screen.lab.file(id), before);
}

#[test]
fn the_register_moves_the_next_review_that_is_agreed() {
    let (lab, _) = lab();
    let mut screen = Screen::at(lab, Scope::Register);
    screen.press(&["W"]);
    assert!(screen.text(80, 24).contains("What if · Ama Otter · review with parents"));
}
