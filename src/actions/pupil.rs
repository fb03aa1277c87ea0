//! Pupils: add one, change who they are, end a file when they leave, bring a leaver back.
//!
//! Rule: nothing is deleted. A leaver keeps the file: stage and needs stay as they stood on the last day, since the next
//! school asks for them, and `Pupil::left` alone takes the pupil off every list. What was still to come ends: provision
//! on the last day, reviews after it are called off. Coming back opens a new time at the same stage, so that the time
//! away shows as such. With the last day, the SEN file of a pupil who has one sets off for the next school; coming back
//! closes what had not arrived.

use chrono::NaiveDate;

use super::{By, Warnings, not_ahead};
use crate::domain::case::Transfer;
use crate::domain::code::YearGroup;
use crate::domain::day;
use crate::domain::event::{Event, EventKind};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, PupilId};
use crate::domain::provision::Allocation;
use crate::domain::pupil::{Pupil, StageSpan};
use crate::domain::record::{Record, Recorded};
use crate::domain::review::Review;
use crate::domain::upn::{self, UpnFault};
use crate::domain::words::{fold, plural};
use crate::store::{Edit, Refused};

/// Adds a pupil, at no stage. A UPN that fails its check is kept, with a warning. The year is worked out from the date
/// of birth where none is given.
///
/// # Errors
/// A name is missing, the date of birth lies ahead, or, unless `anyway`, another pupil has the same UPN or the same name
/// and date of birth: the words say who.
pub fn add(edit: &mut Edit<'_>, by: &By, pupil: Pupil, anyway: bool) -> Result<(PupilId, Warnings), Refused> {
    let mut pupil = tidy(pupil, by)?;
    pupil.left = None;
    pupil.left_for.clear();
    pupil.year = pupil.year.or_else(|| pupil.born.and_then(|born| YearGroup::for_birth_date(born, by.today)));
    if !anyway {
        refuse_double(edit, None, &pupil, true, true)?;
    }
    let mut warnings: Warnings = upn_warning(&pupil).into_iter().collect();
    if !anyway {
        warnings.extend(namesake(edit, &pupil)?);
    }
    let id = edit.new_pupil();
    edit.put(Key::profile(id), pupil.wrap())?;
    Ok((id, warnings))
}

/// Changes who a pupil is. What others changed since `base` was read and this edit did not stays theirs.
///
/// # Errors
/// As [`add`]; fields that two people changed; a last day given or taken away, which [`end`] and [`bring_back`] do.
pub fn edit(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    base: &Pupil,
    mine: Pupil,
    anyway: bool,
) -> Result<Warnings, Refused> {
    let mine = tidy(mine, by)?;
    match (base.left, mine.left) {
        (None, Some(_)) => {
            return Err(Refused::because(
                "the last day is given with “ends: the pupil leaves”, so that provision ends too",
            ));
        }
        (Some(_), None) => {
            return Err(Refused::because(
                "a leaver comes back with “bring back”, which asks for the first day",
            ));
        }
        (Some(_), Some(left)) => not_ahead(left, by, "the last day")?,
        (None, None) => {}
    }
    let merged = edit.merge(Key::profile(id), &Record::Pupil(base.clone()), Record::Pupil(mine))?;
    let Some(pupil) = Pupil::unwrap(merged) else {
        return Err(Refused::because("this pupil is no longer on file"));
    };
    if !anyway {
        let named = (fold(&pupil.name()), pupil.born) != (fold(&base.name()), base.born);
        refuse_double(edit, Some(id), &pupil, pupil.upn != base.upn, named)?;
    }
    let warnings = if pupil.upn == base.upn { None } else { upn_warning(&pupil) };
    edit.put(Key::profile(id), pupil.wrap())?;
    Ok(warnings.into_iter().collect())
}

/// Ends a file: the pupil's last day, and where they went. Provision that runs on ends that day (or on its own first
/// day, if that is later), reviews after it are called off with the reason "left". Stage and needs stay as they stand. The
/// file of a pupil who ever stood at a stage or had a need or a plan is begun on its way to the next school.
///
/// # Errors
/// The pupil has left already, or the day lies ahead: a file is ended when the last day is there.
pub fn end(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    last_day: NaiveDate,
    left_for: &str,
) -> Result<(), Refused> {
    let file = file(edit, id)?;
    let mut pupil = file.pupil.value.clone();
    if let Some(left) = pupil.left {
        return Err(Refused::because(format!("{} has left already, on {}", pupil.name(), day::full(left))));
    }
    not_ahead(last_day, by, "the last day")?;
    pupil.left = Some(last_day);
    left_for.trim().clone_into(&mut pupil.left_for);
    edit.put(Key::profile(id), pupil.wrap())?;
    for held in &file.allocations {
        if held.to.is_none_or(|to| to > last_day) {
            let mut allocation = held.value.clone();
            allocation.to = Some(last_day.max(held.from));
            edit.put(Allocation::key(id, held.id), allocation.wrap())?;
        }
    }
    for held in file.open_reviews().filter(|review| review.due > last_day) {
        let mut review = held.value.clone();
        review.cancelled = Some(by.today);
        review.note =
            if review.note.is_empty() { "left".to_owned() } else { format!("left; {}", review.note) };
        edit.put(Review::key(id, held.id), review.wrap())?;
    }
    if has_sen_file(&file) {
        let to = left_for.trim().to_owned();
        edit.add(id, Transfer { to, ..Transfer::since(last_day, by.typed.clone()) })?;
    }
    Ok(())
}

/// Whether there is anything that the next school's SENCO would want to have.
fn has_sen_file(file: &PupilFile) -> bool {
    !file.stages.is_empty() || !file.needs.is_empty() || !file.plans.is_empty()
}

/// Brings a leaver back on roll from this day. The stage goes on as a new time at it, the needs go on, the timeline says
/// when and where the pupil was away. Provision and reviews are not brought back: they are agreed anew. A file that the
/// next school has not acknowledged is closed: nobody waits for it.
///
/// # Errors
/// The pupil has not left, or the day lies ahead or is not after the last day.
pub fn bring_back(edit: &mut Edit<'_>, by: &By, id: PupilId, from: NaiveDate) -> Result<(), Refused> {
    let file = file(edit, id)?;
    let mut pupil = file.pupil.value.clone();
    let Some(left) = pupil.left else {
        return Err(Refused::because(format!("{} is on roll", pupil.name())));
    };
    not_ahead(from, by, "the first day back")?;
    if from <= left {
        return Err(Refused::because(format!(
            "{} left on {}: the first day back comes after it",
            pupil.name(),
            day::full(left)
        )));
    }
    let away = [format!("Back on roll. Had left on {}", day::full(left)), pupil.left_for.clone()];
    let away: Vec<&str> = away.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    pupil.left = None;
    pupil.left_for.clear();
    edit.put(Key::profile(id), pupil.wrap())?;
    edit.add(
        id,
        Event {
            kind: EventKind::Note,
            happened: from,
            method: None,
            with: String::new(),
            text: format!("{}.", away.join(": ").trim_end_matches('.')),
            typed: by.typed.clone(),
        },
    )?;
    for held in file.transfers.iter().filter(|held| held.acknowledged.or(held.closed).is_none()) {
        let transfer = Transfer { closed: Some(from), ..held.value.clone() };
        edit.put(Transfer::key(id, held.id), transfer.wrap())?;
    }
    // A pupil who is back the next day was never away.
    if let Some(open) = file.stage().filter(|_| left.succ_opt() != Some(from)) {
        let mut before = open.value.clone();
        before.to = Some(left.max(open.from));
        edit.put(StageSpan::key(id, open.id), before.wrap())?;
        let again = StageSpan {
            from,
            to: None,
            reason: "back on roll".to_owned(),
            original: String::new(),
            typed: by.typed.clone(),
            ..open.value.clone()
        };
        edit.add(id, again)?;
    }
    Ok(())
}

/// A pupil's whole file, or a refusal.
pub(super) fn file(edit: &Edit<'_>, id: PupilId) -> Result<PupilFile, Refused> {
    edit.pupil_file(id)?.ok_or_else(|| Refused::because("this pupil is no longer on file"))
}

/// What is wrong with a pupil's UPN, in words; `None` if it is sound or there is none.
pub fn upn_warning(pupil: &Pupil) -> Option<String> {
    match upn::check(&pupil.upn) {
        Ok(_) | Err(UpnFault::Empty) => None,
        Err(fault) => Some(format!("the UPN {} is kept, but {fault}", pupil.upn)),
    }
}

fn tidy(mut pupil: Pupil, by: &By) -> Result<Pupil, Refused> {
    pupil.forename = super::words(&pupil.forename, "the forename")?;
    pupil.surname = super::words(&pupil.surname, "the surname")?;
    pupil.upn = upn::normalise(&pupil.upn);
    pupil.former_upn = upn::normalise(&pupil.former_upn);
    if let Some(born) = pupil.born {
        not_ahead(born, by, "the date of birth")?;
    }
    Ok(pupil)
}

/// Every first name a pupil may be written with, before the surname.
fn names(pupil: &Pupil) -> Vec<String> {
    [&pupil.forename, &pupil.known_as]
        .into_iter()
        .filter(|first| !first.is_empty())
        .map(|first| fold(&format!("{first} {}", pupil.surname)))
        .collect()
}

/// Refuses a second file for a child who has one: by UPN, and by name with date of birth.
fn refuse_double(
    edit: &Edit<'_>,
    own: Option<PupilId>,
    pupil: &Pupil,
    by_upn: bool,
    by_name: bool,
) -> Result<(), Refused> {
    let by_upn = by_upn && !pupil.upn.is_empty();
    let by_name = by_name && pupil.born.is_some();
    if !by_upn && !by_name {
        return Ok(());
    }
    let mine = names(pupil);
    for row in edit.register_all()? {
        if own == Some(row.who.pupil) {
            continue;
        }
        let same = if by_upn && upn::normalise(&row.upn) == pupil.upn {
            "has the UPN already"
        } else if by_name && row.born == pupil.born {
            match edit.pupil(row.who.pupil)? {
                Some(other) if names(&other).iter().any(|name| mine.contains(name)) => {
                    "has the same name and date of birth"
                }
                _ => continue,
            }
        } else {
            continue;
        };
        let place: Vec<String> = row
            .who
            .year
            .map(YearGroup::short)
            .into_iter()
            .chain((!row.who.class.is_empty()).then(|| row.who.class.clone()))
            .chain(row.left.map(|left| format!("left {}", day::plain(left))))
            .collect();
        let place = if place.is_empty() { String::new() } else { format!(" ({})", place.join(", ")) };
        return Err(Refused::because(format!(
            "{}{place} {same}: say “another child” if this is not the same one",
            row.who.name
        )));
    }
    Ok(())
}

/// Somebody of the same name on file, where a date of birth that is missing leaves open whether it is the same child.
fn namesake(edit: &Edit<'_>, pupil: &Pupil) -> Result<Option<String>, Refused> {
    let mine = names(pupil);
    let found = edit
        .register_all()?
        .into_iter()
        .find(|row| (pupil.born.is_none() || row.born.is_none()) && mine.contains(&fold(&row.who.name)));
    Ok(found.map(|row| {
        let place = row.who.place();
        let place = if place.is_empty() { String::new() } else { format!(" ({place})") };
        format!("{}{place} is on file already: the same child?", row.who.name)
    }))
}

/// What a change leaves behind that somebody should look at: reviews and provision of a pupil who needs none.
pub(super) fn left_over(file: &PupilFile, on: NaiveDate) -> Option<String> {
    let reviews = file.open_reviews().count();
    let running = file.allocations.iter().filter(|held| held.to.is_none_or(|to| to >= on)).count();
    let said: Vec<String> = [(reviews, "review"), (running, "provision")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| plural(i64::try_from(count).unwrap_or(i64::MAX), noun))
        .collect();
    (!said.is_empty()).then(|| format!("{} still has {} agreed", file.pupil.name(), said.join(" and ")))
}

#[cfg(test)]
mod tests;
