//! The making of a school: its name, sites and terms.

use super::calendar::check;
use super::{By, words};
use crate::domain::calendar::{CalendarFile, Closure, Term};
use crate::domain::ids::{RecordId, SCHOOL};
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
    /// Its terms, without which the assumed ones stand, and its closures. A site is told by its place among `sites`, from 0.
    pub dates: CalendarFile,
    /// From when what comes round by the calendar is asked for; `None` asks for none.
    pub from: Option<chrono::NaiveDate>,
}

/// Writes it into the edit that founds a store.
///
/// # Errors
/// There is no name, a site is named twice, terms contradict each other, or the store fails.
pub fn found(edit: &mut Edit<'_>, input: &Founding, by: &By) -> Result<(), Refused> {
    let name = words(&input.name, "the name of the school")?;
    edit.put(SchoolFile::info_key(), SchoolInfo { name, ..SchoolInfo::default() }.wrap())?;
    let settings = Settings {
        calendar_confirmed: !input.dates.terms.is_empty(),
        clock_from: input.from,
        ..Settings::default()
    };
    edit.put(SchoolFile::settings_key(), settings.wrap())?;
    let (mut seen, mut sites) = (Vec::<String>::new(), Vec::new());
    for site in &input.sites {
        let name = words(site, "the name of a site")?;
        if seen.contains(&name.to_lowercase()) {
            return Err(Refused::because(format!("the site {name} is named twice")));
        }
        seen.push(name.to_lowercase());
        sites.push(edit.add(SCHOOL, Site { name })?);
    }
    let site =
        |place: Option<RecordId>| place.and_then(|place| sites.get(usize::try_from(place.0).ok()?).copied());
    for term in &input.dates.terms {
        edit.add(SCHOOL, Term { site: site(term.site), ..term.clone() })?;
    }
    for closure in &input.dates.closures {
        edit.add(SCHOOL, Closure { site: site(closure.site), typed: by.typed.clone(), ..closure.clone() })?;
    }
    check(edit)
}
