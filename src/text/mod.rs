//! Places in a text: spans in UTF-8 byte offsets, and their translation to lines and columns at the border.

mod change;
mod edit;
mod line_index;
mod span;
mod visible;

pub use change::Change;
pub use edit::apply_edit;
pub use line_index::{LineColumn, LineIndex, Position, PositionEncoding};
pub use span::Span;
pub use visible::visible;
