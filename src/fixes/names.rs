//! Which names some code reads and binds.

use crate::{
    syntax::{
        ast::{
            AnyNodeRef, Expr, ExprContext, Identifier, Stmt,
            visitor::source_order::{SourceOrderVisitor, TraversalSignal, walk_node},
        },
        span_of,
    },
    text::Span,
};

/// What a piece of code does with names, nested functions included.
#[derive(Default)]
pub(super) struct Names<'a> {
    pub(super) read: Vec<(&'a str, Span)>,
    pub(super) bound: Vec<(&'a str, Span)>,
    /// Names that are no expressions: of parameters, imports, attributes, keywords, functions.
    pub(super) identifiers: Vec<&'a str>,
    /// Something that cannot be moved: `await`, `yield`, `:=`.
    pub(super) is_bound_to_place: bool,
    /// Names that are read or bound in a function, lambda or class within.
    pub(super) nested: Vec<&'a str>,
    /// Names shown by `f"{name=}"`.
    pub(super) shown: Vec<&'a str>,
    depth: u32,
    debug: u32,
}

impl<'a> Names<'a> {
    pub(super) fn of(node: impl Into<AnyNodeRef<'a>>) -> Self {
        let mut names = Self::default();
        walk_node(&mut names, node.into());
        names
    }

    pub(super) fn of_body(body: &'a [Stmt]) -> Self {
        let mut names = Self::default();
        body.iter().for_each(|statement| names.visit_stmt(statement));
        names
    }

    /// Names that come from outside of the code.
    pub(super) fn free(&self) -> impl Iterator<Item = &'a str> {
        let binds = |name: &str| self.bound.iter().any(|(bound, _)| *bound == name);
        self.read.iter().map(|(name, _)| *name).filter(move |name| !binds(name))
    }

    pub(super) fn mentions(&self, name: &str) -> bool {
        let is = |(other, _): &(&str, Span)| *other == name;
        self.read.iter().any(is) || self.bound.iter().any(is) || self.identifiers.contains(&name)
    }
}

fn is_scope(node: AnyNodeRef<'_>) -> bool {
    matches!(node, AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_) | AnyNodeRef::ExprLambda(_))
}

fn is_debug(node: AnyNodeRef<'_>) -> bool {
    matches!(node, AnyNodeRef::InterpolatedElement(element) if element.debug_text.is_some())
}

impl<'a> SourceOrderVisitor<'a> for Names<'a> {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.depth += u32::from(is_scope(node));
        self.debug += u32::from(is_debug(node));
        self.is_bound_to_place |= matches!(
            node,
            AnyNodeRef::ExprAwait(_)
                | AnyNodeRef::ExprYield(_)
                | AnyNodeRef::ExprYieldFrom(_)
                | AnyNodeRef::ExprNamed(_)
        );
        if let AnyNodeRef::ExprName(name) = node {
            let list = if matches!(name.ctx, ExprContext::Load) { &mut self.read } else { &mut self.bound };
            list.push((name.id.as_str(), span_of(name)));
            if self.depth > 0 {
                self.nested.push(name.id.as_str());
            }
            if self.debug > 0 {
                self.shown.push(name.id.as_str());
            }
        }
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, node: AnyNodeRef<'a>) {
        self.depth -= u32::from(is_scope(node));
        self.debug -= u32::from(is_debug(node));
    }

    fn visit_identifier(&mut self, identifier: &'a Identifier) {
        self.identifiers.push(identifier.as_str());
    }
}

/// The name that an expression is, if it is one.
pub(super) fn name_of(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(name.id.as_str()),
        _ => None,
    }
}
