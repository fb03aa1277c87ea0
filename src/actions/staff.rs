//! Adults: picked from the list, or added by typing a new name; changed; and gone, with what they led given to another.
//!
//! Rule: nobody is taken off the list, since what they did names them. Who has left is no longer offered. No two have one name:
//! a name that is typed must mean one adult.

use chrono::NaiveDate;

use super::words;
use crate::domain::field::{FieldKind, RefKind, Value};
use crate::domain::ids::{Held, Key, Kind, PupilId, RecordId, SCHOOL};
use crate::domain::record::{Record, Recorded};
use crate::domain::school::Staff;
use crate::store::{Edit, Refused, Snapshot, StoreError};

/// An adult as a form gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adult {
    /// One of the list.
    Known(RecordId),
    /// A name that was typed.
    Named(String),
}

/// The number of an adult. A name that is not on the list is added; one that is (capitals apart) is found.
///
/// # Errors
/// The name is empty, or the store fails.
pub fn resolve(edit: &mut Edit<'_>, adult: &Adult) -> Result<RecordId, Refused> {
    let name = match adult {
        Adult::Known(id) => return Ok(*id),
        Adult::Named(name) => words(name, "the name")?,
    };
    let wanted = name.to_lowercase();
    let known = edit.list::<Staff>(SCHOOL)?.into_iter().find(|staff| staff.name.to_lowercase() == wanted);
    match known {
        Some(staff) => Ok(staff.id),
        None => edit.add(SCHOOL, Staff { name, role: String::new(), site: None, here: true }),
    }
}

/// As [`resolve`], where there may be none.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_opt(edit: &mut Edit<'_>, adult: Option<&Adult>) -> Result<Option<RecordId>, Refused> {
    adult.map(|adult| resolve(edit, adult)).transpose()
}

fn sound(edit: &Snapshot<'_>, id: Option<RecordId>, staff: &mut Staff) -> Result<(), Refused> {
    staff.name = words(&staff.name, "the name")?;
    let wanted = staff.name.to_lowercase();
    let all = edit.list::<Staff>(SCHOOL)?;
    match all.iter().find(|other| Some(other.id) != id && other.name.trim().to_lowercase() == wanted) {
        Some(other) if other.here => Err(Refused::because(format!("{} is on the list already", other.name))),
        Some(other) => Err(Refused::because(format!(
            "{} is on the list already, as somebody who has left: change that entry",
            other.name
        ))),
        None => Ok(()),
    }
}

/// Puts an adult on the list.
///
/// # Errors
/// There is no name, or another has it; or the store fails.
pub fn add(edit: &mut Edit<'_>, staff: &Staff) -> Result<RecordId, Refused> {
    let mut staff = staff.clone();
    sound(edit, None, &mut staff)?;
    edit.add(SCHOOL, staff)
}

/// Saves what `mine` changed in an adult since `base`.
///
/// # Errors
/// As [`add`]; fields that somebody else changed too.
pub fn change(edit: &mut Edit<'_>, base: &Held<Staff>, mine: &Staff) -> Result<(), Refused> {
    let key = Staff::school_key(base.id);
    let merged = edit.merge(key, &base.value.clone().wrap(), mine.clone().wrap())?;
    let Some(mut after) = Staff::unwrap(merged) else {
        return Err(Refused::because("this adult is no longer on the list"));
    };
    sound(edit, Some(base.id), &mut after)?;
    edit.put(key, after.wrap())
}

/// Something open that an adult leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Led {
    /// Which record.
    pub key: Key,
    /// Its field that names the adult.
    pub field: &'static str,
    /// What it is: "Language group", "EHC needs assessment".
    pub what: String,
    /// Whose it is; empty for the school's own.
    pub who: String,
}

/// Whether what a record says is still to be done by somebody on this day.
fn is_open(record: &Record, today: NaiveDate) -> bool {
    let lasts = |end: Option<NaiveDate>| end.is_none_or(|end| today <= end);
    match record {
        Record::Provision(provision) => lasts(provision.end),
        Record::Allocation(place) => lasts(place.to),
        Record::Review(review) => review.is_open(),
        Record::School(_) => true,
        Record::Pupil(pupil) => pupil.left.is_none(),
        // The post has an end of its own, with a successor.
        Record::SencoPost(_) | Record::Training(_) => false,
        record => record.case().is_some_and(|case| case.ended().is_none()),
    }
}

fn title(record: &Record, field: &str) -> String {
    match record {
        Record::Provision(provision) => provision.name.clone(),
        Record::Review(review) => review.kind.label().to_owned(),
        Record::School(_) | Record::Pupil(_) => record
            .shapes()
            .iter()
            .find(|shape| shape.key == field)
            .map_or_else(String::new, |shape| shape.label.to_owned()),
        Record::Involvement(case) => format!("agency: {}", case.agency),
        record => {
            record.case().map_or_else(|| record.kind().label().to_owned(), |case| case.title().to_owned())
        }
    }
}

/// The places in a record that name an adult.
fn led_in(key: Key, record: &Record, adult: RecordId, today: NaiveDate, who: &str) -> Vec<Led> {
    if !is_open(record, today) {
        return Vec::new();
    }
    let names = |shape: &crate::domain::field::Shape| {
        matches!(shape.kind, FieldKind::Ref(RefKind::Staff)) && record.value(shape.key) == Value::Id(adult)
    };
    let shapes = record.shapes();
    shapes
        .iter()
        .filter(|shape| names(shape))
        .map(|shape| Led { key, field: shape.key, what: title(record, shape.key), who: who.to_owned() })
        .collect()
}

/// Kinds of a pupil's records in which an adult is named.
const LED: [Kind; 14] = [
    Kind::Pupil,
    Kind::Review,
    Kind::Allocation,
    Kind::Assessment,
    Kind::Consultation,
    Kind::Dispute,
    Kind::Suspension,
    Kind::RecordsRequest,
    Kind::Transfer,
    Kind::Notice,
    Kind::Involvement,
    Kind::Referral,
    Kind::Cycle,
    Kind::FollowUp,
];

/// Everything open that an adult leads, the school's own first, then by pupil. It reads every file of pupils on roll.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn leads(view: &Snapshot<'_>, adult: RecordId, today: NaiveDate) -> Result<Vec<Led>, StoreError> {
    let mut out = Vec::new();
    let mut look = |pupil: PupilId, kind: Kind, who: &str| -> Result<(), StoreError> {
        for (id, found) in view.of_kind(pupil, kind)? {
            out.extend(led_in(Key::new(pupil, kind, id), &found.value, adult, today, who));
        }
        Ok(())
    };
    for kind in [Kind::School, Kind::Provision, Kind::Consultation] {
        look(SCHOOL, kind, "")?;
    }
    for row in view.register_all()?.into_iter().filter(|row| row.left.is_none()) {
        for kind in LED {
            look(row.who.pupil, kind, &row.who.name)?;
        }
    }
    Ok(out)
}

/// An adult leaves: no longer offered. What they lead goes to `to`; for `None` it stays theirs until somebody gives it away.
/// Gives how much went over.
///
/// # Errors
/// They are no longer on the list, have left already, would give it to themselves, or the store fails.
pub fn leave(
    edit: &mut Edit<'_>,
    today: NaiveDate,
    adult: RecordId,
    to: Option<&Adult>,
) -> Result<usize, Refused> {
    let Some(held) = edit.record::<Staff>(SCHOOL, adult)? else {
        return Err(Refused::because("this adult is no longer on the list"));
    };
    if !held.here {
        return Err(Refused::because(format!("{} has left already", held.name)));
    }
    let name = held.name.clone();
    edit.put(Staff::school_key(adult), Staff { here: false, ..held.value }.wrap())?;
    let Some(to) = resolve_opt(edit, to)? else { return Ok(0) };
    if to == adult {
        return Err(Refused::because(format!("{name} leaves: give it to somebody else")));
    }
    let led = leads(edit, adult, today)?;
    for one in &led {
        let Some(found) = edit.get(one.key)? else { continue };
        let mut record = found.value;
        if record.set(one.field, to.into()).is_ok() {
            edit.put(one.key, record)?;
        }
    }
    Ok(led.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::case;
    use crate::actions::testing::{Lab, date};
    use crate::domain::case::Involvement;
    use crate::domain::ids::Typed;
    use crate::domain::provision::Provision;
    use crate::domain::school::SchoolFile;

    fn staff(name: &str) -> Staff {
        Staff { name: name.into(), role: "Teaching assistant".into(), site: None, here: true }
    }

    #[test]
    fn no_kind_that_names_an_adult_is_forgotten() {
        for kind in
            crate::domain::case::KINDS.into_iter().chain([Kind::Referral, Kind::Cycle, Kind::FollowUp])
        {
            let Some(record) = case::blank(kind, date("2026-11-21"), Typed::default()) else { continue };
            let names =
                |shape: &crate::domain::field::Shape| matches!(shape.kind, FieldKind::Ref(RefKind::Staff));
            assert_eq!(record.shapes().iter().any(names), LED.contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn a_name_means_one_adult() {
        let mut lab = Lab::new();
        let id = lab.make(|edit, _| add(edit, &staff(" R Dale ")));
        let refused = lab.try_make(|edit, _| add(edit, &staff("r dale"))).unwrap_err();
        assert_eq!(refused, "R Dale is on the list already");
        lab.make(|edit, by| leave(edit, by.today, id, None));
        let refused = lab.try_make(|edit, _| add(edit, &staff("R Dale"))).unwrap_err();
        assert!(refused.contains("has left: change that entry"), "{refused}");
        let other = lab.make(|edit, _| add(edit, &staff("J Moor")));
        let school = lab.store.read(|view| view.school()).unwrap();
        let base = school.staff.iter().find(|one| one.id == other).unwrap();
        assert!(lab.try_make(|edit, _| change(edit, base, &staff("R DALE"))).is_err());
        lab.make(|edit, _| change(edit, base, &Staff { role: "Teacher".into(), ..base.value.clone() }));
        assert!(
            lab.try_make(|edit, by| leave(edit, by.today, id, None)).unwrap_err().contains("left already")
        );
    }

    #[test]
    fn what_somebody_leads_is_named_and_given_away_in_one_change() {
        let mut lab = Lab::new();
        let pupil = lab.pupil("Ama", "Otter");
        let dale = lab.make(|edit, _| add(edit, &staff("R Dale")));
        for (name, end) in [("Language group", None), ("Old group", Some("2026-07-01"))] {
            let id = lab.provision(name, "2026-06-01");
            lab.make(|edit, _| {
                let held = edit.provision(id)?.unwrap();
                let provision = Provision { lead: Some(dale), end: end.map(date), ..held.value };
                edit.put(Provision::school_key(id), provision.wrap())
            });
        }
        for ended in [None, Some(date("2026-11-10"))] {
            let mut record = Involvement::began(date("2026-11-02"), Typed::default());
            (record.agency, record.lead, record.ended) = ("CAMHS".into(), Some(dale), ended);
            lab.make(|edit, by| case::begin(edit, by, pupil, record.clone().wrap()));
        }
        lab.make(|edit, _| {
            let mut info = edit.school()?.info.value;
            info.governor = Some(dale);
            edit.put(SchoolFile::info_key(), info.wrap())
        });
        let led = |lab: &Lab, id| lab.store.read(|view| leads(view, id, date("2026-11-21"))).unwrap();
        let said: Vec<(String, String)> =
            led(&lab, dale).into_iter().map(|one| (one.what, one.who)).collect();
        let said: Vec<(&str, &str)> = said.iter().map(|(what, who)| (what.as_str(), who.as_str())).collect();
        assert_eq!(said, [("SEN governor", ""), ("Language group", ""), ("agency: CAMHS", "Ama Otter")]);
        let refused =
            lab.try_make(|edit, by| leave(edit, by.today, dale, Some(&Adult::Known(dale)))).unwrap_err();
        assert!(refused.contains("give it to somebody else"), "{refused}");
        let over = lab.make(|edit, by| leave(edit, by.today, dale, Some(&Adult::Named("J Moor".into()))));
        assert_eq!(over, 3);
        let school = lab.store.read(|view| view.school()).unwrap();
        let moor = school.staff.iter().find(|one| one.name == "J Moor").unwrap().id;
        assert_eq!(led(&lab, moor).len(), 3);
        assert!(led(&lab, dale).is_empty());
        assert_eq!(lab.file(pupil).involvements[1].lead, Some(dale), "what has ended keeps who led it");
        lab.undo();
        assert_eq!(led(&lab, dale).len(), 3);
        assert!(lab.store.read(|view| view.school()).unwrap().staff.iter().all(|one| one.here));
    }
}
