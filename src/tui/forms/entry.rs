//! One field being filled in: what was typed, what it means, and what is said of it.

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::field::{FormField, Gives, Kind, money, named_text, text_of};
use super::pick::Picker;
use super::read::{date_words, read_date, read_money, read_number};
use super::values::Given;
use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::domain::field::Value;
use crate::domain::ids::{PupilId, RecordId};
use crate::tui::app::{Ctx, is_text};
use crate::tui::widgets::text_input::TextInput;

/// One field being filled in.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) field: FormField,
    pub(super) state: State,
    /// The text that it opened with.
    first: String,
    /// Its text as nobody touched it, to know whether somebody typed: what it opened with, or what was filled in since.
    initial: String,
    /// The cursor has just come: what is typed takes the place of what stands there.
    fresh: bool,
    /// What a date was read as when it was last looked at; kept in drafts, where "fri" would move on.
    read: Option<NaiveDate>,
    /// What is said beside the field until it is touched.
    pub(super) note: Option<String>,
}

/// What was typed.
#[derive(Clone, Debug)]
pub(super) enum State {
    Text(TextInput),
    Pick(Box<Picker>),
    Flag(Option<bool>),
    Shown(String),
}

/// What a field looks like.
pub(super) struct Display {
    pub(super) text: String,
    /// In bytes of the text.
    pub(super) cursor: usize,
    /// Whether it takes as many rows as it needs.
    pub(super) wraps: bool,
    /// What follows it quietly: where a query leads.
    pub(super) tail: String,
}

impl Entry {
    pub(super) fn new(field: FormField) -> Entry {
        let state = match &field.kind {
            Kind::Line | Kind::Date { .. } | Kind::Number { .. } | Kind::Money => {
                State::Text(TextInput::new("", false))
            }
            Kind::Long => State::Text(TextInput::new("", true)),
            Kind::Flag => State::Flag(None),
            Kind::Shown => State::Shown(crate::text::clean_multiline(&field.initial).into_owned()),
            kind @ (Kind::Pick { .. } | Kind::Pupils(_)) => match Picker::of(kind) {
                Some(picker) => State::Pick(Box::new(picker)),
                None => State::Shown(String::new()),
            },
        };
        let first = field.initial.clone();
        let (initial, opened) = (String::new(), String::new());
        let mut entry = Entry { field, state, first: opened, initial, fresh: true, read: None, note: None };
        entry.set_text(&first);
        entry.initial = entry.text();
        entry.first = entry.initial.clone();
        entry
    }

    /// What stands there, as a draft keeps it.
    pub(super) fn text(&self) -> String {
        match &self.state {
            State::Text(input) => self.read.map_or_else(|| input.text().to_owned(), day::plain),
            State::Pick(picker) => picker.text(),
            State::Flag(Some(true)) => "yes".into(),
            State::Flag(Some(false)) => "no".into(),
            State::Flag(None) | State::Shown(_) => String::new(),
        }
    }

    /// Puts back what a draft kept.
    pub(super) fn set_text(&mut self, text: &str) {
        self.read = None;
        match &mut self.state {
            State::Text(input) => input.set(text),
            State::Pick(picker) => picker.set_text(text),
            State::Flag(flag) => {
                *flag = match text {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                }
            }
            State::Shown(_) => {}
        }
    }

    /// Puts a value of the record's table: somebody else's, chosen in a conflict.
    pub(super) fn set_value(&mut self, value: &Value) {
        let text = text_of(value, matches!(self.field.kind, Kind::Money));
        match self.field.kind {
            Kind::Pick { gives: Gives::Name, .. } => self.set_text(&named_text(&text)),
            _ => self.set_text(&text),
        }
    }

    /// Fills it, unless somebody typed here.
    pub(super) fn suggest(&mut self, value: &Value) {
        if !self.changed() {
            self.set_value(value);
            self.initial = self.text();
        }
    }

    /// As it opened, it is touched by nobody, whatever was filled in since.
    pub(super) fn forget_suggestion(&mut self) {
        if self.text() == self.first {
            self.initial.clone_from(&self.first);
        }
    }

    /// The text that the form opened with.
    pub(super) fn opened_with(&self) -> &str {
        &self.first
    }

    /// Whether somebody changed it.
    pub(super) fn changed(&self) -> bool {
        self.text() != self.initial
    }

    /// Whether the cursor may stand in it.
    pub(super) fn takes_focus(&self) -> bool {
        !matches!(self.state, State::Shown(_))
    }

    /// Whether it is several lines, where Enter and the arrows stay inside.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.field.kind, Kind::Long)
    }

    /// Whether a list is open, where Enter and the arrows choose.
    pub(super) fn is_picking(&self) -> bool {
        matches!(&self.state, State::Pick(picker) if !picker.query.is_empty())
    }

    /// Several may be picked, so Enter takes one and stays.
    pub(super) fn is_many(&self) -> bool {
        matches!(self.field.kind, Kind::Pupils(_))
    }

    /// The cursor comes.
    pub(super) fn enter(&mut self) {
        self.fresh = true;
    }

    /// The cursor leaves: a query takes what it offers, dates and money are written out.
    pub(super) fn leave(&mut self, ctx: &Ctx) {
        let untouched = !self.changed();
        match &mut self.state {
            State::Pick(picker) => {
                picker.accept();
            }
            State::Text(input) => {
                let written = match self.field.kind {
                    Kind::Date { lean } => read_date(input.text(), lean, ctx).ok().flatten().map(day::plain),
                    Kind::Money => read_money(input.text()).ok().flatten().map(money),
                    _ => None,
                };
                if let Some(written) = written {
                    input.set(&written);
                    self.read = None;
                }
            }
            _ => {}
        }
        if untouched {
            let as_opened = self.initial == self.first;
            self.initial = self.text();
            if as_opened {
                self.first.clone_from(&self.initial);
            }
        }
    }

    /// A key. False if it means nothing here.
    pub(super) fn key(&mut self, key: &KeyEvent, ctx: &Ctx) -> bool {
        let fresh = std::mem::take(&mut self.fresh);
        let plain = is_text(key);
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let used = match &mut self.state {
            State::Text(input) => {
                let ticks = matches!(self.field.kind, Kind::Date { lean: Lean::Past })
                    && key.code == KeyCode::Char(' ')
                    && plain
                    && (fresh || input.is_empty());
                if ticks {
                    // A tick: it was today; once more takes it away.
                    input.set(if input.is_empty() { "today" } else { "" });
                    return self.ticked(ctx);
                }
                if fresh && plain && !matches!(self.field.kind, Kind::Line | Kind::Long) {
                    input.set("");
                }
                input.key(key)
            }
            State::Pick(picker) => match key.code {
                KeyCode::Char(c) if plain => {
                    picker.push(c);
                    true
                }
                KeyCode::Char('w' | 'u') if ctrl => {
                    picker.clear();
                    true
                }
                KeyCode::Backspace | KeyCode::Char('h') => {
                    picker.backspace();
                    true
                }
                KeyCode::Delete => {
                    picker.clear();
                    true
                }
                KeyCode::Left | KeyCode::Right => {
                    picker.step(key.code == KeyCode::Right);
                    true
                }
                _ => false,
            },
            State::Flag(flag) => match key.code {
                KeyCode::Char('y' | 'Y' | '1') if plain => {
                    *flag = Some(true);
                    true
                }
                KeyCode::Char('n' | 'N' | '0') if plain => {
                    *flag = Some(false);
                    true
                }
                KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right => {
                    *flag = Some(!flag.unwrap_or(false));
                    true
                }
                KeyCode::Backspace | KeyCode::Delete => {
                    *flag = None;
                    true
                }
                _ => false,
            },
            State::Shown(_) => false,
        };
        self.look(ctx);
        used
    }

    /// Whether a blank puts today here: an empty day that has been.
    pub(super) fn ticks(&self) -> bool {
        let past = matches!(self.field.kind, Kind::Date { lean: Lean::Past });
        past && matches!(&self.state, State::Text(input) if input.is_empty())
    }

    /// After a tick: the next blank takes it away, and the next letter begins anew.
    fn ticked(&mut self, ctx: &Ctx) -> bool {
        self.fresh = true;
        self.look(ctx);
        true
    }

    /// Pasted text, as one edit. False if it was too long and its end is missing.
    pub(super) fn paste(&mut self, text: &str, ctx: &Ctx) -> bool {
        let fresh = std::mem::take(&mut self.fresh);
        let whole = match &mut self.state {
            State::Text(input) => {
                if fresh && !matches!(self.field.kind, Kind::Line | Kind::Long) {
                    input.set("");
                }
                let text = if matches!(self.field.kind, Kind::Long) { text } else { text.trim() };
                input.insert(text)
            }
            State::Pick(picker) => {
                picker.paste(text);
                true
            }
            _ => true,
        };
        self.look(ctx);
        whole
    }

    /// Empties it.
    pub(super) fn clear(&mut self) {
        self.set_text("");
    }

    fn look(&mut self, ctx: &Ctx) {
        if let (State::Text(input), Kind::Date { lean }) = (&self.state, &self.field.kind) {
            self.read = read_date(input.text(), *lean, ctx).ok().flatten();
        }
        self.note = None;
    }

    /// What it means.
    ///
    /// # Errors
    /// In words that follow the label.
    pub(super) fn value(&self, ctx: &Ctx) -> Result<Given, String> {
        let value = match (&self.state, &self.field.kind) {
            (State::Text(input), Kind::Date { lean }) => read_date(input.text(), *lean, ctx)?.into(),
            (State::Text(input), Kind::Number { min, max }) => {
                read_number(input.text(), *min, *max)?.map_or(Value::Empty, Value::Number)
            }
            (State::Text(input), Kind::Money) => {
                read_money(input.text())?.map_or(Value::Empty, Value::Number)
            }
            (State::Text(input), _) => input.text().trim().into(),
            (State::Flag(flag), _) => (*flag).into(),
            (State::Shown(_), _) => Value::Empty,
            (State::Pick(picker), kind) => {
                let (chosen, name) = picker.taken()?;
                let picks = chosen.iter().filter_map(|at| picker.picks.all.get(*at));
                if let Kind::Pupils(_) = kind {
                    let pupils: Vec<PupilId> =
                        picks.filter_map(|pick| pick.code.parse().ok().map(PupilId)).collect();
                    return match pupils.is_empty() && self.field.required {
                        true => Err("is needed".into()),
                        false => Ok(Given::Pupils(pupils)),
                    };
                }
                match (picks.map(|pick| (pick.code.as_str(), pick.label.as_str())).next(), kind) {
                    (Some((code, _)), Kind::Pick { gives: Gives::Id, .. }) => {
                        code.parse().ok().map(RecordId).map_or(Value::Empty, Value::Id)
                    }
                    (Some((_, label)), Kind::Pick { gives: Gives::Name, .. }) => label.into(),
                    (Some((code, _)), _) => code.into(),
                    (None, _) => name.as_str().into(),
                }
            }
        };
        if self.field.required && value.is_empty() {
            return Err("is needed".into());
        }
        Ok(Given::One(value))
    }

    /// What stands in the field's row. The cursor is the place of the next character.
    pub(super) fn display(&self, focused: bool) -> Display {
        let whole = |text: String, wraps| Display { cursor: text.len(), text, wraps, tail: String::new() };
        match &self.state {
            State::Text(input) => {
                Display { cursor: input.cursor(), ..whole(input.text().to_owned(), self.is_long()) }
            }
            State::Flag(flag) => {
                whole(flag.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned(), false)
            }
            State::Shown(text) => whole(text.clone(), true),
            State::Pick(picker) if picker.query.is_empty() || !focused => {
                let label = if picker.query.is_empty() { picker.label() } else { picker.query.clone() };
                whole(label, self.is_many())
            }
            State::Pick(picker) => {
                let before = if self.is_many() { picker.label() } else { String::new() };
                let gap = if before.is_empty() { "" } else { ", " };
                let tail = match picker.offers.get(picker.at) {
                    Some(offer) => format!("→ {}", picker.offer_label(*offer)),
                    None => "→ nothing on the list is like that".into(),
                };
                Display { tail, ..whole(format!("{before}{gap}{}", picker.query), self.is_many()) }
            }
        }
    }

    /// The date in full, or why it is none, for below the form; and whether it is a warning.
    pub(super) fn reading(&self, ctx: &Ctx) -> Option<(String, bool)> {
        let (State::Text(input), Kind::Date { lean }) = (&self.state, &self.field.kind) else { return None };
        match read_date(input.text(), *lean, ctx) {
            Ok(date) => date.map(|date| date_words(date, *lean, ctx)),
            Err(words) => Some((words, true)),
        }
    }
}
