//! What is made once and shared by every call or instance.

mod mutable_class_attr_mutated;
mod mutable_default_mutated;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[&mutable_default_mutated::RULE, &mutable_class_attr_mutated::RULE];
