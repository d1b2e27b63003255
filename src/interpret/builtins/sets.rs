//! Methods of `set` and `frozenset`, and their operators (`setobject.c`).

use super::{Call, Native};
use crate::bytecode::{BinaryOp, CompareOp};
use crate::config::PythonVersion;
use crate::heap::{Dummies, ObjectData, SetData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("set.add", add),
    ("set.discard", discard),
    ("set.remove", remove),
    ("set.pop", pop),
    ("set.clear", clear),
    ("set.update", update),
    ("set.copy", copy),
    ("set.union", union),
    ("set.intersection", intersection),
    ("set.difference", difference),
    ("set.symmetric_difference", |m, c| {
        let [other] = c.exactly()?;
        let other = m.as_set(other)?;
        m.set_operation(BinaryOp::Xor, c.receiver, other)
    }),
    ("set.intersection_update", |m, c| update_by(m, c, BinaryOp::And)),
    ("set.difference_update", |m, c| update_by(m, c, BinaryOp::Sub)),
    ("set.symmetric_difference_update", |m, c| update_by(m, c, BinaryOp::Xor)),
    ("set.issubset", |m, c| compared(m, c, CompareOp::Le)),
    ("set.issuperset", |m, c| compared(m, c, CompareOp::Ge)),
    ("set.isdisjoint", isdisjoint),
];

fn add(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.incref(v);
    m.set_add(c.receiver, v)?;
    Ok(Value::NONE)
}

fn take(m: &mut Machine<'_>, c: &Call<'_>) -> Run<bool> {
    let [v] = c.exactly()?;
    m.set_take(c.receiver, v)
}

fn discard(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    take(m, c)?;
    Ok(Value::NONE)
}

fn remove(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if take(m, c)? { Ok(Value::NONE) } else { Err(m.throwing("KeyError", c.exactly::<1>()?.to_vec())) }
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.concretely()?;
    let s = m.set_mut(c.receiver)?;
    if s.dict.is_empty() {
        return Err(crate::interpret::machine::raise("KeyError", "pop from an empty set"));
    }
    s.pop().ok_or_else(|| stop("which item a set gives is not known"))
}

fn clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let old = std::mem::take(m.set_mut(c.receiver)?);
    m.drop_members(&old)?;
    Ok(Value::NONE)
}

impl Machine<'_> {
    pub(in crate::interpret) fn dummies(&self) -> Dummies {
        if self.version == PythonVersion::PY39 { Dummies::Kept } else { Dummies::Reused }
    }

    pub(in crate::interpret) fn set_mut(&mut self, set: Value) -> Run<&mut SetData> {
        let id = self.known_id(set)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::Set(s) => Ok(s),
            _ => Err(stop("a set whose items are not known")),
        }
    }

    /// Removes an item: whether it was there.
    pub(in crate::interpret) fn set_take(&mut self, set: Value, v: Value) -> Run<bool> {
        let key = self.key_in(set, v)?;
        match self.set_mut(set)?.remove(&key) {
            Some(k) => {
                self.decref(k)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn set_data(&self, set: Value) -> Run<&SetData> {
        match &self.object(set)?.1.data {
            ObjectData::Set(s) => Ok(s),
            _ => Err(stop("an operation of a set and something else")),
        }
    }

    fn is_set(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Set(_)))
    }

    /// Fills a set from any iterable (`set_update_internal`).
    pub(in crate::interpret) fn set_fill(&mut self, set: Value, source: Value) -> Run<()> {
        if self.is_set(source) {
            return self.set_update(set, source);
        }
        if matches!(self.object(source)?.1.data, ObjectData::Dict(_)) {
            // Room for all keys of the dict is made at once.
            let s = self.set_mut(set)?;
            if s.dict.is_empty() {
                let items = self.collect_items(source)?;
                let slots = crate::cpython::sizes::set_of_copy(items.len() as u64);
                self.set_mut(set)?.reserve(slots as usize);
                return items.into_iter().try_for_each(|v| self.set_add(set, v));
            }
            s.leave_untold();
        }
        self.collect_items(source)?.into_iter().try_for_each(|v| self.set_add(set, v))
    }

    fn empty_set(&mut self, ty: Type) -> Value {
        self.make_builtin(ty, ObjectData::Set(Box::default()))
    }

    /// A new set of this class with the items of another.
    fn copy_of_set(&mut self, set: Value, ty: Type) -> Run<Value> {
        let copy = self.empty_set(ty);
        self.set_update(copy, set)?;
        Ok(copy)
    }

    fn set_type(&self, set: Value) -> Run<Type> {
        Ok(if self.object(set)?.1.is(Type::FrozenSet) { Type::FrozenSet } else { Type::Set })
    }

    /// Anything iterable as a set, borrowed if it is one; methods take these where operators take sets alone.
    fn as_set(&mut self, v: Value) -> Run<Value> {
        if self.is_set(v) {
            return Ok(v);
        }
        self.concretely()?;
        let set = self.empty_set(Type::Set);
        self.set_fill(set, v)?;
        Ok(set)
    }

    /// `a | b`, `a & b`, `a - b`, `a ^ b`: a new set of the class of the left one.
    pub(in crate::interpret) fn set_operation(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        if !(self.is_set(left) && self.is_set(right)) {
            return Err(stop("an operation of a set and something else"));
        }
        let ty = self.set_type(left)?;
        match op {
            BinaryOp::Or => {
                let set = self.copy_of_set(left, ty)?;
                // `s | s` is a copy: the table does not grow for what is there already.
                if left != right {
                    self.set_update(set, right)?;
                }
                Ok(set)
            }
            BinaryOp::And if left == right => self.copy_of_set(left, ty),
            BinaryOp::And => {
                // The smaller one is gone through.
                let (mine, other) = (self.set_data(left)?.dict.len(), self.set_data(right)?.dict.len());
                let (each, inside) = if other > mine { (left, right) } else { (right, left) };
                let set = self.empty_set(ty);
                self.add_where(set, each, inside, true)?;
                Ok(set)
            }
            BinaryOp::Sub => {
                let (mine, other) = (self.set_data(left)?.dict.len(), self.set_data(right)?.dict.len());
                if mine >> 2 > other {
                    let set = self.copy_of_set(left, ty)?;
                    self.set_subtract(set, right)?;
                    return Ok(set);
                }
                let set = self.empty_set(ty);
                self.add_where(set, left, right, false)?;
                Ok(set)
            }
            BinaryOp::Xor => {
                let set = self.copy_of_set(right, ty)?;
                self.set_toggle(set, left)?;
                Ok(set)
            }
            _ => Err(stop("this operator on sets is not modelled")),
        }
    }

    /// Which items two sets have in common only their `__eq__` knows.
    fn without_custom(&self, left: Value, right: Value) -> Run<()> {
        for set in [left, right] {
            if self.set_data(set)?.dict.has_custom() {
                return Err(stop("an operation of sets whose items have their own __eq__"));
            }
        }
        Ok(())
    }

    /// Adds the items of one set that are, or are not, in another.
    fn add_where(&mut self, set: Value, each: Value, other: Value, inside: bool) -> Run<()> {
        self.without_custom(each, other)?;
        for (key, v) in self.set_data(each)?.entries() {
            if self.set_data(other)?.dict.get(&key).is_some() == inside {
                self.incref(v);
                self.set_add(set, v)?;
            }
        }
        Ok(())
    }

    fn set_subtract(&mut self, set: Value, other: Value) -> Run<()> {
        if set == other {
            let old = std::mem::take(self.set_mut(set)?);
            return self.drop_members(&old);
        }
        for v in self.set_data(other)?.items() {
            self.set_take(set, v)?;
        }
        self.set_mut(set)?.tidy();
        Ok(())
    }

    /// Items of the other that are there go, the rest comes.
    fn set_toggle(&mut self, set: Value, other: Value) -> Run<()> {
        if set == other {
            return self.set_subtract(set, other);
        }
        for v in self.set_data(other)?.items() {
            if !self.set_take(set, v)? {
                self.incref(v);
                self.set_add(set, v)?;
            }
        }
        Ok(())
    }

    /// `a &= b`, `a -= b`, `a ^= b`
    pub(in crate::interpret) fn set_inplace(&mut self, op: BinaryOp, set: Value, other: Value) -> Run<()> {
        match op {
            BinaryOp::Or => self.set_update(set, other),
            BinaryOp::Sub => self.set_subtract(set, other),
            BinaryOp::Xor => self.set_toggle(set, other),
            BinaryOp::And => {
                // The bodies of the set and of the intersection are exchanged.
                let both = self.set_operation(BinaryOp::And, set, other)?;
                let new = std::mem::take(self.set_mut(both)?);
                let old = std::mem::replace(self.set_mut(set)?, new);
                *self.set_mut(both)? = old;
                self.decref(both)
            }
            _ => Err(stop("this operator on sets is not modelled")),
        }
    }

    /// `<`, `<=`, `>`, `>=` of sets.
    pub(in crate::interpret) fn compare_sets(&mut self, op: CompareOp, left: Value, right: Value) -> Run<Option<bool>> {
        if !(self.is_set(left) && self.is_set(right)) {
            return Ok(None);
        }
        let (small, large) = match op {
            CompareOp::Lt | CompareOp::Le => (left, right),
            CompareOp::Gt | CompareOp::Ge => (right, left),
            _ => return Ok(None),
        };
        self.without_custom(small, large)?;
        let (small, large) = (&self.set_data(small)?.dict, &self.set_data(large)?.dict);
        let inside = small.keys().all(|k| large.get(k).is_some());
        let proper = !matches!(op, CompareOp::Lt | CompareOp::Gt) || small.len() < large.len();
        Ok(Some(inside && proper))
    }
}

fn update(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    for source in c.positional()?.to_vec() {
        m.set_fill(c.receiver, source)?;
    }
    Ok(Value::NONE)
}

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    if m.set_type(c.receiver)? == Type::FrozenSet {
        m.incref(c.receiver);
        return Ok(c.receiver);
    }
    m.copy_of_set(c.receiver, Type::Set)
}

fn union(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let sources = c.positional()?.to_vec();
    let ty = m.set_type(c.receiver)?;
    let set = m.copy_of_set(c.receiver, ty)?;
    for source in sources.into_iter().filter(|&s| s != c.receiver) {
        m.set_fill(set, source)?;
    }
    Ok(set)
}

/// One by one, from the left.
fn folded(m: &mut Machine<'_>, c: &Call<'_>, op: BinaryOp) -> Run<Value> {
    let others = c.positional()?.to_vec();
    let Some((&first, rest)) = others.split_first() else { return copy(m, c) };
    let other = m.as_set(first)?;
    let mut set = m.set_operation(op, c.receiver, other)?;
    for &v in rest {
        let other = m.as_set(v)?;
        let next = m.set_operation(op, set, other)?;
        m.decref(set)?;
        set = next;
    }
    if others.iter().any(|&v| !m.is_set(v)) || !rest.is_empty() {
        // Other iterables are gone through as they are: in which order items come is another matter.
        m.set_mut(set)?.leave_untold();
    }
    Ok(set)
}

fn intersection(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    folded(m, c, BinaryOp::And)
}

fn difference(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    folded(m, c, BinaryOp::Sub)
}

fn update_by(m: &mut Machine<'_>, c: &Call<'_>, op: BinaryOp) -> Run<Value> {
    let [other] = c.exactly()?;
    let other_set = m.as_set(other)?;
    m.set_inplace(op, c.receiver, other_set)?;
    if other_set != other {
        m.set_mut(c.receiver)?.leave_untold();
    }
    Ok(Value::NONE)
}

fn compared(m: &mut Machine<'_>, c: &Call<'_>, op: CompareOp) -> Run<Value> {
    let [other] = c.exactly()?;
    let other = m.as_set(other)?;
    let result = m.compare_sets(op, c.receiver, other)?;
    result.map(Value::bool).ok_or_else(|| stop("an operation of a set and something else"))
}

fn isdisjoint(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [other] = c.exactly()?;
    let other = m.as_set(other)?;
    m.without_custom(c.receiver, other)?;
    let (a, b) = (&m.set_data(c.receiver)?.dict, &m.set_data(other)?.dict);
    Ok(Value::bool(!a.keys().any(|k| b.get(k).is_some())))
}
