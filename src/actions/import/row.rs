//! One row and the pupil's file → what to write. Pure: nothing is asked but what is given.
//!
//! Rule: a field that the row lacks stays as it is. What the row says again changes nothing, so that a second import of one
//! file writes nothing.

use std::collections::HashMap;

use super::matching::How;
use crate::actions::By;
use crate::domain::code::YearGroup;
use crate::domain::day;
use crate::domain::field::{Fields, Value};
use crate::domain::file::PupilFile;
use crate::domain::ids::RecordId;
use crate::domain::provision::Allocation;
use crate::domain::pupil::Pupil;
use crate::domain::record::{Record, Recorded};
use crate::domain::school::SchoolFile;
use crate::domain::stage::{self, StageSet};
use crate::domain::words::uncapital;
use crate::exchange::nearest::plain;
use crate::exchange::register::IncomingRow;

/// What a sheet means in this school: sites and adults on file, by their names without case and punctuation; the stages.
#[derive(Debug)]
pub struct Names {
    /// The set of stages in force.
    pub(super) stages: &'static StageSet,
    sites: HashMap<String, RecordId>,
    staff: HashMap<String, RecordId>,
}

impl Names {
    /// The names of this school.
    pub fn of(school: &SchoolFile) -> Names {
        Names {
            stages: stage::of(&school.settings.stage_set),
            sites: school.sites.iter().map(|site| (plain(&site.name), site.id)).collect(),
            staff: school.staff.iter().map(|adult| (plain(&adult.name), adult.id)).collect(),
        }
    }
}

/// What a row brings to one pupil's file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proposal {
    /// Who the pupil is, as it shall stand.
    pub pupil: Pupil,
    /// The name of a site that is not on file yet and shall be the pupil's.
    pub new_site: Option<String>,
    /// The name of an adult who is not on file yet and shall be the pupil's key person.
    pub new_key_person: Option<String>,
    /// Records to write, with their numbers where they are on file.
    pub writes: Vec<(Option<RecordId>, Record)>,
    /// Whether the pupil comes to K or E without a need, which the census asks for.
    pub lacks_need: bool,
    /// What changes, a phrase each.
    pub changes: Vec<String>,
    /// What a person should look at.
    pub warnings: Vec<String>,
}

/// What the row brings to the pupil on file, or to a new one.
pub fn propose(row: &IncomingRow, on_file: Option<(&PupilFile, How)>, names: &Names, by: &By) -> Proposal {
    let file = on_file.map(|(file, _)| file);
    let mut out = Proposal {
        pupil: file.map(|file| file.pupil.value.clone()).unwrap_or_default(),
        ..Proposal::default()
    };
    out.profile(row, on_file.map(|(_, how)| how));
    out.places(row, names);
    if let Some(left) = file.and_then(|file| file.pupil.left) {
        // A file that was ended stays so until somebody brings the pupil back.
        if row.left.is_none() {
            out.warnings.push(format!(
                "on file as left on {}: bring the pupil back before stage, needs and reviews are taken",
                day::full(left)
            ));
        }
    } else {
        out.support(row, file, names.stages, by);
    }
    out.leaving(row, file, by);
    if let Some(file) = file {
        let before = &file.pupil.value;
        let mut changes = profile_changes(before, &out.pupil);
        if let Some(site) =
            row.site.as_ref().filter(|_| out.new_site.is_some() || out.pupil.site != before.site)
        {
            changes.push(format!("site {site}"));
        }
        let adult = row.key_worker.as_ref();
        if let Some(adult) =
            adult.filter(|_| out.new_key_person.is_some() || out.pupil.key_person != before.key_person)
        {
            changes.push(format!("key person {adult}"));
        }
        changes.append(&mut out.changes);
        out.changes = changes;
    } else if out.pupil.year.is_none() {
        out.pupil.year = out.pupil.born.and_then(|born| YearGroup::for_birth_date(born, by.today));
    }
    out
}

/// The fields of the profile that differ, in words, but for those that point to other records.
fn profile_changes(before: &Pupil, after: &Pupil) -> Vec<String> {
    let mut changes = Vec::new();
    for field in Pupil::FIELDS {
        let (was, is) = ((field.get)(before), (field.get)(after));
        let points = matches!(was, Value::Id(_)) || matches!(is, Value::Id(_));
        if was != is && !points {
            let label = uncapital(field.label);
            changes.push(format!("{label} {} → {}", said(&was), said(&is)));
        }
    }
    changes
}

fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => {
            let line = text.lines().next_back().unwrap_or_default();
            if line.chars().count() > 40 {
                format!("{}…", line.chars().take(39).collect::<String>())
            } else {
                line.to_owned()
            }
        }
        Value::Date(date) => day::full(*date),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Empty | Value::Id(_) => "–".to_owned(),
    }
}

impl Proposal {
    /// Site and key person: those on file by number, new ones by name.
    fn places(&mut self, row: &IncomingRow, names: &Names) {
        if let Some(site) = &row.site {
            match names.sites.get(&plain(site)) {
                Some(id) => self.pupil.site = Some(*id),
                None => self.new_site = Some(site.clone()),
            }
        }
        if let Some(adult) = &row.key_worker {
            match names.staff.get(&plain(adult)) {
                Some(id) => self.pupil.key_person = Some(*id),
                None => self.new_key_person = Some(adult.clone()),
            }
        }
    }

    fn profile(&mut self, row: &IncomingRow, how: Option<How>) {
        let pupil = &mut self.pupil;
        match (how, &row.upn) {
            (Some(How::OlderUpn), Some(upn)) if *upn != pupil.upn => {
                self.warnings.push(format!("{upn} is a former UPN; {} on file stays", pupil.upn));
            }
            (Some(How::NewerUpn), Some(upn)) => {
                pupil.former_upn = std::mem::replace(&mut pupil.upn, upn.clone());
            }
            (_, Some(upn)) => pupil.upn.clone_from(upn),
            (_, None) => {}
        }
        if let Some(former) = &row.former_upn
            && *former != pupil.upn
        {
            pupil.former_upn.clone_from(former);
        }
        // A file may name a child by the name used alone; the forename on file is then the fuller one.
        let forename =
            if how.is_some() && row.known_as.is_none() && row.forename.as_ref() == Some(&pupil.known_as) {
                &None
            } else {
                &row.forename
            };
        for (given, held) in [
            (&row.surname, &mut pupil.surname),
            (forename, &mut pupil.forename),
            (&row.class, &mut pupil.class),
            (&row.ethnicity, &mut pupil.ethnicity),
            (&row.student_id, &mut pupil.school_number),
        ] {
            if let Some(given) = given {
                held.clone_from(given);
            }
        }
        if let Some(known_as) = &row.known_as
            && !(pupil.known_as.is_empty() && *known_as == pupil.forename)
        {
            pupil.known_as.clone_from(known_as);
        }
        pupil.born = row.dob.or(pupil.born);
        pupil.sex = row.sex.or(pupil.sex);
        pupil.year = row.year.or(pupil.year);
        for (given, held) in [
            (row.pupil_premium, &mut pupil.pupil_premium),
            (row.eal, &mut pupil.eal),
            (row.sen_unit, &mut pupil.sen_unit),
            (row.resourced, &mut pupil.resourced),
        ] {
            *held = given.unwrap_or(*held);
        }
        // What somebody wrote by hand is added to, never replaced.
        if let Some(notes) = &row.notes
            && !pupil.note.contains(notes.as_str())
        {
            if !pupil.note.is_empty() {
                pupil.note.push('\n');
            }
            pupil.note.push_str(notes);
        }
    }

    /// The last day on roll. As with a pupil ended by hand: provision that runs on ends, later reviews are called off.
    fn leaving(&mut self, row: &IncomingRow, file: Option<&PupilFile>, by: &By) {
        let Some(left) = row.left.filter(|left| Some(*left) != self.pupil.left) else { return };
        if left > by.today {
            self.warnings
                .push(format!("the last day, {}, lies ahead: it is taken once it is there", day::full(left)));
            return;
        }
        self.pupil.left = Some(left);
        let Some(file) = file else { return };
        for held in file.allocations.iter().filter(|held| held.to.is_none_or(|to| to > left)) {
            let ended = Allocation { to: Some(left.max(held.from)), ..held.value.clone() };
            self.writes.push((Some(held.id), ended.wrap()));
        }
        for held in file.open_reviews().filter(|review| review.due > left) {
            // A review that this row has moved is called off as it was.
            self.writes.retain(|(id, record)| !(*id == Some(held.id) && matches!(record, Record::Review(_))));
            let mut review = held.value.clone();
            review.cancelled = Some(by.today);
            review.note =
                if review.note.is_empty() { "left".to_owned() } else { format!("left; {}", review.note) };
            self.writes.push((Some(held.id), review.wrap()));
        }
    }
}
