//! The school's details, its adults and its agencies, in words and in JSON.

use super::home::*;

#[test]
fn the_details_are_shown_set_and_taken_back() {
    let home = Home::new();
    let store = home.path("school.redb");
    home.on(&store, &["init", "--school", "Holly Bank"]).good();
    let of = |key: &str| home.on(&store, &["school", "--json"]).good().items()[0][key].clone();
    assert_eq!(of("name"), "Holly Bank");
    let set = ["school", "--set", "address=1 High Street; Anytown", "head=A Wren", "authority=Westshire"];
    home.on(&store, &set).good().says("`senco undo` takes it back");
    assert_eq!(of("address"), serde_json::json!(["1 High Street", "Anytown"]));
    assert_eq!((of("head"), of("authority")), ("A Wren".into(), "Westshire".into()));
    let words = home.on(&store, &["school"]).good().out;
    assert!(words.contains("1 High Street, Anytown") && words.contains("Head teacher"), "{words}");
    home.on(&store, &set).good().says("It stands so already");
    home.on(&store, &["school", "--set", "colour=blue"]).gives(2).says("one of name, address");
    home.on(&store, &["school", "--set", "name="]).gives(1).says("is missing");
    home.on(&store, &["undo"]).good();
    assert_eq!(of("authority"), "");
    let staff = home.on(&store, &["staff"]).good().out;
    assert!(staff.contains("Nobody is on the list"), "{staff}");
    let agencies = home.on(&store, &["agencies"]).good().out;
    assert!(agencies.contains("No agency is in the catalogue"), "{agencies}");
}

#[test]
fn agencies_say_whom_to_chase_and_staff_what_they_lead() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let agencies = home.on(&store, &["agencies", "--json"]).good().items();
    let open: u64 = agencies.iter().map(|one| one["open"].as_u64().unwrap()).sum();
    assert!(open > 0, "{agencies:?}");
    for agency in &agencies {
        assert_eq!(agency["work"].as_array().unwrap().len() as u64, agency["open"].as_u64().unwrap());
        for work in agency["work"].as_array().unwrap() {
            assert!(work["days"].as_i64().unwrap() >= 0 && work["since"].is_string(), "{work}");
        }
    }
    let words = home.on(&store, &["agencies"]).good().out;
    assert!(words.contains(" open, ") && words.contains(" since "), "{words}");
    let short = home.on(&store, &["agencies", "--catalogue"]).good().out;
    assert_eq!(short.lines().count(), agencies.len(), "{short}");
    let staff = home.on(&store, &["staff", "--json"]).good().items();
    assert!(staff.iter().any(|one| !one["leads"].as_array().unwrap().is_empty()), "{staff:?}");
    let words = home.on(&store, &["staff"]).good().out;
    assert!(words.contains("Name") && words.lines().count() > staff.len(), "{words}");
}
