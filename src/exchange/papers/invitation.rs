//! The invitation to a review or a meeting, with its slip.
//!
//! Rule: what is not known yet (the time, the place) is left to write by hand; nothing is made up.

use super::folder::{Folder, TO_WRITE, joined, plain, weekday};
use super::letter::closing;
use crate::domain::review::{Review, ReviewKind};
use crate::exchange::paper::{Block, Paper};

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let mut missing = Vec::new();
    match folder.next_review() {
        None => missing.push("no review is agreed: the date is left to write".to_owned()),
        Some(review) if review.due < folder.today => {
            missing.push(format!("{} is past: the date is left to write", plain(review.due)));
        }
        Some(_) => {}
    }
    if folder.senco().is_empty() {
        missing.push("no SENCO is named".to_owned());
    }
    missing
}

/// What the meeting is, in a letter.
pub(super) fn meeting(kind: ReviewKind) -> &'static str {
    match kind {
        ReviewKind::Plan | ReviewKind::Iep => "a review of the plan",
        ReviewKind::WithParents => "a review meeting",
        ReviewKind::Annual => "the annual review of the EHC plan",
        ReviewKind::Interim => "an early review of the EHC plan",
        ReviewKind::Transition => "a meeting about the move to the next setting",
    }
}

/// Who is expected, as far as it is recorded.
pub(super) fn who_comes(folder: &Folder, review: Option<&Review>) -> Vec<String> {
    let school = &folder.school;
    let mut who = vec![format!("{} and family", folder.first())];
    let key = school.staff_name(folder.file.pupil.key_person);
    let lead = school.staff_name(review.and_then(|review| review.lead));
    for name in [key, lead] {
        if !name.is_empty() && !who.iter().any(|one| one == name) {
            who.push(name.to_owned());
        }
    }
    if !who.contains(&folder.senco()) {
        who.push(joined(&[&folder.senco(), "SENCO"], ", "));
    }
    if review.is_some_and(|review| review.kind.is_annual() || review.kind == ReviewKind::Transition) {
        let running = folder.file.involvements.iter().filter(|one| one.ended.is_none());
        for agency in running.map(|one| one.agency.clone()) {
            if !who.contains(&agency) {
                who.push(agency);
            }
        }
    }
    who
}

/// The letter.
pub fn build(folder: &Folder) -> Paper {
    let first = folder.first();
    let review = folder.next_review().map(|held| &held.value);
    let what = review.map_or("a meeting", |review| meeting(review.kind));
    let mut paper = folder.paper(format!("Invitation to {what}"), "invitation");
    paper.letterhead = true;
    let place = match folder.school.site_name(folder.file.pupil.site) {
        "" => folder.school.info.name.as_str(),
        site => site,
    };
    // Nobody is invited to a day that is past.
    let day = review.map(|review| review.due).filter(|due| *due >= folder.today).map(weekday);
    let when = day.clone().unwrap_or_else(|| TO_WRITE.to_owned());
    let comes = who_comes(folder, review).join("\n");
    let place = joined(&[place, TO_WRITE], " ");
    let named =
        [("Date", when.as_str()), ("Time", TO_WRITE), ("Place", &place), ("Who is asked to come", &comes)];
    let blocks = &mut paper.blocks;
    blocks.push(Block::Para("Dear parent or carer,".to_owned()));
    blocks.push(Block::Para(format!(
        "We would like to invite you to {what} for {first}. We want to hear from you how {first} is doing, say what we see at school, and agree what comes next."
    )));
    blocks.push(Block::Facts(super::folder::facts(&named)));
    blocks.push(Block::Para(format!(
        "It helps if you think beforehand about what goes well, what is hard for {first} at home and at school, and what you hope for. {first} is asked too, and may come along for all of it or a part. You may bring somebody with you."
    )));
    if review.is_some_and(|review| review.kind.is_annual()) {
        blocks.push(Block::Para(
            "You can write your views down for us: a page for that comes with this letter. What everybody writes is sent to you about two weeks before we meet."
                .to_owned(),
        ));
    }
    let info = &folder.school.info;
    let reach = joined(&[&info.phone, &info.email], " or ");
    let reach = if reach.is_empty() { String::new() } else { format!(": {reach}") };
    blocks.push(Block::Para(format!(
        "If the day or the time does not suit you, or you need an interpreter or anything else to take part, please tell us{reach}."
    )));
    blocks.push(Block::Para(closing(folder)));
    blocks.push(Block::TearOff);
    blocks.push(Block::Para("Please send this slip back to the SENCO at school.".to_owned()));
    let day = day.map(|day| format!(" on {day}")).unwrap_or_default();
    blocks.push(Block::Para(format!("About {what}{day} for {}:", folder.named())));
    blocks.push(Block::Para("☐ I will come.      ☐ I cannot come then.".to_owned()));
    blocks.push(Block::Sign(vec!["This would suit me better".to_owned()]));
    blocks.push(Block::Sign(vec!["Who comes with me".to_owned(), "What I need".to_owned()]));
    blocks.push(Block::Sign(vec!["Signed".to_owned(), "Date".to_owned()]));
    paper
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, text};
    use super::*;
    use crate::domain::case::Involvement;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;

    #[test]
    fn it_names_the_day_that_is_agreed_and_leaves_the_time_to_write() {
        let review = Review::planned(ReviewKind::Plan, date("2026-12-03"), None, Typed::default());
        let folder = folder(vec![Record::Review(review)]);
        let said = text(&build(&folder));
        assert!(said.contains("Date: Thursday 3 December 2026"), "{said}");
        assert!(said.contains(&format!("Time: {TO_WRITE}")), "{said}");
        assert!(said.contains("Who is asked to come: Ama and family\nR Dale, SENCO"), "{said}");
        assert!(said.contains("✂") && said.contains("SIGN Signed, Date"), "{said}");
        assert!(!said.contains("two weeks"), "that is for annual reviews: {said}");
        assert!(missing(&folder).is_empty());
    }

    #[test]
    fn an_annual_review_asks_the_agencies_that_are_at_work() {
        let review = Review::planned(ReviewKind::Annual, date("2026-12-03"), None, Typed::default());
        let mut camhs = Involvement::began(date("2026-09-01"), Typed::default());
        camhs.agency = "CAMHS".into();
        let mut past = Involvement::began(date("2025-09-01"), Typed::default());
        (past.agency, past.ended) = ("EP".into(), Some(date("2026-01-09")));
        let folder =
            folder(vec![Record::Review(review), Record::Involvement(camhs), Record::Involvement(past)]);
        let said = text(&build(&folder));
        assert!(said.contains("R Dale, SENCO\nCAMHS\n") && said.contains("two weeks"), "{said}");
    }

    #[test]
    fn nobody_is_invited_to_a_day_that_is_past() {
        let review = Review::planned(ReviewKind::Plan, date("2026-11-13"), None, Typed::default());
        let folder = folder(vec![Record::Review(review)]);
        let said = text(&build(&folder));
        assert!(said.contains(&format!("Date: {TO_WRITE}")) && !said.contains("13 November"), "{said}");
        assert_eq!(missing(&folder), ["13 Nov 2026 is past: the date is left to write"]);
    }

    #[test]
    fn without_a_review_the_date_is_left_to_write() {
        let folder = folder(Vec::new());
        assert!(text(&build(&folder)).contains(&format!("Date: {TO_WRITE}")));
        assert_eq!(missing(&folder), ["no review is agreed: the date is left to write"]);
    }
}
