//! One due row in full: what it is about, how its date came about, what a form needs to know before it opens.

use chrono::{Days, NaiveDate};

use crate::domain::day;
use crate::domain::delivery::{Span, occasions, of_pupil};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use crate::domain::measure::Scale;
use crate::domain::record::Record;
use crate::domain::review::ReviewKind;
use crate::domain::rows::{DueKey, Duty};
use crate::domain::school::SchoolFile;
use crate::domain::support::Speaker;
use crate::duties::{self, Act, DueItem, annual_review, sen_support};
use crate::store::{Snapshot, StoreError};
use crate::views::check::delivered;
use crate::views::voices;

/// All that is needed to act on one row: what it is about, how its date came about, what was found last time.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn detail(snapshot: &Snapshot<'_>, school: &SchoolFile, key: DueKey) -> Result<Vec<String>, StoreError> {
    if key.about.pupil == SCHOOL {
        let item = school_item(school, Target { about: key.about, duty: key.duty });
        return Ok(item.map(|item| school_detail(&item)).unwrap_or_default());
    }
    match snapshot.pupil_file(key.about.pupil)? {
        Some(file) => detail_of(snapshot, school, &file, key),
        None => Ok(Vec::new()),
    }
}

fn school_item(school: &SchoolFile, target: Target) -> Option<DueItem> {
    let wanted = |item: &DueItem| item.about == target.about && item.duty == target.duty;
    duties::school_items(school).into_iter().find(wanted)
}

fn school_detail(item: &DueItem) -> Vec<String> {
    vec![format!("{}. {}", item.rule().title, item.rule().limit), item.steps.join(" ")]
}

fn detail_of(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    key: DueKey,
) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    let items = duties::due_items(file, school);
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
    lines.push(item.steps.join(" "));
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
    if item.act == Act::Review {
        lines.extend(voices::heard(file, item.date));
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines)
}

/// A due row by what it is about: enough to find it again in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The review, the allocation, the case, or the pupil's profile where no review is agreed.
    pub about: Key,
    /// Which rule: one record may have several rows.
    pub duty: Duty,
}

/// All that a form needs to know of a row before it opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Which row.
    pub target: Target,
    /// What recording it asks for.
    pub act: Act,
    /// The pupil's name.
    pub name: String,
    /// What is due, in a few words.
    pub what: String,
    /// The day it is due.
    pub due: NaiveDate,
    /// What kind of review was agreed or is to be; with parents for the rest.
    pub kind: ReviewKind,
    /// The adult it was given to; `None` means the provision's lead adult for a check, the SENCO for the rest.
    pub lead: Option<RecordId>,
    /// When the next review should follow one held today, or the day to propose where one is to be agreed; `None` if the stage asks
    /// for none, and for checks and annual reviews held.
    pub next: Option<NaiveDate>,
    /// What there is to know, a line each.
    pub detail: Vec<String>,
    /// The cycle that this review closes; `None` for the rest.
    pub closes: Option<RecordId>,
    /// Whose words a review would miss if none were written with it.
    pub unheard: Vec<Speaker>,
    /// The record that it is about, as it stands; `None` for what is about the pupil, or comes round by the calendar.
    pub record: Option<Record>,
    /// What a check of a place needs to know; `None` for the rest.
    pub place: Option<PlaceToCheck>,
}

/// A place in a provision whose check is recorded by itself, not with its group.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceToCheck {
    /// The provision.
    pub provision: RecordId,
    /// How its measure counts.
    pub scale: Scale,
    /// The levels of that scale, where it has any.
    pub levels: String,
    /// The measure at entry, as it was written; empty if none was.
    pub entry: String,
    /// What was delivered to the pupil: "12 of 18 delivered (trip 6), 67 %".
    pub delivered: String,
}

fn place(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    about: Key,
    today: NaiveDate,
) -> Result<Option<PlaceToCheck>, StoreError> {
    let held = file.allocations.iter().find(|held| about.kind == Kind::Allocation && held.id == about.id);
    let Some(held) = held else { return Ok(None) };
    let Some(provision) = snapshot.provision(held.provision)? else { return Ok(None) };
    let sessions = snapshot.sessions_of(held.provision)?;
    let so_far = Span { from: provision.start, to: today };
    let all = occasions(&provision, school.calendar_of(provision.site), &sessions, so_far);
    let days = Span { from: held.from, to: held.to.unwrap_or(today) };
    Ok(Some(PlaceToCheck {
        provision: held.provision,
        scale: provision.scale,
        levels: provision.levels.clone(),
        entry: held.entry.clone(),
        delivered: delivered(&of_pupil(&all, file.id, days, today)),
    }))
}

fn subject(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    target: Target,
    today: NaiveDate,
) -> Result<Option<Subject>, StoreError> {
    let Target { about, duty } = target;
    let items = duties::due_items(file, school);
    let wanted = |item: &DueItem| item.about == about && (item.duty == duty || about.kind == Kind::Review);
    let Some(item) = items.into_iter().find(wanted) else { return Ok(None) };
    let review = file.reviews.iter().find(|review| about.kind == Kind::Review && review.id == about.id);
    let key = DueKey { date: item.date, force: item.force(), duty: item.duty, about };
    let kind = match (review, item.act) {
        (Some(review), _) => review.kind,
        (None, Act::Agree(kind)) => kind,
        (None, _) => ReviewKind::WithParents,
    };
    let next = match (about.kind, item.act) {
        (Kind::Allocation, _) => None,
        // Invitations and advice go round two weeks before.
        (_, Act::Agree(kind)) if kind.is_annual() => {
            let from = today.checked_add_days(Days::new(14)).unwrap_or(today);
            annual_review::meeting_to_agree(file, from, &duties::ground(file, school))
        }
        (_, Act::Agree(_)) => Some(item.date).filter(|date| *date > today),
        // The next line comes by itself, and a day that nobody agreed must not stand as agreed.
        _ if kind.is_annual() => None,
        _ => next_review(file, kind, today, school),
    };
    let place = if item.act == Act::Check { place(snapshot, school, file, about, today)? } else { None };
    let mut detail = detail_of(snapshot, school, file, key)?;
    if let Some(place) = &place {
        // Beside every outcome stands how much of it was delivered; behind the name of what is checked.
        detail.insert(detail.len().min(1), format!("{}.", place.delivered));
    }
    Ok(Some(Subject {
        target,
        act: item.act,
        name: file.pupil.name(),
        what: item.what,
        due: item.date,
        lead: item.lead,
        kind,
        next,
        detail,
        closes: closes(file, about),
        unheard: if item.act == Act::Review { voices::missing_at(file, kind, today) } else { Vec::new() },
        record: record(snapshot, about)?,
        place,
    }))
}

/// The running cycle whose agreed review this is.
fn closes(file: &PupilFile, about: Key) -> Option<RecordId> {
    let cycle = file.cycle().filter(|cycle| about.kind == Kind::Review && cycle.review == Some(about.id));
    cycle.map(|cycle| cycle.id)
}

fn record(snapshot: &Snapshot<'_>, about: Key) -> Result<Option<Record>, StoreError> {
    if matches!(about.kind, Kind::Pupil | Kind::Allocation | Kind::School | Kind::Settings) {
        return Ok(None);
    }
    Ok(snapshot.get(about)?.map(|found| found.value))
}

fn school_subject(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    target: Target,
) -> Result<Option<Subject>, StoreError> {
    let Some(item) = school_item(school, target) else { return Ok(None) };
    let case = school
        .consultations
        .iter()
        .find(|case| target.about.kind == Kind::Consultation && case.id == target.about.id);
    Ok(Some(Subject {
        target,
        act: item.act,
        name: case.map_or_else(|| "School".to_owned(), |case| case.child.clone()),
        detail: school_detail(&item),
        unheard: Vec::new(),
        what: item.what,
        due: item.date,
        lead: item.lead,
        kind: ReviewKind::WithParents,
        next: None,
        closes: None,
        record: record(snapshot, target.about)?,
        place: None,
    }))
}

/// When to look again after a review of this kind held on `held`, by the rhythm of the pupil's stage. `None` if the stage asks for
/// none, and after a review that the rhythm does not count: annual, interim, transition.
pub fn next_review(
    file: &PupilFile,
    kind: ReviewKind,
    held: NaiveDate,
    school: &SchoolFile,
) -> Option<NaiveDate> {
    let ground = duties::ground(file, school);
    match kind {
        ReviewKind::Annual | ReviewKind::Interim | ReviewKind::Transition => None,
        _ => sen_support::next_review(file, held, &ground),
    }
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
        if target.about.pupil == SCHOOL {
            subjects.extend(school_subject(snapshot, school, *target)?);
            continue;
        }
        let Some(file) = snapshot.pupil_file(target.about.pupil)? else { continue };
        subjects.extend(subject(snapshot, school, &file, *target, today)?);
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
    let agreed = Target { about, duty: Duty::AgreedReview };
    if let Some(found) = subject(snapshot, school, &file, agreed, today)? {
        return Ok(Some(found));
    }
    Ok(Some(Subject {
        target: Target { about: Key::profile(pupil), duty: Duty::AgreedReview },
        act: Act::Review,
        name: file.pupil.name(),
        what: "a review that was not planned".to_owned(),
        due: today,
        lead: None,
        kind: ReviewKind::WithParents,
        next: next_review(&file, ReviewKind::WithParents, today, school),
        detail: voices::heard(&file, today).into_iter().collect(),
        closes: None,
        unheard: voices::missing_at(&file, ReviewKind::WithParents, today),
        record: None,
        place: None,
    }))
}
