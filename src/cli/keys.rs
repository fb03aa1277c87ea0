//! `senco keys`: which key does what, and whether a keymap file of one's own is right.

use std::path::PathBuf;

use serde::Serialize;

use super::out::Out;
use super::{Failure, Global, Outcome};
use crate::tui::command;
use crate::tui::keymap::{Keymap, KeymapError, table};

/// What to show.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Say what is wrong with a keymap file, a line each
    #[arg(long, value_name = "FILE", conflicts_with = "markdown")]
    check: Option<PathBuf>,
    /// The table of README: all keys of all three maps
    #[arg(long)]
    markdown: bool,
}

/// One command, as JSON has it.
#[derive(Serialize)]
struct Item {
    command: &'static str,
    title: &'static str,
    group: &'static str,
    keys: Vec<String>,
}

/// Prints the keys.
///
/// # Errors
/// The keymap is wrong: every fault is said with its line.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let mut out = Out::new(global.color);
    if args.markdown {
        out.raw(table::markdown().as_bytes())?;
        return Ok(out.finish()?);
    }
    if let Some(file) = &args.check {
        // A name without a slash would be taken for one of the maps that are built in.
        let file = if file.parent().is_some_and(|dir| dir.as_os_str().is_empty()) {
            PathBuf::from(".").join(file)
        } else {
            file.clone()
        };
        let map = Keymap::load(&file.display().to_string()).map_err(|faults| wrong(&faults))?;
        out.line(&format!("{} is right.", map.name()))?;
        return Ok(out.finish()?);
    }
    let map = Keymap::load(global.keymap.as_deref().unwrap_or("simple")).map_err(|faults| wrong(&faults))?;
    if global.json {
        out.items(command::all().map(|command| Item {
            command: command.id,
            title: command.title,
            group: command.group,
            keys: map.keys_of(command.id),
        }))?;
    } else {
        for line in table::plain(&map).lines() {
            out.line(line)?;
        }
    }
    Ok(out.finish()?)
}

fn wrong(faults: &[KeymapError]) -> Failure {
    Failure::because(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}
