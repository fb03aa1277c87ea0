//! The graduated approach of the made-up school: referrals, cycles with their targets, passports, what children and parents said.
//!
//! Rule: dice of its own, so that a plan more or less changes nothing else. A cycle rests on reviews that the story has
//! anyway: those held closed one each, the one to come is that of the plan which runs. So no line is due twice.

use chrono::{Months, NaiveDate};

use super::dice::{Dice, shift, weekday};
use super::plan_words as said;
use super::school::School;
use super::story::{Planned, Story};
use super::{Plan, typed, words};
use crate::domain::code::{Area, Outcome};
use crate::domain::day;
use crate::domain::ids::{RecordId, SCHOOL};
use crate::domain::people::{Agency, Training};
use crate::domain::record::Recorded;
use crate::domain::support::{
    Concern, Cycle, Passport, Referral, ReferralOutcome, Source, Speaker, Target, TargetOutcome, Voice,
};
use crate::store::{Edit, Refused};

/// Cycles a pupil has at most, the one that runs among them.
const CYCLES: usize = 3;

/// Gives pupils their plans.
pub struct Plans {
    dice: Dice,
    /// How many pupils at no stage there were.
    roll: u32,
}

impl Plans {
    /// Nobody has one yet.
    pub fn new(plan: &Plan) -> Plans {
        Plans { dice: Dice::new(plan.seed ^ 0x9_1a45, plan.today), roll: 0 }
    }

    /// Adds what this pupil has.
    pub fn add(&mut self, plan: &Plan, school: &School, story: &mut Story) {
        if story.pupil.left.is_some() {
            return;
        }
        match story.stages.last().map(|span| span.stage.as_str()) {
            None => self.on_roll(plan, school, story),
            Some("W") => self.referred(ReferralOutcome::Watch, 80, story),
            Some("K" | "KA") => {
                self.referred(ReferralOutcome::Support, 40, story);
                if self.dice.chance(75) {
                    self.cycles(plan, story);
                }
                self.passport(plan, 25, story);
            }
            Some(_) => self.passport(plan, 60, story),
        }
    }

    /// Most children on roll worry nobody; of some somebody asked.
    fn on_roll(&mut self, plan: &Plan, school: &School, story: &mut Story) {
        let turn = self.roll;
        self.roll += 1;
        let area = self.dice.pick(&Area::ALL);
        if turn % 70 == 11 {
            let ago = [3, 6, 8, 1][(turn / 70 % 4) as usize];
            let raised = school.calendar.previous_teaching_day(shift(plan.today, -ago));
            let case = self.referral(raised.unwrap_or(plan.today), area);
            story.cases.push(case.wrap());
        } else if turn % 50 == 23 {
            let on = shift(plan.today, -self.dice.between(30, 250));
            let raised = school.calendar.previous_teaching_day(on).unwrap_or(on);
            let mut case = self.referral(raised, area);
            case.reviewed = Some(weekday(shift(raised, self.dice.between(3, 9)), true));
            let (outcome, action) = match turn / 50 % 2 {
                0 => (ReferralOutcome::Nothing, self.dice.pick(said::NO_MORE)),
                _ => {
                    case.concern = Concern::Pastoral;
                    case.area = Some(Area::Semh);
                    (ReferralOutcome::Other, self.dice.pick(said::OTHER_HELP))
                }
            };
            (case.outcome, case.action) = (Some(outcome), action.to_owned());
            story.cases.push(case.wrap());
        }
    }

    fn referral(&mut self, raised: NaiveDate, area: Area) -> Referral {
        let (reasons, tried) = said::concern(Some(area));
        let mut case = Referral::raised(raised, typed(raised));
        case.by = self.dice.pick(&["class teacher", "key person", "mum", "teaching assistant"]).to_owned();
        case.reasons = reasons.to_owned();
        case.tried = tried.to_owned();
        case.area = Some(area);
        case.slower = self.dice.chance(60);
        if case.slower {
            case.slower_note = "progress meeting".to_owned();
        }
        case.not_closing = self.dice.chance(40);
        if self.dice.chance(70) {
            case.talked = Some(raised);
            case.parents = self.dice.pick(words::PARENT_SAYS).to_owned();
        }
        case
    }

    /// The referral with which the first stage began.
    fn referred(&mut self, outcome: ReferralOutcome, share: u32, story: &mut Story) {
        let Some(first) = story.stages.first() else { return };
        // Who was on the watch list first was referred then.
        let outcome = if first.stage == "W" { ReferralOutcome::Watch } else { outcome };
        if !self.dice.chance(share) || !matches!(first.stage.as_str(), "W" | "K") {
            return;
        }
        let (from, area) = (first.from, area_of(story).unwrap_or(Area::Cognition));
        let raised = weekday(shift(from, -self.dice.between(3, 12)), true);
        let mut case = self.referral(raised, area);
        (case.reviewed, case.outcome) = (Some(from), Some(outcome));
        story.cases.push(case.wrap());
    }

    /// Cycles around the reviews held and to come since the pupil came to SEN support.
    fn cycles(&mut self, plan: &Plan, story: &mut Story) {
        let area = area_of(story);
        let support = story.stages.iter().find(|span| span.stage == "K").map(|span| span.from);
        let Some(since) = support else { return };
        let mut ends: Vec<(usize, NaiveDate, Outcome)> = (story.reviews.iter().enumerate())
            .filter_map(|(at, review)| Some((at, review.held?, review.outcome?)))
            .filter(|(_, held, _)| day::between(since, *held) > 30)
            .collect();
        let open = story
            .reviews
            .iter()
            .position(|review| review.is_open())
            .and_then(|at| story.reviews.get(at).map(|review| (at, review.due)));
        let room = CYCLES - usize::from(open.is_some());
        let before = ends.len().checked_sub(room).and_then(|skip| {
            let last = skip.checked_sub(1).and_then(|at| ends.get(at)).map(|(_, held, _)| *held);
            ends.drain(..skip);
            last
        });
        let mut began = before.unwrap_or(since);
        let kind = if self.dice.chance(15) { "my-plan" } else { "iep" };
        for (at, held, outcome) in ends {
            let mut cycle = self.cycle(began, kind, area, story);
            let agreed = weekday(shift(began, self.dice.between(2, 14)), false);
            if agreed >= held {
                continue;
            }
            (cycle.agreed, cycle.review_on) = (Some(agreed), Some(held));
            (cycle.staff_told, cycle.told) = (Some(weekday(shift(agreed, 2), false)), told());
            (cycle.reviewed, cycle.outcome) = (Some(held), Some(outcome));
            cycle.found = story.reviews.get(at).map(|review| review.note.clone()).unwrap_or_default();
            let targets = self.targets(agreed, Some((held, outcome)), area, story);
            story.plans.push(Planned { cycle, review: Some(at), targets, voices: Vec::new() });
            began = held;
        }
        let Some((at, due)) = open else { return };
        let agreed = weekday(shift(began, self.dice.between(2, 14)), false);
        let mut cycle = self.cycle(began, kind, area, story);
        if agreed > plan.today || agreed > due || day::between(began, plan.today) < 8 {
            // Its plan is being made.
            story.plans.push(Planned { cycle, review: None, targets: Vec::new(), voices: Vec::new() });
            return;
        }
        (cycle.agreed, cycle.review_on) = (Some(agreed), Some(due));
        let recent = day::between(agreed, plan.today) < 8;
        if !recent {
            (cycle.staff_told, cycle.told) = (Some(weekday(shift(agreed, 3), false)), told());
        }
        let targets = self.targets(agreed, None, area, story);
        let voices = self.voices(agreed);
        story.plans.push(Planned { cycle, review: Some(at), targets, voices });
    }

    fn cycle(&mut self, began: NaiveDate, kind: &str, area: Option<Area>, story: &Story) -> Cycle {
        let mut cycle = Cycle::began(began, kind, typed(began));
        let (strengths, concerns) = said::strengths(area);
        cycle.area = area;
        (cycle.strengths, cycle.concerns) = (strengths.to_owned(), concerns.to_owned());
        cycle.home = self.dice.pick(said::AT_HOME).to_owned();
        cycle.impact = "On track for the targets by the review.".to_owned();
        cycle.lead = story.pupil.key_person.filter(|_| self.dice.chance(25));
        let source = |note: &str| Source { on: Some(began), note: note.to_owned() };
        cycle.teacher = source(concerns);
        cycle.progress = source("Progress of this term looked at with the class teacher.");
        if self.dice.chance(60) {
            cycle.parents = source(self.dice.pick(words::PARENT_SAYS));
        }
        if self.dice.chance(55) {
            cycle.pupil = source(self.dice.pick(words::PUPIL_SAYS));
        }
        cycle
    }

    /// Two or three targets; those that were not met in the cycle before go on.
    fn targets(
        &mut self,
        set: NaiveDate,
        closed: Option<(NaiveDate, Outcome)>,
        area: Option<Area>,
        story: &Story,
    ) -> Vec<(Target, Option<usize>)> {
        let before = story.plans.last().map(|plan| plan.targets.as_slice()).unwrap_or_default();
        let carries = |target: &Target| target.outcome.is_some_and(TargetOutcome::carries_over);
        let mut targets: Vec<(Target, Option<usize>)> = (before.iter().enumerate())
            .filter(|(_, (target, _))| carries(target))
            .map(|(at, (target, _))| {
                let next = Target {
                    set,
                    judged: None,
                    outcome: None,
                    result: String::new(),
                    typed: typed(set),
                    ..target.clone()
                };
                (next, Some(at))
            })
            .collect();
        let all = said::targets(area);
        let wanted = 2 + usize::from(self.dice.chance(40));
        let first = self.dice.below(all.len());
        for (aim, criteria, resources, strategies) in all.iter().cycle().skip(first).take(all.len()) {
            if targets.len() >= wanted || targets.iter().any(|(target, _)| target.aim == *aim) {
                continue;
            }
            let mut target = Target::of(RecordId(0), set, typed(set));
            (target.aim, target.criteria) = ((*aim).to_owned(), (*criteria).to_owned());
            (target.resources, target.strategies) = ((*resources).to_owned(), (*strategies).to_owned());
            targets.push((target, None));
        }
        if let Some((on, outcome)) = closed {
            for (target, _) in &mut targets {
                let met = if outcome.is_below() { 25 } else { 70 };
                target.judged = Some(on);
                target.outcome = Some(match self.dice.chance(met) {
                    true => TargetOutcome::Met,
                    false if self.dice.chance(75) => TargetOutcome::Partly,
                    false => TargetOutcome::NotMet,
                });
            }
        }
        targets
    }

    /// What child and parents said when the plan was made.
    fn voices(&mut self, on: NaiveDate) -> Vec<Voice> {
        let mut voices = Vec::new();
        if self.dice.chance(35) {
            let mut voice = Voice::said(on, Speaker::Pupil, typed(on));
            voice.words = self.dice.pick(words::PUPIL_SAYS).to_owned();
            voice.how = "asked by the class teacher".to_owned();
            voices.push(voice);
        }
        if self.dice.chance(35) {
            let mut voice = Voice::said(on, Speaker::Parent, typed(on));
            voice.words = self.dice.pick(said::FOR_THE_PLAN).to_owned();
            voice.who = self.dice.pick(&["mum", "dad", "grandma"]).to_owned();
            voices.push(voice);
        }
        voices
    }

    fn passport(&mut self, plan: &Plan, share: u32, story: &mut Story) {
        if !self.dice.chance(share) {
            return;
        }
        let Some(since) = story.stages.first().map(|span| span.from) else { return };
        let on = weekday(shift(plan.today, -self.dice.between(15, 330)), true).max(since);
        let (strengths, matters, helps, avoid) = said::passport(area_of(story));
        let mut passport = Passport::written(on, typed(on));
        passport.strengths = strengths.to_owned();
        passport.matters = matters.to_owned();
        passport.helps = helps.to_owned();
        passport.avoid = avoid.to_owned();
        passport.agreed_with = self.dice.pick(&["the child, mum", "the child, class teacher"]).to_owned();
        story.cases.push(passport.wrap());
    }
}

fn told() -> String {
    "class teacher, teaching assistant, midday staff".to_owned()
}

fn area_of(story: &Story) -> Option<Area> {
    story.needs.iter().find_map(|need| need.sen_type.area())
}

/// The catalogue of agencies, and what adults were trained in.
///
/// # Errors
/// The store fails.
pub fn write(edit: &mut Edit<'_>, plan: &Plan, school: &School) -> Result<(), Refused> {
    for (at, (name, contact, how, weeks)) in said::AGENCIES.iter().enumerate() {
        let agency = Agency {
            name: (*name).to_owned(),
            contact: (*contact).to_owned(),
            phone: format!("01632 960{:03}", 300 + at),
            email: String::new(),
            how: (*how).to_owned(),
            wait_weeks: *weeks,
            note: String::new(),
            active: true,
        };
        edit.add(SCHOOL, agency)?;
    }
    let adults = school.helpers.iter().chain([&school.specialist]).cycle();
    for (at, ((what, delivers, provider, years), staff)) in
        said::TRAININGS.iter().cycle().zip(adults).take(15).enumerate()
    {
        let back = i64::try_from(at).unwrap_or_default() * 67 + 30;
        let on = weekday(shift(plan.today, -back), true);
        let until = years.and_then(|years| on.checked_add_months(Months::new(12 * years.unsigned_abs())));
        let training = Training {
            what: (*what).to_owned(),
            delivers: (*delivers).to_owned(),
            provider: (*provider).to_owned(),
            until,
            ..Training::of(*staff, on, typed(on))
        };
        edit.add(SCHOOL, training)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::file::PupilFile;
    use crate::domain::ids::Stamp;
    use crate::store::{Operation, Store};

    fn files(pupils: u32, today: &str) -> Vec<PupilFile> {
        let place = tempfile::tempdir().unwrap();
        let plan = Plan { pupils, seed: 1, today: today.parse().unwrap() };
        let op = Operation { id: 1, action: "demo".into(), user: "demo".into(), at: Stamp(0) };
        let write = |edit: &mut Edit<'_>| super::super::write(edit, &plan, &|_, _| {});
        let store = Store::create(&place.path().join("data").join("demo.redb"), op, write).unwrap();
        let read = |view: &crate::store::Snapshot<'_>| {
            let mut files = Vec::new();
            for id in view.pupils()? {
                files.extend(view.pupil_file(id)?);
            }
            Ok(files)
        };
        store.read(read).unwrap()
    }

    #[test]
    fn every_plan_stands_on_its_review_and_one_runs_at_a_time() {
        for today in ["2026-11-22", "2026-08-14", "2027-01-01"] {
            let files = files(250, today);
            let (mut running, mut closed, mut carried) = (0, 0, 0);
            for file in &files {
                assert!(file.cycles.iter().filter(|cycle| cycle.ended().is_none()).count() <= 1);
                for cycle in &file.cycles {
                    let review = cycle.review.and_then(|id| file.reviews.iter().find(|one| one.id == id));
                    match (cycle.agreed, cycle.reviewed) {
                        (Some(agreed), None) => {
                            running += 1;
                            let review = review.unwrap();
                            assert!(review.is_open() && Some(review.due) == cycle.review_on);
                            assert!(cycle.began <= agreed && agreed <= review.due, "{cycle:?}");
                        }
                        (Some(agreed), Some(reviewed)) => {
                            closed += 1;
                            assert_eq!(review.and_then(|review| review.held), Some(reviewed));
                            assert!(agreed <= reviewed && cycle.outcome.is_some());
                        }
                        (None, _) => assert_eq!((review, cycle.reviewed), (None, None)),
                    }
                    assert!(file.targets_of(cycle.id).count() <= 4);
                }
                for target in &file.targets {
                    assert!(file.cycles.iter().any(|cycle| cycle.id == target.cycle));
                    assert_eq!(target.judged.is_some(), target.outcome.is_some());
                    if let Some(before) = target.carried {
                        carried += 1;
                        assert!(
                            file.targets.iter().any(|other| other.id == before && other.aim == target.aim)
                        );
                    }
                }
            }
            let referrals = files.iter().flat_map(|file| &file.referrals);
            let open = referrals.clone().filter(|case| case.reviewed.is_none()).count();
            assert!(running >= 12 && closed >= 20 && carried >= 5, "{today}: {running} {closed} {carried}");
            assert!((1..=6).contains(&open) && referrals.count() > 20, "{today}: {open} open");
            assert!(files.iter().filter(|file| file.passport().is_some()).count() >= 8, "{today}");
        }
    }
}
