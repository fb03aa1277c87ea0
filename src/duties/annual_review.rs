//! The annual review of an EHC plan: what leads to the meeting, and what follows from it.

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "Annual review", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
