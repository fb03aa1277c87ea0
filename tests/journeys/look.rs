//! Other days: looking at one and going back, the register as at a day gone by, a year in which nobody came, a clock that
//! is wrong.

use super::pty::{DAY, School, Screen, plain, real_school};
use super::{LATE, SHEET};

/// The screen as it opens on this day; on the machine's own for `None`.
fn open_on(school: &School, day: Option<&str>) -> Screen {
    let (store, home) = (school.store.to_str().unwrap(), school.home.path().to_str().unwrap());
    let mut args = vec!["--store", store];
    args.extend(day.map(|day| ["--today", day]).into_iter().flatten());
    Screen::start(&args, (80, 24), &[("HOME", home)])
}

#[test]
fn another_day_is_looked_at_and_nothing_is_dated_by_it() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for(LATE[0]).keys("T").wait_for("Look at which day?").text_in("+1w");
    // The list is seen while the day is typed.
    screen.wait_for("Sat 28 Nov 2026, in 7 days").wait_for(LATE[0]).keys("Enter");
    screen
        .wait_for("looking at Sat 28 Nov 2026 · T Enter back")
        .wait_for("12 days late  Ama Otter")
        .wait_for("6 days late   Ben Quill         Y6 Wren EHC plan · record its date")
        .wait_for("1 Due 5");
    screen
        .keys("]")
        .wait_for("looking at Sat 5 Dec 2026")
        .wait_for("5 days late   Eve Siskin")
        .wait_for("1 Due 6");
    // What is saved meanwhile is of today; what lies ahead did not happen.
    screen
        .keys("n")
        .wait_for("[Save]")
        .text_in("Ate with the others\t")
        .wait_for("Sat 21 Nov 2026, today")
        .keys("C-s");
    screen.wait_for(", note written").wait_for("looking at Sat 5 Dec 2026");
    screen
        .keys("n")
        .wait_for("[Save]")
        .text_in("Not yet\t")
        .keys("C-x")
        .text_in("4/12/2026")
        .wait_for("still to come");
    screen.keys("C-s").wait_for("lies ahead").keys("Esc").wait_gone("[Save]");
    screen.keys("T Enter").wait_for("Back at Sat 21 Nov 2026").wait_for(LATE[0]).wait_gone("looking at");
    screen.quit();
    let story = school.run(&["timeline", "Ama Otter", "--json"]);
    assert!(
        story.contains("Ate with the others") && story.contains(DAY) && !story.contains("Not yet"),
        "{story}"
    );
    school.run(&["check"]);
}

#[test]
fn the_register_as_at_a_day_before_a_pupil_left() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for(LATE[0]).keys("2").wait_for("register 5").wait_for("Ama Otter");
    screen.keys("/ otter Enter x").wait_for("The pupil leaves").keys("C-s").wait_for("Saved").keys("Esc");
    screen.wait_for("register 4").wait_gone("Ama Otter");
    // As at a day on which she stood there still: her last day is today.
    screen.keys("A").wait_for("The register as at which day?").text_in("today").keys("Enter");
    screen.wait_for("as at Sat 21 Nov 2026").wait_for("register 5").wait_for("Ama Otter");
    screen.keys("A").wait_for("Enter alone goes back").text_in("+1d").keys("Enter");
    screen
        .wait_for("as at Sun 22 Nov 2026")
        .wait_for("register 4")
        .keys("t t")
        .wait_for("leavers 1")
        .wait_for("Ama Otter");
    screen.keys("t Esc").wait_for("register 4").wait_gone("as at Sun");
    screen.quit();
    let names = |args: &[&str]| school.run(args).matches("\"name\":").count();
    assert_eq!(names(&["register", "--json"]), 4);
    assert_eq!(names(&["register", "--at", "today", "--json"]), 5);
    assert_eq!(names(&["register", "--at", "+1d", "--json"]), 4);
    assert_eq!(names(&["register", "--at", "+1d", "--leavers", "--json"]), 1);
    assert!(
        school.run(&["register", "--at", "1/9/1999"]).contains("Nobody is on this list as at Wed 1 Sep 1999")
    );
}

#[test]
fn after_a_year_in_which_nobody_came_all_is_late_and_nothing_is_done() {
    let school = real_school(SHEET);
    let before = (school.run(&["journal", "--json"]), school.run(&["register", "--json"]));
    let mut screen = open_on(&school, Some("2027-11-21"));
    screen.wait_for("1 Due ").wait("all five, in their order, with how late they are", |shown| {
        let row =
            |who: &str| shown.lines().position(|line| line.contains(who) && line.contains("weeks late"));
        let rows = ["Ama Otter", "Ben Quill", "Cy Marten", "Dee Plover", "Eve Siskin"].map(row);
        rows.iter().all(Option::is_some) && rows.is_sorted()
    });
    screen.quit();
    assert_eq!(before, (school.run(&["journal", "--json"]), school.run(&["register", "--json"])));
    school.run(&["check"]);
}

#[test]
fn a_clock_that_is_behind_the_journal_is_said_and_nothing_is_reordered() {
    let home = tempfile::tempdir().unwrap();
    let school = School { store: home.path().join("school.redb"), home };
    // Made by a clock far ahead of any machine's.
    let made = plain(school.home.path())
        .args(["demo", "--no-screen", "--pupils", "20", "--today", "2190-06-01", "--store"])
        .arg(&school.store)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut screen = open_on(&school, None);
    screen.wait_for("Is the clock set back?").keys("2").wait_for("register").keys("n").wait_for("[Save]");
    screen.text_in("written later").keys("C-s").wait_for(", note written");
    screen.quit();
    let journal = school.run(&["journal"]);
    let at = |words: &str| journal.lines().position(|line| line.contains(words));
    assert!(at("Write a note").is_some_and(|note| note < 2), "the newest stands first: {journal}");
    school.run(&["undo"]);
    assert!(school.run(&["journal"]).contains("undo"));
    school.run(&["check"]);
}
