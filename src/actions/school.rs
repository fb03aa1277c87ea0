//! The making of a school: its name, sites and terms.

use std::collections::BTreeSet;

use super::{By, words};
use crate::domain::calendar::{CalendarFile, Closure, ClosureKind, Term, academic_year};
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
    edit.put(SchoolFile::info_key(), SchoolInfo { name, demo: false }.wrap())?;
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
    check_calendar(edit)
}

/// The terms and closures as they stand in the edit contradict nothing. Whatever saves one of them asks this after it.
///
/// # Errors
/// They do, in words, or the store fails.
pub fn check_calendar(edit: &Edit<'_>) -> Result<(), Refused> {
    edit.school()?.calendar_fault().map_or(Ok(()), |fault| Err(Refused::because(fault)))
}

/// What a file gives, in place of what stood. Its terms replace those of the same school years and site, its INSET days those of the
/// same school years and site; other closures are added to those that stand, since snow that fell is in no file. Terms count as
/// given from now on.
///
/// # Errors
/// There is nothing in it, it contradicts itself or what stays, or the store fails.
pub fn set_calendar(edit: &mut Edit<'_>, file: &CalendarFile, by: &By) -> Result<(), Refused> {
    if file.terms.is_empty() && file.closures.is_empty() {
        return Err(Refused::because("there is no term and no closure in it"));
    }
    let year_of = |term: &Term| (term.site, academic_year(term.start));
    let years: BTreeSet<_> = file.terms.iter().map(year_of).collect();
    let stood = edit.list::<Term>(SCHOOL)?;
    for held in &stood {
        if years.contains(&year_of(held)) && !file.terms.contains(held) {
            edit.delete(Term::key(SCHOOL, held.id))?;
        }
    }
    for term in file.terms.iter().filter(|term| !stood.iter().any(|held| held.value == **term)) {
        edit.add(SCHOOL, term.clone())?;
    }
    set_closures(edit, &file.closures, by)?;
    if !file.terms.is_empty() {
        let mut settings = edit.school()?.settings.value;
        settings.calendar_confirmed = true;
        edit.put(SchoolFile::settings_key(), settings.wrap())?;
    }
    check_calendar(edit)
}

fn set_closures(edit: &mut Edit<'_>, closures: &[Closure], by: &By) -> Result<(), Refused> {
    let year_of = |closure: &Closure| {
        (closure.kind == ClosureKind::Inset).then(|| (closure.site, academic_year(closure.from)))
    };
    let years: BTreeSet<_> = closures.iter().filter_map(year_of).collect();
    // The same day of the same kind is the same closure, whoever typed it.
    let same = |a: &Closure, b: &Closure| (a.kind, a.from, a.to, a.site) == (b.kind, b.from, b.to, b.site);
    let stood = edit.list::<Closure>(SCHOOL)?;
    for held in &stood {
        let named = year_of(held).is_some_and(|year| years.contains(&year));
        if named && !closures.iter().any(|closure| same(closure, held)) {
            edit.delete(Closure::key(SCHOOL, held.id))?;
        }
    }
    for closure in closures.iter().filter(|closure| !stood.iter().any(|held| same(closure, held))) {
        edit.add(SCHOOL, Closure { typed: by.typed.clone(), ..closure.clone() })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::calendar::{Sites, parse_calendar};
    use crate::domain::ids::Key;
    use crate::domain::pupil::Pupil;

    fn read(text: &str) -> CalendarFile {
        parse_calendar(text, &Sites::default()).unwrap()
    }

    fn stands(lab: &Lab) -> Vec<String> {
        let school = lab.store.read(|view| view.school()).unwrap();
        let terms = school.terms.iter().map(|term| format!("{} {}", term.name, term.start));
        let closures = school.closures.iter().map(|one| format!("{} {}", one.label(), one.from));
        terms.chain(closures).collect()
    }

    #[test]
    fn a_file_replaces_terms_and_inset_days_of_its_years_and_adds_the_rest() {
        let mut lab = Lab::new();
        let first = read(
            "Autumn,2/9/2026,18/12/2026\nAutumn,2/9/2027,17/12/2027\nINSET,1/9/2026\nINSET,1/9/2027\nclosed: snow,20/1/2027\n",
        );
        lab.make(|edit, by| set_calendar(edit, &first, by));
        let second = read("Autumn,3/9/2026,18/12/2026\nINSET,2/9/2026\nclosed: polling,6/5/2027\n");
        lab.make(|edit, by| set_calendar(edit, &second, by));
        let want = [
            "Autumn 2026-09-03",
            "Autumn 2027-09-02",
            "INSET day 2026-09-02",
            "closed (snow) 2027-01-20",
            "closed (polling) 2027-05-06",
            "INSET day 2027-09-01",
        ];
        assert_eq!(stands(&lab), want);
        let school = lab.store.read(|view| view.school()).unwrap();
        assert!(school.calendar.confirmed && !school.closures[0].typed.by.is_empty());
        assert!(!school.calendar.is_teaching_day(date("2027-05-06")));
        let none = lab.try_make(|edit, by| set_calendar(edit, &CalendarFile::default(), by)).unwrap_err();
        assert!(none.to_string().contains("no term and no closure"), "{none}");
        let again = read("Spring,17/12/2026,25/3/2027\n");
        assert!(
            lab.try_make(|edit, by| set_calendar(edit, &again, by)).is_ok(),
            "the old Autumn of that year goes"
        );
        let clash = read("Long,1/6/2027,3/9/2027\n");
        let words = lab.try_make(|edit, by| set_calendar(edit, &clash, by)).unwrap_err().to_string();
        assert!(words.contains("overlap"), "{words}");
    }

    #[test]
    fn a_site_keeps_its_own_dates_and_its_pupils_follow_them() {
        let mut lab = Lab::new();
        let site = lab.make(|edit, _| edit.add(SCHOOL, Site { name: "Infants".into() }));
        let sites = Sites { known: vec![(site, "Infants".into())], usual: None };
        let file = parse_calendar("INSET,2/11/2026,,,,Infants\n", &sites).unwrap();
        lab.make(|edit, by| set_calendar(edit, &file, by));
        let school = lab.store.read(|view| view.school()).unwrap();
        let day = date("2026-11-02");
        assert!(school.calendar_of(None).is_teaching_day(day));
        assert!(!school.calendar_of(Some(site)).is_teaching_day(day));
        assert!(!school.calendar.confirmed, "closures alone confirm no terms");
    }

    #[test]
    fn a_site_that_closes_moves_the_dates_of_its_own_pupils_alone() {
        let mut lab = Lab::new();
        let pupils = [lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Newt")];
        let site = lab.make(|edit, _| edit.add(SCHOOL, Site { name: "Infants".into() }));
        for pupil in pupils {
            lab.at_stage(pupil, "K", "2026-10-01");
        }
        let key = Key::profile(pupils[0]);
        let moved = Pupil { site: Some(site), ..lab.file(pupils[0]).pupil.value };
        lab.make(|edit, _| edit.put(key, moved.clone().wrap()));
        let due = |lab: &Lab| {
            let rows = lab.store.read(|view| view.due_all()).unwrap();
            pupils.map(|pupil| {
                let row = rows.iter().find(|row| row.who.pupil == pupil && row.what.contains("review"));
                row.map(|row| row.key.date).unwrap()
            })
        };
        let before = due(&lab);
        assert_eq!(before[0], before[1]);
        let snow = Closure {
            kind: ClosureKind::Closed,
            name: "snow".into(),
            from: before[0],
            to: before[0],
            site: Some(site),
            typed: lab.by.typed.clone(),
        };
        let file = CalendarFile { closures: vec![snow], ..CalendarFile::default() };
        lab.make(|edit, by| set_calendar(edit, &file, by));
        let after = due(&lab);
        assert_ne!(after[0], before[0], "the day is closed there");
        assert_eq!(after[1], before[1]);
        lab.undo();
        assert_eq!(due(&lab), before);
    }
}
