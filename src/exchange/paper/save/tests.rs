use std::fs::File;

use super::*;
use crate::exchange::paper::{Block, Paper, Size};

fn paper() -> Paper {
    Paper {
        title: "Plan".into(),
        slug: "iep",
        initials: "A/../O".into(),
        dated: "2026-11-22".parse().unwrap(),
        letterhead: false,
        size: Size::A4,
        one_page: false,
        blocks: vec![Block::Para("one".into())],
    }
}

fn save_in(dir: &Path, format: Format) -> Result<PathBuf, PaperError> {
    save(&paper(), format, &Head::default(), None, dir)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn folder_and_file_are_private_and_no_paper_takes_anothers_place() {
    let dir = tempfile::tempdir().unwrap();
    let into = dir.path().join("deep/er");
    let first = save_in(&into, Format::Html).unwrap();
    assert_eq!(first, into.join("AO-2026-11-22-iep.html"));
    assert_eq!((mode(&into), mode(&first)), (0o700, 0o600));
    fs::write(&first, "changed by hand").unwrap();
    let second = save_in(&into, Format::Html).unwrap();
    assert_eq!(second, into.join("AO-2026-11-22-iep-2.html"));
    assert_eq!(save_in(&into, Format::Html).unwrap(), into.join("AO-2026-11-22-iep-3.html"));
    assert_eq!(save_in(&into, Format::Docx).unwrap(), into.join("AO-2026-11-22-iep.docx"));
    assert_eq!(fs::read_to_string(&first).unwrap(), "changed by hand");
    assert!(fs::read_to_string(&second).unwrap().ends_with("</html>\n"));
    assert_eq!(fs::read_dir(&into).unwrap().count(), 4, "no half-written file stays");
}

#[test]
fn a_link_in_the_way_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let victim = dir.path().join("victim");
    std::os::unix::fs::symlink(&victim, dir.path().join("AO-2026-11-22-iep.html")).unwrap();
    let path = save_in(dir.path(), Format::Html).unwrap();
    assert_eq!(path, dir.path().join("AO-2026-11-22-iep-2.html"));
    assert!(!victim.exists());
}

#[test]
fn places_that_cannot_hold_a_paper_are_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    let open = dir.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
    for (place, want) in [
        (file.clone(), "is not a folder"),
        (file.join("below"), "is not a folder"),
        (open, "chmod o-w"),
        // No disk has room there.
        (PathBuf::from("/proc/senco-documents"), "/proc"),
    ] {
        let error = save_in(&place, Format::Html).unwrap_err().to_string();
        assert!(error.contains(want), "{}: {error}", place.display());
        assert!(error.contains(&place.display().to_string()), "{error}");
        assert!(!error.contains("Plan"), "{error}");
    }
}

#[test]
fn a_name_written_letter_by_letter_is_in_no_files_name() {
    let mut paper = paper();
    paper.initials = "OSCAROTTER".repeat(40);
    assert_eq!(paper.file_stem(), "OSCARO-2026-11-22-iep");
}

#[test]
fn the_letterhead_stands_beside_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("school.senco");
    assert_eq!(letterhead_beside(&store), Ok(None));
    fs::write(dir.path().join(LETTERHEAD), "PK").unwrap();
    assert_eq!(letterhead_beside(&store), Ok(Some(b"PK".to_vec())));
    fs::remove_file(dir.path().join(LETTERHEAD)).unwrap();
    let large = File::create(dir.path().join(LETTERHEAD)).unwrap();
    large.set_len(LETTERHEAD_MOST + 1).unwrap();
    assert!(letterhead_beside(&store).unwrap_err().to_string().contains("larger than 20 MB"));
    fs::remove_file(dir.path().join(LETTERHEAD)).unwrap();
    fs::create_dir(dir.path().join(LETTERHEAD)).unwrap();
    assert!(letterhead_beside(&store).is_err());
}
