//! Generators are suspended frames.

use super::Machine;
use super::exec::Flow;
use super::machine::{Interrupt, Run, raise, stop};
use super::unwind::Flight;
use crate::config::PythonVersion;
use crate::cpython::teardown::{self, CloseLine};
use crate::heap::{GeneratorState, Handled, ObjId, ObjectData, Type, Value};

/// What goes into a suspended frame; owned.
pub(super) enum Sent {
    Value(Value),
    Exception(Flight),
}

/// What comes out; owned.
pub(super) enum Resumed {
    Yielded(Value),
    Returned(Value),
}

impl Machine<'_> {
    fn generator_mut(&mut self, id: ObjId) -> Run<&mut GeneratorState> {
        match &mut self.heap.get_mut(id).data {
            ObjectData::Generator(g) => Ok(g),
            _ => Err(stop("not a generator")),
        }
    }

    /// The next value (owned), or `None` at the end: a value that the generator returns is dropped.
    pub(super) fn next_of_generator(&mut self, id: ObjId) -> Run<Option<Value>> {
        match self.resume(id, Sent::Value(Value::NONE))? {
            Resumed::Yielded(v) => Ok(Some(v)),
            Resumed::Returned(v) => {
                self.decref(v)?;
                Ok(None)
            }
        }
    }

    /// As Python code sees it: the end is a `StopIteration` with the value that the generator returned.
    pub(super) fn resume_or_raise(&mut self, id: ObjId, sent: Sent) -> Run<Value> {
        match self.resume(id, sent)? {
            Resumed::Yielded(v) => Ok(v),
            Resumed::Returned(Value::NONE) => Err(self.throwing("StopIteration", Vec::new())),
            Resumed::Returned(v) => Err(self.throw_new("StopIteration", vec![v])?),
        }
    }

    pub(super) fn resume(&mut self, id: ObjId, sent: Sent) -> Run<Resumed> {
        let state = self.generator_mut(id)?;
        if state.running {
            return Err(raise("ValueError", "generator already executing"));
        }
        let Some(frame) = state.frame.map(|f| f as usize).filter(|_| !state.closed) else {
            return match sent {
                Sent::Value(v) => {
                    self.decref(v)?;
                    Ok(Resumed::Returned(Value::NONE))
                }
                Sent::Exception(flight) => Err(Interrupt::Unwind(flight)),
            };
        };
        if matches!(sent, Sent::Value(v) if v != Value::NONE) && self.frames[frame].pc == 0 {
            return Err(raise("TypeError", "can't send non-None value to a just-started generator"));
        }
        let state = self.generator_mut(id)?;
        state.running = true;
        let handled = std::mem::replace(&mut state.handled, Handled::NOTHING);
        self.handled.push(handled);
        self.enter(frame)?;
        let result = self.run_resumed(frame, sent);
        let handled = self.handled.pop().unwrap_or(Handled::NOTHING);
        let state = self.generator_mut(id)?;
        state.running = false;
        state.handled = handled;
        if !matches!(result, Ok(Resumed::Yielded(_))) {
            state.frame = None;
        }
        match result {
            Err(Interrupt::Unwind(flight)) if self.is_stop_iteration(flight.exception) => {
                Err(stop("a generator that raises StopIteration is not modelled"))
            }
            result => result,
        }
    }

    pub(super) fn is_stop_iteration(&self, exception: Value) -> bool {
        self.exception(exception).is_some_and(|e| matches!(e.builtin.name(), "StopIteration" | "StopAsyncIteration"))
    }

    fn run_resumed(&mut self, frame: usize, sent: Sent) -> Run<Resumed> {
        self.count_call(frame);
        let started = self.frames[frame].pc > 0;
        let entered = match sent {
            Sent::Value(v) => {
                if started {
                    self.push(frame, v);
                }
                Ok(())
            }
            Sent::Exception(flight) => self.throw_into(frame, flight),
        };
        match entered.and_then(|()| self.run_frame(frame)) {
            Ok(Flow::Yield(v)) => {
                self.suspended(frame, v);
                if self.version <= PythonVersion::PY310 && self.is_delegating(frame) {
                    self.forget_call(frame);
                }
                self.active.pop();
                Ok(Resumed::Yielded(v))
            }
            Ok(Flow::Return(v)) => {
                self.leave_frame(frame, v)?;
                Ok(Resumed::Returned(v))
            }
            Ok(_) => Err(stop("a generator that neither yields nor returns")),
            Err(e) if e.is_exception() => {
                self.leave_by_exception(frame)?;
                Err(e)
            }
            Err(e) => Err(e),
        }
    }

    /// The `yield` at which the frame is suspended raises.
    fn throw_into(&mut self, frame: usize, flight: Flight) -> Run<()> {
        let at = self.frames[frame].pc.saturating_sub(1);
        if self.is_delegating(frame) {
            return Err(stop("throwing through yield from is not modelled"));
        }
        self.frames[frame].pc = at;
        self.unwind(frame, Interrupt::Unwind(flight))
    }

    /// `gen.throw(exception)`; the reference moves in. What the caller handles is no context of it.
    pub(super) fn throw_to_generator(&mut self, id: ObjId, exception: Value) -> Run<Value> {
        let handled = self.generator_mut(id)?.handled.exception;
        if handled.is_bound() {
            self.chain(exception, handled)?;
        }
        let traceback = self.travelling(exception)?;
        self.resume_or_raise(id, Sent::Exception(Flight { exception, traceback }))
    }

    /// Ends a suspended generator (`gen_close`); the value that it returns, if that is told (3.13).
    pub(super) fn close_generator(&mut self, id: ObjId) -> Run<Value> {
        let state = self.generator_mut(id)?;
        let Some(frame) = state.frame.map(|f| f as usize).filter(|_| !state.closed) else { return Ok(Value::NONE) };
        if self.is_delegating(frame) {
            return Err(stop("closing a generator inside yield from is not modelled"));
        }
        if !self.is_guarded(frame) {
            self.close_unguarded(id, frame)?;
            return Ok(Value::NONE);
        }
        let Interrupt::Unwind(flight) = self.throw_new("GeneratorExit", Vec::new())? else {
            return Err(stop("closing a generator"));
        };
        match self.resume(id, Sent::Exception(flight)) {
            Ok(Resumed::Yielded(v)) => {
                self.decref(v)?;
                Err(raise("RuntimeError", "generator ignored GeneratorExit"))
            }
            Ok(Resumed::Returned(v)) if self.version >= PythonVersion::PY313 => Ok(v),
            Ok(Resumed::Returned(v)) => {
                self.decref(v)?;
                Ok(Value::NONE)
            }
            Err(Interrupt::Unwind(flight)) if self.is_generator_exit(flight.exception) => {
                self.discard(Interrupt::Unwind(flight))?;
                Ok(Value::NONE)
            }
            Err(e) => Err(e),
        }
    }

    fn is_generator_exit(&self, exception: Value) -> bool {
        self.exception(exception).is_some_and(|e| e.builtin.name() == "GeneratorExit")
    }

    /// A handler covers the `yield` at which the frame is suspended.
    fn is_guarded(&self, frame: usize) -> bool {
        let (pc, code) = (self.frames[frame].pc, self.frames[frame].code);
        pc > 0 && self.code(code).handlers.iter().any(|h| (h.start..h.end).contains(&(pc - 1)))
    }

    fn is_delegating(&self, frame: usize) -> bool {
        let f = &self.frames[frame];
        matches!(self.code(f.code).instrs.get(f.pc as usize), Some(i) if i.op == crate::bytecode::Op::YieldFrom)
    }

    /// Nothing in the body catches `GeneratorExit`, so its locals go.
    fn close_unguarded(&mut self, id: ObjId, frame: usize) -> Run<()> {
        let started = self.frames[frame].pc > 0;
        let dying = self.heap.get(id).finalized;
        let coroutine = self.heap.get(id).is(Type::Coroutine);
        // Up to 3.11 the exception is raised in a frame that has not started, too; a coroutine that dies so only warns.
        let raised = match self.version {
            v if v <= PythonVersion::PY311 => started || !(dying && coroutine),
            PythonVersion::PY313 => false,
            _ => started,
        };
        let keeps = match self.version {
            PythonVersion::PY312 => !started,
            PythonVersion::PY313 => true,
            _ => false,
        };
        if keeps && !dying {
            return self.close_and_keep(id, frame);
        }
        self.generator_mut(id)?.frame = None;
        // Where its locals die is told as a line of the generator, but on 3.12 and 3.13 as that of the statement.
        let inside = raised && teardown::generator_close_line(self.version) == CloseLine::Yield;
        if raised {
            self.count_call(frame);
        }
        if inside {
            self.enter(frame)?;
        }
        if raised {
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

    /// The first releases of 3.13, and 3.12 where it has not started, keep the contents until the generator dies; later
    /// ones do not. So nothing is told of them from here on.
    fn close_and_keep(&mut self, id: ObjId, frame: usize) -> Run<()> {
        let f = &self.frames[frame];
        let mut held: Vec<Value> = f.slots.iter().chain(&f.stack).copied().filter(|v| v.is_bound()).collect();
        let mut i = 0;
        while let Some(&v) = held.get(i) {
            i += 1;
            self.burn(1)?;
            let Some((o, object)) = self.known(v) else { continue };
            if matches!(object.data, ObjectData::Class(_) | ObjectData::Function(_) | ObjectData::Module(_)) {
                continue;
            }
            if matches!(object.class, crate::heap::Class::User(_)) || i > 10_000 {
                return Err(stop("close of a generator that holds instances differs between releases"));
            }
            self.leave_untold(v);
            self.leave_uncounted(v);
            self.heap.get_mut(o).shared = true;
            self.each_child(o, |c| {
                if !held.contains(&c) {
                    held.push(c);
                }
            });
        }
        self.generator_mut(id)?.closed = true;
        Ok(())
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

    /// `[iterator value] -> [result]`, or the value to yield: the frame comes back here with what is sent.
    pub(super) fn yield_from(&mut self, f: usize) -> Run<Option<Value>> {
        let sent = self.pop(f)?;
        let iterator = self.peek(f, 1)?;
        let (id, object) = self.object(iterator)?;
        let resumed = match object.data {
            ObjectData::Generator(_) => self.resume(id, Sent::Value(sent))?,
            _ if sent == Value::NONE => match self.next(iterator)? {
                Some(v) => Resumed::Yielded(v),
                None => Resumed::Returned(Value::NONE),
            },
            _ => return Err(stop("sending to this iterator is not modelled")),
        };
        match resumed {
            Resumed::Yielded(v) => Ok(Some(v)),
            Resumed::Returned(v) => {
                let iterator = self.pop(f)?;
                self.finish(f, v, &[iterator])?;
                Ok(None)
            }
        }
    }

    /// `[iterable] -> [iterator]`: a generator is used as it is.
    pub(super) fn get_yield_from_iter(&mut self, f: usize) -> Run<()> {
        let v = self.peek(f, 1)?;
        if self.object(v)?.1.is(Type::Generator) {
            return Ok(());
        }
        let it = self.get_iter(v)?;
        let v = self.pop(f)?;
        self.finish(f, it, &[v])
    }

    /// `[awaitable] -> [iterator]`: a coroutine is used as it is.
    pub(super) fn get_awaitable(&mut self, f: usize) -> Run<()> {
        let v = self.peek(f, 1)?;
        match self.object(v)?.1.is(Type::Coroutine) {
            true => Ok(()),
            false => Err(stop("awaiting this object is not modelled")),
        }
    }
}
