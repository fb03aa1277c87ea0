//! What an hour of an adult costs on a day.
//!
//! Rule: the newest rate of the adult's role that counts by that day. Before a role's first rate none is known.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::catalogue::Rate;
use crate::domain::ids::RecordId;
use crate::domain::school::SchoolFile;
use crate::domain::words::fold;

/// The school's hourly rates with the roles of its adults, looked up once for many sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// The rates of each role in turn, by day.
    roles: Vec<Vec<(NaiveDate, i64)>>,
    /// Which of the roles an adult has; adults of a role without rates are not in it.
    adults: BTreeMap<RecordId, usize>,
}

impl Rates {
    /// Those of a school.
    pub fn of(school: &SchoolFile) -> Rates {
        let staff = school.staff.iter().map(|staff| (staff.id, staff.role.as_str()));
        Rates::new(staff, school.rates.iter().map(|rate| &rate.value))
    }

    /// Those of adults with their roles. Roles are the same without regard to capitals, blanks and hyphens; of two rates
    /// from one day the later in the list counts.
    pub fn new<'a>(
        staff: impl IntoIterator<Item = (RecordId, &'a str)>,
        rates: impl IntoIterator<Item = &'a Rate>,
    ) -> Rates {
        let mut named: BTreeMap<String, Vec<(NaiveDate, i64)>> = BTreeMap::new();
        for rate in rates {
            named.entry(fold(&rate.role)).or_default().push((rate.from, rate.pence));
        }
        let places: BTreeMap<String, usize> = named.keys().cloned().zip(0..).collect();
        let mut roles: Vec<Vec<(NaiveDate, i64)>> = named.into_values().collect();
        for days in &mut roles {
            days.sort_by_key(|(from, _)| *from);
        }
        let adults = staff
            .into_iter()
            .filter_map(|(id, role)| places.get(&fold(role)).map(|place| (id, *place)))
            .collect();
        Rates { roles, adults }
    }

    /// Pence an hour of this adult on a day; `None` if no rate is known.
    pub fn on(&self, adult: RecordId, day: NaiveDate) -> Option<i64> {
        let days = self.roles.get(*self.adults.get(&adult)?)?;
        let after = days.partition_point(|(from, _)| *from <= day);
        days.get(after.checked_sub(1)?).map(|(_, pence)| *pence)
    }
}
