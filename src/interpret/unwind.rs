//! Exceptions on their way out: tracebacks, handlers, the exception that is being handled (`ceval.c`, `errors.c`).

use super::Machine;
use super::machine::{Interrupt, Policy, Run, stop};
use crate::bytecode::{Handler, HandlerKind, Inlined, Instr, Op};
use crate::config::PythonVersion;
use crate::heap::{Handled, ObjectData, Type, Value};

/// An exception on its way out; both references are owned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flight {
    pub(super) exception: Value,
    /// Up to 3.11 the traceback travels beside the exception, which gets it in the handler.
    pub(super) traceback: Value,
}

impl Machine<'_> {
    /// Up to 3.10 the traceback is a value beside the exception on the stack and in `exc_info`.
    pub(super) fn has_separate_traceback(&self) -> bool {
        self.version <= PythonVersion::PY310
    }

    /// An operation of the frame ended by an exception: the frame goes on at its handler, or ends.
    pub(super) fn unwind(&mut self, frame: usize, interrupt: Interrupt) -> Run<()> {
        if self.policy == Policy::Abstract {
            return Err(self.unwind_untold(interrupt));
        }
        let flight = match interrupt {
            Interrupt::Stop(_) => return Err(interrupt),
            Interrupt::Reraise(flight) => flight,
            Interrupt::Unwind(flight) => {
                self.normalize(flight.exception)?;
                self.add_traceback(frame, flight)?
            }
            Interrupt::Raise { class, message } => {
                let flight = self.exception_of_message(class, message)?;
                self.add_traceback(frame, flight)?
            }
        };
        self.note_place_of_raise(frame);
        let f = &self.frames[frame];
        let covers = |h: &&Handler| (h.start..h.end).contains(&f.pc);
        let handler = self.code(f.code).handlers.iter().find(covers).copied();
        self.leave_comprehensions(frame, handler)?;
        match handler {
            Some(handler) => self.land(frame, handler, flight),
            None => {
                self.drop_operands_above(frame, 0)?;
                Err(Interrupt::Unwind(flight))
            }
        }
    }

    /// The abstract policy runs single functions concretely; what their handlers do it asks elsewhere.
    fn unwind_untold(&self, interrupt: Interrupt) -> Interrupt {
        let handled = self.active.iter().any(|&f| {
            let frame = &self.frames[f];
            self.code(frame.code).handlers.iter().any(|h| (h.start..h.end).contains(&frame.pc))
        });
        if handled { stop("an exception inside a try or with") } else { interrupt }
    }

    /// The comprehensions inside the handler that the exception leaves: each has a handler of its own, on its line.
    fn leave_comprehensions(&mut self, frame: usize, handler: Option<Handler>) -> Run<()> {
        let f = &self.frames[frame];
        let inside = |c: &&Inlined| (c.start..c.end).contains(&f.pc) && handler.is_none_or(|h| h.start <= c.start);
        let left: Vec<Inlined> = self.code(f.code).inlined.iter().filter(inside).cloned().collect();
        for c in left {
            self.drop_operands_above(frame, c.depth as usize + 1)?;
            if let Some(&container) = self.frames[frame].stack.last() {
                self.leave_untold(container);
            }
            self.jumped_back(frame);
            self.line_event(frame, c.line)?;
            self.drop_operands_above(frame, c.depth as usize)?;
            for slot in c.slots {
                let old = std::mem::replace(&mut self.frames[frame].slots[slot as usize], Value::UNBOUND);
                self.decref(old)?;
            }
        }
        Ok(())
    }

    fn drop_operands_above(&mut self, frame: usize, depth: usize) -> Run<()> {
        while self.frames[frame].stack.len() > depth {
            let v = self.pop(frame)?;
            self.decref(v)?;
        }
        Ok(())
    }

    /// `PyTraceBack_Here`: a new entry in front of the old ones; it owns the frame.
    fn add_traceback(&mut self, frame: usize, flight: Flight) -> Run<Flight> {
        let object = self.frame_object(frame);
        self.incref(object);
        self.trace_back(object, flight)
    }

    /// A new entry for the object of a frame, which moves in.
    pub(super) fn trace_back(&mut self, object: Value, flight: Flight) -> Run<Flight> {
        let travels = self.version <= PythonVersion::PY311;
        let next = if travels { flight.traceback } else { self.exception_mut(flight.exception)?.traceback };
        let line = self.known(object).and_then(|(id, _)| self.line_of_frame_object(id));
        let traceback = self.make_builtin(Type::Traceback, ObjectData::Traceback { frame: object, next, line });
        if travels {
            return Ok(Flight { traceback, ..flight });
        }
        self.exception_mut(flight.exception)?.traceback = traceback;
        Ok(flight)
    }

    fn land(&mut self, frame: usize, handler: Handler, flight: Flight) -> Run<()> {
        self.drop_operands_above(frame, handler.depth as usize)?;
        let Flight { exception, traceback } = flight;
        if traceback.is_bound() {
            self.incref(traceback);
            let old = std::mem::replace(&mut self.exception_mut(exception)?.traceback, traceback);
            self.decref(old)?;
        }
        let separate = self.has_separate_traceback();
        if handler.kind == HandlerKind::Except {
            self.incref(exception);
            let new = Handled { exception, traceback: if separate { traceback } else { Value::UNBOUND } };
            self.incref(new.traceback);
            let saved = self.set_handled(new);
            if separate {
                self.push(frame, saved.traceback);
            }
            self.push(frame, saved.exception);
        }
        if separate {
            self.push(frame, traceback);
        } else {
            self.decref(traceback)?;
        }
        self.push(frame, exception);
        let raised_at = std::mem::replace(&mut self.frames[frame].pc, handler.target);
        match self.version {
            PythonVersion::PY39 if handler.kind == HandlerKind::Restore => Ok(()),
            PythonVersion::PY39 => self.land_on_39(frame, raised_at, handler.target),
            _ => {
                if self.frames[frame].retells_line {
                    self.jumped_back(frame);
                }
                Ok(())
            }
        }
    }

    /// 3.9 reports the handler's line if it begins there, or if the exception came from the middle of a line. It looks the
    /// line up where the handler is not in the run of instructions that it came from (`maybe_call_line_trace`).
    fn land_on_39(&mut self, frame: usize, raised_at: u32, target: u32) -> Run<()> {
        let code = self.frames[frame].code;
        if !self.frames[frame].retells_line && !self.starts_line_on_39(code, target) {
            // The last line of a function, in a `finally`: the copy for exceptions follows that for the other ways.
            self.frames[frame].unreported = self.code(code).instrs.get(target as usize).map_or(0, |i| i.line);
            return Ok(());
        }
        self.jumped_back(frame);
        let instrs = &self.code(code).instrs;
        let line_at = |pc: u32| instrs[..=pc as usize].iter().rev().map(|i| i.line).find(|&line| line > 0).unwrap_or(0);
        let line = line_at(target);
        let (first, last) = (raised_at.min(target) as usize, raised_at.max(target) as usize);
        let one_run = line_at(raised_at) == line && instrs[first..=last].iter().all(|i| i.line == line || i.line == 0);
        let told = self.frames[frame].line;
        self.line_event(frame, if one_run && told > 0 { told } else { line })
    }

    /// Later versions compare with the line of the instruction before, which may have none.
    fn note_place_of_raise(&mut self, frame: usize) {
        let f = &self.frames[frame];
        let (before, rest) = self.code(f.code).instrs.split_at(f.pc as usize);
        // Up to 3.10 no code restores an exception: it goes on from where it was raised.
        let restores = matches!(before.last(), Some(i) if matches!(i.op, Op::PopExcept { above } if above > 0));
        // `except E as e`: there is code that unbinds the name, and 3.9 goes on from its end.
        let unbinds = |i: &Instr| {
            matches!(i.op, Op::DeleteFast(_) | Op::DeleteName(_) | Op::DeleteGlobal(_) | Op::DeleteDeref(_))
        };
        let has_code = self.version == PythonVersion::PY39 && before.iter().nth_back(1).is_some_and(unbinds);
        if restores && self.version <= PythonVersion::PY310 && !has_code {
            return;
        }
        let line = rest.first().map_or(0, |i| i.line);
        let mid_line = || {
            let same = before.iter().rev().map(|i| i.line).find(|&l| l > 0) == Some(line);
            same && !before.iter().all(|i| i.line == line || i.line == 0)
        };
        self.frames[frame].retells_line = line == 0 || (self.version == PythonVersion::PY39 && mid_line());
    }

    // -- the exception being handled

    pub(super) fn set_handled(&mut self, new: Handled) -> Handled {
        match self.handled.last_mut() {
            Some(current) => std::mem::replace(current, new),
            None => {
                self.handled.push(new);
                Handled::NOTHING
            }
        }
    }

    /// `_PyErr_GetTopmostException`: a generator that handles nothing sees what its caller handles.
    pub(super) fn topmost_handled(&self) -> Option<Handled> {
        self.handled.iter().rev().copied().find(|h| h.exception.is_bound())
    }

    /// `[saved operand ..] -> [operand ..]`: what was handled before is so again.
    pub(super) fn pop_except(&mut self, f: usize, above: u32) -> Run<()> {
        let kept = self.pop_n(f, above)?;
        let exception = self.pop(f)?;
        let traceback = if self.has_separate_traceback() { self.pop(f)? } else { Value::UNBOUND };
        kept.into_iter().for_each(|v| self.push(f, v));
        let old = self.set_handled(Handled { exception, traceback });
        self.decref(old.exception)?;
        self.decref(old.traceback)
    }

    /// `[exception type] -> [exception bool]`
    pub(super) fn match_exception(&mut self, f: usize) -> Run<()> {
        let class = self.pop(f)?;
        let exception = self.peek(f, 1)?;
        let classes = self.classes_to_catch(class)?;
        for &c in &classes {
            if !self.is_exception_class(c)? {
                self.decref(class)?;
                let what = "catching classes that do not inherit from BaseException is not allowed";
                return Err(super::machine::raise("TypeError", what));
            }
        }
        let mut matches = false;
        for &c in &classes {
            matches = matches || self.is_exception_of(exception, c)?;
        }
        self.finish(f, Value::bool(matches), &[class])
    }

    // -- raise

    /// `[exception]` raised again by the code that caught it: no new entry in the traceback.
    pub(super) fn reraise(&mut self, f: usize) -> Run<Interrupt> {
        let exception = self.pop(f)?;
        let traceback = if self.has_separate_traceback() { self.pop(f)? } else { self.travelling(exception)? };
        Ok(Interrupt::Reraise(Flight { exception, traceback }))
    }

    /// The traceback that goes beside the exception on 3.11 and before.
    pub(super) fn travelling(&mut self, exception: Value) -> Run<Value> {
        if self.version > PythonVersion::PY311 {
            return Ok(Value::UNBOUND);
        }
        let traceback = self.exception_mut(exception)?.traceback;
        self.incref(traceback);
        Ok(traceback)
    }

    pub(super) fn raise_op(&mut self, f: usize, n: u32) -> Run<Interrupt> {
        if n == 0 {
            let Some(handled) = self.topmost_handled() else {
                return Ok(super::machine::raise("RuntimeError", "No active exception to reraise"));
            };
            let exception = handled.exception;
            self.incref(exception);
            let traceback = if self.has_separate_traceback() {
                self.incref(handled.traceback);
                handled.traceback
            } else {
                self.travelling(exception)?
            };
            return Ok(Interrupt::Reraise(Flight { exception, traceback }));
        }
        let cause = if n > 1 { self.pop(f)? } else { Value::UNBOUND };
        let raised = self.pop(f)?;
        let exception = match self.instance_to_raise(raised) {
            Ok(v) => v,
            Err(e) => {
                self.decref(cause)?;
                return Err(e);
            }
        };
        if cause.is_bound() {
            let cause = if cause == Value::NONE { Value::UNBOUND } else { self.instance_to_raise(cause)? };
            let data = self.exception_mut(exception)?;
            data.suppress_context = true;
            let old = std::mem::replace(&mut data.cause, cause);
            self.decref(old)?;
        }
        self.throw(exception)
    }

    /// `raise X` makes an instance of a class. Takes the reference.
    pub(super) fn instance_to_raise(&mut self, raised: Value) -> Run<Value> {
        if matches!(self.object(raised)?.1.data, ObjectData::Exception(_)) {
            return Ok(raised);
        }
        if !self.is_exception_class(raised)? {
            self.decref(raised)?;
            return Err(super::machine::raise("TypeError", "exceptions must derive from BaseException"));
        }
        let made = self.call_function(raised, Vec::new());
        self.decref(raised)?;
        made
    }

    /// `_PyErr_SetObject`: what is handled now becomes the context. Takes the reference.
    pub(super) fn throw(&mut self, exception: Value) -> Run<Interrupt> {
        if let Some(handled) = self.topmost_handled().filter(|h| h.exception != exception) {
            self.chain(exception, handled.exception)?;
        }
        let traceback = self.travelling(exception)?;
        Ok(Interrupt::Unwind(Flight { exception, traceback }))
    }

    /// Sets the context; an exception is never in the chain of its own contexts.
    pub(super) fn chain(&mut self, exception: Value, context: Value) -> Run<()> {
        let mut at = context;
        loop {
            self.burn(1)?;
            let next = self.exception_mut(at)?.context;
            if !next.is_bound() {
                break;
            }
            if next == exception {
                self.exception_mut(at)?.context = Value::UNBOUND;
                self.decref(next)?;
                break;
            }
            at = next;
        }
        self.incref(context);
        let old = std::mem::replace(&mut self.exception_mut(exception)?.context, context);
        self.decref(old)
    }

    /// What an uncaught exception is, and the line that raised it: the last of its traceback.
    pub(super) fn raised(&self, flight: Flight) -> Option<super::trace::Raised> {
        let (id, _) = self.known(flight.exception)?;
        let own = self.exception(flight.exception)?.traceback;
        let mut at = if flight.traceback.is_bound() { flight.traceback } else { own };
        let mut line = 0;
        while let Some((_, o)) = self.known(at) {
            let ObjectData::Traceback { frame, next, .. } = o.data else { break };
            line = frame.single().and_then(|f| self.line_of_frame_object(f)).unwrap_or(line);
            at = next;
        }
        Some(super::trace::Raised { class: self.type_name(id)?, line })
    }

    /// The exception ends here, unseen (`PyErr_Clear`).
    pub(super) fn discard(&mut self, interrupt: Interrupt) -> Run<()> {
        match interrupt {
            Interrupt::Unwind(flight) | Interrupt::Reraise(flight) => {
                self.decref(flight.exception)?;
                self.decref(flight.traceback)
            }
            Interrupt::Raise { .. } => Ok(()),
            Interrupt::Stop(_) => Err(interrupt),
        }
    }
}
