//! What a traceback and its frames tell: `e.__traceback__.tb_lineno`, `e.__traceback__.tb_frame.f_code.co_name`.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::Name;
use crate::heap::{ObjectData, Value};

impl Machine<'_> {
    /// An attribute of a traceback (owned).
    pub(super) fn traceback_attribute(&mut self, v: Value, name: Name) -> Run<Value> {
        let ObjectData::Traceback { frame, next, line } = self.object(v)?.1.data else {
            return Err(stop("not a traceback"));
        };
        let value = match self.text(name) {
            "tb_next" if next.is_bound() => next,
            "tb_next" => Value::NONE,
            "tb_frame" => frame,
            "tb_lineno" => match line {
                Some(line) => return Ok(self.int(i64::from(line))),
                None => return Err(stop("a line of the library")),
            },
            text => return Err(stop(format!("traceback.{text} is not modelled"))),
        };
        self.incref(value);
        Ok(value)
    }

    /// An attribute of a frame object (owned).
    pub(super) fn frame_attribute(&mut self, frame: u32, name: Name) -> Run<Value> {
        let (line, code) = (self.frames[frame as usize].line, self.frames[frame as usize].code);
        match self.text(name) {
            "f_lineno" => Ok(self.int(i64::from(line))),
            "f_code" => Ok(self.code_object(code)),
            text => Err(stop(format!("frame.{text} is not modelled"))),
        }
    }
}
