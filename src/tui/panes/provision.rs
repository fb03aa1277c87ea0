//! The Provision pane: the map of what runs, by area or by pupil, with the 6-week checks that are due.
//!
//! Rule: a row has all that its detail shows; the detail follows the cursor when the keys rest, so that a held arrow key
//! sends only the cursor.

mod commands;
mod draw;
#[cfg(test)]
pub(crate) mod tests;

use std::any::Any;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::due::REST;
use super::{Pane, Pointed};
use crate::domain::ids::{Key, Kind, PupilId, RecordId};
use crate::domain::rows::Duty;
use crate::tui::app::{App, Ctx};
use crate::tui::command::Scope;
use crate::tui::effect::{Effect, read};
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::views::provision::{self, PlaceLine, ProvisionLine, Wanted, Which};

pub use commands::COMMANDS;

/// A row: a provision, or by pupil one place in one.
enum Item {
    Group(Box<ProvisionLine>),
    Place { line: Box<PlaceLine>, section: u32 },
}

/// The provision, and the place where the row is one.
type ItemKey = (RecordId, Option<RecordId>);

impl Item {
    fn place(&self) -> Option<&PlaceLine> {
        match self {
            Item::Place { line, .. } => Some(line),
            Item::Group(_) => None,
        }
    }

    fn provision(&self) -> RecordId {
        match self {
            Item::Group(line) => line.id,
            Item::Place { line, .. } => line.id,
        }
    }
}

impl Row for Item {
    type Key = ItemKey;

    fn key(&self) -> ItemKey {
        match self {
            Item::Group(line) => (line.id, None),
            Item::Place { line, .. } => (line.id, Some(line.place.allocation)),
        }
    }

    fn words(&self) -> String {
        match self {
            Item::Group(line) => {
                let mut words =
                    vec![line.provision.name.as_str(), &line.lead, &line.provision.agency, &line.site];
                words.extend(line.provision.area.map(|area| area.label()));
                words.push(line.provision.wave.label());
                words.extend(line.places.iter().map(|place| place.who.name.as_str()));
                words.join(" ")
            }
            Item::Place { line, .. } => {
                let who = &line.place.who;
                let year = who.year.map(|year| year.short()).unwrap_or_default();
                let provision = &line.provision;
                [who.name.as_str(), &year, &who.class, &provision.name, &line.lead, &provision.agency]
                    .join(" ")
            }
        }
    }

    fn section(&self) -> u32 {
        match self {
            Item::Group(line) => provision::area_rank(line.provision.area),
            Item::Place { section, .. } => *section,
        }
    }
}

/// The state of the pane.
#[derive(Default)]
pub struct ProvisionPane {
    list: List<Item>,
    lines: Vec<ProvisionLine>,
    /// Whether a row is a place and a heading a pupil.
    by_pupil: bool,
    /// The pupils of the headings, where rows are by pupil.
    headings: Vec<String>,
    which: Which,
    today: Option<NaiveDate>,
    /// The row that the detail is about: the one that the cursor last rested on.
    shown: Option<ItemKey>,
    loaded: bool,
}

impl ProvisionPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(ProvisionPane { list: List::headed(), ..ProvisionPane::default() })
    }

    fn wanted(&self, ctx: &Ctx) -> Wanted {
        Wanted { which: self.which, site: ctx.site, today: ctx.today }
    }

    /// Rows in place of those shown.
    pub fn set(&mut self, lines: Vec<ProvisionLine>, ctx: &Ctx) {
        self.today = Some(ctx.today);
        self.loaded = true;
        self.lines = lines;
        self.arrange(ctx);
    }

    fn arrange(&mut self, ctx: &Ctx) {
        self.headings.clear();
        let items = if self.by_pupil {
            let mut last = None;
            let mut items = Vec::new();
            for line in provision::by_pupil(&self.lines, self.wanted(ctx)) {
                if last.replace(line.place.who.pupil) != Some(line.place.who.pupil) {
                    self.headings.push(draw::who(&line.place.who));
                }
                let section = u32::try_from(self.headings.len()).unwrap_or(u32::MAX);
                items.push(Item::Place { line: Box::new(line), section });
            }
            items
        } else {
            self.lines.iter().cloned().map(|line| Item::Group(Box::new(line))).collect()
        };
        self.list.set(items);
        self.shown = self.list.selected().map(Row::key);
    }

    /// By area, or by pupil: the cursor stays on the same provision.
    pub fn turn(&mut self, ctx: &Ctx) {
        let at = self.list.selected().map(Item::provision);
        self.by_pupil = !self.by_pupil;
        self.arrange(ctx);
        let key = self.list.rows().iter().find(|item| Some(item.provision()) == at).map(Row::key);
        if let Some(key) = key {
            self.list.select(&key);
            self.shown = Some(key);
        }
    }

    /// The provisions of the marked rows, else of the one under the cursor.
    pub fn chosen(&self) -> Vec<&ProvisionLine> {
        let mut ids: Vec<RecordId> = self.list.chosen().into_iter().map(Item::provision).collect();
        ids.dedup();
        ids.iter().filter_map(|id| self.lines.iter().find(|line| line.id == *id)).collect()
    }

    /// The places of the marked rows, else of the one under the cursor; empty where rows are provisions.
    pub fn places(&self) -> Vec<&PlaceLine> {
        self.list.chosen().into_iter().filter_map(Item::place).collect()
    }
}

impl Pane for ProvisionPane {
    fn title(&self) -> &'static str {
        "Provision"
    }

    fn scope(&self) -> Scope {
        Scope::Provision
    }

    fn badge(&self) -> Option<usize> {
        self.loaded.then(|| self.lines.iter().map(|line| line.overdue).sum())
    }

    fn aside(&self, _ctx: &Ctx) -> Option<String> {
        self.loaded.then(|| format!("{}, {}", self.which.label(), self.lines.len()))
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (school, wanted) = (ctx.school.clone(), self.wanted(ctx));
        vec![read(
            move |snapshot| provision::map(snapshot, &school, wanted),
            move |app, lines| {
                let App { ctx, panes, .. } = app;
                let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<ProvisionPane>());
                // Asked for before the view was turned to others: what was asked for since is on its way.
                if let Some(pane) = pane
                    && pane.wanted(ctx) == wanted
                {
                    pane.set(lines, ctx);
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

    fn pointed(&self) -> Option<Pointed> {
        let places = match self.list.selected()? {
            Item::Group(line) => line.places.as_slice(),
            Item::Place { line, .. } => std::slice::from_ref(&line.place),
        };
        // Of a group, the check that comes first.
        let next =
            places.iter().filter(|place| place.next_check.is_some()).min_by_key(|place| place.next_check)?;
        let about = Key::new(next.who.pupil, Kind::Allocation, next.allocation);
        Some(Pointed { about, duty: Some(Duty::ImpactCheck) })
    }

    fn pupils(&self) -> Vec<PupilId> {
        let mut pupils: Vec<PupilId> = Vec::new();
        for item in self.list.chosen() {
            match item {
                Item::Place { line, .. } => pupils.push(line.place.who.pupil),
                Item::Group(line) => {
                    let today = self.today.unwrap_or_default();
                    pupils.extend(line.open(today).map(|place| place.who.pupil));
                }
            }
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
            name: "provision.detail",
            after: REST,
            then: Box::new(|app| {
                if let Some(pane) = app.pane_mut::<ProvisionPane>() {
                    pane.shown = pane.list.selected().map(Row::key);
                }
                Vec::new()
            }),
        }]
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}
