//! `senco cycle PUPIL`: the plan that runs with its evidence and targets, what it lacks, and the cycles before it.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Failure, Global, Outcome, find, place};
use crate::domain::day;
use crate::domain::support::TargetOutcome;
use crate::views::cycle::{self, CycleView, TargetView};
use crate::views::pupil::headline;

/// Whose.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A UPN, a number, initials or part of a name; - reads it from stdin, where nobody sees it among the processes
    #[arg(value_name = "PUPIL", required = true)]
    pupil: Vec<String>,
    /// The one that runs, and not those before it
    #[arg(long)]
    running: bool,
}

/// A source of evidence, as JSON has it.
#[derive(Serialize)]
struct Source {
    key: &'static str,
    on: Option<String>,
    note: String,
}

/// A target, as JSON has it.
#[derive(Serialize)]
struct TargetItem {
    id: u32,
    number: usize,
    aim: String,
    criteria: String,
    resources: String,
    strategies: String,
    set: String,
    judged: Option<String>,
    outcome: Option<&'static str>,
    result: String,
    /// The target of the cycle before that it carries on.
    carried: Option<u32>,
}

/// A field of the plan, as JSON has it.
#[derive(Serialize)]
struct Written {
    key: &'static str,
    label: &'static str,
    text: String,
}

/// A cycle, as JSON has it.
#[derive(Serialize)]
struct Item {
    pupil: u32,
    id: u32,
    /// Which kind of plan: iep, my-plan, isp.
    kind: &'static str,
    running: bool,
    since: String,
    agreed: Option<String>,
    review_on: Option<String>,
    staff_told: Option<String>,
    told: String,
    ended: Option<String>,
    /// -2 to +2 once it was reviewed.
    outcome: Option<&'static str>,
    found: String,
    lead: String,
    evidence: Vec<Source>,
    plan: Vec<Written>,
    targets: Vec<TargetItem>,
    /// What it lacks while it runs, in words.
    missing: Vec<String>,
}

fn target(view: &TargetView) -> TargetItem {
    let target = view.target.clone();
    TargetItem {
        id: view.key.id.0,
        number: view.number,
        aim: target.aim,
        criteria: target.criteria,
        resources: target.resources,
        strategies: target.strategies,
        set: day::iso(target.set),
        judged: target.judged.map(day::iso),
        outcome: target.outcome.map(TargetOutcome::code),
        result: target.result,
        carried: target.carried.map(|id| id.0),
    }
}

fn item(view: CycleView) -> Item {
    let cycle = view.cycle;
    Item {
        pupil: view.key.pupil.0,
        id: view.key.id.0,
        kind: view.kind.code,
        running: cycle.ended().is_none(),
        since: day::iso(cycle.began),
        agreed: cycle.agreed.map(day::iso),
        review_on: cycle.review_on.map(day::iso),
        staff_told: cycle.staff_told.map(day::iso),
        ended: cycle.ended().map(day::iso),
        outcome: cycle.outcome.map(|outcome| outcome.code()),
        told: cycle.told,
        found: cycle.found,
        lead: view.lead,
        evidence: view
            .evidence
            .into_iter()
            .map(|one| Source { key: one.key, on: one.on.map(day::iso), note: one.note })
            .collect(),
        plan: view.fields.into_iter().map(|(key, label, text)| Written { key, label, text }).collect(),
        targets: view.targets.iter().map(target).collect(),
        missing: view.missing.into_iter().map(|one| one.words).collect(),
    }
}

/// Prints it.
///
/// # Errors
/// No pupil or several are meant, there is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let pupil = find::pupil(&store, &find::named(&args.pupil)?)?;
    let (school, file) = store.read(|view| Ok((view.school()?, view.pupil_file(pupil)?)))?;
    let Some(file) = file else { return Err(Failure::because("this pupil is no longer on file")) };
    let today = place::today(global, &school.calendar)?;
    let running = cycle::running(&file, &school);
    let past = if args.running { Vec::new() } else { cycle::past(&file, &school) };
    let mut out = Out::new(global.color);
    if global.json {
        out.items(running.into_iter().chain(past).map(item))?;
        return Ok(out.finish()?);
    }
    out.head(&headline(&file))?;
    match &running {
        Some(view) => print(&mut out, view, today)?,
        None => out.line("  no plan runs")?,
    }
    if let Some((short, rest)) = cycle::advice(&file, &school) {
        out.line(&format!("  {short}. {rest}"))?;
    }
    if !past.is_empty() {
        out.head("before")?;
        let mut table = Table::new(&["", ""]);
        for view in &past {
            let ended = view.cycle.ended().map(day::plain).unwrap_or_default();
            table.row(vec![format!("  {} – {ended}", day::plain(view.cycle.began)), view.past_line()]);
        }
        table.print(&mut out)?;
    }
    Ok(out.finish()?)
}

fn print(out: &mut Out, view: &CycleView, today: NaiveDate) -> std::io::Result<()> {
    let cycle = &view.cycle;
    let lead = if view.lead.is_empty() { String::new() } else { format!(" · {} leads", view.lead) };
    out.head(&format!("{} since {}{lead}", view.kind.label, day::plain(cycle.began)))?;
    let mut table = Table::new(&["", ""]);
    let mut row = |label: &str, text: String| {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        if let Some(first) = lines.next() {
            table.row(vec![format!("  {label}"), first.to_owned()]);
        }
        lines.for_each(|line| table.row(vec![String::new(), line.to_owned()]));
    };
    for one in &view.missing {
        row("to do", one.words.clone());
    }
    row("assessed", view.assessed(today));
    for (_, label, text) in &view.fields {
        row(label, text.clone());
    }
    for target in &view.targets {
        row(&format!("target {}", target.number), target.line());
    }
    let near = |date: Option<NaiveDate>| date.map(|date| day::near(date, today)).unwrap_or_default();
    row("agreed", near(cycle.agreed));
    let told = [near(cycle.staff_told), cycle.told.clone()];
    row("staff told", told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "));
    row("review", near(cycle.review_on));
    table.print(out)
}
