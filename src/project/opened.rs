//! A file as it stands on the disk, and the Python in it.

use std::path::Path;

use super::Problem;
use crate::{
    notebook::Notebook,
    syntax::{self, DecodeError, SourceKind},
    text::LineColumn,
};

/// A file that was read: a module is its own Python, a notebook holds some.
pub(super) enum Opened {
    Module(String),
    Notebook { json: String, notebook: Notebook },
}

impl Opened {
    pub(super) fn read(bytes: Vec<u8>, path: &Path) -> Result<Self, Problem> {
        if SourceKind::of(path) != SourceKind::Notebook {
            return Ok(Self::Module(syntax::decode(bytes).map_err(|error| undecodable(path, error))?));
        }
        let json = syntax::decode_utf8(bytes).map_err(|error| undecodable(path, error))?;
        let notebook = Notebook::parse(&json).map_err(|message| Problem::unreadable(path, message))?;
        Ok(Self::Notebook { json, notebook })
    }

    /// The Python, and where its cells are if it has such.
    pub(super) fn into_python(self) -> (String, Option<Notebook>) {
        match self {
            Self::Module(text) => (text, None),
            Self::Notebook { notebook, .. } => (notebook.text().to_owned(), Some(notebook)),
        }
    }

    /// The text of the file.
    pub(super) fn whole(&self) -> &str {
        match self {
            Self::Module(text) => text,
            Self::Notebook { json, .. } => json,
        }
    }

    /// The text of the file with other Python in it.
    pub(super) fn with(&self, python: String, path: &Path) -> Result<String, Problem> {
        match self {
            Self::Module(_) => Ok(python),
            Self::Notebook { json, notebook } => notebook
                .with_text(json, &python)
                .ok_or_else(|| Problem::unreadable(path, "a change would mix its cells: nothing was written".into())),
        }
    }
}

fn undecodable(path: &Path, error: DecodeError) -> Problem {
    let place = Some(LineColumn { line: error.line as u32, column: error.column as u32 });
    Problem { place, ..Problem::unreadable(path, error.message) }
}
