//! Opening a form, with the draft that may be kept of it; bringing drafts back and throwing them away.

use super::FORMS;
use super::ask::Ask;
use super::form::Form;
use super::saving::forget;
use crate::tui::app::App;
use crate::tui::effect::Effect;

/// Opens a form. Is a draft of it kept, then it is laid over the fields, and the form says so.
pub fn open(app: &mut App, mut form: Form) -> Vec<Effect> {
    let name = form.draft_name();
    if let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) {
        let key = app.ctx.keymap.keys_of("form.fresh").into_iter().next();
        let words = key.map_or(String::new(), |key| format!(" · {key} puts it aside"));
        form.lay(draft, &words);
    }
    app.open(form)
}

/// Whether there is a draft to bring back.
pub(super) fn has_draft(app: &App) -> Result<(), String> {
    if app.drafts.is_empty() { Err("no form was left unfinished".into()) } else { Ok(()) }
}

/// Brings back the draft that was kept last.
pub fn resume(app: &mut App) -> Vec<Effect> {
    let Some(draft) = app.drafts.last().cloned() else { return Vec::new() };
    match FORMS.iter().find(|row| row.id == draft.form) {
        Some(row) => {
            // The one after it comes next, should this one be left again.
            app.drafts.rotate_right(1);
            (row.open)(app, &draft.about)
        }
        None => {
            app.refuse("That draft is of a form that this program does not have; it stays where it is");
            Vec::new()
        }
    }
}

/// Throws away the draft that was kept last, once asked.
pub fn discard(app: &mut App) -> Vec<Effect> {
    let Some(draft) = app.drafts.last() else { return Vec::new() };
    let name = draft.name();
    let title = FORMS.iter().find(|row| row.id == draft.form).map_or("unfinished form", |row| row.title);
    app.open(Ask::new(format!("Throw away the draft of “{title}”?"), move |app| {
        app.tell("Draft thrown away");
        forget(app, name)
    }))
}
