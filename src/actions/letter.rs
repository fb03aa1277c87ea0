//! A letter home that was printed: whether it went, so that it is sent, chased and its slip comes back.
//!
//! Rule: one letter is one notice. Printing it again, or on the day it went, begins no second one.

use super::{By, case, pupil};
use crate::domain::case::{Letter, Notice};
use crate::domain::field::Value;
use crate::domain::ids::PupilId;
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused};

/// Which letter was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// What it is about.
    pub letter: Letter,
    /// Whether it has a slip that comes back.
    pub slip: bool,
    /// What tells it from others of its kind: the meeting that it invites to; may be empty.
    pub about: String,
    /// Whether it goes home today.
    pub sent: bool,
}

/// Puts a printed letter on file: on the notice that waits for it, else on a new one decided today.
///
/// # Errors
/// The pupil has left or is no longer on file, or the store fails.
pub fn printed(edit: &mut Edit<'_>, by: &By, pupil_id: PupilId, what: &Printed) -> Result<(), Refused> {
    pupil(edit, pupil_id)?;
    let same = |notice: &Notice| notice.letter == what.letter && notice.closed.is_none();
    let all = edit.list::<Notice>(pupil_id)?;
    if all.iter().any(|notice| same(notice) && notice.sent == Some(by.today)) {
        return Ok(());
    }
    // Whom the letter that SEN support begins has reached once need not be told again.
    let told = |notice: &Notice| notice.letter == Letter::Begins && same(notice) && notice.ended().is_none();
    let waits =
        all.iter().rev().find(|notice| same(notice) && notice.sent.is_none() && notice.returned.is_none());
    match waits {
        Some(waits) if what.sent => {
            let key = Notice::key(pupil_id, waits.id);
            case::step(edit, by, key, &[("sent", Value::Date(by.today))])
        }
        Some(_) => Ok(()),
        None if all.iter().any(|notice| told(notice)) => Ok(()),
        None => {
            let mut notice = Notice::decided(by.today, by.typed.clone());
            (notice.letter, notice.slip, notice.note) = (what.letter, what.slip, what.about.clone());
            notice.sent = what.sent.then_some(by.today);
            case::begin(edit, by, pupil_id, notice.wrap()).map(|_| ())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};

    fn printed_as(letter: Letter, slip: bool, sent: bool) -> Printed {
        Printed { letter, slip, about: String::new(), sent }
    }

    fn told(lab: &mut Lab, id: PupilId, what: &Printed) -> Vec<(Letter, String, bool)> {
        lab.make(|edit, by| printed(edit, by, id, what));
        let said = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        lab.file(id).notices.iter().map(|one| (one.letter, said(one.sent), one.slip)).collect()
    }

    #[test]
    fn the_letter_that_waits_is_the_one_that_went() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| edit.add(ama, Notice::decided(date("2026-11-18"), by.typed.clone())));
        let begins = (Letter::Begins, String::new(), true);
        assert_eq!(told(&mut lab, ama, &printed_as(Letter::Begins, true, false)), [begins]);
        let sent = (Letter::Begins, "2026-11-21".to_owned(), true);
        for _ in 0..2 {
            let all = told(&mut lab, ama, &printed_as(Letter::Begins, true, true));
            assert_eq!(all, std::slice::from_ref(&sent), "printed twice it is one letter");
        }
        lab.by.today = date("2026-11-25");
        let all = told(&mut lab, ama, &printed_as(Letter::Begins, true, true));
        assert_eq!(all, [sent], "a copy on another day is no second letter while the slip is out");
    }

    #[test]
    fn an_invitation_begins_a_notice_and_the_next_one_another() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        let waits = told(&mut lab, ama, &printed_as(Letter::Invitation, true, false));
        assert_eq!(waits, [(Letter::Invitation, String::new(), true)]);
        let sent = (Letter::Invitation, "2026-11-21".to_owned(), true);
        let all = told(&mut lab, ama, &printed_as(Letter::Invitation, true, true));
        assert_eq!(all, std::slice::from_ref(&sent));
        lab.by.today = date("2026-11-25");
        let next = (Letter::Invitation, "2026-11-25".to_owned(), true);
        assert_eq!(told(&mut lab, ama, &printed_as(Letter::Invitation, true, true)), [sent, next]);
    }

    #[test]
    fn no_letter_is_put_on_the_file_of_a_leaver() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        lab.make(|edit, _| {
            let mut who = edit.pupil(ama)?.unwrap();
            who.value.left = Some(date("2026-10-30"));
            edit.put(crate::domain::ids::Key::profile(ama), who.value.wrap())
        });
        let done = lab.try_make(|edit, by| printed(edit, by, ama, &printed_as(Letter::Summary, false, true)));
        assert!(done.unwrap_err().contains("Ama Otter left"));
    }
}
