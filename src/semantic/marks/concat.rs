//! Text, bytes and tuples that a loop makes anew in each round, with something more at their end.

use super::last_name;
use crate::syntax::ast::{Expr, ExprBinOp, Operator, Stmt};

/// What a name is bound to first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::semantic) enum Base {
    /// `""`: CPython makes a local one longer in place.
    Text,
    /// `[]`: `+=` makes it longer in place.
    List,
    /// `b""`, `()`
    Whole,
}

/// How something is put to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::semantic) enum Growth {
    /// `x += y`
    InPlace,
    /// `x = x + y`
    Once,
    /// `x = x + y + z`, `x = f"{x}{y}"`, and all that is no variable: `self.x += y`.
    Anew,
}

pub(in crate::semantic) fn base(value: &Expr) -> Option<Base> {
    Some(match value {
        Expr::StringLiteral(_) | Expr::FString(_) => Base::Text,
        Expr::BytesLiteral(_) | Expr::Tuple(_) => Base::Whole,
        Expr::List(_) => Base::List,
        Expr::Call(c) => match c.func.as_name_expr()?.id.as_str() {
            "str" => Base::Text,
            "bytes" | "tuple" => Base::Whole,
            "list" => Base::List,
            _ => return None,
        },
        _ => return None,
    })
}

/// The last name of what grows, and how.
pub(in crate::semantic) fn grown(stmt: &Stmt) -> Option<(&str, Growth)> {
    match stmt {
        Stmt::AugAssign(s) if s.op == Operator::Add && !s.value.is_number_literal_expr() => {
            let growth = if s.target.is_name_expr() { Growth::InPlace } else { Growth::Anew };
            Some((last_name(&s.target)?, growth))
        }
        Stmt::Assign(s) => {
            let [target] = &s.targets[..] else { return None };
            let name = last_name(target)?;
            let growth = match &*s.value {
                Expr::BinOp(e) => sum_of(name, e)?,
                Expr::FString(e) => {
                    let mut parts = e.value.elements().filter_map(|part| part.as_interpolation());
                    parts.any(|part| last_name(&part.expression) == Some(name)).then_some(Growth::Anew)?
                }
                _ => return None,
            };
            Some((name, if target.is_name_expr() { growth } else { Growth::Anew }))
        }
        _ => None,
    }
}

/// `name + a`, `name + a + b`
fn sum_of(name: &str, e: &ExprBinOp) -> Option<Growth> {
    let mut at = e;
    let mut growth = Growth::Once;
    while at.op == Operator::Add {
        match &*at.left {
            Expr::BinOp(left) => at = left,
            left => return (last_name(left) == Some(name)).then_some(growth),
        }
        growth = Growth::Anew;
    }
    None
}

/// Whether a loop copies what there is; `own` is a local variable that nobody else reads.
pub(in crate::semantic) fn copies(base: Base, growth: Growth, own: bool) -> bool {
    match base {
        Base::Whole => true,
        Base::List => growth != Growth::InPlace,
        Base::Text => growth == Growth::Anew || !own,
    }
}
