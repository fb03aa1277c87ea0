//! Plan the year: a date for every review that the academic year still asks for, so that no week has more of them than the
//! school says.
//!
//! Rule: it proposes and saves nothing. What is agreed stays where it is. A date is a school day from tomorrow on, no nearer to
//! the review before than the gap, and no later than the rhythm allows; the limit of a week gives way before the rhythm does,
//! and then it is said which week has too many. Nobody is dropped in silence.
//!
//! - `slots` finds, for each pupil, in which stretch of the year each of the reviews still to come belongs.
//! - `sweep` goes through the weeks and puts them on days, as even as it can.
//! - `moves` moves one by hand, and says why not.

mod moves;
mod slots;
mod sweep;
#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

use crate::domain::calendar::{Calendar, academic_year, academic_year_label, monday};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{PupilId, RecordId, Seq};
use crate::domain::review::ReviewKind;
use crate::domain::rows::{Duty, Group, Who};
use crate::domain::school::SchoolFile;
use crate::domain::stage;
use crate::domain::words::plural;
use crate::duties::{Ground, ground};
use crate::store::{Snapshot, StoreError};

use slots::Frame;

/// One review of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Whose: a place in [`YearPlan::pupils`].
    pub pupil: usize,
    /// What kind.
    pub kind: ReviewKind,
    /// On which day.
    pub date: NaiveDate,
    /// The review that is agreed for this day; `None` for one that is proposed.
    pub agreed: Option<RecordId>,
    /// The last day that the rhythm allows, for a proposed one; `None` where the rhythm says nothing.
    pub by: Option<NaiveDate>,
    /// Whether a person moved it off the day that was proposed.
    pub moved: bool,
}

impl Planned {
    /// Whether the rhythm asked for it earlier.
    pub fn is_late(&self) -> bool {
        self.agreed.is_none() && self.by.is_some_and(|by| by < self.date)
    }
}

/// A pupil of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pupil {
    /// Who.
    pub who: Who,
    /// What the next review is counted from: the last one held, else the day the pupil came to the stage.
    pub base: NaiveDate,
    /// How many reviews of the year found no room between the others.
    pub short: u16,
}

/// One week of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Why nobody is at school in it: "half-term"; empty for a week with a school day.
    pub rest: String,
    /// How many reviews are on it.
    pub count: usize,
    /// How many of them are at sites that are not shown.
    pub elsewhere: usize,
}

/// A plan for the rest of an academic year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearPlan {
    /// The academic year, by the calendar year that it starts in.
    pub year: i32,
    /// The most reviews in a week.
    pub limit: usize,
    /// Reviews a pupil and year.
    pub a_year: u8,
    /// Days that must lie between two reviews of a pupil.
    pub gap: i64,
    /// Whether the rule that asks for reviews is on: without it nothing is proposed.
    pub on: bool,
    /// The first day that may be proposed.
    pub first: NaiveDate,
    /// The last school day of the year.
    pub last: NaiveDate,
    /// Every week from the first day to the last.
    pub weeks: Vec<Week>,
    /// Pupils by number.
    pub pupils: Vec<Pupil>,
    /// Reviews agreed and proposed, by day and name.
    pub reviews: Vec<Planned>,
    /// The journal's place when it was made: what is written later it does not know.
    pub seen: Seq,
}

/// The gap between two reviews unless the rhythm is closer: five weeks.
const GAP: i64 = 35;

impl YearPlan {
    /// "2026/27".
    pub fn label(&self) -> String {
        academic_year_label(self.year)
    }

    /// Which week of the strip a day lies in; `None` outside.
    pub fn week_of(&self, date: NaiveDate) -> Option<usize> {
        let monday = monday(date)?;
        self.weeks.binary_search_by_key(&monday, |week| week.monday).ok()
    }

    /// The reviews of a week, by day and name: places in [`YearPlan::reviews`].
    pub fn reviews_in(&self, week: usize) -> Vec<usize> {
        let Some(week) = self.weeks.get(week) else { return Vec::new() };
        let until = week.monday.checked_add_days(Days::new(6)).unwrap_or(week.monday);
        let inside = |review: &Planned| (week.monday..=until).contains(&review.date);
        (0..self.reviews.len()).filter(|at| self.reviews.get(*at).is_some_and(inside)).collect()
    }

    /// Those that are proposed.
    pub fn proposed(&self) -> impl Iterator<Item = &Planned> {
        self.reviews.iter().filter(|review| review.agreed.is_none())
    }

    /// What is proposed, as the action takes it.
    pub fn agreement(&self) -> Vec<(PupilId, NaiveDate)> {
        self.proposed()
            .filter_map(|review| Some((self.pupils.get(review.pupil)?.who.pupil, review.date)))
            .collect()
    }

    /// The weeks with more reviews than the school says.
    pub fn over(&self) -> impl Iterator<Item = &Week> {
        self.weeks.iter().filter(|week| week.count > self.limit)
    }

    /// What a person must know before agreeing: weeks that have too many, reviews that found no room, reviews that are late. A
    /// sentence each.
    pub fn warnings(&self) -> Vec<String> {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let mut said = Vec::new();
        if !self.on {
            said.push("The rule “Reviews with pupil and parents” is off: nothing is proposed.".to_owned());
        }
        for week in self.over() {
            said.push(format!(
                "Week of {}: {}, {} over the limit of {}.",
                day::short(week.monday),
                plural(number(week.count), "review"),
                week.count - self.limit,
                self.limit
            ));
        }
        for pupil in self.pupils.iter().filter(|pupil| pupil.short > 0) {
            said.push(format!(
                "{}: no room this year for {} of the {} a year.",
                pupil.who.name,
                plural(pupil.short.into(), "review"),
                self.a_year
            ));
        }
        let late = self.reviews.iter().filter(|review| review.is_late()).count();
        if late > 0 {
            let were = if late == 1 { "is" } else { "are" };
            said.push(format!("{} {were} later than the rhythm asked for.", plural(number(late), "review")));
        }
        said
    }

    fn count_anew(&mut self) {
        let mut counts = vec![0_usize; self.weeks.len()];
        for review in &self.reviews {
            if let Some(count) = self.week_of(review.date).and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
        for (week, count) in self.weeks.iter_mut().zip(counts) {
            week.count = count + week.elsewhere;
        }
    }

    fn sort(&mut self) {
        let pupils = &self.pupils;
        self.reviews.sort_by(|a, b| {
            let name =
                |review: &Planned| pupils.get(review.pupil).map(|one| (&one.who.sort_name, one.who.pupil));
            (a.date, name(a), a.agreed).cmp(&(b.date, name(b), b.agreed))
        });
    }
}

fn who(file: &PupilFile) -> Who {
    Who {
        pupil: file.id,
        name: file.pupil.name(),
        sort_name: file.pupil.sort_name(),
        year: file.pupil.year,
        class: file.pupil.class.clone(),
        site: file.pupil.site,
    }
}

/// The days from one Monday to the week of the last day.
fn weeks(first: NaiveDate, last: NaiveDate, calendar: &Calendar) -> Vec<Week> {
    let Some(start) = monday(first) else { return Vec::new() };
    start
        .iter_days()
        .step_by(7)
        .take_while(|monday| *monday <= last)
        .map(|monday| {
            let friday = monday.checked_add_days(Days::new(4)).unwrap_or(monday);
            let taught = calendar.school_days_between(monday, friday) > 0;
            // A week of holidays with Christmas in it is one of holidays.
            let day = monday.iter_days().take(5).find(|date| calendar.bank_holiday(*date).is_none());
            let rest = if taught { None } else { calendar.why_not(day.unwrap_or(monday)) };
            Week { monday, rest: rest.unwrap_or_default(), count: 0, elsewhere: 0 }
        })
        .collect()
}

/// The plan for these files, which are those of pupils at a stage: for the rest of the academic year, or in the summer holidays
/// for the next. With a site, what is proposed and listed is that site's; what is agreed at the others counts in the weeks.
pub fn plan(files: &[PupilFile], school: &SchoolFile, site: Option<RecordId>, today: NaiveDate) -> YearPlan {
    let calendar = school.calendar_of(site);
    let whole = Ground { calendar, settings: &school.settings, agencies: &school.agencies };
    let param = |key| whole.param(Duty::ReviewRhythm, key);
    let a_year = u8::try_from(param("a_year")).unwrap_or(1).max(1);
    let limit = usize::try_from(param("a_week")).unwrap_or(1).max(1);
    let gap = GAP.min(365 / (2 * i64::from(a_year)));
    let on = whole.on(Duty::ReviewRhythm);
    let first = calendar.school_days_after(today, 1).unwrap_or(today);
    let year = academic_year(first);
    let frame = |calendar| Frame::new(calendar, year, a_year, gap, today);
    let main = frame(calendar);
    let mut plan = YearPlan {
        year,
        limit,
        a_year,
        gap,
        on,
        first: main.first,
        last: main.last,
        weeks: weeks(main.first, main.last, calendar),
        pupils: Vec::new(),
        reviews: Vec::new(),
        seen: Seq(0),
    };
    let mut frames: Vec<(Option<RecordId>, Frame<'_>)> = Vec::new();
    let mut wishes = Vec::new();
    let mut files: Vec<&PupilFile> = files.iter().filter(|file| file.pupil.left.is_none()).collect();
    files.sort_by_key(|file| file.id);
    for file in files {
        let here = site.is_none() || file.pupil.site == site;
        let at = plan.pupils.len();
        for review in file.open_reviews().filter(|review| (plan.first..=plan.last).contains(&review.due)) {
            if !here {
                let week = plan.week_of(review.due).and_then(|week| plan.weeks.get_mut(week));
                week.into_iter().for_each(|week| week.elsewhere += 1);
                continue;
            }
            plan.reviews.push(Planned {
                pupil: at,
                kind: review.kind,
                date: review.due,
                agreed: Some(review.id),
                by: None,
                moved: false,
            });
        }
        if !here {
            continue;
        }
        if !frames.iter().any(|(known, _)| *known == file.pupil.site) {
            frames.push((file.pupil.site, frame(ground(file, school).calendar)));
        }
        let Some(of) = frames.iter().position(|(known, _)| *known == file.pupil.site) else { continue };
        let wish = frames.get(of).filter(|_| on).and_then(|(_, frame)| slots::wish(file, frame));
        let base = wish.as_ref().map_or(today, |wish| wish.base);
        let short = wish.as_ref().map_or(0, |wish| wish.short);
        plan.pupils.push(Pupil { who: who(file), base, short });
        if let Some(wish) = wish {
            wishes.push((at, of, wish));
        }
    }
    plan.count_anew();
    let frames: Vec<Frame<'_>> = frames.into_iter().map(|(_, frame)| frame).collect();
    sweep::place(&mut plan, &frames, &wishes);
    plan.sort();
    plan.count_anew();
    plan
}

/// The plan for the pupils in the store.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn read(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    site: Option<RecordId>,
    today: NaiveDate,
) -> Result<YearPlan, StoreError> {
    let mut files = Vec::new();
    for row in snapshot.register_group(Group::Register)? {
        if stage::find(&row.stage).is_some_and(|stage| stage.reviewed) {
            files.extend(snapshot.pupil_file(row.who.pupil)?);
        }
    }
    Ok(YearPlan { seen: snapshot.generation()?, ..plan(&files, school, site, today) })
}
