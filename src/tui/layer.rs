//! What lies over a pane and takes the keys: a form, the palette, the help, a picker, a question.

use std::any::Any;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::{App, Ctx};
use super::command::{Command, Scope};
use super::effect::Effect;

/// What happens to the app after a layer took a key.
pub type Next = Box<dyn FnOnce(&mut App) -> Vec<Effect>>;

/// What a layer does with a key.
pub enum Taken {
    /// It was used; these effects follow.
    Yes(Vec<Effect>),
    /// It was used, the layer stays, and this happens: for what lies below.
    Then(Next),
    /// It was used, the layer closes, and then this happens: the same road as any key.
    Close(Next),
    /// It meant nothing here.
    No,
}

/// Something that lies over the pane. The top one takes all keys.
pub trait Layer: Any {
    /// Where its commands stand in the keymap.
    fn scope(&self) -> Scope;
    /// A key that no command of its scope is bound to, or any key in text.
    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken;
    /// A command of its scope.
    fn command(&mut self, command: &'static Command, count: usize, ctx: &Ctx) -> Taken;
    /// Text that was pasted, already cleaned; `cut` says that it was too long and the end is missing.
    fn paste(&mut self, text: &str, cut: bool, ctx: &Ctx) -> Taken;
    /// Draws it and puts the cursor where the person is. The area is the bottom line for a filter, the pane's for the rest.
    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx);
    /// Whether a printable key without Ctrl or Alt is text here, before any binding.
    fn takes_text(&self) -> bool;
    /// Whether it says by itself what can be pressed now: the line at the bottom then says nothing else.
    fn says_keys(&self) -> bool {
        false
    }
    /// Whether the pane below is not drawn.
    fn covers(&self) -> bool {
        matches!(self.scope(), Scope::Form | Scope::Group | Scope::Why | Scope::WhatIf)
    }
    /// Whether what lies below must not be read while it is open: then the header names the school and no pupil.
    fn hides_names(&self) -> bool {
        false
    }
    /// What is to be kept if the line drops now; `None` if there is nothing worth keeping.
    fn draft(&self) -> Option<super::draft::Draft> {
        None
    }
    /// For those that know which layer it is.
    fn as_any(&mut self) -> &mut dyn Any;
}
