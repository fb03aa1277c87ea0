//! The quick line on the screen: what it shows, whom it means, what it saves and keeps.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::code::YearGroup;
use crate::domain::ids::Key;
use crate::domain::pupil::Pupil;
use crate::domain::record::Recorded;
use crate::tui::testing::Screen;

fn lab() -> (Lab, Vec<PupilId>) {
    let mut lab = Lab::new();
    let mut ids = Vec::new();
    for (forename, surname, year, class) in
        [("Ama", "Otter", "4", "Lark"), ("Amara", "Otter", "2", "Wren"), ("Ben", "Quill", "6", "Teal")]
    {
        let pupil = Pupil {
            forename: forename.into(),
            surname: surname.into(),
            year: YearGroup::parse(year),
            class: class.into(),
            ..Pupil::default()
        };
        ids.push(lab.make(|edit, _| {
            let id = edit.new_pupil();
            edit.put(Key::profile(id), pupil.clone().wrap())?;
            Ok(id)
        }));
    }
    for id in &ids {
        lab.at_stage(*id, "K", "2026-09-07");
    }
    (lab, ids)
}

fn at(scope: Scope) -> (Screen, Vec<PupilId>) {
    let (lab, ids) = lab();
    (Screen::at(lab, scope), ids)
}

#[test]
fn what_stands_below_the_line_is_saved_by_enter() {
    let (mut screen, ids) = at(Scope::Provision);
    screen.press(&["L"]);
    assert!(screen.text(80, 24).contains("AB phone mum sleep poor; review +6w"));
    screen.write("ben phone mum sleep poor; review +6w; call wed");
    let shown = screen.text(80, 24);
    let told = "Log: Ben Quill (Y6 Teal) · phone with mum · today, Sat 21 Nov · ‘sleep poor’ ·";
    assert!(shown.contains(told), "{shown}");
    assert!(
        shown.contains("then review with parents Mon 4 Jan (Sat 2 Jan is no school day), call"),
        "{shown}"
    );
    screen.press(&["Enter"]);
    assert_eq!(screen.notice(), "Saved: Ben Quill, phone with mum · 2 follow-ups · u takes it back");
    assert!(screen.app.layers.is_empty() && screen.app.drafts.is_empty());
    let file = screen.lab.file(ids[2]);
    assert_eq!(
        (file.events.len(), file.follow_ups.len(), file.events[0].text.as_str()),
        (1, 1, "sleep poor")
    );
    screen.press(&["u"]);
    assert_eq!(screen.notice(), "Taken back: Log a line");
    assert!(screen.lab.file(ids[2]).events.is_empty());
}

#[test]
fn where_two_fit_one_is_chosen_and_nobody_is_guessed() {
    let (mut screen, ids) = at(Scope::Register);
    screen.press(&["L"]);
    screen.write("AO phone mum x");
    let shown = screen.text(80, 24);
    assert!(shown.contains("Log: ? · phone with mum"), "{shown}");
    assert!(
        shown.contains("Ama Otter (Y4 Lark)  #") && shown.contains("Amara Otter (Y2 Wren)  #"),
        "{shown}"
    );
    screen.press(&["Enter"]);
    assert!(screen.text(80, 24).contains("2 fit “AO”: choose with the arrows"));
    assert!(screen.lab.file(ids[0]).events.is_empty() && screen.lab.file(ids[1]).events.is_empty());
    screen.press(&["Down", "Down"]);
    assert!(screen.text(80, 24).contains("Log: Amara Otter (Y2 Wren) · phone"));
    screen.write("yz");
    screen.press(&["Enter"]);
    assert_eq!(screen.lab.file(ids[1]).events[0].text, "xyz");
}

#[test]
fn a_line_without_a_name_is_about_the_row_and_says_so() {
    let (mut screen, ids) = at(Scope::Register);
    screen.press(&["L"]);
    assert!(
        screen
            .text(80, 24)
            .contains("A line without a name is about Ama Otter (Y4 Lark), the row you are on.")
    );
    screen.write("met EP seen");
    let shown = screen.text(80, 24);
    assert!(shown.contains("Log: Ama Otter (Y4 Lark), the row you are on · in person with EP"), "{shown}");
    screen.press(&["Enter"]);
    assert_eq!(screen.lab.file(ids[0]).events[0].with, "EP");
    screen.press(&["L"]);
    screen.write("Bem phone mum x");
    screen.press(&["Enter"]);
    let shown = screen.text(80, 24);
    assert!(shown.contains("Nobody is called “Bem”; begin with phone, met or note for Ama Otter"), "{shown}");
    assert_eq!(screen.lab.file(ids[0]).events.len(), 1);
    // All that are marked.
    screen.press(&["C-u", "Esc", "Space", "Space", "L"]);
    screen.write("note fire drill went well");
    assert!(screen.text(80, 24).contains("Log: 2 marked: Ama Otter and Amara Otter · note"));
    screen.press(&["Enter"]);
    assert_eq!((screen.lab.file(ids[0]).events.len(), screen.lab.file(ids[1]).events.len()), (2, 1));
    assert!(screen.notice().starts_with("Saved: all 2, note"), "{}", screen.notice());
}

#[test]
fn what_is_typed_is_kept_and_comes_back() {
    let (mut screen, ids) = at(Scope::Register);
    screen.press(&["L"]);
    screen.write("phone mum sleep");
    screen.press(&["Esc"]);
    assert_eq!(screen.notice(), "Not saved: kept as a draft · D brings it back");
    screen.press(&["Down", "D"]);
    let shown = screen.text(80, 24);
    assert!(shown.contains("Your unfinished line is back"), "{shown}");
    assert!(shown.contains("Log: Ama Otter (Y4 Lark), the row you are on"), "about the row of then: {shown}");
    screen.write(" poor");
    screen.press(&["Enter"]);
    assert_eq!(screen.lab.file(ids[0]).events[0].text, "sleep poor");
    assert!(screen.app.drafts.is_empty());
    // Nothing typed leaves nothing behind.
    screen.press(&["L", "Esc"]);
    assert!(screen.app.drafts.is_empty() && screen.app.layers.is_empty());
}

#[test]
fn a_refusal_keeps_the_line() {
    let (mut screen, ids) = at(Scope::Register);
    for _ in 0..2 {
        screen.press(&["L"]);
        screen.write("ben phone mum x; review +6w");
        screen.press(&["Enter"]);
    }
    let shown = screen.text(80, 24);
    assert!(shown.contains("Not saved: Ben Quill has one agreed already by sue"), "{shown}");
    assert_eq!(screen.lab.file(ids[2]).events.len(), 1);
    screen.press(&["C-u"]);
    screen.write("ben phone mum");
    screen.press(&["Enter"]);
    assert!(screen.text(80, 24).contains("What was said is missing"));
}

#[test]
fn a_promise_is_done_by_one_key_in_due() {
    let (mut lab, ids) = lab();
    let line = crate::domain::quick::parse(
        "; call mum mon",
        lab.by.today,
        &crate::domain::calendar::Calendar::assumed(2020, 2030),
        &|_, _| false,
    );
    lab.make(|edit, by| quick::log(edit, by, &[ids[0]], &line));
    let mut screen = Screen::new(lab);
    let shown = screen.text(80, 24);
    assert!(shown.contains("follow up · call mum"), "{shown}");
    screen.press(&["Enter"]);
    assert!(screen.notice().starts_with("Saved: Ama Otter, followed up"), "{}", screen.notice());
    assert_eq!(screen.lab.file(ids[0]).follow_ups[0].done, Some(date("2026-11-21")));
    screen.press(&["u"]);
    assert_eq!(screen.lab.file(ids[0]).follow_ups[0].done, None);
    // Put off, and changed as any case.
    screen.press(&["Up", "Up", "Up", "s"]);
    screen.write("fri");
    screen.press(&["Tab"]);
    screen.write("mum ill");
    screen.press(&["C-s"]);
    let one = &screen.lab.file(ids[0]).follow_ups[0];
    assert_eq!((one.due, one.note.as_str()), (date("2026-11-27"), "Put off from Mon 23 Nov 2026: mum ill"));
    screen.press(&["e"]);
    assert!(screen.text(80, 24).contains("call mum"));
    screen.press(&["Esc", "Up", "Up", "Up", "l"]);
    let shown = screen.text(80, 24);
    assert!(shown.contains("27 Nov") && shown.contains("follow up · call mum"), "{shown}");
}

#[test]
fn no_size_is_too_small() {
    let (mut screen, _) = at(Scope::Register);
    screen.press(&["L"]);
    screen.write("AO phone mum a rather long line of words; review +6w; call; see fri");
    for (width, height) in [(1, 1), (3, 2), (10, 3), (20, 5), (40, 10), (200, 60)] {
        screen.text(width, height);
    }
}
