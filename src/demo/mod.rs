//! The made-up school of `senco demo`: obviously fake names, dates laid around today, nobody real.
//!
//! Rule: repeatable. The same number of pupils, seed and today give the same records, byte for byte: every choice comes
//! from one seeded `dice::Dice`, and no clock is asked. Pupils are made and written one at a time, so that a school of
//! 200,000 takes no more memory than one of 20.
//!
//! - `names` and `words` are the tables; `dice` chooses.
//! - `school` has sites, staff, terms and classes; `catalogue` the interventions and rates; `runs` the provisions.
//! - `pupil` says who somebody is, `story` what happened to them, `places` which provisions they are in.
//! - `plans` has referrals, cycles with targets and passports, with the words of `plan_words`.
//! - `sessions` says what became of the sessions of each provision.
//! - `cases` has what runs with authority, family and agencies; `office` what the school itself owes.

mod cases;
mod catalogue;
mod dice;
mod names;
mod office;
mod places;
mod plan_words;
mod plans;
mod pupil;
mod runs;
mod school;
mod sessions;
mod story;
mod words;

use chrono::NaiveDate;

use crate::domain::ids::{Key, PupilId, RecordId, Stamp, Typed};
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused};

use cases::Cases;
use dice::Dice;
use plans::Plans;
use sessions::Sessions;
use story::{Planned, Story};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many pupils, a few leavers among them.
    pub pupils: u32,
    /// Which of the many possible schools.
    pub seed: u64,
    /// The day around which the dates are laid.
    pub today: NaiveDate,
}

/// The school's size and seed unless told otherwise.
pub const PUPILS: u32 = 250;
/// The seed unless told otherwise.
pub const SEED: u64 = 1;

/// The school's name.
pub const NAME: &str = "Holly Bank Federation";

/// The made-up user who typed it all.
const USER: &str = "demo";

/// Writes the whole school into the edit that founds a store. `progress` is told how many pupils are done, of how many.
///
/// # Errors
/// The store fails.
pub fn write(edit: &mut Edit<'_>, plan: &Plan, progress: &dyn Fn(u64, u64)) -> Result<(), Refused> {
    let mut dice = Dice::new(plan.seed, plan.today);
    let school = school::write(edit, plan)?;
    catalogue::write(edit, plan)?;
    let runs = runs::write(edit, plan, &mut dice, &school)?;
    let mut cases = Cases::new(plan);
    let mut plans = Plans::new(plan);
    let mut sessions = Sessions::default();
    let mut left_to_choose = pupil::Quota::of(plan.pupils);
    for done in 0..plan.pupils {
        let part = left_to_choose.next(&mut dice);
        let who = pupil::make(&mut dice, plan, &school, done, part);
        let mut story = story::tell(&mut dice, plan, &school, &runs, &who);
        cases.add(plan, &school, &mut story);
        plans.add(plan, &school, &mut story);
        let places: Vec<_> = story.places.iter().map(|(place, _)| place.clone()).collect();
        sessions.add(put(edit, story)?, &places);
        if done % 500 == 0 {
            progress(done.into(), plan.pupils.into());
        }
    }
    office::write(edit, plan, &school)?;
    plans::write(edit, plan, &school)?;
    sessions.write(edit, plan, &school)?;
    progress(plan.pupils.into(), plan.pupils.into());
    Ok(())
}

fn put(edit: &mut Edit<'_>, story: Story) -> Result<PupilId, Refused> {
    let pupil = edit.new_pupil();
    edit.add(pupil, story.pupil)?;
    add_all(edit, pupil, story.stages)?;
    add_all(edit, pupil, story.needs)?;
    let mut reviews = Vec::with_capacity(story.reviews.len());
    for review in story.reviews {
        reviews.push(edit.add(pupil, review)?);
    }
    put_plans(edit, pupil, story.plans, &reviews)?;
    for (allocation, checks) in story.places {
        let id = edit.add(pupil, allocation)?;
        for mut check in checks {
            check.allocation = id;
            edit.add(pupil, check)?;
        }
    }
    add_all(edit, pupil, story.events)?;
    for case in story.cases {
        let id = edit.new_id(case.kind());
        edit.put(Key::new(pupil, case.kind(), id), case)?;
    }
    Ok(pupil)
}

/// Cycles one after the other, each with its review, its targets and what was said.
fn put_plans(
    edit: &mut Edit<'_>,
    pupil: PupilId,
    plans: Vec<Planned>,
    reviews: &[RecordId],
) -> Result<(), Refused> {
    let (mut after, mut before) = (None, Vec::new());
    for Planned { mut cycle, review, targets, voices } in plans {
        cycle.review = review.and_then(|at| reviews.get(at).copied());
        cycle.after = after;
        let id = edit.add(pupil, cycle)?;
        let mut numbers = Vec::with_capacity(targets.len());
        for (mut target, carried) in targets {
            target.cycle = id;
            target.carried = carried.and_then(|at| before.get(at).copied());
            numbers.push(edit.add(pupil, target)?);
        }
        for mut voice in voices {
            voice.cycle = Some(id);
            edit.add(pupil, voice)?;
        }
        (after, before) = (Some(id), numbers);
    }
    Ok(())
}

fn add_all<T: Recorded>(edit: &mut Edit<'_>, pupil: PupilId, records: Vec<T>) -> Result<(), Refused> {
    for record in records {
        edit.add(pupil, record)?;
    }
    Ok(())
}

/// Typed on this day after lessons, by the made-up user.
fn typed(on: NaiveDate) -> Typed {
    let at = on.and_hms_opt(15, 40, 0).map_or(0, |moment| moment.and_utc().timestamp());
    Typed { at: Stamp(at), by: USER.to_owned() }
}
