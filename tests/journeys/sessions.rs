//! A week of a group: recorded with one key, missed with its reason, pupil by pupil; its adult away; each taken back.

use super::SHEET;
use super::pty::{School, Screen, real_school};

/// The screen on this day.
fn open(school: &School, day: &str) -> Screen {
    let (store, home) = (school.store.to_str().unwrap(), school.home.path().to_str().unwrap());
    Screen::start(&["--store", store, "--today", day], (80, 24), &[("HOME", home)])
}

/// A group of three, three times a week, since Monday 16 November.
fn with_a_group() -> School {
    let school = real_school(SHEET);
    let mut screen = open(&school, "2026-11-16");
    screen
        .wait_for("1 Due")
        .keys("3")
        .wait_for("by area · 0 provisions")
        .keys("a")
        .wait_for("Start a provision");
    screen.text_in("Talk time").keys("Tab").text_in("ama").wait_for("Ama Otter").keys("Enter");
    screen
        .text_in("ben")
        .wait_for("Ben Quill")
        .keys("Enter")
        .text_in("cy ")
        .wait_for("Cy Marten")
        .keys("Enter");
    screen.keys("C-s").wait_for("Saved: Start a provision");
    screen.quit();
    school
}

#[test]
fn a_week_is_recorded_from_the_row() {
    let school = with_a_group();
    let mut screen = open(&school, "2026-11-18");
    // Monday's is left, and stands first.
    screen.wait_for("1 Due").keys("0").wait_for("0 Sessions 2").wait_for("Not recorded yet, of earlier days");
    screen.wait_for("›  Mon 16 Nov  Talk time").wait_for("Today, Wed 18 Nov: 1 not recorded");
    screen.keys("Enter").wait_for("Saved: Session delivered").wait_for("0 Sessions 1");

    // Missed, with its reason by a key; undo; then pupil by pupil.
    screen.keys("x").wait_for("Talk time was missed, why?").keys("t").wait_for("Saved: Session missed");
    screen.wait_for("Today, Wed 18 Nov: 1 missed").wait_for("1 of 2 delivered (trip 1)");
    screen.keys("u").wait_for("Taken back: Session missed").wait_for("Today, Wed 18 Nov: 1 not recorded");
    screen.keys("e").wait_for("3 of 3 there").keys("2").wait_for("2 of 3 there").keys("C-s");
    screen.wait_for("Saved: Session delivered, pupil by pupil").wait_for("Today, Wed 18 Nov: 1 delivered");
    screen.wait_for("(pupil away)").wait_for("2 of 2 delivered");
    screen.quit();

    let journal = school.run(&["journal"]);
    assert!(journal.contains("Session delivered, pupil by pupil"), "{journal}");
    school.run(&["check"]);
}

#[test]
fn an_adult_who_is_away_is_seen_to_on_one_screen() {
    let school = with_a_group();
    let mut screen = open(&school, "2026-11-18");
    screen.wait_for("1 Due").keys("0").wait_for("0 Sessions 2").keys(">").wait_for("Thu 19 Nov");
    screen.keys(">").wait_for(" Fri 20 Nov ─").wait_for("Fri 20 Nov, 20 min, 3rd of 3 this week, planned");
    screen.keys("a").wait_for("Who takes it").text_in("E Heath").keys("C-s");
    screen.wait_for("Saved: Give a session to another adult").wait_for("20 min, E Heath");

    // The adult under the cursor and the day shown stand in the form.
    screen.keys("A").wait_for("From   20 Nov 2026").keys("C-s").wait_for("E Heath is away on Fri 20 Nov");
    screen.wait_for("3 pupils miss: ").wait_for("0 of 1 decided");
    screen.keys("v").wait_for("1 of 1 decided").wait_for("No pupil misses anything").keys("C-s");
    screen.wait_for("Saved: An adult is away").wait_for("moved to ");
    screen.keys("u").wait_for("Taken back: An adult is away").wait_for("3rd of 3 this week, planned");
    screen.quit();
    school.run(&["check"]);
}
