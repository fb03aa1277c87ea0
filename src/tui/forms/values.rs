//! What a form's `on_save` gets: the values that were typed, all of them checked.

use chrono::NaiveDate;

use super::field::EVERYBODY;
use crate::actions::staff::Adult;
use crate::domain::field::{FieldKind, Fields, RefKind, Value, field};
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::domain::record::Record;
use crate::tui::app::Ctx;

/// What is wrong with a field, in words that follow its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field's key; one that the form does not have stands below all fields.
    pub key: &'static str,
    /// What is wrong.
    pub words: String,
}

impl Wrong {
    /// These words beside this field.
    pub fn new(key: &'static str, words: impl Into<String>) -> Wrong {
        Wrong { key, words: words.into() }
    }
}

/// What one field holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Given {
    One(Value),
    Pupils(Vec<PupilId>),
}

/// The values of a form, by the keys of its fields.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Values {
    pub(super) given: Vec<(&'static str, Given)>,
    /// What others wrote into fields that a conflict has settled since.
    pub(super) settled: Vec<(&'static str, Value)>,
    /// The number of the save, by which the form is found again.
    pub(super) ticket: u128,
}

impl Values {
    /// The value of a field; [`Value::Empty`] for one that the form does not have.
    pub fn get(&self, key: &str) -> Value {
        match self.given.iter().find(|(one, _)| *one == key) {
            Some((_, Given::One(value))) => value.clone(),
            _ => Value::Empty,
        }
    }

    /// Whether the form has this field.
    pub fn has(&self, key: &str) -> bool {
        self.given.iter().any(|(one, _)| *one == key)
    }

    /// Words, or the code of a pick; empty for none.
    pub fn text(&self, key: &str) -> String {
        self.get(key).text().unwrap_or_default()
    }

    /// A day, or none.
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        self.get(key).opt_date().ok().flatten()
    }

    /// A number (pence of money), or none.
    pub fn number(&self, key: &str) -> Option<i64> {
        self.get(key).opt_number().ok().flatten()
    }

    /// Yes; left empty means no.
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).flag().unwrap_or(false)
    }

    /// A record, or none.
    pub fn id(&self, key: &str) -> Option<RecordId> {
        self.get(key).opt_id().ok().flatten()
    }

    /// The adult of a staff field, known or newly named; `None` if left empty.
    pub fn adult(&self, key: &str) -> Option<Adult> {
        match self.get(key) {
            Value::Id(id) => Some(Adult::Known(id)),
            Value::Text(name) if !name.trim().is_empty() => Some(Adult::Named(name.trim().to_owned())),
            _ => None,
        }
    }

    /// The adults of a field of several; all who work here where everybody was picked.
    pub fn adults(&self, key: &str, ctx: &Ctx) -> Vec<Adult> {
        let picked: Vec<RecordId> = self.pupils(key).into_iter().map(|number| RecordId(number.0)).collect();
        if picked.iter().any(|id| id.0.to_string() == EVERYBODY) {
            let here = ctx.school.staff.iter().filter(|staff| staff.here);
            return here.map(|staff| Adult::Known(staff.id)).collect();
        }
        picked.into_iter().map(Adult::Known).collect()
    }

    /// The pupils of a pupils field, in the order in which they were picked.
    pub fn pupils(&self, key: &str) -> Vec<PupilId> {
        match self.given.iter().find(|(one, _)| *one == key) {
            Some((_, Given::Pupils(pupils))) => pupils.clone(),
            _ => Vec::new(),
        }
    }

    /// Puts every value that the record's table has a field for. The name of a new member of staff is not put: an
    /// action has to add them first, see [`Values::adult`].
    ///
    /// # Errors
    /// The fields whose table refuses the value; the others are put.
    pub fn apply<T: Fields>(&self, record: &mut T) -> Result<(), Vec<Wrong>> {
        let mut wrong = Vec::new();
        for (key, given) in &self.given {
            let (Given::One(value), Some(row)) = (given, field::<T>(key)) else { continue };
            if matches!((row.kind, value), (FieldKind::Ref(RefKind::Staff), Value::Text(_))) {
                continue;
            }
            if let Err(words) = (row.set)(record, value.clone()) {
                wrong.push(Wrong::new(row.key, words.to_string()));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// As [`Values::apply`], for a record of any kind.
    ///
    /// # Errors
    /// The fields that the record refuses; the others are put.
    pub fn apply_to(&self, record: &mut Record) -> Result<(), Vec<Wrong>> {
        let mut wrong = Vec::new();
        for shape in record.shapes() {
            let given = self.given.iter().find(|(key, _)| *key == shape.key);
            let Some((_, Given::One(value))) = given else { continue };
            if matches!((shape.kind, value), (FieldKind::Ref(RefKind::Staff), Value::Text(_))) {
                continue;
            }
            if let Err(words) = record.set(shape.key, value.clone()) {
                wrong.push(Wrong::new(shape.key, words.to_string()));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// As [`Values::base`], for a record of any kind.
    pub fn base_of(&self, record: &Record) -> Record {
        let mut base = record.clone();
        for (key, theirs) in &self.settled {
            // It came out of such a record, so it is taken.
            let _ = base.set(key, theirs.clone());
        }
        base
    }

    /// The record that the form was opened on, with what others have written since into fields where a conflict was
    /// shown and settled: what to merge against.
    pub fn base<T: Fields + Clone>(&self, held: &Held<T>) -> Held<T> {
        let mut base = held.clone();
        for (key, theirs) in &self.settled {
            if let Some(row) = field::<T>(key) {
                // It came out of such a record, so the table takes it.
                let _ = (row.set)(&mut base.value, theirs.clone());
            }
        }
        base
    }

    /// The number of this save, by which the form is found again when the disk has answered.
    pub(in crate::tui) fn ticket(&self) -> u128 {
        self.ticket
    }

    /// Values for tests and for saving without a form.
    pub fn with(mut self, key: &'static str, value: Value) -> Values {
        self.given.push((key, Given::One(value)));
        self
    }
}
