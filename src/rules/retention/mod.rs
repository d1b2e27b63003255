//! What is held longer than it is used.

mod del_does_not_free;
mod redundant_alias_keeps_alive;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&del_does_not_free::RULE, &redundant_alias_keeps_alive::RULE];
