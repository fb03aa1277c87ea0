//! `senco session PROVISION STATE`: one session recorded, as the screen records it.
//!
//! Rule: nothing is guessed and nothing overwritten: where several provisions or sessions fit, they are listed, exit code
//! 2; what somebody recorded otherwise stands unless told with --change.

use serde::Serialize;

use super::out::{Out, say};
use super::sessions::told;
use super::{Failure, Global, Outcome, find, place};
use crate::actions::session::{self, Recording, Which};
use crate::actions::staff::Adult;
use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::domain::delivery::{Missed, State, parse_slots, say_time};
use crate::domain::ids::PupilId;
use crate::store::Store;
use crate::views::sessions::{self, Seen, SessionLine};

/// What is recorded of which session.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The provision: a number or its name
    #[arg(value_name = "PROVISION")]
    provision: String,
    /// delivered; missed for a reason: adult-away, pupil-away, trip, closure, other; or none, which takes it back
    #[arg(value_name = "STATE")]
    state: String,
    /// The day: yesterday, fri, 3/11; else today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// Which of the day's sessions, by its time: 9:30
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// A pupil who missed it though it took place: a number or initials, with =trip or =other where that is why
    #[arg(long, value_name = "PUPIL[=REASON]")]
    away: Vec<String>,
    /// Minutes that it took, if otherwise than planned
    #[arg(long, value_name = "N")]
    minutes: Option<u16>,
    /// Who took it, if not the lead; a new name is added to the staff
    #[arg(long, value_name = "ADULT")]
    by: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// It took place without being planned
    #[arg(long)]
    extra: bool,
    /// Overwrite what was recorded otherwise
    #[arg(long)]
    change: bool,
}

/// What was recorded, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    provision: u32,
    name: &'a str,
    on: String,
    /// Which of the day's; null for an extra session.
    nth: Option<u8>,
    /// planned, delivered, missed.
    state: &'static str,
    reason: Option<&'static str>,
    away: Vec<Away>,
    /// The entry of the journal; null if it was recorded so already.
    seq: Option<u64>,
}

#[derive(Serialize)]
struct Away {
    pupil: u32,
    reason: &'static str,
}

/// The state that is told; `None` takes a recording back.
fn state(text: &str) -> Result<Option<State>, Failure> {
    match text.trim().to_lowercase().as_str() {
        "delivered" => Ok(Some(State::Delivered)),
        "none" => Ok(None),
        other => match Missed::parse(other) {
            Some(why) => Ok(Some(State::Missed(why))),
            None => Err(Failure::usage(format!(
                "“{text}” is no state: delivered, adult-away, pupil-away, trip, closure, other or none"
            ))),
        },
    }
}

fn away(store: &Store, told: &[String]) -> Result<Vec<(PupilId, Missed)>, Failure> {
    let one = |text: &String| {
        let (who, why) = text.split_once('=').unwrap_or((text.as_str(), Missed::PupilAway.code()));
        let why = Missed::parse(why.trim()).ok_or_else(|| {
            Failure::usage(format!("“{why}” is no reason: adult-away, pupil-away, trip, closure or other"))
        })?;
        Ok((find::pupil(store, who)?, why))
    };
    told.iter().map(one).collect()
}

/// The one of the day's sessions that is meant.
fn which<'l>(lines: &'l [SessionLine], at: Option<&String>) -> Result<Option<&'l SessionLine>, Failure> {
    let lines: Vec<&SessionLine> = lines.iter().filter(|line| line.moved_to.is_none()).collect();
    let times = || {
        let said: Vec<String> =
            lines.iter().map(|line| line.at.map_or_else(|| "no time".into(), say_time)).collect();
        said.join(", ")
    };
    if let Some(text) = at {
        let time = match parse_slots(&format!("mon {text}")).as_deref() {
            Ok([one]) => one.at,
            _ => None,
        };
        let Some(time) = time else { return Err(Failure::usage(format!("“{text}” is no time: 9:30"))) };
        let found = lines.iter().find(|line| line.at == Some(time));
        return match found {
            Some(line) => Ok(Some(line)),
            None if lines.is_empty() => Ok(None),
            None => Err(Failure::because(format!("none is at {text} that day: {}", times()))),
        };
    }
    match lines.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => Err(Failure::usage(format!(
            "{} sessions are that day: say which with --at ({})",
            several.len(),
            times()
        ))),
    }
}

/// Records it.
///
/// # Errors
/// No provision, pupil or session is meant or several are, it cannot have been, or the store cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let told_state = state(&args.state)?;
    let mut store = place::open(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let on = told(args.on.as_ref(), today, (today, Lean::Past), &school.calendar)?;
    let provision = find::provision(&store, &school, &args.provision, on)?;
    let view = store.read(|snapshot| sessions::day(snapshot, &school, (on, today), None, None))?;
    let lines: Vec<SessionLine> =
        view.rows.into_iter().filter(|line| line.provision == provision.id).collect();
    // Of a day without any, the action says why not.
    let line = if args.extra { None } else { which(&lines, args.at.as_ref())? };
    let seen = if args.change || told_state.is_none() { Seen::Any } else { Seen::Nothing };
    let which = Which { provision: provision.id, on, nth: line.map_or(0, |line| line.nth), seen };
    let away = away(&store, &args.away)?;
    let by = place::by(today);
    let done = match told_state {
        Some(state) => {
            let recording = Recording {
                extra: args.extra,
                away,
                minutes: args.minutes,
                adult: args.by.clone().map(Adult::Named),
                note: args.note.clone(),
                ..Recording::new(which, state)
            };
            let op = place::operation(session::RECORD, &by);
            store.commit(op, |edit| session::record(edit, &by, &recording))?
        }
        None => {
            let op = place::operation(session::CLEAR, &by);
            store.commit(op, |edit| session::clear(edit, &by, &which))?
        }
    };
    // Of a session that every pupil missed, something else stands than was told.
    let rows = store.read(|view| view.sessions_of(provision.id))?;
    let of_day = rows.iter().filter(|row| row.on == on);
    let row = if args.extra {
        of_day.filter(|row| row.stands_for.is_none()).max_by_key(|row| row.id)
    } else {
        of_day.filter(|row| row.nth == which.nth).max_by_key(|row| row.id)
    };
    let stands = told_state.map(|told| row.map_or(told, |row| row.state));
    let away = row.filter(|_| stands.is_some()).map(|row| row.away.as_slice()).unwrap_or_default();
    let mut out = Out::new(global.color);
    let changed = done.touched > 0;
    if global.json {
        let (state, reason) = super::sessions::state(stands.unwrap_or(State::Planned));
        out.items([Item {
            provision: provision.id.0,
            name: &provision.name,
            on: day::iso(on),
            nth: (!args.extra).then_some(which.nth),
            state,
            reason,
            away: away.iter().map(|(pupil, why)| Away { pupil: pupil.0, reason: why.code() }).collect(),
            seq: changed.then_some(done.seq.0),
        }])?;
    } else {
        let words = stands.map_or_else(|| "not recorded".to_owned(), session::said);
        out.line(&format!("{} on {}: {words}", provision.name, day::full(on)))?;
    }
    out.finish()?;
    if changed {
        say(&format!("Saved. Entry {seq}; `senco undo --seq {seq}` takes it back.", seq = done.seq.0));
    } else {
        say("It was recorded so already: nothing was saved.");
    }
    Ok(())
}
