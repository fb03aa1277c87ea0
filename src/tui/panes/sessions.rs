//! The Sessions pane: today's groups for the adult who records, and what of the days before nobody recorded.
//!
//! Rule: the usual answer is one key, for one session or for all that are marked, and everything recorded at once is taken
//! back at once. A row has all that its detail shows, so that moving reads nothing.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `commands` | what can be done, and why not |
//! | `record` | from rows to what is saved |
//! | `whose` | whose sessions are shown |
//! | `draw` | rows and detail at any width |

mod commands;
mod draw;
mod record;
#[cfg(test)]
pub(in crate::tui) mod tests;
mod whose;

use std::any::Any;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::Pane;
use super::due::REST;
use crate::domain::ids::{PupilId, RecordId};
use crate::tui::app::{App, Ctx};
use crate::tui::command::Scope;
use crate::tui::effect::{Effect, read};
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::views::sessions::{self, DayView, SessionLine};

pub use commands::COMMANDS;
pub(in crate::tui) use record::REASONS;
use whose::Whose;

/// Which session a row is: of a provision, a day, and a place in the day, and whether it is what was moved away from there.
type SessionKey = (RecordId, NaiveDate, u8, bool);

/// A row.
struct Item {
    line: SessionLine,
    /// Of an earlier day, and not recorded.
    late: bool,
}

impl Row for Item {
    type Key = SessionKey;

    fn key(&self) -> SessionKey {
        let line = &self.line;
        (line.provision, line.on, line.nth, line.moved_to.is_some())
    }

    fn words(&self) -> String {
        let line = &self.line;
        let mut words = vec![line.name.as_str(), &line.adult_name, &line.site_name];
        words.extend(line.pupils.iter().map(|part| part.who.name.as_str()));
        format!("{} {} {}", words.join(" "), line.on.format("%A %-d %B"), line.time())
    }

    fn section(&self) -> u32 {
        u32::from(!self.late)
    }
}

/// Rows of earlier days above which the cursor begins on the day's own, as it does on a day that was turned to: those of a
/// school that does not record every day would stand before today's groups.
const MANY: usize = 8;

/// The state of the pane.
#[derive(Default)]
pub struct SessionsPane {
    list: List<Item>,
    view: Option<DayView>,
    /// The next session, where neither the day nor those before it have any.
    next: Option<SessionLine>,
    /// The day that was turned to; `None` follows the day that the screen shows.
    turned: Option<NaiveDate>,
    whose: Whose,
    /// The adult who was under the cursor while everybody's sessions were shown.
    other: Option<RecordId>,
    today: Option<NaiveDate>,
    /// The row that the detail is about: the one that the cursor last rested on.
    shown: Option<SessionKey>,
    /// Whether rows of the day that is shown have come before.
    stands: bool,
}

/// What is asked for: day, today, adult, site.
type Wanted = (NaiveDate, NaiveDate, Option<RecordId>, Option<RecordId>);

impl SessionsPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(SessionsPane { list: List::headed(), ..SessionsPane::default() })
    }

    /// The day shown.
    fn day(&self, ctx: &Ctx) -> NaiveDate {
        self.turned.unwrap_or(ctx.today)
    }

    fn wanted(&self, ctx: &Ctx) -> Wanted {
        (self.day(ctx), ctx.today, self.whose.adult(), ctx.site)
    }

    fn set(&mut self, view: DayView, next: Option<SessionLine>, ctx: &Ctx) {
        self.today = Some(ctx.today);
        self.next = next;
        let late = view.open.iter().cloned().map(|line| Item { line, late: true });
        let own = view.rows.iter().cloned().map(|line| Item { line, late: false });
        self.list.set(late.chain(own).collect());
        let own_first = self.turned.is_some() || view.open.len() > MANY;
        if !std::mem::replace(&mut self.stands, true) && own_first {
            let own = || self.list.rows().iter().filter(|item| !item.late);
            let first =
                own().find(|item| item.line.is_open(ctx.today)).or_else(|| own().next()).map(Row::key);
            if let Some(first) = first {
                self.list.select(&first);
            }
        }
        self.view = Some(view);
        self.shown = self.list.selected().map(Row::key);
    }

    /// The sessions of the marked rows, else the one under the cursor.
    fn chosen(&self) -> Vec<&SessionLine> {
        self.list.chosen().into_iter().map(|item| &item.line).collect()
    }

    /// On to the next session that waits to be recorded, if the cursor is still on this one.
    fn go_on(&mut self, from: SessionKey, today: NaiveDate) {
        if self.list.selected().map(Row::key) != Some(from) {
            return;
        }
        let before = self.list.rows().iter().position(|item| item.key() == from);
        let next = self
            .list
            .rows()
            .iter()
            .skip(before.map_or(0, |at| at.saturating_add(1)))
            .find(|item| item.line.is_open(today))
            .map(Row::key);
        if let Some(next) = next {
            self.list.select(&next);
            self.shown = Some(next);
        }
    }

    /// Turns to a day; the day that the screen shows anyway is not turned to.
    fn turn(&mut self, to: NaiveDate, ctx: &Ctx) -> Vec<Effect> {
        self.turned = (to != ctx.today).then_some(to);
        self.list.clear_marks();
        self.stands = false;
        self.load(ctx)
    }

    /// A session was recorded elsewhere than by its row: the cursor goes on.
    pub(in crate::tui) fn recorded(&mut self, line: &SessionLine, today: NaiveDate) {
        self.go_on((line.provision, line.on, line.nth, false), today);
    }
}

impl Pane for SessionsPane {
    fn title(&self) -> &'static str {
        "Sessions"
    }

    fn scope(&self) -> Scope {
        Scope::Sessions
    }

    fn in_tabs(&self) -> bool {
        false
    }

    fn badge(&self) -> Option<usize> {
        let today = self.today?;
        Some(self.list.rows().iter().filter(|item| item.line.is_open(today)).count())
    }

    fn aside(&self, ctx: &Ctx) -> Option<String> {
        self.view.as_ref().map(|_| self.whose.label(ctx))
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (school, wanted) = (ctx.school.clone(), self.wanted(ctx));
        let (on, today, adult, site) = wanted;
        vec![read(
            move |snapshot| {
                let view = sessions::day(snapshot, &school, (on, today), adult, site)?;
                let none = view.rows.is_empty() && view.open.is_empty();
                let next = if none { sessions::next(snapshot, &school, on, adult, site)? } else { None };
                Ok((view, next))
            },
            move |app, (view, next)| {
                let App { ctx, panes, .. } = app;
                let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<SessionsPane>());
                // Asked for before another day or another adult was: what was asked for since is on its way.
                if let Some(pane) = pane
                    && pane.wanted(ctx) == wanted
                {
                    pane.set(view, next, ctx);
                }
                Vec::new()
            },
        )]
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::pane(self, frame, area, ctx);
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn pupils(&self) -> Vec<PupilId> {
        let mut pupils: Vec<PupilId> = Vec::new();
        for line in self.chosen() {
            pupils.extend(line.pupils.iter().map(|part| part.who.pupil));
        }
        pupils.sort();
        pupils.dedup();
        pupils
    }

    fn moved(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        let key = self.list.selected().map(Row::key);
        if key == self.shown {
            return Vec::new();
        }
        vec![Effect::Rest {
            name: "sessions.detail",
            after: REST,
            then: Box::new(|app| {
                if let Some(pane) = app.pane_mut::<SessionsPane>() {
                    pane.shown = pane.list.selected().map(Row::key);
                }
                Vec::new()
            }),
        }]
    }

    fn step_back(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        self.turned.take()?;
        self.stands = false;
        Some(self.load(ctx))
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}
