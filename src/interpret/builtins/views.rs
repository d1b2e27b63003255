//! Dict views as sets: `d.keys() & other`, `key in d.values()`.

use super::{Call, Native as Function};
use crate::bytecode::BinaryOp;
use crate::heap::{ObjectData, Type, Value, ViewKind};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[("dict view.isdisjoint", isdisjoint)];

impl Machine<'_> {
    pub(in crate::interpret) fn view_contains(&mut self, dict: Value, kind: ViewKind, item: Value) -> Run<bool> {
        match kind {
            ViewKind::Keys => self.contains(dict, item),
            ViewKind::Values => {
                for (_, v) in self.dict_mut(dict)?.clone().iter() {
                    if v == item || self.equal(v, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            ViewKind::Items => {
                let Some(&[key, v]) = self.sequence_items(item).as_deref() else { return Ok(false) };
                let k = self.plain_key(key)?;
                match self.dict_mut(dict)?.get(&k) {
                    Some(own) => Ok(own == v || self.equal(own, v)?),
                    None => Ok(false),
                }
            }
        }
    }

    pub(in crate::interpret) fn is_view(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::View { .. }))
    }

    /// `view op other`: a set of the view's items, updated by the other (`dictviews_sub` and the like).
    pub(in crate::interpret) fn view_operation(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        self.concretely()?;
        if op == BinaryOp::And {
            return self.view_intersection(left, right);
        }
        let set = self.make_builtin(Type::Set, ObjectData::Set(Box::default()));
        for v in self.collect_items(left)? {
            self.set_add(set, v)?;
        }
        let others = self.set_items(right)?;
        match op {
            BinaryOp::Or => {
                for v in others {
                    self.set_add(set, v)?;
                }
            }
            BinaryOp::Sub => {
                for &v in &others {
                    self.set_take(set, v)?;
                }
                self.decref_all(others)?;
            }
            BinaryOp::Xor => {
                for v in others {
                    if self.contains(set, v)? {
                        self.set_take(set, v)?;
                        self.decref(v)?;
                    } else {
                        self.set_add(set, v)?;
                    }
                }
            }
            _ => return Err(stop("this operator on dict views is not modelled")),
        }
        self.set_mut(set)?.leave_large_untold();
        Ok(set)
    }

    fn view_intersection(&mut self, left: Value, right: Value) -> Run<Value> {
        let set = self.make_builtin(Type::Set, ObjectData::Set(Box::default()));
        // The shorter of two views is gone through, else the other operand.
        let len = |m: &Self, v: Value| m.known(v).and_then(|(id, _)| m.len_of(id));
        let swap = self.is_view(right) && len(self, right) > len(self, left);
        let (inside, each) = if swap { (right, left) } else { (left, right) };
        for v in self.set_items(each)? {
            if self.contains(inside, v)? {
                self.set_add(set, v)?;
            } else {
                self.decref(v)?;
            }
        }
        self.set_mut(set)?.leave_large_untold();
        Ok(set)
    }

    /// Items of an operand, owned; of a set in no order that is told.
    fn set_items(&mut self, v: Value) -> Run<Vec<Value>> {
        if let ObjectData::Set(s) = &self.object(v)?.1.data {
            let items = s.items();
            items.iter().for_each(|&v| self.incref(v));
            return Ok(items);
        }
        self.collect_items(v)
    }

    /// `<`, `<=`, `>`, `>=` of sets and dict views.
    pub(in crate::interpret) fn compare_as_sets(
        &mut self,
        op: crate::bytecode::CompareOp,
        left: Value,
        right: Value,
    ) -> Run<Option<bool>> {
        if !(self.is_view(left) || self.is_view(right)) {
            return self.compare_sets(op, left, right);
        }
        let Some([a, b]) = self.views_as_sets(left, right)? else { return Ok(None) };
        let (a, b) = (self.make_set_of(a)?, self.make_set_of(b)?);
        let result = self.compare_sets(op, a, b)?;
        self.decref_all([a, b])?;
        Ok(result)
    }

    /// Whether two collections without repetition have equal items.
    pub(in crate::interpret) fn same_items(&mut self, left: &[Value], right: &[Value]) -> Run<bool> {
        let mut all = left.len() == right.len();
        for &v in left {
            let mut found = false;
            for &w in right {
                found = found || v == w || self.equal(v, w)?;
            }
            all &= found;
        }
        Ok(all)
    }

    /// `==`, `<=`, `<` of key and item views, and of these and sets.
    pub(in crate::interpret) fn views_as_sets(&mut self, left: Value, right: Value) -> Run<Option<[Vec<Value>; 2]>> {
        let set = |m: &Self, v: Value| match m.known(v).map(|(_, o)| &o.data) {
            Some(ObjectData::View { kind, .. }) => *kind != ViewKind::Values,
            Some(ObjectData::Set(_)) => true,
            _ => false,
        };
        if !(set(self, left) && set(self, right)) {
            return Ok(None);
        }
        let both = [self.set_items(left)?, self.set_items(right)?];
        both.iter().try_for_each(|items| self.decref_all(items.iter().copied()))?;
        Ok(Some(both))
    }
}

fn isdisjoint(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [other] = c.exactly()?;
    if !m.is_view(c.receiver) {
        return Err(untold("TypeError"));
    }
    let items = m.set_items(other)?;
    let mut disjoint = true;
    for v in items {
        disjoint &= !m.contains(c.receiver, v)?;
        m.decref(v)?;
    }
    Ok(Value::bool(disjoint))
}
