//! The views in words and in JSON; finding a pupil; hostile text.

use std::process::Stdio;

use senco::text::is_dangerous;
use serde_json::Value;

use super::home::*;

#[test]
fn every_view_answers_in_words_and_in_json() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    for view in VIEWS {
        let words = home.on(&store, view).good();
        assert!(words.err.is_empty() && !words.out.is_empty(), "{view:?}: {words:?}");
        let mut json = view.to_vec();
        json.push("--json");
        let items = home.on(&store, &json).good().items();
        assert!(!items.is_empty() && items.iter().all(Value::is_object), "{view:?}");
    }
}

#[test]
fn a_pupil_is_found_by_upn_number_initials_and_words() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let all = home.on(&store, &["register", "--all", "--json"]).items();
    let one = all.iter().find(|pupil| pupil["list"] == "register" && pupil["upn"] != "").unwrap();
    let number = one["pupil"].to_string();
    let (upn, name) = (one["upn"].as_str().unwrap(), one["name"].as_str().unwrap());
    for text in [upn, &upn.to_lowercase(), &number, &format!("#{number}"), name, &name.to_uppercase()] {
        let found = home.on(&store, &["timeline", text, "--json"]).good().items();
        assert!(found.iter().all(|entry| entry["pupil"] == one["pupil"]), "{text}");
        assert!(!found.is_empty());
    }
    let mut asked = home.command(&["--store", store.to_str().unwrap(), "timeline", "-", "--json"]);
    let mut child = asked.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{name}\n").as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
}

#[test]
fn a_pupil_who_is_not_clear_is_not_guessed() {
    let home = Home::new();
    let store = home.demo("demo.redb", &["--pupils", "400"]);
    let all = home.on(&store, &["register", "--all", "--json"]).items();
    let surname = |pupil: &Value| pupil["name"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
    let twice =
        all.iter().map(surname).find(|one| all.iter().filter(|other| &surname(other) == one).count() > 1);
    let twice = twice.unwrap();
    let run = home.on(&store, &["timeline", &twice]).gives(1).says("may be any of");
    assert!(run.out.is_empty() && run.err.matches(&twice).count() > 2, "{run:?}");
    home.on(&store, &["timeline", "Nobody Atall"]).gives(1).says("no pupil is called");
    home.on(&store, &["timeline", " "]).gives(2);
    home.on(&store, &["timeline"]).gives(2);
}

#[test]
fn what_is_hostile_in_the_store_reaches_no_terminal() {
    let home = Home::new();
    let hostile = "\x1b]0;owned\x07\x1b[2J\u{9b}31m\u{202e}evil\u{2066}\u{200b}\r\nnew\tline\u{2028}";
    let store = home.one_pupil("hostile.redb", hostile);
    home.on(&store, &["check"]).good();
    let timeline: &[&str] = &["timeline", "B801200005001"];
    let why: &[&str] = &["why", "B801200005001"];
    let cycle: &[&str] = &["cycle", "B801200005001"];
    for view in VIEWS.iter().chain([&timeline, &why, &cycle]) {
        for json in [false, true] {
            for color in ["never", "auto"] {
                let mut args = view.to_vec();
                args.extend(["--color", color]);
                if json {
                    args.push("--json");
                }
                let run = home.on(&store, &args).good();
                // A calendar's lines end in CR LF, and nothing else may.
                let out = if view == &["ics"] { run.out.replace("\r\n", "\n") } else { run.out.clone() };
                for c in out.chars().chain(run.err.chars()) {
                    assert!(c == '\n' || !is_dangerous(c), "{args:?}: {c:?} in {run:?}");
                }
            }
        }
    }
    // In JSON the value is whole, escaped.
    let pupil = &home.on(&store, &["register", "--json"]).items()[0];
    assert_eq!(pupil["class"], format!("Lark {hostile}"));
    let refused = home.on(&store, &["timeline", &format!("Nobody {hostile}")]).gives(1);
    assert!(refused.err.chars().all(|c| c == '\n' || !is_dangerous(c)), "{refused:?}");
    // Undo names the action.
    let undone = home.on(&store, &["undo", "--seq", "2"]).good();
    assert!(undone.err.chars().all(|c| c == '\n' || !is_dangerous(c)), "{undone:?}");
}
