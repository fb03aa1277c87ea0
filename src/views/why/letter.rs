//! Why something is due as a short letter, for screen and command line alike: how binding it is first, then the sum, the
//! what follows, the facts and what would change it.

use chrono::NaiveDate;

use super::{Fact, Terms, Why, force_words};
use crate::domain::day;
use crate::domain::rows::Whose;
use crate::domain::words::{capital, list};

/// Some lines that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What stands over them; empty for none.
    pub heading: &'static str,
    /// The lines; at least one.
    pub lines: Vec<String>,
}

fn paragraph(heading: &'static str, lines: Vec<String>) -> Option<Paragraph> {
    (!lines.is_empty()).then_some(Paragraph { heading, lines })
}

fn stopped(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn clock(whose: Whose) -> &'static str {
    match whose {
        Whose::School => "it is the school's clock that runs",
        Whose::Authority => "it is the authority's clock that runs",
        Whose::Family => "it is the family's clock that runs",
    }
}

fn fact(fact: &Fact, today: NaiveDate) -> String {
    let by = |by: &str| if by.is_empty() { String::new() } else { format!(" by {by}") };
    let mut said = format!("{} ({}): {}", fact.label, fact.record, day::full(fact.date));
    if let Some(on) = fact.typed_on {
        said.push_str(&format!(", typed {}{}", day::near(on, today), by(&fact.by)));
    }
    if let Some((on, who)) = &fact.changed {
        said.push_str(&format!(", record last changed {}{}", day::near(*on, today), by(who)));
    }
    said + "."
}

fn quoted(labels: &[&str]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| format!("“{label}”")).collect();
    list(&labels.iter().map(String::as_str).collect::<Vec<_>>())
}

impl Why {
    /// "due Tue 1 Dec 2026, in 9 days"; with "~" where it rests on terms that nobody has confirmed.
    pub fn when(&self, today: NaiveDate) -> String {
        let about = if self.terms == Terms::Provisional { "~" } else { "" };
        match self.done {
            Some(done) => {
                format!("was due {about}{}, done {}", day::full(self.date), day::near(done, today))
            }
            None => format!("due {about}{}, {}", day::full(self.date), day::how_late(self.date, today)),
        }
    }

    /// Whether the terms have a say in the date, and whether they are confirmed.
    pub fn terms_words(&self) -> &'static str {
        match self.terms {
            Terms::Unused => "No term dates are in this sum, so a change of terms does not move it.",
            Terms::Confirmed => "It rests on the term dates, which the school has confirmed for then.",
            Terms::Provisional => {
                "It is provisional: it rests on term dates that nobody has confirmed for then."
            }
        }
    }

    /// The paragraphs of the letter, what is law first.
    pub fn letter(&self, today: NaiveDate) -> Vec<Paragraph> {
        [
            paragraph("", self.opening()),
            paragraph("How the date came about", self.reckoning()),
            paragraph("What follows", self.following(today)),
            paragraph("What it used", self.facts.iter().map(|one| fact(one, today)).collect()),
            paragraph("What would change it", self.changes()),
            paragraph("Where the sources disagree", {
                if self.dispute.is_empty() { Vec::new() } else { vec![stopped(self.dispute)] }
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn opening(&self) -> Vec<String> {
        let mut lines = vec![
            format!("{}: {}", force_words(self.force, self.seen), stopped(self.limit)),
            format!("Source: {}", stopped(self.source)),
        ];
        let who = if self.who.is_empty() { "nobody in particular" } else { self.who };
        lines.push(format!("To act: {who}; {}.", clock(self.whose)));
        lines
    }

    fn reckoning(&self) -> Vec<String> {
        // That the terms are not confirmed is said once, below.
        let steps = self.steps.iter().filter(|step| *step != crate::duties::sum::PROVISIONAL);
        steps.cloned().chain([self.terms_words().to_owned()]).collect()
    }

    fn changes(&self) -> Vec<String> {
        let mut labels: Vec<&str> = Vec::new();
        for fact in &self.facts {
            if !labels.contains(&fact.label) {
                labels.push(fact.label);
            }
        }
        let mut lines = Vec::new();
        if !labels.is_empty() {
            lines.push(format!("Another date in {}.", quoted(&labels)));
        }
        if !self.done_in.is_empty() {
            lines.push(format!("Filling in {} ends it.", quoted(self.done_in.get(..1).unwrap_or_default())));
        }
        if self.terms != Terms::Unused {
            lines.push("Other term dates.".to_owned());
        }
        let numbers: Vec<String> = self
            .choices
            .iter()
            .map(|choice| {
                let comes = choice.comes_as.as_ref().map(|comes| format!(", comes as {comes}"));
                format!("{} {}{}", capital(choice.label), choice.now, comes.unwrap_or_default())
            })
            .collect();
        let rules = format!("the rule {} in Rules", self.rule);
        lines.push(match numbers.is_empty() {
            true => format!("Switching off {rules}."),
            false => format!("{}: change or switch off {rules}.", numbers.join("; ")),
        });
        lines
    }

    fn following(&self, today: NaiveDate) -> Vec<String> {
        let one = |next: &super::Follows| {
            format!(
                "{}  {} ({}, {})",
                day::near(next.date, today),
                next.what,
                next.force.label(),
                next.whose.label()
            )
        };
        self.then.iter().map(one).collect()
    }
}
