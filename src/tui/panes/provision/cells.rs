//! The columns of the map: provisions, sums of groups and their headings stand below each other.
//!
//! Rule: a column is left out whole where there is no room for it; every figure has its word above it, and what is late
//! says so in words.

use chrono::NaiveDate;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::rows::Item;
use crate::domain::day;
use crate::domain::delivery::{Tally, say_slots};
use crate::domain::words::{plural, pounds};
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::list::Look;
use crate::views::provision::{Outcomes, Run, Totals};

/// Columns that the list keeps for cursor and mark.
pub(super) const HEAD: usize = 3;
const DOSAGE: usize = 8;
const DAYS: usize = 18;
const ADULT: usize = 8;
const PUPILS: usize = 4;
const DELIVERED: usize = 5;
const OUTCOME: usize = 9;
const COST: usize = 7;
const CHECK: usize = 13;

/// Which columns there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    name: usize,
    dosage: bool,
    days: bool,
    adult: bool,
    figures: bool,
    delivered: bool,
}

impl Columns {
    /// For rows of so many columns, without those of the list.
    pub(super) fn of(total: usize) -> Columns {
        let (delivered, dosage) = (total >= 34, total >= 46);
        let (figures, adult, days) = (total >= 66, total >= 74, total >= 98);
        let used = (CHECK + 1)
            + if delivered { DELIVERED + 1 } else { 0 }
            + if dosage { DOSAGE + 1 } else { 0 }
            + if figures { PUPILS + OUTCOME + COST + 2 } else { 0 }
            + if adult { ADULT + 1 } else { 0 }
            + if days { DAYS + 1 } else { 0 };
        Columns { name: total.saturating_sub(used), dosage, days, adult, figures, delivered }
    }

    /// What stands left of the figures: name, dosage, days, adult.
    fn left(self) -> usize {
        self.name
            + if self.dosage { DOSAGE + 1 } else { 0 }
            + if self.days { DAYS + 1 } else { 0 }
            + if self.adult { ADULT + 1 } else { 0 }
    }
}

/// The figures of a row or a group, behind what stands left of them.
struct Figures {
    pupils: String,
    delivered: String,
    outcome: String,
    cost: String,
    last: String,
}

impl Figures {
    fn write(&self, columns: Columns) -> String {
        let mut out = String::new();
        if columns.figures {
            out += &pad_left(&self.pupils, PUPILS);
        }
        if columns.delivered {
            out += &format!(" {}", pad_left(&self.delivered, DELIVERED));
        }
        if columns.figures {
            out += &format!(" {} {}", pad_left(&self.outcome, OUTCOME), pad_left(&self.cost, COST));
        }
        out
    }
}

/// Whole pounds, since a column is for comparing.
fn whole_pounds(pence: i64) -> String {
    pounds((pence.saturating_add(if pence < 0 { -50 } else { 50 }) / 100).saturating_mul(100))
}

/// "£120"; "no rate" where sessions took place and none has a known cost; empty where none took place.
fn cost_cell(totals: &Totals) -> String {
    match (totals.cost, totals.unrated) {
        (0, 0) => String::new(),
        (0, _) => "no rate".to_owned(),
        (pence, _) => whole_pounds(pence),
    }
}

fn delivered_cell(tally: &Tally) -> String {
    tally.percent_words()
}

fn outcome_cell(outcomes: Outcomes, one: bool) -> String {
    let words = outcomes.words();
    if !one {
        return words;
    }
    // One pupil's outcome is no mean.
    words.split(".0 (").next().unwrap_or_default().to_owned()
}

/// The words above the columns.
pub(super) fn header(total: usize, ctx: &Ctx) -> Line<'static> {
    let columns = Columns::of(total.saturating_sub(HEAD));
    let mut left = pad("provision", columns.name);
    if columns.dosage {
        left += &format!(" {}", pad("a week", DOSAGE));
    }
    if columns.days {
        left += &format!(" {}", pad("days", DAYS));
    }
    if columns.adult {
        left += &format!(" {}", pad("adult", ADULT));
    }
    let figures = Figures {
        pupils: "pup.".into(),
        delivered: "done".into(),
        outcome: "mean (n)".into(),
        cost: "cost".into(),
        last: "next check".into(),
    };
    let words = format!("{}{left}{} {}", " ".repeat(HEAD), figures.write(columns), figures.last);
    Line::styled(fit(&words, total).into_owned(), ctx.theme.quiet())
}

/// "ended 13 Nov", or "ended 10/2025" where the year is not clear: thirteen columns at most.
fn ends(end: NaiveDate, today: NaiveDate) -> String {
    let near = day::between(end, today).abs() <= 300;
    let said = end.format(if near { "%-d %b" } else { "%m/%Y" });
    format!("{} {said}", if end < today { "ended" } else { "ends" })
}

/// When the next check is due, or when it ends or ended.
fn check(next: Option<NaiveDate>, end: Option<NaiveDate>, today: NaiveDate, ctx: &Ctx) -> (String, Style) {
    let theme = &ctx.theme;
    match (next, end) {
        (Some(next), _) if next < today => (day::late_cell(next, today), theme.late()),
        (Some(next), _) if day::between(today, next) <= 7 => (day::late_cell(next, today), theme.soon()),
        (Some(next), _) => (day::late_cell(next, today), theme.text()),
        (None, Some(end)) => (ends(end, today), theme.text()),
        (None, None) => (String::new(), theme.text()),
    }
}

/// The dosage that counts: "3×20 min".
fn dosage(run: &Run) -> String {
    format!("{}×{} min", run.slots.len(), run.minutes)
}

/// The days of a run: "Mon Wed Fri 9:30", or "usual days".
fn days(run: &Run) -> String {
    if run.usual { "no days named".to_owned() } else { say_slots(&run.slots) }
}

/// A group's heading with its sums, in the columns of its rows.
fn group(title: &str, totals: &Totals, columns: Columns, ctx: &Ctx) -> Line<'static> {
    let minutes = if columns.dosage { format!(" {} min", totals.minutes) } else { String::new() };
    let room = columns.left();
    let title = fit(&clean(title), room.saturating_sub(width(&minutes))).into_owned();
    let gap = " ".repeat(room.saturating_sub(width(&title) + width(&minutes)));
    let figures = Figures {
        pupils: totals.pupils.to_string(),
        delivered: delivered_cell(&totals.tally),
        outcome: totals.outcomes.words(),
        cost: cost_cell(totals),
        last: plural(i64::from(totals.provisions), "provision"),
    };
    let words = format!("{gap}{minutes}{} {}", figures.write(columns), fit(&figures.last, CHECK));
    Line::from(vec![Span::styled(title, ctx.theme.heading()), Span::raw(words)])
}

/// A row without its first three columns.
pub(super) fn row(item: &Item, look: Look, today: NaiveDate, ctx: &Ctx) -> Line<'static> {
    let total = usize::from(look.width);
    let columns = Columns::of(total);
    let (data, row) = match item {
        Item::Kind { words, .. } => {
            return Line::styled(fit(words, total).into_owned(), ctx.theme.warning());
        }
        Item::Found { finding, .. } => {
            return Line::raw(format!("  {}", fit(&clean(&finding.words), total.saturating_sub(2))));
        }
        Item::Nothing => {
            let keys = |id: &str| ctx.keymap.keys_of(id).into_iter().next().unwrap_or_default();
            let words = format!(
                "No provision here: {} and {} go to other terms, {} starts one.",
                keys("provision.earlier"),
                keys("provision.later"),
                keys("provision.start")
            );
            return Line::raw(fit(&words, total).into_owned());
        }
        Item::Group { title, totals, .. } => return group(title, totals, columns, ctx),
        Item::Run { data, row, .. } => (data, row),
    };
    let Some(run) = row.run(data) else { return Line::default() };
    let provision = &run.line.provision;
    let mut words = pad(&clean(&provision.name), columns.name);
    if columns.dosage {
        words += &format!(" {}", pad(&dosage(run), DOSAGE));
    }
    if columns.days {
        words += &format!(" {}", pad(&days(run), DAYS));
    }
    if columns.adult {
        words += &format!(" {}", pad(&clean(&run.line.lead), ADULT));
    }
    let place = item.place();
    let figures = Figures {
        pupils: if row.is_place { String::new() } else { row.totals.pupils.to_string() },
        delivered: delivered_cell(&row.totals.tally),
        outcome: outcome_cell(row.totals.outcomes, row.is_place),
        cost: cost_cell(&row.totals),
        last: String::new(),
    };
    let end = place.map_or(provision.end, |place| place.to.or(provision.end));
    let (last, style) = check(row.next_check, end, today, ctx);
    Line::from(vec![
        Span::raw(words + &figures.write(columns)),
        Span::raw(" "),
        Span::styled(fit(&last, CHECK).into_owned(), style),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_row_and_go_one_by_one() {
        for total in 0..240 {
            let columns = Columns::of(total);
            let figures = Figures {
                pupils: "9".into(),
                delivered: "100 %".into(),
                outcome: "+0.8 (12)".into(),
                cost: "£1,204".into(),
                last: String::new(),
            };
            let filled = columns.left() + width(&figures.write(columns)) + 1 + CHECK;
            assert!(filled == total || total < 14, "{total}: {filled}");
            assert!(columns.name >= 14 || total < 34, "{total}: {columns:?}");
        }
    }

    #[test]
    fn pounds_are_rounded_and_one_outcome_is_no_mean() {
        for (pence, said) in [(149, "£1"), (150, "£2"), (120_449, "£1,204"), (-150, "−£2")] {
            assert_eq!(whole_pounds(pence), said);
        }
        assert_eq!(outcome_cell(Outcomes { sum: 1, n: 1 }, true), "+1");
        assert_eq!(outcome_cell(Outcomes { sum: -2, n: 1 }, true), "−2");
        assert_eq!(outcome_cell(Outcomes { sum: 0, n: 1 }, true), "0");
        assert_eq!(outcome_cell(Outcomes { sum: 0, n: 0 }, true), "");
        assert_eq!(outcome_cell(Outcomes { sum: 5, n: 4 }, false), "+1.3 (4)");
    }
}
