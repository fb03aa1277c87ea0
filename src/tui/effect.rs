//! What a command asks the outside world to do. Commands return effects; only `run.rs` performs them.

use std::time::Duration;

use super::app::App;
use super::draft::Draft;
use crate::store::Store;

/// Work for the thread that owns the store. What it returns is applied to the app when it arrives.
pub type Job = Box<dyn FnOnce(&mut Store) -> Then + Send>;

/// What to do with the result of a job, on the screen's thread.
pub type Then = Box<dyn FnOnce(&mut App) -> Vec<Effect> + Send>;

/// Something that only `run.rs` does.
pub enum Effect {
    /// Leave the program.
    Quit,
    /// Ask the store.
    Work(Job),
    /// Do something after a rest, unless another `Rest` with the same name is asked for before: what follows the
    /// selection is drawn when the keys are at rest, so that a held arrow key sends only the moving cell.
    Rest {
        /// Which rest: a new one takes the place of the old.
        name: &'static str,
        /// How long.
        after: Duration,
        /// What then.
        then: Then,
    },
    /// Paint everything anew.
    Repaint,
    /// Keep this draft: its form was left.
    SaveDraft(Box<Draft>),
    /// The form was saved or given up for good: its draft goes.
    DropDraft {
        /// The name that `Draft::name` gave.
        name: String,
    },
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Effect::Quit => "Quit",
            Effect::Work(_) => "Work",
            Effect::Rest { .. } => "Rest",
            Effect::Repaint => "Repaint",
            Effect::SaveDraft(_) => "SaveDraft",
            Effect::DropDraft { .. } => "DropDraft",
        })
    }
}

/// A read of the store: `ask` runs on the worker, `then` with its answer on the screen's thread. A store that cannot
/// answer becomes a notice.
pub fn read<R: Send + 'static>(
    ask: impl FnOnce(&crate::store::Snapshot<'_>) -> Result<R, crate::store::StoreError> + Send + 'static,
    then: impl FnOnce(&mut App, R) -> Vec<Effect> + Send + 'static,
) -> Effect {
    Effect::Work(Box::new(move |store| {
        let answer = store.read(ask);
        Box::new(move |app: &mut App| match answer {
            Ok(answer) => then(app, answer),
            Err(error) => {
                app.tell_error(error.to_string());
                Vec::new()
            }
        })
    }))
}
