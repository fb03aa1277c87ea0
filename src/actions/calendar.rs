//! The calendar by hand: terms and days typed, changed, taken away; the usual dates of a year taken over; and, in `file`, dates
//! out of a file.
//!
//! Rule: whatever is saved is asked for contradictions in the same transaction, so that the calendar of every site can always be
//! made. What depends on it is reckoned anew with it, for all pupils, as one edit that one undo takes back.

mod file;

use super::By;
use crate::domain::calendar::{Closure, Term, academic_year_label};
use crate::domain::ids::{Held, RecordId, SCHOOL};
use crate::domain::record::Recorded;
use crate::domain::school::SchoolFile;
use crate::store::{Edit, Refused};

pub use file::{goes, set_calendar};

/// The terms and closures as they stand in the edit contradict nothing. Whatever saves one of them asks this after it.
///
/// # Errors
/// They do, in words, or the store fails.
pub fn check(edit: &Edit<'_>) -> Result<(), Refused> {
    edit.school()?.calendar_fault().map_or(Ok(()), |fault| Err(Refused::because(fault)))
}

/// Adds a term. The first that a school types is its own; beside terms that nobody has confirmed it says nothing of those.
///
/// # Errors
/// It cannot stand by itself or beside the others, its site is gone, or the store fails.
pub fn add_term(edit: &mut Edit<'_>, term: &Term) -> Result<RecordId, Refused> {
    let first = edit.school()?.terms.is_empty();
    let id = edit.add(SCHOOL, tidy(edit, term.clone())?)?;
    if first {
        say_confirmed(edit)?;
    }
    check(edit)?;
    Ok(id)
}

/// Changes a term: its name, its dates, its half-term, its site. What somebody else changed in other fields since stays.
///
/// # Errors
/// As [`add_term`]; the term is gone; or somebody else changed the same field.
pub fn change_term(edit: &mut Edit<'_>, base: &Held<Term>, mine: &Term) -> Result<(), Refused> {
    let mine = tidy(edit, mine.clone())?;
    let key = Term::school_key(base.id);
    let merged = edit.merge(key, &base.value.clone().wrap(), mine.wrap())?;
    edit.put(key, merged)?;
    check(edit)
}

/// Takes a term away: the usual dates stand in for it again.
///
/// # Errors
/// It is gone already, what is left contradicts itself, or the store fails.
pub fn remove_term(edit: &mut Edit<'_>, id: RecordId) -> Result<(), Refused> {
    if edit.record::<Term>(SCHOOL, id)?.is_none() {
        return Err(Refused::because("this term is no longer there"));
    }
    edit.delete(Term::school_key(id))?;
    check(edit)
}

/// Adds INSET days, a bank holiday, days closed, or days open against the rule.
///
/// # Errors
/// It cannot stand by itself or beside the others, its site is gone, or the store fails.
pub fn add_closure(edit: &mut Edit<'_>, closure: &Closure, by: &By) -> Result<RecordId, Refused> {
    let closure = Closure { typed: by.typed.clone(), ..tidy_closure(edit, closure.clone())? };
    let same = |held: &Held<Closure>| {
        (held.kind, held.from, held.to, held.site) == (closure.kind, closure.from, closure.to, closure.site)
    };
    if edit.list::<Closure>(SCHOOL)?.iter().any(same) {
        return Err(Refused::because(format!("{} stands there already", closure.label())));
    }
    let id = edit.add(SCHOOL, closure)?;
    check(edit)?;
    Ok(id)
}

/// Changes days closed. What somebody else changed in other fields since stays.
///
/// # Errors
/// As [`add_closure`]; the days are gone; or somebody else changed the same field.
pub fn change_closure(edit: &mut Edit<'_>, base: &Held<Closure>, mine: &Closure) -> Result<(), Refused> {
    let mine = tidy_closure(edit, mine.clone())?;
    let key = Closure::school_key(base.id);
    let merged = edit.merge(key, &base.value.clone().wrap(), mine.wrap())?;
    edit.put(key, merged)?;
    check(edit)
}

/// Takes days closed away.
///
/// # Errors
/// They are gone already, what is left contradicts itself, or the store fails.
pub fn remove_closure(edit: &mut Edit<'_>, id: RecordId) -> Result<(), Refused> {
    if edit.record::<Closure>(SCHOOL, id)?.is_none() {
        return Err(Refused::because("this day is no longer there"));
    }
    edit.delete(Closure::school_key(id))?;
    check(edit)
}

/// These are the school's own dates: the assumed terms of an academic year (by the year it starts in) become its own, and all
/// terms count as given. A site with terms of its own takes over for itself; else they are the whole school's.
///
/// # Errors
/// All of it stands so already, or the store fails.
pub fn take_over(edit: &mut Edit<'_>, year: i32, site: Option<RecordId>) -> Result<(), Refused> {
    let school = edit.school()?;
    let own = school.terms.iter().any(|term| site.is_some() && term.site == site);
    let assumed = school.calendar_of(site).assumed_of_year(year);
    if assumed.is_empty() && school.settings.calendar_confirmed {
        return Err(Refused::because(format!(
            "the dates of {} are the school's own already",
            academic_year_label(year)
        )));
    }
    for term in assumed {
        edit.add(SCHOOL, Term { site: site.filter(|_| own), ..term })?;
    }
    say_confirmed(edit)?;
    check(edit)
}

fn say_confirmed(edit: &mut Edit<'_>) -> Result<(), Refused> {
    let mut settings = edit.school()?.settings.value;
    settings.calendar_confirmed = true;
    edit.put(SchoolFile::settings_key(), settings.wrap())
}

fn known(edit: &Edit<'_>, site: Option<RecordId>) -> Result<(), Refused> {
    let school = edit.school()?;
    match site.filter(|id| !school.sites.iter().any(|site| site.id == *id)) {
        Some(_) => Err(Refused::because("this site is no longer there")),
        None => Ok(()),
    }
}

fn tidy(edit: &Edit<'_>, mut term: Term) -> Result<Term, Refused> {
    known(edit, term.site)?;
    term.name = term.name.trim().to_owned();
    match term.fault() {
        Some(fault) => Err(Refused::because(fault)),
        None => Ok(term),
    }
}

fn tidy_closure(edit: &Edit<'_>, mut closure: Closure) -> Result<Closure, Refused> {
    known(edit, closure.site)?;
    closure.name = closure.name.trim().to_owned();
    match closure.fault() {
        Some(fault) => Err(Refused::because(fault)),
        None => Ok(closure),
    }
}

#[cfg(test)]
mod tests;
