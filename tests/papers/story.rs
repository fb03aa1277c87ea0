//! The made-up papers.

use senco::exchange::paper::{Bar, Block, Paper};

fn paper(title: &str, slug: &'static str, blocks: Vec<Block>) -> Paper {
    Paper {
        title: title.into(),
        slug,
        initials: "AO".into(),
        dated: "2026-11-22".parse().unwrap(),
        letterhead: false,
        landscape: false,
        one_page: false,
        blocks,
    }
}

/// A letter home with a slip.
pub fn letter() -> Paper {
    let blocks = vec![
        Block::Para("Dear Mrs Otter".into()),
        Block::Para("In discussions with staff who work with Ama, it would seem that Ama is finding it difficult to make the expected progress. To support Ama, we are placing her on our Special Educational Needs register. As part of this process Ama will be given an Individual Education Plan (IEP) with up to three targets to work towards.".into()),
        Block::Para("We would like to involve you in working with us to help Ama to meet these targets, which are detailed on the attached copy of the IEP.".into()),
        Block::Para("You will have an opportunity to talk about these targets with the class teacher at parent consultation meetings, but you are most welcome to contact the school at any time to discuss how best to support Ama.".into()),
        Block::Para("Thank you for your support.".into()),
        Block::Para("Yours sincerely\n\n\nR Dale\nSENCO".into()),
        Block::TearOff,
        Block::Para("To: R Dale, SENCO".into()),
        Block::Para("I confirm that I have received your letter explaining that my child, Ama Otter, is on the SEN register.".into()),
        Block::Sign(vec!["Signed".into(), "Date".into()]),
    ];
    Paper { letterhead: true, ..paper("Support for Ama", "letter", blocks) }
}

/// Every kind of block, and a table over more than a page, on its side.
pub fn every_block() -> Paper {
    let bar = |label: &str, value: Option<u32>, text: &str| Bar { label: label.into(), value, text: text.into() };
    let row = |number: usize| {
        vec![
            format!("Row {number} "),
            "8 of 10 words read at sight, three days running, with no help from the adult beside her".into(),
            "word cards, a reading window\na quiet place".into(),
            "met".into(),
        ]
    };
    let blocks = vec![
        Block::Heading(1, "First heading".into()),
        Block::Heading(2, "Second heading".into()),
        Block::Para("A paragraph with a line break\nhere, and enough words after it that it takes a second line on the page even where the page lies on its side and is wide.".into()),
        Block::Note("Small print.".into()),
        Block::Facts(vec![("Name".into(), "Ama Otter".into()), ("Date of birth".into(), "14 Mar 2017".into())]),
        Block::List(vec!["a dot".into(), "another dot, with enough words after it that it takes a second line on the page even where the page lies on its side, and then a few more to be sure".into()]),
        Block::Voice { who: "Mum, 3 November 2026".into(), words: "He likes it.\nHe asks for it at home.".into() },
        Block::Missing("the child's own view was not recorded with this review".into()),
        Block::Chart {
            title: "Pupils by area".into(),
            bars: vec![
                bar("Communication and interaction", Some(12), "12"),
                bar("Cognition and learning", Some(36), "36"),
                bar("Social, emotional and mental health", Some(7), "7"),
                bar("Sensory and/or physical", None, "fewer than 5"),
            ],
        },
        Block::Table {
            widths: vec![20, 40, 25, 15],
            head: ["Target", "How it is known", "Resources", "Outcome"].map(String::from).to_vec(),
            rows: (1..=40).map(row).collect(),
        },
    ];
    Paper { landscape: true, ..paper("Every block", "blocks", blocks) }
}
