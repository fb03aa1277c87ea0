//! The making of a school: its name, sites and terms; its details afterwards, its sites, and its choice of plans.

use super::calendar::check;
use super::staff::{Adult, resolve_opt};
use super::{By, words};
use crate::domain::calendar::{CalendarFile, Closure, Term};
use crate::domain::ids::{Held, Key, RecordId, SCHOOL};
use crate::domain::record::{Record, Recorded};
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

/// As [`Edit::merge`], of a record that may never have been written.
fn merged(edit: &Edit<'_>, key: Key, base: Record, mine: Record) -> Result<Record, Refused> {
    if edit.get(key)?.is_some() { edit.merge(key, &base, mine) } else { Ok(mine) }
}

/// Saves what `mine` changed in the school's details since `base`: name, address, authority, head, SEN governor. `head` and
/// `governor`, known or newly named, take the place of `mine`'s own.
///
/// # Errors
/// There is no name, fields that somebody else changed too, or the store fails.
pub fn set_info(
    edit: &mut Edit<'_>,
    base: &SchoolInfo,
    mine: &SchoolInfo,
    head: Option<&Adult>,
    governor: Option<&Adult>,
) -> Result<(), Refused> {
    let mut mine = mine.clone();
    mine.head = resolve_opt(edit, head)?;
    mine.governor = resolve_opt(edit, governor)?;
    let merged = merged(edit, SchoolFile::info_key(), base.clone().wrap(), mine.wrap())?;
    let Some(mut after) = SchoolInfo::unwrap(merged) else { return Ok(()) };
    after.name = words(&after.name, "the name of the school")?;
    edit.put(SchoolFile::info_key(), after.wrap())
}

/// Saves which kind of plan a new cycle makes and how many targets it has at most, where `mine` has it otherwise than `base`.
///
/// # Errors
/// Fields that somebody else changed too, or the store fails.
pub fn set_plans(edit: &mut Edit<'_>, base: &Settings, mine: &Settings) -> Result<(), Refused> {
    let mut stands = edit.school()?.settings.value;
    // What the form does not show stands as it stands.
    let of = |from: &Settings| Settings {
        plan_kind: from.plan_kind.clone(),
        targets: from.targets,
        ..stands.clone()
    };
    let merged = merged(edit, SchoolFile::settings_key(), of(base).wrap(), of(mine).wrap())?;
    if let Some(after) = Settings::unwrap(merged) {
        (stands.plan_kind, stands.targets) = (after.plan_kind, after.targets);
    }
    edit.put(SchoolFile::settings_key(), stands.wrap())
}

/// Saves how many cases it takes before it is said what works, where `mine` has it otherwise than `base`.
///
/// # Errors
/// Somebody else changed it too, or the store fails.
pub fn set_least_cases(edit: &mut Edit<'_>, base: &Settings, mine: &Settings) -> Result<(), Refused> {
    let mut stands = edit.school()?.settings.value;
    let of = |from: &Settings| Settings { least_cases: from.least_cases, ..stands.clone() };
    let merged = merged(edit, SchoolFile::settings_key(), of(base).wrap(), of(mine).wrap())?;
    if let Some(after) = Settings::unwrap(merged) {
        stands.least_cases = after.least_cases;
    }
    edit.put(SchoolFile::settings_key(), stands.wrap())
}

fn own_name(edit: &Edit<'_>, id: Option<RecordId>, name: &str) -> Result<String, Refused> {
    let name = words(name, "the name of the site")?;
    let wanted = name.to_lowercase();
    let all = edit.list::<Site>(SCHOOL)?;
    match all.iter().find(|other| Some(other.id) != id && other.name.to_lowercase() == wanted) {
        Some(other) => Err(Refused::because(format!("there is a site {} already", other.name))),
        None => Ok(name),
    }
}

/// Adds a site.
///
/// # Errors
/// It has no name or that of another, or the store fails.
pub fn add_site(edit: &mut Edit<'_>, name: &str) -> Result<RecordId, Refused> {
    let name = own_name(edit, None, name)?;
    edit.add(SCHOOL, Site { name })
}

/// Gives a site another name. Everything that stands there goes with it.
///
/// # Errors
/// As [`add_site`]; somebody else renamed it too.
pub fn rename_site(edit: &mut Edit<'_>, base: &Held<Site>, name: &str) -> Result<(), Refused> {
    let name = own_name(edit, Some(base.id), name)?;
    let key = Site::school_key(base.id);
    let merged = edit.merge(key, &base.value.clone().wrap(), Site { name }.wrap())?;
    edit.put(key, merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::Lab;
    use crate::domain::rows::Duty;

    fn school(lab: &Lab) -> SchoolFile {
        lab.store.read(|view| view.school()).unwrap()
    }

    #[test]
    fn the_details_are_kept_and_two_people_at_them_merge() {
        let mut lab = Lab::new();
        let base = school(&lab).info.value;
        let mine = SchoolInfo { name: "Holly Bank".into(), authority: "Westshire".into(), ..base.clone() };
        let head = Adult::Named("A Wren".into());
        lab.make(|edit, _| set_info(edit, &base, &mine, Some(&head), None));
        // Another, who had read it empty, gives the telephone: both stand.
        let theirs = SchoolInfo { name: "Holly Bank".into(), phone: "01234 567890".into(), ..base.clone() };
        lab.make(|edit, _| set_info(edit, &base, &theirs, None, None));
        let info = school(&lab).info.value;
        assert_eq!((info.authority.as_str(), info.phone.as_str()), ("Westshire", "01234 567890"));
        assert_eq!(school(&lab).staff_name(info.head), "A Wren");
        let nameless = SchoolInfo { name: " ".into(), ..info.clone() };
        assert!(lab.try_make(|edit, _| set_info(edit, &info, &nameless, None, None)).is_err());
    }

    #[test]
    fn the_choice_of_plan_leaves_the_rules_alone() {
        let mut lab = Lab::new();
        let base = school(&lab).settings.value;
        let rule = crate::actions::rule::untouched(Duty::ReviewRhythm);
        let rule = crate::domain::school::RuleChoice { on: Some(false), ..rule };
        lab.make(|edit, _| crate::actions::rule::set(edit, None, &rule));
        let mine = Settings { plan_kind: "my-plan".into(), targets: Some(3), ..base.clone() };
        lab.make(|edit, _| set_plans(edit, &base, &mine));
        let settings = school(&lab).settings.value;
        assert_eq!((settings.plan_kind.as_str(), settings.targets), ("my-plan", Some(3)));
        assert_eq!(settings.rules, [rule]);
    }

    #[test]
    fn sites_have_names_of_their_own() {
        let mut lab = Lab::new();
        lab.make(|edit, _| add_site(edit, "Infants"));
        lab.make(|edit, _| add_site(edit, " Juniors "));
        assert!(lab.try_make(|edit, _| add_site(edit, "infants")).unwrap_err().contains("already"));
        let base = school(&lab).sites[0].clone();
        assert!(lab.try_make(|edit, _| rename_site(edit, &base, "juniors")).is_err());
        lab.make(|edit, _| rename_site(edit, &base, "Nursery"));
        let names: Vec<String> = school(&lab).sites.iter().map(|site| site.name.clone()).collect();
        assert_eq!(names, ["Juniors", "Nursery"]);
    }
}
