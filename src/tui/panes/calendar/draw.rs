//! How the calendar looks: a line that says whose dates these are, the year's rows, and its months in letters.

use chrono::{Datelike, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::CalendarPane;
use crate::domain::day;
use crate::domain::words::plural;
use crate::text::{clean, fit, pad, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::list::{ListControl, Look};
use crate::tui::widgets::put::{below, beside, put};
use crate::views::calendar::{DayLine, Mark, Year, mark, months, weeks};

/// Columns from which the months stand beside the list.
const WIDE: u16 = 110;
/// Columns of a month: the day of its Mondays, and two for each day of the week.
const MONTH: usize = 19;
/// Months in a row.
const ACROSS: usize = 3;
/// Lines of a month: its name, six weeks, a blank.
const DEEP: usize = 8;
/// Columns of the first and the last day.
const DAYS: usize = 23;

fn key(ctx: &Ctx, id: &str) -> String {
    ctx.keymap.keys_of(id).into_iter().next().unwrap_or_else(|| format!("`{id}`"))
}

/// The whole pane.
pub(super) fn pane(pane: &mut CalendarPane, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    let Some(year) = pane.year.clone() else { return };
    let [rest, body] = below(area, area.height.saturating_sub(1).max(1));
    put(&head(&year, rest.width, ctx), rest, frame.buffer_mut());
    let wide = body.width >= WIDE;
    let [list_area, grid_area] = if wide {
        let columns = u16::try_from(ACROSS * MONTH + 2).unwrap_or(u16::MAX);
        beside(body, columns)
    } else {
        [body, Rect { width: 0, ..body }]
    };
    let rows = &year.terms;
    let rule = usize::from(list_area.width);
    let theme = ctx.theme;
    frame.set_cursor_position((list_area.x, list_area.y));
    if pane.list.shown() == 0 {
        let words = " No day fits the filter. Esc takes it away.";
        put(&Line::from(words), Rect { height: list_area.height.min(1), ..list_area }, frame.buffer_mut());
    }
    pane.list.draw(
        frame,
        list_area,
        &theme,
        |section, _| {
            let term = usize::try_from(section).ok().and_then(|section| rows.get(section));
            let (label, days) = term.map_or(("", 0), |term| (term.label.as_str(), term.school_days));
            let title = fit(&clean(label), rule.saturating_sub(20)).into_owned();
            let days = plural(i64::from(days), "school day");
            let line = "─".repeat(rule.saturating_sub(width(&title) + width(&days) + 4));
            Line::from(vec![
                Span::raw(" "),
                Span::styled(title, theme.heading()),
                Span::styled(format!(" {line} "), theme.quiet()),
                Span::raw(days),
            ])
        },
        |line, look| row(line, look, ctx),
    );
    if wide {
        let at = pane.list.selected().map(|line| (line.from, line.to));
        grid(&year, at, frame, grid_area, ctx);
    }
}

/// "2026/27 · 194 school days · assumed dates, usual in England: not the school's own · y confirms".
fn head(year: &Year, columns: u16, ctx: &Ctx) -> Line<'static> {
    let theme = ctx.theme;
    let days = plural(i64::from(year.school_days), "school day");
    let standing = year.standing();
    let style = if year.is_provisional() { theme.warning() } else { theme.good() };
    let label = year.label();
    let confirm = if year.is_provisional() {
        format!(" · {} confirms", key(ctx, "calendar.confirm"))
    } else {
        format!(" · {} {} other years", key(ctx, "calendar.previous"), key(ctx, "calendar.next"))
    };
    let used = width(&label) + width(&days) + width(&confirm) + 7;
    let room = usize::from(columns).saturating_sub(used);
    Line::from(vec![
        Span::raw(" "),
        Span::styled(label, theme.title()),
        Span::raw(format!(" · {days} · ")),
        Span::styled(fit(&clean(&standing), room).into_owned(), style),
        Span::styled(confirm, theme.quiet()),
    ])
}

/// "Wed 2 Sep – Fri 18 Dec  Autumn term  Infants  assumed".
fn row(line: &DayLine, look: Look, ctx: &Ctx) -> Line<'static> {
    let theme = ctx.theme;
    let total = usize::from(look.width);
    let days = match line.to == line.from {
        true => day::column(line.from),
        false => format!("{} – {}", day::column(line.from), day::column(line.to)),
    };
    let site = ctx.school.site_name(line.site);
    let tail = [clean(site).into_owned(), line.flag.to_owned()];
    let tail = tail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let tail = fit(&tail, total.saturating_sub(DAYS + 14)).into_owned();
    let room = total.saturating_sub(DAYS + 1 + width(&tail) + 1);
    let style = if line.to < ctx.today { theme.quiet() } else { theme.text() };
    Line::from(vec![
        Span::styled(pad(&days, DAYS), style),
        Span::raw(" "),
        Span::styled(pad(&clean(&line.words), room), style),
        Span::raw(" "),
        Span::styled(tail, theme.quiet()),
    ])
}

fn style_of(mark: Mark, ctx: &Ctx) -> Style {
    match mark {
        Mark::School => ctx.theme.text(),
        Mark::Weekend | Mark::Holiday => ctx.theme.quiet(),
        Mark::Inset | Mark::BankHoliday | Mark::Closed => ctx.theme.soon(),
    }
}

/// The months, those of the row under the cursor always among them; the last line says what the letters mean.
fn grid(year: &Year, at: Option<(NaiveDate, NaiveDate)>, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    let [area, legend] = below(area, 1);
    let months = months(year.year);
    let rows = months.len().div_ceil(ACROSS);
    let fit_in = (usize::from(area.height).saturating_add(1) / DEEP).max(1);
    let month_of = |date: NaiveDate| months.iter().rposition(|first| *first <= date).unwrap_or(0) / ACROSS;
    let first = at.map_or(0, |(from, _)| month_of(from)).min(rows.saturating_sub(fit_in));
    for (down, row) in months.chunks(ACROSS).skip(first).enumerate() {
        for (across, month) in row.iter().enumerate() {
            let lines = month_lines(*month, at, ctx);
            for (deep, line) in lines.iter().enumerate() {
                let y = down.saturating_mul(DEEP).saturating_add(deep);
                let x = across.saturating_mul(MONTH).saturating_add(2);
                let (Ok(x), Ok(y)) = (u16::try_from(x), u16::try_from(y)) else { continue };
                if y >= area.height || x >= area.width {
                    continue;
                }
                let place = Rect {
                    x: area.x.saturating_add(x),
                    y: area.y.saturating_add(y),
                    width: area.width - x,
                    height: 1,
                };
                put(line, place, frame.buffer_mut());
            }
        }
    }
    let words: Vec<String> = Mark::ALL
        .iter()
        // A weekend is where it always is.
        .filter(|mark| **mark != Mark::Weekend)
        .map(|mark| format!("{} {}", mark.letter(), mark.label()))
        .collect();
    let words = fit(&words.join("  "), usize::from(legend.width.saturating_sub(2))).into_owned();
    put(&Line::styled(format!("  {words}"), ctx.theme.quiet()), legend, frame.buffer_mut());
}

fn month_lines(first: NaiveDate, at: Option<(NaiveDate, NaiveDate)>, ctx: &Ctx) -> Vec<Line<'static>> {
    let calendar = ctx.school.calendar_of(ctx.site);
    let name = first.format("%b").to_string();
    let mut lines = vec![Line::from(vec![
        Span::styled(pad(&name, 4), ctx.theme.heading()),
        Span::styled("M T W T F S S", ctx.theme.quiet()),
    ])];
    for week in weeks(first) {
        let monday = week.iter().flatten().next().map_or(0, |date| date.day());
        let mut spans = vec![Span::styled(format!("{monday:>2}  "), ctx.theme.quiet())];
        for date in week {
            let Some(date) = date else {
                spans.push(Span::raw("  "));
                continue;
            };
            let mark = mark(calendar, date);
            let mut style = style_of(mark, ctx);
            if at.is_some_and(|(from, to)| (from..=to).contains(&date)) {
                style = style.patch(ctx.theme.input());
            }
            if date == ctx.today {
                style = style.patch(ctx.theme.flag());
            }
            spans.push(Span::styled(mark.letter().to_string(), style));
            spans.push(Span::raw(" "));
        }
        lines.push(Line::from(spans));
    }
    lines
}
