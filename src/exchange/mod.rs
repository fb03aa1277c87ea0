//! Files in and out.
//!
//! Files in: a school's register sheet becomes plain incoming rows, each with its line number and what is odd about it.
//!
//! Bytes go through four steps, one file each: [`sheet`] (encoding, separator, headings row), [`headings`] (which column is
//! which field), [`cells`] (what a cell means) and [`register`] (rows, duplicates, refusals); [`incoming`] is all of it in one call. Nothing here knows the store
//! or asks a clock; what an incoming row changes is decided in `actions`. [`calendar`] reads term dates.
//!
//! [`wording`] reads the school's own list of vague words; [`beside`] opens what a school puts beside the store.
//!
//! Papers: [`paper`] is the form of what is printed and its writers, [`papers`] what each says.
//!
//! Files out: [`diary`] makes entries of what is due, [`ics`] a calendar file of entries; [`provision_map`] is the map of a term in
//! each form, [`xlsx`] a workbook of plain tables; [`replace`] puts a file in its place.

pub mod beside;
pub mod calendar;
pub mod cells;
pub mod codes;
pub mod dates;
pub mod diary;
pub mod fields;
pub mod headings;
pub mod ics;
pub mod incoming;
pub mod lines;
pub mod names;
pub mod nearest;
pub mod paper;
pub mod papers;
pub mod provision_map;
pub mod register;
pub mod replace;
pub mod sheet;
pub mod text;
pub mod wording;
pub mod xlsx;
