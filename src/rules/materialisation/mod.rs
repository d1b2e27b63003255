//! Lists that need not be.

mod list_consumed_by_aggregate;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&list_consumed_by_aggregate::RULE];
