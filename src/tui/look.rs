//! Looking at another day, and the day that turns by itself.
//!
//! Rule: a look changes what is shown and never what is recorded. [`Ctx::today`] is the day shown, [`Ctx::own_day`] the one
//! that forms, actions and undo go by: the clock's, or the one given with `--today`. So nothing can be recorded as having
//! happened on a day that has not come, and "today" in a form is always the same day. The moment of typing is the clock's
//! in any case.

#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

use super::app::{App, Ctx};
use super::command::{Command, Scope, always};
use super::effect::{Effect, read};
use super::forms::AskDay;
use crate::clock::day_of;
use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::store::Entry;

impl Ctx {
    /// The day on which things are recorded, whatever day is looked at.
    pub fn own_day(&self) -> NaiveDate {
        self.look_from.unwrap_or(self.today)
    }

    /// The day that is looked at: for a range of days that is shown, never for what is recorded.
    pub fn shown_day(&self) -> NaiveDate {
        self.today
    }

    /// The key that asks for another day; `:` if none is bound.
    pub(super) fn look_key(&self) -> String {
        self.keymap.keys_of("app.look").into_iter().next().unwrap_or_else(|| ":".to_owned())
    }
}

impl App {
    /// Shows everything as on this day; the own day ends the look.
    pub fn look_at(&mut self, shown: NaiveDate) -> Vec<Effect> {
        let own = self.ctx.own_day();
        if self.ctx.today == shown {
            return Vec::new();
        }
        self.ctx.look_from = (shown != own).then_some(own);
        self.ctx.today = shown;
        if shown == own {
            self.tell(format!("Back at {}", day::full(own)));
        } else {
            self.tell(format!(
                "Another day, {}; what you save stays dated {}",
                away(shown, own),
                day::short(own)
            ));
        }
        self.changed()
    }

    /// The clock says that it is this day: what is shown moves with it, but for a look at another day, which stays. A form
    /// that is open keeps what is typed.
    pub fn day_is(&mut self, clock: NaiveDate) -> Vec<Effect> {
        let before = self.ctx.own_day();
        if clock == before {
            return Vec::new();
        }
        self.ctx.look_from = match self.ctx.look_from {
            Some(_) if self.ctx.today == clock => None,
            Some(_) => Some(clock),
            None => {
                self.ctx.today = clock;
                None
            }
        };
        if clock < before {
            self.refuse(format!(
                "The clock went back from {} to {}. Nothing is lost; what you save now is dated by it",
                day::plain(before),
                day::plain(clock)
            ));
        }
        self.changed()
    }
}

/// "in 12 days", "yesterday", "6 weeks ago".
fn away(shown: NaiveDate, own: NaiveDate) -> String {
    match day::between(own, shown) {
        -1 => "yesterday".to_owned(),
        ..=-2 => format!("{} ago", day::how_late(own, shown).trim_start_matches("in ")),
        _ => day::how_late(shown, own),
    }
}

/// Compares the clock with the newest entry of the journal, which cannot be of a day to come.
pub(super) fn compare_clocks() -> Effect {
    read(
        |snapshot| snapshot.journal_newest(None, 1),
        |app, entries| {
            if let Some(words) = entries.first().and_then(|newest| behind(newest, app.ctx.own_day())) {
                // A draft that is offered must still be seen.
                let more = app.notice.take().map(|notice| format!(" · {}", notice.text)).unwrap_or_default();
                app.refuse(format!("{words}{more}"));
            }
            Vec::new()
        },
    )
}

/// What is to be said of a clock that is behind the journal; `None` if it is not.
fn behind(newest: &Entry, today: NaiveDate) -> Option<String> {
    let last = day_of(newest.at);
    (today < last).then(|| {
        format!(
            "Is the clock set back? Today is {}, the last entry is of {}. Nothing is lost",
            day::plain(today),
            day::plain(last)
        )
    })
}

/// Asks for the day; while another is looked at, Enter alone goes back.
fn ask(app: &mut App) -> Vec<Effect> {
    let own = day::full(app.ctx.own_day());
    let (label, empty) = match app.ctx.look_from {
        Some(_) => ("Look at which day?", format!("Enter alone goes back to {own}. Esc stays here.")),
        None => {
            ("Look at which day?", "+6w, fri, end of term, 3/12. Nothing is changed by looking.".to_owned())
        }
    };
    app.open(AskDay::new(label, empty, Lean::Future, |app, day| {
        let own = app.ctx.own_day();
        app.look_at(day.unwrap_or(own))
    }))
}

/// So many weeks on from the day looked at.
fn weeks(app: &mut App, count: usize, on: bool) -> Vec<Effect> {
    let days = Days::new(u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(7));
    let shown = app.ctx.today;
    let to = if on { shown.checked_add_days(days) } else { shown.checked_sub_days(days) };
    match to.filter(|to| day::in_range(*to)) {
        Some(to) => app.look_at(to),
        None => {
            app.refuse("Only days from 1900 to 2199 can be looked at");
            Vec::new()
        }
    }
}

fn looking(app: &App) -> Result<(), String> {
    match app.ctx.look_from {
        Some(_) => Ok(()),
        None => Err(format!("first look at another day, with {}", app.ctx.look_key())),
    }
}

/// The commands.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "app.look",
        title: "Look at another day",
        words: "today future past ahead date time travel go back to today",
        help: "Shows everything as seen from another day: what is late, what comes that week. What is saved meanwhile is \
               dated by today. Once more, with Enter alone, goes back.",
        group: "Program",
        scope: Scope::Global,
        hint: "",
        when: always,
        run: |app, _| ask(app),
    },
    Command {
        id: "app.week_on",
        title: "Look a week further on",
        words: "next another day forward ahead",
        help: "While another day is looked at: the same day of the next week.",
        group: "Program",
        scope: Scope::Global,
        hint: "",
        when: looking,
        run: |app, count| weeks(app, count, true),
    },
    Command {
        id: "app.week_back",
        title: "Look a week further back",
        words: "previous last another day backward",
        help: "While another day is looked at: the same day of the week before.",
        group: "Program",
        scope: Scope::Global,
        hint: "",
        when: looking,
        run: |app, count| weeks(app, count, false),
    },
];
