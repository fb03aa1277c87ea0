//! Tests of the views of sessions. The lab's day is Saturday 21 November 2026.

use super::*;
use crate::actions::session::{Recording, Which, cover, move_to, record};
use crate::actions::staff::Adult;
use crate::actions::testing::{Lab, date};
use crate::domain::delivery::parse_slots;
use crate::domain::ids::{PupilId, SCHOOL};
use crate::domain::people::Training;
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::domain::school::Staff;

struct School {
    lab: Lab,
    language: RecordId,
    phonics: RecordId,
    ama: PupilId,
    ben: PupilId,
    dale: RecordId,
    moor: RecordId,
}

fn adult(lab: &mut Lab, name: &str) -> RecordId {
    let staff = Staff { name: name.into(), role: "Teaching assistant".into(), site: None, here: true };
    lab.make(|edit, _| edit.add(SCHOOL, staff.clone()))
}

fn provision(lab: &mut Lab, name: &str, lead: RecordId, days: &str) -> RecordId {
    let id = lab.provision(name, "2026-11-02");
    lab.make(|edit, _| {
        let mut value = edit.provision(id)?.unwrap().value;
        (value.lead, value.slots) = (Some(lead), parse_slots(days).unwrap());
        value.times_a_week = u8::try_from(value.slots.len()).unwrap();
        edit.put(Provision::school_key(id), value.wrap())
    });
    id
}

impl School {
    fn new() -> School {
        let mut lab = Lab::new();
        let (dale, moor) = (adult(&mut lab, "R Dale"), adult(&mut lab, "J Moor"));
        let language = provision(&mut lab, "Language group", dale, "mon wed fri 9:30");
        let phonics = provision(&mut lab, "Phonics", moor, "mon 9:40, tue 9:00, fri 9:00");
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Moor"));
        lab.allocation(ama, language, "2026-11-02", None);
        lab.allocation(ben, language, "2026-11-16", None);
        lab.allocation(ben, phonics, "2026-11-02", None);
        School { lab, language, phonics, ama, ben, dale, moor }
    }

    fn day(&self, on: &str, adult: Option<RecordId>) -> DayView {
        let today = self.lab.by.today;
        self.lab.store.read(|view| day(view, &view.school()?, (date(on), today), adult, None)).unwrap()
    }

    fn away(&self, adult: RecordId, from: &str, to: &str) -> AwayView {
        let (span, today) = (Span { from: date(from), to: date(to) }, self.lab.by.today);
        self.lab.store.read(|view| away(view, &view.school()?, adult, span, today)).unwrap()
    }

    fn which(&self, provision: RecordId, on: &str) -> Which {
        Which { provision, on: date(on), nth: 0, seen: Seen::Any }
    }

    fn record(&mut self, provision: RecordId, on: &str, state: State, away: &[(PupilId, Missed)]) {
        let which = self.which(provision, on);
        let one = Recording { away: away.to_vec(), ..Recording::new(which, state) };
        self.lab.make(|edit, by| record(edit, by, &one));
    }
}

fn said(lines: &[SessionLine]) -> Vec<String> {
    lines.iter().map(|line| format!("{} {} {}", line.on.format("%d/%m"), line.time(), line.name)).collect()
}

#[test]
fn a_day_shows_its_sessions_and_what_is_still_to_record() {
    let mut school = School::new();
    school.record(school.language, "2026-11-16", State::Delivered, &[(school.ben, Missed::PupilAway)]);
    school.record(school.phonics, "2026-11-06", State::Missed(Missed::Trip), &[]);
    let view = school.day("2026-11-20", None);
    assert_eq!(view.closed, None);
    assert_eq!(said(&view.rows), ["20/11 9:00 Phonics", "20/11 9:30 Language group"]);
    // Ten school days back from Friday 20 November: from Friday 6 on, and the 6th was recorded for one.
    assert_eq!(
        said(&view.open),
        [
            "06/11 9:30 Language group",
            "09/11 9:30 Language group",
            "09/11 9:40 Phonics",
            "10/11 9:00 Phonics",
            "11/11 9:30 Language group",
            "13/11 9:00 Phonics",
            "13/11 9:30 Language group",
            "16/11 9:40 Phonics",
            "17/11 9:00 Phonics",
            "18/11 9:30 Language group",
        ]
    );
    let line = &view.rows[1];
    let pupils: Vec<&str> = line.pupils.iter().map(|part| part.who.name.as_str()).collect();
    assert_eq!(pupils, ["Ben Moor", "Ama Otter"]);
    assert_eq!((line.week_words().as_str(), line.adult_name.as_str()), ("3rd of 3 this week", "R Dale"));
    assert_eq!((line.dosage.as_str(), line.seen), ("3 × 20 min", Seen::Nothing));
    assert!(line.is_open(date("2026-11-21")) && !line.recordable(date("2026-11-19")));
    assert_eq!(line.tally.words(), "1 of 9 delivered (not recorded 8)");
    assert_eq!((view.tally.delivered, view.tally.open), (0, 2));
    // On the 13th Ben was not in the group yet; what he missed on the 16th is said.
    assert_eq!(view.open[6].pupils.len(), 1);
    let monday = school.day("2026-11-16", Some(school.dale));
    assert_eq!(said(&monday.rows), ["16/11 9:30 Language group"]);
    let line = &monday.rows[0];
    assert_eq!((line.state, line.pupils[0].away), (State::Delivered, Some(Missed::PupilAway)));
    assert_eq!(line.recorded.as_ref().map(|typed| typed.by.as_str()), Some("sue"));
    assert!(matches!(line.seen, Seen::At(_)) && line.id.is_some() && !line.extra && !line.cover);
    assert_eq!(monday.tally.delivered, 1);
    let saturday = school.day("2026-11-21", None);
    assert_eq!((saturday.closed.as_deref(), saturday.rows.len()), (Some("Sat"), 0));
}

#[test]
fn moved_and_covered_sessions_are_shown_where_they_were_and_where_they_are() {
    let mut school = School::new();
    let (language, moor) = (school.language, school.moor);
    let which = school.which(language, "2026-11-18");
    school.lab.make(|edit, by| move_to(edit, by, &which, (date("2026-11-19"), Some(600)), "hall in use"));
    let which = school.which(language, "2026-11-20");
    school.lab.make(|edit, by| cover(edit, by, &which, Some(&Adult::Known(moor))));
    let wednesday = school.day("2026-11-18", None);
    assert_eq!(wednesday.rows[0].moved_to, Some((date("2026-11-19"), Some(600))));
    assert!(!wednesday.rows[0].recordable(date("2026-11-21")) && wednesday.tally.due() == 0);
    let thursday = school.day("2026-11-19", None);
    let line = &thursday.rows[0];
    assert_eq!((line.moved_from.map(|place| place.on), line.at), (Some(date("2026-11-18")), Some(600)));
    assert_eq!((line.note.as_str(), line.week_words().as_str()), ("hall in use", "2nd of 3 this week"));
    let friday = school.day("2026-11-20", Some(moor));
    assert_eq!(said(&friday.rows), ["20/11 9:00 Phonics", "20/11 9:30 Language group"]);
    assert!(friday.rows[1].cover && friday.rows[1].adult_name == "J Moor");
    assert!(school.day("2026-11-20", Some(school.dale)).rows.is_empty());
}

#[test]
fn an_absence_says_who_misses_what_and_what_could_be_done() {
    let mut school = School::new();
    let kay = adult(&mut school.lab, "K Ash");
    let lee = adult(&mut school.lab, "L Fox");
    for (staff, until) in [(school.dale, None), (school.moor, None), (kay, None), (lee, Some("2026-10-01"))] {
        school.lab.make(|edit, by| {
            let mut training = Training::of(staff, date("2026-01-05"), by.typed.clone());
            (training.what, training.delivers) = ("Language".into(), "language group ".into());
            training.until = until.map(date);
            edit.add(SCHOOL, training)
        });
    }
    let view = school.away(school.dale, "2026-11-23", "2026-11-23");
    assert_eq!((view.name.as_str(), view.rows.len(), view.recorded), ("R Dale", 1, 0));
    let missed: Vec<(&str, u32, u32)> =
        view.pupils.iter().map(|one| (one.who.name.as_str(), one.sessions, one.minutes)).collect();
    assert_eq!(missed, [("Ben Moor", 1, 20), ("Ama Otter", 1, 20)]);
    let row = &view.rows[0];
    let covers: Vec<(&str, &str)> =
        row.covers.iter().map(|one| (one.name.as_str(), one.words.as_str())).collect();
    assert_eq!(covers, [("K Ash", "trained for it, free at 9:30")]);
    let not: Vec<(&str, &str)> = row.not.iter().map(|(name, why)| (name.as_str(), why.as_str())).collect();
    assert_eq!(not, [("J Moor", "takes Phonics then"), ("L Fox", "training ran out 1 Oct 2026")]);
    let moves: Vec<&str> = row.moves.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(
        moves,
        [
            "Tue 24 Nov 9:30, the same time",
            "Wed 25 Nov 9:00",
            "Thu 26 Nov 9:30, the same time",
            // On Friday Ben is in Phonics at 9:00 and the group itself meets at 9:30.
            "Fri 27 Nov 10:00",
            "Mon 30 Nov 9:00",
            "Tue 1 Dec 9:30, the same time",
        ]
    );
    // A choice that is taken is sound: nobody clashes.
    let (on, at) = (row.moves[3].on, row.moves[3].at);
    let which = Which::of(&row.session);
    school.lab.make(|edit, by| move_to(edit, by, &which, (on, at), ""));
    assert!(school.away(school.dale, "2026-11-23", "2026-11-23").rows.is_empty());
    // Nobody is named as trained for Phonics: whoever is free is offered.
    let week = school.away(school.moor, "2026-11-23", "2026-11-27");
    assert_eq!(week.rows.len(), 3);
    assert_eq!(week.pupils[0].what, ["Phonics"]);
    let covers: Vec<(&str, &str)> =
        week.rows[0].covers.iter().map(|one| (one.name.as_str(), one.words.as_str())).collect();
    assert_eq!(
        covers,
        [
            ("R Dale", "takes other groups, free at 9:40"),
            ("K Ash", "takes no group, free at 9:40"),
            ("L Fox", "takes no group, free at 9:40"),
        ],
        "the group of Monday was moved, so that its adult is free then"
    );
    assert!(week.rows[0].moves.iter().all(|one| one.on > date("2026-11-27")));
}

#[test]
fn tallies_are_of_the_group_and_of_each_place() {
    let mut school = School::new();
    school.record(school.language, "2026-11-16", State::Delivered, &[(school.ben, Missed::PupilAway)]);
    school.record(school.language, "2026-11-13", State::Delivered, &[]);
    let today = school.lab.by.today;
    let all = school.lab.store.read(|view| tallies(view, &view.school()?, school.language, today)).unwrap();
    assert_eq!(all.group.words(), "2 of 9 delivered (not recorded 7)");
    let of = |pupil: PupilId| all.places.iter().find(|one| one.pupil == pupil).unwrap().tally.words();
    assert_eq!(of(school.ama), "2 of 9 delivered (not recorded 7)");
    assert_eq!(of(school.ben), "0 of 3 delivered (pupil away 1, not recorded 2)");
    let nobody = school.lab.store.read(|view| tallies(view, &view.school()?, RecordId(999), today)).unwrap();
    assert_eq!(nobody, Tallies::default());
}

#[test]
fn a_timeline_has_one_line_a_place_with_its_months() {
    let mut school = School::new();
    let language = school.language;
    let story = |school: &School| {
        let (today, ama) = (school.lab.by.today, school.ama);
        let told = school.lab.store.read(|view| {
            crate::views::timeline::story(view, &view.school()?, ama, today, |_| date("2026-11-21"))
        });
        let entries = told.unwrap().unwrap().entries;
        entries.into_iter().filter(|entry| entry.what.contains("delivered")).collect::<Vec<_>>()
    };
    assert!(story(&school).is_empty(), "nothing was recorded");
    for on in ["2026-11-04", "2026-11-16"] {
        school.record(language, on, State::Delivered, &[]);
    }
    let lines = story(&school);
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].on, lines[0].ahead), (date("2026-11-16"), false));
    assert_eq!(lines[0].what, "Language group · 2 of 9 delivered (not recorded 7)");
    assert_eq!(lines[0].detail, ["Nov 2026: 2 of 9 delivered (not recorded 7)"]);
}
