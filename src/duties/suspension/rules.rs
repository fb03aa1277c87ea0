//! The table of the suspension rules.
//!
//! Rule: none of them was seen in its source, so each is worded as practice and says where to look.

use crate::domain::rows::Duty;
use crate::duties::Rule;
use crate::duties::rule::Example;
use crate::duties::sum::Sum;

const ROW: Rule = Rule {
    duty: Duty::SuspensionTold,
    who: "head",
    source: "as generally understood: look it up in the current statutory guidance on suspension",
    ..Rule::BASE
};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        duty: Duty::SuspensionTold,
        id: "suspension.told",
        title: "Parents and authority are told of a suspension",
        limit: "Without delay, every time: the first day.",
        example: Example::Date { given: &[("first", "2026-11-23")], gives: "2026-11-23" },
        work: Some(|given| {
            Some(
                Sum::from("It began on", given.date("first")?)
                    .note("They are told without delay, every time."),
            )
        }),
        ..ROW
    },
    Rule {
        duty: Duty::SuspensionGovernors,
        id: "suspension.governors",
        title: "Governors are told when more than 5 school days fall in a term",
        limit: "Without delay, for a permanent exclusion and for each suspension with which more than 5 school days of a term are lost.",
        example: Example::Date { given: &[("first", "2026-11-23")], gives: "2026-11-23" },
        work: Some(|given| {
            Some(Sum::from("It began on", given.date("first")?).note("The governors are told without delay."))
        }),
        ..ROW
    },
    Rule {
        duty: Duty::SuspensionCap,
        id: "suspension.year",
        title: "No more than 45 school days in an academic year",
        limit: "45 school days of suspension in an academic year. It makes nothing due: the suspension's own line says when the count goes over.",
        example: Example::Words(
            "With 44 school days lost since September, a suspension of 2½ makes it 46½ of 45 days this year, and its line says so.",
        ),
        ..ROW
    },
    Rule {
        duty: Duty::SixthDay,
        id: "suspension.sixth-day",
        title: "Other education begins on the sixth school day",
        who: "head for a suspension, authority for a permanent exclusion",
        limit: "The sixth school day of a suspension longer than 5, and of a permanent exclusion; its first day is the first.",
        example: Example::Date { given: &[("first", "2026-11-23")], gives: "2026-11-30" },
        work: Some(|given| {
            let calendar = given.ground.calendar;
            let first = given.date("first")?;
            let begins = Sum::from("It began on", first);
            let sixth =
                calendar.school_days_after(first, 0).and_then(|first| calendar.school_days_after(first, 5));
            Some(begins.to(sixth, "The sixth school day of it is")?.if_provisional(calendar))
        }),
        ..ROW
    },
    Rule {
        duty: Duty::BoardMeets,
        id: "suspension.board",
        title: "The governors meet",
        who: "governors",
        limit: "Within 15 school days of being told, for a permanent exclusion and where more than 15 school days of a term are lost.",
        example: Example::Date { given: &[("told", "2026-11-23")], gives: "2026-12-14" },
        work: Some(|given| meets(given, 15)),
        ..ROW
    },
    Rule {
        duty: Duty::BoardMeetsAsked,
        id: "suspension.board-asked",
        title: "The governors meet where the parents write to them",
        who: "governors",
        limit: "Within 50 school days of being told, where more than 5 and up to 15 school days of a term are lost and the parents ask for it.",
        example: Example::Date { given: &[("told", "2026-09-07")], gives: "2026-11-23" },
        work: Some(|given| meets(given, 50)),
        ..ROW
    },
];

fn meets(given: &crate::duties::rule::Given<'_>, school_days: i64) -> Option<Sum> {
    let sum = match given.date("told") {
        Some(told) => Sum::from("The governors were told on", told),
        None => Sum::from("It began, and the governors are to be told, on", given.date("first")?),
    };
    sum.school_days(school_days, given.ground.calendar)
}
