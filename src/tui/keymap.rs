//! TOML → bindings, and back to words for hints, help and README.
//!
//! Rule: keys are data. Three maps are compiled in; a user's file merges over one of them. An unknown command, scope or
//! key, and a key that would hide another, are errors with their line: nothing quietly does nothing.

mod chord;
mod file;
pub mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

use crossterm::event::KeyEvent;

pub use chord::Chord;

use super::command::{self, Command, Scope};

/// Keys that are the same in every map.
pub use file::FIXED;

/// The maps that are compiled in; the first is the default.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("simple", include_str!("../../keymaps/simple.toml")),
    ("vim", include_str!("../../keymaps/vim.toml")),
    ("emacs", include_str!("../../keymaps/emacs.toml")),
];

/// What keys mean together.
#[derive(Debug)]
pub enum Found {
    /// This command.
    Command(&'static Command),
    /// The beginning of a longer sequence.
    More,
    /// No command.
    Nothing,
}

/// Keys bound to a command in a scope.
#[derive(Clone, Debug)]
struct Binding {
    scope: Scope,
    keys: Vec<Chord>,
    command: &'static Command,
    /// The command's place in the table.
    place: usize,
    /// Line in the file that bound it.
    line: usize,
    /// Whether the file read last bound it, and not its base.
    fresh: bool,
}

/// Something wrong in a keymap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeymapError {
    /// The map's name or the file's path.
    pub file: String,
    /// Line from 1; 0 if it is no one line's fault.
    pub line: usize,
    /// What is wrong, in words.
    pub what: String,
}

impl std::fmt::Display for KeymapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}, line {line}: {}", self.file, self.what),
        }
    }
}

impl std::error::Error for KeymapError {}

/// Which keys run which commands where.
#[derive(Clone, Debug)]
pub struct Keymap {
    name: String,
    counts: bool,
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The map with this name, or the user's file at this path.
    ///
    /// # Errors
    /// All that is wrong with it, each with its line.
    pub fn load(name_or_file: &str) -> Result<Keymap, Vec<KeymapError>> {
        if BUILT_IN.iter().any(|(name, _)| *name == name_or_file) {
            return Keymap::built_in(name_or_file);
        }
        match std::fs::read_to_string(Path::new(name_or_file)) {
            Ok(text) => Keymap::from_text(name_or_file, &text),
            Err(error) => Err(vec![KeymapError {
                file: name_or_file.into(),
                line: 0,
                what: format!(
                    "cannot be read: {error}. A keymap is simple, vim, emacs or a file{}",
                    did_you_mean(name_or_file, BUILT_IN.iter().map(|(name, _)| *name))
                ),
            }]),
        }
    }

    /// One of the maps that are compiled in.
    ///
    /// # Errors
    /// If there is none with this name, or (which a test rules out) it is wrong.
    pub fn built_in(name: &str) -> Result<Keymap, Vec<KeymapError>> {
        match BUILT_IN.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => {
                let base = file::base(name, text)?.map(Keymap::built_in).transpose()?;
                file::read(name, text, base, &[])
            }
            None => {
                Err(vec![KeymapError { file: name.into(), line: 0, what: "there is no such keymap".into() }])
            }
        }
    }

    /// A user's file, merged over the map that its `base` names; simple if it names none.
    ///
    /// # Errors
    /// All that is wrong with it, each with its line.
    pub fn from_text(file: &str, text: &str) -> Result<Keymap, Vec<KeymapError>> {
        let base = Keymap::built_in(file::base(file, text)?.unwrap_or(BUILT_IN[0].0))?;
        file::read(file, text, Some(base), &file::FIXED)
    }

    /// Its name: simple, vim, emacs, or the user's file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many keys are bound.
    pub fn len(&self) -> usize {
        self.bindings.len()
    }

    /// Whether no key is bound.
    pub fn is_empty(&self) -> bool {
        self.bindings.is_empty()
    }

    /// Whether figures before a command say how often.
    pub fn counts(&self) -> bool {
        self.counts
    }

    /// What these keys mean, looked for in one scope after the other, the narrow one first.
    pub fn find(&self, scopes: &[Scope], keys: &[KeyEvent]) -> Found {
        let keys: Vec<Chord> = keys.iter().map(Chord::from_event).collect();
        let mut more = false;
        for scope in scopes {
            for binding in self.bindings.iter().filter(|one| one.scope == *scope) {
                if binding.keys == keys {
                    return Found::Command(binding.command);
                }
                more |= binding.keys.starts_with(&keys);
            }
        }
        if more { Found::More } else { Found::Nothing }
    }

    /// All keys of a command, in the order of the file; the same key in several scopes stands once.
    pub fn keys_of(&self, id: &str) -> Vec<String> {
        let mut keys = Vec::new();
        for binding in self.bindings.iter().filter(|one| one.command.id == id) {
            let shown = chord::show_sequence(&binding.keys);
            if !keys.contains(&shown) {
                keys.push(shown);
            }
        }
        keys
    }

    /// The keys of a command that work in one of these scopes.
    pub fn keys_in(&self, scopes: &[Scope], id: &str) -> Vec<String> {
        self.bindings
            .iter()
            .filter(|one| one.command.id == id && scopes.contains(&one.scope))
            .map(|one| chord::show_sequence(&one.keys))
            .collect()
    }

    /// Key and word for the hint line, in the order of the table of commands: of each that has a word its first key in
    /// this scope. Asked for in every frame, so it walks the bindings and not the table.
    pub fn hints(&self, scope: Scope) -> Vec<(&'static Command, String)> {
        let here = |one: &&Binding| one.scope == scope && !one.command.hint.is_empty();
        let mut found: Vec<&Binding> = self.bindings.iter().filter(here).collect();
        found.sort_by_key(|one| one.place);
        found.dedup_by_key(|one| one.place);
        found.into_iter().map(|one| (one.command, chord::show_sequence(&one.keys))).collect()
    }

    /// What can be pressed in a scope alone, in the order of the table of commands: each command with its keys.
    pub fn bound_in(&self, scope: Scope) -> Vec<(&'static Command, Vec<String>)> {
        command::all()
            .map(|command| (command, self.keys_in(&[scope], command.id)))
            .filter(|(_, keys)| !keys.is_empty())
            .collect()
    }
}

/// "; did you mean due.record?", or nothing if no name is near.
fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    use crate::exchange::nearest::{closeness, plain};
    let word = plain(word);
    known
        .filter_map(|name| Some((closeness(&word, &plain(name))?, name)))
        .min()
        .map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"))
}
