//! One duty of a stage, and what in a pupil's file proves it done without a tick.
//!
//! Rule: a proof is a date that somebody recorded for its own sake; nothing is taken as done that the file does not say. What
//! comes round by the year is done only if it was done in the academic year of the day that is looked from.

use chrono::NaiveDate;

use crate::domain::calendar::academic_year;
use crate::domain::case::Letter;
use crate::domain::file::PupilFile;
use crate::domain::ids::Stamp;
use crate::domain::review::ReviewKind;
use crate::domain::support::Speaker;

/// What a stage obliges the school to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageDuty {
    /// What a tick stores; unique in its stage and those that it builds on, never changed once used.
    pub key: &'static str,
    /// What is to be done, in a few words.
    pub text: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Whether it is the whole school's and no one pupil's: then it stands on no pupil's list.
    pub whole_school: bool,
    /// What in the file proves it.
    pub proof: Proof,
}

/// A duty that only a tick can say is done.
pub(super) const fn duty(key: &'static str, text: &'static str, source: &'static str) -> StageDuty {
    StageDuty { key, text, source, whole_school: false, proof: Proof::Tick }
}

/// A duty that the file may prove.
pub(super) const fn proved(
    key: &'static str,
    text: &'static str,
    source: &'static str,
    proof: Proof,
) -> StageDuty {
    StageDuty { key, text, source, whole_school: false, proof }
}

/// A duty of the whole school.
pub(super) const fn school(key: &'static str, text: &'static str, source: &'static str) -> StageDuty {
    StageDuty { key, text, source, whole_school: true, proof: Proof::Tick }
}

/// What in a pupil's file proves a duty done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Nothing does: somebody ticks it.
    Tick,
    /// A need is recorded.
    Need,
    /// The assessment of the cycle that runs drew on a source of evidence.
    Assessed,
    /// The letter that SEN support begins went home.
    ParentsTold,
    /// The cycle that runs has a plan that was agreed.
    PlanAgreed,
    /// A day is agreed for the next review.
    ReviewAgreed,
    /// Those who work with the child were told of the plan that runs.
    StaffTold,
    /// A review with pupil and parents was held in this academic year.
    Reviewed,
    /// The child's own words are on file in this academic year.
    PupilHeard,
    /// A provision was given.
    Provision,
    /// An agency was asked.
    SpecialistAsked,
    /// An agency's report was shared with parents and staff.
    ReportShared,
    /// An agency's advice became targets or provision.
    AdviceUsed,
    /// A cycle was gone through to its review.
    CycleCompleted,
    /// An assessment was asked for.
    Requested,
    /// The school gave its advice for the assessment.
    Advised,
    /// An EHC plan is on file.
    PlanOnFile,
    /// An annual review was held in this academic year.
    AnnualReview,
    /// The school's report of an annual review went round in this academic year.
    AnnualReport,
    /// The parents were talked to, or their words are on file, in this academic year.
    ParentsHeard,
    /// A passport is on file.
    Passport,
}

/// The days on which words of theirs were said.
fn voices(file: &PupilFile, speaker: Speaker) -> impl Iterator<Item = NaiveDate> {
    file.voices.iter().filter(move |voice| voice.speaker == speaker).map(|voice| voice.said)
}

fn typed_on(at: Stamp) -> Option<NaiveDate> {
    chrono::DateTime::from_timestamp(at.0, 0).map(|at| at.date_naive())
}

impl Proof {
    /// The day the file says that it was done, as seen on `on`; `None` if the file does not say so.
    pub fn day(self, file: &PupilFile, on: NaiveDate) -> Option<NaiveDate> {
        let seen = |date: &NaiveDate| *date <= on;
        let this_year = |date: &NaiveDate| seen(date) && academic_year(*date) == academic_year(on);
        let cycle = file.cycle();
        let assessment = file.assessments.last();
        match self {
            Proof::Tick => None,
            Proof::Need => {
                let need = file.open_needs().next()?;
                need.from.or_else(|| typed_on(need.typed.at)).filter(seen)
            }
            Proof::Assessed => cycle?.sources().iter().filter_map(|(_, source)| source.on).filter(seen).max(),
            Proof::ParentsTold => {
                // Who comes onto the register again is told again: the letter of the last decision says.
                let begins = file.notices.iter().filter(|notice| notice.letter == Letter::Begins);
                begins.max_by_key(|notice| notice.decided)?.sent.filter(seen)
            }
            Proof::PlanAgreed => cycle?.agreed.filter(seen),
            Proof::ReviewAgreed => {
                let open = file.open_reviews().filter(|review| review.kind.is_of_rhythm());
                open.map(|review| review.due).chain(cycle.and_then(|cycle| cycle.review_on)).min()
            }
            Proof::StaffTold => cycle?.staff_told.filter(seen),
            Proof::Reviewed => {
                let with = file.reviews.iter().filter(|review| review.kind.is_of_rhythm());
                with.filter_map(|review| review.held).filter(this_year).max()
            }
            Proof::PupilHeard => {
                let said = file.reviews.iter().filter(|review| !review.pupil_voice.is_empty());
                let said = said.filter_map(|review| review.held);
                said.chain(voices(file, Speaker::Pupil)).filter(this_year).max()
            }
            Proof::Provision => file.allocations.iter().map(|place| place.from).filter(seen).max(),
            Proof::SpecialistAsked => {
                file.involvements.iter().filter_map(|one| one.referred.or(one.seen)).filter(seen).max()
            }
            Proof::ReportShared => file.involvements.iter().filter_map(|one| one.shared).filter(seen).max(),
            Proof::AdviceUsed => file.involvements.iter().filter_map(|one| one.used).filter(seen).max(),
            Proof::CycleCompleted => {
                let complete = file.cycles.iter().filter(|cycle| cycle.is_complete());
                complete.filter_map(|cycle| cycle.reviewed).filter(seen).max()
            }
            Proof::Requested => assessment.map(|case| case.received).filter(seen),
            Proof::Advised => assessment?.advised.filter(seen),
            Proof::PlanOnFile => file.plan().map(|plan| plan.dated).filter(seen),
            Proof::AnnualReview => {
                let annual = file.reviews.iter().filter(|review| review.kind == ReviewKind::Annual);
                annual.filter_map(|review| review.held).filter(this_year).max()
            }
            Proof::AnnualReport => {
                let annual = file.reviews.iter().filter(|review| review.kind.is_annual());
                annual.filter_map(|review| review.annual.report_sent).filter(this_year).max()
            }
            Proof::ParentsHeard => {
                let said = file.reviews.iter().filter(|review| !review.parent_voice.is_empty());
                let said = said.filter_map(|review| review.held);
                let talked = file.referrals.iter().filter_map(|referral| referral.talked);
                said.chain(talked).chain(voices(file, Speaker::Parent)).filter(this_year).max()
            }
            Proof::Passport => file.passport().map(|passport| passport.written).filter(seen),
        }
    }
}
