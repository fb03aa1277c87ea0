//! From rows to what is saved: delivered, missed, taken back; several as one change.

use crate::actions::session::{self, Recording, Which};
use crate::domain::delivery::{Missed, State};
use crate::domain::words::plural_as;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{OneKey, Prompt};
use crate::tui::panes::Pane;
use crate::tui::save::save;
use crate::views::sessions::SessionLine;

use super::{Item, SessionKey, SessionsPane};
use crate::tui::widgets::list::Row;

/// The letter of each reason, as everywhere where one is asked for.
pub(in crate::tui) const REASONS: [(char, &str, Missed); 5] = [
    ('a', "adult away", Missed::AdultAway),
    ('p', "pupil away", Missed::PupilAway),
    ('t', "trip", Missed::Trip),
    ('c', "closure", Missed::Closure),
    ('o', "other", Missed::Other),
];

/// "Session delivered", "3 sessions delivered": how the journal and the line at the bottom call it.
fn title(count: usize, done: &str) -> String {
    match count {
        1 => format!("Session {done}"),
        _ => format!("{} {done}", plural_as(i64::try_from(count).unwrap_or(i64::MAX), "session", "sessions")),
    }
}

/// The row under the cursor, if nothing is marked: from there the cursor goes on when it is recorded.
fn single(app: &App) -> Option<SessionKey> {
    let pane = app.pane_ref::<SessionsPane>()?;
    match pane.list.chosen().as_slice() {
        [item] => Some(Item::key(item)),
        _ => None,
    }
}

/// Saves what became of these sessions as one change; the cursor goes on to what is left.
fn save_all(app: &mut App, title: &str, recordings: Vec<Recording>) -> Vec<Effect> {
    let by = app.ctx.by();
    let from = single(app);
    vec![save(
        &app.ctx,
        title,
        move |edit| session::record_many(edit, &by, &recordings),
        move |app, _| {
            let today = app.ctx.today;
            if let Some(pane) = app.pane_mut::<SessionsPane>() {
                match from {
                    Some(from) => pane.go_on(from, today),
                    // What is done is no longer marked.
                    None => {
                        if let Some(list) = pane.list() {
                            list.clear_marks();
                        }
                    }
                }
            }
            Vec::new()
        },
    )]
}

/// Delivered to the whole group; of those chosen, what is recorded so already is left as it is.
pub(super) fn delivered(app: &mut App, lines: &[SessionLine]) -> Vec<Effect> {
    let all: Vec<Recording> = lines
        .iter()
        .filter(|line| line.state != State::Delivered)
        .map(|line| Recording::new(Which::of(line), State::Delivered))
        .collect();
    save_all(app, &title(all.len(), "delivered"), all)
}

/// Asks why by one key, and records all as missed.
pub(super) fn missed(app: &mut App, lines: Vec<SessionLine>) -> Vec<Effect> {
    let what = match lines.as_slice() {
        [line] => format!("{} was missed, why?", line.name),
        lines => format!("{} sessions were missed, why?", lines.len()),
    };
    app.open(OneKey::new(what, REASONS, move |app, why| {
        if why != Missed::Other {
            return save_missed(app, &lines, why, "");
        }
        app.open(Prompt::new("Why?", "", move |app, word| {
            if word.is_empty() {
                app.refuse("Not saved: another reason needs a word");
                return Vec::new();
            }
            save_missed(app, &lines, Missed::Other, &word)
        }))
    }))
}

fn save_missed(app: &mut App, lines: &[SessionLine], why: Missed, note: &str) -> Vec<Effect> {
    let all: Vec<Recording> = lines
        .iter()
        .map(|line| Recording {
            note: note.to_owned(),
            ..Recording::new(Which::of(line), State::Missed(why))
        })
        .collect();
    save_all(app, &title(all.len(), "missed"), all)
}

/// Takes recordings back, as one change.
pub(super) fn clear(app: &mut App, lines: &[SessionLine]) -> Vec<Effect> {
    let all: Vec<Which> = lines.iter().filter(|line| line.state != State::Planned).map(Which::of).collect();
    let by = app.ctx.by();
    vec![save(
        &app.ctx,
        &title(all.len(), "not recorded after all"),
        move |edit| all.iter().try_for_each(|which| session::clear(edit, &by, which)),
        |app, _| {
            if let Some(list) = app.pane_mut::<SessionsPane>().and_then(|pane| pane.list()) {
                list.clear_marks();
            }
            Vec::new()
        },
    )]
}
