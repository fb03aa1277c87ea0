//! The map on the command line: grouped, summed to the penny, over a range; what is found; the adults' weeks.

use senco::domain::catalogue::Rate;
use senco::domain::code::Area;
use senco::domain::delivery::{Missed, Session, State, parse_slots};
use senco::domain::ids::{PupilId, SCHOOL, Typed};
use senco::domain::provision::{Allocation, Provision};
use senco::domain::pupil::Pupil;
use senco::domain::school::Staff;
use senco::store::Store;

use super::home::*;

/// Two pupils in one group on Mondays at 9:00, of which two were delivered and one missed; a second group, for nobody, that
/// begins ten minutes later under the same adult.
fn school(home: &Home) -> std::path::PathBuf {
    let path = home.path("map.redb");
    home.on(&path, &["init", "--school", "Holly Bank"]).good();
    let date = |text: &str| text.parse().unwrap();
    let mut store = Store::open(&path).unwrap();
    store
        .commit(operation(9, "fill"), |edit| {
            let role = "Teaching assistant".to_owned();
            let lead = edit
                .add(SCHOOL, Staff { name: "R Dale".into(), role: role.clone(), site: None, here: true })?;
            edit.add(SCHOOL, Rate { role, from: date("2026-01-01"), pence: 1520, note: String::new() })?;
            let mut pupils: Vec<PupilId> = Vec::new();
            for (forename, surname, class) in [("Ama", "Otter", "Lark"), ("Ben", "Quill", "Wren")] {
                let pupil = edit.new_pupil();
                let (forename, surname) = (forename.to_owned(), surname.to_owned());
                edit.add(pupil, Pupil { forename, surname, class: class.to_owned(), ..Pupil::default() })?;
                pupils.push(pupil);
            }
            let group = Provision {
                name: "Language group".into(),
                area: Some(Area::Communication),
                minutes: 30,
                times_a_week: 1,
                slots: parse_slots("mon 9:00").unwrap(),
                lead: Some(lead),
                start: date("2026-11-02"),
                end: Some(date("2026-12-18")),
                ..Provision::default()
            };
            let zones = Provision {
                name: "Zones".into(),
                area: Some(Area::Semh),
                slots: parse_slots("mon 9:10").unwrap(),
                end: None,
                ..group.clone()
            };
            let provision = edit.add(SCHOOL, group)?;
            edit.add(SCHOOL, zones)?;
            for pupil in &pupils {
                let place = Allocation {
                    provision,
                    from: date("2026-11-02"),
                    to: None,
                    entry: "34".into(),
                    exit: String::new(),
                    aim: String::new(),
                    check_on: None,
                    check_by: None,
                    moves: Vec::new(),
                    typed: Typed::default(),
                };
                edit.add(*pupil, place)?;
            }
            for (on, state) in [
                ("2026-11-02", State::Delivered),
                ("2026-11-09", State::Missed(Missed::AdultAway)),
                ("2026-11-16", State::Delivered),
            ] {
                let away = if on == "2026-11-16" { vec![(pupils[1], Missed::PupilAway)] } else { Vec::new() };
                let session = Session {
                    provision,
                    on: date(on),
                    nth: 0,
                    at: None,
                    state,
                    stands_for: None,
                    minutes: 30,
                    adult: None,
                    away,
                    note: String::new(),
                    typed: Typed::default(),
                };
                edit.add(SCHOOL, session)?;
            }
            Ok(())
        })
        .unwrap();
    path
}

#[test]
fn sums_stand_with_every_group_and_agree_to_the_penny() {
    let home = Home::new();
    let store = school(&home);
    for by in ["area", "wave", "intervention", "pupil", "year", "class", "adult", "site", "agency"] {
        let items = home.on(&store, &["provision", "--by", by, "--term", "this", "--json"]).good().items();
        let (whole, groups) = items.split_last().unwrap();
        let cost = |item: &serde_json::Value| item["sums"]["cost_to_date_pence"].as_i64().unwrap();
        // Two half hours at £15.20.
        assert_eq!((cost(whole), groups.iter().map(cost).sum::<i64>()), (1520, 1520), "{by}");
        assert_eq!((&whole["range"], &whole["sums"]["pupils"]), (&"Autumn term 2026".into(), &2.into()));
        assert!(whole["group"].is_null() && groups.iter().all(|group| group["group"].is_string()), "{by}");
    }
    let pupils = home.on(&store, &["provision", "--by", "pupil", "--sort", "cost", "--json"]).good().items();
    let said: Vec<(&str, i64)> = pupils
        .iter()
        .filter_map(|one| Some((one["group"].as_str()?, one["sums"]["cost_to_date_pence"].as_i64()?)))
        .collect();
    // The second session was for one alone.
    assert_eq!(said, [("Ama Otter · Lark", 380 + 760), ("Ben Quill · Wren", 380), ("No pupil", 0)]);
    let words = home.on(&store, &["provision", "--by", "area", "--pupils"]).good().out;
    let heading = "Communication and interaction  1 provision, 2 pupils, 30 min a week, £15.20 to date, ";
    assert!(
        words.contains(heading) && words.contains("67 % delivered") && words.contains("Ben Quill"),
        "{words}"
    );
}

#[test]
fn the_items_of_a_plain_call_keep_their_keys() {
    let home = Home::new();
    let store = school(&home);
    let items = home.on(&store, &["provision", "--json"]).good().items();
    let keys = [
        "provision",
        "name",
        "area",
        "wave",
        "times_a_week",
        "minutes",
        "lead",
        "agency",
        "site",
        "start",
        "end",
        "cost_pence",
        "measure",
        "pupils",
        "checks_due",
        "checks_overdue",
        "next_check",
        "places",
    ];
    assert_eq!(items.len(), 2);
    for item in &items {
        assert!(keys.iter().all(|key| item.get(key).is_some()), "{item}");
    }
    assert_eq!((&items[0]["pupils"], &items[0]["places"][0]["name"]), (&2.into(), &"Ama Otter".into()));
    assert_eq!((&items[0]["days"], &items[0]["sums"]["delivered"]), (&"Mon 9:00".into(), &2.into()));
    assert_eq!(items[0]["sums"]["missed"]["adult-away"], 1);
}

#[test]
fn a_range_narrows_what_ran_and_what_it_cost() {
    let home = Home::new();
    let store = school(&home);
    let cost = |args: &[&str]| {
        let mut all = vec!["provision", "--by", "wave", "--json"];
        all.extend(args);
        home.on(&store, &all).good().items().last().unwrap()["sums"]["cost_to_date_pence"].as_i64().unwrap()
    };
    assert_eq!(cost(&["--from", "1/11/2026", "--to", "8/11/2026"]), 760);
    assert_eq!(cost(&["--term", "9 Nov 2026 to 30 Nov 2026"]), 760);
    assert_eq!(cost(&["--term", "Spring 2026"]), 0);
    let none = home.on(&store, &["provision", "--term", "last"]).good();
    assert!(none.out.contains("No provision ran: Summer term 2026."), "{none:?}");
    home.on(&store, &["provision", "--term", "winter"]).gives(2).says("is no range");
    home.on(&store, &["provision", "--from", "1/11/2026"]).gives(2);
    home.on(&store, &["provision", "--by", "colour"]).gives(2).says("agency");
    home.on(&store, &["provision", "--from", "9/11/2026", "--to", "1/11/2026"]).gives(2).says("comes after");
}

#[test]
fn findings_and_weeks_say_who_is_in_two_places() {
    let home = Home::new();
    let store = school(&home);
    let found = home.on(&store, &["provision", "--findings", "--json"]).good().items();
    let kinds: Vec<&str> = found.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["clash", "not-recorded", "no-pupils", "no-end"]);
    assert!(found[0]["staff"].is_number() && found[0]["other_provision"].is_number());
    let words = home.on(&store, &["provision", "--findings"]).good().out;
    assert!(
        words.contains("Two places at once  1\n  R Dale, Mon: Language group 9:00 to 9:30 and Zones 9:10"),
        "{words}"
    );
    for args in [&["provision", "--timetable"][..], &["provision", "--timetable", "dale"]] {
        let words = home.on(&store, args).good().out;
        assert!(
            words.starts_with("R Dale, Teaching assistant  60 min a week\n") && words.contains("CLASH"),
            "{words}"
        );
    }
    home.on(&store, &["provision", "--timetable", "Nobody"]).gives(1).says("no adult is called");
    let weeks = home.on(&store, &["provision", "--timetable", "--json"]).good().items();
    assert_eq!((&weeks[0]["minutes_a_week"], &weeks[0]["sessions"][1]["time"]), (&60.into(), &"9:10".into()));
}
