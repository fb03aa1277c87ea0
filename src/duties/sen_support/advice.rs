//! What a SENCO is told and never asked for: cycles before a request, and cost against the threshold.
//!
//! Rule: both are words beside a figure. Neither makes anything due, and neither stands in the way of a request.

use crate::domain::code::SenCode;
use crate::domain::file::PupilFile;
use crate::domain::review::ReviewKind;
use crate::domain::rows::{Duty, Force};
use crate::domain::words::{plural, pounds};
use crate::duties::rule::{Example, Ground, Param, Rule, Sure, Unit};

/// Two cycles before a request.
pub const CYCLES: Rule = Rule {
    duty: Duty::TwoCycles,
    id: "sen-support.two-cycles",
    title: "Two cycles before an EHC request",
    force: Force::Local,
    source: "S1 ¶10, one authority's advice; the legal test asks for no cycles (Children and Families Act 2014, s.36(8))",
    sure: Sure::Seen,
    limit: "Advice, never a gate: it makes nothing due and holds no request back.",
    params: &[Param {
        key: "cycles",
        label: "Cycles",
        help: "Cycles of assess, plan, do, review that the authority would like to see.",
        unit: Unit::Times,
        min: 1,
        max: 12,
        default: 2,
    }],
    dispute: "One authority asks for two cycles; the legal test asks for none.",
    example: Example::Words(
        "One cycle agreed and reviewed at SEN support: 1 of 2 cycles reviewed. A request may be made all the same.",
    ),
    ..Rule::BASE
};

/// Cost against the threshold.
pub const COST: Rule = Rule {
    duty: Duty::CostThreshold,
    id: "sen-support.cost-threshold",
    title: "Cost against £6,000 a pupil a year",
    force: Force::Local,
    source: "S1 ¶14, one authority's account of the notional SEN budget",
    sure: Sure::Seen,
    limit: "A running total: a threshold, no entitlement. It makes nothing due.",
    params: &[Param {
        key: "pence",
        label: "Threshold",
        help: "What the school is assumed to provide for a pupil in a year.",
        unit: Unit::Pence,
        min: 0,
        max: 10_000_000,
        default: 600_000,
    }],
    example: Example::Words(
        "Sessions delivered come to £2,100, with those still planned to £4,250.50: £2,100 so far, £4,250.50 by 31 Aug 2027, of £6,000: a threshold, no entitlement.",
    ),
    ..Rule::BASE
};

/// How many cycles were reviewed while the pupil stood at SEN support: those agreed and reviewed. From before the first cycle
/// was recorded, reviews held of the plan or with the parents stand for them. Two on one day are one.
pub fn cycles(file: &PupilFile) -> usize {
    let first = file.cycles.iter().map(|cycle| cycle.began).min();
    let before = (file.reviews.iter())
        .filter(|review| matches!(review.kind, ReviewKind::Plan | ReviewKind::WithParents))
        .filter_map(|review| review.held)
        .filter(|held| first.is_none_or(|first| *held < first));
    let complete = file.cycles.iter().filter(|cycle| cycle.is_complete()).filter_map(|cycle| cycle.reviewed);
    let mut days: Vec<_> = before
        .chain(complete)
        .filter(|held| file.stage_on(*held).is_some_and(|span| span.census == SenCode::K))
        .collect();
    days.sort_unstable();
    days.dedup();
    days.len()
}

/// What is said of the cycles beside a request; `None` if the school has switched it off.
///
/// Worked example: "1 of 2 cycles reviewed at SEN support. Advice, never a gate: …"
pub fn two_cycles(file: &PupilFile, ground: &Ground<'_>) -> Option<String> {
    if !ground.on(Duty::TwoCycles) {
        return None;
    }
    let wanted = ground.param(Duty::TwoCycles, "cycles");
    let done = i64::try_from(cycles(file)).unwrap_or(i64::MAX);
    let count = if done > wanted {
        format!("{} reviewed at SEN support, {wanted} looked for", plural(done, "cycle"))
    } else {
        format!("{done} of {} reviewed at SEN support", plural(wanted, "cycle"))
    };
    Some(format!(
        "{count}. Advice, never a gate: the legal test asks for no cycles (Children and Families Act 2014, s.36(8)).",
    ))
}

/// What is said of a cost in an academic year, against the threshold.
///
/// Worked example: "£2,100 so far" gives "£2,100 so far, of £6,000: a threshold, no entitlement".
pub fn against_threshold(cost: &str, ground: &Ground<'_>) -> String {
    let threshold = ground.param(Duty::CostThreshold, "pence");
    format!("{cost}, of {}: a threshold, no entitlement", pounds(threshold))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::school::{RuleChoice, Settings};

    #[test]
    fn cost_stands_against_the_threshold() {
        let (calendar, mut settings) = (Calendar::default(), Settings::default());
        let ground = Ground { calendar: &calendar, settings: &settings, agencies: &[] };
        assert_eq!(
            against_threshold("£2,100 so far", &ground),
            "£2,100 so far, of £6,000: a threshold, no entitlement"
        );
        let values = vec![("pence".to_owned(), 650_000)];
        settings.rules.push(RuleChoice { duty: Duty::CostThreshold as u16, on: None, values });
        let ground = Ground { calendar: &calendar, settings: &settings, agencies: &[] };
        assert_eq!(against_threshold("£1", &ground), "£1, of £6,500: a threshold, no entitlement");
    }
}
