//! What keeps the data: undo, journal, backup, restore, damage, import.

use std::path::Path;

use super::home::*;

#[test]
fn undo_takes_back_and_the_journal_says_so() {
    let home = Home::new();
    let store = home.one_pupil("s.redb", "x");
    home.on(&store, &["undo"]).gives(1).says("nothing of yours");
    home.on(&store, &["undo", "--seq", "99"]).gives(1).says("no such");
    home.on(&store, &["undo", "--seq", "1"]).gives(1).says("cannot be undone");
    home.on(&store, &["undo", "--seq", "2"]).good().says("Entry 3");
    assert!(home.on(&store, &["register", "--all", "--json"]).items().is_empty());
    let journal = home.on(&store, &["journal", "--json"]).items();
    let of = |key: &str| journal.iter().map(|entry| entry[key].to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(of("seq"), "3 2 1");
    assert_eq!(of("undoes"), "2 null null");
    assert_eq!(of("undone"), "false true false");
    assert_eq!(of("founding"), "false false true");
    // Undoing the undoing brings everything back; without its number, undo goes further back instead.
    home.on(&store, &["undo"]).gives(1).says("nothing of yours");
    home.on(&store, &["undo", "--seq", "3"]).good();
    assert_eq!(home.on(&store, &["register", "--json"]).items().len(), 1);
    let journal = home.on(&store, &["journal", "--json"]).items();
    assert_eq!(journal[2]["undone"], false, "{journal:?}");
}

#[test]
fn backup_and_restore() {
    let home = Home::new();
    let store = home.one_pupil("s.redb", "x");
    let dest = home.path("copy.redb");
    let run = home.on(&store, &["backup", dest.to_str().unwrap()]).good();
    assert_eq!(run.out.trim(), dest.to_str().unwrap());
    home.on(&store, &["backup", dest.to_str().unwrap()]).gives(1).says("exists already");
    let dated = home.on(&store, &["backup", home.path("").to_str().unwrap()]).good();
    assert!(Path::new(dated.out.trim()).exists(), "{dated:?}");
    home.on(&store, &["undo", "--seq", "2"]).good();
    home.on(&store, &["restore", dest.to_str().unwrap()]).gives(2).says("--yes");
    assert!(home.on(&store, &["register", "--json"]).items().is_empty());
    home.on(&store, &["restore", dest.to_str().unwrap(), "--yes"]).good().says("Restored");
    assert_eq!(home.on(&store, &["register", "--json"]).items().len(), 1);
    home.on(&store, &["restore", dest.to_str().unwrap(), "--yes"]).good().says("nothing was changed");
    home.on(&store, &["restore", "/nowhere.redb", "--yes"]).gives(10);
    let gone = home.path("new.redb");
    home.on(&gone, &["restore", dest.to_str().unwrap()]).good().says("made from the backup");
    assert_eq!(home.on(&gone, &["register", "--json"]).items().len(), 1);
    home.on(&gone, &["check"]).good();
}

#[test]
fn damage_and_rights_have_exit_codes_of_their_own() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let mut bytes = std::fs::read(&store).unwrap();
    let half = bytes.len() / 2;
    for byte in bytes.iter_mut().skip(8192).step_by(61) {
        *byte ^= 0x55;
    }
    std::fs::write(&store, &bytes).unwrap();
    let run = home.on(&store, &["check"]);
    assert_eq!(run.code, 12, "{run:?}");
    bytes.truncate(half);
    std::fs::write(&store, &bytes).unwrap();
    assert_eq!(home.on(&store, &["due"]).code, 12);

    let other = home.demo("other.redb", &[]);
    let loose: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&other, loose).unwrap();
    home.on(&other, &["due"]).gives(13).says("chmod 600");

    let foreign = home.path("foreign.redb");
    std::fs::write(&foreign, "UPN,Surname\n").unwrap();
    let tight: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&foreign, tight).unwrap();
    let run = home.on(&foreign, &["due"]);
    assert!(run.code != 0 && run.out.is_empty(), "{run:?}");
}

#[test]
fn import_rehearses_writes_and_is_taken_back() {
    let home = Home::new();
    let store = home.path("s.redb");
    home.on(&store, &["init", "--school", "A"]).good();
    let sheet = home.0.path().join("register.csv");
    std::fs::write(&sheet, "UPN,Surname,Forename,Year,SEN Status\n,Otter,Ama,4,K\n,Quill,Ben,6,\n").unwrap();
    let sheet = sheet.to_str().unwrap();
    home.on(&store, &["import", sheet, "--dry-run"]).good().says("Nothing is written");
    assert!(home.on(&store, &["register", "--all", "--json"]).items().is_empty());
    assert_eq!(home.on(&store, &["import", sheet, "--json"]).good().items().len(), 2);
    assert_eq!(home.on(&store, &["register", "--all", "--json"]).items().len(), 2);
    home.on(&store, &["import", sheet]).good().says("nothing was written");
    home.on(&store, &["undo"]).good();
    assert!(home.on(&store, &["register", "--all", "--json"]).items().is_empty());
    home.on(&store, &["import", "/nowhere.csv"]).gives(1).says("/nowhere.csv");
    home.on(&store, &["import", sheet, "--map", "nonsense"]).gives(2);
}
