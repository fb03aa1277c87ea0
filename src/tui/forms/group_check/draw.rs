//! How the group's check looks, from one cell to as wide as it gets.
//!
//! Rule: pupils come in pages, so that going down sends a cursor and not a screen; the real cursor stands where one types.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::GroupCheck;
use super::cells::{Cell, PupilRow};
use crate::domain::code::Outcome;
use crate::domain::day;
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::text_input::TextInput;
use crate::views::check::delivered;

/// Widths of the columns for a screen so wide.
struct Columns {
    name: usize,
    /// Delivered of what was due, in per cent; 0 where there is no room.
    given: usize,
    /// 0 where there is no room.
    entry: usize,
    now: usize,
    /// Columns for one step of the scale; 0 shows the outcome as a number.
    step: usize,
    decision: usize,
    word: usize,
}

impl Columns {
    fn of(total: usize) -> Columns {
        let mut columns = match total {
            74.. => Columns {
                name: if total >= 110 { 26 } else { 15 },
                given: 5,
                entry: 7,
                now: 7,
                step: 3,
                decision: 8,
                word: 0,
            },
            50.. => Columns { name: 15, given: 0, entry: 0, now: 7, step: 0, decision: 8, word: 0 },
            _ => Columns {
                name: (total / 3).clamp(1, 12),
                given: 0,
                entry: 0,
                now: 5,
                step: 0,
                decision: 1,
                word: 0,
            },
        };
        columns.word = total.saturating_sub(columns.start(Cell::Word));
        columns
    }

    fn scale(&self) -> usize {
        if self.step > 0 { self.step * Outcome::ALL.len() } else { 3 }
    }

    /// The column where a cell begins.
    fn start(&self, cell: Cell) -> usize {
        let beside = |cols: usize| if cols > 0 { cols + 1 } else { 0 };
        let now = 3 + self.name + beside(self.given) + beside(self.entry) + 1;
        let outcome = now + self.now + 2;
        let decision = outcome + self.scale() + 2;
        match cell {
            Cell::Now => now,
            Cell::Outcome => outcome,
            Cell::Decision => decision,
            Cell::Word => decision + self.decision + 2,
        }
    }

    fn head(&self) -> String {
        let mut head = " ".repeat(3 + self.name);
        if self.given > 0 {
            head.push_str(&format!(" {}", pad_left("deliv", self.given)));
        }
        if self.entry > 0 {
            head.push_str(&format!(" {}", pad_left("entry", self.entry)));
        }
        head.push_str(&format!(" {}  ", pad_left("now", self.now)));
        if self.step > 0 {
            for outcome in Outcome::ALL {
                head.push_str(&pad_left(outcome.sign(), self.step));
            }
        } else {
            head.push_str("±2 ");
        }
        head.push_str(&format!("  {}  {}", pad("decision", self.decision), "in a word"));
        head
    }
}

/// As much of a text as there is room for, with its cursor in sight, and the cursor's column.
fn window(input: &TextInput, cols: usize) -> (String, usize) {
    let before = input.text().get(..input.cursor()).unwrap_or_default();
    let mut skip = 0;
    let mut at = width(before);
    for letter in before.chars() {
        if at < cols.max(1) {
            break;
        }
        at = at.saturating_sub(width(letter.encode_utf8(&mut [0; 4])));
        skip += letter.len_utf8();
    }
    (fit(input.text().get(skip..).unwrap_or_default(), cols).into_owned(), at)
}

/// The line at the top: what, and how many are checked.
fn title(screen: &GroupCheck, cols: usize, ctx: &Ctx) -> Line<'static> {
    let right = match screen.saving {
        true => "saving".to_owned(),
        false => format!("{} of {} checked", screen.checked(), screen.rows.len()),
    };
    let room = cols.saturating_sub(width(&right) + 3);
    let left = pad(&format!("6-week check · {}", clean(&screen.title)), room);
    Line::from(vec![
        Span::raw(" "),
        Span::styled(left, ctx.theme.title()),
        Span::raw(" "),
        Span::styled(right, ctx.theme.soon()),
    ])
}

/// The day of the check, and how it is read.
fn held(screen: &GroupCheck, ctx: &Ctx) -> (Line<'static>, usize) {
    let (text, at) = window(&screen.held, 16);
    let read = match screen.held_on(ctx) {
        Ok(date) if date > ctx.own_day() => {
            (format!("{}, still to come", day::full(date)), ctx.theme.warning())
        }
        Ok(date) => {
            (format!("{}, {}", day::full(date), ago(day::between(date, ctx.own_day()))), ctx.theme.quiet())
        }
        Err(words) => (words, ctx.theme.error()),
    };
    let label = if screen.at_held { ctx.theme.focus() } else { ctx.theme.label() };
    let line = Line::from(vec![
        Span::styled("   Checked on ", label),
        Span::styled(pad(&text, 16), if screen.at_held { ctx.theme.input() } else { ctx.theme.text() }),
        Span::raw("  "),
        Span::styled(read.0, read.1),
    ]);
    (line, 14 + at)
}

fn ago(days: i64) -> String {
    match days {
        0 => "today".into(),
        1 => "yesterday".into(),
        days => format!("{days} days ago"),
    }
}

fn pupil(row: &PupilRow, here: Option<Cell>, columns: &Columns, ctx: &Ctx) -> Line<'static> {
    let theme = &ctx.theme;
    let place = &row.line.place;
    let style = |cell| if here == Some(cell) { theme.input() } else { theme.text() };
    let sign = if here.is_some() { "›" } else { " " };
    let mark = if row.refused { Span::styled("! ", theme.error()) } else { Span::raw("  ") };
    let mut spans =
        vec![Span::styled(sign, theme.cursor()), mark, Span::raw(pad(&clean(&place.who.name), columns.name))];
    if columns.given > 0 {
        let percent = row.line.delivered.percent_words();
        spans.push(Span::raw(format!(" {}", pad_left(&percent, columns.given))));
    }
    if columns.entry > 0 {
        spans.push(Span::raw(format!(" {}", pad_left(&clean(&place.entry), columns.entry))));
    }
    let (now, _) = window(&row.now, columns.now);
    spans.push(Span::raw(" "));
    spans.push(Span::styled(pad_left(&now, columns.now), style(Cell::Now)));
    spans.push(Span::raw("  "));
    if columns.step > 0 {
        for outcome in Outcome::ALL {
            let chosen = row.outcome == Some(outcome);
            let sign = if chosen {
                "●"
            } else if here == Some(Cell::Outcome) {
                "·"
            } else {
                ""
            };
            spans.push(Span::raw(pad_left(sign, columns.step)));
        }
    } else {
        spans.push(Span::styled(pad(row.outcome.map_or("", |one| one.sign()), 3), style(Cell::Outcome)));
    }
    spans.push(Span::raw("  "));
    let decided = row.decided().map_or("", |one| one.label());
    let decided = if columns.decision == 1 { letter(decided) } else { decided.to_owned() };
    spans.push(Span::styled(pad(&decided, columns.decision), style(Cell::Decision)));
    spans.push(Span::raw("  "));
    let word = if here == Some(Cell::Word) {
        window(&row.word, columns.word).0
    } else {
        fit(row.word.text(), columns.word).into_owned()
    };
    spans.push(Span::styled(word, style(Cell::Word)));
    Line::from(spans)
}

/// The key that chooses a decision stands for it where there is room for one letter.
fn letter(decision: &str) -> String {
    match decision {
        "change" => "g".into(),
        other => other.chars().take(1).collect(),
    }
}

/// The column of the cursor in a row.
fn cursor(row: &PupilRow, cell: Cell, columns: &Columns) -> usize {
    let start = columns.start(cell);
    match cell {
        Cell::Now => {
            let (text, at) = window(&row.now, columns.now);
            start + columns.now.saturating_sub(width(&text)) + at
        }
        Cell::Outcome if columns.step > 0 => {
            let chosen = row.outcome.unwrap_or(Outcome::AsHoped);
            let at = Outcome::ALL.iter().position(|one| *one == chosen).unwrap_or(2);
            start + at * columns.step + columns.step.saturating_sub(1)
        }
        Cell::Outcome | Cell::Decision => start,
        Cell::Word => start + window(&row.word, columns.word).1,
    }
}

/// Lines below the list, with the rule above them.
const FOOT: u16 = 4;

/// What to know of the pupil under the cursor: how much of it took place, what was measured, the look before, the aim.
fn about(screen: &GroupCheck, row: &PupilRow, ctx: &Ctx) -> [String; 2] {
    let line = &row.line;
    let held = screen.held_on(ctx).unwrap_or_else(|_| ctx.own_day());
    let first = format!("{}: {}", line.place.who.name, delivered(&line.delivered));
    let before = match &line.before {
        None => "no check before".to_owned(),
        Some(before) => format!("last {}", before.words),
    };
    let aim = if line.aim.is_empty() { String::new() } else { format!("aim: {}", line.aim) };
    let found = row.outcome.map(|outcome| outcome.label().to_owned()).unwrap_or_default();
    let parts = [found, line.course(&screen.run, held, row.now.text()), before, aim];
    let second: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    [first, second.join("; ")]
}

/// What the cell takes, or what is wrong with the figure in it.
fn takes(screen: &GroupCheck) -> (String, bool) {
    let row = screen.rows.get(screen.at).filter(|_| !screen.at_held);
    if let Some(fault) = row.and_then(|row| row.line.fault(&screen.run, row.now.text())) {
        return (format!("! {}", clean(&fault)), true);
    }
    let words = match (screen.at_held, screen.cell) {
        (true, _) => "The day of the check: today, fri, 19/11.".to_owned(),
        (_, Cell::Now) if !screen.run.measure.is_empty() => {
            format!("Now, as at entry: {}.", clean(&screen.run.measure))
        }
        (_, Cell::Now) => "The measure today, as it was taken at entry.".to_owned(),
        // Where there is a last time, the key that repeats it is named: the line of keys has no room for it.
        (_, Cell::Outcome) if row.is_some_and(|row| row.line.before.is_some()) => {
            "-2 -1 0 1 2 or the arrows: against what was hoped. = as last time.".to_owned()
        }
        (_, Cell::Outcome) => "-2 -1 0 1 2 or the arrows: against what was hoped.".to_owned(),
        (_, Cell::Decision) => {
            "c continue, g change its dosage next, s stop: ends this pupil's place that day.".to_owned()
        }
        (_, Cell::Word) => "What stands out, in a word or two.".to_owned(),
    };
    (words, false)
}

/// The lines below the list.
fn below(screen: &GroupCheck, cols: usize, ctx: &Ctx) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if let Some(row) = screen.rows.get(screen.at).filter(|_| !screen.at_held) {
        for said in about(screen, row, ctx) {
            lines.push(Line::raw(fit(&format!(" {}", clean(&said)), cols).into_owned()));
        }
    }
    let (takes, wrong) = takes(screen);
    let style = if wrong { ctx.theme.warning() } else { ctx.theme.text() };
    lines.push(Line::styled(fit(&format!(" {takes}"), cols).into_owned(), style));
    lines
}

/// The whole screen.
pub(super) fn screen(screen: &mut GroupCheck, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    frame.render_widget(ratatui::widgets::Clear, area);
    let cols = usize::from(area.width);
    let columns = Columns::of(cols);
    let top: u16 = match area.height {
        8.. => 3,
        3.. => 1,
        _ => 0,
    };
    let foot: u16 = if area.height >= 12 { FOOT } else { 0 };
    let list = area.height.saturating_sub(top + foot).max(1);
    let line = |y: u16| Rect { y: area.y.saturating_add(y), height: 1, ..area };
    let place = |frame: &mut Frame<'_>, column: usize, y: u16| {
        let x = area
            .x
            .saturating_add(u16::try_from(column).unwrap_or(u16::MAX))
            .min(area.right().saturating_sub(1));
        frame.set_cursor_position(Position { x, y: area.y.saturating_add(y) });
    };

    screen.page = usize::from(list);
    let first = screen.at / screen.page * screen.page;
    let y_of = |at: usize| top.saturating_add(u16::try_from(at.saturating_sub(first)).unwrap_or(u16::MAX));
    for (at, row) in screen.rows.iter().enumerate().skip(first).take(screen.page) {
        let here = (!screen.at_held && at == screen.at).then_some(screen.cell);
        frame.render_widget(pupil(row, here, &columns, ctx), line(y_of(at)));
        if here.is_some() {
            place(frame, cursor(row, screen.cell, &columns), y_of(at));
        }
    }
    let (held, held_at) = held(screen, ctx);
    if top >= 1 {
        frame.render_widget(title(screen, cols, ctx), line(0));
    }
    if top >= 3 {
        frame.render_widget(held, line(1));
        frame.render_widget(Line::styled(columns.head(), ctx.theme.quiet()), line(2));
        if screen.at_held {
            place(frame, held_at, 1);
        }
    } else if screen.at_held {
        frame.render_widget(ratatui::widgets::Clear, line(0));
        frame.render_widget(held, line(0));
        place(frame, held_at, 0);
    }
    if foot > 0 {
        let y = area.height.saturating_sub(foot);
        let more = screen.rows.len().saturating_sub(first + screen.page);
        let said = if more > 0 { format!(" {more} more below ") } else { String::new() };
        let rule = format!("{said}{}", "─".repeat(cols.saturating_sub(width(&said))));
        frame.render_widget(Line::styled(rule, ctx.theme.quiet()), line(y));
        let below_area = Rect { y: area.y.saturating_add(y + 1), height: foot.saturating_sub(1), ..area };
        let words = match &screen.message {
            Some(message) => {
                let style = if screen.rows.iter().any(|row| row.refused) {
                    ctx.theme.error()
                } else {
                    ctx.theme.warning()
                };
                Paragraph::new(Span::styled(format!(" {}", clean(message)), style)).wrap(Wrap { trim: false })
            }
            None => Paragraph::new(below(screen, cols, ctx)),
        };
        frame.render_widget(words, below_area);
    } else if let Some(message) = &screen.message
        && area.height > 1
    {
        // No room below: what is wrong takes the line at the top until the next key.
        frame.render_widget(ratatui::widgets::Clear, line(0));
        frame.render_widget(
            Line::styled(fit(&clean(message), cols).into_owned(), ctx.theme.warning()),
            line(0),
        );
    }
}
