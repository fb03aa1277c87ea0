//! How rolling forward looks, from one cell to as wide as it gets.
//!
//! Rule: rows come in pages, so that going down sends a cursor and not a screen; a new dosage is typed below the list.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

use super::RollForward;
use super::cells::{Cell, Row};
use crate::domain::day;
use crate::domain::delivery::say_slots;
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::Ctx;
use crate::views::roll::Turn;

/// Widths of the columns for a screen so wide; 0 where there is no room.
struct Columns {
    name: usize,
    adult: usize,
    /// Pupils, delivered and outcome stand or fall together.
    figures: bool,
    ends: usize,
    goes: usize,
    rest: usize,
}

const DECISION: usize = 8;

impl Columns {
    fn of(total: usize) -> Columns {
        let mut columns = match total {
            74.. => Columns {
                name: if total >= 110 { 32 } else { 18 },
                adult: if total >= 110 { 16 } else { 9 },
                figures: true,
                ends: 6,
                goes: DECISION,
                rest: 0,
            },
            46.. => Columns { name: 20, adult: 0, figures: false, ends: 6, goes: DECISION, rest: 0 },
            _ => Columns {
                name: total.saturating_sub(14).clamp(1, 20),
                adult: 0,
                figures: false,
                ends: 0,
                goes: DECISION,
                rest: 0,
            },
        };
        columns.rest = total.saturating_sub(columns.start() + columns.goes + 2);
        columns
    }

    /// The column where the decision stands.
    fn start(&self) -> usize {
        let part = |cols: usize| if cols > 0 { cols + 1 } else { 0 };
        let figures = if self.figures { 3 + 1 + 5 + 1 + 9 + 1 } else { 0 };
        3 + self.name + 1 + part(self.adult) + figures + part(self.ends) + 1
    }

    fn cells(&self, name: &str, adult: &str, figures: [&str; 3], ends: &str) -> String {
        let mut out = format!("{} ", pad(name, self.name));
        if self.adult > 0 {
            out.push_str(&format!("{} ", pad(adult, self.adult)));
        }
        if self.figures {
            let [pupils, delivered, outcome] = figures;
            out.push_str(&format!(
                "{} {} {} ",
                pad_left(pupils, 3),
                pad_left(delivered, 5),
                pad_left(outcome, 9)
            ));
        }
        if self.ends > 0 {
            out.push_str(&format!("{} ", pad_left(ends, self.ends)));
        }
        out.push(' ');
        out
    }
}

/// "+0.5 (4)": the mean of the last checks, and of how many.
fn outcome(row: &Row) -> String {
    let Some(mean) = row.line.mean else { return "–".to_owned() };
    let sign = if mean < -0.049 {
        "−"
    } else if mean > 0.049 {
        "+"
    } else {
        ""
    };
    format!("{sign}{:.1} ({})", mean.abs(), row.line.checked)
}

fn delivered(row: &Row) -> String {
    row.line.tally.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

fn provision(row: &Row, here: Option<Cell>, columns: &Columns, ctx: &Ctx) -> Line<'static> {
    let theme = &ctx.theme;
    let line = &row.line.line;
    let sign = if here.is_some() { "›" } else { " " };
    let mark = if row.refused { Span::styled("! ", theme.error()) } else { Span::raw("  ") };
    let ends = line.provision.end.map_or_else(|| "open".to_owned(), |end| end.format("%-d %b").to_string());
    let cells = columns.cells(
        &clean(row.name()),
        &clean(&line.lead),
        [&line.pupils.to_string(), &delivered(row), &outcome(row)],
        &ends,
    );
    let goes = row.goes.map_or("", |goes| goes.label());
    let style = if here == Some(Cell::Goes) { theme.input() } else { theme.text() };
    // What is only proposed is said as a question, so that it is never taken for what was decided.
    let rest = match row.goes {
        None => Span::styled(
            fit(&format!("{}?", row.line.proposal.label()), columns.rest).into_owned(),
            theme.quiet(),
        ),
        Some(_) if row.changes() => Span::raw(fit(&dosage(row), columns.rest).into_owned()),
        Some(_) => Span::raw(String::new()),
    };
    Line::from(vec![
        Span::styled(sign, theme.cursor()),
        mark,
        Span::raw(cells),
        Span::styled(pad(goes, columns.goes), style),
        Span::raw("  "),
        rest,
    ])
}

/// "2 × 30 min", as far as it is typed.
fn dosage(row: &Row) -> String {
    match row.dosage() {
        Ok(new) => format!("{} × {} min", new.times_a_week, new.minutes),
        Err(_) => format!("{} × {} min", row.times.text(), row.minutes.text()),
    }
}

/// The line at the top: which terms, and how many are decided.
fn title(screen: &RollForward, cols: usize, ctx: &Ctx) -> Line<'static> {
    let right = match screen.saving {
        true => "saving".to_owned(),
        false => format!("{} of {} decided", screen.count(), screen.rows.len()),
    };
    let room = cols.saturating_sub(width(&right) + 3);
    let said = format!("Roll forward · {}", terms(&screen.turn));
    Line::from(vec![
        Span::raw(" "),
        Span::styled(pad(&clean(&said), room), ctx.theme.title()),
        Span::raw(" "),
        Span::styled(right, ctx.theme.soon()),
    ])
}

fn terms(turn: &Turn) -> String {
    format!("{} to {}", turn.term.label(), turn.next.label())
}

/// Until when what goes on goes on.
fn until(turn: &Turn, cols: usize, ctx: &Ctx) -> Line<'static> {
    let assumed = if turn.provisional { " (unconfirmed)" } else { "" };
    let said = format!(
        "   The term ends {}; what goes on ends {}{assumed}",
        day::short(turn.term.end),
        day::full(turn.next.end)
    );
    let style = if turn.provisional { ctx.theme.warning() } else { ctx.theme.quiet() };
    Line::styled(fit(&said, cols).into_owned(), style)
}

/// What to know of the provision under the cursor, then what can be pressed or the new dosage.
fn below(screen: &RollForward, cols: usize, ctx: &Ctx) -> (Vec<Line<'static>>, Option<usize>) {
    let Some(row) = screen.rows.get(screen.at) else { return (Vec::new(), None) };
    let provision = &row.line.line.provision;
    let days = say_slots(&provision.slots);
    let said = [
        if days.is_empty() { provision.dosage() } else { format!("{}, {days}", provision.dosage()) },
        row.line.tally.words(),
        row.line.why.clone(),
    ];
    let about = format!(" {}: {}", clean(row.name()), clean(&said.join("; ")));
    let mut lines = vec![Line::raw(fit(&about, cols).into_owned())];
    if screen.cell == Cell::Goes {
        lines.push(Line::raw(
            fit(" c continue, g change, e end, . as above; C: all that is undecided continues.", cols)
                .into_owned(),
        ));
        return (lines, None);
    }
    let theme = &ctx.theme;
    let mut spans: Vec<Span<'static>> = Vec::new();
    let (mut column, mut cursor) = (0, None);
    for (cell, label, input, room) in [
        (Cell::Times, " Times a week ", &row.times, 4),
        (Cell::Minutes, "  Minutes ", &row.minutes, 5),
        (Cell::Days, "  Days ", &row.days, cols.saturating_sub(42).max(6)),
    ] {
        let here = screen.cell == cell;
        let (text, at) = window(input.text(), input.cursor(), room);
        column += width(label);
        if here {
            cursor = Some(column + at);
        }
        spans.push(Span::styled(label, if here { theme.focus() } else { theme.label() }));
        spans.push(Span::styled(pad(&text, room), if here { theme.input() } else { theme.text() }));
        column += room;
    }
    lines.push(Line::from(spans));
    (lines, cursor)
}

/// As much of a text as there is room for, with its cursor in sight, and the cursor's column.
fn window(text: &str, cursor: usize, cols: usize) -> (String, usize) {
    let before = text.get(..cursor).unwrap_or_default();
    let mut skip = 0;
    let mut at = width(before);
    for letter in before.chars() {
        if at < cols.max(1) {
            break;
        }
        at = at.saturating_sub(width(letter.encode_utf8(&mut [0; 4])));
        skip += letter.len_utf8();
    }
    (fit(text.get(skip..).unwrap_or_default(), cols).into_owned(), at)
}

/// The whole screen.
pub(super) fn screen(screen: &mut RollForward, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    frame.render_widget(Clear, area);
    let cols = usize::from(area.width);
    let columns = Columns::of(cols);
    let top: u16 = match area.height {
        8.. => 3,
        3.. => 1,
        _ => 0,
    };
    let foot: u16 = if area.height >= 12 { 3 } else { 0 };
    let list = area.height.saturating_sub(top + foot).max(1);
    let line = |y: u16| Rect { y: area.y.saturating_add(y), height: 1, ..area };
    let place = |frame: &mut Frame<'_>, column: usize, y: u16| {
        let right = area.right().saturating_sub(1);
        let x = area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX)).min(right);
        frame.set_cursor_position(Position { x, y: area.y.saturating_add(y) });
    };

    screen.page = usize::from(list);
    let first = screen.at / screen.page * screen.page;
    for (at, row) in screen.rows.iter().enumerate().skip(first).take(screen.page) {
        let here = (at == screen.at).then_some(screen.cell);
        let y = top.saturating_add(u16::try_from(at.saturating_sub(first)).unwrap_or(u16::MAX));
        frame.render_widget(provision(row, here, &columns, ctx), line(y));
        if here.is_some() {
            place(frame, columns.start(), y);
        }
    }
    if top >= 1 {
        frame.render_widget(title(screen, cols, ctx), line(0));
    }
    if top >= 3 {
        let head = columns.cells("provision", "adult", ["n", "done", "outcome"], "ends");
        frame.render_widget(until(&screen.turn, cols, ctx), line(1));
        let head = format!("   {head}{}  {}", pad("decision", columns.goes), "proposed");
        frame.render_widget(Line::styled(fit(&head, cols).into_owned(), ctx.theme.quiet()), line(2));
    }
    if foot > 0 {
        let y = area.height.saturating_sub(foot);
        let more = screen.rows.len().saturating_sub(first + screen.page);
        let said = if more > 0 { format!(" {more} more below ") } else { String::new() };
        let rule = format!("{said}{}", "─".repeat(cols.saturating_sub(width(&said))));
        frame.render_widget(Line::styled(rule, ctx.theme.quiet()), line(y));
        let low = Rect { y: area.y.saturating_add(y + 1), height: foot.saturating_sub(1), ..area };
        let (lines, cursor) = below(screen, cols, ctx);
        match (&screen.message, cursor) {
            (Some(message), _) => {
                let refused = screen.rows.iter().any(|row| row.refused);
                let style = if refused { ctx.theme.error() } else { ctx.theme.warning() };
                let said = Paragraph::new(Span::styled(format!(" {}", clean(message)), style));
                frame.render_widget(said.wrap(Wrap { trim: false }), low);
            }
            (None, cursor) => {
                frame.render_widget(Paragraph::new(lines), low);
                if let Some(column) = cursor {
                    place(frame, column, y + 2);
                }
            }
        }
    } else if let Some(message) = &screen.message
        && area.height > 1
    {
        // No room below: what is wrong takes the line at the top until the next key.
        frame.render_widget(Clear, line(0));
        frame.render_widget(
            Line::styled(fit(&clean(message), cols).into_owned(), ctx.theme.warning()),
            line(0),
        );
    }
}
