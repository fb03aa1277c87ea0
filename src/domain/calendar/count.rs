//! School-day arithmetic: so many school days on or back, school days between, teaching weeks, working days.
//!
//! Rule kept here: day 1 is the first school day after (or before) the date; None where the years 1900 to 2199 end first.

use chrono::{Datelike, Days, NaiveDate};

use super::{Calendar, monday};
use crate::domain::day;

impl Calendar {
    /// Whether pupils are in school: Monday to Friday in a term, not in half-term, no INSET day, no bank holiday unless the school
    /// is open on it, not closed.
    pub fn is_teaching_day(&self, date: NaiveDate) -> bool {
        self.prepared().school.contains(date)
    }

    /// Whether offices work: Monday to Friday, no bank holiday.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.prepared().working.contains(date)
    }

    /// The n-th school day after a date: day 1 is the first one after it. For 0, the day itself if it is a school day, else the
    /// next one. None beyond 1900–2199.
    pub fn school_days_after(&self, date: NaiveDate, n: u32) -> Option<NaiveDate> {
        let n = if n == 0 && !self.is_teaching_day(date) { 1 } else { n };
        self.prepared().school.nth_after(date, n)
    }

    /// The n-th school day before a date: day 1 is the last one before it. For 0, the day itself if it is a school day, else the one
    /// before. None beyond 1900–2199.
    pub fn school_days_before(&self, date: NaiveDate, n: u32) -> Option<NaiveDate> {
        let n = if n == 0 && !self.is_teaching_day(date) { 1 } else { n };
        self.prepared().school.nth_before(date, n)
    }

    /// How many school days lie between two dates, both included; 0 where the second comes first. Beyond 1900–2199 there are none.
    pub fn school_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        self.prepared().school.count(from, to)
    }

    /// The first school day on or after this one; the day itself where none follows.
    pub fn next_teaching_day(&self, on_or_after: NaiveDate) -> NaiveDate {
        self.school_days_after(on_or_after, 0).unwrap_or(on_or_after)
    }

    /// The last school day on or before this one. None beyond 1900–2199.
    pub fn previous_teaching_day(&self, on_or_before: NaiveDate) -> Option<NaiveDate> {
        self.school_days_before(on_or_before, 0)
    }

    /// The first working day on or after this one. None beyond 1900–2199.
    pub fn next_working_day(&self, on_or_after: NaiveDate) -> Option<NaiveDate> {
        let n = u32::from(!self.is_working_day(on_or_after));
        self.prepared().working.nth_after(on_or_after, n)
    }

    /// The same weekday n teaching weeks on. A teaching week is one with a school day in it: half-term and holiday weeks are passed
    /// over. A date in a week without one counts as the Monday of the next teaching week, since nothing is taught until then.
    /// None beyond 1900–2199.
    pub fn teaching_weeks_after(&self, date: NaiveDate, n: u32) -> Option<NaiveDate> {
        let own = monday(date).filter(|own| day::in_range(*own))?;
        let (mut week, into) = if self.is_taught(own) {
            (own, u64::from(date.weekday().num_days_from_monday()))
        } else {
            (self.next_taught(own)?, 0)
        };
        for _ in 0..n {
            week = self.next_taught(week)?;
        }
        week.checked_add_days(Days::new(into)).filter(|date| day::in_range(*date))
    }

    /// Whether the week of this Monday has a school day.
    fn is_taught(&self, monday: NaiveDate) -> bool {
        monday
            .checked_add_days(Days::new(4))
            .is_some_and(|friday| self.school_days_between(monday, friday) > 0)
    }

    /// The Monday of the next week with a school day.
    fn next_taught(&self, from: NaiveDate) -> Option<NaiveDate> {
        let friday = from.checked_add_days(Days::new(4))?;
        self.prepared().school.nth_after(friday, 1).and_then(monday)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{Closure, academic_year};
    use crate::domain::calendar::{ClosureKind, Span, Term, assumed_terms, bank_holiday};
    use crate::domain::ids::Typed;
    use chrono::Weekday;
    use proptest::prelude::*;

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    fn closure(kind: ClosureKind, from: NaiveDate, to: NaiveDate) -> Closure {
        Closure { kind, name: String::new(), from, to, site: None, typed: Typed::default() }
    }

    fn term(start: NaiveDate, half: Option<(NaiveDate, NaiveDate)>, end: NaiveDate) -> Term {
        let half_term = half.map(|(start, end)| Span { start, end });
        Term { name: "Own".into(), start, end, half_term, site: None }
    }

    /// Two years of a school's own, with everything that closes a day; a spring without terms in the middle.
    fn own() -> Calendar {
        let terms = vec![
            term(d(2026, 9, 3), Some((d(2026, 10, 19), d(2026, 10, 30))), d(2026, 12, 17)),
            term(d(2027, 4, 13), Some((d(2027, 5, 31), d(2027, 6, 4))), d(2027, 7, 20)),
            term(d(2027, 9, 1), None, d(2027, 10, 22)),
            term(d(2027, 11, 1), None, d(2027, 12, 17)),
        ];
        let closures = vec![
            closure(ClosureKind::Inset, d(2026, 9, 4), d(2026, 9, 4)),
            closure(ClosureKind::Inset, d(2026, 11, 2), d(2026, 11, 3)),
            closure(ClosureKind::Closed, d(2027, 1, 20), d(2027, 2, 3)),
            closure(ClosureKind::BankHoliday, d(2027, 5, 10), d(2027, 5, 10)),
            closure(ClosureKind::Open, d(2027, 5, 3), d(2027, 5, 3)),
        ];
        Calendar::new(terms, closures, true).unwrap()
    }

    fn is_weekend(date: NaiveDate) -> bool {
        matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
    }

    fn is_bank_holiday(calendar: &Calendar, date: NaiveDate) -> bool {
        let closed_by = |kind| calendar.closures().iter().any(|c| c.kind == kind && c.contains(date));
        (bank_holiday(date).is_some() || closed_by(ClosureKind::BankHoliday)) && !closed_by(ClosureKind::Open)
    }

    /// A school day, reckoned from the terms themselves.
    fn naive(calendar: &Calendar, date: NaiveDate) -> bool {
        let taught =
            |term: &Term| term.contains(date) && !term.half_term.is_some_and(|half| half.contains(date));
        let own = calendar.terms().iter();
        let stand_ins: Vec<Term> = assumed_terms(academic_year(date))
            .into_iter()
            .filter(|stand_in| own.clone().all(|term| term.end < stand_in.start || stand_in.end < term.start))
            .collect();
        let closed_by = |kind| calendar.closures().iter().any(|c| c.kind == kind && c.contains(date));
        !is_weekend(date)
            && own.clone().chain(&stand_ins).any(taught)
            && !is_bank_holiday(calendar, date)
            && !closed_by(ClosureKind::Inset)
            && !closed_by(ClosureKind::Closed)
    }

    fn walk(calendar: &Calendar, from: NaiveDate, n: usize, back: bool) -> Option<NaiveDate> {
        let inside = |date: &NaiveDate| day::in_range(*date);
        let step = |date: &NaiveDate| if back { date.pred_opt() } else { date.succ_opt() };
        std::iter::successors(step(&from), step)
            .take_while(inside)
            .filter(|date| naive(calendar, *date))
            .nth(n - 1)
    }

    #[test]
    fn every_day_of_six_years_is_what_the_terms_say() {
        for calendar in [own(), Calendar::default(), Calendar::assumed(2025, 2028)] {
            for date in d(2024, 1, 1).iter_days().take(2_200) {
                assert_eq!(calendar.is_teaching_day(date), naive(&calendar, date), "{date}");
                assert_eq!(calendar.why_not(date).is_none(), naive(&calendar, date), "{date}");
                let working = !is_weekend(date) && !is_bank_holiday(&calendar, date);
                assert_eq!(calendar.is_working_day(date), working, "{date}");
            }
        }
    }

    #[test]
    fn school_days_by_hand() {
        let own = own();
        for (from, n, to) in [
            (d(2026, 9, 2), 1, d(2026, 9, 3)),
            (d(2026, 9, 3), 1, d(2026, 9, 7)),
            (d(2026, 10, 16), 1, d(2026, 11, 4)),
            (d(2026, 10, 16), 2, d(2026, 11, 5)),
            (d(2027, 4, 30), 1, d(2027, 5, 3)),
            (d(2027, 5, 7), 1, d(2027, 5, 11)),
            (d(2027, 1, 19), 1, d(2027, 2, 4)),
            (d(2026, 12, 17), 15, d(2027, 2, 8)),
        ] {
            assert_eq!(own.school_days_after(from, n), Some(to), "{from} {n}");
        }
        assert_eq!(own.school_days_before(d(2026, 11, 4), 1), Some(d(2026, 10, 16)));
        assert_eq!(own.school_days_before(d(2026, 9, 7), 1), Some(d(2026, 9, 3)));
        assert_eq!(own.school_days_between(d(2026, 10, 12), d(2026, 11, 6)), 8);
        assert_eq!(own.school_days_after(d(2026, 10, 20), 0), Some(d(2026, 11, 4)));
        assert_eq!(own.previous_teaching_day(d(2026, 10, 20)), Some(d(2026, 10, 16)));
        assert_eq!(own.previous_teaching_day(d(2026, 10, 16)), Some(d(2026, 10, 16)));
    }

    #[test]
    fn teaching_weeks_pass_over_half_term_and_holidays() {
        let own = own();
        for (from, n, to) in [
            (d(2026, 9, 14), 1, d(2026, 9, 21)),
            (d(2026, 9, 14), 5, d(2026, 11, 2)),
            (d(2026, 9, 16), 6, d(2026, 11, 11)),
            (d(2026, 12, 16), 1, d(2027, 1, 6)),
            (d(2026, 10, 21), 0, d(2026, 11, 2)),
            (d(2026, 10, 21), 1, d(2026, 11, 9)),
            (d(2027, 1, 13), 2, d(2027, 2, 3)),
        ] {
            assert_eq!(own.teaching_weeks_after(from, n), Some(to), "{from} {n}");
        }
    }

    #[test]
    fn working_days_after_christmas_and_august() {
        let assumed = Calendar::default();
        for (from, to) in [
            (d(2026, 12, 25), d(2026, 12, 29)),
            (d(2022, 12, 24), d(2022, 12, 28)),
            (d(2028, 1, 1), d(2028, 1, 4)),
            (d(2026, 8, 31), d(2026, 9, 1)),
            (d(2026, 7, 1), d(2026, 7, 1)),
        ] {
            assert_eq!(assumed.next_working_day(from), Some(to), "{from}");
        }
        assert_eq!(assumed.next_working_day(NaiveDate::MAX), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn as_a_walk_day_by_day(days in 0_u64..1_600, n in 1_u32..40, given in any::<bool>(), back in any::<bool>()) {
            let calendar = if given { own() } else { Calendar::default() };
            let from = d(2025, 3, 1).checked_add_days(Days::new(days)).unwrap();
            let steps = usize::try_from(n).unwrap();
            if back {
                prop_assert_eq!(calendar.school_days_before(from, n), walk(&calendar, from, steps, true));
            } else {
                prop_assert_eq!(calendar.school_days_after(from, n), walk(&calendar, from, steps, false));
            }
        }

        #[test]
        fn counting_undoes_walking(days in 0_u64..100_000, n in 1_u32..400, given in any::<bool>()) {
            let calendar = if given { own() } else { Calendar::default() };
            let from = d(1901, 1, 1).checked_add_days(Days::new(days)).unwrap();
            let (next, to) = (from.succ_opt().unwrap(), calendar.school_days_after(from, n).unwrap());
            prop_assert!(calendar.is_teaching_day(to));
            prop_assert_eq!(calendar.school_days_between(next, to), n);
            prop_assert_eq!(calendar.school_days_between(next, to.pred_opt().unwrap()), n - 1);
            let back = calendar.school_days_before(to.succ_opt().unwrap(), n).unwrap();
            prop_assert_eq!(calendar.school_days_before(to, n - 1).unwrap(), back);
            prop_assert!(back > from && calendar.is_teaching_day(back));
            prop_assert_eq!(calendar.school_days_after(from, n + 1) > Some(to), true);
        }

        #[test]
        fn teaching_weeks_as_a_walk_week_by_week(days in 0_u64..1_600, n in 0_u32..60) {
            let calendar = own();
            let from = d(2025, 3, 1).checked_add_days(Days::new(days)).unwrap();
            let own_week = monday(from).unwrap();
            let taught = |monday: &NaiveDate| monday.iter_days().take(7).any(|date| naive(&calendar, date));
            let mut weeks = std::iter::successors(Some(own_week), |week| week.checked_add_days(Days::new(7)));
            let week = weeks.by_ref().filter(taught).nth(n as usize).unwrap();
            let into = if taught(&own_week) { from.weekday().num_days_from_monday() } else { 0 };
            let want = week.checked_add_days(Days::new(u64::from(into)));
            prop_assert_eq!(calendar.teaching_weeks_after(from, n), want);
        }

        #[test]
        fn no_date_and_no_count_panics(number in any::<i32>(), other in any::<i32>(), n in any::<u32>()) {
            let dates = (NaiveDate::from_num_days_from_ce_opt(number), NaiveDate::from_num_days_from_ce_opt(other));
            if let (Some(date), Some(other)) = dates {
                let calendar = Calendar::default();
                let _ = (calendar.school_days_after(date, n), calendar.school_days_before(date, n));
                let _ = (calendar.school_days_between(date, other), calendar.teaching_weeks_after(date, n));
                let _ = (calendar.next_working_day(date), calendar.why_not(date), calendar.is_provisional(date));
            }
        }
    }
}
