//! The layer: fields, focus, keys, saving.
//!
//! Rule: while it saves it takes no second save and does not close; the answer of the disk closes it or says why not.

use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::conflict::Conflict;
use super::entry::Entry;
use super::field::FormField;
use super::values::{Values, Wrong};
use crate::domain::field::Fields;
use crate::domain::merge::FieldConflict;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::draft::Draft;
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};

type OnSave = Box<dyn Fn(&Values, &Ctx) -> Result<Vec<Effect>, Vec<Wrong>>>;

/// A form; see the module.
pub struct Form {
    pub(super) name: &'static str,
    pub(super) about: String,
    pub(super) title: String,
    pub(super) notes: Vec<String>,
    pub(super) entries: Vec<Entry>,
    /// Which entry has the cursor; one past the last is the row that saves.
    pub(super) focus: usize,
    pub(super) wrong: Vec<Wrong>,
    /// What is said about the whole form.
    pub(super) message: Option<String>,
    pub(super) saving: bool,
    pub(super) conflict: Option<Conflict>,
    /// The first row shown of what is taller than the screen.
    pub(super) top: usize,
    /// Columns that a text of several lines had when it was drawn last.
    pub(super) cols: usize,
    on_save: OnSave,
    settled: Vec<(&'static str, crate::domain::field::Value)>,
    pub(super) ticket: u128,
    /// The values of a save of which the store could not say whether it happened.
    unsure: Option<Values>,
    sent: Option<Values>,
    /// The texts of the draft while it is put aside, or before: for changing to and fro.
    aside: Option<Vec<(String, String)>>,
}

impl Form {
    /// An empty form. `form` is its name in [`FORMS`](super::FORMS); `about` says what it is about in numbers, enough to open
    /// it again; neither names a pupil.
    pub fn new(form: &'static str, about: impl Into<String>, title: impl Into<String>) -> Form {
        Form {
            name: form,
            about: about.into(),
            title: title.into(),
            notes: Vec::new(),
            entries: Vec::new(),
            focus: 0,
            wrong: Vec::new(),
            message: None,
            saving: false,
            conflict: None,
            top: 0,
            cols: 60,
            on_save: Box::new(|_, _| Ok(Vec::new())),
            settled: Vec::new(),
            ticket: 0,
            unsure: None,
            sent: None,
            aside: None,
        }
    }

    /// A line of context under the title: whom and what it is about.
    pub fn note(mut self, line: impl Into<String>) -> Form {
        self.notes.push(line.into());
        self
    }

    /// A field more. The first that can be typed into has the cursor.
    pub fn field(mut self, field: FormField) -> Form {
        self.entries.push(Entry::new(field));
        if !self.entries.get(self.focus).is_some_and(Entry::takes_focus) {
            self.focus = self.entries.iter().position(Entry::takes_focus).unwrap_or(self.entries.len());
        }
        self
    }

    /// Fields of a record's table, by key, filled with what the record says.
    pub fn record<T: Fields>(mut self, record: &T, keys: &[&'static str], ctx: &Ctx) -> Form {
        for key in keys {
            self = self.field(FormField::of(key, record, ctx));
        }
        self
    }

    /// Puts the cursor into this field first.
    pub fn start_at(mut self, key: &str) -> Form {
        if let Some(at) = self.entries.iter().position(|entry| entry.field.key == key && entry.takes_focus())
        {
            self.focus = at;
        }
        self
    }

    /// What saving means. Returned effects with work among them leave the form open until
    /// [`save_form`](crate::tui::save::save_form) says how it went; without, the form closes.
    pub fn on_save(
        mut self,
        act: impl Fn(&Values, &Ctx) -> Result<Vec<Effect>, Vec<Wrong>> + 'static,
    ) -> Form {
        self.on_save = Box::new(act);
        self
    }

    /// The name under which its draft is kept.
    pub fn draft_name(&self) -> String {
        Draft::name_of(self.name, &self.about)
    }

    fn entry(&mut self) -> Option<&mut Entry> {
        self.entries.get_mut(self.focus)
    }

    fn touched(&self) -> bool {
        self.entries.iter().any(Entry::changed)
    }

    /// Lays a draft over the fields. Where the record says something else than when it was typed, that is shown.
    pub(super) fn lay(&mut self, draft: &Draft, fresh_key: &str) {
        for entry in &mut self.entries {
            let find = |key: &str| draft.fields.iter().find(|(one, _)| one == key).map(|(_, text)| text);
            let Some(text) = find(entry.field.key) else { continue };
            let was = find(&was(entry.field.key));
            if was.is_some_and(|was| was != entry.initial()) {
                entry.note = Some("what is stored has changed since you typed this".into());
            }
            entry.set_text(text);
        }
        if self.entries.get(draft.focus).is_some_and(Entry::takes_focus) {
            self.focus = draft.focus;
        }
        let initial =
            self.entries.iter().map(|entry| (entry.field.key.to_owned(), entry.initial().to_owned()));
        self.aside = Some(initial.collect());
        self.message = Some(format!("Your unfinished draft is back{fresh_key}"));
    }

    fn swap_draft(&mut self) {
        let Some(aside) = self.aside.take() else {
            self.message = Some("No draft was brought back here".into());
            return;
        };
        let now = self.entries.iter().map(|entry| (entry.field.key.to_owned(), entry.text())).collect();
        for entry in &mut self.entries {
            if let Some((_, text)) = aside.iter().find(|(key, _)| key == entry.field.key) {
                entry.set_text(text);
            }
        }
        self.aside = Some(now);
        self.message = None;
        self.wrong.clear();
    }

    fn leave(&mut self, ctx: &Ctx) {
        if let Some(entry) = self.entry() {
            entry.leave(ctx);
        }
    }

    fn go(&mut self, to: usize) {
        self.focus = to;
        if let Some(entry) = self.entry() {
            entry.enter();
        }
    }

    /// To the next field that can be typed into, or the row that saves; round at the ends.
    fn step(&mut self, on: bool, ctx: &Ctx) {
        self.leave(ctx);
        let rows = self.entries.len() + 1;
        let mut to = self.focus;
        for _ in 0..rows {
            to = if on { (to + 1) % rows } else { (to + rows - 1) % rows };
            if self.entries.get(to).is_none_or(Entry::takes_focus) {
                break;
            }
        }
        self.go(to);
    }

    fn is_last(&self) -> bool {
        !self.entries.iter().skip(self.focus + 1).any(Entry::takes_focus)
    }

    /// Up or down: inside a text or an open list first.
    fn vertical(&mut self, down: bool, ctx: &Ctx) {
        let cols = self.cols;
        let stays = match self.entry() {
            Some(entry) if entry.is_picking() => {
                if let super::entry::State::Pick(picker) = &mut entry.state {
                    picker.step(down);
                }
                true
            }
            Some(entry) if entry.is_long() => match &mut entry.state {
                super::entry::State::Text(input) => input.vertical(down, cols),
                _ => false,
            },
            _ => false,
        };
        if !stays {
            self.step(down, ctx);
        }
    }

    fn enter(&mut self, key: &KeyEvent, ctx: &Ctx) -> Taken {
        let last = self.is_last();
        match self.entry() {
            Some(entry) if entry.is_long() => {
                entry.key(key, ctx);
            }
            Some(entry) if entry.is_many() && entry.is_picking() => {
                if let super::entry::State::Pick(picker) = &mut entry.state {
                    picker.accept();
                }
            }
            Some(_) if !last => self.step(true, ctx),
            _ => return self.save(ctx),
        }
        Taken::Yes(Vec::new())
    }

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

    fn save(&mut self, ctx: &Ctx) -> Taken {
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
    fn settle(&mut self, ctx: &Ctx) -> Taken {
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

    fn close(&mut self, ctx: &Ctx) -> Taken {
        if self.saving {
            self.message = Some("Being saved: one moment".into());
            return Taken::Yes(Vec::new());
        }
        let kept = self.draft();
        let name = self.draft_name();
        let key = ctx.keymap.keys_of("draft.resume").into_iter().next();
        Taken::Close(Box::new(move |app| match kept {
            None => forget(app, name),
            Some(draft) => {
                app.drafts.retain(|one| one.name() != name);
                app.drafts.push(draft.clone());
                app.tell(match key {
                    Some(key) => format!("Not saved: kept as a draft · {key} brings it back"),
                    None => "Not saved: kept as a draft".into(),
                });
                vec![Effect::SaveDraft(Box::new(draft))]
            }
        }))
    }

    /// A command of forms, by name.
    fn act(&mut self, id: &str, key: &KeyEvent, ctx: &Ctx) -> Taken {
        if let Some(conflict) = &mut self.conflict {
            match id {
                "form.next" | "form.down" => conflict.step(true),
                "form.prev" | "form.up" => conflict.step(false),
                "form.close" => {
                    self.conflict = None;
                    self.message =
                        Some("Not saved yet: somebody else changed this too; save to choose again".into());
                }
                "form.enter" | "form.save" if conflict.is_settled() => return self.settle(ctx),
                "form.enter" => conflict.to_open(),
                _ => return Taken::No,
            }
            return Taken::Yes(Vec::new());
        }
        if self.saving && id != "form.close" {
            return Taken::Yes(Vec::new());
        }
        match id {
            "form.next" => self.step(true, ctx),
            "form.prev" => self.step(false, ctx),
            "form.down" => self.vertical(true, ctx),
            "form.up" => self.vertical(false, ctx),
            "form.enter" => return self.enter(key, ctx),
            "form.save" => return self.save(ctx),
            "form.close" => return self.close(ctx),
            "form.clear" => {
                if let Some(entry) = self.entry() {
                    entry.clear();
                }
            }
            "form.fresh" => self.swap_draft(),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }

    fn edited(&mut self) {
        let key = self.entries.get(self.focus).map(|entry| entry.field.key);
        self.wrong.retain(|one| Some(one.key) != key);
        self.message = None;
    }
}

/// A draft is done with: it goes from the list and from the disk.
pub(in crate::tui) fn forget(app: &mut App, name: String) -> Vec<Effect> {
    app.drafts.retain(|one| one.name() != name);
    vec![Effect::DropDraft { name }]
}

/// The key under which a draft keeps what a field said before.
fn was(key: &str) -> String {
    format!("was:{key}")
}

/// The command that a key of every terminal means in a form, should the keymap bind none to it: nobody is locked in.
fn fallback(key: &KeyEvent) -> Option<&'static str> {
    Some(match key.code {
        KeyCode::Esc => "form.close",
        KeyCode::Tab => "form.next",
        KeyCode::BackTab => "form.prev",
        KeyCode::Down => "form.down",
        KeyCode::Up => "form.up",
        KeyCode::Enter => "form.enter",
        _ => return None,
    })
}

impl Layer for Form {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        if let Some(id) = fallback(&key) {
            return self.act(id, &key, ctx);
        }
        if let Some(conflict) = &mut self.conflict {
            return match key.code {
                KeyCode::Char(c) if conflict.choose(c) => Taken::Yes(Vec::new()),
                _ => Taken::No,
            };
        }
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        match self.entry() {
            Some(entry) => {
                let before = entry.changed().then(|| entry.text());
                if !entry.key(&key, ctx) {
                    return Taken::No;
                }
                if !(entry.changed().then(|| entry.text()) == before) {
                    self.edited();
                }
                Taken::Yes(Vec::new())
            }
            // On the row that saves, a blank presses it.
            None if key.code == KeyCode::Char(' ') => self.save(ctx),
            None => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        self.act(command.id, &KeyEvent::from(KeyCode::Enter), ctx)
    }

    fn paste(&mut self, text: &str, cut: bool, ctx: &Ctx) -> Taken {
        if self.saving || self.conflict.is_some() {
            return Taken::No;
        }
        let Some(entry) = self.entry() else { return Taken::No };
        let whole = entry.paste(text, ctx);
        self.edited();
        if cut || !whole {
            self.message = Some("That was too long: its end is missing".into());
        }
        Taken::Yes(Vec::new())
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        super::draw::draw(self, frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn draft(&self) -> Option<Draft> {
        if !self.touched() {
            return None;
        }
        let mut fields = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.changed()) {
            fields.push((entry.field.key.to_owned(), entry.text()));
            fields.push((was(entry.field.key), entry.initial().to_owned()));
        }
        Some(Draft { form: self.name.into(), about: self.about.clone(), fields, focus: self.focus })
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
