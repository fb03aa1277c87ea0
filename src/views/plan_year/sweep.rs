//! Through the weeks of the year, the earliest deadline first, as many in each as an even pace needs.
//!
//! Rule: the same files give the same plan. A review that can wait waits until the pace asks for it; one whose last week it is
//! is put there, over the limit if it must be. Where keeping one a term would fill a week over the limit, a review may come
//! some weeks before its term.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::slots::{Frame, Wish};
use super::{Planned, YearPlan};
use crate::domain::calendar::monday;
use crate::domain::day;
use crate::domain::review::ReviewKind;
use crate::duties::shapes::window;

/// How many days before its slot a review may come where a week would be over the limit.
const EARLIER: i64 = 42;

/// When the next review of a pupil can be.
struct Head {
    lo: NaiveDate,
    hi: NaiveDate,
    by: Option<NaiveDate>,
    late: bool,
}

/// One pupil on the way through the year.
struct Line<'a> {
    pupil: usize,
    frame: &'a Frame<'a>,
    wish: &'a Wish,
    /// Which slot is next.
    at: usize,
    /// The review placed last; the base before the first.
    last: NaiveDate,
    head: Option<Head>,
}

impl Line<'_> {
    /// Reckons the head, which comes after `last`, or after the agreed review that stands between.
    fn look(&mut self, slack: i64) {
        let frame = self.frame;
        self.head = self.wish.slots.get(self.at).map(|slot| {
            let before = slot.after.map_or(self.last, |after| after.max(self.last));
            let least = frame.on(before, frame.gap).max(slot.least).max(frame.first);
            let least = frame.calendar.next_teaching_day(least);
            let mut head = Head { lo: slot.lo.max(least), hi: slot.hi, by: None, late: false };
            head.by = window::pace(before, frame.a_year, frame.calendar);
            if let Some(by) = head.by {
                if by < least {
                    head.late = true;
                    head.lo = least;
                } else if by < head.hi {
                    head.hi = by;
                }
            }
            if head.hi < head.lo {
                head.lo = least;
            }
            if slack > 0 {
                head.lo = head.lo.min(frame.on(head.hi, -slack)).max(least);
            }
            head.hi = head.hi.max(head.lo);
            head
        });
    }
}

/// Puts what is wished for on days.
pub fn place(plan: &mut YearPlan, frames: &[Frame<'_>], wishes: &[(usize, usize, Wish)]) {
    let fixed = plan.reviews.len();
    run(plan, frames, wishes, 0);
    let over = too_many(plan);
    if over == 0 {
        return;
    }
    let mut other = plan.clone();
    other.reviews.truncate(fixed);
    run(&mut other, frames, wishes, EARLIER);
    if too_many(&mut other) < over {
        *plan = other;
    }
}

fn too_many(plan: &mut YearPlan) -> usize {
    plan.count_anew();
    plan.over().map(|week| week.count - plan.limit).sum()
}

fn run(plan: &mut YearPlan, frames: &[Frame<'_>], wishes: &[(usize, usize, Wish)], slack: i64) {
    let mut lines: Vec<Line<'_>> = wishes
        .iter()
        .filter_map(|(pupil, of, wish)| {
            let frame = frames.get(*of)?;
            let mut line = Line { pupil: *pupil, frame, wish, at: 0, last: wish.base, head: None };
            line.look(slack);
            Some(line)
        })
        .collect();
    plan.count_anew();
    let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for review in &plan.reviews {
        *days.entry(review.date).or_default() += 1;
    }
    let mut demand = Demand { weeks: vec![0; plan.weeks.len()], late: 0 };
    for line in &lines {
        tell(&mut demand, plan, line, 1);
        for slot in line.wish.slots.iter().skip(1) {
            add(&mut demand, plan.week_of(slot.hi), 1);
        }
    }
    let agreed: Vec<usize> = plan.weeks.iter().map(|week| week.count).collect();
    for week in 0..plan.weeks.len() {
        let Some(start) = plan.weeks.get(week).map(|week| week.monday) else { break };
        let end = start.checked_add_days(Days::new(6)).unwrap_or(start);
        let pace = pace(plan, &demand, &agreed, week);
        let mut ready: Vec<(bool, bool, NaiveDate, usize)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let Some(head) = &line.head else { continue };
            if head.lo > end || line.frame.calendar.next_teaching_day(head.lo.max(start)) > head.hi.min(end) {
                continue;
            }
            let after = end.succ_opt().unwrap_or(end);
            let last_chance = line.frame.calendar.next_teaching_day(after) > head.hi;
            ready.push((!last_chance, !head.late, head.hi, at));
        }
        ready.sort_unstable();
        let mut count = agreed.get(week).copied().unwrap_or(0);
        for (can_wait, _, _, at) in ready {
            if can_wait && count >= pace {
                break;
            }
            let Some(line) = lines.get_mut(at) else { continue };
            let Some(date) = best_day(line, (start, end), &days) else { continue };
            tell(&mut demand, plan, line, -1);
            let by = line.head.as_ref().and_then(|head| head.by);
            let kind = ReviewKind::WithParents;
            plan.reviews.push(Planned { pupil: line.pupil, kind, date, agreed: None, by, moved: false });
            *days.entry(date).or_default() += 1;
            count += 1;
            line.at += 1;
            line.last = date;
            if let Some(slot) = line.wish.slots.get(line.at) {
                add(&mut demand, plan.week_of(slot.hi), -1);
            }
            line.look(slack);
            tell(&mut demand, plan, line, 1);
        }
    }
}

/// How many are wanted by each week, and how many are late.
struct Demand {
    weeks: Vec<usize>,
    late: usize,
}

fn add(demand: &mut Demand, week: Option<usize>, by: isize) {
    if let Some(count) = week.and_then(|week| demand.weeks.get_mut(week)) {
        *count = count.saturating_add_signed(by);
    }
}

fn tell(demand: &mut Demand, plan: &YearPlan, line: &Line<'_>, by: isize) {
    match &line.head {
        Some(head) if head.late => demand.late = demand.late.saturating_add_signed(by),
        Some(head) => add(demand, plan.week_of(head.hi), by),
        None => {}
    }
}

/// How many this week should have so that no week to come must have more: what is wanted by some week, with what is agreed until
/// then, shared out over the weeks until then. Where that is more than the limit, no plan can keep it, and all weeks bear the
/// same. Those that are late fill what is left below the limit.
fn pace(plan: &YearPlan, demand: &Demand, agreed: &[usize], week: usize) -> usize {
    let mut wanted: usize = demand.weeks.iter().take(week).sum();
    let (mut weeks, mut pace) = (0_usize, 0);
    for (at, one) in plan.weeks.iter().enumerate().skip(week) {
        wanted += demand.weeks.get(at).copied().unwrap_or(0);
        if one.rest.is_empty() {
            weeks += 1;
            wanted += agreed.get(at).copied().unwrap_or(0).min(plan.limit);
        }
        pace = pace.max(wanted.div_ceil(weeks.max(1)));
    }
    pace.max(plan.limit.min(pace + demand.late))
}

/// The school day of the week with the fewest reviews, the first of them; `None` if the week has none for this pupil.
fn best_day(
    line: &Line<'_>,
    (start, end): (NaiveDate, NaiveDate),
    days: &BTreeMap<NaiveDate, usize>,
) -> Option<NaiveDate> {
    let head = line.head.as_ref()?;
    let (from, to) = (head.lo.max(start), head.hi.min(end));
    debug_assert!(day::between(start, end) == 6 && monday(start) == Some(start));
    from.iter_days()
        .take_while(|date| *date <= to)
        .filter(|date| line.frame.calendar.is_teaching_day(*date))
        .min_by_key(|date| (days.get(date).copied().unwrap_or(0), *date))
}
