//! Builtins that look at objects by name or as text: `getattr`, `issubclass`, `format`, `ascii`.

use super::{Call, Native};
use crate::heap::{ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Interrupt, Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("getattr", getattr),
    ("setattr", setattr),
    ("delattr", delattr),
    ("issubclass", issubclass),
    ("format", format),
    ("ascii", ascii),
    ("slice", slice),
];

fn name(m: &mut Machine<'_>, v: Value) -> Run<crate::bytecode::Name> {
    m.concretely()?;
    let Some(text) = m.as_str(v).map(str::to_owned) else { return Err(stop("an attribute whose name is not known")) };
    Ok(m.intern(&text))
}

fn getattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (o, attribute, default) = match *c.positional()? {
        [o, attribute] => (o, attribute, None),
        [o, attribute, default] => (o, attribute, Some(default)),
        _ => return Err(raise("TypeError", "getattr expected 2 or 3 arguments")),
    };
    let attribute = name(m, attribute)?;
    match (m.load_attr(o, attribute), default) {
        (Err(Interrupt::Raise { class: "AttributeError", .. }), Some(v)) => {
            m.incref(v);
            Ok(v)
        }
        (result, _) => result,
    }
}

fn setattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o, attribute, v] = c.exactly()?;
    let attribute = name(m, attribute)?;
    m.incref(v);
    m.store_attr(o, attribute, v)?;
    Ok(Value::NONE)
}

fn delattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o, attribute] = c.exactly()?;
    let attribute = name(m, attribute)?;
    m.delete_attr(o, attribute)?;
    Ok(Value::NONE)
}

fn issubclass(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [class, of] = c.exactly()?;
    m.concretely()?;
    let (ObjectData::Class(d), of_id) = (&m.object(class)?.1.data, m.known_id(of)?) else {
        return Err(stop("issubclass of this class is not modelled"));
    };
    let plain = d.mro.contains(&of_id);
    match m.object(of)?.1.data {
        ObjectData::Class(_) => Ok(Value::bool(plain)),
        ObjectData::Builtin("object") => Ok(Value::TRUE),
        _ => Err(stop("issubclass of this class is not modelled")),
    }
}

fn format(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (v, spec) = match *c.positional()? {
        [v] => (v, String::new()),
        [v, spec] => (v, m.as_str(spec).map(str::to_owned).ok_or_else(|| stop("an unknown format"))?),
        _ => return Err(raise("TypeError", "format expected 1 or 2 arguments")),
    };
    if spec.is_empty() && m.as_str(v).is_some() {
        m.incref(v);
        return Ok(v);
    }
    match m.formatted(v, &spec)? {
        Some(text) if spec.is_empty() => Ok(m.fresh_string(&text)),
        Some(text) => Ok(m.string(&text)),
        None => Err(stop("a formatted value that is not known")),
    }
}

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
        _ => return Err(raise("TypeError", "slice expected 1 to 3 arguments")),
    };
    m.concretely()?;
    bounds.iter().for_each(|&v| m.incref(v));
    Ok(m.make_builtin(Type::Slice, ObjectData::Slice(bounds)))
}
