//! What there is: pupils, stages, needs, reviews, provisions, the school. Plain values.
//!
//! Rule: nothing here reads a file, asks a clock or knows the store. Today is always a parameter.
//!
//! - `ids` names things; `record` is any of them; `file` is one pupil's whole file, `school` the school's.
//! - `field` is the table of fields that each record has; `merge` puts two people's edits of one record together.
//! - `code`, `stage`, `upn` are the field's codes; `calendar`, `day`, `date_input` its dates.
//! - `case` has what starts a clock: requests, plans, consultations, letters, referrals.
//! - `support` has the graduated approach: referral, cycle, target, passport, voice; `people` agencies and training.
//! - `catalogue` has the interventions and what an hour of an adult costs; `provision` what runs and for whom; `delivery` its
//!   sessions, planned and recorded; `measure` the scales of what is measured.
//! - `cost` is what provision costs, by the sessions that took place.
//! - `quick` reads a line typed in a hurry: who, how, what was said, what is to follow.
//! - `wording` points out vague words and what a record does not say.
//! - `as_at` takes a file back to another day.
//! - `rows` are the lines of the first screens, derived from files.

mod as_at;
pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod code;
pub mod cost;
pub mod date_input;
pub mod day;
pub mod delivery;
pub mod event;
pub mod field;
pub mod file;
pub mod ids;
pub mod measure;
pub mod merge;
pub mod people;
pub mod provision;
pub mod pupil;
pub mod quick;
pub mod record;
pub mod review;
pub mod rows;
pub mod school;
pub mod stage;
pub mod support;
pub mod upn;
pub mod wording;
pub mod words;
