use crate::syntax::ast::{Expr, Stmt};

/// Attributes whose objects a statement may change in place: `x.rows[0] = y`, `x.rows += y`, `rows = x.rows`.
pub(in crate::semantic) fn attributes_changed_by_stmt<'a>(stmt: &'a Stmt, found: &mut Vec<&'a str>) {
    match stmt {
        Stmt::Assign(s) => {
            s.targets.iter().for_each(|t| changed_target(t, found));
            handed_on(&s.value, found);
        }
        Stmt::AnnAssign(s) => {
            changed_target(&s.target, found);
            s.value.iter().for_each(|v| handed_on(v, found));
        }
        Stmt::AugAssign(s) => {
            if let Expr::Attribute(a) = &*s.target {
                found.push(a.attr.as_str());
            }
            changed_target(&s.target, found);
        }
        Stmt::Delete(s) => s.targets.iter().for_each(|t| changed_target(t, found)),
        Stmt::For(s) => chain(&s.iter, found),
        _ => {}
    }
}

/// `x.rows.append(y)`, `fill(x.rows)`, `fill(self)`
pub(in crate::semantic) fn attributes_changed_by_expr<'a>(expr: &'a Expr, found: &mut Vec<&'a str>) {
    let Expr::Call(call) = expr else { return };
    match &*call.func {
        Expr::Attribute(f) if is_mutator(f.attr.as_str()) => chain(&f.value, found),
        Expr::Name(f) if only_reads(f.id.as_str()) => return,
        _ => {}
    }
    let keywords = call.arguments.keywords.iter().map(|k| &k.value);
    for argument in call.arguments.args.iter().chain(keywords) {
        match argument {
            Expr::Attribute(_) => chain(argument, found),
            Expr::Name(n) if n.id.as_str() == "self" => found.push("self"),
            _ => {}
        }
    }
}

fn changed_target<'a>(target: &'a Expr, found: &mut Vec<&'a str>) {
    match target {
        Expr::Subscript(s) => chain(&s.value, found),
        Expr::Attribute(a) => chain(&a.value, found),
        Expr::Tuple(t) => t.elts.iter().for_each(|t| changed_target(t, found)),
        _ => {}
    }
}

/// A second name for what an attribute holds.
fn handed_on<'a>(value: &'a Expr, found: &mut Vec<&'a str>) {
    match value {
        Expr::Attribute(_) | Expr::Subscript(_) => chain(value, found),
        Expr::Tuple(t) => t.elts.iter().for_each(|e| handed_on(e, found)),
        Expr::If(i) => [&i.body, &i.orelse].into_iter().for_each(|e| handed_on(e, found)),
        Expr::BoolOp(b) => b.values.iter().for_each(|e| handed_on(e, found)),
        Expr::Call(c) => {
            if let Expr::Attribute(f) = &*c.func
                && matches!(f.attr.as_str(), "get" | "setdefault" | "values" | "items")
            {
                chain(&f.value, found);
            }
        }
        _ => {}
    }
}

/// The attributes on the way to an object: `self.state["a"].setdefault(k, [])`
fn chain<'a>(e: &'a Expr, found: &mut Vec<&'a str>) {
    match e {
        Expr::Attribute(a) => {
            found.push(a.attr.as_str());
            chain(&a.value, found);
        }
        Expr::Subscript(s) => chain(&s.value, found),
        Expr::Call(c) => chain(&c.func, found),
        Expr::Named(n) => chain(&n.value, found),
        _ => {}
    }
}

fn is_mutator(method: &str) -> bool {
    matches!(
        method,
        "append"
            | "extend"
            | "insert"
            | "add"
            | "update"
            | "setdefault"
            | "pop"
            | "popitem"
            | "popleft"
            | "remove"
            | "discard"
            | "clear"
            | "sort"
            | "reverse"
            | "rotate"
            | "appendleft"
            | "extendleft"
            | "subtract"
            | "move_to_end"
            | "difference_update"
            | "intersection_update"
            | "symmetric_difference_update"
            | "__setitem__"
    )
}

fn only_reads(function: &str) -> bool {
    matches!(
        function,
        "len"
            | "print"
            | "isinstance"
            | "issubclass"
            | "str"
            | "repr"
            | "sum"
            | "sorted"
            | "list"
            | "tuple"
            | "set"
            | "dict"
            | "frozenset"
            | "min"
            | "max"
            | "any"
            | "all"
            | "enumerate"
            | "zip"
            | "range"
            | "iter"
            | "int"
            | "float"
            | "bool"
            | "type"
            | "id"
            | "hash"
            | "hasattr"
            | "getattr"
            | "super"
    )
}
