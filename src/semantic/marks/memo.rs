//! Functions that remember the result for every argument they ever got.

use super::last_name;
use crate::syntax::ast::{Expr, StmtFunctionDef};

/// `@cache def f(x)`, `@lru_cache(maxsize=None) def f(x)`, with a parameter that may be anything.
pub(in crate::semantic) fn remembers(f: &StmtFunctionDef) -> bool {
    let unbounded = f.decorator_list.iter().any(|d| is_unbounded(&d.expression));
    unbounded && !takes_few_values(f)
}

/// Nothing can be told apart by its arguments but a few values.
pub(in crate::semantic) fn takes_few_values(f: &StmtFunctionDef) -> bool {
    f.parameters.iter().all(|p| p.annotation().is_some_and(has_few_values))
}

fn is_unbounded(decorator: &Expr) -> bool {
    match decorator {
        Expr::Call(c) => {
            let maxsize = c.arguments.find_argument_value("maxsize", 0);
            last_name(&c.func) == Some("lru_cache") && maxsize.is_some_and(Expr::is_none_literal_expr)
        }
        e => last_name(e) == Some("cache"),
    }
}

/// `flag: bool`, `mode: Literal["r", "w"]`, `cls: type[Model]`: a program has few of these.
fn has_few_values(annotation: &Expr) -> bool {
    match annotation {
        Expr::Subscript(s) => has_few_values(&s.value) || is_optional(&s.value) && has_few_values(&s.slice),
        Expr::BinOp(e) => has_few_values(&e.left) && has_few_values(&e.right),
        Expr::NoneLiteral(_) => true,
        Expr::StringLiteral(s) => {
            let name = s.value.to_str().split('[').next().unwrap_or_default();
            is_finite(name.rsplit('.').next().unwrap_or_default())
        }
        e => last_name(e).is_some_and(is_finite),
    }
}

fn is_optional(e: &Expr) -> bool {
    last_name(e) == Some("Optional")
}

fn is_finite(name: &str) -> bool {
    matches!(name, "bool" | "type" | "Type" | "Literal" | "Enum" | "Callable" | "ModuleType" | "None")
}
