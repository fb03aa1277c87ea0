//! `senco`: a SENCO's day in a terminal. The code map.
//!
//! # Rooms
//!
//! From the top; a room uses only what stands below it (`tests/layers.rs` keeps it so).
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`cli`] | the command line: arguments, printers, exit codes; one file a family of subcommands |
//! | [`tui`] | the screen: panes, forms, palette, help, keymaps; `tui::run` alone performs effects |
//! | [`demo`] | the made-up school |
//! | [`actions`] | everything a SENCO can do, one function each, inside the store's write transaction |
//! | [`exchange`] | files in: register sheets to plain rows; files out: a calendar of what is due, letters, plans and packs as DOCX and HTML, figures, the provision map as a workbook, A3 page and CSV |
//! | [`views`] | everything a SENCO can look at: plain rows out of the store |
//! | [`store`] | redb behind a narrow face: open, read, commit, undo, watch, backup, restore, check, migrate |
//! | [`duties`] | the rules, a file a family: a pupil's file, the calendar and the settings in; dated due items with their reasons out |
//! | [`clock`], [`user`] | the only questions to the machine's clock and to who is logged in |
//! | [`domain`] | what there is: pupils, stages, needs, reviews, provisions with their sessions, measures and costs, cases, the calendar, the school; plain values |
//! | [`text`], [`fuzzy`] | text that is safe and fits; finding by a few letters |
//!
//! # Invariants
//!
//! - `domain` and `duties` do no I/O and ask no clock. A duty never sees today: it yields dates, and a view compares.
//! - A rule is one row: source, limit, parameters, worked example. What "why" shows is the sum that was reckoned, and no tale beside it.
//! - Looking at another day changes what is shown, never what is recorded.
//! - Screen and command line change data through `actions` alone and read it through `views`.
//! - One table of commands ([`tui::command::all`]) feeds keymaps, palette, hints, help and README's key table.
//!   [`tui::app::App::dispatch`] is the one way in. A command that cannot run says why.
//! - One table of fields a record ([`domain::field::Fields`]) feeds its form, its detail and the merging of edits.
//! - Memory changes after the disk said yes: "saved" is shown after the commit has been synced.
//! - An edit carries what it was based on. Fields that one side changed merge; what both changed is chosen. No silent
//!   overwrite.
//! - No read transaction outlives its closure; the screen never waits for the disk.
//! - What is typed and not saved is kept as a draft, outside the store.
//!
//! # The way of a key press
//!
//! `tui::term::input` → `App::key` → `keymap` → [`tui::command::Command`] → `App::dispatch` →
//! [`tui::effect::Effect`] → `store::worker` → `actions` → `Store::commit` → the generation moves → `views` → `tui::draw`.

pub mod actions;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod domain;
pub mod duties;
pub mod exchange;
pub mod fuzzy;
pub mod store;
pub mod text;
pub mod tui;
pub mod user;
pub mod views;
