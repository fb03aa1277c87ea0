//! What comes back: each term, each half-term, every month, so many reviews a year, days spread over a stretch.
//!
//! Rule: a window that the school keeps ends on a school day. None outside 1900–2199.

use chrono::NaiveDate;

use super::{Period, kept, roll};
use crate::domain::calendar::{Calendar, Term, academic_year};

/// The last school day of the term that a day lies in, or in the holidays of the next one. A day after the term's last
/// school day belongs to the next.
///
/// Worked example, the assumed terms: from 2026-11-22: Fri 2026-12-18.
pub fn term_ends_after(from: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let from = kept(from)?;
    calendar
        .terms_around(from)
        .iter()
        .filter_map(|term| last_school_day((term.start, term.end), calendar))
        .find(|last| *last >= from)
}

/// The last school day of the half of a term that a day lies in, or in a holiday of the next half. A term is two halves,
/// before its half-term holiday and after; one without such a holiday is one.
///
/// Worked example, the assumed terms: from 2026-09-14: Fri 2026-10-23.
pub fn half_terms_end_after(from: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let from = kept(from)?;
    calendar
        .terms_around(from)
        .iter()
        .flat_map(|term| halves(term))
        .flatten()
        .filter_map(|half| last_school_day(half, calendar))
        .find(|last| *last >= from)
}

fn halves(term: &Term) -> [Option<Period>; 2] {
    match term.half_term {
        Some(half) => [
            half.start.pred_opt().map(|last| (term.start, last)),
            half.end.succ_opt().map(|first| (first, term.end)),
        ],
        None => [Some((term.start, term.end)), None],
    }
}

fn last_school_day((first, last): Period, calendar: &Calendar) -> Option<NaiveDate> {
    calendar.previous_teaching_day(last).filter(|date| *date >= first)
}

/// The next of something that comes every `n` months, counted from the last; None for `n` below 1.
pub fn months_every(from: NaiveDate, n: i32) -> Option<NaiveDate> {
    if n < 1 { None } else { roll::months(from, n) }
}

/// When the next review is due after the last one, at so many a year: 12 months divided by their number on, moved to the
/// next school day. Where there is one for each of the year's terms or more, it never skips a term: it is no later than the
/// last school day of the term after that of `last` (in the holidays: of the term to come). None for 0 a year.
///
/// Worked example, the assumed terms: three a year, held on 2026-12-10: four months on lies in the Easter holidays, so by
/// the end of Spring term, Thu 2027-03-25.
pub fn pace(last: NaiveDate, a_year: u8, calendar: &Calendar) -> Option<NaiveDate> {
    let months = 12_i32.checked_div(i32::from(a_year))?.max(1);
    let next = roll::school_days(roll::months(last, months)?, 0, calendar)?;
    if usize::from(a_year) < calendar.terms_of_year(academic_year(last)).len() {
        return Some(next);
    }
    let ends = calendar.next_term(last).and_then(|term| last_school_day((term.start, term.end), calendar));
    Some(ends.map_or(next, |ends| next.min(ends)))
}

/// `n` days spread evenly over the school days of a window, in order: each in the middle of its share. With more of them
/// than school days, days come more than once. None if there is no school day in the window.
///
/// Worked example, the assumed terms: 3 days from 2026-11-02 to 2026-12-18: 11-09, 11-25 and 12-11.
pub fn spread((from, to): Period, n: u16, calendar: &Calendar) -> Option<Vec<NaiveDate>> {
    let (from, to) = (kept(from)?, kept(to)?);
    let open: Vec<NaiveDate> = from
        .iter_days()
        .take_while(|date| *date <= to)
        .filter(|date| calendar.is_teaching_day(*date))
        .collect();
    if open.is_empty() {
        return None;
    }
    (0..usize::from(n))
        .map(|at| open.get((2 * at + 1) * open.len() / (2 * usize::from(n))).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{d, inner_day};
    use super::*;
    use crate::domain::day;
    use proptest::prelude::*;

    #[test]
    fn terms_and_half_terms_end() {
        let calendar = Calendar::default();
        for (from, half, term) in [
            (d(2026, 9, 2), d(2026, 10, 23), d(2026, 12, 18)),
            (d(2026, 10, 23), d(2026, 10, 23), d(2026, 12, 18)),
            (d(2026, 10, 24), d(2026, 12, 18), d(2026, 12, 18)),
            (d(2026, 12, 18), d(2026, 12, 18), d(2026, 12, 18)),
            (d(2026, 12, 19), d(2027, 2, 12), d(2027, 3, 25)),
            (d(2027, 7, 22), d(2027, 10, 22), d(2027, 12, 17)),
        ] {
            assert_eq!(half_terms_end_after(from, &calendar), Some(half), "{from}");
            assert_eq!(term_ends_after(from, &calendar), Some(term), "{from}");
        }
    }

    #[test]
    fn a_term_without_half_term_is_one_piece_and_may_end_on_a_sunday() {
        let term = Term {
            name: "Term 1".into(),
            start: d(2026, 9, 3),
            end: d(2026, 10, 25),
            half_term: None,
            site: None,
        };
        let calendar = Calendar::new(vec![term], vec![], true).unwrap();
        assert_eq!(term_ends_after(d(2026, 9, 3), &calendar), Some(d(2026, 10, 23)));
        assert_eq!(half_terms_end_after(d(2026, 9, 3), &calendar), Some(d(2026, 10, 23)));
        assert_eq!(term_ends_after(d(2026, 10, 24), &calendar), Some(d(2027, 3, 25)));
    }

    #[test]
    fn reviews_of_a_year() {
        let calendar = Calendar::default();
        for (last, a_year, next) in [
            (d(2026, 9, 14), 3, d(2027, 1, 14)),
            (d(2026, 12, 10), 3, d(2027, 3, 25)),
            (d(2026, 9, 1), 3, d(2026, 12, 18)),
            (d(2027, 3, 25), 3, d(2027, 7, 21)),
            (d(2027, 7, 21), 3, d(2027, 11, 22)),
            (d(2026, 12, 10), 2, d(2027, 6, 10)),
            (d(2026, 12, 10), 1, d(2027, 12, 10)),
            (d(2026, 11, 10), 12, d(2026, 12, 10)),
            (d(2026, 11, 10), 200, d(2026, 12, 10)),
        ] {
            assert_eq!(pace(last, a_year, &calendar), Some(next), "{last} {a_year}");
        }
        assert_eq!(pace(d(2026, 9, 14), 0, &calendar), None);
    }

    /// With six terms a year, three reviews are one in every second term: no cap.
    #[test]
    fn short_terms_do_not_hurry_reviews() {
        let term =
            |n: u32, start, end| Term { name: format!("Term {n}"), start, end, half_term: None, site: None };
        let six = vec![
            term(1, d(2026, 9, 3), d(2026, 10, 23)),
            term(2, d(2026, 11, 2), d(2026, 12, 18)),
            term(3, d(2027, 1, 4), d(2027, 2, 12)),
            term(4, d(2027, 2, 22), d(2027, 3, 25)),
            term(5, d(2027, 4, 12), d(2027, 5, 28)),
            term(6, d(2027, 6, 7), d(2027, 7, 21)),
        ];
        let calendar = Calendar::new(six, vec![], true).unwrap();
        assert_eq!(pace(d(2026, 9, 14), 3, &calendar), Some(d(2027, 1, 14)));
        assert_eq!(pace(d(2026, 9, 14), 6, &calendar), Some(d(2026, 11, 16)));
    }

    #[test]
    fn days_spread_over_a_half_term() {
        let calendar = Calendar::default();
        let window = (d(2026, 11, 2), d(2026, 12, 18));
        assert_eq!(
            spread(window, 3, &calendar),
            Some(vec![d(2026, 11, 9), d(2026, 11, 25), d(2026, 12, 11)])
        );
        assert_eq!(spread(window, 0, &calendar), Some(vec![]));
        let monday = d(2026, 11, 2);
        assert_eq!(spread((monday, monday), 2, &calendar), Some(vec![monday, monday]));
        assert_eq!(spread((d(2026, 12, 24), d(2026, 12, 31)), 1, &calendar), None);
        assert_eq!(spread((d(2026, 12, 18), d(2026, 11, 2)), 1, &calendar), None);
    }

    #[test]
    fn out_of_the_years_is_none() {
        let calendar = Calendar::default();
        for outside in [d(1899, 12, 31), d(2199, 12, 31), d(2200, 1, 1), NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(term_ends_after(outside, &calendar), None);
            assert_eq!(half_terms_end_after(outside, &calendar), None);
            assert_eq!(months_every(outside, 1), None);
            assert_eq!(pace(outside, 3, &calendar), None);
            assert_eq!(spread((outside, outside), 1, &calendar), None);
        }
        assert_eq!(months_every(d(2026, 1, 31), 0), None);
        assert_eq!(months_every(d(2026, 1, 31), 1), Some(d(2026, 2, 28)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn ends_rise_and_are_school_days(from in inner_day(), later in 0_i64..200) {
            let calendar = Calendar::default();
            let half = half_terms_end_after(from, &calendar).unwrap();
            let term = term_ends_after(from, &calendar).unwrap();
            prop_assert!(from <= half && half <= term);
            prop_assert!(calendar.is_teaching_day(half) && calendar.is_teaching_day(term));
            let later = roll::days(from, later).unwrap();
            prop_assert!(half_terms_end_after(later, &calendar).unwrap() >= half);
            prop_assert!(term_ends_after(later, &calendar).unwrap() >= term);
            prop_assert_eq!(term_ends_after(term, &calendar), Some(term));
        }

        #[test]
        fn reviews_keep_their_pace(last in inner_day(), later in 0_i64..200, a_year in 1_u8..=12) {
            let calendar = Calendar::default();
            let next = pace(last, a_year, &calendar).unwrap();
            prop_assert!(next > last && calendar.is_teaching_day(next));
            prop_assert!(pace(roll::days(last, later).unwrap(), a_year, &calendar).unwrap() >= next);
            if a_year >= 3 {
                prop_assert!(next <= calendar.next_term(last).unwrap().end);
            }
        }

        #[test]
        fn spread_days_are_even(from in inner_day(), length in 0_i64..300, n in 1_u16..40) {
            let (calendar, to) = (Calendar::default(), roll::days(from, length).unwrap());
            if let Some(days) = spread((from, to), n, &calendar) {
                prop_assert_eq!(days.len(), usize::from(n));
                prop_assert!(days.is_sorted());
                let open: Vec<_> =
                    from.iter_days().take_while(|d| *d <= to).filter(|d| calendar.is_teaching_day(*d)).collect();
                let at: Vec<_> = days.iter().map(|date| open.binary_search(date).unwrap()).collect();
                let gaps: Vec<_> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
                prop_assert!(gaps.iter().max().unwrap_or(&0) - gaps.iter().min().unwrap_or(&0) <= 1);
                prop_assert!(at[0].abs_diff(open.len() - 1 - at[at.len() - 1]) <= 1);
            } else {
                prop_assert!(day::between(from, to) < 60);
            }
        }
    }
}
