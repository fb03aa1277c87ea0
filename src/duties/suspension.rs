//! Suspension: who is told, how the days add up, when other education begins, when the governors meet.
//!
//! Rule: one suspension is one line, its next undone step. Days are counted in halves; one that was cancelled counts
//! nowhere, and a running count takes in no suspension that came later. The limits are as generally understood, so they
//! are worded as practice.
//!
//! - `count` has the running counts; `rules` the table.

mod count;
mod rules;

use chrono::NaiveDate;

pub use count::{Counts, counts};

use super::rule::Ground;
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, next_of};
use crate::domain::case::Suspension;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::rows::Duty;
use count::{FIFTEEN, FIVE, FORTY_FIVE, days, in_terms, in_years, so_far};

/// The family.
pub const FAMILY: Family = Family { name: "Suspension", rules: rules::RULES, due, chain, ..NONE };

/// Who is still to be told at once, and the fields that say so.
fn to_tell(case: &Suspension) -> (&'static str, Act) {
    match (case.parents_told, case.authority_told) {
        (None, Some(_)) => ("tell the parents", Act::Fields(&["parents_told"])),
        (Some(_), None) => ("tell the authority", Act::Fields(&["authority_told"])),
        _ => ("tell parents and authority", Act::Fields(&["parents_told", "authority_told"])),
    }
}

/// The dates of one suspension, in the order in which they come, with what recording each asks for.
fn dates(file: &PupilFile, case: &Held<Suspension>, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let term = in_terms(&so_far(file, case), case, ground.calendar);
    let counted = format!("With this one, {} are lost in the term.", days(term));
    let mut dates: Vec<(Dated, Act)> = Vec::new();
    let mut add = |duty, what: &str, given: (&'static str, NaiveDate), note: &str, done, act| {
        let Some(mut sum): Option<Sum> = ground.work(duty, &[given]) else { return };
        if !note.is_empty() {
            sum = sum.note(note);
        }
        dates.push((Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps }, act));
    };
    let first = ("first", case.from);
    let (what, act) = to_tell(case);
    let both = case.parents_told.zip(case.authority_told).map(|(parents, authority)| parents.max(authority));
    let unknown = match (case.half_days, case.permanent) {
        (None, false) => "How long it lasts is not recorded: what follows from its length is not asked for.",
        _ => "",
    };
    add(Duty::SuspensionTold, what, first, unknown, both, act);
    if case.permanent || term > FIVE {
        let why = if case.permanent { "It is a permanent exclusion." } else { &counted };
        let act = Act::Fields(&["governors_told"]);
        add(Duty::SuspensionGovernors, "tell the governors", first, why, case.governors_told, act);
    }
    if case.permanent || case.half_days.is_some_and(|half| u32::from(half) > FIVE) {
        let act = Act::Fields(&["education"]);
        add(Duty::SixthDay, "other education begins", first, "", case.education, act);
    }
    let told = case.governors_told.map_or(first, |told| ("told", told));
    if case.permanent || term > FIFTEEN {
        let why = if case.permanent { "It is a permanent exclusion." } else { &counted };
        let act = Act::Fields(&["board_met"]);
        add(Duty::BoardMeets, "governors meet", told, why, case.board_met, act);
    } else if let Some(wrote) = case.parents_wrote.filter(|_| term > FIVE) {
        let why = format!("The parents wrote on {}. {counted}", crate::domain::day::full(wrote));
        let act = Act::Fields(&["board_met"]);
        add(Duty::BoardMeetsAsked, "governors meet, as the parents asked", told, &why, case.board_met, act);
    }
    // What was told late may have moved the governors' meeting behind the sixth day, or not.
    dates.sort_by_key(|(dated, _)| dated.date);
    dates
}

/// What the line begins with: the year's count where it goes over.
fn title(file: &PupilFile, case: &Held<Suspension>, ground: &Ground<'_>) -> (String, Option<String>) {
    let name = if case.permanent { "permanent exclusion" } else { "suspension" };
    let year = in_years(&so_far(file, case), case, ground.calendar);
    if year <= FORTY_FIVE || !ground.on(Duty::SuspensionCap) {
        return (name.to_owned(), None);
    }
    let says = format!("{} of 45 days this year", count::halves(year));
    let why = format!(
        "With this one, {} are lost in the academic year: 45 is the most, as generally understood.",
        days(year)
    );
    (format!("{name} ({says})"), Some(why))
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let open = file.suspensions.iter().filter(|case| case.cancelled.is_none());
    open.filter_map(|case| {
        let about = Key::new(file.id, Kind::Suspension, case.id);
        let (title, over) = title(file, case, ground);
        let mut item = next_of(about, case.lead, &title, dates(file, case, ground))?;
        item.steps.extend(over);
        Some(item)
    })
    .collect()
}

fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    if about.kind != Kind::Suspension {
        return Vec::new();
    }
    let case = file.suspensions.iter().find(|case| case.id == about.id && case.cancelled.is_none());
    case.map(|case| dates(file, case, ground).into_iter().map(|(dated, _)| dated).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
