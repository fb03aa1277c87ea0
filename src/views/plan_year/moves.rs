//! One review moved by hand, a week at a time, within what keeps it and the pupil's other reviews legal.
//!
//! Rule: a move changes one review and nothing else; what it would break is said in words.

use chrono::{Days, NaiveDate};

use super::{Planned, YearPlan};
use crate::domain::calendar::{Calendar, monday};
use crate::domain::day;
use crate::domain::school::SchoolFile;
use crate::duties::shapes::{roll, window};

impl YearPlan {
    /// Moves a proposed review to the next week with a school day, or to the one before: on the same day of the week if that
    /// is legal, else on another. Its new day, or why not.
    ///
    /// # Errors
    /// It is agreed; the rhythm, the gap, the year or the week's limit forbid it. In words.
    pub fn shift(&mut self, at: usize, later: bool, school: &SchoolFile) -> Result<NaiveDate, String> {
        let review = self.reviews.get(at).ok_or("there is no review here")?.clone();
        if review.agreed.is_some() {
            return Err(format!("it is agreed for {}: agree another date in Due", day::short(review.date)));
        }
        let site = self.pupils.get(review.pupil).and_then(|pupil| pupil.who.site);
        let calendar = school.calendar_of(site);
        let days = week_beside(review.date, later, calendar).ok_or("there is no school day that way")?;
        let mut refused = None;
        for date in days {
            match self.may_be(&review, at, date, calendar) {
                Ok(()) => {
                    self.put(at, date, calendar);
                    return Ok(date);
                }
                Err(words) => refused = refused.or(Some(words)),
            }
        }
        Err(refused.unwrap_or_default())
    }

    fn put(&mut self, at: usize, date: NaiveDate, calendar: &Calendar) {
        let Some(review) = self.reviews.get_mut(at) else { return };
        let pupil = review.pupil;
        (review.date, review.moved) = (date, true);
        // What the rhythm asks of the next one follows.
        let next = self.neighbours(pupil, date, at).1;
        if let Some(next) =
            next.and_then(|next| self.reviews.get_mut(next)).filter(|next| next.agreed.is_none())
        {
            next.by = window::pace(date, self.a_year, calendar);
        }
        self.sort();
        self.count_anew();
    }

    /// The pupil's reviews before and after a day, one left out.
    fn neighbours(&self, pupil: usize, date: NaiveDate, without: usize) -> (Option<usize>, Option<usize>) {
        let others = || {
            let mine = move |(at, other): &(usize, &Planned)| *at != without && other.pupil == pupil;
            self.reviews.iter().enumerate().filter(mine)
        };
        let before =
            others().filter(|(_, other)| other.date <= date).max_by_key(|(at, other)| (other.date, *at));
        let after =
            others().filter(|(_, other)| other.date > date).min_by_key(|(at, other)| (other.date, *at));
        (before.map(|(at, _)| at), after.map(|(at, _)| at))
    }

    /// Whether a review may be on a day, the rest staying where it is.
    ///
    /// # Errors
    /// Why not.
    fn may_be(
        &self,
        review: &Planned,
        at: usize,
        date: NaiveDate,
        calendar: &Calendar,
    ) -> Result<(), String> {
        // The order of a pupil's reviews stays: those around it now are those around it then.
        let (before, after) = self.neighbours(review.pupil, review.date, at);
        let dated = |at: Option<usize>| at.and_then(|at| self.reviews.get(at));
        let base = self.pupils.get(review.pupil).map(|pupil| pupil.base);
        let last = dated(before).map(|other| other.date).or(base);
        if date < self.first {
            return Err("a review can be tomorrow at the earliest".to_owned());
        }
        if date > self.last {
            return Err(format!("the year's last school day is {}", day::short(self.last)));
        }
        if let Some(last) = last.filter(|last| day::between(*last, date) < self.gap) {
            let earliest = roll::days(last, self.gap).unwrap_or(last);
            return Err(format!(
                "too near to the review before: {} from {} on",
                day::short(last),
                day::short(earliest)
            ));
        }
        if let Some(by) = review.by.filter(|by| *by < date && date > review.date) {
            return Err(format!("later than the rhythm allows: by {}", day::short(by)));
        }
        if let Some(next) = dated(after) {
            if day::between(date, next.date) < self.gap {
                return Err(format!("too near to the next review, {}", day::short(next.date)));
            }
            let pace = window::pace(date, self.a_year, calendar);
            if date < review.date && next.agreed.is_none() && pace.is_some_and(|pace| pace < next.date) {
                return Err(format!(
                    "the next review, {}, would come later than the rhythm allows: move that one first",
                    day::short(next.date)
                ));
            }
        }
        let week = self.week_of(date).and_then(|week| self.weeks.get(week));
        if let Some(week) =
            week.filter(|week| week.count >= self.limit && monday(review.date) != Some(week.monday))
        {
            return Err(format!(
                "the week of {} is full: {} of {}",
                day::short(week.monday),
                week.count,
                self.limit
            ));
        }
        Ok(())
    }
}

/// The school days of the next week that has one, or of the one before, those nearest to the same day of the week first.
fn week_beside(date: NaiveDate, later: bool, calendar: &Calendar) -> Option<Vec<NaiveDate>> {
    let this = monday(date)?;
    let beside = if later {
        calendar.school_days_after(this.checked_add_days(Days::new(6))?, 1)?
    } else {
        calendar.school_days_before(this, 1)?
    };
    let start = monday(beside)?;
    let into = day::between(this, date);
    let mut days: Vec<NaiveDate> =
        start.iter_days().take(5).filter(|day| calendar.is_teaching_day(*day)).collect();
    days.sort_by_key(|one| ((day::between(start, *one) - into).abs(), *one));
    Some(days)
}
