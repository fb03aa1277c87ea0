//! `senco interventions` and `senco rates`: the catalogue with who is trained and what runs, and what an hour of an adult costs.

use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Global, Outcome, place};
use crate::domain::day;
use crate::domain::words::pounds;
use crate::views::catalogue::{self, CatalogueLine, RateLine};

/// Which of them.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Those out of use too
    #[arg(long)]
    all: bool,
}

/// One intervention, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    /// Its number; none for a name that runs and that the catalogue lacks.
    intervention: Option<u32>,
    name: &'a str,
    area: Option<&'static str>,
    wave: u8,
    times_a_week: Option<u8>,
    minutes: Option<u16>,
    weeks: Option<u16>,
    /// Pupils in a group, as usual.
    group: Option<u16>,
    evidence: &'a str,
    agency: &'a str,
    measure: &'a str,
    scale: &'static str,
    levels: Vec<&'a str>,
    materials_pence: Option<i64>,
    fee_pence: Option<i64>,
    note: &'a str,
    in_use: bool,
    trained: Vec<TrainedItem<'a>>,
    running: usize,
    runs: Vec<RunItem>,
}

#[derive(Serialize)]
struct TrainedItem<'a> {
    staff: u32,
    name: &'a str,
    on: String,
    until: Option<String>,
}

#[derive(Serialize)]
struct RunItem {
    provision: u32,
    start: String,
    end: Option<String>,
}

fn item(line: &CatalogueLine) -> Item<'_> {
    let entry = &line.entry;
    Item {
        intervention: line.id.map(|id| id.0),
        name: &entry.name,
        area: entry.area.map(|area| area.code()),
        wave: entry.wave.number(),
        times_a_week: entry.times_a_week,
        minutes: entry.minutes,
        weeks: entry.weeks,
        group: entry.group,
        evidence: &entry.evidence,
        agency: &entry.agency,
        measure: &entry.measure,
        scale: entry.scale.code(),
        levels: entry.levels.split(',').map(str::trim).filter(|level| !level.is_empty()).collect(),
        materials_pence: entry.materials_pence,
        fee_pence: entry.fee_pence,
        note: &entry.note,
        in_use: entry.active,
        trained: line
            .trained
            .iter()
            .map(|one| TrainedItem {
                staff: one.staff.0,
                name: &one.name,
                on: day::iso(one.on),
                until: one.until.map(day::iso),
            })
            .collect(),
        running: line.running,
        runs: line
            .runs
            .iter()
            .map(|(id, start, end)| RunItem {
                provision: id.0,
                start: day::iso(*start),
                end: end.map(day::iso),
            })
            .collect(),
    }
}

/// Prints the catalogue.
///
/// # Errors
/// There is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let provisions = store.read(|view| view.provisions())?;
    let mut lines = catalogue::interventions(&school, &provisions, today);
    lines.retain(|line| args.all || line.entry.active);
    let mut out = Out::new(global.color);
    if global.json {
        out.items(lines.iter().map(item))?;
        return Ok(out.finish()?);
    }
    if lines.is_empty() {
        out.line("No intervention is in the catalogue: starting a provision puts its intervention there.")?;
        return Ok(out.finish()?);
    }
    let mut table = Table::new(&["Intervention", "Area", "Wave", "Usual", "Trained", ">Running"]);
    for line in &lines {
        let entry = &line.entry;
        let trained: Vec<&str> = line.trained.iter().map(|one| one.name.as_str()).collect();
        let standing = match (line.id, entry.active) {
            (None, _) => " (not in the catalogue)",
            (_, false) => " (out of use)",
            _ => "",
        };
        table.row(vec![
            format!("{}{standing}", entry.name),
            entry.area.map(|area| area.short().to_owned()).unwrap_or_default(),
            entry.wave.number().to_string(),
            catalogue::dosage(entry),
            trained.join(", "),
            line.running.to_string(),
        ]);
    }
    table.print(&mut out)?;
    Ok(out.finish()?)
}

/// One rate, as JSON has it.
#[derive(Serialize)]
struct RateItem<'a> {
    /// Its number; none for a role that leads something and has no rate.
    rate: Option<u32>,
    role: &'a str,
    /// An hour, in pence.
    pence: Option<i64>,
    from: Option<String>,
    /// Whether it counts today.
    counts: bool,
    adults: usize,
    note: &'a str,
}

fn rate_item(line: &RateLine) -> RateItem<'_> {
    RateItem {
        rate: line.held.as_ref().map(|held| held.id.0),
        role: &line.role,
        pence: line.held.as_ref().map(|held| held.pence),
        from: line.held.as_ref().map(|held| day::iso(held.from)),
        counts: line.counts,
        adults: line.adults,
        note: line.held.as_ref().map_or("", |held| &held.note),
    }
}

/// Prints the rates.
///
/// # Errors
/// There is no store, it cannot be read, or stdout cannot be written.
pub fn rates(global: &Global) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let provisions = store.read(|view| view.provisions())?;
    let lines = catalogue::rates(&school, &provisions, today);
    let mut out = Out::new(global.color);
    if global.json {
        out.items(lines.iter().map(rate_item))?;
        return Ok(out.finish()?);
    }
    if lines.is_empty() {
        out.line("No rate is set: what an hour costs is not known.")?;
        return Ok(out.finish()?);
    }
    let mut table = Table::new(&["Role", ">An hour", "From", ">Adults", ""]);
    for line in &lines {
        let (hour, from) = match &line.held {
            Some(held) => (pounds(held.pence), day::plain(held.from)),
            None => ("not set".to_owned(), String::new()),
        };
        let counts = if line.counts { "counts today" } else { "" };
        table.row(vec![line.role.clone(), hour, from, line.adults.to_string(), counts.to_owned()]);
    }
    table.print(&mut out)?;
    Ok(out.finish()?)
}
