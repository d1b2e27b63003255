//! Exceptions that a function of the library raises which is written in Python: the traceback owns its frame.
//!
//! ```python
//! try:
//!     frozen.x = [1]      # `__setattr__` of a frozen data class raises: its frame holds the list
//! except FrozenInstanceError as error:
//!     ...                 # until here
//! ```

use super::Machine;
use super::call::Arguments;
use super::machine::{Interrupt, Run};
use crate::config::PythonVersion;
use crate::heap::{ObjectData, Type, Value};

impl Machine<'_> {
    /// `raise class(message)` in a function with these locals (borrowed), which the running frame has called.
    pub(super) fn raise_in_library(&mut self, class: Value, message: &str, locals: &[Value]) -> Run<Interrupt> {
        let text = self.string(message);
        let exception = self.call_with(class, Arguments { positional: vec![text], keywords: Vec::new() })?;
        let thrown = self.throw(exception)?;
        let Interrupt::Unwind(flight) = thrown else { return Ok(thrown) };
        let frame = self.library_frame(locals);
        self.trace_back(frame, flight).map(Interrupt::Unwind)
    }

    /// The frame goes on in its object, which owns its locals and the frame of the caller.
    fn library_frame(&mut self, locals: &[Value]) -> Value {
        locals.iter().for_each(|&v| self.incref(v));
        let mut held = locals.to_vec();
        if self.version >= PythonVersion::PY314 {
            held.reverse();
        }
        if let Some(&caller) = self.active.last() {
            let back = self.frame_object(caller);
            self.incref(back);
            held.push(back);
        }
        let frame = self.make_builtin(Type::Frame, ObjectData::LibraryFrame(held.into()));
        self.leave_untold(frame);
        frame
    }
}
