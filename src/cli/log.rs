//! `senco log`: one line about a pupil, saved as the screen's `L` saves it.
//!
//! Rule: nobody is guessed: where several pupils fit, nothing is saved and they are listed with the numbers that tell them
//! apart, exit code 2.

use std::io::Read;

use serde::Serialize;

use super::out::{Out, say};
use super::{Failure, Global, Outcome, place};
use crate::actions::quick;
use crate::domain::day;
use crate::domain::quick::Line;
use crate::store::Committed;
use crate::views::quick::{self as view, Person, Whom};

/// The most bytes that are read of stdin; a line is some hundreds.
const MOST: u64 = 64_000;

/// What to write down.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The line, or - for stdin
    #[arg(value_name = "LINE", required = true)]
    line: Vec<String>,
    /// Say in full what would be saved, and save nothing
    #[arg(long)]
    dry_run: bool,
}

/// What follows, as JSON has it.
#[derive(Serialize)]
struct Follow {
    what: String,
    due: String,
    /// The kind of the review that is agreed; null for a promise.
    review: Option<&'static str>,
}

/// What was saved, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    pupil: u32,
    name: &'a str,
    /// note, contact or meeting; null where the line only promises something.
    kind: Option<&'static str>,
    method: Option<&'static str>,
    with: &'a str,
    happened: String,
    text: &'a str,
    follow: Vec<Follow>,
    /// The entry of the journal; null for a dry run.
    seq: Option<u64>,
}

fn item<'a>(person: &'a Person, line: &'a Line, done: Option<&Committed>) -> Item<'a> {
    let follow = line.follow.iter().map(|one| Follow {
        what: one.promise(&line.with),
        due: day::iso(one.due),
        review: one.review.map(|kind| kind.code()),
    });
    Item {
        pupil: person.pupil.0,
        name: &person.name,
        kind: line.has_entry().then(|| line.kind.code()),
        method: line.method.map(|method| method.code()),
        with: &line.with,
        happened: day::iso(line.happened),
        text: &line.text,
        follow: follow.collect(),
        seq: done.map(|done| done.seq.0),
    }
}

fn typed(args: &Args) -> Result<String, Failure> {
    if args.line != ["-"] {
        return Ok(args.line.join(" "));
    }
    let mut text = String::new();
    let read = std::io::stdin().lock().take(MOST + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::because(format!("cannot read the line from stdin: {error}")))?;
    if text.len() as u64 > MOST {
        return Err(Failure::usage(format!("the line is longer than {} kB: nothing is saved", MOST / 1000)));
    }
    Ok(text.trim().to_owned())
}

/// The pupil that is meant.
fn one<'p>(people: &'p [Person], whom: &Whom, line: &Line) -> Result<&'p Person, Failure> {
    let listed = |places: &[usize]| {
        let rows = places.iter().filter_map(|at| people.get(*at));
        let rows =
            rows.take(12).map(|one| format!("\n{:>7}  {}", format!("#{}", one.pupil.0), initials(one)));
        rows.collect::<String>()
    };
    match whom {
        Whom::These(places) => {
            let found = places.first().and_then(|at| people.get(*at));
            found.ok_or_else(|| Failure::because("this pupil is no longer on file"))
        }
        Whom::OneOf(places) => Err(Failure::usage(format!(
            "“{}” may be any of {}: begin the line with a number.{}",
            line.whom,
            places.len(),
            listed(places)
        ))),
        Whom::Nobody => {
            let words = format!("nobody is called “{}”: give initials, a name or #number", line.whom);
            Err(Failure::because(words))
        }
        Whom::Missing => Err(Failure::usage(
            "say who first: `AB phone mum sleep poor`; a name without phone, met or note behind it is given whole",
        )),
    }
}

/// Enough to know the child by, and not the whole name: "A.O. Y4 Lark".
fn initials(person: &Person) -> String {
    let letters: String =
        crate::domain::words::initials(&person.name).chars().flat_map(|letter| [letter, '.']).collect();
    let left = if person.left { "left" } else { "" };
    [letters.as_str(), &person.place, left]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Saves the line, or says what it would save.
///
/// # Errors
/// Nobody or several are meant, the line says too little, there is no store, or it cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let text = typed(args)?;
    let mut store = if args.dry_run { place::open_reading(global)? } else { place::open(global)? };
    let (school, people) = store.read(|snapshot| Ok((snapshot.school()?, view::people(snapshot)?)))?;
    let today = place::today(global, &school.calendar)?;
    let view::Reading { line, whom } = view::read(&text, &people, &[], today, &school.calendar);
    let person = one(&people, &whom, &line)?;
    if let Some(words) = view::missing(&line) {
        return Err(Failure::usage(format!("{words}: {}", view::told(&line, &person.called(), today))));
    }
    let by = place::by(today);
    let done = if args.dry_run {
        None
    } else {
        let op = place::operation(quick::ACTION, &by);
        Some(store.commit(op, |edit| quick::log(edit, &by, &[person.pupil], &line))?)
    };
    let mut out = Out::new(global.color);
    if global.json {
        out.items([item(person, &line, done.as_ref())])?;
    } else {
        out.line(&format!("Log: {}", view::told(&line, &person.called(), today)))?;
    }
    out.finish()?;
    if let Some(hint) = &line.hint {
        say(hint);
    }
    match done {
        Some(done) => {
            say(&format!("Saved. Entry {seq}; `senco undo --seq {seq}` takes it back.", seq = done.seq.0))
        }
        None => say("Nothing was saved."),
    }
    Ok(())
}
