//! A teacher asks.

use crate::actions::testing::{Lab, date};
use crate::domain::code::YearGroup;
use crate::domain::ids::{Key, PupilId};
use crate::domain::pupil::Pupil;
use crate::domain::record::Recorded;
use crate::domain::support::{Cycle, Passport, Target};
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

fn pupil(lab: &mut Lab, forename: &str, surname: &str, class: &str, helps: &str) -> PupilId {
    let id = lab.pupil(forename, surname);
    let who = Pupil { class: class.into(), year: YearGroup::parse("4"), ..lab.file(id).pupil.value };
    lab.make(|edit, _| edit.put(Key::profile(id), who.clone().wrap()));
    lab.at_stage(id, "K", "2026-09-14");
    if !helps.is_empty() {
        lab.make(|edit, by| {
            let mut passport = Passport::written(date("2026-09-14"), by.typed.clone());
            (passport.helps, passport.avoid) = (helps.into(), "shouting".into());
            edit.add(id, passport)?;
            let mut cycle = Cycle::began(date("2026-09-14"), "iep", by.typed.clone());
            cycle.adjustments = format!("sits near the door, away from {surname}'s brother");
            let cycle = edit.add(id, cycle)?;
            let mut target = Target::of(cycle, date("2026-09-14"), by.typed.clone());
            (target.aim, target.strategies) = ("reads 20 words".into(), "word mat on the table".into());
            edit.add(id, target)
        });
    }
    id
}

fn screen() -> Screen {
    let mut lab = Lab::new();
    pupil(&mut lab, "Ama", "Otter", "Lark", "time to answer\npictures");
    pupil(&mut lab, "Ben", "Quill", "Lark", "");
    pupil(&mut lab, "Cy", "Marten", "Lark", "Cy Marten may go out");
    pupil(&mut lab, "Dee", "Plover", "Wren", "fewer words");
    Screen::at(lab, Scope::Register)
}

/// With this pupil under the cursor.
fn on(name: &str) -> Screen {
    let mut screen = screen();
    screen.press(&["/"]);
    screen.write(name);
    screen.press(&["Enter"]);
    screen
}

#[test]
fn one_key_answers_a_teacher_who_asks() {
    let mut screen = on("otter");
    screen.press(&["H"]);
    insta::assert_snapshot!(screen.text(80, 24), @r#"
    senco                                        Sat 21 Nov 2026 · ~Autumn week 11
    1 Due   2 Register   3 Provision   4 Timeline   5 Pupil
    Strategies · Ama O · Lark

    Ama O · Lark
      What helps     time to answer
                     pictures
      What to avoid  shouting
      In class       word mat on the table
      Adjustments    sits near the door, away from O.'s brother

    The child's own surname, UPN and date of birth are taken out of these words.
    Other children's names, and needs or plans that somebody wrote of, are not:
    read before you show it.









    c class  y year  p pupil  / find  PageDown more  H close
    "#);
}

#[test]
fn then_the_class_and_the_year() {
    let mut screen = on("otter");
    screen.press(&["H", "c"]);
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
    Strategies · Lark · 3 pupils

    Ama O · Lark
      What helps     time to answer
                     pictures
      What to avoid  shouting
      In class       word mat on the table
      Adjustments    sits near the door, away from O.'s brother

    Cy M · Lark
      What helps     Cy M. may go out
      What to avoid  shouting
      In class       word mat on the table
      Adjustments    sits near the door, away from M.'s brother

    nothing recorded yet: Ben Q
    The child's own surname, UPN and date of birth are taken out of these words.
    Other children's names, and needs or plans that somebody wrote of, are not:
    read before you show it.
    "#);
    screen.press(&["y"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Strategies · Year 4 · 4 pupils") && text.contains("Dee P · Wren"), "{text}");
    screen.press(&["p"]);
    assert!(screen.text(80, 24).contains("Strategies · Ama O · Lark"));
    screen.press(&["q"]);
    assert!(screen.app.layers.is_empty());
}

#[test]
fn anybody_is_found_by_a_few_letters() {
    let mut screen = on("otter");
    screen.press(&["H", "/"]);
    screen.write("dee");
    let text = screen.text(80, 24);
    assert!(text.contains(" / dee") && text.contains("Dee P · Wren") && !text.contains("Ama O"), "{text}");
    screen.press(&["Enter"]);
    assert!(screen.text(80, 24).contains("/ find"), "keys are commands again");
    screen.press(&["Esc"]);
    assert!(screen.text(80, 24).contains("Strategies · Ama O · Lark"), "back to whom it was opened for");
    screen.press(&["Esc"]);
    assert!(screen.app.layers.is_empty());
}

#[test]
fn with_nobody_under_the_cursor_it_is_ready_to_find() {
    let mut screen = Screen::at(screen().lab, Scope::Rules);
    screen.press(&["H"]);
    screen.write("cy");
    let text = screen.text(80, 24);
    assert!(text.contains("Cy M · Lark") && text.contains("Cy M. may go out"), "{text}");
    screen.press(&["Esc"]);
    assert!(screen.app.layers.is_empty());
}

#[test]
fn no_surname_stands_anywhere_on_the_screen() {
    for scope in [Scope::Due, Scope::Register, Scope::Timeline, Scope::Pupil] {
        let mut screen = on("otter");
        let effects = screen.app.go(scope);
        screen.perform(effects);
        screen.press(&["H"]);
        for keys in [&["c"][..], &["y"], &["/"]] {
            screen.press(keys);
            for (width, height) in [(80, 24), (120, 40), (200, 60)] {
                let text = screen.text(width, height).to_lowercase();
                for secret in ["otter", "quill", "marten", "plover", "sen support", "census"] {
                    assert!(!text.contains(secret), "{secret} in {scope:?}: {text}");
                }
            }
        }
    }
}

#[test]
fn nothing_recorded_says_where_it_would_come_from() {
    let mut screen = on("quill");
    screen.press(&["H"]);
    let text = screen.text(80, 24);
    assert!(
        text.contains("Nothing is recorded here yet") && text.contains("nothing recorded yet: Ben Q"),
        "{text}"
    );
}

#[test]
fn no_size_is_too_small() {
    for (width, height) in [(1, 1), (2, 2), (3, 1), (1, 30), (10, 4), (40, 12), (200, 60)] {
        let mut screen = on("otter");
        screen.press(&["H", "c"]);
        screen.text(width, height);
        screen.press(&["Down", "PageDown", "Up", "/"]);
        screen.text(width, height);
    }
}
