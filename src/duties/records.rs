//! Records: requests, a leaver's file, and how long a file is kept.

use super::{Family, NONE, Rule};

/// The family.
pub const FAMILY: Family = Family { name: "Records", rules: RULES, ..NONE };

const RULES: &[Rule] = &[];
