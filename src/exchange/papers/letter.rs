//! The letter that tells parents that SEN support begins, with its slip (Code 6.48; S2 Appendix D, a school's letter).
//!
//! Rule: it speaks of one child. What it promises is what is recorded: a plan that is not made yet is said to follow.

use super::folder::{Folder, joined, long};
use super::iep::one_of;
use crate::domain::words::{plural_as, uncapital};
use crate::exchange::paper::{Block, Paper};

/// Why it cannot be written now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    (!folder.on_register()).then(|| format!("{} is not at SEN support", folder.first()))
}

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let mut missing = Vec::new();
    match folder.file.cycle() {
        None => missing.push("no plan is begun: it says that one follows".to_owned()),
        Some(cycle) => {
            if folder.file.targets_of(cycle.id).next().is_none() {
                missing.push("no target is set: it says that they follow".to_owned());
            }
            if cycle.review_on.is_none() && folder.next_review().is_none() {
                missing.push("no review is agreed".to_owned());
            }
        }
    }
    if folder.senco().is_empty() {
        missing.push("no SENCO is named".to_owned());
    }
    missing
}

/// The letter.
pub fn build(folder: &Folder) -> Paper {
    let first = folder.first();
    let mut paper = folder.paper(format!("Extra support for {first}"), "letter");
    paper.letterhead = true;
    let blocks = &mut paper.blocks;
    blocks.push(Block::Para("Dear parent or carer,".to_owned()));
    let area = folder.area().map(|area| format!(", mostly in {}", uncapital(area.label())));
    blocks.push(Block::Para(format!(
        "The adults who teach {first} have spoken with me about how things are going. At the moment {first} finds it hard to make the progress that we hope for{}, and we would like to help.",
        area.unwrap_or_default()
    )));
    let since = folder.support_since().unwrap_or(folder.today);
    let has = match long(since) {
        day if since < folder.today => format!("Since {day} {first} has had"),
        day => format!("From {day} {first} has"),
    };
    blocks.push(Block::Para(format!(
        "{has} SEN support at school: help that is additional to what every child has in class, or different from it. {first}'s name now stands on our register of children with special educational needs."
    )));
    plan(folder, blocks);
    blocks.push(Block::Para(with_you(folder)));
    blocks.push(Block::Para("Thank you for working with us.".to_owned()));
    blocks.push(Block::Para(closing(folder)));
    blocks.push(Block::TearOff);
    blocks.push(Block::Para("Please fill in this slip and send it back to the SENCO at school.".to_owned()));
    blocks.push(Block::Para(format!(
        "I have received the letter about my child, {}, which says that SEN support begins.",
        folder.named()
    )));
    blocks.push(Block::Para("☐ I would like to talk about it.".to_owned()));
    blocks.push(Block::Sign(vec!["Good times for me".to_owned()]));
    blocks.push(Block::Sign(vec!["Signed".to_owned(), "Date".to_owned()]));
    paper
}

fn plan(folder: &Folder, blocks: &mut Vec<Block>) {
    let first = folder.first();
    let cycle = folder.file.cycle();
    let kind = folder.plan_kind(cycle.map(|cycle| &cycle.value));
    let aims: Vec<String> = cycle
        .map(|cycle| folder.file.targets_of(cycle.id).map(|one| one.aim.clone()).collect())
        .unwrap_or_default();
    if aims.is_empty() {
        let most = folder.most_targets(cycle.map(|cycle| &cycle.value));
        let up_to = if most > 0 { format!(" with up to {most} {}", kind.targets) } else { String::new() };
        blocks.push(Block::Para(format!(
            "We are now making a plan for {first}, the {}{up_to}. A copy will come home to you.",
            kind.title
        )));
    } else {
        blocks.push(Block::Para(format!(
            "{first} has a plan for this, the {} with {}. A copy comes with this letter. What we work on now:",
            kind.title,
            plural_as(i64::try_from(aims.len()).unwrap_or(i64::MAX), one_of(kind), kind.targets)
        )));
        blocks.push(Block::List(aims));
    }
    if let Some(home) = cycle.map(|cycle| cycle.home.trim()).filter(|home| !home.is_empty()) {
        blocks.push(Block::Para(format!("What you can do at home: {home}")));
    }
}

fn with_you(folder: &Folder) -> String {
    let first = folder.first();
    let agreed = folder.file.cycle().and_then(|cycle| cycle.review_on);
    let look = agreed.or(folder.next_review().map(|review| review.due));
    let look = look.filter(|look| *look >= folder.today);
    let look =
        look.map(|look| format!(" We look at it together next on {}.", long(look))).unwrap_or_default();
    let info = &folder.school.info;
    let reach = joined(&[&info.phone, &info.email], " or ");
    let reach = if reach.is_empty() { String::new() } else { format!(" ({reach})") };
    format!(
        "You know {first} best, and we would like to do this together with you. You can talk about the plan with the class teacher at parents' evenings.{look} You need not wait for that: get in touch with the school{reach} whenever you like, and the class teacher and I will find a time to meet you."
    )
}

/// "Yours sincerely", with room to sign above the SENCO's name.
pub(super) fn closing(folder: &Folder) -> String {
    format!("Yours sincerely\n\u{a0}\n\u{a0}\n\u{a0}\n{}", joined(&[&folder.senco(), "SENCO"], "\n"))
}

#[cfg(test)]
#[path = "letter/tests.rs"]
mod tests;
