//! The school's own list of vague wording: the file `wording.txt` beside the store.
//!
//! Rule: where the file is, it takes the place of the built-in list; where it cannot be read, the built-in list is in force and
//! the reason is said. A file that is there is never overwritten.

use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::beside;
use crate::domain::wording::{BUILT_IN, Fault, List};

/// Its name.
const NAME: &str = "wording.txt";

/// The most bytes that are read: a list of some thousand lines.
const MOST: u64 = 256_000;

/// The list in force.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The phrases.
    pub list: List,
    /// Where the school's own list is, or would be.
    pub path: PathBuf,
    /// Whether the list is the school's own.
    pub own: bool,
    /// Lines of the school's list that cannot be read.
    pub faults: Vec<Fault>,
    /// Why the school's list is not in force though it is there; `None` if nothing is wrong.
    pub unread: Option<String>,
}

/// Where the list of a school is, beside its store.
pub fn place(store: &Path) -> PathBuf {
    store.parent().unwrap_or_else(|| Path::new(".")).join(NAME)
}

fn contents(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    beside::open(path)?.take(MOST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {} kB", MOST / 1000),
        ));
    }
    Ok(text)
}

/// The list in force for the school with this store. Never fails: whatever is wrong is said in the result.
pub fn read(store: &Path) -> Wording {
    let path = place(store);
    let (text, unread) = match contents(&path) {
        Ok(text) => (Some(text), None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (None, None),
        Err(error) => (None, Some(error.to_string())),
    };
    let own = text.is_some();
    let (list, faults) = List::parse(text.as_deref().unwrap_or(BUILT_IN));
    Wording { list, path, own, faults, unread }
}

/// Writes the built-in list beside the store, to be edited.
///
/// # Errors
/// There is one already, or it cannot be written.
pub fn write(store: &Path) -> io::Result<PathBuf> {
    let path = place(store);
    // No pupil stands in it: others may read it, and nobody else may change what the school sees as its list.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o644).open(&path)?;
    file.write_all(BUILT_IN.as_bytes())?;
    file.sync_all()?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schools_file_takes_the_place_of_the_list_and_is_never_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let store = home.path().join("school.redb");
        let before = read(&store);
        assert!(!before.own && before.list == List::built_in());
        let path = write(&store).unwrap();
        assert_eq!(read(&store).list, List::built_in());
        std::fs::write(&path, "lots of = how many\nbad line\n").unwrap();
        let own = read(&store);
        assert_eq!((own.own, own.list.phrases().len(), own.faults.len()), (true, 1, 1));
        assert_eq!(write(&store).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        std::fs::write(&path, b"\xff\xfe\x00").unwrap();
        let broken = read(&store);
        assert!(!broken.own && broken.unread.is_some() && broken.list == List::built_in());
        // Half of a list would be one that nobody wrote.
        std::fs::write(&path, "lots of = how many\n".repeat(20_000)).unwrap();
        let large = read(&store);
        assert!(!large.own && large.unread.is_some_and(|why| why.contains("256 kB")));
    }
}
