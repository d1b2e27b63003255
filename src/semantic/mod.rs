//! Scopes and bindings: what a name means where it stands, found in one walk over the tree.
//!
//! The same walk marks the functions with anything of interest ([`Interest`]), so that the simulation
//! runs on demand: two files of three end here.

mod bind;
mod contribution;
mod digest;
mod fields;
mod handed;
mod interest;
mod marks;
mod noting;
mod outline;
mod scope;
mod symbols;

pub use bind::bind;
pub use contribution::{Contribution, Entry, contribution};
pub use interest::Interest;
pub use outline::{Import, Outline, Share};
pub use scope::{Annotations, Bindings, Comprehensions, NameId, Resolution, Scope, ScopeId, ScopeKind, Symbol};
