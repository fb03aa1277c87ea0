//! Why a command failed, and the exit code that says so to a script.
//!
//! Rule: the codes are a promise: 0 done, 1 failed, 2 usage, 10 no store, 11 busy, 12 damaged, 13 not permitted.

use std::io;

use crate::store::{CommitError, ErrorKind, StoreError};

/// A failed command.
#[derive(Debug)]
pub enum Failure {
    /// Nobody reads any more (`senco … | head`): no message, and no failure.
    Closed,
    /// Anything else: the exit code and the words for stderr; no words if all was said already.
    Said(u8, String),
}

/// What a command gives.
pub type Outcome = Result<(), Failure>;

impl Failure {
    /// Failed, with words.
    pub fn because(words: impl Into<String>) -> Failure {
        Failure::Said(1, words.into())
    }

    /// Called wrongly, with words.
    pub fn usage(words: impl Into<String>) -> Failure {
        Failure::Said(2, words.into())
    }

    /// Damage, where every finding was said already.
    pub fn damaged(words: impl Into<String>) -> Failure {
        Failure::Said(12, words.into())
    }
}

fn code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::NoStore => 10,
        ErrorKind::Busy => 11,
        ErrorKind::Damaged => 12,
        ErrorKind::NotPermitted => 13,
        ErrorKind::Newer | ErrorKind::Other => 1,
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Said(code(error.kind()), error.to_string())
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Failure {
        Failure::Said(code(error.kind()), error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::because(format!("cannot write the result: {error}")),
        }
    }
}
