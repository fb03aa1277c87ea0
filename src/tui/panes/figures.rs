//! The Figures pane: the governors' and the head's figures as tables, with bars that are read without colour.
//!
//! Rule: it reads every file, so it asks when it is gone to and at no other time; it stands in the tab line only while shown.

#[cfg(test)]
mod tests;

use std::any::Any;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::Pane;
use crate::clock::day_of;
use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::domain::ids::PupilId;
use crate::exchange::paper::{Format, Head, save};
use crate::exchange::papers::figures as sheet;
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope, always};
use crate::tui::effect::{Effect, read};
use crate::tui::forms::AskDay;
use crate::tui::widgets::list::{List, ListControl, Row as ListRow};
use crate::tui::widgets::put;
use crate::tui::widgets::wrap::wrap;
use crate::views::figures::{self, Figures, Row, legend};
use crate::views::register_at::AsAt;

/// Columns that a figure has.
const COLUMN: usize = 10;

/// Rows of what is said below the tables, with the rule above it.
const NOTES: u16 = 4;

/// The least room that a bar needs.
const BAR: usize = 6;

/// A row of one of the tables.
struct Item {
    table: usize,
    place: usize,
    row: Row,
    /// How many columns of a full bar its first figure takes, in thousandths.
    part: Option<u32>,
}

impl ListRow for Item {
    type Key = (usize, usize);

    fn key(&self) -> Self::Key {
        (self.table, self.place)
    }

    fn words(&self) -> String {
        self.row.label.clone()
    }

    fn section(&self) -> u32 {
        u32::try_from(self.table).unwrap_or(u32::MAX)
    }
}

/// The state of the pane.
#[derive(Default)]
pub struct FiguresPane {
    list: List<Item>,
    figures: Option<Figures>,
    /// The day asked for; `None` for the day shown.
    at: Option<NaiveDate>,
}

impl FiguresPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(FiguresPane { list: List::headed(), ..FiguresPane::default() })
    }

    fn set(&mut self, figures: Figures) {
        let mut items = Vec::new();
        for (table, found) in figures.tables.iter().enumerate() {
            let bar = |row: &Row| row.cells.first().and_then(|cell| cell.bar());
            let most = found.rows.iter().filter(|row| !row.total).filter_map(bar).max().unwrap_or(0).max(1);
            for (place, row) in found.rows.iter().enumerate() {
                let part = bar(row).filter(|_| !row.total).map(|value| value.saturating_mul(1000) / most);
                items.push(Item { table, place, row: row.clone(), part });
            }
        }
        self.list.set(items);
        self.figures = Some(figures);
    }

    fn as_at(&self, ctx: &Ctx) -> AsAt {
        AsAt { on: self.at.unwrap_or(ctx.today), today: ctx.own_day(), day_of }
    }
}

/// A bar of so many thousandths of the room.
fn bar(part: Option<u32>, room: usize) -> String {
    let Some(part) = part.filter(|_| room >= BAR) else { return String::new() };
    let long = usize::try_from(part).unwrap_or(0).saturating_mul(room) / 1000;
    "█".repeat(long.max(usize::from(part > 0)))
}

impl Pane for FiguresPane {
    fn title(&self) -> &'static str {
        "Figures"
    }

    fn scope(&self) -> Scope {
        Scope::Figures
    }

    fn in_tabs(&self) -> bool {
        false
    }

    fn aside(&self, _ctx: &Ctx) -> Option<String> {
        self.figures.as_ref().map(|figures| format!("as at {}", day::plain(figures.on)))
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (school, site, at) = (ctx.school.clone(), ctx.site, self.as_at(ctx));
        vec![read(
            move |snapshot| figures::read(snapshot, &school, at, site),
            move |app, figures| {
                let App { ctx, panes, .. } = app;
                let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<FiguresPane>());
                // Rows of another day or site that come late are passed over.
                if let Some(pane) = pane.filter(|pane| pane.as_at(ctx).on == figures.on && ctx.site == site) {
                    pane.set(figures);
                }
                Vec::new()
            },
        )]
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let FiguresPane { list, figures, .. } = self;
        let Some(figures) = figures else {
            frame.render_widget(Paragraph::new("\n   Counting…"), area);
            frame.set_cursor_position((area.x, area.y));
            return;
        };
        let theme = ctx.theme;
        let [rows, below] = put::below(area, if area.height >= 12 { NOTES } else { 0 });
        if list.shown() == 0 {
            let words = "\n   No figure fits the filter. Esc takes it away.";
            frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), rows);
            frame.set_cursor_position((rows.x, rows.y));
            return;
        }
        let whole = usize::from(rows.width);
        list.draw(
            frame,
            rows,
            &theme,
            |section, _| {
                let Some(table) = usize::try_from(section).ok().and_then(|at| figures.tables.get(at)) else {
                    return Line::default();
                };
                let heads: String =
                    table.columns.iter().map(|(_, head)| pad_left(&fit(head, COLUMN - 1), COLUMN)).collect();
                let room = label_room(whole.saturating_sub(3), table.columns.len());
                let title = fit(&clean(&table.title), (room + 2).min(whole)).into_owned();
                Line::from(vec![
                    Span::raw(" "),
                    Span::styled(pad(&title, room + 2), theme.heading()),
                    Span::styled(heads, theme.quiet()),
                ])
            },
            |item, look| {
                let whole = usize::from(look.width);
                let label = label_room(whole, item.row.cells.len());
                let cells: String =
                    item.row.cells.iter().map(|cell| pad_left(&cell.short(), COLUMN)).collect();
                let left = whole.saturating_sub(label + width(&cells) + 2);
                let style = if item.row.total { theme.heading() } else { theme.text() };
                Line::from(vec![
                    Span::styled(pad(&fit(&clean(&item.row.label), label), label), style),
                    Span::styled(cells, style),
                    Span::styled(format!("  {}", bar(item.part, left.min(40))), theme.quiet()),
                ])
            },
        );
        let note =
            list.selected().and_then(|item| figures.tables.get(item.table)).map_or("", |table| &table.note);
        let rule = Line::styled("─".repeat(whole), theme.quiet());
        let said = format!("{} {}", clean(note), legend());
        let mut text = vec![rule];
        for range in wrap(said.trim(), whole.saturating_sub(2)).into_iter().take(usize::from(NOTES - 1)) {
            text.push(Line::raw(format!(" {}", said.trim().get(range).unwrap_or_default())));
        }
        frame.render_widget(Paragraph::new(text), below);
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn pupils(&self) -> Vec<PupilId> {
        Vec::new()
    }

    fn step_back(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        self.at.take().map(|_| self.load(ctx))
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}

/// Columns for the label of a row of so many figures.
fn label_room(whole: usize, columns: usize) -> usize {
    whole.saturating_sub(columns * COLUMN).clamp(8, 36)
}

/// Another day: the pane asks for its figures.
fn ask(app: &mut App) -> Vec<Effect> {
    let empty = "Enter alone shows the figures of today. 20/1/2026, -6w, end of term. Esc stays.";
    app.open(AskDay::new("The figures as at which day?", empty, Lean::Past, |app, day| {
        let App { ctx, panes, .. } = app;
        let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<FiguresPane>());
        let Some(pane) = pane else { return Vec::new() };
        pane.at = day;
        pane.load(ctx)
    }))
}

/// Writes the page with charts into the folder of documents.
fn write(app: &mut App) -> Vec<Effect> {
    let Some(figures) = app.pane_ref::<FiguresPane>().and_then(|pane| pane.figures.clone()) else {
        return Vec::new();
    };
    let head = Head::of(&app.ctx.school, app.ctx.own_day());
    vec![Effect::Work(Box::new(move |_| {
        let written = save::save(&sheet::paper(&figures), Format::Html, &head, None, &save::documents_dir());
        Box::new(move |app: &mut App| {
            match written {
                Ok(path) => app.tell(format!("Written: {}", path.display())),
                Err(error) => app.tell_error(format!("Not written: {error}")),
            }
            Vec::new()
        })
    }))]
}

fn there(app: &App) -> Result<(), String> {
    match app.pane_ref::<FiguresPane>() {
        Some(pane) if pane.figures.is_some() => Ok(()),
        _ => Err("the figures are being counted".to_owned()),
    }
}

/// The commands of the pane.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "figures.at",
        title: "The figures as at another day",
        words: "past history governors term year ago census then",
        help: "Counts as at a day, past or to come, out of what is known now. Esc goes back to today.",
        group: "Figures",
        scope: Scope::Figures,
        hint: "as at",
        when: always,
        run: |app, _| ask(app),
    },
    Command {
        id: "figures.write",
        title: "Write the figures as a page with charts",
        words: "html print report governors head save export chart",
        help: "Writes the figures shown into the folder of documents, as a page that any browser opens and prints.",
        group: "Figures",
        scope: Scope::Figures,
        hint: "write",
        when: there,
        run: |app, _| write(app),
    },
];
