//! What comes round by the calendar for the school itself: censuses, reports, termly jobs.
//!
//! Rule: each rule asks for one thing at a time: the first occurrence after the last one ticked, else the first from the day
//! that the school's clock began. So a year without a tick gives a line a rule, and not fifty. Windows of the calendar count
//! from the day the last was due; what is published anew every so many years counts from the day it was done.
//!
//! Sources: the termly and half-termly jobs stand in two schools' policies. Censuses and the cycles of reports are general
//! knowledge: worded as practice.

use chrono::{Datelike, Months, NaiveDate, Weekday};

use super::rule::{Example, Given, Ground, Param, Sure, Unit};
use super::shapes::{fixed, roll, window};
use super::sum::Sum;
use super::{Act, DueItem, Family, NONE, Rule};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{Key, Kind, RecordId, SCHOOL};
use crate::domain::rows::{Duty, Force};
use crate::domain::school::SchoolFile;

/// The family.
pub const FAMILY: Family = Family { name: "School-wide dates", rules: RULES, school, ..NONE };

/// What the termly jobs have in common.
const POLICY: Rule = Rule {
    duty: Duty::MonitorIeps,
    force: Force::Local,
    source: "S2, a school's policy: monitoring and review",
    sure: Sure::Seen,
    limit: "By the last school day of the term.",
    example: Example::Date { given: &[("from", "2026-11-22")], gives: "2026-12-18" },
    work: Some(term_end),
    ..Rule::BASE
};

/// What the censuses have in common.
const CENSUS: Rule = Rule {
    who: "office, SENCO",
    force: Force::Practice,
    source: "as generally understood; look it up in the school census guide of the year",
    sure: Sure::Known,
    ..POLICY
};

/// What is published anew every so often has this in common.
const CYCLE: Rule = Rule {
    who: "head, governors, SENCO",
    force: Force::Practice,
    sure: Sure::Known,
    example: Example::Date { given: &[("done", "2026-11-22")], gives: "2027-11-22" },
    ..POLICY
};

const fn every(key: &'static str, label: &'static str, unit: Unit, max: i64, default: i64) -> Param {
    Param { key, label, help: "How long after it was last done it is due again.", unit, min: 1, max, default }
}

const RULES: &[Rule] = &[
    Rule {
        duty: Duty::MonitorIeps,
        id: "school.monitor-ieps",
        title: "Monitor the IEPs",
        work: Some(term_end),
        ..POLICY
    },
    Rule { duty: Duty::LookThroughRegister, id: "school.register", title: "Review the register", ..POLICY },
    Rule {
        duty: Duty::UpdateMap,
        id: "school.provision-map",
        title: "Bring the provision map up to date",
        ..POLICY
    },
    Rule {
        duty: Duty::ProgressMeetings,
        id: "school.progress-meetings",
        title: "Progress meetings",
        who: "leadership",
        limit: "By the last school day of the half-term.",
        work: Some(half_term_end),
        ..POLICY
    },
    Rule {
        duty: Duty::TargetsReviewed,
        id: "school.targets",
        title: "Targets are reviewed",
        who: "key person",
        source: "S3, a federation's policy: targets reviewed each term",
        params: &[Param {
            key: "a_plan",
            label: "Targets a plan",
            help: "The most targets that a plan has: 3 or 4. It moves no date.",
            unit: Unit::Times,
            min: 1,
            max: 6,
            default: 4,
        }],
        on: false,
        dispute: "Schools' forms disagree about the targets of a plan: 3, or up to 4. One reviews them each half-term, \
                  another each term.",
        ..POLICY
    },
    Rule {
        duty: Duty::EarlyHelp,
        id: "school.early-help",
        title: "Early Help panel",
        who: "inclusion lead",
        source: "S3 §5.14, a federation's policy",
        limit: "By the last school day of the month; a month without one has none.",
        on: false,
        example: Example::Date { given: &[("from", "2026-11-22")], gives: "2026-11-30" },
        work: Some(month_end),
        ..POLICY
    },
    Rule {
        duty: Duty::CensusAutumn,
        id: "school.census-autumn",
        title: "School census, autumn",
        limit: "The first Thursday of October.",
        example: Example::Date { given: &[("from", "2026-11-22")], gives: "2027-10-07" },
        work: Some(|given| census(given, 10, 1, "first Thursday of October")),
        ..CENSUS
    },
    Rule {
        duty: Duty::CensusSpring,
        id: "school.census-spring",
        title: "School census, spring, with SEN need types",
        limit: "The third Thursday of January.",
        example: Example::Date { given: &[("from", "2026-11-22")], gives: "2027-01-21" },
        work: Some(|given| census(given, 1, 3, "third Thursday of January")),
        ..CENSUS
    },
    Rule {
        duty: Duty::CensusSummer,
        id: "school.census-summer",
        title: "School census, summer",
        limit: "The third Thursday of May.",
        example: Example::Date { given: &[("from", "2026-11-22")], gives: "2027-05-20" },
        work: Some(|given| census(given, 5, 3, "third Thursday of May")),
        ..CENSUS
    },
    Rule {
        duty: Duty::InformationReport,
        id: "school.information-report",
        title: "SEN information report and SEN policy",
        source: "as generally understood; look it up in chapter 6 of the Code",
        limit: "Yearly, from the day it was last published; the first time one year after the school's clock began.",
        params: &[every("months", "Again after", Unit::Months, 24, 12)],
        work: Some(|given| cycle(given, Duty::InformationReport, 1)),
        ..CYCLE
    },
    Rule {
        duty: Duty::Accessibility,
        id: "school.accessibility",
        title: "Accessibility plan",
        source: "as generally understood; look it up in the Equality Act 2010",
        limit: "Every 3 years, from the day it was last published; the first time one year after the school's clock began.",
        params: &[every("years", "Again after", Unit::Years, 5, 3)],
        example: Example::Date { given: &[("done", "2026-11-22")], gives: "2029-11-22" },
        work: Some(|given| cycle(given, Duty::Accessibility, 12)),
        ..CYCLE
    },
    Rule {
        duty: Duty::Equality,
        id: "school.equality",
        title: "Equality objectives",
        source: "as generally understood; look it up in the Equality Act 2010's regulations",
        limit: "Every 4 years, from the day they were last published; the first time one year after the school's clock began.",
        params: &[every("years", "Again after", Unit::Years, 5, 4)],
        example: Example::Date { given: &[("done", "2026-11-22")], gives: "2030-11-22" },
        work: Some(|given| cycle(given, Duty::Equality, 12)),
        ..CYCLE
    },
    Rule {
        duty: Duty::InclusionStrategy,
        id: "school.inclusion-strategy",
        title: "Inclusion strategy on the website",
        source: "as generally understood; look it up with the Department for Education",
        limit: "31 December 2026, then 31 December of each year.",
        valid: ("2026-12-31", ""),
        example: Example::Date { given: &[("from", "2026-11-22")], gives: "2026-12-31" },
        work: Some(year_end),
        ..CYCLE
    },
];

/// A window that was ticked and whose end is moved a little, as terms are, is the same window.
const SAME_WINDOW: i64 = 15;

/// From where the next window is looked for: the day after the last, or the day the clock began.
fn begin(given: &Given<'_>, same: i64) -> Option<(NaiveDate, Sum)> {
    if let Some(due) = given.date("due") {
        let next = roll::days(due, same)?;
        return Some((next, Sum::from("The last one that was ticked was due on", due)));
    }
    let from = given.date("from")?;
    Some((from, Sum::from("It is asked for from", from)))
}

fn ends(
    given: &Given<'_>,
    words: &str,
    end: impl Fn(NaiveDate, &Calendar) -> Option<NaiveDate>,
) -> Option<Sum> {
    let calendar = given.ground.calendar;
    let (from, sum) = begin(given, SAME_WINDOW)?;
    Some(sum.to(end(from, calendar), words)?.if_provisional(calendar))
}

fn term_end(given: &Given<'_>) -> Option<Sum> {
    ends(given, "The term's last school day is", window::term_ends_after)
}

fn half_term_end(given: &Given<'_>) -> Option<Sum> {
    ends(given, "The half-term's last school day is", window::half_terms_end_after)
}

fn month_end(given: &Given<'_>) -> Option<Sum> {
    let from = match given.date("due") {
        // In the month of the last there is no second one.
        Some(due) => due.with_day(1)?.checked_add_months(Months::new(1))?,
        None => given.date("from")?,
    };
    let end = |_, calendar: &Calendar| {
        let first = from.with_day(1)?;
        (0..=3).find_map(|months| {
            let first = first.checked_add_months(Months::new(months))?;
            let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
            calendar.previous_teaching_day(last).filter(|day| *day >= first && *day >= from)
        })
    };
    ends(given, "The month's last school day is", end)
}

fn census(given: &Given<'_>, month: u32, n: u8, words: &str) -> Option<Sum> {
    let (from, sum) = begin(given, 1)?;
    let year = from.year();
    let next = [Some(year), year.checked_add(1)]
        .into_iter()
        .flatten()
        .filter_map(|year| fixed::nth_weekday(year, month, Weekday::Thu, n))
        .find(|date| *date >= from);
    sum.to(next, &format!("The next {words} is"))
}

/// The day the inclusion strategy is due for the first time.
const STRATEGY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 12, 31);

fn year_end(given: &Given<'_>) -> Option<Sum> {
    let (from, sum) = begin(given, 1)?;
    sum.to(fixed::next_on(from.max(STRATEGY?), 12, 31), "The next 31 December, from 2026 on, is")
}

/// So many months (or years, of 12) after the day it was last done; a year after the clock began if it never was.
fn cycle(given: &Given<'_>, duty: Duty, months_each: i64) -> Option<Sum> {
    let Some(done) = given.date("done") else {
        let sum = Sum::from("It is asked for from", given.date("from")?).months(12)?;
        return Some(sum.note(
            "It is not recorded when it was last done: tick it with that day, and the next counts from there.",
        ));
    };
    let key = if months_each == 1 { "months" } else { "years" };
    let count = given.ground.param(duty, key).checked_mul(months_each)?;
    Sum::from("It was last done on", done).months(i32::try_from(count).ok()?)
}

/// Whether a duty comes round by the calendar and is ticked.
pub fn comes_round(duty: Duty) -> bool {
    RULES.iter().any(|rule| rule.duty == duty)
}

/// Whether a duty counts from the day it was done, and not from the day it was due.
pub fn counts_from_done(duty: Duty) -> bool {
    matches!(duty, Duty::InformationReport | Duty::Accessibility | Duty::Equality)
}

/// What is due next by one of these rules; `None` for another rule, one that is off, and before the school's clock began.
pub fn next(duty: Duty, school: &SchoolFile) -> Option<DueItem> {
    let rule = RULES.iter().find(|rule| rule.duty == duty)?;
    let ground =
        Ground { calendar: &school.calendar, settings: &school.settings, agencies: &school.agencies };
    let ticks = school.ticks.iter().filter(|tick| tick.duty == duty as u16);
    let last = if counts_from_done(duty) {
        ticks.map(|tick| tick.done).max().map(|done| ("done", done))
    } else {
        ticks.map(|tick| tick.due).max().map(|due| ("due", due))
    };
    let fact = last.or(school.settings.clock_from.map(|from| ("from", from)))?;
    let sum = ground.work(duty, &[fact])?;
    Some(DueItem {
        date: sum.date,
        duty,
        about: Key::new(SCHOOL, Kind::Tick, RecordId(u32::from(duty as u16))),
        what: rule.title.to_owned(),
        lead: None,
        provision: None,
        act: Act::Tick,
        steps: sum.steps,
        then: Vec::new(),
    })
}

fn school(school: &SchoolFile) -> Vec<DueItem> {
    RULES.iter().filter_map(|rule| next(rule.duty, school)).collect()
}

#[cfg(test)]
mod tests;
