//! What stands at the top of the map: what somebody should see to, the most pressing first.
//!
//! Rule: a finding names what it is about, so that one key goes where it is mended; nothing is found where the school
//! never recorded that kind of thing at all.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::data::{MapData, Run};
use super::timetable::{ClashOf, clashes};
use crate::domain::cost::Rates;
use crate::domain::day;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::school::SchoolFile;

/// What kind of thing was found. The order is how they press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// A pupil at SEN support or with an EHC plan who has no provision.
    NoProvision,
    /// An adult or a pupil who would have to be in two places.
    Clash,
    /// Checks whose day has passed.
    CheckOverdue,
    /// Sessions of past weeks that nobody recorded.
    NotRecorded,
    /// A provision that runs for nobody.
    NoPupils,
    /// A provision that nobody leads and no agency delivers.
    NoLead,
    /// A lead adult who is not trained, or no longer, in what others were trained in.
    NotTrained,
    /// Pupils in a provision without a measure at entry.
    NoEntry,
    /// A provision without a last day.
    NoEnd,
    /// A role that leads and of which no hourly rate is known.
    NoRate,
}

impl FindingKind {
    /// All of them, the most pressing first.
    pub const ALL: [FindingKind; 10] = [
        FindingKind::NoProvision,
        FindingKind::Clash,
        FindingKind::CheckOverdue,
        FindingKind::NotRecorded,
        FindingKind::NoPupils,
        FindingKind::NoLead,
        FindingKind::NotTrained,
        FindingKind::NoEntry,
        FindingKind::NoEnd,
        FindingKind::NoRate,
    ];

    /// The word in JSON.
    pub fn code(self) -> &'static str {
        match self {
            FindingKind::NoProvision => "no-provision",
            FindingKind::Clash => "clash",
            FindingKind::CheckOverdue => "check-overdue",
            FindingKind::NotRecorded => "not-recorded",
            FindingKind::NoPupils => "no-pupils",
            FindingKind::NoLead => "no-lead",
            FindingKind::NotTrained => "not-trained",
            FindingKind::NoEntry => "no-entry",
            FindingKind::NoEnd => "no-end",
            FindingKind::NoRate => "no-rate",
        }
    }

    /// As a heading says it.
    pub fn label(self) -> &'static str {
        match self {
            FindingKind::NoProvision => "pupils with no provision",
            FindingKind::Clash => "two places at once",
            FindingKind::CheckOverdue => "checks overdue",
            FindingKind::NotRecorded => "sessions not recorded",
            FindingKind::NoPupils => "provisions with no pupils",
            FindingKind::NoLead => "no lead adult",
            FindingKind::NotTrained => "lead adult not trained",
            FindingKind::NoEntry => "no entry measure",
            FindingKind::NoEnd => "no end date",
            FindingKind::NoRate => "no hourly rate",
        }
    }
}

/// What a finding is about: where its mend begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The provision.
    pub provision: Option<RecordId>,
    /// The other provision of a clash.
    pub other: Option<RecordId>,
    /// The pupil.
    pub pupil: Option<PupilId>,
    /// The place; of several, the first.
    pub allocation: Option<RecordId>,
    /// The adult.
    pub adult: Option<RecordId>,
    /// The role as it stands with the staff.
    pub role: Option<String>,
}

/// One thing to see to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// In words: "Language group: 2 of 5 without an entry measure".
    pub words: String,
    /// How many things it counts: pupils, checks, sessions.
    pub count: u32,
    /// What it is about.
    pub about: About,
}

/// Findings by kind, the most pressing kind first, each with its findings.
pub fn by_kind(findings: &[Finding]) -> impl Iterator<Item = (FindingKind, &[Finding])> {
    findings.chunk_by(|a, b| a.kind == b.kind).filter_map(|some| Some((some.first()?.kind, some)))
}

fn of_run(run: &Run) -> About {
    About { provision: Some(run.id()), ..About::default() }
}

/// What is to be seen to, as at today: by kind, and within a kind by name. Of the provisions, those that have not ended.
pub fn findings(data: &MapData, school: &SchoolFile) -> Vec<Finding> {
    let today = data.asked.today;
    let mut out: Vec<Finding> = Vec::new();
    for (who, census) in &data.without {
        let words = format!("{} ({}) has no provision", super::line::said(who), census.label());
        let about = About { pupil: Some(who.pupil), ..About::default() };
        out.push(Finding { kind: FindingKind::NoProvision, words, count: 1, about });
    }
    for clash in clashes(data, school) {
        let words = format!("{}, {}", clash.name, clash.words());
        let [first, second] = &clash.two;
        let (adult, pupil) = match clash.of {
            ClashOf::Adult(id) => (Some(id), None),
            ClashOf::Pupil(id) => (None, Some(id)),
        };
        let about =
            About { provision: Some(first.0), other: Some(second.0), adult, pupil, ..About::default() };
        out.push(Finding { kind: FindingKind::Clash, words, count: 1, about });
    }
    let rates = Rates::of(school);
    let mut roles: BTreeMap<String, (String, u32, RecordId)> = BTreeMap::new();
    let lasting = |run: &&Run| run.line.provision.end.is_none_or(|end| today <= end);
    for run in data.runs.iter().filter(lasting) {
        in_run(run, school, data, &mut out);
        if let Some((role, lead)) = unrated(run, school, &rates, today) {
            let held = roles.entry(role.trim().to_lowercase()).or_insert((role, 0, lead));
            held.1 += 1;
        }
    }
    for (role, count, lead) in roles.into_values() {
        let of = if role.trim().is_empty() {
            format!("{} has no role", school.staff_name(Some(lead)))
        } else {
            format!("no hourly rate for {}", role.trim())
        };
        let runs = if count == 1 { "provision" } else { "provisions" };
        let about = About { role: Some(role), adult: Some(lead), ..About::default() };
        let words = format!("{of}: {count} {runs} without a cost");
        out.push(Finding { kind: FindingKind::NoRate, words, count, about });
    }
    // Each kind was found in the order of names; a stable sort keeps it.
    out.sort_by_key(|finding| finding.kind);
    out
}

fn in_run(run: &Run, school: &SchoolFile, data: &MapData, out: &mut Vec<Finding>) {
    let today = data.asked.today;
    let provision = &run.line.provision;
    let name = &provision.name;
    let started = provision.start <= today;
    let mut push = |kind, count: usize, words: String, about: About| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        out.push(Finding { kind, words: format!("{name}: {words}"), count, about });
    };
    let open = || run.line.open(today);
    if run.line.overdue > 0 {
        let late = |place: &&crate::domain::rows::PlaceRow| place.next_check.is_some_and(|next| next < today);
        let first = run.line.places.iter().filter(late).min_by_key(|place| place.next_check);
        let about = About {
            allocation: first.map(|place| place.allocation),
            pupil: first.map(|place| place.who.pupil),
            ..of_run(run)
        };
        let since =
            first.and_then(|place| place.next_check).map(|next| day::near(next, today)).unwrap_or_default();
        let words = match run.line.overdue {
            1 => format!("a check overdue since {since}"),
            many => format!("{many} checks overdue, the first since {since}"),
        };
        push(FindingKind::CheckOverdue, run.line.overdue, words, about);
    }
    let not = run.unrecorded;
    if data.recording && not > 0 {
        let words = format!("{not} {} not recorded", if not == 1 { "session" } else { "sessions" });
        push(FindingKind::NotRecorded, usize::try_from(not).unwrap_or(usize::MAX), words, of_run(run));
    }
    if run.line.pupils == 0 && !run.line.places.iter().any(|place| place.from > today) {
        push(FindingKind::NoPupils, 1, "no pupils".to_owned(), of_run(run));
    }
    if provision.lead.is_none() && provision.agency.trim().is_empty() {
        push(FindingKind::NoLead, 1, "no lead adult".to_owned(), of_run(run));
    }
    if let Some(words) = untrained(run, school, data) {
        push(FindingKind::NotTrained, 1, words, About { adult: provision.lead, ..of_run(run) });
    }
    let without: Vec<_> =
        open().filter(|place| place.from <= today && place.entry.trim().is_empty()).collect();
    if started && let Some(first) = without.first() {
        let about = About { allocation: Some(first.allocation), pupil: Some(first.who.pupil), ..of_run(run) };
        let words =
            format!("{} of {} without an entry measure", without.len(), run.line.pupils.max(without.len()));
        push(FindingKind::NoEntry, without.len(), words, about);
    }
    if provision.end.is_none() {
        push(FindingKind::NoEnd, 1, "no end date".to_owned(), of_run(run));
    }
}

/// Why the lead adult should not take it alone, where the school records who is trained in it; `None` if nothing is known
/// against it.
fn untrained(run: &Run, school: &SchoolFile, data: &MapData) -> Option<String> {
    let lead = run.line.provision.lead?;
    let today = data.asked.today;
    let fits = |delivers: &str| delivers.trim().to_lowercase() == run.folded;
    let mut known = school.trainings.iter().filter(|training| fits(&training.delivers)).peekable();
    // Nobody was ever trained in it: the school does not ask for it.
    known.peek()?;
    let mine: Vec<_> = known.filter(|training| training.staff == lead).collect();
    if mine.iter().any(|training| training.counts(today)) {
        return None;
    }
    let ended = mine.iter().filter_map(|training| training.until).filter(|until| *until < today).max();
    let who = &run.line.lead;
    Some(match ended {
        Some(until) => format!("{who}'s training ran out on {}", day::near(until, today)),
        None => format!("{who} is not trained in it"),
    })
}

/// The role and the adult of a run that costs hours of which no rate is known today; `None` where the cost is known.
fn unrated(run: &Run, school: &SchoolFile, rates: &Rates, today: NaiveDate) -> Option<(String, RecordId)> {
    let provision = &run.line.provision;
    // An agreed cost takes the place of hours as far as it covers, and no further.
    let agreed = provision.cost_pence.is_some() && provision.cost_until.is_none_or(|until| today <= until);
    let lead = provision.lead.filter(|_| !agreed)?;
    let staff = school.staff.iter().find(|staff| staff.id == lead)?;
    rates.on(lead, today).is_none().then(|| (staff.role.clone(), lead))
}
