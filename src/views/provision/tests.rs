//! The map by worked examples: the order of groups and rows, what is found, who is in two places.

mod rules;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::data::gather;
use super::*;
use crate::domain::catalogue::Rate;
use crate::domain::code::{Area, Outcome, YearGroup};
use crate::domain::delivery::{Dosage, Missed, SessionRow, Span, State, parse_slots};
use crate::domain::ids::{Held, Key, Kind, PupilId, RecordId, Revision, Typed};
use crate::domain::people::Training;
use crate::domain::provision::Provision;
use crate::domain::record::Record;
use crate::domain::rows::{Look, PlaceRow, Who};
use crate::domain::school::{SchoolFile, Site, Staff};

/// Provisions, places and sessions, as they are read.
type Held3 = (Vec<Held<Provision>>, Vec<PlaceRow>, BTreeMap<RecordId, Vec<SessionRow>>);

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two sites (1, 2), a teaching assistant with a rate (11), a teacher without (12), and one trained in PECS (11).
fn school() -> SchoolFile {
    let staff = |name: &str, role: &str| {
        Record::Staff(Staff { name: name.into(), role: role.into(), site: None, here: true })
    };
    let rate = Rate {
        role: "Teaching assistant".into(),
        from: date("2026-01-01"),
        pence: 1520,
        note: String::new(),
    };
    let mut pecs = Training::of(RecordId(11), date("2025-09-01"), Typed::default());
    pecs.delivers = "PECS".into();
    let all = [
        (Kind::Site, 1, Record::Site(Site { name: "Lower".into() })),
        (Kind::Site, 2, Record::Site(Site { name: "Upper".into() })),
        (Kind::Staff, 11, staff("R Dale", "Teaching assistant")),
        (Kind::Staff, 12, staff("M Quick", "Teacher")),
        (Kind::Rate, 21, Record::Rate(rate)),
        (Kind::Training, 22, Record::Training(pecs)),
    ];
    SchoolFile::from_records(
        all.into_iter().map(|(kind, id, record)| (Key::school(kind, RecordId(id)), Revision(0), record)),
    )
}

fn who(pupil: u32) -> Who {
    let names = ["Ama Otter", "Ben Quill", "Cy Marten", "Dee Plover", "Eve Siskin", "Finn Badger"];
    let name = names[pupil as usize % 6];
    let (first, last) = name.split_once(' ').unwrap();
    Who {
        pupil: PupilId(pupil + 1),
        name: name.into(),
        sort_name: format!("{last} {first}").to_lowercase(),
        year: (pupil != 5).then(|| YearGroup::from_number(3 + (pupil % 2) as i8).unwrap()),
        class: ["Lark", "Wren", "Lark", "", "Teal", "Wren"][pupil as usize % 6].into(),
        site: [Some(RecordId(1)), Some(RecordId(2)), None][pupil as usize % 3],
    }
}

fn place(allocation: u32, provision: u32, pupil: u32, from: &str) -> PlaceRow {
    PlaceRow {
        provision: RecordId(provision),
        allocation: RecordId(allocation),
        who: who(pupil),
        from: date(from),
        to: None,
        entry: String::new(),
        now: String::new(),
        checks: 0,
        outcome: None,
        next_check: None,
        exit: String::new(),
        looks: Vec::new(),
    }
}

fn held(id: u32, value: Provision) -> Held<Provision> {
    Held { id: RecordId(id), revision: Revision(1), value }
}

fn group_of(name: &str, days: &str) -> Provision {
    Provision {
        name: name.into(),
        minutes: 30,
        times_a_week: 1,
        slots: parse_slots(days).unwrap(),
        start: date("2026-09-07"),
        ..Provision::default()
    }
}

fn session(id: u32, on: NaiveDate, state: State) -> SessionRow {
    SessionRow {
        id: RecordId(id),
        on,
        nth: 0,
        at: None,
        state,
        stands_for: None,
        minutes: 30,
        adult: None,
        away: Vec::new(),
    }
}

fn asked() -> Asked {
    Asked {
        span: Span { from: date("2026-09-01"), to: date("2027-08-31") },
        which: Which::All,
        site: None,
        today: date("2026-11-21"),
    }
}

fn small() -> Held3 {
    let area = |area, provision: Provision| Provision { area, lead: Some(RecordId(11)), ..provision };
    let provisions = vec![
        held(100, area(Some(Area::Communication), group_of("PECS", "mon 9:00"))),
        held(
            101,
            Provision {
                end: Some(date("2026-12-18")),
                ..area(None, group_of("Lexia", "mon 9:20, wed 9:00"))
            },
        ),
        held(102, Provision { lead: Some(RecordId(12)), ..area(Some(Area::Semh), group_of("PECS", "")) }),
        held(103, Provision { lead: None, ..area(Some(Area::Semh), group_of("Zones", "tue")) }),
    ];
    let mut late = place(1003, 102, 2, "2026-09-07");
    late.next_check = Some(date("2026-10-19"));
    let places = vec![
        PlaceRow { entry: "12".into(), ..place(1000, 100, 0, "2026-09-07") },
        PlaceRow { entry: "12".into(), ..place(1001, 100, 1, "2026-09-07") },
        place(1002, 101, 1, "2026-09-07"),
        late,
    ];
    let mondays = (0..10_u32).map(|week| {
        let on = date("2026-09-07") + Days::new(u64::from(week) * 7);
        session(3000 + week, on, if week == 3 { State::Missed(Missed::Trip) } else { State::Delivered })
    });
    (provisions, places, BTreeMap::from([(RecordId(100), mondays.collect())]))
}

#[test]
fn groups_and_rows_stand_in_their_order() {
    let school = school();
    let data = gather(&school, asked(), small(), Vec::new());
    let said = |by, sort| -> Vec<String> {
        let map = regroup(&data, &school, by, sort);
        let row = |row: &MapRow| row.run(&data).unwrap().line.provision.name.clone();
        map.groups
            .iter()
            .map(|group| {
                format!("{}: {}", group.title, group.rows.iter().map(row).collect::<Vec<_>>().join(", "))
            })
            .collect()
    };
    for (by, sort, expected) in [
        (
            By::Area,
            Sort::Name,
            &[
                "Communication and interaction: PECS",
                "Social, emotional and mental health: PECS, Zones",
                "All areas: Lexia",
            ][..],
        ),
        (
            By::Area,
            Sort::Cost,
            &[
                "Communication and interaction: PECS",
                "Social, emotional and mental health: PECS, Zones",
                "All areas: Lexia",
            ],
        ),
        (By::Intervention, Sort::Name, &["Lexia: Lexia", "PECS: PECS, PECS", "Zones: Zones"]),
        (By::Intervention, Sort::Minutes, &["Lexia: Lexia", "PECS: PECS, PECS", "Zones: Zones"]),
        (By::Intervention, Sort::Pupils, &["PECS: PECS, PECS", "Lexia: Lexia", "Zones: Zones"]),
        (
            By::Pupil,
            Sort::Name,
            &[
                "Cy Marten · Y3 Lark: PECS",
                "Ama Otter · Y3 Lark: PECS",
                "Ben Quill · Y4 Wren: Lexia, PECS",
                "No pupil: Zones",
            ],
        ),
        (
            By::Pupil,
            Sort::NextCheck,
            &[
                "Cy Marten · Y3 Lark: PECS",
                "Ama Otter · Y3 Lark: PECS",
                "Ben Quill · Y4 Wren: Lexia, PECS",
                "No pupil: Zones",
            ],
        ),
        (By::Year, Sort::Name, &["Year 3: PECS, PECS", "Year 4: Lexia, PECS", "No pupil: Zones"]),
        (
            By::Class,
            Sort::Name,
            &["Y3 Lark: PECS", "Y3 Lark: PECS", "Y4 Wren: Lexia, PECS", "No pupil: Zones"],
        ),
        (By::Adult, Sort::Name, &["M Quick: PECS", "R Dale: Lexia, PECS", "No lead adult: Zones"]),
        (By::Agency, Sort::Name, &["No agency: Lexia, PECS, PECS, Zones"]),
        (By::Wave, Sort::Cost, &["Wave 2 · Targeted: PECS, Lexia, PECS, Zones"]),
        (By::Site, Sort::Name, &["Lower: PECS", "Upper: Lexia, PECS", "All sites: PECS, Zones"]),
    ] {
        assert_eq!(said(by, sort), expected, "{by:?} {sort:?}");
    }
}

#[test]
fn the_figures_of_a_worked_example() {
    let school = school();
    let data = gather(&school, asked(), small(), Vec::new());
    let map = regroup(&data, &school, By::Pupil, Sort::Name);
    let of = |name: &str| map.groups.iter().find(|group| group.title.starts_with(name)).unwrap();
    // Nine half hours at £15.20, one missed for a trip, shared by two; the tenth Monday is half-term's own.
    let pecs = data.runs.iter().find(|run| run.id() == RecordId(100)).unwrap();
    assert_eq!(pecs.totals.cost, 9 * 760);
    assert_eq!((of("Ama").totals.cost, of("Ben").totals.cost), (9 * 380, 9 * 380));
    assert_eq!((of("Ben").totals.minutes, of("Ben").totals.provisions), (30 + 60, 2));
    assert_eq!((pecs.totals.tally.delivered, pecs.totals.tally.missed.iter().sum::<u32>()), (9, 1));
    // Thirty minutes on Mondays, twice a week, and two without times: 150 a week.
    assert_eq!((map.totals.minutes, map.totals.pupils, map.totals.provisions), (150, 3, 4));
    assert!(map.totals.projected > map.totals.cost);
}

#[test]
fn a_term_looked_back_at_has_its_minutes_after_it_was_rolled_forward() {
    let school = school();
    let (mut provisions, places, sessions) = small();
    let term = Span { from: date("2026-09-02"), to: date("2026-12-18") };
    let minutes = |provisions: &[Held<Provision>], today: &str| {
        let asked = Asked { span: term, today: date(today), ..asked() };
        let read = (provisions.to_vec(), places.clone(), sessions.clone());
        gather(&school, asked, read, Vec::new()).runs[0].totals.minutes
    };
    provisions.retain(|held| held.name == "Lexia");
    provisions[0].value.end = Some(date("2026-12-11"));
    assert_eq!(minutes(&provisions, "2027-01-20"), 60);
    // On to Easter, with a pause from 12 December.
    let held = &mut provisions[0].value;
    let stood = Dosage {
        until: date("2026-12-11"),
        minutes: held.minutes,
        times_a_week: 2,
        slots: held.slots.clone(),
    };
    let none =
        Dosage { until: date("2027-01-03"), minutes: held.minutes, times_a_week: 0, slots: Vec::new() };
    held.earlier = vec![stood, none];
    held.end = Some(date("2027-03-25"));
    held.slots.truncate(1);
    for today in ["2026-12-15", "2027-01-20"] {
        assert_eq!(minutes(&provisions, today), 60, "{today}");
    }
}

#[test]
fn a_check_counts_from_the_day_that_it_was_made() {
    let school = school();
    let (provisions, mut places, sessions) = small();
    places[0].looks = vec![
        Look { held: date("2026-10-19"), outcome: Outcome::More, measure: String::new() },
        Look { held: date("2026-11-20"), outcome: Outcome::Less, measure: String::new() },
    ];
    let words = |today: &str| {
        let asked = Asked { today: date(today), ..asked() };
        let data = gather(&school, asked, (provisions.clone(), places.clone(), sessions.clone()), Vec::new());
        regroup(&data, &school, By::Area, Sort::Name).totals.outcomes.words()
    };
    let said = ["2026-10-18", "2026-10-19", "2026-11-20"].map(words);
    assert_eq!(said, ["", "+1.0 (1)", "−1.0 (1)"]);
}

#[test]
fn past_its_agreed_cost_a_run_needs_a_rate() {
    let school = school();
    let found = |until: Option<&str>| {
        let (mut provisions, places, sessions) = small();
        provisions.retain(|held| held.id == RecordId(102));
        let held = &mut provisions[0].value;
        (held.cost_pence, held.cost_until) = (Some(24_000), until.map(date));
        let data = gather(&school, asked(), (provisions, places, sessions), Vec::new());
        findings(&data, &school).iter().any(|one| one.kind == FindingKind::NoRate)
    };
    assert_eq!([None, Some("2026-11-21"), Some("2026-11-20")].map(found), [false, false, true]);
}

#[test]
fn what_is_found_names_what_it_is_about() {
    let school = school();
    let data = gather(&school, asked(), small(), Vec::new());
    let found = findings(&data, &school);
    let said: Vec<(FindingKind, &str)> = found.iter().map(|one| (one.kind, one.words.as_str())).collect();
    use FindingKind as Is;
    let open = |id: u32| data.runs.iter().find(|run| run.id() == RecordId(id)).unwrap().unrecorded;
    let (lexia, other, zones) = (open(101), open(102), open(103));
    let not = |name: &str, count: u32| format!("{name}: {count} sessions not recorded");
    assert!(lexia > 0 && other > 0 && zones > 0);
    assert_eq!(
        said,
        [
            (Is::Clash, "R Dale, Mon: PECS 9:00 to 9:30 and Lexia 9:20 to 9:50"),
            (Is::Clash, "Ben Quill, Mon: PECS 9:00 to 9:30 and Lexia 9:20 to 9:50"),
            (Is::CheckOverdue, "PECS: a check overdue since Mon 19 Oct"),
            (Is::NotRecorded, not("Lexia", lexia).as_str()),
            (Is::NotRecorded, not("PECS", other).as_str()),
            (Is::NotRecorded, not("Zones", zones).as_str()),
            (Is::NoPupils, "Zones: no pupils"),
            (Is::NoLead, "Zones: no lead adult"),
            (Is::NotTrained, "PECS: M Quick is not trained in it"),
            (Is::NoEntry, "Lexia: 1 of 1 without an entry measure"),
            (Is::NoEntry, "PECS: 1 of 1 without an entry measure"),
            (Is::NoEnd, "PECS: no end date"),
            (Is::NoEnd, "PECS: no end date"),
            (Is::NoEnd, "Zones: no end date"),
            (Is::NoRate, "no hourly rate for Teacher: 1 provision without a cost"),
        ]
    );
    let kinds: Vec<(FindingKind, usize)> = by_kind(&found).map(|(kind, some)| (kind, some.len())).collect();
    assert_eq!(kinds.first(), Some(&(Is::Clash, 2)));
    let late = found.iter().find(|one| one.kind == Is::CheckOverdue).unwrap();
    assert_eq!((late.about.provision, late.about.allocation), (Some(RecordId(102)), Some(RecordId(1003))));
    assert_eq!(late.about.pupil, Some(PupilId(3)));
}

#[test]
fn only_sessions_with_a_time_that_run_together_clash() {
    let school = school();
    let on = |first: &str, second: &str, from: &str| {
        let lead = Some(RecordId(11));
        let (mut provisions, places, sessions) = small();
        provisions.truncate(2);
        for (held, days) in provisions.iter_mut().zip([first, second]) {
            held.value.slots = parse_slots(days).unwrap();
            held.value.lead = lead;
        }
        provisions[0].value.start = date(from);
        let data = gather(&school, asked(), (provisions, places, sessions), Vec::new());
        clashes(&data, &school).len()
    };
    for (first, second, from, clash) in [
        ("mon 9:00", "mon 9:29", "2026-09-07", 2),
        ("mon 9:00", "mon 9:30", "2026-09-07", 0),
        ("mon 9:00", "tue 9:00", "2026-09-07", 0),
        ("mon", "mon 9:00", "2026-09-07", 0),
        ("mon", "mon", "2026-09-07", 0),
        ("", "mon 9:00", "2026-09-07", 0),
        // It begins only when the other has ended.
        ("mon 9:00", "mon 9:00", "2027-01-04", 0),
        ("mon 9:00", "mon 9:00", "2026-12-01", 2),
    ] {
        assert_eq!(on(first, second, from), clash, "{first} / {second} from {from}");
    }
}

#[test]
fn an_adults_week_has_its_sessions_by_day_and_time() {
    let school = school();
    let data = gather(&school, asked(), small(), Vec::new());
    let weeks = timetable(&data, &school, None);
    let said: Vec<(&str, u32, usize, Vec<String>)> = weeks
        .iter()
        .map(|week| {
            let slot = |slot: &SlotLine| format!("{} {} {}", slot.when(), slot.name, slot.pupils);
            (week.name.as_str(), week.minutes, week.clashes.len(), week.slots.iter().map(slot).collect())
        })
        .collect();
    let words = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<String>>();
    assert_eq!(
        said,
        [
            ("M Quick", 30, 0, words(&["Wed PECS 1"])),
            ("R Dale", 90, 2, words(&["Mon 9:00 PECS 2", "Mon 9:20 Lexia 1", "Wed 9:00 Lexia 1"])),
            ("No lead adult", 30, 0, words(&["Tue Zones 0"])),
        ]
    );
    assert!(weeks[0].slots[0].usual && !weeks[1].slots[0].usual);
    let marks: Vec<bool> = weeks[1].slots.iter().map(|slot| slot.clash).collect();
    assert_eq!(marks, [true, true, false]);
    assert_eq!(timetable(&data, &school, Some(RecordId(12))).len(), 1);
}

#[test]
fn ranges_are_named_stepped_through_and_read() {
    let calendar = crate::domain::calendar::Calendar::assumed(2024, 2028);
    let today = date("2026-11-21");
    let titles: Vec<String> = ranges(&calendar, today).into_iter().map(|range| range.title).collect();
    assert_eq!(
        titles,
        [
            "Autumn term 2026",
            "Summer term 2026",
            "Spring term 2027",
            "1 Sep 2026 to 31 Aug 2027",
            "1 Sep 2025 to 31 Aug 2026",
            "All time"
        ]
    );
    // In the holidays the term that has ended is still this one.
    assert_eq!(range(RangeKind::This, &calendar, date("2026-12-28")).title, "Autumn term 2026");
    let read = |text: &str| parse_range(text, &calendar, today).map(|range| range.title);
    for (typed, title) in [
        ("this", "Autumn term 2026"),
        ("Next term", "Spring term 2027"),
        ("autumn 2025", "Autumn term 2025"),
        ("Spring Term 2026", "Spring term 2026"),
        ("summer", "Summer term 2027"),
        ("year", "1 Sep 2026 to 31 Aug 2027"),
        ("2025/26", "1 Sep 2025 to 31 Aug 2026"),
        ("2025/2026", "1 Sep 2025 to 31 Aug 2026"),
        ("3 Nov 2026 to 28 Nov 2026", "3 Nov to 28 Nov 2026"),
        ("all", "All time"),
    ] {
        assert_eq!(read(typed).as_deref(), Ok(title), "{typed}");
    }
    for wrong in [
        "",
        "winter",
        "autumn 1800",
        "autumn 2199999999",
        "2025/27",
        "28/11/2026 to 3/11/2026",
        "/",
        "9999999999/00",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    let step = |span, way: fn(Span, &crate::domain::calendar::Calendar) -> Option<Span>| {
        way(span, &calendar).map(|span| title(span, &calendar))
    };
    let term = span_of(RangeKind::This, &calendar, today).unwrap();
    assert_eq!(step(term, later).as_deref(), Some("Spring term 2027"));
    assert_eq!(step(term, earlier).as_deref(), Some("Summer term 2026"));
    let year = span_of(RangeKind::Year, &calendar, today).unwrap();
    assert_eq!(step(year, earlier).as_deref(), Some("1 Sep 2025 to 31 Aug 2026"));
    let days = Span { from: date("2026-11-03"), to: date("2026-11-28") };
    assert_eq!(step(days, later).as_deref(), Some("Spring term 2027"));
    let all = span_of(RangeKind::All, &calendar, today).unwrap();
    assert_eq!((step(all, later), step(all, earlier)), (None, None));
}
