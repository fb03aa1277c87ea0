//! What a quick line says, saved in one step: the entry, the reviews that it agrees, the promises that it makes.
//!
//! Rule: all of it or nothing, as one change that one undo takes back.

use chrono::NaiveDate;

use super::{By, not_ahead, pupil, review, words};
use crate::domain::day;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{Key, PupilId, RecordId};
use crate::domain::quick::Line;
use crate::domain::record::Recorded;
use crate::domain::support::FollowUp;
use crate::store::{Edit, Refused};

/// What the journal calls it.
pub const ACTION: &str = "Log a line";

/// Saves the line for every one of these pupils.
///
/// # Errors
/// No pupil, no words, a day on the wrong side of today, a review or a promise that stands already, or the store fails.
pub fn log(edit: &mut Edit<'_>, by: &By, pupils: &[PupilId], line: &Line) -> Result<(), Refused> {
    if pupils.is_empty() {
        return Err(Refused::because("say for which pupil"));
    }
    not_ahead(line.happened, by, "an entry of")?;
    if line.follow.iter().any(|one| one.due < by.today) {
        return Err(Refused::because("what is to follow needs a day to come"));
    }
    for id in pupils {
        pupil(edit, *id)?;
        let from = if line.has_entry() { Some(entry(edit, by, *id, line)?) } else { None };
        for one in &line.follow {
            match one.review {
                Some(kind) => {
                    review::agree(edit, by, *id, kind, one.due, None)?;
                }
                None => promise(edit, by, *id, from, &one.promise(&line.with), (line.happened, one.due))?,
            }
        }
    }
    Ok(())
}

fn entry(edit: &mut Edit<'_>, by: &By, id: PupilId, line: &Line) -> Result<RecordId, Refused> {
    let event = Event {
        kind: line.kind,
        happened: line.happened,
        method: line.method.filter(|_| line.kind == EventKind::Contact),
        with: line.with.trim().to_owned(),
        text: words(&line.text, "what was said or seen")?,
        typed: by.typed.clone(),
    };
    edit.add(id, event)
}

fn promise(
    edit: &mut Edit<'_>,
    by: &By,
    id: PupilId,
    from: Option<RecordId>,
    what: &str,
    (promised, due): (NaiveDate, NaiveDate),
) -> Result<(), Refused> {
    let what = words(what, "what is to follow")?;
    let open = edit.list::<FollowUp>(id)?;
    if let Some(known) = open.iter().find(|one| one.ended().is_none() && one.what == what && one.due == due) {
        return Err(Refused::because(format!(
            "“{what}” for {} is on file already, written by {}",
            day::full(due),
            known.typed.by
        )));
    }
    let one = FollowUp { from, ..FollowUp::promised(&what, promised, due, by.typed.clone()) };
    edit.add(id, one)?;
    Ok(())
}

/// Puts a promise off to another day, with the reason, which its note keeps.
///
/// # Errors
/// There is no reason, the day is past or the same, it is done already or no longer there, or the store fails.
pub fn put_off(edit: &mut Edit<'_>, by: &By, key: Key, to: NaiveDate, reason: &str) -> Result<(), Refused> {
    let reason = words(reason, "the reason")?;
    let Some(held) = edit.record::<FollowUp>(key.pupil, key.id)? else {
        return Err(Refused::because("this follow-up is no longer there"));
    };
    let mut one = held.value;
    if let Some(ended) = one.ended() {
        return Err(Refused::because(format!("this was done or dropped on {}", day::full(ended))));
    }
    if to < by.today {
        return Err(Refused::because(format!("{} is past: give a day to come", day::full(to))));
    }
    if to == one.due {
        return Err(Refused::because(format!("it is for {} already", day::full(to))));
    }
    let moved = format!("Put off from {}: {reason}", day::full(one.due));
    one.note = if one.note.is_empty() { moved } else { format!("{}\n{moved}", one.note) };
    one.due = to;
    edit.put(FollowUp::key(key.pupil, key.id), one.wrap())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::calendar::Calendar;
    use crate::domain::ids::Kind;
    use crate::domain::quick::parse;

    fn line(text: &str) -> Line {
        parse(text, date("2026-11-21"), &Calendar::assumed(2020, 2030), &|_, _| false)
    }

    #[test]
    fn a_line_is_one_change_and_one_undo() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        let text = "phone mum yesterday sleep poor; review +6w; call wed; chase EP report +2w";
        lab.make(|edit, by| log(edit, by, &[ama], &line(text)));
        let file = lab.file(ama);
        let event = &file.events[0];
        assert_eq!(
            (event.text.as_str(), event.with.as_str(), event.happened),
            ("sleep poor", "mum", date("2026-11-20"))
        );
        let promised: Vec<(&str, NaiveDate, Option<RecordId>)> =
            file.follow_ups.iter().map(|one| (one.what.as_str(), one.due, one.from)).collect();
        let from = Some(event.id);
        assert_eq!(
            promised,
            [("call mum", date("2026-11-25"), from), ("chase EP report", date("2026-12-07"), from)]
        );
        assert_eq!(file.reviews[0].due, date("2027-01-04"), "2 Jan is a Saturday");
        let due = lab.store.read(|view| view.due_all()).unwrap();
        assert!(due.iter().any(|row| row.what == "follow up · call mum"), "{due:?}");
        lab.undo();
        let file = lab.file(ama);
        assert!(file.events.is_empty() && file.follow_ups.is_empty() && file.reviews.is_empty());
    }

    #[test]
    fn all_or_nothing() {
        let mut lab = Lab::new();
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"));
        for (text, why) in [
            ("phone mum; call fri", "what was said or seen is missing"),
            ("", "what was said or seen is missing"),
        ] {
            let refused = lab.try_make(|edit, by| log(edit, by, &[ama], &line(text))).unwrap_err();
            assert!(refused.contains(why), "{text}: {refused}");
        }
        lab.make(|edit, by| log(edit, by, &[ama, ben], &line("; send report fri")));
        assert_eq!((lab.file(ben).events.len(), lab.file(ben).follow_ups.len()), (0, 1));
        let twice =
            lab.try_make(|edit, by| log(edit, by, &[ben], &line("note x; send report fri"))).unwrap_err();
        assert!(twice.contains("on file already, written by sue"), "{twice}");
        assert!(lab.file(ben).events.is_empty(), "nothing of it");
        assert!(lab.try_make(|edit, by| log(edit, by, &[], &line("note x"))).is_err());
    }

    #[test]
    fn a_promise_is_put_off_with_a_reason() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| log(edit, by, &[ama], &line("; call mum wed")));
        let key = Key::new(ama, Kind::FollowUp, lab.file(ama).follow_ups[0].id);
        let mut off = |to: &str, why: &str| lab.try_make(|edit, by| put_off(edit, by, key, date(to), why));
        assert!(off("2026-11-25", "ill").unwrap_err().contains("already"));
        assert!(off("2026-11-20", "ill").unwrap_err().contains("past"));
        assert!(off("2026-11-27", " ").unwrap_err().contains("reason"));
        off("2026-11-27", "ill").unwrap();
        let one = &lab.file(ama).follow_ups[0];
        assert_eq!((one.due, one.note.as_str()), (date("2026-11-27"), "Put off from Wed 25 Nov 2026: ill"));
    }
}
