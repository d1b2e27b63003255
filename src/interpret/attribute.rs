//! Names: where they are looked up and bound, in CPython's order.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::{CodeKind, Name, Op};
use crate::cpython::exceptions::ExceptionClass;
use crate::heap::{ObjectData, Type, Value};

impl Machine<'_> {
    // -- names

    pub(super) fn name_op(&mut self, f: usize, op: Op) -> Run<()> {
        let class = self.code(self.frames[f].code).kind == CodeKind::Class;
        match op {
            Op::LoadName(n) => {
                let local = class.then(|| find(&self.frames[f].names, n)).flatten();
                let v = match local {
                    Some(v) => {
                        self.incref(v);
                        v
                    }
                    None => self.load_global(n)?,
                };
                self.push(f, v);
                Ok(())
            }
            Op::StoreName(n) => {
                let v = self.pop(f)?;
                let v = if self.frames[f].members.is_some() { self.note_member(f, n, v)? } else { v };
                // The operand is an owner until the old value is gone.
                self.incref(v);
                if class {
                    if let Some(old) = replace(&mut self.frames[f].names, n, v) {
                        self.decref(old)?;
                    }
                } else {
                    self.store_global(n, v)?;
                }
                self.decref(v)
            }
            Op::DeleteName(n) if class => match remove(&mut self.frames[f].names, n) {
                Some(old) => self.decref(old),
                None => Err(self.name_error(n)),
            },
            Op::DeleteName(n) => self.delete_global(n),
            _ => Ok(()),
        }
    }

    pub(super) fn load_global(&mut self, n: Name) -> Run<Value> {
        if let Some(&at) = self.global_index.get(&n) {
            let v = self.globals[at].1;
            if v.is_bound() {
                self.incref(v);
                return Ok(v);
            }
        }
        self.load_builtin(n)
    }

    fn load_builtin(&mut self, n: Name) -> Run<Value> {
        let text = self.text(n);
        match text {
            "__name__" => return Ok(self.string("__main__")),
            "NotImplemented" => return Ok(Value::NOT_IMPLEMENTED),
            "Ellipsis" => return Ok(Value::ELLIPSIS),
            _ => {}
        }
        let later = ExceptionClass::named(text).is_some_and(|c| !c.exists_in(self.version));
        match super::builtins::global(text) {
            Some(_) if later => Err(self.name_error(n)),
            Some(name) => Ok(self.builtin(name)),
            None if super::builtins::may_exist(text) => Err(stop(format!("{text} is not modelled"))),
            None => Err(self.name_error(n)),
        }
    }

    fn name_error(&mut self, n: Name) -> super::Interrupt {
        let message = format!("name '{}' is not defined", self.text(n));
        self.throwing_about("NameError", message, n, Value::UNBOUND)
    }

    /// The one object of a builtin function or class.
    pub(super) fn builtin(&mut self, name: &'static str) -> Value {
        if let Some(&v) = self.builtins.get(name) {
            return v;
        }
        let ty = if super::builtins::is_class(name) { Type::Type } else { Type::BuiltinFunction };
        let mut object = crate::heap::Object::builtin(ty, ObjectData::Builtin(name));
        object.immortal = true;
        let v = Value::from(self.heap.alloc(object));
        self.builtins.insert(name, v);
        v
    }

    pub(super) fn store_global(&mut self, n: Name, v: Value) -> Run<()> {
        let at = match self.global_index.get(&n) {
            Some(&at) => at,
            None => {
                self.globals.push((n, Value::UNBOUND));
                self.global_index.insert(n, self.globals.len() - 1);
                self.globals.len() - 1
            }
        };
        let old = std::mem::replace(&mut self.globals[at].1, v);
        if old.is_bound() { self.decref(old) } else { Ok(()) }
    }

    pub(super) fn delete_global(&mut self, n: Name) -> Run<()> {
        let bound = self.global_index.get(&n).copied().filter(|&at| self.globals[at].1.is_bound());
        let Some(at) = bound else {
            return Err(self.name_error(n));
        };
        let old = std::mem::replace(&mut self.globals[at].1, Value::UNBOUND);
        self.decref(old)
    }
}

pub(super) fn find(names: &[(Name, Value)], name: Name) -> Option<Value> {
    names.iter().find(|(n, _)| *n == name).map(|&(_, v)| v)
}

pub(super) fn replace(names: &mut Vec<(Name, Value)>, name: Name, v: Value) -> Option<Value> {
    match names.iter_mut().find(|(n, _)| *n == name) {
        Some((_, old)) => Some(std::mem::replace(old, v)),
        None => {
            names.push((name, v));
            None
        }
    }
}

pub(super) fn remove(names: &mut Vec<(Name, Value)>, name: Name) -> Option<Value> {
    let at = names.iter().position(|(n, _)| *n == name)?;
    Some(names.remove(at).1)
}
