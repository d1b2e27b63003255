//! The module `math`, where the result is exact or that of IEEE 754; the rest differs by the C library.

use super::{Call, Native as Function};
use crate::bytecode::BinaryOp;
use crate::heap::{ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};
use num_bigint::BigInt;

pub(super) const NAMES: &[(&str, Function)] = &[
    ("math.sqrt", sqrt),
    ("math.floor", |m, c| rounded(m, c, f64::floor)),
    ("math.ceil", |m, c| rounded(m, c, f64::ceil)),
    ("math.trunc", |m, c| rounded(m, c, f64::trunc)),
    ("math.fabs", |m, c| {
        let [v] = c.exactly()?;
        let f = number(m, v)?.abs();
        Ok(m.float(f))
    }),
    ("math.isnan", |m, c| test(m, c, f64::is_nan)),
    ("math.isinf", |m, c| test(m, c, f64::is_infinite)),
    ("math.isfinite", |m, c| test(m, c, f64::is_finite)),
    ("math.gcd", gcd),
    ("math.factorial", factorial),
    ("math.prod", prod),
    ("math.comb", comb),
    ("math.isqrt", |m, c| {
        let [v] = c.exactly()?;
        m.concretely()?;
        match m.as_int(v) {
            Some(n) if n >= 0 => {
                let root = BigInt::from(n).sqrt();
                Ok(m.big_int(root))
            }
            _ => Err(stop("an unknown root")),
        }
    }),
];

/// Constants of modules that are floats.
pub(super) fn constant(name: &str) -> Option<f64> {
    Some(match name {
        "math.pi" => std::f64::consts::PI,
        "math.e" => std::f64::consts::E,
        "math.tau" => std::f64::consts::TAU,
        "math.inf" => f64::INFINITY,
        "math.nan" => f64::NAN,
        _ => return None,
    })
}

fn number(m: &Machine<'_>, v: Value) -> Run<f64> {
    m.concretely()?;
    match m.object(v)?.1.data {
        ObjectData::Float(f) => Ok(f),
        ObjectData::Int(n) if n.abs() < 1 << 53 => Ok(n as f64),
        ObjectData::Bool(b) => Ok(f64::from(u8::from(b))),
        _ => Err(stop("a number that is not known")),
    }
}

fn sqrt(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let f = number(m, v)?;
    if f < 0.0 {
        return Err(raise("ValueError", "math domain error"));
    }
    Ok(m.float(f.sqrt()))
}

fn rounded(m: &mut Machine<'_>, c: &Call<'_>, f: fn(f64) -> f64) -> Run<Value> {
    let [v] = c.exactly()?;
    if matches!(m.object(v)?.1.data, ObjectData::Int(_) | ObjectData::BigInt(_)) {
        m.concretely()?;
        m.incref(v);
        return Ok(v);
    }
    let n = f(number(m, v)?);
    if n.abs() < 9e15 { Ok(m.int(n as i64)) } else { Err(stop("a float too large to round")) }
}

fn test(m: &mut Machine<'_>, c: &Call<'_>, f: fn(f64) -> bool) -> Run<Value> {
    let [v] = c.exactly()?;
    number(m, v).map(f).map(Value::bool)
}

fn gcd(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [a, b] = c.exactly()?;
    m.concretely()?;
    let (Some(a), Some(b)) = (m.as_int(a), m.as_int(b)) else { return Err(stop("gcd of unknown numbers")) };
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b > 0 {
        (a, b) = (b, a % b);
    }
    Ok(m.big_int(a.into()))
}

fn factorial(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    const MOST: i64 = 1000;
    let [v] = c.exactly()?;
    m.concretely()?;
    match m.as_int(v) {
        Some(n) if n < 0 => Err(raise("ValueError", "factorial() not defined for negative values")),
        Some(n) if n <= MOST => {
            m.burn(n as u64)?;
            Ok(m.big_int((2..=n).map(BigInt::from).product()))
        }
        _ => Err(stop("a factorial too large to follow")),
    }
}

fn comb(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    const MOST: i64 = 300;
    let [n, k] = c.exactly()?;
    m.concretely()?;
    match (m.as_int(n), m.as_int(k)) {
        (Some(n), Some(k)) if (0..=MOST).contains(&n) && k >= 0 => {
            let chosen = (0..k).fold(BigInt::from(1), |all, i| all * (n - i) / (i + 1));
            Ok(m.big_int(chosen))
        }
        _ => Err(stop("a number of choices too large to follow")),
    }
}

fn prod(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    m.concretely()?;
    let mut total = m.int(1);
    for v in m.collect_items(source)? {
        if !matches!(m.object(v)?.1.data, ObjectData::Int(_) | ObjectData::BigInt(_)) {
            return Err(stop("a product of something else than ints is not modelled"));
        }
        let next = m.binary(BinaryOp::Mul, total, v)?;
        m.decref_all([total, v])?;
        total = next;
    }
    Ok(total)
}
