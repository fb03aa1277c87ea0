//! The made-up papers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use senco::domain::case::{EhcPlan, Involvement, Notice};
use senco::domain::code::{Area, Decision, Outcome, SenCode, YearGroup};
use senco::domain::delivery::{Tally, parse_slots};
use senco::domain::file::PupilFile;
use senco::domain::ids::{Key, PupilId, RecordId, Revision, SCHOOL, Typed};
use senco::domain::provision::{Allocation, ImpactCheck, Provision};
use senco::domain::pupil::{Pupil, StageSpan};
use senco::domain::record::Record;
use senco::domain::review::{Review, ReviewKind};
use senco::domain::school::{SchoolFile, SchoolInfo, Staff};
use senco::domain::support::{Cycle, Passport, Referral, Source, Speaker, Target, TargetOutcome, Voice};
use senco::exchange::paper::{Bar, Block, Paper, Size};
use senco::exchange::papers::folder::{Folder, Run};
use senco::views::strategies::{Helps, Sheet};

fn paper(title: &str, slug: &'static str, blocks: Vec<Block>) -> Paper {
    Paper {
        title: title.into(),
        slug,
        initials: "AO".into(),
        dated: "2026-11-22".parse().unwrap(),
        letterhead: false,
        size: Size::A4,
        one_page: false,
        blocks,
    }
}

fn place(provision: u32, from: &str, to: Option<&str>) -> Allocation {
    Allocation {
        provision: RecordId(provision),
        from: date(from),
        to: to.map(date),
        entry: "34/100".into(),
        exit: String::new(),
        aim: "Names 15 of 20 pictures of the topic".into(),
        check_on: None,
        check_by: None,
        moves: Vec::new(),
        typed: Typed::default(),
    }
}

fn runs() -> BTreeMap<RecordId, Run> {
    let run = |name: &str, days: &str, others| {
        let provision = Provision {
            name: name.into(),
            minutes: 20,
            times_a_week: 3,
            slots: parse_slots(days).unwrap(),
            lead: Some(RecordId(1)),
            start: date("2026-09-07"),
            measure: "words read of 100".into(),
            ..Provision::default()
        };
        Run { provision, places: 4, others }
    };
    [
        run("Language group", "mon wed fri 9:30", 3),
        run("Reading to an adult", "mon tue wed thu fri 13:10", 0),
        run("Fine motor circuit", "", 5),
    ]
    .into_iter()
    .zip(1..)
    .map(|(run, number)| (RecordId(number), run))
    .collect()
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
    let bar =
        |label: &str, value: Option<u32>, text: &str| Bar { label: label.into(), value, text: text.into() };
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
    Paper { size: Size::A4Lying, ..paper("Every block", "blocks", blocks) }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Lines for a box of a passport, short enough for its page.
pub const HELPS: &str = "Say my name before you tell me what to do\nGive me one thing at a time\nPictures with the words\nTime: count to ten before you ask again\nA seat near the front, away from the door\nTell me before the plan of the day changes\nLet me show you instead of saying it\nHeadphones when the hall is loud";

/// A full file: Ama Otter, Year 4 Lark, at SEN support, with an EHC plan under way, and one of everything.
pub fn folder() -> Folder {
    let typed = Typed::default;
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
        reason: "Little progress after a term in the language group".into(),
        original: String::new(),
        typed: typed(),
    };
    let mut cycle = Cycle::began(date("2026-09-07"), "iep", typed());
    cycle.area = Some(Area::Communication);
    cycle.strengths = "Kind to younger children; draws and builds with great care; remembers stories that she has seen acted out".into();
    cycle.concerns = "Finds words hard to recall; answers in one or two words; watches others before she follows an instruction".into();
    cycle.adjustments = "Pre-taught words on a mat; instructions one at a time with a picture; ten seconds before a question is asked again".into();
    cycle.impact = "Answers in a sentence in class, and asks when she has not understood".into();
    cycle.home = "playing the word game in the bag each evening for five minutes; reading the picture book twice before talking about it".into();
    cycle.agreed = Some(date("2026-09-21"));
    cycle.review_on = Some(date("2026-12-03"));
    cycle.pupil = Source {
        on: Some(date("2026-09-14")),
        note: "I like it when there are pictures. I do not like it when everybody waits for me.".into(),
    };
    cycle.parents = Source {
        on: Some(date("2026-09-16")),
        note: "At home she talks a lot, mostly about the rabbit.".into(),
    };
    let target = |aim: &str, criteria: &str, resources: &str, strategies: &str| {
        let mut target = Target::of(RecordId(1), date("2026-09-21"), typed());
        (target.aim, target.criteria) = (aim.into(), criteria.into());
        (target.resources, target.strategies) = (resources.into(), strategies.into());
        target
    };
    let mut first = target(
        "To name 20 new objects of the topic without a prompt",
        "8 of 10 objects named, three days running, by 3 December",
        "Picture cards of the topic; the word bag; 15 minutes three times a week with the teaching assistant",
        "Words of the topic on a mat, shown before the lesson; said together at its start",
    );
    first.outcome = Some(TargetOutcome::Partly);
    first.judged = Some(date("2026-11-20"));
    first.result = "6 of 10; the words of the last week hold".into();
    let second = target(
        "To follow an instruction with two parts",
        "4 of 5 in class and in the hall",
        "Two-part picture strip",
        "Adults say her name first, then one part at a time, and wait",
    );
    let third = target(
        "To ask for help when she has not understood",
        "Once in each morning, unprompted, for two weeks",
        "Help card on her table",
        "Praise each use at once; adults answer the card within a minute",
    );
    let mut passport = Passport::written(date("2026-11-03"), typed());
    passport.strengths =
        "I draw very well\nI am kind to the little ones\nI remember every story\nI build bridges that hold"
            .into();
    passport.matters =
        "My rabbit, Clover\nBeing asked and not told\nSitting with Bo at lunch\nKnowing what comes next"
            .into();
    passport.helps = HELPS.into();
    passport.avoid =
        "Asking me in front of everybody\nMany questions at once\nLoud voices\nFinishing my sentences for me"
            .into();
    passport.agreed_with = "Ama, mum and R Dale".into();
    passport.look_again = Some(date("2027-05-03"));
    let mut voice = Voice::said(date("2026-11-10"), Speaker::Parent, typed());
    voice.who = "Mum".into();
    voice.words = "She has started to tell us about her day, a little. We would like that to go on.".into();
    let mut held = Review::planned(ReviewKind::ALL[0], date("2026-11-19"), None, typed());
    held.held = Some(date("2026-11-19"));
    held.note = "Words come more easily with pictures.".into();
    held.pupil_voice = "The help card is good.".into();
    let annual = Review::planned(ReviewKind::Annual, date("2026-12-10"), None, typed());
    let mut work = Involvement::began(date("2026-10-05"), typed());
    work.agency = "Speech and language therapy".into();
    work.reason = "Word finding".into();
    work.consent = Some(date("2026-10-07"));
    work.referred = Some(date("2026-10-08"));
    let mut waits = Involvement::began(date("2026-11-16"), typed());
    waits.agency = "Educational psychology".into();
    waits.reason = "What helps her to remember".into();
    let mut referral = Referral::raised(date("2026-06-20"), typed());
    referral.by = "T Finch".into();
    referral.carer = "Mrs Otter".into();
    referral.reasons =
        "Ama is not making progress because she struggles to retain what the lesson was about.".into();
    referral.tried = "Language group, 20 minutes twice a week for ten weeks".into();
    referral.slower = true;
    referral.slower_note = "Reading age 14 months behind the group".into();
    let notice = Notice::decided(date("2026-09-07"), typed());
    let plan = EhcPlan::dated(date("2026-01-15"), typed());
    let check = ImpactCheck {
        allocation: RecordId(1),
        due: date("2026-10-26"),
        held: date("2026-10-27"),
        outcome: Outcome::More,
        measure: "41/100".into(),
        word: "names more of the pictures by herself".into(),
        decision: Decision::Continue,
        typed: typed(),
    };
    let records = [
        Record::Pupil(pupil),
        Record::StageSpan(support),
        Record::Cycle(cycle),
        Record::Target(first),
        Record::Target(second),
        Record::Target(third),
        Record::Passport(passport),
        Record::Voice(voice),
        Record::Review(held),
        Record::Review(annual),
        Record::Involvement(work),
        Record::Involvement(waits),
        Record::Referral(referral),
        Record::Notice(notice),
        Record::EhcPlan(plan),
        Record::Allocation(place(1, "2026-09-14", None)),
        Record::Allocation(place(2, "2026-09-21", None)),
        Record::Allocation(place(3, "2026-09-07", Some("2026-10-16"))),
        Record::Check(check),
    ];
    let mut seen: BTreeMap<u8, u32> = BTreeMap::new();
    let keyed = records.into_iter().map(|record| {
        let number = seen.entry(record.kind() as u8).or_default();
        *number += 1;
        (Key::new(PupilId(7), record.kind(), RecordId(*number)), Revision(1), record)
    });
    let info = SchoolInfo {
        name: "Anytown Primary School".into(),
        address: "1 High Street\nAnytown\nAN1 2YT".into(),
        phone: "01632 960000".into(),
        email: "office@anytown.example".into(),
        ..SchoolInfo::default()
    };
    let senco = Staff { name: "R Dale".into(), role: "SENCO".into(), site: None, here: true };
    let school = [Record::School(info), Record::Staff(senco)];
    let school =
        school.into_iter().map(|record| (Key::new(SCHOOL, record.kind(), RecordId(1)), Revision(1), record));
    Folder {
        file: PupilFile::from_records(PupilId(7), keyed.collect::<Vec<_>>()).unwrap(),
        school: SchoolFile::from_records(school.collect::<Vec<_>>()),
        runs: runs(),
        costs: senco::views::cost::PupilCost::default(),
        tallies: (1..=3)
            .map(|place| (RecordId(place), Tally { delivered: 14, missed: [3, 1, 1, 0, 0], open: 1 }))
            .collect(),
        with_costs: false,
        helps: Sheet {
            title: "Ama O".into(),
            pupils: vec![Helps {
                name: "Ama O".into(),
                class: "Lark".into(),
                helps: HELPS.lines().map(String::from).collect(),
                avoid: vec!["Loud voices".into()],
                in_class: Vec::new(),
                adjustments: Vec::new(),
            }],
            nothing: Vec::new(),
            class: String::new(),
            year: None,
            site: None,
        },
        today: date("2026-11-22"),
        day_of: |_| date("2026-11-20"),
        typed: BTreeMap::new(),
    }
}
