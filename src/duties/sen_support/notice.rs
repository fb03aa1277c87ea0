//! The letter that SEN support begins, and the slips of letters.
//!
//! Rule: one letter is one line: first the telling, then the slip, then the asking again. That SEN support begins is told once;
//! to the parents of a pupil who stands on the register no longer it is not. Other letters have a slip or nothing.

use crate::domain::case::{Letter, Notice};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind};
use crate::domain::rows::{Duty, Force};
use crate::domain::stage;
use crate::duties::rule::{Example, Given, Ground, Param, Rule, Sure, Unit};
use crate::duties::sum::Sum;
use crate::duties::{Act, Dated, DueItem, next_of};

/// Parents are told.
pub const TELL: Rule = Rule {
    duty: Duty::TellParents,
    id: "sen-support.tell-parents",
    title: "Tell parents formally that SEN support begins",
    force: Force::Code,
    source: "Code 6.48: parents must be formally notified; within how many days is the school's own setting",
    sure: Sure::Seen,
    limit: "Parents are told formally; within how many school days of the decision, the school says.",
    params: &[Param {
        key: "school_days",
        label: "Tell within",
        help: "School days from the decision to the letter.",
        unit: Unit::SchoolDays,
        min: 0,
        max: 100,
        default: 5,
    }],
    example: Example::Date { given: &[("decided", "2026-11-20")], gives: "2026-11-27" },
    work: Some(|given| {
        let sum = Sum::from("SEN support was decided on", given.date("decided")?);
        sum.school_days(given.ground.param(Duty::TellParents, "school_days"), given.ground.calendar)
    }),
    ..Rule::BASE
};

/// The slip comes back.
pub const SLIP: Rule = Rule {
    duty: Duty::ReplySlip,
    id: "sen-support.reply-slip",
    title: "The letter's reply slip comes back",
    force: Force::Local,
    source: "S2 Appendix D, a school's letter; within how many days is the school's own setting",
    sure: Sure::Seen,
    limit: "So many school days from the day the letter went, or from the last time it was asked for.",
    params: &[Param {
        key: "school_days",
        label: "Back within",
        help: "School days from the letter until the slip is asked for, and between two askings.",
        unit: Unit::SchoolDays,
        min: 1,
        max: 100,
        default: 10,
    }],
    example: Example::Date { given: &[("sent", "2026-11-20")], gives: "2026-12-04" },
    work: Some(slip),
    ..Rule::BASE
};

fn slip(given: &Given<'_>) -> Option<Sum> {
    let sum = match given.date("chased") {
        Some(chased) => Sum::from("It was asked for last on", chased),
        None => Sum::from("The letter went on", given.date("sent")?),
    };
    sum.school_days(given.ground.param(Duty::ReplySlip, "school_days"), given.ground.calendar)
}

/// The dates of a letter; none for one that was given up.
fn dates(case: &Notice, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let mut dates: Vec<(Dated, Act)> = Vec::new();
    if case.closed.is_some() {
        return dates;
    }
    let mut add = |duty, what: &str, given, done, act| {
        if let Some(sum) = ground.work(duty, &[given]) {
            dates.push((Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps }, act));
        }
    };
    let act = Act::Fields(&["sent"]);
    // A slip that is back says that the letter went.
    let told = case.sent.or(case.returned);
    if case.letter == Letter::Begins {
        add(Duty::TellParents, "tell them that SEN support begins", ("decided", case.decided), told, act);
    }
    if let Some(sent) = case.sent.filter(|_| case.slip) {
        let given = case.chased.map_or(("sent", sent), |chased| ("chased", chased));
        let act = Act::Fields(&["returned", "chased", "closed"]);
        add(Duty::ReplySlip, "ask for the slip", given, case.returned, act);
    }
    dates
}

/// What is due of the pupil's letters.
pub fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let stage = file.stage().and_then(|span| stage::find(&span.stage));
    let on_register = stage.is_some_and(|stage| stage.on_register);
    file.notices
        .iter()
        .filter(|case| on_register || case.letter != Letter::Begins)
        .filter_map(|case| {
            let about = Key::new(file.id, Kind::Notice, case.id);
            let title = match case.letter {
                Letter::Begins => "letter to parents",
                other => other.label(),
            };
            next_of(about, case.lead, title, dates(case, ground))
        })
        .collect()
}

/// Every date of one letter.
pub fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    if about.kind != Kind::Notice {
        return Vec::new();
    }
    let case = file.notices.iter().find(|case| case.id == about.id);
    case.map(|case| dates(case, ground).into_iter().map(|(dated, _)| dated).collect()).unwrap_or_default()
}
