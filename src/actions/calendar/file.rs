//! Dates out of a file, in place of what stood.
//!
//! Rule: a file speaks for the school years that it names, and for no other.

use std::collections::BTreeSet;

use super::{check, say_confirmed};
use crate::actions::By;
use crate::domain::calendar::{CalendarFile, Closure, ClosureKind, Term, academic_year};
use crate::domain::ids::{Held, RecordId, SCHOOL};
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused};

/// The school year of a term or an INSET day, and its site.
type Year = (Option<RecordId>, i32);

fn term_year(term: &Term) -> Year {
    (term.site, academic_year(term.start))
}

fn inset_year(closure: &Closure) -> Option<Year> {
    (closure.kind == ClosureKind::Inset).then(|| (closure.site, academic_year(closure.from)))
}

/// The same day of the same kind is the same closure, whoever typed it.
fn same(a: &Closure, b: &Closure) -> bool {
    (a.kind, a.from, a.to, a.site) == (b.kind, b.from, b.to, b.site)
}

/// Those of the terms and closures that stand which a file takes the place of: terms and INSET days of its school years and sites.
pub fn goes<'a>(
    terms: &'a [Held<Term>],
    closures: &'a [Held<Closure>],
    file: &CalendarFile,
) -> (Vec<&'a Held<Term>>, Vec<&'a Held<Closure>>) {
    let years: BTreeSet<Year> = file.terms.iter().map(term_year).collect();
    let inset: BTreeSet<Year> = file.closures.iter().filter_map(inset_year).collect();
    let terms = terms.iter().filter(|held| years.contains(&term_year(held)) && !file.terms.contains(held));
    let closures = closures.iter().filter(|held| {
        let named = inset_year(held).is_some_and(|year| inset.contains(&year));
        named && !file.closures.iter().any(|closure| same(closure, held))
    });
    (terms.collect(), closures.collect())
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
    let (terms, closures) = (edit.list::<Term>(SCHOOL)?, edit.list::<Closure>(SCHOOL)?);
    let (old_terms, old_closures) = goes(&terms, &closures, file);
    for held in old_terms {
        edit.delete(Term::key(SCHOOL, held.id))?;
    }
    for held in old_closures {
        edit.delete(Closure::key(SCHOOL, held.id))?;
    }
    for term in file.terms.iter().filter(|term| !terms.iter().any(|held| held.value == **term)) {
        edit.add(SCHOOL, term.clone())?;
    }
    for closure in file.closures.iter().filter(|closure| !closures.iter().any(|held| same(closure, held))) {
        edit.add(SCHOOL, Closure { typed: by.typed.clone(), ..closure.clone() })?;
    }
    if !file.terms.is_empty() {
        say_confirmed(edit)?;
    }
    check(edit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::calendar::{Sites, parse_calendar};
    use crate::domain::ids::Key;
    use crate::domain::pupil::Pupil;
    use crate::domain::school::Site;

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
