//! From the screen to the store: all that was decided as one change.

use super::choice::Choice;
use super::{AdultAway, FORM};
use crate::actions::By;
use crate::actions::session::{Absence, What, Which, away_day};
use crate::actions::staff::Adult;
use crate::domain::ids::Typed;
use crate::store::Operation;
use crate::tui::app::{App, Ctx};
use crate::tui::draft::Draft;
use crate::tui::effect::Effect;
use crate::tui::forms::forget;
use crate::tui::layer::{Layer, Taken};
use crate::tui::save::{saved, school_after};

impl AdultAway {
    fn decisions(&self) -> Vec<Absence> {
        let decided = |row: &super::AwayRow| {
            let what = match row.choice {
                Choice::Leave => return None,
                Choice::Missed => What::Missed,
                Choice::Move(at) => {
                    let to = row.line.moves.get(at)?;
                    What::Moved { on: to.on, at: to.at }
                }
                Choice::Cover(at) => What::Covered(Adult::Known(row.line.covers.get(at)?.adult)),
            };
            Some(Absence { which: Which::of(&row.line.session), what })
        };
        self.rows.iter().filter_map(decided).collect()
    }

    pub(super) fn save(&mut self, ctx: &Ctx) -> Taken {
        for row in &mut self.rows {
            row.refused = false;
        }
        let decisions = self.decisions();
        if decisions.is_empty() {
            self.message = Some("Nothing is decided yet: m missed, v move, c cover".into());
            return Taken::Yes(Vec::new());
        }
        self.saving = true;
        let mut op = ctx.operation("An adult is away");
        // The same save again, of which the store could not say whether it happened, must not happen twice.
        op.id = *self.ticket.get_or_insert(op.id);
        let by = By { today: ctx.own_day(), typed: Typed { at: op.at, by: op.user.clone() } };
        Taken::Yes(vec![commit(op, by, self.about(), decisions)])
    }
}

fn commit(op: Operation, by: By, about: String, decisions: Vec<Absence>) -> Effect {
    let title = op.action.clone();
    Effect::Work(Box::new(move |store| {
        let outcome = store.commit(op, |edit| away_day(edit, &by, &decisions, ""));
        let school = school_after(store);
        Box::new(move |app: &mut App| {
            app.know_school(school);
            match outcome {
                Ok(committed) => {
                    let mut effects = Vec::new();
                    let at =
                        app.layers.iter_mut().position(|layer| is_about(layer.as_mut(), &about).is_some());
                    if let Some(at) = at {
                        app.layers.remove(at);
                        effects.extend(forget(app, Draft::name_of(FORM, &about)));
                    }
                    effects.extend(saved(app, None, &title, committed, |_, _| Vec::new()));
                    effects
                }
                Err(error) => {
                    let screen = app.layers.iter_mut().find_map(|layer| is_about(layer.as_mut(), &about));
                    match screen {
                        Some(screen) => screen.failed(&error),
                        None => app.tell_error(format!("Not saved: {error}")),
                    }
                    Vec::new()
                }
            }
        })
    }))
}

fn is_about<'a>(layer: &'a mut dyn Layer, about: &str) -> Option<&'a mut AdultAway> {
    layer.as_any().downcast_mut::<AdultAway>().filter(|screen| screen.about() == about)
}
