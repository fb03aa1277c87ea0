//! `senco stages`: the sets of stages with their duties, the one in force, and going over to another.
//!
//! Rule: `--rehearse` writes nothing and says what `--change` would do. A change is one journal entry: `senco undo` takes it back.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::actions::stage_set;
use crate::domain::calendar::Calendar;
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::stage::{self, StageSet};
use crate::domain::words::{plural, plural_as};
use crate::store::{ErrorKind, Store};
use crate::views::stage_set::{Plan, Rehearsal, rehearse};

/// Which set, and whether to go over to it.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// One set with the duties of its stages: 2015, 2001, 2026-draft
    #[arg(value_name = "SET", conflicts_with_all = ["rehearse", "change"])]
    set: Option<String>,
    /// Show who would stand where in this set; nothing is written
    #[arg(long, value_name = "SET", conflicts_with = "change")]
    rehearse: Option<String>,
    /// Go over to this set, for all pupils at a stage, as one change
    #[arg(long, value_name = "SET", requires = "from")]
    change: Option<String>,
    /// The first day of the new stages: today, 1/9, 2026-09-01
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    from: Option<String>,
    /// Where the pupils of a stage come to: old code=new code; may be given again
    #[arg(long, value_name = "OLD=NEW")]
    map: Vec<String>,
}

/// A stage of a set, as JSON has it.
#[derive(Serialize)]
struct Item {
    set: &'static str,
    set_label: &'static str,
    in_force: bool,
    layers: bool,
    source: &'static str,
    note: &'static str,
    code: &'static str,
    label: &'static str,
    order: u8,
    /// The census code that a pupil there has as a rule.
    census: &'static str,
    on_register: bool,
    reviewed: bool,
    valid_from: Option<String>,
    valid_to: Option<String>,
    pays: &'static str,
    monitors: Vec<Monitor>,
    duties: Vec<Duty>,
}

#[derive(Serialize)]
struct Monitor {
    who: &'static str,
    how: &'static str,
}

#[derive(Serialize)]
struct Duty {
    key: &'static str,
    /// The stage whose duty it is: the stage itself, or one that it builds on.
    stage: &'static str,
    text: &'static str,
    source: &'static str,
    whole_school: bool,
}

fn items(set: &'static StageSet, in_force: bool) -> impl Iterator<Item = Item> {
    set.stages.iter().map(move |stage| Item {
        set: set.code,
        set_label: set.label,
        in_force,
        layers: set.layers,
        source: set.source,
        note: set.note,
        code: stage.code,
        label: stage.label,
        order: stage.order,
        census: stage.census.code(),
        on_register: stage.on_register,
        reviewed: stage.reviewed,
        valid_from: stage.valid.0.map(day::iso),
        valid_to: stage.valid.1.map(day::iso),
        pays: stage.pays,
        monitors: stage.monitors.iter().map(|(who, how)| Monitor { who, how }).collect(),
        duties: stage
            .all_duties()
            .into_iter()
            .map(|(of, duty)| Duty {
                key: duty.key,
                stage: of.code,
                text: duty.text,
                source: duty.source,
                whole_school: duty.whole_school,
            })
            .collect(),
    })
}

/// One pupil of a rehearsal, as JSON has it.
#[derive(Serialize)]
struct Moved<'a> {
    pupil: u32,
    name: &'a str,
    from: &'a str,
    /// The new stage; null where the stage is known to no set and no place was given.
    to: Option<&'static str>,
    census: &'static str,
    since: Option<String>,
}

fn moved(rehearsal: &Rehearsal) -> Vec<Moved<'_>> {
    let going = rehearsal
        .going
        .iter()
        .flat_map(|one| one.pupils.iter().map(|pupil| (pupil, one.from.as_str(), Some(one.to.code))));
    let lost = rehearsal.no_place.iter().map(|(from, pupil)| (pupil, from.as_str(), None));
    going
        .chain(lost)
        .map(|(pupil, from, to)| Moved {
            pupil: pupil.who.pupil.0,
            name: &pupil.who.name,
            from,
            to,
            census: pupil.census.code(),
            since: pupil.since.map(day::iso),
        })
        .collect()
}

/// The set in force; the usual one where there is no store and none was named.
fn in_force(global: &Global) -> Result<&'static StageSet, Failure> {
    match Store::open_reading(&place::store(global)) {
        Ok(store) => Ok(stage::of(&store.read(|view| view.school())?.settings.stage_set)),
        Err(error) if error.kind() == ErrorKind::NoStore && global.store.is_none() => Ok(stage::of("")),
        Err(error) => Err(error.into()),
    }
}

/// Shows the sets, rehearses a change of set, or makes it.
///
/// # Errors
/// There is no such set or stage, the change is refused, or the store fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    match (&args.rehearse, &args.change) {
        (Some(set), _) => rehearsal(global, args, set),
        (None, Some(set)) => change(global, args, set),
        (None, None) if !args.map.is_empty() || args.from.is_some() => {
            Err(Failure::usage("--from and --map go with --rehearse or --change"))
        }
        (None, None) => show(global, args),
    }
}

fn show(global: &Global, args: &Args) -> Outcome {
    let now = in_force(global)?;
    let one = match &args.set {
        None => None,
        Some(told) => Some(stage::set(told).ok_or_else(|| {
            let sets: Vec<&str> = stage::SETS.iter().map(|set| set.code).collect();
            Failure::usage(format!("there is no stage set “{told}”: {}", sets.join(", ")))
        })?),
    };
    let mut out = Out::new(global.color);
    if global.json {
        let sets = stage::SETS.iter().filter(|set| one.is_none_or(|one| one == *set));
        out.items(sets.flat_map(|set| items(set, set == now)))?;
    } else if let Some(set) = one {
        full(&mut out, set, set == now)?;
    } else {
        for set in stage::SETS {
            let force = if set == now { ", in force" } else { "" };
            out.head(&format!("{}: {}{force}", set.code, set.label))?;
            out.line(&format!("  {}", set.note))?;
            let mut table = Table::new(&["", "", "", "", ""]);
            for stage in set.stages {
                table.row(vec![
                    " ".to_owned(),
                    stage.code.to_owned(),
                    stage.label.to_owned(),
                    format!("census {}", stage.census.code()),
                    plural_as(i64::try_from(stage.all_duties().len()).unwrap_or(i64::MAX), "duty", "duties"),
                ]);
            }
            table.print(&mut out)?;
            out.line("")?;
        }
        out.line(
            "`senco stages SET` shows the duties; `senco stages --rehearse SET` who would stand where.",
        )?;
    }
    Ok(out.finish()?)
}

fn full(out: &mut Out, set: &'static StageSet, in_force: bool) -> Result<(), Failure> {
    out.head(&format!("{}{}", set.label, if in_force { ", in force" } else { "" }))?;
    out.line(set.note)?;
    out.line(&format!("Source: {}", set.source))?;
    for stage in set.stages {
        out.line("")?;
        out.head(&format!("{}  {} (census {})", stage.code, stage.label, stage.census.code()))?;
        match stage.valid {
            (None, None) => {}
            (from, to) => {
                let from = from.map(|from| format!("from {}", day::plain(from)));
                let to = to.map(|to| format!("to {}", day::plain(to)));
                out.line(&format!("  In use {}", from.into_iter().chain(to).collect::<Vec<_>>().join(" ")))?;
            }
        }
        let before: Vec<&str> =
            stage.as_well.iter().filter_map(|code| stage::find(code)).map(|stage| stage.label).collect();
        if !before.is_empty() {
            out.line(&format!("  As well as the duties of {}:", before.join(", ")))?;
        }
        for duty in stage.duties {
            let whose = if duty.whole_school { ", the whole school's" } else { "" };
            out.line(&format!("  - {} ({}{whose})", duty.text, duty.source))?;
        }
        out.line(&format!("  Paid by {}", stage.pays))?;
        for (who, how) in stage.monitors {
            out.line(&format!("  Monitored by {who}: {how}"))?;
        }
    }
    Ok(())
}

fn plan(args: &Args, set: &str, today: NaiveDate, calendar: &Calendar) -> Result<Plan, Failure> {
    let from = match &args.from {
        None => today,
        Some(told) => date_input::parse(told, today, calendar, Lean::Past)
            .map_err(|error| Failure::usage(format!("--from: {error}")))?,
    };
    let pair = |told: &String| match told.split_once('=') {
        Some((old, new)) => Ok((old.trim().to_owned(), new.trim().to_owned())),
        None => Err(Failure::usage(format!("--map {told}: say OLD=NEW, the codes of two stages"))),
    };
    let pairs = args.map.iter().map(pair).collect::<Result<Vec<_>, _>>()?;
    Plan::told(set, from, &pairs).map_err(Failure::usage)
}

fn rehearsal(global: &Global, args: &Args, set: &str) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let plan = plan(args, set, today, &school.calendar)?;
    let rehearsal = store.read(|view| rehearse(view, &school, &plan))?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(moved(&rehearsal))?;
        return Ok(out.finish()?);
    }
    out.head(&format!(
        "From “{}” to “{}”, from {}",
        rehearsal.now.label,
        plan.set.label,
        day::full(plan.from)
    ))?;
    for going in &rehearsal.going {
        out.line("")?;
        let count = plural(i64::try_from(going.pupils.len()).unwrap_or(i64::MAX), "pupil");
        out.head(&format!("{} → {}: {count}", going.from_label(), going.to.label))?;
        for words in going.minds() {
            out.line(&format!("  Mind: {words}"))?;
        }
        let mut table = Table::new(&["", "", "", ""]);
        for pupil in &going.pupils {
            table.row(vec![
                " ".to_owned(),
                pupil.who.name.clone(),
                pupil.who.place(),
                format!("census {}", pupil.census.code()),
            ]);
        }
        table.print(&mut out)?;
    }
    out.finish()?;
    say(plan.set.note);
    say(&told(&rehearsal));
    Ok(())
}

/// How many go over, how many stay, and who has no place.
fn told(rehearsal: &Rehearsal) -> String {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let lost = match rehearsal.no_place.len() {
        0 => String::new(),
        count => format!(
            " {} at a stage that no set knows; give it a place with --map.",
            plural(number(count), "pupil")
        ),
    };
    format!(
        "{} to another stage, {} stay; nobody's census code changes, and no letter begins.{lost}",
        plural(number(rehearsal.count()), "pupil"),
        rehearsal.staying
    )
}

fn change(global: &Global, args: &Args, set: &str) -> Outcome {
    let store = place::open(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let plan = plan(args, set, today, &school.calendar)?;
    let by = place::by(today);
    let mut done = None;
    let op = place::operation(stage_set::ACTION, &by);
    let committed = place::commit_telling(store, op, |edit| {
        done = Some(stage_set::change(edit, &by, &plan)?);
        Ok(())
    })?;
    if let Some(done) = &done {
        say(&told(done));
    }
    say(&format!("Changed. Journal entry {}; `senco undo` takes it back.", committed.seq.0));
    Ok(())
}
