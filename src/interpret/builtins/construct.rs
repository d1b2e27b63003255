//! Builtin classes called: `list(xs)`, `dict(a=1)`.

use super::{Call, Native};
use crate::cpython::sizes;
use crate::heap::{ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] =
    &[("list", list), ("tuple", tuple), ("dict", dict), ("set", set), ("frozenset", frozenset), ("object", object)];

fn list(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&source) = c.positional()?.first() else { return Ok(m.list(Vec::new())) };
    let user = m.user_class(source).is_some();
    let kind = match &m.object(source)?.1.data {
        _ if user => 3,
        ObjectData::List(_) | ObjectData::Tuple(_) | ObjectData::Range(_) | ObjectData::Str(_) => 0,
        ObjectData::Dict(_) | ObjectData::Set(_) => 1,
        ObjectData::Generator(_) => 2,
        ObjectData::Iterator(i)
            if matches!(i.kind, crate::heap::IteratorKind::Map | crate::heap::IteratorKind::Zip) =>
        {
            2
        }
        _ => 3,
    };
    if m.version == crate::config::PythonVersion::PY39
        && m.is_plain_instance(source)
        && let Some(n) = m.call_special(source, "__len__", &[])?
    {
        // 3.9 makes room before it asks for an iterator.
        m.decref(n)?;
    }
    let items = m.collect_hinted(source)?;
    let n = items.len() as u64;
    let allocated = match kind {
        0 => sizes::list_presized(m.version, n),
        1 => sizes::list_from_hashed(m.version, n),
        2 => sizes::list_from_iterator(m.version, n).unwrap_or(u64::MAX),
        _ => u64::MAX,
    };
    Ok(m.list_with(items, allocated))
}

fn tuple(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&source) = c.positional()?.first() else { return Ok(m.tuple(Vec::new())) };
    if m.object(source)?.1.is(Type::Tuple) {
        m.incref(source);
        return Ok(source);
    }
    let items = m.collect_hinted(source)?;
    Ok(m.tuple(items))
}

fn dict(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let d = m.new_dict();
    if c.arguments.positional.is_empty() && c.arguments.keywords.is_empty() {
        let table = sizes::dict_call_empty(m.version);
        m.dict_mut(d)?.table = table;
        return Ok(d);
    }
    if let Some(&source) = c.arguments.positional.first() {
        if matches!(m.object(source)?.1.data, ObjectData::Dict(_)) {
            m.dict_update(d, source)?;
        } else {
            update_from_pairs(m, d, source)?;
        }
    }
    for &(name, v) in &c.arguments.keywords {
        let text = m.text(name).to_owned();
        let key = m.string(&text);
        m.incref(v);
        m.dict_store(d, key, v)?;
    }
    Ok(d)
}

fn set(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let s = m.make_builtin(Type::Set, ObjectData::Set(Box::default()));
    if let Some(&source) = c.positional()?.first() {
        let hashed = matches!(m.object(source)?.1.data, ObjectData::Set(_) | ObjectData::Dict(_));
        let items = match &m.object(source)?.1.data {
            // The order of insertion does not show, as that of a set is never told.
            ObjectData::Set(s) => {
                let items: Vec<Value> = s.dict.iter().map(|(k, _)| k).collect();
                items.iter().for_each(|&v| m.incref(v));
                items
            }
            _ => m.collect_items(source)?,
        };
        let n = items.len() as u64;
        for v in items {
            m.set_add(s, v)?;
        }
        if hashed {
            m.set_mut(s)?.slots = sizes::set_of_copy(n);
        }
    }
    Ok(s)
}

fn frozenset(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    let items = m.collect_items(source)?;
    for &v in &items {
        m.key(v)?;
    }
    Ok(m.frozenset_of(items))
}

fn object(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    Ok(m.make_builtin(Type::Object, ObjectData::Plain))
}

/// `dict([("a", 1), ("b", 2)])`, `dict(zip(ks, vs))`
fn update_from_pairs(m: &mut Machine<'_>, d: Value, source: Value) -> Run<()> {
    let it = m.get_iter(source)?;
    while let Some(pair) = m.next(it)? {
        m.burn(1)?;
        let items = m.sequence_items(pair).ok_or_else(|| stop("dict of something that is no pair"))?;
        let [key, v] = items[..] else { return Err(stop("dict of something that is no pair")) };
        m.incref(key);
        m.incref(v);
        m.dict_store(d, key, v)?;
        m.decref(pair)?;
    }
    m.decref(it)
}
