//! `senco provision`: the map with its totals, what is to be seen to in it, and the adults' weeks.

mod json;
mod words;

use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::out::Out;
use super::{Failure, Global, Outcome, place};
use crate::domain::ids::RecordId;
use crate::domain::school::SchoolFile;
use crate::views::provision::{
    self, Asked, By, Range, RangeKind, Sort, Which, parse_range, span_between, title,
};

/// Which part of it, and how.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Provisions that have ended too
    #[arg(long)]
    all: bool,
    /// With the pupils in each
    #[arg(long)]
    pupils: bool,
    /// Grouped by this
    #[arg(long, value_name = "WHAT", value_parser = words_of(By::ALL.map(By::code), By::parse))]
    by: Option<By>,
    /// Sorted by this; numbers have the most first, outcomes and what was delivered the least
    #[arg(long, value_name = "WHAT", value_parser = words_of(Sort::ALL.map(Sort::code), Sort::parse))]
    sort: Option<Sort>,
    /// What ran in this: this, last, next, year, last-year, all, "Autumn 2026", 2025/26, "3 Nov to 28 Nov"
    #[arg(long, value_name = "RANGE", conflicts_with_all = ["from", "to"])]
    term: Option<String>,
    /// What ran from this day on: 1/9/2026, -6w
    #[arg(long, value_name = "DATE", requires = "to", allow_hyphen_values = true)]
    from: Option<String>,
    /// What ran up to this day
    #[arg(long, value_name = "DATE", requires = "from", allow_hyphen_values = true)]
    to: Option<String>,
    /// What is to be seen to, the most pressing first
    #[arg(long, conflicts_with_all = ["by", "sort", "pupils"])]
    findings: bool,
    /// Each adult's week with what clashes, or one adult's
    #[arg(long, value_name = "ADULT", num_args = 0..=1, conflicts_with_all = ["by", "sort", "pupils", "findings"])]
    timetable: Option<Option<String>>,
}

/// A parser of some words, each of which means one thing.
fn words_of<T: Clone + Send + Sync + 'static, const N: usize>(
    codes: [&'static str; N],
    parse: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(codes).try_map(move |word| parse(&word).ok_or("not one of them"))
}

fn range(args: &Args, school: &SchoolFile, today: NaiveDate) -> Result<Range, Failure> {
    let calendar = &school.calendar;
    if let Some(typed) = &args.term {
        return parse_range(typed, calendar, today)
            .map_err(|words| Failure::usage(format!("--term: {words}")));
    }
    let (Some(from), Some(to)) = (&args.from, &args.to) else {
        return Ok(provision::range(RangeKind::All, calendar, today));
    };
    let span = span_between(from, to, calendar, today)
        .map_err(|words| Failure::usage(format!("--from, --to: {words}")))?;
    Ok(Range { kind: None, span, title: title(span, calendar) })
}

/// The adult with this name, in whole or in part.
fn adult(school: &SchoolFile, typed: &str) -> Result<RecordId, Failure> {
    let wanted = typed.trim().to_lowercase();
    let same = |staff: &&crate::domain::ids::Held<crate::domain::school::Staff>| {
        staff.name.trim().to_lowercase() == wanted
    };
    if let Some(found) = school.staff.iter().find(same) {
        return Ok(found.id);
    }
    let fits = |name: &str| !wanted.is_empty() && name.to_lowercase().contains(&wanted);
    let found: Vec<_> = school.staff.iter().filter(|staff| fits(&staff.name)).collect();
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Failure::because(format!("no adult is called “{}”", typed.trim()))),
        many => {
            let names: Vec<&str> = many.iter().map(|staff| staff.name.as_str()).collect();
            Err(Failure::because(format!("“{}” may be any of {}", typed.trim(), names.join(", "))))
        }
    }
}

/// Prints it.
///
/// # Errors
/// There is no store, it cannot be read, an option names nothing, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let range = range(args, &school, today)?;
    // What ran in a range has often ended since.
    let all = args.all || args.term.is_some() || args.from.is_some();
    let which = if all { Which::All } else { Which::Running };
    let asked = Asked { span: range.span, which, site: None, today };
    let one = match &args.timetable {
        Some(Some(typed)) => Some(adult(&school, typed)?),
        _ => None,
    };
    let data = store.read(|view| provision::read(view, &school, asked))?;
    let mut out = Out::new(global.color);
    if args.timetable.is_some() {
        let weeks = provision::timetable(&data, &school, one);
        if global.json {
            out.items(weeks.iter().map(json::week))?;
        } else {
            words::weeks(&mut out, &weeks, today)?;
        }
    } else if args.findings {
        let findings = provision::findings(&data, &school);
        if global.json {
            out.items(findings.iter().map(json::finding))?;
        } else {
            words::findings(&mut out, &findings)?;
        }
    } else {
        let map =
            provision::regroup(&data, &school, args.by.unwrap_or_default(), args.sort.unwrap_or_default());
        match (global.json, args.by) {
            (true, None) => {
                let rows = map.groups.iter().flat_map(|group| group.rows.iter().map(move |row| (group, row)));
                out.items(rows.filter_map(|(group, row)| json::row(&data, group, row)))?;
            }
            (true, Some(by)) => {
                let whole = json::whole(&map, by, &range.title);
                out.items(map.groups.iter().map(|group| json::group(&data, by, group)).chain([whole]))?;
            }
            _ if data.runs.is_empty() && all => out.line(&format!("No provision ran: {}.", range.title))?,
            _ if data.runs.is_empty() => out.line("No provision is running.")?,
            _ => words::map(&mut out, &data, &map, &range.title, args.pupils)?,
        }
    }
    Ok(out.finish()?)
}

/// A label as a line begins.
fn sentence(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
