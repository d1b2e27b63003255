use std::{error, fmt, ops::Range};

use crate::text::Span;

/// Where and why a configuration file cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError {
    pub message: String,
    pub span: Span,
}

impl ConfigError {
    pub(super) fn at(range: Range<usize>, message: String) -> Self {
        Self { message, span: Span::new(range.start as u32, range.end as u32) }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl error::Error for ConfigError {}
