//! What is due: overdue and coming, the most pressing first.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::calendar::monday;
use crate::domain::day;
use crate::domain::ids::{RecordId, SCHOOL};
use crate::domain::provision::Provision;
use crate::domain::rows::{DueRow, Whose};
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};
use crate::text::width;

/// One thing to do, with the names that belong to it.
#[derive(Clone, Debug, PartialEq)]
pub struct DueLine {
    /// The row as derived.
    pub row: DueRow,
    /// What to do, with the intervention's name for a check.
    pub what: String,
    /// The adult it falls to; empty means the SENCO.
    pub lead: String,
}

impl DueLine {
    /// Whose it is, as a list names it: the pupil, the child of a consultation, or the school.
    pub fn name(&self) -> &str {
        if self.row.key.about.pupil == SCHOOL && self.row.who.name.is_empty() {
            "School"
        } else {
            &self.row.who.name
        }
    }

    /// Who has to act: the authority or the family where the clock is theirs, else the adult; empty means the SENCO.
    pub fn by_whom(&self) -> &str {
        match self.row.whose {
            Whose::School => &self.lead,
            theirs => theirs.label(),
        }
    }
}

/// The provisions that rows name, each read once.
#[derive(Default)]
struct Provisions(BTreeMap<RecordId, Option<Provision>>);

impl Provisions {
    fn get(&mut self, snapshot: &Snapshot<'_>, id: RecordId) -> Result<Option<&Provision>, StoreError> {
        if let std::collections::btree_map::Entry::Vacant(place) = self.0.entry(id) {
            place.insert(snapshot.provision(id)?.map(|held| held.value));
        }
        Ok(self.0.get(&id).and_then(Option::as_ref))
    }
}

fn join(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    rows: impl IntoIterator<Item = DueRow>,
) -> Result<Vec<DueLine>, StoreError> {
    let mut provisions = Provisions::default();
    let mut lines = Vec::new();
    for row in rows {
        let mut what = row.what.clone();
        let mut lead = row.lead;
        if let Some(id) = row.provision
            && let Some(provision) = provisions.get(snapshot, id)?
        {
            what = format!("{what} · {}", provision.name);
            lead = lead.or(provision.lead);
        }
        let lead = school.staff_name(lead).to_owned();
        lines.push(DueLine { row, what, lead });
    }
    Ok(lines)
}

/// The first so many, and whether that is all: enough for a first screen, whatever the size of the school.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn first(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    limit: usize,
) -> Result<(Vec<DueLine>, bool), StoreError> {
    let rows = snapshot.due_from(None, limit)?;
    let all = rows.len() < limit;
    Ok((join(snapshot, school, rows.into_iter().map(|(_, row)| row))?, all))
}

/// Everything due.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn all(snapshot: &Snapshot<'_>, school: &SchoolFile) -> Result<Vec<DueLine>, StoreError> {
    join(snapshot, school, snapshot.due_all()?)
}

/// Weeks after this one that have a heading of their own; what comes later stands together.
pub const WEEKS_NAMED: i64 = 9;

/// Which heading a day stands under, seen from today: 0 overdue, 1 this week, 2 next week, and so on.
pub fn week_of(date: NaiveDate, today: NaiveDate) -> u32 {
    if date < today {
        return 0;
    }
    let (Some(this), Some(that)) = (monday(today), monday(date)) else { return 0 };
    let weeks = day::between(this, that) / 7;
    u32::try_from(weeks.min(WEEKS_NAMED)).unwrap_or(0) + 1
}

/// The words of a heading.
pub fn week_title(section: u32, today: NaiveDate) -> String {
    match section {
        0 => "Overdue".to_owned(),
        1 => "This week".to_owned(),
        2 => "Next week".to_owned(),
        later if i64::from(later) > WEEKS_NAMED => "Later".to_owned(),
        week => monday(today)
            .and_then(|monday| monday.checked_add_days(chrono::Days::new(u64::from(week - 1) * 7)))
            .map_or_else(|| "Later".to_owned(), |monday| format!("Week of {}", day::near(monday, today))),
    }
}

/// The words of a case's row for so many columns: if they do not fit, the step goes without its detail, before the case, or
/// the case is said in one word. What is not known by one word stays, to be cut at its end.
pub fn shorter(todo: &str, room: usize) -> Cow<'_, str> {
    let Some((case, step)) = todo.split_once(" · ").filter(|_| width(todo) > room) else {
        return todo.into();
    };
    let act = step.split(", ").next().unwrap_or(step);
    let tries = [format!("{case} · {act}"), format!("{case}: {act}")];
    if let Some(fitting) = tries.into_iter().find(|words| width(words) <= room) {
        return fitting.into();
    }
    match width(act) + 6 <= room {
        true => format!("{act} · {case}").into(),
        false => {
            let short = ["annual ", "EHC "].iter().find_map(|begins| case.strip_prefix(begins));
            short.map_or_else(|| todo.into(), |short| format!("{short}: {step}").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_stand_under_the_week_they_fall_in() {
        let today = date("2026-11-21"); // a Saturday
        for (day, section, title) in [
            ("2026-11-20", 0, "Overdue"),
            ("2020-01-01", 0, "Overdue"),
            ("2026-11-21", 1, "This week"),
            ("2026-11-22", 1, "This week"),
            ("2026-11-23", 2, "Next week"),
            ("2026-11-30", 3, "Week of Mon 30 Nov"),
            ("2027-01-11", 9, "Week of Mon 11 Jan"),
            ("2027-01-18", 9 + 1, "Later"),
            ("2031-01-18", 9 + 1, "Later"),
        ] {
            assert_eq!(week_of(date(day), today), section, "{day}");
            assert_eq!(week_title(section, today), title, "{day}");
        }
    }

    #[test]
    fn the_step_of_a_case_is_seen_where_there_is_little_room() {
        for (words, short) in [
            ("suspension · tell the authority", "suspension · tell the authority"),
            ("annual review · circulate advice, meeting Thu 26 Nov 2026", "annual review: circulate advice"),
            ("annual review · invite, meeting Tue 5 Jan 2027", "annual review · invite"),
            ("annual review · authority decides", "authority decides · annual review"),
            ("consultation · answer the authority", "answer the authority · consultation"),
            (
                "annual review · send the report to all and to the authority",
                "review: send the report to all and to the authority",
            ),
            (
                "letter to parents · tell them that SEN support begins",
                "letter to parents · tell them that SEN support begins",
            ),
            (
                "no review agreed yet, and it is much too long to be shown",
                "no review agreed yet, and it is much too long to be shown",
            ),
        ] {
            assert_eq!(shorter(words, 31), short);
        }
        assert_eq!(shorter("annual review · authority decides", 60), "annual review · authority decides");
    }
}
