//! What a poor line does: it drops in the middle of a form, and it brings ten megabytes at once.

use std::time::Duration;

use super::pty::{Screen, real_school, school};
use super::{LATE, SHEET};

#[test]
fn two_forms_left_by_dropped_lines_are_both_offered() {
    let school = real_school(SHEET);
    for (keys, words) in [("c", "Mum rang: sleep poor"), ("n", "Ate with the others")] {
        let mut screen = school.open();
        screen.wait_for(LATE[0]).keys(keys).wait_for("[Save]").text_in(words).wait_for(words);
        screen.drop_line();
        assert!(!screen.ended_within(Duration::from_secs(1)).success());
    }
    let mut screen = school.open();
    screen
        .wait_for("D brings back an unfinished “Write a note” from")
        .wait_for("(and 1 more)")
        .keys("D")
        .wait_for("Mum rang")
        .wait_for("Ate with");
    screen.keys("C-s").wait("the words in their form", |shown| {
        shown.contains("What")
            && shown.contains("Mum rang: sleep poor") | shown.contains("Ate with the others")
    });
    screen.keys("C-s").wait_for("Saved").keys("D").wait("the other", |shown| {
        shown.contains("What")
            && shown.contains("Mum rang: sleep poor") | shown.contains("Ate with the others")
    });
    screen.keys("C-s").wait_for("Saved");
    screen.quit();
    let story = school.run(&["timeline", "Ama Otter"]);
    assert!(story.contains("Mum rang: sleep poor") && story.contains("Ate with the others"), "{story}");
    let mut screen = school.open();
    screen.wait_for(LATE[0]);
    assert!(!screen.text().contains("unfinished"), "{}", screen.text());
    screen.quit();
}

/// Goes to the provision whose whole group can be checked and opens the check.
pub fn open_group_check(screen: &mut Screen) {
    screen.keys("3").wait_for("PECS").keys("/ PECS Enter").wait_for("filter: PECS");
    screen.keys("Enter").wait_for(" of 2 checked");
}

#[test]
fn a_groups_check_left_by_a_dropped_line_comes_back() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due");
    open_group_check(&mut screen);
    screen.text_in("4711").wait_for("4711");
    screen.drop_line();
    assert!(!screen.ended_within(Duration::from_secs(1)).success());
    let mut screen = school.open();
    screen.wait_for("D brings back").keys("D").wait_for("4711").wait_for("checked");
    screen.keys("Esc").wait_gone("checked");
    screen.quit();
}

#[test]
fn keys_that_come_all_at_once_go_where_they_were_meant_to() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for(LATE[0]);
    // The whole of it in one piece, as a line that hung brings it: the u is a letter of the note, and undoes nothing.
    screen.send(b"numbrella lost\x13");
    screen.wait_for(", note written");
    // A pupil's name before the palette knows any pupil.
    screen.send(b":marten\rl");
    screen.wait_for("Cy Marten").wait_for("Happened");
    screen.quit();
    assert!(school.run(&["timeline", "Ama Otter"]).contains("umbrella lost"));
    assert!(!school.run(&["journal"]).contains("undo"));
}

#[test]
fn ten_megabytes_pasted_into_a_form_are_cut_and_told() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for(LATE[0]).keys("c").wait_for("[Save]");
    screen.paste(&"otters everywhere ".repeat(560_000));
    screen.wait_for("otters everywhere").wait_for("too long");
    // It goes on as before.
    screen.keys("C-s").wait_for("Saved: ");
    screen.quit();
    school.run(&["check"]);
}
