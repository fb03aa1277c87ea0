//! Records: what a parent or anybody may ask for, a leaver's file on its way to the next school, and how long a file is kept.
//!
//! Rule: the limits are as generally understood, so they are worded as practice; how long a file is kept is the school's own
//! setting. A leaver is asked for nothing else than what stands here.

use chrono::NaiveDate;

use super::rule::{Example, Given, Ground, Param, Unit};
use super::shapes::roll;
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::case::{Asked, RecordsRequest, Transfer};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::rows::{Duty, Force};

/// The family.
pub const FAMILY: Family = Family { name: "Records", rules: RULES, due: requests, left, chain, ..NONE };

const ROW: Rule = Rule { duty: Duty::EducationalRecord, who: "SENCO, office", ..Rule::BASE };

const RULES: &[Rule] = &[
    Rule {
        duty: Duty::EducationalRecord,
        id: "records.educational-record",
        title: "A parent sees the educational record",
        source: "as generally understood of maintained schools: look it up in the current guidance on pupil information",
        limit: "15 school days from the request.",
        example: Example::Date { given: &[("received", "2026-11-20")], gives: "2026-12-11" },
        work: Some(|given| {
            let sum = Sum::from("The request was received on", given.date("received")?);
            sum.school_days(15, given.ground.calendar)
        }),
        ..ROW
    },
    Rule {
        duty: Duty::SubjectAccess,
        id: "records.subject-access",
        title: "A subject access request is answered",
        source: "as generally understood: look it up in the Information Commissioner's current guidance",
        limit: "1 month from the day it was received; 3 months where it is complex and the school says so within the first.",
        example: Example::Date { given: &[("received", "2027-01-31")], gives: "2027-02-28" },
        work: Some(subject_access),
        ..ROW
    },
    Rule {
        duty: Duty::TransferFile,
        id: "records.transfer-file",
        title: "A leaver's file goes to the next school",
        source: "as generally understood: look it up in the current guidance on the common transfer file",
        limit: "15 school days from the last day on roll, for the common transfer file and the SEN file; then the next school says that it has them.",
        params: &[Param {
            key: "acknowledged",
            label: "Acknowledged",
            help: "School days from sending until the next school is asked whether it has them.",
            unit: Unit::SchoolDays,
            min: 1,
            max: 60,
            default: 10,
        }],
        example: Example::Date { given: &[("left", "2026-11-20")], gives: "2026-12-11" },
        work: Some(transfer),
        ..ROW
    },
    Rule {
        duty: Duty::Retention,
        id: "records.retention",
        title: "A leaver's SEN file is no longer kept",
        force: Force::Local,
        source: "the school's own setting",
        limit: "31 years from the date of birth; a legal hold stops it. Off as it comes: a date decades ahead stands on the pupil's page and not among what is due.",
        params: &[Param {
            key: "years",
            label: "Years",
            help: "Years from the date of birth for which a SEN file is kept.",
            unit: Unit::Years,
            min: 18,
            max: 100,
            default: 31,
        }],
        on: false,
        example: Example::Date { given: &[("born", "2016-02-29")], gives: "2047-02-28" },
        work: Some(retention),
        ..ROW
    },
];

fn subject_access(given: &Given<'_>) -> Option<Sum> {
    let received = given.date("received")?;
    let sum = Sum::from("The request was received on", received);
    let Some(extended) = given.date("extended") else { return sum.months(1) };
    let first = roll::months(received, 1)?;
    let said = day::full(extended);
    if extended > first {
        let late =
            format!("That it takes longer was said on {said}, after the first month: it moves nothing.");
        return Some(sum.months(1)?.note(late));
    }
    sum.note(format!("That it is complex was said on {said}, within the first month: 2 months more."))
        .months(3)
}

/// From the last day to the sending, or from the sending to the acknowledgement.
fn transfer(given: &Given<'_>) -> Option<Sum> {
    let calendar = given.ground.calendar;
    let Some(sent) = given.date("sent") else {
        return Sum::from("The last day on roll was", given.date("left")?).school_days(15, calendar);
    };
    let sum = Sum::from("The last of the files was sent on", sent);
    sum.school_days(given.ground.param(Duty::TransferFile, "acknowledged"), calendar)
}

fn retention(given: &Given<'_>) -> Option<Sum> {
    let years = given.ground.param(Duty::Retention, "years");
    let months = i32::try_from(years.checked_mul(12)?).ok()?;
    let born = given.date("born")?;
    Sum::from("The pupil was born on", born)
        .to(roll::months(born, months), &format!("A SEN file is kept for {years} years: until"))
}

/// Until when a leaver's file is kept, whether or not the rule is on: for the pupil's page. `None` for a pupil on roll,
/// without a date of birth, and under a legal hold.
pub fn keep_until(file: &PupilFile, ground: &Ground<'_>) -> Option<Sum> {
    file.pupil.left?;
    if file.transfers.iter().any(|case| case.hold) {
        return None;
    }
    retention(&Given { dates: &[("born", file.pupil.born?)], ground })
}

fn request(file: &PupilFile, case: &Held<RecordsRequest>, ground: &Ground<'_>) -> Option<(Key, Dated, Act)> {
    let mut given: Vec<(&'static str, NaiveDate)> = vec![("received", case.received)];
    let (duty, what, act) = match case.kind {
        Asked::Educational => {
            (Duty::EducationalRecord, "send the educational record", Act::Fields(&["sent", "closed"]))
        }
        Asked::Subject => {
            given.extend(case.extended.map(|extended| ("extended", extended)));
            (
                Duty::SubjectAccess,
                "answer the subject access request",
                Act::Fields(&["sent", "extended", "closed"]),
            )
        }
    };
    let sum = ground.work(duty, &given)?;
    let done = case.sent.or(case.closed);
    let dated = Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps };
    Some((Key::new(file.id, Kind::RecordsRequest, case.id), dated, act))
}

/// Requests run on for a pupil who leaves.
fn requests(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let item = |case: &Held<RecordsRequest>| {
        let (about, dated, act) = request(file, case, ground)?;
        next_of(about, case.lead, "", vec![(dated, act)])
    };
    file.requests.iter().filter_map(item).collect()
}

/// The dates of a leaver's file; none for one that was given up.
fn steps(case: &Transfer, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    if case.closed.is_some() {
        return Vec::new();
    }
    let mut dates = Vec::new();
    let duty = Duty::TransferFile;
    let sent = case.ctf_sent.zip(case.file_sent).map(|(ctf, file)| ctf.max(file));
    let (what, act) = match (case.ctf_sent, case.file_sent) {
        (Some(_), None) => ("send the SEN file", Act::Fields(&["file_sent", "to"])),
        (None, Some(_)) => ("send the CTF", Act::Fields(&["ctf_sent", "to"])),
        _ => ("send the CTF and the SEN file", Act::Fields(&["ctf_sent", "file_sent", "to"])),
    };
    let mut add = |what: &str, given: (&'static str, NaiveDate), done, act| {
        if let Some(sum) = ground.work(duty, &[given]) {
            dates.push((Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps }, act));
        }
    };
    // A school that says it has the file has it, whatever was recorded of the sending.
    add(what, ("left", case.left), sent.or(case.acknowledged), act);
    if let Some(sent) = sent {
        let act = Act::Fields(&["acknowledged"]);
        add("ask whether the next school has it", ("sent", sent), case.acknowledged, act);
    }
    dates
}

fn left(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let mut items = requests(file, ground);
    items.extend(file.transfers.iter().filter_map(|case| {
        let about = Key::new(file.id, Kind::Transfer, case.id);
        next_of(about, case.lead, "leaver's file", steps(case, ground))
    }));
    let until = keep_until(file, ground).filter(|sum| ground.on(Duty::Retention) && in_force(sum));
    if let Some(sum) = until {
        // What recording it asks for is the hold; a leaver from before has no case to hold yet.
        let (about, act) = match file.transfers.last() {
            Some(case) => (Key::new(file.id, Kind::Transfer, case.id), Act::Fields(&["hold", "note"])),
            None => (Key::profile(file.id), Act::Begin(Kind::Transfer)),
        };
        let dated = Dated {
            duty: Duty::Retention,
            what: "the file need be kept no longer".to_owned(),
            date: sum.date,
            done: None,
            steps: sum.steps,
        };
        items.extend(next_of(about, None, "", vec![(dated, act)]));
    }
    items
}

fn in_force(sum: &Sum) -> bool {
    super::rule(Duty::Retention).holds(sum.date)
}

fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    let requests = file.requests.iter().filter_map(|case| request(file, case, ground));
    let requests = requests.filter(|(key, ..)| *key == about).map(|(_, dated, _)| dated);
    let transfers = file.transfers.iter().filter(|case| about == Key::new(file.id, Kind::Transfer, case.id));
    requests.chain(transfers.flat_map(|case| steps(case, ground)).map(|(dated, _)| dated)).collect()
}

#[cfg(test)]
mod tests;
