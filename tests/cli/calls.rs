//! How the program is called: keys, completions, wrong usage, pipes.

use std::io::Read;
use std::process::Stdio;

use super::home::*;

#[test]
fn keys_check_says_every_fault_with_its_line() {
    let home = Home::new();
    let file = home.0.path().join("mine.toml");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        home.run(&["keys", "--check", file.to_str().unwrap()])
    };
    check("").good();
    let wrong = check("[list]\n\"x\" = \"no.such.command\"\n").gives(1);
    assert!(wrong.err.contains("mine.toml") && wrong.err.contains('2'), "{wrong:?}");
    home.run(&["keys", "--check", "/nowhere.toml"]).gives(1);
    home.run(&["keys", "--keymap", "vim"]).good();
    home.run(&["keys", "--keymap", "no-such"]).gives(1);
    assert!(home.run(&["keys", "--markdown"]).good().out.contains("| --- |"));
}

#[test]
fn completions_and_the_man_page_come_from_the_definition() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]).good().out;
        assert!(script.contains("timeline") && script.contains("restore"), "{shell}");
    }
    home.run(&["completions", "tcsh"]).gives(2);
    let page = home.run(&["man"]).good().out;
    for word in ["SENCO TIMELINE", "EXIT STATUS", "SENCO_STORE", "\\-\\-no\\-screen", "\\-\\-dry\\-run"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn wrong_calls_are_usage_errors() {
    let home = Home::new();
    for args in [
        &["dance"][..],
        &["due", "--weeks", "0"],
        &["due", "--overdue", "--weeks", "2"],
        &["register", "--all", "--leavers"],
        &["backup"],
        &["--color", "pink"],
        &["journal", "--limit", "many"],
    ] {
        let run = home.run(args).gives(2);
        assert!(run.out.is_empty() && !run.err.is_empty(), "{args:?}");
    }
    assert!(home.run(&["--help"]).good().out.contains("timeline"));
    assert!(home.run(&["--version"]).good().out.starts_with("senco "));
}

#[test]
fn the_screen_explains_itself_to_a_pipe() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let run = home.on(&store, &[]).gives(2).says("needs a terminal").says("senco due");
    assert!(run.out.is_empty());
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let home = Home::new();
    let store = home.demo("demo.redb", &["--pupils", "3000"]);
    let args = ["--store", store.to_str().unwrap(), "register", "--all", "--json"];
    let mut child = home.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // More than a pipe holds is still to come when the reader goes.
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(done.stderr.is_empty(), "{done:?}");
}
