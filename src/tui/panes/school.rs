//! The School pane: details, people and their training, who can deliver what, interventions, rates, agencies, sites, plans; and behind the
//! agencies the list of whom to chase.
//!
//! Rule: it stands in the tab line only while it is shown. What a line says beyond its row stands below when the keys rest. Esc
//! comes back from an agency's pupils to the page.

mod commands;
mod draw;
#[cfg(test)]
mod tests;

use std::any::Any;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::due::REST;
use super::{Pane, Pointed};
use crate::domain::ids::{Key, PupilId, RecordId};
use crate::tui::app::{App, Ctx};
use crate::tui::command::Scope;
use crate::tui::effect::{Effect, read};
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::views::agencies::{self, AgencyLine, Step, Work};
use crate::views::catalogue::CatalogueLine;
use crate::views::school::{self, Line, SchoolView, Section, What};

pub use commands::COMMANDS;

/// A row: a line of the page, or an agency's work with a pupil.
enum Item {
    Line { line: Box<Line>, label: usize },
    Work { work: Box<Work>, section: u32 },
}

/// What stays the same of a row when it changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ItemKey {
    Line(What),
    Work(Key),
}

impl Row for Item {
    type Key = ItemKey;

    fn key(&self) -> ItemKey {
        match self {
            Item::Line { line, .. } => ItemKey::Line(line.what.clone()),
            Item::Work { work, .. } => ItemKey::Work(work.key),
        }
    }

    fn words(&self) -> String {
        match self {
            Item::Line { line, .. } => {
                [line.section.title(), &line.label, &line.text, &line.more.join(" ")].join(" ")
            }
            Item::Work { work, .. } => {
                let class = &work.who.class;
                [work.agency.as_str(), &work.who.name, class, work.step.label(), &work.lead, &work.reason]
                    .join(" ")
            }
        }
    }

    fn section(&self) -> u32 {
        match self {
            Item::Line { line, .. } => {
                let at = Section::ALL.iter().position(|section| *section == line.section);
                at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
            }
            Item::Work { section, .. } => *section,
        }
    }
}

/// Columns that a line's label may take.
const LABEL: std::ops::RangeInclusive<usize> = 14..=26;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
enum Shown {
    /// The school's page.
    #[default]
    Page,
    /// Whom to chase, of every agency.
    Chase,
    /// The pupils of one agency, by its name in lower case.
    Agency(String),
}

/// The state of the pane.
#[derive(Default)]
pub struct SchoolPane {
    list: List<Item>,
    view: Option<SchoolView>,
    shown: Shown,
    /// Agencies of the headings, while their work is shown.
    headings: Vec<(String, String)>,
    /// The row whose rest is shown.
    rest: Option<ItemKey>,
    /// The row of the page that the cursor comes back to.
    came_from: Option<ItemKey>,
}

impl SchoolPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(SchoolPane { list: List::headed(), ..SchoolPane::default() })
    }

    fn set(&mut self, view: SchoolView) {
        self.view = Some(view);
        self.arrange();
    }

    fn arrange(&mut self) {
        let Some(view) = &self.view else { return };
        let items: Vec<Item> = if self.shown == Shown::Page {
            let widest = |section: Section| {
                let labels = view.lines.iter().filter(|line| line.section == section);
                let widest = labels.map(|line| crate::text::width(&line.label)).max().unwrap_or(0);
                widest.clamp(*LABEL.start(), *LABEL.end())
            };
            let widths: Vec<usize> = Section::ALL.into_iter().map(widest).collect();
            let label = |line: &Line| widths.get(line.section as usize).copied().unwrap_or(*LABEL.start());
            view.lines
                .iter()
                .map(|line| Item::Line { label: label(line), line: Box::new(line.clone()) })
                .collect()
        } else {
            let mut items = Vec::new();
            let mut headings = Vec::new();
            for line in view.agencies.iter().filter(|line| self.wants(line)) {
                let section = u32::try_from(headings.len()).unwrap_or(u32::MAX);
                headings.push((line.agency.name.clone(), agencies::contact(&line.agency)));
                let works = line.works.iter().filter(|work| self.lists(work));
                items.extend(works.map(|work| Item::Work { work: Box::new(work.clone()), section }));
            }
            self.headings = headings;
            items
        };
        self.list.set(items);
    }

    fn wants(&self, line: &AgencyLine) -> bool {
        match &self.shown {
            Shown::Page => false,
            Shown::Chase => line.works.iter().any(|work| self.lists(work)),
            Shown::Agency(name) => line.agency.name.to_lowercase() == *name,
        }
    }

    /// Whether a piece of work is listed: nobody is chased for what has nothing left to do.
    fn lists(&self, work: &Work) -> bool {
        self.shown != Shown::Chase || work.step != Step::Nothing
    }

    /// Shows something else, from its first row; the page again from where it was left.
    fn show(&mut self, shown: Shown) {
        let to_page = shown == Shown::Page;
        if self.shown == Shown::Page {
            self.came_from = self.list.selected().map(Row::key);
        }
        self.list.set_filter("");
        self.list.clear_marks();
        self.shown = shown;
        self.arrange();
        self.list.first();
        if let Some(key) = self.came_from.take_if(|_| to_page) {
            self.list.select(&key);
        }
        self.rest = self.list.selected().map(Row::key);
    }

    fn lines(&self) -> Vec<&Line> {
        let line = |item: &&Item| match item {
            Item::Line { .. } => true,
            Item::Work { .. } => false,
        };
        let lines = self.list.chosen().into_iter().filter(line);
        lines
            .filter_map(|item| match item {
                Item::Line { line, .. } => Some(line.as_ref()),
                Item::Work { .. } => None,
            })
            .collect()
    }

    fn line(&self) -> Option<&Line> {
        match self.list.selected()? {
            Item::Line { line, .. } => Some(line),
            Item::Work { .. } => None,
        }
    }

    fn work(&self) -> Option<&Work> {
        match self.list.selected()? {
            Item::Work { work, .. } => Some(work),
            Item::Line { .. } => None,
        }
    }

    fn works(&self) -> Vec<&Work> {
        self.list
            .chosen()
            .into_iter()
            .filter_map(|item| match item {
                Item::Work { work, .. } => Some(work.as_ref()),
                Item::Line { .. } => None,
            })
            .collect()
    }

    fn agency(&self, name: &str) -> Option<&AgencyLine> {
        self.view.as_ref()?.agencies.iter().find(|line| line.agency.name.to_lowercase() == name)
    }

    fn intervention(&self, name: &str) -> Option<&CatalogueLine> {
        self.view.as_ref()?.interventions.iter().find(|line| line.entry.name.to_lowercase() == name)
    }

    /// The adults who are marked, or else none.
    fn marked_people(&self) -> Vec<RecordId> {
        if self.list.marked() == 0 {
            return Vec::new();
        }
        let person = |line: &&Line| match line.what {
            What::Person(id) => Some(id),
            _ => None,
        };
        self.lines().iter().filter_map(person).collect()
    }
}

impl Pane for SchoolPane {
    fn title(&self) -> &'static str {
        "School"
    }

    fn scope(&self) -> Scope {
        Scope::School
    }

    fn in_tabs(&self) -> bool {
        false
    }

    fn aside(&self, _ctx: &Ctx) -> Option<String> {
        let agencies = || self.view.iter().flat_map(|view| view.agencies.iter());
        match &self.shown {
            Shown::Page => None,
            _ => Some(format!("{} wait for an agency", agencies().map(AgencyLine::waiting).sum::<usize>())),
        }
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (school, site, today) = (ctx.school.clone(), ctx.site, ctx.today);
        vec![read(
            move |snapshot| school::view(snapshot, &school, site, today),
            move |app, view| {
                let App { ctx, panes, .. } = app;
                let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<SchoolPane>());
                // Asked for another site or day: what was asked for since is on its way.
                let Some(pane) = pane.filter(|_| ctx.site == site && ctx.today == today) else {
                    return Vec::new();
                };
                pane.set(view);
                pane.moved(ctx)
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
        self.work().map(|work| Pointed { about: work.key, duty: work.due.map(|(duty, _)| duty) })
    }

    fn pupils(&self) -> Vec<PupilId> {
        let mut pupils: Vec<PupilId> = self.works().iter().map(|work| work.key.pupil).collect();
        pupils.sort();
        pupils.dedup();
        pupils
    }

    fn moved(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        let key = self.list.selected().map(Row::key);
        if key == self.rest {
            return Vec::new();
        }
        let then = |app: &mut App| {
            if let Some(pane) = app.pane_mut::<SchoolPane>() {
                pane.rest = pane.list.selected().map(Row::key);
            }
            Vec::new()
        };
        vec![Effect::Rest { name: "school.rest", after: REST, then: Box::new(then) }]
    }

    fn step_back(&mut self, _ctx: &Ctx) -> Option<Vec<Effect>> {
        if self.shown == Shown::Page {
            return None;
        }
        self.show(Shown::Page);
        Some(Vec::new())
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}
