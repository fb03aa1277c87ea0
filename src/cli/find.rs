//! Which pupil, adult, site or provision is meant. A pupil: by UPN, number, name words or initials; `-` reads that from stdin, so that no name need stand
//! among a process's arguments, which others on the machine can see.
//!
//! Rule: nothing is guessed. More than one is a failure that lists them.

use std::io::BufRead;

use chrono::NaiveDate;

use super::Failure;
use crate::domain::day;
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::domain::provision::Provision;
use crate::domain::rows::RegisterRow;
use crate::domain::school::SchoolFile;
use crate::domain::upn;
use crate::domain::words::{fold, initials};
use crate::store::{Snapshot, Store};

/// Candidates shown at most.
const SHOWN: usize = 12;

/// The text that names a pupil: the argument, or a line of stdin for `-`.
///
/// # Errors
/// Stdin cannot be read.
pub fn named(argument: &[String]) -> Result<String, Failure> {
    if argument != ["-"] {
        return Ok(argument.join(" "));
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::because(format!("cannot read the pupil from stdin: {error}")))?;
    Ok(line.trim().to_owned())
}

/// The pupil that is meant.
///
/// # Errors
/// None or several are, or the store cannot be read.
pub fn pupil(store: &Store, text: &str) -> Result<PupilId, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::usage("name a pupil: a UPN, a number, initials or a name"));
    }
    let found = store.read(|view| candidates(view, text))?;
    match found.as_slice() {
        [one] => Ok(one.who.pupil),
        [] => Err(Failure::because(format!(
            "no pupil is called “{text}”: give a UPN, a number, initials or part of a name"
        ))),
        several => Err(Failure::because(list(text, several))),
    }
}

fn list(text: &str, several: &[RegisterRow]) -> String {
    let mut words = format!("“{text}” may be any of {}: say it by number.", several.len());
    for row in several.iter().take(SHOWN) {
        let year = row.who.year.map(|year| year.short()).unwrap_or_default();
        let left = if row.left.is_some() { "left" } else { "" };
        let cells = [row.who.name.as_str(), &year, &row.who.class, left];
        let cells: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        words.push_str(&format!("\n{:>7}  {}", row.who.pupil.0, cells.join("  ")));
    }
    if several.len() > SHOWN {
        words.push_str("\n         …");
    }
    words
}

/// Everybody who may be meant; the surest reading that finds anybody counts.
fn candidates(view: &Snapshot<'_>, text: &str) -> Result<Vec<RegisterRow>, crate::store::StoreError> {
    let text = text.trim();
    let number = text.trim_start_matches('#').parse::<u32>().ok();
    let rows = view.register_all()?;
    let as_upn = upn::normalise(text);
    let said = fold(text);
    let wanted: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    let all_begin = |name: &str| {
        let name = fold(name);
        !wanted.is_empty() && wanted.iter().all(|word| name.split(' ').any(|part| part.starts_with(word)))
    };
    let short = text.chars().all(char::is_alphabetic) && (2..=4).contains(&text.chars().count());
    let capitals = short && text.chars().all(char::is_uppercase);
    let by_initials = |row: &RegisterRow| short && initials(&row.who.name) == text.to_uppercase();
    type Reading<'r> = &'r dyn Fn(&RegisterRow) -> bool;
    let upn_is: Reading<'_> = &|row| row.upn == as_upn && !as_upn.is_empty();
    let number_is: Reading<'_> = &|row| Some(row.who.pupil.0) == number;
    let name_is: Reading<'_> = &|row| fold(&row.who.name) == said && !said.is_empty();
    let initials_are: Reading<'_> = &|row| capitals && by_initials(row);
    let words_begin: Reading<'_> = &|row| all_begin(&row.who.name);
    let initials_in_small: Reading<'_> = &by_initials;
    for reading in [upn_is, number_is, name_is, initials_are, words_begin, initials_in_small] {
        let found: Vec<RegisterRow> = rows.iter().filter(|row| reading(row)).cloned().collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// Those of a list that a text may mean: by number, by the whole name, or by words that begin its words.
fn meant<'l, T>(all: &'l [T], text: &str, number: fn(&T) -> RecordId, name: fn(&T) -> &str) -> Vec<&'l T> {
    let said = fold(text);
    let wanted: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    if let Ok(told) = text.trim().trim_start_matches('#').parse::<u32>() {
        return all.iter().filter(|one| number(one).0 == told).collect();
    }
    let whole: Vec<&T> = all.iter().filter(|one| !said.is_empty() && fold(name(one)) == said).collect();
    if !whole.is_empty() {
        return whole;
    }
    let begins = |one: &&T| {
        let name = fold(name(one));
        !wanted.is_empty() && wanted.iter().all(|word| name.split(' ').any(|part| part.starts_with(word)))
    };
    all.iter().filter(begins).collect()
}

fn several(text: &str, rows: Vec<String>) -> Failure {
    let more = if rows.len() > SHOWN { "\n         …" } else { "" };
    let shown: Vec<String> = rows.iter().take(SHOWN).map(|row| format!("\n{row}")).collect();
    Failure::usage(format!(
        "“{text}” may be any of {}: say it by number.{}{more}",
        rows.len(),
        shown.concat()
    ))
}

/// The adult that is meant, of those who work here, or else of those who have left.
///
/// # Errors
/// None or several are.
pub fn adult(school: &SchoolFile, text: &str) -> Result<RecordId, Failure> {
    let mut found = meant(&school.staff, text, |one| one.id, |one| &one.name);
    if found.iter().any(|one| one.here) {
        found.retain(|one| one.here);
    }
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Failure::because(format!("no adult is called “{text}”: `senco staff` lists them"))),
        many => Err(several(
            text,
            many.iter().map(|one| format!("{:>7}  {}  {}", one.id.0, one.name, one.role)).collect(),
        )),
    }
}

/// The site that is meant.
///
/// # Errors
/// None or several are.
pub fn site(school: &SchoolFile, text: &str) -> Result<RecordId, Failure> {
    match meant(&school.sites, text, |one| one.id, |one| &one.name).as_slice() {
        [one] => Ok(one.id),
        [] => Err(Failure::because(format!("no site is called “{text}”"))),
        many => Err(several(text, many.iter().map(|one| format!("{:>7}  {}", one.id.0, one.name)).collect())),
    }
}

/// The provision that is meant, of those that run on a day, or else of all.
///
/// # Errors
/// None or several are, or the store cannot be read.
pub fn provision(
    store: &Store,
    school: &SchoolFile,
    text: &str,
    on: NaiveDate,
) -> Result<Held<Provision>, Failure> {
    let all = store.read(|view| view.provisions())?;
    let mut found = meant(&all, text, |one| one.id, |one| &one.name);
    if found.iter().any(|one| one.runs(on)) {
        found.retain(|one| one.runs(on));
    }
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Failure::because(format!("no provision is called “{text}”: `senco provision` lists them"))),
        many => {
            let row = |one: &&Held<Provision>| {
                let (lead, since) = (school.staff_name(one.lead), day::plain(one.start));
                format!("{:>7}  {}  {lead}  since {since}", one.id.0, one.name)
            };
            Err(several(text, many.iter().map(row).collect()))
        }
    }
}
