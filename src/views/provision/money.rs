//! What the sessions of a provision cost in a span, whole and place by place.
//!
//! Rule: the shares of the places and what stands under no pupil come to the whole, to the penny.

use super::data::Part;

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

/// Nothing is known yet.
pub(super) fn of(_parts: &mut [Part]) -> Money {
    Money::default()
}
