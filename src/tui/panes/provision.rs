//! The Provision pane: the map of a term or of any days, grouped and sorted as one asks, with what somebody should see to
//! at its top.
//!
//! Rule: a row has all that its detail shows; the detail follows the cursor when the keys rest, so that a held arrow key
//! sends only the cursor. What was read is grouped and sorted anew without the store; the cursor stays on its provision.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `rows` | findings, groups and provisions as rows of the list |
//! | `draw`, `cells`, `detail` | how it looks |
//! | `commands` | what can be done; `mend` what Enter does on a finding |
//! | `choose` | a question that one letter answers: group by, sort by |
//! | `range` | the days: earlier, later, typed |
//! | `timetable` | the adults' weeks, clashes first |
//! | `write` | the map into a file |

mod cells;
mod choose;
mod commands;
mod detail;
mod draw;
mod mend;
mod range;
mod rows;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_map;
mod timetable;
mod write;

use std::any::Any;
use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::due::REST;
use super::{Pane, Pointed};
use crate::domain::ids::{Key, Kind, PupilId, RecordId};
use crate::domain::rows::{Duty, PlaceRow};
use crate::tui::app::{App, Ctx};
use crate::tui::command::Scope;
use crate::tui::effect::{Effect, read};
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::views::provision::{
    self, Asked, By, Finding, GroupKey, MapData, PlaceLine, ProvisionLine, Range, Sort, Totals, Which,
};
use rows::{Item, ItemKey};

pub use commands::COMMANDS;

/// The state of the pane.
#[derive(Default)]
pub struct ProvisionPane {
    list: List<Item>,
    data: Option<Arc<MapData>>,
    findings: Vec<Finding>,
    /// The sums over all of it.
    totals: Totals,
    by: By,
    sort: Sort,
    /// Which were asked for; `None` for those that the range suggests.
    which: Option<Which>,
    /// The days that were asked for; `None` for the term of the day shown.
    range: Option<Range>,
    /// What the rows were asked for with.
    asked: Option<Asked>,
    /// The row that the detail is about: the one that the cursor last rested on.
    shown: Option<ItemKey>,
}

impl ProvisionPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(ProvisionPane::default())
    }

    /// The days that are looked at.
    fn range(&self, ctx: &Ctx) -> Range {
        self.range.clone().unwrap_or_else(|| range::usual(ctx))
    }

    /// Which are shown: those that run, but of a range that is past all.
    fn which(&self, ctx: &Ctx) -> Which {
        self.which
            .unwrap_or_else(|| if self.range(ctx).span.to < ctx.today { Which::All } else { Which::Running })
    }

    fn wanted(&self, ctx: &Ctx) -> Asked {
        Asked { span: self.range(ctx).span, which: self.which(ctx), site: ctx.site, today: ctx.today }
    }

    fn today(&self) -> NaiveDate {
        self.asked.map_or(NaiveDate::MIN, |asked| asked.today)
    }

    fn loaded(&self) -> bool {
        self.data.is_some()
    }

    /// What was read, in place of what is shown.
    fn set(&mut self, data: MapData, findings: Vec<Finding>, ctx: &Ctx) {
        let first = !self.list.rows().iter().any(|item| matches!(item, Item::Run { .. }));
        self.asked = Some(data.asked);
        self.data = Some(Arc::new(data));
        self.findings = findings;
        self.arrange(ctx);
        if first {
            self.go_to_first_run();
        }
    }

    /// The cursor begins on the first provision: what was found is seen above it.
    fn go_to_first_run(&mut self) {
        let first = self.list.rows().iter().find(|item| matches!(item, Item::Run { .. })).map(Row::key);
        if let Some(key) = first {
            self.list.select(&key);
            self.shown = Some(key);
        }
    }

    /// Groups and sorts what was read.
    fn arrange(&mut self, ctx: &Ctx) {
        let Some(data) = &self.data else { return };
        let map = provision::regroup(data, &ctx.school, self.by, self.sort);
        self.totals = map.totals;
        self.list.set(rows::rows(data, map, &self.findings));
        self.shown = self.list.selected().map(Row::key);
    }

    /// Groups and sorts anew: the cursor stays on the same provision, and on the pupil's place where it can.
    fn regroup(&mut self, by: By, sort: Sort, ctx: &Ctx) {
        let at = self.list.selected().map(Row::key);
        let was = self.list.selected().and_then(Item::provision);
        let place = self.list.selected().and_then(Item::place).map(|place| place.allocation);
        (self.by, self.sort) = (by, sort);
        self.arrange(ctx);
        let there = at.is_some_and(|key| self.list.rows().iter().any(|item| item.key() == key));
        if there {
            return;
        }
        let runs = || self.list.rows().iter().filter(|item| matches!(item, Item::Run { .. }));
        let same = |item: &&Item| was.is_some() && item.provision() == was;
        let key = runs()
            .filter(same)
            .find(|item| place.is_some() && item.place().map(|one| one.allocation) == place)
            .or_else(|| runs().find(same))
            .map(Row::key);
        match key {
            Some(key) => {
                self.list.select(&key);
                self.shown = self.list.selected().map(Row::key);
            }
            None => self.go_to_first_run(),
        }
    }

    /// The provisions of the marked rows, else of the one under the cursor.
    pub fn chosen(&self) -> Vec<&ProvisionLine> {
        let mut out: Vec<&ProvisionLine> = Vec::new();
        for line in self.list.chosen().into_iter().filter_map(Item::line) {
            if !out.iter().any(|known| known.id == line.id) {
                out.push(line);
            }
        }
        out
    }

    /// The name of a provision that is shown; `None` if it is not.
    fn name_of(&self, id: RecordId) -> Option<String> {
        let run = self.data.as_ref()?.runs.iter().find(|run| run.id() == id)?;
        Some(run.line.provision.name.clone())
    }

    /// The places of the marked rows, else of the one under the cursor; empty where rows are provisions.
    pub fn places(&self) -> Vec<PlaceLine> {
        let place = |item: &Item| Some(place_line(item.line()?, item.place()?));
        self.list.chosen().into_iter().filter_map(place).collect()
    }
}

/// A pupil's place as forms take it.
fn place_line(line: &ProvisionLine, place: &PlaceRow) -> PlaceLine {
    PlaceLine {
        place: place.clone(),
        id: line.id,
        provision: line.provision.clone(),
        lead: line.lead.clone(),
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
        self.data.as_ref().map(|data| data.runs.iter().map(|run| run.line.overdue).sum())
    }

    fn aside(&self, ctx: &Ctx) -> Option<String> {
        let data = self.data.as_ref()?;
        Some(format!("{}, {}", self.which(ctx).label(), data.runs.len()))
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (school, wanted) = (ctx.school.clone(), self.wanted(ctx));
        let now = wanted.span.has(ctx.today) || wanted.span == range::usual(ctx).span;
        vec![read(
            move |snapshot| {
                let data = provision::read(snapshot, &school, wanted)?;
                // What is to be mended is to be mended now, and does not belong to days gone by or far ahead.
                let findings = if now { provision::findings(&data, &school) } else { Vec::new() };
                Ok((data, findings))
            },
            move |app, (data, findings)| {
                let App { ctx, panes, .. } = app;
                let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<ProvisionPane>());
                // Asked for before the view was turned to others: what was asked for since is on its way.
                if let Some(pane) = pane
                    && pane.wanted(ctx) == wanted
                {
                    pane.set(data, findings, ctx);
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
        let (of, only) = match self.list.selected()? {
            Item::Found { finding, .. } => (finding.about.pupil?, finding.about.allocation),
            item => {
                let Item::Run { data, row, .. } = item else { return None };
                // Of a group, the check that comes first.
                let places = row.places(data).map(|(place, _)| place);
                let next =
                    places.filter(|place| place.next_check.is_some()).min_by_key(|one| one.next_check)?;
                (next.who.pupil, Some(next.allocation))
            }
        };
        let about = Key::new(of, Kind::Allocation, only?);
        Some(Pointed { about, duty: Some(Duty::ImpactCheck) })
    }

    fn pupils(&self) -> Vec<PupilId> {
        let mut pupils: Vec<PupilId> = Vec::new();
        for item in self.list.chosen() {
            match item {
                Item::Found { finding, .. } => pupils.extend(finding.about.pupil),
                Item::Group { key, .. } => {
                    if let GroupKey::Pupil(pupil) = **key {
                        pupils.push(pupil);
                    }
                }
                Item::Kind { .. } | Item::Nothing => {}
                Item::Run { data, row, .. } => {
                    // Of a provision, those who are in it.
                    let here = row.places(data).filter(|(_, part)| row.is_place || part.open);
                    pupils.extend(here.map(|(place, _)| place.who.pupil));
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

    fn step_back(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        // Another range is taken away before the pane is left: the term of today is what one comes for.
        self.range.take()?;
        self.which = None;
        Some(self.load(ctx))
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}

/// Does something with the pane and what may be looked at.
fn with_pane(app: &mut App, act: impl FnOnce(&mut ProvisionPane, &Ctx) -> Vec<Effect>) -> Vec<Effect> {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<ProvisionPane>());
    pane.map(|pane| act(pane, ctx)).unwrap_or_default()
}
