//! Every number in `src/cpython`, compared with the CPythons of this machine.

#[path = "cpython/behaviour.rs"]
mod behaviour;
#[path = "cpython/effects.rs"]
mod effects;
#[path = "cpython/interpreters.rs"]
mod interpreters;
#[path = "cpython/sizes.rs"]
mod sizes;
