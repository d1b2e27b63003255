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
    /// The cells of an `.ipynb`, one after the other: with lines that are for IPython.
    Notebook,
}

impl SourceKind {
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("pyi") => Self::Stub,
            Some("ipynb") => Self::Notebook,
            _ => Self::Module,
        }
    }
}
