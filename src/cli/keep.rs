//! `senco check`, `senco backup` and `senco restore`: looking after the file.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::out::{Out, Progress, say};
use super::{Failure, Global, Outcome, place};
use crate::clock;
use crate::domain::words::{plural, plural_as};
use crate::store::place::backup_name;
use crate::store::{Store, StoreError};

/// Where a backup goes.
#[derive(Clone, Debug, clap::Args)]
pub struct BackupArgs {
    /// A new file, or a directory in which one is named by the day
    #[arg(value_name = "DEST")]
    dest: PathBuf,
}

/// What to restore.
#[derive(Clone, Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup
    #[arg(value_name = "SRC")]
    src: PathBuf,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

fn count(number: u64, noun: &str) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

/// Verifies everything.
///
/// # Errors
/// Something is wrong: every finding is printed first.
pub fn check(global: &Global) -> Outcome {
    let store = place::open(global)?;
    let report = store.check()?;
    let mut out = Out::new(global.color);
    if global.json {
        let rows = serde_json::json!({
            "good": report.is_good(),
            "records": report.records,
            "rows": report.rows,
            "entries": report.entries,
            "problems": report.problems,
        });
        out.items([rows])?;
    } else {
        for problem in &report.problems {
            out.line(problem)?;
        }
        if report.is_good() {
            let entries = i64::try_from(report.entries).unwrap_or(i64::MAX);
            out.line(&format!(
                "All is well: {}, {}, {}.",
                count(report.records, "record"),
                count(report.rows, "derived row"),
                plural_as(entries, "journal entry", "journal entries")
            ))?;
        }
    }
    out.finish()?;
    if report.is_good() {
        return Ok(());
    }
    let found = i64::try_from(report.problems.len()).unwrap_or(i64::MAX);
    Err(Failure::damaged(format!(
        "{} found: {}. Copy the file away before anything else; `senco restore BACKUP` brings a backup back.",
        plural(found, "problem"),
        store.path().display()
    )))
}

/// Writes a verified copy.
///
/// # Errors
/// The destination exists, the store is damaged, or the disk fails.
pub fn backup(global: &Global, args: &BackupArgs) -> Outcome {
    let store = place::open_reading(global)?;
    let dest = if args.dest.is_dir() { args.dest.join(dated(store.path())) } else { args.dest.clone() };
    let report = store.backup(&dest)?;
    let mut out = Out::new(global.color);
    if global.json {
        let path = report.path.display().to_string();
        out.items([serde_json::json!({
            "path": path, "bytes": report.bytes, "records": report.records, "seq": report.seq.0,
        })])?;
    } else {
        out.line(&report.path.display().to_string())?;
        say(&format!(
            "Backed up and verified: {}, {} kB.",
            count(report.records, "record"),
            report.bytes.div_ceil(1024)
        ));
    }
    drop(store);
    // With a verified copy made, a file that has grown far beyond its content is made small again, if nobody reads. That it
    // could not be is no fault of the backup.
    if let Ok(store) = place::open(global)
        && matches!(store.compact_if_worthwhile(), Ok(true))
    {
        say("The store had grown far beyond its content and was made small again.");
    }
    Ok(out.finish()?)
}

fn dated(store: &Path) -> PathBuf {
    let stamp = clock::local(clock::now()).map(|now| now.format("%Y%m%d-%H%M%S").to_string());
    backup_name(Path::new(store.file_name().unwrap_or_default()), &stamp.unwrap_or_default())
}

/// Makes the store what a backup says.
///
/// # Errors
/// It was not agreed to, the backup is damaged, or the store fails.
pub fn restore(global: &Global, args: &RestoreArgs) -> Outcome {
    let path = place::store(global);
    let opened = match Store::open(&path) {
        Err(StoreError::NoStore(_)) => None,
        opened => Some(opened),
    };
    let Some(opened) = opened else {
        Store::create_from_backup(&path, &args.src)?;
        say(&format!("There was no store at {}: it was made from the backup.", path.display()));
        return Ok(());
    };
    let mut store = opened.map_err(|error| match error {
        StoreError::Damaged(damage) => Failure::damaged(format!(
            "{damage}.\nIt cannot be opened, so it cannot be restored in place. Move it away and restore again: mv {0} {0}.damaged",
            path.display()
        )),
        other => other.into(),
    })?;
    if !args.src.exists() {
        return Err(StoreError::NoStore(args.src.clone()).into());
    }
    let question = format!(
        "Everything in {} becomes as it is in {}. That is a journal entry and can be undone. Go on?",
        path.display(),
        args.src.display()
    );
    if !args.yes && !agreed(&question)? {
        return Err(Failure::because("nothing was changed"));
    }
    let calendar = store.read(|view| view.school())?.calendar;
    let by = place::by(place::today(global, &calendar)?);
    let progress = Progress::of("pupils");
    store.set_progress(move |done, total| progress.tell(done, total));
    let done = store.restore(&args.src, place::operation("restore a backup", &by))?;
    drop(store);
    match done.touched {
        0 => say("The store says what the backup says already: nothing was changed."),
        touched => say(&format!(
            "Restored: {} changed. Journal entry {}; `senco undo` takes it back.",
            plural(i64::try_from(touched).unwrap_or(i64::MAX), "record"),
            done.seq.0
        )),
    }
    Ok(())
}

/// Asks on the terminal.
fn agreed(question: &str) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(format!("{question}\nThere is no terminal to answer on: say --yes")));
    }
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{} [y/N] ", crate::text::clean(question));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
