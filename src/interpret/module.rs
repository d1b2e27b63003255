//! Imports: modules of the standard library are known by name; what others do when imported is not.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::Name;
use crate::heap::{ObjectData, Type, Value};

impl Machine<'_> {
    pub(super) fn import_name(&mut self, f: usize, module: Name, level: u32) -> Run<()> {
        let text = self.text(module);
        if level > 0 || !super::builtins::is_quiet_module(text) {
            return Err(stop(format!("unknown import: {}{text}", ".".repeat(level as usize))));
        }
        let v = match self.modules.get(&module) {
            Some(&v) => v,
            None => {
                let mut object = crate::heap::Object::builtin(Type::Module, ObjectData::Module(module));
                object.immortal = true;
                object.shared = true;
                let v = Value::from(self.heap.alloc(object));
                self.modules.insert(module, v);
                v
            }
        };
        self.push(f, v);
        Ok(())
    }

    pub(super) fn import_from(&mut self, f: usize, name: Name) -> Run<()> {
        let module = self.peek(f, 1)?;
        let ObjectData::Module(module) = self.object(module)?.1.data else { return Err(stop("not a module")) };
        let (v, _) = self.module_attribute(module, name)?;
        self.push(f, v);
        Ok(())
    }

    pub(super) fn module_attribute(&mut self, module: Name, name: Name) -> Run<(Value, Value)> {
        let full = format!("{}.{}", self.text(module), self.text(name));
        if crate::cpython::library::since(&full).is_some_and(|v| self.version < v) {
            return Err(stop(format!("{full} is not in this version")));
        }
        if let Some(v) = self.value_of_module(module, name, &full)? {
            return Ok((v, Value::UNBOUND));
        }
        if let (Some(class), true) = (super::builtins::type_of_module_types(&full), self.abs.is_none()) {
            return Ok((self.builtin(class), Value::UNBOUND));
        }
        match super::builtins::known(&full) {
            // The analysis knows a module by its table of effects.
            Some(full) if !super::builtins::is_for_known_values(self.text(module)) || self.concretely().is_ok() => {
                Ok((self.builtin(full), Value::UNBOUND))
            }
            None if full == "abc.ABC" => Ok((self.builtin("abc.ABC"), Value::UNBOUND)),
            // What the tables of effects know exists; only its use stops the run.
            None if self.abs.is_none() && crate::cpython::effects::has_name(self.text(module), self.text(name)) => {
                Ok((self.form(&full), Value::UNBOUND))
            }
            None if super::builtins::is_form(&full, self.version) && self.abs.is_none() => {
                Ok((self.form(&full), Value::UNBOUND))
            }
            _ => Err(stop(format!("{full} is not modelled"))),
        }
    }

    /// `math.pi`, `sys.version_info`: one object, which the module owns as long as the run lasts.
    fn value_of_module(&mut self, module: Name, name: Name, full: &str) -> Run<Option<Value>> {
        let v = match self.module_values.get(&(module, name)).copied() {
            Some(v) => v,
            None => {
                let Some(v) = super::builtins::module_value(self, full)? else { return Ok(None) };
                self.module_values.insert((module, name), v);
                v
            }
        };
        self.incref(v);
        Ok(Some(v))
    }
}
