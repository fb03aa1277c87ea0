//! An adult is away: which pupils miss what, and what could be done about each session.
//!
//! Rule: only what nobody recorded can still be moved or covered. A time is offered where neither the adult who takes it nor
//! one of its pupils is in another session; whoever is not offered as cover is named with the reason.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::ground::{Ground, Run};
use super::timetable::Timetable;
use super::{SessionLine, week_of};
use crate::domain::day;
use crate::domain::delivery::{Span, State, say_time};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::rows::Who;
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// The most days offered to move one session to.
const MOST: usize = 6;
/// The school's day in minutes from midnight, in which other times are sought: 9:00 to 15:15.
const SCHOOL_DAY: std::ops::RangeInclusive<u16> = 540..=915;
/// Minutes between the times that are tried.
const STEP: usize = 15;

/// A day and time that a session could be moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveChoice {
    /// The day.
    pub on: NaiveDate,
    /// The time, in minutes from midnight; `None` where the session has none settled.
    pub at: Option<u16>,
    /// In words: "Thu 26 Nov 9:30, the same time".
    pub words: String,
}

/// An adult who could take a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverChoice {
    /// Who.
    pub adult: RecordId,
    /// Their name.
    pub name: String,
    /// Whether a training that counts that day allows them to deliver it.
    pub trained: bool,
    /// In words: "trained for it, free at 9:30".
    pub words: String,
}

/// One session that the adult cannot take.
#[derive(Clone, Debug, PartialEq)]
pub struct AwayLine {
    /// The session.
    pub session: SessionLine,
    /// Days and times that it could be moved to, the nearest first.
    pub moves: Vec<MoveChoice>,
    /// Adults who could take it, by name: those trained for it, those who lead another group of it, those who take other groups,
    /// the rest. Where any training names the intervention, only those who are trained.
    pub covers: Vec<CoverChoice>,
    /// Why the others could not, each by name: ("J Moor", "takes Phonics at 9:15").
    pub not: Vec<(String, String)>,
}

/// What one pupil would miss.
#[derive(Clone, Debug, PartialEq)]
pub struct Misses {
    /// Who.
    pub who: Who,
    /// Sessions.
    pub sessions: u32,
    /// Minutes.
    pub minutes: u32,
    /// The provisions, each once.
    pub what: Vec<String>,
}

/// What an absence means.
#[derive(Clone, Debug, PartialEq)]
pub struct AwayView {
    /// Who is away.
    pub adult: RecordId,
    /// Their name.
    pub name: String,
    /// The days.
    pub span: Span,
    /// Their sessions on those days that nobody recorded, by day and time.
    pub rows: Vec<AwayLine>,
    /// Their sessions on those days that were recorded already.
    pub recorded: usize,
    /// The pupils who would miss something, those who miss most first.
    pub pupils: Vec<Misses>,
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What it means that an adult is away on the days of `span`.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn away(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    adult: RecordId,
    span: Span,
    today: NaiveDate,
) -> Result<AwayView, StoreError> {
    let next = span.to.checked_add_days(Days::new(7)).unwrap_or(span.to);
    let around = Span { from: week_of(span.from).from, to: week_of(next).to };
    let ground = Ground::read(snapshot, school, around)?;
    let times = Timetable::of(&ground, around);
    let (mut rows, mut recorded) = (Vec::new(), 0);
    for run in &ground.runs {
        let mut tally = None;
        for one in ground.occasions(run, span) {
            if one.adult.or(run.held.lead) != Some(adult) {
                continue;
            }
            if one.state != State::Planned {
                recorded += 1;
                continue;
            }
            let tally = *tally.get_or_insert_with(|| ground.tally(run, today));
            let session = ground.line(snapshot, run, &one, tally)?;
            let moves = moves(&ground, run, &times, &session, span, around.to, today);
            let (covers, not) = covers(&ground, &times, &session, adult);
            rows.push(AwayLine { session, moves, covers, not });
        }
    }
    rows.sort_by_cached_key(|row| {
        let one = &row.session;
        (one.on, one.at.is_none(), one.at, one.name.to_lowercase(), one.provision, one.nth)
    });
    let name = school.staff_name(Some(adult)).to_owned();
    Ok(AwayView { adult, name, span, pupils: misses(&rows), rows, recorded })
}

fn misses(rows: &[AwayLine]) -> Vec<Misses> {
    let mut by_pupil: BTreeMap<PupilId, Misses> = BTreeMap::new();
    for row in rows {
        for part in &row.session.pupils {
            let one = by_pupil.entry(part.who.pupil).or_insert_with(|| Misses {
                who: part.who.clone(),
                sessions: 0,
                minutes: 0,
                what: Vec::new(),
            });
            one.sessions += 1;
            one.minutes += u32::from(row.session.minutes);
            if !one.what.contains(&row.session.name) {
                one.what.push(row.session.name.clone());
            }
        }
    }
    let mut all: Vec<Misses> = by_pupil.into_values().collect();
    all.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.who.sort_name.cmp(&b.who.sort_name)));
    all
}

/// Days of this week and the next after the absence, each with the session's own time or the first that is free for all.
fn moves(
    ground: &Ground<'_>,
    run: &Run,
    times: &Timetable,
    session: &SessionLine,
    span: Span,
    last: NaiveDate,
    today: NaiveDate,
) -> Vec<MoveChoice> {
    let calendar = ground.calendar(run);
    let this = (session.provision, session.on, session.nth);
    let pupils: Vec<PupilId> = session.pupils.iter().map(|part| part.who.pupil).collect();
    let free = |on: NaiveDate, at: Option<u16>| {
        let when = (on, at, session.minutes);
        session.adult.is_none_or(|adult| times.adult(adult, when, this).is_none())
            && times.pupils(&pupils, when, this).is_none()
    };
    let here = |on: NaiveDate| {
        let lasts = |pupil: &PupilId| {
            let mine = |place: &&crate::domain::rows::PlaceRow| place.who.pupil == *pupil;
            run.places.iter().filter(mine).any(|place| place.from <= on && place.to.is_none_or(|to| on <= to))
        };
        pupils.iter().all(lasts)
    };
    let mut out = Vec::new();
    let days = span.to.max(today.pred_opt().unwrap_or(today));
    for on in days.iter_days().skip(1).take_while(|on| *on <= last) {
        if out.len() == MOST {
            break;
        }
        if !calendar.is_teaching_day(on) || !run.held.runs(on) || !here(on) {
            continue;
        }
        let Some(own) = session.at else {
            out.push(MoveChoice { on, at: None, words: day::near(on, today) });
            continue;
        };
        let latest = SCHOOL_DAY.end().saturating_sub(session.minutes);
        let mut tried = std::iter::once(own).chain((*SCHOOL_DAY.start()..=latest).step_by(STEP));
        if let Some(at) = tried.find(|at| free(on, Some(*at))) {
            let same = if at == own { ", the same time" } else { "" };
            let words = format!("{} {}{same}", day::near(on, today), say_time(at));
            out.push(MoveChoice { on, at: Some(at), words });
        }
    }
    out
}

type Not = Vec<(String, String)>;

/// How near an adult is to a session, the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    Trained,
    Leads,
    Delivers,
    Other,
}

impl Near {
    fn of(ground: &Ground<'_>, adult: RecordId, trained: bool, name: &str) -> Near {
        let mut led = ground.runs.iter().filter(|run| run.held.lead == Some(adult)).peekable();
        if trained {
            Near::Trained
        } else if led.peek().is_none() {
            Near::Other
        } else if led.any(|run| same(&run.held.name, name)) {
            Near::Leads
        } else {
            Near::Delivers
        }
    }

    fn words(self) -> &'static str {
        match self {
            Near::Trained => "trained for it",
            Near::Leads => "leads another group of it",
            Near::Delivers => "takes other groups",
            Near::Other => "takes no group",
        }
    }
}

/// Who could take a session, and why the others could not.
fn covers(
    ground: &Ground<'_>,
    times: &Timetable,
    session: &SessionLine,
    away: RecordId,
) -> (Vec<CoverChoice>, Not) {
    let school = ground.school;
    let names = |what: &str| same(what, &session.name);
    let needs_training = school.trainings.iter().any(|training| names(&training.delivers));
    let mut covers: Vec<(Near, CoverChoice)> = Vec::new();
    let mut not: Not = Vec::new();
    for staff in school.staff.iter().filter(|staff| staff.here && staff.id != away) {
        let own = || school.trainings.iter().filter(|one| one.staff == staff.id && names(&one.delivers));
        let trained = own().any(|training| training.counts(session.on));
        let ran_out = own().filter_map(|training| training.until).max();
        let when = (session.on, session.at, session.minutes);
        let busy = times.adult(staff.id, when, (session.provision, session.on, session.nth));
        let elsewhere = staff.site.is_some_and(|site| session.site.is_some_and(|here| here != site));
        let why = if needs_training && !trained {
            Some(match ran_out {
                Some(until) if until < session.on => format!("training ran out {}", day::plain(until)),
                _ => UNTRAINED.to_owned(),
            })
        } else if elsewhere {
            Some(format!("works at {}", school.site_name(staff.site)))
        } else {
            busy.map(|busy| format!("takes {} then", busy.what))
        };
        match why {
            Some(why) => not.push((staff.name.clone(), why)),
            None => {
                let near = Near::of(ground, staff.id, trained, &session.name);
                let free = session.at.map(|at| format!(", free at {}", say_time(at))).unwrap_or_default();
                let words = format!("{}{free}", near.words());
                covers
                    .push((near, CoverChoice { adult: staff.id, name: staff.name.clone(), trained, words }));
            }
        }
    }
    covers.sort_by_cached_key(|(near, one)| (*near, one.name.to_lowercase()));
    not.sort_by_cached_key(|(name, why)| (why == UNTRAINED, name.to_lowercase()));
    (covers.into_iter().map(|(_, one)| one).collect(), not)
}

/// Why most adults cannot take a session for which training is asked.
const UNTRAINED: &str = "not trained for it";
