use std::path::Path;

/// One text to be analysed. Its name is the caller's business: the analysis does not depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub text: &'a str,
    pub kind: SourceKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum SourceKind {
    /// Code that runs: `.py`, and whatever a user names explicitly.
    Module,
    /// Declarations that never run: `.pyi`.
    Stub,
}

impl SourceKind {
    #[must_use]
    pub fn of(path: &Path) -> Self {
        if path.extension().is_some_and(|extension| extension == "pyi") { Self::Stub } else { Self::Module }
    }
}
