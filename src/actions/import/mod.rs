//! Bringing a register in: what each row adds or changes, and all of it in one edit.
//!
//! Rule: the same planning feeds the rehearsal and the real run, and the real run plans anew inside its write transaction. A row
//! never wipes what the file lacks; a doubt refuses the row. One edit is one journal entry, and one undo takes it all back.
//!
//! - `matching` finds whom a row speaks of; `row` and `support` say what it brings to that pupil's file; `report` says so in words.

mod matching;
mod report;
mod row;
mod support;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::staff::{Adult, resolve};
use super::{By, cycle};
use crate::domain::ids::{Key, PupilId, RecordId, SCHOOL};
use crate::domain::record::{Record, Recorded};
use crate::domain::school::{HeadingMap, SchoolFile, Site};
use crate::domain::words;
use crate::exchange::fields::Field;
use crate::exchange::headings::Choice;
use crate::exchange::incoming::Incoming;
use crate::exchange::nearest::plain;
use crate::exchange::register::{Fate, IncomingRow};
use crate::store::{Edit, Refused, Snapshot, StoreError};
use matching::{Found, Roll};
pub use report::{Outcome, Report, RowReport};
use row::{Names, Proposal, propose};

/// What the journal calls it.
pub const ACTION: &str = "import a register";

/// The headings that the school settled at earlier imports. A field that this program no longer has is passed over.
///
/// # Errors
/// The store fails.
pub fn remembered(store: &Snapshot<'_>) -> Result<Vec<Choice>, StoreError> {
    Ok(choices(&store.school()?.headings.value))
}

fn choices(map: &HeadingMap) -> Vec<Choice> {
    map.pairs
        .iter()
        .filter_map(|(heading, key)| {
            let field = if key == "-" { None } else { Some(Field::of_key(key)?) };
            Some(Choice { heading: heading.clone(), field })
        })
        .collect()
}

/// What an import would do; nothing is written.
///
/// # Errors
/// The store fails.
pub fn rehearse(
    store: &Snapshot<'_>,
    by: &By,
    incoming: &Incoming,
    told: &[Choice],
) -> Result<Report, StoreError> {
    Ok(plan(store, by, incoming, told)?.report)
}

/// Imports: every row that can be taken, and the headings of `told` to remember. Refused rows are in the report and change
/// nothing.
///
/// # Errors
/// A record cannot be written, or the store fails; then nothing is written.
pub fn import(edit: &mut Edit<'_>, by: &By, incoming: &Incoming, told: &[Choice]) -> Result<Report, Refused> {
    let plan = plan(edit, by, incoming, told)?;
    let mut sites: HashMap<String, RecordId> = HashMap::new();
    let mut adults: HashMap<String, RecordId> = HashMap::new();
    for (on_file, mut proposal) in plan.proposals {
        if let Some(name) = proposal.new_site.take() {
            let key = plain(&name);
            let id = match sites.get(&key) {
                Some(id) => *id,
                None => edit.add(SCHOOL, Site { name })?,
            };
            sites.insert(key, id);
            proposal.pupil.site = Some(id);
        }
        if let Some(name) = proposal.new_key_person.take() {
            let key = plain(&name);
            let id = match adults.get(&key) {
                Some(id) => *id,
                None => resolve(edit, &Adult::Named(name))?,
            };
            adults.insert(key, id);
            proposal.pupil.key_person = Some(id);
        }
        let pupil = on_file.unwrap_or_else(|| edit.new_pupil());
        edit.put(Key::profile(pupil), proposal.pupil.wrap())?;
        let mut written = Vec::with_capacity(proposal.writes.len());
        for (id, record) in proposal.writes {
            let kind = record.kind();
            let key = Key::new(pupil, kind, id.unwrap_or_else(|| edit.new_id(kind)));
            edit.put(key, record.clone())?;
            written.push((key, record));
        }
        cycle::follow::imported(edit, by, pupil, &written)?;
    }
    if let Some(map) = plan.headings {
        edit.put(SchoolFile::headings_key(), Record::Headings(map))?;
    }
    Ok(plan.report)
}

struct Plan {
    report: Report,
    /// Those that write something, with the pupil's number where there is one.
    proposals: Vec<(Option<PupilId>, Proposal)>,
    /// The headings to remember; None where nothing is new.
    headings: Option<HeadingMap>,
}

fn plan(store: &Snapshot<'_>, by: &By, incoming: &Incoming, told: &[Choice]) -> Result<Plan, StoreError> {
    let school = store.school()?;
    let mut pupils = Vec::new();
    for id in store.pupils()? {
        pupils.extend(store.pupil(id)?.map(|held| (id, held.value)));
    }
    let roll = Roll::new(pupils);
    let names = Names::of(&school);
    let headings = remember(&school.headings.value, told);
    let mut plan = Plan { report: Report::default(), proposals: Vec::new(), headings };
    let mut spoken: HashMap<PupilId, usize> = HashMap::new();
    for row in &incoming.rows {
        let (report, proposal) = plan_row(store, by, row, &roll, &names, &mut spoken)?;
        plan.report.rows.push(report);
        plan.proposals.extend(proposal);
    }
    let proposals = || plan.proposals.iter().map(|(_, proposal)| proposal);
    let sites = newcomers("site", proposals().filter_map(|p| p.new_site.as_ref()));
    let adults = newcomers("adult", proposals().filter_map(|p| p.new_key_person.as_ref()));
    let lacking = proposals().filter(|p| p.lacks_need).count();
    plan.report.notes.extend(sites.into_iter().chain(adults));
    if let Ok(lacking @ 1..) = i64::try_from(lacking) {
        let pupils = words::plural(lacking, "pupil");
        let note = format!("K or E without a need: {pupils}; the census asks for a main need");
        plan.report.notes.push(note);
    }
    if plan.headings.is_some() {
        plan.report.notes.push("what --map says is remembered for the next import".to_owned());
    }
    Ok(plan)
}

/// "new: 2 sites: "Ivy Lane", "Holly Bank"", each once; None if there is none.
fn newcomers<'a>(what: &str, names: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut seen: Vec<&String> = Vec::new();
    for name in names {
        if !seen.iter().any(|other| plain(other) == plain(name)) {
            seen.push(name);
        }
    }
    let count = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    let list = seen.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    (!seen.is_empty()).then(|| format!("new: {}: {list}", words::plural(count, what)))
}

type Planned = (RowReport, Option<(Option<PupilId>, Proposal)>);

fn plan_row(
    store: &Snapshot<'_>,
    by: &By,
    row: &IncomingRow,
    roll: &Roll,
    names: &Names,
    spoken: &mut HashMap<PupilId, usize>,
) -> Result<Planned, StoreError> {
    let not_taken = |outcome, why: String| {
        let (name, warnings) = (row.name(), row.warnings.clone());
        (RowReport { line: row.line, name, outcome, changes: Vec::new(), why, warnings }, None)
    };
    let refused = |why: &str| Ok(not_taken(Outcome::Refused, why.to_owned()));
    match &row.fate {
        Fate::Read => {}
        Fate::Refused(why) => return refused(why),
        Fate::Repeats(line) => return Ok(not_taken(Outcome::Left, format!("says what line {line} says"))),
        Fate::Joins(line) => {
            let why = format!("gives another need of the pupil on line {line}, taken with it");
            return Ok(not_taken(Outcome::Left, why));
        }
    }
    let (on_file, proposal) = match roll.find(row) {
        Found::Unclear(why) => return refused(&why),
        Found::New if row.surname.is_none() || row.forename.is_none() => {
            return refused("this UPN is not on file, and a new pupil needs a surname and a forename");
        }
        Found::New => (None, propose(row, None, names, by)),
        Found::One(id, how) => {
            if let Some(line) = spoken.get(&id) {
                return refused(&format!("speaks of the pupil of line {line} too: line {line} is kept"));
            }
            spoken.insert(id, row.line);
            let Some(file) = store.pupil_file(id)? else {
                return refused("this pupil's file cannot be found");
            };
            (Some(id), propose(row, Some((&file, how)), names, by))
        }
    };
    let (mut report, _) = not_taken(Outcome::Left, String::new());
    report.changes.clone_from(&proposal.changes);
    report.warnings.extend(proposal.warnings.iter().cloned());
    report.outcome = match on_file {
        None => Outcome::Added,
        Some(_) if proposal.changes.is_empty() => {
            report.why = "nothing new".to_owned();
            return Ok((report, None));
        }
        Some(_) => Outcome::Changed,
    };
    Ok((report, Some((on_file, proposal))))
}

/// The map with what was told this time; None where it says nothing new.
fn remember(map: &HeadingMap, told: &[Choice]) -> Option<HeadingMap> {
    let mut pairs = map.pairs.clone();
    for choice in told {
        let pair = (choice.heading.clone(), choice.field.map_or("-", Field::key).to_owned());
        match pairs.iter_mut().find(|(heading, _)| plain(heading) == plain(&choice.heading)) {
            Some(known) if known.1 == pair.1 => {}
            Some(known) => *known = pair,
            None => pairs.push(pair),
        }
    }
    (pairs != map.pairs).then_some(HeadingMap { pairs })
}
