//! Pupils: added, changed, gone and back.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::review::ReviewKind;

fn pupil(forename: &str, surname: &str) -> Pupil {
    Pupil { forename: forename.into(), surname: surname.into(), ..Pupil::default() }
}

#[test]
fn a_bad_upn_is_kept_with_a_warning() {
    for (upn, warned) in [("", false), ("b801 200005001", false), ("A801200005001", true), ("nonsense", true)]
    {
        let mut lab = Lab::new();
        let (id, warnings) =
            lab.make(|edit, by| add(edit, by, Pupil { upn: upn.into(), ..pupil("Ama", "Otter") }, false));
        assert_eq!(!warnings.is_empty(), warned, "{upn}: {warnings:?}");
        assert_eq!(lab.file(id).pupil.upn, upn::normalise(upn));
    }
}

#[test]
fn the_year_follows_from_the_date_of_birth_unless_it_is_given() {
    let mut lab = Lab::new();
    let born = Some(date("2018-03-04"));
    let (id, _) = lab.make(|edit, by| add(edit, by, Pupil { born, ..pupil("Ama", "Otter") }, false));
    assert_eq!(lab.file(id).pupil.year.map(YearGroup::short).as_deref(), Some("Y4"));
}

#[test]
fn a_second_file_for_the_same_child_is_refused_unless_told_to_go_on() {
    let born = Some(date("2018-03-04"));
    let first = Pupil {
        upn: "B801200005001".into(),
        known_as: "Ama".into(),
        class: "Lark".into(),
        born,
        ..pupil("Amabel", "Otter")
    };
    for (second, says) in [
        (
            Pupil { upn: "b801200005001".into(), ..pupil("Ben", "Quill") },
            Some("Ama Otter (Y4, Lark) has the UPN already"),
        ),
        (
            Pupil { born, ..pupil("AMA", "Otter") },
            Some("Ama Otter (Y4, Lark) has the same name and date of birth"),
        ),
        (Pupil { born, ..pupil("Amabel", "Otter") }, Some("has the same name and date of birth")),
        (Pupil { born, ..pupil("Ben", "Otter") }, None),
        (pupil("Ama", "Otter"), None),
    ] {
        let mut lab = Lab::new();
        lab.make(|edit, by| add(edit, by, first.clone(), false));
        let tried = lab.try_make(|edit, by| add(edit, by, second.clone(), false));
        match says {
            Some(words) => assert!(tried.unwrap_err().contains(words), "{second:?}"),
            None => {
                let (_, warnings) = tried.unwrap();
                let namesake = second.forename == "Ama";
                assert_eq!(warnings.iter().any(|one| one.contains("is on file already")), namesake);
            }
        }
        lab.try_make(|edit, by| add(edit, by, second.clone(), true)).unwrap();
    }
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let mut lab = Lab::new();
    let ahead = Some(date("2030-01-01"));
    for (who, says) in [
        (pupil(" ", "Otter"), "the forename is missing"),
        (pupil("Ama", ""), "the surname is missing"),
        (Pupil { born: ahead, ..pupil("Ama", "Otter") }, "the date of birth Tue 1 Jan 2030 lies ahead"),
    ] {
        let words = lab.try_make(|edit, by| add(edit, by, who.clone(), false)).unwrap_err();
        assert!(words.contains(says), "{words}");
    }
}

#[test]
fn two_edits_of_different_fields_merge_and_of_one_field_conflict() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let base = lab.file(id).pupil.value;
    lab.make(|edit, by| {
        super::edit(edit, by, id, &base, Pupil { class: "Lark".into(), ..base.clone() }, false)
    });
    lab.make(|edit, by| super::edit(edit, by, id, &base, Pupil { eal: true, ..base.clone() }, false));
    let now = lab.file(id).pupil.value;
    assert!(now.eal && now.class == "Lark");
    let words = lab
        .try_make(|edit, by| {
            super::edit(edit, by, id, &base, Pupil { class: "Wren".into(), ..base.clone() }, false)
        })
        .unwrap_err();
    assert!(words.contains("somebody else changed this too: Class"), "{words}");
    lab.undo();
    assert!(!lab.file(id).pupil.eal);
}

#[test]
fn an_edit_neither_ends_a_file_nor_brings_one_back() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let base = lab.file(id).pupil.value;
    let left = Pupil { left: Some(lab.by.today), ..base.clone() };
    assert!(lab.try_make(|edit, by| super::edit(edit, by, id, &base, left.clone(), false)).is_err());
    lab.make(|edit, by| end(edit, by, id, by.today, ""));
    assert!(lab.try_make(|edit, by| super::edit(edit, by, id, &left, base.clone(), false)).is_err());
}

/// A pupil at SEN support with provision and reviews around 20 November 2026.
fn busy(lab: &mut Lab) -> PupilId {
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2025-09-01");
    let provision = lab.provision("Lexia", "2026-09-07");
    for (from, to) in [("2026-09-07", None), ("2026-09-07", Some("2026-10-01")), ("2027-01-04", None)] {
        lab.allocation(id, provision, from, to);
    }
    for due in ["2026-11-01", "2027-01-11"] {
        lab.make(|edit, by| {
            let review = Review::planned(ReviewKind::Plan, date(due), None, by.typed.clone());
            edit.add(id, review)
        });
    }
    id
}

#[test]
fn a_leaver_keeps_the_file_and_what_was_to_come_ends() {
    let mut lab = Lab::new();
    let id = busy(&mut lab);
    let before = lab.file(id);
    lab.make(|edit, by| end(edit, by, id, date("2026-11-20"), " Elm School "));
    let file = lab.file(id);
    assert_eq!((file.pupil.left, file.pupil.left_for.as_str()), (Some(date("2026-11-20")), "Elm School"));
    let ends: Vec<_> = file.allocations.iter().map(|held| held.to).collect();
    assert_eq!(ends, [Some(date("2026-11-20")), Some(date("2026-10-01")), Some(date("2027-01-04"))]);
    assert_eq!(file.open_reviews().map(|review| review.due).collect::<Vec<_>>(), [date("2026-11-01")]);
    let off = file.reviews.iter().find(|review| review.cancelled.is_some()).unwrap();
    assert_eq!((off.due, off.note.as_str()), (date("2027-01-11"), "left"));
    assert_eq!(file.stage().unwrap().stage, "K", "the stage stays as history");
    let sent: Vec<_> = file.transfers.iter().map(|case| (case.left, case.to.as_str(), case.closed)).collect();
    assert_eq!(sent, [(date("2026-11-20"), "Elm School", None)]);
    let words = lab.try_make(|edit, by| end(edit, by, id, date("2026-11-20"), "")).unwrap_err();
    assert!(words.contains("has left already, on Fri 20 Nov 2026"), "{words}");
    lab.undo();
    assert_eq!(lab.file(id).allocations.len(), before.allocations.len());
    assert_eq!(lab.file(id).open_reviews().count(), 2);
    assert_eq!(lab.file(id).pupil.left, None);
    assert!(lab.file(id).transfers.is_empty(), "one step takes it all back");
}

#[test]
fn a_pupil_without_a_sen_file_has_none_to_send() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ben", "Quill");
    lab.make(|edit, by| end(edit, by, id, date("2026-11-20"), ""));
    assert!(lab.file(id).transfers.is_empty());
}

#[test]
fn coming_back_closes_the_file_that_had_not_arrived() {
    for arrived in [None, Some(date("2026-10-20"))] {
        let mut lab = Lab::new();
        let id = busy(&mut lab);
        lab.make(|edit, by| end(edit, by, id, date("2026-10-02"), ""));
        lab.make(|edit, _| {
            let held = edit.pupil_file(id)?.unwrap().transfers.remove(0);
            let case = Transfer { acknowledged: arrived, ..held.value };
            edit.put(Transfer::key(id, held.id), case.wrap())
        });
        lab.make(|edit, by| bring_back(edit, by, id, date("2026-11-16")));
        let closed = lab.file(id).transfers[0].closed;
        assert_eq!(closed, arrived.is_none().then_some(date("2026-11-16")));
        // Leaving again begins another.
        lab.make(|edit, by| end(edit, by, id, date("2026-11-20"), "Ash School"));
        let left: Vec<_> = lab.file(id).transfers.iter().map(|case| case.left).collect();
        assert_eq!(left, [date("2026-10-02"), date("2026-11-20")]);
    }
}

#[test]
fn a_leaver_who_comes_back_stands_at_the_stage_anew() {
    let mut lab = Lab::new();
    let id = busy(&mut lab);
    lab.make(|edit, by| end(edit, by, id, date("2026-10-02"), "Elm School."));
    for (back, says) in [("2026-10-02", "comes after it"), ("2026-12-01", "lies ahead")] {
        let words = lab.try_make(|edit, by| bring_back(edit, by, id, date(back))).unwrap_err();
        assert!(words.contains(says), "{words}");
    }
    lab.make(|edit, by| bring_back(edit, by, id, date("2026-11-16")));
    let file = lab.file(id);
    assert_eq!((file.pupil.left, file.pupil.left_for.as_str()), (None, ""));
    let spans: Vec<_> = file.stages.iter().map(|span| (span.stage.as_str(), span.from, span.to)).collect();
    assert_eq!(spans, [("K", date("2025-09-01"), Some(date("2026-10-02"))), ("K", date("2026-11-16"), None)]);
    assert_eq!(file.stage_on(date("2026-10-20")), None);
    assert_eq!(file.events[0].text, "Back on roll. Had left on Fri 2 Oct 2026: Elm School.");
    assert!(lab.try_make(|edit, by| bring_back(edit, by, id, date("2026-11-16"))).is_err());
    lab.undo();
    assert_eq!(lab.file(id).stages.len(), 1);
    assert!(lab.file(id).events.is_empty());
}

#[test]
fn a_leaver_of_a_day_was_never_away() {
    let mut lab = Lab::new();
    let id = busy(&mut lab);
    lab.make(|edit, by| end(edit, by, id, date("2026-11-19"), ""));
    lab.make(|edit, by| bring_back(edit, by, id, date("2026-11-20")));
    assert_eq!(lab.file(id).stages.len(), 1);
}
