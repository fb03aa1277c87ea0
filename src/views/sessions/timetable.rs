//! Who is busy when: adults and pupils, by the sessions that are planned or recorded.
//!
//! Rule: a session without a settled time, and one that was missed, keeps nobody busy.

use chrono::NaiveDate;

use super::ground::{Ground, parts};
use crate::domain::delivery::{Span, State};
use crate::domain::ids::{PupilId, RecordId};

/// A stretch of a day that somebody spends in a session.
pub(super) struct Busy {
    on: NaiveDate,
    from: u16,
    to: u16,
    adult: Option<RecordId>,
    pupils: Vec<PupilId>,
    pub(super) what: String,
    session: (RecordId, NaiveDate, u8),
}

impl Busy {
    fn meets(&self, on: NaiveDate, at: u16, minutes: u16) -> bool {
        self.on == on && self.from < at.saturating_add(minutes) && at < self.to
    }
}

/// Everybody's sessions on the days of a span.
pub(super) struct Timetable(Vec<Busy>);

impl Timetable {
    pub(super) fn of(ground: &Ground<'_>, span: Span) -> Timetable {
        let mut all = Vec::new();
        for run in &ground.runs {
            for one in ground.occasions(run, span) {
                let (Some(at), false) = (one.at, matches!(one.state, State::Missed(_))) else { continue };
                all.push(Busy {
                    on: one.on,
                    from: at,
                    to: at.saturating_add(one.minutes),
                    adult: one.adult.or(run.held.lead),
                    pupils: parts(&run.places, &one).into_iter().map(|part| part.who.pupil).collect(),
                    what: run.held.name.clone(),
                    session: (run.held.id, one.on, one.nth),
                });
            }
        }
        Timetable(all)
    }

    /// What keeps an adult busy at this time; `None` if nothing does. `but` is the session that is asked about.
    pub(super) fn adult(
        &self,
        adult: RecordId,
        (on, at, minutes): (NaiveDate, Option<u16>, u16),
        but: (RecordId, NaiveDate, u8),
    ) -> Option<&Busy> {
        let at = at?;
        self.0
            .iter()
            .find(|busy| busy.session != but && busy.adult == Some(adult) && busy.meets(on, at, minutes))
    }

    /// What keeps one of these pupils busy at this time; `None` if nothing does.
    pub(super) fn pupils(
        &self,
        pupils: &[PupilId],
        (on, at, minutes): (NaiveDate, Option<u16>, u16),
        but: (RecordId, NaiveDate, u8),
    ) -> Option<&Busy> {
        let at = at?;
        self.0.iter().find(|busy| {
            busy.session != but
                && busy.meets(on, at, minutes)
                && busy.pupils.iter().any(|pupil| pupils.contains(pupil))
        })
    }
}
