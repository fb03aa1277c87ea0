//! `senco agencies`: the catalogue with what each agency has in hand, and whom to chase.

use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Global, Outcome, place};
use crate::domain::day;
use crate::views::agencies::{self, AgencyLine, Work};

/// Which part of it.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Agencies alone, without the pupils who wait
    #[arg(long)]
    catalogue: bool,
}

/// One agency, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    agency: Option<u32>,
    name: &'a str,
    contact: &'a str,
    phone: &'a str,
    email: &'a str,
    refer_by: &'a str,
    usual_wait_weeks: Option<u16>,
    in_use: bool,
    note: &'a str,
    open: usize,
    ended: usize,
    /// How many wait for the agency itself: to be seen, or for its report.
    waiting: usize,
    work: Vec<WorkItem<'a>>,
}

#[derive(Serialize)]
struct WorkItem<'a> {
    pupil: u32,
    involvement: u32,
    name: &'a str,
    /// consent, referral, seen, report, sharing, advice, nothing.
    waits_for: &'static str,
    since: String,
    days: i64,
    chased: Option<String>,
    reason: &'a str,
    lead: &'a str,
    due: Option<String>,
    rule: Option<&'static str>,
}

fn work(work: &Work) -> WorkItem<'_> {
    WorkItem {
        pupil: work.key.pupil.0,
        involvement: work.key.id.0,
        name: &work.who.name,
        waits_for: work.step.code(),
        since: day::iso(work.since),
        days: work.days,
        chased: work.chased.map(day::iso),
        reason: &work.reason,
        lead: &work.lead,
        due: work.due.map(|(_, date)| day::iso(date)),
        rule: work.due.map(|(duty, _)| crate::duties::rule(duty).id),
    }
}

fn item(line: &AgencyLine, catalogue: bool) -> Item<'_> {
    let agency = &line.agency;
    Item {
        agency: line.id.map(|id| id.0),
        name: &agency.name,
        contact: &agency.contact,
        phone: &agency.phone,
        email: &agency.email,
        refer_by: &agency.how,
        usual_wait_weeks: agency.wait_weeks,
        in_use: agency.active,
        note: &agency.note,
        open: line.works.len(),
        ended: line.ended,
        waiting: line.waiting(),
        work: if catalogue { Vec::new() } else { line.works.iter().map(work).collect() },
    }
}

/// Prints it.
///
/// # Errors
/// There is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let lines = store.read(|view| agencies::all(view, &school, None, today))?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(lines.iter().map(|line| item(line, args.catalogue)))?;
        return Ok(out.finish()?);
    }
    if lines.is_empty() {
        out.line("No agency is in the catalogue, and none works with a pupil.")?;
    }
    for (at, line) in lines.iter().enumerate() {
        if at > 0 && !args.catalogue {
            out.line("")?;
        }
        let contact = agencies::contact(&line.agency);
        let parts = [
            line.agency.name.clone(),
            contact,
            if line.agency.active { String::new() } else { "out of use".to_owned() },
            format!("{} open, {} waiting, {} ended", line.works.len(), line.waiting(), line.ended),
        ];
        out.head(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))?;
        if args.catalogue {
            continue;
        }
        let mut table = Table::new(&["", "", ">", ""]);
        for work in &line.works {
            table.row(vec![
                format!("  {}", work.who.name),
                work.state(today),
                work.waited(),
                work.lead.clone(),
            ]);
        }
        table.print(&mut out)?;
    }
    Ok(out.finish()?)
}
