//! Another day tried: worked examples with the words, and moving there and back.

use proptest::prelude::*;

use super::*;
use crate::actions::review;
use crate::actions::testing::{Lab, date};
use crate::domain::case::Assessment;
use crate::domain::file::PupilFile;
use crate::domain::record::Recorded;
use crate::domain::review::{Review, ReviewKind};
use crate::duties::shapes::roll;

fn table(file: &PupilFile, about: Key, on: &str, school: &SchoolFile) -> String {
    let start = start(file, about).unwrap();
    let mut said = String::new();
    for one in what_if(file, &start, date(on), school, date("2026-11-21")) {
        let day = |date: Option<NaiveDate>| date.map_or("–".to_owned(), day::iso);
        let about = if one.provisional { "~" } else { "" };
        let (before, after) = (day(one.before), day(one.after));
        let done = if one.done { " done" } else { "" };
        said.push_str(&format!("{} {before} {about}{after} [{}]{done}\n", one.what, one.clash.join(", ")));
    }
    said
}

fn review(lab: &mut Lab, on: &str) -> Key {
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-09-01");
    let open = lab.make(|edit, by| {
        let mut held = Review::planned(ReviewKind::WithParents, date("2026-09-14"), None, by.typed.clone());
        held.held = Some(date("2026-09-14"));
        edit.add(id, held)?;
        review::agree(edit, by, id, ReviewKind::WithParents, date(on), None)
    });
    Review::key(id, open)
}

fn school(lab: &Lab) -> SchoolFile {
    lab.store.read(|snapshot| snapshot.school()).unwrap()
}

#[test]
fn a_review_takes_the_next_one_along_and_meets_no_holiday() {
    let mut lab = Lab::new();
    let about = review(&mut lab, "2026-11-24");
    let (file, school) = (lab.file(about.pupil), school(&lab));
    for (on, words) in [
        ("2026-11-24", "2026-11-24 []"),
        ("2026-11-28", "2026-11-28 [Sat]"),
        ("2026-11-20", "2026-11-20 [past]"),
        ("2026-10-27", "2026-10-27 [half-term, provisional, past]"),
        ("2026-12-25", "2026-12-25 [Christmas Day]"),
        ("2027-01-15", "2027-01-15 [later than the rhythm asks, 14 Jan]"),
    ] {
        let said = table(&file, about, on, &school);
        assert!(said.starts_with(&format!("review with parents 2026-11-24 {words}\n")), "{on}: {said}");
        assert!(said.contains("the next review, by the rhythm 2027-"), "{said}");
    }
    // A pupil stands for the next review that is agreed.
    assert_eq!(start(&file, Key::profile(file.id)).unwrap(), start(&file, about).unwrap());
}

#[test]
fn a_request_moves_its_whole_chain() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let case = lab.make(|edit, by| {
        let mut case = Assessment::received(date("2026-10-12"), by.typed.clone());
        case.asked = Some(date("2026-10-20"));
        edit.add(id, case)
    });
    let said = table(&lab.file(id), Assessment::key(id, case), "2026-09-07", &school(&lab));
    insta::assert_snapshot!(said, @r#"
    EHC needs assessment · request received 2026-10-12 2026-09-07 []
    authority says whether it will assess 2026-11-23 2026-10-19 [] done
    school gives its advice 2026-12-01 2026-12-01 []
    authority: a draft plan, or no plan 2027-02-01 2026-12-28 []
    authority makes the final plan 2027-03-01 2027-01-25 []
    "#);
}

#[test]
fn a_first_day_moves_the_next_three_checks_and_a_place_that_ends_has_fewer() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let provision = lab.provision("Language group", "2026-09-07");
    let place = lab.allocation(id, provision, "2026-11-23", Some("2027-03-01"));
    let about = Key::new(id, Kind::Allocation, place);
    let said = table(&lab.file(id), about, "2026-11-23", &school(&lab));
    insta::assert_snapshot!(said, @r#"
    first day of the intervention 2026-11-23 2026-11-23 []
    6-week check 1 2027-01-04 2027-01-04 []
    6-week check 2 2027-02-15 2027-02-15 [half-term, provisional]
    "#);
    let later = table(&lab.file(id), about, "2026-12-14", &school(&lab));
    insta::assert_snapshot!(later, @r#"
    first day of the intervention 2026-11-23 2026-12-14 []
    6-week check 1 2027-01-04 2027-01-25 []
    6-week check 2 2027-02-15 – [no longer asked for]
    "#);
}

#[test]
fn what_cannot_be_moved_says_why() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let refused = start(&lab.file(id), Key::profile(id)).unwrap_err();
    assert!(refused.contains("no review is agreed"), "{refused}");
    let held = lab.make(|edit, by| {
        let mut held = Review::planned(ReviewKind::Plan, date("2026-09-14"), None, by.typed.clone());
        held.held = Some(date("2026-09-14"));
        edit.add(id, held)
    });
    assert!(start(&lab.file(id), Review::key(id, held)).unwrap_err().contains("was held"));
    assert!(start(&lab.file(id), Assessment::key(id, held)).unwrap_err().contains("no longer on file"));
}

#[test]
fn moving_there_and_back_gives_the_same_table() {
    let mut lab = Lab::new();
    let id = lab.pupil("Bo", "Heron");
    let provision = lab.provision("Language group", "2026-09-07");
    let place = lab.allocation(id, provision, "2026-11-23", Some("2027-03-01"));
    let case = lab.make(|edit, by| edit.add(id, Assessment::received(date("2026-09-07"), by.typed.clone())));
    let meeting = review(&mut lab, "2026-11-24");
    let school = school(&lab);
    let today = lab.by.today;
    let all = [Key::new(id, Kind::Allocation, place), Assessment::key(id, case), meeting];
    let generation = lab.store.read(|snapshot| snapshot.generation()).unwrap();
    let files = all.map(|about| lab.file(about.pupil));
    proptest!(ProptestConfig::with_cases(48), |(days in -400_i64..400, which in 0_usize..3)| {
        let (file, about) = (&files[which], all[which]);
        let start = start(file, about).unwrap();
        let before = what_if(file, &start, start.date, &school, today);
        prop_assert!(before.len() > 1);
        prop_assert!(before.iter().all(|one| one.before == one.after), "{before:?}");
        let there = roll::days(start.date, days).unwrap();
        let moved = what_if(file, &start, there, &school, today);
        prop_assert_eq!(moved[0].after, Some(there));
        prop_assert!(moved.iter().all(|one| one.before.is_none_or(|was| before.iter().any(|b| b.before == Some(was)))));
        let back = roll::days(there, -days).unwrap();
        prop_assert_eq!(what_if(file, &start, back, &school, today), before);
    });
    assert_eq!(lab.store.read(|snapshot| snapshot.generation()).unwrap(), generation, "nothing was written");
    assert_eq!(files, all.map(|about| lab.file(about.pupil)));
}
