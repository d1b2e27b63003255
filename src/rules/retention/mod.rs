//! What is held longer than it is used.

mod bound_method_in_finalizer;
mod cached_method_pins_self;
mod dangling_task;
mod dead_weakref;
mod del_does_not_free;
mod exception_frame_cycle;
mod exception_outlives_handler;
mod generator_pins_frame;
mod large_object_outlives_use;
mod loop_var_pins_last;
mod pinned;
mod redundant_alias_keeps_alive;
mod view_pins_buffer;
mod weakkey_value_refs_key;

use super::Rule;

pub(super) const RULES: &[&Rule] = &[
    &del_does_not_free::RULE,
    &redundant_alias_keeps_alive::RULE,
    &exception_outlives_handler::RULE,
    &exception_frame_cycle::RULE,
    &cached_method_pins_self::RULE,
    &bound_method_in_finalizer::RULE,
    &dangling_task::RULE,
    &weakkey_value_refs_key::RULE,
    &large_object_outlives_use::RULE,
    &loop_var_pins_last::RULE,
    &dead_weakref::RULE,
    &view_pins_buffer::RULE,
    &generator_pins_frame::RULE,
];
