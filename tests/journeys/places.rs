//! Every place of the screen: at every size, without colour, and with names that try to drive the terminal.

use super::line::open_group_check;
use super::pty::{Screen, real_school, school};

/// The places of the screen, each pupil's own behind the register, whose selection they follow: how to get there from a pane, what stands there and nowhere before, how to leave.
const PLACES: [(&str, &str, &str); 9] = [
    ("1", "s reschedule", ""),
    ("3", "a start", ""),
    ("2", "t who", ""),
    ("4", "t kind", ""),
    ("5", "Enter see to it", ""),
    ("1 :", "Esc close", "Esc"),
    ("1 ?", "What you can press", "Esc"),
    ("1 c", "Log a contact", "Esc"),
    ("2 a", "Add a pupil", "Esc"),
];

/// Goes to each place and looks round there.
fn tour(screen: &mut Screen, mut look: impl FnMut(&mut Screen, &str)) {
    for (there, shows, back) in PLACES {
        screen.keys(there).wait_for(shows);
        look(screen, there);
        if !back.is_empty() {
            screen.keys(back).wait_for("1 Due");
        }
    }
}

/// The sizes from one cell to a wall, then back to the size that everything is designed for.
const SIZES: [(u16, u16); 9] =
    [(1, 1), (2, 2), (10, 3), (20, 5), (40, 12), (80, 24), (120, 40), (200, 60), (80, 24)];

fn every_size(screen: &mut Screen, place: &str) {
    // A pane stands at once, and its rows come with the answer of the store.
    screen.wait("rows", |shown| shown.lines().skip(2).take(16).any(|line| !line.trim().is_empty()));
    let before = screen.text();
    for (cols, rows) in SIZES {
        screen.resize(cols, rows).rest();
        assert!(screen.runs(), "{place} at {cols}×{rows}");
        let (col, row) = screen.cursor();
        assert!(col < cols && row < rows, "{place} at {cols}×{rows}: the cursor is at {col}, {row}");
        if cols >= 120 {
            screen.wait("a full screen", |shown| shown.contains("5 Pupil"));
        }
    }
    // Nothing is left behind by any of them. What is told about the row under the cursor comes when the keys rest.
    let top = |shown: &str| shown.lines().take(18).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    screen.wait(&format!("{place} as it was:\n{before}"), |shown| top(shown) == top(&before));
}

#[test]
fn every_place_at_every_size() {
    let school = school(40);
    let mut screen = school.open();
    screen.wait_for("1 Due").rest();
    tour(&mut screen, every_size);
    open_group_check(&mut screen);
    every_size(&mut screen, "the group's check");
    screen.keys("Esc").wait_gone("checked").wait_for("1 Due");
    screen.quit();
}

/// The numbers of every sequence that sets how cells look.
fn pens(sent: &[u8]) -> Vec<u32> {
    let sent = String::from_utf8_lossy(sent);
    let mut numbers = Vec::new();
    for rest in sent.split("\x1b[").skip(1) {
        if let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic())
            && rest[end..].starts_with('m')
        {
            numbers.extend(rest[..end].split([';', ':']).filter_map(|one| one.parse::<u32>().ok()));
        }
    }
    numbers
}

#[test]
fn without_colour_no_place_sends_any() {
    let school = school(40);
    let mut screen = school.open_with(&[], (80, 24), &[("NO_COLOR", "1")]);
    screen.wait_for("1 Due");
    tour(&mut screen, |_, _| {});
    open_group_check(&mut screen);
    let pens = pens(&screen.bytes_since(0));
    assert!(pens.iter().all(|pen| *pen < 30) && pens.contains(&1), "{pens:?}");
    screen.keys("Esc").wait_gone("checked");
    screen.quit();
}

/// What would drive the terminal, turn the text round, or hide in it; each has a mark that nothing of ours sends.
const HOSTILE: [&str; 8] = [
    "\u{1b}]0;owned\u{7}",
    "\u{1b}[7777m",
    "\u{1b}[?7777h",
    "\u{9b}7777m",
    "\u{1b}P7777\u{1b}\\",
    "\u{202e}\u{2066}\u{200f}",
    "\u{200b}\u{200d}\u{feff}\u{2060}",
    "\u{8}\u{7f}\u{b}\u{c}",
];

/// A register in which every text of a pupil has something hostile, one name of 10,000 characters, which the import leaves
/// out, and one as long as it takes.
fn hostile_sheet() -> String {
    let mut sheet = String::from("Surname,Forename,DOB,Year,Class,SEN Status,Primary need,Next review\n");
    for (at, hostile) in HOSTILE.iter().enumerate() {
        let day = at + 10;
        sheet.push_str(&format!(
            "Ot{hostile}ter{at},A{hostile}ma,{day}/02/2018,Year 4,L{hostile}ark,K,SLCN,{day}/11/2026\n"
        ));
    }
    for long in ["Wolverine".repeat(1_112), "Wolverine".repeat(22)] {
        sheet.push_str(&format!("{long},Ama,01/02/2017,Year 4,{long},K,SLCN,30/11/2026\n"));
    }
    sheet
}

/// What must never be sent, found in what was.
fn found(sent: &str) -> Vec<char> {
    let mut bad: Vec<char> = sent
        .chars()
        .filter(|c| {
            matches!(*c,
                '\u{7}' | '\u{b}' | '\u{c}' | '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        })
        .collect();
    // Ours ends with a word from this list; theirs has its mark.
    for start in ["\u{1b}]", "\u{1b}P", "7777m", "[?7777h"] {
        // The mark as text, with its escape taken away, harms nobody.
        let driven = sent.match_indices(start).any(|(at, _)| {
            start.starts_with('\u{1b}') || sent[..at].ends_with("\u{1b}[") || sent[..at].ends_with('\u{1b}')
        });
        if driven {
            bad.push('\u{1b}');
        }
    }
    bad
}

#[test]
fn hostile_names_drive_no_terminal_on_any_place() {
    let school = real_school(&hostile_sheet());
    let mut screen = school.open_with(&[], (120, 40), &[]);
    screen.wait_for("1 Due").wait_for("ter0").rest();
    tour(&mut screen, |screen, place| {
        if ["1", "2", "4", "5"].contains(&place) {
            screen.wait("a hostile name", |shown| (0..8).any(|at| shown.contains(&format!("ter{at}"))));
        }
        let sent = screen.bytes_since(0);
        let sent = std::str::from_utf8(&sent).unwrap_or_else(|why| panic!("{place}: {why}"));
        assert_eq!(found(sent), [], "{place}");
    });
    // One of them, by name, in the palette; then its record, its stage and its needs.
    screen.keys("C-p").text_in("ter3").wait_for("ter3").keys("Esc").wait_gone("Esc close");
    for (keys, shows) in
        [("1 Enter", "Record the review"), ("2 e", "Change the profile"), ("2 s", "Change the stage")]
    {
        screen.keys(keys).wait_for(shows).wait_for("C-s save").keys("Esc").wait_gone("C-s save");
    }
    // The longest name that a store takes: found, opened, and the words of a save about it.
    screen.keys("1 / wolverine Enter").wait_for("filter: wolverine").keys("Enter").wait_for("[Save]");
    screen
        .keys("C-s")
        .wait_for("Saved")
        .keys("u")
        .wait_for("Taken back")
        .keys("l")
        .wait_for("Timeline")
        .rest();
    let sent = screen.bytes_since(0);
    assert_eq!(found(std::str::from_utf8(&sent).unwrap()), []);
    screen.keys("Esc").rest();
    screen.quit();
}

#[test]
fn hostile_names_drive_no_terminal_from_any_subcommand() {
    let school = real_school("Surname,Forename\n");
    let sheet = school.sheet(&hostile_sheet());
    let backup = school.home.path().join("copy.redb");
    let backup = backup.to_str().unwrap();
    let hostile = HOSTILE.concat();
    let calls: [&[&str]; 12] = [
        &["import", &sheet, "--dry-run"],
        &["import", &sheet],
        &["due"],
        &["register", "--all"],
        &["provision"],
        &["timeline", "ter3"],
        &["journal"],
        &["check"],
        &["backup", backup],
        &["restore", backup],
        &["timeline", &hostile],
        &["undo"],
    ];
    for call in calls {
        for extra in [&[][..], &["--json"], &["--color", "always"]] {
            let out = super::pty::plain(school.home.path())
                .args(call)
                .args(extra)
                .args(["--today", super::pty::DAY, "--store"])
                .arg(&school.store)
                .output()
                .unwrap();
            let all = [out.stdout, out.stderr].concat();
            let all = String::from_utf8(all).unwrap_or_else(|why| panic!("{call:?}: {why}"));
            assert_eq!(found(&all), [], "{call:?} {extra:?}: {all:?}");
        }
    }
}
