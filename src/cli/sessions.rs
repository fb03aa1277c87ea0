//! `senco sessions`: a day's sessions and what of the days before nobody recorded; `senco away`: what an adult's absence means.

use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Failure, Global, Outcome, find, place};
use crate::domain::calendar::Calendar;
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::delivery::{Span, State, say_time};
use crate::domain::school::SchoolFile;
use crate::views::sessions::{self, AwayLine, AwayView, DayView, SessionLine};

/// Which of them.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The day: yesterday, fri, 3/11; else today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// Those that one adult takes: a number or part of a name
    #[arg(long, value_name = "NAME")]
    adult: Option<String>,
    /// Those of one site: its name
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
}

/// Who is away, and when.
#[derive(Clone, Debug, clap::Args)]
pub struct AwayArgs {
    /// The adult: a number or part of a name
    #[arg(value_name = "ADULT", required = true)]
    adult: Vec<String>,
    /// The first day: tomorrow, fri, 3/12; else today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// The last day, where it is more than one
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    to: Option<String>,
}

/// A session, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    /// day, or open for one of an earlier day that nobody recorded.
    list: &'static str,
    provision: u32,
    name: &'a str,
    on: String,
    nth: u8,
    /// When it begins; null if no time is settled.
    at: Option<String>,
    minutes: u16,
    /// planned, delivered, missed.
    state: &'static str,
    /// Why it was missed: adult-away, pupil-away, trip, closure, other.
    reason: Option<&'static str>,
    adult: Option<u32>,
    adult_name: &'a str,
    /// Whether somebody else than the lead takes it.
    cover: bool,
    site: &'a str,
    /// The day on which it was planned first.
    moved_from: Option<String>,
    /// The day to which it was moved; nothing is recorded of it here.
    moved_to: Option<String>,
    /// It took place without being planned.
    extra: bool,
    /// Which of the week's, and of how many.
    week: (u32, u32),
    pupils: Vec<Pupil<'a>>,
    note: &'a str,
    recorded_by: Option<&'a str>,
    /// The provision's sessions so far.
    so_far: Count,
}

#[derive(Serialize)]
struct Pupil<'a> {
    pupil: u32,
    name: &'a str,
    away: Option<&'static str>,
}

#[derive(Serialize)]
struct Count {
    delivered: u32,
    missed: u32,
    not_recorded: u32,
    percent: Option<u32>,
}

/// The word of a state for scripts, and its reason.
pub(super) fn state(state: State) -> (&'static str, Option<&'static str>) {
    match state {
        State::Planned => ("planned", None),
        State::Delivered => ("delivered", None),
        State::Missed(why) => ("missed", Some(why.code())),
    }
}

fn item<'a>(line: &'a SessionLine, list: &'static str) -> Item<'a> {
    let (state, reason) = state(line.state);
    let pupils = line.pupils.iter().map(|part| Pupil {
        pupil: part.who.pupil.0,
        name: &part.who.name,
        away: part.away.map(|why| why.code()),
    });
    Item {
        list,
        provision: line.provision.0,
        name: &line.name,
        on: day::iso(line.on),
        nth: line.nth,
        at: line.at.map(say_time),
        minutes: line.minutes,
        state,
        reason,
        adult: line.adult.map(|id| id.0),
        adult_name: &line.adult_name,
        cover: line.cover,
        site: &line.site_name,
        moved_from: line.moved_from.map(|place| day::iso(place.on)),
        moved_to: line.moved_to.map(|(on, _)| day::iso(on)),
        extra: line.extra,
        week: line.week,
        pupils: pupils.collect(),
        note: &line.note,
        recorded_by: line.recorded.as_ref().map(|typed| typed.by.as_str()),
        so_far: Count {
            delivered: line.tally.delivered,
            missed: line.tally.missed.iter().sum(),
            not_recorded: line.tally.open,
            percent: line.tally.percent(),
        },
    }
}

/// A day that is told, else `other`.
pub(super) fn told(
    text: Option<&String>,
    other: chrono::NaiveDate,
    (today, lean): (chrono::NaiveDate, Lean),
    calendar: &Calendar,
) -> Result<chrono::NaiveDate, Failure> {
    let Some(text) = text else { return Ok(other) };
    date_input::parse(text, today, calendar, lean).map_err(|error| Failure::usage(error.to_string()))
}

/// Prints a day.
///
/// # Errors
/// There is no store, it cannot be read, no such adult or site is there, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let on = told(args.on.as_ref(), today, (today, Lean::Past), &school.calendar)?;
    let adult = args.adult.as_ref().map(|text| find::adult(&school, text)).transpose()?;
    let site = args.site.as_ref().map(|text| find::site(&school, text)).transpose()?;
    let view = store.read(|snapshot| sessions::day(snapshot, &school, (on, today), adult, site))?;
    let mut out = Out::new(global.color);
    if global.json {
        let rows = view.rows.iter().map(|line| item(line, "day"));
        out.items(rows.chain(view.open.iter().map(|line| item(line, "open"))))?;
    } else {
        print(&mut out, &view, today)?;
    }
    Ok(out.finish()?)
}

/// What became of it, or what is to: "delivered, extra", "planned, from Mon 16 Nov".
fn what(line: &SessionLine, today: chrono::NaiveDate) -> String {
    let mut words = match (line.moved_to, line.state) {
        (Some((on, at)), _) => {
            let at = at.map(|at| format!(" {}", say_time(at))).unwrap_or_default();
            format!("moved to {}{at}", day::near(on, today))
        }
        (None, State::Planned) if line.on < today => "not recorded".to_owned(),
        (None, other) => crate::actions::session::said(other),
    };
    if let Some(place) = line.moved_from {
        words.push_str(&format!(", from {}", day::near(place.on, today)));
    }
    if line.extra {
        words.push_str(", extra");
    }
    words
}

fn who(line: &SessionLine) -> String {
    let one = |part: &sessions::Part| match part.away {
        Some(why) => format!("{} ({})", part.who.name, why.label()),
        None => part.who.name.clone(),
    };
    line.pupils.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn print(out: &mut Out, view: &DayView, today: chrono::NaiveDate) -> std::io::Result<()> {
    let closed = view.closed.as_ref().map(|why| format!(": no school day ({why})")).unwrap_or_default();
    out.head(&format!("{}{closed}  {}", day::full(view.on), view.rows.len()))?;
    let mut table = Table::new(&[">", "", "", "", "", ""]);
    for line in &view.rows {
        let cover = if line.cover { " (cover)" } else { "" };
        table.row(vec![
            line.time(),
            line.name.clone(),
            format!("{}{cover}", line.adult_name),
            format!("{} min", line.minutes),
            what(line, today),
            who(line),
        ]);
    }
    table.print(out)?;
    if view.rows.is_empty() {
        out.line("No session is planned or recorded.")?;
    }
    if view.open.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.head(&format!("Not recorded yet  {}", view.open.len()))?;
    let mut table = Table::new(&["", ">", "", "", ""]);
    for line in &view.open {
        let on = day::column(line.on);
        table.row(vec![on, line.time(), line.name.clone(), line.adult_name.clone(), who(line)]);
    }
    table.print(out)
}

/// What an absence means, as JSON has it: one item a session.
#[derive(Serialize)]
struct AwayItem<'a> {
    #[serde(flatten)]
    session: Item<'a>,
    moves: Vec<Move<'a>>,
    covers: Vec<Cover<'a>>,
    not: Vec<Not<'a>>,
}

#[derive(Serialize)]
struct Move<'a> {
    on: String,
    at: Option<String>,
    words: &'a str,
}

#[derive(Serialize)]
struct Cover<'a> {
    adult: u32,
    name: &'a str,
    trained: bool,
    words: &'a str,
}

#[derive(Serialize)]
struct Not<'a> {
    name: &'a str,
    why: &'a str,
}

fn away_item(line: &AwayLine) -> AwayItem<'_> {
    let moves = line.moves.iter().map(|one| Move {
        on: day::iso(one.on),
        at: one.at.map(say_time),
        words: &one.words,
    });
    let covers = line.covers.iter().map(|one| Cover {
        adult: one.adult.0,
        name: &one.name,
        trained: one.trained,
        words: &one.words,
    });
    AwayItem {
        session: item(&line.session, "day"),
        moves: moves.collect(),
        covers: covers.collect(),
        not: line.not.iter().map(|(name, why)| Not { name, why }).collect(),
    }
}

/// Prints what it means that an adult is away.
///
/// # Errors
/// There is no store, it cannot be read, no such adult is there, or stdout cannot be written.
pub fn away(global: &Global, args: &AwayArgs) -> Outcome {
    let store = place::open_reading(global)?;
    let school: SchoolFile = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let adult = find::adult(&school, &args.adult.join(" "))?;
    let from = told(args.on.as_ref(), today, (today, Lean::Future), &school.calendar)?;
    let to = told(args.to.as_ref(), from, (today, Lean::Future), &school.calendar)?;
    if to < from {
        return Err(Failure::usage("--to lies before --on"));
    }
    if day::between(from, to) > 366 {
        return Err(Failure::usage("say at most a year"));
    }
    let view = store.read(|snapshot| sessions::away(snapshot, &school, adult, Span { from, to }, today))?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(view.rows.iter().map(away_item))?;
    } else {
        print_away(&mut out, &view, today)?;
    }
    Ok(out.finish()?)
}

/// The first few, and how many more: the whole is in JSON and on the screen.
fn some(all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(SHOWN);
    let mut words = all.take(SHOWN).collect::<Vec<_>>().join("; ");
    if more > 0 {
        words.push_str(&format!("; {more} more"));
    }
    words
}

/// Adults shown at most for one session.
const SHOWN: usize = 6;

fn print_away(out: &mut Out, view: &AwayView, today: chrono::NaiveDate) -> std::io::Result<()> {
    let days = match view.span.from == view.span.to {
        true => day::full(view.span.from),
        false => format!("{} to {}", day::full(view.span.from), day::full(view.span.to)),
    };
    out.head(&format!("{} away, {days}  {}", view.name, view.rows.len()))?;
    if view.rows.is_empty() {
        out.line("No session is left without an adult.")?;
    }
    for row in &view.rows {
        let line = &row.session;
        out.line(&format!(
            "{} {}  {}  {} min  {}",
            day::near(line.on, today),
            line.time(),
            line.name,
            line.minutes,
            who(line)
        ))?;
        let moves: Vec<&str> = row.moves.iter().map(|one| one.words.as_str()).collect();
        let covers = row.covers.iter().map(|one| format!("{} ({})", one.name, one.words));
        let (covers, not) = (some(covers), some(row.not.iter().map(|(name, why)| format!("{name}: {why}"))));
        for (what, words) in [("move to", moves.join("; ")), ("cover", covers), ("not", not)] {
            if !words.is_empty() {
                out.line(&format!("    {what}: {words}"))?;
            }
        }
    }
    if view.pupils.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.head(&format!("Pupils who would miss something  {}", view.pupils.len()))?;
    let mut table = Table::new(&["", "", ">", ""]);
    for one in &view.pupils {
        let cells =
            [one.who.name.clone(), one.who.place(), format!("{} min", one.minutes), one.what.join(", ")];
        table.row(cells.into());
    }
    table.print(out)
}
