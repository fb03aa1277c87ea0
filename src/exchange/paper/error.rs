//! Why a paper was not written.

use crate::exchange::replace::NotWritten;

/// Why a paper was not written: what, where, and what to do. Names no pupil.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct PaperError {
    words: String,
    /// Whether somebody with other rights could have.
    pub not_permitted: bool,
}

impl PaperError {
    /// One in these words.
    pub(in crate::exchange) fn new(words: impl Into<String>) -> PaperError {
        PaperError { words: words.into(), not_permitted: false }
    }
}

impl From<NotWritten> for PaperError {
    fn from(error: NotWritten) -> PaperError {
        PaperError { words: error.to_string(), not_permitted: error.not_permitted }
    }
}
