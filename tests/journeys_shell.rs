//! The frame of the screen on the real program: palette, help, sizes, pastes, a line that drops.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pty;

use std::time::Duration;

use pty::{DAY, Screen, plain, school};

#[test]
fn start_look_round_and_quit() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due");
    assert!(screen.row(0).contains("another day: Sat 21 Nov 2026"), "{}", screen.text());
    assert!(screen.row(0).contains("demo"), "{}", screen.text());
    assert!(screen.row(23).ends_with("? help"), "{}", screen.text());
    assert!(screen.cursor_is_seen());
    let (column, row) = screen.cursor();
    assert_eq!(
        screen.row(row).chars().nth(usize::from(column)),
        Some('›'),
        "the cursor is on the selected row"
    );
    screen.keys("Down").rest();
    assert_ne!(screen.cursor(), (column, row));
    screen.keys("q");
    assert!(screen.ended().success());
}

#[test]
fn the_palette_finds_commands_and_pupils_and_closes_before_it_runs() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due").keys(": tick").wait_for("Mark all shown");
    assert_eq!(screen.cursor(), (7, 2), "{}", screen.text());
    screen.keys("Esc").wait_gone("Mark all shown");
    // The first pupil of the list, found by name.
    let (_, row) = screen.cursor();
    let line = screen.row(row);
    let name: Vec<&str> = line
        .trim_start_matches(['›', ' '])
        .split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let name = name[1];
    screen.keys("C-p").text_in(name).wait(name, |shown| shown.matches(name).count() >= 2);
    screen.keys("Esc").keys(": undo").wait_for("Undo").keys("Enter").wait_for("Not undone");
    screen.quit();
}

#[test]
fn help_shows_what_can_be_pressed_and_runs_it() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due").keys("?").wait_for("What you can press in Due");
    screen.keys("tick Space everything").wait_for("Mark all shown").keys("Enter").wait_for(" marked");
    screen.keys("Esc").wait_gone(" marked");
    screen.quit();
}

#[test]
fn a_filter_is_typed_and_cleared() {
    let school = school(40);
    let mut screen = school.open();
    screen
        .wait_for("1 Due")
        .keys("/ zzzzz")
        .wait_for("/ zzzzz")
        .keys("Enter")
        .wait_for("filter: zzzzz (0 of");
    screen.keys("Esc").wait_gone("filter:");
    screen.quit();
}

#[test]
fn no_color_sends_no_colour_and_keeps_bold() {
    let school = school(40);
    let mut screen = school.open_with(&[], (80, 24), &[("NO_COLOR", "1")]);
    screen.wait_for("1 Due").keys("?").wait_for("What you can press");
    let sent = String::from_utf8_lossy(&screen.bytes_since(0)).into_owned();
    let pens: Vec<&str> = sent
        .split("\x1b[")
        .skip(1)
        .filter_map(|rest| {
            rest.split_once(|c: char| c.is_ascii_alphabetic()).filter(|_| {
                rest.find(|c: char| c.is_ascii_alphabetic()).is_some_and(|at| rest.as_bytes()[at] == b'm')
            })
        })
        .map(|(numbers, _)| numbers)
        .collect();
    let numbers: Vec<u32> =
        pens.iter().flat_map(|pen| pen.split(';')).filter_map(|one| one.parse().ok()).collect();
    assert!(numbers.iter().all(|one| *one < 30), "{numbers:?}");
    assert!(numbers.contains(&1), "bold is there: {numbers:?}");
    screen.keys("Esc").wait_for("1 Due");
    screen.quit();

    let mut screen = school.open_with(&["--color", "always"], (80, 24), &[("NO_COLOR", "1")]);
    screen.wait_for("1 Due");
    let sent = String::from_utf8_lossy(&screen.bytes_since(0)).into_owned();
    assert!(
        sent.contains("\x1b[36") || sent.contains(";36") || sent.contains(";31") || sent.contains("\x1b[31")
    );
    screen.quit();
}

#[test]
fn every_size_is_survived() {
    let school = school(40);
    let mut screen = school.open_with(&[], (1, 1), &[]);
    screen.rest();
    for keys in ["", "?", "Esc :", "Esc /", "Esc Enter", "Esc Tab", "Tab", "Tab", "Tab"] {
        if !keys.is_empty() {
            screen.keys(keys).rest();
        }
        for (cols, rows) in [(200, 60), (3, 2), (80, 1), (1, 24), (40, 10), (1, 1)] {
            screen.resize(cols, rows).rest();
            let (column, row) = screen.cursor();
            assert!(column < cols && row < rows, "{keys} {cols}×{rows}: {column} {row}");
        }
    }
    screen.keys("Esc").resize(80, 24).wait_for("1 Due");
    screen.quit();
}

#[test]
fn ten_megabytes_pasted_do_not_hang() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due").keys("/").rest();
    screen.paste(&"x".repeat(10_000_000));
    screen.wait_for("xxxxxxxx").keys("Esc").wait_gone("xxxxxxxx");
    screen.paste("nothing to paste into").wait_for("Nothing to paste into here");
    screen.quit();
}

#[test]
fn a_line_that_drops_ends_the_program_within_a_second() {
    let school = school(40);
    for keys in ["", ":", "/ abc"] {
        let mut screen = school.open();
        screen.wait_for("1 Due");
        if !keys.is_empty() {
            screen.keys(keys).rest();
        }
        screen.drop_line();
        assert!(!screen.ended_within(Duration::from_secs(1)).success());
    }
}

#[test]
fn what_was_typed_when_the_line_dropped_is_offered_again() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due").keys("Enter").wait_for("[Save]").keys("Tab Tab Tab").text_in("wordmats help");
    screen.wait_for("wordmats help");
    screen.drop_line();
    assert!(!screen.ended_within(Duration::from_secs(1)).success());

    let mut screen = school.open();
    screen.wait_for("D brings back an unfinished “Record what is due” from");
    screen.keys("D").wait_for("wordmats help").keys("C-s").wait_gone("[Save]");
    screen.quit();
    let mut screen = school.open();
    screen.wait_for("1 Due");
    assert!(!screen.text().contains("unfinished"), "saved, so gone:\n{}", screen.text());
    screen.quit();
}

#[test]
fn a_review_is_recorded_in_four_keys_and_undone_in_one() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due");
    let first = screen.row(3).trim_start_matches('›').trim().to_owned();
    screen.keys("Enter").wait_for("[Save]").keys("C-s").wait_gone("[Save]").wait_for("Saved");
    screen.wait("the row gone", |shown| !shown.contains(&first));
    screen.keys("u").wait_for("Taken back: ").wait_for(&first);
    screen.quit();
}

#[test]
fn two_screens_see_each_others_work_within_a_second_or_so() {
    let school = school(40);
    let (mut one, mut two) = (school.open(), school.open());
    two.wait_for("1 Due");
    one.wait_for("1 Due");
    let first = two.row(3);
    one.keys("Enter").wait_for("[Save]").keys("C-s").wait_for("Saved");
    two.wait("the other's change", |shown| {
        shown.lines().nth(3).is_some_and(|row| row.trim_end() != first.trim_end())
    });
    one.quit();
    two.quit();
}

#[test]
fn the_terminal_is_given_back() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due").keys("C-c");
    assert!(screen.ended().success());
    let sent = String::from_utf8_lossy(&screen.bytes_since(0)).into_owned();
    assert!(sent.contains("\x1b[?1049l") && sent.contains("\x1b[?2004l"), "{sent:?}");
    for query in ["\x1b[c", "\x1b[6n", "\x1b[>c", "\x1b[?1000h", "\x1b]0;", "\x1b]2;"] {
        assert!(!sent.contains(query), "{query:?}");
    }
}

#[test]
fn untouched_it_sends_nothing() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due").keys("Down").rest().rest().rest().rest().rest();
    let before = screen.sent();
    for _ in 0..10 {
        screen.rest();
    }
    assert_eq!(screen.sent(), before);
    screen.quit();
}

#[test]
fn vim_counts_and_a_wrong_keymap_is_told_by_line() {
    let school = school(40);
    let mut screen = school.open_with(&["--keymap", "vim"], (80, 24), &[]);
    screen.wait_for("Due").keys("3 j").rest();
    let there = screen.cursor();
    screen.keys("g g").rest();
    screen.keys("j j j").rest();
    assert_eq!(screen.cursor(), there);
    screen.keys("Z Z");
    assert!(screen.ended().success());

    let file = school.home.path().join("my.toml");
    std::fs::write(&file, "[global]\n\"x\" = \"app.quti\"\n").unwrap();
    let mut screen = school.open_with(&["--keymap", file.to_str().unwrap()], (80, 24), &[]);
    screen.wait_for("line 2: there is no command app.quti; did you mean app.quit?");
    assert!(!screen.ended().success());
}

#[test]
fn without_a_terminal_it_explains_itself() {
    let school = school(5);
    let out =
        plain(school.home.path()).args(["--today", DAY, "--store"]).arg(&school.store).output().unwrap();
    assert!(!out.status.success());
    assert!(String::from_utf8_lossy(&out.stderr).contains("terminal"), "{out:?}");
    assert!(out.stdout.is_empty());
}

#[test]
fn without_a_store_it_says_what_to_do_next() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("none.redb");
    let mut screen = Screen::start(
        &["--store", path.to_str().unwrap()],
        (80, 24),
        &[("HOME", home.path().to_str().unwrap())],
    );
    screen.wait_for("senco demo").wait_for("senco init");
    assert_eq!(screen.ended().exit_code(), 10);
}
