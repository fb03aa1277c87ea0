//! The rules of the annual review.
//!
//! Sources: Children and Families Act 2014, section 44; SEND Regulations 2014, regulation 20; R (L) v Devon \[2022\] EWHC 493.
//! What was not seen is worded as practice.

use crate::domain::rows::{Duty, Force, Whose};
use crate::duties::Rule;
use crate::duties::rule::{Example, Given, Param, Sure, Unit};
use crate::duties::sum::Sum;

/// Weeks from the meeting to the authority's decision.
pub(super) const DECISION_WEEKS: i64 = 4;

/// What every rule of the table has in common.
const SCHOOL: Rule = Rule { duty: Duty::AnnualReview, force: Force::Law, sure: Sure::Seen, ..Rule::BASE };

pub(super) const RULES: &[Rule] = &[
    Rule {
        duty: Duty::AnnualReview,
        id: "annual-review.review",
        title: "Review the EHC plan",
        who: "authority, with the school",
        source: "Children and Families Act 2014, s.44",
        limit: "Within 12 months starting on the date of the plan, or of its last review.",
        valid: ("2014-09-01", ""),
        example: Example::Date { given: &[("plan", "2026-01-15")], gives: "2027-01-14" },
        work: Some(limit),
        ..SCHOOL
    },
    Rule {
        duty: Duty::LastSafeMeeting,
        id: "annual-review.last-safe-meeting",
        title: "The last safe meeting",
        force: Force::Practice,
        source: "Worked out from Children and Families Act 2014, s.44, and R (L) v Devon [2022] EWHC 493",
        limit: "4 weeks before the 12 months end, since the authority's decision must fall inside them.",
        params: &[Param {
            key: "aim_weeks",
            label: "Aim",
            help: "Weeks before the end of the 12 months at which the meeting is aimed.",
            unit: Unit::Weeks,
            min: DECISION_WEEKS,
            max: 26,
            default: 8,
        }],
        example: Example::Date { given: &[("plan", "2026-01-15")], gives: "2026-12-17" },
        work: Some(|given| Some(limit(given)?.weeks(-DECISION_WEEKS)?.note(WHY_SAFE))),
        ..SCHOOL
    },
    Rule {
        duty: Duty::UnderFive,
        id: "annual-review.under-five",
        title: "Review the plan of a child under five",
        force: Force::Local,
        source: "S3 §5.11, a school's policy",
        limit: "Every 6 months while the child is under five.",
        params: &[Param {
            key: "months",
            label: "Every",
            help: "Months between reviews of the plan of a child under five.",
            unit: Unit::Months,
            min: 1,
            max: 12,
            default: 6,
        }],
        dispute: "The Code, as generally understood, speaks of reviews every 3 to 6 months; one school's policy says 6.",
        example: Example::Date {
            given: &[("plan", "2026-01-15"), ("born", "2022-06-01")],
            gives: "2026-07-15",
        },
        work: Some(under_five),
        ..SCHOOL
    },
    Rule {
        duty: Duty::AskAdvice,
        id: "annual-review.ask-advice",
        title: "Ask for advice for an annual review",
        force: Force::Practice,
        source: "What practitioners do",
        limit: "8 weeks before the meeting.",
        params: &[Param {
            key: "weeks",
            label: "Before",
            help: "Weeks before the meeting at which advice is asked for.",
            unit: Unit::Weeks,
            min: 2,
            max: 26,
            default: 8,
        }],
        example: Example::Date { given: &[("meeting", "2026-11-23")], gives: "2026-09-28" },
        work: Some(|given| meeting(given)?.weeks(-given.ground.param(Duty::AskAdvice, "weeks"))),
        ..SCHOOL
    },
    Rule {
        duty: Duty::Invite,
        id: "annual-review.invite",
        title: "Invite to an annual review",
        source: "SEND Regulations 2014, reg 20",
        limit: "2 weeks before the meeting, or earlier.",
        valid: ("2014-09-01", ""),
        example: Example::Date { given: &[("meeting", "2026-11-23")], gives: "2026-11-09" },
        work: Some(|given| meeting(given)?.weeks(-2)),
        ..SCHOOL
    },
    Rule {
        duty: Duty::Circulate,
        id: "annual-review.circulate",
        title: "Circulate the advice before an annual review",
        source: "SEND Regulations 2014, reg 20(4)",
        limit: "2 weeks before the meeting.",
        valid: ("2014-09-01", ""),
        example: Example::Date { given: &[("meeting", "2026-11-23")], gives: "2026-11-09" },
        work: Some(|given| meeting(given)?.weeks(-2)),
        ..SCHOOL
    },
    Rule {
        duty: Duty::ReviewReport,
        id: "annual-review.report",
        title: "The school's report of an annual review",
        who: "head, SENCO",
        force: Force::Practice,
        sure: Sure::Known,
        source: "As generally understood; look it up in the SEND Regulations 2014, reg 20",
        limit: "2 weeks after the meeting, to all who were invited and to the authority.",
        example: Example::Date { given: &[("meeting", "2026-11-23")], gives: "2026-12-07" },
        work: Some(|given| meeting(given)?.weeks(2)),
        ..SCHOOL
    },
    Rule {
        duty: Duty::ReviewDecision,
        id: "annual-review.decision",
        title: "The authority decides after an annual review",
        who: "authority",
        whose: Whose::Authority,
        source: "R (L) v Devon [2022] EWHC 493",
        limit: "4 weeks after the meeting: keep, amend or end the plan, with the amendments that it proposes.",
        valid: ("2014-09-01", ""),
        example: Example::Date { given: &[("meeting", "2026-11-23")], gives: "2026-12-21" },
        work: Some(|given| meeting(given)?.weeks(DECISION_WEEKS)),
        ..SCHOOL
    },
    Rule {
        duty: Duty::AmendComments,
        id: "annual-review.amendment-comments",
        title: "The family comments on the amendments",
        who: "parents",
        whose: Whose::Family,
        force: Force::Practice,
        sure: Sure::Known,
        source: "As generally understood; look it up in the SEND Regulations 2014, reg 22",
        limit: "15 days, beginning with the day the notice was served.",
        example: Example::Date { given: &[("notice", "2026-12-21")], gives: "2027-01-04" },
        work: Some(|given| {
            Sum::from("The notice of amendments was served on", given.date("notice")?).days_beginning_with(15)
        }),
        ..SCHOOL
    },
    Rule {
        duty: Duty::AmendFinal,
        id: "annual-review.final-amended-plan",
        title: "The authority makes the final amended plan",
        who: "authority",
        whose: Whose::Authority,
        force: Force::Practice,
        sure: Sure::Known,
        source: "As generally understood; look it up in the SEND Regulations 2014, reg 22",
        limit: "8 weeks after the notice of amendments, 12 weeks after the meeting.",
        example: Example::Date { given: &[("meeting", "2026-11-23")], gives: "2027-02-15" },
        work: Some(final_plan),
        ..SCHOOL
    },
    Rule {
        duty: Duty::Adulthood,
        id: "annual-review.adulthood",
        title: "Preparing for adulthood",
        force: Force::Practice,
        sure: Sure::Known,
        source: "As generally understood; look it up in chapter 8 of the Code",
        limit: "In every annual review from Year 9.",
        example: Example::Words(
            "A pupil in Year 9, plan of 15 Jan 2026: the line says \"agree the meeting, last safe Thu 17 Dec 2026, with preparing for adulthood\".",
        ),
        ..SCHOOL
    },
    Rule {
        duty: Duty::PlanDate,
        id: "annual-review.plan-date",
        title: "The date of an EHC plan is recorded",
        force: Force::Practice,
        source: "The school's own setting: the annual review is counted from that date (Children and Families Act 2014, s.44)",
        limit: "So many school days from the pupil's first day with a plan, or from the day that the school asks from if that is later.",
        params: &[Param {
            key: "school_days",
            label: "Within",
            help: "School days from the stage's first day, or from the end of the plan before.",
            unit: Unit::SchoolDays,
            min: 0,
            max: 100,
            default: 20,
        }],
        example: Example::Date { given: &[("since", "2026-11-20")], gives: "2026-12-18" },
        work: Some(plan_date),
        ..SCHOOL
    },
];

const WHY_SAFE: &str = "The authority's decision, 4 weeks after the meeting, must fall inside the 12 months.";

fn limit(given: &Given<'_>) -> Option<Sum> {
    counted(given)?.months_starting_on(12)
}

fn counted(given: &Given<'_>) -> Option<Sum> {
    if let Some(held) = given.date("held") {
        return Some(Sum::from("The last review was held on", held));
    }
    if let Some(meeting) = given.date("meeting") {
        return Some(Sum::from("The review before is agreed for", meeting));
    }
    Some(Sum::from("The plan was made on", given.date("plan")?))
}

fn meeting(given: &Given<'_>) -> Option<Sum> {
    if let Some(held) = given.date("held") {
        return Some(Sum::from("The meeting was held on", held));
    }
    Some(Sum::from("The meeting is agreed for", given.date("meeting")?))
}

fn under_five(given: &Given<'_>) -> Option<Sum> {
    let months = i32::try_from(given.ground.param(Duty::UnderFive, "months")).ok()?;
    let sum = counted(given)?.months(months)?;
    let five = crate::duties::shapes::roll::months(given.date("born")?, 60)?;
    (sum.date < five).then(|| sum.note("The child is under five then."))
}

fn final_plan(given: &Given<'_>) -> Option<Sum> {
    if let Some(notice) = given.date("notice") {
        return Sum::from("The notice of amendments was served on", notice).weeks(8);
    }
    Some(meeting(given)?.weeks(12)?.note("That is 4 weeks to the notice and 8 from it."))
}

fn plan_date(given: &Given<'_>) -> Option<Sum> {
    let sum = match (given.date("ceased"), given.date("from")) {
        (Some(ceased), _) => Sum::from("The plan before ceased on", ceased),
        (None, Some(from)) => Sum::from("It is asked for from", from),
        (None, None) => Sum::from("The pupil came to this stage on", given.date("since")?),
    };
    sum.school_days(given.ground.param(Duty::PlanDate, "school_days"), given.ground.calendar)
}
