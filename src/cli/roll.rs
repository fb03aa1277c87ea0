//! `senco roll`: what runs out with a term; with `--continue` and `--end`, decided as one change.
//!
//! Rule: without a decision nothing is written, and what is not named stays as it is.

use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::actions::Warnings;
use crate::actions::roll::{self, Decided, Goes};
use crate::domain::day;
use crate::domain::ids::RecordId;
use crate::domain::words::plural;
use crate::views::provision::parse_range;
use crate::views::roll::{self as view, RollLine, RollView};

/// Which term, and what is decided.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The term that ends: last, "Autumn 2026"; else the one that runs, or that ended last
    #[arg(long, value_name = "TERM")]
    term: Option<String>,
    /// Goes on to the end of the next term; all: every one that is not named otherwise
    #[arg(long = "continue", value_name = "NAME|NUMBER|all")]
    on: Vec<String>,
    /// Ends with the term
    #[arg(long, value_name = "NAME|NUMBER")]
    end: Vec<String>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// One provision, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    provision: u32,
    name: &'a str,
    lead: &'a str,
    pupils: usize,
    end: Option<String>,
    /// The last day if it goes on; as `end` where that is null.
    next_end: Option<String>,
    /// Whether the next term's dates are not confirmed.
    provisional: bool,
    /// Of the term's sessions, in per cent; null where none was recorded.
    delivered_percent: Option<u32>,
    /// The mean of the last checks, -2 to +2.
    mean_outcome: Option<f64>,
    checked: usize,
    proposal: &'static str,
    /// continue or end; null if nothing is decided.
    decided: Option<&'static str>,
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The provision that is meant.
fn find<'a>(found: &'a RollView, told: &str) -> Result<&'a RollLine, Failure> {
    let wanted = told.trim().to_lowercase();
    let hits: Vec<&RollLine> = (found.lines.iter())
        .filter(|line| {
            line.line.id.0.to_string() == wanted || line.line.provision.name.trim().to_lowercase() == wanted
        })
        .collect();
    match hits.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::usage(format!("“{told}”: no such provision runs out with this term"))),
        several => {
            let numbers: Vec<String> = several.iter().map(|line| line.line.id.0.to_string()).collect();
            Err(Failure::usage(format!(
                "{told}: several are called so: say the number, {}",
                numbers.join(" or ")
            )))
        }
    }
}

fn decide(found: &RollView, args: &Args) -> Result<Vec<Decided>, Failure> {
    let mut decided: Vec<Decided> = Vec::new();
    let put = |decided: &mut Vec<Decided>, line: &RollLine, goes: Goes| {
        if decided.iter().any(|one| one.provision == line.line.id) {
            let name = &line.line.provision.name;
            return Err(Failure::usage(format!("{name} is named twice")));
        }
        decided.push(Decided { provision: line.line.id, seen: line.line.provision.end, goes });
        Ok(())
    };
    for told in &args.end {
        put(&mut decided, find(found, told)?, Goes::Ends)?;
    }
    for told in args.on.iter().filter(|told| *told != "all") {
        put(&mut decided, find(found, told)?, Goes::On)?;
    }
    if args.on.iter().any(|told| told == "all") {
        for line in &found.lines {
            if !decided.iter().any(|one| one.provision == line.line.id) {
                put(&mut decided, line, Goes::On)?;
            }
        }
    }
    Ok(decided)
}

fn said(decided: &[Decided], id: RecordId) -> Option<&'static str> {
    decided.iter().find(|one| one.provision == id).map(|one| match one.goes {
        Goes::Ends => "end",
        Goes::On | Goes::OnWith(_) => "continue",
    })
}

/// Prints what runs out, and carries out what is decided.
///
/// # Errors
/// No such term or provision, a refusal, there is no store, it cannot be read or written, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let decides = !args.on.is_empty() || !args.end.is_empty();
    let writes = decides && !args.dry_run;
    let mut store = if writes { place::open(global)? } else { place::open_reading(global)? };
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let on = match &args.term {
        None => today,
        Some(told) => {
            let range = parse_range(told, &school.calendar, today);
            range.map_err(|words| Failure::usage(format!("--term: {words}")))?.span.to
        }
    };
    let found = store.read(|view| view::read(view, &school, on, None, today))?;
    let Some(found) = found else { return Err(Failure::because("the calendar has no term after this one")) };
    let decided = decide(&found, args)?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(found.lines.iter().map(|line| item(line, &decided)))?;
    } else {
        print(&mut out, &found, &decided)?;
    }
    out.finish()?;
    let left = found.lines.len().saturating_sub(decided.len());
    if decided.is_empty() || !writes {
        return Ok(());
    }
    let by = place::by(today);
    let mut warnings = Warnings::new();
    let done = store.commit(place::operation(roll::ACTION, &by), |edit| {
        warnings = roll::roll(edit, &by, found.turn.term.end, &decided)?;
        Ok(())
    })?;
    for words in warnings {
        say(&words);
    }
    say(&format!(
        "Decided: {}, {left} left as they are. Entry {seq}; `senco undo --seq {seq}` takes it back.",
        plural(number(decided.len()), "provision"),
        seq = done.seq.0
    ));
    Ok(())
}

fn item<'a>(line: &'a RollLine, decided: &[Decided]) -> Item<'a> {
    let provision = &line.line.provision;
    Item {
        provision: line.line.id.0,
        name: &provision.name,
        lead: &line.line.lead,
        pupils: line.line.pupils,
        end: provision.end.map(day::iso),
        next_end: provision.end.map(|_| day::iso(line.turn.next.end)),
        provisional: line.turn.provisional,
        delivered_percent: line.tally.percent(),
        mean_outcome: line.mean,
        checked: line.checked,
        proposal: line.proposal.label(),
        decided: said(decided, line.line.id),
    }
}

fn print(out: &mut Out, found: &RollView, decided: &[Decided]) -> std::io::Result<()> {
    if found.lines.is_empty() {
        return out.line(&format!("Nothing runs out with the {}.", found.turn.term.label()));
    }
    out.head(&found.turn.said())?;
    let mut table = Table::new(&["", "", "", ">", "", "", ""]);
    for line in &found.lines {
        let provision = &line.line.provision;
        let state = match said(decided, line.line.id) {
            Some(goes) => goes.to_owned(),
            None => format!("proposed: {}, {}", line.proposal.label(), line.why),
        };
        table.row(vec![
            format!("  {}", line.line.id.0),
            provision.name.clone(),
            line.line.lead.clone(),
            plural(number(line.line.pupils), "pupil"),
            provision.end.map_or_else(|| "no end".to_owned(), |end| format!("ends {}", day::short(end))),
            line.tally.words(),
            state,
        ]);
    }
    table.print(out)
}
