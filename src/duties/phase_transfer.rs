//! Moves between phases of education: the amended plan that names the next school.

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "Phase transfer", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
