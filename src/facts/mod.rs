//! What is proved of a source: the public result of the simulation, which rules and annotations read.

use crate::{config::Settings, syntax::Parsed};

pub use crate::interpret::{Event, EventKind, NameFact, Raised, Step, Stopped, Trace};
pub use crate::syntax::{Source, SourceKind};

/// Everything that is known of one file. Holds no part of its tree.
#[derive(Debug, Default)]
pub struct Facts {
    pub coverage: Coverage,
}

/// How much of what was simulated stayed unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Values that the simulation looked at.
    pub values: u64,
    /// Those of them of which nothing is known.
    pub unknown: u64,
}

/// What is true of every function of a source, without running it from the top.
#[must_use]
pub fn analyze(_parsed: &Parsed, _source: Source<'_>, _settings: &Settings) -> Facts {
    Facts::default()
}

/// Runs a source from the top as far as everything is known.
#[must_use]
pub fn trace(parsed: &Parsed, source: Source<'_>, settings: &Settings) -> Trace {
    crate::interpret::trace(&parsed.module, source.text, settings.target_version)
}
