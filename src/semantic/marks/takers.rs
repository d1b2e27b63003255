//! Who gets a list: code that may read it on the spot, or somebody who keeps it out of view.

use super::materialisation::reduces;
use crate::syntax::ast::{Expr, ExprCall, Stmt};

/// What a call hands its arguments to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::semantic) enum Taker<'a> {
    /// A function that may be in view, or that is known to read all of it.
    Reader,
    /// `sorted(rows)` needs the list, or one as long.
    Keeper,
    /// `worker.total(rows)`: in view if the file has such a method, or if `worker` is a module.
    Method { base: Option<&'a str>, name: &'a str },
}

pub(in crate::semantic) fn taker(call: &ExprCall) -> Taker<'_> {
    match &*call.func {
        Expr::Name(f) if KEEPERS.contains(&f.id.as_str()) => Taker::Keeper,
        Expr::Attribute(f) => {
            let name = f.attr.as_str();
            let base = first_name(&f.value);
            // `super().total(rows)` has no name to go by.
            let own = f.value.is_call_expr() || matches!(base, Some("self" | "cls"));
            if own || reduces(call) || READERS.contains(&name) { Taker::Reader } else { Taker::Method { base, name } }
        }
        _ => Taker::Reader,
    }
}

/// `return rows`, `return rows, n`, `self.rows = rows`: names of what is put away for others to read.
pub(in crate::semantic) fn put_away(stmt: &Stmt) -> Vec<&str> {
    fn name(e: &Expr) -> Option<&str> {
        e.as_name_expr().map(|n| n.id.as_str())
    }
    match stmt {
        Stmt::Return(s) => match s.value.as_deref() {
            Some(Expr::Tuple(t)) => t.elts.iter().filter_map(name).collect(),
            Some(value) => name(value).into_iter().collect(),
            None => Vec::new(),
        },
        Stmt::Assign(s) if s.targets.iter().all(|t| t.is_attribute_expr() || t.is_subscript_expr()) => {
            name(&s.value).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// `a` of `a.b.c`
fn first_name(e: &Expr) -> Option<&str> {
    match e {
        Expr::Name(n) => Some(n.id.as_str()),
        Expr::Attribute(a) => first_name(&a.value),
        _ => None,
    }
}

/// Builtins that need the whole list, or only look at it.
const KEEPERS: &[&str] = &["sorted", "tuple", "list", "str", "repr", "print", "isinstance", "type", "id", "format"];

/// Functions of modules that read their argument item by item.
const READERS: &[&str] = &["nlargest", "nsmallest", "mean", "fmean", "chain", "from_iterable", "islice", "accumulate"];
