//! `senco timeline PUPIL`: what is to come for one pupil, then what happened, the newest first.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Failure, Global, Outcome, find, place};
use crate::clock;
use crate::domain::day;
use crate::views::timeline::{self, Entry, Story};

/// Whose.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A UPN, a number, initials or part of a name; - reads it from stdin, where nobody sees it among the processes
    #[arg(value_name = "PUPIL", required = true)]
    pupil: Vec<String>,
}

/// One entry, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    pupil: u32,
    kind: &'static str,
    on: String,
    /// Still to come, or late and not done.
    ahead: bool,
    what: &'a str,
    detail: &'a [String],
    /// Where that is another day than it happened.
    typed_on: Option<String>,
    by: &'a str,
    record: &'static str,
    id: u32,
}

fn item<'a>(story: &Story, entry: &'a Entry) -> Item<'a> {
    Item {
        pupil: story.pupil.0,
        kind: entry.kind.label(),
        on: day::iso(entry.on),
        ahead: entry.ahead,
        what: &entry.what,
        detail: &entry.detail,
        typed_on: entry.typed_on.map(day::iso),
        by: &entry.by,
        record: entry.record.kind.label(),
        id: entry.record.id.0,
    }
}

/// Prints it.
///
/// # Errors
/// No pupil or several are meant, there is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let pupil = find::pupil(&store, &find::named(&args.pupil)?)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let story = store.read(|view| {
        let mut story = timeline::story(view, &school, pupil, today, clock::day_of)?;
        if let Some(story) = &mut story {
            timeline::typed_steps(story, &view.typed_days(pupil)?, clock::day_of);
        }
        Ok(story)
    })?;
    let Some(story) = story else { return Err(Failure::because("this pupil is no longer on file")) };
    let mut out = Out::new(global.color);
    if global.json {
        out.items(story.entries.iter().map(|entry| item(&story, entry)))?;
    } else {
        print(&mut out, &story, today)?;
    }
    Ok(out.finish()?)
}

fn print(out: &mut Out, story: &Story, today: NaiveDate) -> std::io::Result<()> {
    let heading = [story.name.as_str(), &story.heading];
    out.head(&heading.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))?;
    for section in story.entries.chunk_by(|a, b| a.ahead == b.ahead) {
        out.head(if section.first().is_some_and(|entry| entry.ahead) { "to come" } else { "happened" })?;
        let mut table = Table::new(&["", ""]);
        for entry in section {
            let mut when = day::near(entry.on, today);
            if entry.ahead && entry.on < today {
                when.push_str(" (late)");
            }
            let typed =
                entry.typed_on.map(|on| format!("typed {}", day::near(on, today))).unwrap_or_default();
            table.row(vec![format!("  {when}"), entry.what.clone(), typed]);
        }
        table.print(out)?;
    }
    Ok(())
}
