//! How a date being tried is drawn: the day it is tried on, then a line a date, before and after, with its clashes in words.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::Trying;
use crate::domain::day;
use crate::domain::words::plural;
use crate::text::{clean, fit, pad, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::line;
use crate::tui::widgets::put::put;
use crate::views::what_if::Moved;

/// From this width on a date stands in one line.
const WIDE: usize = 60;

/// What stands where there is no date.
const NONE: &str = "–";

/// "a day later", "3 weeks, 2 days earlier", "as it stands".
fn by(from: NaiveDate, to: NaiveDate) -> String {
    let days = day::between(from, to);
    let way = if days < 0 { "earlier" } else { "later" };
    let (weeks, rest) = (days.abs() / 7, days.abs() % 7);
    match (weeks, rest) {
        (0, 0) => "as it stands".to_owned(),
        (0, rest) => format!("{} {way}", plural(rest, "day")),
        (weeks, 0) => format!("{} {way}", plural(weeks, "week")),
        (weeks, rest) => format!("{}, {} {way}", plural(weeks, "week"), plural(rest, "day")),
    }
}

impl Trying {
    fn said(&self, date: Option<NaiveDate>, provisional: bool, ctx: &Ctx) -> String {
        let about = if provisional { "~" } else { "" };
        date.map_or_else(|| NONE.to_owned(), |date| format!("{about}{}", day::near(date, ctx.today)))
    }

    /// What is to be said of a date beside it.
    fn remark(one: &Moved) -> String {
        let mut words = one.clash.clone();
        words.extend(one.done.then(|| "done".to_owned()));
        words.join(", ")
    }

    /// The rows as lines; the first is what is moved.
    fn lines(&self, cols: usize, ctx: &Ctx) -> Vec<Line<'static>> {
        let theme = ctx.theme;
        let mut lines = Vec::new();
        let dates = |one: &Moved| {
            (self.said(one.before, one.provisional, ctx), self.said(one.after, one.provisional, ctx))
        };
        let widest = self.rows.iter().flat_map(|one| {
            let (before, after) = dates(one);
            [width(&before), width(&after)]
        });
        let date = widest.max().unwrap_or(0).max(4);
        let longest = self.rows.iter().map(|one| width(&clean(&one.what))).max().unwrap_or(0);
        let wide = cols >= WIDE;
        // What is to be said beside a date goes to a line of its own rather than that the date's name is cut short.
        let remarks = self.rows.iter().map(|one| width(&Self::remark(one))).max().unwrap_or(0);
        let room = cols.saturating_sub(2 * date + 8);
        let what = longest.min(room.saturating_sub(remarks).max(room.saturating_sub(18))).max(10);
        if wide {
            let head = format!("   {} {} {}", pad("", what), pad("now", date), pad("then", date));
            lines.push(Line::styled(head, theme.quiet()));
        }
        for (at, one) in self.rows.iter().enumerate() {
            let (before, after) = dates(one);
            let remark = Self::remark(one);
            let style = if at == 0 { theme.title() } else { theme.text() };
            let moved = if one.before == one.after { Style::new() } else { theme.flag() };
            let sign = if at == 0 { " › " } else { "   " };
            let warn = if one.clash.is_empty() { theme.quiet() } else { theme.late() };
            let name = clean(&one.what).into_owned();
            if !wide {
                lines.push(Line::styled(format!("{sign}{}", fit(&name, cols.saturating_sub(4))), style));
                let dates = format!("     {before} → {after}");
                let room = cols.saturating_sub(width(&dates) + 3);
                if remark.is_empty() || width(&remark) > room {
                    lines.push(Line::styled(dates, moved));
                    if !remark.is_empty() {
                        lines.push(Line::styled(format!("     {remark}"), warn));
                    }
                } else {
                    lines.push(Line::from(vec![
                        Span::styled(dates, moved),
                        Span::styled(format!("  {remark}"), warn),
                    ]));
                }
                continue;
            }
            let mut spans = vec![
                Span::styled(format!("{sign}{} ", pad(&fit(&name, what), what)), style),
                Span::raw(format!("{} ", pad(&before, date))),
                Span::styled(pad(&after, date), moved),
            ];
            let room = cols.saturating_sub(3 + what + 1 + 2 * date + 1 + 2);
            if width(&remark) <= room {
                spans.push(Span::styled(format!("  {remark}"), warn));
                lines.push(Line::from(spans));
            } else {
                lines.push(Line::from(spans));
                let indent = " ".repeat(cols.saturating_sub(width(&remark) + 1).min(3 + what + 1));
                lines.push(Line::styled(format!("{indent}{remark}"), warn));
            }
        }
        if self.rows.len() == 1 {
            lines.push(Line::styled("   No other date hangs on it.", theme.quiet()));
        }
        lines
    }

    /// Draws it.
    pub(super) fn draw_in(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        if area.is_empty() {
            return;
        }
        frame.render_widget(Clear, area);
        let theme = ctx.theme;
        let cols = usize::from(area.width);
        let row = |at: u16| Rect { y: area.y.saturating_add(at), height: 1, ..area };
        let name = self.file.pupil.name();
        let head =
            fit(&format!("What if · {} · {}", clean(&name), clean(&self.start.what)), cols.saturating_sub(2))
                .into_owned();
        put(&Line::styled(format!(" {head}"), theme.title()), row(0), frame.buffer_mut());
        let provisional = self.rows.iter().any(|one| one.provisional);
        let foot: &[&str] = match provisional {
            true if area.height >= 12 => {
                &["~ provisional: rests on term dates that are not confirmed.", "Nothing is saved by moving."]
            }
            false if area.height >= 12 => &["Nothing is saved by moving."],
            _ => &[],
        };
        let lines = self.lines(cols, ctx);
        let below = u16::try_from(foot.len()).unwrap_or(0);
        let room = usize::from(area.height.saturating_sub(3 + below)).max(1);
        if self.top >= lines.len() {
            self.top = 0;
        }
        self.page = room;
        let said = format!(" {} · {}", day::full(self.on), by(self.start.date, self.on));
        let left = lines.len().saturating_sub(self.top + room);
        let more = if left > 0 || self.top > 0 { format!(" · Tab: {left} more") } else { String::new() };
        if area.height > 1 {
            if let Some(input) = &self.typing {
                line::draw(input, frame, row(1), " New date: ");
            } else {
                let said = fit(&format!("{said}{more}"), cols).into_owned();
                put(&Line::styled(said, theme.choice()), row(1), frame.buffer_mut());
            }
        }
        if area.height > 2 && !self.wrong.is_empty() {
            put(&Line::styled(format!(" {}", clean(&self.wrong)), theme.error()), row(2), frame.buffer_mut());
        }
        for (at, drawn) in (3_u16..).zip(lines.iter().skip(self.top).take(room)) {
            if at < area.height.saturating_sub(below) {
                put(drawn, row(at), frame.buffer_mut());
            }
        }
        for (at, words) in (1_u16..).zip(foot.iter().rev()) {
            let place = row(area.height.saturating_sub(at));
            put(&Line::styled(format!(" {words}"), theme.quiet()), place, frame.buffer_mut());
        }
        if self.typing.is_none() {
            frame.set_cursor_position(Position {
                x: area.x.saturating_add(1),
                y: row(1).y.min(area.bottom() - 1),
            });
        }
    }
}
