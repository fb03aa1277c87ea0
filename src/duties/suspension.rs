//! Suspensions: who is told, what is counted, when governors meet.

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "Suspension", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
