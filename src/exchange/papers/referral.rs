//! The referral form as a school uses it (S2 Appendix A), filled with what is recorded.
//!
//! Rule: every heading of the form stands there, filled or not, so that an empty one shows.

use super::folder::{Folder, long, or_dash};
use crate::domain::ids::Held;
use crate::domain::support::Referral;
use crate::domain::words::capital;
use crate::exchange::paper::{Block, Paper};

fn latest(folder: &Folder) -> Option<&Held<Referral>> {
    folder.file.referrals.last()
}

/// Why it cannot be written now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    latest(folder).is_none().then(|| "no referral is recorded".to_owned())
}

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let Some(form) = latest(folder) else { return Vec::new() };
    let all = [
        (form.by.trim().is_empty(), "who referred is not recorded"),
        (form.tried.trim().is_empty(), "what was tried so far is not recorded"),
        (form.area.is_none(), "no main area of need"),
        (form.reviewed.is_none(), "it is still open"),
    ];
    all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, words)| words.to_owned()).collect()
}

/// The four tests of slow progress with what shows each.
fn tests(form: &Referral) -> Block {
    let row = |(yes, what, note): (bool, &str, &str)| {
        vec![if yes { "☒" } else { "☐" }.to_owned(), what.to_owned(), or_dash(note)]
    };
    let rows = [
        (form.slower, "Slower than peers who started from the same baseline", form.slower_note.as_str()),
        (form.below, "Below the child's own previous rate of progress", &form.below_note),
        (form.not_closing, "The gap to peers does not close", &form.not_closing_note),
        (form.widening, "The gap to peers widens", &form.widening_note),
    ];
    Block::Table {
        widths: vec![8, 46, 46],
        head: super::folder::heads(&["", "Progress is", "Seen in"]),
        rows: rows.into_iter().map(row).collect(),
    }
}

/// The form; empty of everything but its headings where no referral is recorded.
pub fn build(folder: &Folder) -> Paper {
    let mut paper = folder.paper("Request for support: SEND or pastoral", "referral");
    let blank = Referral::raised(folder.today, crate::domain::ids::Typed::default());
    let form = latest(folder).map_or(&blank, |held| &held.value);
    let pupil = &folder.file.pupil;
    let born = pupil.born.map(long).unwrap_or_default();
    let all = [
        ("Kind of concern", form.concern.label().to_owned()),
        ("Name", folder.name()),
        ("Date of birth", born),
        ("Year and class", folder.place()),
        ("Parent or carer", form.carer.clone()),
        ("Date", long(form.raised)),
        ("Referred by", capital(&form.by)),
        ("Main area of need", form.area.map(|area| area.label().to_owned()).unwrap_or_default()),
        ("Parents talked to on", form.talked.map(long).unwrap_or_default()),
    ];
    let facts = all.into_iter().map(|(label, said)| (label.to_owned(), or_dash(&said))).collect();
    let blocks = &mut paper.blocks;
    blocks.push(Block::Facts(facts));
    blocks.push(Block::Heading(1, "Reasons, with evidence from the classroom".to_owned()));
    blocks.push(Block::Para(or_dash(&form.reasons)));
    blocks.push(Block::Heading(1, "Progress".to_owned()));
    blocks.push(tests(form));
    blocks.push(Block::Note("Slow progress alone does not mean special educational needs.".to_owned()));
    blocks.push(Block::Heading(1, "Tried so far, with how often and how long".to_owned()));
    blocks.push(Block::Para(or_dash(&form.tried)));
    for (title, who, words) in [
        ("What the parents say", "Parents", &form.parents),
        ("What the child says", folder.first(), &form.pupil),
    ] {
        blocks.push(Block::Heading(1, title.to_owned()));
        blocks.push(if words.trim().is_empty() {
            Block::Missing("Not recorded.".to_owned())
        } else {
            Block::Voice { who: who.to_owned(), words: words.clone() }
        });
    }
    blocks.push(Block::Heading(1, "For the SENCO".to_owned()));
    let outcome = form.outcome.map(|outcome| capital(outcome.label())).unwrap_or_default();
    let reviewer = folder.school.staff_name(form.lead);
    let reviewer = if reviewer.is_empty() { folder.senco() } else { reviewer.to_owned() };
    let all = [
        ("Reviewed by", if form.reviewed.is_some() { reviewer } else { String::new() }),
        ("Date", form.reviewed.map(long).unwrap_or_default()),
        ("Outcome", outcome),
        ("Action taken", form.action.clone()),
    ];
    blocks.push(Block::Facts(
        all.into_iter().map(|(label, said)| (label.to_owned(), or_dash(&said))).collect(),
    ));
    paper
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, text};
    use super::*;
    use crate::domain::code::Area;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;
    use crate::domain::support::ReferralOutcome;

    #[test]
    fn the_form_has_every_heading_and_what_was_written() {
        let mut form = Referral::raised(date("2026-09-21"), Typed::default());
        (form.by, form.reasons) = ("T Finch".into(), "Reads 12 of 100 words".into());
        (form.area, form.slower, form.slower_note) = (Some(Area::Cognition), true, "phonics check 11".into());
        (form.reviewed, form.outcome) = (Some(date("2026-09-28")), Some(ReferralOutcome::Watch));
        let folder = folder(vec![Record::Referral(form)]);
        let said = text(&build(&folder));
        for part in [
            "Kind of concern: SEND",
            "Referred by: T Finch",
            "Reads 12 of 100 words",
            "☒ | Slower than peers who started from the same baseline | phonics check 11",
            "☐ | The gap to peers widens | –",
            "Outcome: Watch list",
            "Reviewed by: R Dale",
            "Parent or carer: –",
            "MISSING Not recorded.",
        ] {
            assert!(said.contains(part), "{part} not in\n{said}");
        }
        assert_eq!(missing(&folder), ["what was tried so far is not recorded"]);
        assert_eq!(not_yet(&folder), None);
    }
}
