//! `ascii`, `slice`, and `__get__` called by its name.

use super::{Call, Native};
use crate::heap::{ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, untold};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("ascii", ascii),
    ("slice", slice),
    ("function.__get__", get),
    ("member_descriptor.__get__", get),
    ("property.__get__", get),
];

fn ascii(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.concretely()?;
    match m.text_of(v, ["__repr__", "__repr__"])? {
        Some(text) => Ok(m.string(&crate::interpret::percent::ascii(&text))),
        None => Ok(m.unknown(Type::Str)),
    }
}

fn slice(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let bounds = match *c.positional()? {
        [end] => [Value::NONE, end, Value::NONE],
        [start, end] => [start, end, Value::NONE],
        [start, end, step] => [start, end, step],
        _ => return Err(untold("TypeError")),
    };
    m.concretely()?;
    bounds.iter().for_each(|&v| m.incref(v));
    Ok(m.make_builtin(Type::Slice, ObjectData::Slice(bounds)))
}

/// `Point.x.__get__(p)`, `f.__get__(o)`
fn get(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (o, class) = match *c.positional()? {
        [o] => (o, Value::NONE),
        [o, class] => (o, class),
        _ => return Err(untold("TypeError")),
    };
    m.concretely()?;
    m.get_descriptor(c.receiver, o, class)
}
