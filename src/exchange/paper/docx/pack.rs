//! Files into an archive.
//!
//! Rule: one order, one time, one method: the same files give the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::exchange::paper::PaperError;

/// The archive of these files in this order.
///
/// # Errors
/// A name that an archive cannot hold.
pub fn pack<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, PaperError> {
    let failed = |error: &dyn std::fmt::Display| {
        PaperError::new(format!("the paper could not be packed into a DOCX file: {error}; write it as HTML"))
    };
    // The first moment that an archive knows: a clock would make every copy another file.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, options).map_err(|error| failed(&error))?;
        archive.write_all(bytes).map_err(|error| failed(&error))?;
    }
    Ok(archive.finish().map_err(|error| failed(&error))?.into_inner())
}
