//! Generators are suspended frames.

use super::Machine;
use super::exec::Flow;
use super::machine::{Run, raise, stop};
use crate::config::PythonVersion;
use crate::cpython::teardown::{self, CloseLine};
use crate::heap::{GeneratorState, ObjId, ObjectData, Value};

impl Machine<'_> {
    fn generator_mut(&mut self, id: ObjId) -> Run<&mut GeneratorState> {
        match &mut self.heap.get_mut(id).data {
            ObjectData::Generator(g) => Ok(g),
            _ => Err(stop("not a generator")),
        }
    }

    /// Resumes a generator with a value that moves in: the yielded value, or `None` at its end.
    pub(super) fn resume(&mut self, id: ObjId, sent: Value) -> Run<Option<Value>> {
        let state = self.generator_mut(id)?;
        if state.running {
            return Err(raise("ValueError", "generator already executing"));
        }
        let Some(frame) = state.frame else { return Ok(None) };
        state.running = true;
        let frame = frame as usize;
        if self.frames[frame].pc > 0 {
            self.push(frame, sent);
        }
        self.enter(frame)?;
        let flow = self.run_frame(frame)?;
        match flow {
            Flow::Yield(v) => {
                self.suspended(frame, v);
                self.active.pop();
                self.generator_mut(id)?.running = false;
                Ok(Some(v))
            }
            Flow::Return(v) => {
                self.leave_frame(frame, v)?;
                let state = self.generator_mut(id)?;
                state.running = false;
                state.frame = None;
                if v != Value::NONE {
                    return Err(stop("the return value of a generator is not modelled"));
                }
                Ok(None)
            }
            _ => Err(stop("a generator that neither yields nor returns")),
        }
    }

    /// Ends a suspended generator (`gen_close`): nothing in its body catches `GeneratorExit`, so its locals go.
    pub(super) fn close_generator(&mut self, id: ObjId) -> Run<()> {
        let Some(frame) = self.generator_mut(id)?.frame else { return Ok(()) };
        let frame = frame as usize;
        let (pc, code) = (self.frames[frame].pc, self.frames[frame].code);
        let at = pc.saturating_sub(1);
        if pc > 0 && self.code(code).handlers.iter().any(|h| (h.start..h.end).contains(&at)) {
            return Err(stop("closing a generator inside try or with is not modelled"));
        }
        self.generator_mut(id)?.frame = None;
        // Where its locals die is told as a line of the generator, but on 3.12 and 3.13 as that of the statement.
        let inside = pc > 0 && teardown::generator_close_line(self.version) == CloseLine::Yield;
        if inside {
            self.enter(frame)?;
        }
        if pc > 0 && self.version != PythonVersion::PY313 {
            self.unwind_operands(frame, inside)?;
            // The traceback of GeneratorExit owns the frame by then, and a frame object lets its function go first.
            self.drop_function(frame)?;
        }
        self.drop_frame(frame)?;
        if inside {
            self.active.pop();
        }
        self.drop_function(frame)
    }

    /// GeneratorExit pops the operands in the frame itself; 3.13 does not raise it where nothing can catch it.
    fn unwind_operands(&mut self, frame: usize, inside: bool) -> Run<()> {
        if !inside {
            self.enter(frame)?;
        }
        while let Some(v) = self.frames[frame].stack.pop() {
            self.decref(v)?;
        }
        if !inside {
            self.active.pop();
        }
        Ok(())
    }
}
