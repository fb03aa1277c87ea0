//! What an evidence pack should have and has not: a sentence each, the weightiest first.
//!
//! Rule: it points out, it never forbids. A gap is told by the record's own days, so that it can be found and closed.

use chrono::{Days, NaiveDate};

use crate::domain::case::Letter;
use crate::domain::provision::Allocation;
use crate::domain::support::{Cycle, Speaker};
use crate::domain::words;
use crate::exchange::papers::folder::{Folder, plain};
use crate::exchange::papers::said;

/// After so many days words of child or parents are old.
const OLD_VIEW: u64 = 183;

/// After so many days a provision should have been looked at: six weeks (S3 §5.11, a school's policy).
const FIRST_CHECK: u64 = 42;

/// All that is missing.
pub fn all(folder: &Folder) -> Vec<String> {
    let mut gaps = Vec::new();
    views(folder, &mut gaps);
    profile(folder, &mut gaps);
    cycles(folder, &mut gaps);
    provision(folder, &mut gaps);
    agencies(folder, &mut gaps);
    reviews(folder, &mut gaps);
    gaps
}

fn before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

fn views(folder: &Folder, gaps: &mut Vec<String>) {
    for (speaker, whose) in [(Speaker::Parent, "parents'"), (Speaker::Pupil, "child's")] {
        match said::last(folder, speaker) {
            None => gaps.push(format!("No {whose} view is recorded.")),
            Some(last) if last.on < before(folder.today, OLD_VIEW) => {
                gaps.push(format!("No {whose} view since {}.", plain(last.on)));
            }
            Some(_) => {}
        }
    }
}

fn profile(folder: &Folder, gaps: &mut Vec<String>) {
    let file = &folder.file;
    let told =
        |notice: &crate::domain::case::Notice| notice.letter == Letter::Begins && notice.sent.is_some();
    let all = [
        (file.pupil.born.is_none(), "No date of birth is recorded."),
        (file.open_needs().next().is_none(), "No need is recorded."),
        (file.stages.is_empty(), "No stage is recorded."),
        (
            folder.on_register() && !file.notices.iter().any(|notice| told(notice)),
            "It is not recorded when the parents were told that SEN support begins.",
        ),
        (file.passport().is_none(), "No passport is written."),
    ];
    gaps.extend(all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, words)| words.to_owned()));
}

/// What a cycle did not draw on, as it is called in a sentence.
fn undrawn(cycle: &Cycle) -> Vec<&'static str> {
    let called = |key: &str| match key {
        "teacher" => "the teacher's assessment",
        "progress" => "previous progress (the baseline)",
        "peers" => "a comparison with peers",
        "parents" => "the parents' views",
        "pupil" => "the child's views",
        // Other teachers and advice from outside are not in every case to be had.
        _ => "",
    };
    let drawn = cycle.sources().into_iter().filter(|(_, source)| source.on.is_none());
    drawn.map(|(key, _)| called(key)).filter(|words| !words.is_empty()).collect()
}

fn cycles(folder: &Folder, gaps: &mut Vec<String>) {
    let file = &folder.file;
    if file.cycles.is_empty() {
        gaps.push("No cycle of assess, plan, do, review is recorded, so no baseline either.".to_owned());
    }
    for cycle in &file.cycles {
        let which = format!("The cycle of {}", plain(cycle.began));
        let undrawn = undrawn(cycle);
        if !undrawn.is_empty() {
            gaps.push(format!("{which} is not said to draw on {}.", words::list(&undrawn)));
        }
        let Some(agreed) = cycle.agreed else {
            gaps.push(format!("{which} has no plan that was agreed."));
            continue;
        };
        let targets: Vec<_> = file.targets_of(cycle.id).collect();
        if targets.is_empty() {
            gaps.push(format!("The plan of {} has no targets.", plain(agreed)));
        }
        if cycle.reviewed.is_some() {
            let open = targets.iter().filter(|target| target.outcome.is_none()).count();
            if open > 0 {
                let has = if open == 1 { "has" } else { "have" };
                let open = words::plural(i64::try_from(open).unwrap_or(i64::MAX), "target");
                gaps.push(format!(
                    "The plan of {} was reviewed, but {open} {has} no outcome.",
                    plain(agreed)
                ));
            }
        } else if cycle.dropped.is_some() {
            gaps.push(format!("{which} was given up without a review."));
        } else if cycle.review_on.is_none_or(|on| on < folder.today) {
            let when =
                cycle.review_on.map(|on| format!(" (it was to be on {})", plain(on))).unwrap_or_default();
            gaps.push(format!("{which} has no review yet{when}."));
        }
    }
}

fn provision(folder: &Folder, gaps: &mut Vec<String>) {
    let file = &folder.file;
    if file.allocations.is_empty() {
        gaps.push("No provision is recorded.".to_owned());
    }
    for held in file.allocations.iter().filter(|held| held.from <= folder.today) {
        let run = folder.runs.get(&held.provision);
        let name = run.map_or("A provision", |run| run.provision.name.as_str());
        let looked = file.checks_of(held.id).next().is_some();
        let mut lacks = Vec::new();
        if held.entry.trim().is_empty() {
            lacks.push("no entry measure");
        }
        if ended(held, folder.today) && held.exit.trim().is_empty() {
            lacks.push("no exit measure");
        }
        let last = held.to.map_or(folder.today, |to| to.min(folder.today));
        if !looked && held.from <= before(last, FIRST_CHECK) {
            lacks.push("no impact check");
        }
        let cost = folder.costs.of(held.id);
        if cost.is_none_or(|cost| cost.sessions == 0) {
            lacks.push("no session recorded");
        }
        if let Some(cost) = cost.filter(|cost| cost.no_rate > 0) {
            let who: Vec<&str> = cost.unpriced.iter().map(String::as_str).collect();
            gaps.push(format!(
                "{name} from {}: of {} no rate is known ({}), so the cost lacks them.",
                plain(held.from),
                words::plural(i64::from(cost.no_rate), "session"),
                words::list(&who)
            ));
        }
        if !lacks.is_empty() {
            gaps.push(format!("{name} from {} has {}.", plain(held.from), words::list(&lacks)));
        }
    }
}

fn ended(held: &Allocation, today: NaiveDate) -> bool {
    held.to.is_some_and(|to| to < today)
}

fn agencies(folder: &Folder, gaps: &mut Vec<String>) {
    let all = &folder.file.involvements;
    if all.is_empty() {
        gaps.push("No agency has been involved.".to_owned());
    } else if all.iter().all(|one| one.report.is_none()) {
        gaps.push("No agency's report is in.".to_owned());
    }
    for one in all {
        if one.referred.is_some() && one.consent.is_none() && one.without.trim().is_empty() {
            gaps.push(format!("{}: the parents' consent is not recorded.", one.agency));
        }
        if let (Some(seen), None, None) = (one.seen, one.report, one.ended) {
            gaps.push(format!("{}: seen on {}, and no report yet.", one.agency, plain(seen)));
        }
    }
}

fn reviews(folder: &Folder, gaps: &mut Vec<String>) {
    let held = folder.file.reviews.iter().filter(|review| review.held.is_some());
    if held.clone().next().is_none() {
        gaps.push("No review has been held.".to_owned());
    }
    let year = before(folder.today, 365);
    for review in held.filter(|review| review.kind.is_of_rhythm()) {
        let Some(on) = review.held.filter(|on| *on >= year) else { continue };
        let mut lacks = Vec::new();
        if review.pupil_voice.trim().is_empty() {
            lacks.push("child's");
        }
        if review.parent_voice.trim().is_empty() {
            lacks.push("parents'");
        }
        if !lacks.is_empty() {
            gaps.push(format!(
                "The {} of {} has no {} view.",
                review.kind.label(),
                plain(on),
                lacks.join(" and no ")
            ));
        }
    }
}
