//! The Calendar pane: an academic year by term and day, with its months as a grid beside it where there is room.
//!
//! Rule: it shows the school's file that the screen holds anyway, so that a year turns without asking the disk. It says whose dates
//! these are before it shows them.

mod commands;
mod draw;
#[cfg(test)]
mod tests;

use std::any::Any;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::Pane;
use crate::domain::calendar::academic_year;
use crate::domain::day;
use crate::domain::ids::PupilId;
use crate::tui::app::Ctx;
use crate::tui::command::Scope;
use crate::tui::effect::Effect;
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::views::calendar::{self, DayLine, What, Year};

pub use commands::COMMANDS;

impl Row for DayLine {
    // A bank holiday has no number of its own, so its day tells it apart.
    type Key = (What, chrono::NaiveDate);

    fn key(&self) -> Self::Key {
        match self.what {
            // A term that begins another day is still the same row.
            What::Term(_) | What::HalfTerm(_) | What::Closure(_) => (self.what, chrono::NaiveDate::MIN),
            _ => (self.what, self.from),
        }
    }

    fn words(&self) -> String {
        format!("{} {} {}", self.words, self.flag, self.from.format("%d/%m/%Y %a %B"))
    }

    fn section(&self) -> u32 {
        u32::try_from(self.section).unwrap_or(u32::MAX)
    }
}

/// The state of the pane.
#[derive(Default)]
pub struct CalendarPane {
    list: List<DayLine>,
    year: Option<Year>,
    /// The academic year asked for; `None` follows the day shown.
    starts: Option<i32>,
}

impl CalendarPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(CalendarPane { list: List::headed(), ..CalendarPane::default() })
    }

    /// The academic year shown, by the year it starts in.
    fn shown(&self, ctx: &Ctx) -> i32 {
        self.starts.unwrap_or_else(|| academic_year(ctx.today))
    }

    fn fill(&mut self, ctx: &Ctx) {
        let year = calendar::year(&ctx.school, ctx.site, self.shown(ctx));
        self.list.set(year.lines.clone());
        self.year = Some(year);
    }

    /// So many years on or back. Says whether there is such a year.
    fn turn(&mut self, by: i32, ctx: &Ctx) -> bool {
        let to = self.shown(ctx).saturating_add(by);
        if !(day::FIRST_YEAR..day::LAST_YEAR).contains(&to) {
            return false;
        }
        self.starts = (to != academic_year(ctx.today)).then_some(to);
        self.fill(ctx);
        self.list.first();
        true
    }
}

impl Pane for CalendarPane {
    fn title(&self) -> &'static str {
        "Calendar"
    }

    fn scope(&self) -> Scope {
        Scope::Calendar
    }

    fn in_tabs(&self) -> bool {
        false
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.fill(ctx);
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::pane(self, frame, area, ctx);
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn pupils(&self) -> Vec<PupilId> {
        Vec::new()
    }

    fn step_back(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        self.starts.take()?;
        self.fill(ctx);
        Some(Vec::new())
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}
