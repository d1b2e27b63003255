//! Methods of `set`.

use super::{Call, Native};
use crate::bytecode::BinaryOp;
use crate::cpython::sizes;
use crate::heap::{ObjectData, SetData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("set.add", add),
    ("set.discard", discard),
    ("set.remove", remove),
    ("set.clear", clear),
    ("set.update", update),
    ("set.copy", copy),
    ("set.union", union),
    ("set.intersection", intersection),
    ("set.difference", difference),
    ("set.issubset", issubset),
    ("set.issuperset", issuperset),
];

fn add(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.incref(v);
    m.set_add(c.receiver, v)?;
    Ok(Value::NONE)
}

fn take(m: &mut Machine<'_>, c: &Call<'_>) -> Run<bool> {
    let [v] = c.exactly()?;
    let key = m.key_in(c.receiver, v)?;
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
    if take(m, c)? { Ok(Value::NONE) } else { Err(m.throwing("KeyError", c.exactly::<1>()?.to_vec())) }
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

impl Machine<'_> {
    pub(in crate::interpret) fn set_mut(&mut self, set: Value) -> Run<&mut SetData> {
        let id = self.known_id(set)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::Set(s) => Ok(s),
            _ => Err(stop("a set whose items are not known")),
        }
    }

    fn set_keys(&self, set: Value) -> Run<Vec<Value>> {
        match &self.object(set)?.1.data {
            ObjectData::Set(s) => Ok(s.dict.iter().map(|(k, _)| k).collect()),
            _ => Err(stop("an operation of a set and something else")),
        }
    }

    /// A set of these items (owned), as `set(other_set)` allocates it.
    pub(in crate::interpret) fn new_set(&mut self, items: Vec<Value>) -> Run<Value> {
        let set = self.make_builtin(Type::Set, ObjectData::Set(Box::default()));
        let n = items.len() as u64;
        for v in items {
            self.set_add(set, v)?;
        }
        self.set_mut(set)?.slots = sizes::set_of_copy(n);
        Ok(set)
    }

    /// `a | b`, `a & b`, `a - b` on sets: a new set.
    pub(in crate::interpret) fn set_operation(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        let (mine, other) = (self.set_keys(left)?, self.set_keys(right)?);
        if op == BinaryOp::Or {
            mine.iter().for_each(|&v| self.incref(v));
            let set = self.new_set(mine)?;
            self.set_update(set, right)?;
            return Ok(set);
        }
        let (items, inside) = match op {
            // The smaller one is gone through.
            BinaryOp::And if other.len() > mine.len() => (mine, right),
            BinaryOp::And => (other, left),
            _ => (mine, right),
        };
        let set = self.make_builtin(Type::Set, ObjectData::Set(Box::default()));
        for v in items {
            if self.contains(inside, v)? == (op == BinaryOp::And) {
                self.incref(v);
                self.set_add(set, v)?;
            }
        }
        Ok(set)
    }
}

fn update(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    if matches!(m.object(source)?.1.data, ObjectData::Set(_)) {
        m.set_update(c.receiver, source)?;
        return Ok(Value::NONE);
    }
    if matches!(m.object(source)?.1.data, ObjectData::Dict(_)) {
        return Err(stop("a set updated by a dict"));
    }
    for v in m.collect_items(source)? {
        m.set_add(c.receiver, v)?;
    }
    Ok(Value::NONE)
}

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let items = m.set_keys(c.receiver)?;
    items.iter().for_each(|&v| m.incref(v));
    m.new_set(items)
}

fn operation(m: &mut Machine<'_>, c: &Call<'_>, op: BinaryOp) -> Run<Value> {
    let [other] = c.exactly()?;
    m.set_operation(op, c.receiver, other)
}

fn union(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    operation(m, c, BinaryOp::Or)
}

fn intersection(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    operation(m, c, BinaryOp::And)
}

fn difference(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    operation(m, c, BinaryOp::Sub)
}

fn all_in(m: &mut Machine<'_>, part: Value, whole: Value) -> Run<Value> {
    for v in m.set_keys(part)? {
        if !m.contains(whole, v)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn issubset(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [other] = c.exactly()?;
    all_in(m, c.receiver, other)
}

fn issuperset(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [other] = c.exactly()?;
    all_in(m, other, c.receiver)
}
