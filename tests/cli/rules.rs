//! Rules listed, explained and set.

use serde_json::Value;

use super::home::*;

#[test]
fn why_explains_every_date_of_a_pupil_or_one_rule() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let due = home.on(&store, &["due", "--json"]).items();
    let pupil = due[0]["pupil"].to_string();
    let whole = home.on(&store, &["why", &pupil, "--json"]).good().items();
    let dates = due.iter().filter(|item| item["pupil"] == due[0]["pupil"]).count();
    assert_eq!(whole.len(), dates);
    for item in &whole {
        for key in ["source", "limit", "steps", "facts", "choices", "terms", "then"] {
            assert!(!item[key].is_null(), "{key}: {item}");
        }
        assert!(!item["steps"].as_array().unwrap().is_empty(), "{item}");
    }
    let rule = whole[0]["rule"].as_str().unwrap();
    let one = home.on(&store, &["why", &pupil, "--rule", rule, "--json"]).good().items();
    assert!(!one.is_empty() && one.iter().all(|item| item["rule"] == rule));
    let words = home.on(&store, &["why", &pupil]).good();
    assert!(words.out.contains("How the date came about") && words.out.contains("Source: "), "{words:?}");
    home.on(&store, &["why", "--school"]).good();
    home.on(&store, &["why", &pupil, "--rule", "no-such-rule"])
        .gives(2)
        .says("there is no rule no-such-rule");
    home.on(&store, &["why"]).gives(2);
    home.on(&store, &["why", &pupil, "--school"]).gives(2);
}

#[test]
fn every_duty_is_listed_with_its_rule_whether_there_is_a_store_or_not() {
    use senco::domain::rows::Duty;
    let home = Home::new();
    let items = home.run(&["rules", "--json"]).good().items();
    for duty in Duty::ALL {
        let found: Vec<&Value> =
            items.iter().filter(|item| item["number"] == u64::from(duty as u16)).collect();
        let [item] = found[..] else { panic!("{duty:?}: {} rules", found.len()) };
        for key in ["id", "title", "force", "source", "limit", "who", "whose", "family"] {
            assert!(item[key].as_str().is_some_and(|words| !words.is_empty()), "{duty:?} {key}");
        }
        assert!(item["seen"] == true || item["force"] != "LAW", "{duty:?}: law that was not seen");
        assert!(!item["worked_example"]["words"].as_str().unwrap().is_empty(), "{duty:?}");
        for param in item["parameters"].as_array().unwrap() {
            assert_eq!(param["value"], param["default"], "{duty:?}");
        }
    }
    assert_eq!(items.len(), Duty::ALL.len());
    let missing = home.path("nowhere.redb");
    home.on(&missing, &["rules"]).gives(10);
}

#[test]
fn a_rule_is_shown_set_and_taken_back() {
    let home = Home::new();
    let store = home.demo("a.redb", &["--pupils", "60"]);
    let due = || {
        let items = home.on(&store, &["due", "--json"]).good().items();
        items.into_iter().filter(|item| item["rule"] == "interventions.impact-check").collect::<Vec<_>>()
    };
    let before = due();
    assert!(before.len() > 3);
    let text = home.on(&store, &["rules", "school.census-spring"]).good().out;
    assert!(text.contains("Thu 21 Jan 2027") && text.contains("source not seen"), "{text}");
    let set = |changes: &[&str]| {
        let mut args = vec!["rules", "--set", "interventions.impact-check"];
        args.extend(changes);
        home.on(&store, &args)
    };
    set(&["days=28"]).good().says("`senco undo` takes it back");
    assert_ne!(due(), before);
    let all = home.on(&store, &["rules"]).good().out;
    let line = all.lines().find(|line| line.starts_with("interventions.impact-check")).unwrap();
    assert!(line.contains("28 days"), "{line}");
    set(&["days=28"]).good().says("It stands so already");
    home.on(&store, &["undo"]).good();
    assert_eq!(due(), before);
    set(&["off"]).good();
    assert!(due().is_empty());
    set(&["default"]).good();
    assert_eq!(due(), before);
    for (changes, words) in [
        (&["days=9999"][..], "not 9999 days"),
        (&["days=many"], "is no change"),
        (&["months=2"], "has no parameter months"),
        (&["maybe"], "is no change"),
    ] {
        set(changes).gives(2).says(words);
    }
    home.on(&store, &["rules", "no.such"]).gives(2).says("there is no rule");
    home.on(&store, &["rules", "--set", "no.such", "on"]).gives(2).says("there is no rule");
    assert_eq!(due(), before);
}
