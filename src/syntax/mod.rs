//! Source text in, tree and comments out. The only room that names the parser crates; others use `syntax::ast`.

mod chunk;
mod decode;
mod depth;
mod enclosing;
mod outline;
mod parse;
mod shape;
mod shift;
mod source;
mod splice;
mod stores;
mod suppression;

pub use ruff_python_ast as ast;

pub use chunk::{Chunk, parse_chunk};
pub use decode::{DecodeError, decode, decode_utf8, encode};
pub use depth::MAX_DEPTH;
pub use enclosing::enclosing;
pub use outline::{Part, PartKind, Word, WordSet, Words, outline, word};
pub use parse::{Parsed, SyntaxError, parse, parse_as};
pub use shape::shape;
pub use source::{Source, SourceKind};
pub use splice::{parse_again, parses_again};
pub use suppression::{Suppression, SuppressionKind, Suppressions};

use crate::text::Span;
use ruff_text_size::Ranged;

/// Where a node stands.
#[must_use]
pub fn span_of(node: &impl Ranged) -> Span {
    Span::new(node.start().to_u32(), node.end().to_u32())
}
