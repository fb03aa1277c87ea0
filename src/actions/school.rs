//! The making of a school: its name, sites and terms.

use std::collections::BTreeSet;

use super::words;
use crate::domain::calendar::{Calendar, Term, academic_year};
use crate::domain::ids::SCHOOL;
use crate::domain::record::Recorded;
use crate::domain::school::{SchoolFile, SchoolInfo, Settings, Site};
use crate::store::{Edit, Refused};

/// What a new store begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding {
    /// The school or federation.
    pub name: String,
    /// Its sites; empty for a school on one.
    pub sites: Vec<String>,
    /// Its terms; empty leaves the assumed ones.
    pub terms: Vec<Term>,
    /// Whether somebody said that these are the real dates.
    pub confirmed: bool,
    /// From when what comes round by the calendar is asked for; `None` asks for none.
    pub from: Option<chrono::NaiveDate>,
}

/// Writes it into the edit that founds a store.
///
/// # Errors
/// There is no name, a site is named twice, terms contradict each other, or the store fails.
pub fn found(edit: &mut Edit<'_>, input: &Founding) -> Result<(), Refused> {
    let name = words(&input.name, "the name of the school")?;
    edit.put(SchoolFile::info_key(), SchoolInfo { name, demo: false }.wrap())?;
    let settings = Settings {
        calendar_confirmed: input.confirmed && !input.terms.is_empty(),
        clock_from: input.from,
        ..Settings::default()
    };
    edit.put(SchoolFile::settings_key(), settings.wrap())?;
    let mut seen: Vec<String> = Vec::new();
    for site in &input.sites {
        let name = words(site, "the name of a site")?;
        if seen.contains(&name.to_lowercase()) {
            return Err(Refused::because(format!("the site {name} is named twice")));
        }
        seen.push(name.to_lowercase());
        edit.add(SCHOOL, Site { name })?;
    }
    Calendar::new(input.terms.clone(), Vec::new(), input.confirmed).map_err(Refused::because)?;
    for term in &input.terms {
        edit.add(SCHOOL, term.clone())?;
    }
    Ok(())
}

/// The real terms in place of those of the same school years; other years stay. From now on they count as given.
///
/// # Errors
/// There are none, they contradict each other or those that stay, or the store fails.
pub fn set_terms(edit: &mut Edit<'_>, terms: &[Term]) -> Result<(), Refused> {
    if terms.is_empty() {
        return Err(Refused::because("there is no term in it"));
    }
    let years: BTreeSet<i32> = terms.iter().map(|term| academic_year(term.start)).collect();
    let (going, staying): (Vec<_>, Vec<_>) =
        edit.list::<Term>(SCHOOL)?.into_iter().partition(|held| years.contains(&academic_year(held.start)));
    let mut all: Vec<Term> = staying.into_iter().map(|held| held.value).collect();
    all.extend(terms.iter().cloned());
    all.sort_by_key(|term| term.start);
    Calendar::new(all, Vec::new(), true).map_err(Refused::because)?;
    for held in going.iter().filter(|held| !terms.contains(&held.value)) {
        edit.delete(Term::key(SCHOOL, held.id))?;
    }
    for term in terms.iter().filter(|term| !going.iter().any(|held| held.value == **term)) {
        edit.add(SCHOOL, term.clone())?;
    }
    let mut settings = edit.school()?.settings.value;
    settings.calendar_confirmed = true;
    edit.put(SchoolFile::settings_key(), settings.wrap())
}
