//! What is said of one pupil's place in a provision: one table of columns for the workbook and for comma-separated values.
//!
//! Rule: the sums of a column are those of the map: what stands under no pupil has a row of its own.

use super::Order;
use crate::domain::day;
use crate::domain::delivery::{Tally, say_slots};
use crate::domain::measure::Course;
use crate::domain::rows::PlaceRow;
use crate::exchange::cells::written;
use crate::exchange::xlsx::{Cell, Column, Row, Sheet};
use crate::views::provision::{Part, Run};

/// One place, or what of a provision stands under no pupil.
pub(super) struct Line<'a> {
    order: &'a Order<'a>,
    run: &'a Run,
    place: Option<(&'a PlaceRow, &'a Part)>,
    course: Option<Course>,
}

impl Line<'_> {
    fn place<T>(&self, get: impl Fn(&PlaceRow) -> T) -> Option<T> {
        self.place.map(|(place, _)| get(place))
    }

    /// A provision without pupils counts its own sessions; beside pupils they are counted with them.
    fn tally(&self) -> Option<Tally> {
        match self.place {
            Some((_, part)) => Some(part.tally),
            None => self.run.parts.is_empty().then_some(self.run.totals.tally),
        }
    }

    fn unrated(&self) -> u32 {
        match self.place {
            Some((_, part)) => part.unrated,
            None if self.run.parts.is_empty() => self.run.totals.unrated,
            None => 0,
        }
    }
}

/// One column.
pub(super) struct Said {
    /// Its name in files for programs.
    key: &'static str,
    /// Its heading for people.
    head: &'static str,
    /// Letters that it is wide.
    width: u16,
    get: fn(&Line<'_>) -> Cell,
}

fn percent(tally: &Tally) -> Cell {
    tally.percent().map_or(Cell::Empty, Cell::Percent)
}

macro_rules! columns {
    ($($key:literal, $head:literal, $width:literal, $get:expr;)*) => {
        &[$(Said { key: $key, head: $head, width: $width, get: $get }),*]
    };
}

/// Every column, in order.
pub(super) const COLUMNS: &[Said] = columns! {
    "pupil", "Pupil", 24, |l| l.place(|p| l.order.who(&p.who)).map_or(Cell::text("No pupil"), Cell::text);
    "year", "Year", 7, |l| Cell::text(l.place(|p| p.who.year.map(|y| y.short()).unwrap_or_default()).unwrap_or_default());
    "class", "Class", 10, |l| match l.order.initials {
        true => Cell::Empty,
        false => Cell::text(l.place(|p| p.who.class.clone()).unwrap_or_default()),
    };
    "site", "Site", 14, |l| {
        let own = l.place(|p| p.who.site).flatten();
        Cell::text(l.order.school.site_name(l.run.line.provision.site.or(own)))
    };
    "provision", "Provision", 24, |l| Cell::text(l.run.line.provision.name.trim());
    "area", "Area", 24, |l| l.run.line.provision.area.map_or(Cell::Empty, |area| Cell::text(area.label()));
    "wave", "Wave", 6, |l| Cell::Count(i64::from(l.run.line.provision.wave.number()));
    "lead", "Lead adult", 16, |l| Cell::text(l.run.line.lead.as_str());
    "agency", "Agency", 18, |l| Cell::text(l.run.line.provision.agency.trim());
    "times_a_week", "Times a week", 8, |l| Cell::count(l.run.slots.len());
    "minutes", "Minutes a session", 9, |l| Cell::Count(i64::from(l.run.minutes));
    "minutes_a_week", "Minutes a week", 9, |l| Cell::Count(i64::from(l.run.totals.minutes));
    "days", "Days", 18, |l| match l.run.usual {
        true => Cell::Empty,
        false => Cell::text(say_slots(&l.run.slots)),
    };
    "from", "From", 12, |l| Cell::Day(l.place(|p| p.from).unwrap_or(l.run.line.provision.start));
    "to", "To", 12, |l| {
        let end = l.run.line.provision.end;
        l.place(|p| p.to.or(end)).unwrap_or(end).map_or(Cell::Empty, Cell::Day)
    };
    "measure", "Measure", 20, |l| Cell::text(l.run.line.provision.measure.trim());
    "entry", "Entry", 9, |l| Cell::text(l.place(|p| p.entry.clone()).unwrap_or_default());
    "now", "Now", 9, |l| Cell::text(l.place(|p| p.now.clone()).unwrap_or_default());
    "progress", "Progress", 14, |l| {
        let progress = l.course.as_ref().and_then(|course| course.progress);
        progress.map_or(Cell::Empty, |progress| Cell::text(progress.words()))
    };
    "ratio_gain", "Ratio gain", 7, |l| {
        let tenths = l.course.as_ref().and_then(|course| course.ratio);
        tenths.and_then(|tenths| i32::try_from(tenths).ok()).map_or(Cell::Empty, |tenths| Cell::Ratio(f64::from(tenths) / 10.0))
    };
    "outcome", "Outcome of the last check", 10, |l| {
        let outcome = l.place.and_then(|(_, part)| part.outcome);
        outcome.map_or(Cell::Empty, |outcome| Cell::Signed(i64::from(outcome.value())))
    };
    "checks", "Checks", 7, |l| l.place(|p| p.looks.len()).map_or(Cell::Empty, Cell::count);
    "next_check", "Next check", 12, |l| l.place(|p| p.next_check).flatten().map_or(Cell::Empty, Cell::Day);
    "delivered", "Sessions delivered", 9, |l| l.tally().map_or(Cell::Empty, |t| Cell::Count(i64::from(t.delivered)));
    "due", "Sessions due", 9, |l| l.tally().map_or(Cell::Empty, |t| Cell::Count(i64::from(t.due())));
    "delivered_percent", "Delivered", 9, |l| l.tally().as_ref().map_or(Cell::Empty, percent);
    "missed", "Missed", 26, |l| l.tally().map_or(Cell::Empty, |t| Cell::text(t.reasons()));
    "cost_to_date", "Cost to date", 12, |l| Cell::Pence(l.place.map_or(l.run.nobody, |(_, part)| part.cost));
    "cost_projected", "Projected", 12, |l| {
        Cell::Pence(l.place.map_or(l.run.nobody_projected, |(_, part)| part.projected))
    };
    "sessions_without_rate", "Without a rate", 9, |l| match l.unrated() {
        0 => Cell::Empty,
        some => Cell::Count(i64::from(some)),
    };
};

/// Every place of the span by pupil and provision, what stands under no pupil last.
pub(super) fn lines<'a>(order: &'a Order<'a>) -> Vec<Line<'a>> {
    let mut out: Vec<Line<'a>> = Vec::new();
    for run in &order.data.runs {
        let of = |place: &'a PlaceRow, part| {
            let course = Some(Course::of(place, &run.line.provision));
            Line { order, run, place: Some((place, part)), course }
        };
        out.extend(run.places().map(|(place, part)| of(place, part)));
        if run.parts.is_empty() || run.nobody != 0 || run.nobody_projected != 0 {
            out.push(Line { order, run, place: None, course: None });
        }
    }
    // By initials, the order must not tell the names: they stand by what is seen.
    let by = |line: &Line<'_>| {
        line.place.map(|(place, _)| {
            let name = if order.initials { order.who(&place.who) } else { place.who.sort_name.clone() };
            (name, place.who.year.map(|year| year.number()), place.who.pupil.0)
        })
    };
    out.sort_by_cached_key(|line| {
        let who = by(line);
        (who.is_none(), who, line.run.folded.clone())
    });
    out
}

/// The sheet of places.
pub(super) fn sheet(order: &Order<'_>) -> Sheet {
    let row = |line: &Line<'_>| Row::plain(COLUMNS.iter().map(|column| (column.get)(line)).collect());
    Sheet {
        name: "By pupil",
        columns: COLUMNS.iter().map(|column| Column::new(column.head, column.width)).collect(),
        rows: lines(order).iter().map(row).collect(),
        filter: true,
        fold: false,
        chart: None,
    }
}

/// A cell as a program reads it: pounds with their pence, per cent without a sign, days as ISO dates.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Count(count) | Cell::Signed(count) => count.to_string(),
        Cell::Pence(pence) => {
            let (sign, size) = (if *pence < 0 { "-" } else { "" }, pence.unsigned_abs());
            format!("{sign}{}.{:02}", size / 100, size % 100)
        }
        Cell::Percent(percent) => percent.to_string(),
        Cell::Mean(number) | Cell::Ratio(number) => format!("{number:.1}"),
        Cell::Day(on) => day::iso(*on),
    }
}

/// The places as comma-separated values, a row each.
pub(super) fn csv(order: &Order<'_>) -> String {
    let mut out = COLUMNS.iter().map(|column| column.key).collect::<Vec<_>>().join(",");
    out.push_str("\r\n");
    for line in lines(order) {
        let cells: Vec<String> = COLUMNS.iter().map(|column| written(&plain(&(column.get)(&line)))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}
