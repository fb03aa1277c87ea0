//! The academic year as rows: terms, half-terms, INSET days, closures and bank holidays, with the school days that they leave; and
//! each month as a grid of letters.
//!
//! Rule: what is assumed or not confirmed says so in its own row and in one sentence for the year. A letter stands for each kind of
//! day, so that the grid reads without colour.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::domain::calendar::{
    Calendar, Closure, ClosureKind, Term, academic_year, academic_year_label, bank_holidays, monday,
};
use crate::domain::ids::{Held, RecordId};
use crate::domain::school::SchoolFile;
use crate::domain::words::list;

/// What a row of the year is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// A term that the school keeps: its number.
    Term(RecordId),
    /// A term that is assumed: its place among the three assumed terms of the year, from 0.
    Assumed(usize),
    /// The half-term of a term that the school keeps.
    HalfTerm(RecordId),
    /// The half-term of an assumed term: the place of that term.
    AssumedHalfTerm(usize),
    /// INSET days, one-off bank holidays, days closed or open: their number.
    Closure(RecordId),
    /// A bank holiday by rule.
    BankHoliday,
}

/// A row of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayLine {
    /// Which term it stands under, as a place in [`Year::terms`]; days in the holidays stand under the term before.
    pub section: usize,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; the first again for one day.
    pub to: NaiveDate,
    /// What it is.
    pub what: What,
    /// What a SENCO reads: "Autumn term", "half-term", "INSET day (first aid)", "Good Friday".
    pub words: String,
    /// The site that it is for; `None` for the whole school.
    pub site: Option<RecordId>,
    /// What else is to be known: "assumed", "not confirmed", "holidays" for a day in them; empty if nothing.
    pub flag: &'static str,
}

/// A term as a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermHead {
    /// "Autumn term".
    pub label: String,
    /// Its school days.
    pub school_days: u32,
    /// Whether nobody has given it.
    pub assumed: bool,
}

/// An academic year of the school, or of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The calendar year it starts in.
    pub year: i32,
    /// The terms in order, as headings.
    pub terms: Vec<TermHead>,
    /// Everything in it, by term and day.
    pub lines: Vec<DayLine>,
    /// School days from 1 September to 31 August.
    pub school_days: u32,
    /// Whether somebody has said that the dates given are the school's own.
    pub confirmed: bool,
}

impl Year {
    /// Whether dates in it are provisional.
    pub fn is_provisional(&self) -> bool {
        !self.confirmed || self.terms.iter().any(|term| term.assumed)
    }

    /// How sure the year is, in a sentence.
    pub fn standing(&self) -> String {
        let assumed: Vec<&str> =
            self.terms.iter().filter(|term| term.assumed).map(|term| term.label.as_str()).collect();
        if assumed.is_empty() && self.confirmed {
            "the school's own dates".to_owned()
        } else if assumed.is_empty() {
            "not confirmed as the school's own dates".to_owned()
        } else if assumed.len() == self.terms.len() {
            "assumed, not the school's own dates".to_owned()
        } else {
            format!("{} assumed", list(&assumed))
        }
    }

    /// "2026/27".
    pub fn label(&self) -> String {
        academic_year_label(self.year)
    }
}

/// The academic year that starts in `year`: of one site, or of the whole school with what single sites keep for themselves.
pub fn year(school: &SchoolFile, site: Option<RecordId>, year: i32) -> Year {
    let calendar = school.calendar_of(site);
    let terms = calendar.terms_of_year(year);
    let starts: Vec<NaiveDate> = terms.iter().map(|term| term.start).collect();
    let section = |date: NaiveDate| starts.partition_point(|start| *start <= date).saturating_sub(1);
    let assumed = calendar.assumed_of_year(year);
    let usual = crate::domain::calendar::assumed_terms(year);
    let confirmed = calendar.confirmed;
    let mut heads = Vec::new();
    let mut lines = Vec::new();
    for term in &terms {
        let stands_in = assumed.contains(term);
        heads.push(TermHead {
            label: term.label(),
            school_days: calendar.school_days_between(term.start, term.end),
            assumed: stands_in,
        });
        let place = usual.iter().position(|one| one == term.as_ref()).filter(|_| stands_in);
        let held = school.terms.iter().find(|held| held.value == **term);
        let (what, half, flag) = match (place, held) {
            (Some(place), _) => (What::Assumed(place), What::AssumedHalfTerm(place), "assumed"),
            (None, Some(held)) => (What::Term(held.id), What::HalfTerm(held.id), own_flag(confirmed)),
            (None, None) => continue,
        };
        lines.extend(term_lines(term, what, half, flag, section(term.start)));
    }
    if site.is_none() {
        for held in of_sites(school, year) {
            let (what, half) = (What::Term(held.id), What::HalfTerm(held.id));
            lines.extend(term_lines(held, what, half, own_flag(confirmed), section(held.start)));
        }
    }
    for held in &school.closures {
        let here = site.is_none() || held.site.is_none() || held.site == site;
        if here && (academic_year(held.from) == year || academic_year(held.to) == year) {
            lines.push(closure_line(held, calendar, section(held.from)));
        }
    }
    for (date, name) in holidays(calendar, year) {
        lines.push(DayLine {
            section: section(date),
            from: date,
            to: date,
            what: What::BankHoliday,
            words: name,
            site: None,
            flag: out_of_term(calendar, date),
        });
    }
    lines.sort_by(|a, b| (a.section, a.from, b.to).cmp(&(b.section, b.from, a.to)));
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let school_days = calendar.school_days_between(day(year, 9, 1), day(year.saturating_add(1), 8, 31));
    Year { year, terms: heads, lines, school_days, confirmed }
}

fn own_flag(confirmed: bool) -> &'static str {
    if confirmed { "" } else { "not confirmed" }
}

fn of_sites(school: &SchoolFile, year: i32) -> impl Iterator<Item = &Held<Term>> {
    school.terms.iter().filter(move |held| held.site.is_some() && academic_year(held.start) == year)
}

fn term_lines(term: &Term, what: What, half: What, flag: &'static str, section: usize) -> Vec<DayLine> {
    let line = |from, to, what, words| DayLine { section, from, to, what, words, site: term.site, flag };
    let mut lines = vec![line(term.start, term.end, what, term.label())];
    lines.extend(term.half_term.map(|span| line(span.start, span.end, half, "half-term".to_owned())));
    lines
}

fn closure_line(held: &Held<Closure>, calendar: &Calendar, section: usize) -> DayLine {
    DayLine {
        section,
        from: held.from,
        to: held.to,
        what: What::Closure(held.id),
        words: held.label(),
        site: held.site,
        // Staff train before term begins as often as in it.
        flag: if held.kind == ClosureKind::Inset { "" } else { out_of_term(calendar, held.from) },
    }
}

fn out_of_term(calendar: &Calendar, date: NaiveDate) -> &'static str {
    match calendar.term_of(date) {
        None => "holidays",
        Some(term) if term.half_term.is_some_and(|half| half.contains(date)) => "half-term",
        Some(_) => "",
    }
}

/// The bank holidays by rule of an academic year, but for those that the school takes away.
fn holidays(calendar: &Calendar, year: i32) -> Vec<(NaiveDate, String)> {
    [year, year.saturating_add(1)]
        .into_iter()
        .flat_map(bank_holidays)
        .filter(|one| academic_year(one.date) == year)
        .filter_map(|one| Some((one.date, calendar.bank_holiday(one.date)?)))
        .collect()
}

/// What a day is, in one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Pupils are in school.
    School,
    /// Saturday or Sunday.
    Weekend,
    /// Half-term, or between terms.
    Holiday,
    /// Staff are in, pupils are not.
    Inset,
    /// A bank holiday.
    BankHoliday,
    /// Shut for another reason.
    Closed,
}

impl Mark {
    /// Every mark, in the order of the legend.
    pub const ALL: [Mark; 6] =
        [Mark::School, Mark::Holiday, Mark::BankHoliday, Mark::Inset, Mark::Closed, Mark::Weekend];

    /// The letter in the grid.
    pub fn letter(self) -> char {
        match self {
            Mark::School => 's',
            Mark::Weekend => '·',
            Mark::Holiday => 'h',
            Mark::Inset => 'I',
            Mark::BankHoliday => 'B',
            Mark::Closed => 'C',
        }
    }

    /// What it stands for.
    pub fn label(self) -> &'static str {
        match self {
            Mark::School => "school",
            Mark::Weekend => "weekend",
            Mark::Holiday => "holiday",
            Mark::Inset => "INSET",
            Mark::BankHoliday => "bank holiday",
            Mark::Closed => "closed",
        }
    }
}

/// What a day is by this calendar.
pub fn mark(calendar: &Calendar, date: NaiveDate) -> Mark {
    let on = |kind| calendar.closures().iter().any(|one| one.kind == kind && one.contains(date));
    let in_term =
        calendar.term_of(date).is_some_and(|term| !term.half_term.is_some_and(|half| half.contains(date)));
    if calendar.is_teaching_day(date) {
        Mark::School
    } else if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        Mark::Weekend
    } else if calendar.bank_holiday(date).is_some() {
        Mark::BankHoliday
    } else if on(ClosureKind::Inset) {
        Mark::Inset
    } else if on(ClosureKind::Closed) && in_term {
        Mark::Closed
    } else {
        Mark::Holiday
    }
}

/// The first days of the twelve months of an academic year, from September.
pub fn months(year: i32) -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 9, 1);
    (0..12).filter_map(|month| first?.checked_add_months(Months::new(month))).collect()
}

/// The weeks of a month, each from Monday to Sunday; `None` for days of other months.
pub fn weeks(first: NaiveDate) -> Vec<[Option<NaiveDate>; 7]> {
    let mut weeks = Vec::new();
    let mut next = monday(first);
    while let Some(start) =
        next.filter(|start| (start.year(), start.month()) <= (first.year(), first.month()) && weeks.len() < 6)
    {
        weeks.push(std::array::from_fn(|day| {
            let date = start.checked_add_days(Days::new(u64::try_from(day).unwrap_or_default()))?;
            (date.month() == first.month()).then_some(date)
        }));
        next = start.checked_add_days(Days::new(7));
    }
    weeks
}

#[cfg(test)]
mod tests;
