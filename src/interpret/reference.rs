//! Reference counts and what happens when one reaches zero.

use super::Machine;
use super::machine::{Policy, Run};
use crate::config::PythonVersion;
use crate::heap::{Attributes, Class, ObjId, ObjectData, Value};
use crate::planted::{Bug, is_planted};

/// Deaths nest as deep as the objects do; beyond this the rest is left alive (and so never claimed dead).
const MAX_NESTED_DEATHS: u32 = 20_000;

impl Machine<'_> {
    /// Counts are kept under the concrete policy only; the abstract one derives them from edges.
    fn counts(&self) -> bool {
        self.policy == Policy::Concrete
    }

    pub(super) fn incref(&mut self, value: Value) {
        if !self.counts() {
            return;
        }
        if let Some((id, object)) = self.known(value)
            && !object.immortal
        {
            self.heap.get_mut(id).count += 1;
        }
    }

    /// Lets one reference go; the object dies here if it was the last.
    pub(super) fn decref(&mut self, value: Value) -> Run<()> {
        if !self.counts() {
            return Ok(());
        }
        let Some((id, object)) = self.known(value) else { return Ok(()) };
        if object.immortal || !object.alive {
            return Ok(());
        }
        let count = object.count.saturating_sub(1);
        self.heap.get_mut(id).count = count;
        if count == 0 { self.dealloc(id) } else { Ok(()) }
    }

    pub(super) fn decref_all(&mut self, values: impl IntoIterator<Item = Value>) -> Run<()> {
        values.into_iter().try_for_each(|v| self.decref(v))
    }

    /// How many references there are to an argument of a call from C, if that is certain.
    pub(super) fn told_count(&self, v: Value) -> Option<u32> {
        let (id, object) = self.known(v)?;
        let private = !object.shared && !object.immortal && !matches!(object.data, ObjectData::Class(_));
        // On 3.14 locals lend what they hold.
        let lent = self.version >= PythonVersion::PY314 && self.active.len() > 1;
        let told = self.counts() && !self.counts_untold && !lent && !self.is_uncounted(id);
        let held_by_c = self.in_c.iter().filter(|&&c| c == v).count() > 1;
        let atom = object.is(crate::heap::Type::Int) || object.is(crate::heap::Type::Str);
        (private && told && !held_by_c && !atom && !self.cached_names.contains(&id)).then_some(object.count)
    }

    fn dealloc(&mut self, id: ObjId) -> Run<()> {
        if self.dealloc_depth >= MAX_NESTED_DEATHS {
            return Err(super::machine::stop("deaths nest too deep"));
        }
        self.dealloc_depth += 1;
        let result = self.dealloc_here(id);
        self.dealloc_depth -= 1;
        result
    }

    fn dealloc_here(&mut self, id: ObjId) -> Run<()> {
        // A finalizer runs with one temporary reference: whoever keeps it resurrects the object.
        self.heap.get_mut(id).count = 1;
        self.finalize(id)?;
        let count = self.heap.get(id).count.saturating_sub(1);
        self.heap.get_mut(id).count = count;
        if count > 0 {
            return Ok(());
        }
        self.clear_weakrefs(id)?;
        self.forget_watcher(id);
        let instance = matches!(self.heap.get(id).class, Class::User(_));
        if !instance && !matches!(self.heap.get(id).data, ObjectData::WithExit { .. }) {
            self.reclaimed(id);
        }
        self.clear(id)?;
        if instance {
            self.reclaimed(id);
        }
        Ok(())
    }

    /// Calls `__del__`, once in an object's life (PEP 442); closes a generator.
    pub(super) fn finalize(&mut self, id: ObjId) -> Run<()> {
        let object = self.heap.get(id);
        if object.finalized {
            return Ok(());
        }
        if matches!(object.data, ObjectData::Generator(_)) {
            self.heap.get_mut(id).finalized = true;
            return match self.close_generator(id) {
                Ok(v) => self.decref(v),
                Err(e) => self.discard(e),
            };
        }
        let Class::User(class) = object.class else { return Ok(()) };
        let name = self.intern("__del__");
        let Some(del) = self.class_attribute(class, name) else { return Ok(()) };
        self.heap.get_mut(id).finalized = true;
        self.del_called(id);
        self.incref(id.into());
        match self.call_function(del, vec![id.into()]) {
            Ok(result) => self.decref(result),
            // "Exception ignored in ..." on standard error.
            Err(e) => self.discard(e),
        }
    }

    /// Drops what the object holds, in CPython's order.
    pub(super) fn clear(&mut self, id: ObjId) -> Run<()> {
        let made = self.heap.len();
        if let Some(end) = self.addressed.get_mut(&id) {
            *end = Some(made);
        }
        let object = self.heap.get_mut(id);
        object.alive = false;
        let class = object.class;
        let data = std::mem::replace(&mut object.data, ObjectData::Plain);
        if let Some(a) = object.attributes.take() {
            self.drop_attributes(class, *a)?;
        }
        match data {
            // listobject.c, tupleobject.c: last to first.
            ObjectData::List(list) => self.decref_all(list.items.into_iter().rev())?,
            ObjectData::Tuple(items) => self.decref_all(items.iter().rev().copied())?,
            ObjectData::Instance(a) => self.drop_attributes(class, *a)?,
            ObjectData::Set(set) => self.drop_members(&set)?,
            ObjectData::Frame(frame) => self.drop_handed_over(frame as usize)?,
            ObjectData::Traceback { frame, next, .. } => {
                self.decref(next)?;
                self.decref(frame)?;
            }
            data => {
                let mut children = Vec::new();
                data.each_reference(|v| children.push(v));
                if let ObjectData::Generator(state) = &data
                    && let Some(frame) = state.frame
                {
                    self.drop_frame(frame as usize)?;
                    self.drop_function(frame as usize)?;
                }
                self.decref_all(children)?;
            }
        }
        if let Class::User(class) = class {
            self.decref(Value::from(class))?;
        }
        Ok(())
    }

    /// Slots first, then the dict or what stands for it (`subtype_dealloc`).
    fn drop_attributes(&mut self, class: Class, mut a: Attributes) -> Run<()> {
        if let Class::User(class) = class {
            for slot in self.slots_in_order(class) {
                if let Some(v) = super::attribute::remove(&mut a.values, slot) {
                    self.decref(v)?;
                }
            }
            if let ObjectData::Class(d) = &self.heap.get(class).data {
                let place = |name| d.key_order.iter().position(|&key| key == name).unwrap_or(usize::MAX);
                a.values.sort_by_key(|&(name, _)| place(name));
            }
        }
        self.decref_all(a.references().collect::<Vec<_>>())
    }

    /// Leaves a frame: its locals go in slot order, in reverse from 3.14 (`frame.c`, `_PyFrame_ClearLocals`).
    pub(super) fn drop_frame(&mut self, frame: usize) -> Run<()> {
        if self.hand_over(frame)? {
            return Ok(());
        }
        self.drop_contents(frame)?;
        self.forget_frame_object(frame)
    }

    pub(super) fn drop_contents(&mut self, frame: usize) -> Run<()> {
        let stack = std::mem::take(&mut self.frames[frame].stack);
        let slots = std::mem::take(&mut self.frames[frame].slots);
        let names = std::mem::take(&mut self.frames[frame].names);
        if self.version >= PythonVersion::PY314 || is_planted(Bug::DropsReversed) {
            self.decref_all(stack.into_iter().rev())?;
            self.decref_all(slots.into_iter().rev())?;
        } else {
            self.decref_all(slots)?;
            self.decref_all(stack)?;
        }
        self.decref_all(names.into_iter().map(|(_, v)| v))
    }

    /// The frame's function goes last, when the frame is no longer the current one.
    pub(super) fn drop_function(&mut self, frame: usize) -> Run<()> {
        if self.frames[frame].handed_over {
            return Ok(());
        }
        let function = std::mem::replace(&mut self.frames[frame].function, Value::UNBOUND);
        if function.is_bound() { self.decref(function) } else { Ok(()) }
    }
}
