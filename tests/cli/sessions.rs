//! Sessions from a shell: a day listed, one recorded, an absence looked at.

use std::path::PathBuf;

use senco::domain::delivery::parse_slots;
use senco::domain::ids::SCHOOL;
use senco::domain::provision::{Allocation, Provision};
use senco::domain::pupil::Pupil;
use senco::domain::school::Staff;
use senco::store::Store;

use super::home::*;

/// A language group at 9:30 on Monday, Wednesday and Friday, led by R Dale, with two pupils; today is Monday 23 November 2026.
fn school(home: &Home) -> PathBuf {
    let path = home.path("school.redb");
    home.on(&path, &["init", "--school", "Hedge End", "--site", "Main"]).good();
    let date = |text: &str| text.parse().unwrap();
    let mut store = Store::open(&path).unwrap();
    store
        .commit(operation(9, "make"), |edit| {
            let mut adults = Vec::new();
            for name in ["R Dale", "J Moor", "J Ash"] {
                adults.push(edit.add(SCHOOL, Staff { name: name.into(), here: true, ..Staff::default() })?);
            }
            let slots = parse_slots("mon wed fri 9:30").unwrap();
            let provision = Provision {
                name: "Language group".into(),
                minutes: 20,
                times_a_week: 3,
                lead: Some(adults[0]),
                start: date("2026-11-09"),
                slots,
                ..Provision::default()
            };
            let id = edit.add(SCHOOL, provision.clone())?;
            edit.add(SCHOOL, Provision { name: "Language club".into(), lead: None, ..provision })?;
            for (forename, surname) in [("Ama", "Otter"), ("Ben", "Quill")] {
                let pupil = edit.new_pupil();
                edit.add(
                    pupil,
                    Pupil { forename: forename.into(), surname: surname.into(), ..Pupil::default() },
                )?;
                let place = Allocation {
                    provision: id,
                    from: date("2026-11-09"),
                    to: None,
                    entry: String::new(),
                    exit: String::new(),
                    aim: String::new(),
                    check_on: None,
                    check_by: None,
                    moves: Vec::new(),
                    typed: Default::default(),
                };
                edit.add(pupil, place)?;
            }
            Ok(())
        })
        .unwrap();
    path
}

#[test]
fn a_session_is_recorded_listed_corrected_and_taken_back() {
    let home = Home::new();
    let store = school(&home);
    let name = "language group";
    let run =
        home.on(&store, &["session", name, "delivered", "--away", "AO=trip", "--note", "good", "--json"]);
    let items = run.good().items();
    assert_eq!((&items[0]["state"], &items[0]["nth"]), (&"delivered".into(), &0.into()));
    assert_eq!(items[0]["away"][0]["reason"], "trip");
    let again = home.on(&store, &["session", name, "delivered", "--away", "AO=trip"]).good();
    again.says("recorded so already");
    home.on(&store, &["session", name, "closure"]).gives(1).says("was recorded meanwhile by");
    home.on(&store, &["session", name, "closure", "--change"]).good();
    home.on(&store, &["undo"]).good();
    let day = home.on(&store, &["sessions", "--json"]).good().items();
    let one = day.iter().find(|one| one["list"] == "day" && one["name"] == "Language group").unwrap();
    assert_eq!(
        (&one["state"], &one["at"], &one["minutes"]),
        (&"delivered".into(), &"9:30".into(), &20.into())
    );
    assert_eq!((&one["pupils"][0]["name"], &one["pupils"][0]["away"]), (&"Ama Otter".into(), &"trip".into()));
    assert_eq!((&one["so_far"]["delivered"], &one["so_far"]["not_recorded"]), (&1.into(), &6.into()));
    assert_eq!((&one["note"], &one["adult_name"]), (&"good".into(), &"R Dale".into()));
    assert_eq!(day.iter().filter(|one| one["list"] == "open").count(), 12);
    let text = home.on(&store, &["sessions", "--adult", "dale", "--on", "wed"]).good().out;
    assert!(
        text.contains("Wed 18 Nov 2026  1") && text.contains("not recorded  Ama Otter, Ben Quill"),
        "{text}"
    );
    assert!(text.contains("Not recorded yet  4") && !text.contains("Language club"), "{text}");
    home.on(&store, &["session", name, "none"]).good();
    home.on(&store, &["session", name, "none"]).gives(1).says("nobody recorded");
    assert!(home.on(&store, &["journal"]).good().out.contains("Take a recorded session back"));
    let story =
        home.on(&store, &["session", name, "delivered", "--on", "fri", "--by", "K New", "--minutes", "15"]);
    story.good();
    let story = home.on(&store, &["timeline", "AO"]).good().out;
    assert!(story.contains("Language group · 1 of 6 delivered (not recorded 5)"), "{story}");
    assert!(home.on(&store, &["staff"]).good().out.contains("K New"), "a new adult joins the list");
    home.on(&store, &["check"]).good();
}

#[test]
fn a_session_that_every_pupil_missed_is_said_to_be_missed() {
    let home = Home::new();
    let store = school(&home);
    let all = ["session", "language group", "delivered", "--away", "AO=trip", "--away", "BQ=trip"];
    let items = home.on(&store, &[&all[..], &["--json"]].concat()).good().items();
    assert_eq!((&items[0]["state"], &items[0]["reason"]), (&"missed".into(), &"trip".into()));
    assert_eq!(items[0]["away"].as_array().map(Vec::len), Some(0));
    assert!(home.on(&store, &all).good().out.contains("missed (trip)"));
}

#[test]
fn what_cannot_have_been_or_is_not_clear_saves_nothing() {
    let home = Home::new();
    let store = school(&home);
    for (args, code, words) in [
        (&["session", "language", "delivered"][..], 2, "may be any of 2: say it by number"),
        (&["session", "reading", "delivered"], 1, "no provision is called"),
        (&["session", "language group", "done"], 2, "is no state"),
        (&["session", "language group", "delivered", "--away", "ZZ"], 1, "no pupil is called"),
        (&["session", "language group", "delivered", "--away", "AO=ill"], 2, "is no reason"),
        (&["session", "language group", "delivered", "--on", "thu"], 1, "no such session"),
        (&["session", "language group", "delivered", "--on", "tomorrow"], 1, "lies ahead"),
        (&["session", "language group", "delivered", "--at", "10:00"], 1, "none is at 10:00 that day: 9:30"),
        (&["session", "language group", "delivered", "--at", "9:30, tue 10:00"], 2, "is no time"),
        (&["session", "language group", "delivered", "--minutes", "0"], 1, "1 to 400 minutes"),
        (&["roll", "--continue", ""], 2, "“”: no such provision"),
        (&["works", ""], 2, "no intervention “” ran"),
        (&["sessions", "--adult", "j"], 2, "may be any of 2"),
        (&["sessions", "--site", "moon"], 1, "no site is called"),
        (&["away", "nobody"], 1, "no adult is called"),
        (&["away", "dale", "--on", "fri", "--to", "wed"], 2, "lies before"),
    ] {
        let run = home.on(&store, args).gives(code).says(words);
        assert!(run.out.is_empty(), "{args:?}");
    }
    let journal = home.on(&store, &["journal", "--json"]).items();
    assert_eq!(journal.len(), 2, "nothing was saved");
    home.on(&store, &["session", "language group", "delivered", "--on", "thu", "--extra"]).good();
    assert!(home.on(&store, &["sessions", "--on", "thu"]).good().out.contains("delivered, extra"));
}

#[test]
fn an_absence_is_looked_at() {
    let home = Home::new();
    let store = school(&home);
    let text = home.on(&store, &["away", "dale", "--on", "wed"]).good().out;
    for words in [
        "R Dale away, Wed 25 Nov 2026  1",
        "move to: Thu 26 Nov 9:30, the same time",
        "cover: J Ash (takes no group, free at 9:30); J Moor (takes no group, free at 9:30)",
        "Pupils who would miss something  2",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let items = home.on(&store, &["away", "dale", "--on", "wed", "--to", "fri", "--json"]).good().items();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["moves"][0]["on"], "2026-11-30");
    assert_eq!(items[0]["covers"][0]["name"], "J Ash");
}
