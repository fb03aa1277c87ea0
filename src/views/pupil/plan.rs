//! The parts of a pupil's page about referrals and the plan: the cycle that runs, what it lacks, its targets, the cycles before.
//!
//! Rule: every line names the form that Enter opens: its `field` is the name of a step of the cycle, or a field of the plan.

use chrono::NaiveDate;

use super::{PupilLine, first_line, in_full, joined, line};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::school::SchoolFile;
use crate::domain::support::Referral;
use crate::domain::words::capital;
use crate::views::cycle::{self, CycleView, Missing, Step, without_weekday};

/// Every referral, those still to be decided first, then the latest.
pub(super) fn referrals(file: &PupilFile, today: NaiveDate) -> Vec<PupilLine> {
    let mut held: Vec<&Held<Referral>> = file.referrals.iter().rev().collect();
    held.sort_by_key(|held| held.reviewed.is_some());
    held.into_iter().map(|held| referral(file, held, today)).collect()
}

fn referral(file: &PupilFile, held: &Held<Referral>, today: NaiveDate) -> PupilLine {
    let by = if held.by.is_empty() { String::new() } else { format!("by {}", held.by) };
    let outcome = held.outcome.map_or("", |outcome| outcome.label());
    let state = match held.reviewed {
        Some(on) => format!("{outcome}, {}", without_weekday(on, today)),
        None => "to be decided".to_owned(),
    };
    let text = joined(
        &[held.concern.label(), &by, state.trim_start_matches(", "), first_line(&held.reasons)],
        " · ",
    );
    let about = Key::new(file.id, Kind::Referral, held.id);
    let mut one = line(day::near(held.raised, today), text, Some(about));
    one.past = held.reviewed.is_some();
    let whole = [
        ("Reasons", &held.reasons),
        ("Tried so far", &held.tried),
        ("Parents say", &held.parents),
        ("Child says", &held.pupil),
        ("Action", &held.action),
        ("Note", &held.note),
    ];
    one.more = whole.into_iter().filter_map(|(title, text)| in_full(title, text)).collect();
    let tests = slow(held);
    if !tests.is_empty() {
        one.more.insert(1.min(one.more.len()), format!("Slow progress: {tests}"));
    }
    one
}

/// The tests of slow progress that are ticked, with what shows them.
fn slow(referral: &Referral) -> String {
    let tests = [
        (referral.slower, "slower than peers", &referral.slower_note),
        (referral.below, "below own rate", &referral.below_note),
        (referral.not_closing, "gap not closing", &referral.not_closing_note),
        (referral.widening, "gap widening", &referral.widening_note),
    ];
    let said =
        tests.into_iter().filter(|(ticked, _, _)| *ticked).map(|(_, test, note)| match note.as_str() {
            "" => test.to_owned(),
            note => format!("{test} ({note})"),
        });
    said.collect::<Vec<_>>().join(", ")
}

/// The plan: what runs, then what was; last, as advice, how many cycles are completed.
pub(super) fn plan(file: &PupilFile, school: &SchoolFile, today: NaiveDate) -> Vec<PupilLine> {
    let mut lines = match cycle::running(file, school) {
        Some(view) => running(&view, today),
        None if file.pupil.left.is_some() => Vec::new(),
        None => {
            let mut none = line("", "no plan runs: Enter begins one", None);
            none.field = Some(Step::Begin.code());
            vec![none]
        }
    };
    lines.extend(cycle::past(file, school).iter().map(past));
    if let Some((short, rest)) = cycle::advice(file, school) {
        let mut one = line("", short, None);
        one.more.extend((!rest.is_empty()).then_some(rest));
        lines.push(one);
    }
    lines
}

fn running(view: &CycleView, today: NaiveDate) -> Vec<PupilLine> {
    let cycle = &view.cycle;
    let of = |label: &str, text: String, field: &'static str| {
        let mut one = line(label, text, Some(view.key));
        one.field = Some(field);
        one
    };
    let lead = if view.lead.is_empty() { String::new() } else { format!("{} leads", view.lead) };
    let since = format!("since {}", day::plain(cycle.began));
    let mut head =
        of(view.kind.label, joined(&[&since, &lead, first_line(&cycle.note)], " · "), Step::Basics.code());
    head.more.extend((cycle.note.lines().count() > 1).then(|| cycle.note.clone()));
    let mut lines = vec![head];
    lines.extend(missing(&view.missing).into_iter().map(|(words, field)| of("to do", words, field)));

    let mut assessed = of("assessed", view.assessed(today), Step::Assess.code());
    let notes = view.evidence.iter().filter(|one| !one.note.trim().is_empty());
    assessed.more = notes.map(|one| format!("{}: {}", capital(&one.label), one.note)).collect();
    lines.push(assessed);

    for (key, label, text) in view.fields.iter().filter(|(_, _, text)| !text.trim().is_empty()) {
        let mut one = of(label, first_line(text).to_owned(), key);
        one.more.extend((text.lines().count() > 1).then(|| text.clone()));
        lines.push(one);
    }
    lines.extend(view.targets.iter().map(target));

    let agreed = cycle.agreed.map(|on| without_weekday(on, today));
    let told = cycle.staff_told.map(|on| {
        let who =
            if cycle.told.is_empty() { String::new() } else { format!(": {}", first_line(&cycle.told)) };
        format!("staff told {}{who}", without_weekday(on, today))
    });
    if agreed.is_some() || told.is_some() {
        let text = joined(&[&agreed.unwrap_or_default(), &told.unwrap_or_default()], " · ");
        lines.push(of("agreed", text, "agreed"));
    }
    if let Some(on) = cycle.review_on {
        let when = day::how_late(on, today);
        let mut review = of("review", format!("{} · {when}", day::near(on, today)), Step::Review.code());
        review.late = on < today;
        lines.push(review);
    }
    lines
}

/// What a cycle lacks, a line a form that mends it, with that line's name.
fn missing(all: &[Missing]) -> Vec<(String, &'static str)> {
    let steps = [
        (Step::Targets, "no targets"),
        (Step::Plan, "no plan"),
        (Step::Assess, "no assess"),
        (Step::Review, "no review"),
    ];
    steps
        .into_iter()
        .filter_map(|(step, field)| {
            let words: Vec<&str> =
                all.iter().filter(|one| one.step == step).map(|one| one.words.as_str()).collect();
            (!words.is_empty()).then(|| (words.join("; "), field))
        })
        .collect()
}

fn target(view: &cycle::TargetView) -> PupilLine {
    let target = &view.target;
    let mut one = line(format!("target {}", view.number), view.line(), Some(view.key));
    let long = target.aim.lines().count() > 1;
    one.more.extend(long.then(|| target.aim.clone()));
    let whole = [
        ("Criteria", &target.criteria),
        ("Resources", &target.resources),
        ("In class", &target.strategies),
        ("What came of it", &target.result),
        ("Note", &target.note),
    ];
    one.more.extend(whole.into_iter().filter_map(|(title, text)| in_full(title, text)));
    one.past = target.judged.is_some();
    one
}

fn past(view: &CycleView) -> PupilLine {
    let cycle = &view.cycle;
    let ended = cycle.ended().map(day::plain).unwrap_or_default();
    let mut one = line(format!("to {ended}"), view.past_line(), Some(view.key));
    one.past = true;
    one.more.push(format!("From {} to {ended}", day::plain(cycle.began)));
    one.more.extend(view.targets.iter().map(|target| format!("{}. {}", target.number, target.line())));
    one.more.extend(in_full("Found", &cycle.found));
    one
}
