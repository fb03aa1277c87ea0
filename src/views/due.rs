//! What is due: overdue and coming, the most pressing first.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::calendar::{Calendar, monday};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId};
use crate::domain::provision::Provision;
use crate::domain::review::ReviewKind;
use crate::domain::rows::{DueKey, DueRow};
use crate::domain::school::SchoolFile;
use crate::domain::stage;
use crate::duties::{self, sen_support};
use crate::store::{Snapshot, StoreError};

/// One thing to do, with the names that belong to it.
#[derive(Clone, Debug, PartialEq)]
pub struct DueLine {
    /// The row as derived.
    pub row: DueRow,
    /// What to do, with the intervention's name for a check.
    pub what: String,
    /// The adult it falls to; empty means the SENCO.
    pub lead: String,
}

/// The provisions that rows name, each read once.
#[derive(Default)]
struct Provisions(BTreeMap<RecordId, Option<Provision>>);

impl Provisions {
    fn get(&mut self, snapshot: &Snapshot<'_>, id: RecordId) -> Result<Option<&Provision>, StoreError> {
        if let std::collections::btree_map::Entry::Vacant(place) = self.0.entry(id) {
            place.insert(snapshot.provision(id)?.map(|held| held.value));
        }
        Ok(self.0.get(&id).and_then(Option::as_ref))
    }
}

fn join(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    rows: impl IntoIterator<Item = DueRow>,
) -> Result<Vec<DueLine>, StoreError> {
    let mut provisions = Provisions::default();
    let mut lines = Vec::new();
    for row in rows {
        let mut what = row.what.clone();
        let mut lead = row.lead;
        if let Some(id) = row.provision
            && let Some(provision) = provisions.get(snapshot, id)?
        {
            what = format!("{what} · {}", provision.name);
            lead = lead.or(provision.lead);
        }
        let lead = school.staff_name(lead).to_owned();
        lines.push(DueLine { row, what, lead });
    }
    Ok(lines)
}

/// The first so many, and whether that is all: enough for a first screen, whatever the size of the school.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn first(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    limit: usize,
) -> Result<(Vec<DueLine>, bool), StoreError> {
    let rows = snapshot.due_from(None, limit)?;
    let all = rows.len() < limit;
    Ok((join(snapshot, school, rows.into_iter().map(|(_, row)| row))?, all))
}

/// Everything due.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn all(snapshot: &Snapshot<'_>, school: &SchoolFile) -> Result<Vec<DueLine>, StoreError> {
    join(snapshot, school, snapshot.due_all()?)
}

/// Weeks after this one that have a heading of their own; what comes later stands together.
pub const WEEKS_NAMED: i64 = 9;

/// Which heading a day stands under, seen from today: 0 overdue, 1 this week, 2 next week, and so on.
pub fn week_of(date: NaiveDate, today: NaiveDate) -> u32 {
    if date < today {
        return 0;
    }
    let (Some(this), Some(that)) = (monday(today), monday(date)) else { return 0 };
    let weeks = day::between(this, that) / 7;
    u32::try_from(weeks.min(WEEKS_NAMED)).unwrap_or(0) + 1
}

/// The words of a heading.
pub fn week_title(section: u32, today: NaiveDate) -> String {
    match section {
        0 => "Overdue".to_owned(),
        1 => "This week".to_owned(),
        2 => "Next week".to_owned(),
        later if i64::from(later) > WEEKS_NAMED => "Later".to_owned(),
        week => monday(today)
            .and_then(|monday| monday.checked_add_days(chrono::Days::new(u64::from(week - 1) * 7)))
            .map_or_else(|| "Later".to_owned(), |monday| format!("Week of {}", day::near(monday, today))),
    }
}

/// All that is needed to act on one row: what it is about, how its date came about, what was found last time.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn detail(snapshot: &Snapshot<'_>, school: &SchoolFile, key: DueKey) -> Result<Vec<String>, StoreError> {
    match snapshot.pupil_file(key.about.pupil)? {
        Some(file) => detail_of(snapshot, school, &file, key),
        None => Ok(Vec::new()),
    }
}

fn detail_of(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    key: DueKey,
) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    let items = duties::due_items(file, &school.calendar, &school.settings);
    let Some(item) = items.into_iter().find(|item| item.about == key.about && item.duty == key.duty) else {
        return Ok(lines);
    };
    if let Some(provision) = item.provision.map(|id| snapshot.provision(id)).transpose()?.flatten() {
        let lead = school.staff_name(item.lead.or(provision.lead));
        lines.push(
            [provision.name.as_str(), &provision.dosage(), lead, &provision.agency]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        );
    }
    lines.push(item.reason.join(" "));
    if key.about.kind == Kind::Allocation {
        let allocation = file.allocations.iter().find(|allocation| allocation.id == key.about.id);
        if let Some(allocation) = allocation {
            let last = file.checks_of(allocation.id).next_back();
            let entry = if allocation.entry.is_empty() {
                "No entry measure.".to_owned()
            } else {
                format!("Entry {}.", allocation.entry)
            };
            let checked = match last {
                Some(check) => format!(
                    "Last check {}: {}{}{}.",
                    day::short(check.held),
                    check.outcome.sign(),
                    if check.measure.is_empty() { String::new() } else { format!(", {}", check.measure) },
                    if check.word.is_empty() { String::new() } else { format!(", {}", check.word) },
                ),
                None => "No check yet.".to_owned(),
            };
            lines.push(format!("{entry} {checked}"));
        }
    } else if let Some(last) = file.last_review() {
        let outcome = last.outcome.map(|outcome| outcome.label()).unwrap_or_default();
        let note = last.note.lines().next().unwrap_or_default();
        lines.push(match (outcome, note) {
            ("", "") => String::new(),
            (outcome, "") => format!("Last time: {outcome}."),
            ("", note) => format!("Last time: {note}"),
            (outcome, note) => format!("Last time: {outcome}. {note}"),
        });
    }
    let needs: Vec<&str> = file.open_needs().map(|need| need.sen_type.code()).collect();
    if !needs.is_empty() {
        lines.push(format!("Needs {}.", needs.join(", then ")));
    }
    if !file.pupil.note.is_empty() {
        lines.push(file.pupil.note.lines().next().unwrap_or_default().to_owned());
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines)
}

/// A due row by what it is about: enough to find it again in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The review, the allocation, or the pupil's profile where no review is agreed.
    pub about: Key,
}

/// All that a form needs to know of a row before it opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Which row.
    pub target: Target,
    /// The pupil's name.
    pub name: String,
    /// What is due, in a few words.
    pub what: String,
    /// The day it is due.
    pub due: NaiveDate,
    /// What kind of review; with parents where none is agreed.
    pub kind: ReviewKind,
    /// When the next review should follow one held today; `None` if the stage asks for none, and for checks.
    pub next: Option<NaiveDate>,
    /// What there is to know, a line each.
    pub detail: Vec<String>,
}

fn subject(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    about: Key,
    today: NaiveDate,
) -> Result<Option<Subject>, StoreError> {
    let items = duties::due_items(file, &school.calendar, &school.settings);
    let Some(item) = items.into_iter().find(|item| item.about == about) else { return Ok(None) };
    let review = file.reviews.iter().find(|review| about.kind == Kind::Review && review.id == about.id);
    let key = DueKey { date: item.date, force: item.force, duty: item.duty, about };
    let next = match about.kind {
        Kind::Allocation => None,
        _ => next_review(file, today, &school.calendar),
    };
    Ok(Some(Subject {
        target: Target { about },
        name: file.pupil.name(),
        what: item.what,
        due: item.date,
        kind: review.map_or(ReviewKind::WithParents, |review| review.kind),
        next,
        detail: detail_of(snapshot, school, file, key)?,
    }))
}

/// When to look again after a review held on `held`, by the rhythm of the pupil's stage. `None` if the stage asks for
/// none.
pub fn next_review(file: &PupilFile, held: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let a_year =
        file.stage().and_then(|span| stage::find(&span.stage)).map(|stage| stage.reviews_per_year)?;
    sen_support::next_by_rhythm(held, a_year, calendar)
}

/// What a form needs to know of some rows. Rows that are no longer due are passed over.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn subjects(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    targets: &[Target],
    today: NaiveDate,
) -> Result<Vec<Subject>, StoreError> {
    let mut subjects = Vec::new();
    for target in targets {
        let Some(file) = snapshot.pupil_file(target.about.pupil)? else { continue };
        subjects.extend(subject(snapshot, school, &file, target.about, today)?);
    }
    Ok(subjects)
}

/// What a form needs to record a review of a pupil: the review that is open and due first, else one that was not
/// planned. `None` if there is no such pupil.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn review_subject(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    pupil: PupilId,
    today: NaiveDate,
) -> Result<Option<Subject>, StoreError> {
    let Some(file) = snapshot.pupil_file(pupil)? else { return Ok(None) };
    let open = file.open_reviews().next().map(|review| Key::new(pupil, Kind::Review, review.id));
    let about = open.unwrap_or_else(|| Key::profile(pupil));
    if let Some(found) = subject(snapshot, school, &file, about, today)? {
        return Ok(Some(found));
    }
    Ok(Some(Subject {
        target: Target { about: Key::profile(pupil) },
        name: file.pupil.name(),
        what: "a review that was not planned".to_owned(),
        due: today,
        kind: ReviewKind::WithParents,
        next: next_review(&file, today, &school.calendar),
        detail: Vec::new(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_stand_under_the_week_they_fall_in() {
        let today = date("2026-11-21"); // a Saturday
        for (day, section, title) in [
            ("2026-11-20", 0, "Overdue"),
            ("2020-01-01", 0, "Overdue"),
            ("2026-11-21", 1, "This week"),
            ("2026-11-22", 1, "This week"),
            ("2026-11-23", 2, "Next week"),
            ("2026-11-30", 3, "Week of Mon 30 Nov"),
            ("2027-01-11", 9, "Week of Mon 11 Jan"),
            ("2027-01-18", 9 + 1, "Later"),
            ("2031-01-18", 9 + 1, "Later"),
        ] {
            assert_eq!(week_of(date(day), today), section, "{day}");
            assert_eq!(week_title(section, today), title, "{day}");
        }
    }
}
