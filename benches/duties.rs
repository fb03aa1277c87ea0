//! What the rules cost: everything due of a 2,000-pupil school from nothing, one pupil's rows, and a change of the calendar, which
//! recomputes everybody in one transaction.
//!
//! The rule it watches: from nothing in under 200 ms, and one pupil's change recomputes one pupil.
#![allow(clippy::unwrap_used)] // a bench

use std::cell::Cell;
use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use senco::demo::{self, Plan};
use senco::domain::calendar::{Closure, ClosureKind};
use senco::domain::file::PupilFile;
use senco::domain::ids::{PupilId, SCHOOL, Stamp, Typed};
use senco::duties::{self, derive};
use senco::store::{Operation, Store};

fn op(id: u128) -> Operation {
    Operation { id, action: "bench".into(), user: "demo".into(), at: Stamp(1_795_000_000) }
}

fn rules(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.redb");
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let plan = Plan { pupils: 2_000, seed: 1, today };
    let mut store = Store::create(&path, op(1), |edit| demo::write(edit, &plan, &|_, _| {})).unwrap();
    let (school, files) = store
        .read(|view| {
            let school = view.school()?;
            let mut files: Vec<PupilFile> = Vec::new();
            for pupil in 1..20_000 {
                files.extend(view.pupil_file(PupilId(pupil))?);
            }
            Ok((school, files))
        })
        .unwrap();
    let mut group = c.benchmark_group(format!("rules, {} pupils", files.len()));
    group.sample_size(10);
    group.bench_function("what is due, of all", |b| {
        b.iter(|| files.iter().map(|file| duties::due_items(file, &school).len()).sum::<usize>());
    });
    group.bench_function("every derived row, of all", |b| {
        b.iter(|| files.iter().map(|file| derive::derive(file, &school).due.len()).sum::<usize>());
    });
    group.bench_function("every derived row, of one", |b| {
        b.iter(|| black_box(derive::derive(&files[700], &school)));
    });
    let id = Cell::new(2);
    group.bench_function("an INSET day more, saved", |b| {
        b.iter_batched(
            || {
                id.set(id.get() + 1);
                id.get()
            },
            |id| {
                let on = today + chrono::Days::new(u64::try_from(id).unwrap() % 5);
                let closure = Closure {
                    kind: ClosureKind::Inset,
                    name: format!("INSET {id}"),
                    from: on,
                    to: on,
                    site: None,
                    typed: Typed::default(),
                };
                store.commit(op(id), |edit| edit.add(SCHOOL, closure.clone()).map(drop)).unwrap()
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, rules);
criterion_main!(benches);
