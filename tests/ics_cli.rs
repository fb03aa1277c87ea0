//! `senco ics` from outside: the file read back with a reader of its own, kept up to date, and refused in words.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "../src/exchange/ics/reader.rs"]
mod reader;

/// A demo school in a home of its own, on Monday 23 November 2026.
struct Home {
    dir: tempfile::TempDir,
    store: PathBuf,
}

#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Home {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("data/demo.redb");
        let home = Home { dir, store };
        assert_eq!(home.run(&["demo", "--no-screen", "--pupils", "120"]).code, 0);
        home
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_senco"));
        command.arg("--store").arg(&self.store).args(["--today", "2026-11-23"]).args(args).env_clear();
        let done = command.env("HOME", self.dir.path()).stdin(Stdio::null()).output().unwrap();
        Run {
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }

    fn items(&self, args: &[&str]) -> Vec<Value> {
        let run = self.run(args);
        assert_eq!(run.code, 0, "{run:?}");
        serde_json::from_str::<Value>(&run.out).unwrap()["items"].as_array().unwrap().clone()
    }
}

fn text<'a>(item: &'a Value, field: &str) -> &'a str {
    item[field].as_str().unwrap()
}

#[test]
fn every_line_of_due_is_an_entry_and_no_name_is() {
    let home = Home::new();
    let run = home.run(&["ics"]);
    assert!(run.code == 0 && run.err.is_empty(), "{run:?}");
    let calendar = reader::read(run.out.as_bytes());
    let due = home.items(&["due", "--json"]);
    assert!(due.len() > 30);
    assert_eq!(calendar.events.len(), due.len());
    let unfolded = run.out.replace("\r\n ", "");
    let mut children = 0;
    for (event, line) in calendar.events.iter().zip(&due) {
        assert_eq!(event["DTSTART"], text(line, "date").replace('-', ""));
        assert!(event["DTEND"] > event["DTSTART"]);
        assert_eq!(event["CATEGORIES"], text(line, "force"));
        if text(line, "what").contains("consultation") {
            assert!(!unfolded.contains(text(line, "name")), "nor a child who is not on roll: {event:?}");
            children += 1;
        }
        if line["pupil"] != 0 {
            assert!(!unfolded.contains(text(line, "name")), "{event:?}");
            assert!(event["DESCRIPTION"].contains(&format!("Pupil's number: {}", line["pupil"])));
        }
    }
    assert!(children > 0, "the demo school is consulted about a child");
    let mut uids: Vec<&String> = calendar.events.iter().map(|event| &event["UID"]).collect();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), due.len());
    assert_eq!(calendar.head["METHOD"], "PUBLISH");
    assert!(calendar.head["X-WR-CALNAME"].ends_with("· due"));
    let json = home.items(&["ics", "--json"]);
    for (event, item) in calendar.events.iter().zip(&json) {
        assert_eq!(event["UID"], text(item, "uid"));
        assert_eq!(event["SUMMARY"], text(item, "summary"));
        assert_eq!(event["DESCRIPTION"], text(item, "description"));
    }
}

#[test]
fn what_is_wanted_narrows_it_and_names_come_with_a_word() {
    let home = Home::new();
    let all = home.items(&["due", "--json"]);
    let count = |args: &[&str]| home.items(args).len();
    assert_eq!(count(&["ics", "--json", "--weeks", "2"]), count(&["due", "--json", "--weeks", "2"]));
    let of = |field: &str, value: &Value| all.iter().filter(|line| line[field] == *value).count();
    let pupils = all.iter().find(|line| line["pupil"] != 0 && line["lead"] != "").unwrap();
    let (year, lead) = (text(pupils, "year"), text(pupils, "lead"));
    assert_eq!(count(&["ics", "--json", "--year", year]), of("year", &pupils["year"]));
    assert_eq!(count(&["ics", "--json", "--lead", lead]), of("lead", &pupils["lead"]));
    assert!(count(&["ics", "--json", "--site", text(pupils, "site")]) >= of("site", &pupils["site"]));
    let file = home.dir.path().join("named.ics");
    let path = file.to_str().unwrap();
    std::fs::write(&file, "").unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let open = home.run(&["ics", "--names", "--out", path]);
    assert!(open.err.contains(&format!("`chmod 600 {path}`")), "{}", open.err);
    std::fs::remove_file(&file).unwrap();
    let closed = home.run(&["ics", "--names", "--out", path]);
    assert!(closed.code == 0 && !closed.err.contains("chmod"), "{}", closed.err);
    let named = home.run(&["ics", "--names"]);
    assert!(named.err.contains("holds pupils' names"), "{}", named.err);
    assert!(named.out.replace("\r\n ", "").contains(text(pupils, "name")));
    for (args, words) in [
        (["ics", "--year", "soon"], "--year"),
        (["ics", "--lead", "Nobody Here"], "Nobody Here"),
        (["ics", "--site", "Mars"], "there is"),
        (["ics", "--weeks", "0"], "--weeks"),
    ] {
        let run = home.run(&args);
        assert!(run.code == 2 && run.err.contains(words) && run.out.is_empty(), "{run:?}");
    }
}

#[test]
fn the_file_is_kept_up_to_date() {
    use std::os::unix::fs::MetadataExt;
    let home = Home::new();
    let file = home.dir.path().join("due.ics");
    let keep = |more: &[&str]| {
        let mut args = vec!["ics", "--out", file.to_str().unwrap()];
        args.extend(more);
        home.run(&args)
    };
    let first = keep(&[]);
    assert!(first.code == 0 && first.out.is_empty() && first.err.starts_with("Written: "), "{first:?}");
    assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
    let before = std::fs::read(&file).unwrap();
    assert_eq!(before, home.run(&["ics"]).out.as_bytes());
    assert_eq!(reader::read(&before).events.len(), home.items(&["due", "--json"]).len());
    let again = keep(&[]);
    assert!(
        again.code == 0 && again.out.is_empty() && again.err.is_empty(),
        "cron has nothing to send: {again:?}"
    );
    let other = keep(&["--weeks", "1", "--json"]);
    assert!(
        other.err.starts_with("Brought up to date: ") && other.out.starts_with("{\"schema\":1"),
        "{other:?}"
    );
    let after = std::fs::read(&file).unwrap();
    assert_eq!(reader::read(&after).events.len(), home.items(&["due", "--json", "--weeks", "1"]).len());
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_left() {
    let home = Home::new();
    let here = home.dir.path();
    let keep = |path: &Path| home.run(&["ics", "--out", path.to_str().unwrap()]);
    for (path, words) in [(here.to_owned(), "is a folder"), (here.join("no/due.ics"), "mkdir -p")] {
        let run = keep(&path);
        assert!(run.code == 1 && run.err.contains(words) && run.out.is_empty(), "{run:?}");
    }
    assert!(!here.join("no").exists());
    let store = std::fs::read(&home.store).unwrap();
    assert_eq!(keep(&home.store).code, 1, "the store is no calendar");
    assert_eq!(std::fs::read(&home.store).unwrap(), store);
    let none = Command::new(env!("CARGO_BIN_EXE_senco"))
        .env("HOME", here)
        .env_remove("SENCO_STORE")
        .args(["ics", "--store", "/nowhere/x.redb"])
        .output();
    assert_eq!(none.unwrap().status.code(), Some(10));
}
