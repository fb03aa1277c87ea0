//! Provisions: what runs, since when, and when its next check falls.

use chrono::NaiveDate;

use super::dice::{Dice, shift, weekday};
use super::school::School;
use super::{Plan, typed};
use crate::domain::code::{Area, Wave};
use crate::domain::ids::{RecordId, SCHOOL};
use crate::domain::provision::Provision;
use crate::store::{Edit, Refused};

/// One entry of the made-up catalogue.
#[derive(Clone, Copy)]
struct Intervention {
    name: &'static str,
    area: Area,
    wave: Wave,
    /// Minutes a session, sessions a week.
    dose: (u16, u8),
    agency: &'static str,
    measure: &'static str,
    /// Youngest and oldest year.
    years: (i8, i8),
    /// Pupils at most.
    most: u16,
}

#[rustfmt::skip]
const CATALOGUE: &[Intervention] = &[
    row("Language group", Area::Communication, Wave::Targeted, (20, 3), "", "words named of 100", (0, 2), 6),
    row("Reading recovery", Area::Cognition, Wave::Targeted, (30, 4), "", "book level", (1, 2), 4),
    row("Nurture breakfast", Area::Semh, Wave::Targeted, (30, 5), "", "Boxall score", (0, 6), 8),
    row("Precision teaching", Area::Cognition, Wave::Targeted, (10, 5), "", "words a minute", (1, 6), 6),
    row("Lexia", Area::Cognition, Wave::Targeted, (20, 3), "", "level", (2, 6), 10),
    row("PECS", Area::Communication, Wave::Specialist, (15, 5), "Speech and language", "exchanges a session", (-2, 2), 2),
    row("Social stories", Area::Communication, Wave::Targeted, (20, 1), "", "scale of 10", (0, 6), 4),
    row("Handwriting", Area::Sensory, Wave::Targeted, (15, 4), "", "letters formed of 26", (1, 4), 6),
    row("Motor skills", Area::Sensory, Wave::Specialist, (20, 2), "Occupational therapy", "tasks of 12", (0, 6), 3),
    row("Number stacks", Area::Cognition, Wave::Targeted, (20, 3), "", "score of 40", (1, 6), 6),
    row("Emotional literacy (ELSA)", Area::Semh, Wave::Specialist, (40, 1), "", "scale of 10", (1, 6), 2),
    row("Attention bucket", Area::Communication, Wave::Targeted, (15, 4), "", "minutes joined in", (-2, 1), 8),
    row("Speech sounds", Area::Communication, Wave::Specialist, (20, 2), "Speech and language", "sounds of 24", (-1, 3), 2),
    row("Lunchtime club", Area::Semh, Wave::Targeted, (30, 3), "", "calm lunches of 5", (1, 6), 8),
    row("Touch typing", Area::Sensory, Wave::Targeted, (20, 2), "", "words a minute", (3, 6), 5),
    row("Phonics keep-up", Area::Cognition, Wave::Targeted, (10, 5), "", "sounds of 44", (0, 2), 6),
    row("Lego talk group", Area::Communication, Wave::Targeted, (45, 1), "", "turns taken", (2, 6), 5),
    row("Spelling boxes", Area::Cognition, Wave::Targeted, (15, 3), "", "words of 50", (3, 6), 6),
    row("Play with a friend", Area::Semh, Wave::Targeted, (20, 2), "", "scale of 10", (-2, 2), 4),
    row("Radio aid check-in", Area::Sensory, Wave::Specialist, (10, 5), "Sensory team", "", (-2, 6), 2),
    row("Colourful semantics", Area::Communication, Wave::Targeted, (20, 2), "", "sentences of 20", (0, 4), 5),
    row("Maths together", Area::Cognition, Wave::Targeted, (30, 2), "", "score of 40", (3, 6), 6),
    row("Mentor", Area::Semh, Wave::Specialist, (30, 1), "", "scale of 10", (3, 6), 2),
    row("Sensory circuits", Area::Sensory, Wave::Targeted, (15, 5), "", "calm starts of 5", (-1, 6), 8),
    row("Reading partners", Area::Cognition, Wave::Universal, (10, 3), "", "book level", (0, 6), 12),
];

#[expect(clippy::too_many_arguments, reason = "a row of the table above")]
const fn row(
    name: &'static str,
    area: Area,
    wave: Wave,
    dose: (u16, u8),
    agency: &'static str,
    measure: &'static str,
    years: (i8, i8),
    most: u16,
) -> Intervention {
    Intervention { name, area, wave, dose, agency, measure, years, most }
}

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
    /// What is measured; empty if nothing.
    pub measure: &'static str,
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
        let weeks = u32::from(kind.dose.1) * u32::from(kind.dose.0) * 12 / 60;
        let provision = Provision {
            name: kind.name.to_owned(),
            area: Some(kind.area),
            wave: kind.wave,
            minutes: kind.dose.0,
            times_a_week: kind.dose.1,
            lead: dice.chance(96).then_some(lead),
            agency: kind.agency.to_owned(),
            start,
            end,
            cost_pence: dice.chance(80).then(|| i64::from(weeks) * dice.pick(&[1450, 1520, 1600])),
            measure: kind.measure.to_owned(),
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
