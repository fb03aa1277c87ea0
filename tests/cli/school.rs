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
    let interventions = home.on(&store, &["interventions"]).good().out;
    assert!(interventions.contains("No intervention is in the catalogue"), "{interventions}");
    assert!(home.on(&store, &["rates"]).good().out.contains("No rate is set"));
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

#[test]
fn the_catalogue_says_who_is_trained_and_what_runs_and_rates_say_which_counts() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let all = home.on(&store, &["interventions", "--json"]).good().items();
    let of = |name: &str| all.iter().find(|one| one["name"] == name).unwrap();
    let recovery = of("Reading recovery");
    assert_eq!((&recovery["scale"], &recovery["weeks"]), (&"months".into(), &12.into()), "{recovery}");
    assert!(recovery["evidence"].as_str().unwrap().contains("own results"), "{recovery}");
    assert!(of("Speech sounds")["fee_pence"].as_i64().unwrap() > 0);
    assert!(!of("PECS")["trained"].as_array().unwrap().is_empty());
    let runs: usize = all.iter().map(|one| one["runs"].as_array().unwrap().len()).sum();
    let provisions = home.on(&store, &["provision", "--all", "--json"]).good().items();
    assert_eq!(runs, provisions.len(), "every provision is a run of one of them");
    assert!(all.iter().all(|one| one["intervention"].is_number()), "the demo's all stand in its catalogue");
    let words = home.on(&store, &["interventions"]).good().out;
    assert!(words.contains("4 × 30 min, 12 weeks, groups of 4"), "{words}");
    let rates = home.on(&store, &["rates", "--json"]).good().items();
    let counts: Vec<_> = rates.iter().filter(|one| one["counts"] == true).collect();
    assert!(counts.len() >= 4 && rates.len() > counts.len(), "{rates:?}");
    assert!(rates.iter().all(|one| one["rate"].is_number()), "whoever leads has a rate: {rates:?}");
    assert!(home.on(&store, &["rates"]).good().out.contains("counts today"));
}
