use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::case::{Letter, Notice};
use crate::domain::record::Recorded;
use crate::tui::testing::Screen;

/// A screen on the register with Ama at SEN support and her letter unsent, and a folder for papers.
fn screen() -> (Screen, PupilId, tempfile::TempDir) {
    let mut lab = Lab::new();
    let ama = lab.pupil("Ama", "Otter");
    lab.at_stage(ama, "K", "2026-11-16");
    lab.make(|edit, by| {
        edit.add(ama, Notice::decided(date("2026-11-16"), by.typed.clone()))?;
        // So that a letter has no name missing in it.
        edit.add(
            crate::domain::ids::SCHOOL,
            crate::domain::school::Staff {
                name: "R Dale".into(),
                role: "SENCO".into(),
                site: None,
                here: true,
            },
        )
    });
    let _ = Notice::KIND;
    (Screen::at(lab, Scope::Register), ama, tempfile::tempdir().unwrap())
}

/// Opens the list and turns its files into this folder.
fn open_shelf(screen: &mut Screen, dir: &Path) {
    screen.press(&["d"]);
    let layer = screen.app.layers.last_mut().expect("the list is open");
    layer.as_any().downcast_mut::<Shelf>().expect("the list of documents").dir = dir.join("papers");
}

fn names(dir: &Path) -> Vec<String> {
    let Ok(all) = std::fs::read_dir(dir.join("papers")) else { return Vec::new() };
    let mut names: Vec<String> = all.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_letter_that_waits_stands_first_with_what_is_missing() {
    let (mut screen, _, dir) = screen();
    open_shelf(&mut screen, dir.path());
    let shown = screen.text(80, 24);
    assert!(shown.contains("Documents · Ama Otter"), "{shown}");
    let letter = "› l  Letter: SEN support begins     no plan is begun";
    assert!(shown.contains(letter), "{shown}");
    assert!(shown.contains("s  Summary of the last review     not yet: no review has been held"), "{shown}");
    assert!(shown.contains("h HTML  b both"), "{shown}");
    for (width, height) in [(40, 12), (20, 4), (3, 3), (1, 1)] {
        screen.text(width, height);
    }
}

#[test]
fn three_keys_make_the_letter_and_note_it_sent() {
    let (mut screen, ama, dir) = screen();
    open_shelf(&mut screen, dir.path());
    screen.press(&["Enter"]);
    assert_eq!(names(dir.path()), ["AO-2026-11-21-letter.docx"]);
    let here = dir.path().join("papers/AO-2026-11-21-letter.docx");
    assert_eq!(screen.notice(), format!("Written: {}, for you alone to read", here.display()));
    assert!(screen.text(80, 24).contains("Does the letter go home today?  y yes  n no"));
    screen.press(&["y"]);
    assert_eq!(screen.notice(), "Saved: Letter sent home · u takes it back");
    let sent = |screen: &Screen| screen.lab.file(ama).notices.iter().map(|one| one.sent).collect::<Vec<_>>();
    assert_eq!(sent(&screen), [Some(date("2026-11-21"))]);
    // A copy of what has gone asks nothing.
    open_shelf(&mut screen, dir.path());
    screen.press(&["l"]);
    assert!(screen.app.layers.is_empty() && screen.notice().contains("letter-2.docx"), "{}", screen.notice());
    screen.press(&["u"]);
    assert_eq!(sent(&screen), [None], "undo takes the sending back, the file stays");
    assert_eq!(names(dir.path()).len(), 2);
}

#[test]
fn a_letter_that_does_not_go_today_waits() {
    let (mut screen, ama, dir) = screen();
    open_shelf(&mut screen, dir.path());
    screen.press(&["v", "n"]);
    assert_eq!(screen.notice(), "Saved: Letter to send · u takes it back");
    let waits: Vec<_> =
        screen.lab.file(ama).notices.iter().map(|one| (one.letter, one.slip, one.sent)).collect();
    assert_eq!(waits.last(), Some(&(Letter::Invitation, true, None)));
    open_shelf(&mut screen, dir.path());
    screen.press(&["v", "Esc"]);
    assert!(screen.notice().starts_with("The letter waits to be sent"), "{}", screen.notice());
    assert_eq!(screen.lab.file(ama).notices.len(), 2);
}

#[test]
fn letters_pick_and_formats_are_chosen() {
    let (mut screen, _, dir) = screen();
    open_shelf(&mut screen, dir.path());
    screen.press(&["e"]);
    assert_eq!(names(dir.path()), ["AO-2026-11-21-evidence.docx"]);
    assert!(screen.app.layers.is_empty(), "no letter: nothing is asked");
    open_shelf(&mut screen, dir.path());
    screen.press(&["Down", "h"]);
    screen.press(&["n"]);
    open_shelf(&mut screen, dir.path());
    screen.press(&["j", "j", "b"]);
    assert_eq!(
        names(dir.path()),
        [
            "AO-2026-11-21-evidence.docx",
            "AO-2026-11-21-invitation.html",
            "AO-2026-11-21-transition.docx",
            "AO-2026-11-21-transition.html",
        ]
    );
    assert!(
        screen.notice().ends_with("transition.docx and .html, for you alone to read"),
        "{}",
        screen.notice()
    );
}

#[test]
fn what_cannot_be_made_says_why_and_the_list_stays() {
    let (mut screen, _, dir) = screen();
    open_shelf(&mut screen, dir.path());
    screen.press(&["a"]);
    assert_eq!(screen.notice(), "Annual-review set: not yet: no EHC plan is on file");
    assert_eq!(screen.app.layers.len(), 1);
    screen.press(&["Esc"]);
    assert!(screen.app.layers.is_empty() && names(dir.path()).is_empty());
}

#[test]
fn all_that_are_marked_get_theirs() {
    let (mut screen, ama, dir) = screen();
    let ben = screen.lab.pupil("Ben", "Quill");
    screen.lab.at_stage(ben, "K", "2026-11-02");
    let cy = screen.lab.pupil("Cy", "Marten");
    screen.lab.at_stage(cy, "W", "2026-11-02");
    let effects = screen.app.changed();
    screen.perform(effects);
    screen.press(&["V"]);
    open_shelf(&mut screen, dir.path());
    assert!(screen.text(80, 24).contains("Documents · 3 pupils"));
    screen.press(&["l"]);
    assert_eq!(names(dir.path()), ["AO-2026-11-21-letter.docx", "BQ-2026-11-21-letter.docx"]);
    assert!(screen.notice().contains("1 not: not yet: Cy is not at SEN support"), "{}", screen.notice());
    assert!(screen.text(80, 24).contains("Do the 2 letters go home today?"));
    screen.press(&["y"]);
    for pupil in [ama, ben] {
        assert_eq!(screen.lab.file(pupil).notices[0].sent, Some(date("2026-11-21")));
    }
    screen.press(&["u"]);
    assert_eq!(screen.lab.file(ama).notices[0].sent, None, "one change, one undo");
}

#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let (mut screen, ama, dir) = screen();
    std::fs::write(dir.path().join("papers"), "a file").unwrap();
    open_shelf(&mut screen, dir.path());
    screen.press(&["l"]);
    assert!(screen.notice().starts_with("Nothing was written: "), "{}", screen.notice());
    assert!(screen.app.layers.is_empty());
    assert_eq!(screen.lab.file(ama).notices[0].sent, None);
}
