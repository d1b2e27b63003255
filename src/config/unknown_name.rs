use std::{error, fmt};

/// A name that a user wrote and nothing has, with the nearest one that something has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownName {
    what: &'static str,
    name: String,
    nearest: Option<&'static str>,
}

/// How alike two names must be to be taken for a slip (Jaro-Winkler; 1 is equal).
const ALIKE: f64 = 0.8;

impl UnknownName {
    /// `what` is what kind of name it should be: `option`.
    pub fn new(what: &'static str, name: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        let nearest = known
            .into_iter()
            .map(|known| (strsim::jaro_winkler(name, known), known))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, known)| known);
        Self { what, name: name.to_string(), nearest }
    }
}

impl UnknownName {
    #[must_use]
    pub fn nearest(&self) -> Option<&'static str> {
        self.nearest
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} `{}`", self.what, self.name)?;
        self.nearest.map_or(Ok(()), |nearest| write!(f, ": did you mean `{nearest}`?"))
    }
}

impl error::Error for UnknownName {}
