//! Where the store is, and what day it is.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::out::Progress;
use super::{Failure, Global};
use crate::actions::By;
use crate::clock;
use crate::domain::calendar::Calendar;
use crate::domain::date_input::{self, Lean};
use crate::domain::ids::Typed;
use crate::store::{Committed, Edit, Operation, Refused, Store};

/// Where a school's server keeps its store.
const SYSTEM: &str = "/var/lib/senco/school.redb";

/// The directory of the user's own data: `$XDG_DATA_HOME/senco`, else `~/.local/share/senco`.
fn data_home() -> PathBuf {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_DATA_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
        .unwrap_or_else(|| PathBuf::from("."))
        .join("senco")
}

/// Which store a command is about: as told, else `$SENCO_STORE`, else the server's, else the user's own.
pub fn store(global: &Global) -> PathBuf {
    if let Some(path) = told(global) {
        return path;
    }
    let system = Path::new(SYSTEM);
    if system.exists() { system.to_owned() } else { data_home().join("school.redb") }
}

fn told(global: &Global) -> Option<PathBuf> {
    let set = || std::env::var_os("SENCO_STORE").filter(|value| !value.is_empty()).map(PathBuf::from);
    global.store.clone().or_else(set)
}

/// Where the demo school is: as told by `--store`, else beside the user's own store.
pub fn demo(global: &Global) -> PathBuf {
    global.store.clone().unwrap_or_else(|| data_home().join("demo.redb"))
}

/// Opens the store for reading.
///
/// # Errors
/// There is none, or it cannot be read.
pub fn open_reading(global: &Global) -> Result<Store, Failure> {
    Ok(Store::open_reading(&store(global))?)
}

/// Opens the store for writing.
///
/// # Errors
/// There is none, or it cannot be opened.
pub fn open(global: &Global) -> Result<Store, Failure> {
    Ok(Store::open(&store(global))?)
}

/// One change, with how far it is on stderr where that is a terminal: one that moves the dates of every pupil.
///
/// # Errors
/// It is refused, or the store fails.
pub fn commit_telling(
    mut store: Store,
    op: Operation,
    act: impl FnMut(&mut Edit<'_>) -> Result<(), Refused>,
) -> Result<Committed, Failure> {
    let progress = Progress::of("pupils");
    store.set_progress(move |done, total| progress.tell(done, total));
    // The line of progress goes with the store, before anything else is said.
    Ok(store.commit(op, act)?)
}

/// Today, or the day told by `--today`, which may be said as in any date field.
///
/// # Errors
/// It is no date.
pub fn today(global: &Global, calendar: &Calendar) -> Result<NaiveDate, Failure> {
    let Some(told) = &global.today else { return Ok(clock::today()) };
    date_input::parse(told, clock::today(), calendar, Lean::Near)
        .map_err(|error| Failure::usage(format!("--today: {error}")))
}

/// Who changes something, on which day.
pub fn by(today: NaiveDate) -> By {
    By { today, typed: Typed { at: clock::now(), by: crate::user::name() } }
}

/// The operation of one change.
pub fn operation(action: &str, by: &By) -> Operation {
    Operation {
        id: fastrand::u128(..),
        action: action.to_owned(),
        user: by.typed.by.clone(),
        at: by.typed.at,
    }
}
