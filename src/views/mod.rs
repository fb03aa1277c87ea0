//! Everything a SENCO can look at: plain rows out of the store, for the screen and for the command line alike.
//!
//! Rule: a view reads and joins; it changes nothing and knows no terminal.

pub mod calendar;
pub mod due;
pub mod journal;
pub mod provision;
pub mod pupil;
pub mod register;
pub mod register_at;
pub mod subject;
pub mod timeline;
