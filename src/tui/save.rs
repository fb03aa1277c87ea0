//! Saving: a change goes to the worker, and the screen follows when the disk said yes.
//!
//! Rule: "Saved" is said after the commit alone. A form that asked closes then, and stays in every other case, with the
//! words why; nothing typed is lost.

use super::app::{App, Ctx};
use super::effect::Effect;
use super::forms::forget;
use super::forms::{Form, Values};
use crate::domain::school::SchoolFile;
use crate::store::{CommitError, Committed, Edit, Operation, Refused, Store};

/// A change without a form. `title` goes into the journal and names no pupil: "Record a review". `act` may run more than
/// once; `done` adds what else follows, after "Saved" was said and before the panes are asked anew.
pub fn save(
    ctx: &Ctx,
    title: &str,
    act: impl FnMut(&mut Edit<'_>) -> Result<(), Refused> + Send + 'static,
    done: impl FnOnce(&mut App, Committed) -> Vec<Effect> + Send + 'static,
) -> Effect {
    commit(ctx.operation(title), None, act, done)
}

/// A change that a form asked for: it closes when this is saved, shows why when not, and puts conflicts to choose.
pub fn save_form(
    values: &Values,
    ctx: &Ctx,
    title: &str,
    act: impl FnMut(&mut Edit<'_>) -> Result<(), Refused> + Send + 'static,
    done: impl FnOnce(&mut App, Committed) -> Vec<Effect> + Send + 'static,
) -> Effect {
    let ticket = values.ticket();
    commit(Operation { id: ticket, ..ctx.operation(title) }, Some(ticket), act, done)
}

fn commit(
    op: Operation,
    ticket: Option<u128>,
    act: impl FnMut(&mut Edit<'_>) -> Result<(), Refused> + Send + 'static,
    done: impl FnOnce(&mut App, Committed) -> Vec<Effect> + Send + 'static,
) -> Effect {
    let title = op.action.clone();
    Effect::Work(Box::new(move |store| {
        let outcome = store.commit(op, act);
        let school = school_after(store);
        Box::new(move |app: &mut App| {
            app.know_school(school);
            match outcome {
                Ok(committed) => saved(app, ticket, &title, committed, done),
                Err(error) => {
                    not_saved(app, ticket, error);
                    Vec::new()
                }
            }
        })
    }))
}

/// What belongs to the school as it stands after a change, which may have named a new member of staff. `None` if it cannot
/// be read: the panes ask next, and say why.
pub(super) fn school_after(store: &mut Store) -> Option<SchoolFile> {
    store.read(|view| view.school()).ok()
}

/// What follows a commit: the form goes, the words say so with the key that takes it back, all panes ask anew.
pub(super) fn saved(
    app: &mut App,
    ticket: Option<u128>,
    title: &str,
    committed: Committed,
    done: impl FnOnce(&mut App, Committed) -> Vec<Effect>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some(ticket) = ticket {
        let at = app
            .layers
            .iter_mut()
            .position(|layer| form(layer.as_mut()).is_some_and(|form| form.awaits(ticket)));
        if let Some(at) = at {
            let mut layer = app.layers.remove(at);
            if let Some(form) = form(layer.as_mut()) {
                let name = form.draft_name();
                effects.extend(forget(app, name));
            }
        }
    }
    if committed.touched == 0 {
        app.tell("Nothing to save: all of it stood so already");
    } else {
        let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
        let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
        app.tell(format!("Saved: {title}{undo}"));
    }
    effects.extend(done(app, committed));
    effects.extend(app.changed());
    effects
}

/// Says why nothing was saved: in the form that asked, else in the line at the bottom.
pub(super) fn not_saved(app: &mut App, ticket: Option<u128>, error: CommitError) {
    let asked = app.layers.iter_mut().find_map(|layer| {
        form(layer.as_mut()).filter(|form| ticket.is_some_and(|ticket| form.awaits(ticket)))
    });
    let unsure = matches!(error, CommitError::Unsure(_));
    let rule = matches!(error, CommitError::Refused(_));
    match (error, asked) {
        (CommitError::Refused(Refused::Conflict(fields)), Some(form)) => form.clash(fields),
        (error, Some(form)) => form.failed(format!("Not saved: {error}"), unsure),
        (error, None) if rule => app.refuse(format!("Not saved: {error}")),
        (error, None) => app.tell_error(format!("Not saved: {error}")),
    }
}

fn form(layer: &mut dyn super::layer::Layer) -> Option<&mut Form> {
    layer.as_any().downcast_mut::<Form>()
}
