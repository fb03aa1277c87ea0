//! A passport written: the one before is kept, and from that day no longer in force.

use super::case;
use super::{By, not_ahead};
use crate::domain::day;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::record::Recorded;
use crate::domain::support::Passport;
use crate::store::{Edit, Refused};

/// Puts a passport in force. Whatever is in force is replaced on the day that the new one was written.
///
/// # Errors
/// Nothing stands in its boxes, it is older than the one in force, a day lies ahead, the pupil has left, the same is on
/// file already, or the store fails.
pub fn write(edit: &mut Edit<'_>, by: &By, pupil: PupilId, new: Passport) -> Result<RecordId, Refused> {
    not_ahead(new.written, by, "Written on")?;
    not_empty(&new)?;
    let replaced = new.written;
    let before: Vec<_> =
        edit.list::<Passport>(pupil)?.into_iter().filter(|held| held.replaced.is_none()).collect();
    if let Some(later) = before.iter().find(|held| held.written > replaced) {
        return Err(Refused::because(format!(
            "the passport in force was written on {}, which is later: change that one",
            day::full(later.written)
        )));
    }
    let id = case::begin(edit, by, pupil, new.wrap())?;
    for mut held in before {
        held.value.replaced = Some(replaced);
        edit.put(Passport::key(pupil, held.id), held.value.wrap())?;
    }
    Ok(id)
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
            ("more", "2026-11-19", "which is later: change that one"),
            ("time", "2026-11-20", "is on file already"),
        ] {
            let refused = lab.try_make(|edit, by| write(edit, by, id, passport(by, helps, written))).unwrap_err();
            assert!(refused.contains(said), "{refused}");
        }
        assert_eq!(lab.file(id).passports.len(), 1);
    }
}
