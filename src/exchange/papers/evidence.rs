//! The evidence pack: all that is recorded of a child's support as one paper, for a request to the authority.
//!
//! Rule: the index comes first and says what is in it and what is missing. Every entry has two dates: when it happened and
//! when it was typed. Cycles are evidence; the law asks for no number of them (Children and Families Act 2014, s.36(8)).
//!
//! `parts` are its tables, `missing` says what should be there and is not.

pub mod missing;
mod parts;
#[cfg(test)]
mod tests;

use super::folder::{Folder, heads, plain};
use super::{said, transition};
use crate::domain::words::plural_as;
use crate::duties::{self, sen_support};
use crate::exchange::paper::{Block, Paper};

/// The law, in plain words.
const TEST: &str = "The legal test for an assessment (Children and Families Act 2014, section 36(8)) asks for no number of cycles. Some authorities advise that cycles come first: they are evidence here, and no condition.";

/// A part of the pack: its heading, what the index says of it, and what stands in it.
pub(super) struct Part {
    title: &'static str,
    holds: String,
    blocks: Vec<Block>,
}

impl Part {
    /// A part that holds so many of something; with none it says that there is nothing.
    pub(super) fn counted(
        title: &'static str,
        count: usize,
        one: &str,
        many: &str,
        blocks: Vec<Block>,
    ) -> Part {
        let holds = plural_as(i64::try_from(count).unwrap_or(i64::MAX), one, many);
        Part { title, holds: if count == 0 { "nothing is recorded".to_owned() } else { holds }, blocks }
    }
}

/// Every part, in order.
fn parts(folder: &Folder) -> Vec<Part> {
    let file = &folder.file;
    let needs: Vec<Block> = transition::needs_table(&file.needs, true).into_iter().collect();
    let stages: Vec<String> = file.stages.iter().map(|span| transition::stage_line(span)).collect();
    let agencies: Vec<Block> = transition::agencies_table(&file.involvements).into_iter().collect();
    let words = said::all(folder);
    vec![
        Part::counted("Needs", file.needs.len(), "need", "needs", needs),
        Part::counted("Stages", stages.len(), "stage", "stages", vec![Block::List(stages)]),
        parts::cycles(folder),
        parts::provision(folder),
        parts::reviews(folder),
        Part::counted("Voices", words.len(), "view", "views", words.iter().map(said::Said::block).collect()),
        Part::counted("Agencies", file.involvements.len(), "agency's work", "agencies' work", agencies),
        parts::letters(folder),
        parts::chronology(folder),
    ]
}

/// The pack.
pub fn build(folder: &Folder) -> Paper {
    let mut paper = folder.paper(format!("Evidence of support: {}", folder.name()), "evidence");
    let parts = parts(folder);
    let gaps = missing::all(folder);
    let blocks = &mut paper.blocks;
    let mut who = folder.who();
    let senco = folder.senco();
    let by = [("UPN", folder.file.pupil.upn.as_str()), ("Put together by", &senco)];
    who.extend(super::folder::facts(&by));
    who.push(("Put together on".to_owned(), plain(folder.today)));
    blocks.push(Block::Note(
        "Confidential. It repeats what is recorded, as it was typed: read it through before it leaves the school."
            .to_owned(),
    ));
    blocks.push(Block::Facts(who));
    blocks.push(Block::Heading(1, "What is in this pack".to_owned()));
    blocks.push(Block::Table {
        widths: vec![8, 42, 50],
        head: heads(&["", "Part", "Holds"]),
        rows: parts
            .iter()
            .zip(1..)
            .map(|(part, number)| vec![number.to_string(), part.title.to_owned(), part.holds.clone()])
            .collect(),
    });
    blocks.push(Block::Heading(1, "What is missing".to_owned()));
    if gaps.is_empty() {
        blocks.push(Block::Para("Nothing that this pack looks for is missing.".to_owned()));
    }
    blocks.extend(gaps.into_iter().map(Block::Missing));
    blocks.push(Block::Heading(1, "What the law asks".to_owned()));
    blocks.push(Block::Para(TEST.to_owned()));
    let ground = duties::ground(&folder.file, &folder.school);
    if sen_support::two_cycles(&folder.file, &ground).is_some() {
        let count = folder.file.cycles.iter().filter(|cycle| cycle.is_complete()).count();
        let said = match i64::try_from(count).unwrap_or(i64::MAX) {
            0 => "no cycle is".to_owned(),
            count => plural_as(count, "cycle is", "cycles are"),
        };
        blocks.push(Block::Para(format!("In this pack {said} complete: planned, done and reviewed.")));
    }
    for (part, number) in parts.into_iter().zip(1..) {
        blocks.push(Block::Heading(1, format!("{number}. {}", part.title)));
        if part.blocks.is_empty() || part.holds == "nothing is recorded" {
            blocks.push(Block::Missing("Nothing is recorded.".to_owned()));
        } else {
            blocks.extend(part.blocks);
        }
    }
    paper
}
