//! `senco paper`: the list, one child, a class, letters noted as sent, and what cannot be.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::home::*;

/// A child on the register of the demo school: number and name.
fn one(home: &Home, store: &std::path::Path) -> (String, String) {
    let all = home.on(store, &["register", "--json"]).items();
    let pupil = all.iter().find(|pupil| pupil["list"] == "register").unwrap();
    (pupil["pupil"].to_string(), pupil["name"].as_str().unwrap().to_owned())
}

#[test]
fn it_lists_what_there_is_without_a_store() {
    let home = Home::new();
    let run = home.run(&["paper"]).good();
    assert!(run.out.contains("evidence") && run.out.contains("index that says what is missing"), "{run:?}");
    let kinds = home.run(&["paper", "--json"]).good().items();
    assert!(kinds.iter().any(|kind| kind["kind"] == "letter" && kind["letter"] == true));
    home.run(&["paper", "poem", "AO"]).gives(2).says("there is no document “poem”");
}

#[test]
fn a_paper_is_private_and_its_name_has_no_name() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let (number, name) = one(&home, &store);
    let dir = home.path("papers");
    let out = dir.to_str().unwrap();
    let items = home
        .on(&store, &["paper", "evidence", &number, "--out", out, "--format", "both", "--json"])
        .good()
        .items();
    assert_eq!(items.len(), 2);
    for item in &items {
        let path = item["path"].as_str().unwrap();
        let file = std::path::Path::new(path).file_name().unwrap().to_str().unwrap();
        for word in name.split(' ') {
            assert!(!file.contains(word), "{file} has {word}");
        }
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(item["pupil"].to_string(), number);
    }
    assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    let html = fs::read_to_string(items[1]["path"].as_str().unwrap()).unwrap();
    assert!(html.contains("What is missing") && html.contains(&name));
}

#[test]
fn no_other_child_stands_in_any_paper() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let (number, name) = one(&home, &store);
    let dir = home.path("papers");
    let out = dir.to_str().unwrap();
    let others = home.on(&store, &["register", "--all", "--json"]).items();
    let mut made = 0;
    for kind in home.run(&["paper", "--json"]).good().items() {
        let run = home.on(
            &store,
            &["paper", kind["kind"].as_str().unwrap(), &number, "--out", out, "--format", "html"],
        );
        if run.code != 0 {
            run.gives(1).says("not yet");
            continue;
        }
        made += 1;
        let html = fs::read_to_string(run.out.trim()).unwrap();
        for other in others.iter().map(|other| other["name"].as_str().unwrap()).filter(|other| *other != name)
        {
            assert!(!html.contains(other), "{other} stands in the {} of {name}", kind["kind"]);
        }
    }
    assert!(made >= 4, "only {made}");
}

#[test]
fn a_letter_is_noted_as_sent_only_when_told() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let (number, _) = one(&home, &store);
    let dir = home.path("papers");
    let out = dir.to_str().unwrap();
    let journal = || home.on(&store, &["journal", "--json"]).good().items().len();
    let before = journal();
    let run = home.on(&store, &["paper", "invitation", &number, "--out", out]).good();
    assert!(run.out.trim().ends_with("-invitation.docx"), "{run:?}");
    assert_eq!(journal(), before, "making it records nothing");
    home.on(&store, &["paper", "invitation", &number, "--out", out, "--sent"]).good();
    assert_eq!(journal(), before + 1);
    let cases = home.on(&store, &["case", &number, "--json"]).good().items();
    let letter = cases.iter().find(|case| case["about"] == "invitation").unwrap();
    assert!(letter["recorded"].as_array().unwrap().iter().any(|step| step["key"] == "sent"), "{letter}");
    home.on(&store, &["paper", "evidence", &number, "--sent"]).gives(2).says("--sent is for letters");
}

#[test]
fn a_class_gets_all_its_papers() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let all = home.on(&store, &["register", "--json"]).items();
    let class = all[0]["class"].as_str().unwrap();
    let count = all.iter().filter(|pupil| pupil["class"] == class).count();
    let dir = home.path("papers");
    let out = dir.to_str().unwrap();
    let made =
        home.on(&store, &["paper", "transition", "--class", class, "--out", out, "--json"]).good().items();
    assert_eq!(made.len(), count);
    home.on(&store, &["paper", "transition", "--class", "No such class"]).gives(1).says("nobody");
    home.on(&store, &["paper", "transition"]).gives(2);
}

#[test]
fn of_whom_there_is_no_letter_is_said_without_a_name() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let dir = home.path("papers");
    let all = home.on(&store, &["register", "--all", "--json"]).items();
    let mut said = String::new();
    for year in ["R", "1", "2", "3", "5", "6"] {
        let args = ["paper", "letter", "--year", year, "--out", dir.to_str().unwrap()];
        said += &home.on(&store, &args).good().err;
    }
    assert!(said.contains("not yet: the child is not at SEN support"), "{said}");
    let words: Vec<&str> = said.split(|c: char| !c.is_alphabetic()).collect();
    for pupil in &all {
        let first = pupil["name"].as_str().unwrap().split(' ').next().unwrap();
        assert!(!words.contains(&first), "{first}: {said}");
    }
}
