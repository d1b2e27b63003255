//! What other files of a project do: summaries of their functions, asked for by the dotted path of an import.
//!
//! ```python
//! from .helpers import add        # `.helpers.add`
//! def f(xs=[]): add(xs)           # what `add` does to `xs` decides
//! ```

use super::story::{EventOf, Through};
use crate::heap::Type;
use rustc_hash::FxHashMap;
use std::{collections::BTreeSet, sync::Arc};

/// A call of a function of another file, as far as it decides what the function does: `add(xs, x)` with a list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ImportedCall {
    /// As the calling file writes it: `.helpers.add`.
    pub path: String,
    pub positional: Vec<ArgumentType>,
    pub keywords: Vec<(String, ArgumentType)>,
}

/// Of an argument only its type counts, where that is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ArgumentType(pub(super) Type);

/// What a function does to its arguments in such a call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FunctionSummary {
    /// For each argument, the positional ones first: what may happen to it, in order: changed, stored, handed on.
    pub arguments: Vec<Vec<EventOf>>,
}

/// Something of a file that code of other files may change.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Exposed {
    /// The class of the module that has it as an attribute; none: it is a variable of the module.
    pub class: Option<String>,
    pub name: String,
    /// The type of the container: `list`; of anything else no more than that it is a `function`.
    pub kind: String,
}

/// What another file does to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Deed {
    pub to: Exposed,
    pub event: EventOf,
    /// By which way it reached an attribute of a class.
    pub through: Option<Through>,
    /// The other file: its dotted name, and the line.
    pub module: String,
    pub line: u32,
}

/// What is in view of other files.
#[derive(Clone, Debug, Default)]
pub struct Imports {
    /// First parts of dotted paths that other files of the project have; what is relative always counts.
    pub packages: Arc<BTreeSet<String>>,
    pub functions: FxHashMap<ImportedCall, FunctionSummary>,
    /// What they do to what this file has.
    pub deeds: Vec<Deed>,
}

impl Imports {
    /// A path that another file of the project may have: `.helpers`, `package.helpers.add`.
    pub fn may_have(&self, path: &str) -> bool {
        let first = path.split('.').next().unwrap_or_default();
        !self.packages.is_empty() && (first.is_empty() || self.packages.contains(first))
    }
}
