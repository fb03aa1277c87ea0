//! The next session after a day on which there is none.

use chrono::{Days, NaiveDate};

use super::SessionLine;
use super::day::is_at;
use super::ground::Ground;
use crate::domain::delivery::{Span, State};
use crate::domain::ids::RecordId;
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// Days ahead in which it is sought: a summer, and some more.
const AHEAD: u64 = 70;

/// The first session after a day that nobody recorded, narrowed as [`day`](super::day()) is; `None` if none is planned
/// within ten weeks.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn next(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    after: NaiveDate,
    adult: Option<RecordId>,
    site: Option<RecordId>,
) -> Result<Option<SessionLine>, StoreError> {
    let from = after.checked_add_days(Days::new(1)).unwrap_or(after);
    let span = Span { from, to: from.checked_add_days(Days::new(AHEAD)).unwrap_or(from) };
    let ground = Ground::read(snapshot, school, span)?;
    let of_run = |run| {
        let wanted = ground.occasions(run, span).into_iter().find(|one| {
            let takes = adult.is_none_or(|adult| one.adult.or(run.held.lead) == Some(adult));
            one.state == State::Planned && takes && is_at(run, one, site)
        });
        wanted.map(|one| (run, one))
    };
    let first = ground.runs.iter().filter_map(of_run).min_by_key(|(run, one)| {
        (one.on, one.at.is_none(), one.at, run.held.name.to_lowercase(), run.held.id)
    });
    match first {
        Some((run, one)) => Ok(Some(ground.line(snapshot, run, &one, ground.tally(run, after))?)),
        None => Ok(None),
    }
}
