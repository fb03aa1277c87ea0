//! `senco rules`: every rule with its source, parameters and worked example; and the school's own choices.
//!
//! Rule: without a store it shows the rules as they come. A change is one journal entry: `senco undo` takes it back.

use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::actions::rule as action;
use crate::domain::school::{RuleChoice, Settings};
use crate::duties::rule::{Example, Sure, Unit};
use crate::store::{ErrorKind, Store};
use crate::views::rules::{self, RuleLine};

/// Which rule, and what to change.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// One rule in full: its name, as the first column has it
    #[arg(value_name = "ID", conflicts_with = "set")]
    id: Option<String>,
    /// Change a rule: its name, then on, off, default, or KEY=VALUE
    #[arg(long, num_args = 2.., value_names = ["ID", "CHANGE"])]
    set: Vec<String>,
}

/// A parameter, as JSON has it.
#[derive(Serialize)]
struct Param {
    key: &'static str,
    label: &'static str,
    help: &'static str,
    unit: &'static str,
    min: i64,
    max: i64,
    default: i64,
    value: i64,
}

/// A worked example, as JSON has it.
#[derive(Serialize)]
struct Worked {
    words: String,
    given: serde_json::Map<String, serde_json::Value>,
    gives: Option<&'static str>,
    steps: Vec<String>,
}

/// One rule, as JSON has it.
#[derive(Serialize)]
struct Item {
    id: &'static str,
    /// The number of its duty.
    number: u16,
    family: &'static str,
    title: &'static str,
    who: &'static str,
    /// Whose clock runs: school, authority, family.
    whose: &'static str,
    force: &'static str,
    source: &'static str,
    /// Whether the source was seen, or is generally known.
    seen: bool,
    limit: &'static str,
    valid_from: Option<&'static str>,
    valid_to: Option<&'static str>,
    on: bool,
    on_by_default: bool,
    parameters: Vec<Param>,
    dispute: &'static str,
    worked_example: Worked,
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Times => "times",
        Unit::Pence => "pence",
        Unit::YesNo => "yes or no",
        unit => unit.label(),
    }
}

fn item(line: &RuleLine) -> Item {
    let rule = line.rule;
    let some = |text: &'static str| (!text.is_empty()).then_some(text);
    let (given, gives) = match rule.example {
        Example::Date { given, gives } => (given, Some(gives)),
        Example::Words(_) => (&[][..], None),
    };
    Item {
        id: rule.id,
        number: rule.duty as u16,
        family: line.family,
        title: rule.title,
        who: rule.who,
        whose: rule.whose.label(),
        force: rule.force.label(),
        source: rule.source,
        seen: rule.sure == Sure::Seen,
        limit: rule.limit,
        valid_from: some(rule.valid.0),
        valid_to: some(rule.valid.1),
        on: line.on,
        on_by_default: rule.on,
        parameters: line
            .params
            .iter()
            .map(|line| Param {
                key: line.param.key,
                label: line.param.label,
                help: line.param.help,
                unit: unit(line.param.unit),
                min: line.param.min,
                max: line.param.max,
                default: line.param.default,
                value: line.value,
            })
            .collect(),
        dispute: rule.dispute,
        worked_example: Worked {
            words: rules::example(rule),
            given: given.iter().map(|(fact, date)| ((*fact).to_owned(), (*date).into())).collect(),
            gives,
            steps: rules::steps(rule),
        },
    }
}

/// What the school chose; as the rules come where there is no store and none was named.
fn settings(global: &Global) -> Result<Settings, Failure> {
    match Store::open_reading(&place::store(global)) {
        Ok(store) => Ok(store.read(|view| view.school())?.settings.value),
        Err(error) if error.kind() == ErrorKind::NoStore && global.store.is_none() => Ok(Settings::default()),
        Err(error) => Err(error.into()),
    }
}

fn unknown(id: &str) -> Failure {
    Failure::usage(format!("there is no rule “{id}”: `senco rules` lists them"))
}

/// Shows the rules, or changes one.
///
/// # Errors
/// There is no such rule, a change says nothing that can be, or the store fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    if let Some((id, changes)) = args.set.split_first() {
        return set(global, id, changes);
    }
    let settings = settings(global)?;
    let lines = match &args.id {
        Some(id) => vec![rules::find(&settings, id).ok_or_else(|| unknown(id))?],
        None => rules::all(&settings),
    };
    let mut out = Out::new(global.color);
    match (&lines[..], global.json) {
        (lines, true) => out.items(lines.iter().map(item))?,
        ([line], false) if args.id.is_some() => full(&mut out, line, &settings)?,
        (lines, false) => {
            let mut table = Table::new(&["Rule", "Force", "On", "What it asks for", "Set here"]);
            for line in lines {
                table.row(vec![
                    line.rule.id.to_owned(),
                    line.rule.force.label().to_owned(),
                    (if line.on { "on" } else { "off" }).to_owned(),
                    line.rule.title.to_owned(),
                    line.choices(),
                ]);
            }
            table.print(&mut out)?;
        }
    }
    Ok(out.finish()?)
}

fn full(out: &mut Out, line: &RuleLine, settings: &Settings) -> Result<(), Failure> {
    out.head(line.rule.title)?;
    out.line(&format!("{}, in {}", line.rule.id, line.family))?;
    for said in line.lines(settings) {
        out.line(&said)?;
    }
    for (at, step) in rules::steps(line.rule).iter().enumerate() {
        out.line(&format!("{}{step}", if at == 0 { "How: " } else { "     " }))?;
    }
    for line in &line.params {
        let (least, most) = (line.param.min, line.param.max);
        out.line(&format!("Set with {}={least}…{most}: {}", line.param.key, line.param.help))?;
    }
    Ok(())
}

fn set(global: &Global, id: &str, changes: &[String]) -> Outcome {
    let store = place::open(global)?;
    let school = store.read(|view| view.school())?;
    let rule = rules::find(&school.settings, id).ok_or_else(|| unknown(id))?.rule;
    let base = school.settings.choice(rule.duty).cloned();
    let mut mine = base.clone().unwrap_or_else(|| action::untouched(rule.duty));
    for change in changes {
        apply(&mut mine, change)?;
    }
    for (key, value) in &mine.values {
        action::check(rule, key, *value).map_err(|refused| Failure::usage(refused.to_string()))?;
    }
    let by = place::by(place::today(global, &school.calendar)?);
    let op = place::operation("set a rule", &by);
    let done = place::commit_telling(store, op, |edit| action::set(edit, base.as_ref(), &mine))?;
    match done.touched {
        0 => say("It stands so already: nothing was changed."),
        _ => say(&format!("Set. Journal entry {}; `senco undo` takes it back.", done.seq.0)),
    }
    Ok(())
}

fn apply(choice: &mut RuleChoice, change: &str) -> Result<(), Failure> {
    match change {
        "on" => choice.on = Some(true),
        "off" => choice.on = Some(false),
        "default" => (choice.on, choice.values) = (None, Vec::new()),
        _ => {
            let parts = change.split_once('=').map(|(key, value)| (key.trim(), value.trim().parse::<i64>()));
            let Some((key, Ok(value))) = parts else {
                let words = format!("“{change}” is no change: say on, off, default, or KEY=VALUE");
                return Err(Failure::usage(words));
            };
            choice.values.retain(|(known, _)| known != key);
            choice.values.push((key.to_owned(), value));
        }
    }
    Ok(())
}
