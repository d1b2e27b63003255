use super::Interest;
use crate::syntax::ast::{Comprehension, Expr, ExprCall, Stmt};

pub(super) fn of_expr(expr: &Expr) -> Interest {
    match expr {
        Expr::ListComp(e) => Interest::LARGE | of_clauses(&e.generators),
        Expr::SetComp(e) => Interest::LARGE | of_clauses(&e.generators),
        Expr::DictComp(e) => Interest::LARGE | of_clauses(&e.generators),
        Expr::Generator(e) => of_clauses(&e.generators),
        Expr::Compare(e) if e.comparators.iter().any(Expr::is_list_comp_expr) => Interest::CONSUMED_LIST,
        // `[...][0]`
        Expr::Subscript(e) if makes_list(&e.value) => Interest::CONSUMED_LIST,
        Expr::Call(e) => of_call(e),
        _ => Interest::NONE,
    }
}

/// `for row in [...]:`
pub(super) fn of_stmt(stmt: &Stmt) -> Interest {
    match stmt {
        Stmt::For(s) if makes_list(&s.iter) => Interest::CONSUMED_LIST,
        _ => Interest::NONE,
    }
}

/// `x for x in [...]`
fn of_clauses(clauses: &[Comprehension]) -> Interest {
    if clauses.iter().any(|c| makes_list(&c.iter)) { Interest::CONSUMED_LIST } else { Interest::NONE }
}

/// `f.readlines()`, `f.read().splitlines()`, `f.read().split("\n")`
fn makes_lines(e: &ExprCall) -> bool {
    let Expr::Attribute(f) = &*e.func else { return false };
    let reads =
        |e: &Expr| matches!(e, Expr::Call(c) if matches!(&*c.func, Expr::Attribute(a) if a.attr.as_str() == "read"));
    match f.attr.as_str() {
        "readlines" => e.arguments.args.is_empty(),
        "splitlines" => reads(&f.value) || f.value.is_name_expr(),
        "split" => reads(&f.value),
        _ => false,
    }
}

fn of_call(e: &ExprCall) -> Interest {
    let large = match &*e.func {
        Expr::Attribute(f) => matches!(f.attr.as_str(), "read" | "readlines" | "fetchall" | "splitlines"),
        Expr::Name(f) => is_container(f.id.as_str()) && e.arguments.args.first().is_some_and(may_be_long),
        _ => false,
    };
    let joins = matches!(&*e.func, Expr::Attribute(f) if f.attr.as_str() == "join")
        && e.arguments.args.last().is_some_and(Expr::is_generator_expr);
    let sums = e.func.as_name_expr().is_some_and(|f| f.id.as_str() == "sum")
        && matches!(&*e.arguments.args, [_, Expr::List(_) | Expr::Tuple(_)]);
    let consumed = e.arguments.args.iter().any(makes_list) || makes_lines(e);
    let mark = |is: bool, bit: Interest| if is { bit } else { Interest::NONE };
    mark(large, Interest::LARGE) | mark(consumed, Interest::CONSUMED_LIST) | mark(joins, Interest::JOINS_GENERATOR) | mark(sums, Interest::CONCAT)
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

/// `[]`, `list()`
pub(in crate::semantic) fn is_empty_list(e: &Expr) -> bool {
    match e {
        Expr::List(l) => l.elts.is_empty(),
        Expr::Call(c) => matches!(&*c.func, Expr::Name(f) if f.id.as_str() == "list") && c.arguments.is_empty(),
        _ => false,
    }
}

/// `sum(xs)`, `math.fsum(xs)`, `Counter(xs)`
pub(in crate::semantic) fn reduces(e: &ExprCall) -> bool {
    let name = match &*e.func {
        Expr::Name(f) => f.id.as_str(),
        Expr::Attribute(f) => f.attr.as_str(),
        _ => return false,
    };
    matches!(
        name,
        "sum" | "min" | "max" | "any" | "all" | "set" | "frozenset" | "dict" | "Counter" | "deque" | "prod" | "fsum"
    )
}
