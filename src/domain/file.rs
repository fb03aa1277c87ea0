//! One pupil's whole file, as the rules and the views read it.

use chrono::NaiveDate;

use super::case::{
    Assessment, Case, Consultation, Dispute, EhcPlan, Involvement, Notice, RecordsRequest, Suspension,
    Transfer,
};
use super::event::Event;
use super::ids::{Held, Key, PupilId, RecordId, Revision};
use super::provision::{Allocation, ImpactCheck};
use super::pupil::{Need, Pupil, StageSpan};
use super::record::{Record, Recorded};
use super::review::Review;
use super::support::{Cycle, FollowUp, Passport, Referral, StageCheck, Target, Voice};

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
    /// EHC needs assessments by the day received.
    pub assessments: Vec<Held<Assessment>>,
    /// EHC plans by date.
    pub plans: Vec<Held<EhcPlan>>,
    /// Consultations by the day received.
    pub consultations: Vec<Held<Consultation>>,
    /// Disagreements by the date of the letter.
    pub disputes: Vec<Held<Dispute>>,
    /// Suspensions by first day.
    pub suspensions: Vec<Held<Suspension>>,
    /// Requests for records by the day received.
    pub requests: Vec<Held<RecordsRequest>>,
    /// Leavers' files by the day left; one for each time that the pupil left.
    pub transfers: Vec<Held<Transfer>>,
    /// Letters that SEN support begins, by the day decided.
    pub notices: Vec<Held<Notice>>,
    /// Agencies' work by the day begun.
    pub involvements: Vec<Held<Involvement>>,
    /// Referrals by the day raised.
    pub referrals: Vec<Held<Referral>>,
    /// Cycles of assess, plan, do, review by the day begun.
    pub cycles: Vec<Held<Cycle>>,
    /// Targets of all cycles by the day set.
    pub targets: Vec<Held<Target>>,
    /// Passports by the day written.
    pub passports: Vec<Held<Passport>>,
    /// What child and parents said, by day.
    pub voices: Vec<Held<Voice>>,
    /// Duties of stages that are done, by day.
    pub stage_checks: Vec<Held<StageCheck>>,
    /// What was promised, by the day it is due.
    pub follow_ups: Vec<Held<FollowUp>>,
}

fn key_of<T: Recorded>(pupil: PupilId, held: &Held<T>) -> Key {
    T::key(pupil, held.id)
}

impl PupilFile {
    /// The file out of a pupil's records; `None` if none of them says who the pupil is.
    pub fn from_records(
        id: PupilId,
        records: impl IntoIterator<Item = (Key, Revision, Record)>,
    ) -> Option<PupilFile> {
        let mut file = PupilFile {
            id,
            pupil: Held { id: RecordId(0), revision: Revision(0), value: Pupil::default() },
            stages: Vec::new(),
            needs: Vec::new(),
            reviews: Vec::new(),
            allocations: Vec::new(),
            checks: Vec::new(),
            events: Vec::new(),
            assessments: Vec::new(),
            plans: Vec::new(),
            consultations: Vec::new(),
            disputes: Vec::new(),
            suspensions: Vec::new(),
            requests: Vec::new(),
            transfers: Vec::new(),
            notices: Vec::new(),
            involvements: Vec::new(),
            referrals: Vec::new(),
            cycles: Vec::new(),
            targets: Vec::new(),
            passports: Vec::new(),
            voices: Vec::new(),
            stage_checks: Vec::new(),
            follow_ups: Vec::new(),
        };
        let mut known = false;
        for (key, revision, record) in records {
            let id = key.id;
            match record {
                Record::Pupil(value) => {
                    file.pupil = Held { id, revision, value };
                    known = true;
                }
                Record::StageSpan(value) => file.stages.push(Held { id, revision, value }),
                Record::Need(value) => file.needs.push(Held { id, revision, value }),
                Record::Review(value) => file.reviews.push(Held { id, revision, value }),
                Record::Allocation(value) => file.allocations.push(Held { id, revision, value }),
                Record::Check(value) => file.checks.push(Held { id, revision, value }),
                Record::Event(value) => file.events.push(Held { id, revision, value }),
                Record::Assessment(value) => file.assessments.push(Held { id, revision, value }),
                Record::EhcPlan(value) => file.plans.push(Held { id, revision, value }),
                Record::Consultation(value) => file.consultations.push(Held { id, revision, value }),
                Record::Dispute(value) => file.disputes.push(Held { id, revision, value }),
                Record::Suspension(value) => file.suspensions.push(Held { id, revision, value }),
                Record::RecordsRequest(value) => file.requests.push(Held { id, revision, value }),
                Record::Transfer(value) => file.transfers.push(Held { id, revision, value }),
                Record::Notice(value) => file.notices.push(Held { id, revision, value }),
                Record::Involvement(value) => file.involvements.push(Held { id, revision, value }),
                Record::Referral(value) => file.referrals.push(Held { id, revision, value }),
                Record::Cycle(value) => file.cycles.push(Held { id, revision, value }),
                Record::Target(value) => file.targets.push(Held { id, revision, value }),
                Record::Passport(value) => file.passports.push(Held { id, revision, value }),
                Record::Voice(value) => file.voices.push(Held { id, revision, value }),
                Record::StageCheck(value) => file.stage_checks.push(Held { id, revision, value }),
                Record::FollowUp(value) => file.follow_ups.push(Held { id, revision, value }),
                _ => {}
            }
        }
        file.stages.sort_by_key(|s| (s.from, s.id));
        file.needs.sort_by_key(|n| (n.to.is_some(), n.rank, n.from, n.id));
        file.reviews.sort_by_key(|r| (r.held.unwrap_or(r.due), r.id));
        file.allocations.sort_by_key(|a| (a.from, a.id));
        file.checks.sort_by_key(|c| (c.held, c.id));
        file.events.sort_by_key(|e| (e.happened, e.id));
        file.assessments.sort_by_key(|c| (c.received, c.id));
        file.plans.sort_by_key(|c| (c.dated, c.id));
        file.consultations.sort_by_key(|c| (c.received, c.id));
        file.disputes.sort_by_key(|c| (c.letter, c.id));
        file.suspensions.sort_by_key(|c| (c.from, c.id));
        file.requests.sort_by_key(|c| (c.received, c.id));
        file.transfers.sort_by_key(|c| (c.left, c.id));
        file.notices.sort_by_key(|c| (c.decided, c.id));
        file.involvements.sort_by_key(|c| (c.began, c.id));
        file.referrals.sort_by_key(|c| (c.raised, c.id));
        file.cycles.sort_by_key(|c| (c.began, c.id));
        file.targets.sort_by_key(|c| (c.set, c.id));
        file.passports.sort_by_key(|c| (c.written, c.id));
        file.voices.sort_by_key(|c| (c.said, c.id));
        file.stage_checks.sort_by_key(|c| (c.done, c.id));
        file.follow_ups.sort_by_key(|c| (c.due, c.id));
        known.then_some(file)
    }

    /// Every case of the pupil with its number, kind by kind in the order of [`KINDS`](super::case::KINDS).
    pub fn cases(&self) -> Vec<(Key, Revision, &dyn Case)> {
        let mut cases: Vec<(Key, Revision, &dyn Case)> = Vec::new();
        macro_rules! take {
            ($($list:ident),*) => {
                $(for held in &self.$list {
                    cases.push((key_of(self.id, held), held.revision, &held.value));
                })*
            };
        }
        take!(
            assessments,
            plans,
            notices,
            involvements,
            consultations,
            disputes,
            suspensions,
            requests,
            transfers
        );
        cases
    }

    /// The EHC plan that is kept, the latest if there were two; `None` if there is none.
    pub fn plan(&self) -> Option<&Held<EhcPlan>> {
        self.plans.iter().rev().find(|plan| plan.ceased.is_none())
    }

    /// The cycle that runs, the latest if there were two; `None` if none does.
    pub fn cycle(&self) -> Option<&Held<Cycle>> {
        self.cycles.iter().rev().find(|cycle| cycle.ended().is_none())
    }

    /// The targets of one cycle, as they were set.
    pub fn targets_of(&self, cycle: RecordId) -> impl DoubleEndedIterator<Item = &Held<Target>> {
        self.targets.iter().filter(move |target| target.cycle == cycle)
    }

    /// The passport in force; `None` if there is none.
    pub fn passport(&self) -> Option<&Held<Passport>> {
        self.passports.iter().rev().find(|passport| passport.replaced.is_none())
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

    /// The day on which the last of the reviews with pupil and parents was held; `None` if none was.
    pub fn last_of_rhythm(&self) -> Option<NaiveDate> {
        self.reviews.iter().filter(|review| review.kind.is_of_rhythm()).filter_map(|review| review.held).max()
    }

    /// Checks of one allocation, oldest first.
    pub fn checks_of(&self, allocation: RecordId) -> impl DoubleEndedIterator<Item = &Held<ImpactCheck>> {
        self.checks.iter().filter(move |check| check.allocation == allocation)
    }
}
