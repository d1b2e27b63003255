use super::Interest;
use crate::syntax::ast::{Expr, Stmt};

pub(super) fn of_stmt(stmt: &Stmt) -> Interest {
    match stmt {
        Stmt::Delete(s) if s.targets.iter().any(Expr::is_name_expr) => Interest::DELETE,
        Stmt::Assign(s) if s.value.is_none_literal_expr() && s.targets.iter().any(Expr::is_name_expr) => {
            Interest::DELETE
        }
        Stmt::Assign(s) if names_something(&s.value) => Interest::ALIAS,
        Stmt::AnnAssign(s) if s.value.as_deref().is_some_and(names_something) => Interest::ALIAS,
        _ => Interest::NONE,
    }
}

/// `b = a`, `b, c = a, 0`
fn names_something(value: &Expr) -> bool {
    match value {
        Expr::Name(_) => true,
        Expr::Tuple(t) => t.elts.iter().any(Expr::is_name_expr),
        _ => false,
    }
}
