//! Copies that nobody needs.

mod redundant_snapshot;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&redundant_snapshot::RULE];
