use super::sharing::may_be_mutable;
use crate::semantic::Interest;
use crate::syntax::ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};

pub(super) fn of_expr(expr: &Expr) -> Interest {
    let Expr::Call(call) = expr else { return Interest::NONE };
    let Expr::Attribute(f) = &*call.func else { return Interest::NONE };
    match &*call.arguments.args {
        [_, value] if f.attr.as_str() == "fromkeys" && (value.is_name_expr() || may_be_mutable(value)) => {
            Interest::FROM_KEYS
        }
        _ => Interest::NONE,
    }
}

/// `time.time()`, `str(uuid4())`, `datetime.now().isoformat()`
pub(in crate::semantic) fn may_vary(default: &Expr) -> bool {
    let Expr::Call(call) = default else { return false };
    let varies = match &*call.func {
        Expr::Name(f) => asks_a_clock(f.id.as_str()),
        Expr::Attribute(f) => asks_a_clock(f.attr.as_str()) || may_vary(&f.value),
        _ => false,
    };
    varies || call.arguments.args.iter().any(may_vary)
}

fn asks_a_clock(function: &str) -> bool {
    let names = ["time", "now", "utcnow", "today", "monotonic", "perf_counter", "time_ns", "uuid1", "uuid4"];
    let chance = ["random", "randint", "randrange", "uniform", "choice", "token_hex", "token_urlsafe", "token_bytes"];
    names.contains(&function) || chance.contains(&function) || function == "monotonic_ns"
}

/// `@dataclass class C: options: Options = Options()`
pub(in crate::semantic) fn shares_field_defaults(class: &StmtClassDef) -> bool {
    let decorator = |e: &Expr| match e {
        Expr::Call(c) => names_data_class(&c.func),
        e => names_data_class(e),
    };
    let made = |stmt: &Stmt| matches!(stmt, Stmt::AnnAssign(s) if s.value.as_deref().is_some_and(Expr::is_call_expr));
    class.decorator_list.iter().any(|d| decorator(&d.expression)) && class.body.iter().any(made)
}

fn names_data_class(e: &Expr) -> bool {
    match e {
        Expr::Name(n) => n.id.as_str() == "dataclass",
        Expr::Attribute(a) => a.attr.as_str() == "dataclass",
        _ => false,
    }
}

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

/// `Cart.items`, `cls.items`
pub(in crate::semantic) fn may_name_a_class(e: &Expr) -> Option<&str> {
    let name = e.as_name_expr()?.id.as_str();
    (name == "cls" || name.trim_start_matches('_').starts_with(char::is_uppercase)).then_some(name)
}

/// `rows = collect(...)`, `rows = self.collect(...)`
pub(in crate::semantic) fn called_by_name(e: &Expr) -> Option<&str> {
    match &*e.as_call_expr()?.func {
        Expr::Name(n) => Some(n.id.as_str()),
        Expr::Attribute(a) => Some(a.attr.as_str()),
        _ => None,
    }
}

/// `def collect(rows=[]): ... return rows`, the last statement of a body or of a branch.
pub(in crate::semantic) fn hands_out_default(f: &StmtFunctionDef) -> bool {
    let mutable = |name: &str| {
        let mut parameters = f.parameters.iter_non_variadic_params();
        parameters.any(|p| p.parameter.name.as_str() == name && p.default().is_some_and(may_be_mutable))
    };
    returns_any(&f.body, &mutable)
}

/// `def items(self): return self._items`: the attribute.
pub(in crate::semantic) fn gives_attribute(f: &StmtFunctionDef) -> Option<&str> {
    let Some(Stmt::Return(last)) = f.body.last() else { return None };
    let attribute = last.value.as_deref()?.as_attribute_expr()?;
    let own = attribute.value.as_name_expr()?.id.as_str() == f.parameters.iter().next()?.name().as_str();
    own.then_some(attribute.attr.as_str())
}

fn returns_any(body: &[Stmt], wanted: &impl Fn(&str) -> bool) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::Return(s) => s.value.as_deref().and_then(Expr::as_name_expr).is_some_and(|n| wanted(n.id.as_str())),
        Stmt::If(s) => returns_any(&s.body, wanted) || s.elif_else_clauses.iter().any(|c| returns_any(&c.body, wanted)),
        Stmt::With(s) => returns_any(&s.body, wanted),
        Stmt::Try(s) => returns_any(&s.body, wanted) || returns_any(&s.orelse, wanted),
        _ => false,
    })
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
