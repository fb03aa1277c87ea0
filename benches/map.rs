//! What the provision map costs: read and first drawn, and grouped otherwise, for 2,000 pupils, 400 provisions and 60,000
//! recorded sessions.
//!
//! The bound is 50 ms for either.
#![allow(clippy::unwrap_used)] // a bench

use std::hint::black_box;
use std::path::Path;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use senco::domain::catalogue::Rate;
use senco::domain::code::{Area, SenCode, Wave, YearGroup};
use senco::domain::delivery::{Missed, Session, Slot, State};
use senco::domain::ids::{PupilId, RecordId, SCHOOL, Stamp, Typed};
use senco::domain::provision::{Allocation, Provision};
use senco::domain::pupil::{Pupil, StageSpan};
use senco::domain::school::{SchoolInfo, Staff};
use senco::store::{Operation, Store};
use senco::views::provision::{self, Asked, By, RangeKind, Sort, Which};
use senco::views::works;

const PUPILS: usize = 2_000;
const PROVISIONS: u32 = 400;
/// Of each provision: fifty weeks of three.
const SESSIONS: u64 = 150;

fn op(id: u128) -> Operation {
    Operation { id, action: "bench".into(), user: "demo".into(), at: Stamp(1_795_000_000) }
}

fn school(path: &Path, today: NaiveDate) -> Store {
    let start = today - Days::new(355);
    let mut runs: Vec<RecordId> = Vec::new();
    let mut store = Store::create(path, op(1), |edit| {
        edit.put(
            senco::domain::school::SchoolFile::info_key(),
            senco::domain::record::Record::School(SchoolInfo::default()),
        )?;
        let role = "Teaching assistant".to_owned();
        edit.add(SCHOOL, Rate { role: role.clone(), from: start, pence: 1_520, note: String::new() })?;
        let mut adults = Vec::new();
        for n in 0..40 {
            let staff = Staff { name: format!("Adult {n}"), role: role.clone(), site: None, here: true };
            adults.push(edit.add(SCHOOL, staff)?);
        }
        runs.clear();
        for n in 0..PROVISIONS {
            let at = n as usize;
            let slot = |weekday: u8| Slot { weekday, at: Some(540 + (n % 12) as u16 * 30) };
            let provision = Provision {
                name: format!("Intervention {}", n % 60),
                area: Some(Area::ALL[at % 4]),
                wave: Wave::ALL[at % 3],
                minutes: 25,
                times_a_week: 3,
                slots: vec![slot(0), slot(2), slot(4)],
                lead: Some(adults[at % adults.len()]),
                start,
                ..Provision::default()
            };
            runs.push(edit.add(SCHOOL, provision)?);
        }
        Ok(())
    })
    .unwrap();
    let mut pupils: Vec<PupilId> = Vec::new();
    store
        .commit(op(2), |edit| {
            pupils.clear();
            for n in 0..PUPILS {
                let pupil = edit.new_pupil();
                let year = YearGroup::from_number((n % 13) as i8);
                edit.add(
                    pupil,
                    Pupil {
                        forename: format!("Ama{n}"),
                        surname: format!("Otter{}", n % 97),
                        year,
                        class: format!("Class {}", n % 60),
                        ..Pupil::default()
                    },
                )?;
                let (reason, original) = (String::new(), String::new());
                let span = StageSpan {
                    stage: "K".into(),
                    census: SenCode::K,
                    from: start,
                    to: None,
                    reason,
                    original,
                    typed: Typed::default(),
                };
                edit.add(pupil, span)?;
                let place = Allocation {
                    provision: runs[n % runs.len()],
                    from: start,
                    to: None,
                    entry: "34".into(),
                    exit: String::new(),
                    aim: String::new(),
                    check_on: None,
                    check_by: None,
                    moves: Vec::new(),
                    typed: Typed::default(),
                };
                edit.add(pupil, place)?;
                pupils.push(pupil);
            }
            Ok(())
        })
        .unwrap();
    for (at, some) in runs.chunks(40).enumerate() {
        let id = 100 + u128::try_from(at).unwrap();
        store
            .commit(op(id), |edit| {
                for (within, run) in some.iter().enumerate() {
                    for n in 0..SESSIONS {
                        let first = pupils[(at * 40 + within) % PUPILS];
                        let state =
                            if n % 9 == 4 { State::Missed(Missed::AdultAway) } else { State::Delivered };
                        let away = if n % 5 == 1 { vec![(first, Missed::PupilAway)] } else { Vec::new() };
                        let session = Session {
                            provision: *run,
                            on: start + Days::new(n / 3 * 7 + n % 3 * 2),
                            nth: 0,
                            at: None,
                            state,
                            stands_for: None,
                            minutes: 25,
                            adult: None,
                            away,
                            note: String::new(),
                            typed: Typed::default(),
                        };
                        edit.add(SCHOOL, session)?;
                    }
                }
                Ok(())
            })
            .unwrap();
    }
    store
}

fn map(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let store = school(&dir.path().join("school.redb"), today);
    let school = store.read(|view| view.school()).unwrap();
    let mut group = c.benchmark_group("the map, 2,000 pupils, 400 provisions, 60,000 sessions");
    group.sample_size(20);
    for kind in [RangeKind::This, RangeKind::Year, RangeKind::All] {
        let span = provision::range(kind, &school.calendar, today).span;
        let asked = Asked { span, which: Which::All, site: None, today };
        group.bench_function(format!("opened, {}", kind.label()), |b| {
            b.iter(|| {
                let data = store.read(|view| provision::read(view, &school, asked)).unwrap();
                black_box(provision::regroup(&data, &school, By::Area, Sort::Name).groups.len())
            });
        });
    }
    let span = provision::range(RangeKind::All, &school.calendar, today).span;
    let asked = Asked { span, which: Which::All, site: None, today };
    let data = store.read(|view| provision::read(view, &school, asked)).unwrap();
    assert_eq!(data.runs.len(), PROVISIONS as usize);
    for by in By::ALL {
        group.bench_function(format!("grouped by {}", by.code()), |b| {
            b.iter(|| black_box(provision::regroup(&data, &school, black_box(by), Sort::Cost)));
        });
    }
    let all = works::Asked { span, site: None, today };
    group.bench_function("what works", |b| {
        b.iter(|| black_box(store.read(|view| works::read(view, &school, all)).unwrap().len()));
    });
    group.bench_function("findings", |b| b.iter(|| black_box(provision::findings(&data, &school))));
    group.bench_function("timetables", |b| b.iter(|| black_box(provision::timetable(&data, &school, None))));
    group.finish();
}

criterion_group!(benches, map);
criterion_main!(benches);
