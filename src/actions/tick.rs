//! Ticks: what comes round by the calendar for the school was done.
//!
//! Rule: one occurrence is ticked once. What is ticked comes round again by itself; undo brings it back.

use chrono::NaiveDate;

use super::{By, not_ahead};
use crate::domain::case::Tick;
use crate::domain::day;
use crate::domain::ids::SCHOOL;
use crate::domain::rows::Duty;
use crate::duties::{self, school_wide};
use crate::store::{Edit, Refused};

/// Records that a duty of the school, due on `due`, was done on `done`. The note may be empty.
///
/// # Errors
/// The duty is none that is ticked, that occurrence is ticked already, the day lies ahead or is no later than the last time it
/// was done where that is what counts, or the store fails.
pub fn record(
    edit: &mut Edit<'_>,
    by: &By,
    duty: Duty,
    due: NaiveDate,
    done: NaiveDate,
    note: &str,
) -> Result<(), Refused> {
    let title = duties::rule(duty).title;
    if !school_wide::comes_round(duty) {
        return Err(Refused::because(format!("“{title}” is not ticked: record it where it belongs")));
    }
    not_ahead(done, by, "the day it was done,")?;
    let school = edit.school()?;
    let mut ticks = school.ticks.iter().filter(|tick| tick.duty == duty as u16);
    let known = |tick: &Tick| {
        let (done, who) = (day::full(tick.done), &tick.typed.by);
        Refused::because(format!("“{title}” was already ticked by {who}: done on {done}"))
    };
    if school_wide::counts_from_done(duty) {
        // What is due next follows from the last day: an earlier one, or the same once more, would move nothing.
        if let Some(last) = ticks.clone().max_by_key(|tick| tick.done).filter(|last| done <= last.done) {
            return Err(known(last));
        }
    }
    // Another cycle may fall due on a day for which there once was a tick.
    let next = school_wide::next(duty, &school).map(|item| item.date);
    if next != Some(due)
        && let Some(same) = ticks.find(|tick| tick.due == due)
    {
        return Err(known(same));
    }
    let tick = Tick { duty: duty as u16, due, done, note: note.trim().to_owned(), typed: by.typed.clone() };
    edit.add(SCHOOL, tick)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::record::Recorded;
    use crate::domain::school::{SchoolFile, Settings};

    fn lab() -> Lab {
        let mut lab = Lab::new();
        let settings = Settings { clock_from: Some(date("2026-09-01")), ..Settings::default() };
        lab.make(|edit, _| edit.put(SchoolFile::settings_key(), settings.clone().wrap()));
        lab
    }

    fn due(lab: &Lab, duty: Duty) -> String {
        let school = lab.store.read(|view| view.school()).unwrap();
        school_wide::next(duty, &school).map(|item| day::iso(item.date)).unwrap_or_default()
    }

    fn tick(lab: &mut Lab, duty: Duty, due: &str, done: &str) -> Result<(), String> {
        lab.try_make(|edit, by| record(edit, by, duty, date(due), date(done), " sent "))
    }

    #[test]
    fn a_tick_moves_the_line_on_and_undo_brings_it_back() {
        let mut lab = lab();
        let rows = |lab: &Lab| {
            let all = lab.store.read(|view| view.due_all()).unwrap();
            all.iter()
                .filter(|row| row.key.duty == Duty::CensusAutumn)
                .map(|row| day::iso(row.key.date))
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&lab), ["2026-10-01"]);
        tick(&mut lab, Duty::CensusAutumn, "2026-10-01", "2026-10-02").unwrap();
        assert_eq!(rows(&lab), ["2027-10-07"]);
        let school = lab.store.read(|view| view.school()).unwrap();
        assert_eq!((school.ticks.len(), school.ticks[0].note.as_str()), (1, "sent"));
        lab.undo();
        assert_eq!(rows(&lab), ["2026-10-01"]);
    }

    #[test]
    fn the_same_occurrence_is_ticked_once() {
        let mut lab = lab();
        tick(&mut lab, Duty::CensusAutumn, "2026-10-01", "2026-10-02").unwrap();
        let refused = tick(&mut lab, Duty::CensusAutumn, "2026-10-01", "2026-10-05").unwrap_err();
        assert!(refused.contains("already ticked by sue: done on Fri 2 Oct 2026"), "{refused}");
    }

    #[test]
    fn what_is_published_counts_from_its_day_and_not_twice_from_one() {
        let mut lab = lab();
        assert_eq!(due(&lab, Duty::Equality), "2027-09-01");
        tick(&mut lab, Duty::Equality, "2027-09-01", "2023-09-01").unwrap();
        assert_eq!(due(&lab, Duty::Equality), "2027-09-01", "it falls on the day that was asked for");
        assert!(tick(&mut lab, Duty::Equality, "2027-09-01", "2023-09-01").is_err());
        tick(&mut lab, Duty::Equality, "2027-09-01", "2026-11-20").unwrap();
        assert_eq!(due(&lab, Duty::Equality), "2030-11-20");
    }

    #[test]
    fn a_tick_lies_not_ahead_and_belongs_to_what_is_ticked() {
        let mut lab = lab();
        let ahead = tick(&mut lab, Duty::CensusSpring, "2027-01-21", "2027-01-21").unwrap_err();
        assert!(ahead.contains("lies ahead"), "{ahead}");
        let other = tick(&mut lab, Duty::FinalPlan, "2026-10-01", "2026-10-01").unwrap_err();
        assert!(other.contains("is not ticked"), "{other}");
    }
}
