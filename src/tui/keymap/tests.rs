//! The three maps walked through, and one bad file for every mistake.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::file::TOGETHER;
use super::*;

fn maps() -> Vec<Keymap> {
    BUILT_IN
        .iter()
        .map(|(name, _)| Keymap::built_in(name).unwrap_or_else(|errors| panic!("{errors:?}")))
        .collect()
}

fn user(text: &str) -> Result<Keymap, Vec<KeymapError>> {
    Keymap::from_text("my.toml", text)
}

fn press(keys: &str) -> Vec<KeyEvent> {
    keys.split(' ')
        .map(|key| match key.strip_prefix("C-") {
            Some(letter) => {
                KeyEvent::new(KeyCode::Char(letter.chars().next().unwrap()), KeyModifiers::CONTROL)
            }
            None if key == "Esc" => KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE),
            None => KeyEvent::new(KeyCode::Char(key.chars().next().unwrap()), KeyModifiers::NONE),
        })
        .collect()
}

fn found(map: &Keymap, keys: &str) -> String {
    match map.find(&[Scope::Due, Scope::List, Scope::Global], &press(keys)) {
        Found::Command(command) => command.id.into(),
        Found::More => "…".into(),
        Found::Nothing => "-".into(),
    }
}

#[test]
fn the_three_maps_differ_where_hands_do() {
    let [simple, vim, emacs] = &maps()[..] else { panic!("three maps") };
    for (keys, expected) in [
        ("j", ["list.down"; 3]),
        ("C-p", ["app.palette", "app.palette", "list.up"]),
        (":", ["app.palette"; 3]),
        ("?", ["app.help"; 3]),
        ("Esc", ["app.back"; 3]),
        ("C-c", ["app.quit"; 3]),
        ("1", ["pane.due", "-", "pane.due"]),
        ("g", ["-", "…", "-"]),
        ("g g", ["-", "list.first", "-"]),
        ("G", ["-", "list.last", "-"]),
        ("C-x C-c", ["-", "-", "app.quit"]),
        ("C-s", ["-", "-", "list.filter"]),
    ] {
        let got = [simple, vim, emacs].map(|map| found(map, keys));
        assert_eq!(got, expected, "{keys}");
    }
    assert_eq!([simple, vim, emacs].map(Keymap::counts), [false, true, false]);
}

#[test]
fn the_fixed_keys_work_in_every_place_of_every_map() {
    for map in maps() {
        for scopes in TOGETHER {
            let known = map.bindings.iter().any(|one| scopes.contains(&one.scope));
            for key in ["Esc", "C-c"] {
                let found = map.find(scopes, &press(key));
                assert!(!known || matches!(found, Found::Command(_)), "{} {scopes:?} {key}", map.name());
            }
        }
        assert!(matches!(map.find(&[Scope::Global], &press("?")), Found::Command(_)));
    }
}

#[test]
fn every_command_is_reached_by_a_key_that_every_terminal_sends_or_by_the_palette() {
    for map in maps() {
        for command in command::all() {
            let by_key = map.bindings.iter().any(|one| {
                one.command.id == command.id && one.keys.iter().all(|key| key.is_sent_everywhere())
            });
            let bound = !map.keys_of(command.id).is_empty();
            assert!(
                by_key || !bound,
                "{}: {} has keys, and none that every terminal sends",
                map.name(),
                command.id
            );
            assert!(by_key || !command.scope.is_layer(), "{}: {} cannot be reached", map.name(), command.id);
        }
    }
}

#[test]
fn the_table_of_commands_has_no_name_twice_and_says_what_each_does() {
    let mut ids: Vec<&str> = command::all().map(|command| command.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for command in command::all() {
        assert!(
            !command.title.is_empty() && command.help.ends_with('.'),
            "{}: {:?}",
            command.id,
            command.help
        );
    }
}

#[test]
fn a_users_file_merges_over_its_base() {
    let map = user(
        "base = \"vim\"\n[global]\n\"Q\" = \"app.quit\"\n\"q\" = \"none\"\n[list]\n\"g g\" = \"list.last\"\n",
    )
    .unwrap();
    assert!(map.counts());
    assert_eq!(found(&map, "Q"), "app.quit");
    assert_eq!(found(&map, "q"), "-");
    assert_eq!(found(&map, "g g"), "list.last");
    assert_eq!(found(&map, "j"), "list.down");
    assert_eq!(map.name(), "my.toml");
    assert_eq!(map.keys_of("app.quit"), ["C-c", "Z Z", "Q"]);
    assert!(!user("").unwrap().counts(), "simple where no base is named");
}

#[test]
fn a_wrong_file_is_told_by_line() {
    for (text, line, words) in [
        ("[global]\n\"x\" = \"app.quti\"", 2, "there is no command app.quti; did you mean app.quit?"),
        ("[gloabl]\n\"x\" = \"app.quit\"", 1, "[gloabl] is no place for keys; did you mean global?"),
        ("\n\n[list]\n\"Entr\" = \"list.mark\"", 4, "Entr is no key; did you mean Enter?"),
        ("base = \"emac\"", 1, "did you mean emacs?"),
        ("base = 3", 1, "base is \"simple\""),
        ("[list]\n\"x\" = 3", 2, "must name a command in quotes"),
        ("x = 3", 1, "x means nothing here"),
        ("counts = \"yes\"", 1, "true or false"),
        ("[global]\n\"?\" = \"app.quit\"", 2, "? is the same in every keymap"),
        ("[global]\n\"Esc\" = \"none\"", 2, "Esc is the same in every keymap"),
        ("[picker]\n\"C-c\" = \"none\"", 2, "C-c is the same in every keymap"),
        ("[global]\n\"x\" = \"none\"", 2, "nothing to unbind"),
        (
            "[list]\n\"q\" = \"list.mark\"",
            2,
            "q in [list] is also q = app.quit in [global] (the base); to take it away",
        ),
        ("[due]\n\"q\" = \"list.mark\"", 2, "q in [due] is also q = app.quit in [global]"),
        ("[global]\n\"x\" = \"app.quit\"\n[list]\n\"x\" = \"list.mark\"", 4, "(line 2)"),
        (
            "[list]\n\"/ a\" = \"list.mark\"",
            2,
            "/ a in [list] stands in the way of / = list.filter in [list]",
        ),
        ("[picker]\n\"x\" = \"app.quit\"", 2, "app.quit belongs in [global]"),
        ("[list]\n\"x\" = \"filter.keep\"", 2, "filter.keep belongs in [filter]"),
        ("[global]\n\"x\" = \"app.quit\"\n\"x\" = \"app.help\"", 3, "\"x\" stands here twice"),
        ("[global\n", 1, ""),
    ] {
        let errors = user(text).unwrap_err();
        let told = errors.iter().any(|error| error.line == line && error.what.contains(words));
        assert!(told, "{text:?}: {errors:?}");
    }
    let two = user("[global]\n\"x\" = \"a.b\"\n\"y\" = \"c.d\"").unwrap_err();
    assert_eq!(two.iter().map(|error| error.line).collect::<Vec<_>>(), [2, 3], "all mistakes at once");
    assert_eq!(two[0].to_string(), "my.toml, line 2: there is no command a.b");
    assert!(Keymap::load("smiple").unwrap_err()[0].what.contains("did you mean simple?"));
}

#[test]
fn readme_has_the_table_of_keys() {
    let readme = include_str!("../../../README.md").replace("\r\n", "\n");
    let (_, rest) = readme.split_once(table::BEGIN).expect("the mark before the table");
    let (shown, _) = rest.split_once(table::END).expect("the mark after the table");
    assert_eq!(
        shown.trim(),
        table::markdown().trim(),
        "run `senco keys --markdown` and put what it prints into README"
    );
}
