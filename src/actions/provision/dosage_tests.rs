//! Tests of a dosage that changes, and of days that are moved where sessions were recorded.

use super::*;
use crate::actions::session::{Recording, Which, cover, move_to, record};
use crate::actions::staff::Adult;
use crate::actions::testing::{Lab, date};
use crate::domain::delivery::{PlaceInDay, SessionRow, Span, State, parse_slots, planned};
use crate::views::sessions::Seen;

fn new(times_a_week: u8, minutes: u16, days: &str) -> NewDosage {
    NewDosage { times_a_week, minutes, slots: parse_slots(days).unwrap() }
}

fn provision_of(lab: &Lab, id: RecordId) -> Provision {
    lab.store.read(|view| view.provision(id)).unwrap().unwrap().value
}

fn rows(lab: &Lab, id: RecordId) -> Vec<SessionRow> {
    lab.store.read(|view| view.sessions_of(id)).unwrap()
}

fn which(id: RecordId, on: &str) -> Which {
    Which { provision: id, on: date(on), nth: 0, seen: Seen::Any }
}

fn change(lab: &mut Lab, id: RecordId, from: &str, dosage: &NewDosage) -> Result<Vec<String>, String> {
    lab.try_make(|edit, by| change_dosage(edit, by, id, date(from), dosage))
}

#[test]
fn an_agreed_cost_that_is_shared_anew_is_said() {
    let mut lab = Lab::new();
    let id = lab.provision("Phonics", "2026-09-07");
    let says = |lab: &mut Lab, until: Option<&str>, dosage: &NewDosage| {
        lab.make(|edit, _| {
            let held = edit.provision(id)?.unwrap().value;
            let held = Provision { cost_pence: Some(24_000), cost_until: until.map(date), ..held };
            edit.put(Provision::school_key(id), held.wrap())
        });
        let said = change(lab, id, "2026-11-16", dosage).unwrap();
        lab.undo();
        lab.undo();
        said
    };
    let more = new(5, 20, "");
    assert_eq!(
        says(&mut lab, None, &more),
        [
            "Phonics: its agreed cost is shared anew over the sessions to Tue 31 Aug 2027, those before the change too"
        ]
    );
    assert_eq!(says(&mut lab, Some("2026-11-15"), &more), [""; 0], "it covers none of the days that change");
    assert_eq!(says(&mut lab, None, &new(3, 30, "")), [""; 0], "there are as many as before");
}

#[test]
fn a_dosage_changes_from_a_day_on_and_the_past_stays() {
    let mut lab = Lab::new();
    let id = lab.provision("Phonics", "2026-09-07");
    assert!(change(&mut lab, id, "2026-09-01", &new(4, 20, "")).unwrap_err().contains("starts only on"));
    let refused = change(&mut lab, id, "2026-11-16", &new(3, 20, "")).unwrap_err();
    assert_eq!(refused, "Phonics is 3 × 20 min already");
    assert!(change(&mut lab, id, "2026-11-16", &new(0, 20, "")).unwrap_err().contains("dosage is missing"));
    assert!(change(&mut lab, id, "2026-11-16", &new(3, 401, "")).unwrap_err().contains("at most"));
    change(&mut lab, id, "2026-11-16", &new(1, 30, "tue thu 9:00")).unwrap();
    let stands = provision_of(&lab, id);
    assert_eq!((stands.times_a_week, stands.minutes, stands.earlier.len()), (2, 30, 1));
    assert_eq!((stands.earlier[0].until, stands.earlier[0].minutes), (date("2026-11-15"), 20));
    assert_eq!(
        (stands.dosage_on(date("2026-11-15")), stands.dosage()),
        ("3 × 20 min".into(), "2 × 30 min".into())
    );
    // Before it, nothing can be changed any more; on that day it is corrected; later it changes again.
    let refused = change(&mut lab, id, "2026-11-10", &new(4, 20, "")).unwrap_err();
    assert!(refused.contains("was changed on Mon 16 Nov 2026 already"), "{refused}");
    change(&mut lab, id, "2026-11-16", &new(4, 25, "")).unwrap();
    assert_eq!(
        (provision_of(&lab, id).earlier.len(), provision_of(&lab, id).dosage()),
        (1, "4 × 25 min".into())
    );
    change(&mut lab, id, "2026-11-16", &new(3, 20, "")).unwrap();
    assert!(provision_of(&lab, id).earlier.is_empty(), "corrected back, it was never changed");
    lab.undo();
    change(&mut lab, id, "2026-11-30", &new(5, 25, "")).unwrap();
    assert_eq!(provision_of(&lab, id).earlier.len(), 2);
    lab.undo();
    assert_eq!(provision_of(&lab, id).earlier.len(), 1);
    // From the first day it was never otherwise.
    let other = lab.provision("Lego", "2026-12-01");
    change(&mut lab, other, "2026-12-01", &new(5, 10, "")).unwrap();
    assert!(provision_of(&lab, other).earlier.is_empty());
    let school = lab.store.read(|view| view.school()).unwrap();
    let span = Span { from: date("2026-11-09"), to: date("2026-11-22") };
    let minutes: Vec<u16> = planned(&provision_of(&lab, id), &school.calendar, span)
        .iter()
        .map(|(_, _, minutes)| *minutes)
        .collect();
    assert_eq!(minutes, [20, 20, 20, 25, 25, 25, 25]);
}

#[test]
fn what_was_recorded_stays_and_what_has_no_place_any_more_is_said() {
    let mut lab = Lab::new();
    let id = lab.provision("Phonics", "2026-09-07");
    for on in ["2026-11-16", "2026-11-18"] {
        lab.make(|edit, by| record(edit, by, &Recording::new(which(id, on), State::Delivered)));
    }
    let moor = Adult::Named("J Moor".into());
    lab.make(|edit, by| cover(edit, by, &which(id, "2026-11-23"), Some(&moor)));
    lab.make(|edit, by| cover(edit, by, &which(id, "2026-11-25"), Some(&moor)));
    lab.make(|edit, by| move_to(edit, by, &which(id, "2026-11-27"), (date("2026-12-01"), None), ""));
    let warnings = change(&mut lab, id, "2026-11-18", &new(2, 30, "mon tue")).unwrap();
    assert_eq!(
        warnings,
        ["Phonics: what was moved or given to another adult is planned anew: Wed 25 Nov, Tue 1 Dec"]
    );
    let stands: Vec<(NaiveDate, u16)> = rows(&lab, id).iter().map(|row| (row.on, row.minutes)).collect();
    assert_eq!(
        stands,
        [(date("2026-11-16"), 20), (date("2026-11-18"), 20), (date("2026-11-23"), 30)],
        "what took place keeps its minutes, what is to come follows"
    );
    lab.undo();
    assert_eq!(rows(&lab, id).len(), 5);
    assert_eq!(rows(&lab, id)[4].stands_for, Some(PlaceInDay { on: date("2026-11-27"), nth: 0 }));
}

#[test]
fn a_correction_of_the_dosage_is_refused_once_sessions_were_recorded_at_it() {
    let mut lab = Lab::new();
    let id = lab.provision("Phonics", "2026-09-07");
    let correct = |lab: &mut Lab, make: fn(&mut Provision)| {
        let base = provision_of(lab, id);
        let mut mine = base.clone();
        make(&mut mine);
        lab.try_make(|inside, _| edit(inside, id, &base, &mine, None))
    };
    let moor = Adult::Named("J Moor".into());
    for on in ["2026-11-23", "2026-11-25"] {
        lab.make(|edit, by| cover(edit, by, &which(id, on), Some(&moor)));
    }
    correct(&mut lab, |mine| mine.slots = parse_slots("mon tue thu").unwrap()).unwrap();
    assert_eq!(rows(&lab, id).len(), 1, "no cover is left of a day on which nothing is planned");
    lab.undo();
    correct(&mut lab, |mine| mine.minutes = 25).unwrap();
    assert!(rows(&lab, id).iter().all(|row| row.minutes == 25));
    lab.make(|edit, by| record(edit, by, &Recording::new(which(id, "2026-11-16"), State::Delivered)));
    let refused = correct(&mut lab, |mine| mine.minutes = 30).unwrap_err();
    assert!(refused.contains("1 session was recorded at 3 × 25 min: “Change the dosage”"), "{refused}");
    correct(&mut lab, |mine| mine.note = "room 4".into()).unwrap();
    change(&mut lab, id, "2026-11-23", &new(2, 30, "")).unwrap();
    correct(&mut lab, |mine| mine.minutes = 35).unwrap();
    assert_eq!(provision_of(&lab, id).dosage(), "2 × 35 min");
    // Days that are named make the number; the number alone cannot contradict them.
    correct(&mut lab, |mine| mine.slots = parse_slots("mon tue wed thu 9:00").unwrap()).unwrap();
    assert_eq!(provision_of(&lab, id).times_a_week, 4);
    let refused = correct(&mut lab, |mine| mine.times_a_week = 3).unwrap_err();
    assert!(
        refused.contains("3 times a week, but its days are Mon Tue Wed Thu 9:00: name the days"),
        "{refused}"
    );
    let started = Provision { slots: parse_slots("mon 9:00").unwrap(), ..provision_of(&lab, id) };
    let other = lab.make(|edit, by| start(edit, by, &started, None, &[]));
    assert_eq!(provision_of(&lab, other).times_a_week, 1);
}

#[test]
fn no_recorded_session_comes_to_lie_outside_its_provision() {
    let mut lab = Lab::new();
    let id = lab.provision("Phonics", "2026-09-07");
    lab.make(|edit, by| record(edit, by, &Recording::new(which(id, "2026-11-16"), State::Delivered)));
    lab.make(|edit, by| move_to(edit, by, &which(id, "2026-11-27"), (date("2026-12-01"), None), ""));
    let refused = lab.try_make(|edit, _| end(edit, id, date("2026-11-13"), "")).unwrap_err();
    assert_eq!(refused, "a session of Phonics was recorded on Mon 16 Nov 2026, which would lie outside");
    let base = provision_of(&lab, id);
    let late = Provision { start: date("2026-11-17"), ..base.clone() };
    assert!(lab.try_make(|inside, _| edit(inside, id, &base, &late, None)).is_err());
    // What was only planned goes with its day.
    lab.make(|edit, _| end(edit, id, date("2026-11-20"), ""));
    assert_eq!(rows(&lab, id).len(), 1);
    lab.undo();
    assert_eq!(rows(&lab, id).len(), 2);
}

#[test]
fn a_dosage_that_sessions_rest_on_is_not_taken_back_under_them() {
    let mut lab = Lab::new();
    let id = lab.provision("Phonics", "2026-09-07");
    change(&mut lab, id, "2026-11-16", &new(2, 20, "tue thu 9:00")).unwrap();
    let changed = lab.store.read(|view| view.generation()).unwrap().0;
    lab.make(|edit, by| record(edit, by, &Recording::new(which(id, "2026-11-17"), State::Delivered)));
    let refused = lab.try_undo(changed).unwrap_err();
    assert!(refused.contains("recorded since, on Tue 17 Nov 2026, by the dosage"), "{refused}");
    assert_eq!((rows(&lab, id).len(), provision_of(&lab, id).earlier.len()), (1, 1));
    // Without the session nothing rests on it.
    lab.undo();
    lab.try_undo(changed).unwrap();
    assert!(provision_of(&lab, id).earlier.is_empty());
}
