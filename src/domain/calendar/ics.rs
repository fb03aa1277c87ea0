//! Term dates from a calendar file (iCalendar, .ics), as schools and authorities publish them.
//!
//! Rule kept here: an event is read by what its summary says, and by nothing else. What is not understood, or cannot be right, is left
//! out and listed; nothing is guessed.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::file::{CalendarFile, LeftOut, short};
use super::{Closure, ClosureKind, Span, Term, bank_holiday};
use crate::domain::day;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::words::fold;
use events::Event;
use meaning::Meaning;

mod events;
mod meaning;

/// Reads terms and closures out of an iCalendar text, all of them for this site.
pub(super) fn read(text: &str, site: Option<RecordId>) -> Result<CalendarFile, String> {
    let mut left_out = Vec::new();
    let events = events::read(text, &mut left_out)?;
    let mut reader = Reader { site, file: CalendarFile { left_out, ..CalendarFile::default() } };
    reader.take(&events);
    if reader.file.terms.is_empty() && reader.file.closures.is_empty() {
        return Err(format!(
            "none of its {} was understood as a term, INSET day, bank holiday or closure: call them “Autumn term starts”, “Autumn \
             term ends”, “Half term”, “INSET day”, or give the dates as CSV",
            crate::domain::words::plural(i64::try_from(events.len()).unwrap_or(i64::MAX), "event")
        ));
    }
    Ok(reader.file)
}

struct Reader {
    site: Option<RecordId>,
    file: CalendarFile,
}

impl Reader {
    fn leave(&mut self, event: &Event, why: &str) {
        self.file.left_out.push(LeftOut {
            line: event.line,
            text: short(&event.summary),
            why: why.to_owned(),
        });
    }

    fn take(&mut self, events: &[Event]) {
        let meant: Vec<(&Event, Meaning)> = events.iter().map(|event| (event, meaning::of(event))).collect();
        let of = |wanted: Meaning| {
            let mut found: Vec<&Event> =
                meant.iter().filter(|(_, meaning)| *meaning == wanted).map(|(event, _)| *event).collect();
            found.sort_by_key(|event| (event.span.start, event.span.end, event.line));
            found
        };
        for event in of(Meaning::Term) {
            self.term(event, event.span);
        }
        self.pairs(&of(Meaning::TermStarts), &of(Meaning::TermEnds));
        self.half_terms(&of(Meaning::HalfTerm), &of(Meaning::HalfTermStarts), &of(Meaning::HalfTermEnds));
        for (meaning, kind) in [
            (Meaning::Inset, ClosureKind::Inset),
            (Meaning::BankHoliday, ClosureKind::BankHoliday),
            (Meaning::Closed, ClosureKind::Closed),
        ] {
            for event in of(meaning) {
                self.closure(event, kind);
            }
        }
        for event in of(Meaning::Holiday) {
            let inside = self
                .file
                .terms
                .iter()
                .find(|term| term.start < event.span.start && event.span.end < term.end);
            if let Some(label) = inside.map(Term::label) {
                self.leave(event, &format!("lies inside {label}; if it is the half-term, call it so"));
            }
        }
        for event in of(Meaning::Unknown) {
            self.leave(event, "not understood");
        }
    }

    fn term(&mut self, event: &Event, span: Span) {
        let name = term_name(&event.summary, span.start);
        let term = Term { name, start: span.start, end: span.end, half_term: None, site: self.site };
        if self.file.terms.iter().any(|other| other.start == term.start && other.end == term.end) {
            return;
        }
        let other = self.file.terms.iter().find(|other| other.overlaps(&term)).map(Term::label);
        match (term.fault(), other) {
            (Some(fault), _) => self.leave(event, &fault),
            (None, Some(other)) => self.leave(event, &format!("it overlaps {other}")),
            (None, None) => self.file.terms.push(term),
        }
    }

    /// Each start with the end that follows it. Where several years start or end on days of their own, the term is from the first to
    /// the last of them, and the others are listed.
    fn pairs(&mut self, starts: &[&Event], ends: &[&Event]) {
        let mut all: Vec<(NaiveDate, bool, &Event)> =
            starts.iter().map(|one| (one.span.start, true, *one)).collect();
        all.extend(ends.iter().map(|one| (one.span.end, false, *one)));
        all.sort_by_key(|(date, is_start, one)| (*date, *is_start, one.line));
        let (mut open, mut end) = (None::<&Event>, None::<&Event>);
        for (date, is_start, event) in all {
            match (is_start, open, end) {
                (true, Some(first), None) if day::between(first.span.start, date) <= 30 => {
                    if first.span.start != date {
                        self.leave(event, "the term has started already, on an earlier day");
                    }
                }
                (true, Some(_), _) => {
                    self.close(open.take(), end.take());
                    open = Some(event);
                }
                (true, None, _) => open = Some(event),
                (false, Some(_), earlier) => {
                    if let Some(earlier) = earlier.filter(|earlier| earlier.span.end != date) {
                        self.leave(earlier, "the term ends again on a later day");
                    }
                    end = Some(event);
                }
                (false, None, _) if self.file.terms.iter().any(|term| term.end == date) => {}
                (false, None, _) => self.leave(event, "no start of term goes before it"),
            }
        }
        self.close(open, end);
    }

    fn close(&mut self, start: Option<&Event>, end: Option<&Event>) {
        match (start, end) {
            (Some(start), Some(end)) => {
                self.term(start, Span { start: start.span.start, end: end.span.end });
            }
            (Some(start), None) => self.leave(start, "no end of term follows it"),
            (None, _) => {}
        }
    }

    fn half_terms(&mut self, whole: &[&Event], starts: &[&Event], ends: &[&Event]) {
        let mut spans: Vec<(&Event, Span)> = whole.iter().map(|event| (*event, event.span)).collect();
        for start in starts {
            let end =
                ends.iter().find(|end| (1..=21).contains(&day::between(start.span.start, end.span.end)));
            match end {
                Some(end) => spans.push((start, Span { start: start.span.start, end: end.span.end })),
                None => self.leave(start, "no end of half-term follows it within three weeks"),
            }
        }
        for end in ends {
            if !spans.iter().any(|(_, span)| span.end == end.span.end) {
                self.leave(end, "no start of half-term goes before it");
            }
        }
        spans.sort_by_key(|(_, span)| span.start);
        for (event, span) in spans {
            if let Err(why) = self.half_term(span) {
                self.leave(event, &why);
            }
        }
    }

    fn half_term(&mut self, span: Span) -> Result<(), String> {
        let Some(span) = weekdays(span) else { return Ok(()) };
        if day::between(span.start, span.end) > 21 {
            return Err("too long for a holiday at half-term; half a term is called Term 1, Term 2…".into());
        }
        let term = self.file.terms.iter_mut().find(|term| term.start < span.start && span.end < term.end);
        let Some(term) = term else { return Err("no term of this file lies around it".into()) };
        match &mut term.half_term {
            None => term.half_term = Some(span),
            // Some calendars have one event a day, others one a week.
            Some(half) if day::between(half.end, span.start) <= 3 => half.end = half.end.max(span.end),
            Some(_) => return Err(format!("{} has a half-term already", term.label())),
        }
        Ok(())
    }

    fn closure(&mut self, event: &Event, kind: ClosureKind) {
        let Span { start: from, end: to } = event.span;
        let (name, typed) = (short(&event.summary), Typed::default());
        let closure = Closure { kind, name, from, to, site: self.site, typed };
        if let Some(fault) = closure.fault() {
            return self.leave(event, &fault);
        }
        // A bank holiday that the rules give needs no record, and one at the weekend closes nothing.
        let known = |date: NaiveDate| bank_holiday(date).is_some() || is_weekend(date);
        let needless =
            kind == ClosureKind::BankHoliday && from.iter_days().take_while(|date| *date <= to).all(known);
        let twice = |other: &Closure| other.kind == kind && other.from == from && other.to == to;
        if !needless && !self.file.closures.iter().any(twice) {
            self.file.closures.push(closure);
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A span without the weekends at its ends; None where nothing is left.
fn weekdays(span: Span) -> Option<Span> {
    let start = span.start.iter_days().take(3).find(|date| !is_weekend(*date))?;
    let end = (0..3)
        .filter_map(|back| span.end.checked_sub_days(Days::new(back)))
        .find(|date| !is_weekend(*date))?;
    (start <= end).then_some(Span { start, end })
}

/// "Autumn", "Term 3", "Spring 1": as the summary says, else by the month that the term starts in.
fn term_name(summary: &str, start: NaiveDate) -> String {
    let said = fold(summary);
    let words: Vec<&str> = said.split(' ').collect();
    let number =
        words.iter().find(|word| word.len() == 1 && word.starts_with(|c: char| ('1'..='6').contains(&c)));
    let season = [("Autumn", "autumn"), ("Spring", "spring"), ("Summer", "summer"), ("Autumn", "michaelmas")]
        .into_iter()
        .chain([("Spring", "lent"), ("Summer", "trinity")])
        .find(|(_, word)| words.contains(word))
        .map(|(name, _)| name);
    match (season, number) {
        (Some(season), Some(number)) => format!("{season} {number}"),
        (Some(season), None) => season.to_owned(),
        (None, Some(number)) => format!("Term {number}"),
        (None, None) => match start.month() {
            8..=12 => "Autumn",
            1..=3 => "Spring",
            _ => "Summer",
        }
        .to_owned(),
    }
}

#[cfg(test)]
mod tests;
