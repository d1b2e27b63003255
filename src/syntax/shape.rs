//! What a statement was read as. A statement that parses is read in one way; where it does not, the same text may be read
//! in another way when something around it changes.

use std::hash::{Hash, Hasher};

use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal};
use ruff_python_ast::{AnyNodeRef, ExprContext, Identifier, Stmt};
use ruff_text_size::{Ranged, TextSize};
use rustc_hash::FxHasher;

/// The same for statements of the same text that were read in the same way, wherever they stand.
#[must_use]
pub fn shape(stmt: &Stmt) -> u64 {
    let mut nodes = Nodes { hasher: FxHasher::default(), start: stmt.start() };
    nodes.visit_stmt(stmt);
    nodes.hasher.finish()
}

struct Nodes {
    hasher: FxHasher,
    start: TextSize,
}

impl Nodes {
    fn place(&mut self, node: impl Ranged) {
        let place = node.range();
        // Something that is missing may be missed in front of where the statement starts.
        let from = |offset: TextSize| offset.to_u32().wrapping_sub(self.start.to_u32());
        (from(place.start()), from(place.end())).hash(&mut self.hasher);
    }
}

impl<'a> SourceOrderVisitor<'a> for Nodes {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        std::mem::discriminant(&node).hash(&mut self.hasher);
        if let AnyNodeRef::ExprName(name) = node {
            (name.ctx == ExprContext::Load, name.id.as_str()).hash(&mut self.hasher);
        }
        self.place(node);
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _: AnyNodeRef<'a>) {
        self.hasher.write_u8(0);
    }

    fn visit_identifier(&mut self, identifier: &'a Identifier) {
        identifier.as_str().hash(&mut self.hasher);
        self.place(identifier);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn a_shape_is_that_of_the_statement_alone() {
        let shapes = |text: &str| parse(text).module.body.iter().map(shape).collect::<Vec<_>>();
        assert_eq!(shapes("x = f(y)\n")[0], shapes("import a\nx = f(y)\n")[1]);
        assert_ne!(shapes("x = f(y)\n")[0], shapes("x = f(z)\n")[0]);
        // The one line opens a function that has the next line, too; what is read of both is not the same.
        assert_ne!(shapes("def f(\n    a)\n")[0], shapes("def f(\n    a): pass\n")[0]);
    }
}
