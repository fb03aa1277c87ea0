use super::super::testing::{date, folder, run, text};
use super::*;
use crate::domain::case::{Involvement, Letter, Notice};
use crate::domain::code::{Decision, Outcome};
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{RecordId, Stamp, Typed};
use crate::domain::provision::{Allocation, ImpactCheck};
use crate::domain::record::Record;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::support::{Cycle, Source, Target, TargetOutcome};
use crate::views::cost::{PlaceCost, PupilCost, YearCost};

fn typed() -> Typed {
    Typed { at: Stamp(1_795_000_000), by: "sue".into() }
}

fn allocation(entry: &str) -> Allocation {
    Allocation {
        provision: RecordId(5),
        from: date("2026-09-14"),
        to: None,
        entry: entry.into(),
        exit: String::new(),
        aim: String::new(),
        check_on: None,
        check_by: None,
        moves: Vec::new(),
        typed: typed(),
    }
}

fn full() -> Folder {
    let mut cycle = Cycle::began(date("2026-09-07"), "iep", typed());
    (cycle.agreed, cycle.reviewed) = (Some(date("2026-09-14")), Some(date("2026-11-10")));
    cycle.progress = Source { on: Some(date("2026-09-08")), note: "12 of 100 words".into() };
    let mut target = Target::of(RecordId(1), date("2026-09-14"), typed());
    (target.aim, target.outcome) = ("Reads 40 words".into(), Some(TargetOutcome::Met));
    let mut review = Review::planned(ReviewKind::WithParents, date("2026-11-10"), None, typed());
    (review.held, review.recorded) = (Some(date("2026-11-10")), Some(typed()));
    review.pupil_voice = "I like it.".into();
    let check = ImpactCheck {
        allocation: RecordId(1),
        due: date("2026-10-26"),
        held: date("2026-10-26"),
        outcome: Outcome::More,
        measure: "61/100".into(),
        word: String::new(),
        decision: Decision::Continue,
        typed: typed(),
    };
    let call = Event {
        kind: EventKind::Contact,
        happened: date("2026-11-02"),
        method: None,
        with: "Mum".into(),
        text: "Sleep is poor.".into(),
        typed: typed(),
    };
    let mut salt = Involvement::began(date("2026-09-01"), typed());
    (salt.agency, salt.seen) = ("Speech and language".into(), Some(date("2026-10-06")));
    let mut letter = Notice::decided(date("2026-09-07"), typed());
    letter.sent = Some(date("2026-09-09"));
    let mut folder = folder(vec![
        Record::Cycle(cycle),
        Record::Target(target),
        Record::Review(review),
        Record::Allocation(allocation("34/100")),
        Record::Check(check),
        Record::Event(call),
        Record::Involvement(salt),
        Record::Notice(letter),
    ]);
    folder.runs.insert(RecordId(5), run("Language group", "2026-09-14"));
    folder.costs = costs();
    folder
}

/// Twelve sessions with a share of £60 in all; for two more no rate is known.
fn costs() -> PupilCost {
    let unpriced = vec!["teaching assistant".to_owned()];
    PupilCost {
        places: vec![PlaceCost {
            allocation: RecordId(1),
            pence: 6_000,
            sessions: 14,
            no_rate: 2,
            unpriced: unpriced.clone(),
        }],
        year: Some(YearCost {
            to_date: 6_000,
            projected: 24_000,
            until: date("2027-08-31"),
            no_rate: 2,
            unpriced,
        }),
    }
}

#[test]
fn the_index_comes_first_and_says_what_is_missing() {
    let said = text(&build(&full()));
    let at = |part: &str| said.find(part).unwrap_or_else(|| panic!("{part} not in\n{said}"));
    assert!(at("What is in this pack") < at("What is missing"));
    assert!(at("What is missing") < at("What the law asks"));
    assert!(at("What the law asks") < at("1. Needs"));
    for part in [
        "3 | Cycles: assess, plan, do, review | 1 cycle",
        "6 | Voices | 1 view",
        "MISSING No parents' view is recorded.",
        "MISSING The review with parents of 10 Nov 2026 has no parents' view.",
        "MISSING The cycle of 7 Sep 2026 is not said to draw on the teacher's assessment, a comparison with peers, the parents' views and the child's views.",
        "MISSING No agency's report is in.",
        "MISSING Speech and language: seen on 6 Oct 2026, and no report yet.",
        "section 36(8)) asks for no number of cycles",
        "In this pack 1 cycle is complete",
    ] {
        at(part);
    }
    assert!(!said.contains("told that SEN support begins."), "the letter went: {said}");
}

#[test]
fn the_parts_have_targets_outcomes_costs_and_checks() {
    let said = text(&build(&full()));
    for part in [
        "Progress | 8 Sep 2026 | 12 of 100 words",
        "Reads 40 words | – | – | met",
        "3 × 20 min\ngroup of 4",
        "| £60 and 2 sessions without a rate",
        "MISSING Language group from 14 Sep 2026: of 2 sessions no rate is known (teaching assistant), so the cost lacks them.",
        "26 Oct 2026 | Language group | more than hoped (+1) | 61/100 | continue",
        "This academic year: £60 so far, £240 by 31 Aug 2027, of £6,000: a threshold, no entitlement. Not in it: 2 sessions of which no rate is known (teaching assistant).",
        "Review with parents | 10 Nov 2026 | 10 Nov 2026 | recorded | not recorded | –",
        &format!("{} | 7 Sep 2026 | 9 Sep 2026 | – | not back", Letter::Begins.label()),
    ] {
        assert!(said.contains(part), "{part} not in\n{said}");
    }
}

#[test]
fn the_chronology_has_both_dates() {
    let said = text(&build(&full()));
    assert!(said.contains("2 Nov 2026 | 20 Nov 2026 | Contact · Mum · Sleep is poor."), "{said}");
    let story = &said[said.find("9. Chronology").unwrap()..];
    let (first, last) = (story.find("7 Sep 2026 |").unwrap(), story.find("10 Nov 2026 |").unwrap());
    assert!(first < last, "oldest first: {story}");
}

#[test]
fn an_empty_file_says_all_that_it_lacks() {
    let mut folder = folder(vec![Record::Allocation(allocation(""))]);
    folder.runs.insert(RecordId(5), run("Lexia", "2026-09-14"));
    let gaps = missing::all(&folder);
    for gap in [
        "No parents' view is recorded.",
        "No child's view is recorded.",
        "No need is recorded.",
        "It is not recorded when the parents were told that SEN support begins.",
        "No passport is written.",
        "No cycle of assess, plan, do, review is recorded, so no baseline either.",
        "Lexia from 14 Sep 2026 has no entry measure, no impact check and no session recorded.",
        "No agency has been involved.",
        "No review has been held.",
    ] {
        assert!(gaps.iter().any(|one| one == gap), "{gap} not in {gaps:?}");
    }
    assert_eq!(gaps.len(), 9, "{gaps:?}");
}

#[test]
fn gaps_of_cycles_and_old_views_are_told_by_their_days() {
    let mut dropped = Cycle::began(date("2025-09-01"), "iep", typed());
    (dropped.agreed, dropped.dropped) = (Some(date("2025-09-08")), Some(date("2025-12-01")));
    dropped.parents = Source { on: Some(date("2025-09-02")), note: "He is tired.".into() };
    let mut late = Cycle::began(date("2026-09-07"), "iep", typed());
    (late.agreed, late.review_on) = (Some(date("2026-09-14")), Some(date("2026-10-26")));
    let unplanned = Cycle::began(date("2026-11-16"), "iep", typed());
    let gaps =
        missing::all(&folder(vec![Record::Cycle(dropped), Record::Cycle(late), Record::Cycle(unplanned)]));
    for gap in [
        "No parents' view since 2 Sep 2025.",
        "The cycle of 1 Sep 2025 was given up without a review.",
        "The plan of 14 Sep 2026 has no targets.",
        "The cycle of 7 Sep 2026 has no review yet (it was to be on 26 Oct 2026).",
        "The cycle of 16 Nov 2026 has no plan that was agreed.",
    ] {
        assert!(gaps.iter().any(|one| one == gap), "{gap} not in {gaps:?}");
    }
}

#[test]
fn a_later_step_has_the_day_that_the_journal_knows() {
    use crate::domain::ids::{Key, Kind};
    let mut folder = full();
    let line = |folder: &Folder| {
        let said = text(&build(folder));
        said.lines().find(|line| line.contains("IEP · agreed")).unwrap_or_default().to_owned()
    };
    assert_eq!(line(&folder), "14 Sep 2026 | – | IEP · agreed");
    let key = Key::new(folder.file.id, Kind::Cycle, folder.file.cycles[0].id);
    folder.typed.insert((key, date("2026-09-14")), Stamp(1_795_000_000));
    assert_eq!(line(&folder), "14 Sep 2026 | 20 Nov 2026 | IEP · agreed");
}
