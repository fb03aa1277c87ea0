//! `senco due`: what is overdue and coming, grouped by week as in the pane.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Global, Outcome, place};
use crate::domain::calendar::monday;
use crate::domain::day;
use crate::domain::ids::Kind;
use crate::domain::school::SchoolFile;
use crate::duties;
use crate::views::due::{self, DueLine};

/// Which part of it.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What is overdue alone
    #[arg(long)]
    overdue: bool,
    /// What is overdue, and so many weeks from this one; everything unless told
    #[arg(long, value_name = "N", conflicts_with = "overdue", value_parser = clap::value_parser!(u64).range(1..=520))]
    weeks: Option<u64>,
}

/// One thing to do, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    date: String,
    /// Days from today: negative is late.
    days: i64,
    /// Whether the term dates around it are assumed or not confirmed.
    provisional: bool,
    pupil: u32,
    name: &'a str,
    year: Option<String>,
    class: &'a str,
    site: &'a str,
    /// The rule, as `senco rules` names it.
    rule: &'static str,
    force: &'static str,
    /// Whose clock runs: school, authority, family.
    whose: &'static str,
    what: &'a str,
    lead: &'a str,
    /// What it is about, and its number: review 12, allocation 7.
    about: &'static str,
    id: u32,
    provision: Option<u32>,
}

fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupil => "pupil",
        kind => kind.label(),
    }
}

fn item<'a>(line: &'a DueLine, school: &'a SchoolFile, today: NaiveDate) -> Item<'a> {
    let row = &line.row;
    Item {
        date: day::iso(row.key.date),
        days: day::between(today, row.key.date),
        provisional: school.calendar_of(row.who.site).is_provisional(row.key.date),
        pupil: row.who.pupil.0,
        name: line.name(),
        year: row.who.year.map(|year| year.code()),
        class: &row.who.class,
        site: school.site_name(row.who.site),
        rule: duties::rule(row.key.duty).id,
        force: row.key.force.label(),
        whose: row.whose.label(),
        what: &line.what,
        lead: &line.lead,
        about: about(row.key.about.kind),
        id: row.key.about.id.0,
        provision: row.provision.map(|id| id.0),
    }
}

/// Prints it.
///
/// # Errors
/// There is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let (school, mut lines) = store.read(|view| {
        let school = view.school()?;
        let lines = due::all(view, &school)?;
        Ok((school, lines))
    })?;
    let today = place::today(global, &school.calendar)?;
    let until = match (args.overdue, args.weeks) {
        (true, _) => today.pred_opt(),
        (false, Some(weeks)) => {
            monday(today).and_then(|monday| monday.checked_add_days(Days::new(weeks * 7 - 1)))
        }
        (false, None) => None,
    };
    if let Some(until) = until {
        lines.retain(|line| line.row.key.date <= until);
    }
    let mut out = Out::new(global.color);
    if global.json {
        out.items(lines.iter().map(|line| item(line, &school, today)))?;
    } else if lines.is_empty() {
        out.line(if args.overdue { "Nothing is overdue." } else { "Nothing is due." })?;
    } else {
        print(&mut out, &lines, today)?;
    }
    Ok(out.finish()?)
}

fn print(out: &mut Out, lines: &[DueLine], today: NaiveDate) -> std::io::Result<()> {
    for (at, section) in lines.chunk_by(|a, b| week(a, today) == week(b, today)).enumerate() {
        let Some(first) = section.first() else { continue };
        if at > 0 {
            out.line("")?;
        }
        out.head(&format!("{}  {}", due::week_title(week(first, today), today), section.len()))?;
        let mut table = Table::new(&["", "", "", "", "", ""]);
        for line in section {
            let row = &line.row;
            table.row(vec![
                " ".to_owned(),
                day::late_cell(row.key.date, today),
                line.name().to_owned(),
                row.who.place(),
                line.what.clone(),
                line.by_whom().to_owned(),
            ]);
        }
        table.print(out)?;
    }
    Ok(())
}

fn week(line: &DueLine, today: NaiveDate) -> u32 {
    due::week_of(line.row.key.date, today)
}
