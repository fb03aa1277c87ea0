//! `senco paper`: letters, plans and packs as files, for one pupil or for a class or year.
//!
//! Rule: without --sent nothing is recorded. The path goes to stdout, what is missing to stderr.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use super::out::{Out, say};
use super::{Failure, Global, Outcome, find, place};
use crate::actions::letter::{self, Printed as Sending};
use crate::clock;
use crate::domain::code::YearGroup;
use crate::domain::ids::PupilId;
use crate::domain::rows::Group;
use crate::domain::words::{fold, initials};
use crate::exchange::paper::save::{documents_dir, save};
use crate::exchange::paper::{Format, Head, PaperError};
use crate::exchange::papers;
use crate::exchange::papers::documents::{self, Document};
use crate::exchange::papers::print::{NotPrinted, Order, Printed, print};
use crate::exchange::replace;
use crate::store::Store;
use crate::views::strategies::safe::NOT_CLEANED;
use crate::views::strategies::{self, Whom};

/// Which document, about whom, and where it goes.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Which document: see the list that `senco paper` gives
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// A UPN, a number, initials or part of a name; - reads it from stdin, where nobody sees it among the processes
    #[arg(value_name = "PUPIL")]
    pupil: Vec<String>,
    /// For every pupil on the register or the watch list in this class
    #[arg(long, value_name = "CLASS", conflicts_with = "pupil")]
    class: Option<String>,
    /// For every pupil on the register or the watch list in this year: R, 4, N2
    #[arg(long, value_name = "YEAR", conflicts_with = "pupil")]
    year: Option<String>,
    /// What it is written as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Formats,
    /// The folder that it goes into; else $SENCO_DOCUMENTS, else ~/senco-documents
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// With what it costs, where the document leaves that out by itself: the provision map of the pupil
    #[arg(long)]
    costs: bool,
    /// Note of a letter that it goes home today
    #[arg(long)]
    sent: bool,
}

/// What a document is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Formats {
    /// For Word and LibreOffice.
    #[default]
    Docx,
    /// For a browser.
    Html,
    /// Both.
    Both,
}

impl Formats {
    fn all(self) -> &'static [Format] {
        match self {
            Formats::Docx => &[Format::Docx],
            Formats::Html => &[Format::Html],
            Formats::Both => &Format::ALL,
        }
    }
}

/// One document, as the list in JSON has it.
#[derive(Serialize)]
struct KindItem {
    kind: &'static str,
    title: &'static str,
    help: &'static str,
    /// Whether it is a letter home, which is tracked.
    letter: bool,
}

/// One file, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    pupil: u32,
    kind: &'static str,
    path: String,
    /// What is missing in it.
    missing: &'a [String],
}

/// A sheet of many pupils, as JSON has it.
#[derive(Serialize)]
struct SheetItem<'a> {
    kind: &'static str,
    path: &'a str,
}

/// The document that a class has one of.
const STRATEGIES: &str = "strategies";

/// Writes it, or lists what there is.
///
/// # Errors
/// There is no store, no such kind or pupil, it cannot be made now, or cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let Some(kind) = &args.kind else { return list(global) };
    let Some(document) = documents::find(kind) else {
        let known: Vec<&str> = documents::ALL.iter().map(|document| document.code).collect();
        return Err(Failure::usage(format!("there is no document “{kind}”: there is {}", known.join(", "))));
    };
    if args.sent && document.home.is_none() {
        return Err(Failure::usage(format!("--sent is for letters: “{}” is none", document.code)));
    }
    if args.costs && !document.costs {
        return Err(Failure::usage(format!(
            "--costs is for the document “provision”, not for “{}”",
            document.code
        )));
    }
    let store = if args.sent { place::open(global)? } else { place::open_reading(global)? };
    if document.code == STRATEGIES && (args.class.is_some() || args.year.is_some()) {
        return sheet(global, args, &store);
    }
    let pupils = whom(&store, args)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let dir = folder(args);
    let order = Order {
        document,
        formats: args.format.all(),
        dir: &dir,
        costs: args.costs,
        today,
        day_of: clock::day_of,
    };
    let mut done = Vec::new();
    let mut failed = None;
    for pupil in &pupils {
        let failure = match print(&store, *pupil, order) {
            Ok(printed) => {
                done.push((*pupil, printed));
                continue;
            }
            // One that cannot be made is no reason to leave the others out.
            Err(NotPrinted::NotYet(why)) if pupils.len() > 1 => {
                say(&format!("{} not yet: {}", named(&store, *pupil), unnamed(&store, *pupil, &why)));
                continue;
            }
            Err(NotPrinted::Store(error)) => error.into(),
            Err(NotPrinted::Paper(error)) => not_written(error),
            Err(why) => Failure::because(format!("{}: {why}", document.title)),
        };
        failed = Some(failure);
        break;
    }
    let Some(failure) = failed else {
        let store = if args.sent { note_sent(store, document, &done, today)? } else { store };
        return show(global, document, &store, &done);
    };
    // Those that stand in the folder are told of, so that none is printed twice; a letter of a batch that broke off is not noted.
    if !done.is_empty() {
        show(global, document, &store, &done)?;
        if args.sent {
            say("None of these is noted as sent.");
        }
    }
    Err(failure)
}

/// Where files go.
fn folder(args: &Args) -> PathBuf {
    args.out.as_ref().map_or_else(documents_dir, |dir| replace::typed(&dir.to_string_lossy()))
}

fn not_written(error: PaperError) -> Failure {
    Failure::Said(if error.not_permitted { 13 } else { 1 }, error.to_string())
}

/// The year as told.
fn year(args: &Args) -> Result<Option<YearGroup>, Failure> {
    let Some(told) = &args.year else { return Ok(None) };
    let parsed = YearGroup::parse(told);
    parsed
        .map(Some)
        .ok_or_else(|| Failure::usage(format!("--year: “{told}” is no year: say it as R, 4 or N2")))
}

/// What helps in a class or a year, on one paper.
fn sheet(global: &Global, args: &Args, store: &Store) -> Outcome {
    let whom = match (&args.class, year(args)?) {
        (Some(class), _) => {
            let found = store.read(|view| strategies::class_called(view, class))?;
            Whom::Class(found.ok_or_else(|| Failure::because(format!("there is no class “{class}”")))?, None)
        }
        (None, Some(year)) => Whom::Year(year, None),
        (None, None) => return Err(Failure::usage("name a class or a year")),
    };
    let (school, sheet) = store.read(|view| Ok((view.school()?, strategies::sheet(view, &whom)?)))?;
    let today = place::today(global, &school.calendar)?;
    let paper = papers::strategies::paper(&sheet, today);
    let mut out = Out::new(global.color);
    let mut paths = Vec::new();
    for format in args.format.all() {
        let path =
            save(&paper, *format, &Head::of(&school, today), None, &folder(args)).map_err(not_written)?;
        paths.push(path.display().to_string());
    }
    if global.json {
        out.items(paths.iter().map(|path| SheetItem { kind: STRATEGIES, path }))?;
    } else {
        paths.iter().try_for_each(|path| out.line(path))?;
    }
    out.finish()?;
    // Who is on it is for the staff, who is not for the SENCO.
    sheet.nothing_line().iter().for_each(|line| say(line));
    say(NOT_CLEANED);
    Ok(())
}

fn list(global: &Global) -> Outcome {
    let mut out = Out::new(global.color);
    if global.json {
        let item = |document: &Document| KindItem {
            kind: document.code,
            title: document.title,
            help: document.help,
            letter: document.home.is_some(),
        };
        out.items(documents::ALL.iter().map(item))?;
    } else {
        for document in documents::ALL {
            out.line(&format!("{:<12} {}", document.code, document.help))?;
        }
    }
    Ok(out.finish()?)
}

/// The one pupil, or those of a class or a year who are on the register or the watch list.
fn whom(store: &Store, args: &Args) -> Result<Vec<PupilId>, Failure> {
    if args.class.is_none() && args.year.is_none() {
        return Ok(vec![find::pupil(store, &find::named(&args.pupil)?)?]);
    }
    let year = year(args)?;
    let class = args.class.as_deref().map(fold);
    let rows = store.read(|view| view.register_group(Group::Register))?;
    let pupils: Vec<PupilId> = rows
        .into_iter()
        .filter(|row| class.as_ref().is_none_or(|class| fold(&row.who.class) == *class))
        .filter(|row| year.is_none_or(|year| row.who.year == Some(year)))
        .map(|row| row.who.pupil)
        .collect();
    if pupils.is_empty() {
        return Err(Failure::because("nobody on the register or the watch list is in that class or year"));
    }
    Ok(pupils)
}

/// Who it is, for a message that may stand in a log: initials and number.
fn named(store: &Store, pupil: PupilId) -> String {
    let name = store.read(|view| view.pupil(pupil)).ok().flatten().map(|held| held.value.name());
    format!("{} (#{})", initials(&name.unwrap_or_default()), pupil.0)
}

/// A reason that begins with the child's first name, for a message that may stand in a log.
fn unnamed(store: &Store, pupil: PupilId, why: &str) -> String {
    let found = store.read(|view| view.pupil(pupil)).ok().flatten();
    let names = found.map(|held| [held.value.known_as, held.value.forename, held.value.surname]);
    let rest = names.iter().flatten().filter(|name| !name.trim().is_empty()).find_map(|name| {
        let rest = why.strip_prefix(name.as_str())?;
        rest.starts_with(' ').then_some(rest)
    });
    rest.map_or_else(|| why.to_owned(), |rest| format!("the child{rest}"))
}

fn note_sent(
    mut store: Store,
    document: &Document,
    done: &[(PupilId, Printed)],
    today: NaiveDate,
) -> Result<Store, Failure> {
    let Some((letter, slip)) = document.home else { return Ok(store) };
    let by = place::by(today);
    let op = place::operation("Letter sent home", &by);
    store.commit(op, |edit| {
        done.iter().filter(|(_, printed)| printed.to_send).try_for_each(|(pupil, printed)| {
            let what = Sending { letter, slip, about: printed.about.clone(), sent: true };
            letter::printed(edit, &by, *pupil, &what)
        })
    })?;
    Ok(store)
}

fn show(global: &Global, document: &'static Document, store: &Store, done: &[(PupilId, Printed)]) -> Outcome {
    let mut out = Out::new(global.color);
    if global.json {
        let items = done.iter().flat_map(|(pupil, printed)| {
            printed.files.iter().map(|path| Item {
                pupil: pupil.0,
                kind: document.code,
                path: path.display().to_string(),
                missing: &printed.missing,
            })
        });
        out.items(items)?;
    } else {
        for (pupil, printed) in done {
            for path in &printed.files {
                out.line(&path.display().to_string())?;
            }
            if !printed.missing.is_empty() {
                say(&format!("{} lacks: {}", named(store, *pupil), printed.missing.join("; ")));
            }
        }
    }
    Ok(out.finish()?)
}
