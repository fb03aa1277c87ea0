//! `senco terms`: the term dates that the store goes by, and giving it the real ones.
//!
//! Rule: a file replaces the school years that it names and leaves the others; "end of term" and the review rhythm follow
//! in the same step, and `senco undo` takes it back.

use std::path::PathBuf;

use serde::Serialize;

use super::init::read_terms;
use super::out::{Out, say};
use super::table::Table;
use super::{Global, Outcome, place};
use crate::actions::school;
use crate::domain::calendar::Term;
use crate::domain::day;

/// Which terms.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A CSV file with name, start, end, half term start, half term end; without it the dates are shown
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// One term, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    name: &'a str,
    start: String,
    end: String,
    half_term_start: Option<String>,
    half_term_end: Option<String>,
    /// Whether the school gave the dates, or they are what is usual in England.
    given: bool,
}

/// Takes the terms of a file, or shows those in force.
///
/// # Errors
/// The file cannot be read or contradicts itself; there is no store, or it fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let Some(path) = &args.file else { return show(global) };
    let terms = read_terms(path)?;
    let mut store = place::open(global)?;
    let calendar = store.read(|view| view.school())?.calendar;
    let by = place::by(place::today(global, &calendar)?);
    let done =
        store.commit(place::operation("set the term dates", &by), |edit| school::set_terms(edit, &terms))?;
    match done.touched {
        0 => say("These dates stand already: nothing was changed."),
        _ => say(&format!("Set. Journal entry {}; `senco undo` takes it back.", done.seq.0)),
    }
    Ok(())
}

fn show(global: &Global) -> Outcome {
    let store = place::open_reading(global)?;
    let calendar = store.read(|view| view.school())?.calendar;
    let today = place::today(global, &calendar)?;
    let terms = calendar.terms_around(today);
    let given = |term: &Term| calendar.confirmed && calendar.terms().contains(term);
    let mut out = Out::new(global.color);
    if global.json {
        out.items(terms.iter().map(|term| Item {
            name: &term.name,
            start: term.start.to_string(),
            end: term.end.to_string(),
            half_term_start: term.half_term.map(|half| half.start.to_string()),
            half_term_end: term.half_term.map(|half| half.end.to_string()),
            given: given(term),
        }))?;
    } else {
        let mut table = Table::new(&["Term", "Starts", "Ends", "Half-term", ""]);
        for term in &terms {
            let half =
                term.half_term.map(|half| format!("{} – {}", day::plain(half.start), day::plain(half.end)));
            table.row(vec![
                term.name.clone(),
                day::full(term.start),
                day::full(term.end),
                half.unwrap_or_default(),
                if given(term) { String::new() } else { "assumed".to_owned() },
            ]);
        }
        table.print(&mut out)?;
    }
    Ok(out.finish()?)
}
