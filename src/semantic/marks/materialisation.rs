use super::Interest;
use crate::syntax::ast::{Expr, ExprCall};

pub(super) fn of_expr(expr: &Expr) -> Interest {
    match expr {
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => Interest::LARGE,
        Expr::Compare(e) if e.comparators.iter().any(Expr::is_list_comp_expr) => Interest::CONSUMED_LIST,
        Expr::Call(e) => of_call(e),
        _ => Interest::NONE,
    }
}

fn of_call(e: &ExprCall) -> Interest {
    let large = match &*e.func {
        Expr::Attribute(f) => matches!(f.attr.as_str(), "read" | "readlines" | "fetchall" | "splitlines"),
        Expr::Name(f) => is_container(f.id.as_str()) && e.arguments.args.first().is_some_and(may_be_long),
        _ => false,
    };
    let consumed = e.arguments.args.iter().any(makes_list);
    let mark = |is: bool, bit: Interest| if is { bit } else { Interest::NONE };
    mark(large, Interest::LARGE) | mark(consumed, Interest::CONSUMED_LIST)
}

fn is_container(name: &str) -> bool {
    matches!(name, "list" | "tuple" | "set" | "dict" | "sorted" | "bytes" | "bytearray")
}

/// `list(range(n))`, `bytes(2_000_000)`, `bytearray(10**7)`: a plain `list(xs)` is as large as what there is already.
fn may_be_long(argument: &Expr) -> bool {
    argument.is_call_expr()
        || argument.is_number_literal_expr()
        || argument.is_bin_op_expr()
        || argument.is_generator_expr()
}

/// `[x for ...]`, `list(...)`
pub(in crate::semantic) fn makes_list(e: &Expr) -> bool {
    match e {
        Expr::ListComp(_) => true,
        Expr::Call(c) => matches!(&*c.func, Expr::Name(f) if f.id.as_str() == "list") && !c.arguments.args.is_empty(),
        _ => false,
    }
}
