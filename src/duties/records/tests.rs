//! Worked examples of requests, leavers' files and retention.

use super::*;
use crate::domain::ids::Typed;
use crate::domain::pupil::Pupil;
use crate::domain::record::Record;
use crate::domain::school::{RuleChoice, SchoolFile, Settings};
use crate::duties::testing::{Lines, date, due_of, file_of, lines, school_of};
use crate::duties::{due_items, ground};

fn asked(kind: Asked, received: &str, change: impl FnOnce(&mut RecordsRequest)) -> Record {
    let mut case = RecordsRequest::received(date(received), Typed::default());
    case.kind = kind;
    change(&mut case);
    Record::RecordsRequest(case)
}

#[test]
fn requests_have_their_limits() {
    type Change = fn(&mut RecordsRequest);
    let record = "practice school send the educational record";
    let access = "practice school answer the subject access request";
    let cases: [(Asked, &str, Change, &str, &str); 12] = [
        (Asked::Educational, "2026-11-20", |_| {}, "2026-12-11", record),
        // Over half-term.
        (Asked::Educational, "2026-10-22", |_| {}, "2026-11-19", record),
        (Asked::Educational, "2026-11-20", |r| r.sent = Some(date("2026-12-01")), "", ""),
        (Asked::Educational, "2026-11-20", |r| r.closed = Some(date("2026-12-01")), "", ""),
        (Asked::Subject, "2026-11-20", |_| {}, "2026-12-20", access),
        (Asked::Subject, "2027-01-31", |_| {}, "2027-02-28", access),
        (Asked::Subject, "2028-01-31", |_| {}, "2028-02-29", access),
        (Asked::Subject, "2026-11-30", |r| r.extended = Some(date("2026-12-30")), "2027-02-28", access),
        (Asked::Subject, "2026-11-20", |r| r.extended = Some(date("2026-12-20")), "2027-02-20", access),
        (Asked::Subject, "2026-11-20", |r| r.extended = Some(date("2026-12-21")), "2026-12-20", access),
        (Asked::Subject, "2026-11-20", |r| r.sent = Some(date("2026-12-01")), "", ""),
        (Asked::Educational, "2026-11-20", |r| r.extended = Some(date("2026-11-21")), "2026-12-11", record),
    ];
    for (kind, received, change, day, what) in cases {
        let expected: Lines = if day.is_empty() { vec![] } else { vec![format!("{day} {what}")] };
        let mut file = file_of([asked(kind, received, change)]);
        assert_eq!(due_of(&file), expected, "{kind:?} {received}");
        file.pupil.value.left = Some(date("2026-11-01"));
        assert_eq!(due_of(&file), expected, "a request runs on for a leaver");
    }
}

#[test]
fn an_extension_that_came_too_late_is_said() {
    let file = file_of([asked(Asked::Subject, "2026-11-20", |r| r.extended = Some(date("2026-12-21")))]);
    let steps = due_items(&file, &school_of([])).remove(0).steps.join(" ");
    assert!(steps.contains("said on Mon 21 Dec 2026, after the first month: it moves nothing"), "{steps}");
}

fn leaver(born: Option<&str>, transfer: Option<Transfer>) -> PupilFile {
    let pupil = Pupil {
        forename: "Ama".into(),
        surname: "Otter".into(),
        born: born.map(date),
        left: Some(date("2026-11-20")),
        ..Pupil::default()
    };
    file_of([Record::Pupil(pupil)].into_iter().chain(transfer.map(Record::Transfer)))
}

fn file_on_its_way(change: impl FnOnce(&mut Transfer)) -> Transfer {
    let mut case = Transfer::since(date("2026-11-20"), Typed::default());
    change(&mut case);
    case
}

#[test]
fn a_leavers_file_is_one_line_until_the_next_school_has_it() {
    type Change = fn(&mut Transfer);
    let cases: [(Change, &str); 6] = [
        (|_| {}, "2026-12-11 practice school leaver's file · send the CTF and the SEN file"),
        (
            |t| t.ctf_sent = Some(date("2026-11-25")),
            "2026-12-11 practice school leaver's file · send the SEN file",
        ),
        (
            |t| t.file_sent = Some(date("2026-11-25")),
            "2026-12-11 practice school leaver's file · send the CTF",
        ),
        (
            |t| {
                t.ctf_sent = Some(date("2026-11-25"));
                t.file_sent = Some(date("2026-12-04"));
            },
            "2026-12-18 practice school leaver's file · ask whether the next school has it",
        ),
        (|t| t.acknowledged = Some(date("2026-12-08")), ""),
        (|t| t.closed = Some(date("2026-12-08")), ""),
    ];
    for (change, expected) in cases {
        let expected: Vec<&str> = if expected.is_empty() { vec![] } else { vec![expected] };
        assert_eq!(due_of(&leaver(None, Some(file_on_its_way(change)))), expected);
    }
    let mut back = leaver(None, Some(file_on_its_way(|_| {})));
    back.pupil.value.left = None;
    assert_eq!(due_of(&back), Lines::new(), "nothing is sent for a pupil on roll");
}

#[test]
fn the_case_of_a_leavers_file_shows_what_was_done() {
    let file = leaver(
        None,
        Some(file_on_its_way(|t| {
            t.ctf_sent = Some(date("2026-11-25"));
            t.file_sent = Some(date("2026-12-04"));
        })),
    );
    let about = Key::new(file.id, Kind::Transfer, file.transfers[0].id);
    let chain = crate::duties::chain(&file, about, &school_of([]));
    let done: Vec<_> = chain.iter().map(|dated| dated.done).collect();
    assert_eq!(done, [Some(date("2026-12-04")), None]);
}

fn keeps(years: i64) -> SchoolFile {
    let values = vec![("years".to_owned(), years)];
    let rule = RuleChoice { duty: Duty::Retention as u16, on: Some(true), values };
    school_of([Record::Settings(Settings { rules: vec![rule], ..Settings::default() })])
}

#[test]
fn a_file_is_kept_so_many_years_from_the_date_of_birth() {
    for (born, years, until) in [
        (Some("2016-05-03"), 31, Some("2047-05-03")),
        (Some("2016-02-29"), 31, Some("2047-02-28")),
        (Some("2016-02-29"), 32, Some("2048-02-29")),
        (Some("2016-05-03"), 25, Some("2041-05-03")),
        (None, 31, None),
    ] {
        let (file, school) = (leaver(born, None), keeps(years));
        let kept = keep_until(&file, &ground(&file, &school)).map(|sum| sum.date);
        assert_eq!(kept, until.map(date), "{born:?} {years}");
        let expected: Lines = until
            .map(|until| format!("{until} policy school the file need be kept no longer"))
            .into_iter()
            .collect();
        assert_eq!(lines(&due_items(&file, &school)), expected, "{born:?} {years}");
    }
}

#[test]
fn retention_is_shown_and_not_asked_for_unless_switched_on_and_a_hold_stops_it() {
    let file = leaver(Some("2016-05-03"), None);
    let school = school_of([]);
    assert_eq!(due_of(&file), Lines::new());
    assert!(keep_until(&file, &ground(&file, &school)).is_some());
    let held = leaver(
        Some("2016-05-03"),
        Some(file_on_its_way(|t| {
            t.acknowledged = Some(date("2026-12-08"));
            t.hold = true;
        })),
    );
    assert_eq!(lines(&due_items(&held, &keeps(31))), Lines::new());
    assert_eq!(keep_until(&held, &ground(&held, &school)), None);
    let mut on_roll = file;
    on_roll.pupil.value.left = None;
    assert_eq!(lines(&due_items(&on_roll, &keeps(31))), Lines::new());
}
