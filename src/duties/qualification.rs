//! The SENCO's qualification: three years from the appointment.

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "SENCO's qualification", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
