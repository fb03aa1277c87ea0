//! A field that is picked from a list by typing a few letters, a code, or by stepping through it.

use super::field::{Gives, Kind, Picks};
use crate::fuzzy::Found;
use crate::text::clean;

/// The most of a query that is taken, in bytes: longer than any name.
const LONGEST: usize = 200;

/// The state of such a field.
#[derive(Clone, Debug)]
pub(super) struct Picker {
    pub(super) picks: Picks,
    /// Whether codes mean something to the person who types them; record numbers do not.
    codes: bool,
    new: bool,
    many: bool,
    /// What is being typed; empty once it is accepted.
    pub(super) query: String,
    found: Option<Found>,
    /// What the query offers, best first.
    pub(super) offers: Vec<Offer>,
    /// Which of the offers would be taken.
    pub(super) at: usize,
    /// What was taken, as places in the list.
    pub(super) chosen: Vec<usize>,
    /// A name that is not on the list.
    pub(super) name: String,
}

/// One thing that a query offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// A place in the list.
    Known(usize),
    /// The query itself, as a new name.
    New,
}

/// Whether these letters are the first ones of a name's words, with or without an "and": "slt" and "salt" are short for
/// "Speech and language therapy".
fn is_short_for(query: &str, label: &str) -> bool {
    let query = query.trim().to_lowercase();
    let words = || label.split_whitespace().map(str::to_lowercase);
    let first = |word: String| word.chars().next();
    query.chars().count() > 1
        && (words().filter_map(first).eq(query.chars())
            || words().filter(|word| word != "and").filter_map(first).eq(query.chars()))
}

impl Picker {
    /// For these kinds alone; `None` for others.
    pub(super) fn of(kind: &Kind) -> Option<Picker> {
        let (picks, codes, new, many) = match kind {
            Kind::Pick { picks, gives, new } => (picks.clone(), *gives == Gives::Code, *new, false),
            Kind::Pupils(picks) => (picks.clone(), false, false, true),
            _ => return None,
        };
        Some(Picker {
            picks,
            codes,
            new,
            many,
            query: String::new(),
            found: None,
            offers: Vec::new(),
            at: 0,
            chosen: Vec::new(),
            name: String::new(),
        })
    }

    /// The state in one line: codes with commas between; then `!` and a new name, or `?`, which offer the cursor is on, `:`
    /// and what was typed so far.
    pub(super) fn text(&self) -> String {
        let mut codes: Vec<&str> = self.codes_chosen().collect();
        let open = match (self.query.as_str(), self.name.as_str()) {
            ("", "") => String::new(),
            ("", name) => format!("!{name}"),
            (query, _) => format!("?{}:{query}", self.at),
        };
        if !open.is_empty() {
            codes.push(&open);
        }
        codes.join(",")
    }

    /// The state out of such a line; codes that the list lacks are left out.
    pub(super) fn set_text(&mut self, text: &str) {
        self.chosen.clear();
        self.name.clear();
        self.set_query("");
        let at = text.find(['?', '!']).unwrap_or(text.len());
        let (codes, open) = text.split_at(at);
        for code in codes.split(',').filter(|code| !code.is_empty()) {
            if let Some(at) = self.picks.all.iter().position(|pick| pick.code == code)
                && (self.many || self.chosen.is_empty())
                && !self.chosen.contains(&at)
            {
                self.chosen.push(at);
            }
        }
        if let Some(name) = open.strip_prefix('!') {
            // It may have joined the list since.
            match self.exact(name) {
                Some(known) => self.chosen = vec![known],
                None if self.new => self.name = clean(name).trim().to_owned(),
                None => self.set_query(&clean(name)),
            }
        } else if let Some((at, query)) = open.strip_prefix('?').and_then(|open| open.split_once(':')) {
            self.set_query(&clean(query));
            self.at = at.parse().unwrap_or(0).min(self.offers.len().saturating_sub(1));
        }
    }

    /// The codes of what is taken.
    pub(super) fn codes_chosen(&self) -> impl Iterator<Item = &str> {
        self.chosen.iter().filter_map(|at| self.picks.all.get(*at)).map(|pick| pick.code.as_str())
    }

    /// The names of what is taken, with commas between.
    pub(super) fn label(&self) -> String {
        let labels: Vec<&str> = self
            .chosen
            .iter()
            .filter_map(|at| self.picks.all.get(*at))
            .map(|pick| pick.label.as_str())
            .collect();
        if self.name.is_empty() { labels.join(", ") } else { self.name.clone() }
    }

    /// What an offer reads like.
    pub(super) fn offer_label(&self, offer: Offer) -> String {
        match offer {
            Offer::Known(at) => self.picks.all.get(at).map_or(String::new(), |pick| pick.label.clone()),
            Offer::New => format!("new: {}", self.query.trim()),
        }
    }

    fn exact(&self, label: &str) -> Option<usize> {
        let label = label.trim().to_lowercase();
        self.picks.all.iter().position(|pick| pick.label.to_lowercase() == label)
    }

    fn set_query(&mut self, query: &str) {
        self.query = query.to_owned();
        self.at = 0;
        self.offers.clear();
        if query.trim().is_empty() {
            self.found = None;
            return;
        }
        let found = self.picks.names.find(query, self.found.as_ref());
        if self.codes {
            let code = query.trim().to_lowercase().replace(['−', '–'], "-");
            let is = |pick: &str| {
                pick.eq_ignore_ascii_case(&code) || pick.strip_prefix('+') == Some(code.as_str())
            };
            let starts = |pick: &str| pick.to_lowercase().starts_with(&code);
            let all = self.picks.all.iter().enumerate();
            self.offers
                .extend(all.clone().filter(|(_, pick)| is(&pick.code)).map(|(at, _)| Offer::Known(at)));
            self.offers.extend(
                all.filter(|(_, pick)| !is(&pick.code) && starts(&pick.code)).map(|(at, _)| Offer::Known(at)),
            );
        }
        if self.new {
            // "EP" and "SALT" are how people write an agency.
            let all = self.picks.all.iter().enumerate();
            self.offers.extend(
                all.filter(|(_, pick)| is_short_for(query, &pick.label)).map(|(at, _)| Offer::Known(at)),
            );
        }
        let by_code = self.offers.clone();
        let hits = found.hits.iter().map(|at| Offer::Known(*at)).filter(|offer| !by_code.contains(offer));
        self.offers.extend(
            hits.filter(|offer| !matches!(offer, Offer::Known(at) if self.many && self.chosen.contains(at))),
        );
        self.found = Some(found);
        let mut by_figure = false;
        if self.offers.is_empty()
            && let Ok(number) = query.trim().parse::<usize>()
            && self.is_short()
            && (1..=self.picks.all.len()).contains(&number)
        {
            self.offers.push(Offer::Known(number - 1));
            by_figure = true;
        }
        if self.new && self.exact(query).is_none() {
            // A new name is meant unless what was typed stands in a known one as it is.
            let typed = query.trim().to_lowercase();
            let stands =
                self.offers.first().map(|first| self.offer_label(*first)).is_some_and(|label| {
                    label.to_lowercase().contains(&typed) || is_short_for(query, &label)
                });
            self.offers.push(Offer::New);
            if !stands && !by_figure {
                self.at = self.offers.len() - 1;
            }
        }
    }

    /// Whether the list is so short that all of it is shown and a number picks from it.
    pub(super) fn is_short(&self) -> bool {
        self.picks.all.len() <= 12
    }

    /// Whether codes may be typed; records have numbers that mean nothing to people.
    pub(super) fn types_codes(&self) -> bool {
        self.codes
    }

    /// A character is typed: the query grows. One that leads nowhere begins a new query if it can.
    pub(super) fn push(&mut self, c: char) {
        if self.query.len() >= LONGEST || (self.query.is_empty() && c == ' ') {
            return;
        }
        let longer = format!("{}{c}", self.query);
        self.set_query(&longer);
        if self.offers.is_empty() && self.codes && longer.chars().count() > 1 {
            let alone = c.to_string();
            self.set_query(&alone);
            if self.offers.is_empty() {
                self.set_query(&longer);
            }
        }
    }

    /// Pasted words become the query.
    pub(super) fn paste(&mut self, text: &str) {
        let mut longer = format!("{}{}", self.query, clean(text).trim());
        longer.truncate((0..=LONGEST).rev().find(|at| longer.is_char_boundary(*at)).unwrap_or(0));
        self.set_query(&longer);
    }

    /// Takes back a character of the query, or what was taken last.
    pub(super) fn backspace(&mut self) {
        if self.query.is_empty() {
            if !self.name.is_empty() {
                // A new name goes on being typed.
                let mut name = std::mem::take(&mut self.name);
                name.pop();
                self.set_query(&name);
            } else {
                self.chosen.pop();
            }
            return;
        }
        let mut shorter = self.query.clone();
        shorter.pop();
        self.set_query(&shorter);
    }

    /// Empties the query, or if there is none all that was taken.
    pub(super) fn clear(&mut self) {
        if self.query.is_empty() {
            self.chosen.clear();
            self.name.clear();
        }
        self.set_query("");
    }

    /// The next or the one before: of the offers while something is typed, else of the list.
    pub(super) fn step(&mut self, on: bool) {
        let step = |at: usize, len: usize| {
            if on { (at + 1).min(len.saturating_sub(1)) } else { at.saturating_sub(1) }
        };
        if !self.query.is_empty() {
            self.at = step(self.at, self.offers.len());
        } else if !self.many && !self.picks.all.is_empty() {
            self.name.clear();
            let at = self.chosen.first().map_or(0, |at| step(*at, self.picks.all.len()));
            self.chosen = vec![at];
        }
    }

    /// Takes what the query offers. False if it offers nothing.
    pub(super) fn accept(&mut self) -> bool {
        if self.query.trim().is_empty() {
            self.set_query("");
            return true;
        }
        let Some(offer) = self.offers.get(self.at).copied() else { return false };
        if !self.many {
            self.chosen.clear();
        }
        self.name.clear();
        match offer {
            Offer::Known(at) => self.chosen.push(at),
            Offer::New => self.name = self.query.trim().to_owned(),
        }
        self.set_query("");
        true
    }

    /// What would be saved now: places in the list, or a new name.
    ///
    /// # Errors
    /// In words, if what is typed is not on the list.
    pub(super) fn taken(&self) -> Result<(Vec<usize>, String), String> {
        let mut after = self.clone();
        if after.accept() {
            Ok((after.chosen, after.name))
        } else {
            Err(format!("nothing on the list is like “{}”", self.query.trim()))
        }
    }
}
