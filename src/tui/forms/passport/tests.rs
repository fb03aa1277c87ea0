//! A passport written, changed, written anew.

use crate::actions::testing::{Lab, date};
use crate::domain::ids::PupilId;
use crate::domain::support::Passport;
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

/// A pupil with the passport of this day, if one is given, under the cursor of the register.
fn screen(written: Option<&str>) -> (Screen, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2025-09-08");
    if let Some(written) = written {
        lab.make(|edit, by| {
            let mut old = Passport::written(date(written), by.typed.clone());
            (old.helps, old.look_again) = ("time to answer".into(), Some(date("2026-11-20")));
            edit.add(id, old)
        });
    }
    (Screen::at(lab, Scope::Register), id)
}

#[test]
fn four_lines_take_five_keys_besides_the_words() {
    let (mut screen, id) = screen(None);
    let mut keys = 0;
    let mut press = |screen: &mut Screen, key: &str| {
        keys += 1;
        screen.press(&[key]);
    };
    press(&mut screen, "O");
    for (at, words) in ["kind", "my dog", "time to answer", "shouting"].into_iter().enumerate() {
        if at > 0 {
            press(&mut screen, "Tab");
        }
        screen.write(words);
    }
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Write the passport
     Ama Otter · SEN support since 8 Sep 2025

      Strengths           kind
      What matters to me  my dog
      What helps          time to answer
    › What to avoid       shouting
      Agreed with
      Look again by
      Written             21 Nov 2026
      Note

      [Save]  C-s


     ──────────────────────────────────────────────────────────────────────────────
     What makes it harder; a line each.
    "#);
    press(&mut screen, "C-s");
    assert_eq!(keys, 5);
    assert!(
        screen.notice().starts_with("Saved: Ama Otter, passport written · u takes it back"),
        "{}",
        screen.notice()
    );
    let file = screen.lab.file(id);
    assert_eq!(file.passport().unwrap().boxes(), ["kind", "my dog", "time to answer", "shouting"]);
}

#[test]
fn a_change_of_the_same_season_changes_the_one_in_force() {
    let (mut screen, id) = screen(Some("2026-09-14"));
    screen.press(&["O", "Tab", "Tab"]);
    screen.write(", pictures");
    let text = screen.text(80, 24);
    assert!(
        text.contains("In force since Mon 14 Sep 2026.") && text.contains("Written anew        no"),
        "{text}"
    );
    screen.press(&["C-s"]);
    assert!(screen.notice().contains("passport changed"), "{}", screen.notice());
    let file = screen.lab.file(id);
    assert_eq!(file.passports.len(), 1);
    assert_eq!(file.passport().unwrap().helps, "time to answer, pictures");
}

#[test]
fn later_it_is_written_anew_unless_somebody_says_no() {
    let (mut screen, id) = screen(Some("2025-09-14"));
    screen.press(&["O", "Tab", "Tab"]);
    screen.write(", pictures");
    screen.press(&["C-s"]);
    assert!(screen.notice().contains("written anew"), "{}", screen.notice());
    let file = screen.lab.file(id);
    let now = file.passport().unwrap();
    assert_eq!((now.written, now.helps.as_str()), (date("2026-11-21"), "time to answer, pictures"));
    assert_eq!(now.look_again, None, "the day that is past is not taken over");
    assert_eq!(file.passports[0].replaced, Some(date("2026-11-21")));
    screen.press(&["u"]);
    assert_eq!(screen.lab.file(id).passport().unwrap().helps, "time to answer");
    assert_eq!(screen.lab.file(id).passports.len(), 1);
}

#[test]
fn the_command_writes_anew_on_what_stands_there() {
    let (mut screen, id) = screen(Some("2026-11-20"));
    screen.run("pupil.passport_anew");
    let text = screen.text(80, 24);
    assert!(text.contains("It takes the place of the one of Fri 20 Nov 2026, which is kept."), "{text}");
    assert!(text.contains("time to answer"), "{text}");
    screen.press(&["C-s"]);
    assert_eq!(screen.lab.file(id).passports.len(), 2);
}

#[test]
fn what_will_not_go_on_one_page_is_said_while_it_is_written() {
    let (mut screen, id) = screen(None);
    screen.press(&["O"]);
    screen.write("kind");
    assert!(!screen.text(80, 24).contains("Not on one page"));
    for _ in 0..14 {
        screen.press(&["Enter"]);
        screen.write("x");
    }
    let text = screen.text(80, 24);
    assert!(text.contains("Not on one page: “Strengths” has 15 lines, and a box takes 14"), "{text}");
    screen.press(&["C-s"]);
    assert!(screen.lab.file(id).passport().is_some(), "it hinders nothing");
}

#[test]
fn nothing_in_any_box_is_refused_and_stays_in_the_form() {
    let (mut screen, id) = screen(None);
    screen.press(&["O", "C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("nothing stands in any of its four boxes"), "{text}");
    assert!(screen.lab.file(id).passports.is_empty());
    let (mut screen, _) = self::screen(Some("2026-11-20"));
    screen.press(&["O", "Tab", "Tab", "C-x", "C-s"]);
    assert!(screen.text(80, 24).contains("nothing stands in any of its four boxes"));
}

#[test]
fn drafts_open_again() {
    let (screen, id) = screen(Some("2026-11-20"));
    let held = screen.lab.file(id).passports[0].id;
    for (form, about, title) in [
        ("passport.write", id.0.to_string(), "Write the passport"),
        ("passport.edit", format!("{}/{}", id.0, held.0), "Change the passport"),
        ("voice.add", id.0.to_string(), "Keep somebody's words"),
    ] {
        let row = crate::tui::forms::FORMS.iter().find(|row| row.id == form).unwrap();
        let (mut screen, _) = self::screen(Some("2026-11-20"));
        let effects = (row.open)(&mut screen.app, &about);
        screen.perform(effects);
        assert!(screen.text(80, 24).contains(title), "{form}");
        let (mut screen, _) = self::screen(None);
        let effects = (row.open)(&mut screen.app, "999/999");
        screen.perform(effects);
        assert!(screen.app.layers.is_empty(), "{form}");
    }
}
