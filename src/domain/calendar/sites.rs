//! A federation's calendars: the school's, and one of each site that differs.
//!
//! Rule kept here: a site's own terms take the place of every term of the school that they overlap; closures of the school and of the
//! site add up. A site that gives nothing has the school's calendar.

use std::collections::BTreeSet;

use super::{Calendar, Closure, Term};
use crate::domain::ids::RecordId;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendars {
    /// The school's own: what is given for no site.
    pub school: Calendar,
    /// Sites with terms or closures of their own.
    pub sites: Vec<(RecordId, Calendar)>,
}

impl Calendars {
    /// The calendars that these terms and closures make.
    ///
    /// # Errors
    /// In words, where those of the school or of one site contradict each other; see [`Calendar::new`].
    pub fn new(terms: &[Term], closures: &[Closure], confirmed: bool) -> Result<Self, String> {
        let named: BTreeSet<RecordId> = terms
            .iter()
            .filter_map(|term| term.site)
            .chain(closures.iter().filter_map(|one| one.site))
            .collect();
        let school = one(terms, closures, None, confirmed)?;
        let sites = named
            .into_iter()
            .map(|site| Ok((site, one(terms, closures, Some(site), confirmed)?)))
            .collect::<Result<_, String>>()?;
        Ok(Self { school, sites })
    }

    /// The same, as nobody's own dates.
    pub fn unconfirmed(mut self) -> Self {
        let sites = self.sites.iter_mut().map(|(_, calendar)| calendar);
        std::iter::once(&mut self.school).chain(sites).for_each(|calendar| calendar.confirmed = false);
        self
    }
}

fn one(terms: &[Term], closures: &[Closure], site: Option<RecordId>, sure: bool) -> Result<Calendar, String> {
    let own: Vec<&Term> = terms.iter().filter(|term| term.site == site).collect();
    let left = terms.iter().filter(|term| {
        site.is_some() && term.site.is_none() && !own.iter().any(|other| other.overlaps(term))
    });
    let closures = closures.iter().filter(|one| one.site.is_none() || one.site == site).cloned().collect();
    Calendar::new(own.iter().copied().chain(left).cloned().collect(), closures, sure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::ClosureKind;
    use chrono::NaiveDate;

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    fn term(name: &str, site: Option<u32>, start: NaiveDate, end: NaiveDate) -> Term {
        Term { name: name.into(), start, end, half_term: None, site: site.map(RecordId) }
    }

    fn inset(site: Option<u32>, on: NaiveDate) -> Closure {
        let (name, site) = (String::new(), site.map(RecordId));
        Closure { kind: ClosureKind::Inset, name, from: on, to: on, site, typed: Default::default() }
    }

    #[test]
    fn a_site_has_its_own_terms_and_both_closures() {
        let terms = [
            term("Autumn", None, d(2026, 9, 2), d(2026, 12, 18)),
            term("Spring", None, d(2027, 1, 4), d(2027, 3, 25)),
            term("Autumn", Some(7), d(2026, 9, 7), d(2026, 12, 11)),
        ];
        let closures =
            [inset(None, d(2026, 9, 14)), inset(Some(7), d(2026, 9, 15)), inset(Some(9), d(2026, 9, 16))];
        let all = Calendars::new(&terms, &closures, true).unwrap();
        let of = |site: u32| {
            all.sites.iter().find(|(id, _)| id.0 == site).map_or(&all.school, |(_, calendar)| calendar)
        };
        let school_days = |site: u32| {
            let calendar = of(site);
            [d(2026, 9, 3), d(2026, 9, 14), d(2026, 9, 15), d(2026, 9, 16), d(2027, 1, 4)]
                .map(|date| calendar.is_teaching_day(date))
        };
        assert_eq!(school_days(0), [true, false, true, true, true]);
        assert_eq!(school_days(7), [false, false, false, true, true]);
        assert_eq!(school_days(9), [true, false, true, false, true]);
        assert_eq!(school_days(8), school_days(0), "nothing of its own");
        assert_eq!(all.sites.len(), 2);
        let loose = all.clone().unconfirmed();
        assert!(!loose.school.confirmed && loose.sites.iter().all(|(_, calendar)| !calendar.confirmed));
        assert_eq!(of(7).terms().len(), 2);
    }

    #[test]
    fn contradictions_within_one_site_are_refused_and_across_sites_are_none() {
        let two = |first, second| {
            let terms = [
                term("Autumn", first, d(2026, 9, 2), d(2026, 12, 18)),
                term("Other", second, d(2026, 12, 1), d(2027, 1, 18)),
            ];
            Calendars::new(&terms, &[], true)
        };
        assert!(two(None, None).is_err());
        assert!(two(Some(7), Some(7)).unwrap_err().contains("overlap"));
        assert!(two(Some(7), Some(8)).is_ok());
        assert!(two(None, Some(8)).is_ok());
    }
}
