//! Pupils: add one, change who they are, end a file when they leave, bring a leaver back.
//!
//! Rule: nothing is deleted. A leaver keeps the file: stage and needs stay as they stood on the last day, since the next
//! school asks for them, and `Pupil::left` alone takes the pupil off every list. What was still to come ends: provision
//! on the last day, reviews after it are called off. Coming back opens a new time at the same stage, so that the time
//! away shows as such.

use chrono::NaiveDate;

use super::{By, Warnings, not_ahead};
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
/// day, if that is later), reviews after it are called off with the reason "left". Stage and needs stay as they stand.
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
    Ok(())
}

/// Brings a leaver back on roll from this day. The stage goes on as a new time at it, the needs go on, the timeline says
/// when and where the pupil was away. Provision and reviews are not brought back: they are agreed anew.
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
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::review::ReviewKind;

    fn pupil(forename: &str, surname: &str) -> Pupil {
        Pupil { forename: forename.into(), surname: surname.into(), ..Pupil::default() }
    }

    #[test]
    fn a_bad_upn_is_kept_with_a_warning() {
        for (upn, warned) in
            [("", false), ("b801 200005001", false), ("A801200005001", true), ("nonsense", true)]
        {
            let mut lab = Lab::new();
            let (id, warnings) =
                lab.make(|edit, by| add(edit, by, Pupil { upn: upn.into(), ..pupil("Ama", "Otter") }, false));
            assert_eq!(!warnings.is_empty(), warned, "{upn}: {warnings:?}");
            assert_eq!(lab.file(id).pupil.upn, upn::normalise(upn));
        }
    }

    #[test]
    fn the_year_follows_from_the_date_of_birth_unless_it_is_given() {
        let mut lab = Lab::new();
        let born = Some(date("2018-03-04"));
        let (id, _) = lab.make(|edit, by| add(edit, by, Pupil { born, ..pupil("Ama", "Otter") }, false));
        assert_eq!(lab.file(id).pupil.year.map(YearGroup::short).as_deref(), Some("Y4"));
    }

    #[test]
    fn a_second_file_for_the_same_child_is_refused_unless_told_to_go_on() {
        let born = Some(date("2018-03-04"));
        let first = Pupil {
            upn: "B801200005001".into(),
            known_as: "Ama".into(),
            class: "Lark".into(),
            born,
            ..pupil("Amabel", "Otter")
        };
        for (second, says) in [
            (
                Pupil { upn: "b801200005001".into(), ..pupil("Ben", "Quill") },
                Some("Ama Otter (Y4, Lark) has the UPN already"),
            ),
            (
                Pupil { born, ..pupil("AMA", "Otter") },
                Some("Ama Otter (Y4, Lark) has the same name and date of birth"),
            ),
            (Pupil { born, ..pupil("Amabel", "Otter") }, Some("has the same name and date of birth")),
            (Pupil { born, ..pupil("Ben", "Otter") }, None),
            (pupil("Ama", "Otter"), None),
        ] {
            let mut lab = Lab::new();
            lab.make(|edit, by| add(edit, by, first.clone(), false));
            let tried = lab.try_make(|edit, by| add(edit, by, second.clone(), false));
            match says {
                Some(words) => assert!(tried.unwrap_err().contains(words), "{second:?}"),
                None => {
                    let (_, warnings) = tried.unwrap();
                    let namesake = second.forename == "Ama";
                    assert_eq!(warnings.iter().any(|one| one.contains("is on file already")), namesake);
                }
            }
            lab.try_make(|edit, by| add(edit, by, second.clone(), true)).unwrap();
        }
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let mut lab = Lab::new();
        let ahead = Some(date("2030-01-01"));
        for (who, says) in [
            (pupil(" ", "Otter"), "the forename is missing"),
            (pupil("Ama", ""), "the surname is missing"),
            (Pupil { born: ahead, ..pupil("Ama", "Otter") }, "the date of birth Tue 1 Jan 2030 lies ahead"),
        ] {
            let words = lab.try_make(|edit, by| add(edit, by, who.clone(), false)).unwrap_err();
            assert!(words.contains(says), "{words}");
        }
    }

    #[test]
    fn two_edits_of_different_fields_merge_and_of_one_field_conflict() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let base = lab.file(id).pupil.value;
        lab.make(|edit, by| {
            super::edit(edit, by, id, &base, Pupil { class: "Lark".into(), ..base.clone() }, false)
        });
        lab.make(|edit, by| super::edit(edit, by, id, &base, Pupil { eal: true, ..base.clone() }, false));
        let now = lab.file(id).pupil.value;
        assert!(now.eal && now.class == "Lark");
        let words = lab
            .try_make(|edit, by| {
                super::edit(edit, by, id, &base, Pupil { class: "Wren".into(), ..base.clone() }, false)
            })
            .unwrap_err();
        assert!(words.contains("somebody else changed this too: Class"), "{words}");
        lab.undo();
        assert!(!lab.file(id).pupil.eal);
    }

    #[test]
    fn an_edit_neither_ends_a_file_nor_brings_one_back() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let base = lab.file(id).pupil.value;
        let left = Pupil { left: Some(lab.by.today), ..base.clone() };
        assert!(lab.try_make(|edit, by| super::edit(edit, by, id, &base, left.clone(), false)).is_err());
        lab.make(|edit, by| end(edit, by, id, by.today, ""));
        assert!(lab.try_make(|edit, by| super::edit(edit, by, id, &left, base.clone(), false)).is_err());
    }

    /// A pupil at SEN support with provision and reviews around 20 November 2026.
    fn busy(lab: &mut Lab) -> PupilId {
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2025-09-01");
        let provision = lab.provision("Lexia", "2026-09-07");
        for (from, to) in [("2026-09-07", None), ("2026-09-07", Some("2026-10-01")), ("2027-01-04", None)] {
            lab.allocation(id, provision, from, to);
        }
        for due in ["2026-11-01", "2027-01-11"] {
            lab.make(|edit, by| {
                let review = Review::planned(ReviewKind::Plan, date(due), None, by.typed.clone());
                edit.add(id, review)
            });
        }
        id
    }

    #[test]
    fn a_leaver_keeps_the_file_and_what_was_to_come_ends() {
        let mut lab = Lab::new();
        let id = busy(&mut lab);
        let before = lab.file(id);
        lab.make(|edit, by| end(edit, by, id, date("2026-11-20"), " Elm School "));
        let file = lab.file(id);
        assert_eq!((file.pupil.left, file.pupil.left_for.as_str()), (Some(date("2026-11-20")), "Elm School"));
        let ends: Vec<_> = file.allocations.iter().map(|held| held.to).collect();
        assert_eq!(ends, [Some(date("2026-11-20")), Some(date("2026-10-01")), Some(date("2027-01-04"))]);
        assert_eq!(file.open_reviews().map(|review| review.due).collect::<Vec<_>>(), [date("2026-11-01")]);
        let off = file.reviews.iter().find(|review| review.cancelled.is_some()).unwrap();
        assert_eq!((off.due, off.note.as_str()), (date("2027-01-11"), "left"));
        assert_eq!(file.stage().unwrap().stage, "K", "the stage stays as history");
        let words = lab.try_make(|edit, by| end(edit, by, id, date("2026-11-20"), "")).unwrap_err();
        assert!(words.contains("has left already, on Fri 20 Nov 2026"), "{words}");
        lab.undo();
        assert_eq!(lab.file(id).allocations.len(), before.allocations.len());
        assert_eq!(lab.file(id).open_reviews().count(), 2);
        assert_eq!(lab.file(id).pupil.left, None);
    }

    #[test]
    fn a_leaver_who_comes_back_stands_at_the_stage_anew() {
        let mut lab = Lab::new();
        let id = busy(&mut lab);
        lab.make(|edit, by| end(edit, by, id, date("2026-10-02"), "Elm School."));
        for (back, says) in [("2026-10-02", "comes after it"), ("2026-12-01", "lies ahead")] {
            let words = lab.try_make(|edit, by| bring_back(edit, by, id, date(back))).unwrap_err();
            assert!(words.contains(says), "{words}");
        }
        lab.make(|edit, by| bring_back(edit, by, id, date("2026-11-16")));
        let file = lab.file(id);
        assert_eq!((file.pupil.left, file.pupil.left_for.as_str()), (None, ""));
        let spans: Vec<_> =
            file.stages.iter().map(|span| (span.stage.as_str(), span.from, span.to)).collect();
        assert_eq!(
            spans,
            [("K", date("2025-09-01"), Some(date("2026-10-02"))), ("K", date("2026-11-16"), None)]
        );
        assert_eq!(file.stage_on(date("2026-10-20")), None);
        assert_eq!(file.events[0].text, "Back on roll. Had left on Fri 2 Oct 2026: Elm School.");
        assert!(lab.try_make(|edit, by| bring_back(edit, by, id, date("2026-11-16"))).is_err());
        lab.undo();
        assert_eq!(lab.file(id).stages.len(), 1);
        assert!(lab.file(id).events.is_empty());
    }

    #[test]
    fn a_leaver_of_a_day_was_never_away() {
        let mut lab = Lab::new();
        let id = busy(&mut lab);
        lab.make(|edit, by| end(edit, by, id, date("2026-11-19"), ""));
        lab.make(|edit, by| bring_back(edit, by, id, date("2026-11-20")));
        assert_eq!(lab.file(id).stages.len(), 1);
    }
}
