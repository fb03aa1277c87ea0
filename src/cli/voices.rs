//! `senco voices PUPIL`: what a pupil and the parents have said, in their words, the newest first.

use serde::Serialize;

use super::out::{Out, say};
use super::{Failure, Global, Outcome, find, place};
use crate::domain::day;
use crate::views::voices::{self, Said};

/// Whose.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A UPN, a number, initials or part of a name; - reads it from stdin, where nobody sees it among the processes
    #[arg(value_name = "PUPIL", required = true)]
    pupil: Vec<String>,
}

/// Somebody's words, as JSON has them.
#[derive(Serialize)]
struct Item<'a> {
    pupil: u32,
    /// "pupil" or "parent".
    speaker: &'static str,
    on: String,
    who: &'a str,
    how: &'a str,
    /// "review with parents", "asked for the plan"; empty for words on a day of their own.
    at: &'a str,
    words: &'a str,
    record: &'static str,
    id: u32,
}

fn item(said: &Said) -> Item<'_> {
    Item {
        pupil: said.about.pupil.0,
        speaker: said.speaker.code(),
        on: day::iso(said.on),
        who: &said.who,
        how: &said.how,
        at: said.at,
        words: &said.words,
        record: said.about.kind.label(),
        id: said.about.id.0,
    }
}

/// Prints them.
///
/// # Errors
/// No pupil or several are meant, there is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let pupil = find::pupil(&store, &find::named(&args.pupil)?)?;
    let file = store.read(|view| view.pupil_file(pupil))?;
    let Some(file) = file else { return Err(Failure::because("this pupil is no longer on file")) };
    let all = voices::voices(&file);
    let mut out = Out::new(global.color);
    if global.json {
        out.items(all.iter().map(item))?;
    } else {
        out.head(&file.pupil.name())?;
        for said in &all {
            out.line(&format!("  {} · {}", day::full(said.on), said.whose()))?;
            for line in said.words.lines() {
                out.line(&format!("    {line}"))?;
            }
        }
    }
    out.finish()?;
    let missing = voices::missing_words(&voices::missing(&all, None));
    if !missing.is_empty() {
        say(missing);
    }
    Ok(())
}
