//! What comes round by the calendar for the school itself: censuses, reports, termly jobs.

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "School-wide dates", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
