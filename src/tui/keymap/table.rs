//! The table of keys as Markdown, for README. A test compares the two.

use std::fmt::Write as _;

use super::{BUILT_IN, Keymap};
use crate::tui::command;

/// The line before the table in README.
pub const BEGIN: &str = "<!-- keys: made by `senco keys --markdown` -->";
/// The line after it.
pub const END: &str = "<!-- end of keys -->";

/// Every command with its keys in the three maps, by group.
pub fn markdown() -> String {
    let maps: Vec<Keymap> = BUILT_IN.iter().filter_map(|(name, _)| Keymap::built_in(name).ok()).collect();
    let mut out = String::new();
    let mut groups: Vec<&str> = Vec::new();
    for command in command::all() {
        if !groups.contains(&command.group) {
            groups.push(command.group);
        }
    }
    for group in groups {
        let _ = write!(out, "| {group} |");
        for map in &maps {
            let _ = write!(out, " {} |", map.name());
        }
        let _ = writeln!(out, "\n| --- |{}", " --- |".repeat(maps.len()));
        for command in command::all().filter(|command| command.group == group) {
            let _ = write!(out, "| {} |", command.title);
            for map in &maps {
                let keys: Vec<String> = map.keys_of(command.id).iter().map(|keys| code(keys)).collect();
                let _ = write!(out, " {} |", keys.join(" "));
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// The same for one map, as plain lines: keys, what they do, the command's name.
pub fn plain(map: &Keymap) -> String {
    let mut out = String::new();
    let mut group = "";
    for command in command::all() {
        if command.group != group {
            group = command.group;
            let _ = writeln!(out, "{}{group}", if out.is_empty() { "" } else { "\n" });
        }
        let keys = map.keys_of(command.id).join("  ");
        let _ = writeln!(out, "  {keys:<24} {:<34} {}", command.title, command.id);
    }
    out
}

fn code(keys: &str) -> String {
    format!("`{}`", keys.replace('|', "\\|"))
}
