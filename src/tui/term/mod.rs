//! The terminal, without a word about pupils: a [`backend`] that sends few bytes, a [`guard`] that
//! leaves the terminal as it was found, keys and pastes from an [`input`] thread, [`signals`], and
//! what happens when the line drops.
//!
//! The rules: the terminal is never asked anything, the mouse is never captured, the title is
//! never set, nothing waits on the reader, and a closed line ends the process within a second.

pub mod backend;
mod grid;
mod moves;
mod paint;
mod scroll;
mod sgr;
