//! Asynchronous generators: suspended frames that others wait for. `__anext__` and `asend` give objects that, awaited,
//! run the frame to its next `yield`.

use super::Machine;
use super::generator::{Resumed, Sent};
use super::machine::{Run, stop};
use crate::config::PythonVersion;
use crate::heap::{IteratorData, IteratorKind, ObjectData, Type, Value};

impl Machine<'_> {
    /// `g.asend(v)`; it owns both.
    pub(super) fn asynchronous_send(&mut self, generator: Value, v: Value) -> Value {
        self.incref(generator);
        self.incref(v);
        let sources = vec![generator, v];
        let data = IteratorData { kind: IteratorKind::Maker, sources, position: 0, limits: [0, 0], exhausted: false };
        let send = self.make_builtin(Type::AsyncSend, ObjectData::Iterator(Box::new(data)));
        if self.version == PythonVersion::PY39 {
            // What becomes of one that nobody awaits differs there.
            self.leave_untold(send);
        }
        send
    }

    /// Whoever awaits it sends (owned): the value that is yielded is its result, what the frame itself waits for goes on
    /// outwards.
    pub(super) fn resume_asynchronously(&mut self, iterator: Value, sent: Value) -> Run<Resumed> {
        let (id, object) = self.object(iterator)?;
        let ObjectData::Iterator(data) = &object.data else { return Err(stop("not asend()")) };
        let (generator, first, started) = (data.sources[0], data.sources[1], data.position > 0);
        if data.exhausted {
            return Err(stop("asend() awaited again"));
        }
        // `await g.asend({3})`: on 3.12 what was sent outlives the frame that sent it.
        if first != Value::NONE && self.version == PythonVersion::PY312 {
            return Err(stop("asend() of a value is not modelled on 3.12"));
        }
        let sent = if started || sent != Value::NONE { sent } else { first };
        if !started && sent == first {
            self.incref(first);
        }
        self.iterator_mut(id.into())?.position = 1;
        let (of, object) = self.object(generator)?;
        let ObjectData::Generator(state) = &object.data else { return Err(stop("not an asynchronous generator")) };
        let frame = state.frame.map(|f| f as usize);
        if state.running || (sent != Value::NONE && frame.is_some_and(|f| self.frames[f].pc == 0)) {
            return Err(stop("this use of an asynchronous generator is an error"));
        }
        let resumed = self.resume(of, Sent::Value(sent))?;
        let waits = frame.is_some_and(|f| self.is_delegating(f));
        if !matches!(resumed, Resumed::Yielded(_)) || !waits {
            self.iterator_mut(iterator)?.exhausted = true;
        }
        match resumed {
            Resumed::Yielded(v) if waits => Ok(Resumed::Yielded(v)),
            Resumed::Yielded(v) => Ok(Resumed::Returned(v)),
            Resumed::Returned(v) => {
                self.decref(v)?;
                Err(self.throwing("StopAsyncIteration", Vec::new()))
            }
        }
    }
}
