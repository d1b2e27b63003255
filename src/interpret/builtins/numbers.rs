//! Numbers made of texts and other numbers: `int("0x1f", 16)`, `float("1e3")`, `round(2.5, 1)`, `bin(5)`.

use super::{Call, Native};
use crate::bytecode::BinaryOp;
use crate::cpython::messages;
use crate::heap::{ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Interrupt, Run, raise, stop, untold};
use num_bigint::BigInt;
use num_traits::{Num, Signed, Zero};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("int", int),
    ("float", float),
    ("abs", abs),
    ("divmod", divmod),
    ("pow", pow),
    ("round", round),
    ("bin", |m, c| in_radix(m, c, "0b", 2)),
    ("oct", |m, c| in_radix(m, c, "0o", 8)),
    ("hex", |m, c| in_radix(m, c, "0x", 16)),
    ("int.bit_length", bit_length),
    ("float.is_integer", is_integer),
];

impl Machine<'_> {
    pub(in crate::interpret) fn integer(&self, v: Value) -> Option<BigInt> {
        match &self.known(v)?.1.data {
            ObjectData::Int(n) => Some((*n).into()),
            ObjectData::Bool(b) => Some(u8::from(*b).into()),
            ObjectData::BigInt(n) => Some((**n).clone()),
            _ => None,
        }
    }
}

fn int(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let base = c.keyword(m, "base").or_else(|| c.arguments.positional.get(1).copied());
    let Some(&v) = c.arguments.positional.first() else { return Ok(m.int(0)) };
    for hook in ["__int__", "__index__"] {
        if let Some(n) = m.call_special(v, hook, &[])? {
            return Ok(n);
        }
    }
    if let (Some(n), true) = (m.as_int(v), m.user_class(v).is_some()) {
        return Ok(m.int(n));
    }
    let radix = match base {
        Some(base) => m.as_int(base).ok_or_else(|| stop("an unknown base"))?,
        None => 10,
    };
    match &m.object(v)?.1.data {
        ObjectData::Bool(b) => {
            let b = *b;
            Ok(m.int(i64::from(b)))
        }
        ObjectData::Int(_) | ObjectData::BigInt(_) => {
            m.incref(v);
            Ok(v)
        }
        ObjectData::Float(f) if f.abs() < 9e15 => {
            let n = f.trunc() as i64;
            Ok(m.int(n))
        }
        ObjectData::Float(f) if f.is_nan() => Err(raise("ValueError", "cannot convert float NaN to integer")),
        ObjectData::Float(f) if f.is_infinite() => {
            Err(raise("OverflowError", "cannot convert float infinity to integer"))
        }
        ObjectData::Str(s) => match parsed_int(s, radix) {
            Some(n) => Ok(m.big_int(n)),
            None if s.is_ascii() => {
                Err(raise("ValueError", format!("invalid literal for int() with base {radix}: '{s}'")))
            }
            None => Err(stop("int of this text is not modelled")),
        },
        _ => Err(m.no_number("int", v)),
    }
}

impl Machine<'_> {
    /// `int(None)`, `float(Box())`
    fn no_number(&self, function: &str, v: Value) -> Interrupt {
        let plain = self.known(v).is_some_and(|(_, o)| {
            matches!(o.data, ObjectData::List(_) | ObjectData::Tuple(_) | ObjectData::Dict(_) | ObjectData::Set(_))
        });
        match self.name_of_type(v).filter(|_| plain).or_else(|| self.type_without_answer(v)) {
            Some(class) => raise("TypeError", messages::no_number(self.version, function, &class)),
            None => stop(format!("{function} of this object is not modelled")),
        }
    }
}

/// `" -1_000 "`, `"0xff"` in base 16 or 0.
fn parsed_int(text: &str, radix: i64) -> Option<BigInt> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find(|(p, r)| lower.starts_with(p) && (radix == *r || radix == 0));
    let (digits, radix) = match prefixed {
        Some((prefix, radix)) => (lower.strip_prefix(prefix)?.trim_start_matches('_').to_owned(), radix),
        None if radix == 0 && lower.len() > 1 && lower.starts_with('0') => return None,
        None => (lower, if radix == 0 { 10 } else { radix }),
    };
    let fine = !digits.is_empty() && !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let plain = digits.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && digits.len() < 4000;
    if !fine || !plain || !(2..=36).contains(&radix) {
        return None;
    }
    let n = BigInt::from_str_radix(&digits.replace('_', ""), radix as u32).ok()?;
    Some(if negative { -n } else { n })
}

fn float(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&v) = c.positional()?.first() else { return Ok(m.float(0.0)) };
    if let Some(f) = m.call_special(v, "__float__", &[])? {
        return Ok(f);
    }
    match &m.object(v)?.1.data {
        ObjectData::Float(_) => {
            m.incref(v);
            Ok(v)
        }
        ObjectData::Int(n) if n.abs() < 9_000_000_000_000_000 => {
            let f = *n as f64;
            Ok(m.float(f))
        }
        ObjectData::Bool(b) => {
            let f = f64::from(u8::from(*b));
            Ok(m.float(f))
        }
        ObjectData::Str(s) if s.is_ascii() => match parsed_float(s) {
            Some(f) => Ok(m.float(f)),
            None => Err(raise("ValueError", format!("could not convert string to float: '{s}'"))),
        },
        _ => Err(m.no_number("float", v)),
    }
}

fn parsed_float(text: &str) -> Option<f64> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let lower = text.to_ascii_lowercase();
    let bare = lower.trim_start_matches(['-', '+']);
    let named = matches!(bare, "inf" | "infinity" | "nan");
    let plain = lower.bytes().all(|b| b.is_ascii_digit() || b"+-.e".contains(&b))
        && lower.contains(|c: char| c.is_ascii_digit());
    if named || plain { lower.parse().ok() } else { None }
}

fn abs(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    if let Some(n) = m.call_special(v, "__abs__", &[])? {
        return Ok(n);
    }
    if let Some(n) = m.integer(v) {
        if !n.is_negative() && !matches!(m.object(v)?.1.data, ObjectData::Bool(_)) {
            m.incref(v);
            return Ok(v);
        }
        return Ok(m.big_int(n.abs()));
    }
    match m.object(v)?.1.data {
        ObjectData::Float(f) => Ok(m.float(f.abs())),
        _ => Err(match m.type_without_answer(v) {
            Some(class) => raise("TypeError", format!("bad operand type for abs(): '{class}'")),
            None => stop("abs of this object is not modelled"),
        }),
    }
}

fn divmod(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [a, b] = c.exactly()?;
    if let Some(v) = m.call_special(a, "__divmod__", &[b])? {
        return Ok(v);
    }
    let q = m.binary(BinaryOp::FloorDiv, a, b)?;
    let r = m.binary(BinaryOp::Mod, a, b)?;
    Ok(m.tuple(vec![q, r]))
}

fn pow(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if let [a, b, modulus] = *c.positional()? {
        m.concretely()?;
        let (Some(a), Some(b), Some(n)) = (m.integer(a), m.integer(b), m.integer(modulus)) else {
            return Err(stop("pow of unknown numbers"));
        };
        if b.is_negative() || !n.is_positive() || n.is_zero() || b.bits() > 4096 {
            return Err(stop("this pow is not modelled"));
        }
        let result = a.modpow(&b, &n);
        return Ok(m.big_int(result));
    }
    let [a, b] = c.exactly()?;
    m.binary(BinaryOp::Pow, a, b)
}

fn round(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    const MOST_DIGITS: i64 = 15;
    let digits = c.keyword(m, "ndigits").or_else(|| c.arguments.positional.get(1).copied());
    let Some(&v) = c.arguments.positional.first() else { return Err(untold("TypeError")) };
    let digits = match digits.filter(|&d| d != Value::NONE) {
        Some(d) => Some(m.as_int(d).ok_or_else(|| stop("an unknown number of digits"))?),
        None => None,
    };
    if digits.is_none()
        && let Some(n) = m.call_special(v, "__round__", &[])?
    {
        return Ok(n);
    }
    match (&m.object(v)?.1.data, digits) {
        (ObjectData::Int(_) | ObjectData::BigInt(_), d) if d.is_none_or(|d| d >= 0) => {
            m.incref(v);
            Ok(v)
        }
        (ObjectData::Float(f), None) if f.abs() < 9e15 => {
            let n = f.round_ties_even() as i64;
            Ok(m.int(n))
        }
        // The decimal expansion is rounded, ties to even: as printing with so many digits does.
        (ObjectData::Float(f), Some(d)) if (0..=MOST_DIGITS).contains(&d) && f.abs() < 1e15 => {
            let rounded = format!("{f:.*}", d as usize).parse().map_err(|_| stop("round"))?;
            Ok(m.float(rounded))
        }
        _ => Err(stop("round of this object is not modelled")),
    }
}

fn in_radix(m: &mut Machine<'_>, c: &Call<'_>, prefix: &str, radix: u32) -> Run<Value> {
    let [v] = c.exactly()?;
    let Some(n) = m.integer(v).filter(|n| n.bits() < 10_000) else { return Err(stop("an unknown number")) };
    let sign = if n.is_negative() { "-" } else { "" };
    let text = format!("{sign}{prefix}{}", n.abs().to_str_radix(radix));
    Ok(m.string(&text))
}

fn bit_length(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let n = m.integer(c.receiver).ok_or_else(|| stop("an unknown number"))?;
    Ok(m.int(n.bits() as i64))
}

fn is_integer(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    match m.object(c.receiver)?.1.data {
        ObjectData::Float(f) => Ok(Value::bool(f.is_finite() && f.fract() == 0.0)),
        _ => Err(stop("an unknown number")),
    }
}
