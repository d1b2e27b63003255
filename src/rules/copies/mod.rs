//! Copies that nobody needs.

mod quadratic_concat;
mod redundant_snapshot;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&redundant_snapshot::RULE, &quadratic_concat::RULE];
