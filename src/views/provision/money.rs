//! What the sessions of a provision cost in a span, whole and place by place.
//!
//! Rule: the shares of the places and what stands under no pupil come to the whole, to the penny. What is still planned
//! counts to the span's end, and no further than the end of the academic year: a run without an end would cost for ever.

use super::data::Part;
use super::line::ProvisionLine;
use crate::domain::calendar::Calendar;
use crate::domain::cost::{Charges, Rates, Run, Stay, both, charges, year};
use crate::domain::delivery::{SessionRow, Span};

/// What a provision comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Money {
    /// Delivered in the span up to today, in pence.
    pub(super) cost: i64,
    /// With what is still planned, in pence.
    pub(super) projected: i64,
    /// Of the cost, what nobody was there for.
    pub(super) nobody: i64,
    /// Of the projected, the same.
    pub(super) nobody_projected: i64,
    /// Delivered sessions of which no rate is known.
    pub(super) unrated: u32,
}

/// What the provision of a line comes to on the days of `span`, each part given its share.
pub(super) fn of(
    line: &ProvisionLine,
    calendar: &Calendar,
    rates: &Rates,
    rows: &[SessionRow],
    (span, today): (Span, chrono::NaiveDate),
    parts: &mut [Part],
) -> Money {
    let stays: Vec<Stay> = line.places.iter().map(Stay::from).collect();
    let run = Run { provision: &line.provision, calendar, rows, stays: &stays };
    let to = span.to.min(year(today.max(span.from)).to);
    // Of days that are past nothing is planned any more.
    let (to_date, ahead) = if to < today {
        (charges(&run, rates, Span { from: span.from, to: span.to.min(today) }), None)
    } else {
        let (to_date, ahead) = both(&run, rates, Span { from: span.from, to }, today);
        (to_date, Some(ahead))
    };
    let share =
        |charges: &Charges, at: usize| charges.shares.get(at).map_or((0, 0), |one| (one.pence, one.no_rate));
    for part in parts {
        (part.cost, part.unrated) = share(&to_date, part.at);
        part.projected = ahead.as_ref().map_or(part.cost, |ahead| share(ahead, part.at).0);
    }
    let ahead = ahead.as_ref().unwrap_or(&to_date);
    Money {
        cost: to_date.pence,
        projected: ahead.pence,
        nobody: to_date.nobody,
        nobody_projected: ahead.nobody,
        unrated: to_date.no_rate,
    }
}
