//! Methods of `set`.

use super::{Call, Native};
use crate::heap::{ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] =
    &[("set.add", add), ("set.discard", discard), ("set.remove", remove), ("set.clear", clear)];

fn add(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.incref(v);
    m.set_add(c.receiver, v)?;
    Ok(Value::NONE)
}

fn take(m: &mut Machine<'_>, c: &Call<'_>) -> Run<bool> {
    let [v] = c.exactly()?;
    let key = m.key(v)?;
    let id = m.known_id(c.receiver)?;
    let ObjectData::Set(s) = &mut m.heap.get_mut(id).data else { return Err(stop("unknown items")) };
    match s.dict.remove(&key) {
        Some((k, _)) => {
            m.decref(k)?;
            Ok(true)
        }
        None => Ok(false),
    }
}

fn discard(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    take(m, c)?;
    Ok(Value::NONE)
}

fn remove(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if take(m, c)? { Ok(Value::NONE) } else { Err(raise("KeyError", "")) }
}

fn clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let id = m.known_id(c.receiver)?;
    let ObjectData::Set(s) = &mut m.heap.get_mut(id).data else { return Err(stop("unknown items")) };
    let old = std::mem::take(s);
    let held: Vec<Value> = old.dict.iter().map(|(k, _)| k).collect();
    m.decref_all(held)?;
    Ok(Value::NONE)
}
