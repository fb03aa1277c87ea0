//! `senco provision`: the map, by area, with who is in what.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Global, Outcome, place};
use crate::domain::day;
use crate::domain::rows::PlaceRow;
use crate::views::provision::{self, ProvisionLine, Wanted, Which};

/// Which part of it.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Provisions that have ended too
    #[arg(long)]
    all: bool,
    /// With the pupils in each
    #[arg(long)]
    pupils: bool,
}

/// One provision, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    provision: u32,
    name: &'a str,
    area: Option<&'static str>,
    wave: u8,
    times_a_week: u8,
    minutes: u16,
    lead: &'a str,
    agency: &'a str,
    site: &'a str,
    start: String,
    end: Option<String>,
    cost_pence: Option<i64>,
    measure: &'a str,
    pupils: usize,
    checks_due: usize,
    checks_overdue: usize,
    next_check: Option<String>,
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    allocation: u32,
    pupil: u32,
    name: &'a str,
    from: String,
    to: Option<String>,
    entry: &'a str,
    now: &'a str,
    checks: u16,
    outcome: Option<i8>,
    next_check: Option<String>,
}

fn place_item(place: &PlaceRow) -> Place<'_> {
    Place {
        allocation: place.allocation.0,
        pupil: place.who.pupil.0,
        name: &place.who.name,
        from: day::iso(place.from),
        to: place.to.map(day::iso),
        entry: &place.entry,
        now: &place.now,
        checks: place.checks,
        outcome: place.outcome.map(|outcome| outcome.value()),
        next_check: place.next_check.map(day::iso),
    }
}

fn item(line: &ProvisionLine) -> Item<'_> {
    let provision = &line.provision;
    Item {
        provision: line.id.0,
        name: &provision.name,
        area: provision.area.map(|area| area.code()),
        wave: provision.wave.number(),
        times_a_week: provision.times_a_week,
        minutes: provision.minutes,
        lead: &line.lead,
        agency: &provision.agency,
        site: &line.site,
        start: day::iso(provision.start),
        end: provision.end.map(day::iso),
        cost_pence: provision.cost_pence,
        measure: &provision.measure,
        pupils: line.pupils,
        checks_due: line.due,
        checks_overdue: line.overdue,
        next_check: line.next_check.map(day::iso),
        places: line.places.iter().map(place_item).collect(),
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
    let which = if args.all { Which::All } else { Which::Running };
    let lines = store.read(|view| provision::map(view, &school, Wanted { which, site: None, today }))?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(lines.iter().map(item))?;
    } else if lines.is_empty() {
        out.line("No provision is running.")?;
    } else {
        print(&mut out, &lines, args.pupils, today)?;
    }
    Ok(out.finish()?)
}

fn print(out: &mut Out, lines: &[ProvisionLine], pupils: bool, today: NaiveDate) -> std::io::Result<()> {
    let rank = |line: &ProvisionLine| provision::area_rank(line.provision.area);
    for (at, section) in lines.chunk_by(|a, b| rank(a) == rank(b)).enumerate() {
        let Some(first) = section.first() else { continue };
        if at > 0 {
            out.line("")?;
        }
        out.head(&format!("{}  {}", provision::area_title(rank(first)), section.len()))?;
        let mut table = Table::new(&["", "", "", "", ">", "", ""]);
        for line in section {
            let provision = &line.provision;
            let until = match provision.end {
                Some(end) => format!("{} to {}", day::near(provision.start, today), day::near(end, today)),
                None => format!("since {}", day::near(provision.start, today)),
            };
            let check = match (line.overdue, line.due, line.next_check) {
                (0, 0, None) => String::new(),
                (0, 0, Some(next)) => format!("next check {}", day::late_cell(next, today)),
                (0, due, _) => format!("{due} to check today"),
                (late, _, _) => format!("{late} to check, late"),
            };
            table.row(vec![
                format!("  {}", provision.name),
                format!("wave {}", provision.wave.number()),
                provision.dosage(),
                line.lead.clone(),
                line.pupils.to_string(),
                until,
                check,
            ]);
            if pupils {
                for place in line.open(today) {
                    let measures = match (place.entry.is_empty(), place.now.is_empty()) {
                        (true, true) => String::new(),
                        (_, true) => format!("entry {}", place.entry),
                        _ => format!("{} now {}", place.entry, place.now),
                    };
                    let next = place.next_check.map(|next| format!("check {}", day::late_cell(next, today)));
                    let name = format!("    {}", place.who.name);
                    let outcome = place.outcome.map(|outcome| outcome.sign()).unwrap_or_default().to_owned();
                    let cells = [name, String::new(), measures, String::new(), outcome, String::new()];
                    table.row(cells.into_iter().chain(next).collect());
                }
            }
        }
        table.print(out)?;
    }
    Ok(())
}
