//! `yield from` and `await`: a frame that waits for another; `async for` and `async with`, which await what their objects
//! answer.

use super::Machine;
use super::exec::Flow;
use super::generator::{Resumed, Sent};
use super::machine::{Interrupt, Run, stop};
use super::unwind::Flight;
use crate::config::PythonVersion;
use crate::heap::{Class, ObjectData, Type, Value};

/// What became of an exception that went to the iterator which a frame waits for; owned.
pub(super) enum Past {
    Yielded(Value),
    Returned(Value),
    Raised(Flight),
}

impl Machine<'_> {
    /// `[iterator value] -> [result]`, or the value to yield: the frame comes back here with what is sent.
    pub(super) fn yield_from(&mut self, f: usize) -> Run<Option<Value>> {
        let sent = self.pop(f)?;
        let iterator = self.peek(f, 1)?;
        let (id, object) = self.object(iterator)?;
        let resumed = match object.data {
            _ if object.is(Type::AsyncSend) => self.resume_asynchronously(iterator, sent)?,
            ObjectData::Generator(_) => self.resume(id, Sent::Value(sent))?,
            _ if sent == Value::NONE => self.next_or_result(iterator)?,
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

    /// The `StopIteration` of an iterator of the program may carry a result.
    fn next_or_result(&mut self, iterator: Value) -> Run<Resumed> {
        if matches!(self.object(iterator)?.1.data, ObjectData::Instance(_)) {
            return Err(stop("waiting for an iterator of the program is not modelled"));
        }
        Ok(match self.next(iterator)? {
            Some(v) => Resumed::Yielded(v),
            None => Resumed::Returned(Value::NONE),
        })
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

    /// `[awaitable] -> [iterator]`: a coroutine is used as it is, other objects answer `__await__`.
    pub(super) fn get_awaitable(&mut self, f: usize) -> Run<()> {
        let v = self.peek(f, 1)?;
        if matches!(self.object(v)?.1.class, Class::Builtin(Type::Coroutine | Type::AsyncSend)) {
            return Ok(());
        }
        let Some(it) = self.call_special(v, "__await__", &[])? else {
            return Err(stop("awaiting this object is not modelled"));
        };
        if !self.object(it)?.1.is(Type::Generator) && !self.object(it)?.1.is(Type::Iterator) {
            return Err(stop("this __await__ is not modelled"));
        }
        let v = self.pop(f)?;
        self.finish(f, it, &[v])
    }

    /// The iterator that a suspended frame waits for.
    pub(super) fn awaited_by(&self, frame: usize) -> Option<Value> {
        self.is_delegating(frame).then(|| self.frames[frame].stack.last().copied())?
    }

    /// An exception comes to a frame that waits: the other one gets it first (`gen_throw`). What comes of it.
    pub(super) fn throw_past(&mut self, frame: usize, iterator: Value, flight: Flight) -> Run<Past> {
        let (id, object) = self.object(iterator)?;
        let generator = match object.data {
            _ if object.is(Type::AsyncSend) => return Err(stop("throwing into an asynchronous generator")),
            ObjectData::Generator(_) => true,
            ObjectData::Iterator(_) => false,
            _ => return Err(stop("throwing into this object is not modelled")),
        };
        if !generator {
            return Ok(Past::Raised(flight));
        }
        if self.is_generator_exit(flight.exception) {
            self.close_awaited(iterator)?;
            return Ok(Past::Raised(flight));
        }
        self.throwing.push(frame);
        let resumed = self.resume(id, Sent::Exception(flight));
        self.throwing.pop();
        match resumed {
            Ok(Resumed::Yielded(v)) => Ok(Past::Yielded(v)),
            Ok(Resumed::Returned(v)) => Ok(Past::Returned(v)),
            Err(Interrupt::Unwind(flight) | Interrupt::Reraise(flight)) => Ok(Past::Raised(flight)),
            Err(e) => Err(e),
        }
    }

    /// Up to 3.11 the iterator goes before the frame that waited for it runs, but where both are closed.
    pub(super) fn let_go_of_awaited(&mut self, frame: usize, past: &Past) -> Run<()> {
        let closed = matches!(past, Past::Raised(flight) if self.is_generator_exit(flight.exception));
        if closed || self.version >= PythonVersion::PY312 {
            return Ok(());
        }
        let iterator = self.pop(frame)?;
        self.decref(iterator)
    }

    /// The frame goes on: the other one has returned, or raised.
    pub(super) fn go_on_past(&mut self, frame: usize, past: Past) -> Run<Option<Flow>> {
        if self.version >= PythonVersion::PY313 {
            // What comes in has a handler on the same line, which tells that line again.
            self.jumped_back(frame);
            let pc = self.frames[frame].pc as usize;
            let line = self.code(self.frames[frame].code).instrs.get(pc).map_or(0, |i| i.line);
            self.line_event(frame, line)?;
        }
        match past {
            Past::Yielded(v) => Ok(Some(Flow::Yield(v))),
            Past::Returned(v) => {
                // Where it is still there.
                if self.version >= PythonVersion::PY312 {
                    let iterator = self.pop(frame)?;
                    self.decref(iterator)?;
                }
                self.push(frame, v);
                self.frames[frame].pc += 1;
                Ok(None)
            }
            Past::Raised(flight) => self.unwind(frame, Interrupt::Unwind(flight)).map(|()| None),
        }
    }

    /// Whom a suspended frame waits for is closed before it (`gen_close_iter`).
    pub(super) fn close_awaited(&mut self, iterator: Value) -> Run<()> {
        let (id, object) = self.object(iterator)?;
        match object.data {
            _ if object.is(Type::AsyncSend) => Err(stop("closing who waits for an asynchronous generator")),
            ObjectData::Generator(_) => match self.close_generator(id) {
                Ok(v) => self.decref(v),
                Err(e) if e.is_exception() => Err(stop("an exception while a generator is closed")),
                Err(e) => Err(e),
            },
            ObjectData::Iterator(_) => Ok(()),
            _ => Err(stop("closing this object is not modelled")),
        }
    }

    // -- async for

    /// `[object] -> [iterator]`
    pub(super) fn get_async_iter(&mut self, f: usize) -> Run<()> {
        if self.object(self.peek(f, 1)?)?.1.is(Type::AsyncGenerator) {
            return Ok(());
        }
        let v = self.pop(f)?;
        match self.call_special(v, "__aiter__", &[])? {
            Some(it) => self.finish(f, it, &[v]),
            None => Err(stop("iterating asynchronously over this object is not modelled")),
        }
    }

    /// `[iterator] -> [iterator awaitable]`
    pub(super) fn get_async_next(&mut self, f: usize) -> Run<()> {
        let it = self.peek(f, 1)?;
        if self.object(it)?.1.is(Type::AsyncGenerator) {
            let next = self.asynchronous_send(it, Value::NONE);
            self.push(f, next);
            return Ok(());
        }
        let Some(v) = self.call_special(it, "__anext__", &[])? else {
            return Err(stop("this asynchronous iterator is not modelled"));
        };
        self.push(f, v);
        self.get_awaitable(f)
    }

    /// `[exception] -> [exception bool]`: the iterator has come to its end.
    pub(super) fn is_end_of_async_for(&mut self, f: usize) -> Run<()> {
        let exception = self.peek(f, 1)?;
        let ended = self.exception(exception).is_some_and(|e| e.builtin.name() == "StopAsyncIteration");
        self.push(f, Value::bool(ended));
        Ok(())
    }
}
