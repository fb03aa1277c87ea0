//! Words kept, corrected on the page, and missed at a review.

use crate::actions::testing::{Lab, date};
use crate::domain::ids::PupilId;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::support::{Cycle, Speaker, Voice};
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

/// A pupil with a plan that runs and a review that is due, under the cursor of the register.
fn screen() -> (Screen, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2025-09-08");
    lab.make(|edit, by| {
        edit.add(id, Cycle::began(date("2026-09-14"), "iep", by.typed.clone()))?;
        edit.add(id, Review::planned(ReviewKind::WithParents, date("2026-11-20"), None, by.typed.clone()))
    });
    (Screen::at(lab, Scope::Register), id)
}

#[test]
fn words_are_kept_with_the_plan_that_runs() {
    let (mut screen, id) = screen();
    screen.press(&["v", "Enter"]);
    screen.write("I like the quiet table");
    assert!(screen.text(80, 24).contains("It stands with the IEP that runs."), "{}", screen.text(80, 24));
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Ama Otter, the pupil's words kept"), "{}", screen.notice());
    let file = screen.lab.file(id);
    let kept = &file.voices[0];
    assert_eq!((kept.speaker, kept.said), (Speaker::Pupil, date("2026-11-21")));
    assert_eq!(kept.cycle, Some(file.cycles[0].id));
    assert_eq!(kept.words, "I like the quiet table");
}

#[test]
fn nothing_said_is_not_kept() {
    let (mut screen, id) = screen();
    screen.press(&["v", "C-s"]);
    assert_eq!(screen.app.layers.len(), 1);
    assert!(screen.lab.file(id).voices.is_empty());
}

#[test]
fn the_page_shows_them_and_enter_corrects_one() {
    let (mut screen, id) = screen();
    screen.lab.make(|edit, by| {
        let mut voice = Voice::said(date("2026-10-05"), Speaker::Parent, by.typed.clone());
        (voice.words, voice.who) = ("She sleeps well.\nSince June.".into(), "gran".into());
        edit.add(id, voice)?;
        let mut review = Review::planned(ReviewKind::WithParents, date("2026-06-01"), None, by.typed.clone());
        review.held = Some(date("2026-06-01"));
        review.parent_voice = "More sums".into();
        edit.add(id, review)
    });
    screen.press(&["o", "/"]);
    screen.write("voices");
    screen.press(&["Enter"]);
    insta::assert_snapshot!(screen.pane(80, 14), @r#"
     Voices ───────────────────────────────────────────────────────────────────────
    ›             the child's own words are missing: v keeps them
       5 Oct 2026 gran: “She sleeps well.” ▸
       1 Jun 2026 a parent · review with parents: “More sums”
    "#);
    screen.press(&["Down", "Enter"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Change: voice") && text.contains("Since June."), "{text}");
    screen.press(&["Esc", "Up", "Enter"]);
    assert!(screen.text(80, 24).contains("Keep somebody's words"), "what is missing is asked for");
    screen.press(&["Esc", "Down", "Down", "Enter"]);
    assert_eq!(screen.app.scope(), Scope::Timeline, "a review's words stand with the review");
}

#[test]
fn a_review_without_their_words_says_so_and_is_saved_all_the_same() {
    let (mut screen, id) = screen();
    screen.press(&["r"]);
    let text = screen.text(80, 24);
    let both = "the words of the child and of the parents are missing: Code 6.54 asks for the";
    assert!(text.contains(both), "{text}");
    screen.press(&["Tab", "Tab", "Tab"]);
    screen.write("It is better");
    assert!(screen.text(80, 24).contains("the parents' words are missing"), "{}", screen.text(80, 24));
    screen.press(&["Tab"]);
    screen.write("So it is");
    assert!(!screen.text(80, 24).contains("are missing"), "{}", screen.text(80, 24));
    screen.press(&["C-x", "C-s"]);
    assert!(screen.notice().contains("review held"), "{}", screen.notice());
    assert_eq!(screen.lab.file(id).reviews[0].pupil_voice, "It is better");
}

#[test]
fn words_of_the_last_weeks_count_for_a_review() {
    let (mut screen, id) = screen();
    for (speaker, words) in [(Speaker::Pupil, "I like Lexia"), (Speaker::Parent, "More sums")] {
        screen.lab.make(|edit, by| {
            let voice =
                Voice { words: words.into(), ..Voice::said(date("2026-10-05"), speaker, by.typed.clone()) };
            edit.add(id, voice)
        });
    }
    screen.press(&["r"]);
    let text = screen.text(80, 24);
    assert!(!text.contains("missing"), "{text}");
    assert!(text.contains("Heard: the pupil “I like Lexia” (Mon 5 Oct) and a parent “More sums”"), "{text}");
}

#[test]
fn many_reviews_at_once_say_how_many_lack_words() {
    let (mut screen, id) = screen();
    let other = screen.lab.pupil("Ben", "Quill");
    screen.lab.at_stage(other, "K", "2025-09-08");
    screen.lab.make(|edit, by| {
        edit.add(other, Review::planned(ReviewKind::WithParents, date("2026-11-20"), None, by.typed.clone()))
    });
    let mut screen = Screen::new(screen.lab);
    screen.press(&["/"]);
    screen.write("review with parents");
    screen.press(&["Enter", "Space", "Space", "Enter"]);
    let text = screen.text(80, 24);
    assert!(text.contains("missing for 2 of them"), "{text}");
    assert!(!screen.lab.file(id).reviews.is_empty());
}
