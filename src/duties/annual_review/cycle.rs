//! One year of an EHC plan: from what it is counted, its limit, the last safe meeting, the day aimed at, when to begin.
//!
//! Rule: the last safe meeting is the earlier of the year's own and that of a move between phases.

use chrono::NaiveDate;

use super::rules::DECISION_WEEKS;
use super::steps::mark;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::Held;
use crate::domain::review::Review;
use crate::domain::rows::Duty;
use crate::duties::Dated;
use crate::duties::phase_transfer::{self, Move};
use crate::duties::rule::Ground;
use crate::duties::sum::{Sum, last_school_day, no_school_day};

/// The annual or interim review held last, of the plan that is kept or of one that is not on file; `None` if none was.
pub fn last_held(file: &PupilFile) -> Option<&Held<Review>> {
    held_before(file, None)
}

/// The one held last before a review.
fn held_before<'a>(file: &'a PupilFile, before: Option<&Held<Review>>) -> Option<&'a Held<Review>> {
    let made = file.plan().map(|plan| plan.dated);
    let end = before.map(|review| (review.held.unwrap_or(review.due), review.id));
    file.reviews
        .iter()
        .filter(|review| review.kind.is_annual())
        .filter_map(|review| Some((review.held?, review)))
        .filter(|(held, review)| {
            made.is_none_or(|made| made <= *held) && end.is_none_or(|end| (*held, review.id) < end)
        })
        .max_by_key(|(held, review)| (*held, review.id))
        .map(|(_, review)| review)
}

/// From what the year that runs is counted, by the name that the rules know it by: the last review held, else the plan.
/// `None` if there is neither.
pub fn counted(file: &PupilFile) -> Option<(&'static str, NaiveDate)> {
    since(file, last_held(file))
}

fn since(file: &PupilFile, held: Option<&Held<Review>>) -> Option<(&'static str, NaiveDate)> {
    let plan = file.plan().map(|plan| ("plan", plan.dated));
    held.and_then(|review| review.held).map(|held| ("held", held)).or(plan)
}

/// Whether a review to come has to be early enough for a move: none was held in the school year before the move, and the
/// plan was made in time for one.
pub fn may_bind(of: &Move, (fact, from): (&'static str, NaiveDate)) -> bool {
    let served = fact != "plan" && from >= of.opens();
    !served && of.safe.date >= from
}

/// One year of a plan.
pub struct Cycle {
    /// The last day of the twelve months.
    pub limit: Sum,
    /// The year's own last safe meeting; `None` if that rule is off.
    pub safe: Option<Sum>,
    /// The move that asks for an earlier meeting; `None` if none does.
    pub bound: Option<Move>,
    /// The day by which a child under five is looked at; `None` if older, or aimed at earlier anyhow.
    pub under_five: Option<Sum>,
    /// The day that the meeting is aimed at.
    pub aim: Sum,
    /// What else is to be said of its days. It stands after the sums: between two steps a day would be taken for one of theirs.
    pub notes: Vec<String>,
}

impl Cycle {
    /// The one that runs; `None` without a plan or a review held, or with the rule off.
    pub fn of(file: &PupilFile, ground: &Ground<'_>) -> Option<Cycle> {
        let (fact, from) = counted(file)?;
        Cycle::after(fact, from, file, ground)
    }

    /// The one that a review belongs to; `None` if nothing is known to count from.
    pub fn for_review(file: &PupilFile, review: &Held<Review>, ground: &Ground<'_>) -> Option<Cycle> {
        let (fact, from) = since(file, held_before(file, Some(review)))?;
        // A review from before the plan belongs to a plan that is not on file.
        if review.held.is_some_and(|held| held < from) {
            return None;
        }
        Cycle::after(fact, from, file, ground)
    }

    /// The one that begins with this fact.
    pub fn after(
        fact: &'static str,
        from: NaiveDate,
        file: &PupilFile,
        ground: &Ground<'_>,
    ) -> Option<Cycle> {
        let given = (fact, from);
        let limit = ground.work(Duty::AnnualReview, &[given])?;
        let no_school = |sum: Sum| {
            let words = no_school_day(sum.date, ground.calendar);
            sum.notes(words)
        };
        let safe = ground.work(Duty::LastSafeMeeting, &[given]).map(no_school);
        let own = safe.as_ref().map_or(limit.date, |safe| safe.date);
        let bound =
            phase_transfer::pending(file, ground).filter(|of| may_bind(of, given) && of.safe.date < own);
        let weeks = ground.param(Duty::LastSafeMeeting, "aim_weeks");
        let mut aim = match &bound {
            Some(of) => {
                let early = weeks.saturating_sub(DECISION_WEEKS).max(0);
                let sum = of.safe.clone().note("That is the last safe meeting.");
                sum.weeks(early.saturating_neg())?
            }
            None => limit.clone().weeks(weeks.saturating_neg())?,
        };
        let born = file.pupil.born;
        let under_five = born
            .and_then(|born| ground.work(Duty::UnderFive, &[given, ("born", born)]))
            .filter(|sum| sum.date < aim.date);
        let ends = format!("The 12 months themselves end on {}.", day::full(limit.date));
        let notes = match (&under_five, &bound, &safe) {
            (Some(sum), ..) => {
                aim = sum.clone();
                let mut notes = no_school_day(sum.date, ground.calendar);
                notes.push(ends);
                notes
            }
            (None, Some(of), _) => of.notes().iter().cloned().chain([ends]).collect(),
            (None, None, Some(safe)) => {
                let words = format!(
                    "The last safe meeting is {}: the authority's decision, 4 weeks on, must fall inside the 12 months.",
                    day::full(safe.date)
                );
                [words].into_iter().chain(no_school_day(safe.date, ground.calendar)).collect()
            }
            (None, None, None) => Vec::new(),
        };
        let aim = aim.note("That is the day aimed at.");
        Some(Cycle { limit, safe, bound, under_five: under_five.map(no_school), aim, notes })
    }

    /// The last safe meeting, and what makes it so: a move, or the year itself.
    pub fn last_safe(&self) -> Option<(NaiveDate, &'static str)> {
        let own = self.safe.as_ref().map(|safe| (safe.date, "last safe meeting"));
        self.bound.as_ref().map(|of| (of.safe.date, "last safe meeting for the phase transfer")).or(own)
    }

    /// When work on a meeting has to begin, by the rule whose force that day has.
    pub fn begin(&self, ground: &Ground<'_>) -> Option<(Duty, Sum)> {
        if ground.on(Duty::AskAdvice) {
            let weeks = ground.param(Duty::AskAdvice, "weeks");
            let sum = self.aim.clone().weeks(weeks.saturating_neg())?;
            let sum = sum.note("Advice is asked for then.").notes(self.notes.iter().cloned());
            return Some((Duty::AskAdvice, sum));
        }
        let (duty, mut sum) = match (&self.under_five, &self.bound, &self.safe) {
            (Some(sum), ..) => (Duty::UnderFive, sum.clone()),
            (None, Some(of), Some(_)) => (Duty::LastSafeMeeting, of.safe_said()),
            (None, None, Some(safe)) => (Duty::LastSafeMeeting, safe.clone()),
            // The law's own day stays, in the holidays too.
            (None, _, None) => return Some((Duty::AnnualReview, self.limit.clone())),
        };
        sum.date = last_school_day(sum.date, ground.calendar);
        Some((duty, sum))
    }

    /// Its fixed days, earliest first: what a meeting is measured against.
    pub fn marks(&self, done: Option<NaiveDate>, title: &str) -> Vec<Dated> {
        let mut dates = Vec::new();
        if let Some(sum) = &self.under_five {
            dates.push(mark(Duty::UnderFive, &format!("{title}: under five"), sum.clone(), done));
        }
        if let Some(sum) = &self.safe {
            dates.push(mark(
                Duty::LastSafeMeeting,
                &format!("{title}: last safe meeting"),
                sum.clone(),
                done,
            ));
        }
        if let Some(of) = &self.bound {
            let what = format!("{title}: last safe meeting for the phase transfer");
            dates.push(mark(Duty::LastSafeMeeting, &what, of.safe_said(), done));
            dates.push(of.dated());
        }
        dates.push(mark(Duty::AnnualReview, &format!("{title}: limit"), self.limit.clone(), done));
        dates.sort_by_key(|dated| dated.date);
        dates
    }
}
