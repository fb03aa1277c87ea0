//! Bringing an edit to the disk, and undoing one.
//!
//! Rule: a commit that reported an error may have happened. The handle is opened again and the operation looked up by its
//! number before it is tried once more; nothing is saved twice, and nothing saved is reported as lost.

use super::Store;
use super::edit::{Edit, Finished, How};
use super::error::{CommitError, Refused, StoreError};
use super::journal::{self, Operation, Target};
use super::tables::{Tables, Txn, guarded};
use super::undo;
use crate::domain::ids::Seq;

/// A change that stands on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Its place in the journal; that of the newest entry if nothing changed.
    pub seq: Seq,
    /// How many records it changed; 0 means that all stood so already and no entry was written.
    pub touched: usize,
    /// What was done, in words: the operation's action, or "undo: …".
    pub summary: String,
}

type Build<'f> = &'f mut dyn FnMut(&mut Edit<'_>) -> Result<(), Refused>;

impl Store {
    /// Builds an edit inside a write transaction and commits it, synced. `f` may be called twice: if the disk fails, it is
    /// tried once more on a handle opened anew, unless the first try turns out to have happened.
    ///
    /// # Errors
    /// Refused by `f`, busy for 3 s, disk full, or a failing store. But for [`CommitError::Unsure`], nothing was saved.
    pub fn commit(
        &mut self,
        op: Operation,
        mut f: impl FnMut(&mut Edit<'_>) -> Result<(), Refused>,
    ) -> Result<Committed, CommitError> {
        self.run(&op, How::Work, &mut f)
    }

    /// Undoes an entry, or with `None` the newest change by this user that still stands. The undo is an entry too, and can
    /// be undone.
    ///
    /// # Errors
    /// Refused with words if a record was changed since, naming it, or if there is nothing to undo; else as
    /// [`Store::commit`].
    pub fn undo(&mut self, seq: Option<Seq>, op: Operation) -> Result<Committed, CommitError> {
        let target = self.read(|view| journal::undo_target(&view.tables, seq, &op.user))?;
        let entry = match target {
            Target::Entry(entry) if entry.founding => {
                return Err(Refused::because("the making of the store cannot be undone").into());
            }
            Target::Entry(entry) => entry,
            Target::Undone => return Err(Refused::because("that has been undone already").into()),
            Target::Nothing if seq.is_some() => {
                return Err(Refused::because("there is no such journal entry").into());
            }
            Target::Nothing => return Err(Refused::because("there is nothing of yours to undo").into()),
        };
        let action = match entry.action.strip_prefix("undo: ") {
            Some(title) => format!("redo: {title}"),
            None => format!("undo: {}", entry.action.strip_prefix("redo: ").unwrap_or(&entry.action)),
        };
        let op = Operation { action, ..op };
        self.run(&op, How::Undo(entry.seq), &mut |edit| {
            if let Target::Undone = journal::undo_target(&edit.tables, Some(entry.seq), "")? {
                return Err(Refused::because("that has been undone already"));
            }
            undo::put_back(edit, &entry)
        })
    }

    fn run(&mut self, op: &Operation, how: How, f: Build<'_>) -> Result<Committed, CommitError> {
        let look = self.unsure == Some(op.id);
        let first = match self.attempt(op, how, f, look) {
            Ok(done) => return Ok(self.sure(done)),
            Err(error) => error,
        };
        let store_error = match first {
            Refused::Store(error) if error.latches() => error,
            other => return Err(self.told(other)),
        };
        self.close();
        if matches!(store_error, StoreError::Full) {
            // No second try: it would fill the disk again. But it may have happened.
            return match self.read(|view| journal::find_operation(&view.tables, op.id)) {
                Ok(Some(entry)) => Ok(self.sure(done_before(&entry))),
                Ok(None) => Err(CommitError::Full),
                Err(error) => Err(self.not_sure(op, error)),
            };
        }
        match self.attempt(op, how, f, true) {
            Ok(done) => Ok(self.sure(done)),
            Err(Refused::Store(error)) if error.latches() => {
                self.close();
                match self.read(|view| journal::find_operation(&view.tables, op.id)) {
                    Ok(Some(entry)) => Ok(self.sure(done_before(&entry))),
                    Ok(None) => Err(self.told(error.into())),
                    Err(again) => Err(self.not_sure(op, again)),
                }
            }
            Err(other) => Err(self.told(other)),
        }
    }

    fn sure(&mut self, done: Committed) -> Committed {
        self.unsure = None;
        self.watch.borrow_mut().own(done.seq);
        done
    }

    fn told(&self, refused: Refused) -> CommitError {
        match refused {
            Refused::Store(error) => error.at(&self.path).into(),
            other => other.into(),
        }
    }

    fn not_sure(&mut self, op: &Operation, error: StoreError) -> CommitError {
        self.unsure = Some(op.id);
        CommitError::Unsure(error.at(&self.path))
    }

    /// One try. With `look`, an operation that stands already is not done again.
    pub(crate) fn attempt(
        &mut self,
        op: &Operation,
        how: How,
        f: Build<'_>,
        look: bool,
    ) -> Result<Committed, Refused> {
        self.ensure_open()?;
        let handle = self.handle.borrow();
        let handle = handle.as_ref().ok_or_else(|| StoreError::Latched("it is closed".into()))?;
        let txn = handle.begin_write(self.patience)?;
        let built = (|| {
            if look && let Some(entry) = journal::find_operation(&Tables::new(Txn::Write(&txn)), op.id)? {
                return Ok(Err(done_before(&entry)));
            }
            let mut edit = Edit::new(Tables::new(Txn::Write(&txn)), how)?;
            let last = Seq(edit.seq().0.saturating_sub(1));
            f(&mut edit)?;
            match edit.finish(op, &self.progress)? {
                Some(finished) => Ok(Ok(finished)),
                None => Ok(Err(Committed { seq: last, touched: 0, summary: op.action.clone() })),
            }
        })();
        match built {
            Ok(Ok(Finished { seq, touched })) => {
                guarded(|| Ok(txn.commit()?))?;
                Ok(Committed { seq, touched, summary: op.action.clone() })
            }
            Ok(Err(nothing)) => {
                guarded(|| Ok(txn.abort()?))?;
                Ok(nothing)
            }
            Err(refused) => {
                // What matters is the first failure.
                let _ = guarded(|| Ok(txn.abort()?));
                Err(refused)
            }
        }
    }
}

fn done_before(entry: &journal::Entry) -> Committed {
    Committed { seq: entry.seq, touched: entry.touched.len(), summary: entry.action.clone() }
}
