//! The help: first what can be pressed here, then everything by group. It can be filtered, and Enter runs what is chosen.
//!
//! Rule: it is the table of commands and the keymap, and nothing is written here by hand.

use std::any::Any;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

use super::app::{App, Ctx};
use super::command::{self, Command, Scope};
use super::effect::Effect;
use super::keymap::Keymap;
use super::layer::{Layer, Taken};
use super::palette::says;
use super::widgets::line;
use super::widgets::list::{List, ListControl, Row};
use super::widgets::text_input::TextInput;
use crate::text;

/// Columns for the keys.
const KEYS: usize = 14;

/// A command with its keys, under one heading.
struct HelpRow {
    section: u32,
    command: &'static Command,
    keys: String,
}

impl Row for HelpRow {
    type Key = (u32, &'static str);
    fn key(&self) -> Self::Key {
        (self.section, self.command.id)
    }
    fn words(&self) -> String {
        let Command { title, words, help, group, .. } = self.command;
        format!("{title} {words} {help} {group} {}", self.keys)
    }
    fn section(&self) -> u32 {
        self.section
    }
}

/// The help, while it is open.
pub struct Help {
    input: TextInput,
    headings: Vec<&'static str>,
    list: List<HelpRow>,
}

/// Opens the help for the pane shown.
pub fn open(app: &mut App) -> Vec<Effect> {
    let here = app.scope();
    let title = app.current().title();
    let help = Help::new(&app.ctx.keymap, here, title);
    app.open(help)
}

impl Help {
    fn new(keymap: &Keymap, here: Scope, title: &'static str) -> Help {
        let mut headings = vec![title];
        let mut rows: Vec<HelpRow> = Vec::new();
        for scope in [here, Scope::List] {
            rows.extend(keymap.bound_in(scope).into_iter().map(|(command, keys)| HelpRow {
                section: 0,
                command,
                keys: keys.join(" "),
            }));
        }
        let mut all: Vec<HelpRow> = Vec::new();
        for command in command::all() {
            let at = headings.iter().skip(1).position(|group| *group == command.group).map(|at| at + 1);
            let at = at.unwrap_or_else(|| {
                headings.push(command.group);
                headings.len() - 1
            });
            let section = u32::try_from(at).unwrap_or(u32::MAX);
            all.push(HelpRow { section, command, keys: keymap.keys_of(command.id).join(" ") });
        }
        all.sort_by_key(|row| row.section);
        rows.extend(all);
        let mut list = List::headed();
        list.set(rows);
        Help { input: TextInput::new("", false), headings, list }
    }

    /// Narrows to what was typed, with the cursor on the first whose title says it: Enter runs what was meant.
    fn narrow(&mut self) -> Taken {
        let filter = self.input.text().to_owned();
        self.list.set_filter(&filter);
        let named: Vec<_> =
            self.list.rows().iter().filter(|row| says(row.command.title, &filter)).map(Row::key).collect();
        self.list.first();
        for key in named {
            if self.list.select(&key) {
                break;
            }
        }
        Taken::Yes(Vec::new())
    }

    fn moved(&mut self, act: impl FnOnce(&mut dyn ListControl)) -> Taken {
        act(&mut self.list);
        Taken::Yes(Vec::new())
    }
}

impl Layer for Help {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        if !self.input.key(&key) {
            return Taken::No;
        }
        self.narrow()
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        match command.id {
            "picker.up" => self.moved(|list| list.move_by(-1)),
            "picker.down" => self.moved(|list| list.move_by(1)),
            "picker.page_up" => self.moved(|list| list.page(-1)),
            "picker.page_down" => self.moved(|list| list.page(1)),
            "picker.choose" => match self.list.selected() {
                Some(row) => {
                    let command = row.command;
                    Taken::Close(Box::new(move |app| app.dispatch(command, 1)))
                }
                None => Taken::No,
            },
            "picker.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        self.input.insert(text);
        self.narrow()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        if area.is_empty() {
            return;
        }
        let theme = ctx.theme;
        frame.render_widget(Clear, area);
        let foot = if area.height >= 10 { 3 } else { 0 };
        let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1 + foot), ..area };
        let headings = &self.headings;
        self.list.draw(
            frame,
            body,
            &theme,
            |section, _| {
                let name = headings.get(section as usize).copied().unwrap_or_default();
                let name =
                    if section == 0 { format!("What you can press in {name}") } else { name.to_owned() };
                Line::styled(format!(" {name}"), theme.heading())
            },
            |row, look| {
                let style = if look.selected { theme.choice() } else { theme.text() };
                Line::from(vec![
                    Span::styled(text::pad(&row.keys, KEYS), theme.key()),
                    Span::raw(" "),
                    Span::styled(row.command.title, style),
                ])
            },
        );
        if foot > 0
            && let Some(row) = self.list.selected()
        {
            let place = Rect { y: area.bottom().saturating_sub(foot), height: foot, ..area };
            let rule = "─".repeat(usize::from(area.width));
            let said = vec![Line::styled(rule, theme.quiet()), Line::from(format!(" {}", row.command.help))];
            frame.render_widget(Paragraph::new(said).wrap(Wrap { trim: false }), place);
        }
        // The cursor stays where one types; the sign before the row tells which is chosen.
        line::draw(&self.input, frame, Rect { height: 1, ..area }, " ? ");
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
