//! Making a file small again that grew far over its content.
//!
//! Rule: only when the file is over four times its content and 64 MB, and nobody reads; else it is left alone.

use super::Store;
use super::error::StoreError;
use super::handle::Handle;
use super::tables::guarded;

/// Files below this are never compacted.
const LEAST: u64 = 64 << 20;

/// How many times its content a file may be.
const TIMES: u64 = 4;

/// Whether a file of `bytes` with `content` bytes in it is worth it.
fn worthwhile(bytes: u64, content: u64) -> bool {
    bytes > LEAST && bytes > content.saturating_mul(TIMES)
}

impl Store {
    /// Compacts the file if it is worth it and nobody reads. `false` if it was left alone.
    ///
    /// # Errors
    /// The disk fails, or the store was opened for reading.
    pub fn compact_if_worthwhile(&self) -> Result<bool, StoreError> {
        let bytes = std::fs::metadata(&self.path).map_or(0, |meta| meta.len());
        // Counting the content reads the whole file.
        if bytes <= LEAST {
            return Ok(false);
        }
        self.ensure_open()?;
        let compacted = {
            let mut handle = self.handle.borrow_mut();
            let Some(handle @ Handle::Writer(_)) = handle.as_mut() else { return Ok(false) };
            let txn = handle.begin_write(self.patience)?;
            let content = guarded(|| {
                let stats = txn.stats()?;
                txn.abort()?;
                Ok(stats.stored_bytes().saturating_add(stats.metadata_bytes()))
            })?;
            if !worthwhile(bytes, content) {
                return Ok(false);
            }
            match handle {
                Handle::Writer(db) => guarded(|| match db.compact() {
                    Ok(done) => Ok(done),
                    // Somebody reads: another time.
                    Err(redb::CompactionError::TransactionInProgress) => Ok(false),
                    Err(redb::CompactionError::Storage(error)) => Err(error.into()),
                    Err(other) => Err(StoreError::Other(other.to_string())),
                }),
                Handle::Reader(_) => Ok(false),
            }
        };
        compacted.map_err(|error| {
            self.close();
            error.at(&self.path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_compacted_only_when_large_and_mostly_empty() {
        let mb = 1 << 20;
        let cases = [
            (64, 1, false),
            (65, 16, true),
            (65, 17, false),
            (400, 99, true),
            (400, 100, false),
            (3, 0, false),
        ];
        for (bytes, content, expected) in cases {
            assert_eq!(worthwhile(bytes * mb, content * mb), expected, "{bytes} MB with {content} MB");
        }
    }
}
