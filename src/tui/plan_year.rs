//! "Plan the year": a strip of the weeks with how full they are, the reviews of one week, and one key that agrees them all.
//!
//! Rule: nothing is saved before the question is answered that counts what will be; then it is one change. Leaving with something
//! moved by hand asks.

mod commands;
mod draw;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::{App, Ctx};
use super::command::{Command, Scope};
use super::effect::{Effect, read};
use super::layer::{Layer, Taken};
use super::save::save;
use crate::actions::year;
use crate::domain::day;
use crate::domain::school::SchoolFile;
use crate::domain::words::plural;
use crate::views::plan_year::{self, YearPlan};

pub use commands::COMMANDS;

/// A question that `y` answers with yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    /// Agree all that is proposed?
    Agree,
    /// Leave, although something was moved?
    Leave,
}

/// The screen; see the module.
pub struct PlanYear {
    plan: YearPlan,
    school: Arc<SchoolFile>,
    /// The site that it is narrowed to; empty for all.
    site: String,
    /// The week under the cursor.
    week: usize,
    /// The review of that week under the cursor.
    row: usize,
    /// The first week of the strip on screen.
    left: usize,
    /// Rows of the list on screen when it was drawn last.
    page: usize,
    /// Why something was not done, or what was.
    message: Option<String>,
    asking: Option<Question>,
}

/// Makes the plan and opens it.
pub fn open(app: &mut App) -> Vec<Effect> {
    let (school, site, today) = (app.ctx.school.clone(), app.ctx.site, app.ctx.own_day());
    vec![read(
        move |snapshot| plan_year::read(snapshot, &school, site, today),
        |app, plan| {
            if plan.reviews.is_empty() && plan.warnings().is_empty() {
                app.refuse("No review is left to plan this year: nobody on the register waits for one");
                return Vec::new();
            }
            let screen = PlanYear::new(plan, &app.ctx);
            app.open(screen)
        },
    )]
}

impl PlanYear {
    /// The plan as it was made, on its first week with a review.
    pub fn new(plan: YearPlan, ctx: &Ctx) -> PlanYear {
        let busy = plan.weeks.iter().position(|week| week.count > 0);
        let week = busy.or_else(|| plan.weeks.iter().position(|week| week.rest.is_empty())).unwrap_or(0);
        PlanYear {
            plan,
            school: ctx.school.clone(),
            site: ctx.school.site_name(ctx.site).to_owned(),
            week,
            row: 0,
            left: 0,
            page: 1,
            message: None,
            asking: None,
        }
    }

    fn rows(&self) -> Vec<usize> {
        self.plan.reviews_in(self.week)
    }

    /// To the next week in which somebody is at school, or has a review all the same.
    fn go(&mut self, later: bool) {
        let open =
            |at: &usize| self.plan.weeks.get(*at).is_some_and(|week| week.rest.is_empty() || week.count > 0);
        let next = if later {
            (self.week + 1..self.plan.weeks.len()).find(open)
        } else {
            (0..self.week).rev().find(open)
        };
        if let Some(next) = next {
            (self.week, self.row) = (next, 0);
        }
    }

    fn go_by(&mut self, rows: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.row = self.row.saturating_add_signed(rows).min(last);
    }

    fn shift(&mut self, later: bool) {
        let Some(at) = self.rows().get(self.row).copied() else {
            self.message = Some("No review of this week is under the cursor".into());
            return;
        };
        let Some(moved) = self.plan.reviews.get(at).cloned() else { return };
        match self.plan.shift(at, later, &self.school) {
            Err(words) => self.message = Some(format!("Not moved: {words}")),
            Ok(date) => {
                // The cursor follows it.
                self.week = self.plan.week_of(date).unwrap_or(self.week);
                let here = |at: &usize| {
                    let review = self.plan.reviews.get(*at);
                    review.is_some_and(|one| one.pupil == moved.pupil && one.date == date)
                };
                self.row = self.rows().iter().position(here).unwrap_or(0);
                self.message = Some(format!("Moved to {}", day::short(date)));
            }
        }
    }

    fn count(&self) -> String {
        plural(i64::try_from(self.plan.proposed().count()).unwrap_or(i64::MAX), "review")
    }

    fn answer(&mut self, question: Question, ctx: &Ctx) -> Taken {
        match question {
            Question::Leave => Taken::Close(Box::new(|_| Vec::new())),
            Question::Agree => {
                let (reviews, seen) = (self.plan.agreement(), self.plan.seen);
                let (by, said) = (ctx.by(), self.count());
                let act = move |edit: &mut crate::store::Edit<'_>| year::agree(edit, &by, &reviews, seen);
                Taken::Yes(vec![save(ctx, year::ACTION, act, move |app, done| {
                    app.layers.retain_mut(|layer| !layer.as_any().is::<PlanYear>());
                    if done.touched > 0 {
                        let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
                        let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
                        app.tell(format!("Agreed: {said}{undo}"));
                    }
                    Vec::new()
                })])
            }
        }
    }

    fn act(&mut self, id: &str) -> Taken {
        self.message = None;
        let page = isize::try_from(self.page.max(1)).unwrap_or(1);
        match id {
            "plan.next" => self.go(true),
            "plan.prev" => self.go(false),
            "plan.down" => self.go_by(1),
            "plan.up" => self.go_by(-1),
            "plan.page_down" => self.go_by(page),
            "plan.page_up" => self.go_by(-page),
            "plan.later" => self.shift(true),
            "plan.earlier" => self.shift(false),
            "plan.save" if self.plan.proposed().next().is_none() => {
                self.message = Some("Nothing is left to agree: every review of the year has its day".into());
            }
            "plan.save" => self.asking = Some(Question::Agree),
            "plan.close" if self.plan.reviews.iter().any(|review| review.moved) => {
                self.asking = Some(Question::Leave);
            }
            "plan.close" => return Taken::Close(Box::new(|_| Vec::new())),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }
}

/// The command that a key of every terminal means here, should the keymap bind none to it: nobody is locked in.
fn fallback(key: &KeyEvent) -> Option<&'static str> {
    Some(match key.code {
        KeyCode::Esc => "plan.close",
        KeyCode::Left => "plan.prev",
        KeyCode::Right => "plan.next",
        KeyCode::Up => "plan.up",
        KeyCode::Down => "plan.down",
        _ => return None,
    })
}

impl Layer for PlanYear {
    fn scope(&self) -> Scope {
        Scope::Plan
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        let Some(question) = self.asking else {
            return fallback(&key).map_or(Taken::No, |id| self.act(id));
        };
        match key.code {
            KeyCode::Char('y' | 'Y') => {
                self.asking = None;
                self.answer(question, ctx)
            }
            KeyCode::Char('n' | 'N') | KeyCode::Esc => {
                self.asking = None;
                Taken::Yes(Vec::new())
            }
            _ => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        if self.asking.is_none() {
            return self.act(command.id);
        }
        if command.id == "plan.close" {
            self.asking = None;
        }
        Taken::Yes(Vec::new())
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::screen(self, frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        self.asking.is_some()
    }

    fn says_keys(&self) -> bool {
        self.asking.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
