//! One day's sessions, and those of the days before that nobody recorded.

use chrono::NaiveDate;

use super::ground::{Ground, Run};
use super::{DayView, SessionLine};
use crate::domain::calendar::Calendar;
use crate::domain::delivery::{Occasion, SessionRow, Span, State, of_group};
use crate::domain::ids::RecordId;
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// School days back from which what nobody recorded is listed to be caught up.
pub const OPEN_DAYS: u32 = 10;

fn first_open(calendar: &Calendar, on: NaiveDate) -> NaiveDate {
    calendar.school_days_before(on, OPEN_DAYS).unwrap_or(on)
}

/// The sessions of a day, and what of the days before it nobody recorded. `adult` narrows it to those that they take, the
/// lead's own unless somebody covers; `site` to those of a site. `today` is the day that it is looked at.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn day(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    (on, today): (NaiveDate, NaiveDate),
    adult: Option<RecordId>,
    site: Option<RecordId>,
) -> Result<DayView, StoreError> {
    let calendar = school.calendar_of(site);
    let sites = school.site_calendars.iter().map(|(_, calendar)| calendar);
    let first = sites.chain([calendar]).map(|one| first_open(one, on)).min().unwrap_or(on);
    let ground = Ground::read(snapshot, school, Span { from: first, to: on })?;
    let (mut rows, mut open) = (Vec::new(), Vec::new());
    let mut counted: Vec<Occasion> = Vec::new();
    for run in &ground.runs {
        let mut tally = None;
        let span = Span { from: first_open(ground.calendar(run), on), to: on };
        for one in ground.occasions(run, span) {
            let late = one.on < on;
            let wanted = !late || (one.state == State::Planned && one.on < today);
            let takes = adult.is_none_or(|adult| one.adult.or(run.held.lead) == Some(adult));
            if !wanted || !takes || !is_at(run, &one, site) {
                continue;
            }
            let tally = *tally.get_or_insert_with(|| ground.tally(run, today));
            let line = ground.line(snapshot, run, &one, tally)?;
            if late {
                open.push(line);
            } else {
                rows.push(line);
                counted.push(one);
            }
        }
        let left = |row: &SessionRow| row.on != on && row.stands_for.is_some_and(|place| place.on == on);
        let takes = adult.is_none_or(|adult| run.held.lead == Some(adult));
        if takes && run.rows.iter().any(left) {
            let tally = tally.unwrap_or_else(|| ground.tally(run, today));
            let moved = moved_away(snapshot, &ground, run, on, tally)?;
            rows.extend(moved.into_iter().filter(|line| at_site(run, line, site)));
        }
    }
    sort(&mut rows);
    sort(&mut open);
    let closed = calendar.why_not(on);
    Ok(DayView { on, closed, tally: of_group(&counted, today), rows, open })
}

/// Sessions of school days before today that nobody recorded, whole as far back as they go, the oldest first.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn open(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    span: Span,
    today: NaiveDate,
) -> Result<Vec<SessionLine>, StoreError> {
    let ground = Ground::read(snapshot, school, span)?;
    let mut out = Vec::new();
    for run in &ground.runs {
        let mut tally = None;
        for one in ground.occasions(run, span) {
            if one.state == State::Planned && one.on < today {
                let tally = *tally.get_or_insert_with(|| ground.tally(run, today));
                out.push(ground.line(snapshot, run, &one, tally)?);
            }
        }
    }
    sort(&mut out);
    Ok(out)
}

/// By day, then time, those without a time last, then name.
fn sort(lines: &mut [SessionLine]) {
    lines.sort_by_cached_key(|line| {
        (line.on, line.at.is_none(), line.at, line.name.to_lowercase(), line.provision, line.nth)
    });
}

pub(super) fn is_at(run: &Run, one: &Occasion, site: Option<RecordId>) -> bool {
    let Some(site) = site else { return true };
    match run.held.site {
        Some(here) => here == site,
        None => {
            let parts = super::ground::parts(&run.places, one);
            parts.is_empty() || parts.iter().any(|part| part.who.site == Some(site))
        }
    }
}

fn at_site(run: &Run, line: &SessionLine, site: Option<RecordId>) -> bool {
    let Some(site) = site else { return true };
    match run.held.site {
        Some(here) => here == site,
        None => line.pupils.is_empty() || line.pupils.iter().any(|part| part.who.site == Some(site)),
    }
}

/// What was planned on this day first and was moved to another, or to another time.
fn moved_away(
    snapshot: &Snapshot<'_>,
    ground: &Ground<'_>,
    run: &Run,
    on: NaiveDate,
    tally: crate::domain::delivery::Tally,
) -> Result<Vec<SessionLine>, StoreError> {
    let calendar = ground.calendar(run);
    let mut out = Vec::new();
    for row in &run.rows {
        let Some(place) = row.stands_for.filter(|place| place.on == on && row.on != on) else { continue };
        if row.state == State::Planned && !calendar.is_teaching_day(row.on) {
            continue;
        }
        let day = Span { from: on, to: on };
        let planned = crate::domain::delivery::planned(&run.held, calendar, day);
        let at = planned.iter().find(|(one, _, _)| *one == place).and_then(|(_, at, _)| *at);
        let one = Occasion {
            on,
            nth: place.nth,
            at,
            state: row.state,
            id: None,
            stands_for: None,
            minutes: row.minutes,
            adult: row.adult,
            away: Vec::new(),
        };
        let mut line = ground.line(snapshot, run, &one, tally)?;
        line.moved_to = Some((row.on, row.at));
        out.push(line);
    }
    Ok(out)
}
