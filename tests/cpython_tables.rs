//! Every number in `src/cpython`, compared with the CPythons of this machine.

#[path = "cpython/interpreters.rs"]
mod interpreters;
#[path = "cpython/sizes.rs"]
mod sizes;
