//! A screen in memory over a store in a temporary folder, for the tests of panes and forms: keys in, text out.
//!
//! Rule: effects are performed at once and in order, rests too, so that a test never waits.

use std::collections::VecDeque;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::app::{App, Ctx};
use super::command::{Scope, find};
use super::draw::draw;
use super::effect::Effect;
use super::keymap::Keymap;
use super::theme::Theme;
use crate::actions::testing::Lab;
use crate::domain::ids::Stamp;

/// The screen and its store.
pub(crate) struct Screen {
    pub(crate) app: App,
    pub(crate) lab: Lab,
}

impl Screen {
    /// A screen over this school, the first pane shown.
    pub(crate) fn new(lab: Lab) -> Screen {
        let school = lab.store.read(|snapshot| snapshot.school()).unwrap();
        let app = App::new(Ctx {
            today: lab.by.today,
            user: lab.by.typed.by.clone(),
            school: Arc::new(school),
            keymap: Keymap::built_in("simple").unwrap(),
            theme: Theme::plain(),
            site: None,
            now: || Stamp(1_795_000_000),
            another_day: false,
            look_from: None,
        });
        let mut screen = Screen { app, lab };
        let effects = screen.app.changed();
        screen.perform(effects);
        screen
    }

    /// As [`Screen::new`], with this pane shown.
    pub(crate) fn at(lab: Lab, scope: Scope) -> Screen {
        let mut screen = Screen::new(lab);
        let effects = screen.app.go(scope);
        screen.perform(effects);
        screen
    }

    /// Performs effects and what follows from them.
    pub(crate) fn perform(&mut self, effects: Vec<Effect>) {
        let mut todo = VecDeque::from(effects);
        while let Some(effect) = todo.pop_front() {
            match effect {
                Effect::Work(job) => {
                    let then = job(&mut self.lab.store);
                    todo.extend(then(&mut self.app));
                }
                Effect::Rest { then, .. } => todo.extend(then(&mut self.app)),
                _ => {}
            }
        }
    }

    /// Presses keys: "Down", "Enter", "C-s", or characters.
    pub(crate) fn press(&mut self, keys: &[&str]) {
        for key in keys {
            let (code, modifiers) = match *key {
                "Enter" => (KeyCode::Enter, KeyModifiers::NONE),
                "Esc" => (KeyCode::Esc, KeyModifiers::NONE),
                "Tab" => (KeyCode::Tab, KeyModifiers::NONE),
                "Home" => (KeyCode::Home, KeyModifiers::NONE),
                "PageDown" => (KeyCode::PageDown, KeyModifiers::NONE),
                "Up" => (KeyCode::Up, KeyModifiers::NONE),
                "Down" => (KeyCode::Down, KeyModifiers::NONE),
                "Space" => (KeyCode::Char(' '), KeyModifiers::NONE),
                key => {
                    let (held, letter) = match key.strip_prefix("C-") {
                        Some(letter) => (KeyModifiers::CONTROL, letter),
                        None => (KeyModifiers::NONE, key),
                    };
                    (KeyCode::Char(letter.chars().next().unwrap()), held)
                }
            };
            let effects = self.app.key(KeyEvent::new(code, modifiers));
            self.perform(effects);
        }
    }

    /// Types words.
    pub(crate) fn write(&mut self, words: &str) {
        for letter in words.chars() {
            let effects = self.app.key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
            self.perform(effects);
        }
    }

    /// Runs a command by its name.
    pub(crate) fn run(&mut self, id: &str) {
        let effects = self.app.dispatch(find(id).unwrap(), 1);
        self.perform(effects);
    }

    /// What the line at the bottom says; empty if nothing.
    pub(crate) fn notice(&self) -> String {
        self.app.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    /// The whole screen as text, without blanks at the ends of lines.
    pub(crate) fn text(&mut self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| draw(&mut self.app, frame)).unwrap();
        let cells = terminal.backend().buffer().content().to_vec();
        cells
            .chunks(usize::from(width))
            .map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// What the pane alone drew: the screen without header, tabs and the line at the bottom.
    pub(crate) fn pane(&mut self, width: u16, height: u16) -> String {
        let text = self.text(width, height);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        lines.split_last().map(|(_, rest)| rest.join("\n")).unwrap_or_default()
    }
}
