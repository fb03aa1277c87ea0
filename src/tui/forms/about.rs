//! What the forms about pupils share: whom a draft is about, reading their files, saving with a word of warning.

use std::sync::mpsc::channel;

use crate::actions::Warnings;
use crate::domain::file::PupilFile;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::words;
use crate::store::{Committed, Edit, Refused};
use crate::tui::app::{App, Ctx};
use crate::tui::effect::{Effect, read};
use crate::tui::forms::{Form, Values};
use crate::tui::save::save_form;
use crate::views::pupil;

/// Pupils as a draft names them: their numbers.
pub(super) fn write_pupils(pupils: &[PupilId]) -> String {
    pupils.iter().map(|pupil| pupil.0.to_string()).collect::<Vec<_>>().join(" ")
}

/// Pupils out of a draft.
pub(super) fn read_pupils(about: &str) -> Vec<PupilId> {
    about.split_whitespace().filter_map(|one| one.parse().ok()).map(PupilId).collect()
}

/// One record of a pupil, as a draft names it.
pub(super) fn write_one(pupil: PupilId, id: RecordId) -> String {
    format!("{}/{}", pupil.0, id.0)
}

/// One record of a pupil out of a draft; `None` if it names none.
pub(super) fn read_one(about: &str) -> Option<(PupilId, RecordId)> {
    let (pupil, id) = about.split_once('/')?;
    Some((PupilId(pupil.parse().ok()?), RecordId(id.parse().ok()?)))
}

/// Reads the pupils' files, then opens what is to be opened about them. Nobody on file is said in words.
pub(super) fn with_files(
    pupils: Vec<PupilId>,
    then: impl FnOnce(&mut App, Vec<PupilFile>) -> Vec<Effect> + Send + 'static,
) -> Vec<Effect> {
    vec![read(
        move |snapshot| pupil::files(snapshot, &pupils),
        move |app, files| {
            if files.is_empty() {
                app.refuse("This pupil is no longer on file");
                return Vec::new();
            }
            then(app, files)
        },
    )]
}

/// As [`with_files`], for one pupil.
pub(super) fn with_file(
    pupil: PupilId,
    then: impl FnOnce(&mut App, PupilFile) -> Vec<Effect> + Send + 'static,
) -> Vec<Effect> {
    with_files(vec![pupil], move |app, files| match files.into_iter().next() {
        Some(file) => then(app, file),
        None => Vec::new(),
    })
}

/// Says under the title whom the form is about: one pupil with class, stage and needs, or the names of all.
pub(super) fn whom(form: Form, files: &[PupilFile]) -> Form {
    match files {
        [one] => form.note(pupil::headline(one)),
        many => {
            let names: Vec<String> = many.iter().map(|file| file.pupil.name()).collect();
            form.note(format!("{} marked: {}", many.len(), names.join(", ")))
        }
    }
}

/// Saves; what should be looked at all the same is said with "Saved".
pub(super) fn save_warned(
    values: &Values,
    ctx: &Ctx,
    title: &str,
    mut act: impl FnMut(&mut Edit<'_>) -> Result<Warnings, Refused> + Send + 'static,
) -> Effect {
    save_warned_then(values, ctx, title, move |edit| Ok((act(edit)?, ())), |_, ()| {})
}

/// As [`save_warned`]; `then` gets what else the action gave, once it stands on the disk.
pub(super) fn save_warned_then<T: Send + 'static>(
    values: &Values,
    ctx: &Ctx,
    title: &str,
    mut act: impl FnMut(&mut Edit<'_>) -> Result<(Warnings, T), Refused> + Send + 'static,
    then: impl FnOnce(&mut App, T) + Send + 'static,
) -> Effect {
    // The action may run twice; what it said last is what was saved.
    let (say, hear) = channel();
    save_form(
        values,
        ctx,
        title,
        move |edit| {
            // Nobody listens any more only when the program ends.
            let _ = say.send(act(edit)?);
            Ok(())
        },
        move |app, _| {
            let Some((warnings, given)) = hear.try_iter().last() else { return Vec::new() };
            if let Some((first, rest)) = warnings.split_first() {
                let more = if rest.is_empty() {
                    String::new()
                } else {
                    let count = i64::try_from(rest.len()).unwrap_or(i64::MAX);
                    format!(" · and {}", words::plural_as(count, "more word", "more words"))
                };
                let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
                let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
                app.tell(format!("Saved. Mind: {first}{more}{undo}"));
            }
            then(app, given);
            Vec::new()
        },
    )
}

/// As [`save_form`], of an action that may have something to mind: `done` says it with what was saved.
pub(super) fn save_saying(
    values: &Values,
    ctx: &Ctx,
    title: &str,
    mut act: impl FnMut(&mut Edit<'_>) -> Result<Warnings, Refused> + Send + 'static,
    done: impl FnOnce(&mut App, Committed, Warnings) -> Vec<Effect> + Send + 'static,
) -> Effect {
    // The action may run twice; what it said last is what was saved.
    let (say, hear) = channel();
    save_form(
        values,
        ctx,
        title,
        move |edit| {
            // Nobody listens any more only when the program ends.
            let _ = say.send(act(edit)?);
            Ok(())
        },
        move |app, committed| done(app, committed, hear.try_iter().last().unwrap_or_default()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_name_pupils_by_number() {
        let pupils = vec![PupilId(3), PupilId(12)];
        assert_eq!(read_pupils(&write_pupils(&pupils)), pupils);
        assert_eq!(read_pupils("x 3 -1"), [PupilId(3)]);
        assert_eq!(read_one(&write_one(PupilId(3), RecordId(9))), Some((PupilId(3), RecordId(9))));
        for bad in ["", "3", "3/", "a/b", "/"] {
            assert_eq!(read_one(bad), None, "{bad}");
        }
    }
}
