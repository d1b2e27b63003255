//! One object in several places.

mod late_binding_closure;
mod mutate_while_iterating;
mod repeated_mutable_sequence;

use super::Rule;

pub(super) const RULES: &[&Rule] =
    &[&repeated_mutable_sequence::RULE, &late_binding_closure::RULE, &mutate_while_iterating::RULE];
