//! The provision map of a span as a file: a workbook, a page for a wall, comma-separated values.
//!
//! Rule: it says what the map on the screen says, grouped and summed the same way, and no more; whether pupils stand in it by
//! name or by initials it says itself. No file's name and no title has a pupil's name.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `columns` | the one table of columns of a pupil's place: for the workbook and for comma-separated values |
//! | `book` | the workbook: map, places, costs, what works, and how it was reckoned |
//! | `page` | the page for a browser and for A3 |
//! | `sums` | costs by area and wave, and how each intervention worked, in the span |

mod book;
mod columns;
mod page;
mod sums;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use chrono::Datelike;

use super::paper::{Head, PaperError, html, save};
use super::xlsx;
use crate::domain::calendar::{Calendar, academic_year};
use crate::domain::day;
use crate::domain::delivery::Span;
use crate::domain::rows::Who;
use crate::domain::school::SchoolFile;
use crate::domain::words::initials;
use crate::views::provision::{By, GroupKey, MapData, MapGroup, Sort, title};

/// What the map is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A workbook for Excel and LibreOffice, with charts.
    Xlsx,
    /// A page for a browser, to be printed on A3.
    Html,
    /// Comma-separated values: a row a place.
    Csv,
}

impl Form {
    /// Every form, the usual first.
    pub const ALL: [Form; 3] = [Form::Xlsx, Form::Html, Form::Csv];

    /// The ending of its files' names.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Xlsx => "xlsx",
            Form::Html => "html",
            Form::Csv => "csv",
        }
    }

    /// As a list offers it.
    pub fn label(self) -> &'static str {
        match self {
            Form::Xlsx => "Workbook (XLSX) with charts",
            Form::Html => "Page to print on A3 (HTML)",
            Form::Csv => "Comma-separated values (CSV)",
        }
    }
}

/// What of the map is written, and how.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The map's span, read once.
    pub data: &'a MapData,
    /// The school.
    pub school: &'a SchoolFile,
    /// What it is grouped by.
    pub by: By,
    /// What it is sorted by.
    pub sort: Sort,
    /// Whether pupils stand in it by initials.
    pub initials: bool,
}

impl Order<'_> {
    /// The span's name: "Autumn term 2026".
    fn range(&self) -> String {
        title(self.data.asked.span, &self.school.calendar)
    }

    /// Its days: "1 Sep 2026 to 18 Dec 2026".
    fn days(&self) -> String {
        let Span { from, to } = self.data.asked.span;
        match span_name(self.data.asked.span, &self.school.calendar).as_str() {
            "all" => "all time".to_owned(),
            _ => format!("{} to {}", day::plain(from), day::plain(to)),
        }
    }

    /// "Provision map, Autumn term 2026".
    fn title(&self) -> String {
        format!("Provision map, {}", self.range())
    }

    /// A pupil's name, or initials.
    fn who(&self, who: &Who) -> String {
        if !self.initials {
            return who.name.clone();
        }
        match initials(&who.name) {
            none if none.is_empty() => "–".to_owned(),
            // A name written letter by letter would stand there whole.
            found => found.chars().take(6).collect(),
        }
    }

    /// A pupil with year and class; by initials with the year alone, since a class and initials are a name to who knows it.
    fn who_and_year(&self, who: &Who) -> String {
        let place =
            if self.initials { who.year.map(|year| year.short()).unwrap_or_default() } else { who.place() };
        if place.is_empty() { self.who(who) } else { format!("{} · {place}", self.who(who)) }
    }

    /// A group's heading.
    fn heading(&self, group: &MapGroup) -> String {
        let first = group.rows.first().and_then(|row| row.places(self.data).next());
        match (&group.key, first) {
            (GroupKey::Pupil(_), Some((place, _))) => self.who_and_year(&place.who),
            _ => group.title.clone(),
        }
    }

    /// How pupils stand in it, in a sentence.
    fn whose(&self) -> &'static str {
        if self.initials {
            "Pupils stand in it by initials and year. What was typed (names of interventions, measures) stands as it was typed."
        } else {
            "Pupils stand in it by name: confidential."
        }
    }
}

/// What counts as delivered, in a sentence.
const DELIVERED: &str = "Delivered: sessions that somebody recorded as having taken place, of all that were due by the day it was made. What nobody recorded does not count as delivered. A group's sessions count once, a pupil's own are those of the pupil's place.";

/// How costs are reckoned, in a sentence.
const COSTS: &str = "Cost to date: each delivered session at the hourly rate of the role of the adult who took it, on that day, for its minutes, with the agency's fee; or its share of the agreed cost of the run; materials once, with the first session. A session's cost is shared among the pupils who were there. Missed and unrecorded sessions cost nothing. Projected: with what is still planned.";

/// That some sessions have no rate.
const NO_RATE: &str =
    "Without a rate: delivered sessions of which no hourly rate is known. Their hours are not in the cost.";

/// The span in a file's name: "2026-autumn", "2026-27", "2026-11-03-to-2026-11-28", "all".
fn span_name(span: Span, calendar: &Calendar) -> String {
    let term = calendar.term_of(span.from).filter(|term| term.start == span.from && term.end == span.to);
    if let Some(term) = term {
        let words: Vec<String> = term
            .name
            .to_lowercase()
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let name: String = words.join("-").trim_end_matches("-term").chars().take(20).collect();
        let name = if name.is_empty() { "term".to_owned() } else { name };
        return format!("{}-{name}", term.start.year());
    }
    let (from, to) = (day::iso(span.from), day::iso(span.to));
    let year = academic_year(span.from);
    if from == format!("{year}-09-01") && to == format!("{}-08-31", year + 1) {
        return format!("{year}-{:02}", (year + 1) % 100);
    }
    if span.from.year() == day::FIRST_YEAR && span.to.year() == day::LAST_YEAR {
        return "all".to_owned();
    }
    format!("{from}-to-{to}")
}

/// The file's name without its ending: "provision-map-2026-autumn".
pub fn stem(order: &Order<'_>) -> String {
    let name = span_name(order.data.asked.span, &order.school.calendar);
    let initials = if order.initials { "-initials" } else { "" };
    format!("provision-map-{name}{initials}")
}

/// The map as a file's bytes.
///
/// # Errors
/// A workbook of more than a million rows.
pub fn write(order: &Order<'_>, form: Form) -> Result<Vec<u8>, PaperError> {
    match form {
        Form::Xlsx => xlsx::file(&book::book(order)),
        Form::Csv => Ok(columns::csv(order).into_bytes()),
        Form::Html => {
            let head = Head::of(order.school, order.data.asked.today);
            Ok(html::page(&page::paper(order), &head).into_bytes())
        }
    }
}

/// Writes the map into a folder, for its owner alone, and gives back where it stands; a name that is taken gets "-2".
///
/// # Errors
/// As [`write()`]; and the folder is none, is open to everybody, is not ours to write, or the disk says no.
pub fn into(order: &Order<'_>, form: Form, dir: &Path) -> Result<PathBuf, PaperError> {
    save::put(dir, &stem(order), form.ending(), &write(order, form)?)
}
