//! Provisions: what runs, since when, on which days, and when its next check falls.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::catalogue::{CATALOGUE, Entry, Measure};
use super::dice::{Dice, shift, weekday};
use super::school::School;
use super::{Plan, typed};
use crate::domain::code::{Area, Wave};
use crate::domain::delivery::{Slot, usual_days};
use crate::domain::ids::{RecordId, SCHOOL};
use crate::domain::provision::Provision;
use crate::store::{Edit, Refused};

/// A provision, and when its group was and will be checked.
pub struct Run {
    /// Which one.
    pub id: RecordId,
    /// Its area.
    pub area: Area,
    /// The first day.
    pub start: NaiveDate,
    /// The last day; `None` while it is open.
    pub end: Option<NaiveDate>,
    /// When its group was checked, the oldest first.
    pub checked: Vec<NaiveDate>,
    /// What is measured.
    pub measure: Measure,
    years: (i8, i8),
    room: u32,
}

/// All provisions, by area, with the room that they have left.
pub struct Runs(Vec<std::cell::RefCell<Run>>);

impl Runs {
    /// Takes a place in a provision that serves the area and the year; `None` if none has room.
    pub fn take(
        &self,
        dice: &mut Dice,
        area: Option<Area>,
        year: i8,
        not: &[RecordId],
    ) -> Option<std::cell::Ref<'_, Run>> {
        let from = dice.below(self.0.len());
        let fits = |run: &Run| {
            run.room > 0
                && area.is_none_or(|area| run.area == area)
                && (run.years.0..=run.years.1).contains(&year)
                && !not.contains(&run.id)
        };
        // The search is bounded: a large school must not be made in the square of its size.
        let found =
            self.0.iter().cycle().skip(from).take(self.0.len().min(400)).find(|run| fits(&run.borrow()))?;
        let mut run = found.borrow_mut();
        run.room -= 1;
        drop(run);
        Some(found.borrow())
    }
}

/// How many provisions a school has.
fn count(pupils: u32) -> usize {
    usize::try_from((pupils / 20).clamp(25, 2_000)).unwrap_or(25)
}

/// Writes the provisions.
pub fn write(edit: &mut Edit<'_>, plan: &Plan, dice: &mut Dice, school: &School) -> Result<Runs, Refused> {
    let total = count(plan.pupils);
    // Where the school is so large that provisions no longer grow with it, groups do.
    let crowd = (plan.pupils / 20 / u32::try_from(total).unwrap_or(1)).max(1);
    let mut runs = Vec::new();
    let mut week = Week::default();
    for at in 0..total {
        let kind = CATALOGUE[at % CATALOGUE.len()];
        let (start, checked) = timing(dice, plan, school, at);
        let over = dice.chance(12);
        // One that is over ended a little while after its last check.
        let end = match (over, checked.last()) {
            (true, Some(last)) => {
                Some(weekday(shift(*last, dice.between(7, 28)).min(shift(plan.today, -2)), true))
            }
            _ => dice.chance(40).then(|| {
                let term =
                    school.calendar.term_of(plan.today).or_else(|| school.calendar.next_term(plan.today));
                let weeks_on = weekday(shift(start.max(plan.today), 70), true);
                term.map_or(weeks_on, |term| if term.end > shift(start, 42) { term.end } else { weeks_on })
            }),
        };
        let lead = if kind.wave == Wave::Specialist && dice.chance(40) {
            school.specialist
        } else {
            dice.pick(&school.helpers)
        };
        let hours = u32::from(kind.dose.1) * u32::from(kind.dose.0) * 12 / 60;
        let (led, agreed) = (dice.chance(96), dice.chance(80));
        // For one in eight a price was agreed; the others cost their hours.
        let agreed =
            agreed.then(|| i64::from(hours) * dice.pick(&[1450, 1520, 1600])).filter(|_| at % 8 == 3);
        let provision = Provision {
            name: kind.name.to_owned(),
            area: Some(kind.area),
            wave: kind.wave,
            minutes: kind.dose.0,
            times_a_week: kind.dose.1,
            lead: led.then_some(lead),
            agency: kind.agency.to_owned(),
            start,
            end,
            cost_pence: agreed,
            measure: kind.measure.words().to_owned(),
            scale: kind.measure.scale(),
            levels: kind.measure.levels(),
            materials_pence: kind.materials(),
            fee_pence: kind.fee(),
            slots: week.slots(&kind, lead, at),
            site: school
                .site(kind.years.0)
                .filter(|_| school.site(kind.years.0) == school.site(kind.years.1)),
            note: String::new(),
            typed: typed(shift(start, -dice.between(0, 9)).min(plan.today)),
            ..Provision::default()
        };
        let id = edit.add(SCHOOL, provision)?;
        runs.push(std::cell::RefCell::new(Run {
            id,
            area: kind.area,
            start,
            end,
            checked,
            measure: kind.measure,
            years: kind.years,
            room: u32::from(kind.most) * crowd,
        }));
    }
    Ok(Runs(runs))
}

/// When sessions begin, in minutes from midnight, far enough apart for the longest.
const TIMES: [u16; 7] = [540, 590, 645, 695, 790, 840, 890];

/// Who is busy when: adult, day of the week, time.
#[derive(Default)]
struct Week(HashSet<(RecordId, u8, u16)>);

impl Week {
    /// Days and times for three provisions in four, at a time at which the adult is free; now and then at one at which they are
    /// not, as happens. None where no time is left.
    fn slots(&mut self, kind: &Entry, lead: RecordId, at: usize) -> Vec<Slot> {
        if at % 4 == 2 {
            return Vec::new();
        }
        let days = usual_days(kind.dose.1);
        let times: &[u16] = match kind.name {
            "Nurture breakfast" => &[495],
            "Lunchtime club" => &[740],
            _ => &TIMES,
        };
        let clashes = at % 12 == 11;
        let first = at % times.len();
        let free = |time: &&u16| days.iter().all(|day| !self.0.contains(&(lead, day.weekday, **time)));
        let found = match times.iter().cycle().skip(first).take(times.len()).find(free) {
            _ if clashes => times.iter().find(|time| !free(time)).or(times.first()),
            found => found,
        };
        let Some(time) = found.copied() else { return Vec::new() };
        self.0.extend(days.iter().map(|day| (lead, day.weekday, time)));
        days.into_iter().map(|day| Slot { at: Some(time), ..day }).collect()
    }
}

/// The first day and the checks made, so that the next check falls on a day near today: late, this week, or later.
fn timing(dice: &mut Dice, plan: &Plan, school: &School, at: usize) -> (NaiveDate, Vec<NaiveDate>) {
    // Nobody begins or checks in a holiday: a few throws find days of teaching nearly always.
    for _ in 0..12 {
        let next = next_check(dice, at);
        let first = dice.between(0, 2);
        for step in 0..3 {
            let made = (first + step) % 3;
            let start = shift(next, -42 * (made + 1));
            let checked: Vec<NaiveDate> = (1..=made).map(|check| shift(start, 42 * check)).collect();
            let begun = checked.iter().all(|day| *day < plan.today);
            let in_school = |day: &NaiveDate| school.calendar.is_teaching_day(*day);
            if begun && in_school(&start) && checked.iter().all(in_school) {
                return (start, checked);
            }
        }
    }
    (school.calendar.next_teaching_day(shift(next_check(dice, at), -42)), Vec::new())
}

/// One in five is late, one in five due this week, the others in the weeks ahead.
fn next_check(dice: &mut Dice, at: usize) -> NaiveDate {
    match at % 5 {
        0 => dice.day(-9, -1),
        1 => dice.day(0, 6),
        _ => dice.day(7, 40),
    }
}
