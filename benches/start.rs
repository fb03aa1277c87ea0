//! What a first screen costs: opening the store and reading what Due and Register draw first, at 2,000 and 20,000 pupils.
//!
//! The rule it watches: a start costs the screen and not the school, so that both sizes take the same time.
#![allow(clippy::unwrap_used)] // a bench

use std::hint::black_box;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use senco::demo::{self, Plan};
use senco::domain::ids::Stamp;
use senco::store::{Operation, Store};
use senco::views::register::Shown;
use senco::views::{due, register};

/// What the panes read first: more than any terminal shows.
const FIRST: usize = 200;

fn school(dir: &Path, pupils: u32) -> PathBuf {
    let path = dir.join(format!("{pupils}.redb"));
    let plan = Plan { pupils, seed: 1, today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() };
    let op = Operation { id: 1, action: "found".into(), user: "demo".into(), at: Stamp(1_795_000_000) };
    Store::create(&path, op, |edit| demo::write(edit, &plan, &|_, _| {})).unwrap();
    path
}

fn start(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    for pupils in [2_000, 20_000] {
        let path = school(dir.path(), pupils);
        let mut group = c.benchmark_group(format!("start, {pupils} pupils"));
        group.bench_function("open and read Due", |b| {
            b.iter(|| {
                let store = Store::open_reading(&path).unwrap();
                let school = store.read(|view| view.school()).unwrap();
                black_box(store.read(|view| due::first(view, &school, FIRST)).unwrap())
            });
        });
        let store = Store::open_reading(&path).unwrap();
        let school = store.read(|view| view.school()).unwrap();
        group.bench_function("first rows of Register", |b| {
            b.iter(|| {
                let first = store.read(|view| register::first(view, &school, Shown::Register, FIRST));
                black_box(first.unwrap())
            });
        });
        group.bench_function("every row of Due, after the first screen", |b| {
            b.iter(|| black_box(store.read(|view| due::all(view, &school)).unwrap()));
        });
        group.finish();
    }
}

criterion_group!(benches, start);
criterion_main!(benches);
