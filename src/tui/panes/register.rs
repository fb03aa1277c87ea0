//! The Register pane: a line a pupil; the register and the watch list first, then everybody on roll, then leavers.
//!
//! Rule: the first rows come without reading the rest, so that a large school opens as fast as a small one. What stands
//! beside the list follows the cursor when the keys rest.

mod as_at;
mod columns;
#[cfg(test)]
mod tests;

use std::any::Any;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use columns::Longest;

use super::due::REST;
use super::{Pane, Pointed};
use crate::domain::code::YearGroup;
use crate::domain::ids::{Key, PupilId, RecordId};
use crate::domain::stage;
use crate::text::{clean, width};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope, always};
use crate::tui::effect::{Effect, read};
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::tui::widgets::narrow::Narrow;
use crate::tui::widgets::put;
use crate::views::register::{self, Order, RegisterLine, Shown};
use crate::views::register_at;

/// How many rows the first screen reads: more than any terminal shows, whatever the size of the school.
const FIRST: usize = 200;

/// From this width on, the glimpse stands beside the list and not below.
const WIDE: u16 = 110;

/// A line with the heading it stands under.
struct Item {
    line: RegisterLine,
    section: u32,
}

impl Row for Item {
    type Key = PupilId;

    fn key(&self) -> PupilId {
        self.line.row.who.pupil
    }

    fn words(&self) -> String {
        self.line.words()
    }

    fn section(&self) -> u32 {
        self.section
    }
}

/// Rows that are asked for: which list in which order, as at which day, seen from which day, of which site.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Asked {
    shown: Shown,
    order: Order,
    /// The day that the list is as at; `None` for as it is.
    at: Option<NaiveDate>,
    /// The day shown, and the day that it is.
    today: NaiveDate,
    own: NaiveDate,
    site: Option<RecordId>,
}

impl Asked {
    /// The day that what is late is late on.
    fn seen_from(self) -> NaiveDate {
        self.at.unwrap_or(self.today)
    }
}

/// Rows as the list takes them; made on the worker's thread, so that 200,000 of them hold up no key.
struct Ready {
    items: Vec<Item>,
    narrow: Option<Narrow>,
    /// How wide the longest name and class are.
    longest: Longest,
}

impl Ready {
    fn of(lines: Vec<RegisterLine>, asked: Asked, whole: bool) -> Ready {
        let items: Vec<Item> = lines
            .into_iter()
            .filter(|line| asked.site.is_none() || line.row.who.site == asked.site)
            .map(|line| Item { section: section_of(&line, asked.order, asked.seen_from()), line })
            .collect();
        let longest = items.iter().fold(Longest::default(), |longest, item| longest.with(&item.line));
        let narrow = whole.then(|| Narrow::new(items.iter().map(Row::words)));
        Ready { items, narrow, longest }
    }
}

/// What is told of one pupil. It keeps the name, so that it is not taken for whom the cursor has gone to.
struct Glimpse {
    pupil: PupilId,
    name: String,
    lines: Vec<String>,
}

/// The state of the pane.
#[derive(Default)]
pub struct RegisterPane {
    list: List<Item>,
    longest: Longest,
    shown: Shown,
    order: Order,
    /// The day that the register is asked for as at; `None` for as it is.
    at: Option<NaiveDate>,
    /// The day that the rows that have come are as at.
    at_shown: Option<NaiveDate>,
    /// Whom the cursor goes to when the rows come.
    wanted: Option<PupilId>,
    /// What stands beside the list.
    glimpse: Option<Glimpse>,
    /// What the rows that have come are: which list in which order; `None` before any have.
    loaded: Option<(Shown, Order)>,
    /// Whether every row has come, or the first so many only.
    complete: bool,
}

/// What stands over the rows of a section in this order; empty where there is no heading.
fn title(section: u32, order: Order, at: bool) -> String {
    match order {
        Order::Name => String::new(),
        Order::Class => {
            i8::try_from(section).ok().and_then(|number| YearGroup::from_number(number - 10)).map_or_else(
                || if at { "Year then not known" } else { "No year recorded" }.to_owned(),
                YearGroup::label,
            )
        }
        Order::Stage => {
            let stage = stage::stages().find(|stage| stage.rank() == section);
            stage.map_or("At no stage", |stage| stage.label).to_owned()
        }
        Order::Review => {
            ["Overdue", "To come", "None due"].get(section as usize).copied().unwrap_or_default().to_owned()
        }
    }
}

fn section_of(line: &RegisterLine, order: Order, today: NaiveDate) -> u32 {
    match order {
        Order::Name => 0,
        Order::Class => {
            line.row.who.year.map_or(u32::MAX, |year| (i32::from(year.number()) + 10).unsigned_abs())
        }
        Order::Stage => line.stage().map_or(u32::MAX, |stage| stage.rank()),
        Order::Review => match line.row.next_review {
            Some(due) if due < today => 0,
            Some(_) => 1,
            None => 2,
        },
    }
}

impl RegisterPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(RegisterPane::default())
    }

    /// Rows in place of those shown. `complete` says that no more will come.
    fn set(&mut self, ready: Ready, complete: bool) {
        self.complete = complete;
        self.at_shown = self.at;
        self.loaded = Some((self.shown, self.order));
        self.list.set_headed(self.order != Order::Name);
        self.longest = ready.longest;
        self.list.set_prepared(ready.items, ready.narrow);
        if let Some(wanted) = self.wanted
            && (self.list.select(&wanted) || complete)
        {
            self.wanted = None;
        }
    }

    /// Puts the cursor on a pupil when the rows come next, and shows the list that has them: everybody on roll for one
    /// who is at no stage.
    pub fn go_to(&mut self, pupil: PupilId, at_stage: bool) {
        self.wanted = Some(pupil);
        self.at = None;
        if self.shown == Shown::Leavers || (self.shown == Shown::Register && !at_stage) {
            self.shown = if at_stage { Shown::Register } else { Shown::Roll };
        }
    }

    /// Which list it is, and how many stand in it: "register 62".
    fn head(&self) -> String {
        let count = if self.complete { format!(" {}", self.list.total()) } else { String::new() };
        format!("{}{count}", self.shown.short())
    }

    fn asked(&self, ctx: &Ctx) -> Asked {
        Asked {
            shown: self.shown,
            order: self.order,
            at: self.at,
            today: ctx.today,
            own: ctx.own_day(),
            site: ctx.site,
        }
    }

    fn empty_words(&self, ctx: &Ctx) -> String {
        let key =
            |command: &str| ctx.keymap.keys_of(command).into_iter().next().unwrap_or_else(|| ":".into());
        if !self.list.filter().is_empty() {
            return "\n   Nobody fits the filter. Esc takes it away.".to_owned();
        }
        if self.at_shown.is_some() {
            return format!(
                "\n   Nobody is on this list as at that day. {} shows another list, Esc goes back.",
                key("register.shown")
            );
        }
        match self.shown {
            Shown::Register => format!(
                "\n   Nobody stands on the register or the watch list yet.\n   {} adds a pupil; `senco import FILE` brings a \
                 whole register in;\n   {} shows everybody on roll.",
                key("pupil.add"),
                key("register.shown"),
            ),
            Shown::Roll => format!(
                "\n   Nobody is on roll yet.\n   {} adds a pupil; `senco import FILE` brings a whole register in.",
                key("pupil.add")
            ),
            Shown::Leavers => {
                format!("\n   Nobody has left. {} goes back to the register.", key("register.shown"))
            }
        }
    }

    fn draw_glimpse(&self, frame: &mut Frame<'_>, area: Rect, wide: bool, ctx: &Ctx) {
        let Some(Glimpse { name, lines, .. }) = &self.glimpse else { return };
        if area.is_empty() {
            return;
        }
        let mut text: Vec<Line<'_>> = Vec::new();
        if !wide {
            text.push(Line::styled("─".repeat(usize::from(area.width)), ctx.theme.quiet()));
        } else {
            text.push(Line::from(vec![Span::raw(" "), Span::styled(clean(name), ctx.theme.title())]));
            text.push(Line::raw(""));
        }
        text.extend(lines.iter().map(|line| Line::raw(format!(" {}", clean(line)))));
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), area);
    }
}

impl Pane for RegisterPane {
    fn title(&self) -> &'static str {
        "Register"
    }

    fn scope(&self) -> Scope {
        Scope::Register
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let asked = self.asked(ctx);
        let Asked { shown, order, .. } = asked;
        let at = asked.at.map(|on| as_at::at(on, ctx));
        let school = ctx.school.clone();
        self.glimpse = None;
        let whole = read(
            move |snapshot| {
                let lines = match at {
                    Some(at) => register_at::all(snapshot, &school, shown, order, at)?,
                    None => register::all(snapshot, &school, shown, order)?,
                };
                Ok(Ready::of(lines, asked, true))
            },
            move |app, ready| {
                arrived(app, asked, ready, true);
                settled(app)
            },
        );
        // Rows in the order of names come in two steps the first time; what is there stays until the new has come.
        if self.loaded == Some((shown, order)) || order != Order::Name || asked.at.is_some() {
            return vec![whole];
        }
        let school = ctx.school.clone();
        vec![read(
            move |snapshot| {
                let (lines, all) = register::first(snapshot, &school, shown, FIRST)?;
                Ok((Ready::of(lines, asked, false), all))
            },
            move |app, (ready, all)| {
                arrived(app, asked, ready, all);
                if all { settled(app) } else { vec![whole] }
            },
        )]
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let wide = area.width >= WIDE;
        let [list_area, glimpse_area] = if wide {
            let beside = area.width.saturating_sub(80).clamp(30, 48);
            put::beside(area, beside)
        } else {
            let below = if area.height >= 12 { 3 } else { 0 };
            put::below(area, below)
        };
        let seen_from = self.at_shown.unwrap_or(ctx.today);
        let list_area = match self.at_shown {
            Some(on) => as_at::draw_line(on, frame, list_area, ctx),
            None => list_area,
        };
        if self.loaded.is_some() && self.list.shown() == 0 {
            frame.render_widget(Paragraph::new(self.empty_words(ctx)).wrap(Wrap { trim: false }), list_area);
            frame.set_cursor_position((list_area.x, list_area.y));
            return;
        }
        let theme = ctx.theme;
        let sites = ctx.school.sites.len() > 1 && ctx.site.is_none();
        let columns =
            columns::columns(usize::from(list_area.width.saturating_sub(3)), self.longest, self.shown, sites);
        let titles = u16::from(list_area.height >= 5);
        let [head, rows] = put::below(list_area, list_area.height.saturating_sub(titles));
        put::put(&columns::heading(&columns, &self.head(), theme), head, frame.buffer_mut());
        let rule = usize::from(rows.width);
        let (order, at) = (self.order, self.at_shown.is_some());
        self.list.draw(
            frame,
            rows,
            &theme,
            |section, count| {
                let title = title(section, order, at);
                let count = count.to_string();
                let line = "─".repeat(rule.saturating_sub(width(&title) + count.len() + 4));
                let late = order == Order::Review && section == 0;
                Line::from(vec![
                    Span::raw(" "),
                    Span::styled(title, if late { theme.late() } else { theme.heading() }),
                    Span::styled(format!(" {line} "), theme.quiet()),
                    Span::styled(count, theme.heading()),
                ])
            },
            |item, _| columns::row(&item.line, &columns, seen_from, theme),
        );
        self.draw_glimpse(frame, glimpse_area, wide, ctx);
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn pointed(&self) -> Option<Pointed> {
        let row = &self.list.selected()?.line.row;
        row.next_review.map(|_| Pointed { about: Key::profile(row.who.pupil), duty: None })
    }

    fn pupils(&self) -> Vec<PupilId> {
        self.list.chosen().into_iter().map(Row::key).collect()
    }

    fn moved(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(pupil) = self.list.selected().map(Row::key) else {
            self.glimpse = None;
            return Vec::new();
        };
        if self.glimpse.as_ref().is_some_and(|glimpse| glimpse.pupil == pupil) {
            return Vec::new();
        }
        let (school, today) = (ctx.school.clone(), ctx.today);
        let at = self.at_shown.map(|on| as_at::at(on, ctx));
        vec![Effect::Rest {
            name: "register.glimpse",
            after: REST,
            then: Box::new(move |_| {
                vec![read(
                    move |snapshot| match at {
                        Some(at) => register_at::glimpse(snapshot, &school, pupil, at),
                        None => register::glimpse(snapshot, &school, pupil, today),
                    },
                    move |app, lines| {
                        if let Some(pane) = app.pane_mut::<RegisterPane>()
                            && let Some(item) = pane.list.selected().filter(|item| item.key() == pupil)
                        {
                            let name = item.line.row.who.name.clone();
                            pane.glimpse = Some(Glimpse { pupil, name, lines });
                        }
                        Vec::new()
                    },
                )]
            }),
        }]
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

/// Rows have come. Those that are no longer wanted are passed over.
fn arrived(app: &mut App, asked: Asked, ready: Ready, complete: bool) {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<RegisterPane>());
    if let Some(pane) = pane.filter(|pane| pane.asked(ctx) == asked) {
        pane.set(ready, complete);
    }
}

fn settled(app: &mut App) -> Vec<Effect> {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<RegisterPane>());
    pane.map(|pane| pane.moved(ctx)).unwrap_or_default()
}

/// Another list or another order: the pane asks for its rows.
fn turn(app: &mut App, turn: impl FnOnce(&mut RegisterPane)) -> Vec<Effect> {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<RegisterPane>());
    let Some(pane) = pane else { return Vec::new() };
    turn(pane);
    pane.load(ctx)
}

/// The commands of the pane. Those about the pupils chosen stand with the Pupil view.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "register.shown",
        title: "Register, everybody, or leavers",
        words: "roll watch list left former show toggle group turn",
        help: "Shows the register with the watch list, then everybody on roll, then those who have left.",
        group: "Register",
        scope: Scope::Register,
        hint: "who",
        when: always,
        run: |app, _| turn(app, |pane| pane.shown = pane.shown.next()),
    },
    Command {
        id: "register.order",
        title: "Sort by name, class, stage or next review",
        words: "order arrange year group turn",
        help: "Sorts by name, then by year and class, then by stage, then by the next review.",
        group: "Register",
        scope: Scope::Register,
        hint: "sort",
        when: always,
        run: |app, _| turn(app, |pane| pane.order = pane.order.next()),
    },
    Command {
        id: "register.at",
        title: "The register as at another day",
        words: "past history census date then stood back in time",
        help: "Shows who stood where on a day, past or to come, out of what is known now. Once more with Enter alone, or \
               Esc, goes back.",
        group: "Register",
        scope: Scope::Register,
        hint: "as at",
        when: always,
        run: |app, _| as_at::ask(app),
    },
];
