//! Names that a statement of the module may bind when it runs, and names of objects whose attributes or items it sets.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Alias, ExceptHandler, Expr, ExprContext, Parameters, Pattern, Stmt};

#[derive(Default)]
pub(super) struct Stores<'a> {
    pub(super) names: Vec<&'a str>,
    /// It may do so in ways that are not seen: `setattr(A, name, f)`.
    pub(super) is_hidden: bool,
}

const HIDDEN: &[&str] = &["setattr", "delattr", "vars", "globals", "locals", "exec", "eval", "__dict__", "__setattr__"];

impl<'a> Stores<'a> {
    pub(super) fn of(stmt: &'a Stmt) -> Self {
        let mut stores = Self::default();
        stores.visit_stmt(stmt);
        stores
    }

    /// `a.b[0].c = x` is about `a`.
    fn base(&mut self, mut target: &'a Expr) {
        loop {
            target = match target {
                Expr::Attribute(e) => &e.value,
                Expr::Subscript(e) => &e.value,
                Expr::Call(e) => &e.func,
                Expr::Name(e) => return self.names.push(e.id.as_str()),
                _ => return,
            };
        }
    }
}

impl<'a> Visitor<'a> for Stores<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(f) => {
                self.names.push(f.name.as_str());
                f.decorator_list.iter().for_each(|d| self.visit_expr(&d.expression));
                self.visit_parameters(&f.parameters);
                return;
            }
            Stmt::ClassDef(c) => self.names.push(c.name.as_str()),
            Stmt::Global(s) => self.names.extend(s.names.iter().map(|n| n.as_str())),
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, e: &'a Expr) {
        match e {
            Expr::Name(n) if n.ctx != ExprContext::Load => self.names.push(n.id.as_str()),
            Expr::Attribute(a) if a.ctx != ExprContext::Load => self.base(e),
            Expr::Subscript(s) if s.ctx != ExprContext::Load => self.base(e),
            Expr::Name(n) => self.is_hidden |= HIDDEN.contains(&n.id.as_str()),
            Expr::Attribute(a) => self.is_hidden |= HIDDEN.contains(&a.attr.as_str()),
            _ => {}
        }
        visitor::walk_expr(self, e);
    }

    fn visit_parameters(&mut self, parameters: &'a Parameters) {
        parameters.iter_non_variadic_params().filter_map(|p| p.default()).for_each(|e| self.visit_expr(e));
    }

    fn visit_alias(&mut self, alias: &'a Alias) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
        self.names.push(name.split('.').next().unwrap_or(name));
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(h) = handler;
        self.names.extend(h.name.as_ref().map(|n| n.as_str()));
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(p) => self.names.extend(p.name.as_ref().map(|n| n.as_str())),
            Pattern::MatchStar(p) => self.names.extend(p.name.as_ref().map(|n| n.as_str())),
            Pattern::MatchMapping(p) => self.names.extend(p.rest.as_ref().map(|n| n.as_str())),
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }
}
