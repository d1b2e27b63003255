//! Generators are suspended frames.

use super::Machine;
use super::exec::Flow;
use super::machine::{Interrupt, Run, raise, stop};
use super::suspension::Past;
use super::unwind::Flight;
use crate::config::PythonVersion;
use crate::cpython::teardown::{self, CloseLine};
use crate::heap::{GeneratorState, Handled, ObjId, ObjectData, Type, Value};

/// What goes into a suspended frame; owned.
pub(super) enum Sent {
    Value(Value),
    Exception(Flight),
    /// What became of an exception that went to the iterator which the frame waits for.
    Past(Past),
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
            Resumed::Returned(v) => Err(self.throw_result(v)?),
        }
    }

    /// Up to 3.11 the value travels alone, and the exception that owns it twice (`args`, `value`) is made later, unless
    /// one is being handled, which becomes its context at once (`_PyGen_SetStopIterationValue`, `PyErr_SetObject`).
    fn throw_result(&mut self, v: Value) -> Run<Interrupt> {
        let wrapped =
            matches!(self.known(v), Some((_, o)) if o.is(Type::Tuple) || matches!(o.data, ObjectData::Exception(_)));
        let alone = self.version <= PythonVersion::PY311 && !wrapped && self.topmost_handled().is_none();
        let interrupt = self.throw_new("StopIteration", vec![v])?;
        if let (true, Interrupt::Unwind(flight)) = (alone, &interrupt) {
            let owned = std::mem::take(&mut self.exception_mut(flight.exception)?.fields);
            self.decref_all(owned.into_iter().map(|(_, v)| v))?;
        }
        Ok(interrupt)
    }

    /// The exception of `throw_result` is made where a frame sees it (`_PyErr_NormalizeException`).
    pub(super) fn normalize(&mut self, exception: Value) -> Run<()> {
        let Some(e) = self.exception(exception).filter(|e| e.fields.is_empty() && e.args.is_bound()) else {
            return Ok(());
        };
        if e.builtin.name() != "StopIteration" {
            return Ok(());
        }
        let Some(&v) = self.sequence_items(e.args).unwrap_or_default().first() else { return Ok(()) };
        self.incref(v);
        let name = self.intern("value");
        self.exception_mut(exception)?.fields.push((name, v));
        Ok(())
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
                Sent::Past(_) => Err(stop("a frame that is gone")),
            };
        };
        if matches!(sent, Sent::Value(v) if v != Value::NONE) && self.frames[frame].pc == 0 {
            return Err(raise("TypeError", "can't send non-None value to a just-started generator"));
        }
        self.generator_mut(id)?.running = true;
        let sent = match (sent, self.awaited_by(frame)) {
            (Sent::Exception(flight), Some(iterator)) => match self.throw_past(frame, iterator, flight)? {
                Past::Yielded(v) => {
                    self.generator_mut(id)?.running = false;
                    return Ok(Resumed::Yielded(v));
                }
                past => {
                    self.let_go_of_awaited(frame, &past)?;
                    Sent::Past(past)
                }
            },
            (sent, _) => sent,
        };
        if let Sent::Exception(flight) | Sent::Past(Past::Raised(flight)) = sent {
            self.chain_to_handled(id, flight.exception)?;
        }
        let state = self.generator_mut(id)?;
        let handled = std::mem::replace(&mut state.handled, Handled::NOTHING);
        self.handled.push(handled);
        self.enter(frame)?;
        let result = self.run_resumed(frame, sent);
        if result.is_err() && handled.exception.is_bound() {
            // What was handled keeps the frame.
            self.frames[frame].slots.clone().into_iter().for_each(|v| self.forget_end(v));
        }
        let handled = self.handled.pop().unwrap_or(Handled::NOTHING);
        let state = self.generator_mut(id)?;
        state.running = false;
        state.handled = handled;
        if !matches!(result, Ok(Resumed::Yielded(_))) {
            state.frame = None;
        }
        match result {
            Err(Interrupt::Unwind(flight)) if self.is_end(id, flight.exception) => {
                Err(stop("a generator that raises StopIteration is not modelled"))
            }
            result => result,
        }
    }

    pub(super) fn is_stop_iteration(&self, exception: Value) -> bool {
        self.exception(exception).is_some_and(|e| e.builtin.name() == "StopIteration")
    }

    /// What a generator must not raise itself.
    fn is_end(&self, id: ObjId, exception: Value) -> bool {
        let asynchronous = self.heap.get(id).is(Type::AsyncGenerator);
        let name = self.exception(exception).map(|e| e.builtin.name());
        name == Some("StopIteration") || asynchronous && name == Some("StopAsyncIteration")
    }

    fn run_resumed(&mut self, frame: usize, sent: Sent) -> Run<Resumed> {
        self.count_call(frame);
        let started = self.frames[frame].pc > 0;
        let mut thrown_past = false;
        let entered = match sent {
            Sent::Value(v) => {
                if started {
                    self.push(frame, v);
                }
                Ok(None)
            }
            Sent::Exception(flight) => {
                thrown_past = self.is_inside_with(frame);
                self.frames[frame].pc = self.frames[frame].pc.saturating_sub(1);
                let result = self.unwind(frame, Interrupt::Unwind(flight));
                if result.is_err() && !self.is_generator_exit(flight.exception) {
                    self.leave_locals_untold(frame);
                }
                result.map(|()| None)
            }
            Sent::Past(past) => self.go_on_past(frame, past),
        };
        let flow = match entered {
            Ok(Some(flow)) => Ok(flow),
            Ok(None) => self.run_frame(frame),
            Err(e) => Err(e),
        };
        match flow {
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
                if thrown_past && self.version == PythonVersion::PY312 {
                    self.leave_locals_untold(frame);
                }
                self.leave_by_exception(frame)?;
                Err(e)
            }
            Err(e) => Err(e),
        }
    }

    /// The exception has gone through without a line of the frame: to which frame the end of its locals belongs, which the
    /// traceback keeps, is told in different ways.
    fn leave_locals_untold(&mut self, frame: usize) {
        for v in self.frames[frame].slots.clone() {
            if self.known(v).is_some_and(|(_, o)| o.count == 1) {
                self.leave_untold(v);
            }
        }
    }

    /// What the generator handles while it is suspended becomes the context (`_PyErr_ChainStackItem`).
    fn chain_to_handled(&mut self, id: ObjId, exception: Value) -> Run<()> {
        let handled = self.generator_mut(id)?.handled.exception;
        if handled.is_bound() && handled != exception { self.chain(exception, handled) } else { Ok(()) }
    }

    /// `gen.throw(exception)`; the reference moves in. What the caller handles is no context of it.
    pub(super) fn throw_to_generator(&mut self, id: ObjId, exception: Value) -> Run<Value> {
        let traceback = self.travelling(exception)?;
        self.resume_or_raise(id, Sent::Exception(Flight { exception, traceback }))
    }

    /// Ends a suspended generator (`gen_close`); the value that it returns, if that is told (3.13).
    pub(super) fn close_generator(&mut self, id: ObjId) -> Run<Value> {
        let state = self.generator_mut(id)?;
        let Some(frame) = state.frame.map(|f| f as usize).filter(|_| !state.closed) else { return Ok(Value::NONE) };
        if !self.is_guarded(frame) && !self.is_delegating(frame) {
            self.close_unguarded(id, frame)?;
            return Ok(Value::NONE);
        }
        if let Some(iterator) = self.awaited_by(frame) {
            self.generator_mut(id)?.running = true;
            self.close_awaited(iterator)?;
            self.generator_mut(id)?.running = false;
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

    pub(super) fn is_generator_exit(&self, exception: Value) -> bool {
        self.exception(exception).is_some_and(|e| e.builtin.name() == "GeneratorExit")
    }

    /// A handler covers the `yield` at which the frame is suspended.
    fn is_guarded(&self, frame: usize) -> bool {
        let (pc, code) = (self.frames[frame].pc, self.frames[frame].code);
        pc > 0 && self.code(code).handlers.iter().any(|h| (h.start..h.end).contains(&(pc - 1)))
    }

    /// A `with` is what an exception at the `yield` comes to first.
    fn is_inside_with(&self, frame: usize) -> bool {
        const HEAD: usize = 4;
        let (pc, code) = (self.frames[frame].pc, self.code(self.frames[frame].code));
        let covers = |h: &&crate::bytecode::Handler| pc > 0 && (h.start..h.end).contains(&(pc - 1));
        code.handlers.iter().find(covers).is_some_and(|h| {
            let head = code.instrs.iter().skip(h.target as usize).take(HEAD);
            head.into_iter().any(|i| i.op == crate::bytecode::Op::ExceptWith)
        })
    }

    pub(super) fn is_delegating(&self, frame: usize) -> bool {
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
            // Whoever closes it is its only owner and lets it go at once, be it a moment earlier or later.
            if self.heap.get(id).count > 1 {
                return self.close_and_keep(id, frame);
            }
            self.generator_mut(id)?.frame = None;
            return self.close_with_owner(frame);
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
            if !self.is_frame_held(frame) {
                self.drop_function(frame)?;
            }
        } else if started && self.version == PythonVersion::PY313 {
            // `gen_close` takes a short way: the locals go, whoever has the frame (`_PyFrame_ClearLocals`).
            self.drop_contents(frame)?;
        }
        if inside && self.version >= PythonVersion::PY314 {
            // Once another generator is closed by that, what went before it belongs to the statement.
            let slots = self.frames[frame].slots.clone();
            let suspended = |v: &Value| self.known(*v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Generator(_)));
            if slots.iter().any(suspended) {
                let cells = slots.into_iter().filter(|v| !suspended(v)).collect::<Vec<_>>();
                cells.into_iter().for_each(|v| self.forget_end(v));
            }
        }
        self.drop_frame(frame)?;
        if inside {
            self.interrupt_caller();
            self.active.pop();
        }
        self.drop_function(frame)
    }

    /// What it holds goes now: not told are the moment, and who else holds what meanwhile.
    fn close_with_owner(&mut self, frame: usize) -> Run<()> {
        let f = &self.frames[frame];
        let held: Vec<Value> = f.slots.iter().chain(&f.stack).copied().collect();
        held.into_iter().for_each(|v| self.leave_untold(v));
        let before = std::mem::replace(&mut self.counts_untold, true);
        let result = self.drop_frame(frame).and_then(|()| self.drop_function(frame));
        self.counts_untold = before;
        result
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
}
