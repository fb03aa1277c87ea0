//! What a calendar has worked out beforehand: its school days, its working days, and the stretches that rest on given terms.
//!
//! Rule kept here: whatever is said of a day is read from these sets, so that no walk over days reckons a term again.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use super::assumed::{self, Assumed};
use super::bank_holidays;
use super::days::DaySet;
use super::{Closure, ClosureKind, Span, Term, academic_year};

/// What every calendar is made of, reckoned once in a run.
struct Base {
    weekdays: DaySet,
    /// Weekdays of the assumed terms, half-terms left out, bank holidays not.
    in_term: DaySet,
    bank_holidays: DaySet,
    /// The calendar of a school that has given nothing.
    nothing_given: Prepared,
}

static BASE: LazyLock<Base> = LazyLock::new(|| {
    let weekdays = DaySet::weekdays();
    let (mut in_term, mut holidays) = (DaySet::none(), DaySet::none());
    assumed::every().for_each(|term| put(&mut in_term, term.span, Some(term.half)));
    in_term.keep(&weekdays);
    for one in bank_holidays::every() {
        holidays.insert(Span { start: one.date, end: one.date });
    }
    let nothing_given = Prepared::of(&weekdays, &in_term, &holidays, &DaySet::none());
    Base { weekdays, in_term, bank_holidays: holidays, nothing_given }
});

/// A term's days in the place of whatever stood there.
fn put(set: &mut DaySet, term: Span, half: Option<Span>) {
    set.insert(term);
    if let Some(half) = half {
        set.remove(half);
    }
}

/// See the module. Sets are shared between clones.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prepared {
    /// Days on which pupils are in school.
    pub(super) school: Arc<DaySet>,
    /// Monday to Friday without bank holidays.
    pub(super) working: Arc<DaySet>,
}

impl Default for Prepared {
    fn default() -> Self {
        BASE.nothing_given.clone()
    }
}

impl Prepared {
    /// For terms in order that do not overlap, and closures that do not clash.
    pub(super) fn new(terms: &[Term], closures: &[Closure]) -> Self {
        if terms.is_empty() && closures.is_empty() {
            return Self::default();
        }
        let (mut in_term, mut holidays) = (BASE.in_term.clone(), BASE.bank_holidays.clone());
        for assumed in near(terms).filter(|assumed| !leaves_room(terms, assumed.span)) {
            in_term.remove(assumed.span);
        }
        for term in terms {
            put(&mut in_term, Span { start: term.start, end: term.end }, term.half_term);
        }
        in_term.keep(&BASE.weekdays);
        let mut shut = DaySet::none();
        for closure in closures {
            let span = Span { start: closure.from, end: closure.to };
            match closure.kind {
                ClosureKind::Inset | ClosureKind::Closed => shut.insert(span),
                ClosureKind::BankHoliday => holidays.insert(span),
                ClosureKind::Open => {}
            }
        }
        for open in closures.iter().filter(|closure| closure.kind == ClosureKind::Open) {
            holidays.remove(Span { start: open.from, end: open.to });
        }
        Self::of(&BASE.weekdays, &in_term, &holidays, &shut)
    }

    fn of(weekdays: &DaySet, in_term: &DaySet, holidays: &DaySet, shut: &DaySet) -> Self {
        let (mut school, mut working) = (in_term.clone(), weekdays.clone());
        school.drop(holidays);
        school.drop(shut);
        working.drop(holidays);
        Self { school: Arc::new(school), working: Arc::new(working) }
    }
}

/// Whether none of these terms (in order) has a day in common with the span: an assumed term then stands in.
pub(super) fn leaves_room(terms: &[Term], span: Span) -> bool {
    let next = terms.partition_point(|term| term.end < span.start);
    terms.get(next).is_none_or(|term| term.start > span.end)
}

/// The assumed terms among which these terms stand.
fn near(terms: &[Term]) -> impl Iterator<Item = &'static Assumed> {
    let ends = terms.first().zip(terms.last());
    let years = ends.map(|(first, last)| academic_year(first.start)..=academic_year(last.end));
    years.into_iter().flatten().flat_map(assumed::of_year)
}

/// Stretches of given terms with the holidays between them, in order: no assumed term lies between two of one stretch.
pub(super) fn given(terms: &[Term]) -> Vec<Span> {
    let mut given: Vec<Span> = Vec::new();
    for term in terms {
        match given.last_mut() {
            Some(last) if !assumed_between(last.end, term.start) => last.end = term.end,
            _ => given.push(Span { start: term.start, end: term.end }),
        }
    }
    given
}

/// Whether an assumed term stands wholly between two days. Terms that reach over one of them make no difference: they overlap a
/// given one, and no other assumed term lies between them and the next day.
fn assumed_between(after: NaiveDate, before: NaiveDate) -> bool {
    let mut all = (academic_year(after)..=academic_year(before)).flat_map(assumed::of_year);
    all.find(|one| one.span.start > after).is_some_and(|one| one.span.end < before)
}
