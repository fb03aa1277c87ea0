//! The governors' and the head's figures, as at a day, out of what is on file.
//!
//! Rule: one pass over all files, and only when somebody asks. Numbers of children (or of what is one child's: a review, a target, a
//! place) under five are kept back, and others with them where one could be worked out (`keep_back`). A table of one site beside
//! that of the whole school could still tell: show one of them.
//!
//! - `tally` counts; `spent` adds up what sessions cost; `keep_back` hides; `table` is what is shown.

mod keep_back;
mod spent;
mod table;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::register_at::AsAt;
use crate::domain::calendar::{academic_year, academic_year_label};
use crate::domain::code::{Area, YearGroup};
use crate::domain::day;
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::review::ReviewKind;
use crate::domain::school::SchoolFile;
use crate::domain::stage;
use crate::domain::support::TargetOutcome;
use crate::domain::words::plural;
use crate::store::{Snapshot, StoreError};
pub use keep_back::{LEAST, Shown};
use spent::Spent;
pub use table::{Cell, Row, Table};
use tally::{Counter, Sides, TIMES, Tally, WAVES};

/// The figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// As at which day.
    pub on: NaiveDate,
    /// The school's name.
    pub school: String,
    /// The site that they are of; empty for the whole school.
    pub site: String,
    /// The tables in order.
    pub tables: Vec<Table>,
}

/// What is said below every sheet of figures.
pub fn legend() -> String {
    format!("Numbers under {LEAST} are not shown, nor are others that would tell one.")
}

impl Figures {
    /// What is said below a sheet that leaves the house: [`legend`], and of one site what no sheet can keep back by itself.
    pub fn small_print(&self) -> String {
        if self.site.is_empty() {
            return legend();
        }
        format!(
            "{} Give out the figures of one site or those of the whole school, never both: subtracted, they would tell.",
            legend()
        )
    }
}

/// The figures as at a day, of one site or of all.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn read(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    at: AsAt,
    site: Option<RecordId>,
) -> Result<Figures, StoreError> {
    let provisions: HashMap<RecordId, Held<Provision>> =
        snapshot.provisions()?.into_iter().map(|held| (held.id, held)).collect();
    let mut counter =
        Counter { at, days: tally::days(at.on), provisions: &provisions, tally: Tally::default() };
    snapshot.each_file(|file| {
        if site.is_none() || file.pupil.site == site {
            counter.count(&file);
        }
    })?;
    let running: Vec<&Provision> = provisions
        .values()
        .map(|held| &held.value)
        .filter(|run| run.runs(at.on) && (site.is_none() || run.site.is_none() || run.site == site))
        .collect();
    let spent = spent::read(snapshot, school, &provisions, at.on, site)?;
    Ok(Figures {
        on: at.on,
        school: school.info.name.clone(),
        site: school.site_name(site).to_owned(),
        tables: tables(&counter.tally, &running, spent, school, at),
    })
}

fn tables(tally: &Tally, running: &[&Provision], spent: Spent, school: &SchoolFile, at: AsAt) -> Vec<Table> {
    let mut tables = vec![stages(tally, school, at.on), areas(tally, at.on)];
    if academic_year(at.on) == academic_year(at.today) {
        let rows = tally
            .years
            .iter()
            .map(|(year, sides)| (year.map_or("not recorded".to_owned(), YearGroup::label), *sides));
        tables.push(beside("year", "By year", "Year", rows.collect()));
    }
    let named = |labels: &[&str], sides: &[Sides]| -> Vec<(String, Sides)> {
        labels.iter().map(|label| (*label).to_owned()).zip(sides.iter().copied()).collect()
    };
    let mut sexes = named(&["Female", "Male", "not recorded"], &tally.sex);
    sexes.retain(|(label, sides)| label != "not recorded" || sides.iter().any(|count| *count > 0));
    tables.push(beside("sex", "By sex", "Sex", sexes));
    let premium = named(&["Pupil premium", "the others"], &tally.premium);
    tables.push(beside("pupil_premium", "Pupil premium", "Pupil premium", premium));
    tables.push(beside(
        "eal",
        "English as an additional language",
        "Language",
        named(&["EAL", "the others"], &tally.eal),
    ));
    tables.push(reviews(tally, at.on));
    tables.push(impact(tally, at.on));
    tables.push(cycles(tally, at.on));
    tables.push(targets(tally, at.on));
    tables.push(costs(tally, running, spent, at.on));
    tables
}

fn count(shown: &Shown) -> Cell {
    Cell::Count(*shown)
}

fn change(now: &Shown, then: Option<&Shown>) -> Cell {
    let then = then.and_then(|then| then.number());
    Cell::Change(now.number().zip(then).map(|(now, then)| i64::from(now) - i64::from(then)))
}

fn share(part: Shown, whole: Shown) -> Cell {
    let parts = part.number().zip(whole.number()).filter(|(_, whole)| *whole > 0);
    let share = parts.map(|(part, whole)| (u64::from(part) * 100 + u64::from(whole) / 2) / u64::from(whole));
    Cell::Share(share.and_then(|share| u32::try_from(share).ok()))
}

/// Rows of now, a term and a year ago, each a part of the total of its time.
fn over_time(rows: Vec<(String, [u32; TIMES])>, total: &str) -> Vec<Row> {
    let times: Vec<(Vec<Shown>, Shown)> = (0..TIMES)
        .map(|time| {
            let parts: Vec<u32> =
                rows.iter().map(|(_, counts)| counts.get(time).copied().unwrap_or(0)).collect();
            keep_back::column(&parts)
        })
        .collect();
    let cells = |at: Option<usize>| -> Vec<Cell> {
        let one = |(parts, total): &(Vec<Shown>, Shown)| match at {
            Some(at) => parts.get(at).copied().unwrap_or(Shown::Back),
            None => *total,
        };
        let shown: Vec<Shown> = times.iter().map(one).collect();
        let now = shown.first().copied().unwrap_or(Shown::Back);
        shown.iter().map(count).chain([change(&now, shown.get(1)), change(&now, shown.get(2))]).collect()
    };
    let mut out: Vec<Row> = rows
        .iter()
        .enumerate()
        .map(|(at, (label, _))| Row { label: label.clone(), cells: cells(Some(at)), total: false })
        .collect();
    out.push(Row { label: total.to_owned(), cells: cells(None), total: true });
    out
}

fn time_columns() -> Vec<(&'static str, String)> {
    headed(&[
        ("now", "now"),
        ("term_ago", "term ago"),
        ("year_ago", "year ago"),
        ("since_term", "in a term"),
        ("since_year", "in a year"),
    ])
}

/// Which days they are.
fn times_note(on: NaiveDate) -> String {
    let [now, term, year] = tally::days(on);
    let (now, term, year) = (day::plain(now), day::plain(term), day::plain(year));
    format!("Now {now}; a term ago {term} (four months); a year ago {year}.")
}

fn stages(tally: &Tally, school: &SchoolFile, on: NaiveDate) -> Table {
    let mut rows: Vec<(String, [u32; TIMES])> = Vec::new();
    let mut watched: Vec<(String, [u32; TIMES])> = Vec::new();
    let mut all = tally.stages.clone();
    // The stages of the set in force stand there even where nobody is at them.
    for stage in stage::of(&school.settings.stage_set).stages {
        all.entry((stage.rank(), stage.code.to_owned())).or_default();
    }
    for ((_, code), counts) in all {
        let Some(stage) = stage::find(&code) else { continue };
        let to = if stage.on_register { &mut rows } else { &mut watched };
        to.push((stage.label.to_owned(), counts));
    }
    let mut table = over_time(rows, "on the register");
    for (label, counts) in watched {
        // No part of the total: a number by itself.
        let alone = over_time(vec![(label, counts)], "");
        table.extend(alone.into_iter().take(1));
    }
    Table {
        key: "stage",
        title: "By stage".to_owned(),
        rows_are: "Stage",
        columns: time_columns(),
        rows: table,
        note: format!("{} The watch list is not on the register.", times_note(on)),
    }
}

fn areas(tally: &Tally, on: NaiveDate) -> Table {
    let labels = Area::ALL.iter().map(|area| area.label()).chain(["no fixed area", "no need recorded"]);
    let rows = labels.map(str::to_owned).zip(tally.areas).collect();
    Table {
        key: "area",
        title: "By main area of need".to_owned(),
        rows_are: "Area",
        columns: time_columns(),
        rows: over_time(rows, "on the register"),
        note: times_note(on),
    }
}

/// Pupils on the register beside all on roll. The others on roll follow from the two and are protected with them.
fn beside(key: &'static str, title: &str, rows_are: &'static str, rows: Vec<(String, Sides)>) -> Table {
    let counts: Vec<Vec<u32>> = rows.iter().map(|(_, sides)| sides.to_vec()).collect();
    let others = rows.iter().map(|(_, sides)| sides[1]).fold(0, u32::saturating_add);
    let found = if others < LEAST {
        // Nearly all on roll are on the register: beside it, the roll would tell how many are not.
        let registered: Vec<u32> = rows.iter().map(|(_, sides)| sides[0]).collect();
        let (parts, total) = keep_back::column(&registered);
        keep_back::Crossed {
            rows: vec![Shown::Back; parts.len()],
            cells: parts.into_iter().map(|part| vec![part]).collect(),
            columns: vec![total],
            all: Shown::Back,
        }
    } else {
        keep_back::crossed(&counts, &[true, false], true)
    };
    let row = |label: &str, part: Shown, whole: Shown, total| Row {
        label: label.to_owned(),
        cells: vec![count(&part), count(&whole), share(part, whole)],
        total,
    };
    let mut out = Vec::new();
    for (((label, _), cells), whole) in rows.iter().zip(&found.cells).zip(&found.rows) {
        out.push(row(label, cells.first().copied().unwrap_or(Shown::Back), *whole, false));
    }
    out.push(row("all", found.columns.first().copied().unwrap_or(Shown::Back), found.all, true));
    Table {
        key,
        title: title.to_owned(),
        rows_are,
        columns: vec![
            ("register", "register".to_owned()),
            ("roll", "on roll".to_owned()),
            ("share", "share".to_owned()),
        ],
        rows: out,
        note: String::new(),
    }
}

/// Rows and columns with the totals of both, the total of a row first.
fn both(rows: &[(String, [u32; 3])], total: &str) -> Vec<Row> {
    if let [(label, counts)] = rows {
        let (cells, whole) = keep_back::column(counts);
        let cells = [count(&whole)].into_iter().chain(cells.iter().map(count)).collect();
        return vec![Row { label: label.clone(), cells, total: false }];
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let counts: Vec<Vec<u32>> = rows.iter().map(|(_, counts)| counts.to_vec()).collect();
    let found = keep_back::crossed(&counts, &[true, true, true], false);
    let row = |label: &str, whole: &Shown, cells: &[Shown], total| Row {
        label: label.to_owned(),
        cells: [count(whole)].into_iter().chain(cells.iter().map(count)).collect(),
        total,
    };
    let mut out = Vec::new();
    for (((label, _), cells), whole) in rows.iter().zip(&found.cells).zip(&found.rows) {
        out.push(row(label, whole, cells, false));
    }
    out.push(row(total, &found.all, &found.columns, true));
    out
}

fn headed(columns: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    columns.iter().map(|(key, label)| (*key, (*label).to_owned())).collect()
}

fn this_year(on: NaiveDate) -> String {
    academic_year_label(academic_year(on))
}

fn reviews(tally: &Tally, on: NaiveDate) -> Table {
    let label = |kind: usize| ReviewKind::ALL.get(kind).map_or("review", |kind| kind.label()).to_owned();
    let rows: Vec<(String, [u32; 3])> =
        tally.reviews.iter().map(|(kind, counts)| (label(*kind), *counts)).collect();
    Table {
        key: "reviews",
        title: format!("Reviews due in {}", this_year(on)),
        rows_are: "Review",
        columns: headed(&[
            ("due", "due"),
            ("on_time", "on time"),
            ("late", "held late"),
            ("open", "not held"),
        ]),
        rows: both(&rows, "all"),
        note: "On time is by the day agreed. What was called off is not counted.".to_owned(),
    }
}

fn impact(tally: &Tally, on: NaiveDate) -> Table {
    let rows: Vec<(String, [u32; 3])> =
        tally.impact.iter().map(|(name, counts)| (name.clone(), *counts)).collect();
    Table {
        key: "impact",
        title: format!("Impact of provision, {}", this_year(on)),
        rows_are: "Intervention",
        columns: headed(&[("n", "places"), ("below", "less"), ("as_hoped", "as hoped"), ("above", "more")]),
        rows: both(&rows, "all"),
        note:
            "The last look of the year at each place: less than hoped (−2, −1), as hoped (0), more (+1, +2)."
                .to_owned(),
    }
}

/// Parts of one total.
fn parts(
    key: &'static str,
    title: String,
    rows_are: &'static str,
    rows: &[(&str, u32)],
    total: &str,
    note: &str,
) -> Table {
    let counts: Vec<u32> = rows.iter().map(|(_, count)| *count).collect();
    let (cells, all) = keep_back::column(&counts);
    let row = |label: &str, shown: Shown, total| Row {
        label: label.to_owned(),
        cells: vec![count(&shown), share(shown, all)],
        total,
    };
    let mut out: Vec<Row> =
        rows.iter().zip(&cells).map(|((label, _), shown)| row(label, *shown, false)).collect();
    out.push(row(total, all, true));
    let columns = headed(&[("n", "number"), ("share", "share")]);
    Table { key, title, rows_are, columns, rows: out, note: note.to_owned() }
}

fn cycles(tally: &Tally, on: NaiveDate) -> Table {
    let [reviewed, dropped, running] = tally.cycles;
    let rows = [("reviewed", reviewed), ("given up", dropped), ("running", running)];
    let note = "Cycles of assess, plan, do, review that ran in the year.";
    parts("cycles", format!("Cycles, {}", this_year(on)), "Cycle", &rows, "all", note)
}

fn targets(tally: &Tally, on: NaiveDate) -> Table {
    let all = [TargetOutcome::Met, TargetOutcome::Partly, TargetOutcome::NotMet, TargetOutcome::Dropped];
    let rows: Vec<(&str, u32)> = all.into_iter().map(TargetOutcome::label).zip(tally.targets).collect();
    parts("targets", format!("Targets judged, {}", this_year(on)), "Outcome", &rows, "all", "")
}

/// Runs and places of the day, and what the year's sessions cost so far. A cost stands only beside places that are shown: of a few
/// it would tell what one child's provision costs.
fn costs(tally: &Tally, running: &[&Provision], spent: Spent, on: NaiveDate) -> Table {
    let (places, all_places) = keep_back::column(&tally.places);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let money = |pence: i64, shown: &Shown| Cell::Money(shown.number().map(|_| pence));
    let mut rows: Vec<Row> = Vec::new();
    for ((wave, shown), (pence, _)) in WAVES.into_iter().zip(places).zip(spent) {
        let runs = running.iter().filter(|run| run.wave == wave).count();
        let cells = vec![Cell::Plain(number(runs)), Cell::Count(shown), money(pence, &shown)];
        rows.push(Row { label: wave.label().to_owned(), cells, total: false });
    }
    let pence = spent.iter().fold(0_i64, |sum, (pence, _)| sum.saturating_add(*pence));
    let cells = vec![Cell::Plain(number(running.len())), Cell::Count(all_places), money(pence, &all_places)];
    rows.push(Row { label: "all".to_owned(), cells, total: true });
    let without = spent.iter().fold(0_u32, |sum, (_, no_rate)| sum.saturating_add(*no_rate));
    let delivered =
        format!("Cost so far: of the sessions delivered in {}, of ended runs too.", this_year(on));
    let note = match without {
        0 => delivered,
        some => format!(
            "{delivered} Of {} no rate is known: they are not in it.",
            plural(i64::from(some), "session")
        ),
    };
    Table {
        key: "costs",
        title: "Provision that runs".to_owned(),
        rows_are: "Wave",
        columns: headed(&[("runs", "runs"), ("places", "places"), ("cost", "cost so far")]),
        rows,
        note,
    }
}
