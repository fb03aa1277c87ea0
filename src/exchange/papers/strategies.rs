//! The sheet of strategies for staff: what helps each pupil, a block a pupil.
//!
//! Rule: it has what `views::strategies` says, which is safe for any member of staff to see; who has nothing recorded is not on it.

use chrono::NaiveDate;

use crate::domain::words::initials;
use crate::exchange::paper::{Block, Paper, Size};
use crate::views::strategies::{Helps, Sheet};

/// The sheet as a paper, dated `on`.
pub fn paper(sheet: &Sheet, on: NaiveDate) -> Paper {
    let whose = match &sheet.pupils[..] {
        [one] => initials(&one.name),
        _ => "school".to_owned(),
    };
    // A sheet about one child has the child's name in its title.
    let mut blocks: Vec<Block> = match &sheet.pupils[..] {
        [one] => parts_of(one, 1),
        many => many.iter().flat_map(blocks_of).collect(),
    };
    if blocks.is_empty() {
        blocks.push(Block::Missing("Nothing is recorded here yet.".to_owned()));
    }
    blocks.push(Block::Note(
        match sheet.pupils.len() {
            1 => "For staff who teach or support this pupil.",
            _ => "For staff who teach or support these pupils.",
        }
        .to_owned(),
    ));
    Paper {
        title: match &sheet.pupils[..] {
            [one] => format!("What helps: {}", one.heading()),
            _ if sheet.class.is_empty() => format!("What helps: {}", sheet.title),
            _ => format!("What helps in {}", sheet.class),
        },
        slug: "strategies",
        initials: whose,
        dated: on,
        letterhead: false,
        size: Size::A4,
        one_page: false,
        blocks,
    }
}

fn blocks_of(one: &Helps) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, one.heading())];
    blocks.extend(parts_of(one, 2));
    blocks
}

/// What helps one child, under headings of this level.
pub(super) fn parts_of(one: &Helps, level: u8) -> Vec<Block> {
    let part = |(title, lines): (&str, &[String])| {
        [Block::Heading(level, title.to_owned()), Block::List(lines.to_vec())]
    };
    one.parts().flat_map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn helps(name: &str) -> Helps {
        Helps {
            name: name.into(),
            class: "Lark".into(),
            helps: vec!["time to answer".into(), "pictures".into()],
            avoid: Vec::new(),
            in_class: vec!["word mat".into()],
            adjustments: Vec::new(),
        }
    }

    fn sheet(pupils: Vec<Helps>) -> Sheet {
        Sheet {
            title: "Lark · 2 pupils".into(),
            pupils,
            nothing: vec!["Ben Q".into()],
            class: "Lark".into(),
            year: None,
            site: None,
        }
    }

    #[test]
    fn a_block_a_pupil_and_nobody_who_has_nothing() {
        let on = "2026-11-21".parse().unwrap();
        let paper = paper(&sheet(vec![helps("Ama O"), helps("Cy M")]), on);
        assert_eq!(
            (paper.title.as_str(), paper.file_stem().as_str()),
            ("What helps in Lark", "school-2026-11-21-strategies")
        );
        let headings: Vec<_> = paper
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(level, text) => Some(format!("{level} {text}")),
                _ => None,
            })
            .collect();
        assert_eq!(
            headings,
            ["1 Ama O · Lark", "2 What helps", "2 In class", "1 Cy M · Lark", "2 What helps", "2 In class"]
        );
        assert!(!format!("{paper:?}").contains("Ben"));
    }

    #[test]
    fn one_pupil_is_named_by_initials_and_nobody_is_said() {
        let on = "2026-11-21".parse().unwrap();
        assert_eq!(paper(&sheet(vec![helps("Ama O")]), on).file_stem(), "AO-2026-11-21-strategies");
        let empty = paper(&sheet(Vec::new()), on);
        assert!(matches!(&empty.blocks[0], Block::Missing(_)));
    }
}
