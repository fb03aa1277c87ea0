//! What adults were trained in: recorded for one or for many at once, put right; taken back by undo alone.
//!
//! Rule: one record an adult, so that a whole staff's day counts for each of them. What was typed together is changed together.

use super::staff::{Adult, resolve};
use super::{By, not_ahead, words};
use crate::domain::day;
use crate::domain::ids::{Held, RecordId, SCHOOL};
use crate::domain::people::Training;
use crate::domain::record::Recorded;
use crate::store::{Edit, Refused};

fn sound(by: &By, training: &mut Training, stood: Option<chrono::NaiveDate>) -> Result<(), Refused> {
    training.what = words(&training.what, "what they were trained in")?;
    training.delivers = training.delivers.trim().to_owned();
    if stood != Some(training.on) {
        not_ahead(training.on, by, "the training on")?;
    }
    match training.until.filter(|until| *until < training.on) {
        Some(until) => Err(Refused::because(format!(
            "it would count until {}, before it took place on {}",
            day::full(until),
            day::full(training.on)
        ))),
        None => Ok(()),
    }
}

/// Records a training for each of these adults; whose it was stands in `staff` and not in `training`.
///
/// # Errors
/// Nobody is named, it is not said in what, the day lies ahead, it would run out before it began; or an adult has just this
/// training of that day already.
pub fn add(edit: &mut Edit<'_>, by: &By, staff: &[Adult], training: &Training) -> Result<(), Refused> {
    let mut training = Training { typed: by.typed.clone(), ..training.clone() };
    sound(by, &mut training, None)?;
    if staff.is_empty() {
        return Err(Refused::because("nobody is chosen: say who was trained"));
    }
    for adult in staff {
        let id = resolve(edit, adult)?;
        let there = edit.list::<Training>(SCHOOL)?;
        let again = |held: &Held<Training>| {
            held.staff == id
                && held.on == training.on
                && held.what.to_lowercase() == training.what.to_lowercase()
        };
        if there.iter().any(again) {
            let school = edit.school()?;
            return Err(Refused::because(format!(
                "{} of {} is on file for {} already",
                training.what,
                day::full(training.on),
                school.staff_name(Some(id))
            )));
        }
        edit.add(SCHOOL, Training { staff: id, ..training.clone() })?;
    }
    Ok(())
}

/// Saves what `mine` changed in trainings that were typed together. `base` is one of them as it was read, `ids` are all of them;
/// whose each is stays.
///
/// # Errors
/// As [`add`]; one is no longer there; fields that somebody else changed too.
pub fn change(
    edit: &mut Edit<'_>,
    by: &By,
    ids: &[RecordId],
    base: &Training,
    mine: &Training,
) -> Result<(), Refused> {
    for id in ids {
        let Some(stood) = edit.record::<Training>(SCHOOL, *id)? else {
            return Err(Refused::because("this training is no longer there"));
        };
        let staff = stood.staff;
        let of =
            |training: &Training| Training { staff, typed: stood.typed.clone(), ..training.clone() }.wrap();
        let key = Training::school_key(*id);
        let merged = edit.merge(key, &of(base), of(mine))?;
        let Some(mut after) = Training::unwrap(merged) else {
            return Err(Refused::because("this training is no longer there"));
        };
        sound(by, &mut after, Some(stood.on))?;
        edit.put(key, after.wrap())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};

    fn makaton() -> Training {
        let mut training = Training::of(RecordId(0), date("2026-11-02"), Default::default());
        training.what = "Makaton".into();
        training.delivers = " Signing group ".into();
        training
    }

    fn adults(names: &[&str]) -> Vec<Adult> {
        names.iter().map(|name| Adult::Named((*name).into())).collect()
    }

    fn kept(lab: &Lab) -> Vec<Training> {
        let school = lab.store.read(|view| view.school()).unwrap();
        school.trainings.into_iter().map(|held| held.value).collect()
    }

    #[test]
    fn a_whole_staff_is_one_change_and_a_record_each() {
        let mut lab = Lab::new();
        lab.make(|edit, by| add(edit, by, &adults(&["R Dale", "J Moor", "A Wren"]), &makaton()));
        let all = kept(&lab);
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|one| one.delivers == "Signing group"));
        let refused = lab.try_make(|edit, by| add(edit, by, &adults(&["j moor"]), &makaton())).unwrap_err();
        assert_eq!(refused, "Makaton of Mon 2 Nov 2026 is on file for J Moor already");
        lab.undo();
        assert!(kept(&lab).is_empty());
    }

    #[test]
    fn what_was_typed_together_is_put_right_together() {
        let mut lab = Lab::new();
        lab.make(|edit, by| add(edit, by, &adults(&["R Dale", "J Moor"]), &makaton()));
        let held = lab.store.read(|view| view.school()).unwrap().trainings;
        let ids: Vec<RecordId> = held.iter().map(|one| one.id).collect();
        let base = held[0].value.clone();
        let mine = Training { until: Some(date("2028-11-01")), ..base.clone() };
        lab.make(|edit, by| change(edit, by, &ids, &base, &mine));
        assert!(kept(&lab).iter().all(|one| one.until == Some(date("2028-11-01"))));
        let whose: std::collections::BTreeSet<_> = kept(&lab).iter().map(|one| one.staff).collect();
        assert_eq!(whose.len(), 2, "whose it was stays");
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let mut lab = Lab::new();
        type Case = (fn(&mut Training), &'static [&'static str], &'static str);
        let cases: [Case; 4] = [
            (|t| t.what = " ".into(), &["R Dale"], "is missing"),
            (|t| t.on = date("2026-12-01"), &["R Dale"], "lies ahead"),
            (|t| t.until = Some(date("2026-10-01")), &["R Dale"], "before it took place"),
            (|_| {}, &[], "nobody is chosen"),
        ];
        for (wrong, who, words) in cases {
            let mut training = makaton();
            wrong(&mut training);
            let refused = lab.try_make(|edit, by| add(edit, by, &adults(who), &training)).unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
