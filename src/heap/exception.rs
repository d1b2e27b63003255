use super::{Attributes, Value};
use crate::bytecode::Name;
use crate::cpython::exceptions::ExceptionClass;

/// An exception object (`PyBaseExceptionObject`). What is unbound is not there.
#[derive(Clone, Debug)]
pub struct ExceptionData {
    /// The builtin class that its own class is or derives from.
    pub builtin: ExceptionClass,
    pub args: Value,
    pub traceback: Value,
    pub context: Value,
    pub cause: Value,
    pub suppress_context: bool,
    /// What C code keeps beside them: `StopIteration.value`, `AttributeError.obj`.
    pub fields: Vec<(Name, Value)>,
    /// What the program sets: `__dict__`.
    pub attributes: Attributes,
}

impl ExceptionData {
    #[must_use]
    pub fn new(builtin: ExceptionClass, args: Value) -> Self {
        Self {
            builtin,
            args,
            traceback: Value::UNBOUND,
            context: Value::UNBOUND,
            cause: Value::UNBOUND,
            suppress_context: false,
            fields: Vec::new(),
            attributes: Attributes::default(),
        }
    }

    /// Its references in the order in which `BaseException_clear` drops them.
    pub fn references(&self) -> impl Iterator<Item = Value> + '_ {
        let own = self.fields.iter().chain(&self.attributes.values).map(|&(_, v)| v);
        own.chain([self.args, self.traceback, self.cause, self.context]).filter(|v| v.is_bound())
    }
}
