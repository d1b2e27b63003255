//! Frozen data classes: `__setattr__` and `__delattr__` that raise.
//!
//! ```python
//! def __setattr__(self, name, value):
//!     if type(self) is cls or name in (..fields..):
//!         raise FrozenInstanceError(f"cannot assign to field {name!r}")
//!     super(cls, self).__setattr__(name, value)
//! ```

use crate::bytecode::Name;
use crate::heap::{Class, Field, Generated, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::descriptor::Change;
use crate::interpret::machine::{Interrupt, Run, stop, untold};
use crate::interpret::mro::Found;

/// `dataclasses.FrozenInstanceError`: a class of the library, written in Python.
pub(super) fn frozen_instance_error(m: &mut Machine<'_>) -> Run<Value> {
    m.concretely()?;
    let base = m.builtin("AttributeError");
    let bases = m.tuple(vec![base]);
    let mut names = Vec::new();
    for (name, text) in [("__module__", "dataclasses"), ("__qualname__", "FrozenInstanceError")] {
        let (name, v) = (m.intern(name), m.string(text));
        m.leave_shared(v);
        names.push((name, v));
    }
    let class = m.new_class(Class::Builtin(Type::Type), "FrozenInstanceError", bases, names, Vec::new())?;
    m.decref(bases)?;
    m.leave_shared(class);
    let (id, _) = m.object(class)?;
    m.heap.get_mut(id).immortal = true;
    Ok(class)
}

impl Machine<'_> {
    /// `o.name = v` and `del o.name` by the methods of a frozen data class.
    pub(in crate::interpret) fn change_frozen(
        &mut self,
        class: ObjId,
        what: Generated,
        fields: &[Field],
        arguments: &Arguments,
    ) -> Run<Value> {
        let (o, name, change) = match (what, &arguments.positional[..]) {
            (Generated::SetAttribute, &[o, name, v]) => (o, name, Change::Set(v)),
            (Generated::DeleteAttribute, &[o, name]) => (o, name, Change::Delete),
            _ => return Err(untold("TypeError")),
        };
        let text = self.as_str(name).ok_or_else(|| stop("an unknown attribute"))?.to_owned();
        let known = self.intern(&text);
        let is_field = fields.iter().any(|f| f.name == known);
        if !is_field && matches!(&self.heap.get(class).data, ObjectData::Class(d) if !d.layout.has_dict) {
            // With slots the method knows the class that was decorated, and not the one in its place.
            return Err(stop("an attribute that is no field of a frozen class with slots"));
        }
        if self.user_class(o) == Some(class) || is_field {
            let verb = if change == Change::Delete { "delete" } else { "assign to" };
            let mut message = format!("cannot {verb} field ");
            crate::interpret::render::str_repr(&text, &mut message)
                .ok_or_else(|| stop("a name that is not printed"))?;
            return Err(self.raise_frozen(message, &arguments.positional)?);
        }
        self.change_by_base(class, o, known, name, change)?;
        Ok(Value::NONE)
    }

    /// `super(cls, self).__setattr__(name, value)`
    fn change_by_base(&mut self, class: ObjId, o: Value, known: Name, name: Value, change: Change) -> Run<()> {
        let own = self.user_class(o).ok_or_else(|| stop("an object of an unknown class"))?;
        let method = self.intern(if change == Change::Delete { "__delattr__" } else { "__setattr__" });
        match self.look_up_after(own, class, method) {
            Found::Value(function) => {
                let mut passed = vec![o, name];
                if let Change::Set(v) = change {
                    passed.push(v);
                }
                let result = self.call_hook(function, &passed)?;
                self.decref(result)
            }
            _ => self.generic_change(o, known, change),
        }
    }

    fn raise_frozen(&mut self, message: String, locals: &[Value]) -> Run<Interrupt> {
        let (module, name) = (self.intern("dataclasses"), self.intern("FrozenInstanceError"));
        let (class, _) = self.module_attribute(module, name)?;
        let raised = self.raise_in_library(class, &message, locals)?;
        self.decref(class)?;
        Ok(raised)
    }
}
