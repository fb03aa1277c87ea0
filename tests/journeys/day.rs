//! One person's work: from no store at all to a review that is found again; many at once; the palette.

use super::pty::{DAY, School, Screen, real_school};
use super::{LATE, SHEET};

/// The store is made in the terminal by answering what is asked.
fn init_by_hand() -> School {
    let home = tempfile::tempdir().unwrap();
    let school = School { store: home.path().join("school.redb"), home };
    let (store, home) = (school.store.to_str().unwrap(), school.home.path().to_str().unwrap());
    let mut asked = Screen::start(&["init", "--store", store, "--today", DAY], (80, 24), &[("HOME", home)]);
    asked.wait_for("The school or federation:").text_in("Hedge End Primary\r");
    asked.wait_for("Site 1:").text_in("Main\r").wait_for("Site 2:").text_in("\r");
    asked.wait_for("Terms:").text_in("\r").wait_for("Made the store of Hedge End Primary");
    assert!(asked.ended().success());
    school
}

/// How the first row with a pupil reads, without the cursor.
fn row_of(screen: &Screen, who: &str) -> String {
    let shown = screen.text();
    let row = shown.lines().find(|line| line.contains(who));
    row.map(|row| row.trim_start_matches(['›', '•', ' ']).trim_end().to_owned()).unwrap_or_default()
}

#[test]
fn a_first_day_from_the_empty_store_to_the_review_found_again() {
    let school = init_by_hand();
    school.open().wait_for("Monitor the IEPs").keys("q").ended();
    school.run(&["import", &school.sheet(SHEET)]);

    // Triage: one is moved with a reason, one given away, one recorded.
    let mut screen = school.open();
    screen.wait_for(LATE[0]).keys("s").wait_for("New date").keys("fri Tab").text_in("Mum is away");
    screen.wait_for("Mum is away").keys("C-s").wait_for(", now on ");
    screen.wait_for("Fri 27 Nov    Ama Otter").wait_gone(LATE[0]);

    screen.keys("a").wait_for("Give it to somebody").text_in("R Dale").wait_for("R Dale");
    screen.keys("C-s").wait_for(", given to ");
    screen.wait("the new adult on the row", |shown| {
        shown.lines().any(|row| row.contains(LATE[1]) && row.contains("R Dale"))
    });

    screen.keys("/ marten Enter").wait_for("filter: marten").wait_for(LATE[2]);
    // A routine review takes at most four keys from the row, and what it writes has the next date.
    let keys = ["Enter", "C-s"];
    assert!(keys.len() <= 4);
    screen.keys(keys[0]).wait_for("Next review    22 Mar 2027").wait_for("0 as hoped");
    screen.keys(keys[1]).wait_for("review held").wait_gone(LATE[2]);
    screen.keys("Esc").wait_gone("filter:").keys("End").wait_for("Mon 22 Mar    Cy Marten");
    screen.quit();

    // Another start finds it all: in Due, on the timelines, in the journal, in the register.
    let mut screen = school.open();
    screen.wait_for("1 Due 1").wait_for("Fri 27 Nov    Ama Otter");
    assert!(row_of(&screen, "Ben Quill").ends_with("R Dale"), "{}", screen.text());
    // Ben came with an EHC plan, of which the sheet does not say the date.
    screen.wait_for("EHC plan · record its date").keys("End").wait_for("Mon 22 Mar    Cy Marten");
    screen.keys(": Marten Enter").wait_for("Cy Marten · R Teal").keys("4").wait_for("To come");
    screen.wait("the next review to come, and the one held", |shown| {
        let to_come = shown.lines().any(|line| line.contains("22 Mar  review with parents"));
        let held = shown.lines().any(|line| line.contains("21 Nov") && line.contains("as hoped"));
        to_come && held
    });
    screen.keys("2").wait_for("Cy Marten").wait("the next review in the register", |shown| {
        shown.lines().any(|row| row.contains("Cy Marten") && row.contains("22 Mar"))
    });
    screen.quit();
    assert!(school.run(&["timeline", "Ama Otter"]).contains("Mum is away"));
    let journal = school.run(&["journal"]);
    for action in ["Agree another date", "Give to another adult", "Record reviews", "import a register"] {
        assert!(journal.contains(action), "{journal}");
    }
    school.run(&["check"]);
}

#[test]
fn what_is_marked_is_recorded_at_once_and_taken_back_at_once() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    // The three that are late, by Space; a refresh keeps the marks.
    screen.wait_for(LATE[0]).keys("Space Space Space").wait_for("3 marked").keys("R").wait_for("3 marked");
    screen.keys("Enter").wait_for("Record 3 reviews").wait_for("Ama Otter, Ben Quill, Cy Marten");
    screen.keys("C-s").wait_for("Saved: all 3, reviews held");
    for late in LATE {
        screen.wait_gone(late);
    }
    assert!(!screen.text().contains("3 marked"), "done, so no longer marked:\n{}", screen.text());
    screen.keys("u").wait_for("Taken back: Record reviews");
    for late in LATE {
        screen.wait_for(late);
    }

    // All that the filter shows, by V; what is not shown stays as it is.
    screen
        .keys("/ wren Space parents Enter")
        .wait_for("filter: wren parents (2 of")
        .keys("V")
        .wait_for("2 marked");
    screen.keys("s").wait_for("2 marked: Ben Quill, Dee Plover").keys("fri Tab training C-s");
    screen.wait_for(", now on ").wait_for("Fri 27 Nov    Ben Quill");
    screen.wait_for("Fri 27 Nov    Dee Plover").keys("u").wait_for("Taken back: Agree another date");
    screen.wait_for(LATE[1]).wait_for("Thu 26 Nov    Dee Plover");
    screen.keys("Esc").wait_for(LATE[0]);
    screen.quit();
    // The store and its import; each of the two, and each taken back.
    let entries = school.run(&["journal", "--json"]);
    assert_eq!(entries.matches("\"seq\":").count(), 6, "{entries}");
    school.run(&["check"]);
}

#[test]
fn the_palette_finds_by_other_words_says_why_not_and_goes_to_pupils() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    // By a word that is not in the title, and with the key that would have done it.
    screen.wait_for(LATE[0]).keys(": postpone").wait("the command with its key", |shown| {
        shown.lines().any(|line| line.contains("Reschedule it") && line.ends_with(" s"))
    });
    screen.keys("Enter").wait_for("Agree another date").wait_for("Ama Otter").keys("Esc").wait_gone("[Save]");
    // What cannot be done here says why.
    screen.keys(": 6-week Space impact").wait("the reason", |shown| {
        shown.lines().any(|line| line.contains("Check the whole group") && line.contains("not now"))
    });
    screen.keys("Esc").wait_gone("Check the whole group");
    // A pupil who is not in this list at all.
    screen
        .keys("C-p")
        .text_in("finn b")
        .wait_for("Finn Badger")
        .keys("Enter")
        .wait_for("Finn Badger · Y5 Wren");
    screen.quit();
}

#[test]
fn a_group_starts_and_its_six_week_check_is_recorded_on_one_screen() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    // Three marked in the register come with the form; a start without its year is the nearest, here one gone by.
    screen.wait_for(LATE[0]).keys("2").wait_for("Eve Siskin").keys("Space Space Space").wait_for("3 marked");
    screen
        .keys(": start Space a Space prov")
        .wait_for("Start a provision")
        .keys("Enter")
        .wait_for("Cy Marten · R Teal, ");
    screen.text_in("Language group").keys("Tab Tab").text_in("34, 28, 40").keys("Tab Tab Tab Tab Tab Tab");
    screen.text_in("E Heath").keys("Tab C-x").text_in("5/10").wait_for("Mon 5 Oct 2026");
    screen.keys("C-s").wait_for("Saved: Start a provision");

    // The first check fell six weeks after it began, for each of them.
    screen.keys("1").wait_for("Due 6").wait("three checks", |shown| {
        let late = shown.lines().filter(|line| line.contains("5 days late"));
        late.filter(|line| line.contains("6-week check · Language group")).count() == 3
    });

    // The whole group on one screen: a number, go on.
    screen.keys("3").wait_for("E Heath").keys("Enter").wait_for("of 3 checked");
    screen.text_in("41").keys("Enter").text_in("28").wait_for("28");
    screen.keys("C-s").wait_for("the outcome is missing");
    // A change is decided: its dosage is asked for as soon as the checks stand.
    screen.keys("1 Tab g Enter Tab 0 C-s").wait_for("Change the dosage").text_in("mon wed").keys("C-s");
    screen.wait_for("new dosage from").wait_gone("checked");
    screen.quit();
    let runs = school.run(&["provision", "--json"]);
    assert!(runs.contains("\"times_a_week\":2"), "{runs}");
    let due = school.run(&["due"]);
    assert_eq!(due.matches("6-week check").count(), 3, "{due}");
    let checks = school.run(&["timeline", "Cy Marten"]);
    assert!(checks.contains("Language group") && checks.contains("41"), "{checks}");
    school.run(&["check"]);
}

#[test]
fn a_pupil_comes_moves_on_and_leaves_and_the_file_tells_it() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for(LATE[0]).keys("2").wait_for("register 5").keys("a").wait_for("Add a pupil");
    screen.keys("Ivy Tab Rook Tab Tab 3/4/19 Tab Tab Tab Tab Tab support Tab autism Tab mon");
    screen.wait_for("Mon 16 Nov 2026").wait_for("SEN support (K)").wait_for("ASD Autistic spectrum disorder");
    screen.keys("C-s").wait_for("Saved: Add a pupil").wait("the new row under the cursor", |shown| {
        shown
            .lines()
            .any(|row| row.starts_with('›') && row.contains("Ivy Rook") && row.contains("support ASD"))
    });
    screen.keys("s").wait_for("Change the stage").keys("ehc Tab C-s").wait_for("Saved. Mind: no");
    screen.wait_for("EHC plan since 21 Nov 2026");

    // A talk of last week, with a review agreed in the same step, shown in full before it is saved.
    screen.keys("c").wait_for("Log a contact").text_in("Mum rang, sleep poor\tmum\t\t");
    screen.keys("C-x").text_in("last fri\t").wait_for("13 Nov 2026").text_in("+6w");
    screen.wait_for("Sat 2 Jan 2027, in 6 weeks · a weekend").keys("C-s").wait_for(", contact logged");
    screen.keys("l").wait_for("Sat  2 Jan  review with parents").wait(
        "by the day it happened, not typed",
        |shown| {
            let line = |words: &str| shown.lines().position(|line| line.contains(words));
            let days =
                [line("EHC plan · census E"), line("SEN support · census K"), line("Mum rang, sleep poor")];
            days.iter().all(Option::is_some) && days.is_sorted()
        },
    );

    // Left, called off and all, and brought back by one key.
    screen.keys("2").wait_for("register 6").keys("x").wait_for("The pupil leaves").text_in("\tElm School");
    screen.keys("C-s").wait_for("Saved").wait_for("register 5").wait_gone("Ivy Rook");
    screen.keys("t t").wait_for("leavers 1").wait_for("Elm School");
    screen.keys("u").wait_for("Taken back").wait_for("Nobody has left").keys("t").wait_for("register 6");
    screen.quit();
    assert!(school.run(&["due"]).contains("Sat 2 Jan"));
    school.run(&["check"]);
}
