//! The annual-review set: who is invited, the request for advice, the sheet for the meeting, the pages for views.
//!
//! Rule: dates of the review are those of its rules (`duties`), with their force; who is invited is the school's to complete.

use super::folder::{Folder, empty_box, heads, long, or_dash, plain};
use super::{said, transition};
use crate::domain::case::EhcPlan;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::review::{Review, ReviewKind};
use crate::domain::support::Speaker;
use crate::domain::words::capital;
use crate::duties;
use crate::exchange::paper::{Block, Paper};

/// The first year in which preparing for adulthood belongs to every review.
const ADULTHOOD: i8 = 9;

/// The annual or interim review that is to come; `None` if none is agreed.
pub fn meeting(folder: &Folder) -> Option<&Held<Review>> {
    folder.file.open_reviews().filter(|review| review.kind.is_annual()).min_by_key(|review| review.due)
}

/// The annual review that was held last; `None` if none was.
fn last(folder: &Folder) -> Option<&Held<Review>> {
    let held = folder.file.reviews.iter().filter(|review| review.kind == ReviewKind::Annual);
    held.filter(|review| review.held.is_some()).max_by_key(|review| review.held)
}

/// Why it cannot be made now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    folder.file.plan().is_none().then(|| "no EHC plan is on file".to_owned())
}

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let mut missing = Vec::new();
    match meeting(folder) {
        None => missing.push("no annual review is agreed: the date is left to write".to_owned()),
        Some(review) => {
            let invited = review.annual.invited.is_none();
            missing.extend(invited.then(|| "nobody is invited yet".to_owned()));
            let asked = review.annual.asked.is_none();
            missing.extend(asked.then(|| "advice is not asked for yet".to_owned()));
        }
    }
    if folder.file.plan().is_some_and(|plan| plan.authority.is_empty()) {
        missing.push("the authority that keeps the plan is not recorded".to_owned());
    }
    missing
}

/// Whether preparing for adulthood belongs to this review.
fn prepares(folder: &Folder) -> bool {
    folder.file.pupil.year.is_some_and(|year| year.number() >= ADULTHOOD)
}

fn heading(folder: &Folder, plan: Option<&EhcPlan>) -> Vec<(String, String)> {
    let mut facts = folder.who();
    let authority = plan.map_or("", |plan| plan.authority.as_str());
    let dated = plan.map(|plan| long(plan.dated)).unwrap_or_default();
    let before = last(folder).and_then(|review| review.held).map(long);
    let before = before.unwrap_or_else(|| "none is recorded".to_owned());
    let on = match meeting(folder) {
        Some(review) if review.due < folder.today => {
            format!("was to be on {}; a new day is to be agreed", long(review.due))
        }
        Some(review) => long(review.due),
        None => "to be agreed".to_owned(),
    };
    facts.extend(super::folder::facts(&[
        ("EHC plan of", &dated),
        ("Authority", authority),
        ("Last annual review", &before),
        ("This review", &on),
    ]));
    facts
}

/// The dates around the meeting, done and to come; of the last one where none is to come.
fn dates(folder: &Folder) -> Option<Block> {
    let review = meeting(folder).or(last(folder))?;
    let about = Key::new(folder.file.id, Kind::Review, review.id);
    let row = |dated: duties::Dated| {
        let rule = duties::rule(dated.duty);
        let done = dated.done.map(plain).unwrap_or_default();
        vec![
            capital(&dated.what),
            plain(dated.date),
            rule.whose.label().to_owned(),
            rule.force.label().to_lowercase(),
            done,
        ]
    };
    let rows: Vec<_> = duties::chain(&folder.file, about, &folder.school).into_iter().map(row).collect();
    (!rows.is_empty()).then(|| Block::Table {
        widths: vec![42, 16, 14, 14, 14],
        head: heads(&["Step", "By", "Whose", "Force", "Done"]),
        rows,
    })
}

fn invitations(folder: &Folder) -> Block {
    let school = &folder.school;
    let plan = folder.file.plan();
    let authority = plan.map_or("", |plan| plan.authority.as_str());
    let mut rows: Vec<[String; 2]> = vec![
        [folder.name(), "the child or young person".into()],
        [String::new(), "parent or carer".into()],
        [school.staff_name(school.info.head).to_owned(), "head teacher".into()],
        [folder.senco(), "SENCO".into()],
        [school.staff_name(folder.file.pupil.key_person).to_owned(), "class teacher or key person".into()],
        [authority.to_owned(), "the local authority: education".into()],
        [String::new(), "the local authority: social care".into()],
        [String::new(), "health".into()],
    ];
    let running = folder.file.involvements.iter().filter(|one| one.ended.is_none());
    rows.extend(running.map(|one| [one.agency.clone(), "agency at work with the child".into()]));
    if prepares(folder) {
        rows.push([String::new(), "adult services, careers, the next provider".into()]);
    }
    let blank = String::new;
    Block::Table {
        widths: vec![27, 30, 14, 14, 15],
        head: heads(&["Who", "As", "Invited", "Advice in", "Comes"]),
        rows: rows.into_iter().map(|[who, role]| vec![who, role, blank(), blank(), blank()]).collect(),
    }
}

fn advice(folder: &Folder, blocks: &mut Vec<Block>) {
    let first = folder.first();
    blocks.push(Block::PageBreak);
    blocks.push(Block::Heading(1, "Request for advice".to_owned()));
    let review = meeting(folder).filter(|review| review.due >= folder.today);
    let on = review.map_or_else(|| "a day that is still to be agreed".to_owned(), |review| long(review.due));
    let by = review.and_then(|review| {
        let about = Key::new(folder.file.id, Kind::Review, review.id);
        let chain = duties::chain(&folder.file, about, &folder.school);
        let send = chain.into_iter().find(|dated| dated.duty == crate::domain::rows::Duty::Circulate)?;
        Some(format!(
            " Everybody's advice goes round by {}; please send yours well before that.",
            long(send.date)
        ))
    });
    blocks.push(Block::Para(format!(
        "We review {first}'s EHC plan on {on}. Please write what you know of {first} since the last review.{}",
        by.unwrap_or_default()
    )));
    blocks.push(Block::Facts(vec![
        ("About".to_owned(), super::folder::joined(&[&folder.name(), &folder.place()], ", ")),
        ("From (name, role, service)".to_owned(), "…".repeat(20)),
    ]));
    for question in [
        "What is going well",
        "Progress towards the outcomes in the plan",
        "What is still hard, and what has changed",
        "Which provision helps, which does not, what should change",
        "What you advise for the next year",
    ] {
        blocks.push(empty_box(question, 4));
    }
    blocks.push(Block::Sign(vec!["Signed".to_owned(), "Date".to_owned()]));
}

fn sheet(folder: &Folder, blocks: &mut Vec<Block>) {
    let file = &folder.file;
    blocks.push(Block::PageBreak);
    blocks.push(Block::Heading(1, "Sheet for the meeting".to_owned()));
    let agenda = [
        "Welcome; who is here, who sent word",
        "What the child and the parents say",
        "Progress towards the outcomes and targets",
        "Provision: what works, what changes",
        "Health and care",
        "Next year's outcomes and targets",
        "Whether the plan should stay, change or end: what we recommend to the authority",
    ];
    blocks.push(Block::List(agenda.iter().map(|one| (*one).to_owned()).collect()));
    if let Some(held) = last(folder) {
        blocks.push(Block::Heading(2, "What the last review found".to_owned()));
        blocks.push(Block::Para(or_dash(&held.note)));
    }
    for (speaker, title) in [
        (Speaker::Pupil, "The child's view as recorded last"),
        (Speaker::Parent, "The parents' view as recorded last"),
    ] {
        blocks.push(Block::Heading(2, title.to_owned()));
        blocks.push(said::last(folder, speaker).map_or_else(
            || Block::Missing("Nothing is recorded: use the pages for views.".to_owned()),
            |said| said.block(),
        ));
    }
    blocks.push(Block::Heading(2, "Targets".to_owned()));
    let cycle = file.cycle().or(folder.reviewed_cycle());
    let targets = cycle.and_then(|cycle| folder.targets_table(cycle.id));
    blocks.push(targets.unwrap_or_else(|| Block::Missing("No target is recorded.".to_owned())));
    blocks.push(Block::Heading(2, "Provision since the last review".to_owned()));
    let since = last(folder).and_then(|review| review.held);
    let table = folder.provision_table(|held| since.is_none_or(|since| held.to.is_none_or(|to| to >= since)));
    blocks.push(table.unwrap_or_else(|| Block::Missing("No provision is recorded.".to_owned())));
    if let Some(table) = transition::agencies_table(&file.involvements) {
        blocks.push(Block::Heading(2, "Agencies".to_owned()));
        blocks.push(table);
    }
    if prepares(folder) {
        blocks.push(Block::Heading(2, "Preparing for adulthood".to_owned()));
        for part in
            ["Learning and work", "Living on one's own, a home", "Friends and taking part", "Being well"]
        {
            blocks.push(empty_box(part, 2));
        }
    }
    blocks.push(empty_box("Agreed: outcomes, provision, who does what by when", 5));
    blocks.push(empty_box("What we recommend: keep, amend or end the plan, and why", 2));
}

fn views(folder: &Folder, blocks: &mut Vec<Block>) {
    let first = folder.first();
    blocks.push(Block::PageBreak);
    blocks.push(Block::Heading(1, "My view".to_owned()));
    blocks.push(Block::Note(format!(
        "For {first}. You can write, draw, or tell somebody who writes it down in your words."
    )));
    let adult = prepares(folder).then_some("What I want to do when I am grown up");
    let mine = [
        "What I am good at and like",
        "What is hard for me",
        "What helps me",
        "What I want to change",
        "My hopes",
    ];
    blocks.extend(mine.into_iter().chain(adult).map(|question| empty_box(question, 4)));
    blocks.push(Block::Sign(vec!["Name".to_owned(), "Who helped me".to_owned(), "Date".to_owned()]));
    blocks.push(Block::PageBreak);
    blocks.push(Block::Heading(1, "Parents' view".to_owned()));
    blocks
        .push(Block::Note(format!("About {first}. Leave out what you like; use more paper if you need it.")));
    let theirs = [
        "What goes well at home and at school",
        "What worries you",
        "What helps at home, and what help do you need",
        "What you think of the support that the plan gives",
        "Your hopes for the next year and later",
    ];
    blocks.extend(theirs.into_iter().map(|question| empty_box(question, 4)));
    blocks.push(Block::Sign(vec!["Signed".to_owned(), "Date".to_owned()]));
}

/// The set.
pub fn build(folder: &Folder) -> Paper {
    let mut paper = folder.paper("Annual review", "annual-review");
    let plan = folder.file.plan().map(|held| &held.value);
    let blocks = &mut paper.blocks;
    blocks.push(Block::Facts(heading(folder, plan)));
    let whose = if meeting(folder).is_none() && last(folder).is_some() {
        "Dates of the last review"
    } else {
        "Dates"
    };
    blocks.push(Block::Heading(1, whose.to_owned()));
    blocks
        .push(dates(folder).unwrap_or_else(|| Block::Missing("No annual review is agreed yet.".to_owned())));
    blocks.push(Block::Heading(1, "Who is invited".to_owned()));
    blocks.push(invitations(folder));
    blocks.push(Block::Note(
        "Names that are not recorded are left to write. Add whoever else works with the child; take out whom the family does not want."
            .to_owned(),
    ));
    advice(folder, blocks);
    sheet(folder, blocks);
    views(folder, blocks);
    paper
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, text};
    use super::*;
    use crate::domain::code::YearGroup;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;

    fn records() -> Vec<Record> {
        let mut plan = EhcPlan::dated(date("2026-01-15"), Typed::default());
        plan.authority = "Brookshire".into();
        let review = Review::planned(ReviewKind::Annual, date("2026-12-10"), None, Typed::default());
        vec![Record::EhcPlan(plan), Record::Review(review)]
    }

    #[test]
    fn the_set_has_the_rules_dates_and_pages_to_fill() {
        let folder = folder(records());
        let said = text(&build(&folder));
        for part in [
            "EHC plan of: 15 January 2026",
            "Last annual review: none is recorded",
            "This review: 10 December 2026",
            "We review Ama's EHC plan on 10 December 2026.",
            "goes round by 26 November 2026",
            "R Dale | SENCO |",
            "Brookshire | the local authority: education",
            "Request for advice",
            "Sheet for the meeting",
            "My view",
            "Parents' view",
        ] {
            assert!(said.contains(part), "{part} not in\n{said}");
        }
        assert!(!said.contains("adulthood"), "Year 4: {said}");
        assert_eq!(missing(&folder), ["nobody is invited yet", "advice is not asked for yet"]);
        assert_eq!(not_yet(&folder), None);
    }

    #[test]
    fn a_meeting_that_was_missed_is_not_announced() {
        let mut records = records();
        if let Some(Record::Review(review)) = records.last_mut() {
            review.due = date("2026-11-10");
        }
        let said = text(&build(&folder(records)));
        assert!(said.contains("This review: was to be on 10 November 2026; a new day"), "{said}");
        assert!(said.contains("We review Ama's EHC plan on a day that is still to be agreed."), "{said}");
        assert!(said.contains(" | school | law | "), "{said}");
    }

    #[test]
    fn from_year_9_it_prepares_for_adulthood() {
        let mut folder = folder(records());
        folder.file.pupil.value.year = YearGroup::parse("9");
        assert!(text(&build(&folder)).contains("Preparing for adulthood"));
        folder.file.pupil.value.year = YearGroup::parse("8");
        assert!(!text(&build(&folder)).contains("Preparing for adulthood"));
    }

    #[test]
    fn without_a_plan_there_is_no_annual_review() {
        assert_eq!(not_yet(&folder(Vec::new())).as_deref(), Some("no EHC plan is on file"));
    }
}
