//! The abstract policy: every path at once, to a fixpoint.
//!
//! Code runs block by block on a state that starts from what all its predecessors left ([`state`]). Known operands take
//! the concrete transfer functions; what those cannot tell falls back to tables of effects and to the unknown
//! ([`transfer`], [`call`]). Facts are recorded in a last pass over the stable states only.

mod abroad;
mod apply;
mod argument;
mod beside;
mod cached;
mod call;
mod captured;
mod caught;
mod classes;
mod code_info;
mod concat;
mod conventions;
mod cycles;
mod data_class;
mod define;
mod distinct;
mod driver;
mod effect;
mod elsewhere;
mod escape;
mod flow;
mod focus;
mod follow;
mod footprint;
mod from_keys;
mod imported;
mod join;
mod keeper;
mod kept_once;
mod late;
mod library;
mod lines;
mod measure;
mod missing;
mod names;
mod note;
mod once;
mod outside;
mod picture;
mod pins;
mod publish;
mod reclaim;
mod record;
mod retention;
mod rounds;
mod run;
mod state;
mod tee;
mod touch;
mod transfer;

pub use abroad::{Told, deeds};
pub(super) use beside::Abstract;
pub use code_info::{Bound, CodeInfo, Loop};
pub use driver::{Analysis, analyze, heap_at};
pub use focus::{Effort, Focus};
pub use imported::summarize;
pub use touch::{Deeds, Touch};
