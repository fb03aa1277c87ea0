//! `senco why PUPIL`: why each thing is due that is due: rule, source, the sum, the facts it used, what would change it.

use chrono::NaiveDate;
use serde::Serialize;

use super::out::Out;
use super::{Failure, Global, Outcome, find, place};
use crate::clock;
use crate::domain::day;
use crate::domain::ids::SCHOOL;
use crate::duties;
use crate::views::why::{self, Terms, Why};

/// Whose, and which rule.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A UPN, a number, initials or part of a name; - reads it from stdin, where nobody sees it among the processes
    #[arg(value_name = "PUPIL", required_unless_present = "school")]
    pupil: Vec<String>,
    /// What the school itself owes
    #[arg(long, conflicts_with = "pupil")]
    school: bool,
    /// This rule alone, by its name: needs-assessment.final-plan
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
}

/// A recorded date, as JSON has it.
#[derive(Serialize)]
struct FactItem<'a> {
    record: &'a str,
    label: &'a str,
    date: String,
    typed_on: Option<String>,
    by: &'a str,
}

/// A number of the rule, as JSON has it.
#[derive(Serialize)]
struct ChoiceItem<'a> {
    label: &'a str,
    now: &'a str,
}

/// What follows, as JSON has it.
#[derive(Serialize)]
struct ThenItem<'a> {
    date: String,
    what: &'a str,
    force: &'static str,
    whose: &'static str,
}

/// One due date with its reasons, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    /// 0 for the school's own.
    pupil: u32,
    date: String,
    what: &'a str,
    rule: &'a str,
    title: &'a str,
    force: &'static str,
    /// Whether the source was seen, or it is told as generally understood.
    seen: bool,
    source: &'a str,
    limit: &'a str,
    who: &'a str,
    whose: &'static str,
    steps: &'a [String],
    facts: Vec<FactItem<'a>>,
    choices: Vec<ChoiceItem<'a>>,
    /// Whether the terms have a say in the date: no, confirmed, provisional.
    terms: &'static str,
    then: Vec<ThenItem<'a>>,
    dispute: &'a str,
    record: &'static str,
    id: u32,
}

fn item(why: &Why) -> Item<'_> {
    let fact = |fact: &'_ why::Fact| (fact.typed_on.map(day::iso), day::iso(fact.date));
    Item {
        pupil: why.about.pupil.0,
        date: day::iso(why.date),
        what: &why.what,
        rule: why.rule,
        title: why.title,
        force: why.force.label(),
        seen: why.seen,
        source: why.source,
        limit: why.limit,
        who: why.who,
        whose: why.whose.label(),
        steps: &why.steps,
        facts: why
            .facts
            .iter()
            .map(|one| {
                let (typed_on, date) = fact(one);
                FactItem { record: one.record, label: one.label, date, typed_on, by: &one.by }
            })
            .collect(),
        choices: why.choices.iter().map(|one| ChoiceItem { label: one.label, now: &one.now }).collect(),
        terms: match why.terms {
            Terms::Unused => "no",
            Terms::Confirmed => "confirmed",
            Terms::Provisional => "provisional",
        },
        then: why
            .then
            .iter()
            .map(|next| ThenItem {
                date: day::iso(next.date),
                what: &next.what,
                force: next.force.label(),
                whose: next.whose.label(),
            })
            .collect(),
        dispute: why.dispute,
        record: why.about.kind.label(),
        id: why.about.id.0,
    }
}

/// Says why.
///
/// # Errors
/// No such pupil or rule, or the store cannot be read.
pub fn run(global: &Global, args: &Args) -> Outcome {
    if let Some(id) = &args.rule
        && !duties::rules().any(|rule| rule.id == id)
    {
        return Err(Failure::usage(format!("there is no rule {id}; senco why PUPIL names those at work")));
    }
    let store = place::open_reading(global)?;
    let whose = if args.school { SCHOOL } else { find::pupil(&store, &find::named(&args.pupil)?)? };
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let found = store.read(|view| why::all(view, &school, whose, clock::day_of))?;
    let Some(mut found) = found else { return Err(Failure::because("this pupil is no longer on file")) };
    if let Some(id) = &args.rule {
        found.retain(|why| why.rule == id);
    }
    let mut out = Out::new(global.color);
    if global.json {
        out.items(found.iter().map(item))?;
    } else if found.is_empty() {
        let by = if args.rule.is_some() { " by this rule" } else { "" };
        out.line(&format!("Nothing is due{by}."))?;
    } else {
        for (at, why) in found.iter().enumerate() {
            if at > 0 {
                out.line("")?;
            }
            print(&mut out, why, today)?;
        }
    }
    Ok(out.finish()?)
}

fn print(out: &mut Out, why: &Why, today: NaiveDate) -> std::io::Result<()> {
    let parts = [why.name.as_str(), &why.what];
    out.head(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))?;
    out.line(&format!("  {}: {}", why.title, why.when(today)))?;
    for paragraph in why.letter(today) {
        if !paragraph.heading.is_empty() {
            out.line(&format!("  {}", paragraph.heading))?;
        }
        let indent = if paragraph.heading.is_empty() { "  " } else { "    " };
        for line in &paragraph.lines {
            out.line(&format!("{indent}{line}"))?;
        }
    }
    Ok(())
}
