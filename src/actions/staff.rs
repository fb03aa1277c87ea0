//! Adults: picked from the list, or added by typing a new name.

use super::words;
use crate::domain::ids::{RecordId, SCHOOL};
use crate::domain::school::Staff;
use crate::store::{Edit, Refused};

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
