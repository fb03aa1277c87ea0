use super::super::ics::Entry;
use super::*;
use crate::domain::ids::Stamp;

fn file(summary: &str, at: i64) -> String {
    let entry = Entry {
        uid: "1@x.senco".into(),
        date: "2026-11-30".parse().unwrap(),
        summary: summary.into(),
        description: String::new(),
        category: "policy".into(),
    };
    ics::write("x", Stamp(at), &[entry])
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

/// What stands in a folder.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_file_is_private_and_replaced_only_if_it_says_something_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("senco.ics");
    assert_eq!(calendar(&path, &file("a", 1)).unwrap(), Written::New);
    assert_eq!(mode(&path), 0o600);
    let first = fs::metadata(&path).unwrap().ino();
    assert_eq!(calendar(&path, &file("a", 2)).unwrap(), Written::Unchanged);
    assert_eq!(fs::read_to_string(&path).unwrap(), file("a", 1));
    assert_eq!(fs::metadata(&path).unwrap().ino(), first, "not even written anew");
    assert_eq!(calendar(&path, &file("b", 3)).unwrap(), Written::Replaced);
    assert_eq!(fs::read_to_string(&path).unwrap(), file("b", 3));
    assert_eq!(names(dir.path()), ["senco.ics"]);
}

#[test]
fn rights_that_were_given_stay() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("senco.ics");
    fs::write(&path, "").unwrap();
    for rights in [0o644, 0o640, 0o600] {
        fs::set_permissions(&path, fs::Permissions::from_mode(rights)).unwrap();
        calendar(&path, &file(&rights.to_string(), 1)).unwrap();
        assert_eq!(mode(&path), rights);
    }
}

#[test]
fn a_link_stays_one() {
    let dir = tempfile::tempdir().unwrap();
    let (path, link) = (dir.path().join("real.ics"), dir.path().join("link.ics"));
    fs::write(&path, "").unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    calendar(&link, &file("a", 1)).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), file("a", 1));
}

#[test]
fn what_cannot_be_is_said_with_the_way_on_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::write(at("notes.txt"), "words of mine").unwrap();
    fs::write(at("other.ics"), "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n").unwrap();
    fs::write(at("bytes.ics"), b"\xff\xfe").unwrap();
    let before = names(dir.path());
    for (path, words) in [
        (dir.path().to_owned(), "is a folder"),
        (at("none/senco.ics"), "mkdir -p"),
        (at("notes.txt/senco.ics"), "there is no folder"),
        (at("notes.txt"), "no calendar that senco wrote"),
        (at("other.ics"), "no calendar that senco wrote"),
        (at("bytes.ics"), "no calendar that senco wrote"),
        (PathBuf::from("/dev/null"), "is not a file"),
        (at(&"n".repeat(300)), "cannot write"),
    ] {
        let said = calendar(&path, &file("a", 1)).unwrap_err().to_string();
        assert!(said.contains(words), "{}: {said}", path.display());
    }
    assert_eq!(names(dir.path()), before);
    assert_eq!(fs::read_to_string(at("notes.txt")).unwrap(), "words of mine");
}

#[test]
fn what_the_disk_says_is_told_in_words() {
    let path = Path::new("/srv/cal/senco.ics");
    for (kind, words, not_permitted) in [
        (ErrorKind::StorageFull, "make room", false),
        (ErrorKind::QuotaExceeded, "make room", false),
        (ErrorKind::PermissionDenied, "no right to write /srv/cal/senco.ics", true),
        (ErrorKind::ReadOnlyFilesystem, "read-only", true),
        (ErrorKind::NotFound, "no folder /srv/cal", false),
        (ErrorKind::Other, "cannot write /srv/cal/senco.ics", false),
    ] {
        let said = failed(path, &kind.into());
        assert!(said.to_string().contains(words), "{said}");
        assert_eq!(said.not_permitted, not_permitted, "{kind:?}");
    }
}

#[test]
fn a_typed_place_is_said_in_full() {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    assert_eq!(typed("~/senco.ics"), home.join("senco.ics"));
    assert_eq!(typed("~"), home);
    assert_eq!(typed("/srv/a b.ics"), Path::new("/srv/a b.ics"));
    assert!(typed("senco.ics").is_absolute());
    assert!(typed("~sue/x.ics").ends_with("~sue/x.ics"));
}
