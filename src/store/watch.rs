//! Seeing other people's changes without asking for much: the file's first bytes, then the journal's last number.
//!
//! Rule: no file watching. Every commit changes the header, so equal first bytes mean that nothing happened.

use std::fs::File;
use std::os::unix::fs::FileExt;

use super::Store;
use super::error::StoreError;
use crate::domain::ids::Seq;

/// redb's header with both commit slots.
const HEADER: usize = 320;

/// What was seen last.
#[derive(Default)]
pub(crate) struct Watch {
    file: Option<File>,
    header: Option<[u8; HEADER]>,
    generation: Seq,
    known: Seq,
}

impl Watch {
    /// A change of one's own is no news, if nothing came before it.
    pub(crate) fn own(&mut self, seq: Seq) {
        if seq.0 <= self.known.0.saturating_add(1) {
            self.known = self.known.max(seq);
        }
    }
}

impl Store {
    fn header(&self) -> Option<[u8; HEADER]> {
        let mut watch = self.watch.borrow_mut();
        if watch.file.is_none() {
            watch.file = File::open(&self.path).ok();
        }
        let mut header = [0; HEADER];
        watch.file.as_ref()?.read_exact_at(&mut header, 0).ok()?;
        Some(header)
    }

    /// The place of the newest journal entry: grows by one with every change, whoever made it. Costs one small read of the
    /// file where nothing happened.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn generation(&self) -> Result<u64, StoreError> {
        // Before the transaction: a change between the two shows at the next call.
        let header = self.header();
        {
            let watch = self.watch.borrow();
            if header.is_some() && header == watch.header {
                return Ok(watch.generation.0);
            }
        }
        let generation = self.read(|view| view.generation())?;
        let mut watch = self.watch.borrow_mut();
        watch.header = header;
        watch.generation = generation;
        Ok(generation.0)
    }

    /// The generation, if others changed something since this was last asked; `None` if they did not. The first call
    /// remembers and says `None`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn changed(&self) -> Result<Option<u64>, StoreError> {
        let generation = Seq(self.generation()?);
        let mut watch = self.watch.borrow_mut();
        let news = watch.known != Seq(0) && generation != watch.known;
        watch.known = generation;
        Ok(news.then_some(generation.0))
    }
}
