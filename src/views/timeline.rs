//! One pupil's story: what is to come, then what happened, newest first.
//!
//! Rule: an entry stands on the day it happened. The day it was typed stands beside it only where it differs, so that the
//! chronology is the child's and not the typist's. `support` tells of referrals, cycles, passports and voices, `provision` of places
//! and their checks, `sessions` of what was delivered.

mod provision;
mod sessions;
mod support;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::day;
use crate::domain::event::EventKind;
use crate::domain::field::{Value, shapes_of, value_of};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, Stamp, Typed};
use crate::domain::provision::Provision;
use crate::domain::review::{Annual, Review};
use crate::domain::rows::{self, Duty};
use crate::domain::school::SchoolFile;
use crate::domain::stage;
use crate::domain::words::uncapital;
use crate::duties;
use crate::store::{Snapshot, StoreError};

/// What an entry tells of: the kinds that the pane can be narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A note.
    Note,
    /// A talk, call or message.
    Contact,
    /// A meeting.
    Meeting,
    /// A review: to come, held, moved or called off.
    Review,
    /// A provision begun or ended, and its checks.
    Provision,
    /// A stage or a need, and leaving.
    Stage,
    /// A case: each of its steps.
    Case,
    /// A referral: raised, and answered.
    Referral,
    /// A cycle: its plan and its targets.
    Plan,
    /// A passport.
    Passport,
    /// What the child or a parent said.
    Voice,
}

impl EntryKind {
    /// Every kind, in the order in which the pane goes through them.
    pub const ALL: [EntryKind; 11] = [
        EntryKind::Contact,
        EntryKind::Meeting,
        EntryKind::Note,
        EntryKind::Voice,
        EntryKind::Review,
        EntryKind::Plan,
        EntryKind::Provision,
        EntryKind::Stage,
        EntryKind::Referral,
        EntryKind::Passport,
        EntryKind::Case,
    ];

    /// The name in the pane's heading and in JSON.
    pub fn label(self) -> &'static str {
        match self {
            EntryKind::Note => "notes",
            EntryKind::Contact => "contacts",
            EntryKind::Meeting => "meetings",
            EntryKind::Review => "reviews",
            EntryKind::Provision => "provision and checks",
            EntryKind::Stage => "stages and needs",
            EntryKind::Case => "cases",
            EntryKind::Referral => "referrals",
            EntryKind::Plan => "plans and targets",
            EntryKind::Passport => "passports",
            EntryKind::Voice => "voices",
        }
    }
}

/// One line of the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it tells of.
    pub kind: EntryKind,
    /// The day it happened, or is to happen.
    pub on: NaiveDate,
    /// Whether it is still to come, or late and not done.
    pub ahead: bool,
    /// In one line.
    pub what: String,
    /// The rest, a paragraph a line; may be empty.
    pub detail: Vec<String>,
    /// The day it was typed, where that is another day than it happened; `None` where it is the same, or nothing was
    /// typed.
    pub typed_on: Option<NaiveDate>,
    /// Who typed it; empty for what is due.
    pub by: String,
    /// The record that says so; the pupil's profile for what no record says.
    pub record: Key,
    /// The rule that asks for it; `None` for what happened.
    pub duty: Option<Duty>,
}

/// A pupil's story with what its heading needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Whose.
    pub pupil: PupilId,
    /// Name.
    pub name: String,
    /// "Y4 Lark · SEN support since Sep 2025 · SLCN, then SEMH".
    pub heading: String,
    /// What is to come, earliest first; then what happened, newest first.
    pub entries: Vec<Entry>,
}

/// Turns a moment into the day it was where the server stands; given from outside, since views ask no clock.
pub type DayOf = fn(Stamp) -> NaiveDate;

struct Teller<'a> {
    file: &'a PupilFile,
    names: &'a BTreeMap<RecordId, Provision>,
    school: &'a SchoolFile,
    day_of: DayOf,
    entries: Vec<Entry>,
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The first line of a text, and whether there is more.
fn first_line(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim().to_owned();
    if lines.next().is_some() { format!("{first} …") } else { first }
}

impl Teller<'_> {
    fn tell(
        &mut self,
        kind: EntryKind,
        on: NaiveDate,
        what: String,
        detail: Vec<String>,
        typed: Option<&Typed>,
        record: (Kind, RecordId),
    ) {
        let typed_on = typed.map(|typed| (self.day_of)(typed.at)).filter(|typed_on| *typed_on != on);
        let by = typed.map(|typed| typed.by.clone()).unwrap_or_default();
        let record = Key::new(self.file.id, record.0, record.1);
        let detail = detail.into_iter().filter(|line| !line.trim().is_empty()).collect();
        self.entries.push(Entry { kind, on, ahead: false, what, detail, typed_on, by, record, duty: None });
    }

    fn provision_name(&self, id: RecordId) -> String {
        self.names.get(&id).map_or_else(|| "a provision".to_owned(), |provision| provision.name.clone())
    }

    fn events(&mut self) {
        for event in &self.file.events {
            let kind = match event.kind {
                EventKind::Note => EntryKind::Note,
                EventKind::Contact => EntryKind::Contact,
                EventKind::Meeting => EntryKind::Meeting,
            };
            let how = event.method.map_or(event.kind.label(), |method| method.label());
            let what = joined(&[how, &event.with, &first_line(&event.text)]);
            let detail = event.text.lines().map(str::to_owned).collect();
            self.tell(kind, event.happened, what, detail, Some(&event.typed), (Kind::Event, event.id));
        }
    }

    fn reviews(&mut self) {
        for review in &self.file.reviews {
            let at = (Kind::Review, review.id);
            let title = review.kind.label();
            for made in &review.moves {
                let what = format!(
                    "{title} moved from {} to {} · {}",
                    day::short(made.from),
                    day::short(made.to),
                    made.reason
                );
                let on = (self.day_of)(made.typed.at);
                self.tell(EntryKind::Review, on, what, Vec::new(), Some(&made.typed), at);
            }
            if let Some(held) = review.held {
                let outcome = review.outcome.map(|outcome| outcome.label()).unwrap_or_default();
                let next = self
                    .next_after(review)
                    .map(|next| format!("next {}", day::short(next)))
                    .unwrap_or_default();
                let what = joined(&[title, outcome, &first_line(&review.note), &next]);
                let mut detail: Vec<String> = review.note.lines().map(str::to_owned).collect();
                if !review.pupil_voice.is_empty() {
                    detail.push(format!("Pupil: “{}”", review.pupil_voice));
                }
                if !review.parent_voice.is_empty() {
                    detail.push(format!("Parents: “{}”", review.parent_voice));
                }
                self.tell(EntryKind::Review, held, what, detail, review.recorded.as_ref(), at);
            }
            if let Some(cancelled) = review.cancelled {
                let what = joined(&[
                    &format!("{title} of {} called off", day::short(review.due)),
                    &first_line(&review.note),
                ]);
                self.tell(EntryKind::Review, cancelled, what, Vec::new(), None, at);
            }
        }
    }

    /// The review that was agreed when this one was recorded.
    fn next_after(&self, review: &Review) -> Option<NaiveDate> {
        let recorded = review.recorded.as_ref()?;
        let agreed =
            self.file.reviews.iter().find(|other| other.planned == *recorded && other.kind == review.kind)?;
        Some(agreed.moves.first().map_or(agreed.due, |made| made.from))
    }

    fn stages(&mut self) {
        for span in &self.file.stages {
            let label = stage::find(&span.stage).map_or(span.stage.as_str(), |stage| stage.label);
            let was = if span.original.is_empty() {
                String::new()
            } else {
                format!("imported as {}", span.original)
            };
            let what =
                joined(&[label, &format!("census {}", span.census.code()), &was, &first_line(&span.reason)]);
            let detail = span.reason.lines().map(str::to_owned).collect();
            self.tell(
                EntryKind::Stage,
                span.from,
                what,
                detail,
                Some(&span.typed),
                (Kind::StageSpan, span.id),
            );
            let follows =
                self.file.stages.iter().any(|other| {
                    span.to.is_some_and(|to| other.from > to && day::between(to, other.from) <= 1)
                });
            if let Some(to) = span.to
                && !follows
            {
                self.tell(
                    EntryKind::Stage,
                    to,
                    format!("{label} ended"),
                    Vec::new(),
                    None,
                    (Kind::StageSpan, span.id),
                );
            }
        }
        for need in &self.file.needs {
            let rank = if need.rank == 1 { "main need".to_owned() } else { format!("need {}", need.rank) };
            if let Some(from) = need.from {
                let what = joined(&[&rank, need.sen_type.label(), &first_line(&need.note)]);
                self.tell(EntryKind::Stage, from, what, Vec::new(), Some(&need.typed), (Kind::Need, need.id));
            }
            if let Some(to) = need.to {
                let what = format!("{} no longer recorded", need.sen_type.label());
                self.tell(EntryKind::Stage, to, what, Vec::new(), None, (Kind::Need, need.id));
            }
        }
        if let Some(left) = self.file.pupil.left {
            let what = joined(&["left", &self.file.pupil.left_for]);
            self.tell(EntryKind::Stage, left, what, Vec::new(), None, (Kind::Pupil, RecordId(0)));
        }
    }

    /// What was answered on the day of a step; empty for a step that is no answer.
    fn answer(&self, key: Key, step: &str) -> &'static str {
        let label = match (key.kind, step) {
            (Kind::Assessment, "decided") => {
                let case = self.file.assessments.iter().find(|case| case.id == key.id);
                case.and_then(|case| case.answer).map(|answer| answer.label())
            }
            (Kind::Consultation, "answered") => {
                let case = self.file.consultations.iter().find(|case| case.id == key.id);
                case.and_then(|case| case.reply).map(|reply| reply.label())
            }
            _ => None,
        };
        label.unwrap_or_default()
    }

    /// Each step of each case, on its day; and the steps around an annual review's meeting.
    fn cases(&mut self) {
        for (key, _, case) in self.file.cases() {
            let about = case.about();
            for (at, (step, label, on)) in case.days().into_iter().enumerate() {
                let note = if at == 0 { first_line(case.note()) } else { String::new() };
                let answer = self.answer(key, step);
                let what = joined(&[case.title(), &uncapital(label), answer, &about, &note]);
                let detail =
                    if at == 0 { case.note().lines().map(str::to_owned).collect() } else { Vec::new() };
                // Later steps were typed later, and the record does not say when.
                let typed = (at == 0).then(|| case.typed());
                self.tell(EntryKind::Case, on, what, detail, typed, (key.kind, key.id));
            }
        }
        for review in self.file.reviews.iter().filter(|review| review.kind.is_annual()) {
            let steps = shapes_of::<Review>().into_iter().filter(|shape| Annual::KEYS.contains(&shape.key));
            for shape in steps {
                if let Value::Date(on) = value_of(&review.value, shape.key) {
                    let decision = review.annual.decision.filter(|_| shape.key == "decided");
                    let decision = decision.map(|decision| decision.label()).unwrap_or_default();
                    let what = joined(&[review.kind.label(), &uncapital(shape.label), decision]);
                    self.tell(EntryKind::Case, on, what, Vec::new(), None, (Kind::Review, review.id));
                }
            }
        }
    }

    fn due(&mut self) {
        for item in duties::due_items(self.file, self.school) {
            let mut what = item.what.clone();
            if let Some(id) = item.provision {
                what = format!("{what} · {}", self.provision_name(id));
            }
            let kind = match item.about.kind {
                Kind::Allocation => EntryKind::Provision,
                Kind::Review | Kind::Pupil => EntryKind::Review,
                Kind::FollowUp => EntryKind::Contact,
                Kind::Referral => EntryKind::Referral,
                Kind::Cycle => EntryKind::Plan,
                Kind::Passport => EntryKind::Passport,
                _ => EntryKind::Case,
            };
            let lead = self.school.staff_name(item.lead);
            self.entries.push(Entry {
                kind,
                on: item.date,
                ahead: true,
                what: joined(&[&what, lead]),
                detail: item.steps,
                typed_on: None,
                by: String::new(),
                record: item.about,
                duty: Some(item.duty),
            });
        }
    }
}

/// "Y4 Lark · SEN support since Sep 2025 · SLCN, then SEMH".
pub fn heading(file: &PupilFile) -> String {
    let place = rows::place(file.pupil.year, &file.pupil.class);
    let at = file.stage().map(|span| {
        let label = stage::find(&span.stage).map_or(span.stage.as_str(), |stage| stage.label);
        format!("{label} since {}", span.from.format("%b %Y"))
    });
    let needs: Vec<&str> = file.open_needs().map(|need| need.sen_type.code()).collect();
    let left = file.pupil.left.map(|left| format!("left {}", day::plain(left))).unwrap_or_default();
    joined(&[&place, &at.unwrap_or_default(), &needs.join(", then "), &left])
}

/// Tells the story of a file.
pub fn tell(
    file: &PupilFile,
    provisions: &BTreeMap<RecordId, Provision>,
    school: &SchoolFile,
    today: NaiveDate,
    day_of: DayOf,
) -> Story {
    let mut teller = Teller { file, names: provisions, school, day_of, entries: Vec::new() };
    teller.events();
    teller.reviews();
    teller.stages();
    teller.provisions(today);
    teller.cases();
    teller.support();
    teller.due();
    let mut entries = teller.entries;
    for entry in &mut entries {
        entry.ahead |= entry.on > today;
    }
    sort(&mut entries);
    Story { pupil: file.id, name: file.pupil.name(), heading: heading(file), entries }
}

fn sort(entries: &mut [Entry]) {
    entries.sort_by(|a, b| {
        b.ahead
            .cmp(&a.ahead)
            .then_with(|| if a.ahead { a.on.cmp(&b.on) } else { b.on.cmp(&a.on) })
            .then_with(|| b.record.cmp(&a.record))
    });
}

/// Gives later steps of a case, whose record keeps the moment of its beginning alone, the day they were typed, where that is
/// another than the day they happened: out of [`Snapshot::typed_days`], which is for who asks for a whole story once.
pub fn typed_steps(story: &mut Story, typed: &BTreeMap<(Key, NaiveDate), Stamp>, day_of: DayOf) {
    for entry in story.entries.iter_mut().filter(|entry| !entry.ahead && entry.by.is_empty()) {
        let day = typed.get(&(entry.record, entry.on)).map(|at| day_of(*at));
        entry.typed_on = entry.typed_on.or(day.filter(|day| *day != entry.on));
    }
}

/// The story of a pupil; `None` if there is no such pupil.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn story(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    pupil: PupilId,
    today: NaiveDate,
    day_of: DayOf,
) -> Result<Option<Story>, StoreError> {
    let Some(file) = snapshot.pupil_file(pupil)? else { return Ok(None) };
    let mut provisions = BTreeMap::new();
    for allocation in &file.allocations {
        if let Some(found) = snapshot.provision(allocation.provision)? {
            provisions.insert(allocation.provision, found.value);
        }
    }
    let mut story = tell(&file, &provisions, school, today, day_of);
    story.entries.extend(sessions::entries(snapshot, school, &file, &provisions, today)?);
    sort(&mut story.entries);
    Ok(Some(story))
}
