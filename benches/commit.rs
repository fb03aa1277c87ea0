//! What a saved review costs against a bare 4 KB write with fdatasync on the same disk, in one run.
//!
//! The bound is 4 times. `SENCO_BENCH_DIR` says on which disk; the build directory's unless told.
#![allow(clippy::unwrap_used)] // a test

use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use senco::domain::code::{Outcome, SenCode};
use senco::domain::ids::{PupilId, RecordId, Stamp, Typed};
use senco::domain::pupil::{Pupil, StageSpan};
use senco::domain::record::{Record, Recorded};
use senco::domain::review::{Review, ReviewKind};
use senco::domain::school::{SchoolFile, Settings};
use senco::store::{Edit, Operation, Refused, Store};

const PUPILS: u32 = 2_000;

fn op(id: u128) -> Operation {
    Operation { id, action: "record a review".into(), user: "ana".into(), at: Stamp(1_800_000_000) }
}

fn typed() -> Typed {
    Typed { at: Stamp(1_800_000_000), by: "ana".into() }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 7).unwrap()
}

fn start(edit: &mut Edit<'_>, made: &mut Vec<(PupilId, RecordId)>) -> Result<(), Refused> {
    edit.put(SchoolFile::settings_key(), Record::Settings(Settings::default()))?;
    for n in 0..PUPILS {
        let id = edit.new_pupil();
        let surname = format!("Surname{:04}", n * 7 % PUPILS);
        edit.add(id, Pupil { forename: "Ana".into(), surname, ..Pupil::default() })?;
        let from = first_day();
        let stage = StageSpan {
            stage: "K".into(),
            census: SenCode::K,
            from,
            to: None,
            reason: String::new(),
            original: String::new(),
            typed: typed(),
        };
        edit.add(id, stage)?;
        let due = first_day() + Days::new(u64::from(n % 120));
        made.push((id, edit.add(id, Review::planned(ReviewKind::WithParents, due, None, typed()))?));
    }
    Ok(())
}

/// Records a review as held and plans the next: what one key does.
fn record(store: &mut Store, n: u128, pupil: PupilId, review: RecordId) -> RecordId {
    let mut next = review;
    store
        .commit(op(n), |edit| {
            let mut held = edit.record::<Review>(pupil, review)?.unwrap().value;
            held.held = Some(held.due);
            held.outcome = Some(Outcome::AsHoped);
            held.recorded = Some(typed());
            let due = held.due + Days::new(42);
            edit.put(Review::key(pupil, review), held.wrap())?;
            next = edit.add(pupil, Review::planned(ReviewKind::WithParents, due, None, typed()))?;
            Ok(())
        })
        .unwrap();
    next
}

fn commit(c: &mut Criterion) {
    let at = std::env::var("SENCO_BENCH_DIR").unwrap_or_else(|_| env!("CARGO_TARGET_TMPDIR").into());
    let dir = tempfile::tempdir_in(Path::new(&at)).unwrap();
    let mut made = Vec::new();
    let mut store = Store::create(&dir.path().join("school.redb"), op(0), |edit| {
        made.clear();
        start(edit, &mut made)
    })
    .unwrap();
    let raw = File::create(dir.path().join("raw")).unwrap();
    raw.set_len(1 << 20).unwrap();
    raw.sync_all().unwrap();
    let mut group = c.benchmark_group("commit");
    let (mut n, page) = (0_u64, [7_u8; 4096]);
    group.bench_function("a bare 4 KB write with fdatasync", |b| {
        b.iter(|| {
            n += 1;
            raw.write_all_at(black_box(&page), n % 256 * 4096).unwrap();
            raw.sync_data().unwrap();
        });
    });
    let mut m = 0_usize;
    group.bench_function("a saved review", |b| {
        b.iter(|| {
            m += 1;
            let place = m * 31 % made.len();
            let (pupil, review) = made[place];
            made[place].1 = record(&mut store, m as u128, pupil, review);
        });
    });
    group.finish();
    // One after the other, so that a busy machine slows both alike.
    let (mut bare, mut saved) = (Vec::new(), Vec::new());
    for turn in 0..400_u64 {
        let at = Instant::now();
        raw.write_all_at(&page, turn % 256 * 4096).unwrap();
        raw.sync_data().unwrap();
        bare.push(at.elapsed());
        m += 1;
        let place = m * 31 % made.len();
        let (pupil, review) = made[place];
        let at = Instant::now();
        made[place].1 = record(&mut store, m as u128, pupil, review);
        saved.push(at.elapsed());
    }
    bare.sort();
    saved.sort();
    println!("least: bare {:?}, saved {:?}", bare[0], saved[0]);
    let (bare, saved) = (bare[bare.len() / 2], saved[saved.len() / 2]);
    println!(
        "medians in turn: bare {bare:?}, saved {saved:?}, ratio {:.2}",
        saved.as_secs_f64() / bare.as_secs_f64()
    );
}

criterion_group!(benches, commit);
criterion_main!(benches);
