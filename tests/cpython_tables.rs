//! Every number in `src/cpython`, compared with the CPythons of this machine.

mod common;

#[path = "cpython/abstract_classes.rs"]
mod abstract_classes;
#[path = "cpython/behaviour.rs"]
mod behaviour;
#[path = "cpython/effects.rs"]
mod effects;
#[path = "cpython/growth.rs"]
mod growth;
#[path = "cpython/members.rs"]
mod members;
#[path = "cpython/mutability.rs"]
mod mutability;
#[path = "cpython/sizes.rs"]
mod sizes;
#[path = "cpython/told_sizes.rs"]
mod told_sizes;
