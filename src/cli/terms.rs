//! `senco terms`: the dates that the store goes by, and giving it the real ones.
//!
//! Rule: a file replaces the terms and INSET days of the school years that it names and leaves the others; "end of term", the
//! review rhythm and every count of school days follow in the same step, and `senco undo` takes it back.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::actions::calendar::set_calendar;
use crate::domain::calendar::{
    CalendarFile, Closure, ClosureKind, Sites, Term, academic_year, bank_holidays,
};
use crate::domain::day;
use crate::domain::ids::RecordId;
use crate::domain::school::SchoolFile;
use crate::domain::words::{list, plural};
use crate::exchange::calendar;
use crate::views::calendar as view;

/// How many lines that were not understood are shown.
const SHOWN: usize = 20;

/// Which terms.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A CSV file with name, start, end, half term start, half term end, site, and lines such as INSET,1/9/2026; or a calendar
    /// file (.ics); without it the dates are shown
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Whose dates the file has, where it names no site; without it the whole school's
    #[arg(long, value_name = "NAME", requires = "file")]
    site: Option<String>,
}

/// One term, closure or bank holiday, as JSON has it.
#[derive(Serialize)]
struct Item {
    /// term, inset, bank-holiday, closed, open.
    kind: &'static str,
    name: String,
    start: String,
    end: String,
    half_term_start: Option<String>,
    half_term_end: Option<String>,
    /// The site that it is for; none for the whole school.
    site: Option<String>,
    /// Whether the school gave the dates, or they are what is usual in England.
    given: bool,
}

/// Takes the dates of a file, or shows those in force.
///
/// # Errors
/// The file cannot be read or contradicts itself; there is no store, or it fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let Some(path) = &args.file else { return show(global) };
    let store = place::open(global)?;
    let school = store.read(|view| view.school())?;
    let mut sites =
        Sites { known: school.sites.iter().map(|site| (site.id, site.name.clone())).collect(), usual: None };
    if let Some(name) = &args.site {
        sites.usual = sites.find(name).map_err(|why| Failure::usage(format!("--site: {why}")))?;
    }
    let file = read(path, &sites)?;
    let by = place::by(place::today(global, &school.calendar)?);
    let op = place::operation("set the term dates", &by);
    let done = place::commit_telling(store, op, |edit| set_calendar(edit, &file, &by))?;
    match done.touched {
        0 => say("These dates stand already: nothing was changed."),
        _ => {
            say(&format!("Set {}. Journal entry {}; `senco undo` takes it back.", counted(&file), done.seq.0))
        }
    }
    Ok(())
}

/// Dates out of a file. What was not understood is told on stderr.
///
/// # Errors
/// It cannot be read, or is not understood: the words say which line.
pub(super) fn read(path: &Path, sites: &Sites) -> Result<CalendarFile, Failure> {
    let file = calendar::open(path, sites).map_err(Failure::because)?;
    if !file.left_out.is_empty() {
        say(&format!("Left out of {}:", path.display()));
    }
    for one in file.left_out.iter().take(SHOWN) {
        say(&format!("  line {}: {}: {}", one.line, one.text, one.why));
    }
    if let Some(more) = file.left_out.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        say(&format!("  and {more} more"));
    }
    Ok(file)
}

/// "3 terms, 5 INSET days and 1 closure".
fn counted(file: &CalendarFile) -> String {
    let count =
        |found: usize, noun| (found > 0).then(|| plural(i64::try_from(found).unwrap_or(i64::MAX), noun));
    let inset = file.closures.iter().filter(|one| one.kind == ClosureKind::Inset).count();
    let others = file.closures.len().saturating_sub(inset);
    let parts: Vec<String> =
        [count(file.terms.len(), "term"), count(inset, "INSET day"), count(others, "other day")]
            .into_iter()
            .flatten()
            .collect();
    list(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn show(global: &Global) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let terms = terms(&school, today);
    let year = academic_year(today);
    let near = |closure: &&Closure| academic_year(closure.from).abs_diff(year) <= 1;
    let closures: Vec<&Closure> = school.closures.iter().map(|held| &held.value).filter(near).collect();
    let holidays = holidays(&school, year);
    let site = |id: Option<RecordId>| Some(school.site_name(id).to_owned()).filter(|name| !name.is_empty());
    let mut out = Out::new(global.color);
    if global.json {
        let terms = terms.iter().map(|(term, given)| Item {
            kind: "term",
            name: term.name.clone(),
            start: day::iso(term.start),
            end: day::iso(term.end),
            half_term_start: term.half_term.map(|half| day::iso(half.start)),
            half_term_end: term.half_term.map(|half| day::iso(half.end)),
            site: site(term.site),
            given: *given,
        });
        let closed = |kind, name, start, end, site, given| {
            let (half_term_start, half_term_end) = (None, None);
            Item {
                kind,
                name,
                start: day::iso(start),
                end: day::iso(end),
                half_term_start,
                half_term_end,
                site,
                given,
            }
        };
        let closures = closures
            .iter()
            .map(|one| closed(one.kind.code(), one.label(), one.from, one.to, site(one.site), true));
        let kind = ClosureKind::BankHoliday.code();
        let holidays =
            holidays.iter().map(|(date, name)| closed(kind, name.clone(), *date, *date, None, false));
        out.items(terms.chain(closures).chain(holidays))?;
        return Ok(out.finish()?);
    }
    let mut table = Table::new(&["Term", "Starts", "Ends", "Half-term", "Site", ""]);
    for (term, given) in &terms {
        let half =
            term.half_term.map(|half| format!("{} – {}", day::plain(half.start), day::plain(half.end)));
        table.row(vec![
            term.name.clone(),
            day::full(term.start),
            day::full(term.end),
            half.unwrap_or_default(),
            site(term.site).unwrap_or_default(),
            if *given { String::new() } else { "assumed".to_owned() },
        ]);
    }
    table.print(&mut out)?;
    out.line("")?;
    let standing = view::year(&school, None, year);
    if standing.is_provisional() {
        out.line(&format!(
            "{}: {}. `senco terms FILE` or the Calendar (7) on screen takes the real ones; until then dates are provisional.",
            standing.label(),
            standing.standing()
        ))?;
        out.line("")?;
    }
    let mut days: Vec<(NaiveDate, NaiveDate, String, String)> = closures
        .iter()
        .map(|one| (one.from, one.to, one.label(), site(one.site).unwrap_or_default()))
        .collect();
    days.extend(holidays.into_iter().map(|(date, name)| (date, date, name, String::new())));
    days.sort();
    let mut table = Table::new(&["Day", "To", "What", "Site"]);
    for (from, to, what, site) in days {
        let to = if to == from { String::new() } else { day::full(to) };
        table.row(vec![day::full(from), to, what, site]);
    }
    table.print(&mut out)?;
    Ok(out.finish()?)
}

/// The terms of this year, the one before and the one after, each with whether the school gave it; then those of single sites.
fn terms(school: &SchoolFile, today: NaiveDate) -> Vec<(Term, bool)> {
    let given =
        |term: &Term| school.calendar.confirmed && school.terms.iter().any(|held| held.value == *term);
    let own = |term: &Term, site| term.site == Some(site);
    let sites = school.site_calendars.iter().flat_map(|(site, calendar)| {
        calendar.terms_around(today).into_iter().filter(move |term| own(term, *site))
    });
    school
        .calendar
        .terms_around(today)
        .into_iter()
        .chain(sites)
        .map(|term| {
            let given = given(&term);
            (term.into_owned(), given)
        })
        .collect()
}

/// The bank holidays of an academic year as the school keeps them, by rule.
fn holidays(school: &SchoolFile, year: i32) -> Vec<(NaiveDate, String)> {
    [year, year.saturating_add(1)]
        .into_iter()
        .flat_map(bank_holidays)
        .filter(|one| academic_year(one.date) == year)
        .filter_map(|one| Some((one.date, school.calendar.bank_holiday(one.date)?)))
        .collect()
}
