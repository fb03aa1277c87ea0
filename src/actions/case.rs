//! Cases: begin one, record a step of it, change it, give it to somebody.
//!
//! Rule: what is done here works on any record that is dated facts, by the keys of its table of fields: the nine kinds of
//! cases, the steps of an annual review, the SENCO's post. `sound` says what cannot be true. What follows from a cycle, a
//! referral or a passport (`followed`) follows on this road too.

pub(super) mod sound;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::staff::{Adult, resolve};
use super::{By, Warnings, agency, cycle, not_ahead, passport, pupil, referral, words};
use crate::clock;
use crate::domain::case::{
    Assessment, Consultation, Dispute, EhcPlan, Involvement, Notice, RecordsRequest, SencoPost, Suspension,
    Transfer,
};
use crate::domain::day;
use crate::domain::field::{FieldKind, Shape, Value};
use crate::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL, Typed};
use crate::domain::record::{Record, Recorded};
use crate::domain::support::{Cycle, FollowUp, Passport, Referral, Speaker, Voice, plan_kind};
use crate::store::{Edit, Refused, Snapshot};

/// A case of this kind that begins on this day; `None` for a kind that is none.
pub fn blank(kind: Kind, on: NaiveDate, typed: Typed) -> Option<Record> {
    Some(match kind {
        Kind::Assessment => Assessment::received(on, typed).wrap(),
        Kind::EhcPlan => EhcPlan::dated(on, typed).wrap(),
        Kind::Notice => Notice::decided(on, typed).wrap(),
        Kind::Involvement => Involvement::began(on, typed).wrap(),
        Kind::Consultation => Consultation::received(on, typed).wrap(),
        Kind::Dispute => Dispute::since(on, typed).wrap(),
        Kind::Suspension => Suspension::since(on, typed).wrap(),
        Kind::RecordsRequest => RecordsRequest::received(on, typed).wrap(),
        Kind::Transfer => Transfer::since(on, typed).wrap(),
        Kind::SencoPost => SencoPost {
            staff: None,
            appointed: on,
            course: None,
            qualified: None,
            ended: None,
            note: String::new(),
            typed,
        }
        .wrap(),
        Kind::Referral => Referral::raised(on, typed).wrap(),
        Kind::Cycle => Cycle::began(on, plan_kind::of("").code, typed).wrap(),
        Kind::Passport => Passport::written(on, typed).wrap(),
        Kind::Voice => Voice::said(on, Speaker::Pupil, typed).wrap(),
        Kind::FollowUp => FollowUp::promised("", on, on, typed).wrap(),
        _ => return None,
    })
}

/// Begins a case in a pupil's file. In the school's own file stand a consultation about a child who is not on roll, and the
/// SENCO's post.
///
/// # Errors
/// Something is missing, a day lies ahead or comes before another that it follows, the pupil has left, such a case runs
/// already, or the store fails.
pub fn begin(edit: &mut Edit<'_>, by: &By, pupil_id: PupilId, record: Record) -> Result<RecordId, Refused> {
    begin_saying(edit, by, pupil_id, record).map(|(id, _)| id)
}

/// As [`begin`], with what is to be said of it.
///
/// # Errors
/// As [`begin`].
pub fn begin_saying(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    mut record: Record,
) -> Result<(RecordId, Warnings), Refused> {
    let kind = record.kind();
    if pupil_id == SCHOOL {
        if !matches!(kind, Kind::Consultation | Kind::SencoPost) {
            return Err(Refused::because(format!("a {} needs a pupil: select one first", kind.label())));
        }
        if let Record::Consultation(case) = &record {
            words(&case.child, "the child's name")?;
        }
    } else {
        if let Record::Consultation(case) = &mut record {
            case.child.clear();
        }
        may_begin(edit, by, pupil_id, &record)?;
    }
    catalogue(edit, &mut record)?;
    complete(&record)?;
    days_not_ahead(None, &record, by)?;
    sound::check(&record)?;
    not_twice(edit, pupil_id, &record)?;
    let key = Key::new(pupil_id, kind, edit.new_id(kind));
    let (record, said) = followed(edit, by, key, None, record)?;
    edit.put(key, record)?;
    Ok((key.id, said))
}

/// A record as it is to be put, after what follows from it is done: whichever road it came by.
fn followed(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    before: Option<&Record>,
    after: Record,
) -> Result<(Record, Warnings), Refused> {
    match (before, after) {
        (before, Record::Cycle(now)) => {
            let before = match before {
                Some(Record::Cycle(before)) => Some(before),
                _ => None,
            };
            let (now, said) = cycle::follow::settle(edit, by, key, before, now)?;
            let record = now.wrap();
            sound::check(&record)?;
            Ok((record, said))
        }
        (before, Record::Referral(now)) => {
            let before = match before {
                Some(Record::Referral(before)) => Some(before),
                _ => None,
            };
            let said = referral::follow(edit, by, key.pupil, before, &now)?;
            Ok((now.wrap(), said))
        }
        (None, Record::Passport(new)) => {
            Ok((passport::replace(edit, key.pupil, new)?.wrap(), Warnings::new()))
        }
        (_, after) => Ok((after, Warnings::new())),
    }
}

/// The agency's name as the catalogue has it; a new one joins the catalogue.
fn catalogue(edit: &mut Edit<'_>, record: &mut Record) -> Result<(), Refused> {
    if let Record::Involvement(case) = record {
        case.agency = agency::ensure(edit, &case.agency)?;
    }
    Ok(())
}

/// Whether such a case can begin for this pupil.
fn may_begin(edit: &Edit<'_>, by: &By, pupil_id: PupilId, record: &Record) -> Result<(), Refused> {
    let who = pupil(edit, pupil_id)?;
    let kind = record.kind();
    let began = record.case().map_or(by.today, |case| case.began());
    if !matches!(kind, Kind::RecordsRequest | Kind::Transfer)
        && let Some(left) = who.left.filter(|_| !who.on_roll(began))
    {
        return Err(Refused::because(format!(
            "{} left on {}: for a leaver, only a request for records or the leaver's file begins",
            who.name(),
            day::full(left)
        )));
    }
    let history = record.case().is_some_and(|case| case.ended().is_some());
    let one_at_a_time = match kind {
        Kind::Assessment | Kind::EhcPlan => true,
        Kind::Cycle => !history,
        _ => false,
    };
    if !one_at_a_time {
        return Ok(());
    }
    let runs = |other: &Record| other.case().is_some_and(|case| case.ended().is_none());
    let others = edit.of_kind(pupil_id, kind)?;
    match others.iter().find(|(_, other)| runs(&other.value)).and_then(|(_, other)| other.value.case()) {
        Some(other) => Err(Refused::because(format!(
            "{} has {} {} already, since {}: it must come to its end first",
            who.name(),
            if kind == Kind::Cycle { "a" } else { "an" },
            other.title(),
            day::full(other.began())
        ))),
        None => Ok(()),
    }
}

/// Whether two people see to one line at once: what the new case says stands in one that runs. A leaver has one file for the day.
fn not_twice(edit: &Edit<'_>, pupil_id: PupilId, record: &Record) -> Result<(), Refused> {
    let kind = record.kind();
    let said: Vec<&str> = (record.shapes().into_iter())
        .filter(|shape| !matches!(shape.kind, FieldKind::LongText) && shape.key != "lead")
        .filter(|shape| kind != Kind::Transfer || shape.key == "left")
        .map(|shape| shape.key)
        .filter(|key| !record.value(key).is_empty())
        .collect();
    for (_, other) in edit.of_kind(pupil_id, kind)? {
        let runs =
            other.value.case().map_or(other.value.value("ended").is_empty(), |case| case.ended().is_none());
        if runs && said.iter().all(|key| other.value.value(key) == record.value(key)) {
            let entry = edit.entry(crate::domain::ids::Seq(other.revision.0))?;
            let who = entry.map(|entry| format!(" by {}", entry.user)).unwrap_or_default();
            return Err(Refused::because(format!("this {} is on file already, written{who}", kind.label())));
        }
    }
    Ok(())
}

/// Every field that may not be empty is filled.
fn complete(record: &Record) -> Result<(), Refused> {
    match record.shapes().into_iter().find(|shape| shape.required && record.value(shape.key).is_empty()) {
        Some(shape) => Err(Refused::because(format!("{} is missing", shape.label))),
        None => Ok(()),
    }
}

/// No day that is new since `before` lies ahead.
fn days_not_ahead(before: Option<&Record>, record: &Record, by: &By) -> Result<(), Refused> {
    for shape in record.shapes() {
        let now = record.value(shape.key);
        let known = before.is_some_and(|before| before.value(shape.key) == now);
        if let (Value::Date(date), FieldKind::PastDate, false) = (now, shape.kind, known) {
            not_ahead(date, by, &format!("{} on", shape.label))?;
        }
    }
    Ok(())
}

fn found(edit: &Snapshot<'_>, key: Key) -> Result<(Record, crate::domain::ids::Revision), Refused> {
    match edit.get(key)? {
        Some(found) => Ok((found.value, found.revision)),
        None => Err(Refused::because(format!("this {} is no longer there", key.kind.label()))),
    }
}

/// Changes a case: what `mine` has otherwise than `base`. What somebody else changed in other fields since stays.
///
/// # Errors
/// It is no longer there, fields that both changed, a day ahead or in the wrong order, or the store fails.
pub fn change(edit: &mut Edit<'_>, by: &By, key: Key, base: &Record, mine: Record) -> Result<(), Refused> {
    change_saying(edit, by, key, base, mine).map(|_| ())
}

/// As [`change`], with what is to be said of it.
///
/// # Errors
/// As [`change`].
pub fn change_saying(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    base: &Record,
    mine: Record,
) -> Result<Warnings, Refused> {
    let (before, _) = found(edit, key)?;
    let mut merged = edit.merge(key, base, mine)?;
    catalogue(edit, &mut merged)?;
    if key.pupil == SCHOOL
        && let Record::Consultation(case) = &merged
    {
        words(&case.child, "the child's name")?;
    }
    complete(&merged)?;
    put(edit, by, key, &before, merged)
}

/// Whether a step may come again: then the latest day takes the place of the one before.
pub fn comes_again(key: &str) -> bool {
    matches!(key, "chased" | "named" | "look_again")
}

/// Records steps of a case. A value that stands there already changes nothing.
///
/// # Errors
/// It is no longer there, a step is recorded already with another day, a day ahead or in the wrong order, or the store
/// fails.
pub fn step(edit: &mut Edit<'_>, by: &By, key: Key, values: &[(&str, Value)]) -> Result<(), Refused> {
    step_saying(edit, by, key, None, values).map(|_| ())
}

/// As [`step`], by somebody who saw the case as `base`: what stood there may be put right, what somebody else has recorded
/// since may not.
///
/// # Errors
/// As [`step`].
pub fn step_on(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    base: Option<&Record>,
    values: &[(&str, Value)],
) -> Result<(), Refused> {
    step_saying(edit, by, key, base, values).map(|_| ())
}

/// As [`step_on`], with what is to be said of it.
///
/// # Errors
/// As [`step`].
pub fn step_saying(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    base: Option<&Record>,
    values: &[(&str, Value)],
) -> Result<Warnings, Refused> {
    let (before, revision) = found(edit, key)?;
    let mut after = before.clone();
    let shapes = before.shapes();
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        let Some(shape) = shapes.iter().find(|shape| shape.key == *name) else {
            return Err(Refused::because(format!("a {} has no {name}", key.kind.label())));
        };
        let stands = before.value(name);
        let seen = base.is_some_and(|base| base.value(name) == stands);
        if !stands.is_empty() && stands != *value && !seen && !comes_again(name) {
            return Err(already(edit, shape, &stands, revision)?);
        }
        if let Err(wrong) = after.set(name, value.clone()) {
            return Err(Refused::because(format!("{} {wrong}", shape.label)));
        }
    }
    put(edit, by, key, &before, after)
}

/// Says who recorded a step, and when: the one who wrote the record last.
fn already(
    edit: &Snapshot<'_>,
    shape: &Shape,
    stands: &Value,
    revision: crate::domain::ids::Revision,
) -> Result<Refused, Refused> {
    let says = match (stands, shape.kind) {
        (Value::Date(date), _) => day::full(*date),
        (Value::Text(code), FieldKind::Choice(all)) => {
            let label = all().into_iter().find(|choice| choice.code == *code).map(|choice| choice.label);
            label.unwrap_or_else(|| code.clone())
        }
        (Value::Text(text), _) => text.clone(),
        _ => "something else".to_owned(),
    };
    let entry = edit.entry(crate::domain::ids::Seq(revision.0))?;
    let who = entry
        .map(|entry| format!(" · last written by {} on {}", entry.user, day::short(clock::day_of(entry.at))))
        .unwrap_or_default();
    Ok(Refused::because(format!("{} is recorded already: {says}{who}", shape.label)))
}

/// Checks and puts. A final plan begins the EHC plan, so that its annual reviews are counted from here.
fn put(edit: &mut Edit<'_>, by: &By, key: Key, before: &Record, after: Record) -> Result<Warnings, Refused> {
    days_not_ahead(Some(before), &after, by)?;
    sound::check(&after)?;
    if let (Record::Assessment(was), Record::Assessment(now)) = (before, &after)
        && was.final_plan.is_none()
        && let Some(dated) = now.final_plan
        && edit.list::<EhcPlan>(key.pupil)?.iter().all(|plan| plan.ceased.is_some())
    {
        edit.add(key.pupil, EhcPlan::dated(dated, by.typed.clone()))?;
    }
    let (after, said) = followed(edit, by, key, Some(before), after)?;
    edit.put(key, after)?;
    Ok(said)
}

/// Gives a case to somebody to see to; `None` gives it to the SENCO.
///
/// # Errors
/// It is no longer there, nobody in particular sees to a case of this kind, or the store fails.
pub fn assign(edit: &mut Edit<'_>, key: Key, to: Option<&Adult>) -> Result<(), Refused> {
    let (mut record, _) = found(edit, key)?;
    let lead = to.map(|adult| resolve(edit, adult)).transpose()?;
    if record.set("lead", lead.into()).is_err() {
        return Err(Refused::because(format!("nobody in particular sees to the {}", key.kind.label())));
    }
    edit.put(key, record)
}
