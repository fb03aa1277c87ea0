//! How a form ends: saved, refused, in conflict, or left with its draft kept.
//!
//! Rule: a save is asked for once and answered once; only the disk's yes, or the person, closes a form. Everything else
//! leaves what was typed where it stands.

use super::conflict::Conflict;
use super::entry::Entry;
use super::form::Form;
use super::values::{Values, Wrong};
use crate::domain::merge::FieldConflict;
use crate::tui::app::{App, Ctx};
use crate::tui::draft::Draft;
use crate::tui::effect::Effect;
use crate::tui::layer::Taken;

impl Form {
    /// What all fields hold.
    ///
    /// # Errors
    /// Every field that cannot be saved as it stands.
    pub(super) fn values(&self, ctx: &Ctx) -> Result<Values, Vec<Wrong>> {
        let mut values = Values { settled: self.settled.clone(), ..Values::default() };
        let mut wrong = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.takes_focus()) {
            match entry.value(ctx) {
                Ok(given) => values.given.push((entry.field.key, given)),
                Err(words) => wrong.push(Wrong { key: entry.field.key, words }),
            }
        }
        if wrong.is_empty() { Ok(values) } else { Err(wrong) }
    }

    pub(super) fn save(&mut self, ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        self.leave(ctx);
        self.wrong.clear();
        self.message = None;
        let outcome = self.values(ctx).and_then(|mut values| {
            // The same save again, of which the store could not say whether it happened, must not happen twice.
            if self.unsure.as_ref() != Some(&values) || self.ticket == 0 {
                self.ticket = fastrand::u128(1..);
            }
            self.unsure = None;
            self.sent = Some(values.clone());
            values.ticket = self.ticket;
            (self.on_save)(&values, ctx)
        });
        match outcome {
            Ok(effects) if effects.iter().any(|effect| matches!(effect, Effect::Work(_))) => {
                self.saving = true;
                Taken::Yes(effects)
            }
            Ok(effects) => {
                let name = self.draft_name();
                Taken::Close(Box::new(move |app| {
                    let mut all = effects;
                    all.extend(forget(app, name));
                    all
                }))
            }
            Err(wrong) => {
                self.refuse(wrong);
                Taken::Yes(Vec::new())
            }
        }
    }

    fn refuse(&mut self, wrong: Vec<Wrong>) {
        let first = self.entries.iter().position(|entry| wrong.iter().any(|one| one.key == entry.field.key));
        if let Some(first) = first.filter(|at| self.entries.get(*at).is_some_and(Entry::takes_focus)) {
            self.go(first);
        }
        let strays: Vec<&str> = wrong
            .iter()
            .filter(|one| !self.entries.iter().any(|entry| entry.field.key == one.key))
            .map(|one| one.words.as_str())
            .collect();
        if !strays.is_empty() {
            self.message = Some(strays.join(" · "));
        }
        self.wrong = wrong;
    }

    /// Whether the answer to this save is for this form.
    pub(in crate::tui) fn awaits(&self, ticket: u128) -> bool {
        self.saving && self.ticket == ticket
    }

    /// The save did not happen: the form stays, with the words why. `unsure` if the store could not say.
    pub(in crate::tui) fn failed(&mut self, words: String, unsure: bool) {
        self.saving = false;
        self.unsure = if unsure { self.sent.take() } else { None };
        self.message = Some(words);
    }

    /// Somebody else changed the same fields: they are shown side by side.
    pub(in crate::tui) fn clash(&mut self, fields: Vec<FieldConflict>) {
        self.saving = false;
        let known =
            |key: &str| self.entries.iter().any(|entry| entry.field.key == key && entry.takes_focus());
        if fields.is_empty() || fields.iter().any(|field| !known(field.key)) {
            let labels: Vec<&str> = fields.iter().map(|field| field.label).collect();
            self.message = Some(format!(
                "Somebody else changed this too ({}) and it cannot be put together here: leave with Esc, your draft is kept, \
                 and open it again",
                labels.join(", ")
            ));
            return;
        }
        self.conflict = Some(Conflict::new(fields));
    }

    /// Every field of the conflict is chosen: theirs goes into the fields, and all is saved again.
    pub(super) fn settle(&mut self, ctx: &Ctx) -> Taken {
        let Some(conflict) = self.conflict.take() else { return Taken::No };
        for (field, mine) in conflict.chosen() {
            if !mine && let Some(entry) = self.entries.iter_mut().find(|entry| entry.field.key == field.key) {
                entry.set_value(&field.theirs);
            }
            self.settled.retain(|(key, _)| *key != field.key);
            self.settled.push((field.key, field.theirs.clone()));
        }
        self.save(ctx)
    }

    pub(super) fn close(&mut self) -> Taken {
        if self.saving {
            self.message = Some("Being saved: one moment".into());
            return Taken::Yes(Vec::new());
        }
        let kept = self.kept();
        // A draft that was put aside is not thereby thrown away.
        let aside = self.aside.is_some();
        let name = self.draft_name();
        Taken::Close(Box::new(move |app| match kept {
            None if aside => Vec::new(),
            None => forget(app, name),
            Some(draft) => put_aside(app, draft),
        }))
    }

    /// Lays a draft over the fields. Where the record says something else than when it was typed, that is shown.
    pub(super) fn lay(&mut self, draft: &Draft, fresh_key: &str) {
        for entry in &mut self.entries {
            let find = |key: &str| draft.fields.iter().find(|(one, _)| one == key).map(|(_, text)| text);
            let Some(text) = find(entry.field.key) else { continue };
            let was = find(&was(entry.field.key));
            if was.is_some_and(|was| was != entry.opened_with()) {
                entry.note = Some("what is stored has changed since you typed this".into());
            }
            entry.set_text(text);
        }
        if self.entries.get(draft.focus).is_some_and(Entry::takes_focus) {
            self.focus = draft.focus;
        }
        let initial =
            self.entries.iter().map(|entry| (entry.field.key.to_owned(), entry.opened_with().to_owned()));
        self.aside = Some(initial.collect());
        self.message = Some(format!("Your unfinished draft is back{fresh_key}"));
    }

    pub(super) fn swap_draft(&mut self) {
        let Some(aside) = self.aside.take() else {
            self.message = Some("No draft was brought back here".into());
            return;
        };
        let now = self.entries.iter().map(|entry| (entry.field.key.to_owned(), entry.text())).collect();
        for entry in &mut self.entries {
            if let Some((_, text)) = aside.iter().find(|(key, _)| key == entry.field.key) {
                entry.set_text(text);
                entry.forget_suggestion();
            }
        }
        self.aside = Some(now);
        self.message = None;
        self.wrong.clear();
    }

    /// What is to be kept if the form is left now; `None` if nothing was typed.
    pub(super) fn kept(&self) -> Option<Draft> {
        if self.fleeting || !self.touched() {
            return None;
        }
        let mut fields = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.changed()) {
            fields.push((entry.field.key.to_owned(), entry.text()));
            fields.push((was(entry.field.key), entry.opened_with().to_owned()));
        }
        Some(Draft { form: self.name.into(), about: self.about.clone(), fields, focus: self.focus })
    }
}

/// A draft is done with: it goes from the list and from the disk.
pub(in crate::tui) fn forget(app: &mut App, name: String) -> Vec<Effect> {
    app.drafts.retain(|one| one.name() != name);
    vec![Effect::DropDraft { name }]
}

/// Leaves a screen with its draft put aside, or, where there is nothing to keep, an older one of this name forgotten. While it is
/// being saved it stays, and `message` says so.
pub(in crate::tui) fn leave(
    saving: bool,
    message: &mut Option<String>,
    name: String,
    kept: Option<Draft>,
) -> Taken {
    if saving {
        *message = Some("Being saved: one moment".into());
        return Taken::Yes(Vec::new());
    }
    Taken::Close(Box::new(move |app| match kept {
        None => forget(app, name),
        Some(draft) => put_aside(app, draft),
    }))
}

/// Keeps a draft of what is closed unsaved, in the place of an older one of the same, and says how to come back to it.
pub(in crate::tui) fn put_aside(app: &mut App, draft: Draft) -> Vec<Effect> {
    let name = draft.name();
    app.drafts.retain(|one| one.name() != name);
    app.drafts.push(draft.clone());
    app.tell(match app.ctx.keymap.keys_of("draft.resume").into_iter().next() {
        Some(key) => format!("Not saved: kept as a draft · {key} brings it back"),
        None => "Not saved: kept as a draft".into(),
    });
    vec![Effect::SaveDraft(Box::new(draft))]
}

/// The key under which a draft keeps what a field said before.
fn was(key: &str) -> String {
    format!("was:{key}")
}
