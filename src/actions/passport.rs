//! Passports: one is in force at a time, and those before are kept.
//!
//! Rule: a passport that is written anew ends the one before on its own day; one that is typed up later and is older than the
//! one in force is history at once.

use super::case;
use super::{By, not_ahead};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::record::Recorded;
use crate::domain::support::Passport;
use crate::store::{Edit, Refused};

/// Writes a passport.
///
/// # Errors
/// Nothing stands in its boxes, a day lies ahead, the pupil has left, the same is on
/// file already, or the store fails.
pub fn write(edit: &mut Edit<'_>, by: &By, pupil: PupilId, new: Passport) -> Result<RecordId, Refused> {
    not_ahead(new.written, by, "Written on")?;
    not_empty(&new)?;
    case::begin(edit, by, pupil, new.wrap())
}

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

/// A passport has something in one of its boxes.
///
/// # Errors
/// It has not.
pub fn not_empty(passport: &Passport) -> Result<(), Refused> {
    if passport.boxes().iter().all(|text| text.trim().is_empty()) {
        return Err(Refused::because("nothing stands in any of its four boxes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};

    fn passport(by: &By, helps: &str, written: &str) -> Passport {
        Passport { helps: helps.into(), ..Passport::written(date(written), by.typed.clone()) }
    }

    #[test]
    fn a_new_one_replaces_the_one_before_and_keeps_it() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| write(edit, by, id, passport(by, "time", "2026-01-12")));
        lab.make(|edit, by| write(edit, by, id, passport(by, "pictures", "2026-11-20")));
        let file = lab.file(id);
        let kept: Vec<_> = file.passports.iter().map(|one| (one.helps.as_str(), one.replaced)).collect();
        assert_eq!(kept, [("time", Some(date("2026-11-20"))), ("pictures", None)]);
        assert_eq!(file.passport().unwrap().helps, "pictures");
        lab.undo();
        assert_eq!(lab.file(id).passport().unwrap().helps, "time");
    }

    #[test]
    fn what_cannot_be_is_said() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| write(edit, by, id, passport(by, "time", "2026-11-20")));
        for (helps, written, said) in [
            (" ", "2026-11-21", "nothing stands in any of its four boxes"),
            ("more", "2026-11-22", "lies ahead"),
            ("time", "2026-11-20", "is on file already"),
        ] {
            let refused =
                lab.try_make(|edit, by| write(edit, by, id, passport(by, helps, written))).unwrap_err();
            assert!(refused.contains(said), "{refused}");
        }
        assert_eq!(lab.file(id).passports.len(), 1);
    }
}
