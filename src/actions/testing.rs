//! A small school in a temporary store, for the tests of actions and views.

use chrono::NaiveDate;

use super::By;
use crate::domain::case::Notice;
use crate::domain::code::Wave;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, PupilId, RecordId, SCHOOL, Seq, Stamp, Typed};
use crate::domain::provision::{Allocation, Provision};
use crate::domain::pupil::Pupil;
use crate::domain::record::Recorded;
use crate::domain::support::Cycle;
use crate::store::{Edit, Operation, Refused, Store};

/// A day out of its ISO form.
pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A store with nothing in it, on Saturday 21 November 2026.
pub(crate) struct Lab {
    pub(crate) store: Store,
    pub(crate) by: By,
    operations: u128,
    _place: tempfile::TempDir,
}

impl Lab {
    /// An empty school.
    pub(crate) fn new() -> Lab {
        let place = tempfile::tempdir().unwrap();
        // A store refuses a directory that others can look into.
        let inside = place.path().join("senco");
        std::os::unix::fs::DirBuilderExt::mode(&mut std::fs::DirBuilder::new(), 0o700)
            .create(&inside)
            .unwrap();
        let by =
            By { today: date("2026-11-21"), typed: Typed { at: Stamp(1_795_000_000), by: "sue".into() } };
        let store = Store::create(&inside.join("school.redb"), operation(0), |_| Ok(())).unwrap();
        Lab { store, by, operations: 0, _place: place }
    }

    /// Does something that may be refused: the words of the refusal.
    pub(crate) fn try_make<R>(
        &mut self,
        mut act: impl FnMut(&mut Edit<'_>, &By) -> Result<R, Refused>,
    ) -> Result<R, String> {
        self.operations += 1;
        let by = self.by.clone();
        let mut made = None;
        let done = self.store.commit(operation(self.operations), |edit| {
            made = Some(act(edit, &by)?);
            Ok(())
        });
        done.map_err(|error| error.to_string()).map(|_| made.unwrap())
    }

    /// Does something that must work.
    pub(crate) fn make<R>(&mut self, act: impl FnMut(&mut Edit<'_>, &By) -> Result<R, Refused>) -> R {
        self.try_make(act).unwrap()
    }

    /// Takes back what was done last.
    pub(crate) fn undo(&mut self) {
        self.operations += 1;
        self.store.undo(None, operation(self.operations)).unwrap();
    }

    /// Takes back an entry by its number: the words of the refusal.
    pub(crate) fn try_undo(&mut self, seq: u64) -> Result<(), String> {
        self.operations += 1;
        let done = self.store.undo(Some(Seq(seq)), operation(self.operations));
        done.map(|_| ()).map_err(|error| error.to_string())
    }

    /// A pupil's file as it stands.
    pub(crate) fn file(&self, id: PupilId) -> PupilFile {
        self.store.read(|view| view.pupil_file(id)).unwrap().unwrap()
    }

    /// A pupil at no stage.
    pub(crate) fn pupil(&mut self, forename: &str, surname: &str) -> PupilId {
        let pupil = Pupil { forename: forename.into(), surname: surname.into(), ..Pupil::default() };
        self.make(|edit, _| {
            let id = edit.new_pupil();
            edit.put(Key::profile(id), pupil.clone().wrap())?;
            Ok(id)
        })
    }

    /// Brings a pupil to a stage, with no letter left to write and no cycle begun.
    pub(crate) fn at_stage(&mut self, id: PupilId, stage: &str, from: &str) {
        let change = super::stage::Change {
            to: Some(stage.into()),
            census: None,
            from: date(from),
            reason: String::new(),
        };
        self.make(|edit, by| {
            super::stage::change(edit, by, id, &change)?;
            for notice in edit.list::<Notice>(id)? {
                edit.delete(Notice::key(id, notice.id))?;
            }
            for cycle in edit.list::<Cycle>(id)? {
                edit.delete(Cycle::key(id, cycle.id))?;
            }
            Ok(())
        });
    }

    /// A provision of three times twenty minutes.
    pub(crate) fn provision(&mut self, name: &str, start: &str) -> RecordId {
        self.make(|edit, by| {
            let provision = Provision {
                name: name.into(),
                area: None,
                wave: Wave::Targeted,
                minutes: 20,
                times_a_week: 3,
                lead: None,
                agency: String::new(),
                start: date(start),
                end: None,
                cost_pence: None,
                measure: String::new(),
                site: None,
                note: String::new(),
                typed: by.typed.clone(),
                ..Provision::default()
            };
            edit.add(SCHOOL, provision)
        })
    }

    /// A pupil's place in a provision.
    pub(crate) fn allocation(
        &mut self,
        id: PupilId,
        provision: RecordId,
        from: &str,
        to: Option<&str>,
    ) -> RecordId {
        self.make(|edit, by| {
            let allocation = Allocation {
                provision,
                from: date(from),
                to: to.map(date),
                entry: "34/100".into(),
                exit: String::new(),
                aim: String::new(),
                check_on: None,
                check_by: None,
                moves: Vec::new(),
                typed: by.typed.clone(),
            };
            edit.add(id, allocation)
        })
    }
}

fn operation(id: u128) -> Operation {
    Operation { id, action: "test".into(), user: "sue".into(), at: Stamp(1_795_000_000) }
}
