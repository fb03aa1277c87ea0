//! Tests of recording sessions. The lab's day is Saturday 21 November 2026; the group runs Monday, Wednesday and Friday.

use super::*;
use crate::actions::provision as runs;
use crate::actions::testing::{Lab, date};
use crate::domain::delivery::{SessionRow, parse_slots};
use crate::domain::ids::SCHOOL;
use crate::domain::school::Staff;

struct Group {
    lab: Lab,
    id: RecordId,
    ama: PupilId,
    ben: PupilId,
    dale: RecordId,
}

impl Group {
    fn new() -> Group {
        let mut lab = Lab::new();
        let id = lab.provision("Language group", "2026-09-07");
        let dale = lab.make(|edit, _| {
            let staff =
                Staff { name: "R Dale".into(), role: "Teaching assistant".into(), site: None, here: true };
            let dale = edit.add(SCHOOL, staff)?;
            let mut provision = edit.provision(id)?.unwrap().value;
            (provision.lead, provision.slots) = (Some(dale), parse_slots("mon wed fri 9:30").unwrap());
            edit.put(Provision::school_key(id), provision.wrap())?;
            Ok(dale)
        });
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Moor"));
        lab.allocation(ama, id, "2026-09-07", None);
        lab.allocation(ben, id, "2026-11-16", Some("2026-11-20"));
        Group { lab, id, ama, ben, dale }
    }

    fn which(&self, on: &str) -> Which {
        Which { provision: self.id, on: date(on), nth: 0, seen: Seen::Nothing }
    }

    fn delivered(&self, on: &str) -> Recording {
        Recording::new(self.which(on), State::Delivered)
    }

    fn record(&mut self, one: &Recording) -> Result<(), String> {
        self.lab.try_make(|edit, by| record(edit, by, one))
    }

    fn rows(&self) -> Vec<SessionRow> {
        self.lab.store.read(|view| view.sessions_of(self.id)).unwrap()
    }

    fn session(&self) -> Session {
        let rows = self.rows();
        assert_eq!(rows.len(), 1, "{rows:?}");
        self.lab.store.read(|view| view.session(rows[0].id)).unwrap().unwrap().value
    }

    fn entries(&self) -> u64 {
        self.lab.store.read(|view| view.generation()).unwrap().0
    }
}

#[test]
fn a_group_is_recorded_with_one_change_and_each_pupil_where_it_differs() {
    let mut group = Group::new();
    let one = Recording {
        away: vec![(group.ben, Missed::PupilAway)],
        note: " cards out ".into(),
        ..group.delivered("2026-11-18")
    };
    let before = group.entries();
    group.record(&one).unwrap();
    assert_eq!(group.entries(), before + 1);
    let stored = group.session();
    assert_eq!((stored.state, stored.minutes, stored.nth), (State::Delivered, 20, 0));
    assert_eq!(stored.away, [(group.ben, Missed::PupilAway)]);
    assert_eq!((stored.adult, stored.note.as_str()), (Some(group.dale), "cards out"));
    // The same again, by whomever, changes nothing.
    group.record(&one).unwrap();
    assert_eq!(group.entries(), before + 1);
    group.lab.undo();
    assert!(group.rows().is_empty());
}

#[test]
fn what_cannot_have_been_is_refused_in_words() {
    let mut group = Group::new();
    let table: [(&str, &str); 5] = [
        ("2026-11-23", "Language group: Mon 23 Nov 2026 lies ahead"),
        ("2026-09-04", "Language group starts only on Mon 7 Sep 2026"),
        ("2026-11-19", "no such session of Language group is planned on Thu 19 Nov 2026"),
        ("2026-11-15", "no session of Language group is planned on Sun 15 Nov 2026: Sun"),
        ("1899-01-02", "outside the years"),
    ];
    for (on, words) in table {
        let refused = group.record(&group.delivered(on)).unwrap_err();
        assert!(refused.contains(words), "{on}: {refused}");
    }
    let ben = group.ben;
    let away = Recording { away: vec![(ben, Missed::Trip)], ..group.delivered("2026-11-13") };
    assert_eq!(group.record(&away).unwrap_err(), "Ben Moor is not in Language group on Fri 13 Nov 2026");
    let second = Which { nth: 1, ..group.which("2026-11-18") };
    assert!(group.record(&Recording::new(second, State::Delivered)).unwrap_err().contains("no such session"));
    let planned = Recording::new(group.which("2026-11-18"), State::Planned);
    assert!(group.record(&planned).unwrap_err().contains("delivered or missed"));
    let long = Recording { minutes: Some(0), ..group.delivered("2026-11-18") };
    assert!(group.record(&long).unwrap_err().contains("1 to 400 minutes"));
    group.lab.make(|edit, _| runs::end(edit, group.id, date("2026-11-13"), ""));
    let refused = group.record(&group.delivered("2026-11-18")).unwrap_err();
    assert_eq!(refused, "Language group ended on Fri 13 Nov 2026");
    assert!(group.rows().is_empty());
}

#[test]
fn what_somebody_else_recorded_meanwhile_is_not_overwritten() {
    let mut group = Group::new();
    group.record(&group.delivered("2026-11-18")).unwrap();
    let trip = Recording::new(group.which("2026-11-18"), State::Missed(Missed::Trip));
    let refused = group.record(&trip).unwrap_err();
    assert_eq!(refused, "Language group on Wed 18 Nov 2026 was recorded meanwhile by sue: delivered");
    let seen = group.lab.store.read(|view| view.session(view.sessions_of(group.id)?[0].id)).unwrap().unwrap();
    let mut corrected = trip.clone();
    corrected.which.seen = Seen::At(seen.revision);
    group.record(&corrected).unwrap();
    assert_eq!(group.session().state, State::Missed(Missed::Trip));
    // What was seen is now the past.
    let mut late = group.delivered("2026-11-18");
    late.which.seen = Seen::At(seen.revision);
    assert!(group.record(&late).unwrap_err().contains("missed (trip)"));
    // A script that means it may.
    late.which.seen = Seen::Any;
    group.record(&late).unwrap();
    let which = Which { seen: Seen::Any, ..group.which("2026-11-18") };
    group.lab.make(|edit, by| clear(edit, by, &which));
    assert!(group.rows().is_empty());
    let refused = group.lab.try_make(|edit, by| clear(edit, by, &which)).unwrap_err();
    assert_eq!(refused, "nobody recorded Language group on Wed 18 Nov 2026");
    late.which.seen = Seen::At(seen.revision);
    assert!(group.record(&late).unwrap_err().contains("taken back meanwhile"));
}

#[test]
fn a_session_without_any_pupil_was_missed() {
    let mut group = Group::new();
    let (ama, ben) = (group.ama, group.ben);
    let away = |why| vec![(ben, why), (ama, Missed::Trip), (ama, Missed::Other)];
    let one = Recording { away: away(Missed::Trip), ..group.delivered("2026-11-18") };
    group.record(&one).unwrap();
    assert_eq!((group.session().state, group.session().away.len()), (State::Missed(Missed::Trip), 0));
    let mut two = Recording { away: away(Missed::PupilAway), ..group.delivered("2026-11-18") };
    two.which.seen = Seen::Any;
    group.record(&two).unwrap();
    assert_eq!(group.session().state, State::Missed(Missed::PupilAway));
}

#[test]
fn an_extra_session_takes_the_next_number_and_goes_when_it_is_taken_back() {
    let mut group = Group::new();
    let extra = |on: &str, group: &Group| Recording { extra: true, ..group.delivered(on) };
    for (on, nth) in [("2026-11-19", 0), ("2026-11-18", 1), ("2026-11-15", 0)] {
        let one = extra(on, &group);
        group.record(&one).unwrap();
        assert!(group.rows().iter().any(|row| (row.on, row.nth) == (date(on), nth)), "{on}");
        assert!(group.record(&one).unwrap_err().contains("was recorded already by sue"));
    }
    let mut second = extra("2026-11-19", &group);
    second.which.seen = Seen::Any;
    group.record(&second).unwrap();
    assert_eq!(group.rows().len(), 4);
    let missed = Recording { state: State::Missed(Missed::Other), ..extra("2026-11-17", &group) };
    assert!(group.record(&missed).unwrap_err().contains("one that took place"));
    // The planned session of that day is recorded beside it.
    group.record(&group.delivered("2026-11-18")).unwrap();
    assert_eq!(group.rows().len(), 5);
    for (on, nth) in [("2026-11-19", 1), ("2026-11-18", 1)] {
        let which = Which { nth, seen: Seen::Any, ..group.which(on) };
        group.lab.make(|edit, by| clear(edit, by, &which));
    }
    assert_eq!(group.rows().len(), 3);
}

#[test]
fn a_day_is_recorded_whole_or_not_at_all() {
    let mut group = Group::new();
    let wrong = Recording { away: vec![(group.ben, Missed::Trip)], ..group.delivered("2026-11-13") };
    let many = [group.delivered("2026-11-16"), wrong, group.delivered("2026-11-24")];
    let refused = group.lab.try_make(|edit, by| record_many(edit, by, &many)).unwrap_err();
    assert!(refused.contains("Ben Moor is not in") && refused.contains("lies ahead"), "{refused}");
    assert!(group.rows().is_empty());
    let twice = [group.delivered("2026-11-16"), group.delivered("2026-11-16")];
    let refused = group.lab.try_make(|edit, by| record_many(edit, by, &twice)).unwrap_err();
    assert_eq!(refused, "Language group on Mon 16 Nov 2026 is named twice");
    assert!(group.lab.try_make(|edit, by| record_many(edit, by, &[])).is_err());
    let good = [group.delivered("2026-11-16"), group.delivered("2026-11-18")];
    let before = group.entries();
    group.lab.make(|edit, by| record_many(edit, by, &good));
    assert_eq!((group.rows().len(), group.entries()), (2, before + 1));
}

#[test]
fn a_session_is_moved_and_moved_back() {
    let mut group = Group::new();
    let from = group.which("2026-11-25");
    let go = |group: &mut Group, which: Which, on: &str, at: Option<u16>| {
        group.lab.try_make(|edit, by| move_to(edit, by, &which, (date(on), at), "Nativity"))
    };
    for (on, at, words) in [
        ("2026-11-25", None, "is on Wed 25 Nov 2026 at 9:30 already"),
        ("2026-11-28", None, "is no school day: Sat"),
        ("2026-11-27", None, "has another session then, on Fri 27 Nov 2026"),
        ("2026-09-01", None, "starts only on"),
    ] {
        let refused = go(&mut group, from, on, at).unwrap_err();
        assert!(refused.contains(words), "{on}: {refused}");
    }
    go(&mut group, from, "2026-11-26", None).unwrap();
    let stored = group.session();
    assert_eq!((stored.on, stored.nth, stored.at), (date("2026-11-26"), 100, Some(570)));
    assert_eq!(stored.stands_for, Some(PlaceInDay { on: date("2026-11-25"), nth: 0 }));
    assert_eq!((stored.note.as_str(), stored.state), ("Nativity", State::Planned));
    // Where it was, it is no longer; where it is, it can move on and lie beside another.
    assert!(go(&mut group, from, "2026-11-24", None).unwrap_err().contains("was moved to Thu 26 Nov 2026"));
    let rows = group.rows();
    let revision = group.lab.store.read(|view| view.session(rows[0].id)).unwrap().unwrap().revision;
    let there = Which { on: date("2026-11-26"), nth: 100, seen: Seen::At(revision), ..from };
    go(&mut group, there, "2026-11-27", Some(780)).unwrap();
    assert_eq!(group.session().on, date("2026-11-27"));
    // Home again, at another time; then at its own.
    let there = Which { on: date("2026-11-27"), nth: 100, seen: Seen::Any, ..from };
    go(&mut group, there, "2026-11-25", Some(600)).unwrap();
    let stored = group.session();
    assert_eq!((stored.nth, stored.at, stored.stands_for), (0, Some(600), None));
    group.lab.make(|edit, by| {
        let id = edit.sessions_of(group.id)?[0].id;
        let session = Session { note: String::new(), ..edit.session(id)?.unwrap().value };
        edit.put(Session::school_key(id), session.wrap())?;
        let home = Which { seen: Seen::Any, ..from };
        move_to(edit, by, &home, (date("2026-11-25"), Some(570)), "")
    });
    assert!(group.rows().is_empty(), "as the dosage has it, nothing is stored");
}

#[test]
fn a_move_to_a_day_that_turns_out_closed_falls_away_and_its_record_serves_again() {
    use crate::domain::calendar::{Closure, ClosureKind};
    let mut group = Group::new();
    let which = group.which("2026-11-16");
    group.lab.make(|edit, by| move_to(edit, by, &which, (date("2026-11-19"), None), ""));
    group.lab.make(|edit, by| {
        let on = date("2026-11-19");
        let name = String::new();
        let typed = by.typed.clone();
        edit.add(SCHOOL, Closure { kind: ClosureKind::Closed, name, from: on, to: on, site: None, typed })
    });
    group.record(&group.delivered("2026-11-16")).unwrap();
    let stored = group.session();
    assert_eq!((stored.on, stored.nth, stored.stands_for), (date("2026-11-16"), 0, None));
}

#[test]
fn another_adult_takes_a_session_and_is_added_if_new() {
    let mut group = Group::new();
    let which = Which { seen: Seen::Any, ..group.which("2026-11-20") };
    let give = |group: &mut Group, adult: Option<Adult>| {
        group.lab.try_make(|edit, by| cover(edit, by, &which, adult.as_ref()))
    };
    assert!(
        give(&mut group, None)
            .unwrap_err()
            .contains("R Dale takes Language group on Fri 20 Nov 2026 already")
    );
    give(&mut group, Some(Adult::Named("J Moor".into()))).unwrap();
    let school = group.lab.store.read(|view| view.school()).unwrap();
    let moor = school.staff.iter().find(|one| one.name == "J Moor").unwrap().id;
    assert_eq!(group.session().adult, Some(moor));
    give(&mut group, None).unwrap();
    assert!(group.rows().is_empty());
    give(&mut group, Some(Adult::Known(moor))).unwrap();
    // Who did not see that it is covered does not give it to a third, nor move it.
    let blind = Which { seen: Seen::Nothing, ..which };
    let third = Adult::Named("K Ash".into());
    for refused in [
        group.lab.try_make(|edit, by| cover(edit, by, &blind, Some(&third))),
        group.lab.try_make(|edit, by| move_to(edit, by, &blind, (date("2026-11-24"), None), "")),
    ] {
        let words = refused.unwrap_err();
        assert!(words.contains("was moved or given to another adult meanwhile by sue"), "{words}");
    }
    // Whoever shows nothing recorded keeps the cover when it is.
    group.record(&group.delivered("2026-11-20")).unwrap();
    assert_eq!((group.session().adult, group.session().state), (Some(moor), State::Delivered));
    // A new lead changes nothing about who took it; taken back, the cover is still agreed.
    group.lab.make(|edit, by| clear(edit, by, &which));
    assert_eq!((group.session().adult, group.session().state), (Some(moor), State::Planned));
    let refused = group
        .lab
        .try_make(|edit, by| {
            let one = Recording::new(which, State::Delivered);
            record(edit, by, &one)?;
            move_to(edit, by, &which, (date("2026-11-19"), None), "")
        })
        .unwrap_err();
    assert!(refused.contains("is recorded as delivered: take that back first"), "{refused}");
}

#[test]
fn an_absence_is_decided_as_one_change() {
    let mut group = Group::new();
    let of = |group: &Group, on: &str, what| Absence { which: group.which(on), what };
    let wrong = [
        of(&group, "2026-11-23", What::Missed),
        of(&group, "2026-11-25", What::Moved { on: date("2026-11-28"), at: None }),
        of(&group, "2026-11-26", What::Missed),
    ];
    let refused = group.lab.try_make(|edit, by| away_day(edit, by, &wrong, "")).unwrap_err();
    assert!(refused.contains("no school day") && refused.contains("no such session"), "{refused}");
    assert!(group.rows().is_empty());
    let good = [
        of(&group, "2026-11-23", What::Missed),
        of(&group, "2026-11-25", What::Moved { on: date("2026-12-03"), at: None }),
        of(&group, "2026-11-27", What::Moved { on: date("2026-12-03"), at: Some(840) }),
        of(&group, "2026-11-30", What::Covered(Adult::Named("J Moor".into()))),
    ];
    let before = group.entries();
    group.lab.make(|edit, by| away_day(edit, by, &good, "course"));
    assert_eq!((group.rows().len(), group.entries()), (4, before + 1));
    let said: Vec<(String, u8, String)> = group
        .rows()
        .iter()
        .map(|row| (row.on.format("%d/%m").to_string(), row.nth, said(row.state)))
        .collect();
    let expected = [
        ("23/11", 0, "missed (adult away)"),
        ("30/11", 0, "planned"),
        ("03/12", 100, "planned"),
        ("03/12", 101, "planned"),
    ];
    assert_eq!(said, expected.map(|(on, nth, state)| (on.to_owned(), nth, state.to_owned())));
    group.lab.undo();
    assert!(group.rows().is_empty());
}

/// Takes back an entry by its number, as it stands in the journal.
fn undo(group: &mut Group, seq: u64) -> Result<(), String> {
    group.lab.try_undo(seq)
}

#[test]
fn an_undo_never_brings_a_session_back_beside_the_one_that_was_recorded_since() {
    let mut group = Group::new();
    let which = Which { seen: Seen::Any, ..group.which("2026-11-18") };
    group.record(&group.delivered("2026-11-18")).unwrap();
    group.lab.make(|edit, by| clear(edit, by, &which));
    let cleared = group.entries();
    group.record(&Recording::new(which, State::Missed(Missed::Trip))).unwrap();
    let refused = undo(&mut group, cleared).unwrap_err();
    assert!(refused.contains("Wed 18 Nov 2026"), "{refused}");
    assert_eq!(group.rows().len(), 1);
    // A session that was moved, whose own day was recorded after the move had been taken back.
    let monday = Which { seen: Seen::Any, ..group.which("2026-11-16") };
    let to = (date("2026-11-19"), None);
    group.lab.make(|edit, by| move_to(edit, by, &monday, to, ""));
    group.lab.undo();
    let back = group.entries();
    group.record(&Recording::new(monday, State::Delivered)).unwrap();
    assert!(undo(&mut group, back).is_err());
    assert_eq!(group.rows().len(), 2);
}

#[test]
fn an_undo_leaves_no_session_outside_its_provision() {
    let mut group = Group::new();
    let id = group.id;
    group.lab.make(|edit, _| runs::end(edit, id, date("2026-11-13"), ""));
    group.lab.undo();
    let redo = group.entries();
    group.record(&group.delivered("2026-11-18")).unwrap();
    let refused = undo(&mut group, redo).unwrap_err();
    assert!(refused.contains("would lie outside its days"), "{refused}");
    // The other way round: a session taken back, the end, and then the session again.
    let which = Which { seen: Seen::Any, ..group.which("2026-11-18") };
    group.lab.make(|edit, by| clear(edit, by, &which));
    let cleared = group.entries();
    group.lab.make(|edit, _| runs::end(edit, id, date("2026-11-13"), ""));
    assert!(undo(&mut group, cleared).is_err());
    assert!(group.rows().is_empty());
}
