//! An adult's absence, by keys over a real store.

use super::*;
use crate::domain::delivery::{Missed, State};
use crate::tui::panes::sessions::tests::{Made, made, rows, state};
use crate::tui::testing::Screen;

/// S Kaya is away from Wednesday to Friday.
fn opened() -> (Screen, Made) {
    let Made { lab, language, lexia, pupils, dale, kaya } = made();
    let mut screen = Screen::at(lab, Scope::Sessions);
    // The cursor stands on Lexia, so that its adult stands in the form.
    screen.press(&["A", "Tab", "Tab"]);
    screen.write("fri");
    screen.press(&["C-s"]);
    assert!(screen.pane(80, 24).contains("S Kaya is away from"), "{}", screen.text(80, 24));
    (screen, Made { lab: crate::actions::testing::Lab::new(), language, lexia, pupils, dale, kaya })
}

#[test]
fn who_misses_what_stands_on_one_screen() {
    let (mut screen, _) = opened();
    screen.press(&["v", "Down", "c", "Down"]);
    insta::assert_snapshot!("three_days_at_80", screen.pane(80, 24));
    insta::assert_snapshot!("three_days_at_120", screen.pane(120, 40));
}

#[test]
fn each_session_takes_one_key_and_all_is_saved_and_taken_back_as_one() {
    let (mut screen, made) = opened();
    screen.press(&["m", "v", "Down", "c", "C-s"]);
    assert!(screen.notice().starts_with("Saved: An adult is away"), "{}", screen.text(80, 24));
    assert_eq!(state(&screen, made.lexia, "2026-11-25"), Some(State::Missed(Missed::AdultAway)));
    let moved = rows(&screen, made.lexia).into_iter().find(|row| row.stands_for.is_some()).unwrap();
    assert_eq!(moved.stands_for.unwrap().on.to_string(), "2026-11-26");
    let covered = rows(&screen, made.lexia).into_iter().find(|row| row.adult == Some(made.dale)).unwrap();
    assert_eq!(covered.on.to_string(), "2026-11-27");
    screen.press(&["u"]);
    assert!(rows(&screen, made.lexia).iter().all(|row| row.on.to_string() == "2026-11-23"));
}

#[test]
fn again_takes_the_next_and_as_above_goes_on() {
    let (mut screen, _) = opened();
    let choices = |screen: &mut Screen| {
        let away = screen.app.layers[0].as_any().downcast_mut::<AdultAway>().unwrap();
        away.rows.iter().map(|row| row.choice).collect::<Vec<_>>()
    };
    screen.press(&["v", "v"]);
    assert_eq!(choices(&mut screen)[0], Choice::Move(1));
    screen.press(&[".", "."]);
    assert_eq!(choices(&mut screen), [Choice::Move(1), Choice::Move(0), Choice::Move(0)]);
    screen.press(&["Space"]);
    assert_eq!(choices(&mut screen)[2], Choice::Leave, "as planned again");
    screen.press(&["Up", "Up", "c", "c"]);
    assert_eq!(choices(&mut screen)[0], Choice::Cover(0), "round again after the last");
    assert!(screen.pane(80, 24).contains("2 of 3 decided"), "{}", screen.pane(80, 24));
}

#[test]
fn nothing_decided_saves_nothing_and_an_adult_without_sessions_is_said() {
    let (mut screen, made) = opened();
    screen.press(&["C-s"]);
    assert!(screen.pane(80, 24).contains("Nothing is decided yet"), "{}", screen.pane(80, 24));
    screen.press(&["Esc"]);
    assert!(screen.app.layers.is_empty() && screen.app.drafts.is_empty());
    let on = "2026-11-26".parse().unwrap();
    let effects = open(&mut screen.app, made.dale, Span { from: on, to: on });
    screen.perform(effects);
    assert!(screen.notice().contains("Rosa Dale takes no session on Thu 26 Nov"), "{}", screen.notice());
}

#[test]
fn what_was_decided_is_kept_as_a_draft_and_comes_back() {
    let (mut screen, made) = opened();
    screen.press(&["m", "v", "Down", "c", "Esc"]);
    assert_eq!(screen.app.drafts.len(), 1, "{}", screen.notice());
    screen.run("draft.resume");
    let shown = screen.pane(80, 24);
    assert!(shown.contains("3 of 3 decided") && shown.contains("Your unfinished draft is back"), "{shown}");
    screen.press(&["C-s"]);
    assert!(screen.app.drafts.is_empty(), "{}", screen.text(80, 24));
    assert_eq!(state(&screen, made.lexia, "2026-11-25"), Some(State::Missed(Missed::AdultAway)));
}

#[test]
fn it_opens_from_the_provision_pane_and_the_palette_too() {
    let Made { lab, .. } = made();
    let mut screen = Screen::at(lab, Scope::Provision);
    screen.press(&["A"]);
    assert!(screen.text(80, 24).contains("An adult is away"), "{}", screen.text(80, 24));
    screen.press(&["C-s"]);
    assert!(screen.pane(80, 24).contains("is away on Wed 25 Nov"), "{}", screen.text(80, 24));
    screen.press(&["Esc"]);
    screen.run("sessions.away");
    assert_eq!(screen.app.layers.len(), 1);
}

#[test]
fn every_size_is_drawn() {
    let (mut screen, _) = opened();
    for width in [1, 2, 10, 30, 59, 60, 80, 110, 200] {
        for height in [1, 2, 3, 4, 8, 11, 12, 24, 30, 60] {
            screen.text(width, height);
            screen.press(&["Down"]);
        }
    }
}
