//! A question that one letter answers: what the map is grouped by, what it is sorted by.
//!
//! Rule: a letter chooses at once; who would rather look goes down and presses Enter. What stands now is said in words.

use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::with_pane;
use crate::text::{pad, width};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};
use crate::tui::widgets::put::put;
use crate::views::provision::{By, Sort};

/// One answer.
struct Answer<T> {
    letter: char,
    label: &'static str,
    value: T,
}

/// The question while it is asked.
struct Choose<T> {
    title: &'static str,
    answers: Vec<Answer<T>>,
    now: T,
    at: usize,
    then: fn(&mut App, T) -> Vec<Effect>,
}

fn by_letter(by: By) -> char {
    match by {
        By::Area => 'a',
        By::Wave => 'w',
        By::Intervention => 'i',
        By::Pupil => 'p',
        By::Year => 'y',
        By::Class => 'c',
        By::Adult => 'l',
        By::Site => 's',
        By::Agency => 'g',
    }
}

fn sort_letter(sort: Sort) -> char {
    match sort {
        Sort::Name => 'n',
        Sort::Minutes => 'm',
        Sort::Cost => 'c',
        Sort::Delivered => 'd',
        Sort::Outcome => 'o',
        Sort::NextCheck => 'k',
        Sort::Pupils => 'p',
        Sort::Start => 's',
    }
}

/// Asks what to group by.
pub(super) fn by(app: &mut App, now: By) -> Vec<Effect> {
    let answers = By::ALL.map(|value| Answer { letter: by_letter(value), label: value.label(), value });
    ask(app, "Group by", answers.into(), now, |app, by| {
        with_pane(app, |pane, ctx| {
            pane.regroup(by, pane.sort, ctx);
            Vec::new()
        })
    })
}

/// Asks what to sort by.
pub(super) fn sort(app: &mut App, now: Sort) -> Vec<Effect> {
    let answers = Sort::ALL.map(|value| Answer { letter: sort_letter(value), label: value.label(), value });
    ask(app, "Sort by", answers.into(), now, |app, sort| {
        with_pane(app, |pane, ctx| {
            pane.regroup(pane.by, sort, ctx);
            Vec::new()
        })
    })
}

fn ask<T: Copy + PartialEq + 'static>(
    app: &mut App,
    title: &'static str,
    answers: Vec<Answer<T>>,
    now: T,
    then: fn(&mut App, T) -> Vec<Effect>,
) -> Vec<Effect> {
    let at = answers.iter().position(|answer| answer.value == now).unwrap_or(0);
    app.open(Choose { title, answers, now, at, then })
}

impl<T: Copy + PartialEq + 'static> Choose<T> {
    fn take(&self, at: usize) -> Taken {
        let Some(answer) = self.answers.get(at) else { return Taken::No };
        let (value, then) = (answer.value, self.then);
        Taken::Close(Box::new(move |app| then(app, value)))
    }

    fn go(&mut self, by: isize) -> Taken {
        self.at = self.at.saturating_add_signed(by).min(self.answers.len().saturating_sub(1));
        Taken::Yes(Vec::new())
    }
}

impl<T: Copy + PartialEq + 'static> Layer for Choose<T> {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        let KeyCode::Char(letter) = key.code else { return Taken::No };
        let letter = letter.to_ascii_lowercase();
        match self.answers.iter().position(|answer| answer.letter == letter) {
            Some(at) => self.take(at),
            None => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        match command.id {
            "picker.up" => self.go(-1),
            "picker.down" => self.go(1),
            "picker.page_up" => self.go(-99),
            "picker.page_down" => self.go(99),
            "picker.choose" => self.take(self.at),
            "picker.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let rows = u16::try_from(self.answers.len() + 1).unwrap_or(u16::MAX).min(area.height);
        let place = Rect { y: area.bottom().saturating_sub(rows), height: rows, ..area };
        frame.render_widget(Clear, place);
        let theme = ctx.theme;
        let title = format!("── {}: a letter chooses at once ", self.title);
        let rule = "─".repeat(usize::from(area.width).saturating_sub(width(&title)));
        put(
            &Line::styled(format!("{title}{rule}"), theme.heading()),
            Rect { height: 1.min(rows), ..place },
            frame.buffer_mut(),
        );
        // Where there is no room for all, those around the cursor are shown.
        let room = usize::from(rows.saturating_sub(1));
        let top = (self.at + 1).saturating_sub(room);
        let shown = self.answers.iter().enumerate().skip(top).take(room);
        for (y, (at, answer)) in (place.y.saturating_add(1)..place.bottom()).zip(shown) {
            let cursor = if at == self.at { "›" } else { " " };
            let now = if answer.value == self.now { "as it is now" } else { "" };
            let line = Line::from(vec![
                Span::styled(cursor, theme.cursor()),
                Span::raw("  "),
                Span::styled(answer.letter.to_string(), theme.key()),
                Span::raw(format!("  {}  {now}", pad(answer.label, 28))),
            ]);
            put(&line, Rect { y, height: 1, ..place }, frame.buffer_mut());
            if at == self.at {
                frame.set_cursor_position(Position { x: place.x, y });
            }
        }
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_chooses_one_thing() {
        let mut by = By::ALL.map(by_letter).to_vec();
        let mut sort = Sort::ALL.map(sort_letter).to_vec();
        for letters in [&mut by, &mut sort] {
            let all = letters.len();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), all);
        }
    }
}
