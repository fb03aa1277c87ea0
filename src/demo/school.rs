//! Sites, staff, terms and classes of the made-up federation: a nursery, an infant school, a junior school.

use chrono::NaiveDate;

use super::dice::{Dice, shift, weekday};
use super::{NAME, Plan, names, typed, words};
use crate::domain::calendar::{Calendar, Closure, ClosureKind, Term, academic_year, assumed_terms};
use crate::domain::ids::{RecordId, SCHOOL};
use crate::domain::record::Recorded;
use crate::domain::school::{SchoolFile, SchoolInfo, Settings, Site, Staff};
use crate::store::{Edit, Refused};

/// The three sites, and the years taught there.
const SITES: [(&str, i8, i8); 3] =
    [("Holly Bank Nursery", -2, -1), ("Mill Lane Infants", 0, 2), ("Station Road Juniors", 3, 6)];

/// The youngest and the oldest year, N1 and Year 6.
pub const YEARS: std::ops::RangeInclusive<i8> = -2..=6;

/// Pupils in a class, about.
const CLASS: u32 = 28;

/// Staff are read at every start, so however large the school, there are no more class teachers than this.
const TEACHERS: usize = 36;

/// What pupils and provisions need to know of the school.
pub struct School {
    /// Whose dates.
    pub calendar: Calendar,
    /// Teaching assistants, who lead most provisions.
    pub helpers: Vec<RecordId>,
    /// Class teachers.
    pub teachers: Vec<RecordId>,
    /// Who teaches whom what cannot be taught in class.
    pub specialist: RecordId,
    /// The SENCO.
    pub senco: RecordId,
    sites: Vec<(RecordId, i8, i8)>,
    classes_a_year: usize,
}

impl School {
    /// The site where a year is taught.
    pub fn site(&self, year: i8) -> Option<RecordId> {
        self.sites.iter().find(|(_, from, to)| (*from..=*to).contains(&year)).map(|(id, ..)| *id)
    }

    /// The day itself if pupils are in school, else one of the days of teaching before it.
    pub fn last_in_term(&self, dice: &mut Dice, on: NaiveDate) -> NaiveDate {
        if self.calendar.is_teaching_day(on) {
            return on;
        }
        let back = shift(on, -dice.between(0, 30));
        (0..90).map(|days| shift(back, -days)).find(|day| self.calendar.is_teaching_day(*day)).unwrap_or(on)
    }

    /// How many classes a year has.
    pub fn classes_a_year(&self) -> usize {
        self.classes_a_year
    }

    /// The name of a class and its teacher.
    pub fn class(&self, year: i8, which: usize) -> (String, Option<RecordId>) {
        let years = YEARS.count();
        let row = usize::try_from(year - YEARS.start()).unwrap_or_default();
        let at = which * years + row;
        let bird = names::BIRDS[at % names::BIRDS.len()];
        let name = match at / names::BIRDS.len() {
            0 => bird.to_owned(),
            round => format!("{bird} {}", round + 1),
        };
        (name, self.teachers.get(at % self.teachers.len().max(1)).copied())
    }
}

/// Writes the school's own records.
pub fn write(edit: &mut Edit<'_>, plan: &Plan) -> Result<School, Refused> {
    let settings = Settings {
        calendar_confirmed: true,
        clock_from: plan.today.checked_sub_days(chrono::Days::new(60)),
        ..Settings::default()
    };
    edit.put(SchoolFile::settings_key(), settings.wrap())?;

    let this = academic_year(plan.today);
    let mut terms = Vec::new();
    for year in this.saturating_sub(2)..=this.saturating_add(1) {
        for term in assumed_terms(year) {
            edit.add(SCHOOL, term.clone())?;
            terms.push(term);
        }
    }
    let closures = training(&terms);
    for closure in &closures {
        edit.add(SCHOOL, closure.clone())?;
    }
    let calendar = Calendar::new(terms, closures, true).unwrap_or_default();

    let mut sites = Vec::new();
    for (name, from, to) in SITES {
        sites.push((edit.add(SCHOOL, Site { name: name.to_owned() })?, from, to));
    }

    let years = u32::try_from(YEARS.count()).unwrap_or(1);
    let classes_a_year = usize::try_from((plan.pupils / years).div_ceil(CLASS).max(1)).unwrap_or(1);
    let mut adults = names::ADULTS.iter().copied().cycle();
    let mut initials = ('A'..='Z').filter(|letter| !matches!(letter, 'I' | 'O' | 'Q' | 'U' | 'X')).cycle();
    let mut adult = |edit: &mut Edit<'_>, role: &str, site: Option<RecordId>| {
        let (first, last) = (initials.next().unwrap_or('A'), adults.next().unwrap_or("Hill"));
        edit.add(SCHOOL, Staff { name: format!("{first} {last}"), role: role.to_owned(), site, here: true })
    };
    let senco = adult(edit, "SENCO", None)?;
    let specialist = adult(edit, "Specialist teacher", None)?;
    adult(edit, "Inclusion lead", None)?;
    let (mut helpers, mut teachers) = (Vec::new(), Vec::new());
    for (site, ..) in sites.iter().cycle().take(11) {
        helpers.push(adult(edit, "Teaching assistant", Some(*site))?);
    }
    for (site, _, _) in sites.iter().cycle().take((classes_a_year * 9).min(TEACHERS)) {
        teachers.push(adult(edit, "Class teacher", Some(*site))?);
    }
    let head = adult(edit, "Head teacher", None)?;
    let governor = adult(edit, "SEN governor", None)?;
    let info = SchoolInfo {
        name: NAME.to_owned(),
        demo: true,
        address: "Holly Bank\nPuddock Lane\nAmbleford\nAM0 0HB".to_owned(),
        phone: "01632 960200".to_owned(),
        email: "office@hollybank.example".to_owned(),
        authority: words::AUTHORITIES[0].to_owned(),
        head: Some(head),
        governor: Some(governor),
    };
    edit.put(SchoolFile::info_key(), info.wrap())?;
    Ok(School { calendar, helpers, teachers, specialist, senco, sites, classes_a_year })
}

/// A day of training in each term: at its start in autumn and spring, after its half-term in summer.
fn training(terms: &[Term]) -> Vec<Closure> {
    terms
        .iter()
        .map(|term| {
            let on = match &term.half_term {
                Some(half) if term.name == "Summer" => weekday(shift(half.end, 1), false),
                _ => weekday(term.start, false),
            };
            let name = format!("{} INSET day", term.name);
            Closure {
                kind: ClosureKind::Inset,
                name,
                from: on,
                to: on,
                site: None,
                typed: typed(shift(on, -90)),
            }
        })
        .collect()
}
