//! What runs with authority, family and agencies, so that every clock is seen: plans and their annual reviews, requests for an
//! assessment, a disagreement, suspensions, letters home, agencies, leavers' files.
//!
//! Rule: dice of its own, so that a case more or less changes nothing else. Most are on their way and in time, a few late; which
//! pupil has which is by turns, so that a school of any size has some of each in proportion.

use chrono::{Datelike, NaiveDate};

use super::dice::{Dice, shift, weekday};
use super::school::School;
use super::story::Story;
use super::{Plan, names, typed, words};
use crate::domain::calendar::academic_year;
use crate::domain::case::{
    About, Answer, Asked, Assessment, Consultation, Dispute, EhcPlan, Involvement, Notice, RecordsRequest,
    Requester, Suspension, Transfer,
};
use crate::domain::code::{Outcome, SenCode};
use crate::domain::day;
use crate::domain::pupil::StageSpan;
use crate::domain::record::Recorded;
use crate::domain::review::{Annual, PlanDecision, Review, ReviewKind};

/// Where the annual review of a plan stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Held some months ago, all done; the next is far.
    Far,
    /// Advice has been asked for; the meeting is weeks ahead.
    Asked,
    /// The advice has gone round; the meeting is days ahead.
    Circulated,
    /// The meeting is days ahead, and the advice has not gone round.
    Late,
    /// Held last week; the report is to be written.
    Held,
    /// The report has gone; the authority decides.
    Reported,
    /// The plan is being amended.
    Amended,
}

/// The turns of the plans.
const STANDS: [Stand; 12] = [
    Stand::Asked,
    Stand::Far,
    Stand::Held,
    Stand::Circulated,
    Stand::Far,
    Stand::Reported,
    Stand::Amended,
    Stand::Far,
    Stand::Late,
    Stand::Far,
    Stand::Asked,
    Stand::Far,
];

const AGENCIES: &[&str] = &[
    "Speech and language therapy",
    "Educational psychology",
    "Occupational therapy",
    "Sensory team",
    "Autism advisory team",
];

/// Gives pupils their cases, by turns.
pub struct Cases {
    dice: Dice,
    support: u32,
    plans: u32,
    asked: u32,
    agencies: u32,
    letters: u32,
    /// The turn of a case that waits for a pupil who is old enough for it.
    waiting: Option<u32>,
}

impl Cases {
    /// Nobody has one yet.
    pub fn new(plan: &Plan) -> Cases {
        let dice = Dice::new(plan.seed ^ 0x00ca_5e50, plan.today);
        Cases { dice, support: 0, plans: 0, asked: 0, agencies: 0, letters: 0, waiting: None }
    }

    /// Adds what this pupil has.
    pub fn add(&mut self, plan: &Plan, school: &School, story: &mut Story) {
        if let Some(left) = story.pupil.left {
            return leave(plan, left, story);
        }
        match story.stages.last().map(|span| span.stage.as_str()) {
            Some("E") => self.with_plan(plan, school, story),
            Some("KA") => self.assessed(plan, story),
            Some("K") => self.supported(plan, school, story),
            _ => {}
        }
    }

    fn with_plan(&mut self, plan: &Plan, school: &School, story: &mut Story) {
        let turn = self.plans;
        self.plans += 1;
        let today = plan.today;
        let year = story.pupil.year.map_or(0, |year| i32::from(year.number()));
        let moves = matches!(year, -1 | 2 | 6);
        let before_move = NaiveDate::from_ymd_opt(academic_year(today) + 1, 2, 5).filter(|_| moves);
        let since = story.stages.last().map_or(today, |span| span.from);
        for review in story.reviews.iter_mut().filter(|review| review.kind.is_annual()) {
            review.kind = ReviewKind::WithParents;
        }
        let mut stand = STANDS[turn as usize % STANDS.len()];
        if before_move.is_some_and(|limit| today < limit) && !matches!(stand, Stand::Reported | Stand::Held) {
            stand = Stand::Amended;
        }
        let limit = if year < 0 { 150 } else { 250 };
        let made = match stand {
            Stand::Far => {
                let near = story.reviews.iter().rposition(|review| {
                    review.held.is_some_and(|held| (40..limit).contains(&day::between(held, today)))
                });
                match near.and_then(|at| story.reviews.get_mut(at)) {
                    Some(review) => finish(review),
                    None if day::between(since, today) > 300 => {
                        let held = day_before(school, shift(today, -100));
                        story.reviews.push(new_held(&mut self.dice, held));
                        story.reviews.last_mut().map(finish);
                    }
                    None => {}
                }
                since
            }
            Stand::Asked | Stand::Circulated | Stand::Late => {
                let ahead = match stand {
                    Stand::Asked => self.dice.between(20, 45),
                    _ => self.dice.between(4, 9),
                };
                let meeting = school.calendar.next_teaching_day(shift(today, ahead));
                let past = |date: NaiveDate| Some(weekday(date, true)).filter(|date| *date < today);
                let annual = Annual {
                    asked: past(shift(meeting, -60)),
                    invited: past(shift(meeting, -22)),
                    circulated: past(shift(meeting, -15)).filter(|_| stand != Stand::Late),
                    ..Annual::default()
                };
                let open = story.reviews.iter().position(Review::is_open).unwrap_or_else(|| {
                    story.reviews.push(Review::planned(
                        ReviewKind::Annual,
                        meeting,
                        None,
                        typed(shift(today, -70)),
                    ));
                    story.reviews.len() - 1
                });
                if let Some(review) = story.reviews.get_mut(open) {
                    (review.kind, review.due, review.annual) = (ReviewKind::Annual, meeting, annual);
                    review.moves.clear();
                }
                let last = story.reviews.iter().rposition(|review| {
                    review.held.is_some_and(|held| (150..320).contains(&day::between(held, meeting)))
                });
                match last.and_then(|at| story.reviews.get_mut(at)) {
                    Some(review) => {
                        finish(review);
                        since
                    }
                    None => since.max(shift(meeting, -300)),
                }
            }
            Stand::Held | Stand::Reported | Stand::Amended => {
                let ago = match stand {
                    Stand::Held => self.dice.between(4, 8),
                    Stand::Reported => self.dice.between(17, 24),
                    _ => self.dice.between(42, 52),
                };
                let held = day_before(school, shift(today, -ago));
                match story.reviews.iter_mut().rev().find(|review| review.held.is_some()) {
                    Some(review) if review.held.is_some_and(|last| day::between(last, held) < 60) => {
                        (review.held, review.due) = (Some(held), held);
                        review.recorded = Some(typed(shift(held, 1).min(today)));
                    }
                    _ => story.reviews.push(new_held(&mut self.dice, held)),
                }
                let last = story.reviews.iter_mut().find(|review| review.held == Some(held));
                if let Some(review) = last {
                    review.kind = ReviewKind::Annual;
                    review.annual = steps(held, stand, today);
                }
                since.min(shift(held, -150))
            }
        };
        let mut record = EhcPlan::dated(made, typed(made.min(today)));
        record.authority = words::AUTHORITIES[turn as usize % 2].to_owned();
        record.named = before_move.filter(|named| *named <= today).map(|named| weekday(named, true));
        story.cases.push(record.wrap());
        if let Some(asked) = story.stages.iter().find(|span| span.stage == "KA") {
            let whole = day::between(asked.from, since);
            if whole > 100 {
                story.cases.push(assessment_over(asked.from, since).wrap());
            }
        }
        if turn % 7 == 5 {
            let mut case = Consultation::received(weekday(shift(today, -6), true), typed(shift(today, -6)));
            case.authority = words::AUTHORITIES[1].to_owned();
            story.cases.push(case.wrap());
        }
    }

    fn assessed(&mut self, plan: &Plan, story: &mut Story) {
        let turn = self.asked;
        self.asked += 1;
        let Some(received) = story.stages.last().map(|span| span.from) else { return };
        let today = plan.today;
        let mut case = Assessment::received(received, typed(received));
        let on = |days| Some(weekday(shift(received, days), true)).filter(|date| *date < today);
        case.requester = if turn % 3 == 1 { Requester::Parent } else { Requester::School };
        case.decided = on(38);
        case.answer = case.decided.map(|_| Answer::Assess);
        case.asked = on(39);
        // One in four schools' advice is late.
        case.advised = on(74).filter(|_| turn % 4 != 3);
        case.draft = on(108).filter(|_| case.advised.is_some());
        case.comments = on(119).filter(|_| case.draft.is_some());
        story.cases.push(case.wrap());
    }

    fn supported(&mut self, plan: &Plan, school: &School, story: &mut Story) {
        let turn = self.support;
        self.support += 1;
        let today = plan.today;
        let on = |days: i64| weekday(shift(today, days), true);
        if matches!(turn % 96, 5 | 9 | 12 | 53 | 60 | 67) {
            self.waiting = Some(turn % 96);
        }
        let old_enough = story.pupil.year.is_some_and(|year| year.number() > 0);
        match self.waiting.take_if(|_| old_enough) {
            Some(which @ (5 | 53)) => refused(plan, story, which == 53),
            Some(9 | 67) => suspended(&mut self.dice, plan, school, story),
            Some(12) => {
                let mut case = RecordsRequest::received(on(-9), typed(on(-9)));
                case.by = "father".to_owned();
                story.cases.push(case.wrap());
            }
            Some(60) => {
                let mut case = RecordsRequest::received(on(-20), typed(on(-20)));
                (case.kind, case.by) = (Asked::Subject, "mother".to_owned());
                story.cases.push(case.wrap());
            }
            _ => {}
        }
        if turn % 12 == 2 {
            let at = self.agencies;
            self.agencies += 1;
            story.cases.push(agency(&mut self.dice, plan, at).wrap());
        }
        if turn % 13 == 7 {
            let at = self.letters;
            self.letters += 1;
            letter(plan, at, story);
        } else if self.dice.chance(30)
            && let Some(since) = story.stages.last().map(|span| span.from)
            && since < on(-60)
        {
            let mut case = Notice::decided(since, typed(since));
            (case.sent, case.returned) =
                (Some(weekday(shift(since, 3), false)), Some(weekday(shift(since, 12), false)));
            story.cases.push(case.wrap());
        }
    }
}

fn day_before(school: &School, date: NaiveDate) -> NaiveDate {
    school.calendar.previous_teaching_day(date).unwrap_or(date)
}

fn new_held(dice: &mut Dice, held: NaiveDate) -> Review {
    let mut review = Review::planned(ReviewKind::Annual, held, None, typed(shift(held, -70)));
    review.held = Some(held);
    review.outcome = Some(Outcome::AsHoped);
    review.note = dice.pick(words::review_note(Outcome::AsHoped, None)).to_owned();
    review.recorded = Some(typed(held));
    review
}

/// An annual review that was held, with all that follows done.
fn finish(review: &mut Review) {
    let Some(held) = review.held else { return };
    review.kind = ReviewKind::Annual;
    review.annual = Annual {
        report_sent: Some(weekday(shift(held, 10), true)),
        decided: Some(weekday(shift(held, 26), true)),
        decision: Some(PlanDecision::Keep),
        ..prepared(held)
    };
}

fn prepared(meeting: NaiveDate) -> Annual {
    Annual {
        asked: Some(weekday(shift(meeting, -60), true)),
        invited: Some(weekday(shift(meeting, -22), true)),
        circulated: Some(weekday(shift(meeting, -16), true)),
        ..Annual::default()
    }
}

fn steps(held: NaiveDate, stand: Stand, today: NaiveDate) -> Annual {
    let past = |days| Some(weekday(shift(held, days), true)).filter(|date| *date < today);
    let mut annual = prepared(held);
    if stand != Stand::Held {
        annual.report_sent = past(10);
    }
    if stand == Stand::Amended {
        annual.decided = past(26);
        annual.decision = annual.decided.map(|_| PlanDecision::Amend);
        annual.notice = past(27);
        annual.comments = past(36);
    }
    annual
}

/// A request that led to the plan of this day.
fn assessment_over(received: NaiveDate, made: NaiveDate) -> Assessment {
    let mut case = Assessment::received(received, typed(received));
    let on = |days| Some(weekday(shift(received, days), true));
    (case.decided, case.answer) = (on(38), Some(Answer::Assess));
    (case.asked, case.advised) = (on(39), on(70));
    (case.draft, case.comments) =
        (Some(weekday(shift(made, -25), true)), Some(weekday(shift(made, -14), true)));
    case.final_plan = Some(made);
    case
}

/// An assessment refused, and a family that disagrees; with the certificate of the mediation, or not yet.
fn refused(plan: &Plan, story: &mut Story, mediated: bool) {
    let on = |days: i64| weekday(shift(plan.today, days), true);
    let mut case = Assessment::received(on(-75), typed(on(-75)));
    (case.decided, case.answer) = (Some(on(-36)), Some(Answer::Refuse));
    let mut dispute = Dispute::since(on(-36), typed(on(-30)));
    dispute.about = About::NoAssessment;
    dispute.certificate = mediated.then(|| on(-8));
    dispute.note = "Family has asked for mediation.".to_owned();
    story.cases.extend([case.wrap(), dispute.wrap()]);
}

/// Two suspensions: one some weeks ago with all done, one now of which the authority has not been told.
fn suspended(dice: &mut Dice, plan: &Plan, school: &School, story: &mut Story) {
    let first = day_before(school, shift(plan.today, -dice.between(30, 45)));
    let second = day_before(school, shift(plan.today, -2));
    for (from, half_days, told) in [(first, 4, true), (second, 3, false)] {
        let mut case = Suspension::since(from, typed(from));
        case.half_days = Some(half_days);
        case.parents_told = Some(from);
        case.authority_told = told.then_some(from);
        case.governors_told = told.then(|| weekday(shift(from, 1), false));
        case.note = "Hurt somebody at playtime. Plan for playtimes agreed.".to_owned();
        story.cases.push(case.wrap());
    }
}

/// An agency's work, at one step after the other.
fn agency(dice: &mut Dice, plan: &Plan, turn: u32) -> Involvement {
    let on = |days: i64| weekday(shift(plan.today, days), true);
    let days: [Option<i64>; 6] = match turn % 5 {
        // Referred: waiting for the first visit.
        0 => [Some(-24), Some(-20), None, None, None, None],
        1 => [None, None, None, None, None, None],
        2 => [Some(-70), Some(-65), Some(-12), None, None, None],
        3 => [Some(-70), Some(-65), Some(-25), Some(-3), None, None],
        _ => [Some(-170), Some(-166), Some(-110), Some(-85), Some(-82), Some(-80)],
    };
    let began = on(days[0].map_or(-5, |consent| consent - 6));
    let mut case = Involvement::began(began, typed(began));
    case.agency = dice.pick(AGENCIES).to_owned();
    let [consent, referred, seen, report, shared, ended] = days.map(|days| days.map(on));
    (case.consent, case.referred, case.seen) = (consent, referred, seen);
    (case.report, case.shared, case.ended) = (report, shared, ended);
    case
}

/// SEN support that began some days ago: the letter to be sent, out, or its slip not back in time. Before, the pupil was on the
/// watch list.
fn letter(plan: &Plan, turn: u32, story: &mut Story) {
    let on = |days: i64| weekday(shift(plan.today, days), true);
    let (decided, sent) = match turn % 4 {
        0 | 2 => (on(-10), Some(on(-7))),
        1 => (on(-3), None),
        _ => (on(-24), Some(on(-21))),
    };
    let Some(span) = story.stages.last_mut().filter(|span| span.from < shift(decided, -30)) else { return };
    let after =
        StageSpan { from: decided, to: None, typed: typed(decided), original: String::new(), ..span.clone() };
    (span.stage, span.census) = ("W".to_owned(), SenCode::N);
    span.original.clear();
    span.reason = words::stage_reason("W").first().copied().unwrap_or_default().to_owned();
    span.to = Some(shift(decided, -1));
    if story.stages.len() > 1 {
        // One time on the watch list, not two.
        let first = story.stages.remove(0);
        if let Some(span) = story.stages.first_mut() {
            (span.from, span.typed) = (first.from, first.typed);
        }
    }
    story.stages.push(after);
    let mut case = Notice::decided(decided, typed(decided));
    case.sent = sent;
    story.cases.push(case.wrap());
}

/// The file of a leaver on its way.
fn leave(plan: &Plan, left: NaiveDate, story: &mut Story) {
    let mut case = Transfer::since(left, typed(left));
    case.to = if names::ELSEWHERE.last() == Some(&story.pupil.left_for.as_str()) {
        String::new()
    } else {
        story.pupil.left_for.clone()
    };
    let on = |days| Some(weekday(shift(left, days), false)).filter(|date| *date < plan.today);
    (case.ctf_sent, case.file_sent, case.acknowledged) = (on(4), on(8), on(17));
    debug_assert!(left.year() > 1900);
    story.cases.push(case.wrap());
}
