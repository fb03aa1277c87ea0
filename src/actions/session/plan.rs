//! What is planned otherwise than the dosage says: a session moved, or given to another adult; and an adult's absence,
//! decided session by session as one change.

use chrono::NaiveDate;

use super::find::{self, Desk};
use super::{By, Recording, Which, each, record_in, said, save};
use crate::actions::staff::{Adult, resolve};
use crate::domain::day;
use crate::domain::delivery::{Missed, Session, State, say_time};
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused};
use crate::views::sessions::Seen;

/// What is done about one session of an adult who is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It does not take place: missed, adult away. Its day may lie ahead.
    Missed,
    /// It takes place on another day, or at another time.
    Moved {
        /// The day.
        on: NaiveDate,
        /// The time in minutes from midnight; `None` at the time that it was to have.
        at: Option<u16>,
    },
    /// Another adult takes it.
    Covered(Adult),
}

/// One session of an adult who is away, and what is done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The session.
    pub which: Which,
    /// What is done.
    pub what: What,
}

/// Puts a session that nobody recorded, or takes its record away where it says nothing that the dosage does not.
pub(super) fn keep(edit: &mut Edit<'_>, by: &By, id: RecordId, mut session: Session) -> Result<(), Refused> {
    let plain = session.stands_for.is_none()
        && session.at.is_none()
        && session.adult.is_none()
        && session.note.is_empty();
    if plain {
        return edit.delete(Session::school_key(id));
    }
    session.typed = by.typed.clone();
    edit.put(Session::school_key(id), session.wrap())
}

fn unrecorded(provision: &Provision, which: &Which, session: &Session) -> Result<(), Refused> {
    if session.state == State::Planned {
        return Ok(());
    }
    Err(Refused::because(format!(
        "{} on {} is recorded as {}: take that back first",
        provision.name,
        day::full(which.on),
        said(session.state)
    )))
}

/// Moves a session that nobody recorded to another day or time. `reason` joins its note; may be empty. Moved back to where
/// it was planned, it is as if it had never been moved.
///
/// # Errors
/// It is recorded; the day is no school day or outside the run; it is there already; another of the provision is; somebody
/// changed it meanwhile; or the store fails.
pub fn move_to(
    edit: &mut Edit<'_>,
    by: &By,
    which: &Which,
    to: (NaiveDate, Option<u16>),
    reason: &str,
) -> Result<(), Refused> {
    move_in(edit, by, which, to, reason, &mut Desk::default())
}

fn move_in(
    edit: &mut Edit<'_>,
    by: &By,
    which: &Which,
    (on, at): (NaiveDate, Option<u16>),
    reason: &str,
    desk: &mut Desk,
) -> Result<(), Refused> {
    let provision = find::provision(edit, which.provision)?;
    find::in_run(&provision, on)?;
    let school = edit.school()?;
    let calendar = school.calendar_of(provision.site);
    if let Some(why) = calendar.why_not(on) {
        return Err(Refused::because(format!("{} is no school day: {why}", day::full(on))));
    }
    let (id, before, mut session) = desk.session(edit, &provision, which, by)?;
    unrecorded(&provision, which, &session)?;
    let origin = session.stands_for.unwrap_or(which.place());
    let plan = find::plan(edit, &provision, origin)?.and_then(|(_, at, _)| at);
    let now = session.at.or(plan);
    let then = at.or(now);
    if on == session.on && then == now {
        let time = then.map(|at| format!(" at {}", say_time(at))).unwrap_or_default();
        return Err(Refused::because(format!("{} is on {}{time} already", provision.name, day::full(on))));
    }
    let day = crate::domain::delivery::Span { from: on, to: on };
    let there =
        crate::domain::delivery::occasions(&provision, calendar, &edit.sessions_of(provision.id)?, day);
    let own = |one: &crate::domain::delivery::Occasion| (one.on, one.nth) == (which.on, which.nth);
    if then.is_some() && there.iter().any(|one| one.at == then && !own(one)) {
        return Err(Refused::because(format!(
            "{} has another session then, on {}",
            provision.name,
            day::full(on)
        )));
    }
    if on == origin.on {
        (session.on, session.nth, session.stands_for) = (origin.on, origin.nth, None);
        session.at = then.filter(|_| then != plan);
    } else {
        if on != session.on {
            session.nth = desk.moved(edit, provision.id, on)?;
        }
        (session.on, session.stands_for, session.at) = (on, Some(origin), then);
    }
    let reason = reason.trim();
    if !reason.is_empty() {
        if !session.note.is_empty() {
            session.note.push('\n');
        }
        session.note.push_str(reason);
    }
    settle(edit, by, (id, before), session, (which, &provision))
}

/// Gives a session to another adult, who is added to the staff if new; `None` gives it back to the lead. One that is
/// recorded too: then it says who took it.
///
/// # Errors
/// There is no such session, it is theirs already, somebody changed it meanwhile, or the store fails.
pub fn cover(edit: &mut Edit<'_>, by: &By, which: &Which, adult: Option<&Adult>) -> Result<(), Refused> {
    cover_in(edit, by, which, adult, &mut Desk::default())
}

fn cover_in(
    edit: &mut Edit<'_>,
    by: &By,
    which: &Which,
    adult: Option<&Adult>,
    desk: &mut Desk,
) -> Result<(), Refused> {
    let provision = find::provision(edit, which.provision)?;
    find::in_run(&provision, which.on)?;
    let (id, before, mut session) = desk.session(edit, &provision, which, by)?;
    let stood = session.adult.or(provision.lead);
    let adult = match adult {
        Some(adult) => Some(resolve(edit, adult)?),
        None => provision.lead,
    };
    if adult == stood {
        let school = edit.school()?;
        let who = school.staff_name(adult);
        return Err(Refused::because(match who {
            "" => format!("{} has no lead to give it back to", provision.name),
            who => format!("{who} takes {} on {} already", provision.name, day::full(which.on)),
        }));
    }
    session.adult =
        if session.state == State::Planned { adult.filter(|_| adult != provision.lead) } else { adult };
    settle(edit, by, (id, before), session, (which, &provision))
}

/// Saves a session that may be as the dosage has it by now.
fn settle(
    edit: &mut Edit<'_>,
    by: &By,
    (id, before): (Option<RecordId>, Option<Held<Session>>),
    session: Session,
    (which, provision): (&Which, &Provision),
) -> Result<(), Refused> {
    if let (Seen::Nothing, Some(held)) = (which.seen, &before)
        && held.state == State::Planned
    {
        return Err(Refused::because(format!(
            "{} on {} was moved or given to another adult meanwhile by {}: look again",
            provision.name,
            day::full(which.on),
            held.typed.by
        )));
    }
    match id {
        Some(id) if session.state == State::Planned => {
            find::as_seen(which, provision, before.as_ref())?;
            keep(edit, by, id, session)
        }
        id => save(edit, by, (id, before.as_ref()), session, (which, provision)),
    }
}

/// Decides what becomes of the sessions of an adult who is away, as one change: all of it or none. `reason` joins the note
/// of each that is moved; may be empty.
///
/// # Errors
/// Every refusal, each naming its session; nothing to decide; or the store fails.
pub fn away_day(edit: &mut Edit<'_>, by: &By, decisions: &[Absence], reason: &str) -> Result<(), Refused> {
    if decisions.is_empty() {
        return Err(Refused::because("there is no session to decide about"));
    }
    let mut desk = Desk::default();
    each(decisions, |one| match &one.what {
        What::Missed => {
            let mut recording = Recording::new(one.which, State::Missed(Missed::AdultAway));
            reason.trim().clone_into(&mut recording.note);
            record_in(edit, by, &recording, &mut desk, true)
        }
        What::Moved { on, at } => move_in(edit, by, &one.which, (*on, *at), reason, &mut desk),
        What::Covered(adult) => cover_in(edit, by, &one.which, Some(adult), &mut desk),
    })
}
