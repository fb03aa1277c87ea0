//! What became of the made-up school's sessions: most delivered, some missed with their reasons, some that nobody recorded
//! yet, most of those this week.
//!
//! Rule: what is recorded follows from what was planned, by days, dosage and calendar, as a school's own recording does.
//! It has dice of its own, so that the rest of the school is the same with it and without.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::dice::{Dice, shift};
use super::school::School;
use super::{Plan, typed};
use crate::domain::delivery::{Missed, Session, Span, State, planned};
use crate::domain::ids::{Held, PupilId, RecordId, SCHOOL};
use crate::domain::provision::{Allocation, Provision};
use crate::store::{Edit, Refused};
use crate::views::sessions::week_of;

/// Mixed into the seed, so that these dice are not those of the rest.
const OWN: u64 = 0x5e55_1045;

/// Why sessions are missed, how often against each other.
const WHY: &[(u32, Missed)] = &[
    (50, Missed::AdultAway),
    (20, Missed::Trip),
    (12, Missed::PupilAway),
    (8, Missed::Closure),
    (10, Missed::Other),
];

/// How much of a provision takes place, in per cent, how often against each other.
const CARE: &[(u32, u32)] = &[(50, 95), (30, 91), (14, 84), (6, 62)];

/// Who is in which provision, from and to which day.
#[derive(Default)]
pub struct Sessions(BTreeMap<RecordId, Vec<(PupilId, NaiveDate, Option<NaiveDate>)>>);

impl Sessions {
    /// Notes a pupil's places.
    pub fn add(&mut self, pupil: PupilId, places: &[Allocation]) {
        for place in places {
            self.0.entry(place.provision).or_default().push((pupil, place.from, place.to));
        }
    }

    /// Writes the recorded sessions of every provision up to today.
    pub fn write(self, edit: &mut Edit<'_>, plan: &Plan, school: &School) -> Result<(), Refused> {
        let mut dice = Dice::new(plan.seed ^ OWN, plan.today);
        let file = edit.school()?;
        for held in edit.provisions()? {
            let calendar = file.calendar_of(held.site);
            let span = Span { from: held.start, to: plan.today };
            let there = self.0.get(&held.id).map(Vec::as_slice).unwrap_or_default();
            let care = dice.weigh(CARE);
            for (place, _, minutes) in planned(&held, calendar, span) {
                if !is_recorded(&mut dice, plan.today, place.on) {
                    continue;
                }
                let pupils: Vec<PupilId> = there
                    .iter()
                    .filter(|(_, from, to)| *from <= place.on && to.is_none_or(|to| place.on <= to))
                    .map(|(pupil, _, _)| *pupil)
                    .collect();
                let (state, away) = became(&mut dice, care, &pupils);
                edit.add(
                    SCHOOL,
                    Session {
                        provision: held.id,
                        on: place.on,
                        nth: place.nth,
                        at: None,
                        state,
                        stands_for: None,
                        minutes,
                        adult: adult(&mut dice, &held, school),
                        away,
                        note: String::new(),
                        typed: typed(place.on),
                    },
                )?;
            }
        }
        Ok(())
    }
}

/// Today's are still to come; of this week a third waits, of the last a little.
fn is_recorded(dice: &mut Dice, today: NaiveDate, on: NaiveDate) -> bool {
    let this_week = week_of(today).from;
    let waits = if on >= this_week {
        33
    } else if on >= shift(this_week, -7) {
        6
    } else {
        1
    };
    on < today && !dice.chance(waits)
}

/// What became of one session, and which pupils were away from it.
fn became(dice: &mut Dice, care: u32, pupils: &[PupilId]) -> (State, Vec<(PupilId, Missed)>) {
    if !dice.chance(care) {
        return (State::Missed(dice.weigh(WHY)), Vec::new());
    }
    let mut away = Vec::new();
    for pupil in pupils {
        if dice.chance(5) {
            away.push((*pupil, if dice.chance(90) { Missed::PupilAway } else { Missed::Trip }));
        }
    }
    if !away.is_empty() && away.len() == pupils.len() {
        return (State::Missed(Missed::PupilAway), Vec::new());
    }
    away.sort_unstable_by_key(|(pupil, _)| *pupil);
    (State::Delivered, away)
}

/// The lead, or now and then another who stood in.
fn adult(dice: &mut Dice, held: &Held<Provision>, school: &School) -> Option<RecordId> {
    if dice.chance(3) { Some(dice.pick(&school.helpers)) } else { held.lead }
}
