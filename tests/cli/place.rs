//! Which store, which day, and the making of a store.

use std::path::Path;

use senco::store::Store;

use super::home::*;

#[test]
fn without_a_store_the_way_on_is_said() {
    let home = Home::new();
    home.run(&[]).gives(10).says("senco init").says("senco demo").says("senco --store FILE");
    for args in VIEWS.iter().filter(|args| args[0] != "keys") {
        let run = home.run(args).gives(10).says("senco init");
        assert!(run.out.is_empty());
    }
    for args in [
        &["timeline", "AO"][..],
        &["why", "AO"],
        &["why", "--school"],
        &["undo"],
        &["backup", "/tmp/never.redb"],
        &["import", "x.csv"],
    ] {
        home.run(args).gives(10);
    }
}

#[test]
fn the_store_is_the_one_told_then_the_environments_then_the_users() {
    let home = Home::new();
    let (told, set) = (home.path("told.redb"), home.path("set.redb"));
    home.run(&["init", "--school", "Own"]).good();
    home.run(&["--store", told.to_str().unwrap(), "init", "--school", "Told"]).good();
    home.run(&["--store", set.to_str().unwrap(), "init", "--school", "Set"]).good();
    fill(&told, "told");
    fill(&set, "set");
    let names = |args: &[&str], env: Option<&Path>| {
        let mut command = home.command(args);
        if let Some(path) = env {
            command.env("SENCO_STORE", path);
        }
        String::from_utf8(command.args(["register", "--json"]).output().unwrap().stdout).unwrap()
    };
    assert!(names(&["--store", told.to_str().unwrap()], Some(&set)).contains("Otter told"));
    assert!(names(&[], Some(&set)).contains("Otter set"));
    assert!(!names(&[], None).contains("Otter"));
    assert!(home.0.path().join("share/senco/school.redb").exists());
}

#[test]
fn today_is_said_as_in_any_date_field() {
    let home = Home::new();
    let store = home.one_pupil("s.redb", "x");
    let store = store.to_str().unwrap();
    let late = |day: &str| {
        let run = home.run(&["--store", store, "--today", day, "due", "--json"]).good();
        run.items()[0]["days"].as_i64().unwrap()
    };
    // The check of an allocation from 5 October falls on 16 November.
    assert_eq!(late("2026-11-16"), 0);
    assert_eq!(late("16 nov 2026"), 0);
    assert_eq!(late("17/11/2026"), -1);
    home.run(&["--store", store, "--today", "soonish", "due"]).gives(2).says("--today");
    assert!(home.run(&["--store", store, "--today", "-3d", "due"]).code == 0);
}

#[test]
fn init_asks_nobody_where_there_is_nobody() {
    let home = Home::new();
    home.run(&["init"]).gives(2).says("--school NAME");
    home.run(&["init", "--school", "  "]).gives(1).says("the name of the school");
    assert!(!home.0.path().join("share/senco/school.redb").exists(), "half a store is none");
    home.run(&["init", "--school", "A", "--site", "B", "--site", "b"]).gives(1).says("twice");
    home.run(&["init", "--school", "A", "--site", "B"]).good().says("assumed");
    home.run(&["init", "--school", "A"]).gives(1).says("exists already");
}

#[test]
fn init_reads_terms_and_refuses_wrong_ones() {
    let home = Home::new();
    let file = home.0.path().join("terms.csv");
    let told = |text: &str, store: &str| {
        std::fs::write(&file, text).unwrap();
        home.on(&home.path(store), &["init", "--school", "A", "--terms", file.to_str().unwrap()])
    };
    let good = "Autumn,2026-09-03,2026-12-18,2026-10-26,2026-10-30\n";
    let run = told(good, "good.redb").good();
    assert!(!run.err.contains("assumed"), "{run:?}");
    let terms = Store::open(&home.path("good.redb")).unwrap().read(|view| view.school()).unwrap();
    assert!(terms.settings.calendar_confirmed);
    assert_eq!(terms.terms.len(), 1);
    let bad = told("Autumn,2026-12-18,2026-09-03,,\n", "bad.redb").gives(1);
    assert!(bad.err.contains("terms.csv"), "{bad:?}");
    let missing = home.on(&home.path("no.redb"), &["init", "--school", "A", "--terms", "/nowhere.csv"]);
    missing.gives(1).says("/nowhere.csv");
}
