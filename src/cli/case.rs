//! `senco case PUPIL`: a pupil's cases, whose clock is running, and every date of each.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::Out;
use super::{Failure, Global, Outcome, find, place};
use crate::domain::case::Case;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::Key;
use crate::duties::{self, Dated};
use crate::views::case::{self, CaseView, Next};
use crate::views::pupil::headline;

/// Whose.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A UPN, a number, initials or part of a name; - reads it from stdin, where nobody sees it among the processes
    #[arg(value_name = "PUPIL", required = true)]
    pupil: Vec<String>,
    /// Those that still run, and not those that ended
    #[arg(long)]
    running: bool,
}

/// One date of a case, as JSON has it.
#[derive(Serialize)]
struct Date {
    /// The rule, as `senco due` names it.
    rule: &'static str,
    what: String,
    date: String,
    /// The day it was done; null until then.
    done: Option<String>,
    whose: &'static str,
    force: &'static str,
    /// How the date came about, a sentence a step.
    steps: Vec<String>,
}

/// What is next, as JSON has it.
#[derive(Serialize)]
struct NextItem {
    rule: &'static str,
    what: String,
    date: String,
    /// Days from today: negative is late.
    days: i64,
    /// Whose clock is running: school, authority, family.
    whose: &'static str,
    force: &'static str,
}

/// A day that a case records, as JSON has it.
#[derive(Serialize)]
struct Step {
    key: &'static str,
    label: &'static str,
    date: String,
}

/// One case, as JSON has it.
#[derive(Serialize)]
struct Item {
    pupil: u32,
    kind: &'static str,
    id: u32,
    about: String,
    since: String,
    ended: Option<String>,
    lead: String,
    note: String,
    next: Option<NextItem>,
    /// The days that are recorded.
    recorded: Vec<Step>,
    /// Every date, done and to come, in order.
    chain: Vec<Date>,
}

fn date(dated: Dated) -> Date {
    let rule = duties::rule(dated.duty);
    Date {
        rule: rule.id,
        what: dated.what,
        date: day::iso(dated.date),
        done: dated.done.map(day::iso),
        whose: rule.whose.label(),
        force: rule.force.label(),
        steps: dated.steps,
    }
}

fn next(next: Next, today: NaiveDate) -> NextItem {
    NextItem {
        rule: duties::rule(next.duty).id,
        what: next.what,
        date: day::iso(next.date),
        days: day::between(today, next.date),
        whose: next.whose.label(),
        force: next.force.label(),
    }
}

fn recorded(file: &PupilFile, key: Key) -> Vec<Step> {
    let found = file.cases().into_iter().find(|(one, _, _)| *one == key);
    let days = found.map(|(_, _, case): (_, _, &dyn Case)| case.days()).unwrap_or_default();
    days.into_iter().map(|(key, label, on)| Step { key, label, date: day::iso(on) }).collect()
}

fn item(case: CaseView, file: &PupilFile, today: NaiveDate) -> Item {
    Item {
        pupil: file.id.0,
        kind: case.key.kind.label(),
        id: case.key.id.0,
        about: case.about,
        since: day::iso(case.began),
        ended: case.ended.map(day::iso),
        lead: case.lead,
        note: case.note,
        next: case.next.map(|one| next(one, today)),
        recorded: recorded(file, case.key),
        chain: case.chain.into_iter().map(date).collect(),
    }
}

/// Prints them.
///
/// # Errors
/// No pupil or several are meant, there is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let pupil = find::pupil(&store, &find::named(&args.pupil)?)?;
    let (school, file) = store.read(|view| Ok((view.school()?, view.pupil_file(pupil)?)))?;
    let Some(file) = file else { return Err(Failure::because("this pupil is no longer on file")) };
    let today = place::today(global, &school.calendar)?;
    let mut cases = case::cases(&file, &school);
    cases.retain(|case| !args.running || case.ended.is_none());
    let mut out = Out::new(global.color);
    if global.json {
        out.items(cases.into_iter().map(|case| item(case, &file, today)))?;
    } else {
        print(&mut out, &file, &cases, today)?;
    }
    Ok(out.finish()?)
}

fn print(out: &mut Out, file: &PupilFile, cases: &[CaseView], today: NaiveDate) -> std::io::Result<()> {
    out.head(&headline(file))?;
    if cases.is_empty() {
        return out.line("  no case");
    }
    for case in cases {
        out.line("")?;
        out.head(&format!("{} · since {}", case.line(today), day::plain(case.began)))?;
        for line in case.note.lines().filter(|line| !line.trim().is_empty()) {
            out.line(&format!("  {line}"))?;
        }
        for line in case::chain_lines(&case.chain, today) {
            out.line(&format!("  {line}"))?;
        }
        if case.chain.is_empty() {
            for step in recorded(file, case.key) {
                out.line(&format!("  {} · {}", step.label, step.date))?;
            }
        }
    }
    Ok(())
}
