//! `senco ics`: what is due as a calendar file, on stdout or kept up to date in a file.

use std::io::IsTerminal;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::out::{Out, say};
use super::{Failure, Global, Outcome, place};
use crate::domain::calendar::monday;
use crate::domain::code::YearGroup;
use crate::domain::day;
use crate::domain::words::plural_as;
use crate::exchange::diary::{Diary, Wanted};
use crate::exchange::ics::Entry;
use crate::exchange::replace::{self, Written};

/// What goes into it, and where it goes.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The file to write or bring up to date; stdout unless told
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What is overdue, and so many weeks from this one; everything unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=520))]
    weeks: Option<u64>,
    /// One site, and what belongs to the whole school
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// What falls to one adult, or to the SENCO
    #[arg(long, value_name = "NAME")]
    lead: Option<String>,
    /// Pupils of one year: R, 4, N2
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// Names in place of initials
    #[arg(long)]
    names: bool,
}

/// One entry, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    uid: &'a str,
    date: String,
    /// Days from today: negative is late.
    days: i64,
    summary: &'a str,
    description: &'a str,
    force: &'a str,
}

fn item(entry: &Entry, today: NaiveDate) -> Item<'_> {
    Item {
        uid: &entry.uid,
        date: day::iso(entry.date),
        days: day::between(today, entry.date),
        summary: &entry.summary,
        description: &entry.description,
        force: &entry.category,
    }
}

fn wanted(args: &Args, diary: &Diary, today: NaiveDate) -> Result<Wanted, Failure> {
    let school = &diary.school;
    let as_usage = |option: &'static str| move |words: String| Failure::usage(format!("{option}: {words}"));
    let year =
        match &args.year {
            None => None,
            Some(told) => Some(YearGroup::parse(told).ok_or_else(|| {
                Failure::usage(format!("--year: “{told}” is no year: say it as R, 4 or N2"))
            })?),
        };
    Ok(Wanted {
        names: args.names,
        until: args.weeks.and_then(|weeks| monday(today)?.checked_add_days(Days::new(weeks * 7 - 1))),
        site: (args.site.as_deref().map(|told| Wanted::site_named(school, told)).transpose())
            .map_err(as_usage("--site"))?,
        lead: (args.lead.as_deref().map(|told| Wanted::lead_named(school, told)).transpose())
            .map_err(as_usage("--lead"))?,
        year,
    })
}

/// Writes it.
///
/// # Errors
/// There is no store, it cannot be read, an option names nothing, or the file cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let diary = store.read(Diary::read)?;
    let today = place::today(global, &diary.school.calendar)?;
    let entries = diary.entries(&wanted(args, &diary, today)?);
    let text = diary.file(&entries);
    let file = args.out.as_deref().filter(|path| *path != Path::new("-"));
    let changed = match file {
        Some(path) => keep(path, &text, entries.len())?,
        None => true,
    };
    if args.names && changed {
        let what = if file.is_some() { "the file" } else { "what was written" };
        say(&format!(
            "Note: {what} holds pupils' names. Keep it where only those who may know them can read it."
        ));
        if let Some(path) = file.filter(|path| is_open(path)) {
            let path = path.display();
            say(&format!("Others on this machine can read {path}: `chmod 600 {path}` keeps them out."));
        }
    }
    let mut out = Out::new(global.color);
    if global.json {
        out.items(entries.iter().map(|entry| item(entry, today)))?;
    } else if file.is_none() {
        out.raw(text.as_bytes())?;
    }
    Ok(out.finish()?)
}

/// Whether its rights let others read it; a file keeps the rights that it was given.
fn is_open(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o004 != 0)
}

/// Brings the file up to date, and says so; that nothing has changed is said to people alone, so that cron has nothing to
/// send.
fn keep(path: &Path, text: &str, count: usize) -> Result<bool, Failure> {
    let done = replace::calendar(path, text).map_err(|error| {
        let code = if error.not_permitted { 13 } else { 1 };
        Failure::Said(code, error.to_string())
    })?;
    let count = plural_as(i64::try_from(count).unwrap_or(i64::MAX), "entry", "entries");
    match done {
        Written::New => say(&format!("Written: {count}, {}", path.display())),
        Written::Replaced => say(&format!("Brought up to date: {count}, {}", path.display())),
        Written::Unchanged if std::io::stderr().is_terminal() => {
            say(&format!("Nothing else is due: {} stays as it is ({count}).", path.display()));
        }
        Written::Unchanged => {}
    }
    Ok(done != Written::Unchanged)
}
