//! What is due as entries of a calendar: who is meant by initials, unless names are asked for.
//!
//! Rule: without `names`, a child's or an adult's name stands in no entry; what a person typed (an intervention's name) is
//! written as typed, but for the pupil's own name in it. An entry keeps its `uid` when its day moves.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::ics::{self, Entry};
use crate::domain::code::YearGroup;
use crate::domain::ids::{Kind, RecordId, SCHOOL, Seq, Stamp};
use crate::domain::rows::{DueRow, Who};
use crate::domain::school::SchoolFile;
use crate::domain::words::{fold, initials};
use crate::store::{Snapshot, StoreError};
use crate::views::due::{self, DueLine};

/// What goes into the calendar.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Names in place of initials.
    pub names: bool,
    /// The last day; `None` for everything.
    pub until: Option<NaiveDate>,
    /// One site; what belongs to the whole school stays. `None` for all.
    pub site: Option<RecordId>,
    /// What falls to this adult, or to the "SENCO"; `None` for all.
    pub lead: Option<String>,
    /// Pupils of one year; `None` for all, the school's own dates too.
    pub year: Option<YearGroup>,
}

/// Everything that a calendar is made of, read at one moment.
#[derive(Clone, Debug)]
pub struct Diary {
    /// The school.
    pub school: SchoolFile,
    /// What is due, the most pressing first.
    lines: Vec<DueLine>,
    /// When the store last changed: the moment that the calendar speaks of.
    at: Stamp,
    /// The store's mark, that no other store has.
    mark: u64,
}

/// Who it falls to where nobody is named.
const NOBODY: &str = "SENCO";

impl Diary {
    /// Reads it.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn read(view: &Snapshot<'_>) -> Result<Diary, StoreError> {
        let school = view.school()?;
        let lines = due::all(view, &school)?;
        let at = view.journal_newest(None, 1)?.first().map_or(Stamp(0), |newest| newest.at);
        // Two schools' calendars may stand side by side in one program, which knows entries by `uid` alone.
        #[allow(clippy::cast_possible_truncation)]
        let mark = view.entry(Seq(1))?.map_or(0, |founding| founding.op as u64);
        Ok(Diary { school, lines, at, mark })
    }

    /// The entries that are wanted, by day.
    pub fn entries(&self, wanted: &Wanted) -> Vec<Entry> {
        let mut seen = HashMap::new();
        let mut entries = Vec::new();
        for line in &self.lines {
            // Counted before anything is left out, so that a `uid` does not hang on what was asked for.
            let uid = self.uid(&line.row, &mut seen);
            if wanted.takes(line) {
                entries.push(self.entry(line, uid, wanted.names));
            }
        }
        entries
    }

    /// The file.
    pub fn file(&self, entries: &[Entry]) -> String {
        ics::write(&format!("{} · due", self.school.info.name), self.at, entries)
    }

    /// Duty, pupil and record by number. One duty that falls on several days for one record numbers them.
    fn uid(&self, row: &DueRow, seen: &mut HashMap<(u16, u32, u32), u32>) -> String {
        let key = (row.key.duty as u16, row.who.pupil.0, row.key.about.id.0);
        let before = seen.entry(key).or_default();
        let more = if *before == 0 { String::new() } else { format!("-{}", *before + 1) };
        *before += 1;
        format!("{}-{}-{}{more}@{:016x}.senco", key.0, key.1, key.2, self.mark)
    }

    fn entry(&self, line: &DueLine, uid: String, names: bool) -> Entry {
        let row = &line.row;
        let of_school = row.who.pupil == SCHOOL;
        // A consultation of the school's own is about a child who is not on roll: a child all the same.
        let is_child = !of_school || row.key.about.kind == Kind::Consultation;
        let what = if names || !is_child { line.what.clone() } else { without_name(&line.what, &row.who) };
        let who = match (of_school, names) {
            (true, false) if is_child => initials(&row.who.name),
            (true, _) => row.who.name.clone(),
            (false, true) => joined(" ", &[&row.who.name, &row.who.place()]),
            (false, false) => joined(" ", &[&short(&row.who), &row.who.place()]),
        };
        let summary = if who == what { what.clone() } else { joined(": ", &[&who, &what]) };
        let mut said = vec![match (line.lead.as_str(), names) {
            ("", _) => format!("For: {NOBODY}"),
            (lead, true) => format!("For: {lead}"),
            (lead, false) => format!("For: {}", initials(lead)),
        }];
        said.push(format!("Force: {}", row.key.force.label()));
        let site = self.school.site_name(row.who.site);
        if !site.is_empty() {
            said.push(format!("Site: {site}"));
        }
        if !of_school {
            said.push(format!("Pupil's number: {}", row.who.pupil.0));
        }
        Entry {
            uid,
            date: row.key.date,
            summary,
            description: said.join("\n"),
            category: row.key.force.label().to_owned(),
        }
    }
}

impl Wanted {
    fn takes(&self, line: &DueLine) -> bool {
        let row = &line.row;
        let lead = if line.lead.is_empty() { NOBODY } else { &line.lead };
        self.until.is_none_or(|until| row.key.date <= until)
            && self.site.is_none_or(|site| {
                row.who.site == Some(site) || (row.who.site.is_none() && row.who.pupil == SCHOOL)
            })
            && self.lead.as_ref().is_none_or(|wanted| fold(wanted) == fold(lead))
            && self.year.is_none_or(|year| row.who.year == Some(year))
    }

    /// The lead as told: somebody on the staff, or the SENCO.
    ///
    /// # Errors
    /// Nobody on the staff is called so: the words.
    pub fn lead_named(school: &SchoolFile, told: &str) -> Result<String, String> {
        let names = || school.staff.iter().map(|staff| staff.name.as_str());
        if names().chain([NOBODY]).any(|name| fold(name) == fold(told)) {
            return Ok(told.to_owned());
        }
        Err(format!(
            "nobody on the staff is called “{told}”: write the name as `senco due` shows it, or {NOBODY}"
        ))
    }

    /// The site as told.
    ///
    /// # Errors
    /// There is none of this name: the words, with the names there are.
    pub fn site_named(school: &SchoolFile, told: &str) -> Result<RecordId, String> {
        let found = school.sites.iter().find(|site| fold(&site.name) == fold(told));
        found.map(|site| site.id).ok_or_else(|| {
            let names: Vec<&str> = school.sites.iter().map(|site| site.name.as_str()).collect();
            match names.as_slice() {
                [] => "the school has no sites".to_owned(),
                names => format!("there is no site “{told}”: there is {}", crate::domain::words::list(names)),
            }
        })
    }
}

fn joined(with: &str, parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(with)
}

/// Initials; a name without letters is told by its number.
fn short(who: &Who) -> String {
    match initials(&who.name) {
        none if none.is_empty() => format!("Pupil {}", who.pupil.0),
        some => some,
    }
}

/// The text with the pupil's own name shortened, as in "1:1 for Ama". A word in small letters is left: "will" is no Will.
fn without_name(text: &str, who: &Who) -> String {
    let names: Vec<String> = [&who.name, &who.sort_name]
        .into_iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 1 && word.starts_with(char::is_alphabetic))
        .map(str::to_lowercase)
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| c.is_alphanumeric() != first.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if !first.is_lowercase() && names.contains(&word.to_lowercase()) {
            out.push(first);
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out
}

#[cfg(test)]
#[path = "diary/tests.rs"]
mod tests;
