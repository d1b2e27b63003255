use crate::{facts::Facts, text::Span};

/// The card of the object under the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// What the card is about: the name or expression to highlight.
    pub span: Span,
    pub markdown: String,
}

/// The card at a UTF-8 byte offset; `None` where nothing is known, so that other servers' hovers stand alone.
#[must_use]
pub fn hover(_facts: &Facts, _offset: u32) -> Option<Hover> {
    None
}
