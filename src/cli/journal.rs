//! `senco journal` and `senco undo`: what was done, and taking it back.

use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Global, Outcome, place};
use crate::clock;
use crate::domain::ids::Seq;
use crate::domain::words::plural;
use crate::views::journal::{self, JournalLine};

/// How much of it.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The newest so many entries
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
}

/// What to undo.
#[derive(Clone, Debug, clap::Args)]
pub struct UndoArgs {
    /// The entry with this number, as in the journal; else the newest change of yours that still stands
    #[arg(long, value_name = "N")]
    seq: Option<u64>,
}

/// One entry, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    seq: u64,
    /// UTC.
    at: Option<String>,
    user: &'a str,
    action: &'a str,
    about: &'a str,
    records: usize,
    pupils: usize,
    undoes: Option<u64>,
    undone: bool,
    founding: bool,
}

fn item(line: &JournalLine) -> Item<'_> {
    Item {
        seq: line.seq.0,
        at: chrono::DateTime::from_timestamp(line.at.0, 0)
            .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        user: &line.user,
        action: &line.action,
        about: &line.about,
        records: line.records,
        pupils: line.pupils,
        undoes: line.undoes.map(|seq| seq.0),
        undone: line.undone,
        founding: line.founding,
    }
}

/// Prints the journal.
///
/// # Errors
/// There is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
    let lines = store.read(|view| journal::newest(view, limit))?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(lines.iter().map(item))?;
    } else {
        let mut table = Table::new(&[">No", "When", "Who", "What", "About", ">Records", ""]);
        for line in &lines {
            let state = match (line.undone, line.undoes) {
                (true, _) => "undone".to_owned(),
                (false, Some(target)) => format!("undid {}", target.0),
                (false, None) => String::new(),
            };
            let about = match (line.about.is_empty(), line.pupils) {
                (true, 2..) => plural(i64::try_from(line.pupils).unwrap_or(i64::MAX), "pupil"),
                _ => line.about.clone(),
            };
            table.row(vec![
                line.seq.0.to_string(),
                clock::local(line.at).map(|at| at.format("%-d %b %Y %H:%M").to_string()).unwrap_or_default(),
                line.user.clone(),
                line.action.clone(),
                about,
                if line.records > 0 { line.records.to_string() } else { String::new() },
                state,
            ]);
        }
        table.print(&mut out)?;
    }
    Ok(out.finish()?)
}

/// Takes an entry back.
///
/// # Errors
/// There is nothing to undo, a record was changed since, or the store fails.
pub fn undo(global: &Global, args: &UndoArgs) -> Outcome {
    let mut store = place::open(global)?;
    let calendar = store.read(|view| view.school())?.calendar;
    let by = place::by(place::today(global, &calendar)?);
    let done = store.undo(args.seq.map(Seq), place::operation("undo", &by))?;
    let records = plural(i64::try_from(done.touched).unwrap_or(i64::MAX), "record");
    if global.json {
        let mut out = Out::new(global.color);
        let what = serde_json::json!({ "seq": done.seq.0, "action": done.summary, "records": done.touched });
        out.items([what])?;
        out.finish()?;
    } else {
        say(&format!(
            "{}: {records}. Entry {seq}; `senco undo --seq {seq}` brings it back.",
            done.summary,
            seq = done.seq.0
        ));
    }
    Ok(())
}
