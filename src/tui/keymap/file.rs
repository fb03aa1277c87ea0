//! Reading and checking a keymap file.
//!
//! Known wart: a table's keys come in alphabetical order, not in the file's, so they are sorted by line again.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::chord::{parse_sequence, show_sequence};
use super::{BUILT_IN, Binding, Keymap, KeymapError, did_you_mean};
use crate::tui::command::{self, Command, Scope};

/// Keys that are the same everywhere, so that a person who is lost finds out again.
pub const FIXED: [&str; 3] = ["Esc", "C-c", "?"];

/// The places that are looked up together, the narrow one first. What is bound twice in one of these would be hidden.
pub(super) const TOGETHER: [&[Scope]; 19] = [
    &[Scope::Due, Scope::List, Scope::Global],
    &[Scope::Register, Scope::List, Scope::Global],
    &[Scope::Provision, Scope::List, Scope::Global],
    &[Scope::Sessions, Scope::List, Scope::Global],
    &[Scope::Timeline, Scope::List, Scope::Global],
    &[Scope::Pupil, Scope::List, Scope::Global],
    &[Scope::Calendar, Scope::List, Scope::Global],
    &[Scope::Rules, Scope::List, Scope::Global],
    &[Scope::School, Scope::List, Scope::Global],
    &[Scope::Figures, Scope::List, Scope::Global],
    &[Scope::Works, Scope::List, Scope::Global],
    &[Scope::Filter],
    &[Scope::Form],
    &[Scope::Picker],
    &[Scope::Group],
    &[Scope::Why],
    &[Scope::WhatIf],
    &[Scope::Plan],
    &[Scope::Strategies],
];

/// Collects what is wrong, with its line.
struct Faults<'a> {
    file: &'a str,
    found: Vec<KeymapError>,
    /// Where lines end; looked for once, since every key asks for its line at every start.
    ends: Vec<usize>,
}

impl<'a> Faults<'a> {
    fn new(file: &'a str, text: &'a str) -> Faults<'a> {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Faults { file, found: Vec::new(), ends }
    }

    fn line(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at) + 1
    }

    fn add(&mut self, at: usize, what: String) {
        let line = self.line(at);
        self.add_line(line, what);
    }

    fn add_line(&mut self, line: usize, what: String) {
        self.found.push(KeymapError { file: self.file.into(), line, what });
    }
}

fn parse<'a>(file: &str, text: &'a str) -> Result<DeTable<'a>, Vec<KeymapError>> {
    DeTable::parse(text).map(Spanned::into_inner).map_err(|error| {
        let mut faults = Faults::new(file, text);
        let span = error.span().unwrap_or_default();
        let what = match (error.message(), text.get(span.clone())) {
            ("duplicate key", Some(key)) => format!("{key} stands here twice"),
            (message, _) => message.to_owned(),
        };
        faults.add(span.start, what);
        faults.found
    })
}

/// The name of the map that a file is merged over; `None` if it names none.
pub(super) fn base(file: &str, text: &str) -> Result<Option<&'static str>, Vec<KeymapError>> {
    let table = parse(file, text)?;
    let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == "base") else { return Ok(None) };
    let name = value.get_ref().as_str().unwrap_or_default();
    match BUILT_IN.iter().find(|(known, _)| *known == name) {
        Some((known, _)) => Ok(Some(known)),
        None => {
            let mut faults = Faults::new(file, text);
            let near = did_you_mean(name, BUILT_IN.iter().map(|(known, _)| *known));
            faults.add(value.span().start, format!("base is \"simple\", \"vim\" or \"emacs\"{near}"));
            Err(faults.found)
        }
    }
}

/// A map from its text, over another one if there is a base. What is `fixed` cannot be bound in it.
pub(super) fn read(
    file: &str,
    text: &str,
    base: Option<Keymap>,
    fixed: &[&str],
) -> Result<Keymap, Vec<KeymapError>> {
    let over = base.is_some();
    let mut map = base.unwrap_or_else(|| Keymap {
        name: String::new(),
        counts: false,
        bindings: Vec::with_capacity(160),
    });
    map.name = file.to_string();
    for binding in &mut map.bindings {
        binding.fresh = false;
    }
    let mut faults = Faults::new(file, text);
    let mut lines = Vec::new();
    let table = parse(file, text)?;
    for (key, value) in &table {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        match (name, value.get_ref()) {
            ("base", _) => {}
            ("counts", DeValue::Boolean(counts)) => map.counts = *counts,
            ("counts", _) => faults.add(at, "counts is true or false".into()),
            (_, DeValue::Table(table)) => match Scope::parse(name) {
                Some(scope) => lines.extend(table.iter().map(|(key, value)| (scope, key, value))),
                None => {
                    let near = did_you_mean(name, Scope::ALL.iter().map(|scope| scope.name()));
                    faults.add(at, format!("[{name}] is no place for keys{near}"));
                }
            },
            _ => faults
                .add(at, format!("{name} means nothing here: a key stands under a table such as [global]")),
        }
    }
    lines.sort_by_key(|(_, key, _)| key.span().start);
    for (scope, key, value) in lines {
        bind(&mut map, &mut faults, (over, fixed), scope, key, value);
    }
    clashes(&map, &mut faults, over);
    if faults.found.is_empty() {
        Ok(map)
    } else {
        faults.found.sort_by_key(|fault| fault.line);
        Err(faults.found)
    }
}

fn bind(
    map: &mut Keymap,
    faults: &mut Faults<'_>,
    (over, fixed): (bool, &[&str]),
    scope: Scope,
    key: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Spanned<DeValue<'_>>,
) {
    let at = key.span().start;
    let keys = match parse_sequence(key.get_ref()) {
        Ok(keys) => keys,
        Err(why) => return faults.add(at, why),
    };
    let shown = show_sequence(&keys);
    if keys.first().is_some_and(|key| fixed.contains(&key.to_string().as_str())) {
        return faults.add(at, format!("{shown} is the same in every keymap and cannot be bound"));
    }
    let Some(id) = value.get_ref().as_str() else {
        return faults.add(at, format!("{shown} must name a command in quotes, or \"none\""));
    };
    if id == "none" && over {
        let before = map.bindings.len();
        map.bindings.retain(|one| one.scope != scope || one.keys != keys);
        if map.bindings.len() == before {
            faults.add(
                at,
                format!("{shown} is not bound in [{}], so there is nothing to unbind", scope.name()),
            );
        }
        return;
    }
    let Some((place, command)) = command::all().enumerate().find(|(_, command)| command.id == id) else {
        let near = did_you_mean(id, command::all().map(|command| command.id));
        return faults.add(at, format!("there is no command {id}{near}"));
    };
    if !fits(command, scope) {
        return faults.add(at, format!("{id} belongs in [{}]", command.scope.name()));
    }
    let line = faults.line(at);
    map.bindings.retain(|one| one.scope != scope || one.keys != keys);
    map.bindings.push(Binding { scope, keys, command, place, line, fresh: true });
}

/// Whether a command may be bound there: where it belongs, or, for what works in every pane or list, in a pane.
fn fits(command: &Command, scope: Scope) -> bool {
    command.scope == scope
        || match command.scope {
            Scope::Global => scope == Scope::List || scope.is_pane(),
            Scope::List => scope.is_pane(),
            _ => false,
        }
}

/// A key that hides another one, or is the beginning of another one, in any place where both are looked up.
fn clashes(map: &Keymap, faults: &mut Faults<'_>, over: bool) {
    for (at, one) in map.bindings.iter().enumerate() {
        for two in &map.bindings[at + 1..] {
            // The cheaper question first: this runs at every start.
            if !(one.keys.starts_with(&two.keys) || two.keys.starts_with(&one.keys)) {
                continue;
            }
            if !TOGETHER.iter().any(|scopes| scopes.contains(&one.scope) && scopes.contains(&two.scope)) {
                continue;
            }
            // The line is that of this file where there is one.
            let (said, other) = if two.fresh { (two, one) } else { (one, two) };
            let (keys, others) = (show_sequence(&said.keys), show_sequence(&other.keys));
            let place = if other.fresh { format!("line {}", other.line) } else { "the base".into() };
            let what = if keys == others { "is also" } else { "stands in the way of" };
            let mend = if over && !other.fresh {
                format!("; to take it away write \"{others}\" = \"none\" under [{}]", other.scope.name())
            } else {
                String::new()
            };
            faults.add_line(
                said.line,
                format!(
                    "{keys} in [{}] {what} {others} = {} in [{}] ({place}){mend}",
                    said.scope.name(),
                    other.command.id,
                    other.scope.name()
                ),
            );
        }
    }
}
