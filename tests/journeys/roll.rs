//! A group that ends with the term goes on to the end of the next: one key, one change, one undo; and the same from a script.

use super::SHEET;
use super::pty::real_school;

#[test]
fn a_group_goes_on_with_one_key_and_one_undo_takes_it_back() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen
        .wait_for("1 Due 3")
        .keys(": add Space an Space interv")
        .wait_for("Add an intervention")
        .keys("Enter");
    screen.wait_for("What is usual of it").text_in("Language group").keys("Tab");
    screen.text_in("communication").keys("Tab Tab").text_in("4").keys("Tab").text_in("25").keys("Tab");
    screen.text_in("4").keys("C-s").wait_for("Saved: Language group, in the catalogue");
    screen.keys("3").wait_gone("SEN governor").keys("a").wait_for("Start a provision");
    screen
        .text_in("la")
        .wait_for("→ Language group")
        .keys("Enter")
        .wait_for("sessions planned to Fri 18 Dec");
    for name in ["ama", "cy"] {
        screen.text_in(name).wait_for("→ ").keys("Enter").wait_gone("→ ");
    }
    screen.keys("C-s").wait_for("Saved: Start a provision").wait_for("4 × 25 min");

    screen.keys("F").wait_for("Roll forward · Autumn term to Spring term").wait_for("0 of 1 decided");
    screen.wait_for("continue?").wait_for("not checked yet").keys("C-s").wait_for("Nothing is decided yet");
    screen.keys("c").wait_for("1 of 1 decided").keys("Esc").wait_for("draft");
    screen.keys("F").wait_for("Your unfinished draft is back").keys("C-s");
    screen.wait_for("Saved: Roll forward to the next term");
    screen.quit();

    let said = school.run(&["roll"]);
    assert!(said.contains("Nothing runs out with the Autumn term"), "{said}");
    school.run(&["undo"]);
    let said = school.run(&["roll"]);
    assert!(said.contains("Autumn term 2026 to Spring term 2027, which ends on Thu 25 Mar 2027"), "{said}");
    assert!(said.contains("ends Fri 18 Dec") && said.contains("proposed: continue"), "{said}");
    let json = school.run(&["roll", "--continue", "language group", "--dry-run", "--json"]);
    assert!(
        json.contains("\"next_end\":\"2027-03-25\"") && json.contains("\"decided\":\"continue\""),
        "{json}"
    );
    assert!(school.run(&["roll"]).contains("Language group"), "a rehearsal writes nothing");
    school.run(&["roll", "--continue", "all"]);
    assert!(!school.run(&["roll"]).contains("Language group"));
    school.run(&["check"]);
}
