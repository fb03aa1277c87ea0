//! Everything a SENCO can look at: plain rows out of the store, for the screen and for the command line alike.
//!
//! Rule: a view reads and joins; it changes nothing and knows no terminal.

pub mod agencies;
pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod check;
pub mod checklist;
pub mod cost;
pub mod cycle;
pub mod due;
pub mod figures;
pub mod journal;
pub mod plan_year;
pub mod provision;
pub mod pupil;
pub mod quick;
pub mod register;
pub mod register_at;
pub mod roll;
pub mod rules;
pub mod school;
pub mod sessions;
pub mod staff;
pub mod stage_set;
pub mod strategies;
pub mod subject;
pub mod timeline;
pub mod voices;
pub mod what_if;
pub mod why;
pub mod works;
