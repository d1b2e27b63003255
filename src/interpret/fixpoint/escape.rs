//! The unknown: what code that is not in view may know, keep and change.
//!
//! Invariant: an opaque value never denotes an object that is not marked as escaped.

use crate::heap::{ObjId, ObjectData, Summary, Value};
use crate::interpret::Machine;
use crate::planted::{Bug, is_planted};

impl Machine<'_> {
    /// Marks everything reachable from `v` as known to anybody.
    pub(super) fn escape(&mut self, v: Value) {
        let mut todo = self.members(v);
        while let Some(id) = todo.pop() {
            let object = self.heap.get(id);
            if object.escaped || object.immortal || !object.alive {
                continue;
            }
            self.heap.get_mut(id).escaped = true;
            for c in self.reached_from(id) {
                todo.extend(self.members(c));
            }
        }
    }

    /// What code that has the object can get at: not the class's functions. Calling a function changes its defaults.
    fn reached_from(&self, id: ObjId) -> Vec<Value> {
        let mut held = Vec::new();
        match &self.heap.get(id).data {
            ObjectData::Class(_) => {}
            ObjectData::Function(f) => held.extend([f.closure, f.defaults, f.keyword_defaults]),
            _ => self.each_child(id, |c| {
                let class = c.single().is_some_and(|c| matches!(self.heap.get(c).data, ObjectData::Class(_)));
                if !class {
                    held.push(c);
                }
            }),
        }
        held
    }

    /// An unknown call receives `values`: it may keep and change all that it can reach.
    pub(super) fn havoc(&mut self, values: &[Value]) {
        if is_planted(Bug::UnknownHarmless) {
            return;
        }
        let mut reached = Vec::new();
        let mut todo: Vec<ObjId> = values.iter().flat_map(|&v| self.members(v)).collect();
        while let Some(id) = todo.pop() {
            if reached.contains(&id) || self.heap.get(id).immortal || !self.heap.get(id).alive {
                continue;
            }
            reached.push(id);
            for c in self.reached_from(id) {
                todo.extend(self.members(c));
            }
        }
        for &id in &reached {
            self.forget_contents(id);
        }
        self.forget_escaped();
    }

    /// Objects that anybody knows may have changed by now: attributes of parameters, for one.
    pub(super) fn forget_escaped(&mut self) {
        let tracked = match &self.abs {
            Some(abs) => abs.tracked_attributes.clone(),
            None => return,
        };
        for id in tracked {
            if let ObjectData::Summary(s) = &self.heap.get(id).data
                && !s.attributes.is_empty()
                && let ObjectData::Summary(s) = &mut self.heap.get_mut(id).data
            {
                s.attributes.clear();
            }
        }
    }

    fn forget_contents(&mut self, id: ObjId) {
        let object = self.heap.get_mut(id);
        object.escaped = true;
        let unknown =
            || Summary { items: Value::OPAQUE, keys: Value::OPAQUE, len: (0, u64::MAX), attributes: Vec::new() };
        match &mut object.data {
            ObjectData::List(_) | ObjectData::Dict(_) | ObjectData::Set(_) | ObjectData::Summary(_) => {
                object.data = ObjectData::Summary(Box::new(unknown()));
            }
            ObjectData::Instance(a) => {
                a.values.iter_mut().for_each(|(_, v)| *v = Value::OPAQUE);
                a.unusual = true;
            }
            ObjectData::Cell(v) => *v = Value::OPAQUE,
            ObjectData::Iterator(i) => i.sources.iter_mut().for_each(|v| *v = Value::OPAQUE),
            _ => {}
        }
    }
}
