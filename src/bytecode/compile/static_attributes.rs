//! `__static_attributes__`: what the functions of a class set on `self`. From 3.14 instances share these keys from the
//! start, sorted, so `self.b = ..; self.a = ..` drops `a` first (`_PyDict_NewKeysForClass`).

use crate::syntax::ast::{
    self, Expr, ExprContext, Stmt,
    visitor::source_order::{SourceOrderVisitor, walk_expr, walk_stmt},
};

/// Sorted, each once.
pub(super) fn static_attributes(class_body: &[Stmt]) -> Vec<&str> {
    let mut found = SetOnSelf { names: Vec::new(), functions: 0 };
    class_body.iter().for_each(|s| found.visit_stmt(s));
    found.names.sort_unstable();
    found.names.dedup();
    found.names
}

struct SetOnSelf<'a> {
    names: Vec<&'a str>,
    functions: u32,
}

impl<'a> SourceOrderVisitor<'a> for SetOnSelf<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::ClassDef(_) => {}
            Stmt::FunctionDef(_) => {
                self.functions += 1;
                walk_stmt(self, statement);
                self.functions -= 1;
            }
            // `self.n += 1` is compiled without a visit of its target.
            Stmt::AugAssign(s) => self.visit_expr(&s.value),
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Attribute(ast::ExprAttribute { value, attr, ctx: ExprContext::Store, .. }) = expression
            && self.functions > 0
            && matches!(&**value, Expr::Name(n) if n.id.as_str() == "self")
        {
            self.names.push(attr.as_str());
        }
        walk_expr(self, expression);
    }
}
