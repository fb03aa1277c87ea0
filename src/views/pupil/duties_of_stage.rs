//! The checklist of the pupil's stage as lines of the pupil page: what is done with its day, what is not with an empty box.
//!
//! Rule: signs are read without colour: `[x]` is done, `[ ]` is not.

use chrono::NaiveDate;

use super::{PupilLine, first_line, joined, line};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::Key;
use crate::domain::record::Recorded;
use crate::domain::support::StageCheck;
use crate::views::checklist::{self, Item};

/// A line a duty; none for a pupil at no stage.
pub(super) fn lines(file: &PupilFile, today: NaiveDate) -> Vec<PupilLine> {
    checklist::of(file, today).iter().map(|item| one(item, file, today)).collect()
}

fn one(item: &Item<'_>, file: &PupilFile, today: NaiveDate) -> PupilLine {
    let sign = if item.done().is_some() { "[x]" } else { "[ ]" };
    let date = item.done().map(day::plain).unwrap_or_default();
    let note = item.tick.map_or("", |tick| first_line(&tick.note));
    let how = match item.proved {
        Some(ahead) if ahead > today => "agreed",
        Some(_) => "on file",
        None => "",
    };
    let text = joined(&[item.duty.text, how, note], " · ");
    let about = item.tick.map(|tick| StageCheck::key(file.id, tick.id));
    let mut line = line(joined(&[sign, &date], " "), text, about.or(Some(Key::profile(file.id))));
    line.field = Some(item.duty.key);
    line.past = item.done().is_some();
    line.more.push(format!("{}: {}.", item.stage.label, item.duty.source));
    line.more.push(format!("Paid by {}.", item.stage.pays));
    for (who, how) in item.stage.monitors {
        line.more.push(format!("Monitored by {who}: {how}."));
    }
    line
}
