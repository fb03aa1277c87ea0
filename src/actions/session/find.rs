//! Which record stands for a session, what the dosage plans there, and whether it is still as it was shown.

use chrono::NaiveDate;

use super::{Recording, Which, said};
use crate::actions::By;
use crate::domain::day;
use crate::domain::delivery::{PlaceInDay, Session, SessionRow, Span, State, planned};
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::domain::provision::Provision;
use crate::store::{Edit, Refused, StoreError};
use crate::views::sessions::Seen;

/// Where the numbers of moved sessions begin in a day: no dosage plans so many, so that none meets a planned one.
const MOVED: u8 = 100;

/// A record's number, the record as it stood, and the session to change.
pub(super) type Found = (Option<RecordId>, Option<Held<Session>>, Session);

/// What this change made already: rows of sessions show only what stood before it.
#[derive(Default)]
pub(super) struct Desk {
    named: Vec<(RecordId, PlaceInDay)>,
    made: Vec<(RecordId, PlaceInDay)>,
}

pub(super) fn provision(edit: &Edit<'_>, id: RecordId) -> Result<Held<Provision>, Refused> {
    edit.provision(id)?.ok_or_else(|| Refused::because("this provision is no longer there"))
}

/// A session lies in its provision's days.
pub(super) fn in_run(provision: &Provision, on: NaiveDate) -> Result<(), Refused> {
    if !day::in_range(on) {
        return Err(Refused::because("the day lies outside the years 1900 to 2199"));
    }
    if on < provision.start {
        return Err(Refused::because(format!(
            "{} starts only on {}",
            provision.name,
            day::full(provision.start)
        )));
    }
    match provision.end.filter(|end| *end < on) {
        Some(end) => Err(Refused::because(format!("{} ended on {}", provision.name, day::full(end)))),
        None => Ok(()),
    }
}

/// The pupils whose place lasts on a day.
pub(super) fn pupils(
    edit: &Edit<'_>,
    provision: RecordId,
    on: NaiveDate,
) -> Result<Vec<PupilId>, StoreError> {
    let mut out: Vec<PupilId> = edit
        .places_of(provision)?
        .into_iter()
        .filter(|place| place.from <= on && place.to.is_none_or(|to| on <= to))
        .map(|place| place.who.pupil)
        .collect();
    out.dedup();
    Ok(out)
}

/// What the dosage plans at a place in a day: time and minutes; `None` if nothing.
pub(super) fn plan(
    edit: &Edit<'_>,
    provision: &Provision,
    place: PlaceInDay,
) -> Result<Option<(PlaceInDay, Option<u16>, u16)>, StoreError> {
    let school = edit.school()?;
    let calendar = school.calendar_of(provision.site);
    let all = planned(provision, calendar, Span { from: place.on, to: place.on });
    Ok(all.into_iter().find(|(one, _, _)| *one == place))
}

/// The record that stands at a place in a day, as it is now; `None` if there is none.
pub(super) fn record_at(
    edit: &Edit<'_>,
    provision: RecordId,
    place: PlaceInDay,
) -> Result<Option<Held<Session>>, StoreError> {
    let row = edit.sessions_of(provision)?.into_iter().find(|row| (row.on, row.nth) == (place.on, place.nth));
    row.map_or(Ok(None), |row| edit.session(row.id))
}

/// Goes on only if what stands is what was shown.
pub(super) fn as_seen(
    which: &Which,
    provision: &Provision,
    now: Option<&Held<Session>>,
) -> Result<(), Refused> {
    let by = |held: &Held<Session>| {
        format!(
            "{} on {} was recorded meanwhile by {}: {}",
            provision.name,
            day::full(which.on),
            held.typed.by,
            said(held.state)
        )
    };
    match (which.seen, now) {
        (Seen::Any, _) | (Seen::Nothing, None) => Ok(()),
        // What was planned otherwise meanwhile is kept, and recorded.
        (Seen::Nothing, Some(held)) if held.state == State::Planned => Ok(()),
        (Seen::At(seen), Some(held)) if held.revision == seen => Ok(()),
        (Seen::At(_), None) => Err(Refused::because(format!(
            "{} on {}: what was recorded was taken back meanwhile; look again",
            provision.name,
            day::full(which.on)
        ))),
        (_, Some(held)) => Err(Refused::because(by(held))),
    }
}

/// A move that fell away, since the day that it goes to turned out to be closed.
fn fell_away(edit: &Edit<'_>, provision: &Provision, row: &SessionRow) -> Result<bool, StoreError> {
    let school = edit.school()?;
    let calendar = school.calendar_of(provision.site);
    Ok(row.state == State::Planned && !calendar.is_teaching_day(row.on))
}

impl Desk {
    /// The session at a place in a day, recorded or planned.
    pub(super) fn session(
        &mut self,
        edit: &Edit<'_>,
        provision: &Held<Provision>,
        which: &Which,
        by: &By,
    ) -> Result<Found, Refused> {
        let place = which.place();
        let said = || format!("{} on {}", provision.name, day::full(which.on));
        if self.named.contains(&(provision.id, place)) {
            return Err(Refused::because(format!("{} is named twice", said())));
        }
        self.named.push((provision.id, place));
        let rows = edit.sessions_of(provision.id)?;
        if let Some(row) = rows.iter().find(|row| (row.on, row.nth) == (place.on, place.nth))
            && let Some(held) = edit.session(row.id)?
        {
            let session = held.value.clone();
            return Ok((Some(held.id), Some(held), session));
        }
        let Some((_, _, minutes)) = plan(edit, provision, place)? else {
            return Err(Refused::because(self.not_planned(edit, provision, which)?));
        };
        let mut reused = None;
        if let Some(moved) = rows.iter().find(|row| row.stands_for == Some(place)) {
            if !fell_away(edit, provision, moved)? {
                return Err(Refused::because(format!(
                    "{} was moved to {}: look there",
                    said(),
                    day::full(moved.on)
                )));
            }
            reused = edit.session(moved.id)?;
        }
        let session = Session {
            provision: provision.id,
            on: place.on,
            nth: place.nth,
            at: None,
            state: State::Planned,
            stands_for: None,
            minutes,
            adult: reused.as_ref().and_then(|held| held.adult),
            away: Vec::new(),
            note: reused.as_ref().map(|held| held.note.clone()).unwrap_or_default(),
            typed: by.typed.clone(),
        };
        // A record that fell away is no state that anybody could have seen here.
        Ok((reused.map(|held| held.id), None, session))
    }

    fn not_planned(
        &self,
        edit: &Edit<'_>,
        provision: &Provision,
        which: &Which,
    ) -> Result<String, StoreError> {
        let school = edit.school()?;
        let on = day::full(which.on);
        Ok(match school.calendar_of(provision.site).why_not(which.on) {
            Some(why) => format!("no session of {} is planned on {on}: {why}", provision.name),
            None => format!(
                "no such session of {} is planned on {on}: one that took place all the same is an extra session",
                provision.name
            ),
        })
    }

    /// A session that was not planned, at the day's next number.
    pub(super) fn extra(
        &mut self,
        edit: &Edit<'_>,
        provision: &Held<Provision>,
        input: &Recording,
        by: &By,
    ) -> Result<Session, Refused> {
        let on = input.which.on;
        let school = edit.school()?;
        let calendar = school.calendar_of(provision.site);
        let of_day = planned(provision, calendar, Span { from: on, to: on });
        let rows = edit.sessions_of(provision.id)?;
        let is_planned = |nth: u8| of_day.iter().any(|(place, _, _)| place.nth == nth);
        let extra = rows.iter().find(|row| row.on == on && row.stands_for.is_none() && !is_planned(row.nth));
        if let Some(row) = extra.filter(|_| input.which.seen == Seen::Nothing)
            && let Some(held) = edit.session(row.id)?
        {
            return Err(Refused::because(format!(
                "an extra session of {} on {} was recorded already by {}",
                provision.name,
                day::full(on),
                held.typed.by
            )));
        }
        let taken = |nth: u8| is_planned(nth) || self.is_taken(&rows, provision.id, PlaceInDay { on, nth });
        let nth = (0..MOVED).find(|nth| !taken(*nth));
        let Some(nth) = nth else {
            return Err(Refused::because(format!("{} has too many sessions that day", provision.name)));
        };
        self.made.push((provision.id, PlaceInDay { on, nth }));
        Ok(Session {
            provision: provision.id,
            on,
            nth,
            at: None,
            state: State::Delivered,
            stands_for: None,
            minutes: of_day.first().map_or(provision.minutes, |(_, _, minutes)| *minutes),
            adult: None,
            away: Vec::new(),
            note: String::new(),
            typed: by.typed.clone(),
        })
    }

    fn is_taken(&self, rows: &[SessionRow], provision: RecordId, place: PlaceInDay) -> bool {
        rows.iter().any(|row| (row.on, row.nth) == (place.on, place.nth))
            || self.made.contains(&(provision, place))
    }

    /// The number of a session that is moved to a day.
    pub(super) fn moved(
        &mut self,
        edit: &Edit<'_>,
        provision: RecordId,
        on: NaiveDate,
    ) -> Result<u8, Refused> {
        let rows = edit.sessions_of(provision)?;
        let free =
            (MOVED..=u8::MAX).find(|nth| !self.is_taken(&rows, provision, PlaceInDay { on, nth: *nth }));
        let Some(nth) = free else {
            return Err(Refused::because("too many sessions were moved to that day"));
        };
        self.made.push((provision, PlaceInDay { on, nth }));
        Ok(nth)
    }
}
