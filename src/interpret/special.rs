//! Operations that a class defines itself: `__len__`, `__getitem__`, `__enter__`.

use super::Machine;
use super::call::Arguments;
use super::machine::{Run, raise, stop};
use crate::bytecode::HandlerKind;
use crate::config::PythonVersion;
use crate::heap::{Class, Native, ObjId, ObjectData, Type, Value};

impl Machine<'_> {
    /// The class of the program that an object is of.
    pub(super) fn user_class(&self, v: Value) -> Option<ObjId> {
        match self.known(v)?.1.class {
            Class::User(class) => Some(class),
            Class::Builtin(_) => None,
        }
    }

    /// The function behind a special method: looked up on the class, never on the instance (a borrowed value).
    pub(super) fn special(&mut self, v: Value, name: &str) -> Option<Value> {
        let class = self.user_class(v)?;
        let name = self.intern(name);
        self.class_attribute(class, name)
    }

    /// Calls a special method, if the class has it. C code holds the operands meanwhile.
    pub(super) fn call_special(&mut self, v: Value, name: &str, operands: &[Value]) -> Run<Option<Value>> {
        let result = self.try_special(v, name, operands)?;
        if result == Some(Value::NOT_IMPLEMENTED) {
            return Err(stop(format!("NotImplemented as a result of {name} is not modelled")));
        }
        Ok(result)
    }

    /// As `call_special`, where `NotImplemented` is an answer like any other.
    pub(super) fn try_special(&mut self, v: Value, name: &str, operands: &[Value]) -> Run<Option<Value>> {
        let Some(function) = self.special(v, name) else { return Ok(None) };
        match self.known(function).map(|(_, o)| &o.data) {
            Some(ObjectData::Function(_) | ObjectData::Generated { .. } | ObjectData::Builtin(_)) => {}
            _ => return Err(stop(format!("this {name} is not modelled"))),
        }
        let mut positional = vec![v];
        positional.extend(operands);
        positional.iter().for_each(|&a| self.incref(a));
        let depth = self.in_c.len();
        self.in_c.extend(&positional);
        let result = self.call_function(function, positional);
        self.in_c.truncate(depth);
        result.map(Some)
    }

    /// The truth that a special method gives.
    pub(super) fn special_truth(&mut self, v: Value, name: &str, operands: &[Value]) -> Run<Option<bool>> {
        let Some(result) = self.call_special(v, name, operands)? else { return Ok(None) };
        let truth = self.truth(result)?.ok_or_else(|| stop("an unknown truth"))?;
        self.decref(result)?;
        Ok(Some(truth))
    }

    /// The truth of an object of the program: `__bool__`, else `__len__`; `None` where its class has neither.
    pub(super) fn instance_truth(&mut self, v: Value) -> Run<Option<bool>> {
        if let Some(truth) = self.flag_truth(v)? {
            return Ok(Some(truth));
        }
        for hook in ["__bool__", "__len__"] {
            if let Some(truth) = self.special_truth(v, hook, &[])? {
                return Ok(Some(truth));
            }
        }
        Ok(None)
    }

    /// An instance of a class over `object`, not of one over `list` and the like.
    pub(super) fn is_plain_instance(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Instance(_)))
    }

    /// The type of an object of which nobody but its class could make anything: `None`, `True`, an object of the program.
    /// The class has been asked. Where not all of its bases are in view, that says nothing.
    pub(super) fn type_without_answer(&self, v: Value) -> Option<String> {
        let is_bare = |data: &ObjectData| {
            matches!(data, ObjectData::Instance(_) | ObjectData::Bool(_) | ObjectData::Int(_) | ObjectData::Float(_))
        };
        let bare = v == Value::NONE || self.abs.is_none() && self.known(v).is_some_and(|(_, o)| is_bare(&o.data));
        self.name_of_type(v).filter(|_| bare)
    }

    /// `v(...)` for an instance with `__call__`.
    pub(super) fn call_instance(&mut self, v: Value, arguments: &Arguments) -> Run<Value> {
        let Some(function) = self.special(v, "__call__") else {
            return Err(match self.name_of_type(v).filter(|_| self.is_plain_instance(v)) {
                Some(class) => raise("TypeError", format!("'{class}' object is not callable")),
                None => stop("something unknown is called"),
            });
        };
        self.call_prepended(function, v, arguments)
    }

    // -- with

    /// `[manager] -> [exit entered]`; the bound `__exit__` keeps the manager.
    pub(super) fn enter_with(&mut self, f: usize) -> Run<()> {
        self.enter_by(f, "__enter__", "__exit__")
    }

    /// `[manager] -> [exit awaitable]`
    pub(super) fn enter_async_with(&mut self, f: usize) -> Run<()> {
        self.enter_by(f, "__aenter__", "__aexit__")
    }

    fn enter_by(&mut self, f: usize, enter: &str, exit: &str) -> Run<()> {
        let manager = self.pop(f)?;
        let function = match self.special(manager, exit) {
            Some(function) => function,
            None if exit == "__exit__" => self.exit_function(manager)?,
            None => return Err(stop("this context manager is not modelled")),
        };
        self.incref(manager);
        self.incref(function);
        let data = if self.version >= PythonVersion::PY314 {
            ObjectData::WithExit { function, receiver: manager }
        } else {
            ObjectData::Method { function, receiver: manager }
        };
        let exit = self.make_builtin(Type::Method, data);
        self.push(f, exit);
        let entered = match self.native_of(manager) {
            Some(_) => self.enter_manager(manager).map(Some),
            None => self.call_special(manager, enter, &[]),
        };
        match entered {
            Ok(Some(entered)) => self.finish(f, entered, &[manager]),
            Ok(None) => Err(stop("this context manager is not modelled")),
            Err(e) => {
                self.decref(manager)?;
                Err(e)
            }
        }
    }

    /// `type(manager).__exit__`, borrowed.
    pub(super) fn exit_function(&mut self, manager: Value) -> Run<Value> {
        if let Some(function) = self.special(manager, "__exit__") {
            return Ok(function);
        }
        match self.native_of(manager) {
            Some(Native::Manager(_)) => Ok(self.builtin("contextlib.manager.__exit__")),
            Some(Native::MemoryView { .. }) => Ok(self.builtin("memoryview.__exit__")),
            _ => Err(stop("this context manager is not modelled")),
        }
    }

    /// `manager.__enter__()`: an owned reference.
    pub(super) fn enter_manager(&mut self, manager: Value) -> Run<Value> {
        if let Some(entered) = self.call_special(manager, "__enter__", &[])? {
            return Ok(entered);
        }
        let view = matches!(self.native_of(manager), Some(Native::MemoryView { .. }));
        let enter = if view { "memoryview.__enter__" } else { "contextlib.manager.__enter__" };
        let enter = self.builtin(enter);
        self.call_native(enter, manager, &Arguments::default())
    }

    /// `[exit] -> [result]`: the block was left without an exception.
    pub(super) fn exit_with(&mut self, f: usize) -> Run<()> {
        let exit = self.pop(f)?;
        if let ObjectData::WithExit { function, receiver } = self.object(exit)?.1.data {
            // They are on the stack by themselves, and move into the call.
            self.incref(function);
            self.incref(receiver);
            self.decref(exit)?;
            let result = self.call_function(function, vec![receiver, Value::NONE, Value::NONE, Value::NONE]);
            self.decref(function)?;
            self.push(f, result?);
            return Ok(());
        }
        let result = self.call_function(exit, vec![Value::NONE; 3]);
        self.decref(exit)?;
        self.push(f, result?);
        Ok(())
    }

    /// `[exit saved exception] -> [exit saved exception result]`: the block was left by an exception.
    pub(super) fn except_with(&mut self, f: usize) -> Run<()> {
        let exception = self.peek(f, 1)?;
        let exit = self.peek(f, 1 + HandlerKind::Except.operands(self.version))?;
        let traceback = self.exception_mut(exception)?.traceback;
        let class = self.class_of_exception(exception)?;
        let mut arguments = vec![class, exception, if traceback.is_bound() { traceback } else { Value::NONE }];
        let mut callable = exit;
        if let ObjectData::WithExit { function, receiver } = self.object(exit)?.1.data {
            callable = function;
            arguments.insert(0, receiver);
        }
        arguments.iter().for_each(|&v| self.incref(v));
        // 3.14 keeps its own reference to the traceback during the call.
        let kept = if self.version >= PythonVersion::PY314 { traceback } else { Value::UNBOUND };
        self.incref(kept);
        let result = self.call_function(callable, arguments);
        self.decref(kept)?;
        self.push(f, result?);
        Ok(())
    }
}
