//! `senco map`: the provision map of a term or of any days as a workbook, a page for A3, comma-separated values.
//!
//! Rule: it only reads the store. Without a file's name the workbook goes into the folder of documents under a name without a
//! pupil's, for nobody but its owner to read.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::out::{Out, say};
use super::{Failure, Global, Outcome, place};
use crate::domain::calendar::Calendar;
use crate::exchange::diary::Wanted;
use crate::exchange::paper::save::documents_dir;
use crate::exchange::provision_map::{self, Form, Order};
use crate::exchange::replace;
use crate::views::provision::{
    self, Asked, By, Range, RangeKind, Sort, Which, parse_range, span_between, title,
};

/// Which days, how arranged, and written as what.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A workbook with charts, written into this file; - for stdout
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// A page to print on A3, written into this file; - for stdout
    #[arg(long, value_name = "FILE", conflicts_with = "xlsx")]
    html: Option<PathBuf>,
    /// A row a pupil's place, comma-separated, written into this file; - for stdout
    #[arg(long, value_name = "FILE", conflicts_with_all = ["xlsx", "html"])]
    csv: Option<PathBuf>,
    /// this, last, next, year, last-year, all, Autumn 2026, 2025/26; else this term
    #[arg(long, value_name = "TERM", conflicts_with_all = ["from", "to"])]
    term: Option<String>,
    /// From this day: 1/9, start of term
    #[arg(long, value_name = "DATE", requires = "to", allow_hyphen_values = true)]
    from: Option<String>,
    /// To this day
    #[arg(long, value_name = "DATE", requires = "from", allow_hyphen_values = true)]
    to: Option<String>,
    /// area, wave, intervention, pupil, year, class, adult, site, agency
    #[arg(long, value_name = "WHAT", default_value = "area")]
    by: String,
    /// name, minutes, cost, delivered, outcome, check, pupils, start
    #[arg(long, value_name = "WHAT", default_value = "name")]
    sort: String,
    /// Only those that run, or will
    #[arg(long)]
    running: bool,
    /// One site alone
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Pupils by initials and year
    #[arg(long)]
    initials: bool,
}

/// The file, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    form: &'static str,
    path: &'a str,
    range: String,
    from: String,
    to: String,
    initials: bool,
}

fn range(args: &Args, calendar: &Calendar, today: chrono::NaiveDate) -> Result<Range, Failure> {
    if let (Some(from), Some(to)) = (&args.from, &args.to) {
        let span = span_between(from, to, calendar, today).map_err(Failure::usage)?;
        return Ok(Range { kind: None, span, title: title(span, calendar) });
    }
    match &args.term {
        Some(told) => {
            parse_range(told, calendar, today).map_err(|words| Failure::usage(format!("--term: {words}")))
        }
        None => Ok(provision::range(RangeKind::This, calendar, today)),
    }
}

/// What is written, and where it was told to go; `None` for the folder of documents.
fn form(args: &Args) -> (Form, Option<&Path>) {
    match (&args.xlsx, &args.html, &args.csv) {
        (_, Some(html), _) => (Form::Html, Some(html)),
        (_, _, Some(csv)) => (Form::Csv, Some(csv)),
        (xlsx, None, None) => (Form::Xlsx, xlsx.as_deref()),
    }
}

/// Writes it.
///
/// # Errors
/// There is no store, it cannot be read, an option names nothing, or the file cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let by = By::parse(&args.by).ok_or_else(|| unknown("--by", &args.by, By::ALL.map(By::code)))?;
    let sort =
        Sort::parse(&args.sort).ok_or_else(|| unknown("--sort", &args.sort, Sort::ALL.map(Sort::code)))?;
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let range = range(args, &school.calendar, today)?;
    let site = args.site.as_deref().map(|told| Wanted::site_named(&school, told)).transpose();
    let site = site.map_err(|words| Failure::usage(format!("--site: {words}")))?;
    let which = if args.running { Which::Running } else { Which::All };
    let asked = Asked { span: range.span, which, site, today };
    let data = store.read(|view| provision::read(view, &school, asked))?;
    let order = Order { data: &data, school: &school, by, sort, initials: args.initials };
    let (form, to) = form(args);
    let not_written = |error: &dyn std::fmt::Display| Failure::because(error.to_string());
    let path = match to {
        Some(path) => {
            let bytes = provision_map::write(&order, form).map_err(|error| not_written(&error))?;
            if path == Path::new("-") {
                let mut out = Out::new(global.color);
                out.raw(&bytes)?;
                return Ok(out.finish()?);
            }
            replace::fresh(path, &bytes).map_err(|error| Failure::usage(error.to_string()))?;
            path.to_owned()
        }
        None => provision_map::into(&order, form, &documents_dir()).map_err(|error| not_written(&error))?,
    };
    let mut out = Out::new(global.color);
    let path = path.display().to_string();
    if global.json {
        out.items([Item {
            form: form.ending(),
            path: &path,
            range: range.title,
            from: crate::domain::day::iso(range.span.from),
            to: crate::domain::day::iso(range.span.to),
            initials: args.initials,
        }])?;
    } else {
        out.line(&path)?;
    }
    out.finish()?;
    if !args.initials {
        say("Pupils stand in it by name; --initials writes it without.");
    }
    Ok(())
}

fn unknown<const N: usize>(option: &str, told: &str, known: [&'static str; N]) -> Failure {
    Failure::usage(format!("{option}: “{told}” is none of {}", known.join(", ")))
}
