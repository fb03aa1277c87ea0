//! One line written down from a shell; the list of vague words.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use super::home::*;

const SHEET: &str = "\
UPN,Surname,Forename,DOB,Year,Class,SEN Status
,Otter,Ama,01/02/2018,Year 4,Lark,K
,Otter,Amara,03/04/2020,Year 2,Wren,K
,Quill,Ben,03/04/2016,Year 6,Teal,K
";

fn school(home: &Home) -> std::path::PathBuf {
    let store = home.path("school.redb");
    home.on(&store, &["init", "--school", "Hedge End", "--site", "Main"]).good();
    let sheet = home.0.path().join("register.csv");
    std::fs::write(&sheet, SHEET).unwrap();
    home.on(&store, &["import", sheet.to_str().unwrap()]).good();
    store
}

#[test]
fn a_line_is_said_in_full_saved_and_taken_back() {
    let home = Home::new();
    let store = school(&home);
    let line = "BQ phone mum yesterday sleep poor; review +6w; call wed";
    let told = "Log: Ben Quill (Y6 Teal) · phone with mum · happened Sun 22 Nov, typed today · ‘sleep poor’ · \
                then review with parents Mon 4 Jan, call mum Wed 25 Nov";
    let dry = home.on(&store, &["log", "--dry-run", line]).good().says("Nothing was saved");
    assert_eq!(dry.out.trim(), told);
    assert!(!home.on(&store, &["timeline", "BQ"]).good().out.contains("sleep poor"));

    let items = home.on(&store, &["log", line, "--json"]).good().items();
    let item = &items[0];
    assert_eq!((item["kind"].as_str(), item["method"].as_str()), (Some("contact"), Some("phone")));
    assert_eq!((item["happened"].as_str(), item["with"].as_str()), (Some("2026-11-22"), Some("mum")));
    assert_eq!(item["follow"][0]["review"], "with-parents");
    assert_eq!(
        (&item["follow"][1]["what"], &item["follow"][1]["due"]),
        (&"call mum".into(), &"2026-11-25".into())
    );
    let story = home.on(&store, &["timeline", "BQ"]).good().out;
    assert!(story.contains("sleep poor") && story.contains("follow up · call mum"), "{story}");
    assert!(home.on(&store, &["due"]).good().out.contains("follow up · call mum"));
    let seq = item["seq"].to_string();
    home.on(&store, &["undo", "--seq", &seq]).good();
    let story = home.on(&store, &["timeline", "BQ"]).good().out;
    assert!(!story.contains("sleep poor") && !story.contains("call mum"), "{story}");
    assert!(home.on(&store, &["journal"]).good().out.contains("Log a line"));
    home.on(&store, &["check"]).good();
}

#[test]
fn where_two_fit_nothing_is_saved_and_numbers_are_given() {
    let home = Home::new();
    let store = school(&home);
    let run =
        home.on(&store, &["log", "AO phone mum x"]).gives(2).says("may be any of 2").says("A.O. Y4 Lark");
    assert!(run.out.is_empty() && !run.err.contains("Otter"), "{run:?}");
    let number = run.err.split('#').nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let done = home.on(&store, &["log", &format!("#{number} phone mum x"), "--json"]).good().items();
    assert_eq!(done[0]["pupil"].to_string(), number);
    home.on(&store, &["log", "Nobody phone mum x"]).gives(1).says("nobody is called");
    home.on(&store, &["log", "phone mum x"]).gives(2).says("say who first");
    home.on(&store, &["log", "BQ phone mum"]).gives(2).says("what was said is missing");
    let entries = home.on(&store, &["journal", "--json"]).items();
    assert_eq!(entries.iter().filter(|entry| entry["action"] == "Log a line").count(), 1, "{entries:?}");
}

#[test]
fn a_line_comes_from_stdin_where_nobody_sees_it() {
    let home = Home::new();
    let store = school(&home);
    let args = ["--store", store.to_str().unwrap(), "--today", "2026-11-23", "log", "-", "--json"];
    let mut child = home.command(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("BQ note first line\nsecond line; mum worried\n".as_bytes())
        .unwrap();
    let done = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(answer["items"][0]["text"], "first line\nsecond line; mum worried");
    assert!(home.run(&["log", "--help"]).good().out.contains("arguments of a process"));
}

#[test]
fn a_line_that_is_too_long_is_not_saved_in_half() {
    let home = Home::new();
    let store = school(&home);
    let file = home.path("line");
    std::fs::write(&file, format!("BQ note {}", "W".repeat(70_000))).unwrap();
    let args = ["--store", store.to_str().unwrap(), "--today", "2026-11-23", "log", "-"];
    let done = home.command(&args).stdin(std::fs::File::open(&file).unwrap()).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("longer than 64 kB"), "{done:?}");
    assert!(!home.on(&store, &["timeline", "BQ"]).good().out.contains("WWW"));
}

#[test]
fn the_list_of_vague_words_is_shown_written_and_checked() {
    let home = Home::new();
    let store = school(&home);
    let shown = home.on(&store, &["wording"]).good().says("The built-in list");
    assert!(shown.out.contains("would benefit from"), "{shown:?}");
    home.on(&store, &["wording", "--check"]).good().says("nothing wrong");
    home.on(&store, &["wording", "--write"]).good().says("wording.txt");
    home.on(&store, &["wording", "--write"]).gives(1).says("cannot write");
    let file = store.with_file_name("wording.txt");
    assert!(std::fs::read_to_string(&file).unwrap().contains("takes the place of this whole list"));
    home.on(&store, &["wording", "--check"]).good().says("nothing wrong");
    std::fs::write(&file, "lots of = how many\nno sign\n").unwrap();
    home.on(&store, &["wording", "--check"]).gives(1).says("wording.txt:2: has no “=”");
    let items = home.on(&store, &["wording", "--json"]).good().says("1 line cannot be read").items();
    assert_eq!((items.len(), items[0]["own"].as_bool()), (1, Some(true)));
}
