//! A child's folder made of given records, for the tests of papers.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::folder::{Folder, Run};
use crate::domain::code::{SenCode, Wave, YearGroup};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, PupilId, RecordId, Revision, SCHOOL, Typed};
use crate::domain::provision::Provision;
use crate::domain::pupil::{Pupil, StageSpan};
use crate::domain::record::Record;
use crate::domain::school::{SchoolFile, SchoolInfo, Staff};
use crate::exchange::paper::{Block, Paper};
use crate::views::strategies::Sheet;

/// A day out of its ISO form.
pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ama Otter, Year 4 Lark, at SEN support since 7 September 2026, with these records; today is 22 November 2026. Records of one
/// kind are numbered as they come, from 1.
pub(crate) fn folder(records: Vec<Record>) -> Folder {
    let pupil = Pupil {
        forename: "Ama".into(),
        surname: "Otter".into(),
        born: Some(date("2018-02-01")),
        year: YearGroup::parse("4"),
        class: "Lark".into(),
        ..Pupil::default()
    };
    let support = StageSpan {
        stage: "K".into(),
        census: SenCode::K,
        from: date("2026-09-07"),
        to: None,
        reason: String::new(),
        original: String::new(),
        typed: Typed::default(),
    };
    let mut seen: BTreeMap<u8, u32> = BTreeMap::new();
    let all = [Record::Pupil(pupil), Record::StageSpan(support)].into_iter().chain(records);
    let keyed: Vec<_> = all
        .map(|record| {
            let number = seen.entry(record.kind() as u8).or_default();
            *number += 1;
            (Key::new(PupilId(7), record.kind(), RecordId(*number)), Revision(1), record)
        })
        .collect();
    let info =
        SchoolInfo { name: "Reed Primary".into(), phone: "01234 567890".into(), ..SchoolInfo::default() };
    let senco = Staff { name: "R Dale".into(), role: "SENCO".into(), site: None, here: true };
    let school = [Record::School(info), Record::Staff(senco)];
    let school =
        school.into_iter().map(|record| (Key::new(SCHOOL, record.kind(), RecordId(1)), Revision(1), record));
    Folder {
        file: PupilFile::from_records(PupilId(7), keyed).unwrap(),
        school: SchoolFile::from_records(school.collect::<Vec<_>>()),
        runs: BTreeMap::new(),
        costs: crate::views::cost::PupilCost::default(),
        tallies: BTreeMap::new(),
        with_costs: false,
        helps: Sheet {
            title: String::new(),
            pupils: Vec::new(),
            nothing: vec!["Ama".into()],
            class: "Lark".into(),
            year: None,
            site: None,
        },
        today: date("2026-11-22"),
        day_of: |_| date("2026-11-20"),
        typed: BTreeMap::new(),
    }
}

/// A run of an intervention, three times twenty minutes, shared by four, that costs £240.
pub(crate) fn run(name: &str, start: &str) -> Run {
    let provision = Provision {
        name: name.into(),
        area: None,
        wave: Wave::Targeted,
        minutes: 20,
        times_a_week: 3,
        lead: None,
        agency: String::new(),
        start: date(start),
        end: None,
        cost_pence: Some(24_000),
        measure: "words read of 100".into(),
        site: None,
        note: String::new(),
        typed: Typed::default(),
        ..Provision::default()
    };
    Run { provision, places: 4, others: 3 }
}

/// All that a paper says, a line a piece, tables with ` | ` between.
pub(crate) fn text(paper: &Paper) -> String {
    let mut out = vec![paper.title.clone()];
    for block in &paper.blocks {
        match block {
            Block::Heading(_, words) | Block::Para(words) | Block::Note(words) => out.push(words.clone()),
            Block::Facts(facts) => out.extend(facts.iter().map(|(label, said)| format!("{label}: {said}"))),
            Block::List(items) => out.extend(items.iter().map(|item| format!("- {item}"))),
            Block::Table { head, rows, widths } => {
                assert_eq!(widths.iter().map(|width| u32::from(*width)).sum::<u32>(), 100, "{head:?}");
                assert!(head.is_empty() || head.len() == widths.len(), "{head:?}");
                out.push(head.join(" | "));
                for row in rows {
                    assert_eq!(row.len(), widths.len(), "{row:?}");
                    out.push(row.join(" | "));
                }
            }
            Block::Voice { who, words } => out.push(format!("“{words}” {who}")),
            Block::Missing(words) => out.push(format!("MISSING {words}")),
            Block::Sign(lines) => out.push(format!("SIGN {}", lines.join(", "))),
            Block::TearOff => out.push("✂".to_owned()),
            Block::PageBreak => out.push("⏎".to_owned()),
            Block::Boxes(boxes) => out.extend(boxes.iter().map(|(label, said)| format!("{label}: {said}"))),
            Block::Chart { title, .. } => out.push(title.clone()),
        }
    }
    out.join("\n")
}
