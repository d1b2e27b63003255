//! Lists that need not be.

mod builds_list_all_callers_iterate;
mod exhausted_generator_reused;
mod generator_for_join;
pub(super) mod life;
mod list_built_only_to_count;
mod list_consumed_by_aggregate;
mod list_for_first;
mod list_iterated_once;
mod readlines_materialised;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[
    &list_consumed_by_aggregate::RULE,
    &list_iterated_once::RULE,
    &readlines_materialised::RULE,
    &exhausted_generator_reused::RULE,
    &list_built_only_to_count::RULE,
    &list_for_first::RULE,
    &generator_for_join::RULE,
    &builds_list_all_callers_iterate::RULE,
];
