//! Frames as objects: a traceback owns the frames it tells of, and they own their locals and their callers.

use super::Machine;
use super::machine::Run;
use crate::config::PythonVersion;
use crate::heap::{ObjId, ObjectData, Type, Value};
use crate::planted::{Bug, is_planted};

impl Machine<'_> {
    /// The object of a running frame (borrowed: the run owns one reference until the frame ends).
    pub(super) fn frame_object(&mut self, frame: usize) -> Value {
        let object = self.frames[frame].object;
        if object.is_bound() {
            return object;
        }
        let object = self.make_builtin(Type::Frame, ObjectData::Frame(frame as u32));
        self.leave_untold(object);
        self.frames[frame].object = object;
        if self.version <= PythonVersion::PY310 {
            self.link_back(frame);
        }
        object
    }

    /// `f_back`. A generator's frame has none while it does not run.
    fn link_back(&mut self, frame: usize) {
        let caller = match self.frames[frame].generator {
            Some(generator) => self.thrown_through(generator),
            None => {
                let at = self.active.iter().rposition(|&f| f == frame);
                at.and_then(|at| at.checked_sub(1)).map(|at| self.active[at])
            }
        };
        let Some(caller) = caller else { return };
        if is_planted(Bug::CallersForgotten) || self.frames[frame].back.is_bound() {
            return;
        }
        let back = self.frame_object(caller);
        self.incref(back);
        self.frames[frame].back = back;
    }

    /// The frame object of a generator that ended keeps its caller, here one that holds only `locals`. False where
    /// nothing keeps the frame object.
    pub(super) fn own_caller(&mut self, frame: u32, locals: Value) -> bool {
        let frame = &mut self.frames[frame as usize];
        let kept = frame.handed_over && !frame.back.is_bound();
        if kept {
            frame.back = locals;
        }
        kept
    }

    /// On 3.12 and 3.13 the frame that waits for a generator is its caller while an exception is thrown through both
    /// (`_gen_throw`).
    fn thrown_through(&self, generator: ObjId) -> Option<usize> {
        let outer = *self.throwing.last()?;
        let linked = (PythonVersion::PY312..=PythonVersion::PY313).contains(&self.version);
        (linked && self.awaited_by(outer)?.single() == Some(generator)).then_some(outer)
    }

    /// Somebody else owns the frame's object: `kept = error` in a handler, by the traceback.
    pub(super) fn is_frame_held(&self, frame: usize) -> bool {
        self.known(self.frames[frame].object).is_some_and(|(_, o)| o.count > 1)
    }

    /// A frame that ends while somebody else owns its object goes on in the object, with all it holds
    /// (`take_ownership`). True if so.
    pub(super) fn hand_over(&mut self, frame: usize) -> Run<bool> {
        if !self.is_frame_held(frame) {
            return Ok(false);
        }
        let Some((id, _)) = self.known(self.frames[frame].object) else { return Ok(false) };
        self.frames[frame].handed_over = true;
        self.frames[frame].held_elsewhere = self.slots_held_elsewhere(frame, id);
        self.exiting = Some(frame);
        self.link_back(frame);
        self.frames[frame].object = Value::UNBOUND;
        self.decref(id.into())?;
        Ok(true)
    }

    /// Locals of a frame that ends which something besides its slots holds, if it is the frame object that they reach.
    fn slots_held_elsewhere(&self, frame: usize, object: ObjId) -> Vec<Value> {
        const MAX_REACHED: usize = 1_000;
        if self.recorder.is_none() {
            return Vec::new();
        }
        let slots: Vec<Value> = self.frames[frame].slots.iter().copied().filter(|v| v.is_bound()).collect();
        let mut reached = slots.clone();
        let mut i = 0;
        while let Some(id) = reached.get(i).filter(|_| reached.len() < MAX_REACHED).and_then(|v| v.single()) {
            i += 1;
            if id == object {
                return slots;
            }
            let follow = !matches!(self.heap.get(id).data, ObjectData::Class(_) | ObjectData::Module(_));
            self.each_child(id, |v| {
                if follow && v.single().is_some() && !reached.contains(&v) {
                    reached.push(v);
                }
            });
        }
        let times = |v: Value| slots.iter().filter(|&&s| s == v).count() as u32;
        slots.iter().copied().filter(|&v| self.known(v).is_some_and(|(_, o)| o.count > times(v))).collect()
    }

    /// The object of a frame that ended has nobody left.
    pub(super) fn forget_frame_object(&mut self, frame: usize) -> Run<()> {
        let object = std::mem::replace(&mut self.frames[frame].object, Value::UNBOUND);
        if let Some((id, _)) = self.known(object) {
            let dead = self.heap.get_mut(id);
            (dead.alive, dead.count) = (false, 0);
        }
        let back = std::mem::replace(&mut self.frames[frame].back, Value::UNBOUND);
        self.decref(back)
    }

    /// `frame_dealloc` of a frame that went on in its object: from 3.11 the function first.
    pub(super) fn drop_handed_over(&mut self, frame: usize) -> Run<()> {
        if !std::mem::replace(&mut self.frames[frame].handed_over, false) {
            return Ok(());
        }
        let inside = self.exiting.take_if(|f| *f == frame).is_some();
        for v in std::mem::take(&mut self.frames[frame].held_elsewhere) {
            self.forget_end(v);
        }
        if inside {
            self.enter(frame)?;
        }
        self.drop_function(frame)?;
        self.drop_contents(frame)?;
        if inside {
            self.active.pop();
        }
        let back = std::mem::replace(&mut self.frames[frame].back, Value::UNBOUND);
        self.decref(back)
    }

    /// What a frame object holds: the contents of a frame that ended, and the caller's frame.
    pub(super) fn each_of_frame_object(&self, frame: u32, mut f: impl FnMut(Value)) {
        let frame = &self.frames[frame as usize];
        f(frame.back);
        if frame.handed_over {
            frame.slots.iter().chain(&frame.stack).for_each(|&v| f(v));
            frame.names.iter().for_each(|&(_, v)| f(v));
            f(frame.function);
        }
    }

    /// The line a frame object stands at.
    pub(super) fn line_of_frame_object(&self, object: ObjId) -> Option<u32> {
        match self.heap.get(object).data {
            ObjectData::Frame(frame) => Some(self.frames[frame as usize].line),
            _ => None,
        }
    }
}
