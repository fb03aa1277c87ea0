//! The layer: fields, focus, keys, saving.
//!
//! Rule: while it saves it takes no second save and does not close; the answer of the disk closes it or says why not.

use std::any::Any;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::conflict::Conflict;
use super::entry::Entry;
use super::field::FormField;
use super::values::{Given, Values, Wrong};
use crate::domain::field::Value;
use crate::domain::record::{Record, Recorded};
use crate::domain::wording::List;
use crate::tui::app::Ctx;
use crate::tui::command::{Command, Scope};
use crate::tui::draft::Draft;
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};

/// What is said of what stands in the fields, given what they hold by their keys; `None` for nothing.
pub(super) type Remark = Box<dyn Fn(&dyn Fn(&str) -> String) -> Option<String>>;

/// What a field holds, by its key; [`Value::Empty`] for one that cannot be read as it stands.
pub type Holds<'a> = &'a dyn Fn(&str) -> Value;

/// What fields that nobody touched should say, given what the others hold.
type Fill = Box<dyn Fn(Holds<'_>, &Ctx) -> Vec<(&'static str, Value)>>;

/// What is said quietly of what the fields hold.
type Tell = Box<dyn Fn(Holds<'_>, &Ctx) -> Vec<String>>;

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
    /// Nothing of it is worth keeping.
    pub(super) fleeting: bool,
    pub(super) conflict: Option<Conflict>,
    /// The first row shown of what is taller than the screen.
    pub(super) top: usize,
    /// Columns that a text of several lines had when it was drawn last.
    pub(super) cols: usize,
    /// Said while it is typed; hinders nothing.
    pub(super) remarks: Vec<Remark>,
    fill: Option<Fill>,
    tell: Option<Tell>,
    pub(super) on_save: OnSave,
    pub(super) settled: Vec<(&'static str, Value)>,
    pub(super) ticket: u128,
    /// The values of a save of which the store could not say whether it happened.
    pub(super) unsure: Option<Values>,
    pub(super) sent: Option<Values>,
    /// The texts of the draft while it is put aside, or before: for changing to and fro.
    pub(super) aside: Option<Vec<(String, String)>>,
    /// What kind of record its fields are of: what is pointed out while writing hangs on it. `None` for no record.
    pub(super) of: Option<crate::domain::ids::Kind>,
    /// The vague words that are pointed out; `None` until they are read.
    pub(in crate::tui) wording: Option<Arc<List>>,
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
            fleeting: false,
            conflict: None,
            top: 0,
            cols: 60,
            remarks: Vec::new(),
            fill: None,
            tell: None,
            on_save: Box::new(|_, _| Ok(Vec::new())),
            settled: Vec::new(),
            ticket: 0,
            unsure: None,
            sent: None,
            aside: None,
            of: None,
            wording: None,
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
    pub fn record<T: Recorded>(mut self, record: &T, keys: &[&'static str], ctx: &Ctx) -> Form {
        self.of.get_or_insert(T::KIND);
        for key in keys {
            self = self.field(FormField::of(key, record, ctx));
        }
        self
    }

    /// Fields of a record of any kind, by key, filled with what it says. A key that it lacks is passed over.
    pub fn any_record(mut self, record: &Record, keys: &[&'static str], ctx: &Ctx) -> Form {
        self.of.get_or_insert(record.kind());
        let shapes = record.shapes();
        for shape in keys.iter().filter_map(|key| shapes.iter().find(|shape| shape.key == *key)) {
            self = self.field(FormField::of_shape(shape, &record.value(shape.key), ctx));
        }
        self
    }

    /// This field may not be left empty here, whatever its table says; nothing if the form has no such field.
    pub fn need(mut self, key: &str) -> Form {
        for entry in self.entries.iter_mut().filter(|entry| entry.field.key == key) {
            entry.field.required = true;
        }
        self
    }

    /// This field begins empty, whatever the record says: no usual answer is right. Nothing if the form has no such field.
    pub fn unfilled(mut self, key: &str) -> Form {
        for entry in self.entries.iter_mut().filter(|entry| entry.field.key == key) {
            entry.field.initial.clear();
            entry.set_text("");
        }
        self
    }

    /// Nothing of it is kept as a draft: a choice of a moment.
    pub fn fleeting(mut self) -> Form {
        self.fleeting = true;
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

    /// What is said below of what stands in the fields, while it is typed: what is missing, what is too long. It never hinders
    /// saving.
    pub fn remark(mut self, say: impl Fn(&dyn Fn(&str) -> String) -> Option<String> + 'static) -> Form {
        self.remarks.push(Box::new(say));
        self
    }

    /// What there is to say of what stands in the fields now.
    pub(super) fn remarked(&self) -> Vec<String> {
        let held = |key: &str| {
            let entry = self.entries.iter().find(|entry| entry.field.key == key);
            entry.map(Entry::text).unwrap_or_default()
        };
        self.remarks.iter().filter_map(|say| say(&held)).collect()
    }

    /// What fields should say that nobody has touched: asked whenever the cursor leaves a field, so that what is chosen in one
    /// fills others. What somebody typed is never overwritten.
    pub fn filling(mut self, fill: impl Fn(Holds<'_>, &Ctx) -> Vec<(&'static str, Value)> + 'static) -> Form {
        self.fill = Some(Box::new(fill));
        self
    }

    /// What is said quietly below of what the fields hold: where they came from, what they come to.
    pub fn telling(mut self, tell: impl Fn(Holds<'_>, &Ctx) -> Vec<String> + 'static) -> Form {
        self.tell = Some(Box::new(tell));
        self
    }

    fn holds(&self, key: &str, ctx: &Ctx) -> Value {
        let entry = self.entries.iter().find(|entry| entry.field.key == key);
        match entry.map(|entry| entry.value(ctx)) {
            Some(Ok(Given::One(value))) => value,
            _ => Value::Empty,
        }
    }

    /// Fills what nobody has touched.
    pub(super) fn fill(&mut self, ctx: &Ctx) {
        let Some(fill) = &self.fill else { return };
        for (key, value) in fill(&|key| self.holds(key, ctx), ctx) {
            for entry in self.entries.iter_mut().filter(|entry| entry.field.key == key) {
                entry.suggest(&value);
            }
        }
    }

    /// What there is to tell of what the fields hold now.
    pub(super) fn told(&self, ctx: &Ctx) -> Vec<String> {
        self.tell.as_ref().map_or_else(Vec::new, |tell| tell(&|key| self.holds(key, ctx), ctx))
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

    pub(super) fn entry(&mut self) -> Option<&mut Entry> {
        self.entries.get_mut(self.focus)
    }

    pub(super) fn touched(&self) -> bool {
        self.entries.iter().any(Entry::changed)
    }

    pub(super) fn leave(&mut self, ctx: &Ctx) {
        if let Some(entry) = self.entry() {
            entry.leave(ctx);
        }
        self.fill(ctx);
    }

    pub(super) fn go(&mut self, to: usize) {
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
                "form.enter" => conflict.seek_open(),
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
            "form.close" => return self.close(),
            "form.clear" => {
                if let Some(entry) = self.entry() {
                    entry.clear();
                }
            }
            "form.fresh" => {
                self.swap_draft();
                self.fill(ctx);
            }
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

    fn says_keys(&self) -> bool {
        self.conflict.is_some()
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
                if entry.changed().then(|| entry.text()) != before {
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
        self.kept()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
