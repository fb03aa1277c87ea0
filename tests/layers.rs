//! The layers of `src/lib.rs`: each room uses only what stands below it. Read from the source, since a module system
//! does not forbid it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the bottom. A room may use itself and any room that stands before it here.
const LAYERS: &[&[&str]] = &[
    &["text", "fuzzy", "user"],
    &["domain"],
    &["clock"],
    &["duties"],
    &["store"],
    &["views"],
    &["exchange"],
    &["actions"],
    &["demo"],
    &["tui"],
    &["cli"],
];

fn level(room: &str) -> Option<usize> {
    LAYERS.iter().position(|rooms| rooms.contains(&room))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Each source file with its room and its text, tests within it left out.
fn rooms() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (path, room, text)
        })
        .collect()
}

#[test]
fn a_room_uses_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for (path, room, text) in rooms() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Tests stand above what they test: they may set a stage with actions.
        if matches!(room.as_str(), "lib" | "main") || matches!(name.as_str(), "tests.rs" | "testing.rs") {
            continue;
        }
        let Some(own) = level(&room) else {
            wrong.push(format!(
                "{}: the room \"{room}\" stands in no layer of tests/layers.rs",
                path.display()
            ));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            if line.contains("mod tests") {
                break;
            }
            if line.trim_start().starts_with("//") {
                continue;
            }
            for part in line.split("crate::").skip(1) {
                let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if level(&used).is_some_and(|other| other > own) {
                    wrong.push(format!(
                        "{}:{}: {room} uses {used}, which stands above it",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words that may stand in these files alone.
const HOMES: &[(&str, &[&str])] = &[
    ("bincode", &["store/codec.rs"]),
    ("fuzzy_matcher", &["fuzzy.rs"]),
    // In `cli` it is what `--color` chooses from; a workbook's greys stand with its writer.
    ("Color::", &["tui/theme.rs", "tui/term/", "cli/", "exchange/xlsx.rs"]),
    ("redb::", &["store/"]),
];

#[test]
fn some_names_have_one_home() {
    let mut wrong = Vec::new();
    for (path, _, text) in rooms() {
        let shown = path.display().to_string();
        for (word, homes) in HOMES {
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.contains(word));
            if code && !homes.iter().any(|home| shown.contains(home)) {
                wrong.push(format!("{shown} names {word}, whose home is {}", homes.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_and_values_do_no_io_and_ask_no_clock() {
    let mut wrong = Vec::new();
    for (path, room, text) in rooms() {
        if !matches!(room.as_str(), "domain" | "duties") {
            continue;
        }
        for word in [
            "std::fs",
            "std::io",
            "std::env",
            "std::net",
            "std::process",
            "crate::clock",
            "Local::",
            "Utc::",
            "println!",
        ] {
            if text.contains(word) {
                wrong.push(format!("{} names {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_run_performs_effects() {
    let mut wrong = Vec::new();
    for (path, room, text) in rooms() {
        let shown = path.display().to_string();
        if room != "tui"
            || shown.ends_with("tui/run.rs")
            || shown.contains("tui/run/")
            || shown.contains("tui/term/")
        {
            continue;
        }
        for word in ["enable_raw_mode", "event::read", "Store::open", "std::process::exit"] {
            if text.contains(word) {
                wrong.push(format!("{shown} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
