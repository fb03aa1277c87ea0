//! Papers: a letter printed and noted as sent, a pack printed, each in few keys; the files stand where the screen said.

use std::os::unix::fs::PermissionsExt;

use super::SHEET;
use super::pty::real_school;

#[test]
fn a_letter_is_printed_and_noted_as_sent_in_three_keys_and_a_pack_in_two() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen
        .wait_for("1 Due 3")
        .keys("2")
        .wait_for("register 5")
        .keys("/ Otter Enter")
        .wait_for("filter: Otter");
    let letter = ["d", "v", "y"];
    screen.keys(letter[0]).wait_for("Documents · Ama Otter").wait_for("Evidence pack");
    screen.wait_for("not yet: no EHC plan is on file");
    screen.keys(letter[1]).wait_for("Does the letter go home today?");
    screen.wait_for("Written: ~/senco-documents/AO-2026-11-21-invitation.docx, for you alone");
    screen.keys(letter[2]).wait_for("Saved: Letter sent home");

    let pack = ["d", "e"];
    screen.keys(pack[0]).wait_for("Documents · Ama Otter").keys(pack[1]);
    screen.wait_for("Written: ~/senco-documents/AO-2026-11-21-evidence.docx, for you alone");
    screen.quit();

    let papers = school.home.path().join("senco-documents");
    for name in ["AO-2026-11-21-invitation.docx", "AO-2026-11-21-evidence.docx"] {
        let meta = std::fs::metadata(papers.join(name)).unwrap();
        assert_eq!(meta.permissions().mode() & 0o777, 0o600, "{name}");
    }
    let said = school.run(&["case", "Ama Otter"]);
    assert!(said.contains("letter to parents") && said.contains("invitation"), "{said}");
    school.run(&["check"]);
}
