//! One record of every kind, every field with a value of its own, so that a field that moves shows.
#![allow(clippy::unwrap_used)] // a test

use chrono::NaiveDate;
use senco::domain::calendar::{Closure, ClosureKind, Span, Term};
use senco::domain::case::{
    About, Answer, Asked, Assessment, Consultation, Dispute, EhcPlan, Exception, Involvement, Letter, Notice,
    RecordsRequest, Reply, Requester, SencoPost, Suspension, Tick, Transfer,
};
use senco::domain::code::{Area, Decision, Outcome, SenCode, SenType, Sex, Wave, YearGroup};
use senco::domain::event::{Event, EventKind, Method};
use senco::domain::ids::{RecordId, Stamp, Typed};
use senco::domain::people::{Agency, Training};
use senco::domain::provision::{Allocation, ImpactCheck, Provision};
use senco::domain::pupil::{Need, Pupil, StageSpan};
use senco::domain::record::Record;
use senco::domain::review::{Annual, Move, PlanDecision, Review, ReviewKind};
use senco::domain::rows::Duty;
use senco::domain::school::{HeadingMap, RuleChoice, SchoolInfo, Settings, Site, Staff};
use senco::domain::support::{
    Concern, Cycle, FollowUp, Passport, Referral, ReferralOutcome, Source, Speaker, StageCheck, Target,
    TargetOutcome, Voice,
};

fn on(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn typed(at: i64, by: &str) -> Typed {
    Typed { at: Stamp(at), by: by.into() }
}

fn source(day: u32, note: &str) -> Source {
    Source { on: Some(on(9, day)), note: note.into() }
}

fn moved() -> Move {
    Move {
        from: on(3, 1),
        to: on(3, 8),
        reason: "snow — “closed”".into(),
        typed: typed(1_700_000_001, "ben"),
    }
}

/// Samples of the newest versions.
pub fn all() -> Vec<Record> {
    vec![
        Record::School(SchoolInfo {
            name: "St Môr’s Federation".into(),
            demo: true,
            address: "1 Sample Lane\nTestford".into(),
            phone: "01632 960001".into(),
            email: "office@example.org".into(),
            authority: "Testshire".into(),
            head: Some(RecordId(71)),
            governor: Some(RecordId(72)),
        }),
        Record::Settings(Settings {
            calendar_confirmed: true,
            clock_from: Some(on(9, 1)),
            rules: vec![every(43), RuleChoice { duty: 7, on: Some(true), values: Vec::new() }],
            stage_set: "2001".into(),
            plan_kind: "my-plan".into(),
            targets: Some(5),
        }),
        Record::Site(Site { name: "Lower site".into() }),
        Record::Staff(Staff {
            name: "R Dale".into(),
            role: "teaching assistant".into(),
            site: Some(RecordId(70_001)),
            here: true,
        }),
        Record::Term(Term {
            name: "Autumn".into(),
            start: on(9, 3),
            end: on(12, 18),
            half_term: Some(Span { start: on(10, 26), end: on(10, 30) }),
            site: Some(RecordId(19)),
        }),
        Record::Headings(HeadingMap {
            pairs: vec![("Reg".into(), "class".into()), ("X".into(), "-".into())],
        }),
        Record::Provision(Provision {
            name: "Language group".into(),
            area: Some(Area::Communication),
            wave: Wave::Specialist,
            minutes: 301,
            times_a_week: 4,
            lead: Some(RecordId(11)),
            agency: "speech and language".into(),
            start: on(9, 7),
            end: Some(on(12, 11)),
            cost_pence: Some(-123_456),
            measure: "words read of 100".into(),
            site: Some(RecordId(12)),
            note: "Tuesdays".into(),
            typed: typed(1_700_000_002, "ana"),
        }),
        Record::Pupil(Pupil {
            upn: "B801200005001".into(),
            former_upn: "M80120000500A".into(),
            forename: "Zoë".into(),
            surname: "O’Hara".into(),
            known_as: "Zo".into(),
            born: NaiveDate::from_ymd_opt(2016, 8, 31),
            sex: Some(Sex::M),
            year: YearGroup::from_number(-1),
            class: "4B".into(),
            site: Some(RecordId(13)),
            pupil_premium: true,
            eal: false,
            ethnicity: "WBRI".into(),
            school_number: "000123".into(),
            key_person: Some(RecordId(14)),
            sen_unit: true,
            resourced: false,
            note: "hearing aid: left side".into(),
            left: Some(on(7, 17)),
            left_for: "moved away".into(),
        }),
        Record::StageSpan(StageSpan {
            stage: "support".into(),
            census: SenCode::E,
            from: on(1, 5),
            to: Some(on(6, 30)),
            reason: "asked by parents".into(),
            original: "A".into(),
            typed: typed(1_700_000_003, "ana"),
        }),
        Record::Need(Need {
            sen_type: SenType::Slcn,
            rank: 2,
            from: Some(on(2, 1)),
            to: None,
            note: "expressive language".into(),
            typed: typed(1_700_000_004, "ana"),
        }),
        Record::Review(Review {
            kind: ReviewKind::Transition,
            due: on(11, 23),
            lead: Some(RecordId(15)),
            held: Some(on(11, 24)),
            outcome: Some(Outcome::More),
            note: "went as hoped".into(),
            pupil_voice: "I like maths".into(),
            parent_voice: "sleeps better".into(),
            cancelled: None,
            moves: vec![moved()],
            planned: typed(1_700_000_005, "ana"),
            recorded: Some(typed(1_700_000_006, "ben")),
            annual: Annual {
                asked: Some(on(9, 28)),
                invited: Some(on(11, 2)),
                circulated: Some(on(11, 9)),
                report_sent: Some(on(12, 1)),
                decided: Some(on(12, 14)),
                decision: Some(PlanDecision::Amend),
                notice: Some(on(12, 15)),
                comments: Some(on(12, 22)),
                final_plan: Some(on(12, 30)),
            },
        }),
        Record::Allocation(Allocation {
            provision: RecordId(16),
            from: on(9, 14),
            to: None,
            entry: "12".into(),
            exit: "31".into(),
            aim: "tells a story".into(),
            check_on: Some(on(10, 28)),
            check_by: Some(RecordId(17)),
            moves: vec![moved()],
            typed: typed(-1, "ana"),
        }),
        Record::Check(ImpactCheck {
            allocation: RecordId(18),
            due: on(10, 26),
            held: on(10, 27),
            outcome: Outcome::Less,
            measure: "19".into(),
            word: "slow".into(),
            decision: Decision::Change,
            typed: typed(1_700_000_007, "ana"),
        }),
        Record::Event(Event {
            kind: EventKind::Meeting,
            happened: on(10, 2),
            method: Some(Method::Email),
            with: "mum".into(),
            text: "line one\nline two".into(),
            typed: typed(1_700_000_008, "ana"),
        }),
        Record::Closure(Closure {
            kind: ClosureKind::Inset,
            name: "INSET".into(),
            from: on(9, 1),
            to: on(9, 2),
            site: Some(RecordId(20)),
            typed: typed(1_700_000_009, "ana"),
        }),
        Record::Tick(Tick {
            duty: 100,
            due: on(10, 1),
            done: on(9, 30),
            note: "sent".into(),
            typed: typed(1_700_000_010, "ana"),
        }),
        Record::SencoPost(SencoPost {
            staff: Some(RecordId(21)),
            appointed: on(9, 1),
            course: Some(on(9, 20)),
            qualified: Some(on(9, 21)),
            ended: Some(on(9, 22)),
            note: "first post".into(),
            typed: typed(1_700_000_011, "ana"),
        }),
        Record::Assessment(Assessment {
            requester: Requester::Parent,
            received: on(9, 7),
            decided: Some(on(10, 15)),
            answer: Some(Answer::Refuse),
            asked: Some(on(10, 16)),
            advised: Some(on(11, 20)),
            draft: Some(on(12, 1)),
            comments: Some(on(12, 10)),
            no_plan: Some(on(12, 11)),
            final_plan: Some(on(12, 30)),
            withdrawn: Some(on(12, 31)),
            exception: Some(Exception::Circumstances),
            note: "by mum".into(),
            lead: Some(RecordId(22)),
            typed: typed(1_700_000_012, "ana"),
        }),
        Record::EhcPlan(EhcPlan {
            dated: on(1, 15),
            authority: "Northshire".into(),
            transfer_year: Some(2027),
            named: Some(on(2, 12)),
            ceased: Some(on(7, 1)),
            note: "section F".into(),
            typed: typed(1_700_000_013, "ana"),
        }),
        Record::Consultation(Consultation {
            received: on(11, 10),
            authority: "Northshire".into(),
            child: "Ida Finch".into(),
            answered: Some(on(11, 24)),
            reply: Some(Reply::Conditions),
            note: "class full".into(),
            lead: Some(RecordId(23)),
            typed: typed(1_700_000_014, "ana"),
        }),
        Record::Dispute(Dispute {
            about: About::Content,
            letter: on(10, 1),
            certificate: Some(on(11, 29)),
            appealed: Some(on(12, 1)),
            ended: Some(on(12, 2)),
            note: "school named".into(),
            lead: Some(RecordId(24)),
            typed: typed(1_700_000_015, "ana"),
        }),
        Record::Suspension(Suspension {
            from: on(10, 5),
            half_days: Some(3),
            permanent: true,
            parents_told: Some(on(10, 5)),
            authority_told: Some(on(10, 6)),
            governors_told: Some(on(10, 7)),
            education: Some(on(10, 12)),
            parents_wrote: Some(on(10, 13)),
            board_met: Some(on(10, 20)),
            cancelled: Some(on(10, 21)),
            note: "playground".into(),
            lead: Some(RecordId(25)),
            typed: typed(1_700_000_016, "ana"),
        }),
        Record::RecordsRequest(RecordsRequest {
            kind: Asked::Subject,
            received: on(3, 2),
            by: "mum".into(),
            extended: Some(on(3, 20)),
            sent: Some(on(4, 20)),
            closed: Some(on(4, 21)),
            note: "all of it".into(),
            lead: Some(RecordId(26)),
            typed: typed(1_700_000_017, "ana"),
        }),
        Record::Transfer(Transfer {
            left: on(7, 17),
            to: "Hill School".into(),
            ctf_sent: Some(on(7, 20)),
            file_sent: Some(on(7, 21)),
            acknowledged: Some(on(7, 22)),
            closed: Some(on(7, 23)),
            hold: true,
            note: "by courier".into(),
            lead: Some(RecordId(27)),
            typed: typed(1_700_000_018, "ana"),
        }),
        Record::Notice(Notice {
            letter: Letter::Summary,
            slip: false,
            decided: on(9, 14),
            sent: Some(on(9, 16)),
            chased: Some(on(9, 30)),
            returned: Some(on(10, 2)),
            closed: Some(on(10, 3)),
            note: "will come".into(),
            lead: Some(RecordId(28)),
            typed: typed(1_700_000_019, "ana"),
        }),
        Record::Involvement(Involvement {
            agency: "speech and language".into(),
            reason: "answers in one word".into(),
            began: on(9, 14),
            consent: Some(on(9, 18)),
            without: "urgent".into(),
            referred: Some(on(9, 21)),
            chased: Some(on(10, 12)),
            seen: Some(on(10, 20)),
            report: Some(on(11, 3)),
            shared: Some(on(11, 6)),
            advice: "visual timetable".into(),
            used: Some(on(12, 1)),
            ended: Some(on(12, 1)),
            note: "weekly".into(),
            lead: Some(RecordId(29)),
            typed: typed(1_700_000_020, "ana"),
        }),
        Record::Agency(Agency {
            name: "Speech and language therapy".into(),
            contact: "A Teal".into(),
            phone: "01632 960002".into(),
            email: "salt@example.org".into(),
            how: "by form".into(),
            wait_weeks: Some(18),
            note: "not in August".into(),
            active: true,
        }),
        Record::Training(Training {
            staff: RecordId(73),
            what: "PECS level 1".into(),
            delivers: "PECS".into(),
            on: on(2, 3),
            provider: "outreach".into(),
            until: Some(on(12, 31)),
            note: "certificate seen".into(),
            typed: typed(1_700_000_020, "ben"),
        }),
        Record::Referral(Referral {
            concern: Concern::Pastoral,
            raised: on(9, 9),
            by: "class teacher".into(),
            carer: "mum".into(),
            reasons: "forgets instructions".into(),
            area: Some(Area::Communication),
            tried: "small group, 2 × 20 min, 6 weeks".into(),
            slower: true,
            slower_note: "phonics".into(),
            below: false,
            below_note: "n/a".into(),
            not_closing: true,
            not_closing_note: "reading age".into(),
            widening: false,
            widening_note: "maths".into(),
            talked: Some(on(9, 10)),
            parents: "tired after school".into(),
            pupil: "I like drawing".into(),
            reviewed: Some(on(9, 17)),
            outcome: Some(ReferralOutcome::Other),
            action: "early help".into(),
            lead: Some(RecordId(74)),
            note: "look again in spring".into(),
            typed: typed(1_700_000_021, "sue"),
        }),
        Record::Cycle(Cycle {
            began: on(9, 18),
            kind: "my-plan".into(),
            teacher: source(1, "sees"),
            progress: source(2, "slow"),
            others: source(3, "music too"),
            peers: source(4, "behind"),
            parents: source(5, "worry"),
            pupil: source(6, "fine"),
            outside: source(7, "agree"),
            area: Some(Area::Semh),
            strengths: "kind".into(),
            concerns: "waiting".into(),
            outcomes: "joins in".into(),
            adjustments: "a quiet place".into(),
            impact: "three days of five".into(),
            home: "read together".into(),
            agreed: Some(on(9, 21)),
            review_on: Some(on(11, 2)),
            review: Some(RecordId(75)),
            staff_told: Some(on(9, 22)),
            told: "all of Year 4".into(),
            reviewed: Some(on(11, 3)),
            outcome: Some(Outcome::More),
            found: "waits longer".into(),
            dropped: Some(on(11, 4)),
            after: Some(RecordId(76)),
            note: "nothing".into(),
            lead: Some(RecordId(77)),
            typed: typed(1_700_000_022, "sue"),
        }),
        Record::Target(Target {
            cycle: RecordId(78),
            set: on(9, 21),
            aim: "asks for help".into(),
            criteria: "4 of 5".into(),
            resources: "help card".into(),
            strategies: "wait ten seconds".into(),
            judged: Some(on(11, 3)),
            outcome: Some(TargetOutcome::Partly),
            result: "with a prompt".into(),
            carried: Some(RecordId(79)),
            advice: Some(RecordId(80)),
            note: "card lost twice".into(),
            typed: typed(1_700_000_023, "sue"),
        }),
        Record::Passport(Passport {
            written: on(9, 25),
            strengths: "drawing".into(),
            matters: "my dog".into(),
            helps: "one thing at a time".into(),
            avoid: "loud voices".into(),
            agreed_with: "mum".into(),
            look_again: Some(on(12, 20)),
            replaced: Some(on(12, 21)),
            note: "ask again".into(),
            typed: typed(1_700_000_024, "sue"),
        }),
        Record::Voice(Voice {
            speaker: Speaker::Parent,
            said: on(10, 2),
            who: "grandad".into(),
            how: "at the gate".into(),
            words: "He sleeps better".into(),
            cycle: Some(RecordId(81)),
            note: "smiling".into(),
            typed: typed(1_700_000_025, "sue"),
        }),
        Record::FollowUp(FollowUp {
            what: "call mum".into(),
            promised: on(10, 4),
            due: on(10, 7),
            done: Some(on(10, 8)),
            dropped: Some(on(10, 9)),
            note: "left a message".into(),
            lead: Some(RecordId(82)),
            from: Some(RecordId(83)),
            typed: typed(1_700_000_027, "sue"),
        }),
        Record::StageCheck(StageCheck {
            stage: "K".into(),
            item: "iep".into(),
            done: on(10, 3),
            note: "in the file".into(),
            typed: typed(1_700_000_026, "sue"),
        }),
    ]
}

fn every(days: i64) -> RuleChoice {
    RuleChoice { duty: Duty::ImpactCheck as u16, on: None, values: vec![("days".into(), days)] }
}

/// What a sample reads as when it was written in an earlier version: members added since are as they begin.
pub fn of_version(record: Record, version: u16) -> Record {
    match (record, version) {
        (Record::Settings(settings), 1) => Record::Settings(Settings {
            calendar_confirmed: settings.calendar_confirmed,
            rules: vec![every(43)],
            ..Settings::default()
        }),
        (Record::Settings(settings), 2) => Record::Settings(Settings {
            stage_set: String::new(),
            plan_kind: String::new(),
            targets: None,
            ..settings
        }),
        (Record::School(info), 1) => {
            Record::School(SchoolInfo { name: info.name, demo: info.demo, ..SchoolInfo::default() })
        }
        (Record::Notice(case), 1) => Record::Notice(Notice { letter: Letter::Begins, slip: true, ..case }),
        (Record::Involvement(case), 1) => Record::Involvement(Involvement {
            reason: String::new(),
            advice: String::new(),
            used: None,
            ..case
        }),
        (Record::Term(term), 1) => Record::Term(Term { site: None, ..term }),
        (Record::Review(review), 1) => Record::Review(Review { annual: Annual::default(), ..review }),
        (Record::Transfer(transfer), 1) => Record::Transfer(Transfer { closed: None, ..transfer }),
        (record, _) => record,
    }
}

/// Codes with the bytes that stand for them.
type Places = Vec<(String, Vec<u8>)>;

/// Every choice that records hold, by its place in storage.
pub fn choices() -> Vec<(&'static str, Places)> {
    fn places<T: Copy + serde::Serialize>(all: &[T], code: fn(T) -> &'static str) -> Places {
        all.iter().map(|one| (code(*one).to_owned(), senco::store::codec::encode(one, 16).unwrap())).collect()
    }
    vec![
        ("answer", places(Answer::ALL, Answer::code)),
        ("area", places(&Area::ALL[..], Area::code)),
        ("asked", places(Asked::ALL, Asked::code)),
        ("closure", places(ClosureKind::ALL, ClosureKind::code)),
        ("decision", places(&Decision::ALL[..], Decision::code)),
        ("concern", places(Concern::ALL, Concern::code)),
        ("dispute", places(About::ALL, About::code)),
        ("exception", places(Exception::ALL, Exception::code)),
        ("event", places(EventKind::ALL, EventKind::code)),
        ("letter", places(Letter::ALL, Letter::code)),
        ("method", places(Method::ALL, Method::code)),
        ("outcome", places(&Outcome::ALL[..], Outcome::code)),
        ("plan decision", places(PlanDecision::ALL, PlanDecision::code)),
        ("referral outcome", places(ReferralOutcome::ALL, ReferralOutcome::code)),
        ("reply", places(Reply::ALL, Reply::code)),
        ("requester", places(Requester::ALL, Requester::code)),
        ("review", places(ReviewKind::ALL, ReviewKind::code)),
        ("sen code", places(&SenCode::ALL[..], SenCode::code)),
        ("sen type", places(&SenType::ALL[..], SenType::code)),
        ("sex", places(&Sex::ALL[..], Sex::code)),
        ("speaker", places(Speaker::ALL, Speaker::code)),
        ("target outcome", places(TargetOutcome::ALL, TargetOutcome::code)),
        ("wave", places(&Wave::ALL[..], Wave::code)),
    ]
}
