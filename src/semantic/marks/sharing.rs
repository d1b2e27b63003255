use super::Interest;
use crate::syntax::ast::{Expr, ExprCall, Operator};

pub(super) fn of_expr(expr: &Expr) -> Interest {
    match expr {
        Expr::BinOp(e) if e.op == Operator::Mult && (repeats_mutable(&e.left) || repeats_mutable(&e.right)) => {
            Interest::REPEAT
        }
        Expr::Call(e) if repeats_forever(e) => Interest::REPEAT,
        _ => Interest::NONE,
    }
}

/// Whether an expression may evaluate to a mutable object that it makes itself.
pub(in crate::semantic) fn may_be_mutable(e: &Expr) -> bool {
    match e {
        Expr::List(_)
        | Expr::Dict(_)
        | Expr::Set(_)
        | Expr::ListComp(_)
        | Expr::DictComp(_)
        | Expr::SetComp(_)
        | Expr::Generator(_)
        | Expr::Call(_) => true,
        Expr::Tuple(t) => t.elts.iter().any(may_be_mutable),
        Expr::BinOp(b) => may_be_mutable(&b.left) || may_be_mutable(&b.right),
        Expr::BoolOp(b) => b.values.iter().any(may_be_mutable),
        Expr::If(i) => may_be_mutable(&i.body) || may_be_mutable(&i.orelse),
        Expr::Named(n) => may_be_mutable(&n.value),
        _ => false,
    }
}

/// The type of the container that an expression makes: `[]`, `dict()`, `collections.defaultdict(list)`.
pub(in crate::semantic) fn container(e: &Expr) -> Option<&str> {
    let name = match e {
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Call(call) => match &*call.func {
            Expr::Name(f) => f.id.as_str(),
            Expr::Attribute(f) => f.attr.as_str(),
            _ => return None,
        },
        _ => return None,
    };
    let containers = ["list", "dict", "set", "bytearray", "deque", "defaultdict", "OrderedDict", "Counter"];
    containers.contains(&name).then_some(name)
}

/// `itertools.repeat([], n)`
fn repeats_forever(e: &ExprCall) -> bool {
    let named = match &*e.func {
        Expr::Name(f) => f.id.as_str() == "repeat",
        Expr::Attribute(f) => f.attr.as_str() == "repeat" && f.value.is_name_expr(),
        _ => false,
    };
    named && e.arguments.args.first().is_some_and(|e| e.is_name_expr() || may_be_mutable(e))
}

/// `[[]]` and `([],)`, `[row]`, `[Cell()]`: what `* n` would share.
fn repeats_mutable(e: &Expr) -> bool {
    let elts = match e {
        Expr::List(l) => &l.elts,
        Expr::Tuple(t) => &t.elts,
        _ => return false,
    };
    elts.iter().any(|e| e.is_name_expr() || may_be_mutable(e))
}
