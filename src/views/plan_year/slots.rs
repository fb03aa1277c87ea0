//! In which stretch of the year each review still to come belongs, pupil by pupil.
//!
//! Rule: one a term, or one in each share of the year's school days where the number of reviews is not that of the terms. Where
//! that does not work out, since the year began without any, they are spread over the time that is left; where even that
//! has no room for all, it is counted how many are missing.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::stage;
use crate::duties::shapes::{Period, roll};

/// The year of one site, as the reviews are laid into it.
pub struct Frame<'a> {
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// Reviews a year.
    pub a_year: u8,
    /// Days between two reviews.
    pub gap: i64,
    /// The first of September.
    begins: NaiveDate,
    /// The first day that may be proposed: a school day.
    pub first: NaiveDate,
    /// The last school day of the year.
    pub last: NaiveDate,
    shares: Vec<Period>,
}

/// A stretch in which a review is to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its first day.
    pub lo: NaiveDate,
    /// Its last day, from which every later review of the pupil still has its room.
    pub hi: NaiveDate,
    /// The first day on which it would be possible at all, beside what is agreed.
    pub least: NaiveDate,
    /// The agreed review that it follows; `None` if it follows the slot before, or the pupil's base.
    pub after: Option<NaiveDate>,
}

/// What the year still asks for, of one pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What the rhythm is counted from.
    pub base: NaiveDate,
    /// In order.
    pub slots: Vec<Slot>,
    /// How many found no room.
    pub short: u16,
}

impl<'a> Frame<'a> {
    /// The year that starts in `year`, seen from today.
    pub fn new(calendar: &'a Calendar, year: i32, a_year: u8, gap: i64, today: NaiveDate) -> Frame<'a> {
        let begins = NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(today);
        let ends = NaiveDate::from_ymd_opt(year.saturating_add(1), 8, 31).unwrap_or(today);
        let tomorrow = today.succ_opt().unwrap_or(today).max(begins);
        let first = calendar.next_teaching_day(tomorrow);
        let last = calendar.previous_teaching_day(ends).unwrap_or(ends);
        let terms = calendar.terms_of_year(year);
        let shares = if terms.len() == usize::from(a_year) {
            terms.iter().map(|term| (term.start, term.end)).collect()
        } else {
            equal_shares((begins, last), a_year, calendar)
        };
        Frame { calendar, a_year, gap, begins, first, last, shares }
    }

    /// The stretch with school days at both ends; `None` if it has none.
    fn taught(&self, lo: NaiveDate, hi: NaiveDate) -> Option<Period> {
        let (lo, hi) = (self.calendar.school_days_after(lo, 0)?, self.calendar.previous_teaching_day(hi)?);
        (lo <= hi).then_some((lo, hi))
    }

    /// So many days later, or earlier.
    pub fn on(&self, date: NaiveDate, days: i64) -> NaiveDate {
        roll::days(date, days).unwrap_or(date)
    }
}

/// The school days of a stretch in so many parts.
fn equal_shares((from, to): Period, parts: u8, calendar: &Calendar) -> Vec<Period> {
    let total = calendar.school_days_between(from, to);
    let nth = |n: u32| calendar.school_days_after(from.pred_opt().unwrap_or(from), n);
    (0..u32::from(parts))
        .filter_map(|at| {
            let (lo, hi) = (total * at / u32::from(parts), total * (at + 1) / u32::from(parts));
            if lo < hi { Some((nth(lo + 1)?, nth(hi)?)) } else { None }
        })
        .collect()
}

/// Room between what is agreed: its days, and the agreed review before it.
struct Room {
    lo: NaiveDate,
    hi: NaiveDate,
    after: Option<NaiveDate>,
}

/// What the year still asks for of a pupil; `None` for one whose stage asks for no review on the register.
pub fn wish(file: &PupilFile, frame: &Frame<'_>) -> Option<Wish> {
    let counts = |code: &str| stage::find(code).is_some_and(|stage| stage.on_register && stage.reviewed);
    let span = file.stage().filter(|span| counts(&span.stage))?;
    let held = file.last_of_rhythm().filter(|held| *held >= span.from);
    let mut base = held.unwrap_or(span.from);
    let mut fixed: Vec<NaiveDate> = Vec::new();
    let mut agreed = 0_i64;
    for review in file.open_reviews().filter(|review| review.kind.is_of_rhythm()) {
        agreed += i64::from(review.due <= frame.last);
        if review.due < frame.first {
            // It is late, or today's: it is held now, as far as the next one is concerned.
            base = base.max(frame.first);
        } else {
            fixed.push(review.due);
        }
    }
    fixed.sort_unstable();
    let of_rhythm = file.reviews.iter().filter(|review| review.kind.is_of_rhythm());
    let held: Vec<NaiveDate> =
        of_rhythm.filter_map(|review| review.held).filter(|held| *held >= frame.begins).collect();
    let since =
        file.stages.iter().filter(|one| counts(&one.stage)).map(|one| one.from).min().unwrap_or(span.from);
    let owed = share_of_year(frame, since);
    let wanted = usize::try_from(owed - agreed - i64::try_from(held.len()).unwrap_or(0)).unwrap_or(0);

    let mut rooms = Vec::new();
    let mut before = None;
    for point in fixed.iter().copied().map(Some).chain([None]) {
        let lo = frame.on(before.unwrap_or(base), frame.gap).max(frame.first);
        let hi = point.map_or(frame.last, |point| frame.on(point, -frame.gap)).min(frame.last);
        if let Some((lo, hi)) = frame.taught(lo, hi) {
            rooms.push(Room { lo, hi, after: before });
        }
        before = point;
    }
    let late = (base == frame.first).then_some(base);
    let taken: Vec<NaiveDate> = held.into_iter().chain(fixed).chain(late).collect();
    let slots = one_a_share(frame, &rooms, &taken, wanted)
        .and_then(|slots| keep_apart(frame, slots))
        .unwrap_or_else(|| over_what_is_left(frame, &rooms, wanted));
    let short = u16::try_from(wanted.saturating_sub(slots.len())).unwrap_or(u16::MAX);
    Some(Wish { base, slots, short })
}

/// The reviews of the whole year for a pupil who was there when it began, else the part of them that the rest of the year is,
/// rounded up.
fn share_of_year(frame: &Frame<'_>, since: NaiveDate) -> i64 {
    let a_year = i64::from(frame.a_year);
    let whole = day::between(frame.begins, frame.last).max(1);
    let rest = day::between(since, frame.last).clamp(0, whole);
    (a_year * rest + whole - 1) / whole
}

/// A slot in each share that has no review yet, the first so many of them; `None` if there are not enough.
fn one_a_share(frame: &Frame<'_>, rooms: &[Room], taken: &[NaiveDate], wanted: usize) -> Option<Vec<Slot>> {
    let mut slots = Vec::new();
    for (at, (lo, hi)) in frame.shares.iter().enumerate() {
        // The holidays after a share belong to it.
        let next = frame.shares.get(at + 1).map(|(next, _)| *next);
        let inside = |date: &NaiveDate| *date >= *lo && next.is_none_or(|next| *date < next);
        if taken.iter().any(inside) {
            continue;
        }
        let slot = rooms.iter().find_map(|room| {
            let (first, last) = frame.taught(room.lo.max(*lo), room.hi.min(*hi))?;
            Some(Slot { lo: first, hi: last, least: room.lo, after: room.after })
        });
        slots.extend(slot);
    }
    slots.truncate(wanted);
    (slots.len() == wanted).then_some(slots)
}

/// Slots cut so that wherever one is held, the gap leaves a day for the next; `None` if one has no day left.
fn keep_apart(frame: &Frame<'_>, mut slots: Vec<Slot>) -> Option<Vec<Slot>> {
    for at in (1..slots.len()).rev() {
        let next = slots.get(at).copied()?;
        let this = slots.get_mut(at - 1)?;
        if this.after == next.after {
            this.hi = this.hi.min(frame.on(next.hi, -frame.gap));
        }
        (this.lo, this.hi) = frame.taught(this.lo, this.hi)?;
    }
    Some(slots)
}

/// As many as have room, each in its part of the time between what is agreed.
fn over_what_is_left(frame: &Frame<'_>, rooms: &[Room], wanted: usize) -> Vec<Slot> {
    let most = |room: &Room| usize::try_from(day::between(room.lo, room.hi) / frame.gap + 1).unwrap_or(0);
    let mut counts = vec![0_usize; rooms.len()];
    for _ in 0..wanted {
        let widest = (rooms.iter().zip(&counts).enumerate())
            .filter(|(_, (room, count))| **count < most(room))
            .max_by_key(|(at, (room, count))| {
                let count = i64::try_from(**count).unwrap_or(i64::MAX - 1);
                (day::between(room.lo, room.hi) / (count + 1), usize::MAX - at)
            });
        let Some((at, _)) = widest else { break };
        counts.get_mut(at).into_iter().for_each(|count| *count += 1);
    }
    let mut slots = Vec::new();
    for (room, count) in rooms.iter().zip(counts) {
        // Holidays may leave no day for the last of them.
        slots.extend((0..=count).rev().find_map(|count| parts(frame, room, count)).unwrap_or_default());
    }
    slots
}

fn parts(frame: &Frame<'_>, room: &Room, count: usize) -> Option<Vec<Slot>> {
    let (count, length) = (i64::try_from(count).ok()?, day::between(room.lo, room.hi) + 1);
    let slots = (0..count)
        .map(|at| {
            let whole = (frame.on(room.lo, at * frame.gap), frame.on(room.hi, -(count - 1 - at) * frame.gap));
            let part = (
                frame.on(room.lo, length * at / count).max(whole.0),
                frame.on(room.lo, length * (at + 1) / count - 1).min(whole.1),
            );
            let (lo, hi) = frame.taught(part.0, part.1).or_else(|| frame.taught(whole.0, whole.1))?;
            Some(Slot { lo, hi, least: frame.on(room.lo, at * frame.gap), after: room.after })
        })
        .collect::<Option<Vec<Slot>>>()?;
    keep_apart(frame, slots)
}
