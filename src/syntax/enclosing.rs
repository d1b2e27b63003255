use ruff_python_ast::{AnyNodeRef, ModModule, find_node::covering_node};
use ruff_text_size::{Ranged, TextRange};

use crate::text::Span;

/// The nodes that hold a place, the innermost first. None for a place outside of the text.
#[must_use]
pub fn enclosing(module: &ModModule, place: Span) -> Vec<AnyNodeRef<'_>> {
    let range = TextRange::new(place.start.into(), place.end.into());
    if !module.range().contains_range(range) {
        return Vec::new();
    }
    covering_node(module.into(), range).ancestors().collect()
}
