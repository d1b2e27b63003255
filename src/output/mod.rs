//! Findings as text. One file per format, each with its own stable shape.

mod concise;
mod facts;
mod full;
mod json;
mod trace;

use std::io::{self, Write};

use crate::project::FileReport;

pub use facts::facts_json;
pub use trace::{trace_json, trace_text};

/// How `check` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// For people: the source, and the story of the object in it.
    #[default]
    Full,
    /// One line a finding.
    Concise,
    /// Schema `heaplight.check/1`.
    Json,
}

/// Prints the findings of all files, in their order.
pub fn write(format: Format, reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(reports, out),
        Format::Concise => concise::write(reports, out),
        Format::Json => json::write(reports, out),
    }
}

/// `1 finding`, `2 findings`.
fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
