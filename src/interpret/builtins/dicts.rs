//! Methods of `dict`.

use super::{Call, Native};
use crate::heap::{Key, ObjectData, Type, Value, ViewKind};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("dict.get", get),
    ("dict.pop", pop),
    ("dict.popitem", popitem),
    ("dict.setdefault", setdefault),
    ("dict.update", update),
    ("dict.clear", clear),
    ("dict.copy", copy),
    ("dict.keys", keys),
    ("dict.values", values),
    ("dict.items", items),
    ("dict.fromkeys", fromkeys),
];

fn lookup(m: &mut Machine<'_>, dict: Value, key: Value) -> Run<Option<Value>> {
    let k = m.key_in(dict, key)?;
    Ok(m.dict_mut(dict)?.get(&k))
}

fn get(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let Some(&key) = arguments.first() else { return Err(untold("TypeError")) };
    let found = lookup(m, c.receiver, key)?;
    let v = found.or_else(|| arguments.get(1).copied()).unwrap_or(Value::NONE);
    m.incref(v);
    Ok(v)
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let Some(&key) = arguments.first() else { return Err(untold("TypeError")) };
    let k = m.key_in(c.receiver, key)?;
    match (m.dict_mut(c.receiver)?.remove(&k), arguments.get(1)) {
        (Some((key_object, v)), _) => {
            m.decref(key_object)?;
            Ok(v)
        }
        (None, Some(&default)) => {
            m.incref(default);
            Ok(default)
        }
        (None, None) => Err(m.throwing("KeyError", vec![key])),
    }
}

fn popitem(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let last: Option<Key> = m.dict_mut(c.receiver)?.last_key().cloned();
    let removed = match last {
        Some(k) => m.dict_mut(c.receiver)?.remove(&k),
        None => None,
    };
    match removed {
        Some((k, v)) => Ok(m.tuple(vec![k, v])),
        None => Err(raise("KeyError", "popitem(): dictionary is empty")),
    }
}

fn setdefault(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let Some(&key) = arguments.first() else { return Err(untold("TypeError")) };
    if let Some(v) = lookup(m, c.receiver, key)? {
        m.incref(v);
        return Ok(v);
    }
    let v = arguments.get(1).copied().unwrap_or(Value::NONE);
    m.incref(key);
    m.incref(v);
    m.incref(v);
    m.dict_store(c.receiver, key, v)?;
    Ok(v)
}

fn update(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let source = match c.arguments.positional[..] {
        [] => None,
        [source] => Some(source),
        _ => return Err(untold("TypeError")),
    };
    if source.is_some_and(|s| !matches!(m.known(s).map(|(_, o)| &o.data), Some(ObjectData::Dict(_)))) {
        m.concretely()?;
    }
    super::construct::fill_dict(m, c.receiver, source, &c.arguments.keywords)?;
    Ok(Value::NONE)
}

fn clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let d = m.dict_mut(c.receiver)?;
    let emptied = crate::heap::DictData::with_factory(d.factory);
    let old = std::mem::replace(d, emptied);
    let held: Vec<Value> = old.iter().flat_map(|(k, v)| [k, v]).collect();
    // An OrderedDict has its nodes still while the values die.
    let id = m.known_id(c.receiver)?;
    let nodes = m.heap.get(id).is(Type::OrderedDict) && m.disguised.insert(id);
    m.decref_all(held)?;
    if nodes {
        m.disguised.remove(&id);
    }
    Ok(Value::NONE)
}

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let deleted = m.dict_mut(c.receiver)?.deleted;
    let d = m.new_dict();
    m.dict_update(d, c.receiver)?;
    // The copy may have the room of the old one.
    m.dict_mut(d)?.deleted |= deleted;
    Ok(d)
}

fn view(m: &mut Machine<'_>, c: &Call<'_>, kind: ViewKind) -> Run<Value> {
    c.exactly::<0>()?;
    m.incref(c.receiver);
    Ok(m.make_builtin(Type::DictView, ObjectData::View { dict: c.receiver, kind }))
}

fn keys(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    view(m, c, ViewKind::Keys)
}

fn values(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    view(m, c, ViewKind::Values)
}

fn items(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    view(m, c, ViewKind::Items)
}

fn fromkeys(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (keys, v) = match *c.positional()? {
        [keys] => (keys, Value::NONE),
        [keys, v] => (keys, v),
        _ => return Err(stop("this form of fromkeys is not modelled")),
    };
    if matches!(m.object(keys)?.1.data, ObjectData::Set(_) | ObjectData::Dict(_)) {
        return Err(stop("fromkeys of a set or dict is not modelled"));
    }
    let d = m.new_dict();
    fill_from_keys(m, d, keys, v)
}

pub(super) fn fill_from_keys(m: &mut Machine<'_>, d: Value, keys: Value, v: Value) -> Run<Value> {
    for key in m.collect_items(keys)? {
        m.incref(v);
        m.dict_store(d, key, v)?;
    }
    Ok(d)
}
