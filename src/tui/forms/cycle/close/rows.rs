//! The places of the cursor, and one target's line: what came of it, in a sentence, and whether it goes on.

use chrono::NaiveDate;

use crate::domain::field::Value;
use crate::domain::ids::RecordId;
use crate::domain::support::TargetOutcome;
use crate::tui::app::Ctx;
use crate::tui::forms::entry::Entry;
use crate::tui::forms::values::Given;
use crate::tui::forms::{FormField, Pick};
use crate::views::cycle::TargetView;

/// A place of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// The day of the review, above all.
    On,
    /// A cell of a target's line.
    Target(usize, Cell),
    /// The outcome of the whole.
    Outcome,
    /// What was found.
    Found,
    /// The child's words.
    Pupil,
    /// The parents' words.
    Parents,
    /// Which plan follows.
    Next,
    /// When that is reviewed.
    NextOn,
}

impl Spot {
    /// Those below the targets.
    pub(super) const TAIL: [Spot; 6] =
        [Spot::Outcome, Spot::Found, Spot::Pupil, Spot::Parents, Spot::Next, Spot::NextOn];

    /// The line it stands in: the day, the targets, then the rest.
    pub(super) fn line(self, targets: usize) -> usize {
        match self {
            Spot::On => 0,
            Spot::Target(at, _) => at.saturating_add(1),
            other => {
                let at = Spot::TAIL.iter().position(|one| *one == other).unwrap_or_default();
                targets.saturating_add(at).saturating_add(1)
            }
        }
    }

    /// The place on a line, in this cell where it is a target's; the last place for a line past the end.
    pub(super) fn on_line(line: usize, targets: usize, cell: Cell) -> Spot {
        match line.checked_sub(1) {
            None => Spot::On,
            Some(at) if at < targets => Spot::Target(at, cell),
            Some(at) => Spot::TAIL.get(at.saturating_sub(targets)).copied().unwrap_or(Spot::NextOn),
        }
    }
}

/// A cell of a target's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Outcome,
    Result,
    Carry,
}

impl Cell {
    pub(super) const ALL: [Cell; 3] = [Cell::Outcome, Cell::Result, Cell::Carry];

    /// Its name in drafts.
    pub(super) fn code(self) -> &'static str {
        match self {
            Cell::Outcome => "outcome",
            Cell::Result => "result",
            Cell::Carry => "carry",
        }
    }

    pub(super) fn parse(code: &str) -> Option<Cell> {
        Cell::ALL.into_iter().find(|cell| cell.code() == code)
    }
}

/// One target's line.
pub(super) struct TargetRow {
    pub(super) id: RecordId,
    pub(super) number: usize,
    pub(super) aim: String,
    pub(super) criteria: String,
    pub(super) outcome: Entry,
    pub(super) result: Entry,
    /// Empty while nobody chose: the outcome says whether it goes on.
    pub(super) carry: Entry,
}

/// A word for an outcome that fits its column.
pub(super) fn short(outcome: TargetOutcome) -> &'static str {
    match outcome {
        TargetOutcome::Dropped => "dropped",
        other => other.label(),
    }
}

/// What is chosen or written; empty for none.
pub(super) fn text_of(entry: &Entry, ctx: &Ctx) -> String {
    match entry.value(ctx) {
        Ok(Given::One(Value::Text(text))) => text,
        _ => String::new(),
    }
}

/// The day that stands there; `None` if none does.
pub(super) fn date_of(entry: &Entry, ctx: &Ctx) -> Option<NaiveDate> {
    match entry.value(ctx) {
        Ok(Given::One(Value::Date(date))) => Some(date),
        _ => None,
    }
}

impl TargetRow {
    pub(super) fn new(view: &TargetView) -> TargetRow {
        let target = &view.target;
        let picks = TargetOutcome::ALL
            .iter()
            .map(|one| Pick { code: one.code().to_owned(), label: short(*one).to_owned() });
        TargetRow {
            id: view.key.id,
            number: view.number,
            aim: target.aim.lines().next().unwrap_or_default().to_owned(),
            criteria: target.criteria.lines().next().unwrap_or_default().to_owned(),
            outcome: Entry::new(
                FormField::pick("outcome", "Came to", picks)
                    .help("1 met, 2 partly met, 3 not met, 4 dropped; . as the line above.")
                    .text(target.outcome.map_or("", TargetOutcome::code)),
            ),
            result: Entry::new(
                FormField::line("result", "In a sentence")
                    .help("What came of it, in a sentence; may be empty.")
                    .text(target.result.clone()),
            ),
            carry: Entry::new(
                FormField::flag("carry", "Goes on")
                    .help("Space changes it. Partly met or not met goes into the next plan by itself."),
            ),
        }
    }

    pub(super) fn cell(&self, cell: Cell) -> &Entry {
        match cell {
            Cell::Outcome => &self.outcome,
            Cell::Result => &self.result,
            Cell::Carry => &self.carry,
        }
    }

    pub(super) fn cell_mut(&mut self, cell: Cell) -> &mut Entry {
        match cell {
            Cell::Outcome => &mut self.outcome,
            Cell::Result => &mut self.result,
            Cell::Carry => &mut self.carry,
        }
    }

    /// What came of it; `None` while nobody has judged.
    pub(super) fn judged(&self, ctx: &Ctx) -> Option<TargetOutcome> {
        TargetOutcome::parse(&text_of(&self.outcome, ctx))
    }

    /// Whether it goes on: as chosen, else by what came of it; what is not judged is not lost.
    pub(super) fn carries(&self, ctx: &Ctx) -> bool {
        match self.carry.text().as_str() {
            "yes" => true,
            "no" => false,
            _ => self.judged(ctx).is_none_or(TargetOutcome::carries_over),
        }
    }
}
