//! Places in a text: spans in UTF-8 byte offsets, and their translation to lines and columns at the border.

mod span;

pub use span::Span;
