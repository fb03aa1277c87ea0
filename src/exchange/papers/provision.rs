//! The provision map of one pupil, for a meeting: one page of what runs this academic year and what ended in it.
//!
//! Rule: it is read by parents: dosage in words and days, sessions missed with their reasons in plain words. No other pupil
//! stands in it, only how many share a group. Costs are left out unless somebody asks for them. It is one page; what is too
//! long for that is said before it is printed.

#[cfg(test)]
#[path = "provision/tests.rs"]
mod tests;

use super::folder::{Folder, Run, facts, heads, joined, or_dash, plain, span};
use crate::domain::cost::year;
use crate::domain::delivery::{Missed, Slot, Tally, say_time};
use crate::domain::ids::Held;
use crate::domain::measure::Course;
use crate::domain::provision::{Allocation, Provision};
use crate::domain::rows::PlaceRow;
use crate::domain::words::{capital, list, plural};
use crate::duties::derive::derive;
use crate::exchange::paper::{Block, Paper, Size};

/// Lines of what helps that stand on it at most.
const HELPS: usize = 6;

const DAYS: [&str; 5] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays"];

/// The child's places that have a day in the academic year, those that last first.
fn places(folder: &Folder) -> Vec<&Held<Allocation>> {
    let this = year(folder.today);
    let ended = |held: &Held<Allocation>| held.to.is_some_and(|to| to < folder.today);
    let mut out: Vec<&Held<Allocation>> = folder
        .file
        .allocations
        .iter()
        .filter(|held| held.from <= this.to && held.to.is_none_or(|to| this.from <= to))
        .filter(|held| folder.runs.contains_key(&held.provision))
        .collect();
    out.sort_by_key(|held| (ended(held), held.from, held.id));
    out
}

/// Why it cannot be made now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    places(folder).is_empty().then(|| "no provision is recorded this academic year".to_owned())
}

/// What is missing in it, and what is too much for one page, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let mut out = Vec::new();
    if build(folder).overflows() {
        out.push(
            "it runs over one page: end places that are over, or shorten what the checks say".to_owned(),
        );
    }
    for held in places(folder) {
        let Some(run) = folder.runs.get(&held.provision) else { continue };
        let name = &run.provision.name;
        let begun = held.from <= folder.today;
        if begun && held.entry.trim().is_empty() {
            out.push(format!("{name} has no entry measure"));
        }
        let tally = folder.tallies.get(&held.id);
        if begun && tally.is_none_or(|tally| tally.percent().is_none()) {
            out.push(format!("{name} has no session recorded"));
        }
    }
    out
}

/// Days of the week in words: "Mondays, Wednesdays and Fridays at 9:30"; empty if none are named.
fn days(slots: &[Slot]) -> String {
    let said = slots.chunk_by(|a, b| a.at == b.at).map(|some| {
        let names: Vec<&str> =
            some.iter().filter_map(|slot| DAYS.get(usize::from(slot.weekday)).copied()).collect();
        let at = some.first().and_then(|slot| slot.at).map(|at| format!(" at {}", say_time(at)));
        format!("{}{}", list(&names), at.unwrap_or_default())
    });
    said.collect::<Vec<_>>().join("; ")
}

/// "Once a week", "3 times a week".
fn times(count: usize) -> String {
    match count {
        1 => "once a week".to_owned(),
        2 => "twice a week".to_owned(),
        more => format!("{more} times a week"),
    }
}

fn a_week(provision: &Provision) -> usize {
    if provision.slots.is_empty() { usize::from(provision.times_a_week) } else { provision.slots.len() }
}

/// Minutes in words: "40 minutes", "2 hours 20 minutes".
fn minutes(all: usize) -> String {
    let hours = i64::try_from(all / 60).unwrap_or(0);
    let rest = i64::try_from(all % 60).unwrap_or(0);
    match (hours, rest) {
        (0, rest) => plural(rest, "minute"),
        (hours, 0) => plural(hours, "hour"),
        (hours, rest) => format!("{} {}", plural(hours, "hour"), plural(rest, "minute")),
    }
}

/// With whom: "one to one with R Dale", "with 3 others, led by R Dale (NHS therapy)".
fn with_whom(folder: &Folder, run: &Run) -> String {
    let lead = folder.school.staff_name(run.provision.lead);
    let agency = run.provision.agency.trim();
    let who = match (lead, agency) {
        (lead, "") => lead.to_owned(),
        ("", agency) => agency.to_owned(),
        (lead, agency) => format!("{lead} ({agency})"),
    };
    match (run.others, who.as_str()) {
        (0, "") => "one to one".to_owned(),
        (0, who) => format!("one to one with {who}"),
        (others, "") => format!("with {}", plural(i64::try_from(others).unwrap_or(0), "other")),
        (others, who) => {
            format!("with {}, led by {who}", plural(i64::try_from(others).unwrap_or(0), "other"))
        }
    }
}

/// Why a session did not take place, as parents read it.
fn reason(missed: Missed, first: &str) -> String {
    match missed {
        Missed::AdultAway => "the adult was away".to_owned(),
        Missed::PupilAway => format!("{first} was away"),
        Missed::Trip => "a trip or visit".to_owned(),
        Missed::Closure => "the school was closed".to_owned(),
        Missed::Other => "another reason".to_owned(),
    }
}

/// What took place, in words: "14 of 18 sessions; missed: the adult was away 3, a trip or visit 1".
fn took_place(tally: &Tally, first: &str) -> String {
    let due = tally.due();
    if due == 0 {
        return "no session yet".to_owned();
    }
    if tally.percent().is_none() {
        return "not recorded".to_owned();
    }
    let mut why: Vec<String> = Missed::ALL
        .iter()
        .zip(tally.missed)
        .filter(|(_, count)| *count > 0)
        .map(|(missed, count)| format!("{} {count}", reason(*missed, first)))
        .collect();
    let all = format!("{} of {due} sessions", tally.delivered);
    let not = (tally.open > 0).then(|| format!("{} not recorded", tally.open));
    if !why.is_empty()
        && let Some(first) = why.first_mut()
    {
        *first = format!("missed: {first}");
    }
    joined(&[&all, &why.join(", "), &not.unwrap_or_default()], "; ")
}

/// Entry and now with the progress between: "34 → 41 (+7)\nwords read of 100".
fn measured(place: Option<&PlaceRow>, provision: &Provision) -> String {
    let Some(place) = place else { return "–".to_owned() };
    let course = Course::of(place, provision);
    let figures = course.figures(place);
    let gained = course.gained();
    let all = if gained.is_empty() { figures } else { format!("{figures} ({gained})") };
    or_dash(&joined(&[&all, if all.is_empty() { "" } else { provision.measure.trim() }], "\n"))
}

/// How it went, at the last check: outcome, decision, a word, the day.
fn went(folder: &Folder, held: &Held<Allocation>) -> String {
    let Some(check) = folder.file.checks_of(held.id).next_back() else { return "not checked yet".to_owned() };
    let decision = match check.decision.label() {
        "continue" => "it goes on",
        "change" => "it is changed",
        _ => "it ends",
    };
    let said = format!("{}; {decision}", check.outcome.label());
    joined(&[&capital(&said), check.word.trim(), &plain(check.held)], "\n")
}

fn row(folder: &Folder, held: &Held<Allocation>, run: &Run, place: Option<&PlaceRow>) -> Vec<String> {
    let provision = &run.provision;
    let dosage = format!("{}, {}", times(a_week(provision)), minutes(usize::from(provision.minutes)));
    let next =
        place.and_then(|place| place.next_check).filter(|_| held.to.is_none_or(|to| to >= folder.today));
    let tally = folder.tallies.get(&held.id).copied().unwrap_or_default();
    let mut cells = vec![
        joined(&[&provision.name, &span(held.from, held.to.or(provision.end)), &held.aim], "\n"),
        joined(&[&capital(&dosage), &days(&provision.slots), &with_whom(folder, run)], "\n"),
        took_place(&tally, folder.first()),
        measured(place, provision),
        went(folder, held),
        next.map_or_else(|| "–".to_owned(), plain),
    ];
    if folder.with_costs {
        cells.push(folder.cost_to_date(held.id));
    }
    cells
}

/// Minutes a week of what lasts today: "2 hours 20 minutes".
fn in_all(folder: &Folder) -> String {
    let today = folder.today;
    let runs =
        places(folder).into_iter().filter(|held| held.from <= today && held.to.is_none_or(|to| today <= to));
    let mut seen = Vec::new();
    let mut all: usize = 0;
    for held in runs {
        let Some(run) = folder.runs.get(&held.provision).filter(|run| run.provision.runs(today)) else {
            continue;
        };
        if !seen.contains(&held.provision) {
            seen.push(held.provision);
            let of = a_week(&run.provision).saturating_mul(usize::from(run.provision.minutes));
            all = all.saturating_add(of);
        }
    }
    if all == 0 { String::new() } else { minutes(all) }
}

/// The page.
pub fn build(folder: &Folder) -> Paper {
    let mut paper = folder.paper(format!("Provision map: {}", folder.name()), "provision");
    (paper.size, paper.one_page) = (Size::A4Lying, true);
    let derived = derive(&folder.file, &folder.school).places;
    let rows = places(folder)
        .into_iter()
        .filter_map(|held| {
            let place = derived.iter().find(|place| place.allocation == held.id);
            Some(row(folder, held, folder.runs.get(&held.provision)?, place))
        })
        .collect();
    let cost = folder.costs.year.as_ref().filter(|_| folder.with_costs);
    let said = cost.map(|cost| joined(&[&cost.said(), &cost.wanting().unwrap_or_default()], ". "));
    paper.blocks.push(Block::Facts(facts(&[
        ("Year and class", &folder.place()),
        ("Support a week in all", &in_all(folder)),
        ("Cost this academic year", &said.unwrap_or_default()),
    ])));
    let (mut widths, mut head) = (
        vec![20, 22, 19, 14, 16, 9],
        heads(&[
            "What, since when",
            "How much, with whom",
            "What took place",
            "Entry → now",
            "How it went",
            "Next check",
        ]),
    );
    if folder.with_costs {
        widths = vec![19, 20, 17, 13, 14, 8, 9];
        head.push("Cost so far".to_owned());
    }
    paper.blocks.push(Block::Table { widths, head, rows });
    let helps: Vec<String> = (folder.helps.pupils.iter())
        .flat_map(|one| one.helps.iter().chain(&one.in_class))
        .take(HELPS)
        .cloned()
        .collect();
    if !helps.is_empty() {
        paper.blocks.push(Block::Heading(1, "What helps in class".to_owned()));
        paper.blocks.push(Block::List(helps));
    }
    paper
        .blocks
        .push(Block::Note("A session counts as having taken place where somebody recorded it.".to_owned()));
    paper
}
