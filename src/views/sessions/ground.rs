//! What is read once for a view of sessions: the provisions that run on its days, their places, their recorded sessions.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Part, Seen, SessionLine, week_of};
use crate::domain::calendar::Calendar;
use crate::domain::delivery::{Occasion, SessionRow, Span, Tally, occasions, of_group};
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::rows::PlaceRow;
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// See the module.
pub(super) struct Ground<'a> {
    pub(super) school: &'a SchoolFile,
    pub(super) runs: Vec<Run>,
}

/// One provision with what belongs to it.
pub(super) struct Run {
    pub(super) held: Held<Provision>,
    pub(super) places: Vec<PlaceRow>,
    pub(super) rows: Vec<SessionRow>,
}

impl<'a> Ground<'a> {
    /// Everything that runs on a day of `span`.
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        school: &'a SchoolFile,
        span: Span,
    ) -> Result<Ground<'a>, StoreError> {
        let mut places: BTreeMap<RecordId, Vec<PlaceRow>> = BTreeMap::new();
        for place in snapshot.places_all()? {
            places.entry(place.provision).or_default().push(place);
        }
        let mut runs = Vec::new();
        for held in snapshot.provisions()? {
            if held.start > span.to || held.end.is_some_and(|end| end < span.from) {
                continue;
            }
            let mut places = places.remove(&held.id).unwrap_or_default();
            places.sort_by(|a, b| (&a.who.sort_name, a.allocation).cmp(&(&b.who.sort_name, b.allocation)));
            let rows = snapshot.sessions_of(held.id)?;
            runs.push(Run { held, places, rows });
        }
        Ok(Ground { school, runs })
    }

    pub(super) fn calendar(&self, run: &Run) -> &'a Calendar {
        self.school.calendar_of(run.held.site)
    }

    /// A run's sessions on the days of `span`.
    pub(super) fn occasions(&self, run: &Run, span: Span) -> Vec<Occasion> {
        occasions(&run.held, self.calendar(run), &run.rows, span)
    }

    /// A run's sessions so far, counted.
    pub(super) fn tally(&self, run: &Run, today: NaiveDate) -> Tally {
        so_far(&run.held, self.calendar(run), &run.rows, today)
    }

    /// The line of one session. `tally` is the run's, so that it is counted once for several.
    pub(super) fn line(
        &self,
        snapshot: &Snapshot<'_>,
        run: &Run,
        one: &Occasion,
        tally: Tally,
    ) -> Result<SessionLine, StoreError> {
        let week = self.occasions(run, week_of(one.on));
        let before =
            week.iter().position(|other| (other.on, other.nth, other.id) == (one.on, one.nth, one.id));
        let count = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let record = match one.id {
            Some(id) => snapshot.session(id)?,
            None => None,
        };
        let adult = one.adult.or(run.held.lead);
        let calendar = self.calendar(run);
        let planned = || {
            let day = Span { from: one.on, to: one.on };
            let all = crate::domain::delivery::planned(&run.held, calendar, day);
            all.iter().any(|(place, _, _)| place.nth == one.nth)
        };
        let (note, recorded, seen) = match record {
            Some(held) => (held.note.clone(), Some(held.typed.clone()), Seen::At(held.revision)),
            None => (String::new(), None, Seen::Nothing),
        };
        Ok(SessionLine {
            provision: run.held.id,
            name: run.held.name.clone(),
            on: one.on,
            nth: one.nth,
            at: one.at,
            minutes: one.minutes,
            dosage: run.held.dosage_on(one.on),
            state: one.state,
            adult,
            adult_name: self.school.staff_name(adult).to_owned(),
            lead: run.held.lead,
            cover: one.adult.is_some_and(|adult| Some(adult) != run.held.lead),
            site: run.held.site,
            site_name: self.school.site_name(run.held.site).to_owned(),
            moved_from: one.stands_for,
            moved_to: None,
            extra: one.id.is_some() && one.stands_for.is_none() && !planned(),
            pupils: parts(&run.places, one),
            week: (before.map_or(1, |at| count(at).saturating_add(1)), count(week.len()).max(1)),
            tally,
            note,
            recorded,
            id: one.id,
            seen,
        })
    }
}

/// A provision's sessions from its first day to today, counted.
pub(super) fn so_far(
    provision: &Provision,
    calendar: &Calendar,
    rows: &[SessionRow],
    today: NaiveDate,
) -> Tally {
    let first = rows.first().map_or(provision.start, |row| row.on.min(provision.start));
    of_group(&occasions(provision, calendar, rows, Span { from: first, to: today }), today)
}

/// The pupils whose place lasts on the day of a session.
pub(super) fn parts(places: &[PlaceRow], one: &Occasion) -> Vec<Part> {
    places
        .iter()
        .filter(|place| place.from <= one.on && place.to.is_none_or(|to| one.on <= to))
        .map(|place| Part {
            who: place.who.clone(),
            allocation: place.allocation,
            away: one.away.iter().find(|(who, _)| *who == place.who.pupil).map(|(_, why)| *why),
        })
        .collect()
}
