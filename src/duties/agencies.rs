//! Agencies: consent before they are asked, chasing, their reports shared and used (Code 6.47, 6.58 to 6.62).
//!
//! Rule: one involvement is one line, its next undone step. Without consent or a reason to do without it, nothing follows:
//! a referral that was recorded all the same leaves the consent standing.

use chrono::NaiveDate;

use super::rule::{Example, Given, Ground, Param, Sure, Unit};
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::case::Involvement;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::rows::{Duty, Force};
use crate::domain::{stage, words};

/// The family.
pub const FAMILY: Family = Family { name: "Agencies", rules: RULES, due, chain, ..NONE };

const ROW: Rule = Rule { duty: Duty::Consent, force: Force::Code, sure: Sure::Seen, ..Rule::BASE };

const fn school_days(key: &'static str, label: &'static str, help: &'static str, default: i64) -> Param {
    Param { key, label, help, unit: Unit::SchoolDays, min: 0, max: 100, default }
}

const RULES: &[Rule] = &[
    Rule {
        duty: Duty::Specialist,
        id: "agencies.specialist",
        title: "Involve a specialist after repeated little progress",
        who: "school",
        source: "Code 6.58 and 6.59; after how many reviews is the school's own setting",
        limit: "Where little progress goes on; after how many reviews in a row below what was hoped, with nobody involved since the first, the school says. An involvement that is recorded, even one ended at once with the reason, answers it.",
        params: &[
            Param {
                key: "reviews",
                label: "Reviews",
                help: "Reviews in a row with an outcome below what was hoped.",
                unit: Unit::Times,
                min: 1,
                max: 12,
                default: 2,
            },
            school_days("school_days", "Decide within", "School days from the last of these reviews.", 10),
        ],
        example: Example::Date { given: &[("reviewed", "2026-11-20")], gives: "2026-12-04" },
        work: Some(|given| {
            let sum = Sum::from("The last review below what was hoped was on", given.date("reviewed")?);
            later(sum, given, Duty::Specialist, "school_days")
        }),
        ..ROW
    },
    Rule {
        duty: Duty::Consent,
        id: "agencies.consent",
        title: "Parents agree before an agency is asked",
        source: "Code 6.47: if the parents agree; S2, a school's policy",
        limit: "Before the referral; the number of days to ask for it is the school's own.",
        params: &[school_days("school_days", "Ask within", "School days to get the parents' answer.", 5)],
        example: Example::Date { given: &[("began", "2026-11-20")], gives: "2026-11-27" },
        work: Some(|given| {
            later(Sum::from("It began on", given.date("began")?), given, Duty::Consent, "school_days")
        }),
        ..ROW
    },
    Rule {
        duty: Duty::AgencyChase,
        id: "agencies.chase",
        title: "The agency is asked, and chased",
        force: Force::Practice,
        source: "what practitioners do; the school's own setting",
        sure: Sure::Known,
        limit: "So many school days to send the referral; so many weeks without an answer until the agency is asked again, or the agency's usual wait where the catalogue has it.",
        params: &[
            school_days("refer", "Refer within", "School days from consent to the referral.", 5),
            Param {
                key: "weeks",
                label: "Chase after",
                help: "Weeks without a report until the agency is asked again.",
                unit: Unit::Weeks,
                min: 1,
                max: 52,
                default: 6,
            },
        ],
        example: Example::Date { given: &[("referred", "2026-11-20")], gives: "2027-01-01" },
        work: Some(chase),
        ..ROW
    },
    Rule {
        duty: Duty::ReportShared,
        id: "agencies.report-shared",
        title: "An agency's report is shared with parents and staff",
        source: "Code 6.59; within how many days is the school's own setting",
        limit: "Parents and staff see the report; within how many school days of its coming, the school says.",
        params: &[school_days("school_days", "Share within", "School days from the report's coming.", 10)],
        example: Example::Date { given: &[("report", "2026-11-20")], gives: "2026-12-04" },
        work: Some(|given| {
            let sum = Sum::from("The report came on", given.date("report")?);
            later(sum, given, Duty::ReportShared, "school_days")
        }),
        ..ROW
    },
    Rule {
        duty: Duty::AdviceUsed,
        id: "agencies.advice-used",
        title: "An agency's advice becomes targets or provision",
        force: Force::Practice,
        source: "what practitioners do, so that what was agreed under Code 6.59 and 6.62 is recorded and acted on; S3 §5.14; within how many days is the school's own setting",
        sure: Sure::Known,
        limit: "What the agency advised stands in targets or provision; within how many school days of sharing the report, the school says.",
        params: &[school_days("school_days", "Use within", "School days from sharing the report.", 10)],
        example: Example::Date { given: &[("shared", "2026-11-20")], gives: "2026-12-04" },
        work: Some(|given| {
            let sum = Sum::from("The report was shared on", given.date("shared")?);
            later(sum, given, Duty::AdviceUsed, "school_days")
        }),
        ..ROW
    },
];

fn later(sum: Sum, given: &Given<'_>, duty: Duty, param: &str) -> Option<Sum> {
    sum.school_days(given.ground.param(duty, param), given.ground.calendar)
}

/// From consent to the referral, then from the last that was heard or asked to the next asking.
fn chase(given: &Given<'_>) -> Option<Sum> {
    chase_after(given, None)
}

/// As [`chase`], of an agency that usually takes so many weeks until it sees a pupil: until then it is not asked why it did not.
fn chase_after(given: &Given<'_>, wait: Option<u16>) -> Option<Sum> {
    let heard = ["referred", "chased", "seen"].into_iter().filter_map(|fact| Some((given.date(fact)?, fact)));
    let Some((on, fact)) = heard.max_by_key(|(on, _)| *on) else {
        let sum = match given.date("consent") {
            Some(consent) => Sum::from("The parents agreed on", consent),
            None => Sum::from("It began on", given.date("began")?),
        };
        return later(sum, given, Duty::AgencyChase, "refer");
    };
    let fact = match fact {
        "referred" => "The referral went on",
        "chased" => "The agency was chased last on",
        _ => "The agency saw the pupil on",
    };
    let weeks = given.ground.param(Duty::AgencyChase, "weeks");
    match wait.filter(|weeks| *weeks > 0 && fact == "The referral went on") {
        Some(wait) => {
            let note = "So long it usually takes until this agency sees a pupil, as the catalogue of agencies has it.";
            Sum::from(fact, on).weeks(i64::from(wait)).map(|sum| sum.note(note))
        }
        None => Sum::from(fact, on).weeks(weeks),
    }
}

/// When the agency of this case is asked again, by its own usual wait.
fn chase_of(case: &Involvement, given: &[(&'static str, NaiveDate)], ground: &Ground<'_>) -> Option<Sum> {
    let rule = super::rule(Duty::AgencyChase);
    let sum = chase_after(&Given { dates: given, ground }, ground.wait(&case.agency))?;
    (ground.on(Duty::AgencyChase) && rule.holds(sum.date)).then_some(sum)
}

/// The dates of an involvement, in the order in which they come, with what recording each asks for.
fn dates(case: &Involvement, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let mut dates: Vec<(Dated, Act)> = Vec::new();
    let mut add = |duty, what: &str, given: &[(&'static str, NaiveDate)], note: &str, done, act| {
        let sum = match duty {
            Duty::AgencyChase => chase_of(case, given, ground),
            duty => ground.work(duty, given),
        };
        if let Some(mut sum) = sum {
            if !note.is_empty() {
                sum = sum.note(note);
            }
            dates.push((Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps }, act));
        }
    };
    let without = case.without.trim();
    let began = ("began", case.began);
    if without.is_empty() {
        let note = if case.referred.is_some() && case.consent.is_none() {
            "A referral is recorded: say when the parents agreed, or why it went without."
        } else {
            ""
        };
        let act = Act::Fields(&["consent", "without"]);
        add(Duty::Consent, "ask for the parents' consent", &[began], note, case.consent, act);
        if case.consent.is_none() && ground.on(Duty::Consent) {
            return dates;
        }
    }
    let note = match without {
        "" => String::new(),
        why => format!("It goes without the parents' consent: {}.", why.trim_end_matches('.')),
    };
    let from = [Some(began), case.consent.map(|consent| ("consent", consent))];
    let from: Vec<_> = from.into_iter().flatten().collect();
    let answered = case.report.or(case.shared);
    let referred = case.referred.or(case.seen).or(answered);
    add(Duty::AgencyChase, "refer to the agency", &from, &note, referred, Act::Fields(&["referred"]));
    let heard: Vec<_> = [("referred", case.referred), ("chased", case.chased), ("seen", case.seen)]
        .into_iter()
        .filter_map(|(fact, on)| Some((fact, on?)))
        .collect();
    if referred.is_some() && !heard.is_empty() {
        let what = if case.seen.is_some() { "chase the report" } else { "chase the agency" };
        let act = Act::Fields(&["chased", "seen", "report"]);
        add(Duty::AgencyChase, what, &heard, "", answered, act);
    }
    if let Some(report) = case.report {
        let what = "share the report with parents and staff";
        // Who shares it has it at hand: what it advises is asked for with the day.
        let keys: &[&str] = if case.advice.trim().is_empty() { &["shared", "advice"] } else { &["shared"] };
        add(Duty::ReportShared, what, &[("report", report)], "", case.shared, Act::Fields(keys));
    }
    if let Some(shared) = case.shared.filter(|_| !case.advice.trim().is_empty()) {
        let what = "turn the advice into targets or provision";
        add(Duty::AdviceUsed, what, &[("shared", shared)], "", case.used, Act::Fields(&["used"]));
    }
    dates
}

/// "Involve a specialist?": the line of the pupil, and not of a case.
fn specialist(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    if !file.stage().and_then(|span| stage::find(&span.stage)).is_some_and(|stage| stage.on_register) {
        return None;
    }
    let wanted = usize::try_from(ground.param(Duty::Specialist, "reviews")).ok()?;
    let mut judged: Vec<_> =
        file.reviews.iter().filter_map(|review| Some((review.held?, review.outcome?))).collect();
    // Two reviews of one day are one look, and below what was hoped only if both are.
    judged.sort_by_key(|(held, outcome)| (std::cmp::Reverse(*held), outcome.is_below()));
    judged.dedup_by_key(|(held, _)| *held);
    let row: Vec<NaiveDate> = judged
        .iter()
        .take(wanted)
        .take_while(|(_, outcome)| outcome.is_below())
        .map(|(held, _)| *held)
        .collect();
    let (last, first) = (*row.first()?, *row.last()?);
    let involved = file.involvements.iter().any(|case| case.began >= first || case.ended.is_none());
    if row.len() < wanted || involved {
        return None;
    }
    let sum = ground.work(Duty::Specialist, &[("reviewed", last)])?;
    let so_many = words::plural(i64::try_from(row.len()).ok()?, "review");
    let note = format!(
        "{so_many} in a row, from {}, came out below what was hoped, and nobody was involved since.",
        day::full(first)
    );
    let dated = Dated {
        duty: Duty::Specialist,
        what: "involve a specialist?".to_owned(),
        date: sum.date,
        done: None,
        steps: sum.note(note).steps,
    };
    next_of(Key::profile(file.id), None, "", vec![(dated, Act::Begin(Kind::Involvement))])
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let open = file.involvements.iter().filter(|case| case.ended.is_none());
    let mut items: Vec<DueItem> = open
        .filter_map(|case: &Held<Involvement>| {
            let about = Key::new(file.id, Kind::Involvement, case.id);
            let title = if case.agency.is_empty() { "agency" } else { case.agency.as_str() };
            next_of(about, case.lead, title, dates(case, ground))
        })
        .collect();
    items.extend(specialist(file, ground));
    items
}

fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    if about.kind != Kind::Involvement {
        return Vec::new();
    }
    let case = file.involvements.iter().find(|case| case.id == about.id);
    case.map(|case| dates(case, ground).into_iter().map(|(dated, _)| dated).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
