//! The made-up school.

use std::path::Path;

use super::home::*;

#[test]
fn the_demo_school_is_as_promised() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let all = home.on(&store, &["register", "--all", "--json"]).items();
    let staged = all.iter().filter(|pupil| pupil["list"] == "register").count();
    assert!((50..=70).contains(&staged), "{staged} on the register or the watch list");
    let left = home.on(&store, &["register", "--leavers", "--json"]).items().len();
    assert_eq!(all.len() + left, 250);
    assert!((2..=12).contains(&left), "{left} leavers");
    let due = home.on(&store, &["due", "--json"]).items();
    // The made-up school has given the terms of this year and the next.
    let near = due.iter().filter(|item| item["days"].as_i64().unwrap().abs() < 100);
    assert!(near.clone().count() > 0 && near.clone().all(|item| item["provisional"] == false));
    let days: Vec<i64> = due.iter().map(|item| item["days"].as_i64().unwrap()).collect();
    for (what, range, least) in [("overdue", -60..0, 5), ("this week", 0..7, 5), ("weeks ahead", 7..60, 15)] {
        let count = days.iter().filter(|day| range.contains(*day)).count();
        assert!(count >= least, "{what}: {count}");
    }
    assert!(home.on(&store, &["provision", "--all", "--json"]).items().len() >= 20);
    let sites: std::collections::BTreeSet<String> =
        all.iter().map(|pupil| pupil["site"].as_str().unwrap().to_owned()).collect();
    assert_eq!(sites.len(), 3, "{sites:?}");
}

#[test]
fn the_same_seed_gives_the_same_school_and_another_another() {
    let home = Home::new();
    let view = |store: &Path| {
        let of = |args: &[&str]| home.on(store, args).good().out;
        [of(&["register", "--all", "--json"]), of(&["due", "--json"]), of(&["provision", "--all", "--json"])]
    };
    let one = view(&home.demo("one.redb", &["--pupils", "120", "--seed", "4"]));
    let two = view(&home.demo("two.redb", &["--pupils", "120", "--seed", "4"]));
    let other = view(&home.demo("other.redb", &["--pupils", "120", "--seed", "5"]));
    assert_eq!(one, two);
    assert_ne!(one, other);
}

#[test]
fn demo_schools_of_odd_sizes_and_days_are_sound() {
    let home = Home::new();
    let sizes = ["1", "2", "19", "700"];
    let days = ["2026-08-14", "2026-12-25", "2027-01-01", "2028-02-29"];
    for (size, day) in sizes.into_iter().zip(days) {
        let path = home.path(&format!("{size}.redb"));
        let store = path.to_str().unwrap();
        home.run(&["--store", store, "--today", day, "demo", "--no-screen", "--pupils", size]).good();
        home.run(&["--store", store, "--today", day, "check"]).good();
        let register =
            home.run(&["--store", store, "--today", day, "register", "--all", "--json"]).good().items().len();
        let leavers =
            home.run(&["--store", store, "--today", day, "register", "--leavers", "--json"]).items().len();
        assert_eq!((register + leavers).to_string(), size);
    }
    home.run(&["demo", "--no-screen", "--pupils", "0"]).gives(2);
}

#[test]
fn a_demo_school_is_made_anew_and_a_real_one_never() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    home.on(&store, &["demo", "--no-screen"]).good().says("stays as it is");
    home.on(&store, &["demo", "--no-screen", "--seed", "9"]).good().says("made anew");
    let real = home.one_pupil("real.redb", "");
    let before = std::fs::read(&real).unwrap();
    home.on(&real, &["demo", "--no-screen"]).gives(1).says("left as it is");
    assert_eq!(std::fs::read(&real).unwrap(), before);
    let left: Vec<_> =
        std::fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no half-made file is left: {left:?}");
}
