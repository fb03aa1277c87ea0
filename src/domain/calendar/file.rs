//! A calendar out of a file, CSV or ICS, by what the text begins with.
//!
//! Rule kept here: what is taken is sure. A wrong line of a CSV refuses the file; an event of an ICS that is not understood is left
//! out and listed, since a school's calendar is full of concerts.

use super::{Calendars, Closure, Term, csv, ics};
use crate::domain::ids::RecordId;
use crate::domain::words::{fold, list};

/// The most bytes of a file of dates: some thousands of events.
pub const LIMIT: usize = 1 << 20;

/// What a file of dates gives. When and by whom is left for the action that saves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarFile {
    /// Terms, by date.
    pub terms: Vec<Term>,
    /// Closures, by date.
    pub closures: Vec<Closure>,
    /// What was not understood, by line. Always empty for a CSV.
    pub left_out: Vec<LeftOut>,
}

/// A part of a file that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What stands there, shortened.
    pub text: String,
    /// Why it was left out.
    pub why: String,
}

/// The sites that a file may name, and the one that is meant where it names none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sites {
    /// Each site with its name.
    pub known: Vec<(RecordId, String)>,
    /// Whose dates the file has; `None` for the whole school.
    pub usual: Option<RecordId>,
}

impl Sites {
    /// The site with this name; the usual one for no name.
    ///
    /// # Errors
    /// There is none, in words with those there are.
    pub fn find(&self, name: &str) -> Result<Option<RecordId>, String> {
        if name.trim().is_empty() {
            return Ok(self.usual);
        }
        if let Some((id, _)) = self.known.iter().find(|(_, known)| fold(known) == fold(name)) {
            return Ok(Some(*id));
        }
        let known: Vec<&str> = self.known.iter().map(|(_, name)| name.as_str()).collect();
        Err(match known.as_slice() {
            [] => format!("there is no site “{}”: the school has none", short(name)),
            known => format!("there is no site “{}”: there are {}", short(name), list(known)),
        })
    }
}

/// Reads terms, INSET days, bank holidays and closures out of a text, CSV or ICS.
///
/// A CSV has `name,start,end,half term start,half term end,site`, one term a line; the last three may be empty. A line that begins
/// with INSET, bank holiday, closed or open ("INSET: first aid") has one or two dates and may have a name. Headings may be left
/// out, and with headings the columns stand in any order. Dates as 3/9/2026, 2026-09-03 or 3 Sep 2026, always with the year in full.
///
/// # Errors
/// In words, with the line where there is one: too long, a line that is wrong, nothing understood, dates that contradict.
pub fn parse_calendar(text: &str, sites: &Sites) -> Result<CalendarFile, String> {
    if text.len() > LIMIT {
        return Err("this is too long for a file of term dates: at most 1 MB is read".into());
    }
    let text = text.trim_start_matches('\u{feff}');
    let start = text.trim_start().get(..15).unwrap_or_default();
    let mut file = if start.eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        ics::read(text, sites.usual)?
    } else {
        CalendarFile { left_out: Vec::new(), ..csv::read(text, sites)? }
    };
    file.terms.sort_by_key(|term| (term.start, term.site));
    file.closures.sort_by_key(|closure| (closure.from, closure.site));
    file.left_out.sort_by_key(|one| one.line);
    Calendars::new(&file.terms, &file.closures, true)?;
    Ok(file)
}

/// A text as a message repeats it: at most 60 characters of it.
pub(super) fn short(text: &str) -> String {
    let mut out: String = text.trim().chars().take(60).collect();
    if out.len() < text.trim().len() {
        out.push('…');
    }
    out
}
