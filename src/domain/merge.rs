//! Two people, one record: what each changed, put together field by field.
//!
//! Rule: nothing that somebody typed is lost without being shown. Fields that one side alone changed merge; a field
//! that both changed is a conflict, and the person chooses.

use super::field::{Fields, Value};

/// A field that two people changed in different ways since they both read it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldConflict {
    /// The field's key.
    pub key: &'static str,
    /// Its name on screen.
    pub label: &'static str,
    /// What both had read.
    pub base: Value,
    /// What stands in the store now.
    pub theirs: Value,
    /// What was about to be saved.
    pub mine: Value,
}

/// `theirs` with the fields that `mine` changed since `base`.
///
/// # Errors
/// The fields that both sides changed and not to the same value. A change to a part of the record that no field shows
/// (its history of moves) conflicts, under the label "history", with any other change.
pub fn merge<T: Fields + Clone + PartialEq>(base: &T, theirs: &T, mine: &T) -> Result<T, Vec<FieldConflict>> {
    if theirs == base {
        return Ok(mine.clone());
    }
    let mut merged = theirs.clone();
    let mut shown = base.clone();
    let mut conflicts = Vec::new();
    for field in T::FIELDS {
        let (was, now, wanted) = ((field.get)(base), (field.get)(theirs), (field.get)(mine));
        let set_shown = (field.set)(&mut shown, wanted.clone());
        if wanted == was || wanted == now {
            continue;
        }
        let clash = now != was;
        if clash || set_shown.is_err() || (field.set)(&mut merged, wanted.clone()).is_err() {
            conflicts.push(FieldConflict {
                key: field.key,
                label: field.label,
                base: was,
                theirs: now,
                mine: wanted,
            });
        }
    }
    if shown != *mine {
        let empty = Value::Empty;
        conflicts.push(FieldConflict {
            key: "history",
            label: "history",
            base: empty.clone(),
            theirs: empty.clone(),
            mine: empty,
        });
    }
    if conflicts.is_empty() { Ok(merged) } else { Err(conflicts) }
}
