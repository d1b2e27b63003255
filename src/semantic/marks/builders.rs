//! Functions that return a list which they build, and what callers do with it.

use crate::syntax::ast::{Expr, StmtFunctionDef};

/// `for row in rows():`, `for row in self._rows():`: the name of what is called.
pub(in crate::semantic) fn called(e: &Expr) -> Option<&str> {
    match &*e.as_call_expr()?.func {
        Expr::Name(f) => Some(f.id.as_str()),
        Expr::Attribute(f) if f.attr.as_str().starts_with('_') => Some(f.attr.as_str()),
        _ => None,
    }
}

/// It promises to give a list: `-> list[int]`.
pub(in crate::semantic) fn promises_list(f: &StmtFunctionDef) -> bool {
    let name = |e: &Expr| match e {
        Expr::Subscript(s) => super::last_name(&s.value).map(str::to_owned),
        e => super::last_name(e).map(str::to_owned),
    };
    f.returns.as_deref().is_some_and(|e| !matches!(name(e).as_deref(), Some("Iterable" | "Iterator" | "Generator")))
}
