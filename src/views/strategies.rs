//! What helps a pupil, for a teacher who asks: safe to be seen by any member of staff.
//!
//! Rule: first name, initial and class, and nothing else that tells of a need, a stage, a plan or a date of birth; the words of
//! passport and plan are cleaned first. Screen, command line and paper show what stands here and nothing of their own.

pub mod safe;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::domain::code::YearGroup;
use crate::domain::file::PupilFile;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::pupil::Pupil;
use crate::domain::rows::{Group, RegisterRow};
use crate::domain::support::TargetOutcome;
use crate::domain::words::{fold, plural};
use crate::store::{Snapshot, StoreError};

use safe::Safe;

/// Whose strategies are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// These pupils, leavers too.
    Pupils(Vec<PupilId>),
    /// A class, of one site or of all.
    Class(String, Option<RecordId>),
    /// A year, at one site or at all.
    Year(YearGroup, Option<RecordId>),
    /// Everybody on roll, at one site or at all.
    School(Option<RecordId>),
}

/// What helps one pupil.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Helps {
    /// First name and initial: "Ama O".
    pub name: String,
    /// Class, or the year where there is none; may be empty.
    pub class: String,
    /// What helps, a line each.
    pub helps: Vec<String>,
    /// What to avoid, a line each.
    pub avoid: Vec<String>,
    /// What is done in class for the targets of the plan, a line each.
    pub in_class: Vec<String>,
    /// Adjustments, and support from day to day, a line each.
    pub adjustments: Vec<String>,
}

impl Helps {
    /// The four parts with their headings; those with nothing in them are left out.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        [
            ("What helps", &self.helps[..]),
            ("What to avoid", &self.avoid[..]),
            ("In class", &self.in_class[..]),
            ("Adjustments", &self.adjustments[..]),
        ]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
    }

    /// "Ama O · Lark".
    pub fn heading(&self) -> String {
        [self.name.as_str(), self.class.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }
}

/// A sheet of strategies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Of whom: "Ama O · Lark", "Lark · 3 pupils", "Year 4 · 7 pupils".
    pub title: String,
    /// What helps each, by class and name.
    pub pupils: Vec<Helps>,
    /// Those for whom nothing is recorded: of a class, year or school, those at a stage alone. For the SENCO, not for staff.
    pub nothing: Vec<String>,
    /// The class that it is for, or that the one pupil is in; empty if none.
    pub class: String,
    /// The year that it is for, or that the one pupil is in.
    pub year: Option<YearGroup>,
    /// The site of the one pupil; `None` if there is none.
    pub site: Option<RecordId>,
}

impl Sheet {
    /// Those for whom nothing is recorded, in one line; `None` if there is nobody.
    pub fn nothing_line(&self) -> Option<String> {
        (!self.nothing.is_empty()).then(|| format!("nothing recorded yet: {}", self.nothing.join(", ")))
    }
}

/// One pupil, before the names of all are known.
struct Found {
    first: String,
    surname: String,
    class: String,
    year: Option<YearGroup>,
    site: Option<RecordId>,
    helps: Helps,
    /// Whether it is said if nothing is recorded.
    missed: bool,
}

/// What helps these pupils.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn sheet(snapshot: &Snapshot<'_>, whom: &Whom) -> Result<Sheet, StoreError> {
    let mut found = Vec::new();
    match whom {
        Whom::Pupils(pupils) => {
            for pupil in pupils {
                found.extend(snapshot.pupil_file(*pupil)?.map(|file| read(&file, true)));
            }
        }
        _ => {
            for row in snapshot.register_all()?.iter().filter(|row| is_meant(row, whom)) {
                let file = snapshot.pupil_file(row.who.pupil)?;
                found.extend(file.map(|file| read(&file, row.group == Group::Register)));
            }
        }
    }
    found.retain(|one| one.missed || one.helps.parts().next().is_some());
    found.sort_by_cached_key(|one| {
        (one.class.to_lowercase(), one.first.to_lowercase(), one.surname.to_lowercase())
    });
    Ok(put_together(found, whom))
}

fn is_meant(row: &RegisterRow, whom: &Whom) -> bool {
    let at = |site: &Option<RecordId>| site.is_none() || row.who.site == *site;
    row.group != Group::Leaver
        && match whom {
            Whom::Pupils(pupils) => pupils.contains(&row.who.pupil),
            Whom::Class(class, site) => fold(&row.who.class) == fold(class) && at(site),
            Whom::Year(year, site) => row.who.year == Some(*year) && at(site),
            Whom::School(site) => at(site),
        }
}

/// The class of somebody on roll that is called this, as it is written there; `None` if there is none.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn class_called(snapshot: &Snapshot<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let wanted = fold(name);
    let rows = snapshot.register_all()?;
    let found = rows.into_iter().filter(|row| row.group != Group::Leaver);
    Ok(found.map(|row| row.who.class).find(|class| !wanted.is_empty() && fold(class) == wanted))
}

fn put_together(found: Vec<Found>, whom: &Whom) -> Sheet {
    let named: Vec<(String, String)> =
        found.iter().map(|one| (one.first.clone(), one.surname.clone())).collect();
    let names = safe::names(&named);
    let (class, year, site) = match (whom, &found[..]) {
        (Whom::Class(_, site), [one, ..]) => (one.class.clone(), one.year, *site),
        (Whom::Class(class, site), []) => (class.clone(), None, *site),
        (Whom::Year(year, site), _) => (String::new(), Some(*year), *site),
        (Whom::Pupils(_), [one, ..]) => (one.class.clone(), one.year, one.site),
        (Whom::School(site), _) => (String::new(), None, *site),
        (Whom::Pupils(_), []) => (String::new(), None, None),
    };
    let count = plural(i64::try_from(found.len()).unwrap_or(i64::MAX), "pupil");
    let mut sheet =
        Sheet { title: String::new(), pupils: Vec::new(), nothing: Vec::new(), class, year, site };
    for (mut one, name) in found.into_iter().zip(names) {
        one.helps.name = name;
        if one.helps.parts().next().is_some() {
            sheet.pupils.push(one.helps);
        } else {
            sheet.nothing.push(one.helps.name);
        }
    }
    sheet.title = match whom {
        Whom::Pupils(_) => match (&sheet.pupils[..], &sheet.nothing[..]) {
            ([one], []) => one.heading(),
            ([], [one]) => one.clone(),
            _ => count,
        },
        Whom::Class(..) => format!("{} · {count}", sheet.class),
        Whom::Year(year, _) => format!("{} · {count}", year.label()),
        Whom::School(_) => format!("everybody · {count}"),
    };
    sheet
}

fn read(file: &PupilFile, missed: bool) -> Found {
    let pupil: &Pupil = &file.pupil;
    let safe = Safe::of(pupil);
    let lines = |texts: Vec<&str>| {
        let mut lines: Vec<String> = Vec::new();
        for line in texts.into_iter().flat_map(str::lines) {
            let line = safe.clean(line.trim().trim_start_matches(['-', '•', '*', '–']).trim_start());
            if !line.is_empty() && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    };
    let passport = file.passport();
    let cycle = file.cycle();
    let targets = cycle.into_iter().flat_map(|cycle| file.targets_of(cycle.id));
    let targets = targets.filter(|target| target.outcome != Some(TargetOutcome::Dropped));
    let year = pupil.year.map(YearGroup::short).unwrap_or_default();
    let class = if pupil.class.trim().is_empty() { year } else { pupil.class.trim().to_owned() };
    Found {
        first: safe::first(pupil),
        surname: pupil.surname.clone(),
        class: pupil.class.trim().to_owned(),
        year: pupil.year,
        site: pupil.site,
        missed,
        helps: Helps {
            name: String::new(),
            class,
            helps: lines(passport.map(|one| one.helps.as_str()).into_iter().collect()),
            avoid: lines(passport.map(|one| one.avoid.as_str()).into_iter().collect()),
            in_class: lines(targets.map(|target| target.strategies.as_str()).collect()),
            adjustments: lines(cycle.map(|one| one.adjustments.as_str()).into_iter().collect()),
        },
    }
}
