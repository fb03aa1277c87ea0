//! One record of every kind, every field with a value of its own, so that a field that moves shows.
#![allow(clippy::unwrap_used)] // a test

use chrono::NaiveDate;
use senco::domain::calendar::{Span, Term};
use senco::domain::code::{Area, Decision, Outcome, SenCode, SenType, Sex, Wave, YearGroup};
use senco::domain::event::{Event, EventKind, Method};
use senco::domain::ids::{RecordId, Stamp, Typed};
use senco::domain::provision::{Allocation, ImpactCheck, Provision};
use senco::domain::pupil::{Need, Pupil, StageSpan};
use senco::domain::record::Record;
use senco::domain::review::{Move, Review, ReviewKind};
use senco::domain::school::{HeadingMap, SchoolInfo, Settings, Site, Staff};

fn on(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn typed(at: i64, by: &str) -> Typed {
    Typed { at: Stamp(at), by: by.into() }
}

fn moved() -> Move {
    Move {
        from: on(3, 1),
        to: on(3, 8),
        reason: "snow — “closed”".into(),
        typed: typed(1_700_000_001, "ben"),
    }
}

/// Samples of the newest versions.
pub fn all() -> Vec<Record> {
    vec![
        Record::School(SchoolInfo { name: "St Môr’s Federation".into(), demo: true }),
        Record::Settings(Settings { check_every_days: 43, calendar_confirmed: true }),
        Record::Site(Site { name: "Lower site".into() }),
        Record::Staff(Staff {
            name: "R Dale".into(),
            role: "teaching assistant".into(),
            site: Some(RecordId(70_001)),
            here: true,
        }),
        Record::Term(Term {
            name: "Autumn".into(),
            start: on(9, 3),
            end: on(12, 18),
            half_term: Some(Span { start: on(10, 26), end: on(10, 30) }),
        }),
        Record::Headings(HeadingMap {
            pairs: vec![("Reg".into(), "class".into()), ("X".into(), "-".into())],
        }),
        Record::Provision(Provision {
            name: "Language group".into(),
            area: Some(Area::Communication),
            wave: Wave::Specialist,
            minutes: 301,
            times_a_week: 4,
            lead: Some(RecordId(11)),
            agency: "speech and language".into(),
            start: on(9, 7),
            end: Some(on(12, 11)),
            cost_pence: Some(-123_456),
            measure: "words read of 100".into(),
            site: Some(RecordId(12)),
            note: "Tuesdays".into(),
            typed: typed(1_700_000_002, "ana"),
        }),
        Record::Pupil(Pupil {
            upn: "B801200005001".into(),
            former_upn: "M80120000500A".into(),
            forename: "Zoë".into(),
            surname: "O’Hara".into(),
            known_as: "Zo".into(),
            born: NaiveDate::from_ymd_opt(2016, 8, 31),
            sex: Some(Sex::M),
            year: YearGroup::from_number(-1),
            class: "4B".into(),
            site: Some(RecordId(13)),
            pupil_premium: true,
            eal: false,
            ethnicity: "WBRI".into(),
            school_number: "000123".into(),
            key_person: Some(RecordId(14)),
            sen_unit: true,
            resourced: false,
            note: "hearing aid: left side".into(),
            left: Some(on(7, 17)),
            left_for: "moved away".into(),
        }),
        Record::StageSpan(StageSpan {
            stage: "support".into(),
            census: SenCode::E,
            from: on(1, 5),
            to: Some(on(6, 30)),
            reason: "asked by parents".into(),
            original: "A".into(),
            typed: typed(1_700_000_003, "ana"),
        }),
        Record::Need(Need {
            sen_type: SenType::Slcn,
            rank: 2,
            from: Some(on(2, 1)),
            to: None,
            note: "expressive language".into(),
            typed: typed(1_700_000_004, "ana"),
        }),
        Record::Review(Review {
            kind: ReviewKind::Transition,
            due: on(11, 23),
            lead: Some(RecordId(15)),
            held: Some(on(11, 24)),
            outcome: Some(Outcome::More),
            note: "went as hoped".into(),
            pupil_voice: "I like maths".into(),
            parent_voice: "sleeps better".into(),
            cancelled: None,
            moves: vec![moved()],
            planned: typed(1_700_000_005, "ana"),
            recorded: Some(typed(1_700_000_006, "ben")),
        }),
        Record::Allocation(Allocation {
            provision: RecordId(16),
            from: on(9, 14),
            to: None,
            entry: "12".into(),
            exit: "31".into(),
            aim: "tells a story".into(),
            check_on: Some(on(10, 28)),
            check_by: Some(RecordId(17)),
            moves: vec![moved()],
            typed: typed(-1, "ana"),
        }),
        Record::Check(ImpactCheck {
            allocation: RecordId(18),
            due: on(10, 26),
            held: on(10, 27),
            outcome: Outcome::Less,
            measure: "19".into(),
            word: "slow".into(),
            decision: Decision::Change,
            typed: typed(1_700_000_007, "ana"),
        }),
        Record::Event(Event {
            kind: EventKind::Meeting,
            happened: on(10, 2),
            method: Some(Method::Email),
            with: "mum".into(),
            text: "line one\nline two".into(),
            typed: typed(1_700_000_008, "ana"),
        }),
    ]
}

/// Codes with the bytes that stand for them.
type Places = Vec<(String, Vec<u8>)>;

/// Every choice that records hold, by its place in storage.
pub fn choices() -> Vec<(&'static str, Places)> {
    fn places<T: Copy + serde::Serialize>(all: &[T], code: fn(T) -> &'static str) -> Places {
        all.iter().map(|one| (code(*one).to_owned(), senco::store::codec::encode(one, 16).unwrap())).collect()
    }
    vec![
        ("area", places(&Area::ALL[..], Area::code)),
        ("decision", places(&Decision::ALL[..], Decision::code)),
        ("event", places(EventKind::ALL, EventKind::code)),
        ("method", places(Method::ALL, Method::code)),
        ("outcome", places(&Outcome::ALL[..], Outcome::code)),
        ("review", places(ReviewKind::ALL, ReviewKind::code)),
        ("sen code", places(&SenCode::ALL[..], SenCode::code)),
        ("sen type", places(&SenType::ALL[..], SenType::code)),
        ("sex", places(&Sex::ALL[..], Sex::code)),
        ("wave", places(&Wave::ALL[..], Wave::code)),
    ]
}
