//! Needs: record one, change it, end it, put it before or behind another.
//!
//! Rule: needs that last are ranked 1, 2, 3… without gap or tie; whatever changes one rank moves the others. A type
//! stands among them once. An ended need keeps the rank it had.

use chrono::NaiveDate;

use super::pupil::file;
use super::{By, Warnings, not_ahead};
use crate::domain::code::{SenCode, SenType};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Kind, PupilId, RecordId};
use crate::domain::pupil::Need;
use crate::domain::record::{Record, Recorded};
use crate::store::{Edit, Refused};

/// The most needs that may last at a time: what one figure can rank.
const MOST: usize = 9;

/// A need to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The census type.
    pub sen_type: SenType,
    /// Before which other it stands, 1 for the main need; `None` puts it last.
    pub rank: Option<u8>,
    /// Since when; `None` if not known.
    pub from: Option<NaiveDate>,
    /// In the school's own words; may be empty.
    pub note: String,
}

impl New {
    /// A need of this type, behind the others, since an unknown day.
    pub fn of(sen_type: SenType) -> New {
        New { sen_type, rank: None, from: None, note: String::new() }
    }
}

/// Records a need. Those at its rank and below move down by one.
///
/// # Errors
/// The need lasts already, the day lies ahead, nine others last, or the pupil has left.
pub fn add(edit: &mut Edit<'_>, by: &By, id: PupilId, new: &New) -> Result<(RecordId, Warnings), Refused> {
    let file = file(edit, id)?;
    if let Some(left) = file.pupil.left {
        let name = file.pupil.name();
        return Err(Refused::because(format!("{name} left on {}: bring them back first", day::full(left))));
    }
    let need = Need {
        sen_type: new.sen_type,
        rank: new.rank.unwrap_or(u8::MAX),
        from: new.from,
        to: None,
        note: new.note.trim().to_owned(),
        typed: by.typed.clone(),
    };
    let number = edit.new_id(Kind::Need);
    let warnings = put(edit, by, &file, number, need)?;
    Ok((number, warnings))
}

/// Changes a need: type, rank, dates or note. A last day ends it; a last day taken away makes it last again.
///
/// # Errors
/// As [`add`]; fields that two people changed; a last day before the first.
pub fn edit(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    need: RecordId,
    base: &Need,
    mine: Need,
) -> Result<Warnings, Refused> {
    let merged = edit.merge(Need::key(id, need), &Record::Need(base.clone()), Record::Need(mine))?;
    let Some(mut now) = Need::unwrap(merged) else {
        return Err(Refused::because("this need is no longer on file"));
    };
    now.note = now.note.trim().to_owned();
    put(edit, by, &file(edit, id)?, need, now)
}

/// Ends a need: its last day. Those behind it move up.
///
/// # Errors
/// It has ended already, or the day lies ahead or before its first.
pub fn end(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    need: RecordId,
    last: NaiveDate,
) -> Result<Warnings, Refused> {
    let file = file(edit, id)?;
    let mut now = held(&file, need)?.value.clone();
    if let Some(to) = now.to {
        return Err(Refused::because(format!("{} ended already, on {}", now.sen_type.code(), day::full(to))));
    }
    now.to = Some(last);
    put(edit, by, &file, need, now)
}

/// Puts a need that lasts at this rank, 1 for the main need; a rank beyond the last is the last.
///
/// # Errors
/// It has ended, or is not on file.
pub fn rank(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    need: RecordId,
    rank: u8,
) -> Result<Warnings, Refused> {
    let file = file(edit, id)?;
    let mut now = held(&file, need)?.value.clone();
    if let Some(to) = now.to {
        return Err(Refused::because(format!(
            "{} ended on {}: it has no rank",
            now.sen_type.code(),
            day::full(to)
        )));
    }
    now.rank = rank;
    put(edit, by, &file, need, now)
}

/// Makes these the needs that last, in this order, the main need first. Those that last already go on; the others of
/// them begin on `on`; what lasted and is not among them ends the day before, but never before it began.
///
/// # Errors
/// As [`add`]; a type stands there twice; somebody else changed the needs since `base` was read.
pub fn set(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    base: &[SenType],
    wanted: &[SenType],
    on: NaiveDate,
) -> Result<Warnings, Refused> {
    not_ahead(on, by, "the first day")?;
    for (at, one) in wanted.iter().enumerate() {
        if wanted.iter().take(at).any(|other| other == one) {
            return Err(Refused::because(format!("{} stands there twice", one.code())));
        }
    }
    let before = file(edit, id)?;
    let lasting: Vec<SenType> = before.open_needs().map(|need| need.sen_type).collect();
    if lasting != base {
        return Err(Refused::Changed { what: format!("the needs of {}", before.pupil.name()) });
    }
    let mut warnings = Warnings::new();
    for gone in before.open_needs().filter(|need| !wanted.contains(&need.sen_type)) {
        let last = on.pred_opt().unwrap_or(on);
        end(edit, by, id, gone.id, gone.from.map_or(last, |from| from.max(last)))?;
    }
    for (place, one) in (1..).zip(wanted) {
        let now = file(edit, id)?;
        let known = now.open_needs().find(|need| need.sen_type == *one).map(|need| need.id);
        warnings.extend(match known {
            Some(need) => rank(edit, by, id, need, place)?,
            None => add(edit, by, id, &New { rank: Some(place), from: Some(on), ..New::of(*one) })?.1,
        });
    }
    if wanted.is_empty() && before.stage().is_some_and(|span| span.census != SenCode::N) {
        warnings.push(none_left(&before));
    }
    Ok(warnings)
}

fn none_left(file: &PupilFile) -> String {
    format!("no need is left for {}: the census asks for a main need", file.pupil.name())
}

fn held(file: &PupilFile, need: RecordId) -> Result<&Held<Need>, Refused> {
    let found = file.needs.iter().find(|held| held.id == need);
    found.ok_or_else(|| Refused::because("this need is no longer on file"))
}

/// Writes a need and the ranks that follow from it.
fn put(
    edit: &mut Edit<'_>,
    by: &By,
    file: &PupilFile,
    number: RecordId,
    mut need: Need,
) -> Result<Warnings, Refused> {
    let code = need.sen_type.code();
    if let Some(from) = need.from {
        not_ahead(from, by, "the first day")?;
    }
    if let Some(to) = need.to {
        not_ahead(to, by, "the last day")?;
        if need.from.is_some_and(|from| to < from) {
            return Err(Refused::because(format!("{code} cannot end on {}, before it began", day::full(to))));
        }
    }
    let mut lasting: Vec<(RecordId, Need)> = file
        .open_needs()
        .filter(|other| other.id != number)
        .map(|other| (other.id, other.value.clone()))
        .collect();
    if need.to.is_none() {
        if let Some((_, same)) = lasting.iter().find(|(_, other)| other.sen_type == need.sen_type) {
            return Err(Refused::because(format!("{code} is recorded already, as need {}", same.rank)));
        }
        if lasting.len() >= MOST {
            return Err(Refused::because(format!("{MOST} needs are recorded already: end one first")));
        }
        let at = usize::from(need.rank.max(1) - 1).min(lasting.len());
        lasting.insert(at, (number, need.clone()));
    } else {
        need.rank = need.rank.clamp(1, 9);
        edit.put(Need::key(file.id, number), need.clone().wrap())?;
    }
    let none = lasting.is_empty();
    for (rank, (number, mut one)) in (1..).zip(lasting) {
        one.rank = rank;
        edit.put(Need::key(file.id, number), one.wrap())?;
    }
    let mut warnings: Warnings =
        need.sen_type.flag().filter(|_| need.to.is_none()).map(str::to_owned).into_iter().collect();
    if none && file.stage().is_some_and(|span| span.census != SenCode::N) {
        warnings.push(none_left(file));
    }
    Ok(warnings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use SenType::{Asd, Besd, Mld, Semh, Slcn};

    fn said(lab: &Lab, id: PupilId) -> String {
        let file = lab.file(id);
        let open = file.open_needs().map(|need| format!("{}{}", need.rank, need.sen_type.code()));
        open.collect::<Vec<_>>().join(" ")
    }

    fn number(lab: &Lab, id: PupilId, of: SenType) -> RecordId {
        lab.file(id).needs.iter().find(|need| need.sen_type == of).unwrap().id
    }

    #[test]
    fn ranks_have_no_gap_and_no_tie_whatever_is_done() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| add(edit, by, id, &New::of(Slcn)));
        lab.make(|edit, by| add(edit, by, id, &New::of(Asd)));
        assert_eq!(said(&lab, id), "1SLCN 2ASD");
        lab.make(|edit, by| add(edit, by, id, &New { rank: Some(1), ..New::of(Semh) }));
        assert_eq!(said(&lab, id), "1SEMH 2SLCN 3ASD");
        lab.make(|edit, by| add(edit, by, id, &New { rank: Some(9), ..New::of(Mld) }));
        assert_eq!(said(&lab, id), "1SEMH 2SLCN 3ASD 4MLD");
        for (of, to, expected) in [
            (Mld, 1, "1MLD 2SEMH 3SLCN 4ASD"),
            (Mld, 3, "1SEMH 2SLCN 3MLD 4ASD"),
            (Slcn, 9, "1SEMH 2MLD 3ASD 4SLCN"),
            (Slcn, 0, "1SLCN 2SEMH 3MLD 4ASD"),
        ] {
            let need = number(&lab, id, of);
            lab.make(|edit, by| rank(edit, by, id, need, to));
            assert_eq!(said(&lab, id), expected);
        }
        let need = number(&lab, id, Slcn);
        lab.make(|edit, by| end(edit, by, id, need, date("2026-11-01")));
        assert_eq!(said(&lab, id), "1SEMH 2MLD 3ASD");
        assert_eq!(lab.file(id).needs.len(), 4, "an ended need stays on file");
        lab.undo();
        assert_eq!(said(&lab, id), "1SLCN 2SEMH 3MLD 4ASD");
    }

    #[test]
    fn a_need_is_edited_ended_and_made_to_last_again() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| add(edit, by, id, &New { from: Some(date("2025-09-01")), ..New::of(Slcn) }));
        lab.make(|edit, by| add(edit, by, id, &New::of(Asd)));
        let held = lab.file(id).needs[0].clone();
        let ended = Need { to: Some(date("2026-10-01")), note: " talks now ".into(), ..held.value.clone() };
        lab.make(|edit, by| super::edit(edit, by, id, held.id, &held.value, ended.clone()));
        assert_eq!(said(&lab, id), "1ASD");
        let held = lab.file(id).needs.iter().find(|need| need.sen_type == Slcn).unwrap().clone();
        assert_eq!(held.note, "talks now");
        let again = Need { to: None, ..held.value.clone() };
        lab.make(|edit, by| super::edit(edit, by, id, held.id, &held.value, again.clone()));
        assert_eq!(said(&lab, id), "1SLCN 2ASD");
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let (slcn, _) =
            lab.make(|edit, by| add(edit, by, id, &New { from: Some(date("2026-09-01")), ..New::of(Slcn) }));
        for (new, says) in [
            (New::of(Slcn), "SLCN is recorded already, as need 1"),
            (
                New { from: Some(date("2026-12-01")), ..New::of(Asd) },
                "the first day Tue 1 Dec 2026 lies ahead",
            ),
        ] {
            let words = lab.try_make(|edit, by| add(edit, by, id, &new)).unwrap_err();
            assert!(words.contains(says), "{words}");
        }
        let words = lab.try_make(|edit, by| end(edit, by, id, slcn, date("2026-08-31"))).unwrap_err();
        assert!(words.contains("SLCN cannot end on Mon 31 Aug 2026, before it began"), "{words}");
        lab.make(|edit, by| end(edit, by, id, slcn, date("2026-11-01")));
        for words in [
            lab.try_make(|edit, by| end(edit, by, id, slcn, date("2026-11-02"))).unwrap_err(),
            lab.try_make(|edit, by| rank(edit, by, id, slcn, 2)).unwrap_err(),
        ] {
            assert!(words.contains("Sun 1 Nov 2026"), "{words}");
        }
        // An ended need does not stand in the way of the same one anew.
        lab.make(|edit, by| add(edit, by, id, &New::of(Slcn)));
        assert_eq!(said(&lab, id), "1SLCN");
    }

    #[test]
    fn needs_are_settled_in_one_go() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        for (base, wanted, on, expected) in [
            (vec![], vec![Slcn, Asd], "2025-09-01", "1SLCN 2ASD"),
            (vec![Slcn, Asd], vec![Semh, Asd], "2026-01-12", "1SEMH 2ASD"),
            (vec![Semh, Asd], vec![Asd, Semh, Mld], "2026-02-02", "1ASD 2SEMH 3MLD"),
            (vec![Asd, Semh, Mld], vec![], "2026-03-02", ""),
        ] {
            lab.make(|edit, by| set(edit, by, id, &base, &wanted, date(on)));
            assert_eq!(said(&lab, id), expected);
        }
        let file = lab.file(id);
        let slcn = file.needs.iter().find(|need| need.sen_type == Slcn).unwrap();
        assert_eq!((slcn.from, slcn.to), (Some(date("2025-09-01")), Some(date("2026-01-11"))));
        lab.undo();
        assert_eq!(said(&lab, id), "1ASD 2SEMH 3MLD");
        let words =
            lab.try_make(|edit, by| set(edit, by, id, &[Asd], &[Mld], date("2026-04-01"))).unwrap_err();
        assert!(words.contains("the needs of Ama Otter was changed by somebody else"), "{words}");
        let twice = [Mld, Mld];
        assert!(
            lab.try_make(|edit, by| set(edit, by, id, &[Asd, Semh, Mld], &twice, date("2026-04-01")))
                .is_err()
        );
    }

    #[test]
    fn what_the_census_would_miss_is_said() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2026-09-01");
        let (need, warnings) = lab.make(|edit, by| add(edit, by, id, &New::of(Besd)));
        assert_eq!(warnings, ["BESD is an older code: choose SEMH or the need behind it"]);
        let warnings = lab.make(|edit, by| end(edit, by, id, need, date("2026-11-01")));
        assert_eq!(warnings, ["no need is left for Ama Otter: the census asks for a main need"]);
    }
}
