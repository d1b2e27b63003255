//! Generators that are read twice, and loops that change what they run over.

use crate::syntax::ast::{Expr, ExprCall};

/// Something that can be read once: `Some(None)`; what a function of the file gives: `Some(name)`.
pub(in crate::semantic) fn lazy(e: &Expr) -> Option<Option<&str>> {
    match e {
        Expr::Generator(_) => Some(None),
        Expr::Call(c) => match &*c.func {
            Expr::Name(f) if is_lazy(f.id.as_str()) => Some(None),
            Expr::Name(f) => Some(Some(f.id.as_str())),
            Expr::Attribute(f) if is_lazy_of_library(f.attr.as_str()) => Some(Some(f.attr.as_str())),
            _ => None,
        },
        _ => None,
    }
}

fn is_lazy(name: &str) -> bool {
    matches!(name, "map" | "filter" | "zip" | "enumerate" | "reversed" | "iter")
}

/// `csv.reader(f)`, `itertools.chain(xs, ys)`: matters where it is read more than once.
pub(in crate::semantic) fn is_lazy_of_library(name: &str) -> bool {
    matches!(
        name,
        "reader"
            | "DictReader"
            | "chain"
            | "from_iterable"
            | "islice"
            | "starmap"
            | "accumulate"
            | "takewhile"
            | "dropwhile"
            | "zip_longest"
            | "groupby"
            | "product"
            | "permutations"
            | "combinations"
            | "finditer"
            | "scandir"
            | "walk"
    )
}

/// What a loop runs over: the last name of `xs`, `self.items`, `table.items()`, `enumerate(xs)`.
pub(in crate::semantic) fn looped(e: &Expr) -> Option<&str> {
    match e {
        Expr::Call(c) => match (&*c.func, c.arguments.args.first()) {
            (Expr::Attribute(f), None) if matches!(f.attr.as_str(), "keys" | "values" | "items") => last_name(&f.value),
            (Expr::Name(f), Some(first)) if matches!(f.id.as_str(), "enumerate" | "iter" | "zip") => looped(first),
            _ => None,
        },
        _ => last_name(e),
    }
}

pub(in crate::semantic) fn last_name(e: &Expr) -> Option<&str> {
    match e {
        Expr::Name(n) => Some(n.id.as_str()),
        Expr::Attribute(a) => Some(a.attr.as_str()),
        _ => None,
    }
}

/// A method that changes its object: the object's last name, and whether it takes something away, which is rare enough
/// to look for other names of the object.
pub(in crate::semantic) fn changes(e: &ExprCall) -> Option<(&str, bool)> {
    let Expr::Attribute(f) = &*e.func else { return None };
    let removes = matches!(f.attr.as_str(), "remove" | "pop" | "discard" | "popitem" | "clear" | "popleft" | "insert");
    let adds = matches!(f.attr.as_str(), "add" | "update" | "setdefault" | "appendleft");
    (removes || adds).then(|| (last_name(&f.value).unwrap_or_default(), removes))
}

/// `Message(text)`: a class by its name, and no dict.
pub(in crate::semantic) fn makes_instance(e: &Expr) -> bool {
    let Some(name) = e.as_call_expr().and_then(|c| last_name(&c.func)) else { return false };
    let mapping = ["Dict", "Dictionary", "Counter", "Map", "Mapping"].iter().any(|end| name.ends_with(end));
    name.trim_start_matches('_').starts_with(char::is_uppercase) && !mapping
}
