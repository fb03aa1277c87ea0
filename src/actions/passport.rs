//! Passports: one is in force at a time.
//!
//! Rule: a passport that is written anew ends the one before on its own day; one that is typed up later and is older than the
//! one in force is history at once.

use crate::domain::ids::PupilId;
use crate::domain::record::Recorded;
use crate::domain::support::Passport;
use crate::store::{Edit, Refused};

/// A new passport as it is to be put; the one that it replaces ends.
///
/// # Errors
/// The store fails.
pub(super) fn replace(edit: &mut Edit<'_>, of: PupilId, mut new: Passport) -> Result<Passport, Refused> {
    if new.replaced.is_some() {
        return Ok(new);
    }
    for held in edit.list::<Passport>(of)?.into_iter().filter(|held| held.replaced.is_none()) {
        if held.written > new.written {
            new.replaced = Some(held.written);
        } else {
            let ended = Passport { replaced: Some(new.written), ..held.value };
            edit.put(Passport::key(of, held.id), ended.wrap())?;
        }
    }
    Ok(new)
}
