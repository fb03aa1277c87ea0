//! State and dispatch of the screen.
//!
//! Rule: it knows no pane by name. [`App::dispatch`] is the one way in for keys, palette and help; memory changes after
//! the disk said yes; nothing here touches terminal, store or clock: it returns effects.

use std::sync::Arc;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::command::{Command, Scope};
use super::draft::Draft;
use super::effect::Effect;
use super::keymap::{Found, Keymap};
use super::layer::{Layer, Taken};
use super::panes::{PANES, Pane};
use super::theme::Theme;
use crate::actions::By;
use crate::domain::ids::{PupilId, RecordId, Stamp, Typed};
use crate::domain::school::SchoolFile;
use crate::store::Operation;

/// What everything on the screen may look at.
pub struct Ctx {
    /// The day that the screen shows: today, or another that is looked at.
    pub today: NaiveDate,
    /// While another day is looked at: the day that it is looked at from, see [`Ctx::own_day`]. `None` while not.
    pub look_from: Option<NaiveDate>,
    /// The Unix user.
    pub user: String,
    /// The school's small file: names of sites and staff, terms, settings.
    pub school: Arc<SchoolFile>,
    /// The keys.
    pub keymap: Keymap,
    /// Meaning → style.
    pub theme: Theme,
    /// The site that every list is narrowed to; `None` for all.
    pub site: Option<RecordId>,
    /// Asks the clock for this moment; given from outside.
    pub now: fn() -> Stamp,
    /// Whether the program was started for a day of its own, and not for today.
    pub another_day: bool,
}

impl Ctx {
    /// What every action is given: today, this moment, this user. A look at another day is no other today.
    pub fn by(&self) -> By {
        By { today: self.own_day(), typed: Typed { at: (self.now)(), by: self.user.clone() } }
    }

    /// A new operation for the journal. The title is in words and names no pupil.
    pub fn operation(&self, action: impl Into<String>) -> Operation {
        Operation { id: fastrand::u128(..), action: action.into(), user: self.user.clone(), at: (self.now)() }
    }
}

/// How a notice reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something could not be done.
    Refused,
    /// Something is wrong with the store.
    Error,
}

/// One line at the bottom: saved, undone, refused, with the key that takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it reads.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

/// The whole state of the screen.
pub struct App {
    /// What everything may look at.
    pub ctx: Ctx,
    /// Which pane is shown.
    pub pane: usize,
    /// All panes, in the order of the table.
    pub panes: Vec<Box<dyn Pane>>,
    /// Which panes have asked for what they show.
    pub loaded: Vec<bool>,
    /// What lies over the pane, the top one last.
    pub layers: Vec<Box<dyn Layer>>,
    /// The line at the bottom; `None` shows the hints alone.
    pub notice: Option<Notice>,
    /// The count typed so far; 0 for none.
    pub count: usize,
    /// Keys of a sequence begun and not finished.
    pub pending: Vec<KeyEvent>,
    /// The panes gone through, for going back.
    pub back: Vec<usize>,
    /// Forms left unfinished, the last one last. `run` fills it at the start.
    pub drafts: Vec<Draft>,
    /// The vague words that forms point out; `None` until the first form has asked for them.
    pub wording: Option<Arc<crate::domain::wording::List>>,
    /// The draft that is being brought back, until a form opens.
    pub resuming: Option<Draft>,
}

impl App {
    /// A screen with nothing loaded.
    pub fn new(ctx: Ctx) -> App {
        let panes: Vec<_> = PANES.iter().map(|row| (row.make)()).collect();
        App {
            ctx,
            pane: 0,
            loaded: vec![false; panes.len()],
            panes,
            layers: Vec::new(),
            notice: None,
            count: 0,
            pending: Vec::new(),
            back: Vec::new(),
            drafts: Vec::new(),
            wording: None,
            resuming: None,
        }
    }

    /// Says that something was done.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { tone: Tone::Done, text: text.into() });
    }

    /// Says why something was not done.
    pub fn refuse(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { tone: Tone::Refused, text: text.into() });
    }

    /// Says that something is wrong.
    pub fn tell_error(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { tone: Tone::Error, text: text.into() });
    }

    /// The pane of this type, for its own commands; `None` if the table has none.
    pub fn pane_mut<P: Pane>(&mut self) -> Option<&mut P> {
        self.panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<P>())
    }

    /// The pane of this type, to look at.
    pub fn pane_ref<P: Pane>(&self) -> Option<&P> {
        self.panes.iter().find_map(|pane| pane.as_any_ref().downcast_ref::<P>())
    }

    /// The pane shown.
    pub fn current(&self) -> &dyn Pane {
        self.panes[self.pane].as_ref()
    }

    /// Where pane commands stand now.
    pub fn scope(&self) -> Scope {
        self.current().scope()
    }

    /// The pupils that a command would be about; empty if none is selected.
    pub fn pupils(&self) -> Vec<PupilId> {
        self.current().pupils()
    }

    /// Puts a layer on top.
    pub fn open(&mut self, layer: impl Layer) -> Vec<Effect> {
        self.layers.push(Box::new(layer));
        self.notice = None;
        Vec::new()
    }

    /// Shows the pane with this scope, and asks for its rows if it has none yet. A pane that shows one pupil shows the
    /// one that was under the cursor.
    pub fn go(&mut self, scope: Scope) -> Vec<Effect> {
        if matches!(scope, Scope::Timeline | Scope::Pupil)
            && let Some(pupil) = self.pupils().first().copied()
        {
            return self.go_to_pupil(scope, pupil);
        }
        self.show(scope)
    }

    fn show(&mut self, scope: Scope) -> Vec<Effect> {
        let Some(index) = self.panes.iter().position(|pane| pane.scope() == scope) else { return Vec::new() };
        if index != self.pane {
            self.back.retain(|one| *one != self.pane);
            self.back.push(self.pane);
        }
        self.pane = index;
        self.load_current()
    }

    /// Shows one pupil in the pane with this scope.
    pub fn go_to_pupil(&mut self, scope: Scope, pupil: PupilId) -> Vec<Effect> {
        for pane in &mut self.panes {
            pane.show_pupil(pupil);
        }
        for (loaded, pane) in self.loaded.iter_mut().zip(&self.panes) {
            if matches!(pane.scope(), Scope::Timeline | Scope::Pupil) {
                *loaded = false;
            }
        }
        self.show(scope)
    }

    /// The pane shown before this one.
    pub fn go_back(&mut self) -> Vec<Effect> {
        match self.back.pop() {
            Some(index) => {
                self.pane = index;
                self.load_current()
            }
            None => Vec::new(),
        }
    }

    fn load_current(&mut self) -> Vec<Effect> {
        if std::mem::replace(&mut self.loaded[self.pane], true) {
            return Vec::new();
        }
        self.panes[self.pane].load(&self.ctx)
    }

    /// The store has changed, by us or by somebody else: the pane shown asks anew, the others when next shown.
    pub fn changed(&mut self) -> Vec<Effect> {
        self.loaded.fill(false);
        self.load_current()
    }

    /// Takes what belongs to the school as it was read after a change; `None` leaves it as it was.
    pub fn know_school(&mut self, school: Option<SchoolFile>) {
        if let Some(school) = school {
            self.ctx.school = Arc::new(school);
        }
    }

    /// The one way in: a key, the palette and the help all run commands by this.
    pub fn dispatch(&mut self, command: &'static Command, count: usize) -> Vec<Effect> {
        if let Err(why) = command.may_run(self) {
            self.refuse(format!("{}: not now: {why}", command.title));
            return Vec::new();
        }
        self.notice = None;
        (command.run)(self, count.max(1))
    }

    /// What a key does.
    pub fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.code == KeyCode::Esc && (self.count > 0 || !self.pending.is_empty()) {
            // What was begun is given up, and nothing else happens.
            self.count = 0;
            self.pending.clear();
            return Vec::new();
        }
        if let Some(layer) = self.layers.last() {
            let text = self.pending.is_empty() && layer.takes_text() && is_text(&key);
            let scope = layer.scope();
            self.pending.push(key);
            let found = if text { Found::Nothing } else { self.ctx.keymap.find(&[scope], &self.pending) };
            if matches!(found, Found::More) {
                return Vec::new();
            }
            let begun = self.pending.len() > 1;
            self.pending.clear();
            return self.tell_layer(|layer, ctx| match found {
                Found::Command(command) => layer.command(command, 1, ctx),
                _ if begun => Taken::No,
                _ => layer.key(key, ctx),
            });
        }
        if self.ctx.keymap.counts()
            && self.pending.is_empty()
            && let KeyCode::Char(figure @ '0'..='9') = key.code
            && key.modifiers.is_empty()
            && (figure != '0' || self.count > 0)
        {
            self.count = (self.count * 10 + figure as usize - '0' as usize).min(9_999);
            return Vec::new();
        }
        self.pending.push(key);
        let scopes = [self.scope(), Scope::List, Scope::Global];
        match self.ctx.keymap.find(&scopes, &self.pending) {
            Found::Command(command) => {
                self.pending.clear();
                let count = std::mem::take(&mut self.count);
                self.dispatch(command, count)
            }
            Found::More => Vec::new(),
            Found::Nothing => {
                self.pending.clear();
                self.count = 0;
                if self.notice.is_some() {
                    self.notice = None;
                }
                Vec::new()
            }
        }
    }

    /// Text that was pasted, cleaned; `cut` says that its end is missing.
    pub fn paste(&mut self, text: &str, cut: bool) -> Vec<Effect> {
        if self.layers.is_empty() {
            self.refuse("Nothing to paste into here: open a form or a filter first");
            return Vec::new();
        }
        self.tell_layer(|layer, ctx| layer.paste(text, cut, ctx))
    }

    fn tell_layer(&mut self, give: impl FnOnce(&mut dyn Layer, &Ctx) -> Taken) -> Vec<Effect> {
        let Some(layer) = self.layers.last_mut() else { return Vec::new() };
        match give(layer.as_mut(), &self.ctx) {
            Taken::Yes(effects) => effects,
            Taken::Then(then) => then(self),
            Taken::No => Vec::new(),
            Taken::Close(then) => {
                self.layers.pop();
                then(self)
            }
        }
    }
}

/// Whether a key is a character to write rather than a command.
pub fn is_text(key: &KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_))
        && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}
