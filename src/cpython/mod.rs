//! What CPython does, as tables per release line 3.9 to 3.14 (64-bit, with the GIL).
//!
//! Every number about CPython that heaplight states comes from here, and every number here is read off
//! real interpreters by `tests/cpython_tables.rs`. A function that returns an `Option` returns `None`
//! where CPython's behaviour is not settled: say nothing then.

pub mod abstract_classes;
pub mod concat;
pub mod effects;
pub mod exceptions;
pub mod identity;
pub mod library;
pub mod members;
pub mod messages;
pub mod mutability;
pub mod patterns;
pub mod sizes;
pub mod teardown;

mod per_version;
