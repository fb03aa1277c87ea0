//! A call written down in one line: from any pane, read back before it is saved, its promises kept by one key.

use std::time::Duration;

use super::pty::{Screen, real_school};
use super::{LATE, SHEET};

#[test]
fn a_call_is_logged_from_anywhere_in_one_line_and_its_promise_kept() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    // From a pane that has nothing to do with it.
    screen.wait_for(LATE[0]).keys("7").wait_for("Christmas").keys("L").wait_for("sleep poor; review +6w");
    screen.text_in("dee phone mum sleep poor; review +6w; call tue");
    screen.wait_for("Log: Dee Plover (Y6 Wren) · phone with mum · today, Sat 21 Nov · ‘sleep poor’");
    screen.wait_for("Sat 2 Jan is no school day").keys("Enter");
    screen.wait("why nothing was saved", |shown| shown.contains("Not saved:") || shown.contains("Saved:"));
    screen.wait_for("Saved: Dee Plover, phone with mum · 2 follow-ups");
    screen.keys("1").wait_for("Tue 24 Nov    Dee Plover").wait_for("follow up · call mum");
    // It is the row under the cursor, and one key does it.
    screen
        .keys("/ follow Enter")
        .wait_for("filter: follow")
        .keys("Enter")
        .wait_for("Dee Plover, followed up");
    screen.wait_for("Nothing due fits the filter").keys("u").wait_for("Taken back: Follow up");
    screen.keys("Enter").wait_for("followed up").keys("Esc").wait_for(LATE[0]);
    screen.quit();
    let story = school.run(&["timeline", "Dee Plover"]);
    for line in ["phone · mum · sleep poor", "followed up · call mum", "review with parents"] {
        assert!(story.contains(line), "{line}: {story}");
    }
    school.run(&["check"]);
}

#[test]
fn a_line_that_is_cut_off_comes_back_and_two_that_fit_are_asked_about() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for(LATE[0]).keys("L").wait_for("the row you are on").text_in("met gran she is worr");
    screen.wait_for("Log: Ama Otter (Y4 Lark), the row you are on · in person with gran").drop_line();
    assert!(!screen.ended_within(Duration::from_secs(1)).success());
    let mut screen = school.open();
    screen.wait_for("“Log in one line”").keys("D").wait_for("met gran she is worr").text_in("ied");
    screen.wait_for("‘she is worried’").keys("Enter").wait_for("Saved: Ama Otter, in person with gran");

    // Ama Otter and nobody else begins with am; two are of Wren in Year 6.
    screen.keys("L").wait_for("Log:").text_in("e wren phone dad x");
    screen.wait("nobody of Wren begins with e", |shown| shown.contains("Nobody is called"));
    screen
        .keys("C-u")
        .text_in("e phone dad x")
        .wait_for("Log: Eve Siskin")
        .keys("C-u")
        .text_in("q phone dad x");
    screen.wait_for("Log: Ben Quill").keys("Enter").wait_for("Saved: Ben Quill, phone with dad");
    screen.quit();
    let all = |name: &str| school.run(&["timeline", name]);
    assert!(all("Ama Otter").contains("she is worried") && all("Ben Quill").contains("phone · dad · x"));
}

#[test]
fn a_line_that_comes_all_at_once_is_saved_as_it_was_meant() {
    let school = real_school(SHEET);
    let mut screen: Screen = school.open();
    screen.wait_for(LATE[0]);
    screen.send(b"LCM phone mum slept well; call fri\r");
    screen.wait_for("Saved: Cy Marten, phone with mum");
    screen.quit();
    assert!(school.run(&["timeline", "Cy Marten"]).contains("slept well"));
}
