//! Methods of `list` and `tuple`.

use super::{Call, Native};
use crate::cpython::messages;
use crate::cpython::sizes::{self, Removal};
use crate::heap::Value;
use crate::interpret::machine::{Run, raise, stop, untold};
use crate::interpret::{Interrupt, Machine};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("list.append", append),
    ("list.extend", extend),
    ("list.insert", insert),
    ("list.pop", pop),
    ("list.remove", remove),
    ("list.clear", clear),
    ("list.copy", copy),
    ("list.index", index),
    ("list.count", count),
    ("list.reverse", reverse),
    ("list.sort", sort),
    ("tuple.index", index),
    ("tuple.count", count),
];

fn append(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.incref(v);
    m.list_append(c.receiver, v)?;
    Ok(Value::NONE)
}

fn extend(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    m.list_extend(c.receiver, source)?;
    Ok(Value::NONE)
}

fn insert(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [at, v] = c.exactly()?;
    let Some(at) = m.as_int(at) else { return Err(stop("insert at an unknown index")) };
    m.incref(v);
    let l = m.list_mut(c.receiver)?;
    let len = l.items.len() as i64;
    let at = if at < 0 { (at + len).max(0) } else { at.min(len) };
    l.resize(|slots| Some(sizes::list_append(slots, len as u64)));
    l.items.insert(at as usize, v);
    Ok(Value::NONE)
}

/// Removes one item; its reference goes to the caller.
fn take(m: &mut Machine<'_>, list: Value, at: usize, way: Removal) -> Run<Value> {
    let version = m.version;
    let l = m.list_mut(list)?;
    l.shrink(version, way, l.items.len() as u64 - 1);
    Ok(l.items.remove(at))
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let len = m.list_items(c.receiver)?.items.len() as i64;
    let at = match c.positional()? {
        [] => -1,
        &[at] => m.as_int(at).ok_or_else(|| stop("pop at an unknown index"))?,
        _ => return Err(untold("TypeError")),
    };
    if len == 0 {
        return Err(raise("IndexError", "pop from empty list"));
    }
    let at = if at < 0 { at + len } else { at };
    if !(0..len).contains(&at) {
        return Err(raise("IndexError", "pop index out of range"));
    }
    take(m, c.receiver, at as usize, Removal::Pop)
}

fn position(m: &mut Machine<'_>, sequence: Value, v: Value) -> Run<Option<usize>> {
    let items = m.sequence_items(sequence).ok_or_else(|| stop("unknown items"))?;
    for (i, &item) in items.iter().enumerate() {
        if item == v || m.equal(item, v)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn remove(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let at = position(m, c.receiver, v)?.ok_or_else(|| raise("ValueError", "list.remove(x): x not in list"))?;
    let gone = take(m, c.receiver, at, Removal::Slice)?;
    m.decref(gone)?;
    Ok(Value::NONE)
}

fn clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let items = m.list_mut(c.receiver)?.clear();
    m.decref_all(items.into_iter().rev())?;
    Ok(Value::NONE)
}

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let items = m.list_items(c.receiver)?.items.clone();
    items.iter().for_each(|&v| m.incref(v));
    Ok(m.list(items))
}

fn index(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match position(m, c.receiver, v)? {
        Some(at) => Ok(m.int(at as i64)),
        None => {
            let repr = m.repr(v);
            let message = repr.map(|r| messages::not_in_list(m.version, &r));
            Err(Interrupt::Raise { class: "ValueError", message })
        }
    }
}

fn count(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let items = m.sequence_items(c.receiver).ok_or_else(|| stop("unknown items"))?;
    let mut n = 0;
    for item in items {
        if item == v || m.equal(item, v)? {
            n += 1;
        }
    }
    Ok(m.int(n))
}

fn reverse(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.list_mut(c.receiver)?.items.reverse();
    Ok(Value::NONE)
}

fn sort(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    // While it sorts, the list is empty to everybody else.
    let l = m.list_mut(c.receiver)?;
    let (mut items, allocated) = (std::mem::take(&mut l.items), std::mem::replace(&mut l.allocated, u64::MAX));
    let sorted = m.sort(&mut items, c);
    let l = m.list_mut(c.receiver)?;
    if sorted.is_err() {
        (l.items, l.allocated) = (items, allocated);
        return sorted.map(|()| Value::NONE);
    }
    if !l.items.is_empty() {
        return Err(raise("ValueError", "list modified during sort"));
    }
    (l.items, l.allocated) = (items, allocated);
    Ok(Value::NONE)
}
