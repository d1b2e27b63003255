//! What only ever grows.

mod unbounded_memo;
mod unbounded_module_cache;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&unbounded_module_cache::RULE, &unbounded_memo::RULE];
