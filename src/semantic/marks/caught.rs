//! Handlers whose exception may outlive them.

use super::Interest;
use super::last_name;
use crate::syntax::ast::{ExceptHandler, Expr, Stmt, StmtFunctionDef, StmtTry};

/// Functions that read an exception, or hand it to somebody who waits for it.
const HARMLESS: &[&str] = &[
    "str",
    "repr",
    "print",
    "type",
    "isinstance",
    "len",
    "format",
    "hasattr",
    "getattr",
    "id",
    "format_exception",
    "format_exception_only",
    "print_exception",
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "exception",
    "critical",
    "log",
    "write",
    "exit",
    "set_exception",
    "echo",
    "startswith",
    "endswith",
    "join",
];

pub(super) fn of_try(s: &StmtTry) -> Interest {
    let keeps = s.handlers.iter().any(|ExceptHandler::ExceptHandler(h)| {
        let name = h.name.as_ref().map(|n| n.as_str());
        body_keeps(&h.body, name)
    });
    if keeps { Interest::KEEPS_EXCEPTION } else { Interest::NONE }
}

/// `def __exit__(self, kind, value, trace): self.error = value`
pub(in crate::semantic) fn of_exit(f: &StmtFunctionDef) -> Interest {
    if !matches!(f.name.as_str(), "__exit__" | "__aexit__") {
        return Interest::NONE;
    }
    let given = f.parameters.iter().skip(1).map(|p| p.name().as_str());
    let keeps = given.into_iter().any(|name| body_keeps(&f.body, Some(name)));
    if keeps { Interest::KEEPS_EXCEPTION } else { Interest::NONE }
}

fn body_keeps(body: &[Stmt], name: Option<&str>) -> bool {
    body.iter().any(|s| stmt_keeps(s, name))
}

fn stmt_keeps(stmt: &Stmt, name: Option<&str>) -> bool {
    let inner = |body: &[Stmt]| body_keeps(body, name);
    match stmt {
        Stmt::Assign(s) => gives(&s.value, name),
        Stmt::AnnAssign(s) => s.value.as_deref().is_some_and(|v| gives(v, name)),
        Stmt::AugAssign(s) => gives(&s.value, name),
        Stmt::Expr(s) => passes(&s.value, name),
        Stmt::If(s) => inner(&s.body) || s.elif_else_clauses.iter().any(|c| inner(&c.body)),
        Stmt::For(s) => inner(&s.body) || inner(&s.orelse),
        Stmt::While(s) => inner(&s.body) || inner(&s.orelse),
        Stmt::With(s) => inner(&s.body),
        Stmt::Try(s) => {
            let handled = s.handlers.iter().any(|ExceptHandler::ExceptHandler(h)| inner(&h.body));
            inner(&s.body) || handled || inner(&s.orelse) || inner(&s.finalbody)
        }
        Stmt::Match(s) => s.cases.iter().any(|c| inner(&c.body)),
        _ => false,
    }
}

/// The value may be the exception, or hold it.
fn gives(e: &Expr, name: Option<&str>) -> bool {
    match e {
        Expr::Name(n) => Some(n.id.as_str()) == name,
        Expr::Attribute(a) => a.attr.as_str() == "__traceback__" && gives(&a.value, name),
        Expr::Tuple(t) => t.elts.iter().any(|e| gives(e, name)),
        Expr::List(l) => l.elts.iter().any(|e| gives(e, name)),
        Expr::Set(s) => s.elts.iter().any(|e| gives(e, name)),
        Expr::Dict(d) => d.items.iter().any(|i| gives(&i.value, name)),
        Expr::If(i) => gives(&i.body, name) || gives(&i.orelse, name),
        Expr::BoolOp(b) => b.values.iter().any(|e| gives(e, name)),
        Expr::Named(n) => gives(&n.value, name),
        Expr::Subscript(s) => gives(&s.value, name),
        Expr::Starred(s) => gives(&s.value, name),
        Expr::Call(_) => passes(e, name),
        _ => false,
    }
}

/// A call gets the exception, and may keep it; `sys.exc_info()` gives it.
fn passes(e: &Expr, name: Option<&str>) -> bool {
    let Expr::Call(c) = e else { return false };
    let function = last_name(&c.func);
    if function == Some("exc_info") {
        return true;
    }
    // What a class's own method does is for its body to say.
    let own = matches!(&*c.func, Expr::Attribute(a) if matches!(&*a.value, Expr::Name(n) if n.id.as_str() == "self"));
    if !own && function.is_some_and(|f| HARMLESS.contains(&f)) {
        return false;
    }
    let receiver = match &*c.func {
        Expr::Attribute(a) => a.attr.as_str() == "with_traceback" && gives(&a.value, name),
        _ => false,
    };
    let arguments = c.arguments.args.iter().chain(c.arguments.keywords.iter().map(|k| &k.value));
    receiver || arguments.into_iter().any(|a| gives(a, name))
}

/// `raise self.error`, `raise error`, `raise Failed(self.errors)`
pub(super) fn may_be_kept(e: &Expr) -> bool {
    match e {
        Expr::Name(n) => n.id.starts_with(|c: char| c.is_lowercase() || c == '_'),
        Expr::Attribute(a) => !a.attr.starts_with(char::is_uppercase),
        Expr::Subscript(s) => may_be_kept(&s.value),
        Expr::Call(c) => c.arguments.args.iter().any(|a| a.is_attribute_expr() || a.is_starred_expr()),
        _ => false,
    }
}
