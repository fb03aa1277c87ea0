//! `senco strategies PUPIL|CLASS|YEAR`: what helps, safe for any member of staff to see.

use std::io;

use super::out::{Out, say};
use super::{Failure, Global, Outcome, find, place};
use crate::domain::code::YearGroup;
use crate::store::Store;
use crate::views::strategies::safe::NOT_CLEANED;
use crate::views::strategies::{self, Sheet, Whom};

/// Whose.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A class, a year (Y4, Reception), or a pupil: a UPN, a number, initials or part of a name; - reads it from stdin
    ///
    /// A class goes before a pupil of that name; a bare number is a pupil's.
    #[arg(value_name = "PUPIL|CLASS|YEAR", required = true)]
    whom: Vec<String>,
}

/// Who is meant: a class, a year, or a pupil.
fn whom(store: &Store, text: &str) -> Result<Whom, Failure> {
    if let Some(class) = store.read(|view| strategies::class_called(view, text))? {
        return Ok(Whom::Class(class, None));
    }
    let bare = text.trim().chars().all(|c| c.is_ascii_digit());
    if let Some(year) = YearGroup::parse(text).filter(|_| !bare) {
        return Ok(Whom::Year(year, None));
    }
    Ok(Whom::Pupils(vec![find::pupil(store, text)?]))
}

/// Prints it.
///
/// # Errors
/// Nobody or several are meant, there is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let whom = whom(&store, &find::named(&args.whom)?)?;
    let sheet = store.read(|view| strategies::sheet(view, &whom))?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(&sheet.pupils)?;
    } else {
        print(&mut out, &sheet)?;
    }
    out.finish()?;
    // What is for the SENCO alone does not stand in what may be passed on.
    for line in sheet.nothing_line().iter().map(String::as_str).chain([NOT_CLEANED]) {
        say(line);
    }
    Ok(())
}

fn print(out: &mut Out, sheet: &Sheet) -> io::Result<()> {
    for (at, one) in sheet.pupils.iter().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        out.head(&one.heading())?;
        for (title, lines) in one.parts() {
            out.line(&format!("  {title}"))?;
            for line in lines {
                out.line(&format!("    {line}"))?;
            }
        }
    }
    Ok(())
}
