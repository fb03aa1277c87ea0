//! The Register pane on a screen of memory: what is drawn at which size, what its keys do.

use super::*;
use crate::actions::need::{self, New};
use crate::actions::pupil;
use crate::actions::testing::{Lab, date};
use crate::domain::code::SenType;
use crate::domain::pupil::Pupil;
use crate::domain::review::{Review, ReviewKind};
use crate::tui::testing::Screen;

/// Six pupils: three at a stage, two at none, one leaver.
fn lab() -> Lab {
    let mut lab = Lab::new();
    for (forename, surname, year, class, stage, needs, due) in [
        ("Ama", "Otter", "4", "Lark", "K", &[SenType::Slcn, SenType::Semh][..], "2026-11-16"),
        ("Ben", "Quill", "6", "Wren", "E", &[SenType::Asd][..], "2027-01-11"),
        ("Cy", "Marten", "R", "Teal", "W", &[][..], ""),
        ("Dee", "Plover", "6", "Wren", "", &[][..], ""),
        ("Eve", "Siskin", "2", "Lark", "", &[][..], ""),
        ("Finn", "Badger", "5", "Wren", "K", &[SenType::Mld][..], ""),
    ] {
        let who = Pupil {
            forename: forename.into(),
            surname: surname.into(),
            year: YearGroup::parse(year),
            class: class.into(),
            pupil_premium: forename == "Ama",
            ..Pupil::default()
        };
        let (id, _) = lab.make(|edit, by| pupil::add(edit, by, who.clone(), false));
        for one in needs {
            lab.make(|edit, by| need::add(edit, by, id, &New::of(*one)));
        }
        if !stage.is_empty() {
            lab.at_stage(id, stage, "2026-09-07");
        }
        if !due.is_empty() {
            lab.make(|edit, by| {
                edit.add(id, Review::planned(ReviewKind::Plan, date(due), None, by.typed.clone()))
            });
        }
        if forename == "Finn" {
            lab.make(|edit, by| pupil::end(edit, by, id, date("2026-10-23"), "Elm School"));
        }
    }
    lab
}

fn screen() -> Screen {
    Screen::at(lab(), Scope::Register)
}

#[test]
fn the_register_on_a_plain_terminal() {
    insta::assert_snapshot!(screen().pane(80, 24), @r#"
       register 3     class     stage   needs       next review   last review flags
    ›  Cy Marten      R  Teal   watch               Mon 8 Mar
       Ama Otter      Y4 Lark   support SLCN, SEMH  5 days late               PP
       Ben Quill      Y6 Wren   EHC     ASD         Mon 11 Jan














    ────────────────────────────────────────────────────────────────────────────────
     Watch list since 7 Sep 2026.
     in 15 weeks, 2 days: no review agreed yet.
    "#);
}

#[test]
fn the_register_on_a_wide_terminal() {
    insta::assert_snapshot!(screen().pane(120, 14), @r#"
       register 3     class     stage   needs       next review   last review flags  Cy Marten
    ›  Cy Marten      R  Teal   watch               Mon 8 Mar
       Ama Otter      Y4 Lark   support SLCN, SEMH  5 days late               PP     Watch list since 7 Sep 2026.
       Ben Quill      Y6 Wren   EHC     ASD         Mon 11 Jan                       in 15 weeks, 2 days: no review agreed
                                                                                    yet.
    "#);
}

#[test]
fn no_size_is_too_small() {
    for (width, height) in [(1, 1), (2, 2), (3, 1), (1, 30), (200, 1), (10, 4), (40, 12), (79, 5), (200, 60)]
    {
        let mut screen = screen();
        screen.text(width, height);
        screen.press(&["Down", "b", "Down", "t"]);
        screen.text(width, height);
    }
}

fn rows(screen: &mut Screen) -> Vec<String> {
    let text = screen.text(80, 24);
    text.lines()
        .filter(|line| line.contains("  Y") || line.contains("  R "))
        .map(|line| line[3..].trim_start().to_owned())
        .map(|line| line.split("  ").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_hints_of_every_day_stand_before_the_rarer_ones() {
    let hints = |scope: Scope| {
        let text = Screen::at(lab(), scope).text(80, 24);
        text.lines().last().unwrap_or_default().to_owned()
    };
    for (scope, expected) in [
        (Scope::Due, " Enter record  s reschedule  a assign  c contact  o open  w why  ? help"),
        (Scope::Register, " Enter open  t who  b sort  c contact  w why  A as at  r review  s stage  ? help"),
    ] {
        assert_eq!(hints(scope), expected);
    }
}

#[test]
fn the_checklist_of_the_stage_is_found_by_its_name() {
    let mut screen = screen();
    screen.press(&[":"]);
    screen.write("checklist");
    screen.press(&["Enter"]);
    let text = screen.pane(80, 24);
    assert!(text.starts_with("Stage checklist ─") || text.contains("\n Stage checklist ─"), "{text}");
}

#[test]
fn keys_turn_the_list_and_its_order() {
    let mut screen = screen();
    assert_eq!(rows(&mut screen), ["Cy Marten", "Ama Otter", "Ben Quill"]);
    screen.press(&["b"]);
    assert_eq!(rows(&mut screen), ["Cy Marten", "Ama Otter", "Ben Quill"], "by year");
    assert!(screen.text(80, 24).contains("Reception ───"));
    screen.press(&["b"]);
    assert_eq!(rows(&mut screen), ["Ben Quill", "Ama Otter", "Cy Marten"], "by stage");
    assert!(screen.text(80, 24).contains("EHC plan ───"));
    screen.press(&["b"]);
    assert_eq!(rows(&mut screen), ["Ama Otter", "Ben Quill", "Cy Marten"], "by next review");
    assert!(screen.text(80, 24).contains("Overdue ───"));
    screen.press(&["b", "t"]);
    assert_eq!(rows(&mut screen), ["Cy Marten", "Ama Otter", "Dee Plover", "Ben Quill", "Eve Siskin"]);
    screen.press(&["t"]);
    assert_eq!(rows(&mut screen), ["Finn Badger"]);
    assert!(screen.text(80, 24).contains("left") && screen.text(80, 24).contains("leavers 1"));
    screen.press(&["t"]);
    assert_eq!(rows(&mut screen).len(), 3);
}

#[test]
fn a_filter_finds_by_all_that_a_row_says() {
    for (typed, found) in [
        ("ott", vec!["Ama Otter"]),
        ("wren", vec!["Ben Quill"]),
        ("semh", vec!["Ama Otter"]),
        ("autis", vec!["Ben Quill"]),
        ("watch", vec!["Cy Marten"]),
        ("y4 support", vec!["Ama Otter"]),
        ("zzz", vec![]),
    ] {
        let mut screen = screen();
        screen.press(&["/"]);
        screen.write(typed);
        assert_eq!(rows(&mut screen), found, "{typed}");
        screen.press(&["Enter"]);
        assert_eq!(rows(&mut screen), found, "{typed}");
    }
}

#[test]
fn an_empty_register_says_which_key_comes_next() {
    let mut screen = Screen::at(Lab::new(), Scope::Register);
    let text = screen.text(80, 24);
    assert!(text.contains("a adds a pupil") && text.contains("senco import FILE"), "{text}");
    screen.press(&["t"]);
    assert!(screen.text(80, 24).contains("Nobody is on roll yet"));
    screen.press(&["t"]);
    assert!(screen.text(80, 24).contains("t goes back to the register"));
}

#[test]
fn a_pupil_is_added_with_a_stage_and_the_warning_is_said() {
    let mut screen = Screen::at(Lab::new(), Scope::Register);
    screen.press(&["a"]);
    screen.write("Gil");
    screen.press(&["Tab"]);
    screen.write("Avocet");
    screen.press(&["Tab", "Tab"]);
    screen.write("14/3/2018");
    screen.press(&["Tab"]);
    screen.write("A801200005001");
    screen.press(&["C-s"]);
    assert!(
        screen.notice().contains("Saved. Mind: the UPN A801200005001 is kept, but the check letter"),
        "{}",
        screen.notice()
    );
    // At no stage: the list turns to everybody on roll, and the cursor stands on the new pupil.
    assert_eq!(rows(&mut screen), ["Gil Avocet"]);
    // The same child again is refused, in words, and the form stays.
    screen.press(&["a"]);
    screen.write("gil");
    screen.press(&["Tab"]);
    screen.write("avocet");
    screen.press(&["Tab", "Tab"]);
    screen.write("14/3/2018");
    screen.press(&["C-s"]);
    let text = screen.text(100, 40);
    assert!(text.contains("Gil Avocet (Y4) has the same name and date of birth"), "{text}");
}

#[test]
fn the_cursor_stands_on_the_pupil_who_was_added() {
    let mut screen = screen();
    screen.press(&["a"]);
    screen.write("Gil");
    screen.press(&["Tab"]);
    screen.write("Nuthatch");
    for _ in 0..7 {
        screen.press(&["Tab"]);
    }
    screen.write("support");
    screen.press(&["Tab"]);
    screen.write("slcn");
    screen.press(&["Tab", "C-s"]);
    assert!(screen.notice().starts_with("Saved: Add a pupil"), "{} {}", screen.notice(), screen.text(80, 24));
    let text = screen.text(80, 24);
    let row = text.lines().find(|line| line.starts_with('›')).unwrap();
    assert!(row.contains("Gil Nuthatch") && row.contains("support") && row.contains("SLCN"), "{row}");
}

#[test]
fn a_stage_is_changed_for_all_that_are_marked_and_taken_back_as_one() {
    let mut screen = screen();
    screen.press(&["V", "s"]);
    screen.write("off");
    screen.press(&["Tab", "C-s"]);
    assert!(screen.notice().contains("Saved"), "{} {}", screen.notice(), screen.text(80, 24));
    assert!(rows(&mut screen).is_empty(), "{:?}", screen.text(80, 24));
    screen.press(&["u"]);
    assert_eq!(rows(&mut screen).len(), 3);
}

#[test]
fn needs_are_settled_from_the_row() {
    let mut screen = screen();
    screen.press(&["N"]);
    screen.write("asd");
    screen.press(&["Tab", "C-s"]);
    assert!(screen.text(80, 24).contains("ASD"), "{}", screen.text(80, 24));
}

#[test]
fn a_leaver_goes_to_the_leavers_and_comes_back() {
    let mut screen = screen();
    screen.press(&["x", "C-s"]);
    assert_eq!(rows(&mut screen), ["Ama Otter", "Ben Quill"]);
    screen.press(&["t", "t"]);
    assert_eq!(rows(&mut screen), ["Finn Badger", "Cy Marten"]);
    screen.press(&["B", "C-s"]);
    assert_eq!(rows(&mut screen), ["Cy Marten"], "{}", screen.notice());
    screen.press(&["t"]);
    assert_eq!(rows(&mut screen), ["Finn Badger", "Ama Otter", "Ben Quill"]);
}

#[test]
fn a_name_cannot_drive_the_terminal() {
    let mut lab = Lab::new();
    let id = lab.pupil("\u{1b}[31mAma\u{202e}", "Ot\u{9b}2Jter\r\n");
    lab.at_stage(id, "K", "2026-09-07");
    let mut screen = Screen::at(lab, Scope::Register);
    for (width, height) in [(80, 24), (120, 30)] {
        let text = screen.text(width, height);
        assert!(text.contains("Ama"), "{text}");
        assert!(!text.chars().any(|c| c != '\n' && crate::text::is_dangerous(c)), "{text:?}");
    }
}

#[test]
fn commands_say_why_they_cannot_run() {
    let mut screen = Screen::at(Lab::new(), Scope::Register);
    screen.run("pupil.edit");
    assert_eq!(screen.notice(), "Change the profile: not now: select a pupil first");
    let mut screen = self::screen();
    screen.press(&["V", "e"]);
    assert!(
        screen.notice().contains("3 pupils are marked; this is for one at a time"),
        "{}",
        screen.notice()
    );
}

#[test]
fn a_row_down_redraws_the_cursor_alone_until_the_keys_rest() {
    let mut screen = screen();
    let before = screen.text(80, 24);
    let effects = screen.app.key(crossterm::event::KeyCode::Down.into());
    assert!(matches!(effects.as_slice(), [Effect::Rest { .. }]));
    let after = screen.text(80, 24);
    let differ = before.lines().zip(after.lines()).filter(|(one, other)| one != other).count();
    assert_eq!(differ, 2, "{after}");
}

/// Asks for the register as at a day.
fn as_at(screen: &mut Screen, day: &str) {
    screen.press(&["A"]);
    screen.write(day);
    screen.press(&["Enter"]);
}

#[test]
fn the_register_as_at_another_day_and_back() {
    let mut screen = screen();
    let now = screen.text(80, 24);
    screen.press(&["A"]);
    screen.write("20 oct");
    let asked = screen.text(80, 24);
    assert!(asked.contains("Tue 20 Oct 2026, 4 weeks, 4 days ago") && asked.contains("Ama Otter"), "{asked}");
    screen.press(&["Enter"]);
    insta::assert_snapshot!(screen.pane(80, 12), @r"
       as at Tue 20 Oct 2026  Esc goes back, A asks again
       register 4     class     stage   needs       next review   last review flags
       Finn Badger    Y5 Wren   support MLD         Thu 7 Jan
    ›  Cy Marten      R  Teal   watch               Mon 8 Mar
       Ama Otter      Y4 Lark   support SLCN, SEMH  Mon 16 Nov                PP
       Ben Quill      Y6 Wren   EHC     ASD         Mon 11 Jan
    ");
    // Filter, sorting and the other lists keep working; Finn, who left since, is found.
    screen.press(&["/"]);
    screen.write("badger");
    screen.press(&["Enter"]);
    assert_eq!(rows(&mut screen), ["Finn Badger"]);
    screen.press(&["Esc", "b", "b", "b"]);
    assert!(screen.text(80, 24).contains("To come ───"), "{}", screen.text(80, 24));
    assert_eq!(rows(&mut screen)[0], "Ama Otter");
    screen.press(&["b", "t"]);
    assert_eq!(rows(&mut screen).len(), 6, "{}", screen.text(80, 24));
    screen.press(&["t"]);
    assert!(screen.text(80, 24).contains("Nobody is on this list as at that day"));
    screen.press(&["t"]);
    for keys in [&["Esc"][..], &["A", "Enter"]] {
        as_at(&mut screen, "20 oct");
        assert!(screen.text(80, 24).contains("as at Tue 20 Oct 2026"));
        screen.press(keys);
        assert_eq!(screen.text(80, 24), now, "{keys:?}");
    }
}

#[test]
fn as_at_a_day_of_another_year_nothing_is_said_of_classes() {
    let mut screen = screen();
    as_at(&mut screen, "20/1/2026");
    let text = screen.text(80, 24);
    assert!(text.contains("as at Tue 20 Jan 2026") && text.contains("Nobody is on this list"), "{text}");
    screen.press(&["t", "b"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Year then not known ───") && !text.contains("Lark"), "{text}");
    assert!(text.contains("At no stage."), "the glimpse is as at the day: {text}");
}

#[test]
fn as_at_a_day_to_come_what_is_late_then_is_late() {
    let mut screen = screen();
    as_at(&mut screen, "+12w");
    let text = screen.text(80, 24);
    assert!(text.contains("as at Sat 13 Feb 2027"), "{text}");
    assert!(text.lines().any(|line| line.contains("Ben Quill") && line.contains("late")), "{text}");
}
