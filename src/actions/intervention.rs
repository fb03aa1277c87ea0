//! The catalogue of interventions: add one, change one, put one out of use.
//!
//! Rule: no two have one name, capitals apart. Provisions and trainings name an intervention by its name, so another name for it
//! is another name there too, in the same change. One is put out of use, never taken away: what it gave stays.

use super::{agency, words};
use crate::domain::catalogue::{Intervention, named};
use crate::domain::ids::{Held, RecordId, SCHOOL};
use crate::domain::people::Training;
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused, Snapshot};

/// Its words without blanks around them; no other intervention of its name.
fn sound(edit: &Snapshot<'_>, id: Option<RecordId>, entry: &mut Intervention) -> Result<(), Refused> {
    entry.name = words(&entry.name, "the name of the intervention")?;
    for (pence, what) in [(entry.materials_pence, "materials"), (entry.fee_pence, "the fee")] {
        if pence.is_some_and(|pence| pence < 0) {
            return Err(Refused::because(format!("{what} cannot cost less than nothing")));
        }
    }
    let all = edit.list::<Intervention>(SCHOOL)?;
    match all.iter().find(|other| Some(other.id) != id && same(&other.name, &entry.name)) {
        Some(other) => Err(Refused::because(format!("{} is in the catalogue already", other.name))),
        None => Ok(()),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn gone() -> Refused {
    Refused::because("this intervention is no longer in the catalogue")
}

/// Puts an intervention into the catalogue. An agency that the school's list lacks joins it.
///
/// # Errors
/// It has no name or that of another, costs less than nothing, or the store fails.
pub fn add(edit: &mut Edit<'_>, entry: &Intervention) -> Result<RecordId, Refused> {
    let mut entry = entry.clone();
    sound(edit, None, &mut entry)?;
    entry.agency = agency::ensure(edit, &entry.agency)?;
    edit.add(SCHOOL, entry)
}

/// Saves what `mine` changed in an intervention since `base`. Under another name, its provisions and the trainings for it are
/// renamed too; gives how many of them were. What runs keeps its dosage: the catalogue is for what begins.
///
/// # Errors
/// As [`add`]; fields that somebody else changed too.
pub fn change(edit: &mut Edit<'_>, base: &Held<Intervention>, mine: &Intervention) -> Result<usize, Refused> {
    let key = Intervention::school_key(base.id);
    let before = edit.record::<Intervention>(SCHOOL, base.id)?.ok_or_else(gone)?;
    let merged = edit.merge(key, &base.value.clone().wrap(), mine.clone().wrap())?;
    let mut after = Intervention::unwrap(merged).ok_or_else(gone)?;
    sound(edit, Some(base.id), &mut after)?;
    after.agency = agency::ensure(edit, &after.agency)?;
    let name = after.name.clone();
    edit.put(key, after.wrap())?;
    if before.name == name { Ok(0) } else { rename(edit, &before.name, &name) }
}

/// Another name wherever the old one stands.
fn rename(edit: &mut Edit<'_>, old: &str, new: &str) -> Result<usize, Refused> {
    let mut renamed = 0;
    for held in edit.provisions()? {
        if same(&held.name, old) {
            let provision = Provision { name: new.to_owned(), ..held.value };
            edit.put(Provision::school_key(held.id), provision.wrap())?;
            renamed += 1;
        }
    }
    for held in edit.list::<Training>(SCHOOL)? {
        if same(&held.delivers, old) {
            let training = Training { delivers: new.to_owned(), ..held.value };
            edit.put(Training::school_key(held.id), training.wrap())?;
            renamed += 1;
        }
    }
    Ok(renamed)
}

/// Puts interventions out of use, or into use again: one out of use is no longer offered.
///
/// # Errors
/// One is no longer there, or the store fails.
pub fn set_active(edit: &mut Edit<'_>, ids: &[RecordId], active: bool) -> Result<(), Refused> {
    for id in ids {
        let entry = edit.record::<Intervention>(SCHOOL, *id)?.ok_or_else(gone)?;
        edit.put(Intervention::school_key(*id), Intervention { active, ..entry.value }.wrap())?;
    }
    Ok(())
}

/// The name as the catalogue has it. A provision of a name that it lacks puts it there, with its own area, dosage and costs as
/// what is usual; how many weeks and pupils are usual, one run does not tell.
///
/// # Errors
/// The store fails.
pub fn ensure(edit: &mut Edit<'_>, provision: &Provision) -> Result<String, Refused> {
    let name = provision.name.trim();
    if name.is_empty() {
        return Ok(String::new());
    }
    let all = edit.list::<Intervention>(SCHOOL)?;
    if let Some(known) = named(&all, name) {
        return Ok(known.name.clone());
    }
    let some = |number: u16| (number > 0).then_some(number);
    let entry = Intervention {
        area: provision.area,
        wave: provision.wave,
        minutes: some(provision.minutes),
        times_a_week: (provision.times_a_week > 0).then_some(provision.times_a_week),
        agency: provision.agency.clone(),
        measure: provision.measure.clone(),
        scale: provision.scale,
        levels: provision.levels.clone(),
        materials_pence: provision.materials_pence,
        fee_pence: provision.fee_pence,
        ..Intervention::named(name)
    };
    edit.add(SCHOOL, entry)?;
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::provision;
    use crate::actions::staff::Adult;
    use crate::actions::testing::{Lab, date};
    use crate::actions::training;
    use crate::domain::code::{Area, Wave};
    use crate::domain::ids::{Stamp, Typed};
    use crate::domain::measure::Scale;
    use crate::store::Operation;

    fn catalogue(lab: &Lab) -> Vec<Held<Intervention>> {
        lab.store.read(|view| view.school()).unwrap().catalogue
    }

    fn names(lab: &Lab) -> Vec<String> {
        catalogue(lab).iter().map(|entry| entry.name.clone()).collect()
    }

    fn run(name: &str) -> Provision {
        Provision {
            name: name.into(),
            area: Some(Area::Cognition),
            wave: Wave::Specialist,
            minutes: 15,
            times_a_week: 4,
            start: date("2026-11-02"),
            measure: "reading age".into(),
            scale: Scale::Months,
            fee_pence: Some(4_500),
            ..Provision::default()
        }
    }

    fn start(lab: &mut Lab, run: &Provision) -> RecordId {
        lab.make(|edit, by| provision::start(edit, by, run, None, &[]))
    }

    #[test]
    fn no_two_have_one_name_and_nothing_costs_less_than_nothing() {
        let mut lab = Lab::new();
        lab.make(|edit, _| add(edit, &Intervention::named(" PECS ")));
        let other = lab.make(|edit, _| add(edit, &Intervention::named("Lexia")));
        for name in ["PECS", "pecs", " Pecs"] {
            let refused = lab.try_make(|edit, _| add(edit, &Intervention::named(name))).unwrap_err();
            assert_eq!(refused, "PECS is in the catalogue already");
        }
        assert!(
            lab.try_make(|edit, _| add(edit, &Intervention::named(" "))).unwrap_err().contains("missing")
        );
        let cheap = Intervention { fee_pence: Some(-1), ..Intervention::named("Cheap") };
        assert!(lab.try_make(|edit, _| add(edit, &cheap)).unwrap_err().contains("less than nothing"));
        let base = catalogue(&lab).into_iter().find(|one| one.id == other).unwrap();
        let taken = Intervention::named("pecs");
        assert!(lab.try_make(|edit, _| change(edit, &base, &taken)).unwrap_err().contains("already"));
        // Its own name in other capitals is no other's.
        lab.make(|edit, _| change(edit, &base, &Intervention::named("LEXIA")));
        assert_eq!(names(&lab), ["LEXIA", "PECS"]);
    }

    #[test]
    fn a_provision_of_a_new_name_is_the_usual_one_from_then_on_and_a_known_name_is_spelt_as_there() {
        let mut lab = Lab::new();
        start(&mut lab, &run("Reading recovery"));
        let again = start(&mut lab, &Provision { minutes: 30, ..run(" reading RECOVERY") });
        let [entry] = &catalogue(&lab)[..] else { panic!("{:?}", names(&lab)) };
        assert_eq!((entry.area, entry.wave), (Some(Area::Cognition), Wave::Specialist));
        assert_eq!((entry.minutes, entry.times_a_week, entry.weeks), (Some(15), Some(4), None));
        assert_eq!((entry.scale, entry.fee_pence, entry.active), (Scale::Months, Some(4_500), true));
        let held = lab.store.read(|view| view.provision(again)).unwrap().unwrap();
        assert_eq!(held.name, "Reading recovery");
        // The first goes; the second still names it, so that it stays.
        lab.undo();
        assert_eq!(names(&lab), ["Reading recovery"]);
        lab.undo();
        assert!(names(&lab).is_empty(), "nothing rests on it any more");
    }

    #[test]
    fn undo_leaves_what_others_came_to_use() {
        let mut lab = Lab::new();
        let added = lab.make(|edit, _| add(edit, &Intervention::named("PECS")));
        start(&mut lab, &run("PECS"));
        let adults = [Adult::Named("R Dale".into())];
        let mut can = Training::of(RecordId(0), date("2026-11-02"), Typed::default());
        (can.what, can.delivers) = ("PECS".into(), "PECS".into());
        lab.make(|edit, by| training::add(edit, by, &adults, &can));
        let base = catalogue(&lab).into_iter().find(|one| one.id == added).unwrap();
        let renamed = lab.make(|edit, _| change(edit, &base, &Intervention::named("Picture exchange")));
        assert_eq!(renamed, 2, "the provision and the training");
        let said = |lab: &Lab| {
            let school = lab.store.read(|view| view.school()).unwrap();
            let runs = lab.store.read(|view| view.provisions()).unwrap();
            let names = [school.catalogue[0].name.clone(), school.trainings[0].delivers.clone()];
            names.into_iter().chain(runs.into_iter().map(|held| held.value.name)).collect::<Vec<_>>()
        };
        assert_eq!(said(&lab), ["Picture exchange"; 3]);
        lab.undo();
        assert_eq!(said(&lab), ["PECS"; 3]);
        // A rename is not taken back under a provision that was started by the new name.
        let base = catalogue(&lab).remove(0);
        lab.make(|edit, _| change(edit, &base, &Intervention::named("Picture exchange")));
        let renaming = lab.store.read(|view| view.journal_newest(None, 1)).unwrap()[0].seq;
        start(&mut lab, &run("Picture exchange"));
        let op = Operation { id: 990, action: "undo".into(), user: "sue".into(), at: Stamp(1_795_000_000) };
        let refused = lab.store.undo(Some(renaming), op).unwrap_err();
        assert!(refused.to_string().contains("came to be called Picture exchange since"), "{refused}");
    }

    #[test]
    fn one_out_of_use_stays_and_what_runs_is_not_touched() {
        let mut lab = Lab::new();
        let id = lab.make(|edit, _| add(edit, &Intervention::named("PECS")));
        let held = start(&mut lab, &run("PECS"));
        let base = catalogue(&lab).remove(0);
        let longer = Intervention { minutes: Some(45), ..base.value.clone() };
        assert_eq!(lab.make(|edit, _| change(edit, &base, &longer)), 0);
        let minutes = |lab: &Lab| lab.store.read(|view| view.provision(held)).unwrap().unwrap().minutes;
        assert_eq!(minutes(&lab), 15);
        lab.make(|edit, _| set_active(edit, &[id], false));
        assert!(!catalogue(&lab)[0].active);
        lab.undo();
        assert!(catalogue(&lab)[0].active);
        assert!(lab.try_make(|edit, _| set_active(edit, &[RecordId(99)], true)).is_err());
    }
}
