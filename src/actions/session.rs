//! Sessions: recorded as delivered or missed, for the whole group at once and per pupil where it differs; taken back, moved,
//! given to another adult; and what an adult's absence means, decided in one change.
//!
//! Rule: what somebody recorded is never overwritten by somebody who saw something else. A session that is recorded keeps
//! its minutes and who took it, whatever becomes of dosage and lead; the same said again changes nothing.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `find` | which record stands for a session, and what the dosage plans there |
//! | `plan` | what is planned otherwise: moved, given to another adult, an absence |

mod find;
mod plan;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::staff::{Adult, resolve};
use super::{By, not_ahead};
use crate::domain::day;
use crate::domain::delivery::{Missed, PlaceInDay, Session, State};
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused};
use crate::views::sessions::{Seen, SessionLine};
use find::Desk;

pub use plan::{Absence, What, away_day, cover, move_to};

/// What the journal calls a recording.
pub const RECORD: &str = "Record a session";
/// What the journal calls a recording taken back.
pub const CLEAR: &str = "Take a recorded session back";

/// A session as it is named: of which provision, on which day, which of that day; and what stood when it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// The provision.
    pub provision: RecordId,
    /// The day.
    pub on: NaiveDate,
    /// Which of the provision's sessions of that day, 0 the first.
    pub nth: u8,
    /// What stood when it was shown.
    pub seen: Seen,
}

impl Which {
    /// The session of a line, as it was shown.
    pub fn of(line: &SessionLine) -> Which {
        Which { provision: line.provision, on: line.on, nth: line.nth, seen: line.seen }
    }

    fn place(&self) -> PlaceInDay {
        PlaceInDay { on: self.on, nth: self.nth }
    }
}

/// A session as it took place, or did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Which session. Of an extra one, `nth` is not asked for: it becomes the day's next.
    pub which: Which,
    /// Whether it took place without being planned.
    pub extra: bool,
    /// Delivered or missed.
    pub state: State,
    /// Pupils who missed it though it took place, and why. Of a session that was missed it is left out.
    pub away: Vec<(PupilId, Missed)>,
    /// Minutes that it took; `None` as planned, or as recorded.
    pub minutes: Option<u16>,
    /// Who took it; `None` for whoever was to.
    pub adult: Option<Adult>,
    /// Anything else; an empty one leaves what stands.
    pub note: String,
}

impl Recording {
    /// A session of the day's list with this state, everybody's alike.
    pub fn new(which: Which, state: State) -> Recording {
        Recording {
            which,
            extra: false,
            state,
            away: Vec::new(),
            minutes: None,
            adult: None,
            note: String::new(),
        }
    }
}

/// A state in words: "delivered", "missed (trip)", "planned".
pub fn said(state: State) -> String {
    match state {
        State::Planned => "planned".to_owned(),
        State::Delivered => "delivered".to_owned(),
        State::Missed(why) => format!("missed ({})", why.label()),
    }
}

/// Records what became of a session. Where every pupil of it was away, it was missed: for their reason if it is one, else as
/// “pupil away”.
///
/// # Errors
/// In words: the day lies ahead or outside the run; no such session is planned and it is no extra one; a pupil is not in it
/// that day; somebody recorded something else meanwhile; or the store fails.
pub fn record(edit: &mut Edit<'_>, by: &By, recording: &Recording) -> Result<(), Refused> {
    record_in(edit, by, recording, &mut Desk::default(), false)
}

/// Records several sessions as one change: all of them or none.
///
/// # Errors
/// Every refusal, each naming its session, one after the other; one named twice; none at all; or the store fails.
pub fn record_many(edit: &mut Edit<'_>, by: &By, recordings: &[Recording]) -> Result<(), Refused> {
    if recordings.is_empty() {
        return Err(Refused::because("there is no session to record"));
    }
    let mut desk = Desk::default();
    each(recordings, |one| record_in(edit, by, one, &mut desk, false))
}

/// Does all or, with every refusal in words, none.
fn each<T>(all: &[T], mut act: impl FnMut(&T) -> Result<(), Refused>) -> Result<(), Refused> {
    let mut refusals: Vec<String> = Vec::new();
    for one in all {
        match act(one) {
            Ok(()) => {}
            Err(Refused::Because(words)) => {
                if !refusals.contains(&words) {
                    refusals.push(words);
                }
            }
            Err(other) => return Err(other),
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(Refused::because(refusals.join("; "))) }
}

fn record_in(
    edit: &mut Edit<'_>,
    by: &By,
    input: &Recording,
    desk: &mut Desk,
    ahead: bool,
) -> Result<(), Refused> {
    let which = &input.which;
    let provision = find::provision(edit, which.provision)?;
    if input.state == State::Planned {
        return Err(Refused::because("say whether it was delivered or missed"));
    }
    if !ahead {
        not_ahead(which.on, by, &format!("{}:", provision.name))?;
    }
    find::in_run(&provision, which.on)?;
    let (id, before, mut session) = if input.extra {
        let session = desk.extra(edit, &provision, input, by)?;
        (None, None, session)
    } else {
        desk.session(edit, &provision, which, by)?
    };
    if input.extra && input.state != State::Delivered {
        return Err(Refused::because("an extra session is one that took place"));
    }
    session.state = input.state;
    session.away = away(edit, &provision, input)?;
    if let Some(why) = all_away(edit, &provision, &session)? {
        session.state = State::Missed(why);
    }
    if session.state != State::Delivered {
        session.away.clear();
    }
    if let Some(minutes) = input.minutes {
        if minutes == 0 || minutes > MOST_MINUTES {
            return Err(Refused::because(format!("a session takes 1 to {MOST_MINUTES} minutes")));
        }
        session.minutes = minutes;
    }
    session.adult = match &input.adult {
        Some(adult) => Some(resolve(edit, adult)?),
        // Who took it stays so when the provision goes to another lead.
        None => session.adult.or(provision.lead),
    };
    if !input.note.trim().is_empty() {
        input.note.trim().clone_into(&mut session.note);
    }
    save(edit, by, (id, before.as_ref()), session, (which, &provision))
}

/// The longest session, in minutes.
const MOST_MINUTES: u16 = 400;

/// Puts a session if it says something new, unless somebody else said something since it was shown.
fn save(
    edit: &mut Edit<'_>,
    by: &By,
    (id, before): (Option<RecordId>, Option<&Held<Session>>),
    mut session: Session,
    (which, provision): (&Which, &Provision),
) -> Result<(), Refused> {
    if let Some(before) = before {
        session.typed = before.typed.clone();
        if before.value == session {
            return Ok(());
        }
    }
    find::as_seen(which, provision, before)?;
    session.typed = by.typed.clone();
    match id {
        Some(id) => edit.put(Session::school_key(id), session.wrap()),
        None => edit.add(crate::domain::ids::SCHOOL, session).map(|_| ()),
    }
}

/// The pupils who were away, each once, all of them in the provision that day.
fn away(
    edit: &Edit<'_>,
    provision: &Held<Provision>,
    input: &Recording,
) -> Result<Vec<(PupilId, Missed)>, Refused> {
    let mut out: Vec<(PupilId, Missed)> = Vec::new();
    let there = find::pupils(edit, provision.id, input.which.on)?;
    for (pupil, why) in &input.away {
        if !there.contains(pupil) {
            let name = super::pupil(edit, *pupil)?.name();
            return Err(Refused::because(format!(
                "{name} is not in {} on {}",
                provision.name,
                day::full(input.which.on)
            )));
        }
        if !out.iter().any(|(known, _)| known == pupil) {
            out.push((*pupil, *why));
        }
    }
    out.sort_unstable_by_key(|(pupil, _)| *pupil);
    Ok(out)
}

/// Why a session was missed of which every pupil was away; `None` if somebody was there, or nobody is in it.
fn all_away(
    edit: &Edit<'_>,
    provision: &Held<Provision>,
    session: &Session,
) -> Result<Option<Missed>, Refused> {
    let Some((_, first)) = session.away.first() else { return Ok(None) };
    let there = find::pupils(edit, provision.id, session.on)?;
    if session.state != State::Delivered || session.away.len() < there.len() {
        return Ok(None);
    }
    let one = session.away.iter().all(|(_, why)| why == first);
    Ok(Some(if one { *first } else { Missed::PupilAway }))
}

/// Takes a recording back: the session is as it was planned, where it was moved to and with whoever was to cover. An extra
/// one goes.
///
/// # Errors
/// Nobody recorded it, somebody recorded something else meanwhile, or the store fails.
pub fn clear(edit: &mut Edit<'_>, by: &By, which: &Which) -> Result<(), Refused> {
    let provision = find::provision(edit, which.provision)?;
    let found = find::record_at(edit, which.provision, which.place())?;
    let Some(held) = found.filter(|held| held.state != State::Planned) else {
        return Err(Refused::because(format!(
            "nobody recorded {} on {}",
            provision.name,
            day::full(which.on)
        )));
    };
    find::as_seen(which, &provision, Some(&held))?;
    let mut session = held.value.clone();
    session.state = State::Planned;
    session.away.clear();
    if session.adult == provision.lead {
        session.adult = None;
    }
    if let Some((_, _, minutes)) = find::plan(edit, &provision, session.stands_for.unwrap_or(which.place()))?
    {
        session.minutes = minutes;
    } else if session.stands_for.is_none() {
        return edit.delete(Session::school_key(held.id));
    }
    plan::keep(edit, by, held.id, session)
}
