//! One document about one child, out of the store into files: for the screen's worker and for the command line.
//!
//! Rule: it reads and writes files, it records nothing. That a letter went home is an action.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::consent;
use super::documents::Document;
use super::folder::{Folder, plain};
use crate::domain::case::Letter;
use crate::domain::ids::PupilId;
use crate::domain::words::list;
use crate::exchange::paper::save::{letterhead_beside, save};
use crate::exchange::paper::{Format, Head, PaperError};
use crate::store::{Store, StoreError};
use crate::views::timeline::DayOf;

/// What is printed, and where to.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Which document.
    pub document: &'static Document,
    /// In which formats; at least one.
    pub formats: &'a [Format],
    /// The folder that the files go into.
    pub dir: &'a Path,
    /// Whether a paper that may leave costs out says them.
    pub costs: bool,
    /// The day that it is dated.
    pub today: NaiveDate,
    /// Which day a moment was.
    pub day_of: DayOf,
}

/// What was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The files, in the order of the formats.
    pub files: Vec<PathBuf>,
    /// What is missing in it.
    pub missing: Vec<String>,
    /// Whether it is a letter that is to be sent: not one that went today, or that the parents have had.
    pub to_send: bool,
    /// What the letter is about, for its notice: "review with parents on 3 Dec 2026"; may be empty.
    pub about: String,
}

/// Why nothing was printed.
#[derive(Debug, thiserror::Error)]
pub enum NotPrinted {
    /// There is no such pupil.
    #[error("this pupil is no longer on file")]
    Gone,
    /// It cannot be made now.
    #[error("not yet: {0}")]
    NotYet(String),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error(transparent)]
    Paper(#[from] PaperError),
}

/// Whether this letter has yet to go.
fn to_send(folder: &Folder, document: &Document) -> bool {
    let Some((letter, _)) = document.home else { return false };
    let mut same =
        folder.file.notices.iter().filter(|notice| notice.letter == letter && notice.closed.is_none());
    match letter {
        Letter::Begins => match same.next_back() {
            Some(last) => last.sent.is_none() && last.returned.is_none(),
            None => true,
        },
        _ => !same.any(|notice| notice.sent == Some(folder.today)),
    }
}

/// Makes the document and writes it.
///
/// # Errors
/// The pupil is gone, the document cannot be made now, the store cannot be read, or a file cannot be written.
pub fn print(store: &Store, pupil: PupilId, order: Order<'_>) -> Result<Printed, NotPrinted> {
    let folder = store.read(|view| {
        let mut folder = Folder::read(view, pupil, order.today, order.day_of)?;
        if let Some(folder) = folder.as_mut() {
            folder.with_costs = order.costs;
        }
        if let Some(folder) = folder.as_mut().filter(|_| order.document.code == "evidence") {
            folder.typed = view.typed_days(pupil)?;
        }
        Ok(folder)
    })?;
    let folder = folder.ok_or(NotPrinted::Gone)?;
    let paper = order.document.make(&folder).map_err(NotPrinted::NotYet)?;
    let head = Head::of(&folder.school, order.today);
    let letterhead = if paper.letterhead { letterhead_beside(store.path())? } else { None };
    let mut files = Vec::new();
    for format in order.formats {
        files.push(save(&paper, *format, &head, letterhead.as_deref(), order.dir)?);
    }
    let about = match order.document.home {
        Some((Letter::Invitation, _)) => folder
            .next_review()
            .map(|review| format!("{} on {}", review.kind.label(), plain(review.due)))
            .unwrap_or_default(),
        Some((Letter::Consent, _)) => {
            let agencies: Vec<&str> = consent::waiting(&folder).map(|one| one.agency.as_str()).collect();
            list(&agencies)
        }
        _ => String::new(),
    };
    Ok(Printed {
        files,
        missing: order.document.offer(&folder).missing,
        to_send: to_send(&folder, order.document),
        about,
    })
}
