//! A concern becomes SEN support, a plan with two targets, and a second round: each step from where its row stands.

use super::SHEET;
use super::pty::real_school;

#[test]
fn from_the_concern_to_the_second_cycle() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    // Finn stands on no list of SEN: the register's list of all on roll has him.
    screen.wait_for("1 Due 3").keys("2").wait_for("register 5").keys("t").wait_for("Finn Badger");
    screen.keys("/ finn Enter").wait_for("filter: finn");
    screen.keys("C").wait_for("Begin a case").text_in("refer").keys("Enter").wait_for("Referred by");
    screen.keys("Tab Tab").text_in("Miss Dale").keys("Tab Tab").text_in("Cannot blend sounds");
    screen.wait_for("Cannot blend").keys("C-s").wait_for("Saved: Finn Badger, referral begun");

    // Decided from its row in Due, with what follows beside each outcome.
    screen.keys("1 / finn Enter").wait_for("SEND referral").keys("Enter").wait_for("Decide the referral");
    screen.wait_for("by Miss Dale: Cannot blend sounds").wait_for("a letter to the parents, the first cycle");
    screen.keys("1 C-s").wait_for("Saved: Finn Badger, SEN support begins · next Fri 27 Nov");

    // The plan: two targets one after the other, then agreed.
    screen.keys("P").wait_for("no target yet: + adds one").wait_for("not agreed yet with parents and child");
    screen.keys("+").wait_for("target 1 of 4").text_in("Blends three sounds").keys("C-s");
    screen.wait_for("target 1 of 4 · + adds another").keys("+").wait_for("1. Blends three sounds");
    screen.text_in("Reads ten words").keys("C-s").wait_for("target 2 of 4 · + adds another");
    screen.keys("1").wait_for("filter: finn").keys("Esc / agree Space the Space plan Enter");
    screen.wait_for("filter: agree the plan").wait_for("Finn Badger").keys("Enter");
    screen.wait_for("Plan: Individual Education Plan").wait_for("Plan agreed             today");
    screen.keys("C-s").wait_for("Saved: Finn Badger, plan agreed");

    // Closed at its review, brought forward to today: met and partly, the second goes on.
    screen.keys("2").wait_for("filter: finn").keys(": close Space the Space cycle").wait_for("open the next");
    screen.keys("Enter").wait_for("Close the cycle: IEP since 21 Nov 2026").wait_for("0 of 2 judged");
    screen.keys("1 Enter 2 Enter").wait_for("2 of 2 judged").keys("Tab").text_in("Blends well");
    screen.keys("Tab").text_in("I like it").wait_for("Parents say   missing").keys("C-s");
    screen.wait_for("Saved: Finn Badger, cycle closed · next review Mon 4 Jan").wait_gone("Close the cycle");
    screen.keys("P").wait_for("target 1").wait_for("Reads ten words · carried over");
    screen.wait_for("IEP · as hoped · 2 targets: 1 met, 1 partly met");
    screen.quit();

    let said = school.run(&["cycle", "Finn Badger"]);
    assert!(said.contains("target 1") && said.contains("2 targets: 1 met, 1 partly met"), "{said}");
    let json = school.run(&["cycle", "Finn Badger", "--json"]);
    assert!(json.contains("\"running\":true") && json.contains("\"outcome\":\"partly\""), "{json}");
    let due = school.run(&["due"]);
    assert!(due.contains("Mon 4 Jan"), "the second round has its review: {due}");
    school.run(&["undo"]);
    assert!(!school.run(&["cycle", "Finn Badger"]).contains("1 met"), "closing and opening is one step");
    school.run(&["check"]);
}
