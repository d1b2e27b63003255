use super::Interest;
use super::{caught, last_name};
use crate::syntax::ast::{self, Expr, Operator, Stmt};

pub(super) fn of_stmt(stmt: &Stmt) -> Interest {
    match stmt {
        Stmt::Delete(s) if s.targets.iter().any(Expr::is_name_expr) => Interest::DELETE,
        Stmt::Assign(s) => {
            let named = s.targets.iter().any(Expr::is_name_expr);
            let mark = |is: bool, bit: Interest| if is { bit } else { Interest::NONE };
            mark(s.value.is_none_literal_expr() && named, Interest::DELETE)
                | mark(names_something(&s.value), Interest::ALIAS)
                | mark(s.targets.iter().any(Expr::is_subscript_expr), Interest::STORES_ITEM)
        }
        Stmt::AnnAssign(s) if s.value.as_deref().is_some_and(names_something) => Interest::ALIAS,
        Stmt::Try(s) => caught::of_try(s),
        Stmt::While(s) if s.test.is_boolean_literal_expr() && !leaves(&s.body, Depth::OwnLoop) => Interest::WAITS,
        Stmt::FunctionDef(f) if f.decorator_list.iter().any(|d| registers(&d.expression)) => Interest::REGISTERS,
        Stmt::Raise(s) if s.exc.as_deref().is_some_and(caught::may_be_kept) => Interest::RAISES,
        Stmt::ClassDef(s) if s.body.iter().any(caches) => Interest::CACHED_METHOD,
        Stmt::ImportFrom(s) if s.module.as_deref() == Some("functools") => {
            let renamed = |a: &ast::Alias| a.asname.is_some() && is_cache(a.name.as_str());
            if s.names.iter().any(renamed) { Interest::CACHED_METHOD } else { Interest::NONE }
        }
        _ => Interest::NONE,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    OwnLoop,
    InnerLoop,
}

/// `while True` ends there: `break`, `return`.
fn leaves(body: &[Stmt], depth: Depth) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::Return(_) => true,
        Stmt::Break(_) => depth == Depth::OwnLoop,
        Stmt::If(s) => leaves(&s.body, depth) || s.elif_else_clauses.iter().any(|c| leaves(&c.body, depth)),
        Stmt::With(s) => leaves(&s.body, depth),
        Stmt::For(s) => leaves(&s.body, Depth::InnerLoop) || leaves(&s.orelse, depth),
        Stmt::While(s) => leaves(&s.body, Depth::InnerLoop) || leaves(&s.orelse, depth),
        Stmt::Match(s) => s.cases.iter().any(|c| leaves(&c.body, depth)),
        Stmt::Try(s) => {
            let handled = s.handlers.iter().any(|ast::ExceptHandler::ExceptHandler(h)| leaves(&h.body, depth));
            handled || [&s.body, &s.orelse, &s.finalbody].into_iter().any(|body| leaves(body, depth))
        }
        _ => false,
    })
}

pub(super) fn of_expr(expr: &Expr) -> Interest {
    let call = match expr {
        Expr::Call(call) => call,
        Expr::Yield(_) | Expr::Await(_) => return Interest::SUSPENDS,
        Expr::NumberLiteral(n) if n.value.as_int().is_some_and(|i| i.as_u64().is_none_or(|i| i >= 50_000)) => {
            return Interest::LARGE_NUMBER;
        }
        Expr::BinOp(e) if e.op == Operator::Pow && e.left.is_number_literal_expr() => return Interest::LARGE_NUMBER,
        _ => return Interest::NONE,
    };
    let args = &call.arguments;
    match last_name(&call.func) {
        // `list.register` and `Registry().register` are others.
        Some("register") if is_of_module(&call.func, "atexit") => Interest::REGISTERS,
        Some("finalize") if args.args.len() > 1 => Interest::REGISTERS,
        Some("unregister") => Interest::UNREGISTERS,
        Some("WeakKeyDictionary") => Interest::WEAK_KEYS,
        Some("ref" | "proxy") if !args.args.is_empty() => Interest::WEAK_REFERENCE,
        Some("WeakValueDictionary" | "WeakSet") => Interest::WEAK_REFERENCE,
        Some("memoryview") => Interest::VIEW,
        Some("ContextVar") if args.keywords.iter().any(|k| super::sharing::may_be_mutable(&k.value)) => {
            Interest::CONTEXT_VARIABLE
        }
        Some("setdefault") => Interest::STORES_ITEM,
        // `LISTENERS.add(self.close)`
        Some("add") if matches!(&*args.args, [Expr::Attribute(_) | Expr::Call(_)]) => Interest::STORES_ITEM,
        Some("sleep" | "serve_forever" | "run_forever" | "mainloop" | "wait" | "accept" | "pause") => Interest::WAITS,
        Some("get" | "join" | "input") if args.args.is_empty() => Interest::WAITS,
        Some("run") if is_of_module(&call.func, "asyncio") || is_of_module(&call.func, "subprocess") => Interest::WAITS,
        Some("create_task" | "ensure_future") => Interest::TASK,
        _ => Interest::NONE,
    }
}

/// `queue.get()`
pub(in crate::semantic) fn waits_for_item(e: &Expr) -> bool {
    let Expr::Call(call) = e else { return false };
    matches!(last_name(&call.func), Some("get")) && call.arguments.args.is_empty()
}

/// `@atexit.register`
fn registers(e: &Expr) -> bool {
    last_name(e) == Some("register") && is_of_module(e, "atexit")
}

/// `atexit.register`, or `register` alone: then it is imported, or some other function.
fn is_of_module(function: &Expr, module: &str) -> bool {
    match function {
        Expr::Attribute(a) => matches!(&*a.value, Expr::Name(n) if n.id.as_str() == module),
        _ => true,
    }
}

/// `@lru_cache` on a function of a class body, or `g = lru_cache(None)(f)`.
fn caches(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::FunctionDef(f) => f.decorator_list.iter().any(|d| wraps_with_cache(&d.expression)),
        Stmt::Assign(s) => wraps_with_cache(&s.value),
        _ => false,
    }
}

/// `lru_cache`, `functools.cache`, `lru_cache(maxsize=None)`, `lru_cache(None)(f)`
fn wraps_with_cache(e: &Expr) -> bool {
    match e {
        Expr::Call(c) => wraps_with_cache(&c.func) || c.arguments.args.iter().any(wraps_with_cache),
        e => last_name(e).is_some_and(is_cache),
    }
}

fn is_cache(name: &str) -> bool {
    matches!(name, "lru_cache" | "cache")
}

/// `b = a`, `b, c = a, 0`
fn names_something(value: &Expr) -> bool {
    match value {
        Expr::Name(_) => true,
        Expr::Tuple(t) => t.elts.iter().any(Expr::is_name_expr),
        _ => false,
    }
}
