//! Agencies: consent before they are asked, and their reports shared (Code 6.47, 6.58 to 6.62).

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "Agencies", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
