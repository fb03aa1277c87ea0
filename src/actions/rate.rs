//! What an hour of an adult costs: set a rate for a role from a day on, correct one, take a wrong one away.
//!
//! Rule: one rate a role and day. A rise is a rate of its own with its day, so that what was delivered before keeps its cost; a
//! correction changes what every session since that day costs.

use super::words;
use crate::domain::catalogue::Rate;
use crate::domain::day;
use crate::domain::ids::{Held, RecordId, SCHOOL};
use crate::domain::record::Recorded;
use crate::domain::words::fold;
use crate::store::{Edit, Refused, Snapshot};

/// The most that an hour may cost, in pence: whoever types more has left out the point.
const MOST: i64 = 50_000;

/// As costs compare roles.
fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

fn gone() -> Refused {
    Refused::because("this rate is no longer there")
}

fn sound(edit: &Snapshot<'_>, id: Option<RecordId>, rate: &mut Rate) -> Result<(), Refused> {
    rate.role = words(&rate.role, "the role")?;
    if rate.pence < 0 {
        return Err(Refused::because("an hour cannot cost less than nothing"));
    }
    if rate.pence > MOST {
        return Err(Refused::because("more than £500 an hour: is the point missing?"));
    }
    if !day::in_range(rate.from) {
        return Err(Refused::because("the day lies outside 1900 to 2199"));
    }
    // A role is spelt as the staff have it.
    if let Some(staff) = edit.school()?.staff.iter().find(|staff| same(&staff.role, &rate.role)) {
        rate.role = staff.role.trim().to_owned();
    }
    let all = edit.list::<Rate>(SCHOOL)?;
    let there = |other: &&Held<Rate>| {
        Some(other.id) != id && other.from == rate.from && same(&other.role, &rate.role)
    };
    match all.iter().find(there) {
        Some(other) => Err(Refused::because(format!(
            "{} has a rate from {} already: change that one",
            other.role,
            day::full(other.from)
        ))),
        None => Ok(()),
    }
}

/// Sets what an hour costs from a day on. Nought is a rate too: a volunteer's.
///
/// # Errors
/// No role, less than nothing, more than £500, a rate of this role and day that is there already; or the store fails.
pub fn add(edit: &mut Edit<'_>, rate: &Rate) -> Result<RecordId, Refused> {
    let mut rate = rate.clone();
    sound(edit, None, &mut rate)?;
    edit.add(SCHOOL, rate)
}

/// Saves what `mine` changed in a rate since `base`.
///
/// # Errors
/// As [`add`]; it is no longer there; fields that somebody else changed too.
pub fn change(edit: &mut Edit<'_>, base: &Held<Rate>, mine: &Rate) -> Result<(), Refused> {
    let key = Rate::school_key(base.id);
    if edit.record::<Rate>(SCHOOL, base.id)?.is_none() {
        return Err(gone());
    }
    let merged = edit.merge(key, &base.value.clone().wrap(), mine.clone().wrap())?;
    let mut after = Rate::unwrap(merged).ok_or_else(gone)?;
    sound(edit, Some(base.id), &mut after)?;
    edit.put(key, after.wrap())
}

/// Takes a rate away that should never have been there: the one before it counts on. Nothing rests on a rate but sums, and
/// undo brings it back.
///
/// # Errors
/// It is no longer there, or the store fails.
pub fn remove(edit: &mut Edit<'_>, id: RecordId) -> Result<(), Refused> {
    if edit.record::<Rate>(SCHOOL, id)?.is_none() {
        return Err(gone());
    }
    edit.delete(Rate::school_key(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::school::Staff;

    fn rate(role: &str, from: &str, pence: i64) -> Rate {
        Rate { role: role.into(), from: date(from), pence, note: String::new() }
    }

    fn kept(lab: &Lab) -> Vec<Held<Rate>> {
        lab.store.read(|view| view.school()).unwrap().rates
    }

    #[test]
    fn one_rate_a_role_and_day_spelt_as_the_staff_have_it() {
        let mut lab = Lab::new();
        let dale = Staff { name: "R Dale".into(), role: "Teaching assistant".into(), site: None, here: true };
        lab.make(|edit, _| edit.add(SCHOOL, dale.clone()));
        lab.make(|edit, _| add(edit, &rate(" teaching ASSISTANT", "2026-09-01", 1_520)));
        lab.make(|edit, _| add(edit, &rate("Teaching assistant", "2025-09-01", 1_450)));
        lab.make(|edit, _| add(edit, &rate("Volunteer", "2026-09-01", 0)));
        let said: Vec<(String, i64)> = kept(&lab).iter().map(|one| (one.role.clone(), one.pence)).collect();
        assert_eq!(
            said,
            [
                ("Teaching assistant".to_owned(), 1_450),
                ("Teaching assistant".to_owned(), 1_520),
                ("Volunteer".to_owned(), 0)
            ]
        );
        let again = lab.try_make(|edit, _| add(edit, &rate("teaching assistant", "2026-09-01", 1_600)));
        assert_eq!(
            again.unwrap_err(),
            "Teaching assistant has a rate from Tue 1 Sep 2026 already: change that one"
        );
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let mut lab = Lab::new();
        for (wrong, words) in [
            (rate(" ", "2026-09-01", 1_500), "missing"),
            (rate("TA", "2026-09-01", -1), "less than nothing"),
            (rate("TA", "2026-09-01", 152_000), "point missing"),
        ] {
            let refused = lab.try_make(|edit, _| add(edit, &wrong)).unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
        assert!(kept(&lab).is_empty());
    }

    #[test]
    fn a_wrong_rate_is_corrected_or_taken_away_and_undo_brings_it_back() {
        let mut lab = Lab::new();
        let id = lab.make(|edit, _| add(edit, &rate("TA", "2026-09-01", 1_250)));
        let base = kept(&lab).remove(0);
        lab.make(|edit, _| change(edit, &base, &rate("TA", "2026-09-01", 1_520)));
        // Somebody else had the old one before them.
        let clash = lab.try_make(|edit, _| change(edit, &base, &rate("TA", "2026-09-01", 1_600)));
        assert!(clash.is_err());
        lab.make(|edit, _| remove(edit, id));
        assert!(kept(&lab).is_empty());
        assert!(lab.try_make(|edit, _| remove(edit, id)).unwrap_err().contains("no longer"));
        lab.undo();
        assert_eq!(kept(&lab)[0].pence, 1_520);
    }
}
