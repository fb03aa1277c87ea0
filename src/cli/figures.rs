//! `senco figures`: the governors' figures as tables, as a file for a spreadsheet, as a page with charts.

use std::path::PathBuf;

use serde::Serialize;

use super::out::{Out, say};
use super::{Failure, Global, Outcome, place};
use crate::clock::day_of;
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::exchange::diary::Wanted;
use crate::exchange::paper::{Head, html};
use crate::exchange::papers::figures as sheet;
use crate::exchange::replace;
use crate::text::{pad, pad_left, width};
use crate::views::figures::{self, Figures, Table};
use crate::views::register_at::AsAt;

/// As at which day, and in which form.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// As at this day: 20/1/2026, -6w, end of term
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// One site alone: give out this or the whole school's figures, never both, since one subtracted from the other tells
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// One long table of comma-separated values
    #[arg(long, conflicts_with = "html")]
    csv: bool,
    /// A page with charts, written into this file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// One figure, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    as_at: String,
    section: &'static str,
    title: &'a str,
    row: &'a str,
    total: bool,
    column: &'static str,
    /// The number, or what stands in its place: "fewer than 5", "kept back"; null for none.
    value: Option<serde_json::Value>,
}

fn item<'a>(figures: &'a Figures, figure: &sheet::Figure<'a>) -> Item<'a> {
    let plain = figure.cell.plain();
    let value = match plain.parse::<i64>() {
        Ok(number) => Some(number.into()),
        Err(_) if plain.is_empty() => None,
        Err(_) => Some(plain.parse::<f64>().map_or_else(|_| plain.clone().into(), Into::into)),
    };
    Item {
        as_at: day::iso(figures.on),
        section: figure.table.key,
        title: &figure.table.title,
        row: figure.row,
        total: figure.total,
        column: figure.column,
        value,
    }
}

/// Shows the figures.
///
/// # Errors
/// There is no store, it cannot be read, an option names nothing, or the file cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let on = match &args.on {
        None => today,
        Some(told) => date_input::parse(told, today, &school.calendar, Lean::Past)
            .map_err(|error| Failure::usage(format!("--on: {error}")))?,
    };
    let site = args.site.as_deref().map(|told| Wanted::site_named(&school, told)).transpose();
    let site = site.map_err(|words| Failure::usage(format!("--site: {words}")))?;
    let found = store.read(|view| figures::read(view, &school, AsAt { on, today, day_of }, site))?;
    if let Some(path) = &args.html {
        let page = html::page(&sheet::paper(&found), &Head::of(&school, today));
        replace::fresh(path, page.as_bytes()).map_err(|error| Failure::usage(error.to_string()))?;
        say(&format!("Written: {}", path.display()));
        return Ok(());
    }
    let mut out = Out::new(global.color);
    if global.json {
        out.items(sheet::each(&found).map(|figure| item(&found, &figure)))?;
    } else if args.csv {
        out.raw(sheet::csv(&found).as_bytes())?;
    } else {
        print(&mut out, &found)?;
    }
    Ok(out.finish()?)
}

fn print(out: &mut Out, found: &Figures) -> std::io::Result<()> {
    let of = if found.site.is_empty() { String::new() } else { format!(", {}", found.site) };
    out.head(&format!("{}{of}: figures as at {}", found.school, day::full(found.on)))?;
    for table in found.tables.iter().filter(|table| !table.rows.is_empty()) {
        out.line("")?;
        for (at, line) in lines(table).iter().enumerate() {
            if at == 0 { out.head(line)? } else { out.line(line)? }
        }
        if !table.note.is_empty() {
            out.line(&format!("  {}", table.note))?;
        }
    }
    out.line("")?;
    out.line(&found.small_print())
}

/// The table as lines, its heading first.
fn lines(table: &Table) -> Vec<String> {
    let label =
        table.rows.iter().map(|row| width(&row.label) + 2).max().unwrap_or(0).max(width(&table.title));
    let room = |at: usize, head: &str| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| width(&cell.text()));
        cells.max().unwrap_or(0).max(width(head)) + 2
    };
    let rooms: Vec<usize> = table.columns.iter().enumerate().map(|(at, (_, head))| room(at, head)).collect();
    let heads = table.columns.iter().zip(&rooms).map(|((_, head), room)| pad_left(head, *room));
    let mut out = vec![format!("{}{}", pad(&table.title, label), heads.collect::<String>())];
    for row in &table.rows {
        let cells = row.cells.iter().zip(&rooms).map(|(cell, room)| pad_left(&cell.text(), *room));
        out.push(format!("{}{}", pad(&format!("  {}", row.label), label), cells.collect::<String>()));
    }
    out
}
