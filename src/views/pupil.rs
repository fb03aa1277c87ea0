//! A pupil's whole file as plain sections of lines: for the Pupil view, and for the command line.
//!
//! Rule: what is pressing stands first and who the pupil is last, since the name, class, stage and needs stand above all
//! of it. Every line says which record it shows, so that what can be done about it is known.

mod beside;
mod duties_of_stage;
mod part;
mod place;
mod plan;
mod said;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::day;
use crate::domain::delivery::Tally;
use crate::domain::field::{FieldKind, Fields, RefKind, Value};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, PupilId, RecordId};
use crate::domain::provision::{ImpactCheck, Provision};
use crate::domain::pupil::{Need, Pupil, StageSpan};
use crate::domain::review::Review;
use crate::domain::rows::{self, Duty, Force};
use crate::domain::school::SchoolFile;
use crate::domain::stage;
use crate::domain::upn::{self, UpnFault};
use crate::duties;
use crate::store::{Snapshot, StoreError};

use crate::views::case::{self, CaseView};
pub use part::Part;

/// How many contacts, notes and meetings are shown: the timeline has them all.
const RECENT: usize = 10;

/// One line of a part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PupilLine {
    /// What stands on the left: a date, a rank, a field's name; may be empty.
    pub label: String,
    /// What it says.
    pub text: String,
    /// The rest, where there is more than a line: notes in full, views, moves. Empty if there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<String>,
    /// Which record it shows; `None` for words alone.
    #[serde(skip)]
    pub about: Option<Key>,
    /// The field's key, for the lines of the profile; the part of the plan, for those of the plan; `None` for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// The rule that made it due; `None` for what is not due.
    #[serde(skip)]
    pub duty: Option<Duty>,
    /// Whether it is a review with steps around its meeting.
    #[serde(skip)]
    pub steps: bool,
    /// Whether it is past: ended, held, called off.
    pub past: bool,
    /// Whether it should have been by now.
    pub late: bool,
}

/// A part with its lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Which part.
    pub part: Part,
    /// Its lines; at least one.
    pub lines: Vec<PupilLine>,
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PupilView {
    /// Whose.
    #[serde(skip)]
    pub id: PupilId,
    /// The name.
    pub name: String,
    /// "Ama Otter · Y4 Lark · SEN support since 8 Sep 2025 · SLCN, then SEMH".
    pub headline: String,
    /// The census code of the open stage: N, K or E.
    pub census: &'static str,
    /// The parts in order.
    pub sections: Vec<Section>,
}

/// A pupil's whole file; `None` if there is no such pupil.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn view(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    pupil: PupilId,
    today: NaiveDate,
) -> Result<Option<PupilView>, StoreError> {
    let Some(file) = snapshot.pupil_file(pupil)? else { return Ok(None) };
    let mut provisions = Vec::new();
    for allocation in &file.allocations {
        if !provisions.iter().any(|known: &Held<Provision>| known.id == allocation.provision) {
            provisions.extend(snapshot.provision(allocation.provision)?);
        }
    }
    let costs = super::cost::of_pupil(snapshot, school, &file, today)?;
    let mut tallies = Vec::new();
    for held in &provisions {
        let of_run = super::sessions::tallies(snapshot, school, held.id, today)?;
        tallies.extend(of_run.places.iter().map(|place| (place.allocation, place.tally)));
    }
    let read = Reading { file: &file, school, provisions: &provisions, year: costs.year, tallies, today };
    let sections = Part::ALL
        .into_iter()
        .filter_map(|part| {
            let mut lines = read.part(part);
            let asked = file.stage().is_some() || !part.of_a_stage();
            if lines.is_empty() && asked && !part.nothing().is_empty() {
                lines.push(line("", part.nothing(), None));
            }
            (!lines.is_empty()).then_some(Section { part, lines })
        })
        .collect();
    Ok(Some(PupilView {
        id: pupil,
        name: file.pupil.name(),
        headline: headline(&file),
        census: file.stage().map_or("N", |span| span.census.code()),
        sections,
    }))
}

/// The files of some pupils, for the forms about them; those who are no longer on file are passed over.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn files(snapshot: &Snapshot<'_>, pupils: &[PupilId]) -> Result<Vec<PupilFile>, StoreError> {
    let mut files = Vec::new();
    for pupil in pupils {
        files.extend(snapshot.pupil_file(*pupil)?);
    }
    Ok(files)
}

/// Who a pupil is, in one line: "Ama Otter · Y4 Lark · SEN support since 8 Sep 2025 · SLCN, then SEMH".
pub fn headline(file: &PupilFile) -> String {
    let pupil = &file.pupil;
    let place = rows::place(pupil.year, &pupil.class);
    let stage = file.stage().filter(|_| pupil.left.is_none());
    let stage = stage.map(|span| format!("{} since {}", stage_label(&span.stage), day::plain(span.from)));
    let left = pupil.left.map(|left| format!("left {}", day::plain(left)));
    let needs: Vec<&str> = file.open_needs().map(|need| need.sen_type.code()).collect();
    let parts = [pupil.name(), place, left.or(stage).unwrap_or_default(), needs.join(", then ")];
    joined(&parts.each_ref().map(String::as_str), " · ")
}

fn stage_label(code: &str) -> &str {
    stage::find(code).map_or(code, |stage| stage.label)
}

fn joined(parts: &[&str], by: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(by)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn line(label: impl Into<String>, text: impl Into<String>, about: Option<Key>) -> PupilLine {
    let (label, text) = (label.into(), text.into());
    PupilLine {
        label,
        text,
        more: Vec::new(),
        about,
        field: None,
        duty: None,
        steps: false,
        past: false,
        late: false,
    }
}

/// A text of several lines, where its first line does not say all of it.
fn in_full(title: &str, text: &str) -> Option<String> {
    let title = if title.is_empty() { String::new() } else { format!("{title}: ") };
    (!text.trim().is_empty()).then(|| format!("{title}{text}"))
}

/// "8 Sep 2025 – 11 Jan 2026", "since 8 Sep 2025".
fn span(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{} – {}", day::plain(from), day::plain(to)),
        (Some(from), None) => format!("since {}", day::plain(from)),
        (None, Some(to)) => format!("until {}", day::plain(to)),
        (None, None) => String::new(),
    }
}

/// A value as people read it, not as it is stored: a choice by its label, a reference by its name.
pub fn said(value: &Value, kind: FieldKind, school: &SchoolFile) -> String {
    match (value, kind) {
        (Value::Empty, _) => String::new(),
        (Value::Text(code), FieldKind::Choice(choices)) => {
            let label = choices().into_iter().find(|choice| choice.code == *code).map(|choice| choice.label);
            label.unwrap_or_else(|| code.clone())
        }
        (Value::Text(text), _) => text.clone(),
        (Value::Date(date), _) => day::plain(*date),
        (Value::Number(pence), FieldKind::Money) => format!("£{}.{:02}", pence / 100, pence.rem_euclid(100)),
        (Value::Number(number), _) => number.to_string(),
        (Value::Flag(flag), _) => if *flag { "yes" } else { "no" }.to_owned(),
        (Value::Id(id), FieldKind::Ref(RefKind::Site)) => school.site_name(Some(*id)).to_owned(),
        (Value::Id(id), FieldKind::Ref(RefKind::Staff)) => school.staff_name(Some(*id)).to_owned(),
        (Value::Id(id), _) => id.0.to_string(),
    }
}

struct Reading<'a> {
    file: &'a PupilFile,
    school: &'a SchoolFile,
    provisions: &'a [Held<Provision>],
    year: Option<super::cost::YearCost>,
    /// Each place's sessions so far.
    tallies: Vec<(RecordId, Tally)>,
    today: NaiveDate,
}

impl Reading<'_> {
    fn part(&self, part: Part) -> Vec<PupilLine> {
        match part {
            Part::Know => self.know(),
            Part::Due => self.due(),
            Part::Cases => {
                let cases = case::cases(self.file, self.school).into_iter().map(|one| self.case(one));
                cases.chain(beside::cases(self.file, self.school, self.today)).collect()
            }
            Part::Referrals => plan::referrals(self.file, self.today),
            Part::Plan => plan::plan(self.file, self.school, self.today),
            Part::Needs => self.file.needs.iter().map(|held| self.need(held)).collect(),
            Part::Stages => self.file.stages.iter().rev().map(|held| self.stage(held)).collect(),
            Part::Provision => {
                let cost = beside::cost(self.file, self.school, self.year.as_ref());
                self.places().into_iter().chain(cost).collect()
            }
            Part::Reviews => self.reviews(),
            Part::Passport => said::passports(self.file, self.school, self.today),
            Part::Voices => said::voices(self.file),
            Part::Recent => self.recent(),
            Part::Checklist => duties_of_stage::lines(self.file, self.today),
            Part::Profile => self.profile(),
        }
    }

    fn key(&self, kind: Kind, id: RecordId) -> Option<Key> {
        Some(Key::new(self.file.id, kind, id))
    }

    fn know(&self) -> Vec<PupilLine> {
        let pupil = &self.file.pupil;
        let about = Some(Key::profile(self.file.id));
        let mut lines = Vec::new();
        if let Some(left) = pupil.left {
            lines.push(line("left", joined(&[&day::full(left), &pupil.left_for], " · "), about));
            lines.extend(beside::kept(self.file, self.school));
        }
        if !pupil.note.trim().is_empty() {
            let mut note = line("", first_line(&pupil.note), about);
            note.more.extend((pupil.note.lines().count() > 1).then(|| pupil.note.clone()));
            note.field = Some("note");
            lines.push(note);
        }
        if let Err(fault) = upn::check(&pupil.upn)
            && fault != UpnFault::Empty
        {
            let mut upn = line("UPN", format!("{}: {fault}", pupil.upn), about);
            upn.field = Some("upn");
            lines.push(upn);
        }
        lines
    }

    fn due(&self) -> Vec<PupilLine> {
        let items = duties::due_items(self.file, self.school);
        let one = |item: duties::DueItem| {
            let provision = item.provision.and_then(|id| self.provision(id));
            let lead = self.school.staff_name(item.lead.or(provision.and_then(|provision| provision.lead)));
            let name = provision.map_or("", |provision| provision.name.as_str());
            // How late it is goes before the day of the meeting, which its own line below has too.
            let meeting = item.what.split_once(", ").filter(|_| item.about.kind == Kind::Review);
            let (what, detail) = meeting.unwrap_or((&item.what, ""));
            let law = if item.force() == Force::Law { Force::Law.label() } else { "" };
            let late = day::how_late(item.date, self.today);
            let text = joined(&[law, what, name, lead, &late, detail], " · ");
            let mut one = line(day::near(item.date, self.today), text, Some(item.about));
            one.duty = Some(item.duty);
            one.more = item.steps;
            one.late = item.date < self.today;
            one
        };
        items.into_iter().map(one).collect()
    }

    fn case(&self, case: CaseView) -> PupilLine {
        let since = format!("since {}", day::plain(case.began));
        let text = joined(&[&case.line(self.today), first_line(&case.note)], " · ");
        let mut one = line(since, text, Some(case.key));
        one.more.extend((case.note.lines().count() > 1).then(|| case.note.clone()));
        one.more.extend(case::chain_lines(&case.chain, self.today));
        one.past = case.ended.is_some();
        one.late = !one.past && case.next.is_some_and(|next| next.date < self.today);
        one
    }

    fn provision(&self, id: RecordId) -> Option<&Provision> {
        self.provisions.iter().find(|held| held.id == id).map(|held| &held.value)
    }

    fn need(&self, held: &Held<Need>) -> PupilLine {
        let need = &held.value;
        let name = format!("{} {}", need.sen_type.code(), need.sen_type.label());
        let label = if need.to.is_some() { "ended".to_owned() } else { need.rank.to_string() };
        let flag = need.sen_type.flag().filter(|_| need.to.is_none()).unwrap_or_default();
        let text = joined(&[&name, &span(need.from, need.to), first_line(&need.note), flag], " · ");
        let mut one = line(label, text, self.key(Kind::Need, held.id));
        one.more.extend((need.note.lines().count() > 1).then(|| need.note.clone()));
        one.past = need.to.is_some();
        one
    }

    fn stage(&self, held: &Held<StageSpan>) -> PupilLine {
        let stage = &held.value;
        let own = stage::find(&stage.stage).map(|known| known.census);
        // The census code is said where it is not the stage's own.
        let apart =
            if own == Some(stage.census) { String::new() } else { format!("census {}", stage.census.code()) };
        let was =
            if stage.original.is_empty() { String::new() } else { format!("as “{}”", stage.original) };
        let text = joined(&[stage_label(&stage.stage), &apart, &was, first_line(&stage.reason)], " · ");
        let mut one = line(span(Some(stage.from), stage.to), text, self.key(Kind::StageSpan, held.id));
        one.more.extend((stage.reason.lines().count() > 1).then(|| stage.reason.clone()));
        one.past = stage.to.is_some();
        one
    }

    fn reviews(&self) -> Vec<PupilLine> {
        let (open, mut done): (Vec<_>, Vec<_>) = self.file.reviews.iter().partition(|held| held.is_open());
        done.reverse();
        open.into_iter().chain(done).map(|held| self.review(held)).collect()
    }

    fn review(&self, held: &Held<Review>) -> PupilLine {
        let review = &held.value;
        let kind = review.kind.label();
        let lead = self.school.staff_name(review.lead);
        let key = self.key(Kind::Review, held.id);
        let mut one = match (review.held, review.cancelled) {
            (Some(held), _) => {
                let outcome = review.outcome.map(|outcome| outcome.label()).unwrap_or_default();
                line(day::plain(held), joined(&[kind, outcome, first_line(&review.note)], " · "), key)
            }
            (None, Some(off)) => {
                let off = format!("called off {}", day::near(off, self.today));
                line(day::plain(review.due), joined(&[kind, &off, first_line(&review.note)], " · "), key)
            }
            (None, None) => {
                let to_come = if review.due < self.today { "" } else { "to come" };
                let when = day::how_late(review.due, self.today);
                line(day::plain(review.due), joined(&[kind, lead, to_come, &when], " · "), key)
            }
        };
        one.past = !review.is_open();
        one.late = review.is_open() && review.due < self.today;
        one.steps = review.kind.is_annual() && review.cancelled.is_none();
        let step = key.and_then(|key| case::due_of(self.file, self.school, key));
        if let Some(next) = step.as_ref().filter(|_| one.steps) {
            // What follows from the meeting is not over with it.
            one.text = joined(&[&one.text, &next.clock(self.today)], " · ");
            one.past = false;
        }
        one.duty = step.map(|next| next.duty);
        if let Some(key) = key.filter(|_| one.steps) {
            one.more.extend(case::chain_lines(&duties::chain(self.file, key, self.school), self.today));
        }
        one.more.extend((review.note.lines().count() > 1).then(|| review.note.clone()));
        one.more.extend(in_full("The pupil", &review.pupil_voice));
        one.more.extend(in_full("The parents", &review.parent_voice));
        for made in &review.moves {
            one.more.push(format!(
                "Moved from {} to {}: {}",
                day::short(made.from),
                day::short(made.to),
                made.reason
            ));
        }
        one
    }

    fn recent(&self) -> Vec<PupilLine> {
        let one = |held: &Held<crate::domain::event::Event>| {
            let how = held.method.map_or(held.kind.label(), |method| method.label());
            let text = joined(&[how, &held.with, first_line(&held.text)], " · ");
            let mut one = line(day::near(held.happened, self.today), text, self.key(Kind::Event, held.id));
            one.more.extend((held.text.lines().count() > 1).then(|| held.text.clone()));
            one
        };
        self.file.events.iter().rev().take(RECENT).map(one).collect()
    }

    fn profile(&self) -> Vec<PupilLine> {
        let pupil = &self.file.pupil.value;
        let about = Some(Key::profile(self.file.id));
        Pupil::FIELDS
            .iter()
            .filter_map(|field| {
                let value = (field.get)(pupil);
                if value.is_empty() || value == Value::Flag(false) || field.key == "note" {
                    return None;
                }
                let mut one = line(field.label, said(&value, field.kind, self.school), about);
                one.field = Some(field.key);
                Some(one)
            })
            .collect()
    }
}

/// "last looked at 16 Nov 2026: 0, 41, continue, names 15 of 20".
fn checked(check: &ImpactCheck) -> String {
    let found = joined(&[check.outcome.sign(), &check.measure, check.decision.label(), &check.word], ", ");
    format!("checked {}: {found}", day::plain(check.held))
}
