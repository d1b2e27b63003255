//! Subcommands that look at one file.

use std::path::Path;

use crate::{
    config::{Options, PythonVersion, Settings},
    facts::{Source, SourceKind},
    project::{self, Lookup, Problem},
    suppression,
    syntax::{self, Parsed, SyntaxError},
    text::LineIndex,
};

/// What was found out about a file.
pub(super) struct Answer<T> {
    pub(super) text: String,
    pub(super) version: PythonVersion,
    pub(super) value: T,
}

/// Reads a file without syntax errors and asks `question` of it.
pub(super) fn ask<T: Send>(
    path: &Path,
    target_version: Option<PythonVersion>,
    question: impl FnOnce(&Parsed, Source<'_>, &Settings) -> T + Send,
) -> Result<Answer<T>, Problem> {
    let text = project::read_source(path)?;
    let options = Options { target_version, ..Options::default() };
    let settings = &Lookup::new(options, suppression::selectable()).of_file(path)?.settings;
    let value = project::isolated(path, || {
        let kind = SourceKind::of(path);
        let parsed = syntax::parse_as(&text, kind);
        // What is shown of a notebook is the module that its cells are, with that module's own lines.
        let kind = if kind == SourceKind::Notebook { SourceKind::Module } else { kind };
        match parsed.errors.first() {
            Some(error) => Err(syntax_error(path, &text, error)),
            None => Ok(question(&parsed, Source { text: &text, kind }, settings)),
        }
    })??;
    Ok(Answer { version: settings.target_version, value, text })
}

fn syntax_error(path: &Path, text: &str, error: &SyntaxError) -> Problem {
    let place = LineIndex::new(text).line_column(text, error.span.start);
    let message = format!("syntax error: {}", error.message);
    Problem { place: Some(place), ..Problem::unreadable(path, message) }
}
