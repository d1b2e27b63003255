//! Settings and their defaults as plain data. No IO here: `project` finds and reads the files.

mod error;
mod hint_level;
mod options;
mod pyproject;
mod reference;
mod selection;
mod size;
mod unknown_name;
mod version;

pub use error::ConfigError;
pub use hint_level::HintLevel;
pub use options::{Options, Override, severity};
pub use pyproject::Pyproject;
pub use reference::{reference, schema};
pub use selection::{Selection, Selector};
pub use unknown_name::UnknownName;
pub use version::PythonVersion;

/// Everything that changes what the analysis says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The CPython whose behaviour is claimed.
    pub target_version: PythonVersion,
    /// From how many retained bytes on an object counts as large.
    pub large_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { target_version: PythonVersion::DEFAULT, large_bytes: 1 << 20 }
    }
}
