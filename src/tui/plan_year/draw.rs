//! How the plan looks: the strip above, the week's reviews below, from one cell to as wide as it gets.
//!
//! Rule: a full week says so in figures, and one over the limit with a sign; blocks and colour only repeat it. The cursor
//! stands on the review, or on the week if it has none.

use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::{PlanYear, Question};
use crate::domain::day;
use crate::text::{clean, fit, pad, pad_left};
use crate::tui::app::Ctx;
use crate::tui::widgets::put::put;
use crate::views::plan_year::{Planned, Week};

/// Columns of a week in the strip.
const WIDE: usize = 3;
const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

fn block(week: &Week, limit: usize) -> &'static str {
    match (week.count, week.rest.is_empty()) {
        (0, false) => "–",
        (0, true) => "·",
        (count, _) => BLOCKS.get((count * 8).div_ceil(limit.max(1)).clamp(1, 8) - 1).copied().unwrap_or("█"),
    }
}

fn figure(week: &Week, limit: usize) -> String {
    match (week.count, week.rest.is_empty()) {
        (0, false) => "–".to_owned(),
        (count, _) if count > limit => format!("{count}!"),
        (count, _) => count.to_string(),
    }
}

/// The line at the top: what, how many, how many a week.
fn title(screen: &PlanYear, cols: usize, ctx: &Ctx) -> Line<'static> {
    let plan = &screen.plan;
    let proposed = plan.proposed().count();
    let agreed = plan.reviews.len().saturating_sub(proposed);
    let site = if screen.site.is_empty() { String::new() } else { format!(" · {}", clean(&screen.site)) };
    let left = format!("Plan the year {}{site}", plan.label());
    let right = format!(" · {proposed} to agree, {agreed} agreed · at most {} a week", plan.limit);
    let left = fit(&left, cols.saturating_sub(1)).into_owned();
    let room = cols.saturating_sub(1 + crate::text::width(&left));
    let right = fit(&right, room).into_owned();
    Line::from(vec![Span::raw(" "), Span::styled(left, ctx.theme.title()), Span::raw(right)])
}

/// Months, Mondays, blocks and figures of the weeks from `from` on, so many of them.
fn strip(screen: &PlanYear, from: usize, many: usize, ctx: &Ctx) -> [Line<'static>; 4] {
    let plan = &screen.plan;
    let mut months = String::from(" ");
    let mut lines: [Vec<Span<'static>>; 3] = std::array::from_fn(|_| vec![Span::raw(" ")]);
    let mut last = 0;
    for (at, week) in plan.weeks.iter().enumerate().skip(from).take(many) {
        let month = week.monday.month();
        // A month's name has room over its first week, unless the one before has just begun.
        months.push_str(&pad(
            &if month == last { String::new() } else { week.monday.format("%b").to_string() },
            WIDE,
        ));
        last = month;
        let here = at == screen.week;
        let over = week.count > plan.limit;
        let style = match (here, over) {
            (true, _) => ctx.theme.flag(),
            (false, true) => ctx.theme.late(),
            (false, false) => Style::new(),
        };
        let quiet = if here { ctx.theme.flag() } else { ctx.theme.quiet() };
        let cells = [
            (week.monday.day().to_string(), quiet),
            (block(week, plan.limit).to_owned(), if over { ctx.theme.late() } else { Style::new() }),
            (figure(week, plan.limit), style),
        ];
        for (line, (text, style)) in lines.iter_mut().zip(cells) {
            line.push(Span::styled(pad_left(&text, WIDE), style));
        }
    }
    let [days, blocks, figures] = lines.map(Line::from);
    [Line::raw(months), days, blocks, figures]
}

/// The heading of the week's reviews.
fn heading(screen: &PlanYear, cols: usize, ctx: &Ctx) -> Line<'static> {
    let plan = &screen.plan;
    let Some(week) = plan.weeks.get(screen.week) else { return Line::default() };
    let mut said =
        format!("Week of {} · {} of {}", day::near(week.monday, plan.first), week.count, plan.limit);
    if week.count > plan.limit {
        said.push_str(&format!(" · {} over", week.count - plan.limit));
    }
    if week.elsewhere > 0 {
        said.push_str(&format!(" · {} at other sites", week.elsewhere));
    }
    if !week.rest.is_empty() {
        said.push_str(&format!(" · {}", clean(&week.rest)));
    }
    let said = fit(&said, cols.saturating_sub(2)).into_owned();
    let rule = "─".repeat(cols.saturating_sub(2 + crate::text::width(&said)));
    Line::from(vec![
        Span::raw(" "),
        Span::styled(said, ctx.theme.heading()),
        Span::raw(" "),
        Span::styled(rule, ctx.theme.quiet()),
    ])
}

fn state(review: &Planned) -> String {
    match (review.agreed, review.by) {
        (Some(_), _) => "agreed".to_owned(),
        (None, Some(by)) if review.is_late() => format!("late: {}", day::short(by)),
        (None, Some(by)) => format!("by {}", day::short(by)),
        (None, None) => "proposed".to_owned(),
    }
}

fn row(screen: &PlanYear, at: usize, selected: bool, cols: usize, ctx: &Ctx) -> Line<'static> {
    let Some(review) = screen.plan.reviews.get(at) else { return Line::default() };
    let Some(pupil) = screen.plan.pupils.get(review.pupil) else { return Line::default() };
    let name = if cols >= 110 { 28 } else { 18 };
    let style = if review.is_late() { ctx.theme.late() } else { ctx.theme.text() };
    Line::from(vec![
        Span::styled(if selected { "›" } else { " " }, ctx.theme.cursor()),
        Span::styled(if review.moved { "•" } else { " " }, ctx.theme.mark()),
        Span::raw(format!(" {}  ", day::column(review.date))),
        Span::raw(format!("{} ", pad(&clean(&pupil.who.name), name))),
        Span::raw(format!("{} ", pad(&clean(&pupil.who.place()), 9))),
        Span::raw(format!("{} ", pad(review.kind.label(), 19))),
        Span::styled(state(review), style),
    ])
}

/// What stands below: the question, why something was not done, else what must be known before agreeing.
fn below(screen: &PlanYear, room: usize, ctx: &Ctx) -> Vec<Line<'static>> {
    let theme = &ctx.theme;
    if let Some(question) = screen.asking {
        let said = match question {
            Question::Agree => format!(" Agree {}?", screen.count()),
            Question::Leave => " Leave? What you moved by hand is not kept.".to_owned(),
        };
        return vec![Line::from(vec![
            Span::styled(said, theme.title()),
            Span::raw("  "),
            Span::styled("y yes  n no", theme.key()),
        ])];
    }
    if let Some(message) = &screen.message {
        return vec![Line::styled(format!(" {}", clean(message)), theme.warning())];
    }
    let warnings = screen.plan.warnings();
    let shown = if warnings.len() > room { room.saturating_sub(1) } else { warnings.len() };
    let mut lines: Vec<Line<'static>> = warnings
        .iter()
        .take(shown)
        .map(|words| Line::styled(format!(" {}", clean(words)), theme.warning()))
        .collect();
    if warnings.len() > shown && room > 0 {
        let more = warnings.len() - shown;
        lines.push(Line::styled(
            format!(" … and {more} more to know: senco plan lists them"),
            theme.warning(),
        ));
    }
    lines
}

/// The whole screen.
pub(super) fn screen(screen: &mut PlanYear, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    frame.render_widget(Clear, area);
    let cols = usize::from(area.width);
    let many = (cols.saturating_sub(2) / WIDE).max(1);
    if screen.week < screen.left || screen.week >= screen.left + many {
        // Half a strip at a time, so that going on sends little.
        screen.left = screen.week.saturating_sub(many / 2);
    }
    screen.left = screen.left.min(screen.plan.weeks.len().saturating_sub(many));
    let foot = below(screen, if area.height >= 16 { 3 } else { 1 }, ctx);
    let [months, days, blocks, figures] = strip(screen, screen.left, many, ctx);
    let mut top = vec![heading(screen, cols, ctx)];
    if area.height >= 5 {
        top.insert(0, figures);
    }
    if area.height >= 10 {
        top.splice(0..0, [title(screen, cols, ctx), months, days, blocks]);
    }
    if area.height < 3 {
        top.clear();
    }
    let line = |y: usize| {
        let y = u16::try_from(y).unwrap_or(u16::MAX);
        Rect { y: area.y.saturating_add(y), height: u16::from(y < area.height), ..area }
    };
    let figures_at = top.len().saturating_sub(2);
    let has_strip = top.len() >= 2;
    for (at, one) in top.iter().enumerate() {
        put(one, line(at), frame.buffer_mut());
    }
    let height = usize::from(area.height);
    let foot_rows = foot.len().min(height.saturating_sub(top.len() + 1));
    for (at, one) in foot.iter().take(foot_rows).enumerate() {
        put(one, line(height - foot_rows + at), frame.buffer_mut());
    }
    let room = height.saturating_sub(top.len() + foot_rows);
    screen.page = room.max(1);
    let rows = screen.rows();
    screen.row = screen.row.min(rows.len().saturating_sub(1));
    let first = screen.row / screen.page * screen.page;
    if has_strip {
        let x = u16::try_from(1 + (screen.week.saturating_sub(screen.left) + 1) * WIDE - 1).unwrap_or(0);
        let x = area.x.saturating_add(x).min(area.right().saturating_sub(1));
        frame.set_cursor_position(Position { x, y: line(figures_at).y });
    }
    for (at, review) in rows.iter().enumerate().skip(first).take(room) {
        let here = line(top.len() + at - first);
        let selected = at == screen.row;
        put(&row(screen, *review, selected, cols, ctx), here, frame.buffer_mut());
        if selected {
            frame.set_cursor_position(Position { x: area.x, y: here.y });
        }
    }
    if rows.is_empty() && room > 0 {
        put(
            &Line::styled("   No review in this week", ctx.theme.quiet()),
            line(top.len()),
            frame.buffer_mut(),
        );
    }
}
