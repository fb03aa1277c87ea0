//! Dates said from today: weekdays, so many weeks, parts of terms.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta, Weekday};

use super::tokens::{Edge, Rel, Tok, Unit};
use super::{DateError, Lean};
use crate::domain::calendar::{Calendar, academic_year, monday};

type Read = Result<NaiveDate, DateError>;

/// The date meant, or None where the tokens are no such saying.
pub(super) fn read(tokens: &[Tok], today: NaiveDate, calendar: &Calendar, lean: Lean) -> Option<Read> {
    use Tok::{
        Ago, Day, Edge as At, Half, Month, Num, Rel as R, School, Season, Sign, Term, Today, Unit as U,
    };
    let found = match *tokens {
        [Today(days)] => plus_days(today, days),
        [Today(days), U(unit)] | [Num(1, 0), U(unit), Today(days)] | [U(unit), Today(days)] => {
            plus_days(today, days.checked_add(week_days(unit)?)?)
        }
        [Num(count, _), U(unit), Today(days)] => {
            plus_days(today, week_days(unit)?.checked_mul(i64::from(count))?.checked_add(days)?)
        }

        [Sign('+'), Num(count, _), U(unit)] => shift(today, i64::from(count), unit),
        [Sign('-'), Num(count, _), U(unit)] => shift(today, -i64::from(count), unit),
        [Sign(sign @ ('+' | '-')), Num(count, _)] => {
            return Some(DateError::new(format!(
                "{sign}{count} of what? Type {sign}{count}d, {sign}{count}w or {sign}{count}m"
            )));
        }
        [Num(count, _), U(unit), Ago] => shift(today, -i64::from(count), unit),
        [Num(count, _), U(unit)] => shift(today, i64::from(count), unit),
        [U(Unit::Fortnight)] => shift(today, 1, Unit::Fortnight),

        [Day(weekday)] => match lean {
            Lean::Future => coming(today, weekday),
            Lean::Past => plus_days(today, -i64::from(today.weekday().days_since(weekday))),
            Lean::Near | Lean::Year(_) => {
                let ahead = i64::from(weekday.days_since(today.weekday()));
                plus_days(today, if ahead > 3 { ahead - 7 } else { ahead })
            }
        },
        [Day(weekday), U(unit)] | [U(unit), Day(weekday)] => {
            plus_days(coming(today, weekday)?, week_days(unit)?)
        }
        [Num(count, _), U(unit), Day(weekday)] => {
            plus_days(coming(today, weekday)?, week_days(unit)?.checked_mul(i64::from(count))?)
        }
        [R(Rel::This), Day(weekday)] => {
            let this = in_week(today, 0, weekday)?;
            if this < today && lean == Lean::Future { coming(today, weekday) } else { Some(this) }
        }
        [R(rel), Day(weekday)]
        | [Day(weekday), R(rel), U(Unit::Week)]
        | [R(rel), U(Unit::Week), Day(weekday)] => in_week(today, steps(rel), weekday),

        [R(rel), U(Unit::Week)] | [At(Edge::Start), R(rel), U(Unit::Week)] => {
            in_week(today, steps(rel), Weekday::Mon)
        }
        [At(Edge::End), R(rel), U(Unit::Week)] => in_week(today, steps(rel), Weekday::Fri),
        [At(edge), U(Unit::Week)] => choose(&weeks(today)?, edge, None, today, lean),
        [R(rel), U(Unit::Month)] => choose(&months(today)?, Edge::Start, Some(rel), today, lean),
        [At(edge), R(rel), U(Unit::Month)] => choose(&months(today)?, edge, Some(rel), today, lean),
        [At(edge), U(Unit::Month)] => choose(&months(today)?, edge, None, today, lean),
        [At(edge), Month(month)] => {
            let all = (today.year().checked_sub(1)?..=today.year().checked_add(1)?)
                .filter_map(|year| whole_month(year, month))
                .collect::<Vec<_>>();
            choose(&all, edge, None, today, lean)
        }

        [R(rel), Term] => choose(&terms(calendar, today), Edge::Start, Some(rel), today, lean),
        [At(edge), Term] => choose(&terms(calendar, today), edge, None, today, lean),
        [At(edge), R(rel), Term] => choose(&terms(calendar, today), edge, Some(rel), today, lean),
        [Half, Term] => choose(&half_terms(calendar, today), Edge::Start, None, today, lean),
        [R(rel), Half, Term] => choose(&half_terms(calendar, today), Edge::Start, Some(rel), today, lean),
        [At(edge), Half, Term] => choose(&half_terms(calendar, today), edge, None, today, lean),
        [At(edge), R(rel), Half, Term] => choose(&half_terms(calendar, today), edge, Some(rel), today, lean),
        [Season(name)] | [Season(name), Term] => {
            choose(&season(calendar, today, name), Edge::Start, None, today, lean)
        }
        [R(rel), Season(name)] | [R(rel), Season(name), Term] => {
            choose(&season(calendar, today, name), Edge::Start, Some(rel), today, lean)
        }
        [At(edge), Season(name)] | [At(edge), Season(name), Term] => {
            choose(&season(calendar, today, name), edge, None, today, lean)
        }
        [At(edge), U(Unit::Year)] | [At(edge), School, U(Unit::Year)] => {
            choose(&school_years(calendar, today), edge, None, today, lean)
        }

        [Month(_)] => return Some(DateError::new("which day of the month? Type it as 3 dec")),
        [U(_)] => return Some(DateError::new("how many? Type +1w, in 2 weeks or 3 days ago")),
        [At(_)] => {
            return Some(DateError::new("of what? Type end of term, end of half term or end of month"));
        }
        _ => return None,
    };
    Some(found.map_or_else(|| DateError::new("only dates from 1900 to 2199 can be kept"), Ok))
}

fn plus_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(TimeDelta::try_days(days)?)
}

fn shift(date: NaiveDate, count: i64, unit: Unit) -> Option<NaiveDate> {
    let months = |each: i64| {
        let months = Months::new(u32::try_from(count.checked_mul(each)?.unsigned_abs()).ok()?);
        if count < 0 { date.checked_sub_months(months) } else { date.checked_add_months(months) }
    };
    match unit {
        Unit::Day => plus_days(date, count),
        Unit::Week => plus_days(date, count.checked_mul(7)?),
        Unit::Fortnight => plus_days(date, count.checked_mul(14)?),
        Unit::Month => months(1),
        Unit::Year => months(12),
    }
}

/// Days of a unit that can stand behind a weekday: "friday week". None for the others, which mean nothing there.
fn week_days(unit: Unit) -> Option<i64> {
    match unit {
        Unit::Week => Some(7),
        Unit::Fortnight => Some(14),
        Unit::Day | Unit::Month | Unit::Year => None,
    }
}

/// The first such weekday after today.
fn coming(today: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let ahead = i64::from(weekday.days_since(today.weekday()));
    plus_days(today, if ahead == 0 { 7 } else { ahead })
}

/// The weekday of a week so many weeks from today's, weeks running from Monday to Sunday.
fn in_week(today: NaiveDate, weeks: i64, weekday: Weekday) -> Option<NaiveDate> {
    plus_days(monday(today)?, weeks * 7 + i64::from(weekday.num_days_from_monday()))
}

fn steps(rel: Rel) -> i64 {
    match rel {
        Rel::Last => -1,
        Rel::This => 0,
        Rel::Next => 1,
    }
}

/// Start and end of something that comes again and again, in order.
type Period = (NaiveDate, NaiveDate);

/// One edge of one of the periods: of this, the last or the next one where that was said, else where the field leans.
fn choose(
    periods: &[Period],
    edge: Edge,
    rel: Option<Rel>,
    today: NaiveDate,
    lean: Lean,
) -> Option<NaiveDate> {
    let at = |period: &Period| match edge {
        Edge::Start => period.0,
        Edge::End => period.1,
    };
    let now_or_next = || periods.iter().find(|period| period.1 >= today);
    let period = match (rel, lean) {
        (Some(Rel::Next), _) => periods.iter().find(|period| period.0 > today),
        (Some(Rel::Last), _) => periods.iter().rfind(|period| period.1 < today),
        (Some(Rel::This), _) | (None, Lean::Near | Lean::Year(_)) => now_or_next(),
        (None, Lean::Future) => periods.iter().find(|period| at(period) >= today),
        (None, Lean::Past) => periods.iter().rfind(|period| at(period) <= today),
    };
    period.map(at)
}

fn weeks(today: NaiveDate) -> Option<Vec<Period>> {
    [-1, 0, 1]
        .iter()
        .map(|n| Some((in_week(today, *n, Weekday::Mon)?, in_week(today, *n, Weekday::Fri)?)))
        .collect()
}

fn whole_month(year: i32, month: u32) -> Option<Period> {
    let start = NaiveDate::from_ymd_opt(year, month, 1)?;
    let end = start.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))?;
    Some((start, end))
}

fn months(today: NaiveDate) -> Option<Vec<Period>> {
    let this = today.with_day(1)?;
    [this.checked_sub_months(Months::new(1))?, this, this.checked_add_months(Months::new(1))?]
        .iter()
        .map(|start| whole_month(start.year(), start.month()))
        .collect()
}

fn terms(calendar: &Calendar, today: NaiveDate) -> Vec<Period> {
    calendar.terms_around(today).iter().map(|term| (term.start, term.end)).collect()
}

fn half_terms(calendar: &Calendar, today: NaiveDate) -> Vec<Period> {
    calendar
        .terms_around(today)
        .iter()
        .filter_map(|term| term.half_term)
        .map(|half| (half.start, half.end))
        .collect()
}

fn season(calendar: &Calendar, today: NaiveDate, name: &str) -> Vec<Period> {
    calendar
        .terms_around(today)
        .iter()
        .filter(|term| term.name.to_lowercase().starts_with(name))
        .map(|term| (term.start, term.end))
        .collect()
}

/// From the first day of the first term to the last day of the last, for the school years around today.
fn school_years(calendar: &Calendar, today: NaiveDate) -> Vec<Period> {
    let year = academic_year(today);
    (year.saturating_sub(1)..=year.saturating_add(1))
        .filter_map(|year| {
            let terms = calendar.terms_of_year(year);
            Some((terms.first()?.start, terms.last()?.end))
        })
        .collect()
}
