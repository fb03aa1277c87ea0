//! The recorded dates that a reckoning used, with who typed them and when.
//!
//! Rule: the record that the date is about comes first. Another record of the same file counts only if the first step,
//! which names the fact that the clock started from, names its date.

use chrono::NaiveDate;

use super::DayOf;
use crate::domain::day;
use crate::domain::field::{FieldKind, Value};
use crate::domain::ids::{Key, Kind, PupilId, SCHOOL, Seq, Typed};
use crate::domain::record::Record;
use crate::store::{Snapshot, StoreError};

/// One recorded date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Which record has it: "EHC needs assessment".
    pub record: &'static str,
    /// The field's name on screen.
    pub label: &'static str,
    /// The date.
    pub date: NaiveDate,
    /// The day the record was typed; `None` if that is not known.
    pub typed_on: Option<NaiveDate>,
    /// Who typed it; empty if that is not known.
    pub by: String,
    /// The day it was last changed and by whom, where that is another day or another person.
    pub changed: Option<(NaiveDate, String)>,
}

struct Kept {
    key: Key,
    record: Record,
    /// What the journal says of its last change.
    last: Option<Typed>,
}

/// The records of one file that have dates.
pub(super) struct Records {
    all: Vec<Kept>,
    day_of: DayOf,
}

/// Which records a date is looked for in, after the one it is about: the likely ones first.
const ORDER: [Kind; 7] = [
    Kind::EhcPlan,
    Kind::Check,
    Kind::Review,
    Kind::StageSpan,
    Kind::Allocation,
    Kind::Pupil,
    Kind::SencoPost,
];

/// Who typed a field of a record first, as the record itself says.
fn typed(record: &Record, field: &str) -> Option<Typed> {
    match record {
        Record::Review(review) if field == "held" => review.recorded.clone(),
        Record::Review(review) if field == "due" => {
            Some(review.moves.last().map_or_else(|| review.planned.clone(), |made| made.typed.clone()))
        }
        Record::Review(review) => Some(review.planned.clone()),
        Record::StageSpan(span) => Some(span.typed.clone()),
        Record::Need(need) => Some(need.typed.clone()),
        Record::Allocation(place) => Some(place.typed.clone()),
        Record::Check(check) => Some(check.typed.clone()),
        Record::Tick(tick) => Some(tick.typed.clone()),
        Record::SencoPost(post) => Some(post.typed.clone()),
        other => other.case().map(|case| case.typed().clone()),
    }
}

impl Records {
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        whose: PupilId,
        day_of: DayOf,
    ) -> Result<Records, StoreError> {
        let mut all = Vec::new();
        for (key, revision, record) in snapshot.records_of(whose)? {
            let dated = key.pupil != SCHOOL
                || matches!(key.kind, Kind::Settings | Kind::Tick | Kind::SencoPost | Kind::Consultation);
            if !dated || matches!(key.kind, Kind::Event | Kind::Need) {
                continue;
            }
            // What the founding wrote was typed as it says itself.
            let entry = snapshot.entry(Seq(revision.0))?.filter(|entry| !entry.founding);
            let last = entry.map(|entry| Typed { at: entry.at, by: entry.user });
            all.push(Kept { key, last, record });
        }
        all.sort_by_key(|kept| ORDER.iter().position(|kind| *kind == kept.key.kind).unwrap_or(ORDER.len()));
        Ok(Records { all, day_of })
    }

    fn dates<'a>(&'a self, kept: &'a Kept) -> impl Iterator<Item = Fact> + 'a {
        kept.record.shapes().into_iter().filter_map(move |shape| {
            let Value::Date(date) = kept.record.value(shape.key) else { return None };
            // Of a review that was held, the day it was agreed for says nothing more.
            if shape.key == "due" && !kept.record.value("held").is_empty() {
                return None;
            }
            let first = typed(&kept.record, shape.key);
            // Nobody typed what had been on a day before it was: this field was filled in later.
            let early =
                |typed: &Typed| matches!(shape.kind, FieldKind::PastDate) && (self.day_of)(typed.at) < date;
            let first = first.filter(|typed| *typed != Typed::default() && !early(typed));
            let first = first.or_else(|| kept.last.clone());
            let day = |typed: &Typed| (self.day_of)(typed.at);
            let changed = match (&first, &kept.last) {
                (Some(first), Some(last)) if last.by != first.by || day(last) != day(first) => {
                    Some((day(last), last.by.clone()))
                }
                _ => None,
            };
            Some(Fact {
                record: kept.key.kind.label(),
                label: shape.label,
                date,
                typed_on: first.as_ref().map(day),
                by: first.map(|typed| typed.by).unwrap_or_default(),
                changed,
            })
        })
    }

    /// The recorded dates that these steps name.
    pub(super) fn used(&self, about: Key, steps: &[String]) -> Vec<Fact> {
        let names = |step: &String, date: NaiveDate| step.contains(&day::full(date));
        let (own, others): (Vec<&Kept>, Vec<&Kept>) = self.all.iter().partition(|kept| kept.key == about);
        let mut used: Vec<Fact> = own
            .into_iter()
            .flat_map(|kept| self.dates(kept))
            .filter(|fact| steps.iter().any(|step| names(step, fact.date)))
            .collect();
        let begins = |date: NaiveDate| steps.first().is_some_and(|step| names(step, date));
        if !used.iter().any(|fact| begins(fact.date)) {
            // One that was called off says nothing.
            let live = others
                .into_iter()
                .filter(|kept| !matches!(&kept.record, Record::Review(review) if review.cancelled.is_some()));
            used.extend(live.flat_map(|kept| self.dates(kept)).find(|fact| begins(fact.date)));
        }
        used
    }

    /// What the fields with these keys are called on the record.
    pub(super) fn labels(&self, about: Key, keys: &[&str]) -> Vec<&'static str> {
        let Some(kept) = self.all.iter().find(|kept| kept.key == about) else { return Vec::new() };
        let shapes = kept.record.shapes();
        keys.iter()
            .filter_map(|key| shapes.iter().find(|shape| shape.key == *key).map(|shape| shape.label))
            .collect()
    }
}
