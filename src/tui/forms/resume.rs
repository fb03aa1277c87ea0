//! Opening a form, with the draft that may be kept of it; bringing drafts back and throwing them away.

use std::time::Duration;

use super::FORMS;
use super::ask::Ask;
use super::field::{FormField, Pick};
use super::form::Form;
use super::saving::forget;
use super::wording;
use crate::text::{clean, fit};
use crate::tui::app::App;
use crate::tui::draft::Draft;
use crate::tui::effect::Effect;

/// Opens a form. Is a draft of it kept, then it is laid over the fields, and the form says so.
pub fn open(app: &mut App, mut form: Form) -> Vec<Effect> {
    if let Some(draft) = app.resuming.take().filter(|draft| is_part(&form, draft)) {
        // Somebody else has seen to the rest: what was typed is for those that are left, and stays one draft.
        form.about = draft.about;
    }
    let name = form.draft_name();
    if let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) {
        let key = app.ctx.keymap.keys_of("form.fresh").into_iter().next();
        let words = key.map_or(String::new(), |key| format!(" · {key} puts it aside"));
        form.lay(draft, &words);
    }
    form.fill(&app.ctx);
    wording::open(app, form)
}

/// Whether a form is about some of those that a draft is about.
fn is_part(form: &Form, draft: &Draft) -> bool {
    let mut about = form.about.split_whitespace().peekable();
    form.name == draft.form
        && about.peek().is_some()
        && about.all(|one| draft.about.split_whitespace().any(|known| known == one))
}

/// Whether there is a draft to bring back.
pub(super) fn has_draft(app: &App) -> Result<(), String> {
    if app.drafts.is_empty() { Err("no form was left unfinished".into()) } else { Ok(()) }
}

/// Brings a draft back: the one there is, or the one chosen of several.
pub fn resume(app: &mut App) -> Vec<Effect> {
    choose(app, "Which draft?", reopen)
}

/// Throws a draft away, once asked.
pub fn discard(app: &mut App) -> Vec<Effect> {
    choose(app, "Throw away which draft?", |app, name| {
        let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) else { return Vec::new() };
        let question = format!("Throw away the draft of “{}”?", label(draft));
        app.open(Ask::new(question, move |app| {
            app.tell("Draft thrown away");
            forget(app, name)
        }))
    })
}

fn reopen(app: &mut App, name: String) -> Vec<Effect> {
    let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) else { return Vec::new() };
    match FORMS.iter().find(|row| row.id == draft.form) {
        Some(row) => {
            let draft = draft.clone();
            app.resuming = Some(draft.clone());
            (row.open)(app, &draft.about)
        }
        None => {
            app.refuse("That draft is of a form that this program does not have; it stays where it is");
            Vec::new()
        }
    }
}

/// Goes on with the only draft, or asks which, the one left last first.
fn choose(app: &mut App, title: &str, then: fn(&mut App, String) -> Vec<Effect>) -> Vec<Effect> {
    let picks: Vec<Pick> =
        app.drafts.iter().rev().map(|draft| Pick { code: draft.name(), label: label(draft) }).collect();
    let [first, _, ..] = &picks[..] else {
        return picks.into_iter().next().map_or_else(Vec::new, |only| then(app, only.code));
    };
    let field = FormField::pick("draft", "Draft", picks.clone()).required().text(first.code.clone());
    let form = Form::new("draft.choose", "", title).fleeting().field(field).on_save(move |values, _| {
        let name = values.text("draft");
        // The form must be gone before the next one opens.
        Ok(vec![Effect::Rest {
            name: "draft.choose",
            after: Duration::ZERO,
            then: Box::new(move |app| then(app, name)),
        }])
    });
    app.open(form)
}

/// What a person typed, without what a picker's draft keeps beside it: "SLCN,?2:lang" says "lang".
fn said(text: &str) -> &str {
    let figures = |at: &str| !at.is_empty() && at.bytes().all(|byte| byte.is_ascii_digit());
    match text.rsplit_once('?').and_then(|(_, rest)| rest.split_once(':')) {
        Some((at, query)) if figures(at) => query,
        _ => text.rsplit_once(",!").map_or(text.strip_prefix('!').unwrap_or(text), |(_, name)| name),
    }
}

/// How a draft reads in a list: its form and how its longest text begins.
fn label(draft: &Draft) -> String {
    let title = FORMS.iter().find(|row| row.id == draft.form).map_or("unfinished form", |row| row.title);
    let typed = draft.fields.iter().filter(|(key, _)| !key.starts_with("was:"));
    let longest = typed.map(|(_, text)| said(text)).max_by_key(|text| text.len()).unwrap_or_default();
    if longest.is_empty() { title.to_owned() } else { format!("{title}: {}", fit(&clean(longest), 30)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_called_by_what_was_typed() {
        for (text, words) in [
            ("SPLD,?0:slcn", "slcn"),
            ("?12:a b", "a b"),
            ("K3,!Mrs New", "Mrs New"),
            ("!Mrs New", "Mrs New"),
            ("Rang mum? She said: yes", "Rang mum? She said: yes"),
            ("plain", "plain"),
        ] {
            assert_eq!(said(text), words, "{text}");
        }
    }
}
