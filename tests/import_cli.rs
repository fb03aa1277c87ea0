//! `senco import` as a person and a script meet it: what is printed where, exit codes, rehearsal, undo.
#![allow(clippy::unwrap_used)] // a test may

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

struct School {
    folder: tempfile::TempDir,
}

impl School {
    fn new() -> School {
        let school = School { folder: tempfile::tempdir().unwrap() };
        school.done(&["init", "--school", "Holly Bank"]);
        school
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("data").join("school.redb")
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::cargo_bin("senco").unwrap();
        command.env("NO_COLOR", "1").args(["--today", "2026-11-21", "--store"]).arg(self.store()).args(args);
        command.output().unwrap()
    }

    /// Runs what must succeed; gives stdout and stderr.
    fn done(&self, args: &[&str]) -> (String, String) {
        let output = self.run(args);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{args:?}: {out}{err}");
        (out, err)
    }

    fn fails(&self, args: &[&str], code: i32) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert_eq!(text(&output.stdout), "");
        text(&output.stderr)
    }

    fn register(&self) -> String {
        self.done(&["register", "--json"]).0
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name).display().to_string()
}

#[test]
fn a_rehearsal_writes_nothing_and_says_what_the_import_says() {
    let school = School::new();
    let before = school.register();
    let (rehearsed, err) = school.done(&["import", &fixture("system.csv"), "--dry-run"]);
    assert!(rehearsed.contains("5  added  Otter, Ama"), "{rehearsed}");
    assert!(err.contains("left out: column \"Shoe size\": not a heading senco knows"), "{err}");
    assert!(
        err.ends_with("5 added, 0 changed, 0 left, 0 refused.\nNothing is written: this is a rehearsal.\n"),
        "{err}"
    );
    assert_eq!(school.register(), before);
    let (imported, err) = school.done(&["import", &fixture("system.csv")]);
    assert_eq!(imported, rehearsed);
    assert!(err.contains("\"senco undo\" takes all of it back"), "{err}");
    let after = school.register();
    assert!(after.contains("Ama") && after.contains("Otter"), "{after}");
    let (_, err) = school.done(&["import", &fixture("system.csv")]);
    assert!(
        err.ends_with("0 added, 0 changed, 5 left, 0 refused.\nNothing is new, and nothing was written.\n"),
        "{err}"
    );
    school.done(&["undo"]);
    assert_eq!(school.register(), before);
}

#[test]
fn json_has_an_item_a_row() {
    let school = School::new();
    let (out, _) = school.done(&["import", &fixture("bad/same-upn-twice.csv"), "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["schema"], 1);
    let rows: Vec<(u64, &str)> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["line"].as_u64().unwrap(), item["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(rows, [(2, "added"), (3, "refused"), (4, "left")]);
    assert!(json["items"][1]["why"].as_str().unwrap().contains("stands on line 2 too"));
}

#[test]
fn warnings_stand_beside_their_rows() {
    let school = School::new();
    let (out, err) = school.done(&["import", &fixture("bad/bad-upn.csv")]);
    assert!(
        out.contains("2  look   Otter, Ama  UPN: A801200005001 is kept, but the check letter should be B"),
        "{out}"
    );
    assert!(err.contains("2 added, 0 changed, 0 left, 0 refused; 2 warnings."), "{err}");
}

#[test]
fn what_cannot_be_done_is_said_with_its_exit_code() {
    let school = School::new();
    let system = fixture("system.csv");
    for (args, code, words) in [
        (vec!["import", "absent.csv"], 1, "there is no file absent.csv"),
        (vec!["import", &fixture("bad/workbook.csv")], 1, "choose Save As, \"CSV UTF-8\""),
        (vec!["import", &system, "--map", "Shoe size"], 2, "has no \"=\""),
        (vec!["import", &system, "--map", "Shoe size=shoes"], 2, "there is no field \"shoes\""),
        (vec!["import", &system, "--map", "Hat size=notes"], 1, "the file has no such heading"),
        (vec!["--store", "absent.redb", "import", &system], 2, "cannot be used multiple times"),
    ] {
        let err = school.fails(&args, code);
        assert!(err.contains(words), "{args:?}: {err}");
    }
    let mut command = Command::cargo_bin("senco").unwrap();
    let nowhere = school.folder.path().join("nowhere").join("school.redb");
    let output = command.args(["import", &system, "--store"]).arg(nowhere).output().unwrap();
    assert_eq!(output.status.code(), Some(10));
}

#[test]
fn a_map_is_remembered_by_the_store() {
    let school = School::new();
    let file = school.folder.path().join("odd.csv");
    std::fs::write(&file, "Kid;Tag\nOtter, Ama;Lark\n").unwrap();
    let file = file.display().to_string();
    assert!(school.fails(&["import", &file], 1).contains("no heading is a UPN or a name"));
    school.done(&["import", &file, "--map", "Kid=name", "--map", "Tag=class"]);
    let (out, _) = school.done(&["import", &file]);
    assert!(out.contains("2  left  Otter, Ama  nothing new"), "{out}");
}

#[test]
fn names_in_a_file_cannot_drive_the_terminal() {
    let school = School::new();
    let file = school.folder.path().join("hostile.csv");
    std::fs::write(
        &file,
        "Surname,Forename,Cl\u{1b}]0;x\u{7}ass\nOt\u{1b}[2Jter,A\u{202e}ma,L\u{9b}31mark\n",
    )
    .unwrap();
    let file = file.display().to_string();
    for args in [vec!["import", &file, "--dry-run"], vec!["import", &file, "--json"], vec!["register"]] {
        let (out, err) = school.done(&args);
        let bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!out.contains(bad) && !err.contains(bad), "{args:?}: {out:?} {err:?}");
    }
}

#[test]
fn an_import_killed_half_way_never_happened() {
    let school = School::new();
    let file = school.folder.path().join("large.csv");
    let rows: String = (0..3000).map(|n| format!("Otter{n},Ama,{}/1/2018,K\n", n % 28 + 1)).collect();
    std::fs::write(&file, format!("Surname,Forename,DOB,SEN status\n{rows}")).unwrap();
    let size = || std::fs::metadata(school.store()).unwrap().len();
    for _ in 0..3 {
        let before = size();
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("senco"))
            .args(["--today", "2026-11-21", "--store"])
            .arg(school.store())
            .arg("import")
            .arg(&file)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // The file grows while the transaction is being written, long before it is committed.
        while size() == before && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        let killed = !child.wait().unwrap().success();
        let (out, _) = school.done(&["register", "--all", "--json"]);
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        let pupils = json["items"].as_array().unwrap().len();
        assert!(pupils == if killed { pupils.min(1) * 3000 } else { 3000 }, "{pupils}, killed: {killed}");
        school.done(&["check"]);
        if !killed {
            return;
        }
    }
}
