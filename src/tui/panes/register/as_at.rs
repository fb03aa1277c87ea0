//! The register as at another day: asking for the day, and the line that says so.
//!
//! Rule: while rows are as at another day, the line over them says which, and how to go back.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::turn;
use crate::clock::day_of;
use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::tui::app::{App, Ctx};
use crate::tui::effect::Effect;
use crate::tui::forms::AskDay;
use crate::tui::widgets::put;
use crate::views::register_at::AsAt;

use super::RegisterPane;

/// This day, with what the view needs to go there.
pub(super) fn at(on: NaiveDate, ctx: &Ctx) -> AsAt {
    AsAt { on, today: ctx.own_day(), day_of }
}

/// Asks for the day; Enter alone goes back to the register as it is.
pub(super) fn ask(app: &mut App) -> Vec<Effect> {
    let empty = match app.pane_ref::<RegisterPane>().and_then(|pane| pane.at) {
        Some(_) => "Enter alone goes back to the register as it is now. Esc stays here.",
        None => "20/1/2026, 1 sep, -6w, last fri, end of term. Esc stays as it is.",
    };
    app.open(AskDay::new("The register as at which day?", empty, Lean::Past, |app, day| {
        turn(app, |pane| pane.at = day)
    }))
}

/// Says over the list which day it is as at, as far as there is room; gives what is left for the list.
pub(super) fn draw_line(on: NaiveDate, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) -> Rect {
    let [line, rest] = put::below(area, area.height.saturating_sub(1));
    let key = ctx.keymap.keys_in(&[super::Scope::Register], "register.at").into_iter().next();
    let words = Line::from(vec![
        Span::raw("   "),
        Span::styled(format!("as at {}", day::full(on)), ctx.theme.flag()),
        Span::styled(
            format!("  Esc goes back{}", key.map(|key| format!(", {key} asks again")).unwrap_or_default()),
            ctx.theme.quiet(),
        ),
    ]);
    put::put(&words, line, frame.buffer_mut());
    rest
}
