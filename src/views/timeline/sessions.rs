//! Sessions on the timeline: what a pupil had of each provision.
//!
//! Rule: one line a place, on the day of its last session that was recorded, with the months behind it: a pupil's story does
//! not drown in three sessions a week. A place of which nothing was recorded has no line.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{Entry, EntryKind};
use crate::domain::delivery::{Span, State, Tally, occasions, of_pupil};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, RecordId};
use crate::domain::provision::Provision;
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// A line for each place of which sessions were recorded.
pub(super) fn entries(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    provisions: &BTreeMap<RecordId, Provision>,
    today: NaiveDate,
) -> Result<Vec<Entry>, StoreError> {
    let mut out = Vec::new();
    for place in &file.allocations {
        let Some(provision) = provisions.get(&place.provision) else { continue };
        let rows = snapshot.sessions_of(place.provision)?;
        let whole = Span { from: place.from, to: place.to.map_or(today, |to| to.min(today)) };
        let recorded = rows.iter().filter(|row| row.state != State::Planned && whole.has(row.on));
        let Some(last) = recorded.map(|row| row.on).max() else { continue };
        let all = occasions(provision, school.calendar_of(provision.site), &rows, whole);
        let tally = |span| of_pupil(&all, file.id, span, today);
        let detail = months(whole)
            .into_iter()
            .map(|month| (month, tally(month)))
            .filter(|(_, counted)| *counted != Tally::default())
            .map(|(month, counted)| format!("{}: {}", month.from.format("%b %Y"), counted.words()));
        out.push(Entry {
            kind: EntryKind::Provision,
            on: last,
            ahead: false,
            what: format!("{} · {}", provision.name, tally(whole).words()),
            detail: detail.collect(),
            typed_on: None,
            by: String::new(),
            record: Key::new(file.id, Kind::Allocation, place.id),
            duty: None,
        });
    }
    Ok(out)
}

/// A span cut into its months.
fn months(span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = span.from;
    while from <= span.to {
        let days = u32::from(from.num_days_in_month());
        let last = from.with_day(days).unwrap_or(from).min(span.to);
        out.push(Span { from, to: last });
        let Some(next) = last.succ_opt() else { break };
        from = next;
    }
    out
}
