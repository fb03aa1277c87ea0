//! A session pupil by pupil, by keys over a real store.

use super::*;
use crate::domain::delivery::SessionRow;
use crate::tui::panes::sessions::tests::{Made, made, rows, state};
use crate::tui::testing::Screen;

/// The language group of today, just opened.
fn opened() -> (Screen, Made2) {
    let Made { lab, language, pupils, .. } = made();
    let mut screen = Screen::at(lab, Scope::Sessions);
    screen.press(&["Down", "e"]);
    assert_eq!(screen.app.layers.len(), 1, "{}", screen.notice());
    (screen, Made2 { language, pupils })
}

struct Made2 {
    language: crate::domain::ids::RecordId,
    pupils: Vec<crate::domain::ids::PupilId>,
}

fn stored(screen: &Screen, made: &Made2) -> SessionRow {
    rows(screen, made.language).into_iter().find(|row| row.on.to_string() == "2026-11-25").unwrap()
}

#[test]
fn one_pupil_away_takes_three_keys_from_the_row() {
    let (mut screen, made) = opened();
    insta::assert_snapshot!("just_opened_at_80", screen.pane(80, 24));
    screen.press(&["3", "C-s"]);
    assert!(screen.notice().starts_with("Saved: Session delivered, pupil by pupil"), "{}", screen.notice());
    // By surname: Marten, Otter, Quill.
    let row = stored(&screen, &made);
    assert_eq!((row.state, row.away), (State::Delivered, vec![(made.pupils[1], Missed::PupilAway)]));
    assert!(screen.pane(80, 24).contains("delivered, 1 away"), "{}", screen.pane(80, 24));
    screen.press(&["Up"]);
    assert!(screen.pane(80, 24).contains("Ben Quill (pupil away)"), "{}", screen.pane(80, 24));
    screen.press(&["u"]);
    assert_eq!(state(&screen, made.language, "2026-11-25"), None);
}

#[test]
fn a_pupil_turned_by_number_stays_away_when_enter_goes_on() {
    let (mut screen, made) = opened();
    screen.press(&["2", "Enter", "C-s"]);
    assert_eq!(stored(&screen, &made).away, vec![(made.pupils[0], Missed::PupilAway)]);
}

#[test]
fn every_pupil_has_a_reason_of_their_own_and_all_away_is_missed() {
    let (mut screen, made) = opened();
    screen.press(&["t", ".", "p"]);
    insta::assert_snapshot!("all_away_at_120", screen.pane(120, 40));
    screen.press(&["C-s"]);
    assert_eq!(stored(&screen, &made).state, State::Missed(Missed::PupilAway));
    // It opens again as it was recorded, with everybody there: nobody was away from what did not take place.
    screen.press(&["Up", "e", "o", "Enter", "p", "Up", "Space", "C-s"]);
    let row = stored(&screen, &made);
    assert_eq!(row.state, State::Delivered, "{}", screen.notice());
    let whys: Vec<Missed> = row.away.iter().map(|(_, why)| *why).collect();
    assert_eq!(whys, [Missed::PupilAway, Missed::Other], "{row:?}");
}

#[test]
fn what_was_said_is_kept_as_a_draft_and_comes_back() {
    let (mut screen, made) = opened();
    screen.press(&["Esc"]);
    assert!(screen.app.drafts.is_empty(), "nothing said, nothing kept");
    screen.press(&["e", "2", "t", "Esc"]);
    assert_eq!(screen.app.drafts.len(), 1);
    screen.run("draft.resume");
    let shown = screen.pane(80, 24);
    assert!(shown.contains("Your unfinished draft is back") && shown.contains("2 of 3 there"), "{shown}");
    screen.press(&["C-s"]);
    assert!(screen.app.drafts.is_empty());
    assert_eq!(stored(&screen, &made).away, [(made.pupils[0], Missed::Trip)]);
}

#[test]
fn somebody_elses_recording_is_not_overwritten() {
    let (mut screen, made) = opened();
    let which = Which {
        provision: made.language,
        on: "2026-11-25".parse().unwrap(),
        nth: 0,
        seen: crate::views::sessions::Seen::Any,
    };
    screen.lab.make(|edit, by| record(edit, by, &Recording::new(which, State::Missed(Missed::Closure))));
    screen.press(&["1", "C-s"]);
    let shown = screen.pane(80, 24);
    assert!(shown.contains("Not saved") && shown.contains("recorded meanwhile by sue"), "{shown}");
    assert_eq!(stored(&screen, &made).state, State::Missed(Missed::Closure));
}

#[test]
fn every_size_is_drawn() {
    let (mut screen, _) = opened();
    for width in [1, 2, 10, 30, 79, 80, 110, 200] {
        for height in [1, 2, 3, 4, 8, 9, 12, 24, 60] {
            screen.text(width, height);
            screen.press(&["Down"]);
        }
    }
}
