//! What a row brings to a pupil's support: stage, needs and reviews. Pure, as `row` is.
//!
//! Rule: a stage that ends and one that begins do not overlap; what the school's system cannot know (a watch list, an assessment
//! asked for, a review moved since) is not undone by what it does not say.

use chrono::{Days, NaiveDate};

use super::row::Proposal;
use crate::actions::By;
use crate::domain::code::SenCode;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::Held;
use crate::domain::pupil::{Need, StageSpan};
use crate::domain::record::{Record, Recorded};
use crate::domain::review::{Move, Review, ReviewKind};
use crate::domain::stage::{self, StageSet};
use crate::exchange::codes::Status;
use crate::exchange::register::IncomingRow;

/// Why a review has another date.
const MOVED: &str = "the register that was imported has this date";

impl Proposal {
    /// Stage, needs and reviews.
    pub(super) fn support(
        &mut self,
        row: &IncomingRow,
        file: Option<&PupilFile>,
        set: &'static StageSet,
        by: &By,
    ) {
        let ends = row.status.as_ref().is_some_and(|status| status.stage.is_none());
        let status = match row.status.as_ref().map(|status| status.within(set)) {
            Some(Err(words)) => {
                self.warnings.push(words);
                None
            }
            read => read.and_then(Result::ok).map(|status| beside(status, file, set)),
        };
        let since = self.stage(row, status.as_ref(), file, set, by);
        match &row.needs {
            Some(_) if ends => self.warnings.push("no SEN, so the needs in this row are left out".to_owned()),
            Some(_) => self.needs(row, file, since, by),
            None => {}
        }
        self.reviews(row, file, by);
        let census = |record: &Record| match record {
            Record::StageSpan(span) if span.to.is_none() => Some(span.census),
            _ => None,
        };
        let counts =
            self.writes.iter().find_map(|(_, record)| census(record)).is_some_and(|code| code != SenCode::N);
        self.lacks_need =
            counts && row.needs.is_none() && file.is_none_or(|file| file.open_needs().next().is_none());
    }

    /// Brings the stage in line with the status of the row. Gives the day from which the needs of the row hold, where the row
    /// tells: for a new pupil, or with a new stage.
    fn stage(
        &mut self,
        row: &IncomingRow,
        status: Option<&Status>,
        file: Option<&PupilFile>,
        set: &StageSet,
        by: &By,
    ) -> Option<NaiveDate> {
        let told = row.status_from.filter(|from| {
            let ahead = *from > by.today;
            if ahead {
                self.warnings.push(format!("the start on {} lies ahead and is left out", day::full(*from)));
            }
            !ahead
        });
        let fresh = if file.is_none() { told } else { None };
        let Some(status) = status else { return fresh };
        let open = file.and_then(PupilFile::stage);
        match (open, status.stage) {
            (None, None) => {}
            (None, Some(code)) => {
                let last = file.and_then(|file| file.stages.iter().filter_map(|span| span.to).max());
                let from = told.filter(|from| last.is_none_or(|last| *from > last)).unwrap_or(by.today);
                self.open(code, status, from, by);
                return told;
            }
            (Some(open), code) if agrees(open, status, set) => {
                let first =
                    file.is_some_and(|file| file.stages.first().is_some_and(|span| span.id == open.id));
                if let (Some(from), true) = (told, first && code == Some(open.stage.as_str()))
                    && from != open.from
                {
                    let span = StageSpan { from, ..open.value.clone() };
                    self.changes.push(format!("{} since {}", label(&span.stage), day::full(from)));
                    self.writes.push((Some(open.id), span.wrap()));
                }
            }
            (Some(open), code) => {
                let from = match told {
                    Some(from) if from > open.from => from,
                    Some(from) => {
                        self.warnings.push(format!(
                            "the start on {} does not follow {} on file, since {}: the change is dated today",
                            day::full(from),
                            label(&open.stage),
                            day::full(open.from)
                        ));
                        by.today
                    }
                    None => by.today,
                };
                self.leave(open, code, status, from, by);
                if let (None, Some(file)) = (code, file) {
                    self.clear(file, eve(from));
                }
                return Some(from);
            }
        }
        fresh
    }

    /// No SEN: needs end, and so does the place in a unit or in resourced provision.
    fn clear(&mut self, file: &PupilFile, on: NaiveDate) {
        for need in file.open_needs() {
            let to = need.from.map_or(on, |from| from.max(on));
            self.changes.push(format!("need {} ends", need.sen_type.code()));
            self.writes.push((Some(need.id), Need { to: Some(to), ..need.value.clone() }.wrap()));
        }
        self.clear_flags();
    }

    fn clear_flags(&mut self) {
        self.pupil.sen_unit = false;
        self.pupil.resourced = false;
    }

    /// Ends the open stage on the eve of `from`, and opens the next where there is one.
    fn leave(
        &mut self,
        open: &Held<StageSpan>,
        code: Option<&str>,
        status: &Status,
        from: NaiveDate,
        by: &By,
    ) {
        match code {
            // It began today: put right rather than ended before it began.
            Some(code) if from <= open.from => {
                let span = StageSpan {
                    stage: code.to_owned(),
                    census: status.census,
                    original: status.original.clone(),
                    typed: by.typed.clone(),
                    ..open.value.clone()
                };
                self.changes.push(format!("stage {} → {}", label(&open.stage), label(code)));
                self.writes.push((Some(open.id), span.wrap()));
            }
            Some(code) => {
                self.writes
                    .push((Some(open.id), StageSpan { to: Some(eve(from)), ..open.value.clone() }.wrap()));
                self.open(code, status, from, by);
            }
            None => {
                let to = eve(from).max(open.from);
                self.changes.push(format!("{} ends {}", label(&open.stage), day::full(to)));
                self.writes.push((Some(open.id), StageSpan { to: Some(to), ..open.value.clone() }.wrap()));
            }
        }
    }

    fn open(&mut self, code: &str, status: &Status, from: NaiveDate, by: &By) {
        if status.census == SenCode::N {
            self.clear_flags();
        }
        let original =
            if status.original.is_empty() { String::new() } else { format!(" (\"{}\")", status.original) };
        self.changes.push(format!("{} since {}{original}", label(code), day::full(from)));
        let span = StageSpan {
            stage: code.to_owned(),
            census: status.census,
            from,
            to: None,
            reason: String::new(),
            original: status.original.clone(),
            typed: by.typed.clone(),
        };
        self.writes.push((None, span.wrap()));
    }

    /// Brings the needs in line: adds, ranks anew, and ends those of which the row speaks otherwise.
    fn needs(&mut self, row: &IncomingRow, file: Option<&PupilFile>, since: Option<NaiveDate>, by: &By) {
        let cells = row.needs.as_deref().unwrap_or_default();
        let open: Vec<&Held<Need>> = file.map(|file| file.open_needs().collect()).unwrap_or_default();
        // A new pupil's needs are older than today; a new need of a pupil on file is not.
        let from = since.or(file.map(|_| by.today));
        let mut taken: Vec<u8> =
            cells.iter().filter_map(|cell| cell.rank).filter(|_| !row.needs_whole).collect();
        let mut ranked = Vec::new();
        for cell in cells {
            let rank = match cell.rank.filter(|_| !row.needs_whole) {
                Some(rank) => rank,
                None => {
                    let free = (1..=u8::MAX).find(|rank| !taken.contains(rank)).unwrap_or(u8::MAX);
                    taken.push(free);
                    free
                }
            };
            ranked.push((cell.sen_type, rank));
        }
        for need in &open {
            let named = ranked.iter().any(|(sen_type, _)| *sen_type == need.sen_type);
            if !named && (row.needs_whole || ranked.iter().any(|(_, rank)| *rank == need.rank)) {
                let to = need.from.map_or(by.today, |from| from.max(by.today));
                self.changes.push(format!("need {} ends", need.sen_type.code()));
                self.writes.push((Some(need.id), Need { to: Some(to), ..need.value.clone() }.wrap()));
            }
        }
        for (sen_type, rank) in ranked {
            match open.iter().find(|need| need.sen_type == sen_type) {
                Some(need) if need.rank == rank => {}
                Some(need) => {
                    self.changes.push(format!("need {} is number {rank}", sen_type.code()));
                    self.writes.push((Some(need.id), Need { rank, ..need.value.clone() }.wrap()));
                }
                None => {
                    self.changes.push(format!("need {} number {rank}", sen_type.code()));
                    let need =
                        Need { sen_type, rank, from, to: None, note: String::new(), typed: by.typed.clone() };
                    self.writes.push((None, need.wrap()));
                }
            }
        }
    }

    /// The review agreed and the review held last.
    fn reviews(&mut self, row: &IncomingRow, file: Option<&PupilFile>, by: &By) {
        let known: &[Held<Review>] = file.map_or(&[], |file| &file.reviews);
        if let Some(held) = row.last_review {
            if held > by.today {
                self.warnings
                    .push(format!("the last review on {} lies ahead and is left out", day::full(held)));
            } else if known.iter().filter_map(|review| review.held).all(|other| other < held) {
                let review = Review {
                    held: Some(held),
                    recorded: Some(by.typed.clone()),
                    ..Review::planned(ReviewKind::WithParents, held, None, by.typed.clone())
                };
                self.changes.push(format!("reviewed {}", day::full(held)));
                self.writes.push((None, review.wrap()));
            }
        }
        let Some(due) = row.next_review else { return };
        if row.left.is_some_and(|left| left <= by.today && left < due) {
            self.warnings.push(format!("the review on {} comes after the pupil left", day::full(due)));
            return;
        }
        // Held, called off or moved since the file was written: the file is the older.
        let is_known =
            |review: &Held<Review>| review.due == due || review.moves.iter().any(|made| made.from == due);
        if known.iter().any(is_known) {
            return;
        }
        let open: Vec<&Held<Review>> = known.iter().filter(|review| review.is_open()).collect();
        let plan = file.and_then(PupilFile::cycle);
        let agreed = plan.filter(|plan| open.iter().any(|review| plan.review == Some(review.id)));
        if let Some(agreed) = agreed.and_then(|plan| plan.agreed).filter(|agreed| due < *agreed) {
            self.warnings.push(format!(
                "the review on {} comes before the plan was agreed on {}: it is left out",
                day::full(due),
                day::full(agreed)
            ));
            return;
        }
        match open.as_slice() {
            [] => {
                self.changes.push(format!("review agreed for {}", day::full(due)));
                self.writes.push((
                    None,
                    Review::planned(ReviewKind::WithParents, due, None, by.typed.clone()).wrap(),
                ));
            }
            [review] => {
                let mut moved = review.value.clone();
                moved.moves.push(Move {
                    from: review.due,
                    to: due,
                    reason: MOVED.to_owned(),
                    typed: by.typed.clone(),
                });
                moved.due = due;
                self.changes.push(format!("review {} → {}", day::full(review.due), day::full(due)));
                self.writes.push((Some(review.id), moved.wrap()));
            }
            _ => self.warnings.push(format!(
                "several reviews are agreed on file, none for {}: it is left out",
                day::full(due)
            )),
        }
    }
}

/// The last day before this one.
fn eve(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}

/// Whether a status says no more than what is on file: the same stage, or the plain census code of it. A school's system
/// knows neither a watch list nor an assessment asked for.
fn agrees(open: &StageSpan, status: &Status, set: &StageSet) -> bool {
    let plain = set.for_census(status.census).map(|stage| stage.code);
    status.stage == Some(open.stage.as_str()) || (status.stage == plain && status.census == open.census)
}

/// Where the stages are layers beside the census code, a file's K or E says nothing of the layer: a pupil at one on the register
/// stays there.
fn beside(status: Status, file: Option<&PupilFile>, set: &StageSet) -> Status {
    let stands = file.and_then(PupilFile::stage).and_then(|span| set.stage(&span.stage));
    let plain = status
        .stage
        .is_some_and(|code| set.for_census(status.census).is_some_and(|stage| stage.code == code));
    match stands.filter(|stage| set.layers && stage.on_register && plain) {
        Some(stands) => Status { stage: Some(stands.code), ..status },
        None => status,
    }
}

fn label(code: &str) -> &str {
    stage::find(code).map_or(code, |stage| stage.label)
}
