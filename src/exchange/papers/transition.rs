//! The transition pack: what the next setting should know of a child.
//!
//! Rule: it reminds, at its top, that parents say what is shared. It is told from what works, not from what went wrong.

use super::folder::{Folder, joined, lines, long, or_dash, plain, span};
use super::{said, strategies};
use crate::domain::case::Involvement;
use crate::domain::ids::Held;
use crate::domain::pupil::{Need, StageSpan};
use crate::domain::review::ReviewKind;
use crate::domain::stage;
use crate::domain::support::{Cycle, Passport, Speaker};
use crate::exchange::paper::{Block, Paper};

/// What is missing in it, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let file = &folder.file;
    let met =
        file.reviews.iter().any(|review| review.kind == ReviewKind::Transition && review.held.is_some());
    let last = said::last(folder, Speaker::Parent);
    let all = [
        (file.passport().is_none(), "no passport is written"),
        (file.open_needs().next().is_none(), "no need is recorded"),
        (file.cycle().is_none() && folder.reviewed_cycle().is_none(), "no plan is recorded"),
        (!met, "no transition review has been held"),
        (last.is_none(), "the parents' view is not recorded"),
    ];
    all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, words)| words.to_owned()).collect()
}

/// A stage in one line: "SEN support, since 7 Sep 2025".
pub(super) fn stage_line(span_of: &StageSpan) -> String {
    let label = stage::find(&span_of.stage).map_or(span_of.stage.as_str(), |stage| stage.label);
    let when = span(span_of.from, span_of.to);
    joined(&[&joined(&[label, &when], ", "), span_of.reason.lines().next().unwrap_or_default()], ": ")
}

/// The needs that last, main need first.
pub(super) fn needs_table(needs: &[Held<Need>], ended: bool) -> Option<Block> {
    let row = |need: &Held<Need>| {
        let rank = if need.rank == 1 { "Main need".to_owned() } else { format!("Need {}", need.rank) };
        let when = match (need.from, need.to) {
            (Some(from), to) => span(from, to),
            (None, Some(to)) => format!("until {}", plain(to)),
            (None, None) => "–".to_owned(),
        };
        let name = format!("{} ({})", need.sen_type.label(), need.sen_type.code());
        vec![rank, name, when, or_dash(&need.note)]
    };
    let rows: Vec<_> = needs.iter().filter(|need| ended || need.to.is_none()).map(row).collect();
    (!rows.is_empty()).then(|| Block::Table {
        widths: vec![15, 37, 22, 26],
        head: super::folder::heads(&["", "Need", "Recorded", "Note"]),
        rows,
    })
}

/// What a passport says, under its four headings.
fn passport(blocks: &mut Vec<Block>, passport: &Passport) {
    for (title, words) in [
        ("Strengths", &passport.strengths),
        ("What matters to me", &passport.matters),
        ("What helps", &passport.helps),
        ("What to avoid", &passport.avoid),
    ] {
        let items = lines(words);
        if !items.is_empty() {
            blocks.push(Block::Heading(2, title.to_owned()));
            blocks.push(Block::List(items));
        }
    }
    let with = joined(&["Written", &plain(passport.written)], " ");
    let with = if passport.agreed_with.trim().is_empty() {
        format!("{with}.")
    } else {
        format!("{with}, agreed with {}.", passport.agreed_with.trim())
    };
    blocks.push(Block::Note(with));
}

/// The agencies with the days of their work.
pub(super) fn agencies_table(involvements: &[Held<Involvement>]) -> Option<Block> {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "–".to_owned(), plain);
    let row = |one: &Held<Involvement>| {
        let consent = match (one.consent, one.without.trim()) {
            (Some(on), _) => plain(on),
            (None, "") => "–".to_owned(),
            (None, why) => format!("none: {why}"),
        };
        let ended = one.ended.map(|ended| format!("ended {}", plain(ended))).unwrap_or_default();
        vec![
            joined(&[&one.agency, &one.reason, &ended], "\n"),
            consent,
            day(one.referred),
            day(one.seen),
            joined(
                &[
                    &day(one.report),
                    &one.shared.map(|on| format!("shared {}", plain(on))).unwrap_or_default(),
                ],
                "\n",
            ),
            or_dash(&one.advice),
        ]
    };
    let rows: Vec<_> = involvements.iter().map(row).collect();
    (!rows.is_empty()).then(|| Block::Table {
        widths: vec![24, 13, 13, 13, 14, 23],
        head: super::folder::heads(&["Agency", "Consent", "Referred", "Seen", "Report", "Advice"]),
        rows,
    })
}

fn plan(folder: &Folder, cycle: &Held<Cycle>, blocks: &mut Vec<Block>) {
    let kind = folder.plan_kind(Some(cycle));
    let agreed =
        cycle.agreed.map_or_else(|| "not agreed yet".to_owned(), |on| format!("agreed {}", plain(on)));
    let review = cycle.review_on.map(|on| format!("review on {}", plain(on))).unwrap_or_default();
    blocks.push(Block::Para(joined(&[kind.title, &agreed, &review], ", ")));
    blocks.push(Block::Facts(folder.plan_fields(cycle)));
    blocks.extend(folder.targets_table(cycle.id));
}

fn section(blocks: &mut Vec<Block>, title: &str, content: Option<Block>, nothing: &str) {
    blocks.push(Block::Heading(1, title.to_owned()));
    blocks.push(content.unwrap_or_else(|| Block::Missing(nothing.to_owned())));
}

/// The pack.
pub fn build(folder: &Folder) -> Paper {
    let file = &folder.file;
    let first = folder.first();
    let mut paper = folder.paper(format!("Moving on: {}", folder.name()), "transition");
    let blocks = &mut paper.blocks;
    blocks.push(Block::Note(
        "Confidential. Before it goes: read it through, take out what the parents did not agree to share, and write here with whom and when that was agreed."
            .to_owned(),
    ));
    blocks.push(Block::Sign(vec!["Agreed with".to_owned(), "Date".to_owned()]));
    let mut who = folder.who();
    let upn = file.pupil.upn.clone();
    let senco = joined(&[&folder.senco(), &folder.school.info.phone, &folder.school.info.email], ", ");
    let more = [("UPN", upn.as_str()), ("SENCO here", &senco), ("Moves to", &file.pupil.left_for)];
    who.extend(super::folder::facts(&more));
    blocks.push(Block::Facts(who));
    match file.passport() {
        Some(held) => {
            blocks.push(Block::Heading(1, format!("What {first} wants you to know")));
            passport(blocks, held);
        }
        None => {
            section(blocks, "What helps", None, "No passport is written.");
            // What helps stands in the plan too.
            blocks.extend(folder.helps.pupils.iter().flat_map(|one| strategies::parts_of(one, 2)));
        }
    }
    for (speaker, title) in
        [(Speaker::Pupil, format!("What {first} says")), (Speaker::Parent, "What the parents say".into())]
    {
        let words = said::last(folder, speaker).map(|said| said.block());
        section(blocks, &title, words, "Nothing is recorded.");
    }
    section(blocks, "Needs", needs_table(&file.needs, false), "No need is recorded.");
    let stages: Vec<String> = file.stages.iter().map(|span| stage_line(span)).collect();
    let stages = (!stages.is_empty()).then_some(Block::List(stages));
    section(blocks, "The way here", stages, "No stage is recorded.");
    if let Some(ehc) = file.plan() {
        let named = ehc.named.map(|on| format!(", amended on {} to name the next school", long(on)));
        let by =
            if ehc.authority.is_empty() { String::new() } else { format!(", kept by {}", ehc.authority) };
        blocks.push(Block::Para(format!(
            "EHC plan of {}{by}{}.",
            long(ehc.dated),
            named.unwrap_or_default()
        )));
    }
    blocks.push(Block::Heading(1, "The plan".to_owned()));
    match file.cycle().or(folder.reviewed_cycle()) {
        Some(cycle) => plan(folder, cycle, blocks),
        None => blocks.push(Block::Missing("No plan is recorded.".to_owned())),
    }
    if let (Some(_), Some(before)) = (file.cycle(), folder.reviewed_cycle()) {
        blocks.push(Block::Heading(2, "The plan before".to_owned()));
        let when = before.reviewed.map(|on| format!("Reviewed {}.", plain(on))).unwrap_or_default();
        let outcome = before.outcome.map(|one| format!("Progress {}.", one.label())).unwrap_or_default();
        blocks.push(Block::Para(joined(&[&when, &outcome, &before.found], " ")));
        blocks.extend(folder.targets_table(before.id));
    }
    section(
        blocks,
        "Provision and what it did",
        folder.provision_table(|_| true),
        "No provision is recorded.",
    );
    blocks.extend(folder.costs_note());
    blocks.push(Block::Heading(1, "Agencies".to_owned()));
    // That there was none is no gap.
    let none = || Block::Para("No agency has been involved.".to_owned());
    blocks.push(agencies_table(&file.involvements).unwrap_or_else(none));
    blocks.push(Block::Heading(1, "Received by the next setting".to_owned()));
    blocks.push(Block::Sign(vec!["Name".to_owned(), "Setting".to_owned(), "Date".to_owned()]));
    paper
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, run, text};
    use super::*;
    use crate::domain::code::SenType;
    use crate::domain::ids::{RecordId, Typed};
    use crate::domain::provision::Allocation;
    use crate::domain::record::Record;

    fn need() -> Record {
        Record::Need(Need {
            sen_type: SenType::parse("SLCN").unwrap(),
            rank: 1,
            from: Some(date("2026-09-07")),
            to: None,
            note: String::new(),
            typed: Typed::default(),
        })
    }

    #[test]
    fn it_tells_what_helps_with_needs_plan_provision_and_agencies() {
        let mut card = Passport::written(date("2026-10-01"), Typed::default());
        (card.helps, card.agreed_with, card.note) =
            ("- A quiet place\n- Time to answer".into(), "Ama and mum".into(), "not for print".into());
        let mut cycle = Cycle::began(date("2026-09-07"), "iep", Typed::default());
        (cycle.agreed, cycle.concerns) = (Some(date("2026-09-14")), "Long instructions".into());
        let allocation = Allocation {
            provision: RecordId(5),
            from: date("2026-10-05"),
            to: None,
            entry: "34/100".into(),
            exit: String::new(),
            aim: String::new(),
            check_on: None,
            check_by: None,
            moves: Vec::new(),
            typed: Typed::default(),
        };
        let mut salt = Involvement::began(date("2026-09-01"), Typed::default());
        (salt.agency, salt.consent) = ("Speech and language".into(), Some(date("2026-09-02")));
        let mut folder = folder(vec![
            need(),
            Record::Passport(card),
            Record::Cycle(cycle),
            Record::Allocation(allocation),
            Record::Involvement(salt),
        ]);
        folder.runs.insert(RecordId(5), run("Language group", "2026-10-05"));
        let said = text(&build(&folder));
        for part in [
            "what the parents did not agree to share",
            "What helps\n- A quiet place\n- Time to answer",
            "Written 1 Oct 2026, agreed with Ama and mum.",
            "Main need | ",
            "- SEN support, since 7 Sep 2026",
            "Areas of concern: Long instructions",
            "Language group | since 5 Oct 2026 | 3 × 20 min | 34/100 | – | not checked yet",
            "Speech and language | 2 Sep 2026 | – | – | – | –",
            "SENCO here: R Dale, 01234 567890",
        ] {
            assert!(said.contains(part), "{part} not in\n{said}");
        }
        assert!(!said.contains("not for print"), "{said}");
        assert_eq!(
            missing(&folder),
            ["no transition review has been held", "the parents' view is not recorded"]
        );
    }

    #[test]
    fn what_is_not_there_is_said() {
        let said = text(&build(&folder(Vec::new())));
        for part in ["No passport is written", "No need is recorded", "No plan is recorded"] {
            assert!(said.contains(&format!("MISSING {part}")), "{part} not in\n{said}");
        }
        assert!(said.contains("\nNo agency has been involved."), "no gap: {said}");
    }
}
