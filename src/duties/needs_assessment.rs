//! EHC needs assessment: 20 weeks from the request to the final plan, with the school's own two clocks inside.
//!
//! Sources: SEND Regulations 2014, regulations 5, 8, 10 and 13; Code 9.83 for consultations. The 20 weeks are weeks and
//! not working days. An exception explains a late date and moves none.

use super::rule::{Example, Given, Ground, Sure};
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::case::{Answer, Assessment, Consultation};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, SCHOOL};
use crate::domain::rows::{Duty, Force, Whose};
use crate::domain::school::SchoolFile;

/// The family.
pub const FAMILY: Family = Family { name: "EHC needs assessment", rules: RULES, due, school, chain, ..NONE };

/// What every rule of the table has in common.
const LAW: Rule = Rule {
    duty: Duty::AssessDecide,
    who: "authority",
    whose: Whose::Authority,
    force: Force::Law,
    sure: Sure::Seen,
    valid: ("2014-09-01", ""),
    ..Rule::BASE
};

const RULES: &[Rule] = &[
    Rule {
        duty: Duty::AssessDecide,
        id: "needs-assessment.decide",
        title: "The authority says whether it will assess",
        source: "SEND Regulations 2014, reg 5",
        limit: "6 weeks from the day it received the request.",
        example: Example::Date { given: &[("received", "2026-09-07")], gives: "2026-10-19" },
        work: Some(|given| from_request(given, 6)),
        ..LAW
    },
    Rule {
        duty: Duty::SchoolAdvice,
        id: "needs-assessment.advice",
        title: "The school gives its advice",
        who: "head, SENCO",
        whose: Whose::School,
        source: "SEND Regulations 2014, reg 8",
        limit: "6 weeks from the day it was asked.",
        example: Example::Date { given: &[("asked", "2026-10-20")], gives: "2026-12-01" },
        work: Some(|given| {
            Sum::from("The school was asked for its advice on", given.date("asked")?).weeks(6)
        }),
        ..LAW
    },
    Rule {
        duty: Duty::NoPlanNotice,
        id: "needs-assessment.no-plan",
        title: "The authority says that it will make no plan",
        source: "SEND Regulations 2014, reg 10",
        limit: "16 weeks from the day it received the request.",
        example: Example::Date { given: &[("received", "2026-09-07")], gives: "2026-12-28" },
        work: Some(|given| from_request(given, 16)),
        ..LAW
    },
    Rule {
        duty: Duty::DraftComments,
        id: "needs-assessment.draft-comments",
        title: "The family comments on the draft plan",
        who: "parents",
        whose: Whose::Family,
        source: "SEND Regulations 2014, reg 13(1)",
        limit: "At least 15 days, beginning with the day the draft was served.",
        example: Example::Date { given: &[("draft", "2026-11-10")], gives: "2026-11-24" },
        work: Some(|given| {
            Sum::from("The draft was served on", given.date("draft")?).days_beginning_with(15)
        }),
        ..LAW
    },
    Rule {
        duty: Duty::ConsultationAnswer,
        id: "needs-assessment.consultation",
        title: "The school answers a consultation",
        who: "head, SENCO",
        whose: Whose::School,
        force: Force::Code,
        source: "Code 9.83",
        limit: "15 days from the day it was received; the first is the day after.",
        example: Example::Date { given: &[("received", "2026-11-10")], gives: "2026-11-25" },
        work: Some(|given| Sum::from("The consultation was received on", given.date("received")?).days(15)),
        ..LAW
    },
    Rule {
        duty: Duty::FinalPlan,
        id: "needs-assessment.final-plan",
        title: "The authority makes the final plan",
        source: "SEND Regulations 2014, reg 13(2)",
        limit: "20 weeks from the day it received the request.",
        example: Example::Date { given: &[("received", "2026-09-07")], gives: "2027-01-25" },
        work: Some(|given| from_request(given, 20)),
        ..LAW
    },
    Rule {
        duty: Duty::Exceptions,
        id: "needs-assessment.exceptions",
        title: "Exceptions to the limits",
        who: "authority, school",
        source: "SEND Regulations 2014",
        limit: "A school closed or a family away for 4 weeks or more, exceptional circumstances, a missed appointment. Recorded with a reason, it explains a late date and never moves it.",
        example: Example::Words(
            "A request of 7 Sep 2026 with the family away for 5 weeks: the final plan is due on 25 Jan 2027 all the same, and the exception stands beside it.",
        ),
        ..LAW
    },
];

fn from_request(given: &Given<'_>, weeks: i64) -> Option<Sum> {
    Sum::from("The authority received the request on", given.date("received")?).weeks(weeks)
}

/// The dates of a request, in the order in which they come, with what recording each asks for.
fn dates(case: &Assessment, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let mut dates: Vec<(Dated, Act)> = Vec::new();
    let mut add = |duty, what: &str, given: Option<(&'static str, chrono::NaiveDate)>, done, act| {
        let sum = given.and_then(|given| ground.work(duty, &[given]));
        if let Some(sum) = sum {
            let sum = match case.exception {
                Some(exception) => sum.note(format!("An exception is recorded: {}.", exception.label())),
                None => sum,
            };
            dates.push((Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps }, act));
        }
    };
    let received = Some(("received", case.received));
    // A later step that is done covers the earlier ones of which nobody wrote the day.
    let drafted = case.draft.or(case.no_plan).or(case.final_plan);
    add(
        Duty::AssessDecide,
        "authority says whether it will assess",
        received,
        case.decided.or(case.asked).or(case.advised).or(drafted),
        Act::Fields(&["decided", "answer", "asked"]),
    );
    if case.answer == Some(Answer::Refuse) || case.withdrawn.is_some() {
        return dates;
    }
    let asked = case.asked.map(|asked| ("asked", asked));
    let advised = case.advised.or(drafted);
    add(Duty::SchoolAdvice, "school gives its advice", asked, advised, Act::Fields(&["advised"]));
    if case.no_plan.is_some() || case.draft.is_none() {
        let said = case.no_plan.or(case.draft).or(case.final_plan);
        add(
            Duty::NoPlanNotice,
            "authority: a draft plan, or no plan",
            received,
            said,
            Act::Fields(&["draft", "no_plan"]),
        );
    }
    if case.no_plan.is_some() {
        return dates;
    }
    let draft = case.draft.map(|draft| ("draft", draft));
    let commented = case.comments.or(case.final_plan);
    add(Duty::DraftComments, "family comments on the draft", draft, commented, Act::Fields(&["comments"]));
    add(
        Duty::FinalPlan,
        "authority makes the final plan",
        received,
        case.final_plan,
        Act::Fields(&["final_plan"]),
    );
    // What was asked for later may be due sooner.
    dates.sort_by_key(|(dated, _)| dated.date);
    dates
}

fn answer(key: Key, case: &Held<Consultation>, ground: &Ground<'_>) -> Option<DueItem> {
    let sum = ground.work(Duty::ConsultationAnswer, &[("received", case.received)])?;
    let dated = Dated {
        duty: Duty::ConsultationAnswer,
        what: "answer the authority".to_owned(),
        date: sum.date,
        done: case.answered,
        steps: sum.steps,
    };
    next_of(key, case.lead, "consultation", vec![(dated, Act::Fields(&["answered", "reply"]))])
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let open = file.assessments.iter().filter(|case| case.ended().is_none());
    let mut items: Vec<DueItem> = open
        .filter_map(|case| {
            let about = Key::new(file.id, Kind::Assessment, case.id);
            next_of(about, case.lead, "EHC assessment", dates(case, ground))
        })
        .collect();
    items.extend(
        file.consultations
            .iter()
            .filter_map(|case| answer(Key::new(file.id, Kind::Consultation, case.id), case, ground)),
    );
    items
}

fn school(school: &SchoolFile) -> Vec<DueItem> {
    let ground =
        Ground { calendar: &school.calendar, settings: &school.settings, agencies: &school.agencies };
    let one = |case| {
        let held: &Held<Consultation> = case;
        answer(Key::new(SCHOOL, Kind::Consultation, held.id), held, &ground)
    };
    school.consultations.iter().filter_map(one).collect()
}

fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    if about.kind != Kind::Assessment {
        return Vec::new();
    }
    let case = file.assessments.iter().find(|case| case.id == about.id);
    case.map(|case| dates(case, ground).into_iter().map(|(dated, _)| dated).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Lines, date, due_of, file_of};
    use super::*;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;

    fn case(change: impl FnOnce(&mut Assessment)) -> Lines {
        let mut case = Assessment::received(date("2026-09-07"), Typed::default());
        change(&mut case);
        due_of(&file_of([Record::Assessment(case)]))
    }

    #[test]
    fn the_next_step_is_the_one_line() {
        let lines = case(|_| {});
        assert_eq!(
            lines,
            ["2026-10-19 LAW authority EHC assessment · authority says whether it will assess"]
        );
        let lines = case(|case| {
            case.decided = Some(date("2026-10-15"));
            case.answer = Some(Answer::Assess);
            case.asked = Some(date("2026-10-20"));
        });
        assert_eq!(lines, ["2026-12-01 LAW school EHC assessment · school gives its advice"]);
        let lines = case(|case| {
            case.decided = Some(date("2026-10-15"));
            case.answer = Some(Answer::Assess);
            case.draft = Some(date("2026-11-10"));
        });
        assert_eq!(lines, ["2026-11-24 LAW family EHC assessment · family comments on the draft"]);
    }

    #[test]
    fn a_refusal_and_a_final_plan_end_it() {
        let refused = case(|case| {
            case.decided = Some(date("2026-10-15"));
            case.answer = Some(Answer::Refuse);
        });
        assert!(refused.is_empty());
        assert!(case(|case| case.final_plan = Some(date("2027-01-20"))).is_empty());
    }

    #[test]
    fn an_exception_moves_no_date() {
        let plain = case(|_| {});
        let with = case(|case| case.exception = Some(crate::domain::case::Exception::Away));
        assert_eq!(plain, with);
    }
}
