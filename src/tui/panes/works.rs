//! What works: every intervention over the years with its outcomes, what was delivered and what it cost; unfolded, a line a run.
//!
//! Rule: a row has all that its detail shows, so that moving reads nothing. It reads every session, so it asks when it is gone
//! to and when the store has changed while it is shown; it stands in the tab line only while shown.

mod draw;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::collections::HashSet;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::Pane;
use crate::domain::ids::{PupilId, RecordId};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope, always, rows_of};
use crate::tui::effect::{Effect, read};
use crate::tui::forms::{self, AskRange};
use crate::tui::widgets::list::{List, ListControl, Row};
use crate::views::provision::Range;
use crate::views::works::{self, Asked, RunLine, Sort, Work};

/// A row: an intervention, or one run of the one above it.
enum Item {
    Work(Box<Work>),
    Run { name: String, run: Box<RunLine> },
}

/// The intervention's name in lower case, and the run where the row is one.
type ItemKey = (String, Option<RecordId>);

impl Row for Item {
    type Key = ItemKey;

    fn key(&self) -> ItemKey {
        match self {
            Item::Work(work) => (work.name.to_lowercase(), None),
            Item::Run { name, run } => (name.to_lowercase(), Some(run.id)),
        }
    }

    fn words(&self) -> String {
        match self {
            Item::Work(work) => {
                let area = work.area.map_or("", |area| area.label());
                [work.name.as_str(), area, work.wave.label()].join(" ")
            }
            Item::Run { name, run } => format!("{name} {}", run.lead),
        }
    }
}

/// The state of the pane.
#[derive(Default)]
pub struct WorksPane {
    list: List<Item>,
    works: Vec<Work>,
    /// Interventions whose runs are shown, by name in lower case.
    open: HashSet<String>,
    sort: Sort,
    /// The days asked for; `None` for the last three academic years.
    range: Option<Range>,
    least: u32,
    loaded: bool,
}

impl WorksPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(WorksPane { list: List::headed(), ..WorksPane::default() })
    }

    fn asked(&self, ctx: &Ctx) -> Asked {
        let usual = Asked::usual(ctx.today, ctx.site);
        match &self.range {
            Some(range) => Asked { span: range.span, ..usual },
            None => usual,
        }
    }

    fn set(&mut self, works: Vec<Work>, least: u32) {
        (self.works, self.least, self.loaded) = (works, least, true);
        self.arrange();
    }

    fn arrange(&mut self) {
        works::sort(&mut self.works, self.sort, self.least);
        let mut items = Vec::new();
        for work in &self.works {
            items.push(Item::Work(Box::new(work.clone())));
            if self.open.contains(&work.name.to_lowercase()) {
                items.extend(
                    work.runs
                        .iter()
                        .map(|run| Item::Run { name: work.name.clone(), run: Box::new(run.clone()) }),
                );
            }
        }
        self.list.set(items);
    }

    /// Shows the runs of the intervention under the cursor, or hides them; `None` turns it round.
    fn unfold(&mut self, open: Option<bool>) {
        let Some((name, _)) = self.list.selected().map(Row::key) else { return };
        if open.unwrap_or(!self.open.contains(&name)) {
            self.open.insert(name);
        } else {
            self.open.remove(&name);
            self.list.select(&(name, None));
        }
        self.arrange();
    }
}

impl Pane for WorksPane {
    fn title(&self) -> &'static str {
        "What works"
    }

    fn scope(&self) -> Scope {
        Scope::Works
    }

    fn in_tabs(&self) -> bool {
        false
    }

    fn aside(&self, _ctx: &Ctx) -> Option<String> {
        let days = self.range.as_ref().map_or("three years", |range| range.title.as_str());
        self.loaded.then(|| days.to_owned())
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (school, asked) = (ctx.school.clone(), self.asked(ctx));
        let least = works::least_cases(&school);
        vec![read(
            move |snapshot| works::read(snapshot, &school, asked),
            move |app, works| {
                let App { ctx, panes, .. } = app;
                let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<WorksPane>());
                // Rows of other days or of another site that come late are passed over.
                if let Some(pane) = pane.filter(|pane| pane.asked(ctx) == asked) {
                    pane.set(works, least);
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

    fn pupils(&self) -> Vec<PupilId> {
        Vec::new()
    }

    fn step_back(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        if !self.open.is_empty() {
            self.open.clear();
            self.arrange();
            return Some(Vec::new());
        }
        self.range.take().map(|_| self.load(ctx))
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}

fn with_pane(app: &mut App, then: impl FnOnce(&mut WorksPane, &Ctx) -> Vec<Effect>) -> Vec<Effect> {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<WorksPane>());
    pane.map_or_else(Vec::new, |pane| then(pane, ctx))
}

/// Other days; what is empty brings the last three academic years back.
fn ask(app: &mut App) -> Vec<Effect> {
    app.open(AskRange::new(|app, range| {
        with_pane(app, |pane, ctx| {
            pane.range = range;
            pane.load(ctx)
        })
    }))
}

fn there(app: &App) -> Result<(), String> {
    match app.pane_ref::<WorksPane>() {
        Some(pane) if pane.list.selected().is_some() => Ok(()),
        _ => Err("no intervention is selected".to_owned()),
    }
}

rows_of!("What works", Scope::Works);

fn fold(app: &mut App, open: Option<bool>) -> Vec<Effect> {
    with_pane(app, |pane, _| {
        pane.unfold(open);
        Vec::new()
    })
}

/// The commands of the pane.
pub const COMMANDS: &[Command] = &[
    row(
        "works.turn",
        "Show its runs, or hide them",
        "compare unfold fold open detail terms",
        "A line for each run of the intervention, the newest first; again hides them.",
        "its runs",
        there,
        |app, _| fold(app, None),
    ),
    row("works.unfold", "Show its runs", "compare open", "A line for each run.", "", there, |app, _| {
        fold(app, Some(true))
    }),
    row("works.fold", "Hide its runs", "close", "The intervention alone.", "", there, |app, _| {
        fold(app, Some(false))
    }),
    row(
        "works.sort",
        "Sort by name, outcome, cost or cases",
        "order arrange best dearest",
        "The best outcome first, the least cost a step first, or the most cases first; what has too few cases stands last.",
        "sort",
        always,
        |app, _| {
            with_pane(app, |pane, _| {
                pane.sort = pane.sort.next();
                pane.arrange();
                Vec::new()
            })
        },
    ),
    row(
        "works.range",
        "Over other days",
        "range years terms from to past period",
        "Runs with a day among those that are typed; nothing typed is the last three academic years.",
        "days",
        always,
        |app, _| ask(app),
    ),
    // Everywhere: it is one of the school's settings.
    Command {
        id: "works.least",
        title: "How many cases before it is said what works",
        words: "least minimum number setting verdict average small",
        help: "Under so many cases no verdict is given on an intervention; 5 where the school did not choose.",
        group: "What works",
        scope: Scope::Global,
        hint: "least cases",
        when: always,
        run: |app, _| forms::school::open_least_cases(app),
    },
];
