//! One pupil's whole file, as the rules and the views read it.

use chrono::NaiveDate;

use super::event::Event;
use super::ids::{Held, Key, PupilId, RecordId, Revision};
use super::provision::{Allocation, ImpactCheck};
use super::pupil::{Need, Pupil, StageSpan};
use super::record::Record;
use super::review::Review;

/// Everything recorded about one pupil. Lists are in order of their dates, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct PupilFile {
    /// The pupil's number.
    pub id: PupilId,
    /// Who they are.
    pub pupil: Held<Pupil>,
    /// Stages, by first day.
    pub stages: Vec<Held<StageSpan>>,
    /// Needs that last first, by rank; then those that ended.
    pub needs: Vec<Held<Need>>,
    /// Reviews by the day held, else the day agreed.
    pub reviews: Vec<Held<Review>>,
    /// Allocations by first day.
    pub allocations: Vec<Held<Allocation>>,
    /// Impact checks by day.
    pub checks: Vec<Held<ImpactCheck>>,
    /// Notes, contacts and meetings by the day they happened.
    pub events: Vec<Held<Event>>,
}

impl PupilFile {
    /// The file out of a pupil's records; `None` if none of them says who the pupil is.
    pub fn from_records(
        id: PupilId,
        records: impl IntoIterator<Item = (Key, Revision, Record)>,
    ) -> Option<PupilFile> {
        let mut pupil = None;
        let (mut stages, mut needs, mut reviews) = (Vec::new(), Vec::new(), Vec::new());
        let (mut allocations, mut checks, mut events) = (Vec::new(), Vec::new(), Vec::new());
        for (key, revision, record) in records {
            let id = key.id;
            match record {
                Record::Pupil(value) => pupil = Some(Held { id, revision, value }),
                Record::StageSpan(value) => stages.push(Held { id, revision, value }),
                Record::Need(value) => needs.push(Held { id, revision, value }),
                Record::Review(value) => reviews.push(Held { id, revision, value }),
                Record::Allocation(value) => allocations.push(Held { id, revision, value }),
                Record::Check(value) => checks.push(Held { id, revision, value }),
                Record::Event(value) => events.push(Held { id, revision, value }),
                _ => {}
            }
        }
        stages.sort_by_key(|s: &Held<StageSpan>| (s.from, s.id));
        needs.sort_by_key(|n: &Held<Need>| (n.to.is_some(), n.rank, n.from, n.id));
        reviews.sort_by_key(|r: &Held<Review>| (r.held.unwrap_or(r.due), r.id));
        allocations.sort_by_key(|a: &Held<Allocation>| (a.from, a.id));
        checks.sort_by_key(|c: &Held<ImpactCheck>| (c.held, c.id));
        events.sort_by_key(|e: &Held<Event>| (e.happened, e.id));
        Some(PupilFile { id, pupil: pupil?, stages, needs, reviews, allocations, checks, events })
    }

    /// The stage that is open, the latest if there were two; `None` if the pupil stands at none.
    pub fn stage(&self) -> Option<&Held<StageSpan>> {
        self.stages.iter().rev().find(|span| span.to.is_none())
    }

    /// The stage on a day; `None` if the pupil stood at none.
    pub fn stage_on(&self, on: NaiveDate) -> Option<&Held<StageSpan>> {
        self.stages.iter().rev().find(|span| span.from <= on && span.to.is_none_or(|to| on <= to))
    }

    /// Needs that last, main need first.
    pub fn open_needs(&self) -> impl Iterator<Item = &Held<Need>> {
        self.needs.iter().filter(|need| need.to.is_none())
    }

    /// Reviews to come, earliest first.
    pub fn open_reviews(&self) -> impl Iterator<Item = &Held<Review>> {
        self.reviews.iter().filter(|review| review.is_open())
    }

    /// The review held last; `None` if none was.
    pub fn last_review(&self) -> Option<&Held<Review>> {
        self.reviews
            .iter()
            .filter(|review| review.held.is_some())
            .max_by_key(|review| (review.held, review.id))
    }

    /// Checks of one allocation, oldest first.
    pub fn checks_of(&self, allocation: RecordId) -> impl DoubleEndedIterator<Item = &Held<ImpactCheck>> {
        self.checks.iter().filter(move |check| check.allocation == allocation)
    }
}
