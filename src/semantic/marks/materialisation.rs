use super::Interest;
use crate::syntax::ast::{Comprehension, Expr, ExprCall, Stmt};

pub(super) fn of_expr(expr: &Expr) -> Interest {
    match expr {
        Expr::ListComp(e) => of_comprehension(&e.generators),
        Expr::SetComp(e) => of_comprehension(&e.generators),
        Expr::DictComp(e) => of_comprehension(&e.generators),
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

/// `[x for x in range(n)]`: over a name it is as large as what there is already, or as what a caller hands in.
fn of_comprehension(clauses: &[Comprehension]) -> Interest {
    let large = clauses.iter().any(|c| may_give_many(&c.iter));
    of_clauses(clauses) | if large { Interest::LARGE } else { Interest::NONE }
}

/// `range(n)`, `open(path)`, `zip(range(n), xs)`, `f.readlines()`; not `table.items()`.
fn may_give_many(e: &Expr) -> bool {
    let Expr::Call(c) = e else { return false };
    match &*c.func {
        Expr::Name(f) if passes_on(f.id.as_str()) => c.arguments.args.iter().any(may_give_many),
        Expr::Attribute(f) => !matches!(f.attr.as_str(), "items" | "keys" | "values" | "split" | "get"),
        _ => true,
    }
}

/// Builtins that give as many items as they get.
fn passes_on(name: &str) -> bool {
    matches!(name, "enumerate" | "zip" | "reversed" | "sorted" | "map" | "filter" | "list" | "tuple" | "set" | "iter")
}

/// `x for x in [...]`
fn of_clauses(clauses: &[Comprehension]) -> Interest {
    if clauses.iter().any(|c| makes_list(&c.iter)) { Interest::CONSUMED_LIST } else { Interest::NONE }
}

/// `f.readlines()`, `f.read().splitlines()`, `f.read().split("\n")`
fn makes_lines(e: &ExprCall) -> bool {
    let Expr::Attribute(f) = &*e.func else { return false };
    let text = |function: &Expr| matches!(super::last_name(function), Some("read" | "read_text"));
    let reads = |e: &Expr| matches!(e, Expr::Call(c) if c.func.is_attribute_expr() && text(&c.func));
    match f.attr.as_str() {
        "readlines" => e.arguments.args.is_empty(),
        "splitlines" => reads(&f.value) || f.value.is_name_expr(),
        "split" => reads(&f.value),
        _ => false,
    }
}

fn of_call(e: &ExprCall) -> Interest {
    let large = match &*e.func {
        Expr::Attribute(f) => matches!(f.attr.as_str(), "read" | "readlines" | "fetchall" | "splitlines" | "open"),
        // A comprehension over a file is as large as the file.
        Expr::Name(f) if f.id.as_str() == "open" => true,
        Expr::Name(f) => is_container(f.id.as_str()) && e.arguments.args.first().is_some_and(may_be_long),
        _ => false,
    };
    let joins = matches!(&*e.func, Expr::Attribute(f) if f.attr.as_str() == "join")
        && e.arguments.args.last().is_some_and(Expr::is_generator_expr);
    let sums = e.func.as_name_expr().is_some_and(|f| f.id.as_str() == "sum")
        && matches!(&*e.arguments.args, [_, Expr::List(_) | Expr::Tuple(_)]);
    let mark = |is: bool, bit: Interest| if is { bit } else { Interest::NONE };
    mark(large, Interest::LARGE)
        | mark(makes_lines(e), Interest::CONSUMED_LIST)
        | mark(joins, Interest::JOINS_GENERATOR)
        | mark(sums, Interest::CONCAT)
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

/// `[x for ...]`, `list(...)`, `given or list(...)`
pub(in crate::semantic) fn makes_list(e: &Expr) -> bool {
    match e {
        Expr::ListComp(_) => true,
        Expr::BoolOp(b) => b.values.iter().any(makes_list),
        Expr::If(i) => makes_list(&i.body) || makes_list(&i.orelse),
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
