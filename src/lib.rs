//! `senco`: a SENCO's day in a terminal.
pub mod domain;
