use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::text::{LineColumn, visible};

/// Something that went wrong with one file or folder. It is no finding: it says that there might be more to find.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub kind: ProblemKind,
    pub path: PathBuf,
    pub place: Option<LineColumn>,
    pub message: String,
    /// Further places of the same file, and what is wrong there.
    pub also: Vec<(LineColumn, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// Worth saying, but nothing was left out.
    Nothing,
    /// The file was not read, or is not text, or its settings are wrong.
    Unreadable,
    /// heaplight itself is wrong.
    Internal,
}

impl Problem {
    /// A problem of the kind [`ProblemKind::Unreadable`], without a place.
    #[must_use]
    pub fn unreadable(path: &Path, message: String) -> Self {
        Self { kind: ProblemKind::Unreadable, path: path.to_path_buf(), place: None, message, also: Vec::new() }
    }

    pub(super) fn unwritable(path: &Path, error: &io::Error) -> Self {
        let message = match error.kind() {
            io::ErrorKind::PermissionDenied => "permission denied: make it writable".to_string(),
            io::ErrorKind::NotFound => "cannot be written: there is no such folder".to_string(),
            _ => format!("cannot be written: {error}"),
        };
        Self::unreadable(path, message)
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        let message = match error.kind() {
            io::ErrorKind::NotFound => "no such file or folder: check the spelling".to_string(),
            io::ErrorKind::PermissionDenied => "permission denied: make it readable, or leave it out".to_string(),
            io::ErrorKind::IsADirectory => "is a folder".to_string(),
            _ => error.to_string(),
        };
        Self::unreadable(path, message)
    }
}

/// `path:line:column: message`, a line for each message.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", visible(&self.path.to_string_lossy()))?;
        if let Some(LineColumn { line, column }) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", visible(&self.message))?;
        for (LineColumn { line, column }, message) in &self.also {
            write!(f, "\n{}:{line}:{column}: {}", visible(&self.path.to_string_lossy()), visible(message))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_to_do() {
        let problem = |kind: io::ErrorKind| Problem::io(Path::new("a.py"), &kind.into()).to_string();
        assert_eq!(problem(io::ErrorKind::NotFound), "a.py: no such file or folder: check the spelling");
        assert_eq!(
            problem(io::ErrorKind::PermissionDenied),
            "a.py: permission denied: make it readable, or leave it out"
        );
    }
}
