//! The days that the map is looked at over: this term, one earlier or later, or any that is typed.

use super::{ProvisionPane, with_pane};
use crate::tui::app::{App, Ctx};
use crate::tui::effect::Effect;
use crate::tui::forms::AskRange;
use crate::tui::panes::Pane;
use crate::views::provision::{self as view, Range, RangeKind};

/// The term of the day shown.
pub(super) fn usual(ctx: &Ctx) -> Range {
    view::range(RangeKind::This, &ctx.school.calendar, ctx.today)
}

impl ProvisionPane {
    /// Shows other days: all that ran then where they are past, else what runs.
    pub(super) fn look_over(&mut self, range: Range, ctx: &Ctx) -> Vec<Effect> {
        self.which = None;
        self.range = (range.span != usual(ctx).span).then_some(range);
        self.load(ctx)
    }

    /// The term, or the year, before or after.
    pub(super) fn step(&mut self, on: bool, count: usize, ctx: &Ctx) -> Vec<Effect> {
        let calendar = &ctx.school.calendar;
        let mut span = self.range(ctx).span;
        for _ in 0..count.min(100) {
            let next = if on { view::later(span, calendar) } else { view::earlier(span, calendar) };
            let Some(next) = next else { break };
            span = next;
        }
        self.look_over(Range { kind: None, span, title: view::title(span, calendar) }, ctx)
    }
}

/// Asks for other days.
pub(super) fn ask(app: &mut App) -> Vec<Effect> {
    app.open(AskRange::new(|app, range| {
        with_pane(app, |pane, ctx| pane.look_over(range.unwrap_or_else(|| usual(ctx)), ctx))
    }))
}
