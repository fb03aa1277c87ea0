//! Who a pupil is.

use chrono::NaiveDate;

use super::dice::{Dice, shift};
use super::school::{School, YEARS};
use super::{Plan, names};
use crate::domain::calendar::academic_year;
use crate::domain::code::{Sex, YearGroup};
use crate::domain::pupil::Pupil;
use crate::domain::upn::{self, UpnFault};

/// What becomes of a pupil in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// On roll, at no stage.
    Roll,
    /// On the watch list or the register, at the stage with this code.
    Stage(&'static str),
    /// Has left, after a time at a stage or at none.
    Leaver {
        /// Whether the pupil stood at a stage.
        staged: bool,
    },
}

/// How many pupils of each kind are still to be made: exact in the whole, by chance in the order.
pub struct Quota {
    rest: Vec<(u32, Part)>,
}

impl Quota {
    /// Of 250 pupils, 60 are on the register or the watch list and 6 have left.
    pub fn of(pupils: u32) -> Quota {
        let share = |per_mille: u32| {
            let count = u64::from(pupils) * u64::from(per_mille) + 500;
            u32::try_from(count / 1000).unwrap_or(u32::MAX)
        };
        let mut rest = vec![
            (share(48), Part::Stage("W")),
            (share(144), Part::Stage("K")),
            (share(12), Part::Stage("KA")),
            (share(36), Part::Stage("E")),
            (share(16), Part::Leaver { staged: true }),
            (share(8), Part::Leaver { staged: false }),
        ];
        let taken: u32 = rest.iter().map(|(count, _)| count).sum();
        rest.push((pupils.saturating_sub(taken), Part::Roll));
        Quota { rest }
    }

    /// What the next pupil is.
    pub fn next(&mut self, dice: &mut Dice) -> Part {
        let part = dice.weigh(&self.rest);
        if let Some((count, _)) = self.rest.iter_mut().find(|(_, one)| *one == part) {
            *count = count.saturating_sub(1);
        }
        part
    }
}

/// A pupil as made, with what the story needs.
pub struct Made {
    /// The record.
    pub pupil: Pupil,
    /// What becomes of them.
    pub part: Part,
    /// The year taught in, R being 0.
    pub year: i8,
    /// The first day of the nursery year, or of Reception: nothing happened before.
    pub came: NaiveDate,
}

/// Makes one.
pub fn make(dice: &mut Dice, plan: &Plan, school: &School, number: u32, part: Part) -> Made {
    let year =
        dice.weigh(&[(6, -2), (8, -1), (12, 0), (12, 1), (12, 2), (13, 3), (13, 4), (12, 5), (12, 6_i8)]);
    let which = dice.below(school.classes_a_year());
    let (class, teacher) = school.class(year, which);
    let boy = dice.chance(if part == Part::Roll { 48 } else { 62 });
    let surname = match dice.chance(if plan.pupils > 5_000 { 60 } else { 5 }) {
        true => format!("{}-{}", dice.pick(names::SURNAMES), dice.pick(names::SURNAMES)),
        false => dice.pick(names::SURNAMES).to_owned(),
    };
    // Age on 31 August before this academic year is the year group and four.
    let starts = academic_year(plan.today);
    let turned = starts - i32::from(year) - 4;
    let last_birthday = NaiveDate::from_ymd_opt(turned, 8, 31).unwrap_or(plan.today);
    let came = NaiveDate::from_ymd_opt(starts - i32::from(year.saturating_add(1).max(0)), 9, 3)
        .unwrap_or(plan.today);
    let left = matches!(part, Part::Leaver { .. }).then(|| {
        let on = shift(plan.today, -dice.between(5, 120));
        school.last_in_term(dice, on)
    });
    let staged = matches!(part, Part::Stage(_));
    let pupil = Pupil {
        upn: if dice.chance(97) { upn_of(number) } else { String::new() },
        forename: dice.pick(if boy { names::BOYS } else { names::GIRLS }).to_owned(),
        surname,
        known_as: if dice.chance(3) {
            dice.pick(&["Bo", "Bear", "Dot", "Ziggy", "Pea"]).to_owned()
        } else {
            String::new()
        },
        born: Some(shift(last_birthday, -dice.between(0, 364))),
        sex: Some(if boy { Sex::M } else { Sex::F }),
        year: YearGroup::from_number(year),
        class,
        site: school.site(year),
        pupil_premium: dice.chance(if staged { 38 } else { 22 }),
        eal: dice.chance(21),
        school_number: format!("D{number:06}"),
        key_person: teacher.filter(|_| staged || dice.chance(20)),
        sen_unit: false,
        resourced: matches!(part, Part::Stage("E")) && dice.chance(15),
        left,
        left_for: left.map(|_| dice.pick(names::ELSEWHERE).to_owned()).unwrap_or_default(),
        ..Pupil::default()
    };
    debug_assert!(YEARS.contains(&year));
    Made { pupil, part, year, came: came.min(shift(plan.today, -30)) }
}

/// A UPN that passes the check, of authority 000 and school 0000, which do not exist.
fn upn_of(number: u32) -> String {
    let rest = format!("000{:09}", u64::from(number) + 1);
    match upn::check(&format!("A{rest}")) {
        Err(UpnFault::Check { expected, .. }) => format!("{expected}{rest}"),
        _ => format!("A{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_upn_passes_and_none_is_an_authority() {
        for number in [0, 1, 22, 249, 199_999, 999_999_998] {
            let upn = upn_of(number);
            assert_eq!(upn::check(&upn), Ok(upn::UpnKind::Permanent), "{upn}");
            assert_eq!(upn.get(1..4), Some("000"));
        }
    }

    #[test]
    fn the_shares_add_up() {
        for (pupils, want) in [(0, 0), (1, 0), (250, 60), (2_000, 480)] {
            let mut quota = Quota::of(pupils);
            let mut dice = Dice::new(7, NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
            let staged = (0..pupils).filter(|_| matches!(quota.next(&mut dice), Part::Stage(_))).count();
            assert_eq!(staged, want, "{pupils}");
        }
    }
}
