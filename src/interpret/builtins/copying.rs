//! The module `copy`, on containers of plain values.

use super::{Call, Native};
use crate::heap::{ObjId, ObjectData, SetData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};
use rustc_hash::FxHashMap;

pub(super) const NAMES: &[(&str, Native)] = &[("copy.copy", copy), ("copy.deepcopy", deepcopy)];

const MAX_DEPTH: u32 = 100;

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match &m.object(v)?.1.data {
        ObjectData::List(l) => {
            let items = l.items.clone();
            items.iter().for_each(|&v| m.incref(v));
            Ok(m.list(items))
        }
        ObjectData::Dict(d) if !d.deleted => {
            let d = m.new_dict();
            m.dict_update(d, v)?;
            Ok(d)
        }
        ObjectData::Set(s) if m.object(v)?.1.is(Type::Set) => copy_set(m, (**s).clone()),
        data if is_atom(data) || matches!(data, ObjectData::Tuple(_)) => {
            m.incref(v);
            Ok(v)
        }
        _ => Err(stop("copy of this object is not modelled")),
    }
}

fn copy_set(m: &mut Machine<'_>, old: SetData) -> Run<Value> {
    let set = m.make_builtin(Type::Set, ObjectData::Set(Box::default()));
    let dummies = m.dummies();
    let new = m.set_mut(set)?.merge(&old, dummies);
    new.into_iter().for_each(|v| m.incref(v));
    Ok(set)
}

fn is_atom(data: &ObjectData) -> bool {
    matches!(
        data,
        ObjectData::Int(_)
            | ObjectData::BigInt(_)
            | ObjectData::Bool(_)
            | ObjectData::Float(_)
            | ObjectData::Str(_)
            | ObjectData::Bytes(_)
            | ObjectData::Function(_)
            | ObjectData::Class(_)
            | ObjectData::Builtin(_)
            | ObjectData::Range(_)
    )
}

fn deepcopy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    deep(m, v, &mut FxHashMap::default(), 0)
}

/// Containers anew, each once; atoms, and tuples of nothing but atoms, stay the same object.
fn deep(m: &mut Machine<'_>, v: Value, memo: &mut FxHashMap<ObjId, Value>, depth: u32) -> Run<Value> {
    let (id, object) = m.object(v)?;
    if let Some(&done) = memo.get(&id) {
        m.incref(done);
        return Ok(done);
    }
    if depth > MAX_DEPTH {
        return Err(stop("a copy that nests too deep"));
    }
    let data = object.data.clone();
    m.burn(1)?;
    match data {
        ObjectData::List(l) => {
            let copy = m.list(Vec::new());
            memo.insert(id, copy);
            for item in l.items {
                let item = deep(m, item, memo, depth + 1)?;
                m.list_append(copy, item)?;
            }
            Ok(copy)
        }
        ObjectData::Dict(d) => {
            let copy = m.new_dict();
            memo.insert(id, copy);
            for (k, v) in d.iter() {
                let k = deep(m, k, memo, depth + 1)?;
                let v = deep(m, v, memo, depth + 1)?;
                m.dict_store(copy, k, v)?;
            }
            Ok(copy)
        }
        ObjectData::Tuple(items) => {
            let copies = items.iter().map(|&i| deep(m, i, memo, depth + 1)).collect::<Run<Vec<_>>>()?;
            if copies[..] == items[..] {
                m.decref_all(copies)?;
                m.incref(v);
                return Ok(v);
            }
            Ok(m.tuple(copies))
        }
        ref data if is_atom(data) || v == Value::NONE => {
            m.incref(v);
            Ok(v)
        }
        _ => Err(stop("deepcopy of this object is not modelled")),
    }
}
