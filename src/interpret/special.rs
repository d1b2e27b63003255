//! Operations that a class defines itself: `__len__`, `__getitem__`, `__add__`, `__enter__`.

use super::Machine;
use super::call::Arguments;
use super::machine::{Run, stop};
use crate::bytecode::{BinaryOp, CompareOp};
use crate::config::PythonVersion;
use crate::heap::{Class, ObjectData, Type, Value};

impl Machine<'_> {
    /// The function behind a special method: looked up on the class, never on the instance (a borrowed value).
    pub(super) fn special(&mut self, v: Value, name: &str) -> Option<Value> {
        let (_, object) = self.known(v)?;
        let (Class::User(class), ObjectData::Instance(_)) = (object.class, &object.data) else { return None };
        let name = self.intern(name);
        self.class_attribute(class, name)
    }

    /// Calls a special method, if the class has it. C code holds the operands meanwhile.
    pub(super) fn call_special(&mut self, v: Value, name: &str, operands: &[Value]) -> Run<Option<Value>> {
        let Some(function) = self.special(v, name) else { return Ok(None) };
        if !self.known(function).is_some_and(|(_, o)| o.is(Type::Function)) {
            return Err(stop(format!("this {name} is not modelled")));
        }
        let mut positional = vec![v];
        positional.extend(operands);
        positional.iter().for_each(|&a| self.incref(a));
        let depth = self.in_c.len();
        self.in_c.extend(&positional);
        let result = self.call_function(function, positional);
        self.in_c.truncate(depth);
        let result = result?;
        if result == Value::NOT_IMPLEMENTED {
            return Err(stop("NotImplemented as a result is not modelled"));
        }
        Ok(Some(result))
    }

    /// The truth of an instance: `__bool__`, else `__len__`, else true.
    pub(super) fn instance_truth(&mut self, v: Value) -> Run<Option<bool>> {
        for hook in ["__bool__", "__len__"] {
            if let Some(result) = self.call_special(v, hook, &[])? {
                let truth = self.as_int(result).map(|n| n != 0);
                self.decref(result)?;
                return truth.map(Some).ok_or_else(|| stop("an unknown truth"));
            }
        }
        Ok(Some(true))
    }

    /// `left op right` by a method of one of them; the operand on the left is asked first.
    pub(super) fn binary_special(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Option<Value>> {
        let name = operator_name(op);
        if let Some(result) = self.call_special(left, &format!("__{name}__"), &[right])? {
            return Ok(Some(result));
        }
        self.call_special(right, &format!("__r{name}__"), &[left])
    }

    pub(super) fn inplace_special(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Option<Value>> {
        let name = format!("__i{}__", operator_name(op));
        match self.call_special(left, &name, &[right])? {
            Some(result) => Ok(Some(result)),
            None => self.binary_special(op, left, right),
        }
    }

    pub(super) fn compare_special(&mut self, op: CompareOp, left: Value, right: Value) -> Run<Option<Value>> {
        let (name, reflected) = match op {
            CompareOp::Lt => ("__lt__", "__gt__"),
            CompareOp::Le => ("__le__", "__ge__"),
            CompareOp::Eq => ("__eq__", "__eq__"),
            CompareOp::Ne => ("__ne__", "__ne__"),
            CompareOp::Gt => ("__gt__", "__lt__"),
            CompareOp::Ge => ("__ge__", "__le__"),
        };
        if op == CompareOp::Ne && self.special(left, "__ne__").is_none() {
            let equal = self.call_special(left, "__eq__", &[right])?;
            return match equal {
                Some(v) => {
                    let truth = self.truth(v)?.ok_or_else(|| stop("an unknown truth"))?;
                    self.decref(v)?;
                    Ok(Some(Value::bool(!truth)))
                }
                None => self.call_special(right, "__eq__", &[left]).and_then(|v| match v {
                    Some(_) => Err(stop("a reflected != is not modelled")),
                    None => Ok(None),
                }),
            };
        }
        match self.call_special(left, name, &[right])? {
            Some(result) => Ok(Some(result)),
            None => self.call_special(right, reflected, &[left]),
        }
    }

    /// `v(...)` for an instance with `__call__`.
    pub(super) fn call_instance(&mut self, v: Value, arguments: &Arguments) -> Run<Value> {
        let Some(function) = self.special(v, "__call__") else { return Err(stop("something unknown is called")) };
        self.call_prepended(function, v, arguments)
    }

    // -- with

    /// `[manager] -> [exit entered]`; the bound `__exit__` keeps the manager.
    pub(super) fn enter_with(&mut self, f: usize) -> Run<()> {
        let manager = self.pop(f)?;
        let Some(function) = self.special(manager, "__exit__") else {
            return Err(stop("this context manager is not modelled"));
        };
        self.incref(manager);
        self.incref(function);
        let exit = self.make_builtin(Type::Method, ObjectData::Method { function, receiver: manager });
        self.push(f, exit);
        if self.version >= PythonVersion::PY314 {
            // There is no method object, but the two parts of it on the stack.
            self.leave_untold(exit);
        }
        let Some(entered) = self.call_special(manager, "__enter__", &[])? else {
            return Err(stop("this context manager is not modelled"));
        };
        self.finish(f, entered, &[manager])
    }

    /// `[exit] -> [result]`: the block was left without an exception.
    pub(super) fn exit_with(&mut self, f: usize) -> Run<()> {
        let exit = self.pop(f)?;
        if self.version >= PythonVersion::PY314 {
            // Function and manager are on the stack by themselves, and move into the call.
            let ObjectData::Method { function, receiver } = self.object(exit)?.1.data else {
                return Err(stop("an unknown __exit__"));
            };
            self.incref(function);
            self.incref(receiver);
            self.decref(exit)?;
            let result = self.call_function(function, vec![receiver, Value::NONE, Value::NONE, Value::NONE])?;
            self.decref(function)?;
            self.push(f, result);
            return Ok(());
        }
        let result = self.call_function(exit, vec![Value::NONE; 3])?;
        self.finish(f, result, &[exit])
    }
}

fn operator_name(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "add",
        BinaryOp::Sub => "sub",
        BinaryOp::Mul => "mul",
        BinaryOp::MatMul => "matmul",
        BinaryOp::Div => "truediv",
        BinaryOp::FloorDiv => "floordiv",
        BinaryOp::Mod => "mod",
        BinaryOp::Pow => "pow",
        BinaryOp::LShift => "lshift",
        BinaryOp::RShift => "rshift",
        BinaryOp::And => "and",
        BinaryOp::Or => "or",
        BinaryOp::Xor => "xor",
    }
}
