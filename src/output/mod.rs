//! Findings as text. One file per format, each with its own stable shape.

mod annotated;
mod concise;
mod facts;
mod full;
mod github;
mod gitlab;
mod heap;
mod json;
mod junit;
mod rdjson;
mod rules;
mod sarif;
mod statistics;
mod trace;

use std::io::{self, Write};

use crate::{
    diagnostic::{Diagnostic, Fix},
    notebook::{CellPlace, Notebook},
    project::FileReport,
    text::{LineColumn, LineIndex, Span},
};

pub use annotated::Annotated;
pub use facts::facts_json;
pub use heap::{HeapFormat, draw_heap};
pub use rules::{rules_json, rules_markdown};
pub use statistics::write_statistics;
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
    /// Its findings, one a line.
    JsonLines,
    /// SARIF 2.1.0.
    Sarif,
    /// Commands of a GitHub workflow.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// Reviewdog's diagnostic format.
    Rdjson,
}

/// Prints the findings of all files, in their order.
pub fn write(format: Format, reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(reports, out),
        Format::Concise => concise::write(reports, out),
        Format::Json => json::write(reports, out),
        Format::JsonLines => json::write_lines(reports, out),
        Format::Sarif => sarif::write(reports, out),
        Format::Github => github::write(reports, out),
        Format::Gitlab => gitlab::write(reports, out),
        Format::Junit => junit::write(reports, out),
        Format::Rdjson => rdjson::write(reports, out),
    }
}

/// The path of a file with `/`, on every system.
fn path_of(report: &FileReport) -> String {
    report.path.to_string_lossy().replace('\\', "/")
}

/// Every finding with its file and text.
fn findings(reports: &[FileReport]) -> impl Iterator<Item = Located<'_>> {
    reports.iter().flat_map(findings_of)
}

fn findings_of(report: &FileReport) -> Vec<Located<'_>> {
    let Some(text) = report.text.as_deref() else { return Vec::new() };
    let (path, index) = (path_of(report), LineIndex::new(text));
    let notebook = report.notebook.as_ref();
    let located = |diagnostic| Located { path: path.clone(), text, index: index.clone(), notebook, diagnostic };
    report.checked.diagnostics.iter().map(located).collect()
}

/// A finding with what is needed to say where it is.
struct Located<'a> {
    path: String,
    text: &'a str,
    index: LineIndex,
    notebook: Option<&'a Notebook>,
    diagnostic: &'a Diagnostic,
}

impl Located<'_> {
    /// First and last place in the file, from 1; the last one is exclusive. In a notebook's JSON: the line.
    fn place(&self, span: Span) -> (LineColumn, LineColumn) {
        let places = [span.start, span.end].map(|offset| self.index.line_column(self.text, offset));
        let [start, end] = match self.notebook {
            None => places,
            Some(notebook) => places.map(|place| LineColumn { line: notebook.place(place.line).json_line, column: 1 }),
        };
        (start, end)
    }

    /// The message for somebody who sees the file's lines: in a notebook it says which cell is meant.
    fn message(&self) -> String {
        let message = &self.diagnostic.message;
        match self.notebook {
            None => message.clone(),
            Some(notebook) => {
                let place = self.index.line_column(self.text, self.diagnostic.primary.start);
                let CellPlace { cell, line, .. } = notebook.place(place.line);
                format!("cell {cell}, line {line}: {message}")
            }
        }
    }

    /// Those whose edits are places of the file, which those of a cell are not.
    fn fixes(&self) -> &[Fix] {
        if self.notebook.is_some() { &[] } else { &self.diagnostic.fixes }
    }

    /// The same for the same finding though lines above it change.
    fn fingerprint(&self) -> String {
        let line = self.index.line_column(self.text, self.diagnostic.primary.start).line - 1;
        let Span { start, end } = self.index.line_span(self.text, line);
        let line = self.text[start as usize..end as usize].trim();
        let parts = [self.path.as_str(), self.diagnostic.rule, line];
        let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{hash:016x}")
    }
}

/// `1 finding`, `2 findings`.
fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
