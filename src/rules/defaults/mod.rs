//! What is made once and shared by every call or instance.

mod class_attr_augassign_split;
mod contextvar_mutable_default;
mod dataclass_field_shared_instance;
mod exhausted_iterator_default;
mod fromkeys_shared_value;
mod mutable_class_attr_mutated;
mod mutable_default_escapes;
mod mutable_default_mutated;
mod mutable_default_passed_on;
mod mutable_default_readonly;
mod shared;
mod stale_call_default;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[
    &mutable_default_mutated::RULE,
    &mutable_default_escapes::RULE,
    &mutable_default_passed_on::RULE,
    &mutable_default_readonly::RULE,
    &stale_call_default::RULE,
    &exhausted_iterator_default::RULE,
    &mutable_class_attr_mutated::RULE,
    &class_attr_augassign_split::RULE,
    &dataclass_field_shared_instance::RULE,
    &contextvar_mutable_default::RULE,
    &fromkeys_shared_value::RULE,
];
