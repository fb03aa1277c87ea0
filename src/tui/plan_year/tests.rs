//! The plan on the screen: made, moved, agreed, taken back.

use crate::actions::testing::{Lab, date};
use crate::domain::ids::PupilId;
use crate::tui::testing::Screen;

fn school() -> (Screen, Vec<PupilId>) {
    let mut lab = Lab::new();
    let mut pupils = Vec::new();
    for name in ["Otter", "Quill", "Marten"] {
        let id = lab.pupil("Ama", name);
        lab.at_stage(id, "K", "2026-09-14");
        pupils.push(id);
    }
    (Screen::new(lab), pupils)
}

fn open(screen: &Screen, id: PupilId) -> usize {
    screen.lab.file(id).open_reviews().count()
}

#[test]
fn all_are_agreed_at_once_after_a_question_that_counts_them() {
    let (mut screen, pupils) = school();
    screen.run("app.plan_year");
    let text = screen.text(80, 24);
    assert!(text.contains("Plan the year 2026/27 · 9 to agree, 0 agreed · at most 10 a week"), "{text}");
    assert!(text.contains("Week of Mon 23 Nov") && text.contains("Ama Otter"), "{text}");
    assert!(text.contains("–"), "holidays are marked: {text}");
    screen.press(&["C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Agree 9 reviews?  y yes  n no"), "{text}");
    assert_eq!(open(&screen, pupils[0]), 0, "nothing before the answer");
    screen.press(&["n"]);
    assert_eq!(screen.app.layers.len(), 1);
    screen.press(&["C-s", "y"]);
    assert_eq!(screen.app.layers.len(), 0);
    assert_eq!(screen.notice(), "Agreed: 9 reviews · u takes it back");
    assert!(pupils.iter().all(|id| open(&screen, *id) == 3));
    screen.press(&["u"]);
    assert_eq!(screen.notice(), "Taken back: Agree the year's reviews");
    assert!(pupils.iter().all(|id| open(&screen, *id) == 0), "one undo");
}

#[test]
fn one_is_moved_a_week_and_what_is_not_legal_is_said() {
    let (mut screen, pupils) = school();
    screen.run("app.plan_year");
    screen.press(&[">"]);
    assert!(screen.text(80, 24).contains("Moved to "), "{}", screen.text(80, 24));
    for _ in 0..9 {
        screen.press(&[">"]);
    }
    let text = screen.text(80, 24);
    assert!(
        text.contains("Not moved: later than the rhythm allows: by ") || text.contains("Not moved: too near"),
        "{text}"
    );
    screen.press(&["Esc"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Leave? What you moved by hand is not kept.  y yes  n no"), "{text}");
    screen.press(&["Esc"]);
    assert_eq!(screen.app.layers.len(), 1);
    screen.press(&["Esc", "y"]);
    assert_eq!(screen.app.layers.len(), 0);
    assert!(pupils.iter().all(|id| open(&screen, *id) == 0));
    screen.run("app.plan_year");
    screen.press(&["Esc"]);
    assert_eq!(screen.app.layers.len(), 0, "nothing was moved: no question");
}

#[test]
fn arrows_go_through_weeks_and_the_cursor_is_always_somewhere() {
    let (mut screen, _) = school();
    screen.run("app.plan_year");
    let shown = screen.text(80, 24);
    screen.press(&["l"]);
    for size in [(1, 1), (3, 2), (20, 5), (40, 10), (80, 24), (200, 50)] {
        screen.text(size.0, size.1);
    }
    assert_ne!(screen.text(80, 24), shown);
    for _ in 0..60 {
        screen.press(&["l"]);
    }
    let text = screen.text(80, 24);
    assert!(text.contains("Week of Mon 19 Jul 2027"), "{text}");
    for _ in 0..60 {
        screen.press(&["h"]);
    }
    assert_eq!(screen.text(80, 24), shown);
}

#[test]
fn two_who_plan_at_once_do_not_agree_twice() {
    let (mut screen, pupils) = school();
    screen.run("app.plan_year");
    let first = pupils[0];
    let now = crate::domain::ids::Seq(u64::MAX);
    screen.lab.make(|edit, by| crate::actions::year::agree(edit, by, &[(first, date("2026-11-26"))], now));
    screen.press(&["C-s", "y"]);
    assert!(
        screen.notice().contains("has a review on Thu 26 Nov 2026 by now: plan the year anew"),
        "{}",
        screen.notice()
    );
    assert_eq!(open(&screen, pupils[1]), 0);
}

#[test]
fn nobody_to_plan_for_is_said() {
    let mut screen = Screen::new(Lab::new());
    screen.run("app.plan_year");
    assert!(screen.notice().contains("No review is left to plan"), "{}", screen.notice());
}
