//! The command line from outside: every subcommand on real stores, its words, its JSON and its exit code.
//!
//! - `calls`: how the program is called: keys, completions, wrong usage, pipes.
//! - `demo`: the made-up school.
//! - `keep`: what keeps the data: undo, journal, backup, restore, damage, import.
//! - `papers`: letters, plans and packs as files.
//! - `log`: a line written down from a shell, and the list of vague words.
//! - `place`: which store, which day, and the making of a store.
//! - `provision`: the map grouped and summed, its findings, the adults' weeks.
//! - `rules`: rules listed, explained and set.
//! - `school`: the school's details, its adults and its agencies.
//! - `sessions`: sessions listed and recorded, an absence looked at.
//! - `terms`: term dates, INSET days and closures from files.
//! - `views`: the views in words and in JSON; finding a pupil; hostile text.
//! - `home` is what they share.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "cli/calls.rs"]
mod calls;
#[path = "cli/demo.rs"]
mod demo;
#[path = "cli/home.rs"]
mod home;
#[path = "cli/keep.rs"]
mod keep;
#[path = "cli/log.rs"]
mod log;
#[path = "cli/papers.rs"]
mod papers;
#[path = "cli/place.rs"]
mod place;
#[path = "cli/provision.rs"]
mod provision;
#[path = "cli/rules.rs"]
mod rules;
#[path = "cli/school.rs"]
mod school;
#[path = "cli/sessions.rs"]
mod sessions;
#[path = "cli/terms.rs"]
mod terms;
#[path = "cli/views.rs"]
mod views;
