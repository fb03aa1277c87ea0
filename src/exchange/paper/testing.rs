//! What the writers' tests share: a paper with every block, and a head.

use super::{Bar, Block, Head, Paper, Size};

/// Text that would be markup, drive a terminal or turn letters round.
pub const HOSTILE: &str =
    "<script>alert(1)</script> & \"q\" 'a' ]]> <!-- \u{202e}txt\u{1b}[31m\u{0}\u{fffe} {{body}} &amp; €";

/// A made-up school's head.
pub fn head() -> Head {
    Head {
        school: "Anytown Primary School".into(),
        address: "1 High Street,\nAnytown\n\nAN1 2YT".into(),
        phone: "01632 960000".into(),
        email: "office@anytown.example".into(),
        senco: "R Dale".into(),
        head: "M Heron".into(),
    }
}

/// A paper with every kind of block.
pub fn every_block(letterhead: bool, size: Size) -> Paper {
    let bar =
        |label: &str, value: Option<u32>, text: &str| Bar { label: label.into(), value, text: text.into() };
    Paper {
        title: "A letter home".into(),
        slug: "letter",
        initials: "AO".into(),
        dated: "2026-11-22".parse().unwrap(),
        letterhead,
        size,
        one_page: false,
        blocks: vec![
            Block::Heading(1, "First heading".into()),
            Block::Heading(3, "Second heading".into()),
            Block::Para("one line\nand the next".into()),
            Block::Note("small print".into()),
            Block::Facts(vec![("Name".into(), "Ama Otter".into()), ("Born".into(), "14 Mar 2017".into())]),
            Block::List(vec!["a dot".into(), "another".into()]),
            Block::PageBreak,
            Block::Table {
                widths: vec![30, 50, 20],
                head: vec!["Target".into(), "How it is known".into(), "Outcome".into()],
                rows: vec![vec!["counts to ten".into(), "8 of 10\nthree days running".into(), "met".into()]],
            },
            Block::Voice { who: "Mum, 3 November".into(), words: "He likes it.\nHe asks for it.".into() },
            Block::Missing("the child's own view".into()),
            Block::Boxes(vec![
                ("What helps".into(), "a quiet place\n\ntime".into()),
                ("What to avoid".into(), "noise".into()),
                ("Strengths".into(), String::new()),
            ]),
            Block::Chart {
                title: "Pupils by area".into(),
                bars: vec![
                    bar("Communication and interaction", Some(12), "12"),
                    bar("Cognition and learning", Some(36), "36"),
                    bar("Sensory and/or physical", None, "fewer than 5"),
                    bar("Nothing", Some(0), "0"),
                ],
            },
            Block::TearOff,
            Block::Para("I have read the letter.".into()),
            Block::Sign(vec!["Signed".into(), "Date".into()]),
        ],
    }
}
