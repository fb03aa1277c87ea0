//! An adult is away: every session of theirs on one screen, who misses what, and one key a session for what is done about it.
//!
//! Rule: a session that nobody decided about stays as it is planned; all that was decided is saved as one change. What was
//! decided is never lost: Esc and a dropped line keep it as a draft.

mod choice;
mod draw;
mod save;
#[cfg(test)]
mod tests;

use super::group_keys::group_key;
use std::any::Any;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::saving::leave;
use super::{Form, FormField, Wrong};
use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::domain::delivery::Span;
use crate::domain::ids::RecordId;
use crate::store::CommitError;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::draft::Draft;
use crate::tui::effect::{Effect, read};
use crate::tui::layer::{Layer, Taken};
use crate::views::sessions::{self, AwayLine, AwayView};
use choice::Choice;

/// Its name in the table of forms, for drafts.
pub const FORM: &str = "session.away";

/// The most days that one absence is asked about at once; a longer one is for the provision's form.
const MOST_DAYS: i64 = 31;

/// One session, and what is done about it.
struct AwayRow {
    line: AwayLine,
    choice: Choice,
    /// The last save was refused because of it.
    refused: bool,
}

/// The screen; see the module.
pub struct AdultAway {
    view: AwayView,
    today: NaiveDate,
    rows: Vec<AwayRow>,
    at: usize,
    /// What is wrong, or what happened to the draft.
    message: Option<String>,
    saving: bool,
    /// The number of the save, kept while the store cannot say whether it happened.
    ticket: Option<u128>,
    /// Rows on screen when it was drawn last.
    page: usize,
}

/// Asks who is away and when, then opens the screen. `adult` and `on` stand in the form already.
pub fn ask(app: &mut App, adult: Option<RecordId>, on: NaiveDate) -> Vec<Effect> {
    let staff = app.ctx.school.staff.iter().filter(|staff| staff.here);
    let mut who = FormField::record("adult", "Adult", staff.map(|staff| (staff.id, staff.name.clone())))
        .required()
        .help("Who is away. Every session that they would take is shown.");
    if let Some(adult) = adult {
        who = who.text(adult.0.to_string());
    }
    let form = Form::new("session.away.ask", "", "An adult is away")
        .fleeting()
        .note("Who misses what, and what could be moved or covered, on one screen.")
        .field(who)
        .field(
            FormField::date("from", "From", false)
                .required()
                .text(day::plain(on))
                .help("The first day away."),
        )
        .field(
            FormField::date("to", "To", false)
                .lean(Lean::Future)
                .help("The last day away; empty if it is one day."),
        )
        .on_save(|values, _| {
            let (Some(adult), Some(from)) = (values.id("adult"), values.date("from")) else {
                return Err(vec![Wrong::new("adult", "choose a member of staff")]);
            };
            let to = values.date("to").unwrap_or(from);
            if to < from {
                return Err(vec![Wrong::new("to", "lies before the first day")]);
            }
            if day::between(from, to) >= MOST_DAYS {
                return Err(vec![Wrong::new(
                    "to",
                    "a month at most; a longer absence needs another lead adult",
                )]);
            }
            // The form must be gone before the screen opens.
            Ok(vec![Effect::Rest {
                name: "session.away",
                after: std::time::Duration::ZERO,
                then: Box::new(move |app| open(app, adult, Span { from, to })),
            }])
        });
    super::open(app, form)
}

/// Opens the screen for an adult and days, with its draft if one is kept.
pub fn open(app: &mut App, adult: RecordId, span: Span) -> Vec<Effect> {
    let (school, today) = (app.ctx.school.clone(), app.ctx.own_day());
    vec![read(
        move |snapshot| sessions::away(snapshot, &school, adult, span, today),
        move |app, view| {
            if view.rows.is_empty() {
                app.refuse(none_words(&view, today));
                return Vec::new();
            }
            let mut screen = AdultAway::new(view, today);
            let name = screen.draft_name();
            if let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) {
                screen.lay(draft);
            }
            app.open(screen)
        },
    )]
}

fn none_words(view: &AwayView, today: NaiveDate) -> String {
    let days = days_words(view.span, today);
    match view.recorded {
        0 => format!("{} takes no session {days}", view.name),
        _ => format!("All that {} takes {days} is recorded already", view.name),
    }
}

/// "on Mon 23 Nov", "from Mon 23 Nov to Wed 25 Nov".
fn days_words(span: Span, today: NaiveDate) -> String {
    if span.from == span.to {
        return format!("on {}", day::near(span.from, today));
    }
    format!("from {} to {}", day::near(span.from, today), day::near(span.to, today))
}

/// Opens it from what a draft says that it is about.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    let mut parts = about.split('/');
    let adult = parts.next().and_then(|id| id.parse().ok());
    let mut date = || parts.next().and_then(|text| text.parse::<NaiveDate>().ok());
    match (adult, date(), date()) {
        (Some(adult), Some(from), Some(to)) => open(app, RecordId(adult), Span { from, to }),
        _ => {
            app.refuse("This draft cannot be read");
            Vec::new()
        }
    }
}

impl AdultAway {
    /// Nothing decided yet.
    pub fn new(mut view: AwayView, today: NaiveDate) -> AdultAway {
        let rows = std::mem::take(&mut view.rows)
            .into_iter()
            .map(|line| AwayRow { line, choice: Choice::Leave, refused: false })
            .collect();
        AdultAway { view, today, rows, at: 0, message: None, saving: false, ticket: None, page: 1 }
    }

    fn about(&self) -> String {
        format!("{}/{}/{}", self.view.adult.0, day::iso(self.view.span.from), day::iso(self.view.span.to))
    }

    fn draft_name(&self) -> String {
        Draft::name_of(FORM, &self.about())
    }

    /// Lays a draft over the rows; sessions that somebody has recorded since are passed over, and a day or an adult that is
    /// free no more is not chosen.
    fn lay(&mut self, draft: &Draft) {
        for (key, text) in &draft.fields {
            if let Some(row) = self.rows.iter_mut().find(|row| row.key() == *key) {
                row.choice = Choice::read(text, &row.line).unwrap_or_default();
            }
        }
        self.at = draft.focus.min(self.rows.len().saturating_sub(1));
        self.message = Some("Your unfinished draft is back".into());
    }

    fn decided(&self) -> usize {
        self.rows.iter().filter(|row| row.choice != Choice::Leave).count()
    }

    fn go_by(&mut self, rows: isize) {
        self.at = self.at.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
    }

    fn next_row(&mut self) {
        if self.at + 1 < self.rows.len() {
            self.at += 1;
        } else {
            self.message = Some("That was the last session: save, or go up to change something".into());
        }
    }

    /// Decides about the row under the cursor by a letter; says whether it is one.
    fn decide(&mut self, letter: char) -> bool {
        let Some(row) = self.rows.get_mut(self.at) else { return false };
        match letter {
            'm' => {
                row.choice = Choice::Missed;
                self.next_row();
            }
            'v' => match row.choice.next_move(&row.line) {
                Some(choice) => row.choice = choice,
                None => self.message = Some("No day of this week or the next is free for it".into()),
            },
            'c' => match row.choice.next_cover(&row.line) {
                Some(choice) => row.choice = choice,
                None => self.message = Some("Nobody who may take it is free then".into()),
            },
            ' ' => {
                row.choice = Choice::Leave;
                self.next_row();
            }
            _ => return false,
        }
        true
    }

    /// The same as the row above; from a row that is decided, the next one the same.
    fn as_above(&mut self) {
        if self.rows.get(self.at).is_some_and(|row| row.choice != Choice::Leave)
            && self.at + 1 < self.rows.len()
        {
            self.at += 1;
        }
        let above = self.at.checked_sub(1).and_then(|above| self.rows.get(above)).map(|row| row.choice);
        let Some(above) = above.filter(|choice| *choice != Choice::Leave) else {
            self.message = Some("Nothing is decided about the row above".into());
            return;
        };
        if let Some(row) = self.rows.get_mut(self.at) {
            match above.alike(&row.line) {
                Some(choice) => row.choice = choice,
                None => {
                    self.message = Some("That cannot be done with this session: choose another way".into())
                }
            }
        }
    }

    fn failed(&mut self, error: &CommitError) {
        self.saving = false;
        if !matches!(error, CommitError::Unsure(_)) {
            self.ticket = None;
        }
        let words = error.to_string();
        for row in &mut self.rows {
            row.refused = row.choice != Choice::Leave && words.contains(row.line.session.name.as_str());
        }
        if let Some(at) = self.rows.iter().position(|row| row.refused) {
            self.at = at;
        }
        self.message = Some(format!("Not saved: {words}"));
    }

    fn close(&mut self) -> Taken {
        let (name, kept) = (self.draft_name(), self.draft());
        leave(self.saving, &mut self.message, name, kept)
    }

    fn act(&mut self, id: &str, ctx: &Ctx) -> Taken {
        if self.saving && id != "group.close" {
            return Taken::Yes(Vec::new());
        }
        self.message = None;
        let page = isize::try_from(self.page.max(1)).unwrap_or(1);
        match id {
            "group.next" | "group.down" => self.go_by(1),
            "group.prev" | "group.up" => self.go_by(-1),
            "group.page_down" => self.go_by(page),
            "group.page_up" => self.go_by(-page),
            "group.enter" => self.next_row(),
            "group.above" => self.as_above(),
            "group.clear" => {
                if let Some(row) = self.rows.get_mut(self.at) {
                    row.choice = Choice::Leave;
                }
            }
            "group.save" => return self.save(ctx),
            "group.close" => return self.close(),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }
}

impl Layer for AdultAway {
    fn scope(&self) -> Scope {
        Scope::Group
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        let cleared = (key.code == KeyCode::Backspace).then_some("group.clear");
        if let Some(id) = cleared.or_else(|| group_key(&key)) {
            return self.act(id, ctx);
        }
        let KeyCode::Char(letter) = key.code else { return Taken::No };
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        self.message = None;
        if self.decide(letter.to_ascii_lowercase()) { Taken::Yes(Vec::new()) } else { Taken::No }
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        self.act(command.id, ctx)
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::screen(self, frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn draft(&self) -> Option<Draft> {
        let decided = self.rows.iter().filter(|row| row.choice != Choice::Leave);
        let fields: Vec<(String, String)> =
            decided.map(|row| (row.key(), row.choice.written(&row.line))).collect();
        if fields.is_empty() {
            return None;
        }
        Some(Draft { form: FORM.into(), about: self.about(), fields, focus: self.at })
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

impl AwayRow {
    /// The session's name in a draft.
    fn key(&self) -> String {
        let session = &self.line.session;
        format!("{}/{}/{}", session.provision.0, day::iso(session.on), session.nth)
    }
}
