//! The school's own page: its details, its people and their training, its interventions and what an hour costs, its agencies, its
//! sites, the kinds of plan.
//!
//! Rule: a line has all that its row and its detail show. What is pressing in a section stands first in it.

use chrono::NaiveDate;

use super::agencies::{self, AgencyLine};
use super::catalogue::{self, CatalogueLine, RateLine};
use super::pupil::said;
use super::staff::{self, DeliverLine, PersonLine, TrainingLine};
use crate::domain::day;
use crate::domain::field::Fields;
use crate::domain::ids::{Kind, RecordId};
use crate::domain::provision::Provision;
use crate::domain::school::{SchoolFile, SchoolInfo};
use crate::domain::support::plan_kind::{self, PlanKind};
use crate::domain::words::{list, plural, pounds};
use crate::store::{Snapshot, StoreError};

/// A part of the page, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Name, address, authority, head, SENCO, governor.
    Details,
    /// Adults.
    People,
    /// What they were trained in.
    Training,
    /// Who can deliver which intervention.
    Deliver,
    /// The catalogue of interventions.
    Interventions,
    /// What an hour of an adult costs.
    Rates,
    /// Agencies with their open work.
    Agencies,
    /// Sites.
    Sites,
    /// Kinds of plan.
    Plans,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Section; 9] = [
        Section::Details,
        Section::People,
        Section::Training,
        Section::Deliver,
        Section::Interventions,
        Section::Rates,
        Section::Agencies,
        Section::Sites,
        Section::Plans,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Section::Details => "Details",
            Section::People => "People",
            Section::Training => "Training",
            Section::Deliver => "Who can deliver what",
            Section::Interventions => "Interventions",
            Section::Rates => "Hourly rates",
            Section::Agencies => "Agencies",
            Section::Sites => "Sites",
            Section::Plans => "Kinds of plan",
        }
    }
}

/// What a line is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// One of the school's details, by its field.
    Detail(&'static str),
    /// The SENCO's post.
    Senco,
    /// An adult.
    Person(RecordId),
    /// What was typed together, by its first record.
    Training(RecordId),
    /// An intervention, by its name.
    Deliver(String),
    /// An intervention of the catalogue, by its name in lower case: what the catalogue lacks has no number.
    Intervention(String),
    /// A rate.
    Rate(RecordId),
    /// A role without a rate.
    Role(String),
    /// An agency, by its name in lower case: what the catalogue lacks has no number.
    Agency(String),
    /// A site.
    Site(RecordId),
    /// A kind of plan, by its code.
    Plan(&'static str),
    /// Nothing stands in the section yet: a line to stand on.
    Nothing(Section),
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Where it stands.
    pub section: Section,
    /// What it is about.
    pub what: What,
    /// What it is called.
    pub label: String,
    /// What is said of it.
    pub text: String,
    /// What stands at the right: counts.
    pub right: String,
    /// Whether somebody should see to it.
    pub presses: bool,
    /// Whether it is past, or empty.
    pub quiet: bool,
    /// All of it, a line each, below or beside the list.
    pub more: Vec<String>,
}

fn line(section: Section, what: What, label: impl Into<String>, text: impl Into<String>) -> Line {
    Line {
        section,
        what,
        label: label.into(),
        text: text.into(),
        right: String::new(),
        presses: false,
        quiet: false,
        more: Vec::new(),
    }
}

/// The page, and the work of the agencies behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct SchoolView {
    /// Its lines, section by section.
    pub lines: Vec<Line>,
    /// Agencies with their work.
    pub agencies: Vec<AgencyLine>,
    /// What was typed together.
    pub trainings: Vec<TrainingLine>,
    /// Who can deliver what.
    pub delivers: Vec<DeliverLine>,
    /// The catalogue of interventions.
    pub interventions: Vec<CatalogueLine>,
}

/// Reads it.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn view(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    site: Option<RecordId>,
    today: NaiveDate,
) -> Result<SchoolView, StoreError> {
    let provisions: Vec<crate::domain::ids::Held<Provision>> = snapshot.provisions()?;
    let agencies = agencies::all(snapshot, school, site, today)?;
    let trainings = staff::trainings(school, today);
    let delivers = staff::delivers(school, &provisions, today);
    let mut lines = details(school);
    let here = |line: &PersonLine| site.is_none() || line.held.site.is_none() || line.held.site == site;
    lines.extend(
        staff::people(school, &provisions, today)
            .iter()
            .filter(|line| here(line))
            .map(|one| person(one, today)),
    );
    lines.extend(trainings.iter().map(|one| training(one, today)));
    lines.extend(delivers.iter().map(deliver));
    let interventions = catalogue::interventions(school, &provisions, today);
    lines.extend(interventions.iter().map(|one| intervention(one, today)));
    lines.extend(catalogue::rates(school, &provisions, today).iter().map(|one| rate(one, today)));
    lines.extend(agencies.iter().map(|one| agency(one, today)));
    lines.extend(school.sites.iter().map(|one| {
        let adults = school.staff.iter().filter(|staff| staff.here && staff.site == Some(one.id)).count();
        let text = if adults == 0 { String::new() } else { format!("{} here alone", count(adults, "adult")) };
        line(Section::Sites, What::Site(one.id), one.name.clone(), text)
    }));
    lines.extend(plan_kind::KINDS.iter().map(|kind| plan(kind, school)));
    for (section, words) in [
        (Section::People, "nobody is on the list yet"),
        (Section::Training, "no training is recorded yet"),
        (Section::Interventions, "no intervention is in the catalogue yet"),
        (Section::Rates, "no rate is set: what an hour costs is not known"),
        (Section::Agencies, "no agency is in the catalogue yet"),
        (Section::Sites, "one site"),
    ] {
        if !lines.iter().any(|line| line.section == section) {
            lines.push(Line { quiet: true, ..line(section, What::Nothing(section), words, "") });
        }
    }
    lines.sort_by_key(|line| line.section);
    Ok(SchoolView { lines, agencies, trainings, delivers, interventions })
}

fn count(many: usize, noun: &str) -> String {
    plural(i64::try_from(many).unwrap_or(i64::MAX), noun)
}

fn details(school: &SchoolFile) -> Vec<Line> {
    let info = &school.info.value;
    let mut lines: Vec<Line> = SchoolInfo::FIELDS
        .iter()
        .map(|field| {
            let value = said(&(field.get)(info), field.kind, school);
            let quiet = value.is_empty();
            let text =
                if quiet { "not recorded".to_owned() } else { value.lines().collect::<Vec<_>>().join(", ") };
            Line {
                quiet,
                more: vec![field.help.to_owned()],
                ..line(Section::Details, What::Detail(field.key), field.label, text)
            }
        })
        .collect();
    let post = school.posts.iter().rfind(|post| post.ended.is_none());
    let text = post.map_or_else(
        || "not recorded".to_owned(),
        |post| format!("{}, since {}", school.staff_name(post.staff), day::plain(post.appointed)),
    );
    let senco = Line { quiet: post.is_none(), ..line(Section::Details, What::Senco, "SENCO", text) };
    let at = lines.iter().position(|line| line.what == What::Detail("governor")).unwrap_or(lines.len());
    lines.insert(at, senco);
    lines
}

fn person(one: &PersonLine, today: NaiveDate) -> Line {
    let staff = &one.held.value;
    let mut parts: Vec<&str> = vec![&staff.role];
    parts.extend(one.posts.iter().copied().filter(|post| !staff.role.eq_ignore_ascii_case(post)));
    parts.push(&one.site);
    if !staff.here {
        parts.push("has left");
    }
    parts.retain(|part| !part.is_empty());
    let presses = staff.here && one.trainings.iter().any(|(_, lasts)| lasts.presses());
    let mut more: Vec<String> = Vec::new();
    if !one.leads.is_empty() {
        let names: Vec<&str> = one.leads.iter().map(String::as_str).collect();
        more.push(format!("Leads {}.", list(&names)));
    }
    more.extend(one.trainings.iter().map(|(training, lasts)| {
        let lasts = lasts.words(today);
        let lasts = if lasts.is_empty() { lasts } else { format!(" · {lasts}") };
        format!("{} · {}{lasts}", training.what, day::plain(training.on))
    }));
    let right = match one.trainings.len() {
        0 => String::new(),
        many => count(many, "training"),
    };
    Line {
        right,
        presses,
        quiet: !staff.here,
        more,
        ..line(Section::People, What::Person(one.held.id), staff.name.clone(), parts.join(" · "))
    }
}

fn training(one: &TrainingLine, today: NaiveDate) -> Line {
    let who = match &one.who[..] {
        [only] => only.clone(),
        many => count(many.len(), "adult"),
    };
    let training = &one.training;
    let lasts = one.lasts.words(today);
    let parts = [day::plain(training.on), who, lasts].into_iter().filter(|part| !part.is_empty());
    let text = parts.collect::<Vec<_>>().join(" · ");
    let mut more = vec![format!("{}.", one.who.join(", "))];
    if !training.delivers.is_empty() {
        more.push(format!("Can deliver: {}.", training.delivers));
    }
    if !training.provider.is_empty() {
        more.push(format!("Given by {}.", training.provider));
    }
    more.extend((!training.note.is_empty()).then(|| training.note.clone()));
    let id = one.ids.first().copied().unwrap_or(RecordId(0));
    Line {
        presses: one.lasts.presses(),
        quiet: matches!(one.lasts, staff::Lasts::Past(_)),
        more,
        ..line(Section::Training, What::Training(id), training.what.clone(), text)
    }
}

fn deliver(one: &DeliverLine) -> Line {
    let trained =
        if one.trained.is_empty() { "nobody is trained".to_owned() } else { one.trained.join(", ") };
    let without = if one.without.is_empty() {
        String::new()
    } else {
        format!(" · without training: {}", one.without.join(", "))
    };
    let right = if one.running == 0 { String::new() } else { format!("{} running", one.running) };
    Line {
        right,
        presses: !one.without.is_empty(),
        quiet: one.running == 0,
        ..line(
            Section::Deliver,
            What::Deliver(one.name.to_lowercase()),
            one.name.clone(),
            format!("{trained}{without}"),
        )
    }
}

/// The most runs that are listed of one intervention.
const RUNS: usize = 8;

fn intervention(one: &CatalogueLine, today: NaiveDate) -> Line {
    let entry = &one.entry;
    let trained = match one.trained.len() {
        0 => String::new(),
        many => format!("{many} trained"),
    };
    let standing = match (one.id, entry.active) {
        (None, _) => "not in the catalogue",
        (_, false) => "out of use",
        _ => "",
    };
    let parts = [
        entry.area.map(|area| area.short().to_owned()).unwrap_or_default(),
        format!("wave {}", entry.wave.number()),
        catalogue::dosage(entry),
        trained,
        standing.to_owned(),
    ];
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut more = Vec::new();
    more.push(match &entry.evidence {
        words if words.is_empty() => "Evidence: nothing is recorded.".to_owned(),
        words => format!("Evidence: {words}"),
    });
    if !entry.measure.is_empty() {
        more.push(format!("Measured: {} ({}).", entry.measure, entry.scale.label()));
    }
    let costs = [("Materials", entry.materials_pence, "a run"), ("Fee", entry.fee_pence, "a session")];
    more.extend(
        costs
            .iter()
            .filter_map(|(what, pence, per)| pence.map(|pence| format!("{what}: {} {per}.", pounds(pence)))),
    );
    if !entry.agency.is_empty() {
        more.push(format!("With {}.", entry.agency));
    }
    let who = one.trained.iter().map(|who| match who.until {
        Some(until) => {
            format!("{} ({}, until {})", who.name, day::plain(who.on), day::near(until, today))
        }
        None => format!("{} ({})", who.name, day::plain(who.on)),
    });
    let who: Vec<String> = who.collect();
    more.push(match &who[..] {
        [] => "Nobody is recorded as trained for it.".to_owned(),
        some => format!("Trained: {}.", some.join(", ")),
    });
    more.extend(one.runs.iter().take(RUNS).map(|(_, start, end)| match end {
        Some(end) => format!("Run: {} to {}", day::plain(*start), day::plain(*end)),
        None => format!("Run: since {}", day::plain(*start)),
    }));
    let hidden = one.runs.len().saturating_sub(RUNS);
    more.extend((hidden > 0).then(|| format!("and {hidden} before")));
    more.extend((!entry.note.is_empty()).then(|| entry.note.clone()));
    Line {
        right: if one.running == 0 { String::new() } else { format!("{} running", one.running) },
        quiet: !entry.active,
        more,
        ..line(
            Section::Interventions,
            What::Intervention(entry.name.to_lowercase()),
            entry.name.clone(),
            text,
        )
    }
}

fn rate(one: &RateLine, today: NaiveDate) -> Line {
    let adults = count(one.adults, "adult");
    let Some(held) = &one.held else {
        let text = "no rate is set: what its hours cost is not known";
        return Line {
            right: adults,
            presses: true,
            more: vec![format!("{} of this role lead what runs. Enter sets the rate.", one.role)],
            ..line(Section::Rates, What::Role(one.role.clone()), one.role.clone(), text)
        };
    };
    let past = !one.counts && held.from <= today;
    let text = format!("{} an hour from {}", pounds(held.pence), day::plain(held.from));
    let mut more = Vec::new();
    more.extend(
        past.then(|| "A later rate counts today; what was delivered before it keeps this one.".to_owned()),
    );
    more.extend((!held.note.is_empty()).then(|| held.note.clone()));
    Line {
        right: if one.counts { adults } else { String::new() },
        quiet: past,
        more,
        ..line(Section::Rates, What::Rate(held.id), one.role.clone(), text)
    }
}

fn agency(one: &AgencyLine, today: NaiveDate) -> Line {
    let agency = &one.agency;
    let longest =
        one.longest().map(|days| format!("longest wait {}", plural(days / 7, "week"))).unwrap_or_default();
    let wait = agency
        .wait_weeks
        .map(|weeks| format!("usually {}", plural(i64::from(weeks), "week")))
        .unwrap_or_default();
    let standing = match (one.id, agency.active) {
        (None, _) => "not in the catalogue",
        (_, false) => "out of use",
        _ => "",
    };
    let parts = [agencies::contact(agency), wait, longest, standing.to_owned()];
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut more = Vec::new();
    if !agency.how.is_empty() {
        more.push(format!("Refer by: {}", agency.how));
    }
    more.extend((!agency.note.is_empty()).then(|| agency.note.clone()));
    more.extend(one.works.iter().map(|work| format!("{} · {}", work.who.name, work.state(today))));
    let right = match one.works.len() {
        0 => String::new(),
        open => format!("{open} open"),
    };
    Line {
        right,
        quiet: !agency.active,
        more,
        ..line(Section::Agencies, What::Agency(agency.name.to_lowercase()), agency.name.clone(), text)
    }
}

fn plan(kind: &'static PlanKind, school: &SchoolFile) -> Line {
    let settings = &school.settings.value;
    let chosen = kind.held_in == Kind::Cycle && plan_kind::of(&settings.plan_kind).code == kind.code;
    let most = settings.targets.filter(|_| kind.most > 0).unwrap_or(kind.most);
    let targets = if most == 0 { String::new() } else { format!("at most {most} {}", kind.targets) };
    let parts = [
        format!("review after {}", plural(i64::from(kind.weeks), "week")),
        targets,
        count(kind.fields.len(), "part"),
    ];
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let labels: Vec<&str> = kind.labels().map(|(_, label)| label).collect();
    Line {
        right: if chosen { "a new cycle's" } else { "" }.to_owned(),
        more: vec![format!("{}: {}.", kind.title, labels.join(", ")), format!("Source: {}.", kind.source)],
        ..line(Section::Plans, What::Plan(kind.code), kind.label, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::Lab;

    #[test]
    fn an_empty_school_has_a_line_to_stand_on_in_every_section_that_can_be_added_to() {
        let lab = Lab::new();
        let today = lab.by.today;
        let view = lab.store.read(|snapshot| view(snapshot, &snapshot.school()?, None, today)).unwrap();
        let sections: std::collections::BTreeSet<Section> =
            view.lines.iter().map(|line| line.section).collect();
        let expected: std::collections::BTreeSet<Section> =
            Section::ALL.into_iter().filter(|section| *section != Section::Deliver).collect();
        assert_eq!(sections, expected);
        assert!(view.lines.is_sorted_by_key(|line| line.section));
        let plans: Vec<&Line> = view.lines.iter().filter(|line| line.section == Section::Plans).collect();
        assert_eq!(plans.len(), plan_kind::KINDS.len());
        assert_eq!(plans.iter().filter(|line| !line.right.is_empty()).count(), 1, "one is a new cycle's");
        assert!(view.lines.iter().any(|line| line.what == What::Senco && line.text == "not recorded"));
    }
}
