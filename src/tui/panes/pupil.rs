//! The Pupil view: one pupil's whole file, the view behind all panes.
//!
//! Rule: every line can be stood on, and Enter does what is to be done about it: record what is due, change a need,
//! correct a stage, change the profile. The rest of a long line stands below when the keys rest.

mod commands;
#[cfg(test)]
mod tests;

use std::any::Any;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

pub use commands::{COMMANDS, open_plan};

use super::due::REST;
use super::{Pane, Pointed};
use crate::domain::ids::{Key, PupilId};
use crate::domain::rows::Duty;
use crate::text::{clean, clean_multiline, fit, pad, width};
use crate::tui::app::Ctx;
use crate::tui::command::Scope;
use crate::tui::effect::{Effect, read};
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::tui::widgets::wrap::draw_cut;
use crate::views::pupil::{self, Part, PupilLine, PupilView};

/// From this width on, the rest of a line stands beside the file and not below.
const WIDE: u16 = 110;

/// Columns that a line's label may take.
const LABEL: std::ops::RangeInclusive<usize> = 10..=25;

/// What stays the same of a line when the file changes.
type LineKey = (Part, Option<Key>, Option<&'static str>, Option<Duty>);

struct Item {
    part: Part,
    line: PupilLine,
    /// How wide the labels of its part are.
    label: usize,
}

impl Row for Item {
    type Key = LineKey;

    fn key(&self) -> LineKey {
        (self.part, self.line.about, self.line.field, self.line.duty)
    }

    fn words(&self) -> String {
        [self.part.title(), &self.line.label, &self.line.text, &self.line.more.join(" ")].join(" ")
    }

    fn section(&self) -> u32 {
        Part::ALL
            .iter()
            .position(|part| *part == self.part)
            .and_then(|at| u32::try_from(at).ok())
            .unwrap_or(0)
    }
}

/// The state of the pane.
#[derive(Default)]
pub struct PupilPane {
    whose: Option<PupilId>,
    list: List<Item>,
    headline: String,
    census: &'static str,
    /// Whether the file of `whose` has come.
    loaded: bool,
    /// The line whose rest is shown.
    rest: Option<LineKey>,
    /// The part that the cursor goes to when the file has come.
    wanted: Option<Part>,
}

impl PupilPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(PupilPane { list: List::headed(), ..PupilPane::default() })
    }

    /// The file in place of what is shown; `None` if the pupil is no longer on file.
    pub fn set(&mut self, view: Option<PupilView>) {
        self.loaded = true;
        let Some(view) = view else {
            self.whose = None;
            self.list.set(Vec::new());
            return;
        };
        self.headline = view.headline;
        self.census = view.census;
        let items = view
            .sections
            .into_iter()
            .flat_map(|section| {
                let widest = section.lines.iter().map(|line| width(&clean(&line.label))).max().unwrap_or(0);
                let label = widest.clamp(*LABEL.start(), *LABEL.end());
                section.lines.into_iter().map(move |line| Item { part: section.part, line, label })
            })
            .collect();
        self.list.set(items);
        if let Some(part) = self.wanted.take() {
            self.seek(part);
        }
    }

    /// Puts the cursor on the first line of a part; nothing where the part is not shown.
    fn seek(&mut self, part: Part) {
        let first = self.list.rows().iter().find(|item| item.part == part).map(Row::key);
        if let Some(first) = first {
            self.list.select_at_top(&first);
        }
    }

    /// Puts the cursor on the first line of a part, now or when the file has come.
    fn go_to_part(&mut self, part: Part) {
        if self.loaded {
            self.seek(part);
        }
        self.wanted = Some(part);
    }

    /// The record that the line under the cursor is about; `None` if it is about none.
    pub fn about(&self) -> Option<Key> {
        self.line().and_then(|(_, line)| line.about)
    }

    /// Whose file is shown.
    pub fn whose(&self) -> Option<PupilId> {
        self.whose
    }

    /// The line under the cursor, and the part it stands in.
    fn line(&self) -> Option<(Part, &PupilLine)> {
        self.list.selected().map(|item| (item.part, &item.line))
    }

    fn draw_rest(&self, frame: &mut Frame<'_>, area: Rect, list_width: usize, wide: bool, ctx: &Ctx) {
        let Some(item) = self.list.selected().filter(|item| Some(item.key()) == self.rest) else { return };
        let fits = item.line.more.is_empty() && width(&item.line.text) + item.label + 4 <= list_width;
        if area.is_empty() || fits {
            return;
        }
        let mut text: Vec<Line<'_>> = Vec::new();
        if !wide {
            text.push(Line::styled("─".repeat(usize::from(area.width)), ctx.theme.quiet()));
        }
        let whole = [item.line.text.clone()].into_iter().chain(item.line.more.iter().cloned());
        for said in whole {
            for line in clean_multiline(&said).lines() {
                text.push(Line::raw(format!(" {line}")));
            }
        }
        draw_cut(text, frame, area, false);
    }
}

fn row(item: &Item, room: usize, ctx: &Ctx) -> Line<'static> {
    let line = &item.line;
    let label = item.label.min(room / 2);
    let text = room.saturating_sub(label + 1);
    let style = if line.late {
        ctx.theme.late()
    } else if line.past || line.about.is_none() {
        ctx.theme.quiet()
    } else {
        ctx.theme.text()
    };
    let more = if line.more.is_empty() { "" } else { " ▸" };
    // The one thing missing that a single key mends says which.
    let adds =
        (line.field == Some("no targets")).then(|| ctx.keymap.keys_of("pupil.target").into_iter().next());
    let adds = adds.flatten().map_or(String::new(), |key| format!(": {key} adds one"));
    let asked = if line.about.is_none() { invitation(item.part, ctx) } else { String::new() };
    let whole = format!("{}{adds}{asked}", clean(&line.text));
    let said = fit(&whole, text.saturating_sub(width(more))).into_owned();
    Line::from(vec![
        Span::styled(pad(&clean(&line.label), label), style),
        Span::raw(" "),
        Span::styled(said, style),
        Span::styled(if text > 4 { more } else { "" }, ctx.theme.quiet()),
    ])
}

/// Which key writes what a part lacks; empty for parts in which Enter is enough.
fn invitation(part: Part, ctx: &Ctx) -> String {
    let (command, does) = match part {
        Part::Passport => ("pupil.passport", "writes one"),
        Part::Voices => ("pupil.voice", "keeps them"),
        _ => return String::new(),
    };
    let key = ctx.keymap.keys_of(command).into_iter().next();
    key.map_or(String::new(), |key| format!(": {key} {does}"))
}

impl Pane for PupilPane {
    fn title(&self) -> &'static str {
        "Pupil"
    }

    fn scope(&self) -> Scope {
        Scope::Pupil
    }

    fn header(&self, _ctx: &Ctx) -> Option<String> {
        (self.whose.is_some() && !self.headline.is_empty()).then(|| self.headline.clone())
    }

    fn aside(&self, _ctx: &Ctx) -> Option<String> {
        (self.whose.is_some() && self.loaded).then(|| format!("census {}", self.census))
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(pupil) = self.whose else { return Vec::new() };
        let (school, today) = (ctx.school.clone(), ctx.today);
        vec![read(
            move |snapshot| pupil::view(snapshot, &school, pupil, today),
            move |app, view| {
                let ctx = &app.ctx;
                let pane = app.panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<PupilPane>());
                let Some(pane) = pane.filter(|pane| pane.whose == Some(pupil)) else { return Vec::new() };
                pane.set(view);
                pane.moved(ctx)
            },
        )]
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        if self.whose.is_none() {
            let key =
                |command: &str| ctx.keymap.keys_of(command).into_iter().next().unwrap_or_else(|| ":".into());
            let words = format!(
                "\n   No pupil is chosen. Put the cursor on one in any list and press {}; or press {} and type a name.",
                key("pupil.open"),
                key("app.palette")
            );
            frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), area);
            frame.set_cursor_position((area.x, area.y));
            return;
        }
        let wide = area.width >= WIDE;
        let [list_area, rest_area] = if wide {
            let beside = area.width.saturating_sub(80).clamp(30, 60);
            area.layout(&Layout::horizontal([Constraint::Min(76), Constraint::Length(beside)]))
        } else {
            let below = if area.height >= 12 { 4 } else { 0 };
            area.layout(&Layout::vertical([Constraint::Min(0), Constraint::Length(below)]))
        };
        let theme = ctx.theme;
        let rule = usize::from(list_area.width);
        if self.list.shown() == 0 && !self.list.filter().is_empty() {
            let words = Paragraph::new("\n   Nothing in this file fits the filter. Esc takes it away.");
            frame.render_widget(words.wrap(Wrap { trim: false }), list_area);
            frame.set_cursor_position((list_area.x, list_area.y));
            return;
        }
        self.list.draw(
            frame,
            list_area,
            &theme,
            |section, _| {
                let title = Part::ALL.get(section as usize).map_or("", |part| part.title());
                let line = "─".repeat(rule.saturating_sub(width(title) + 3));
                Line::from(vec![
                    Span::raw(" "),
                    Span::styled(title, theme.heading()),
                    Span::styled(format!(" {line}"), theme.quiet()),
                ])
            },
            |item, look| row(item, usize::from(look.width), ctx),
        );
        self.draw_rest(frame, rest_area, rule, wide, ctx);
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn pointed(&self) -> Option<Pointed> {
        let (part, line) = self.line()?;
        let dated = matches!(part, Part::Due | Part::Reviews | Part::Provision);
        Some(Pointed { about: line.about.filter(|_| dated && !line.past)?, duty: line.duty })
    }

    fn pupils(&self) -> Vec<PupilId> {
        self.whose.into_iter().collect()
    }

    fn moved(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        let Some(key) = self.list.selected().map(Row::key) else { return Vec::new() };
        if self.rest == Some(key) {
            return Vec::new();
        }
        vec![Effect::Rest {
            name: "pupil.rest",
            after: REST,
            then: Box::new(move |app| {
                if let Some(pane) = app.pane_mut::<PupilPane>() {
                    pane.rest = Some(key);
                }
                Vec::new()
            }),
        }]
    }

    fn show_pupil(&mut self, pupil: PupilId) {
        if self.whose == Some(pupil) {
            return;
        }
        *self = PupilPane { whose: Some(pupil), list: List::headed(), ..PupilPane::default() };
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}
