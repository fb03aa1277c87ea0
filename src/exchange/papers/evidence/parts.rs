//! The tables of an evidence pack: cycles, provision with costs, reviews, letters, the chronology.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Part;
use crate::domain::field::Fields;
use crate::domain::ids::Held;
use crate::domain::provision::Allocation;
use crate::domain::rows::Duty;
use crate::domain::support::Cycle;
use crate::domain::words::capital;
use crate::duties::{self, sen_support};
use crate::exchange::paper::Block;
use crate::exchange::papers::folder::{Folder, heads, joined, or_dash, plain, span};
use crate::views::cost::YearCost;
use crate::views::timeline;

fn day(date: Option<NaiveDate>) -> String {
    date.map_or_else(|| "–".to_owned(), plain)
}

/// One cycle: its days, what it drew on, its plan with targets, what was found.
fn cycle(folder: &Folder, held: &Held<Cycle>, number: usize) -> Vec<Block> {
    let one = &held.value;
    let kind = folder.plan_kind(Some(one));
    let mut blocks =
        vec![Block::Heading(2, format!("Cycle {number}, begun {} ({})", plain(one.began), kind.label))];
    let state = match (one.reviewed, one.dropped) {
        (Some(on), _) => plain(on),
        (None, Some(on)) => format!("given up on {} without a review", plain(on)),
        (None, None) => "not yet".to_owned(),
    };
    let outcome = one.outcome.map(|outcome| outcome.label()).unwrap_or_default();
    let told = joined(&[&one.staff_told.map(plain).unwrap_or_default(), &one.told], ", ");
    let mut facts = vec![
        ("Plan agreed".to_owned(), day(one.agreed)),
        ("Review agreed for".to_owned(), day(one.review_on)),
        ("Reviewed".to_owned(), state),
    ];
    facts.extend(crate::exchange::papers::folder::facts(&[
        ("Staff told", &told),
        ("Outcome against what was hoped", outcome),
        ("Found", &one.found),
    ]));
    blocks.push(Block::Facts(facts));
    let label = |key: &str| {
        Cycle::FIELDS
            .iter()
            .find(|field| field.key == key)
            .map_or(key.to_owned(), |field| field.label.to_owned())
    };
    let drawn =
        one.sources().into_iter().filter(|(_, source)| source.on.is_some() || !source.note.is_empty());
    let rows: Vec<Vec<String>> =
        drawn.map(|(key, source)| vec![label(key), day(source.on), or_dash(&source.note)]).collect();
    if !rows.is_empty() {
        let head = heads(&["Drew on", "Date", "What it said"]);
        blocks.push(Block::Table { widths: vec![20, 15, 65], head, rows });
    }
    let plan = folder.plan_fields(one);
    if !plan.is_empty() {
        blocks.push(Block::Facts(plan));
    }
    blocks.extend(folder.targets_table(held.id));
    blocks
}

/// Cycles with their plans, targets and outcomes.
pub(super) fn cycles(folder: &Folder) -> Part {
    let all = &folder.file.cycles;
    let blocks = all.iter().zip(1..).flat_map(|(held, number)| cycle(folder, held, number)).collect();
    Part::counted("Cycles: assess, plan, do, review", all.len(), "cycle", "cycles", blocks)
}

/// Provision with dosage, measures, costs, and every impact check.
pub(super) fn provision(folder: &Folder) -> Part {
    let file = &folder.file;
    let mut blocks = Vec::new();
    let row = |held: &Held<Allocation>| {
        let run = folder.runs.get(&held.provision);
        let provision = run.map(|run| &run.provision);
        let lead = folder.school.staff_name(provision.and_then(|provision| provision.lead));
        let name = provision.map_or("a provision", |provision| provision.name.as_str());
        let agency = provision.map_or("", |provision| provision.agency.as_str());
        let wave = provision.map_or("", |provision| provision.wave.label());
        let measure = provision.map_or("", |provision| provision.measure.as_str());
        let group =
            run.map(|run| if run.places > 1 { format!("group of {}", run.places) } else { "1:1".to_owned() });
        let got = match held.exit.trim() {
            "" => or_dash(&held.entry),
            exit => format!("{} → {exit}", or_dash(&held.entry)),
        };
        let week = provision.map(|provision| provision.dosage()).unwrap_or_default();
        vec![
            joined(&[name, lead, agency, wave], "\n"),
            span(held.from, held.to),
            joined(&[&week, &group.unwrap_or_default(), &folder.delivered(held.id)], "\n"),
            joined(&[&got, measure], " "),
            or_dash(&held.aim),
            folder.cost_to_date(held.id),
        ]
    };
    if !file.allocations.is_empty() {
        blocks.push(Block::Table {
            widths: vec![20, 15, 21, 16, 16, 12],
            head: heads(&["Provision", "When", "A week, delivered", "Entry → exit", "Aim", "Cost so far"]),
            rows: file.allocations.iter().map(row).collect(),
        });
        let ground = duties::ground(file, &folder.school);
        let year = folder.costs.year.as_ref();
        let said = year.map(|year| match ground.on(Duty::CostThreshold) {
            true => format!("This academic year: {}.", sen_support::against_threshold(&year.said(), &ground)),
            false => format!("This academic year: {}.", year.said()),
        });
        blocks.push(Block::Note(joined(
            &[
                "A cost is this child's part of the sessions delivered to date.",
                &said.unwrap_or_default(),
                &year.and_then(YearCost::wanting).unwrap_or_default(),
            ],
            " ",
        )));
    }
    let checks: Vec<Vec<String>> = file
        .checks
        .iter()
        .map(|check| {
            let held = file.allocations.iter().find(|held| held.id == check.allocation);
            let run = held.and_then(|held| folder.runs.get(&held.provision));
            vec![
                plain(check.held),
                run.map_or_else(|| "a provision".to_owned(), |run| run.provision.name.clone()),
                format!("{} ({})", check.outcome.label(), check.outcome.sign()),
                or_dash(&joined(&[&check.measure, &check.word], ", ")),
                check.decision.label().to_owned(),
            ]
        })
        .collect();
    if !checks.is_empty() {
        blocks.push(Block::Heading(2, "Impact checks".to_owned()));
        let head = heads(&["Date", "Provision", "Against what was hoped", "Measure", "Decision"]);
        blocks.push(Block::Table { widths: vec![14, 24, 26, 22, 14], head, rows: checks });
    }
    Part::counted("Provision with costs", file.allocations.len(), "provision", "provisions", blocks)
}

/// Reviews: when they were to be and were, with whose views.
pub(super) fn reviews(folder: &Folder) -> Part {
    let yes = |words: &str| if words.trim().is_empty() { "not recorded" } else { "recorded" }.to_owned();
    let row = |review: &Held<crate::domain::review::Review>| {
        let state = match (review.held, review.cancelled) {
            (Some(on), _) => plain(on),
            (None, Some(on)) => format!("called off {}", plain(on)),
            (None, None) if review.due < folder.today => "not held yet".to_owned(),
            (None, None) => "to come".to_owned(),
        };
        let moved =
            review.moves.last().map(|made| format!("moved from {}: {}", plain(made.from), made.reason));
        let outcome = review.outcome.map(|outcome| outcome.label()).unwrap_or_default();
        let lead = folder.school.staff_name(review.lead);
        vec![
            joined(&[&capital(review.kind.label()), lead], "\n"),
            joined(&[&plain(review.due), &moved.unwrap_or_default()], "\n"),
            state,
            if review.held.is_some() { yes(&review.pupil_voice) } else { "–".to_owned() },
            if review.held.is_some() { yes(&review.parent_voice) } else { "–".to_owned() },
            or_dash(&joined(&[outcome, &review.note], "\n")),
        ]
    };
    let all = &folder.file.reviews;
    let table = Block::Table {
        widths: vec![15, 16, 14, 13, 13, 29],
        head: heads(&["Review", "Agreed for", "Held", "Child's view", "Parents' view", "Found"]),
        rows: all.iter().map(row).collect(),
    };
    Part::counted("Reviews", all.len(), "review", "reviews", vec![table])
}

/// Letters home: decided, sent, asked for, back.
pub(super) fn letters(folder: &Folder) -> Part {
    let row = |notice: &Held<crate::domain::case::Notice>| {
        let slip = match (notice.slip, notice.returned) {
            (_, Some(on)) => plain(on),
            (true, None) => "not back".to_owned(),
            (false, None) => "no slip".to_owned(),
        };
        vec![
            notice.letter.label().to_owned(),
            plain(notice.decided),
            day(notice.sent),
            day(notice.chased),
            slip,
        ]
    };
    let all = &folder.file.notices;
    let table = Block::Table {
        widths: vec![32, 17, 17, 17, 17],
        head: heads(&["Letter", "Decided", "Sent", "Slip asked for", "Slip back"]),
        rows: all.iter().map(row).collect(),
    };
    Part::counted("Letters home", all.len(), "letter", "letters", vec![table])
}

/// What happened, oldest first, with the day it was typed.
pub(super) fn chronology(folder: &Folder) -> Part {
    let provisions: BTreeMap<_, _> =
        folder.runs.iter().map(|(id, run)| (*id, run.provision.clone())).collect();
    let story = timeline::tell(&folder.file, &provisions, &folder.school, folder.today, folder.day_of);
    let mut past: Vec<_> = story.entries.into_iter().filter(|entry| !entry.ahead).collect();
    past.reverse();
    let row = |entry: &timeline::Entry| {
        // A later step of a case keeps no moment of its own: the journal has it.
        let step = || folder.typed.get(&(entry.record, entry.on)).map(|at| (folder.day_of)(*at));
        let typed = match (entry.typed_on, entry.by.as_str()) {
            (Some(on), _) => plain(on),
            (None, "") => step().map_or_else(|| "–".to_owned(), plain),
            (None, _) => plain(entry.on),
        };
        // What does not fit into the line stands whole in the detail.
        let told = |line: &str| {
            let said = line.split_once(": ").map_or(line, |(_, said)| said);
            !entry.what.ends_with('…') && entry.what.contains(said)
        };
        let more: Vec<&str> = entry.detail.iter().map(String::as_str).filter(|line| !told(line)).collect();
        vec![plain(entry.on), typed, joined(&[&capital(&entry.what), &more.join("\n")], "\n")]
    };
    let rows: Vec<Vec<String>> = past.iter().map(row).collect();
    let (first, last) = (past.first().map(|entry| entry.on), past.last().map(|entry| entry.on));
    let mut part = Part::counted("Chronology", rows.len(), "entry", "entries", vec![
        Block::Note(
            "Each entry stands on the day it happened. “Typed” is the day it was written down; – where nothing on file says."
                .to_owned(),
        ),
        Block::Table { widths: vec![15, 15, 70], head: heads(&["Happened", "Typed", "What"]), rows },
    ]);
    if let (Some(first), Some(last)) = (first, last) {
        part.holds = format!("{}, {} to {}", part.holds, plain(first), plain(last));
    }
    part
}
