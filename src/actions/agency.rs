//! The catalogue of agencies: add one, change one, put one out of use.
//!
//! Rule: no two have one name, capitals apart. Work with pupils and provisions name an agency by its name, so another name for the
//! agency is another name there too, in the same change. An agency is put out of use, never taken away: what it did stays.

use super::{By, case, words};
use crate::domain::case::Involvement;
use crate::domain::field::Value;
use crate::domain::ids::{Held, Key, RecordId, SCHOOL};
use crate::domain::people::{Agency, named};
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused, Snapshot};

/// Its words without blanks around them; no other agency of its name.
fn sound(edit: &Snapshot<'_>, id: Option<RecordId>, agency: &mut Agency) -> Result<(), Refused> {
    agency.name = words(&agency.name, "the name of the agency")?;
    let all = edit.list::<Agency>(SCHOOL)?;
    match all.iter().find(|other| Some(other.id) != id && same(&other.name, &agency.name)) {
        Some(other) => Err(Refused::because(format!("{} is in the catalogue already", other.name))),
        None => Ok(()),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Puts an agency into the catalogue.
///
/// # Errors
/// It has no name or that of another, or the store fails.
pub fn add(edit: &mut Edit<'_>, agency: &Agency) -> Result<RecordId, Refused> {
    let mut agency = agency.clone();
    sound(edit, None, &mut agency)?;
    edit.add(SCHOOL, agency)
}

/// Saves what `mine` changed in an agency since `base`. Under another name, its work with pupils and its provisions are renamed
/// too; gives how many of them were.
///
/// # Errors
/// As [`add`]; fields that somebody else changed too.
pub fn change(edit: &mut Edit<'_>, base: &Held<Agency>, mine: &Agency) -> Result<usize, Refused> {
    let key = Agency::school_key(base.id);
    let Some(before) = edit.record::<Agency>(SCHOOL, base.id)? else {
        return Err(Refused::because("this agency is no longer in the catalogue"));
    };
    let merged = edit.merge(key, &base.value.clone().wrap(), mine.clone().wrap())?;
    let Some(mut after) = Agency::unwrap(merged) else {
        return Err(Refused::because("this agency is no longer in the catalogue"));
    };
    sound(edit, Some(base.id), &mut after)?;
    let renamed = before.name != after.name;
    let name = after.name.clone();
    edit.put(key, after.wrap())?;
    if renamed { rename(edit, &before.name, &name) } else { Ok(0) }
}

/// Another name wherever the old one stands.
fn rename(edit: &mut Edit<'_>, old: &str, new: &str) -> Result<usize, Refused> {
    let mut renamed = 0;
    for held in edit.provisions()? {
        if same(&held.agency, old) {
            let provision = Provision { agency: new.to_owned(), ..held.value };
            edit.put(Provision::school_key(held.id), provision.wrap())?;
            renamed += 1;
        }
    }
    for pupil in edit.pupils()? {
        for held in edit.list::<Involvement>(pupil)? {
            if same(&held.agency, old) {
                let case = Involvement { agency: new.to_owned(), ..held.value };
                edit.put(Involvement::key(pupil, held.id), case.wrap())?;
                renamed += 1;
            }
        }
    }
    Ok(renamed)
}

/// Puts agencies out of use, or into use again: one out of use is no longer offered.
///
/// # Errors
/// One is no longer there, or the store fails.
pub fn set_active(edit: &mut Edit<'_>, ids: &[RecordId], active: bool) -> Result<(), Refused> {
    for id in ids {
        let Some(held) = edit.record::<Agency>(SCHOOL, *id)? else {
            return Err(Refused::because("this agency is no longer in the catalogue"));
        };
        edit.put(Agency::school_key(*id), Agency { active, ..held.value }.wrap())?;
    }
    Ok(())
}

/// Records today as the day on which the agency was asked again, for each of these pieces of work.
///
/// # Errors
/// One is no longer there, or waits for somebody else than the agency: not referred yet, or the report is in; or the store fails.
pub fn chased(edit: &mut Edit<'_>, by: &By, keys: &[Key]) -> Result<(), Refused> {
    for key in keys {
        let Some(case) = edit.record::<Involvement>(key.pupil, key.id)? else {
            return Err(Refused::because("this agency's work is no longer there"));
        };
        if (case.referred.is_none() && case.seen.is_none()) || case.report.is_some() || case.shared.is_some()
        {
            return Err(Refused::because(format!(
                "{} is not waited for: {}",
                case.agency,
                if case.report.is_some() || case.shared.is_some() {
                    "its report is in"
                } else {
                    "no referral went yet"
                }
            )));
        }
        case::step(edit, by, *key, &[("chased", Value::Date(by.today))])?;
    }
    Ok(())
}

/// The name as the catalogue has it. One that it lacks is put into it; no name stays none.
///
/// # Errors
/// The store fails.
pub fn ensure(edit: &mut Edit<'_>, name: &str) -> Result<String, Refused> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(String::new());
    }
    let all = edit.list::<Agency>(SCHOOL)?;
    if let Some(known) = named(&all, name) {
        return Ok(known.name.clone());
    }
    edit.add(SCHOOL, Agency { name: name.to_owned(), active: true, ..Agency::default() })?;
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::ids::{PupilId, Typed};
    use crate::domain::school::SchoolFile;

    fn school(lab: &Lab) -> SchoolFile {
        lab.store.read(|view| view.school()).unwrap()
    }

    fn agency(name: &str) -> Agency {
        Agency { name: name.into(), active: true, ..Agency::default() }
    }

    fn involve(lab: &mut Lab, id: PupilId, name: &str) -> RecordId {
        let began = if name.starts_with(' ') { "2026-11-03" } else { "2026-11-02" };
        let mut record = Involvement::began(date(began), Typed::default());
        record.agency = name.into();
        lab.make(|edit, by| case::begin(edit, by, id, record.clone().wrap()))
    }

    #[test]
    fn no_two_have_one_name() {
        let mut lab = Lab::new();
        lab.make(|edit, _| add(edit, &agency(" CAMHS ")));
        let other = lab.make(|edit, _| add(edit, &agency("Speech and language")));
        for name in ["CAMHS", "camhs", " Camhs"] {
            let refused = lab.try_make(|edit, _| add(edit, &agency(name))).unwrap_err();
            assert_eq!(refused, "CAMHS is in the catalogue already");
        }
        assert!(lab.try_make(|edit, _| add(edit, &agency("  "))).unwrap_err().contains("is missing"));
        let base = school(&lab).agencies.into_iter().find(|one| one.id == other).unwrap();
        assert!(
            lab.try_make(|edit, _| change(edit, &base, &agency("camhs"))).unwrap_err().contains("already")
        );
        // Its own name in other capitals is no other's.
        lab.make(|edit, _| change(edit, &base, &agency("Speech and Language")));
        assert_eq!(school(&lab).agencies.len(), 2);
    }

    #[test]
    fn a_new_name_in_an_involvement_joins_the_catalogue_and_a_known_one_is_spelt_as_there() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        involve(&mut lab, id, "CAMHS");
        involve(&mut lab, id, " camhs");
        let names: Vec<String> = school(&lab).agencies.iter().map(|one| one.name.clone()).collect();
        assert_eq!(names, ["CAMHS"]);
        assert!(lab.file(id).involvements.iter().all(|case| case.agency == "CAMHS"));
        lab.undo();
        lab.undo();
        assert!(school(&lab).agencies.is_empty(), "undo takes the agency with the case");
    }

    #[test]
    fn another_name_reaches_pupils_and_provisions_and_undo_brings_all_back() {
        let mut lab = Lab::new();
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"));
        involve(&mut lab, ama, "SALT");
        involve(&mut lab, ben, "CAMHS");
        let group = lab.provision("Language group", "2026-09-14");
        lab.make(|edit, _| {
            let held = edit.provision(group)?.unwrap();
            let provision = Provision { agency: "salt".into(), ..held.value };
            edit.put(Provision::school_key(group), provision.wrap())
        });
        let base = school(&lab).agencies.into_iter().find(|one| one.name == "SALT").unwrap();
        let renamed = lab.make(|edit, _| change(edit, &base, &agency("Speech and language")));
        assert_eq!(renamed, 2);
        let said = |lab: &Lab| {
            let provision = lab.store.read(|view| view.provision(group)).unwrap().unwrap().agency.clone();
            let case = |id| lab.file(id).involvements[0].agency.clone();
            [case(ama), case(ben), provision]
        };
        assert_eq!(said(&lab), ["Speech and language", "CAMHS", "Speech and language"]);
        let due = lab.store.read(|view| view.due_all()).unwrap();
        assert!(due.iter().any(|row| row.what.starts_with("Speech and language · ")));
        lab.undo();
        assert_eq!(said(&lab), ["SALT", "CAMHS", "salt"]);
    }

    #[test]
    fn the_usual_wait_moves_the_day_of_chasing_for_every_pupil() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let case_id = involve(&mut lab, id, "CAMHS");
        let key = Involvement::key(id, case_id);
        let done =
            [("consent", Value::Date(date("2026-11-03"))), ("referred", Value::Date(date("2026-11-06")))];
        lab.make(|edit, by| case::step(edit, by, key, &done));
        let due = |lab: &Lab| lab.store.read(|view| view.due_all()).unwrap()[0].key.date;
        assert_eq!(due(&lab), date("2026-12-18"), "six weeks, the setting");
        let base = school(&lab).agencies[0].clone();
        lab.make(|edit, _| change(edit, &base, &Agency { wait_weeks: Some(18), ..agency("CAMHS") }));
        assert_eq!(due(&lab), date("2027-03-12"));
        lab.undo();
        assert_eq!(due(&lab), date("2026-12-18"));
        lab.make(|edit, _| set_active(edit, &[base.id], false));
        assert!(!school(&lab).agencies[0].active);
    }
}
