//! Constant expressions as CPython folds them (`Python/ast_opt.c` up to 3.13, `flowgraph.c` from 3.14).

use super::{Const, ConstId, Program};
use crate::cpython::identity::{Folded, is_folded};
use crate::syntax::ast::{Expr, Number, Operator, UnaryOp};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

/// The constant that an expression is, if CPython's compiler makes it one.
pub(super) fn constant(program: &mut Program, expr: &Expr) -> Option<ConstId> {
    let c = value(program, expr)?;
    Some(program.constant_id(c))
}

fn value(program: &mut Program, expr: &Expr) -> Option<Const> {
    Some(match expr {
        Expr::NoneLiteral(_) => Const::None,
        Expr::EllipsisLiteral(_) => Const::Ellipsis,
        Expr::BooleanLiteral(b) => Const::Bool(b.value),
        Expr::NumberLiteral(n) => match &n.value {
            Number::Int(i) => Const::Int(big_int(i)?),
            Number::Float(f) => Const::Float(f.to_bits()),
            Number::Complex { real, imag } => Const::Complex(real.to_bits(), imag.to_bits()),
        },
        Expr::StringLiteral(s) => Const::Str(s.value.to_str().into()),
        Expr::BytesLiteral(b) => Const::Bytes(b.value.bytes().collect()),
        Expr::Tuple(t) => {
            let items: Option<Box<[ConstId]>> = t.elts.iter().map(|e| constant(program, e)).collect();
            Const::Tuple(items?)
        }
        Expr::UnaryOp(u) => unary(u.op, value(program, &u.operand)?)?,
        Expr::BinOp(b) => {
            let left = value(program, &b.left)?;
            let right = value(program, &b.right)?;
            binary(b.op, left, right)?
        }
        Expr::Subscript(s) => {
            let sequence = value(program, &s.value)?;
            let Const::Int(index) = value(program, &s.slice)? else { return None };
            item(program, sequence, index.to_i64()?)?
        }
        _ => return None,
    })
}

/// `"abc"[0]`, `(1, 2)[-1]`
fn item(program: &Program, sequence: Const, index: i64) -> Option<Const> {
    let at = |len: usize| usize::try_from(if index < 0 { index + len as i64 } else { index }).ok().filter(|&i| i < len);
    Some(match sequence {
        Const::Str(s) => {
            let chars: Vec<char> = s.chars().collect();
            Const::Str(chars[at(chars.len())?].to_string().into())
        }
        Const::Bytes(b) => Const::Int(b[at(b.len())?].into()),
        Const::Tuple(items) => program.constant(items[at(items.len())?]).clone(),
        _ => return None,
    })
}

/// `"abc"[1:]`: from 3.14 a slice of constants is a constant, too.
pub(super) fn slice(program: &mut Program, expr: &Expr) -> Option<ConstId> {
    let Expr::Subscript(s) = expr else { return None };
    let Expr::Slice(bounds) = &*s.slice else { return None };
    let mut bound = |e: &Option<Box<Expr>>| match e {
        None => Some(None),
        Some(e) => match value(program, e)? {
            Const::Int(n) => n.to_i64().map(Some),
            Const::None => Some(None),
            _ => None,
        },
    };
    let (start, end, step) = (bound(&bounds.lower)?, bound(&bounds.upper)?, bound(&bounds.step)?.unwrap_or(1));
    let sequence = value(program, &s.value)?;
    let cut = |len: usize| -> Option<Vec<usize>> {
        let len = i64::try_from(len).ok()?;
        let clamp = |i: i64| {
            let i = if i < 0 { i + len } else { i };
            if step > 0 { i.clamp(0, len) } else { i.clamp(-1, len - 1) }
        };
        let mut i = start.map_or(if step > 0 { 0 } else { len - 1 }, clamp);
        let end = end.map_or(if step > 0 { len } else { -1 }, clamp);
        let mut at = Vec::new();
        while step != 0 && if step > 0 { i < end } else { i > end } {
            at.push(usize::try_from(i).ok()?);
            i = i.checked_add(step)?;
        }
        (step != 0).then_some(at)
    };
    let c = match sequence {
        Const::Str(s) => {
            let chars: Vec<char> = s.chars().collect();
            Const::Str(cut(chars.len())?.into_iter().map(|i| chars[i]).collect::<String>().into())
        }
        Const::Bytes(b) => Const::Bytes(cut(b.len())?.into_iter().map(|i| b[i]).collect()),
        Const::Tuple(items) => Const::Tuple(cut(items.len())?.into_iter().map(|i| items[i]).collect()),
        _ => return None,
    };
    Some(program.constant_id(c))
}

fn big_int(i: &crate::syntax::ast::Int) -> Option<BigInt> {
    if let Some(small) = i.as_i64() {
        return Some(BigInt::from(small));
    }
    let text = i.to_string().replace('_', "").to_ascii_lowercase();
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        Some("0b") => (&text[2..], 2),
        _ => (&text[..], 10),
    };
    BigInt::parse_bytes(digits.as_bytes(), radix)
}

fn unary(op: UnaryOp, operand: Const) -> Option<Const> {
    Some(match (op, operand) {
        (UnaryOp::USub, Const::Int(i)) => Const::Int(-i),
        (UnaryOp::USub, Const::Float(f)) => Const::Float((-f64::from_bits(f)).to_bits()),
        (UnaryOp::UAdd, c @ (Const::Int(_) | Const::Float(_))) => c,
        (UnaryOp::Invert, Const::Int(i)) => Const::Int(-i - 1),
        (UnaryOp::Not, Const::Bool(b)) => Const::Bool(!b),
        (UnaryOp::Not, Const::None) => Const::Bool(true),
        (UnaryOp::Not, Const::Int(i)) => Const::Bool(i.is_zero()),
        _ => return None,
    })
}

fn binary(op: Operator, left: Const, right: Const) -> Option<Const> {
    match (left, right) {
        (Const::Int(a), Const::Int(b)) => integers(op, &a, &b),
        (Const::Float(a), Const::Float(b)) => floats(op, f64::from_bits(a), f64::from_bits(b)),
        (Const::Float(a), Const::Int(b)) => floats(op, f64::from_bits(a), b.to_f64()?),
        (Const::Int(a), Const::Float(b)) => floats(op, a.to_f64()?, f64::from_bits(b)),
        (Const::Str(s), Const::Int(n)) | (Const::Int(n), Const::Str(s)) if op == Operator::Mult => {
            let n = n.to_usize().unwrap_or(0);
            is_folded(Folded::Text { len: times(s.chars().count(), n)? }).then(|| Const::Str(s.repeat(n)))
        }
        (Const::Bytes(s), Const::Int(n)) | (Const::Int(n), Const::Bytes(s)) if op == Operator::Mult => {
            let n = n.to_usize().unwrap_or(0);
            is_folded(Folded::Text { len: times(s.len(), n)? }).then(|| Const::Bytes(s.repeat(n).into()))
        }
        (Const::Tuple(t), Const::Int(n)) | (Const::Int(n), Const::Tuple(t)) if op == Operator::Mult => {
            let n = n.to_usize().unwrap_or(0);
            is_folded(Folded::Tuple { len: times(t.len(), n)? }).then(|| Const::Tuple(t.repeat(n).into()))
        }
        (Const::Str(a), Const::Str(b)) if op == Operator::Add => Some(Const::Str(format!("{a}{b}").into())),
        (Const::Bytes(a), Const::Bytes(b)) if op == Operator::Add => Some(Const::Bytes([a, b].concat().into())),
        (Const::Tuple(a), Const::Tuple(b)) if op == Operator::Add => Some(Const::Tuple([a, b].concat().into())),
        _ => None,
    }
}

fn integers(op: Operator, a: &BigInt, b: &BigInt) -> Option<Const> {
    use num_bigint::Sign;
    let fits = |bits: u64| is_folded(Folded::Int { bits });
    match op {
        Operator::Add => Some(Const::Int(a + b)),
        Operator::Sub => Some(Const::Int(a - b)),
        Operator::Mult => fits(a.bits() + b.bits()).then(|| Const::Int(a * b)),
        Operator::Pow => {
            let exponent = b.to_u32().filter(|_| b.sign() != Sign::Minus)?;
            fits(a.bits().checked_mul(u64::from(exponent))?).then(|| Const::Int(a.pow(exponent)))
        }
        Operator::LShift => {
            let by = b.to_u64()?;
            (a.is_zero() || fits(a.bits().checked_add(by)?)).then(|| Const::Int(a << by))
        }
        Operator::RShift => Some(Const::Int(a >> b.to_u64()?)),
        Operator::BitAnd => Some(Const::Int(a & b)),
        Operator::BitOr => Some(Const::Int(a | b)),
        Operator::BitXor => Some(Const::Int(a ^ b)),
        Operator::FloorDiv if !b.is_zero() => Some(Const::Int(floor_div(a, b))),
        Operator::Mod if !b.is_zero() => Some(Const::Int(a - floor_div(a, b) * b)),
        Operator::Div if !b.is_zero() => {
            let (x, y) = (a.to_i64()? as f64, b.to_i64()? as f64);
            (a.bits() <= 53 && b.bits() <= 53).then(|| Const::Float((x / y).to_bits()))
        }
        _ => None,
    }
}

fn times(len: usize, n: usize) -> Option<u64> {
    len.checked_mul(n).map(|total| total as u64)
}

/// Python's `//` rounds towards minus infinity.
fn floor_div(a: &BigInt, b: &BigInt) -> BigInt {
    let q = a / b;
    let r = a - &q * b;
    if !r.is_zero() && (r.is_negative() != b.is_negative()) { q - 1 } else { q }
}

fn floats(op: Operator, a: f64, b: f64) -> Option<Const> {
    let f = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
    };
    Some(Const::Float(f.to_bits()))
}
