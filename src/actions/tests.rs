//! Reviews and checks against a real store in a temporary folder: worked examples, refusals in words, undo of each.

use chrono::NaiveDate;

use super::review::{self, Recording};
use super::staff::Adult;
use super::{By, check};
use crate::domain::code::{Decision, Outcome, SenCode, Wave};
use crate::domain::file::PupilFile;
use crate::domain::ids::{PupilId, RecordId, SCHOOL, Stamp, Typed};
use crate::domain::provision::{Allocation, Provision};
use crate::domain::pupil::{Pupil, StageSpan};
use crate::domain::record::Recorded;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::rows::Duty;
use crate::store::{CommitError, Edit, Operation, Refused, Store};

/// A store with one pupil at SEN support, one review to come, one allocation.
struct Kit {
    store: Store,
    _folder: tempfile::TempDir,
    pupil: PupilId,
    review: RecordId,
    allocation: RecordId,
    operations: u128,
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn by() -> By {
    By { today: date("2026-11-21"), typed: Typed { at: Stamp(1_795_000_000), by: "sen".into() } }
}

fn operation(id: u128) -> Operation {
    Operation { id, action: "a test".into(), user: "sen".into(), at: Stamp(1_795_000_000) }
}

impl Kit {
    fn new() -> Kit {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data").join("school.redb");
        let (mut pupil, mut planned, mut allocated) = (SCHOOL, RecordId(0), RecordId(0));
        let typed = by().typed;
        let store = Store::create(&path, operation(1), |edit| {
            pupil = edit.new_pupil();
            let who = Pupil { forename: "Ama".into(), surname: "Otter".into(), ..Pupil::default() };
            edit.put(Pupil::key(pupil, RecordId(0)), who.wrap())?;
            let span = StageSpan {
                stage: "K".into(),
                census: SenCode::K,
                from: date("2025-09-08"),
                to: None,
                reason: String::new(),
                original: String::new(),
                typed: typed.clone(),
            };
            edit.add(pupil, span)?;
            planned = edit.add(
                pupil,
                Review::planned(ReviewKind::WithParents, date("2026-11-16"), None, typed.clone()),
            )?;
            let run = Provision {
                name: "Language group".into(),
                area: None,
                wave: Wave::Targeted,
                minutes: 20,
                times_a_week: 3,
                lead: None,
                agency: String::new(),
                start: date("2026-10-05"),
                end: None,
                cost_pence: None,
                measure: String::new(),
                site: None,
                note: String::new(),
                typed: typed.clone(),
                ..Provision::default()
            };
            let provision = edit.add(SCHOOL, run)?;
            let place = Allocation {
                provision,
                from: date("2026-10-05"),
                to: None,
                entry: "34".into(),
                exit: String::new(),
                aim: String::new(),
                check_on: None,
                check_by: None,
                moves: Vec::new(),
                typed: typed.clone(),
            };
            allocated = edit.add(pupil, place)?;
            Ok(())
        })
        .unwrap();
        Kit { store, _folder: folder, pupil, review: planned, allocation: allocated, operations: 1 }
    }

    fn try_do(&mut self, act: impl FnMut(&mut Edit<'_>) -> Result<(), Refused>) -> Result<(), String> {
        self.operations += 1;
        match self.store.commit(operation(self.operations), act) {
            Ok(_) => Ok(()),
            Err(CommitError::Refused(refused)) => Err(refused.to_string()),
            Err(error) => panic!("{error}"),
        }
    }

    fn file(&self) -> PupilFile {
        self.store.read(|snapshot| snapshot.pupil_file(self.pupil)).unwrap().unwrap()
    }

    fn due(&self) -> Vec<(String, Duty)> {
        let rows = self.store.read(|snapshot| snapshot.due_all()).unwrap();
        rows.into_iter().map(|row| (row.key.date.to_string(), row.key.duty)).collect()
    }

    fn recording(&self) -> Recording {
        Recording {
            pupil: self.pupil,
            review: Some(self.review),
            kind: ReviewKind::WithParents,
            held: date("2026-11-20"),
            outcome: Outcome::AsHoped,
            note: " 2 of 3 targets met ".into(),
            pupil_voice: String::new(),
            parent_voice: String::new(),
            next: Some(date("2027-03-22")),
        }
    }

    fn checked(&self) -> check::Checked {
        check::Checked {
            pupil: self.pupil,
            allocation: self.allocation,
            held: date("2026-11-20"),
            outcome: Outcome::More,
            measure: "41".into(),
            word: "names 15 of 20".into(),
            decision: Decision::Continue,
        }
    }
}

#[test]
fn recording_a_review_writes_the_next_one_and_can_be_undone() {
    let mut kit = Kit::new();
    let before = kit.file();
    let input = kit.recording();
    kit.try_do(|edit| review::record(edit, &by(), &input).map(|_| ())).unwrap();
    let after = kit.file();
    assert_eq!(after.last_review().unwrap().note, "2 of 3 targets met");
    assert_eq!(
        kit.due(),
        [("2026-11-16".into(), Duty::ImpactCheck), ("2027-03-22".into(), Duty::AgreedReview)]
    );
    let again = kit.try_do(|edit| review::record(edit, &by(), &input).map(|_| ())).unwrap_err();
    assert!(again.contains("already recorded by sen: held on Fri 20 Nov 2026"), "{again}");
    kit.store.undo(None, operation(900)).unwrap();
    let undone = kit.file();
    assert_eq!(undone.reviews.len(), before.reviews.len());
    assert_eq!(undone.reviews[0].value, before.reviews[0].value);
}

#[test]
fn a_review_that_cannot_be_is_refused_in_words() {
    let mut kit = Kit::new();
    for (change, words) in [
        (Recording { held: date("2026-11-22"), ..kit.recording() }, "lies ahead"),
        (Recording { next: Some(date("2026-11-20")), ..kit.recording() }, "must come after"),
        (Recording { review: Some(RecordId(9_999)), ..kit.recording() }, "no longer there"),
        (Recording { pupil: PupilId(9_999), ..kit.recording() }, "no longer on file"),
    ] {
        let refused = kit.try_do(|edit| review::record(edit, &by(), &change).map(|_| ())).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    assert_eq!(kit.file().reviews.len(), 1, "nothing was written");
}

#[test]
fn a_review_moves_with_a_reason_and_goes_to_another_adult() {
    let mut kit = Kit::new();
    let (pupil, id) = (kit.pupil, kit.review);
    let refused =
        kit.try_do(|edit| review::reschedule(edit, &by(), pupil, id, date("2026-12-01"), " ")).unwrap_err();
    assert!(refused.contains("reason"), "{refused}");
    let past = kit
        .try_do(|edit| review::reschedule(edit, &by(), pupil, id, date("2026-11-20"), "mum cannot come"))
        .unwrap_err();
    assert!(past.contains("is past"), "{past}");
    kit.try_do(|edit| review::reschedule(edit, &by(), pupil, id, date("2026-12-01"), "mum cannot come"))
        .unwrap();
    let moved = &kit.file().reviews[0].value;
    assert_eq!((moved.due, moved.moves.len()), (date("2026-12-01"), 1));
    let name = Adult::Named("R Dale".into());
    kit.try_do(|edit| review::assign(edit, pupil, id, Some(&name))).unwrap();
    kit.try_do(|edit| review::assign(edit, pupil, id, Some(&Adult::Named("r dale".into())))).unwrap();
    let school = kit.store.read(|snapshot| snapshot.school()).unwrap();
    assert_eq!(school.staff.len(), 1, "the same name is the same adult");
    assert_eq!(kit.file().reviews[0].lead, Some(school.staff[0].id));
    kit.try_do(|edit| review::call_off(edit, &by(), pupil, id, "moved away")).unwrap();
    assert_eq!(kit.due()[0].1, Duty::ReviewRhythm, "with none agreed, the rhythm asks");
    let days = (date("2026-11-10"), date("2026-12-03"));
    kit.try_do(|edit| {
        review::agree_instead(edit, &by(), pupil, ReviewKind::Plan, days, "hall is booked").map(|_| ())
    })
    .unwrap();
    let file = kit.file();
    let agreed = file.open_reviews().next().unwrap();
    assert_eq!(agreed.due, date("2026-12-03"));
    assert_eq!(agreed.moves[0].reason, "hall is booked", "the words typed are kept");
}

#[test]
fn a_check_counts_on_from_the_day_it_was_made_and_stop_ends_the_allocation() {
    let mut kit = Kit::new();
    let input = kit.checked();
    kit.try_do(|edit| check::record(edit, &by(), &input)).unwrap();
    assert!(kit.due().contains(&("2027-01-01".into(), Duty::ImpactCheck)), "{:?}", kit.due());
    let again = kit.try_do(|edit| check::record(edit, &by(), &input)).unwrap_err();
    assert!(again.contains("already recorded"), "{again}");
    let stop =
        check::Checked { held: date("2026-11-21"), decision: Decision::Stop, measure: "55".into(), ..input };
    kit.try_do(|edit| check::record(edit, &by(), &stop)).unwrap();
    let file = kit.file();
    assert_eq!(file.allocations[0].to, Some(date("2026-11-21")));
    assert_eq!(file.allocations[0].exit, "55");
    assert!(kit.due().iter().all(|(_, duty)| *duty != Duty::ImpactCheck));
    let late = kit.try_do(|edit| check::record(edit, &by(), &stop)).unwrap_err();
    assert!(late.contains("already recorded"), "{late}");
}

#[test]
fn a_check_moves_with_a_reason_until_it_is_made() {
    let mut kit = Kit::new();
    let (pupil, id) = (kit.pupil, kit.allocation);
    let past = kit
        .try_do(|edit| review::reschedule_check(edit, &by(), pupil, id, date("2026-11-20"), "trip"))
        .unwrap_err();
    assert!(past.contains("is past"), "{past}");
    kit.try_do(|edit| review::reschedule_check(edit, &by(), pupil, id, date("2026-11-27"), "trip")).unwrap();
    assert!(kit.due().contains(&("2026-11-27".into(), Duty::ImpactCheck)), "{:?}", kit.due());
    let input = kit.checked();
    kit.try_do(|edit| check::record(edit, &by(), &input)).unwrap();
    assert_eq!(kit.file().allocations[0].check_on, None);
}
