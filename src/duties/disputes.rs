//! Mediation and appeal: the family's clocks.

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "Disputes", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
