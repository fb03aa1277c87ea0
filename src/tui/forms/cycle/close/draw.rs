//! How the closing screen looks: the targets as lines with columns, below them the rest as labelled fields.
//!
//! Rule: the real cursor stands where one types. What is taller than the screen is turned so that its line is seen; both voices
//! stand in a block of their own, and one that is missing says so.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::CloseCycle;
use super::rows::{Cell, Spot, TargetRow, short};
use crate::domain::support::TargetOutcome;
use crate::text::{clean, fit, pad, width};
use crate::tui::app::Ctx;
use crate::tui::forms::draw::{Pen, from_left};
use crate::tui::forms::entry::Entry;
use crate::tui::widgets::wrap::{row_of, wrap};

/// The most rows of a text: while it has the cursor, and while not.
const TEXT_ROWS: (usize, usize) = (4, 1);
/// Columns of the labels below the targets, with what stands before them and behind.
const LABELS: usize = 16;

/// One line of the body.
enum Laid {
    Heads,
    Target(usize),
    /// A row of a field's text; the first has the label.
    Field(Spot, Option<Range<usize>>, bool),
    Heading(&'static str),
}

/// Where the columns of a target's line begin, for a screen so wide.
struct Columns {
    aim: Range<usize>,
    outcome: Range<usize>,
    result: Range<usize>,
    /// Empty where there is no room.
    carry: Range<usize>,
}

impl Columns {
    fn of(total: usize) -> Columns {
        let carry = if total >= 60 { 8 } else { 0 };
        let outcome = if total >= 40 { 10 } else { 6 };
        let room = total.saturating_sub(5 + 2 + outcome + 1 + carry);
        let aim = if total >= 60 { room * 11 / 20 } else { room / 2 };
        let outcome_at = 5 + aim + 2;
        let result_at = outcome_at + outcome + 1;
        let end = total.saturating_sub(carry).max(result_at);
        Columns {
            aim: 5..5 + aim,
            outcome: outcome_at..outcome_at + outcome,
            result: result_at..end.saturating_sub(usize::from(carry > 0)).max(result_at),
            carry: end..end + carry,
        }
    }

    fn cell(&self, cell: Cell) -> &Range<usize> {
        match cell {
            Cell::Outcome => &self.outcome,
            Cell::Result => &self.result,
            Cell::Carry => &self.carry,
        }
    }
}

fn at(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Every line of the body, in order.
fn lay_out(screen: &CloseCycle, cols: usize) -> Vec<Laid> {
    let mut lines = vec![Laid::Field(Spot::On, None, true)];
    if !screen.rows.is_empty() {
        lines.push(Laid::Heads);
    }
    lines.extend((0..screen.rows.len()).map(Laid::Target));
    for spot in Spot::TAIL {
        match spot {
            Spot::Outcome => lines.push(Laid::Heading("The whole")),
            Spot::Pupil => lines.push(Laid::Heading("In their own words")),
            Spot::Next => lines.push(Laid::Heading("The next plan")),
            _ => {}
        }
        let focused = screen.focus == spot;
        let text = screen.entry(spot).filter(|entry| entry.is_long()).map(|entry| entry.display(focused));
        let Some(display) = text else {
            lines.push(Laid::Field(spot, None, true));
            continue;
        };
        let rows = wrap(&display.text, cols.max(1));
        let (most, first) = if focused {
            (TEXT_ROWS.0, row_of(&rows, display.cursor) / TEXT_ROWS.0 * TEXT_ROWS.0)
        } else {
            (TEXT_ROWS.1, 0)
        };
        let shown = rows.into_iter().skip(first).take(most).enumerate();
        lines.extend(shown.map(|(row, range)| Laid::Field(spot, Some(range), row == 0)));
    }
    lines
}

/// Whether the cursor stands in this line.
fn has_focus(screen: &CloseCycle, line: &Laid) -> bool {
    match (line, screen.focus) {
        (Laid::Target(at), Spot::Target(here, _)) => *at == here,
        (Laid::Field(spot, range, _), focus) if *spot == focus => match range {
            None => true,
            Some(range) => {
                let cursor = screen.entry(focus).map_or(0, |entry| entry.display(true).cursor);
                range.contains(&cursor) || cursor == range.end
            }
        },
        _ => false,
    }
}

/// The whole screen.
pub(super) fn screen(screen: &mut CloseCycle, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    let total = usize::from(area.width);
    let head = u16::from(area.height >= 4);
    let foot: u16 = match area.height {
        12.. => 3,
        6.. => 1,
        _ => 0,
    };
    // One cell stays free for the cursor.
    screen.cols = total.saturating_sub(LABELS.min(total / 2) + 1).max(1);
    let lines = lay_out(screen, screen.cols);
    let height = usize::from(area.height.saturating_sub(head + foot)).max(1);
    let here = lines.iter().position(|line| has_focus(screen, line)).unwrap_or(0);
    screen.top = if lines.len() <= height {
        0
    } else if here < screen.top {
        here
    } else {
        screen.top.max((here + 1).saturating_sub(height)).min(lines.len().saturating_sub(height))
    };

    let mut pen = Pen::new(frame, area);
    pen.cursor(0, head);
    if head > 0 {
        title(screen, &mut pen, total, ctx);
    }
    let columns = Columns::of(total);
    for (row, line) in lines.iter().enumerate().skip(screen.top).take(height) {
        let y = head.saturating_add(at(row - screen.top));
        match line {
            Laid::Heads => heads(&mut pen, y, &columns, ctx),
            Laid::Heading(words) => {
                let rule = "─".repeat(total.saturating_sub(width(words) + 3));
                let end = pen.line(1, y, words, ctx.theme.heading());
                pen.line(end.saturating_add(1), y, &rule, ctx.theme.quiet());
            }
            Laid::Target(which) => {
                if let Some(row) = screen.rows.get(*which) {
                    let cell = match screen.focus {
                        Spot::Target(at, cell) if at == *which => Some(cell),
                        _ => None,
                    };
                    target(&mut pen, y, row, cell, &columns, screen.follows(ctx), ctx);
                }
            }
            Laid::Field(spot, range, first) => {
                field(&mut pen, y, screen, (*spot, range.clone(), *first), total, ctx);
            }
        }
    }
    let more = lines.len() > screen.top + height;
    below(screen, &mut pen, area.height.saturating_sub(foot)..area.height, total, more, ctx);
}

fn title(screen: &CloseCycle, pen: &mut Pen<'_, '_>, total: usize, ctx: &Ctx) {
    let right = match (screen.saving, screen.rows.len()) {
        (true, _) => "saving…".to_owned(),
        (false, 0) => "no targets".to_owned(),
        (false, all) => format!("{} of {all} judged", screen.judged(ctx)),
    };
    let room = total.saturating_sub(width(&right) + 3);
    let left = format!("Close the cycle: {} · {}", screen.title, clean(&screen.name));
    pen.line(1, 0, &fit(&left, room), ctx.theme.title());
    pen.line(at(total.saturating_sub(width(&right) + 1)), 0, &right, ctx.theme.soon());
}

fn heads(pen: &mut Pen<'_, '_>, y: u16, columns: &Columns, ctx: &Ctx) {
    let quiet = ctx.theme.quiet();
    for (range, words) in [
        (&columns.aim, "target"),
        (&columns.outcome, "came to"),
        (&columns.result, "in a sentence"),
        (&columns.carry, "goes on"),
    ] {
        pen.line(at(range.start), y, &fit(words, range.len()), quiet);
    }
}

/// As much of what is typed as there is room for, and the column of its cursor inside.
fn window(entry: &Entry, room: usize) -> (String, usize) {
    let display = entry.display(true);
    let from = from_left(&display.text, display.cursor, room, true);
    let before = display.text.get(from..display.cursor).unwrap_or_default();
    let shown = fit(display.text.get(from..).unwrap_or_default(), room).into_owned();
    (shown, width(before))
}

fn target(
    pen: &mut Pen<'_, '_>,
    y: u16,
    row: &TargetRow,
    here: Option<Cell>,
    columns: &Columns,
    follows: bool,
    ctx: &Ctx,
) {
    let theme = ctx.theme;
    if here.is_some() {
        pen.line(0, y, "›", theme.cursor());
    }
    pen.line(2, y, &format!("{}.", row.number), theme.quiet());
    pen.line(
        at(columns.aim.start),
        y,
        &pad(&fit(&clean(&row.aim), columns.aim.len()), columns.aim.len()),
        theme.text(),
    );
    let judged = row.judged(ctx);
    for cell in Cell::ALL {
        let range = columns.cell(cell);
        let focused = here == Some(cell);
        let style = if focused { theme.input() } else { theme.text() };
        let (text, cursor) = match cell {
            Cell::Outcome => (judged.map_or("–", short).to_owned(), 0),
            Cell::Result if focused => window(&row.result, range.len()),
            Cell::Result => (clean(&row.result.text()).into_owned(), 0),
            Cell::Carry => match (follows, judged.is_some() || !row.carry.text().is_empty()) {
                (true, true) => (if row.carries(ctx) { "yes" } else { "no" }.to_owned(), 0),
                _ => ("–".to_owned(), 0),
            },
        };
        let style = match (cell, judged) {
            (Cell::Outcome, Some(TargetOutcome::Met)) if !focused => theme.good(),
            _ => style,
        };
        pen.line(at(range.start), y, &fit(&text, range.len()), style);
        if focused {
            pen.cursor(at(range.start + cursor), y);
        }
    }
}

fn field(
    pen: &mut Pen<'_, '_>,
    y: u16,
    screen: &CloseCycle,
    (spot, range, first): (Spot, Option<Range<usize>>, bool),
    total: usize,
    ctx: &Ctx,
) {
    let theme = ctx.theme;
    let Some(entry) = screen.entry(spot) else { return };
    let focused = screen.focus == spot;
    let left = LABELS.min(total / 2);
    if first {
        if focused {
            pen.line(0, y, "›", theme.cursor());
        }
        let label = fit(entry.field.label, left.saturating_sub(3)).into_owned();
        pen.line(2, y, &label, if focused { theme.focus() } else { theme.label() });
    }
    let style = if focused { theme.input() } else { theme.text() };
    let display = entry.display(focused);
    if spot == Spot::NextOn && !screen.follows(ctx) {
        pen.line(at(left), y, "no plan follows", theme.quiet());
        return;
    }
    if let Some(range) = range {
        let text = display.text.get(range.clone()).unwrap_or_default().trim_end_matches('\n');
        let cut = !focused && range.end < display.text.len();
        pen.line(at(left), y, &format!("{text}{}", if cut { " …" } else { "" }), style);
        if focused && (range.contains(&display.cursor) || display.cursor == range.end) {
            let before = display.text.get(range.start..display.cursor).unwrap_or_default();
            pen.cursor(at(left + width(before)), y);
        }
        let heard = match spot {
            Spot::Pupil => screen.heard.first(),
            Spot::Parents => screen.heard.last(),
            _ => None,
        };
        if let Some(heard) = heard.filter(|_| !focused && display.text.is_empty()) {
            let missing = "missing: nothing is recorded for this review";
            let (words, style) =
                if heard.is_empty() { (missing, theme.warning()) } else { (heard.as_str(), theme.quiet()) };
            pen.line(at(left), y, words, style);
        }
        return;
    }
    let end = pen.line(at(left), y, &format!("{}  {}", display.text, display.tail), style);
    if focused {
        let before = display.text.get(..display.cursor).unwrap_or_default();
        pen.cursor(at(left + width(before)), y);
    }
    if let Some((words, odd)) = entry.reading(ctx).filter(|_| display.tail.is_empty()) {
        let at = end.max(at(left + 14));
        pen.line(at, y, &words, if odd { theme.warning() } else { theme.quiet() });
    }
}

/// What is wrong, else what there is to know of the line and what it takes.
fn below(screen: &CloseCycle, pen: &mut Pen<'_, '_>, rows: Range<u16>, total: usize, more: bool, ctx: &Ctx) {
    let theme = ctx.theme;
    let mut y = rows.start;
    if rows.len() > 1 {
        let said = if more { " more below " } else { "" };
        let rule = "─".repeat(total.saturating_sub(width(said) + 1));
        pen.line(0, y, &format!("{said}{rule}"), theme.quiet());
        y += 1;
    }
    let inner = total.saturating_sub(2).max(1);
    let mut write = |text: &str, style, most: usize| {
        for range in wrap(text, inner).into_iter().take(most) {
            if y < rows.end {
                pen.line(1, y, text.get(range).unwrap_or_default(), style);
                y += 1;
            }
        }
    };
    if let Some(message) = &screen.message {
        write(&clean(message), theme.warning(), 2);
        return;
    }
    if let Spot::Target(at, _) = screen.focus
        && let Some(row) = screen.rows.get(at)
    {
        let criteria = if row.criteria.is_empty() { String::new() } else { format!(" · {}", row.criteria) };
        let said = format!("{}. {}{criteria}", row.number, row.aim);
        write(&fit(&clean(&said), inner), theme.text(), 1);
    }
    if let Some(entry) = screen.entry(screen.focus) {
        let help = match screen.focus {
            Spot::Outcome => "-2 -1 0 1 2 or the arrows: against what was hoped.",
            _ => entry.field.help.as_str(),
        };
        write(help, theme.quiet(), 2);
        if entry.is_long() {
            write("Enter begins a new line; Tab goes on.", theme.quiet(), 1);
        }
    }
}
