//! A file that a school puts beside the store: the letterhead, the list of vague words.
//!
//! Rule: whatever stands there under its name, opening it never waits.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

/// Opens it to be read.
///
/// # Errors
/// It is not there, cannot be read, or is no file.
pub fn open(path: &Path) -> io::Result<File> {
    // Without this a pipe is waited for until somebody writes into it.
    let file = OpenOptions::new().read(true).custom_flags(OFlag::O_NONBLOCK.bits()).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file"));
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_not_waited_for_and_a_folder_is_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        for (path, want) in [
            (pipe, ErrorKind::InvalidInput),
            (dir.path().to_owned(), ErrorKind::InvalidInput),
            (dir.path().join("none"), ErrorKind::NotFound),
        ] {
            assert_eq!(open(&path).unwrap_err().kind(), want, "{}", path.display());
        }
        let file = dir.path().join("file");
        std::fs::write(&file, "x").unwrap();
        assert!(open(&file).is_ok());
    }
}
