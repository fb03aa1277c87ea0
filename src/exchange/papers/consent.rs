//! The letter that asks the parents whether an agency may be asked, with its slip (Code 6.47: if the parents agree).
//!
//! Rule: it asks about each agency that waits for an answer, by itself: yes to one is no yes to the other.

use super::folder::{Folder, TO_WRITE, heads, joined};
use super::letter::closing;
use crate::domain::case::Involvement;
use crate::exchange::paper::{Block, Paper};

/// The agencies that wait for the parents' answer.
pub(super) fn waiting(folder: &Folder) -> impl Iterator<Item = &Involvement> {
    let waits = |one: &&Involvement| {
        one.consent.is_none()
            && one.without.trim().is_empty()
            && one.referred.is_none()
            && one.ended.is_none()
    };
    folder.file.involvements.iter().map(|held| &held.value).filter(waits)
}

/// Why it cannot be written now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    waiting(folder).next().is_none().then(|| "no agency waits for the parents' consent".to_owned())
}

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let bare = waiting(folder).filter(|one| one.reason.trim().is_empty());
    let mut missing: Vec<String> = bare.map(|one| format!("what {} should look at", one.agency)).collect();
    if folder.senco().is_empty() {
        missing.push("no SENCO is named".to_owned());
    }
    missing
}

/// The letter.
pub fn build(folder: &Folder) -> Paper {
    let first = folder.first();
    let mut paper = folder.paper(format!("May we ask for advice about {first}?"), "consent");
    paper.letterhead = true;
    let info = &folder.school.info;
    let reach = joined(&[&info.phone, &info.email], " or ");
    let reach = if reach.is_empty() { String::new() } else { format!(" ({reach})") };
    let rows = |last: &str| -> Vec<Vec<String>> {
        waiting(folder)
            .map(|one| {
                let last = if last.is_empty() { one.reason.trim() } else { last };
                vec![one.agency.clone(), if last.is_empty() { TO_WRITE } else { last }.to_owned()]
            })
            .collect()
    };
    let blocks = &mut paper.blocks;
    blocks.push(Block::Para("Dear parent or carer,".to_owned()));
    blocks.push(Block::Para(format!(
        "To understand better what helps {first}, we would like to ask people outside the school. We do so only if you agree."
    )));
    blocks.push(Block::Table {
        widths: vec![36, 64],
        head: heads(&["Whom we would ask", "What for"]),
        rows: rows(""),
    });
    blocks.push(Block::Para(format!(
        "If you agree, we send them what they need to know about {first}: name, date of birth, how to reach you, and what we see at school. They may want to meet {first} or talk to you. You get to see what they write, and we talk about it with you."
    )));
    blocks.push(Block::Para(format!(
        "You may say yes to one and no to another, and you may change your mind at any time: tell us{reach}. {first} keeps the support at school either way."
    )));
    blocks.push(Block::Para(closing(folder)));
    blocks.push(Block::TearOff);
    blocks.push(Block::Para(format!(
        "Please send this slip back to the SENCO at school. About {}:",
        folder.named()
    )));
    blocks.push(Block::Table {
        widths: vec![46, 54],
        head: Vec::new(),
        rows: rows("☐ I agree      ☐ I do not agree"),
    });
    blocks.push(Block::Sign(vec!["Signed".to_owned(), "Date".to_owned()]));
    paper
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, text};
    use super::*;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;

    fn asked(agency: &str, reason: &str) -> Involvement {
        let mut one = Involvement::began(date("2026-11-16"), Typed::default());
        (one.agency, one.reason) = (agency.into(), reason.into());
        one
    }

    #[test]
    fn it_asks_about_each_agency_that_waits_and_about_no_other() {
        let mut agreed = asked("CAMHS", "sleep");
        agreed.consent = Some(date("2026-11-18"));
        let mut without = asked("Social care", "");
        without.without = "safeguarding".into();
        let records = [asked("Speech and language", "how Ama forms sentences"), agreed, without];
        let folder = folder(records.into_iter().map(Record::Involvement).collect());
        assert_eq!(not_yet(&folder), None);
        let said = text(&build(&folder));
        assert!(said.contains("Speech and language | how Ama forms sentences"), "{said}");
        let (_, slip) = said.split_once('✂').unwrap();
        assert!(slip.contains("Speech and language | ☐ I agree      ☐ I do not agree"), "{slip}");
        assert!(!said.contains("CAMHS") && !said.contains("Social care"), "{said}");
    }

    #[test]
    fn nobody_is_asked_where_no_agency_waits() {
        let bare = folder(vec![Record::Involvement(asked("EP", ""))]);
        assert_eq!(missing(&bare), ["what EP should look at"]);
        assert!(text(&build(&bare)).contains("EP | ……"), "the reason is left to write");
        assert!(not_yet(&folder(Vec::new())).is_some());
    }
}
