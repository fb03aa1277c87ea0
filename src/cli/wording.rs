//! `senco wording`: the list of vague words in force, where it is, and whether all its lines can be read.

use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::domain::words::plural;
use crate::exchange::wording;

/// What to do with the list.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Write the built-in list beside the store, to be edited
    #[arg(long, conflicts_with = "check")]
    write: bool,
    /// Say which lines of the school's list cannot be read
    #[arg(long)]
    check: bool,
}

/// One phrase, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    phrase: &'a str,
    instead: &'a str,
    /// Whether it stands in the school's own list.
    own: bool,
}

/// Prints, writes or checks the list.
///
/// # Errors
/// A file is there already or cannot be written; a line cannot be read; or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::store(global);
    if args.write {
        let path = wording::place(&store);
        wording::write(&store)
            .map_err(|error| Failure::because(format!("cannot write {}: {error}", path.display())))?;
        say(&format!("Written: {}. Edit it; `senco wording --check` looks it over.", path.display()));
        return Ok(());
    }
    let found = wording::read(&store);
    let path = found.path.display();
    if args.check {
        if let Some(why) = &found.unread {
            return Err(Failure::because(format!("{path} cannot be read: {why}")));
        }
        if found.faults.is_empty() {
            let count = i64::try_from(found.list.phrases().len()).unwrap_or(i64::MAX);
            let whose = if found.own { format!("{path}") } else { "the built-in list".to_owned() };
            say(&format!("{whose}: {}, nothing wrong.", plural(count, "phrase")));
            return Ok(());
        }
        let lines: Vec<String> =
            found.faults.iter().map(|fault| format!("{path}:{}: {}", fault.line, fault.words)).collect();
        return Err(Failure::because(lines.join("\n")));
    }
    let mut out = Out::new(global.color);
    if global.json {
        out.items(found.list.phrases().iter().map(|one| Item {
            phrase: &one.phrase,
            instead: &one.instead,
            own: found.own,
        }))?;
    } else {
        let mut table = Table::new(&["Phrase", "Say instead"]);
        for one in found.list.phrases() {
            table.row(vec![one.phrase.clone(), one.instead.clone()]);
        }
        table.print(&mut out)?;
    }
    out.finish()?;
    say(&match (found.own, &found.unread) {
        (_, Some(why)) => format!("The built-in list: {path} cannot be read: {why}"),
        (true, None) => format!("The school's own list: {path}"),
        (false, None) => {
            format!("The built-in list; `senco wording --write` puts it at {path} to be edited.")
        }
    });
    if !found.faults.is_empty() {
        let count = i64::try_from(found.faults.len()).unwrap_or(i64::MAX);
        say(&format!("{} cannot be read: `senco wording --check` says which.", plural(count, "line")));
    }
    Ok(())
}
