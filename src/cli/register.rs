//! `senco register`: who is on the register and the watch list, on roll, or has left; now, or as at another day.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::clock;
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::rows::Group;
use crate::views::register::{self, Order, RegisterLine, Shown};
use crate::views::register_at::{self, AsAt};

/// Which list.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Everybody on roll, those at no stage too
    #[arg(long)]
    all: bool,
    /// Those who have left
    #[arg(long, conflicts_with = "all")]
    leavers: bool,
    /// As at another day, out of what is known now: 20/1/2026, 1 sep, -6w, end of term
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    at: Option<String>,
}

/// One pupil, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    /// The day that it is as at, where one was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    pupil: u32,
    upn: &'a str,
    name: &'a str,
    born: Option<String>,
    sex: Option<&'static str>,
    year: Option<String>,
    class: &'a str,
    site: &'a str,
    list: &'static str,
    stage: &'a str,
    since: Option<String>,
    census: &'static str,
    needs: Vec<&'static str>,
    last_review: Option<String>,
    next_review: Option<String>,
    provisions: usize,
    pupil_premium: bool,
    eal: bool,
    left: Option<String>,
}

fn item(line: &RegisterLine, at: Option<NaiveDate>, seen_from: NaiveDate) -> Item<'_> {
    let row = &line.row;
    Item {
        at: at.map(day::iso),
        pupil: row.who.pupil.0,
        upn: &row.upn,
        name: &row.who.name,
        born: row.born.map(day::iso),
        sex: row.sex.map(|sex| sex.code()),
        year: row.who.year.map(|year| year.code()),
        class: &row.who.class,
        site: &line.site,
        list: match row.group {
            Group::Register => "register",
            Group::Roll => "roll",
            Group::Leaver => "leavers",
        },
        stage: &row.stage,
        since: row.since.map(day::iso),
        census: row.census.code(),
        needs: row.needs.iter().map(|need| need.code()).collect(),
        last_review: row.last_review.map(day::iso),
        next_review: row.next_review.map(day::iso),
        provisions: row.provisions(seen_from),
        pupil_premium: row.pupil_premium,
        eal: row.eal,
        left: row.left.map(day::iso),
    }
}

/// Prints it.
///
/// # Errors
/// There is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let shown = match (args.all, args.leavers) {
        (true, _) => Shown::Roll,
        (_, true) => Shown::Leavers,
        _ => Shown::Register,
    };
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let at = match &args.at {
        Some(told) => Some(
            date_input::parse(told, today, &school.calendar, Lean::Past)
                .map_err(|error| Failure::usage(format!("--at: {error}")))?,
        ),
        None => None,
    };
    let lines = store.read(|view| match at {
        Some(on) => {
            let at = AsAt { on, today, day_of: clock::day_of };
            register_at::all(view, &school, shown, Order::Name, at)
        }
        None => register::all(view, &school, shown, Order::Name),
    })?;
    let seen_from = at.unwrap_or(today);
    let mut out = Out::new(global.color);
    if global.json {
        out.items(lines.iter().map(|line| item(line, at, seen_from)))?;
    } else if lines.is_empty() {
        out.line(&match at {
            Some(on) => format!("Nobody is on this list as at {}.", day::full(on)),
            None => "Nobody is on this list.".to_owned(),
        })?;
    } else {
        if let Some(on) = at {
            out.head(&format!("As at {}", day::full(on)))?;
        }
        let mut table = Table::new(&[
            ">No",
            "Name",
            "Year",
            "Class",
            "Site",
            "Stage",
            "Since",
            "Needs",
            "Last review",
            "Next review",
            "Left",
        ]);
        for line in &lines {
            let row = &line.row;
            table.row(vec![
                row.who.pupil.0.to_string(),
                row.who.name.clone(),
                row.who.year.map(|year| year.short()).unwrap_or_default(),
                row.who.class.clone(),
                if school.sites.len() > 1 {
                    school.site_name(row.who.site).to_owned()
                } else {
                    String::new()
                },
                line.stage_label().to_owned(),
                row.since.map(day::plain).unwrap_or_default(),
                line.needs(),
                row.last_review.map(day::plain).unwrap_or_default(),
                line.next_cell(seen_from),
                row.left.map(day::plain).unwrap_or_default(),
            ]);
        }
        table.print(&mut out)?;
    }
    Ok(out.finish()?)
}
