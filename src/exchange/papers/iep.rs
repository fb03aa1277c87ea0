//! The plan of a cycle in a school's two layouts (S2 Appendix B and C): headed with the area of need; for cognition and
//! learning headed so, with the level of SEN.
//!
//! Rule: what the plan is called, which fields it has and what its targets are called is the kind's row, so an IEP and a My
//! Plan are one paper. What nobody wrote yet is left free to write in by hand.

use super::folder::{Folder, TO_WRITE, heads, joined, plain};
use crate::domain::code::Area;
use crate::domain::field::{Value, field};
use crate::domain::ids::Held;
use crate::domain::stage;
use crate::domain::support::{Cycle, PlanKind, Target};
use crate::exchange::paper::{Block, Paper, Size};

/// Fields that stand above the targets; the others of a kind stand below.
const ABOVE: [&str; 3] = ["strengths", "concerns", "outcomes"];

/// Rows to write in where no target is set.
const FREE: usize = 3;

/// The cycle that is printed: the one that runs, else the one reviewed last.
fn cycle(folder: &Folder) -> Option<&Held<Cycle>> {
    folder.file.cycle().or_else(|| folder.reviewed_cycle())
}

/// Why it cannot be made now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    cycle(folder).is_none().then(|| "no plan is begun: begin a cycle first".to_owned())
}

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let Some(cycle) = cycle(folder) else { return Vec::new() };
    let kind = folder.plan_kind(Some(cycle));
    let shown = |key: &str| kind.fields.iter().any(|(one, _)| *one == key);
    [
        (folder.file.targets_of(cycle.id).next().is_none(), format!("no {} set", none_of(kind))),
        (cycle.agreed.is_none(), "not agreed with parents and child yet".to_owned()),
        (cycle.review_on.is_none() && cycle.ended().is_none(), "no day for its review".to_owned()),
        (shown("strengths") && cycle.strengths.trim().is_empty(), "no strengths".to_owned()),
        (shown("concerns") && cycle.concerns.trim().is_empty(), "no concerns".to_owned()),
        (shown("home") && cycle.home.trim().is_empty(), "nothing on how parents help".to_owned()),
    ]
    .into_iter()
    .filter_map(|(lacks, words)| lacks.then_some(words))
    .collect()
}

/// "target is", "outcome is": what a plan without any lacks.
fn none_of(kind: &PlanKind) -> String {
    format!("{} is", one_of(kind))
}

/// "target": one of what the kind calls its targets.
pub(super) fn one_of(kind: &PlanKind) -> &'static str {
    kind.targets.strip_suffix('s').unwrap_or(kind.targets)
}

/// The plan.
pub fn build(folder: &Folder) -> Paper {
    let Some(cycle) = cycle(folder) else {
        return folder.paper(folder.plan_kind(None).title, folder.plan_kind(None).code);
    };
    let kind = folder.plan_kind(Some(cycle));
    let headed = match cycle.area {
        Some(Area::Cognition) => "Learning",
        Some(area) => area.label(),
        None => "",
    };
    let mut paper = folder.paper(joined(&[kind.title, headed], " – "), kind.code);
    paper.size = Size::A4Lying;
    paper.blocks.push(who(folder, cycle));
    let mut above = Vec::new();
    let mut below = Vec::new();
    for (key, label, said) in fields(kind, cycle) {
        if ABOVE.contains(&key) {
            above.push((label, or_line(&said)));
        } else if !said.trim().is_empty() || key == "home" {
            below.push((label, or_line(&said)));
        }
    }
    paper.blocks.push(Block::Facts(above));
    paper.blocks.push(targets(folder, kind, cycle));
    if !below.is_empty() {
        paper.blocks.push(Block::Facts(below));
    }
    for (source, who) in [(&cycle.pupil, folder.first()), (&cycle.parents, "Parents")] {
        if !source.note.trim().is_empty() {
            let on = source.on.map(plain).unwrap_or_default();
            paper.blocks.push(Block::Voice { who: joined(&[who, &on], " · "), words: source.note.clone() });
        }
    }
    if cycle.ended().is_none() && cycle.agreed.is_none() {
        paper.blocks.push(Block::Missing("This plan is not agreed with parents and child yet.".to_owned()));
    }
    if let Some(reviewed) = cycle.reviewed {
        let outcome = cycle.outcome.map(|outcome| outcome.label()).unwrap_or_default();
        let found = joined(&[&format!("Reviewed {}", plain(reviewed)), outcome, &cycle.found], ": ");
        paper.blocks.push(Block::Para(found));
    }
    paper
}

/// The text, or a line to write it on.
fn or_line(said: &str) -> String {
    if said.trim().is_empty() { TO_WRITE.repeat(2) } else { said.trim().to_owned() }
}

/// Who it is for and when, on one line of a table. The level of SEN stands in the layout for learning alone.
fn who(folder: &Folder, cycle: &Cycle) -> Block {
    let pupil = &folder.file.pupil;
    let day = |date: Option<chrono::NaiveDate>| date.map(plain).unwrap_or_default();
    let level = folder.file.stage().and_then(|span| stage::find(&span.stage)).map_or("", |stage| stage.label);
    let mut cells = vec![
        (30, "Name", folder.name()),
        (16, "Date of birth", day(pupil.born)),
        (20, "Year", folder.place()),
        (17, "Start date", day(cycle.agreed)),
        (17, "Review date", day(cycle.review_on)),
    ];
    if cycle.area == Some(Area::Cognition) {
        cells[0].0 = 26;
        cells[1].0 = 14;
        cells[2].0 = 14;
        cells[3].0 = 14;
        cells[4].0 = 14;
        cells.insert(3, (18, "Level of SEN", level.to_owned()));
    }
    Block::Table {
        widths: cells.iter().map(|cell| cell.0).collect(),
        head: heads(&cells.iter().map(|cell| cell.1).collect::<Vec<_>>()),
        rows: vec![cells.into_iter().map(|cell| cell.2).collect()],
    }
}

/// Key, label and words of the fields that a kind shows; the area stands in the title.
fn fields(kind: &PlanKind, cycle: &Cycle) -> Vec<(&'static str, String, String)> {
    let shown = |(key, label): (&'static str, &'static str)| {
        let row = field::<Cycle>(key)?;
        let said = match (row.get)(cycle) {
            Value::Text(text) => text,
            _ => String::new(),
        };
        (key != "area").then(|| (key, label.to_owned(), said))
    };
    kind.labels().filter_map(shown).collect()
}

/// The targets, a row each; where none is set, rows to write in.
fn targets(folder: &Folder, kind: &PlanKind, cycle: &Held<Cycle>) -> Block {
    let row = |target: &Held<Target>| {
        let outcome = target.outcome.map(|outcome| outcome.label()).unwrap_or_default();
        let on = target.judged.map(plain).unwrap_or_default();
        vec![
            target.aim.clone(),
            target.criteria.clone(),
            target.resources.clone(),
            target.strategies.clone(),
            joined(&[&joined(&[outcome, &on], ", "), &target.result], "\n"),
        ]
    };
    let mut rows: Vec<Vec<String>> = folder.file.targets_of(cycle.id).map(row).collect();
    if rows.is_empty() {
        rows =
            vec![vec!["\n\n\n".to_owned(), String::new(), String::new(), String::new(), String::new()]; FREE];
    }
    let what = if one_of(kind) == "outcome" { "Outcome we want" } else { "Target" };
    Block::Table {
        widths: vec![22, 20, 20, 22, 16],
        head: heads(&[
            what,
            "Achievement criteria",
            "Possible resources and techniques",
            "Possible class strategies and support",
            if what == "Target" { "Outcome" } else { "What came of it" },
        ]),
        rows,
    }
}

#[cfg(test)]
#[path = "iep/tests.rs"]
mod tests;
