//! The screen.
//!
//! Rule: it changes data through `actions` alone and reads it through `views` alone; only `run` performs effects.
//!
//! The way of a key press: `run` → `App::key` → `keymap` → `App::dispatch` → `Effect` → worker → `changed` → `draw`.

pub mod app;
pub mod command;
pub mod documents;
pub mod draft;
pub mod drafts;
pub mod draw;
pub mod effect;
pub mod filter;
pub mod forms;
pub mod general;
pub mod help;
pub mod ics;
pub mod keymap;
pub mod layer;
pub mod look;
pub mod palette;
pub mod panes;
pub mod plan_year;
pub mod quick;
pub mod run;
pub mod save;
pub mod strategies;
pub mod term;
pub mod term_dates;
#[cfg(test)]
pub(crate) mod testing;
pub mod theme;
pub mod what_if;
pub mod why;
pub mod widgets;
