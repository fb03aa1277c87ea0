//! Moves between phases of education: the amended plan that names the next school, and the transition review before a move.
//!
//! Source: SEND Regulations 2014, reg 18. "Before 15 February" is read as the day before at the latest: the screen shows the
//! safe day, and the steps tell of the other. Rule: until the review of that school year is held, the move is in the annual
//! review's line; then it is a line of its own, on the authority's clock.

use chrono::{Datelike, NaiveDate};

use super::annual_review::{counted, last_held, may_bind};
use super::rule::{Example, Given, Ground, Param, Sure, Unit};
use super::shapes::fixed;
use super::sum::{Sum, no_school_day};
use super::{Act, Dated, DueItem, Family, NONE, Rule};
use crate::domain::code::YearGroup;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind};
use crate::domain::review::ReviewKind;
use crate::domain::rows::{Duty, Force, Whose};
use crate::domain::stage;

/// The family.
pub const FAMILY: Family = Family { name: "Phase transfer", rules: RULES, due, ..NONE };

/// What every rule of the table has in common.
const LAW: Rule = Rule {
    duty: Duty::PhaseSchool,
    who: "authority",
    whose: Whose::Authority,
    force: Force::Law,
    sure: Sure::Seen,
    valid: ("2014-09-01", ""),
    ..Rule::BASE
};

const fn move_of_school(key: &'static str, label: &'static str, help: &'static str, default: i64) -> Param {
    Param { key, label, help, unit: Unit::YesNo, min: 0, max: 1, default }
}

const RULES: &[Rule] = &[
    Rule {
        duty: Duty::PhaseSchool,
        id: "phase-transfer.school",
        title: "The amended plan names the next school",
        source: "SEND Regulations 2014, reg 18(1)(b)",
        limit: "Before 15 February of the year of the move; the last safe meeting is 12 weeks earlier.",
        params: &[
            move_of_school(
                "nursery",
                "Nursery to school",
                "Whether children move from nursery to school.",
                1,
            ),
            move_of_school(
                "infant_junior",
                "Infant to junior",
                "Whether pupils change school after Year 2.",
                0,
            ),
            move_of_school("primary", "Year 6 to Year 7", "Whether pupils change school after Year 6.", 1),
        ],
        dispute: "Read as \"by\" 15 February, the last safe meeting is a day later.",
        example: Example::Date { given: &[("move", "2027-09-01")], gives: "2027-02-14" },
        work: Some(|given| before(given, (2, 15))),
        ..LAW
    },
    Rule {
        duty: Duty::PhasePost16,
        id: "phase-transfer.post-16",
        title: "The amended plan names the post-16 setting",
        source: "SEND Regulations 2014, reg 18(1)(a)",
        limit: "Before 31 March of the year of the move; the last safe meeting is 12 weeks earlier.",
        params: &[move_of_school(
            "secondary",
            "Year 11 to post-16",
            "Whether pupils move on after Year 11.",
            1,
        )],
        dispute: "Read as \"by\" 31 March, the last safe meeting is a day later.",
        example: Example::Date { given: &[("move", "2027-09-01")], gives: "2027-03-30" },
        work: Some(|given| before(given, (3, 31))),
        ..LAW
    },
    Rule {
        duty: Duty::PhaseBetween,
        id: "phase-transfer.between-post-16",
        title: "A move between post-16 settings",
        force: Force::Practice,
        sure: Sure::Known,
        source: "As generally understood; look it up in the SEND Regulations 2014, reg 18",
        limit: "5 months before the move, where the plan's record says in which year it is.",
        example: Example::Date { given: &[("move", "2027-09-01")], gives: "2027-04-01" },
        work: Some(|given| the_move(given)?.months(-5)),
        ..LAW
    },
    Rule {
        duty: Duty::TransitionReview,
        id: "phase-transfer.transition-review",
        title: "Transition review with the next setting's SENCO",
        who: "SENCO",
        whose: Whose::School,
        force: Force::Code,
        source: "Code 6.57; S3 §5.5",
        limit: "Before the move; asked for by the last school day before September.",
        valid: ("", ""),
        example: Example::Date { given: &[("move", "2027-09-01")], gives: "2027-07-21" },
        work: Some(|given| {
            let calendar = given.ground.calendar;
            let sum = the_move(given)?;
            let last = fixed::before(sum.date).and_then(|eve| calendar.previous_teaching_day(eve));
            Some(sum.to(last, "The last school day before is")?.if_provisional(calendar))
        }),
        ..LAW
    },
];

/// The authority's 4 weeks to a decision and 8 more to the final amended plan.
const AMEND_WEEKS: i64 = 12;

fn the_move(given: &Given<'_>) -> Option<Sum> {
    Some(Sum::from("The move is taken to be on", given.date("move")?))
}

fn before(given: &Given<'_>, (month, date): (u32, u32)) -> Option<Sum> {
    let sum = the_move(given)?;
    let fixed = NaiveDate::from_ymd_opt(sum.date.year(), month, date)?;
    let words = format!("The plan must name it before {}; the last day before is", day::plain(fixed));
    sum.to(fixed::before(fixed), &words)
}

/// A move to come that a plan must be amended for.
pub struct Move {
    /// Which rule.
    pub duty: Duty,
    /// The year of the move: 2027 for September 2027.
    pub year: i32,
    /// The last day on which the plan may name the next school.
    pub limit: Sum,
    /// The last meeting from which an amended plan still comes in time; its steps are the sum alone.
    pub safe: Sum,
    /// What else is to be said of that day.
    notes: Vec<String>,
}

impl Move {
    /// The first day of the school year before the move, in which its review is held.
    pub fn opens(&self) -> NaiveDate {
        first_of(self.year.saturating_sub(1)).unwrap_or(NaiveDate::MAX)
    }

    fn new(duty: Duty, year: i32, why: String, ground: &Ground<'_>) -> Option<Move> {
        let mut limit = ground.work(duty, &[("move", first_of(year)?)])?;
        // Behind the step that names the move.
        limit.steps.insert(limit.steps.len().min(1), why);
        let by = fixed::last_safe_by(limit.date.succ_opt()?, AMEND_WEEKS)?;
        let safe = limit.clone().weeks(AMEND_WEEKS.checked_neg()?)?;
        let mut notes = no_school_day(safe.date, ground.calendar);
        if duty != Duty::PhaseBetween {
            notes.push(format!(
                "With \"before\" read as \"by\" the last safe meeting would be {}.",
                day::full(by)
            ));
        }
        Some(Move { duty, year, limit, safe, notes })
    }

    /// What else is to be said of the last safe meeting.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The last safe meeting with all that there is to say of it.
    pub fn safe_said(&self) -> Sum {
        self.safe.clone().notes(self.notes.iter().cloned())
    }

    fn what(&self) -> &'static str {
        match self.duty {
            Duty::PhasePost16 => "phase transfer · authority names the setting before 31 Mar",
            Duty::PhaseBetween => "phase transfer · authority names the setting 5 months before the move",
            _ => "phase transfer · authority names the school before 15 Feb",
        }
    }

    /// Its limit as a date of a case.
    pub fn dated(&self) -> Dated {
        let Sum { date, steps } = self.limit.clone();
        Dated { duty: self.duty, what: self.what().to_owned(), date, done: None, steps }
    }
}

fn first_of(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 9, 1).filter(|date| day::in_range(*date))
}

/// The year group, Reception being 0, that a date of birth gives in the school year that begins in `year`; may lie beyond
/// those that there are.
pub fn group_by_age(born: NaiveDate, year: i32) -> i32 {
    let cohort = born.year().saturating_add(i32::from(born.month() >= 9));
    year.saturating_sub(cohort).saturating_sub(4)
}

/// The moves by age that the school has and the pupil's recorded year has not passed: the September, and the group moved to.
fn by_age(file: &PupilFile, ground: &Ground<'_>) -> Vec<(i32, i32)> {
    let Some(born) = file.pupil.born else { return Vec::new() };
    [
        (0, Duty::PhaseSchool, "nursery"),
        (3, Duty::PhaseSchool, "infant_junior"),
        (7, Duty::PhaseSchool, "primary"),
        (12, Duty::PhasePost16, "secondary"),
    ]
    .into_iter()
    .filter(|(into, _, _)| file.pupil.year.is_none_or(|year| i32::from(year.number()) < *into))
    .filter(|(_, duty, key)| ground.param(*duty, key) == 1)
    // In the school year that begins in 0 the group is some years below 0: so many years on it is this one.
    .map(|(into, _, _)| (into.saturating_sub(group_by_age(born, 0)), into))
    .collect()
}

fn duty_of(into: i32) -> Duty {
    match into {
        ..=11 => Duty::PhaseSchool,
        12 => Duty::PhasePost16,
        _ => Duty::PhaseBetween,
    }
}

const RECORDED: &str = "The plan's record says so.";

/// Why a move by age is in that year.
fn goes_into(group: i32) -> String {
    let label = i8::try_from(group).ok().and_then(YearGroup::from_number).map(YearGroup::label);
    format!("By the date of birth the pupil goes into {} then.", label.unwrap_or_default())
}

/// Every move that is known of, earliest first: the recorded one, and those by age that are not the same.
fn moves(file: &PupilFile, ground: &Ground<'_>) -> Vec<(i32, Duty, String)> {
    let recorded = file.plan().and_then(|plan| plan.transfer_year).map(i32::from);
    let mut moves: Vec<(i32, Duty, String)> = by_age(file, ground)
        .into_iter()
        // A child taught out of year moves a year before or after those of the same age.
        .filter(|(year, _)| recorded.is_none_or(|recorded| *year > recorded.saturating_add(1)))
        .map(|(year, into)| (year, duty_of(into), goes_into(into)))
        .collect();
    if let Some(year) = recorded {
        let taught = file.pupil.year.map(|year| i32::from(year.number()));
        let by_age = file.pupil.born.map(|born| group_by_age(born, year));
        let into = match (by_age, taught) {
            (Some(13..), Some(..=11)) => 12,
            (Some(into), _) => into,
            (None, Some(taught)) => taught.saturating_add(1),
            (None, None) => 7,
        };
        moves.insert(0, (year, duty_of(into), RECORDED.to_owned()));
    }
    moves
}

/// The next move for which the plan does not yet name the school; `None` without a plan, or if none is to come.
///
/// A move is passed over if the plan was made after its limit, or a review was held after it took place.
pub fn pending(file: &PupilFile, ground: &Ground<'_>) -> Option<Move> {
    let plan = file.plan()?;
    let last = last_held(file).and_then(|review| review.held);
    moves(file, ground)
        .into_iter()
        .filter_map(|(year, duty, why)| Move::new(duty, year, why, ground))
        .filter(|of| plan.named.is_none_or(|named| named < of.opens()))
        .filter(|of| of.limit.date >= plan.dated)
        .find(|of| first_of(of.year).is_some_and(|moved| last.is_none_or(|last| last < moved)))
}

/// The next move, from a day on, of a pupil whose plan is not on file: by the date of birth and the recorded year. `None` if
/// none is known.
pub fn without_plan(file: &PupilFile, from: NaiveDate, ground: &Ground<'_>) -> Option<Move> {
    let moves = moves(file, ground).into_iter();
    moves.filter_map(|(year, duty, why)| Move::new(duty, year, why, ground)).find(|of| of.limit.date >= from)
}

/// The authority's line, once the annual review's no longer speaks of the move.
fn naming(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    let plan = file.plan()?;
    let of = pending(file, ground)?;
    if ground.on(Duty::AnnualReview) && may_bind(&of, counted(file)?) {
        return None;
    }
    Some(DueItem {
        date: of.limit.date,
        duty: of.duty,
        about: Key::new(file.id, Kind::EhcPlan, plan.id),
        what: of.what().to_owned(),
        lead: None,
        provision: None,
        act: Act::Fields(&["named"]),
        steps: of.limit.steps,
        then: Vec::new(),
    })
}

/// The September of the move that the pupil is in the last year before: by the recorded year, or as the plan has it.
fn next_move(file: &PupilFile, ground: &Ground<'_>) -> Option<(i32, String)> {
    if let Some(year) = file.plan().and_then(|plan| plan.transfer_year) {
        return Some((i32::from(year), RECORDED.to_owned()));
    }
    let taught = i32::from(file.pupil.year?.number());
    let mut by_age = by_age(file, ground).into_iter();
    let (year, into) = by_age.find(|(_, into)| *into == taught.saturating_add(1))?;
    Some((year, goes_into(into)))
}

/// A pupil on the register who is about to move: neither agreed nor held in the year before.
fn transition(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    stage::find(&file.stage()?.stage).filter(|stage| stage.on_register)?;
    let (year, why) = next_move(file, ground)?;
    let (opens, moved) = (first_of(year.checked_sub(1)?)?, first_of(year)?);
    // One that is agreed for later says that the move is later: a child may be taught out of year.
    let of_the_move = |date: NaiveDate| opens <= date;
    let mut reviews = file.reviews.iter().filter(|review| review.kind == ReviewKind::Transition);
    if reviews.any(|review| review.cancelled.is_none() && of_the_move(review.held.unwrap_or(review.due))) {
        return None;
    }
    let mut sum = ground.work(Duty::TransitionReview, &[("move", moved)])?;
    sum.steps.insert(sum.steps.len().min(1), why);
    Some(DueItem {
        date: sum.date,
        duty: Duty::TransitionReview,
        about: Key::profile(file.id),
        what: "transition review · agree it with the next setting's SENCO".to_owned(),
        lead: None,
        provision: None,
        act: Act::Agree(ReviewKind::Transition),
        steps: sum.steps,
        then: Vec::new(),
    })
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    naming(file, ground).into_iter().chain(transition(file, ground)).collect()
}

#[cfg(test)]
mod tests;
