//! `senco`: a SENCO's day in a terminal.
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
