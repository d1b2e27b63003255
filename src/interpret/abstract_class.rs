//! `isinstance(x, Iterator)`: the classes of `collections.abc`, as far as methods, inheritance from CPython's own classes
//! or registration by the library decide.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::Name;
use crate::cpython::abstract_classes;
use crate::heap::{Class, Maker, ObjId, ObjectData, Type, Value};

impl Machine<'_> {
    /// The name of a class of `collections.abc`.
    pub(super) fn collections_abc(&self, v: Value) -> Option<&str> {
        let id = v.single().filter(|&id| self.heap.get(id).is(Type::Opaque))?;
        let (&name, _) = self.modules.iter().find(|&(_, &v)| v.single() == Some(id))?;
        self.text(name).strip_prefix("collections.abc.")
    }

    /// `class Color(Enum)`, `class Shape(ABC)`: the metaclass has methods that no code of the file describes.
    pub(super) fn has_library_metaclass(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| match &o.data {
            ObjectData::Class(d) => d.is_abstract || matches!(d.made_by, Maker::Enum(_)),
            _ => false,
        })
    }

    pub(super) fn is_abstractly(&mut self, class: Class, name: &str) -> Run<bool> {
        let unknown = || stop(format!("isinstance with {name} is not modelled"));
        match class {
            Class::Builtin(ty) => abstract_classes::is_instance(ty.name(), name).ok_or_else(unknown),
            Class::User(id) => {
                let ObjectData::Class(d) = &self.heap.get(id).data else { return Err(unknown()) };
                let base = d.base;
                if base == Type::Type || (matches!(d.made_by, Maker::Enum(_)) && name != "Hashable") {
                    return Err(unknown());
                }
                if name == "Hashable" {
                    return match self.has_own_hash(id) {
                        Some(has) => Ok(has),
                        None => abstract_classes::is_instance(base.name(), name).ok_or_else(unknown),
                    };
                }
                if let Some(methods) = abstract_classes::methods_of(name) {
                    let from_base = abstract_classes::is_instance(base.name(), name);
                    return self.has_methods(id, methods, from_base).ok_or_else(unknown);
                }
                abstract_classes::is_instance(base.name(), name).ok_or_else(unknown)
            }
        }
    }

    /// `hasattr([], "__iter__")`: the class alone decides.
    pub(super) fn has_protocol_method(&self, v: Value, name: Name) -> Option<bool> {
        let Class::Builtin(ty) = self.known(v).filter(|_| self.abs.is_none())?.1.class else { return None };
        let class = abstract_classes::of_method(self.text(name))?;
        // What is a class, a function or an exception may have more than its own class gives.
        let plain = !matches!(ty, Type::Type | Type::Exception | Type::Function | Type::Method);
        abstract_classes::is_instance(ty.name(), class).filter(|_| plain)
    }

    /// Each method is defined and not `None`; where the class has none of them, the base decides.
    fn has_methods(&mut self, class: ObjId, methods: &[&str], base: Option<bool>) -> Option<bool> {
        let mut found = Vec::new();
        for method in methods {
            let name: Name = self.intern(method);
            found.push(self.class_attribute(class, name));
        }
        if found.iter().all(Option::is_none) || base == Some(true) && !found.contains(&Some(Value::NONE)) {
            return base;
        }
        match found.iter().all(|v| v.is_some_and(|v| v != Value::NONE)) {
            true => Some(true),
            // One of them is `None`, or comes from a base that has no other.
            false if found.contains(&Some(Value::NONE)) => Some(false),
            false => (base == Some(false)).then_some(false),
        }
    }
}
