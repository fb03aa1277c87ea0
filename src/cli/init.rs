//! `senco init`: a new store. It asks for what was not told, where there is somebody to ask.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::out::say;
use super::{Failure, Global, Outcome, place, terms};
use crate::actions::school::{self, Founding};
use crate::domain::calendar::{
    Calendar, CalendarFile, Sites, Span, Term, academic_year, academic_year_label, assumed_terms,
};
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::ids::RecordId;
use crate::store::{Store, StoreError};

/// What is told; what is not is asked for.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The name of the school or federation
    #[arg(long, value_name = "NAME")]
    school: Option<String>,
    /// A site; once for each
    #[arg(long, value_name = "NAME")]
    site: Vec<String>,
    /// Term dates: a CSV file with name, start, end, half term start, half term end, site, and lines such as INSET,1/9/2026; or
    /// a calendar file (.ics)
    #[arg(long, value_name = "FILE")]
    terms: Option<PathBuf>,
}

/// Makes it.
///
/// # Errors
/// Something is there already, nothing was told and nobody can be asked, or the disk fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let path = place::store(global);
    if std::fs::symlink_metadata(&path).is_ok() {
        return Err(StoreError::Exists(path).into());
    }
    let today = place::today(global, &Calendar::default())?;
    let founding = match &args.school {
        Some(name) => Founding {
            name: name.clone(),
            sites: args.site.clone(),
            dates: match &args.terms {
                Some(path) => read_dates(path, &args.site)?,
                None => CalendarFile::default(),
            },
            from: Some(today),
        },
        None if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() => ask(args, today)?,
        None => {
            return Err(Failure::usage(
                "There is no terminal to ask on: senco init --school NAME [--site NAME]… [--terms FILE]",
            ));
        }
    };
    let by = place::by(today);
    let store = Store::create(&path, place::operation("make the store", &by), |edit| {
        school::found(edit, &founding, &by)
    })?;
    drop(store);
    say(&format!("Made the store of {}: {}", founding.name.trim(), path.display()));
    if founding.dates.terms.is_empty() {
        say("Its terms are assumed from what is usual in England; `senco terms FILE` gives the real ones.");
    }
    say("Next: senco import register.csv, or senco alone for the screen.");
    Ok(())
}

/// The dates of a file. A site is told by its place among those of the new school, as in [`Founding`].
fn read_dates(path: &Path, sites: &[String]) -> Result<CalendarFile, Failure> {
    let known = (0..).map(RecordId).zip(sites.iter().cloned()).collect();
    terms::read(path, &Sites { known, usual: None })
}

fn question(text: &str) -> Result<String, Failure> {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{} ", crate::text::clean(text));
    let _ = err.flush();
    let mut answer = String::new();
    let read = std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|error| Failure::because(format!("cannot read the answer: {error}")))?;
    if read == 0 {
        return Err(Failure::because("nothing was made"));
    }
    Ok(answer.trim().to_owned())
}

fn ask(args: &Args, today: NaiveDate) -> Result<Founding, Failure> {
    let name = loop {
        let name = question("The school or federation:")?;
        if !name.is_empty() {
            break name;
        }
    };
    let mut sites = args.site.clone();
    if sites.is_empty() {
        say("Its sites, one a line; Enter alone when there is no (other) one.");
        loop {
            let site = question(&format!("Site {}:", sites.len() + 1))?;
            if site.is_empty() {
                break;
            }
            sites.push(site);
        }
    }
    let dates = match &args.terms {
        Some(path) => read_dates(path, &sites)?,
        None => ask_dates(today, &sites)?,
    };
    Ok(Founding { name, sites, dates, from: Some(today) })
}

fn ask_dates(today: NaiveDate, sites: &[String]) -> Result<CalendarFile, Failure> {
    loop {
        say(
            "Term dates: Enter assumes the usual English ones for now, t types them in, or name a CSV or .ics file.",
        );
        let answer = question("Terms:")?;
        match answer.as_str() {
            "" => return Ok(CalendarFile::default()),
            "t" | "T" => return Ok(CalendarFile { terms: type_terms(today)?, ..CalendarFile::default() }),
            file => match read_dates(Path::new(file), sites) {
                Ok(dates) => return Ok(dates),
                Err(Failure::Said(_, words)) => say(&words),
                Err(closed) => return Err(closed),
            },
        }
    }
}

fn type_terms(today: NaiveDate) -> Result<Vec<Term>, Failure> {
    let year = academic_year(today);
    say(&format!("The terms of {}. Enter takes the date in brackets.", academic_year_label(year)));
    loop {
        let mut terms = Vec::new();
        for usual in assumed_terms(year) {
            let name = usual.label();
            let start = ask_date(&format!("{name} starts"), usual.start, today)?;
            let end = ask_date(&format!("{name} ends"), usual.end, today)?;
            let half = usual.half_term.unwrap_or(Span { start, end });
            let half = Span {
                start: ask_date("  half-term from", half.start, today)?,
                end: ask_date("  half-term to", half.end, today)?,
            };
            terms.push(Term { name: usual.name, start, end, half_term: Some(half), site: None });
        }
        match Calendar::new(terms.clone(), Vec::new(), true) {
            Ok(_) => return Ok(terms),
            Err(why) => say(&format!("{why}. Once more:")),
        }
    }
}

fn ask_date(what: &str, usual: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Failure> {
    loop {
        let answer = question(&format!("{what} [{}]:", day::full(usual)))?;
        if answer.is_empty() {
            return Ok(usual);
        }
        match date_input::parse(&answer, today, &Calendar::default(), Lean::Near) {
            Ok(date) => return Ok(date),
            Err(error) => say(&error.to_string()),
        }
    }
}
