//! What a recorded group session costs beside a saved review, and what the day's list costs, at 2,000 pupils with 400
//! provisions and 60,000 sessions stored.
//!
//! The bound: a session is one commit and costs no more than twice a saved review. `SENCO_BENCH_DIR` says on which disk; the
//! build directory's unless told.
#![allow(clippy::unwrap_used)] // a bench

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use senco::actions::By;
use senco::actions::session::{Recording, Which, record};
use senco::domain::code::{Outcome, SenCode};
use senco::domain::delivery::{Session, Span, State, planned};
use senco::domain::ids::{PupilId, RecordId, SCHOOL, Stamp, Typed};
use senco::domain::provision::{Allocation, Provision};
use senco::domain::pupil::{Pupil, StageSpan};
use senco::domain::record::{Record, Recorded};
use senco::domain::review::{Review, ReviewKind};
use senco::domain::school::{SchoolFile, Settings};
use senco::store::{Edit, Operation, Refused, Store};
use senco::views::sessions::{Seen, day};

const PUPILS: usize = 2_000;
const PROVISIONS: usize = 400;
const SESSIONS: usize = 60_000;

fn op(id: u128, action: &str) -> Operation {
    Operation { id, action: action.into(), user: "ana".into(), at: Stamp(1_800_000_000) }
}

fn typed() -> Typed {
    Typed { at: Stamp(1_800_000_000), by: "ana".into() }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 8).unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

#[derive(Default)]
struct Made {
    reviews: Vec<(PupilId, RecordId)>,
    provisions: Vec<RecordId>,
}

fn start(edit: &mut Edit<'_>, made: &mut Made) -> Result<(), Refused> {
    *made = Made::default();
    edit.put(SchoolFile::settings_key(), Record::Settings(Settings::default()))?;
    let run = Provision {
        name: "Language group".into(),
        minutes: 20,
        times_a_week: 5,
        start: first_day(),
        typed: typed(),
        ..Provision::default()
    };
    for _ in 0..PROVISIONS {
        made.provisions.push(edit.add(SCHOOL, run.clone())?);
    }
    for n in 0..PUPILS {
        let id = edit.new_pupil();
        let surname = format!("Surname{:04}", n * 7 % PUPILS);
        edit.add(id, Pupil { forename: "Ana".into(), surname, ..Pupil::default() })?;
        let stage = StageSpan {
            stage: "K".into(),
            census: SenCode::K,
            from: first_day(),
            to: None,
            reason: String::new(),
            original: String::new(),
            typed: typed(),
        };
        edit.add(id, stage)?;
        let place = Allocation {
            provision: made.provisions[n % PROVISIONS],
            from: first_day(),
            to: None,
            entry: String::new(),
            exit: String::new(),
            aim: String::new(),
            check_on: None,
            check_by: None,
            moves: Vec::new(),
            typed: typed(),
        };
        edit.add(id, place)?;
        let due = today() + Days::new(n as u64 % 120);
        made.reviews.push((id, edit.add(id, Review::planned(ReviewKind::WithParents, due, None, typed()))?));
    }
    let calendar = edit.school()?.calendar;
    let each = SESSIONS / PROVISIONS;
    let days = planned(&run, &calendar, Span { from: first_day(), to: today() });
    for provision in &made.provisions {
        for (place, _, minutes) in days.iter().take(each) {
            let session = Session {
                provision: *provision,
                on: place.on,
                nth: place.nth,
                at: None,
                state: State::Delivered,
                stands_for: None,
                minutes: *minutes,
                adult: None,
                away: Vec::new(),
                note: String::new(),
                typed: typed(),
            };
            edit.add(SCHOOL, session)?;
        }
    }
    Ok(())
}

/// Records a review as held and plans the next: what one key does.
fn review(store: &mut Store, n: u128, (pupil, id): (PupilId, RecordId)) -> RecordId {
    let mut next = id;
    store
        .commit(op(n, "record a review"), |edit| {
            let mut held = edit.record::<Review>(pupil, id)?.unwrap().value;
            held.held = Some(held.due);
            held.outcome = Some(Outcome::AsHoped);
            held.recorded = Some(typed());
            let due = held.due + Days::new(42);
            edit.put(Review::key(pupil, id), held.wrap())?;
            next = edit.add(pupil, Review::planned(ReviewKind::WithParents, due, None, typed()))?;
            Ok(())
        })
        .unwrap();
    next
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let at = std::env::var("SENCO_BENCH_DIR").unwrap_or_else(|_| env!("CARGO_TARGET_TMPDIR").into());
    let dir = tempfile::tempdir_in(Path::new(&at)).unwrap();
    let mut made = Made::default();
    let mut store =
        Store::create(&dir.path().join("school.redb"), op(0, "make it"), |edit| start(edit, &mut made))
            .unwrap();
    let calendar = store.read(|view| view.school()).unwrap().calendar;
    let late = planned(
        &store.read(|view| view.provision(made.provisions[0])).unwrap().unwrap(),
        &calendar,
        Span { from: today() - Days::new(60), to: today() },
    );
    let by = By { today: today(), typed: typed() };
    let (mut reviews, mut sessions) = (Vec::new(), Vec::new());
    // One after the other, so that a busy machine slows both alike.
    for turn in 0..200_usize {
        let place = turn * 31 % made.reviews.len();
        let began = Instant::now();
        made.reviews[place].1 = review(&mut store, turn as u128 * 2 + 1, made.reviews[place]);
        reviews.push(began.elapsed());
        let provision = made.provisions[turn * 7 % PROVISIONS];
        let on = late[turn / PROVISIONS % late.len()].0.on;
        let which = Which { provision, on, nth: 0, seen: Seen::Nothing };
        let one = Recording::new(which, State::Delivered);
        let began = Instant::now();
        let done = store
            .commit(op(turn as u128 * 2 + 2, "record a session"), |edit| record(edit, &by, &one))
            .unwrap();
        sessions.push(began.elapsed());
        assert_eq!(done.touched, 1);
    }
    let mut days = Vec::new();
    for _ in 0..20 {
        let began = Instant::now();
        let rows = store
            .read(|view| {
                let school = view.school()?;
                Ok(day(view, &school, (today(), today()), None, None)?.rows.len())
            })
            .unwrap();
        days.push(began.elapsed());
        assert_eq!(rows, PROVISIONS);
    }
    let began = Instant::now();
    let all: usize = store.read(|view| view.sessions_all()).unwrap().values().map(Vec::len).sum();
    println!("all {all} sessions read in {:?}", began.elapsed());
    let (review, session) = (middle(reviews), middle(sessions));
    println!("a saved review {review:?}, a recorded session {session:?}, the day's list {:?}", middle(days));
    assert!(session < review * 2, "a recorded session costs more than two saved reviews");
}
