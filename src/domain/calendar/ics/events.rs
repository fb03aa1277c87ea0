//! The events of an iCalendar text (RFC 5545): lines unfolded, dates as days, an end that is not included taken back by one.
//!
//! Rule kept here: an event whose dates cannot be read is left out with its line; a repeating one too, since its other days are unknown.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::super::Span;
use super::super::file::{LeftOut, short};
use crate::domain::day;

/// The most events that are read.
const MOST: usize = 5_000;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// The line of its summary.
    pub(super) line: u64,
    /// What it is called.
    pub(super) summary: String,
    /// From its first day to its last.
    pub(super) span: Span,
}

/// An event while its lines are read.
#[derive(Default)]
struct Draft {
    line: u64,
    summary: String,
    start: Option<Result<Moment, String>>,
    end: Option<Result<Moment, String>>,
    days: Option<u64>,
    odd: Option<&'static str>,
}

/// A value of DTSTART or DTEND.
#[derive(Clone, Copy)]
struct Moment {
    date: NaiveDate,
    /// None for a whole day.
    time: Option<NaiveTime>,
}

/// The events of a text in its order; what cannot be read goes to `left_out`.
pub(super) fn read(text: &str, left_out: &mut Vec<LeftOut>) -> Result<Vec<Event>, String> {
    let (mut events, mut draft, mut inner) = (Vec::new(), None::<Draft>, 0_usize);
    let mut seen = 0_usize;
    for (line, content) in unfold(text) {
        let Some((name, value)) = property(&content) else { continue };
        match (name.as_str(), &mut draft) {
            ("BEGIN", None) if value.trim().eq_ignore_ascii_case("VEVENT") => {
                seen = seen.saturating_add(1);
                if seen > MOST {
                    return Err(format!(
                        "line {line}: more than {MOST} events are no calendar of term dates"
                    ));
                }
                draft = Some(Draft { line, ..Draft::default() });
            }
            // An alarm inside an event has a summary and a duration of its own.
            ("BEGIN", Some(_)) => inner = inner.saturating_add(1),
            ("END", Some(_)) if inner > 0 => inner -= 1,
            ("END", Some(_)) => {
                if let Some(done) = draft.take() {
                    let (line, summary) = (done.line, done.summary.clone());
                    match done.finish() {
                        Ok(event) => events.push(event),
                        Err(why) => left_out.push(LeftOut { line, text: short(&summary), why }),
                    }
                }
            }
            (name, Some(draft)) if inner == 0 => draft.take(line, name, value),
            _ => {}
        }
    }
    if let Some(open) = draft {
        return Err(format!("line {}: the event has no END:VEVENT: the file is cut short", open.line));
    }
    Ok(events)
}

impl Draft {
    fn take(&mut self, line: u64, name: &str, value: &str) {
        match name {
            "SUMMARY" => {
                self.line = line;
                self.summary = unescape(value);
            }
            "DTSTART" => self.start = Some(moment(value)),
            "DTEND" => self.end = Some(moment(value)),
            "DURATION" => self.days = whole_days(value),
            "RRULE" | "RDATE" => {
                self.odd = Some("it repeats, which is not read: give each day an event of its own")
            }
            "STATUS" if value.trim().eq_ignore_ascii_case("CANCELLED") => self.odd = Some("it is cancelled"),
            _ => {}
        }
    }

    fn finish(self) -> Result<Event, String> {
        if let Some(odd) = self.odd {
            return Err(odd.to_owned());
        }
        let start = self.start.ok_or_else(|| "it has no DTSTART".to_owned())??;
        let from = start.date;
        let to = match (self.end.transpose()?, self.days) {
            // The end is the first moment that is no longer in it.
            (Some(end), _) if end.time.is_none_or(|time| time == NaiveTime::MIN) => {
                if end.date == from {
                    from
                } else {
                    end.date.pred_opt().unwrap_or(end.date)
                }
            }
            (Some(end), _) => end.date,
            (None, Some(days)) => from
                .checked_add_days(Days::new(days.saturating_sub(1)))
                .ok_or_else(|| "it never ends".to_owned())?,
            (None, None) => from,
        };
        if to < from {
            return Err(format!("it ends on {}, before it starts", day::full(to)));
        }
        if !day::in_range(from) || !day::in_range(to) {
            return Err("only dates from 1900 to 2199 can be kept".to_owned());
        }
        Ok(Event { line: self.line, summary: self.summary, span: Span { start: from, end: to } })
    }
}

/// Content lines with the number of the line that each begins on. A line that begins with a blank goes on with the one before.
fn unfold(text: &str) -> impl Iterator<Item = (u64, String)> {
    let mut lines = text.lines().zip(1_u64..).peekable();
    std::iter::from_fn(move || {
        let (first, number) = lines.next()?;
        let mut content = first.trim_end_matches('\r').to_owned();
        while let Some((more, _)) = lines.next_if(|(line, _)| line.starts_with([' ', '\t'])) {
            content.push_str(more.get(1..).unwrap_or_default().trim_end_matches('\r'));
        }
        Some((number, content))
    })
}

/// The name of a property in capitals and its value; parameters are passed over, with colons that they quote.
fn property(line: &str) -> Option<(String, &str)> {
    let mut quoted = false;
    let colon = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    })?;
    let (head, value) = (line.get(..colon)?, line.get(colon.saturating_add(1)..)?);
    Some((head.split(';').next().unwrap_or_default().trim().to_ascii_uppercase(), value))
}

fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push(' '),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    // Nobody's term has a longer name, and a hostile one costs no time.
    out.split_whitespace().take(100).collect::<Vec<_>>().join(" ").chars().take(400).collect()
}

/// 20260902, 20260902T090000 or 20260902T080000Z.
fn moment(value: &str) -> Result<Moment, String> {
    let value = value.trim();
    let wrong = || format!("“{}” is no date such as 20260902", short(value));
    let (date, time) = value.split_once(['T', 't']).map_or((value, None), |(date, time)| (date, Some(time)));
    if date.len() != 8 || !date.bytes().all(|c| c.is_ascii_digit()) {
        return Err(wrong());
    }
    let date = NaiveDate::parse_from_str(date, "%Y%m%d").map_err(|_| wrong())?;
    let Some(time) = time else { return Ok(Moment { date, time: None }) };
    let clock = time.trim_end_matches(['Z', 'z']);
    let read =
        NaiveTime::parse_from_str(clock, "%H%M%S").or_else(|_| NaiveTime::parse_from_str(clock, "%H%M"));
    let at = NaiveDateTime::new(date, read.map_err(|_| wrong())?);
    // A day in summer time that is told in UTC begins at 23:00 the day before.
    let at = if clock.len() < time.len() { british(at) } else { at };
    Ok(Moment { date: at.date(), time: Some(at.time()) })
}

/// UTC as the clocks in England show it: an hour on from the last Sunday of March to the last one of October, at 01:00 UTC.
fn british(utc: NaiveDateTime) -> NaiveDateTime {
    let turn = |month| {
        let last = NaiveDate::from_ymd_opt(utc.year(), month, 31)?;
        let back = u64::from(last.weekday().days_since(Weekday::Sun));
        last.checked_sub_days(Days::new(back))?.and_hms_opt(1, 0, 0)
    };
    let summer = turn(3).is_some_and(|from| utc >= from) && turn(10).is_some_and(|to| utc < to);
    if summer { utc.checked_add_signed(TimeDelta::hours(1)).unwrap_or(utc) } else { utc }
}

/// P5D and P2W as days; None for anything shorter or stranger, which then is one day.
fn whole_days(value: &str) -> Option<u64> {
    let text = value.trim().strip_prefix('P')?;
    let unit = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text.get(..unit)?.parse().ok()?;
    match text.get(unit..)?.chars().next()? {
        'D' => Some(number),
        'W' => number.checked_mul(7),
        _ => None,
    }
}
