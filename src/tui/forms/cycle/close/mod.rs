//! Closing a cycle and opening the next, on one screen: a line a target, the outcome, what was found, both voices, the next plan.
//!
//! Rule: it is one change and one undo. What is missing is pointed out and holds nobody up: a target that is not judged asks once
//! more. What was typed is never lost: Esc and a dropped line keep it as a draft.

mod draw;
mod keys;
mod rows;
#[cfg(test)]
mod tests;

use std::sync::mpsc::channel;

use chrono::NaiveDate;

use super::key_of;
use crate::actions::By;
use crate::actions::cycle::{Close, Following, Judged, close};
use crate::domain::code::Outcome;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Typed};
use crate::domain::review::ReviewKind;
use crate::domain::support::{Speaker, TargetOutcome, plan_kind};
use crate::store::{CommitError, Operation};
use crate::tui::app::{App, Ctx};
use crate::tui::draft::Draft;
use crate::tui::effect::{Effect, read};
use crate::tui::forms::about::{read_one, write_one};
use crate::tui::forms::entry::Entry;
use crate::tui::forms::review::outcome_field;
use crate::tui::forms::said::{names_of, said_minding};
use crate::tui::forms::{FormField, Pick};
use crate::tui::forms::{forget, leave};
use crate::tui::layer::{Layer, Taken};
use crate::tui::save::saved;
use crate::views::cycle::{self as view, CycleView};
use crate::views::{pupil, voices};

use rows::{Cell, Spot, TargetRow};

/// Its name in the table of forms, for drafts.
pub const FORM: &str = "cycle.close";

/// The code of "no plan follows".
const NONE: &str = "none";

/// The screen; see the module.
pub struct CloseCycle {
    key: Key,
    /// The pupil's name.
    name: String,
    /// "IEP since 14 Sep 2026".
    title: String,
    rows: Vec<TargetRow>,
    on: Entry,
    outcome: Entry,
    found: Entry,
    pupil: Entry,
    parents: Entry,
    next: Entry,
    next_on: Entry,
    focus: Spot,
    /// What was heard of child and parents in the weeks before; empty where nothing was.
    heard: [String; 2],
    /// The review day that was proposed, as it stands in its field.
    proposed: String,
    /// What is wrong, or what happened to the draft.
    message: Option<String>,
    /// The next save does so although some targets are not judged.
    sure: bool,
    saving: bool,
    /// The number of the save, kept while the store cannot say whether it happened.
    ticket: Option<u128>,
    /// The first line shown, and how many were when it was drawn last; columns of a long text.
    top: usize,
    cols: usize,
}

/// Opens it for a cycle, with its draft if one is kept.
pub fn open(key: Key) -> Vec<Effect> {
    vec![read(
        move |snapshot| pupil::files(snapshot, &[key.pupil]),
        move |app, files| {
            let found =
                files.first().and_then(|file| Some((file, view::one(file, &app.ctx.school, key.id)?)));
            match found {
                Some((_, cycle)) if cycle.cycle.ended().is_some() => {
                    app.refuse("This cycle is closed already: somebody else has seen to it");
                }
                Some((file, cycle)) => {
                    let mut screen = CloseCycle::new(file, &cycle, &app.ctx);
                    let name = screen.draft_name();
                    if let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) {
                        screen.lay(draft);
                    }
                    return app.open(screen);
                }
                None => app.refuse("This cycle is no longer there"),
            }
            Vec::new()
        },
    )]
}

/// Opens it from what a draft says that it is about.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    match read_one(about) {
        Some((pupil, id)) => open(key_of(pupil, id)),
        None => {
            app.refuse("This draft cannot be read");
            Vec::new()
        }
    }
}

fn kinds() -> impl Iterator<Item = Pick> {
    let pick = |kind: &plan_kind::PlanKind| Pick { code: kind.code.into(), label: kind.label.into() };
    plan_kind::of_cycles().map(pick).chain([Pick { code: NONE.into(), label: "none follows".into() }])
}

/// The last words of child or parents, if they are fresh enough for a review today: then nothing is missing.
fn heard(file: &PupilFile, speaker: Speaker, today: NaiveDate) -> String {
    let missing = voices::missing_at(file, ReviewKind::Plan, today).contains(&speaker);
    let last = voices::voices(file).into_iter().find(|said| said.speaker == speaker && !missing);
    last.map(|said| format!("heard {}: {}", day::near(said.on, today), said.words)).unwrap_or_default()
}

impl CloseCycle {
    /// An empty one, reviewed today.
    pub fn new(file: &PupilFile, plan: &CycleView, ctx: &Ctx) -> CloseCycle {
        let today = ctx.own_day();
        let long = |key, label, help: &str| Entry::new(FormField::long(key, label).help(help));
        let choices: Vec<String> =
            (1..).zip(kinds()).map(|(at, one)| format!("{at} {}", one.label)).collect();
        let mut screen = CloseCycle {
            key: plan.key,
            name: file.pupil.name(),
            title: format!("{} since {}", plan.kind.label, day::plain(plan.cycle.began)),
            rows: plan.targets.iter().map(TargetRow::new).collect(),
            on: Entry::new(
                FormField::date("on", "Reviewed on", true)
                    .help("The day of the review.")
                    .required()
                    .text(day::plain(today)),
            ),
            outcome: Entry::new(outcome_field()),
            found: long("found", "Found", "What was found, and what changes."),
            pupil: long("pupil_voice", "Child says", "In the child's own words."),
            parents: long("parent_voice", "Parents say", "In the parents' own words."),
            next: Entry::new(
                FormField::pick("next", "Next plan", kinds())
                    .help(format!("Which plan the next cycle makes: {}.", choices.join(", ")))
                    .required()
                    .text(plan.kind.code),
            ),
            next_on: Entry::new(FormField::date("next_on", "Review on", false).help(
                "The day agreed for the next review: the plan then runs from today. Empty: the plan is still to be agreed.",
            )),
            focus: if plan.targets.is_empty() { Spot::Outcome } else { Spot::Target(0, Cell::Outcome) },
            heard: [Speaker::Pupil, Speaker::Parent].map(|speaker| heard(file, speaker, today)),
            proposed: String::new(),
            message: None,
            sure: false,
            saving: false,
            ticket: None,
            top: 0,
            cols: 60,
        };
        screen.propose(ctx);
        screen
    }

    fn draft_name(&self) -> String {
        Draft::name_of(FORM, &self.about())
    }

    fn about(&self) -> String {
        write_one(self.key.pupil, self.key.id)
    }

    /// The next review by the kind of plan, from the day of this one; a day that somebody typed stays.
    fn propose(&mut self, ctx: &Ctx) {
        let stands = self.next_on.text();
        if stands != self.proposed {
            return;
        }
        let (code, on) = (self.code_of(Spot::Next, ctx), self.date_of(Spot::On, ctx));
        let day = on.map(|on| view::review_day(plan_kind::of(&code), on, &ctx.school.calendar));
        self.proposed = day.map(day::plain).unwrap_or_default();
        let field = self.next_on.field.clone().text(self.proposed.clone());
        self.next_on = Entry::new(field);
        self.proposed = self.next_on.text();
    }

    fn entry(&self, spot: Spot) -> Option<&Entry> {
        Some(match spot {
            Spot::On => &self.on,
            Spot::Target(at, cell) => self.rows.get(at)?.cell(cell),
            Spot::Outcome => &self.outcome,
            Spot::Found => &self.found,
            Spot::Pupil => &self.pupil,
            Spot::Parents => &self.parents,
            Spot::Next => &self.next,
            Spot::NextOn => &self.next_on,
        })
    }

    fn entry_mut(&mut self, spot: Spot) -> Option<&mut Entry> {
        Some(match spot {
            Spot::On => &mut self.on,
            Spot::Target(at, cell) => self.rows.get_mut(at)?.cell_mut(cell),
            Spot::Outcome => &mut self.outcome,
            Spot::Found => &mut self.found,
            Spot::Pupil => &mut self.pupil,
            Spot::Parents => &mut self.parents,
            Spot::Next => &mut self.next,
            Spot::NextOn => &mut self.next_on,
        })
    }

    /// Every place of the cursor, in the order of Tab.
    fn spots(&self) -> Vec<Spot> {
        let cells = (0..self.rows.len()).flat_map(|at| Cell::ALL.map(|cell| Spot::Target(at, cell)));
        std::iter::once(Spot::On).chain(cells).chain(Spot::TAIL).collect()
    }

    fn code_of(&self, spot: Spot, ctx: &Ctx) -> String {
        self.entry(spot).map(|entry| rows::text_of(entry, ctx)).unwrap_or_default()
    }

    fn date_of(&self, spot: Spot, ctx: &Ctx) -> Option<NaiveDate> {
        self.entry(spot).and_then(|entry| rows::date_of(entry, ctx))
    }

    fn judged(&self, ctx: &Ctx) -> usize {
        self.rows.iter().filter(|row| row.judged(ctx).is_some()).count()
    }

    /// Whether a cycle follows.
    fn follows(&self, ctx: &Ctx) -> bool {
        self.code_of(Spot::Next, ctx) != NONE
    }

    /// What would be saved.
    ///
    /// # Errors
    /// What is wrong, and where.
    fn closing(&self, ctx: &Ctx) -> Result<Close, (Spot, String)> {
        for spot in self.spots() {
            let Some(entry) = self.entry(spot) else { continue };
            if spot == Spot::NextOn && !self.follows(ctx) {
                continue;
            }
            if let Err(words) = entry.value(ctx) {
                return Err((spot, format!("{} {words}", entry.field.label)));
            }
        }
        let on =
            self.date_of(Spot::On, ctx).ok_or((Spot::On, "the day of the review is missing".to_owned()))?;
        let outcome = Outcome::parse(&self.code_of(Spot::Outcome, ctx))
            .ok_or((Spot::Outcome, "the outcome is missing, −2 to +2".to_owned()))?;
        let targets = self.rows.iter().map(|row| Judged {
            id: row.id,
            outcome: row.judged(ctx),
            result: row.result.text().trim().to_owned(),
            carry: row.carries(ctx),
        });
        let next = self.follows(ctx).then(|| Following {
            kind: self.code_of(Spot::Next, ctx),
            review_on: self.date_of(Spot::NextOn, ctx),
        });
        Ok(Close {
            on,
            outcome,
            found: self.found.text(),
            pupil_voice: self.pupil.text(),
            parent_voice: self.parents.text(),
            targets: targets.collect(),
            next,
        })
    }

    fn save(&mut self, ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        self.leave(ctx);
        self.message = None;
        let closing = match self.closing(ctx) {
            Ok(closing) => closing,
            Err((spot, words)) => {
                self.go(spot);
                self.message = Some(words);
                return Taken::Yes(Vec::new());
            }
        };
        if let Some((spot, words)) = self.doubt(&closing).filter(|_| !std::mem::replace(&mut self.sure, true))
        {
            self.go(spot);
            let key = ctx.keymap.keys_of("group.save").into_iter().next().unwrap_or_default();
            self.message = Some(format!("{words} {key} once more closes all the same."));
            return Taken::Yes(Vec::new());
        }
        self.saving = true;
        let mut op = ctx.operation("Close a cycle");
        // The same save again, of which the store could not say whether it happened, must not happen twice.
        op.id = *self.ticket.get_or_insert(op.id);
        let by = By { today: ctx.own_day(), typed: Typed { at: op.at, by: op.user.clone() } };
        Taken::Yes(vec![commit(op, by, self.key, closing)])
    }

    /// What is asked once before it is saved: a target that nobody judged, or a whole that nobody judged and that its targets
    /// speak against. `None` if nothing is odd.
    fn doubt(&self, closing: &Close) -> Option<(Spot, String)> {
        if let Some(open) = closing.targets.iter().position(|target| target.outcome.is_none()) {
            let words = format!(
                "Target {} is not judged: 1 met, 2 partly met, 3 not met, 4 dropped. It goes on.",
                open + 1
            );
            return Some((Spot::Target(open, Cell::Outcome), words));
        }
        let count = |of| closing.targets.iter().filter(|target| target.outcome == Some(of)).count();
        let (met, missed) = (count(TargetOutcome::Met), count(TargetOutcome::NotMet));
        (missed > met && !self.outcome.changed()).then(|| {
            let words =
                format!("{met} met and {missed} not met, and the whole as hoped? -1 or -2 says less.");
            (Spot::Outcome, words)
        })
    }

    fn failed(&mut self, error: &CommitError) {
        self.saving = false;
        if !matches!(error, CommitError::Unsure(_)) {
            self.ticket = None;
        }
        self.message = Some(format!("Not saved: {error}"));
    }

    fn close(&mut self) -> Taken {
        let (name, kept) = (self.draft_name(), self.draft());
        leave(self.saving, &mut self.message, name, kept)
    }

    /// What a draft keeps: every text that somebody changed, by the field's name.
    fn texts(&self) -> Vec<(String, String)> {
        let changed = |spot: Spot| {
            let entry = self.entry(spot).filter(|entry| entry.changed())?;
            let name = match spot {
                Spot::Target(at, cell) => format!("{}/{}", self.rows.get(at)?.id.0, cell.code()),
                _ => entry.field.key.to_owned(),
            };
            // A day that the kind of plan proposed is nobody's word.
            (spot != Spot::NextOn || entry.text() != self.proposed).then(|| (name, entry.text()))
        };
        self.spots().into_iter().filter_map(changed).collect()
    }

    /// Lays a draft over the fields; targets that are gone since are passed over.
    fn lay(&mut self, draft: &Draft) {
        for (name, text) in &draft.fields {
            let spot = match name.split_once('/') {
                Some((id, cell)) => {
                    let at = self.rows.iter().position(|row| row.id.0.to_string() == id);
                    at.zip(Cell::parse(cell)).map(|(at, cell)| Spot::Target(at, cell))
                }
                None => {
                    let named = |spot: &Spot| self.entry(*spot).is_some_and(|entry| entry.field.key == name);
                    self.spots().into_iter().filter(|spot| !matches!(spot, Spot::Target(..))).find(named)
                }
            };
            if let Some(entry) = spot.and_then(|spot| self.entry_mut(spot)) {
                entry.set_text(text);
            }
        }
        if let Some(spot) = self.spots().get(draft.focus) {
            self.focus = *spot;
        }
        self.message = Some("Your unfinished draft is back".into());
    }
}

fn commit(op: Operation, by: By, key: Key, closing: Close) -> Effect {
    let title = op.action.clone();
    let next = closing.next.clone();
    Effect::Work(Box::new(move |store| {
        // The action may run twice; what it said last is what was saved.
        let (say, hear) = channel();
        let outcome = store.commit(op, |edit| {
            // Nobody listens any more only when the program ends.
            let _ = say.send(close(edit, &by, key, &closing)?.warnings);
            Ok(())
        });
        let names = store.read(|view| pupil::files(view, &[key.pupil])).unwrap_or_default();
        Box::new(move |app: &mut App| match outcome {
            Ok(committed) => {
                let mut effects = Vec::new();
                let at = app.layers.iter_mut().position(|layer| is_about(layer.as_mut(), key).is_some());
                if let Some(at) = at {
                    app.layers.remove(at);
                    effects.extend(forget(app, Draft::name_of(FORM, &write_one(key.pupil, key.id))));
                }
                let said = said_minding(names_of(&names), did(next.as_ref(), app.ctx.own_day()), None);
                let warnings = hear.try_iter().last().unwrap_or_default();
                effects.extend(saved(app, None, &title, committed, |app, committed| {
                    said(app, committed, warnings)
                }));
                effects
            }
            Err(error) => {
                match app.layers.iter_mut().find_map(|layer| is_about(layer.as_mut(), key)) {
                    Some(screen) => screen.failed(&error),
                    None => app.tell_error(format!("Not saved: {error}")),
                }
                Vec::new()
            }
        })
    }))
}

/// "cycle closed · next review Mon 11 Jan".
fn did(next: Option<&Following>, today: NaiveDate) -> String {
    match next {
        None => "cycle closed, none follows".to_owned(),
        Some(Following { review_on: Some(on), .. }) => {
            format!("cycle closed · next review {}", day::near(*on, today))
        }
        Some(_) => "cycle closed · next plan to be agreed".to_owned(),
    }
}

fn is_about(layer: &mut dyn Layer, key: Key) -> Option<&mut CloseCycle> {
    layer.as_any().downcast_mut::<CloseCycle>().filter(|screen| screen.key == key)
}
