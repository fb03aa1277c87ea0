//! The passport and the voices on a pupil's page.

use chrono::NaiveDate;

use super::{PupilLine, first_line, in_full, joined, line};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::Held;
use crate::domain::record::Recorded;
use crate::domain::school::SchoolFile;
use crate::domain::support::{Passport, fits};
use crate::duties;
use crate::views::voices as said;

/// The four boxes of the passport in force with since when and until when; then, a line each, those it replaced.
pub(super) fn passports(file: &PupilFile, school: &SchoolFile, today: NaiveDate) -> Vec<PupilLine> {
    let now = file.passport();
    let mut lines = now.map(|held| in_force(file, school, held, today)).unwrap_or_default();
    let before = file.passports.iter().rev().filter(|held| now.is_none_or(|now| now.id != held.id));
    lines.extend(before.map(|held| {
        let to = held.replaced.map(|on| format!(" – {}", day::plain(on))).unwrap_or_default();
        let text = joined(&["replaced", first_line(&held.helps)], " · ");
        let mut one =
            line(format!("{}{to}", day::plain(held.written)), text, Some(Passport::key(file.id, held.id)));
        one.more.extend(held.titled().into_iter().filter_map(|(title, text)| in_full(title, text)));
        one.past = true;
        one
    }));
    lines
}

fn in_force(
    file: &PupilFile,
    school: &SchoolFile,
    held: &Held<Passport>,
    today: NaiveDate,
) -> Vec<PupilLine> {
    let about = Passport::key(file.id, held.id);
    let due = duties::due_items(file, school).into_iter().find(|item| item.about == about);
    let again = held.look_again.or(due.as_ref().map(|item| item.date));
    let with =
        if held.agreed_with.is_empty() { String::new() } else { format!("agreed with {}", held.agreed_with) };
    let again_words = again.map(|on| format!("look again by {}", day::near(on, today))).unwrap_or_default();
    let page = fits(held.boxes()).err().map(|why| format!("not on one page: {why}")).unwrap_or_default();
    let text = joined(&[&format!("since {}", day::plain(held.written)), &with, &again_words, &page], " · ");
    let mut head = line("in force", text, Some(about));
    head.late = again.is_some_and(|on| on < today);
    head.more.extend(in_full("", &held.note));
    let mut lines = vec![head];
    let fields = ["strengths", "matters", "helps", "avoid"];
    for (field, (title, text)) in fields.into_iter().zip(held.titled()) {
        let said = if text.trim().is_empty() { "nothing yet" } else { first_line(text.trim()) };
        let mut one = line(title, said, Some(about));
        one.more.extend((text.trim().lines().count() > 1).then(|| text.trim().to_owned()));
        one.field = Some(field);
        one.past = text.trim().is_empty();
        lines.push(one);
    }
    lines
}

/// What the pupil and the parents said, the newest first; before it, whose words are missing where the others' are there.
pub(super) fn voices(file: &PupilFile) -> Vec<PupilLine> {
    let all = said::voices(file);
    let missing = said::missing(&all, None);
    let mut lines = Vec::new();
    if missing.len() == 1 {
        lines.push(line("", said::missing_words(&missing), None));
    }
    for (at, one) in all.iter().enumerate() {
        let text = joined(&[&one.whose(), &format!("“{}”", first_line(&one.words))], ": ");
        let mut row = line(day::plain(one.on), text, Some(one.about));
        row.more.extend((one.words.lines().count() > 1).then(|| one.words.clone()));
        // A review may have the words of both: the cursor tells its two lines apart.
        let twice = all.iter().take(at).any(|before| before.about == one.about);
        row.field = twice.then_some("parents");
        lines.push(row);
    }
    lines
}
