//! One row and the pupil's file → what to write. Pure: nothing is asked but what is given.
//!
//! Rule: a field that the row lacks stays as it is. What the row says again changes nothing, so that a second import of one
//! file writes nothing.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::matching::How;
use crate::actions::By;
use crate::domain::code::{SenCode, YearGroup};
use crate::domain::day;
use crate::domain::field::{Fields, Value};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Allocation;
use crate::domain::pupil::{Need, Pupil, StageSpan};
use crate::domain::record::{Record, Recorded};
use crate::domain::review::{Move, Review, ReviewKind};
use crate::domain::school::SchoolFile;
use crate::domain::stage;
use crate::exchange::codes::Status;
use crate::exchange::nearest::plain;
use crate::exchange::register::IncomingRow;

/// Why a review has another date.
const MOVED: &str = "the register that was imported has this date";

/// Sites and adults on file, by their names without case and punctuation.
#[derive(Debug, Default)]
pub struct Names {
    sites: HashMap<String, RecordId>,
    staff: HashMap<String, RecordId>,
}

impl Names {
    /// The names of this school.
    pub fn of(school: &SchoolFile) -> Names {
        Names {
            sites: school.sites.iter().map(|site| (plain(&site.name), site.id)).collect(),
            staff: school.staff.iter().map(|adult| (plain(&adult.name), adult.id)).collect(),
        }
    }
}

/// What a row brings to one pupil's file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proposal {
    /// Who the pupil is, as it shall stand.
    pub pupil: Pupil,
    /// The name of a site that is not on file yet and shall be the pupil's.
    pub new_site: Option<String>,
    /// The name of an adult who is not on file yet and shall be the pupil's key person.
    pub new_key_person: Option<String>,
    /// Records to write, with their numbers where they are on file.
    pub writes: Vec<(Option<RecordId>, Record)>,
    /// Whether the pupil comes to K or E without a need, which the census asks for.
    pub lacks_need: bool,
    /// What changes, a phrase each.
    pub changes: Vec<String>,
    /// What a person should look at.
    pub warnings: Vec<String>,
}

/// What the row brings to the pupil on file, or to a new one.
pub fn propose(row: &IncomingRow, on_file: Option<(&PupilFile, How)>, names: &Names, by: &By) -> Proposal {
    let file = on_file.map(|(file, _)| file);
    let mut out = Proposal {
        pupil: file.map(|file| file.pupil.value.clone()).unwrap_or_default(),
        ..Proposal::default()
    };
    out.profile(row, on_file.map(|(_, how)| how));
    out.places(row, names);
    if let Some(left) = file.and_then(|file| file.pupil.left) {
        // A file that was ended stays so until somebody brings the pupil back.
        if row.left.is_none() {
            out.warnings.push(format!(
                "on file as left on {}: bring the pupil back before stage, needs and reviews are taken",
                day::full(left)
            ));
        }
    } else {
        out.support(row, file, by);
    }
    out.leaving(row, file, by);
    if let Some(file) = file {
        let before = &file.pupil.value;
        let mut changes = profile_changes(before, &out.pupil);
        if let Some(site) =
            row.site.as_ref().filter(|_| out.new_site.is_some() || out.pupil.site != before.site)
        {
            changes.push(format!("site {site}"));
        }
        let adult = row.key_worker.as_ref();
        if let Some(adult) =
            adult.filter(|_| out.new_key_person.is_some() || out.pupil.key_person != before.key_person)
        {
            changes.push(format!("key person {adult}"));
        }
        changes.append(&mut out.changes);
        out.changes = changes;
    } else if out.pupil.year.is_none() {
        out.pupil.year = out.pupil.born.and_then(|born| YearGroup::for_birth_date(born, by.today));
    }
    out
}

/// The fields of the profile that differ, in words, but for those that point to other records.
fn profile_changes(before: &Pupil, after: &Pupil) -> Vec<String> {
    let mut changes = Vec::new();
    for field in Pupil::FIELDS {
        let (was, is) = ((field.get)(before), (field.get)(after));
        let points = matches!(was, Value::Id(_)) || matches!(is, Value::Id(_));
        if was != is && !points {
            let label = in_a_sentence(field.label);
            changes.push(format!("{label} {} → {}", said(&was), said(&is)));
        }
    }
    changes
}

/// A label within a sentence: "Former UPN" begins small, "EAL" does not.
fn in_a_sentence(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => label.to_owned(),
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => {
            let line = text.lines().next_back().unwrap_or_default();
            if line.chars().count() > 40 {
                format!("{}…", line.chars().take(39).collect::<String>())
            } else {
                line.to_owned()
            }
        }
        Value::Date(date) => day::full(*date),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Empty | Value::Id(_) => "–".to_owned(),
    }
}

/// The last day before this one.
fn eve(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}

impl Proposal {
    /// Site and key person: those on file by number, new ones by name.
    fn places(&mut self, row: &IncomingRow, names: &Names) {
        if let Some(site) = &row.site {
            match names.sites.get(&plain(site)) {
                Some(id) => self.pupil.site = Some(*id),
                None => self.new_site = Some(site.clone()),
            }
        }
        if let Some(adult) = &row.key_worker {
            match names.staff.get(&plain(adult)) {
                Some(id) => self.pupil.key_person = Some(*id),
                None => self.new_key_person = Some(adult.clone()),
            }
        }
    }

    fn profile(&mut self, row: &IncomingRow, how: Option<How>) {
        let pupil = &mut self.pupil;
        match (how, &row.upn) {
            (Some(How::OlderUpn), Some(upn)) if *upn != pupil.upn => {
                self.warnings.push(format!("{upn} is a former UPN; {} on file stays", pupil.upn));
            }
            (Some(How::NewerUpn), Some(upn)) => {
                pupil.former_upn = std::mem::replace(&mut pupil.upn, upn.clone());
            }
            (_, Some(upn)) => pupil.upn.clone_from(upn),
            (_, None) => {}
        }
        if let Some(former) = &row.former_upn
            && *former != pupil.upn
        {
            pupil.former_upn.clone_from(former);
        }
        // A file may name a child by the name used alone; the forename on file is then the fuller one.
        let forename =
            if how.is_some() && row.known_as.is_none() && row.forename.as_ref() == Some(&pupil.known_as) {
                &None
            } else {
                &row.forename
            };
        for (given, held) in [
            (&row.surname, &mut pupil.surname),
            (forename, &mut pupil.forename),
            (&row.class, &mut pupil.class),
            (&row.ethnicity, &mut pupil.ethnicity),
            (&row.student_id, &mut pupil.school_number),
        ] {
            if let Some(given) = given {
                held.clone_from(given);
            }
        }
        if let Some(known_as) = &row.known_as
            && !(pupil.known_as.is_empty() && *known_as == pupil.forename)
        {
            pupil.known_as.clone_from(known_as);
        }
        pupil.born = row.dob.or(pupil.born);
        pupil.sex = row.sex.or(pupil.sex);
        pupil.year = row.year.or(pupil.year);
        for (given, held) in [
            (row.pupil_premium, &mut pupil.pupil_premium),
            (row.eal, &mut pupil.eal),
            (row.sen_unit, &mut pupil.sen_unit),
            (row.resourced, &mut pupil.resourced),
        ] {
            *held = given.unwrap_or(*held);
        }
        // What somebody wrote by hand is added to, never replaced.
        if let Some(notes) = &row.notes
            && !pupil.note.contains(notes.as_str())
        {
            if !pupil.note.is_empty() {
                pupil.note.push('\n');
            }
            pupil.note.push_str(notes);
        }
    }

    /// Stage, needs and reviews.
    fn support(&mut self, row: &IncomingRow, file: Option<&PupilFile>, by: &By) {
        let ends = row.status.as_ref().is_some_and(|status| status.stage.is_none());
        let since = self.stage(row, file, by);
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

    /// The last day on roll. As with a pupil ended by hand: provision that runs on ends, later reviews are called off.
    fn leaving(&mut self, row: &IncomingRow, file: Option<&PupilFile>, by: &By) {
        let Some(left) = row.left.filter(|left| Some(*left) != self.pupil.left) else { return };
        if left > by.today {
            self.warnings
                .push(format!("the last day, {}, lies ahead: it is taken once it is there", day::full(left)));
            return;
        }
        self.pupil.left = Some(left);
        let Some(file) = file else { return };
        for held in file.allocations.iter().filter(|held| held.to.is_none_or(|to| to > left)) {
            let ended = Allocation { to: Some(left.max(held.from)), ..held.value.clone() };
            self.writes.push((Some(held.id), ended.wrap()));
        }
        for held in file.open_reviews().filter(|review| review.due > left) {
            // A review that this row has moved is called off as it was.
            self.writes.retain(|(id, record)| !(*id == Some(held.id) && matches!(record, Record::Review(_))));
            let mut review = held.value.clone();
            review.cancelled = Some(by.today);
            review.note =
                if review.note.is_empty() { "left".to_owned() } else { format!("left; {}", review.note) };
            self.writes.push((Some(held.id), review.wrap()));
        }
    }

    /// Brings the stage in line with the status of the row. Gives the day from which the needs of the row hold, where the row
    /// tells: for a new pupil, or with a new stage.
    fn stage(&mut self, row: &IncomingRow, file: Option<&PupilFile>, by: &By) -> Option<NaiveDate> {
        let told = row.status_from.filter(|from| {
            let ahead = *from > by.today;
            if ahead {
                self.warnings.push(format!("the start on {} lies ahead and is left out", day::full(*from)));
            }
            !ahead
        });
        let fresh = if file.is_none() { told } else { None };
        let Some(status) = &row.status else { return fresh };
        let open = file.and_then(PupilFile::stage);
        match (open, status.stage) {
            (None, None) => {}
            (None, Some(code)) => {
                let last = file.and_then(|file| file.stages.iter().filter_map(|span| span.to).max());
                let from = told.filter(|from| last.is_none_or(|last| *from > last)).unwrap_or(by.today);
                self.open(code, status, from, by);
                return told;
            }
            (Some(open), code) if agrees(open, status) => {
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

/// Whether a status says no more than what is on file: the same stage, or the plain census code of it. A school's system
/// knows neither a watch list nor an assessment asked for.
fn agrees(open: &StageSpan, status: &Status) -> bool {
    let plain = stage::for_census(status.census).map(|stage| stage.code);
    status.stage == Some(open.stage.as_str()) || (status.stage == plain && status.census == open.census)
}

fn label(code: &str) -> &str {
    stage::find(code).map_or(code, |stage| stage.label)
}
