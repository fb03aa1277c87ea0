//! `senco works`: for each intervention over the years what was delivered, what came of it, and what it cost.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::delivery::Span;
use crate::domain::measure::say_tenths;
use crate::domain::school::SchoolFile;
use crate::domain::words::{capital, pounds};
use crate::exchange::diary::Wanted;
use crate::text::clean;
use crate::views::works::{self, Asked, Figures, RunLine, Sort, Work};

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum By {
    #[default]
    Name,
    Outcome,
    Cost,
    Cases,
}

/// Which interventions, and how.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The intervention alone of which this is a part of the name, with its runs, its bars and what is known of it
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Runs with a day from this one on; else the last three academic years
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    from: Option<String>,
    /// Runs with a day up to this one, and what was known by then
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    to: Option<String>,
    /// One site alone
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// What comes first
    #[arg(long, value_name = "BY", value_enum, default_value_t)]
    sort: By,
}

/// One intervention, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    name: &'a str,
    area: Option<&'static str>,
    wave: u8,
    evidence: &'a str,
    trained: &'a [String],
    /// How many cases the school asks for before anything is said.
    least_cases: u32,
    verdict: &'a str,
    #[serde(flatten)]
    figures: Sums,
    runs_in_full: Vec<Run<'a>>,
}

#[derive(Serialize)]
struct Run<'a> {
    provision: u32,
    start: String,
    end: Option<String>,
    lead: &'a str,
    #[serde(flatten)]
    figures: Sums,
}

/// Figures; averages stand beside the number of cases that they are of.
#[derive(Serialize)]
struct Sums {
    runs: u32,
    pupils: usize,
    delivered: u32,
    /// Sessions that should have taken place by now.
    due: u32,
    delivered_percent: Option<u32>,
    /// Cases at −2, −1, 0, +1, +2.
    spread: [u32; 5],
    cases: u32,
    mean_outcome: Option<f64>,
    ratio_gain: Option<f64>,
    ratio_cases: usize,
    progress: String,
    progress_cases: usize,
    cost_pence: i64,
    /// Delivered sessions of which no rate is known: their hours are not in the cost.
    sessions_without_rate: u32,
    /// Counted from −2: as hoped is two steps.
    steps: u32,
    pence_a_step: Option<i64>,
}

fn tenths(value: i64) -> f64 {
    // A figure of tenths is far from the limits of f64.
    i32::try_from(value).map_or(0.0, f64::from) / 10.0
}

fn sums(figures: &Figures) -> Sums {
    Sums {
        runs: figures.runs,
        pupils: figures.pupils(),
        delivered: figures.tally.delivered,
        due: figures.tally.due(),
        delivered_percent: figures.tally.percent(),
        spread: figures.spread.0,
        cases: figures.spread.cases(),
        mean_outcome: figures.spread.mean().map(tenths),
        ratio_gain: figures.ratio().map(tenths),
        ratio_cases: figures.ratios.len(),
        progress: figures.progress_words(),
        progress_cases: figures.progress.len(),
        cost_pence: figures.pence,
        sessions_without_rate: figures.no_rate,
        steps: figures.spread.steps(),
        pence_a_step: figures.per_step(),
    }
}

fn run_item(run: &RunLine) -> Run<'_> {
    Run {
        provision: run.id.0,
        start: day::iso(run.start),
        end: run.end.map(day::iso),
        lead: &run.lead,
        figures: sums(&run.figures),
    }
}

fn item(work: &Work, least: u32) -> Item<'_> {
    Item {
        name: &work.name,
        area: work.area.map(|area| area.label()),
        wave: work.wave.number(),
        evidence: &work.evidence,
        trained: &work.trained,
        least_cases: least,
        verdict: &work.verdict,
        figures: sums(&work.figures),
        runs_in_full: work.runs.iter().map(run_item).collect(),
    }
}

fn asked(args: &Args, school: &SchoolFile, today: NaiveDate) -> Result<Asked, Failure> {
    let site = args.site.as_deref().map(|told| Wanted::site_named(school, told)).transpose();
    let site = site.map_err(|words| Failure::usage(format!("--site: {words}")))?;
    let mut asked = Asked::usual(today, site);
    let day = |name: &str, told: &Option<String>| match told {
        None => Ok(None),
        Some(told) => date_input::parse(told, today, &school.calendar, Lean::Past)
            .map(Some)
            .map_err(|error| Failure::usage(format!("--{name}: {error}"))),
    };
    let from = day("from", &args.from)?.unwrap_or(asked.span.from);
    let to = day("to", &args.to)?.unwrap_or(asked.span.to);
    if to < from {
        return Err(Failure::usage(format!("--to: {} is before {}", day::plain(to), day::plain(from))));
    }
    asked.span = Span { from, to };
    Ok(asked)
}

/// Prints it.
///
/// # Errors
/// There is no store, it cannot be read, an option names nothing, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let asked = asked(args, &school, place::today(global, &school.calendar)?)?;
    let least = works::least_cases(&school);
    let mut found = store.read(|view| works::read(view, &school, asked))?;
    if let Some(name) = &args.name {
        let wanted = name.trim().to_lowercase();
        found.retain(|work| !wanted.is_empty() && work.name.to_lowercase().contains(&wanted));
        if found.is_empty() {
            return Err(Failure::usage(format!("no intervention “{}” ran on these days", name.trim())));
        }
    }
    works::sort(
        &mut found,
        match args.sort {
            By::Name => Sort::Name,
            By::Outcome => Sort::Outcome,
            By::Cost => Sort::Cost,
            By::Cases => Sort::Cases,
        },
        least,
    );
    let mut out = Out::new(global.color);
    if global.json {
        out.items(found.iter().map(|work| item(work, least)))?;
    } else if args.name.is_some() {
        for (at, work) in found.iter().enumerate() {
            if at > 0 {
                out.line("")?;
            }
            print(&mut out, work, least)?;
        }
    } else {
        let (from, to) = (day::plain(asked.span.from), day::plain(asked.span.to));
        if found.is_empty() {
            out.line(&format!("No run has a day from {from} to {to}."))?;
            return Ok(out.finish()?);
        }
        out.head(&format!("Runs with a day from {from} to {to}"))?;
        table(found.iter().map(|work| (work.name.clone(), &work.figures, work.verdict.clone())))
            .print(&mut out)?;
    }
    Ok(out.finish()?)
}

fn table<'a>(rows: impl Iterator<Item = (String, &'a Figures, String)>) -> Table {
    let mut table =
        Table::new(&["", ">Runs", ">Pupils", ">Delivered", ">Mean", ">Ratio gain", ">A step", ""]);
    for (name, figures, verdict) in rows {
        table.row(vec![
            name,
            figures.runs.to_string(),
            figures.pupils().to_string(),
            figures.tally.percent_words(),
            figures.spread.mean_words(),
            figures
                .ratio()
                .map(|ratio| format!("{} of {}", say_tenths(ratio), figures.ratios.len()))
                .unwrap_or_default(),
            figures.per_step().map(pounds).unwrap_or_default(),
            verdict,
        ]);
    }
    table
}

fn print(out: &mut Out, work: &Work, least: u32) -> std::io::Result<()> {
    let figures = &work.figures;
    out.head(&format!("{}: {}", clean(&work.name), figures.extent()))?;
    out.line(&capital(&work.verdict))?;
    for bar in figures.spread.bars(40) {
        out.line(&format!("  {bar}"))?;
    }
    let mean = figures.spread.mean_words();
    let facts = [
        figures.tally.words(),
        if mean.is_empty() { mean } else { format!("mean outcome {mean}") },
        figures.progress_words(),
        figures.ratio_words(),
        figures.cost_words(),
        figures.per_step_words(),
        if work.evidence.is_empty() { String::new() } else { format!("evidence: {}", work.evidence) },
        if work.trained.is_empty() { String::new() } else { format!("trained: {}", work.trained.join(", ")) },
    ];
    for fact in facts.iter().filter(|fact| !fact.is_empty()) {
        out.line(&capital(&clean(fact)))?;
    }
    out.line("")?;
    table(work.runs.iter().map(|run| {
        let since = format!("from {}", day::plain(run.start));
        (since, &run.figures, run.figures.verdict(least))
    }))
    .print(out)
}
