//! `senco import`: brings a register in, or shows with `--dry-run` what it would bring.

use std::path::PathBuf;

use serde::Serialize;

use super::out::{Out, Progress, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::actions::import::{self, Report, RowReport};
use crate::exchange::headings::{self, Choice};
use crate::exchange::incoming::{self, Incoming};
use crate::store::Store;

/// What to bring in, and how to read it.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The register sheet: CSV or text with headings, as the school's system or Excel writes it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Show what would be added, changed, left or refused, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Which field a heading means ("Tutor=class"), or "Tutor=-" to leave it out; remembered for the next import
    #[arg(long, value_name = "HEADING=FIELD")]
    map: Vec<String>,
}

/// One row as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    line: usize,
    outcome: &'static str,
    name: &'a str,
    changes: &'a [String],
    why: &'a str,
    warnings: &'a [String],
}

impl<'a> From<&'a RowReport> for Item<'a> {
    fn from(row: &'a RowReport) -> Item<'a> {
        Item {
            line: row.line,
            outcome: row.outcome.label(),
            name: &row.name,
            changes: &row.changes,
            why: &row.why,
            warnings: &row.warnings,
        }
    }
}

/// Imports, or rehearses.
///
/// # Errors
/// The `--map` or the file cannot be read, or the store fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let told = args.map.iter().map(|map| headings::choice(map)).collect::<Result<Vec<Choice>, String>>();
    let told = told.map_err(Failure::usage)?;
    let mut store = if args.dry_run { place::open_reading(global)? } else { place::open(global)? };
    let (calendar, remembered) =
        store.read(|view| Ok((view.school()?.calendar, import::remembered(view)?)))?;
    let by = place::by(place::today(global, &calendar)?);
    let incoming = incoming::open(&args.file, &told, &remembered, by.today)
        .map_err(|error| Failure::because(error.to_string()))?;
    if args.dry_run {
        let report = store.read(|view| import::rehearse(view, &by, &incoming, &told))?;
        return print(global, &incoming, &report, "Nothing is written: this is a rehearsal.");
    }
    let (report, seq) = write(&mut store, &by, &incoming, &told)?;
    // The line of progress goes with the store.
    drop(store);
    let after = match seq {
        Some(seq) => format!("Journal entry {seq}; \"senco undo\" takes all of it back."),
        None => "Nothing is new, and nothing was written.".to_owned(),
    };
    print(global, &incoming, &report, &after)
}

/// Imports in one transaction. Gives the journal's number, or None where nothing was new.
fn write(
    store: &mut Store,
    by: &crate::actions::By,
    incoming: &Incoming,
    told: &[Choice],
) -> Result<(Report, Option<u64>), Failure> {
    let progress = Progress::of("pupils");
    store.set_progress(move |done, total| progress.tell(done, total));
    let mut report = Report::default();
    let committed = store.commit(place::operation(import::ACTION, by), |edit| {
        report = import::import(edit, by, incoming, told)?;
        Ok(())
    })?;
    Ok((report, (committed.touched > 0).then_some(committed.seq.0)))
}

fn print(global: &Global, incoming: &Incoming, report: &Report, after: &str) -> Outcome {
    let mut out = Out::new(global.color);
    if global.json {
        out.items(report.rows.iter().map(Item::from))?;
    } else {
        let mut table = Table::new(&[">Line", "", "Pupil", "What"]);
        for row in &report.rows {
            let what = if row.why.is_empty() { row.changes.join("; ") } else { row.why.clone() };
            table.row(vec![row.line.to_string(), row.outcome.label().to_owned(), row.name.clone(), what]);
            for warning in &row.warnings {
                table.row(vec![row.line.to_string(), "look".to_owned(), row.name.clone(), warning.clone()]);
            }
        }
        table.print(&mut out)?;
    }
    out.finish()?;
    for note in &incoming.notes {
        say(note);
    }
    for (heading, why) in incoming.mapping.left_out() {
        say(&format!("left out: column \"{heading}\": {why}"));
    }
    for note in &report.notes {
        say(note);
    }
    say(&format!("{}.", report.summary()));
    say(after);
    Ok(())
}
