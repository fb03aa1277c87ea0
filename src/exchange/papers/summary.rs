//! The review summary for parents: what was hoped, what came of it, what was said, what happens next.
//!
//! Rule: it tells of the last review that was held, and of the plan that was closed with it.

use super::folder::{Folder, facts, joined, lines, long};
use super::letter::closing;
use super::said;
use chrono::NaiveDate;

use crate::domain::ids::Held;
use crate::domain::review::Review;
use crate::domain::support::{Cycle, Speaker};
use crate::exchange::paper::{Block, Paper};

/// How many days a plan may be closed beside the review that it was closed with.
const BESIDE: i64 = 14;

/// The last review that was held with the cycle that it closed.
fn looked_at(folder: &Folder) -> (Option<&Held<Review>>, Option<&Held<Cycle>>) {
    let (review, cycle) = (folder.file.last_review(), folder.reviewed_cycle());
    let (Some(one), Some(other)) = (review, cycle) else { return (review, cycle) };
    let (Some(held), Some(closed)) = (one.held, other.reviewed) else { return (review, cycle) };
    if other.review == Some(one.id) || (closed - held).num_days().abs() <= BESIDE {
        (review, cycle)
    } else if held > closed {
        (review, None)
    } else {
        (None, cycle)
    }
}

/// Why it cannot be written now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    (looked_at(folder) == (None, None)).then(|| "no review has been held".to_owned())
}

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let mut missing = Vec::new();
    let (review, cycle) = looked_at(folder);
    for (speaker, whose) in [(Speaker::Pupil, "the child's view"), (Speaker::Parent, "the parents' view")] {
        if words(folder, review, cycle, speaker).is_empty() {
            missing.push(format!("{whose} is not recorded"));
        }
    }
    if next_day(folder).is_none() {
        missing.push("no next review is agreed".to_owned());
    }
    missing
}

/// What one of them said in the time that the review looked at.
fn words(
    folder: &Folder,
    review: Option<&Held<Review>>,
    cycle: Option<&Held<Cycle>>,
    speaker: Speaker,
) -> Vec<said::Said> {
    let on = review.and_then(|review| review.held).or(cycle.and_then(|cycle| cycle.reviewed));
    let near = |said: &said::Said| on.is_some_and(|on| (said.on - on).num_days().abs() <= BESIDE);
    let mut words: Vec<said::Said> = Vec::new();
    for one in said::all(folder).into_iter().filter(|said| said.speaker == speaker && near(said)) {
        // The same words are often written down with the review and with the plan that it opens.
        if !words.iter().any(|other| other.on == one.on && other.words.trim() == one.words.trim()) {
            words.push(one);
        }
    }
    words
}

/// The day on which it is looked at again; `None` if none is agreed, or it is past.
fn next_day(folder: &Folder) -> Option<NaiveDate> {
    let planned = folder.file.cycle().and_then(|cycle| cycle.review_on);
    let agreed = folder.next_review().map(|review| review.due).or(planned);
    agreed.filter(|day| *day >= folder.today)
}

/// The letter.
pub fn build(folder: &Folder) -> Paper {
    let first = folder.first();
    let (review, cycle) = looked_at(folder);
    let on = review.and_then(|review| review.held).or(cycle.and_then(|cycle| cycle.reviewed));
    let mut paper = folder.paper(format!("How {first} is doing: our review"), "review");
    paper.letterhead = true;
    let blocks = &mut paper.blocks;
    let who = [("Name", folder.name()), ("Year and class", folder.place())];
    blocks.push(Block::Facts(facts(&who.each_ref().map(|(label, said)| (*label, said.as_str())))));
    blocks.push(Block::Para("Dear parent or carer,".to_owned()));
    blocks.push(Block::Para(format!(
        "This is what we looked at together{} and what we agreed for {first}.",
        on.map(|on| format!(" on {}", long(on))).unwrap_or_default()
    )));
    if let Some(cycle) = cycle {
        let hoped = joined(&[&cycle.outcomes, &cycle.impact], "\n");
        if !hoped.is_empty() {
            blocks.push(Block::Heading(1, "What we hoped for".to_owned()));
            blocks.push(Block::Para(hoped));
        }
        if let Some(table) = folder.targets_table(cycle.id) {
            blocks.push(Block::Heading(1, "What came of the targets".to_owned()));
            blocks.push(table);
        }
    }
    let outcome = review.and_then(|review| review.outcome).or(cycle.and_then(|cycle| cycle.outcome));
    let outcome = outcome
        .map(|outcome| format!("Progress against what we hoped for: {}.", outcome.label()))
        .unwrap_or_default();
    let note = review.map_or("", |review| review.note.as_str());
    // Closing a plan at its review writes what was found with both.
    let closed = cycle.map_or("", |cycle| cycle.found.as_str());
    let closed = if closed.trim() == note.trim() { "" } else { closed };
    let found = joined(&[&outcome, closed, note], "\n");
    blocks.push(Block::Heading(1, "What we found".to_owned()));
    if found.is_empty() {
        blocks.push(Block::Para("What we found is not written down yet.".to_owned()));
    } else {
        blocks.push(Block::Para(found));
    }
    blocks.push(Block::Heading(1, format!("What {first} says")));
    let nothing = format!("We have not written down yet what {first} thinks.");
    voice(blocks, words(folder, review, cycle, Speaker::Pupil), nothing);
    blocks.push(Block::Heading(1, "What you say".to_owned()));
    let nothing = "We have not written down yet what you think. Please tell us, and we add it.".to_owned();
    voice(blocks, words(folder, review, cycle, Speaker::Parent), nothing);
    next(folder, blocks);
    blocks.push(Block::Para(
        "Please tell us if something is not as you remember it. Thank you for working with us.".to_owned(),
    ));
    blocks.push(Block::Para(closing(folder)));
    paper
}

fn voice(blocks: &mut Vec<Block>, words: Vec<said::Said>, nothing: String) {
    if words.is_empty() {
        blocks.push(Block::Para(nothing));
    }
    blocks.extend(words.iter().map(said::Said::block));
}

fn next(folder: &Folder, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, "What happens next".to_owned()));
    let cycle = folder.file.cycle();
    if let Some(cycle) = cycle {
        let aims: Vec<String> = folder.file.targets_of(cycle.id).map(|one| one.aim.clone()).collect();
        if !aims.is_empty() {
            blocks.push(Block::Para("The targets now:".to_owned()));
            blocks.push(Block::List(aims));
        }
        let support = lines(&cycle.adjustments);
        if !support.is_empty() {
            blocks.push(Block::Para("How we help at school:".to_owned()));
            blocks.push(Block::List(support));
        }
        if !cycle.home.trim().is_empty() {
            blocks.push(Block::Para(format!("What you can do at home: {}", cycle.home.trim())));
        }
    }
    blocks.push(Block::Para(match next_day(folder) {
        Some(date) => format!("We look at it together again on {}.", long(date)),
        None => "We have still to agree with you when we look at it together again.".to_owned(),
    }));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, text};
    use super::*;
    use crate::domain::code::Outcome;
    use crate::domain::ids::{RecordId, Typed};
    use crate::domain::record::Record;
    use crate::domain::review::ReviewKind;
    use crate::domain::support::{Target, TargetOutcome};

    fn records() -> Vec<Record> {
        let mut cycle = Cycle::began(date("2026-09-07"), "iep", Typed::default());
        cycle.impact = "Ama asks for help with a card.".into();
        (cycle.agreed, cycle.reviewed) = (Some(date("2026-09-14")), Some(date("2026-11-10")));
        cycle.found = "The card works in maths.".into();
        let mut target = Target::of(RecordId(1), date("2026-09-14"), Typed::default());
        (target.aim, target.outcome) = ("Uses the card 3 times a day".into(), Some(TargetOutcome::Partly));
        let mut next = Cycle::began(date("2026-11-10"), "iep", Typed::default());
        next.review_on = Some(date("2027-01-14"));
        let mut aim = Target::of(RecordId(2), date("2026-11-10"), Typed::default());
        aim.aim = "Uses the card in English".into();
        let mut review = Review::planned(ReviewKind::WithParents, date("2026-11-10"), None, Typed::default());
        (review.held, review.outcome) = (Some(date("2026-11-10")), Some(Outcome::AsHoped));
        review.pupil_voice = "I like the card.".into();
        review.note = "The card works in maths.".into();
        vec![
            Record::Cycle(cycle),
            Record::Target(target),
            Record::Cycle(next),
            Record::Target(aim),
            Record::Review(review),
        ]
    }

    #[test]
    fn it_tells_of_the_plan_that_was_closed_and_of_the_next() {
        let folder = folder(records());
        assert_eq!(not_yet(&folder), None);
        assert_eq!(missing(&folder), ["the parents' view is not recorded"]);
        let said = text(&build(&folder));
        assert_eq!(said.matches("The card works in maths.").count(), 1, "{said}");
        for part in [
            "on 10 November 2026",
            "Uses the card 3 times a day | – | – | partly met",
            "Progress against what we hoped for: as hoped.\nThe card works in maths.",
            "“I like the card.” Ama · 10 Nov 2026 · review with parents",
            "We have not written down yet what you think.",
            "- Uses the card in English",
            "again on 14 January 2027",
        ] {
            assert!(said.contains(part), "{part} not in\n{said}");
        }
    }

    #[test]
    fn the_same_words_stand_once_and_a_day_that_is_past_is_not_promised() {
        let mut records = records();
        if let Some(Record::Cycle(next)) = records.get_mut(2) {
            (next.review_on, next.pupil.on) = (Some(date("2026-11-20")), Some(date("2026-11-10")));
            next.pupil.note = "I like the card.".into();
        }
        let folder = folder(records);
        let said = text(&build(&folder));
        assert_eq!(said.matches("I like the card.").count(), 1, "{said}");
        assert!(
            said.contains("We have still to agree with you when") && !said.contains("20 November"),
            "{said}"
        );
        assert!(missing(&folder).contains(&"no next review is agreed".to_owned()));
    }

    #[test]
    fn a_plan_closed_long_before_the_review_is_not_told_of() {
        let mut records = records();
        if let Some(Record::Cycle(cycle)) = records.first_mut() {
            cycle.reviewed = Some(date("2026-09-20"));
        }
        let said = text(&build(&folder(records)));
        assert!(!said.contains("3 times a day") && said.contains("I like the card"), "{said}");
        assert!(not_yet(&folder(Vec::new())).is_some());
    }
}
