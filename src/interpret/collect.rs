//! The cycle collector, called by hand: `gc.collect()` (`gcmodule.c`). When it runs by itself is never told.

use super::Machine;
use super::machine::Run;
use crate::heap::{Class, ObjId, ObjectData, Type, Value};
use rustc_hash::FxHashMap;

impl Machine<'_> {
    /// Every reference from outside the heap: namespaces, frames, constants.
    pub(super) fn each_root(&self, mut f: impl FnMut(Value)) {
        self.globals.iter().for_each(|&(_, v)| f(v));
        self.constants.values().for_each(|&v| f(v));
        for &frame in &self.active {
            self.each_frame_reference(frame, &mut f);
        }
    }

    /// What a frame holds.
    pub(super) fn each_frame_reference(&self, frame: usize, f: &mut impl FnMut(Value)) {
        let frame = &self.frames[frame];
        frame.slots.iter().chain(&frame.stack).for_each(|&v| f(v));
        frame.names.iter().for_each(|&(_, v)| f(v));
        f(frame.function);
        if let Some(generator) = frame.generator {
            f(generator.into());
        }
    }

    /// Everything an object holds, a suspended frame's contents included.
    pub(super) fn each_child(&self, id: ObjId, mut f: impl FnMut(Value)) {
        let object = self.heap.get(id);
        object.each_reference(&mut f);
        if let ObjectData::Generator(g) = &object.data
            && let Some(frame) = g.frame.filter(|_| !g.running)
        {
            let frame = &self.frames[frame as usize];
            frame.slots.iter().chain(&frame.stack).for_each(|&v| f(v));
            f(frame.function);
        }
        if let ObjectData::Frame(frame) = object.data {
            self.each_of_frame_object(frame, &mut f);
        }
        if let Class::User(c) = object.class {
            f(c.into());
        }
    }

    /// Marks what is reachable from the roots.
    pub(super) fn reachable(&self) -> Vec<bool> {
        let mut seen = vec![false; self.heap.len()];
        let mut todo = Vec::new();
        let visit = |v: Value, seen: &mut Vec<bool>, todo: &mut Vec<ObjId>| {
            if let Some((id, _)) = self.known(v)
                && !std::mem::replace(&mut seen[id.index()], true)
            {
                todo.push(id);
            }
        };
        self.each_root(|v| visit(v, &mut seen, &mut todo));
        while let Some(id) = todo.pop() {
            self.each_child(id, |v| visit(v, &mut seen, &mut todo));
        }
        seen
    }

    /// Objects that only the collector can free, in order of creation: unreachable, and all their references come from
    /// each other. What the simulation itself still holds is not garbage.
    pub(super) fn garbage(&self) -> Vec<ObjId> {
        let seen = self.reachable();
        let unreachable = |id: ObjId| {
            let o = self.heap.get(id);
            !seen[id.index()] && o.alive && !o.immortal && !o.shared && o.count > 0
        };
        let candidates: Vec<ObjId> = self.heap.ids().filter(|&id| unreachable(id)).collect();
        let mut outside: FxHashMap<ObjId, i64> =
            candidates.iter().map(|&id| (id, i64::from(self.heap.get(id).count))).collect();
        for &id in &candidates {
            if matches!(self.heap.get(id).data, ObjectData::Class(_)) {
                outside.entry(id).and_modify(|n| *n -= 1); // its own mro
            }
            self.each_child(id, |v| {
                if let Some(n) = v.single().and_then(|c| outside.get_mut(&c)) {
                    *n -= 1;
                }
            });
        }
        let mut todo: Vec<ObjId> = candidates.iter().copied().filter(|id| outside[id] > 0).collect();
        while let Some(id) = todo.pop() {
            if outside.remove(&id).is_some() {
                self.each_child(id, |v| todo.extend(v.single().filter(|c| outside.contains_key(c))));
            }
        }
        candidates.into_iter().filter(|id| outside.contains_key(id)).collect()
    }

    /// Frees all garbage: finalizers first, then the objects. The number of objects found, if it can be told.
    pub(super) fn collect(&mut self) -> Run<Option<i64>> {
        self.burn(self.heap.len() as u64 / 8)?;
        let garbage = self.garbage();
        if garbage.is_empty() {
            return Ok(Some(0));
        }
        self.set_collecting(true);
        self.clear_weakrefs_of_garbage(&garbage)?;
        // finalize_garbage and delete_garbage hold the object they work on.
        for &id in &garbage {
            if matches!(self.heap.get(id).data, ObjectData::Instance(_)) {
                self.incref(id.into());
                self.finalize(id)?;
                self.decref(id.into())?;
            }
        }
        for &id in &garbage {
            self.incref(id.into());
            self.clear_cycle(id)?;
            self.decref(id.into())?;
        }
        self.set_collecting(false);
        Ok(None)
    }

    /// `tp_clear`: lets go of what the object holds without freeing it.
    fn clear_cycle(&mut self, id: ObjId) -> Run<()> {
        if !self.heap.get(id).alive {
            return Ok(());
        }
        if self.heap.get(id).is(Type::Generator) {
            return match self.close_generator(id) {
                Ok(v) => self.decref(v),
                Err(e) => self.discard(e),
            };
        }
        let empty = match &self.heap.get(id).data {
            ObjectData::List(_) => ObjectData::List(Box::default()),
            ObjectData::Dict(_) => ObjectData::Dict(Box::default()),
            ObjectData::Instance(_) => ObjectData::Instance(Box::default()),
            ObjectData::Cell(_) => ObjectData::Cell(Value::UNBOUND),
            ObjectData::Exception(e) => {
                ObjectData::Exception(Box::new(crate::heap::ExceptionData::new(e.builtin, Value::UNBOUND)))
            }
            ObjectData::Function(_) | ObjectData::Class(_) | ObjectData::Set(_) | ObjectData::Native(_) => {
                self.forget_watcher(id);
                ObjectData::Plain
            }
            _ => return Ok(()),
        };
        let class = matches!(self.heap.get(id).data, ObjectData::Class(_));
        let old = std::mem::replace(&mut self.heap.get_mut(id).data, empty);
        let mut held = Vec::new();
        old.each_reference(|v| held.push(v));
        if class {
            held.push(id.into()); // its own mro
        }
        self.decref_all(held)
    }
}
