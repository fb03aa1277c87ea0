//! The agencies of the catalogue with what each has in hand: which pupils wait for it, at which step, since when, whom to ask.
//!
//! Rule: an involvement waits at the first step that is not recorded; how long is counted from the last that is. A name that the
//! catalogue lacks stands behind it, with its work.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::case::Involvement;
use crate::domain::day;
use crate::domain::ids::{Key, Kind, RecordId};
use crate::domain::people::Agency;
use crate::domain::record::Recorded;
use crate::domain::rows::{Duty, Who};
use crate::domain::school::SchoolFile;
use crate::domain::words::plural;
use crate::store::{Snapshot, StoreError};

/// What an involvement waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The parents' answer.
    Consent,
    /// The referral is to go.
    Referral,
    /// The agency is to see the pupil.
    Seen,
    /// The agency's report.
    Report,
    /// Parents and staff are to see the report.
    Sharing,
    /// The advice is to become targets or provision.
    Advice,
    /// Nothing more; it has no end yet.
    Nothing,
}

impl Step {
    /// What it waits for, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Step::Consent => "waits for consent",
            Step::Referral => "to be referred",
            Step::Seen => "waits to be seen",
            Step::Report => "waits for the report",
            Step::Sharing => "report to be shared",
            Step::Advice => "advice to be used",
            Step::Nothing => "nothing more is due",
        }
    }

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Step::Consent => "consent",
            Step::Referral => "referral",
            Step::Seen => "seen",
            Step::Report => "report",
            Step::Sharing => "sharing",
            Step::Advice => "advice",
            Step::Nothing => "nothing",
        }
    }

    /// Whether it is the agency that has to act: then it can be chased.
    pub fn is_agencys(self) -> bool {
        matches!(self, Step::Seen | Step::Report)
    }

    /// Where an involvement stands, and since when it does.
    pub fn of(case: &Involvement) -> (Step, NaiveDate) {
        let agreed = case.consent.unwrap_or(case.began);
        if let Some(shared) = case.shared {
            let waits = !case.advice.trim().is_empty() && case.used.is_none();
            return if waits { (Step::Advice, shared) } else { (Step::Nothing, case.used.unwrap_or(shared)) };
        }
        if let Some(report) = case.report {
            return (Step::Sharing, report);
        }
        if let Some(seen) = case.seen {
            return (Step::Report, seen);
        }
        match case.referred {
            Some(referred) => (Step::Seen, referred),
            None if case.consent.is_none() && case.without.trim().is_empty() => (Step::Consent, case.began),
            None => (Step::Referral, agreed),
        }
    }
}

/// One agency's work with one pupil, as long as it lasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Which record.
    pub key: Key,
    /// Whose.
    pub who: Who,
    /// The agency, as the record names it.
    pub agency: String,
    /// What the agency was asked; may be empty.
    pub reason: String,
    /// What it waits for.
    pub step: Step,
    /// Since when it waits.
    pub since: NaiveDate,
    /// Days since then; never below 0.
    pub days: i64,
    /// The day the agency was chased last; `None` if never.
    pub chased: Option<NaiveDate>,
    /// Whom to ask, with telephone or e-mail, as the catalogue has it; may be empty.
    pub contact: String,
    /// Who sees to it; empty means the SENCO.
    pub lead: String,
    /// What is due of it, and when; `None` if nothing is.
    pub due: Option<(Duty, NaiveDate)>,
}

impl Work {
    /// How long it waits: "5 days", then in whole weeks.
    pub fn waited(&self) -> String {
        if self.days < 14 { plural(self.days, "day") } else { plural(self.days / 7, "week") }
    }

    /// The same as [`Work::state`] for a row that says beside it how long: "waits to be seen 21 Sep, chased 9 Nov".
    pub fn brief(&self) -> String {
        let day = |date: NaiveDate| date.format("%-d %b").to_string();
        let chased = self.chased.map(|on| format!(", chased {}", day(on))).unwrap_or_default();
        format!("{} {}{chased}", self.step.label(), day(self.since))
    }

    /// "waits to be seen since Mon 21 Sep · chased Mon 9 Nov".
    pub fn state(&self, today: NaiveDate) -> String {
        let chased = self.chased.map(|on| format!(" · chased {}", day::near(on, today))).unwrap_or_default();
        format!("{} since {}{chased}", self.step.label(), day::near(self.since, today))
    }
}

/// An agency with its work.
#[derive(Clone, Debug, PartialEq)]
pub struct AgencyLine {
    /// Its number; `None` for a name that the catalogue lacks.
    pub id: Option<RecordId>,
    /// The record; of a name that the catalogue lacks, the name alone.
    pub agency: Agency,
    /// Work that lasts, the longest wait first.
    pub works: Vec<Work>,
    /// How many pieces of work with pupils on roll have come to their end.
    pub ended: usize,
}

impl AgencyLine {
    /// How many wait for the agency itself.
    pub fn waiting(&self) -> usize {
        self.works.iter().filter(|work| work.step.is_agencys()).count()
    }

    /// Days of the longest wait for the agency itself; `None` if nobody waits.
    pub fn longest(&self) -> Option<i64> {
        self.works.iter().filter(|work| work.step.is_agencys()).map(|work| work.days).max()
    }
}

/// Whom to ask: "Ann Hall, 01234 567890".
pub fn contact(agency: &Agency) -> String {
    let ways = [&agency.contact, &agency.phone, &agency.email];
    ways.into_iter().filter(|way| !way.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

/// Every agency with the open work of pupils on roll, at one site or at all; by name, those out of use and those that the catalogue
/// lacks last.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn all(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    site: Option<RecordId>,
    today: NaiveDate,
) -> Result<Vec<AgencyLine>, StoreError> {
    let due: BTreeMap<Key, (Duty, NaiveDate)> = snapshot
        .due_all()?
        .into_iter()
        .filter(|row| row.key.about.kind == Kind::Involvement)
        .map(|row| (row.key.about, (row.key.duty, row.key.date)))
        .collect();
    let mut lines: Vec<AgencyLine> = school
        .agencies
        .iter()
        .map(|held| AgencyLine { id: Some(held.id), agency: held.value.clone(), works: Vec::new(), ended: 0 })
        .collect();
    lines.sort_by_cached_key(|line| (!line.agency.active, line.agency.name.to_lowercase()));
    for row in snapshot.register_all()?.into_iter().filter(|row| row.left.is_none()) {
        if site.is_some_and(|site| row.who.site.is_some_and(|at| at != site)) {
            continue;
        }
        for held in snapshot.list::<Involvement>(row.who.pupil)? {
            let line = of_name(&mut lines, &held.agency);
            if held.ended.is_some() {
                line.ended += 1;
                continue;
            }
            let (step, since) = Step::of(&held);
            let key = Involvement::key(row.who.pupil, held.id);
            line.works.push(Work {
                key,
                who: row.who.clone(),
                agency: held.agency.clone(),
                reason: held.reason.clone(),
                step,
                since,
                days: day::between(since, today).max(0),
                chased: held.chased,
                contact: contact(&line.agency),
                lead: school.staff_name(held.lead).to_owned(),
                due: due.get(&key).copied(),
            });
        }
    }
    for line in &mut lines {
        line.works.sort_by_cached_key(|work| (work.since, work.who.sort_name.clone(), work.key));
    }
    Ok(lines)
}

/// The line of this name; a new one behind the others if there is none.
fn of_name<'a>(lines: &'a mut Vec<AgencyLine>, name: &str) -> &'a mut AgencyLine {
    let wanted = name.trim().to_lowercase();
    let at = lines.iter().position(|line| line.agency.name.trim().to_lowercase() == wanted);
    let at = at.unwrap_or_else(|| {
        let agency = Agency { name: name.trim().to_owned(), active: true, ..Agency::default() };
        lines.push(AgencyLine { id: None, agency, works: Vec::new(), ended: 0 });
        lines.len() - 1
    });
    // A place that was found, or that of the line just pushed.
    &mut lines[at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::ids::{SCHOOL, Typed};

    #[test]
    fn an_involvement_waits_at_its_first_open_step() {
        type Change = fn(&mut Involvement, fn(&str) -> Option<NaiveDate>);
        let cases: [(Change, Step, &str); 8] = [
            (|_, _| {}, Step::Consent, "2026-09-01"),
            (|c, _| c.without = "at risk".into(), Step::Referral, "2026-09-01"),
            (|c, on| c.consent = on("2026-09-04"), Step::Referral, "2026-09-04"),
            (|c, on| c.referred = on("2026-09-07"), Step::Seen, "2026-09-07"),
            (|c, on| (c.referred, c.seen) = (on("2026-09-07"), on("2026-10-01")), Step::Report, "2026-10-01"),
            (|c, on| c.report = on("2026-10-10"), Step::Sharing, "2026-10-10"),
            (
                |c, on| {
                    (c.report, c.shared) = (on("2026-10-10"), on("2026-10-12"));
                    c.advice = "Visual timetable".into();
                },
                Step::Advice,
                "2026-10-12",
            ),
            (|c, on| c.shared = on("2026-10-12"), Step::Nothing, "2026-10-12"),
        ];
        for (change, step, since) in cases {
            let mut case = Involvement::began(date("2026-09-01"), Typed::default());
            change(&mut case, |text| Some(date(text)));
            assert_eq!(Step::of(&case), (step, date(since)), "{case:?}");
        }
    }

    #[test]
    fn the_list_is_by_agency_with_the_longest_wait_first() {
        let mut lab = Lab::new();
        let (ama, ben, cy) =
            (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"), lab.pupil("Cy", "Marten"));
        let agency = |name: &str, active| Agency { name: name.into(), active, ..Agency::default() };
        lab.make(|edit, _| {
            edit.add(SCHOOL, Agency { phone: "01234 567890".into(), ..agency("CAMHS", true) })?;
            edit.add(SCHOOL, agency("Old service", false))?;
            edit.add(SCHOOL, agency("Vision", true))
        });
        for (pupil, name, referred, ended) in [
            (ama, "camhs", "2026-10-01", None),
            (ben, "CAMHS", "2026-09-01", None),
            (ben, "Vision", "2026-09-01", Some("2026-10-01")),
            (cy, "A friend of the school", "2026-11-01", None),
        ] {
            lab.make(|edit, by| {
                let mut case = Involvement::began(date("2026-08-01"), by.typed.clone());
                case.agency = name.into();
                case.consent = Some(date("2026-08-20"));
                case.referred = Some(date(referred));
                case.ended = ended.map(date);
                edit.add(pupil, case)
            });
        }
        let today = lab.by.today;
        let lines = lab
            .store
            .read(|view| {
                let school = view.school()?;
                all(view, &school, None, today)
            })
            .unwrap();
        let said: Vec<(String, usize, usize)> =
            lines.iter().map(|line| (line.agency.name.clone(), line.works.len(), line.ended)).collect();
        let said: Vec<(&str, usize, usize)> =
            said.iter().map(|(name, open, ended)| (name.as_str(), *open, *ended)).collect();
        assert_eq!(
            said,
            [("CAMHS", 2, 0), ("Vision", 0, 1), ("Old service", 0, 0), ("A friend of the school", 1, 0)]
        );
        let first = &lines[0].works[0];
        assert_eq!((first.who.name.as_str(), first.days), ("Ben Quill", 81));
        assert_eq!(first.contact, "01234 567890");
        assert_eq!(first.due.map(|(duty, _)| duty), Some(Duty::AgencyChase));
        assert_eq!(lines[0].longest(), Some(81));
        assert_eq!(first.state(today), "waits to be seen since Tue 1 Sep");
        assert_eq!(lines[3].id, None);
    }
}
