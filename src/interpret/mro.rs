//! The order in which classes are asked for a name (`typeobject.c`, C3), and what is found there.

use super::Machine;
use super::machine::{Run, raise, stop, untold};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::cpython::exceptions::ExceptionClass;
use crate::cpython::members;
use crate::heap::{Class, Maker, ObjId, ObjectData, Type, Value};

/// What a name means on a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// An attribute of a class of the program (a borrowed value).
    Value(Value),
    /// A method of one of CPython's own classes, by its full name.
    Native(&'static str),
    /// CPython has it, the simulation does not.
    NotModelled,
    Nothing,
}

impl Machine<'_> {
    /// Looks a name up along the method resolution order. What `object` has is found, too.
    pub(super) fn look_up(&self, class: ObjId, name: Name) -> Found {
        let ObjectData::Class(data) = &self.heap.get(class).data else { return Found::NotModelled };
        match self.look_up_in(&data.mro, data.base, name) {
            Found::Nothing if self.text(name).starts_with('_') && self.is_extended(&data.mro) => Found::NotModelled,
            found => found,
        }
    }

    /// The library has put names into one of these classes: `__dataclass_fields__`, `_member_map_`.
    fn is_extended(&self, mro: &[ObjId]) -> bool {
        mro.iter().any(|&c| match &self.heap.get(c).data {
            ObjectData::Class(d) => d.made_by != Maker::Statement,
            _ => false,
        })
    }

    /// As `look_up`, behind `class` in the order of `of`: what `super()` does.
    pub(super) fn look_up_after(&self, of: ObjId, class: ObjId, name: Name) -> Found {
        let ObjectData::Class(data) = &self.heap.get(of).data else { return Found::NotModelled };
        let Some(at) = data.mro.iter().position(|&c| c == class) else { return Found::NotModelled };
        self.look_up_in(&data.mro[at + 1..], data.base, name)
    }

    fn look_up_in(&self, mro: &[ObjId], base: Type, name: Name) -> Found {
        for &c in mro {
            match &self.heap.get(c).data {
                ObjectData::Class(d) => {
                    if let Some(v) = super::attribute::find(&d.attributes, name) {
                        return Found::Value(v);
                    }
                }
                ObjectData::Builtin(class) => match self.member_of(class, name) {
                    Found::Nothing => {}
                    found => return found,
                },
                _ => return Found::NotModelled,
            }
        }
        // Each class of the program has these from 3.13, and their values are not told.
        if self.version >= PythonVersion::PY313
            && matches!(self.text(name), "__static_attributes__" | "__firstlineno__")
        {
            return Found::NotModelled;
        }
        if base == Type::Type && self.member_of("type", name) != Found::Nothing {
            return self.member_of("type", name);
        }
        self.member_of("object", name)
    }

    /// What one of CPython's classes brings itself, without what it inherits from `object`.
    pub(super) fn member_of(&self, class: &str, name: Name) -> Found {
        if class == "abc.ABC" {
            return Found::Nothing;
        }
        let text = self.text(name);
        let class = if ExceptionClass::named(class).is_some() { "exception" } else { class };
        match super::builtins::known(&format!("{class}.{text}")) {
            Some("exception.add_note") if self.version < PythonVersion::PY311 => Found::Nothing,
            Some(full) => Found::Native(full),
            None if members::has(class, text) => Found::NotModelled,
            None => Found::Nothing,
        }
    }

    /// An attribute that a class of the program defines or inherits (a borrowed value).
    pub(super) fn class_attribute(&self, class: ObjId, name: Name) -> Option<Value> {
        let ObjectData::Class(data) = &self.heap.get(class).data else { return None };
        for &c in &data.mro {
            match &self.heap.get(c).data {
                ObjectData::Class(d) => {
                    if let Some(v) = super::attribute::find(&d.attributes, name) {
                        return Some(v);
                    }
                }
                ObjectData::Builtin(class) if self.member_of(class, name) != Found::Nothing => return None,
                _ => {}
            }
        }
        None
    }

    /// The method resolution order of a new class over these bases, without the class itself and `object`.
    pub(super) fn linearise(&mut self, bases: &[Value]) -> Run<Vec<ObjId>> {
        let mut lists: Vec<Vec<ObjId>> = Vec::new();
        let mut direct = Vec::new();
        for &base in bases {
            let (id, object) = self.object(base)?;
            match &object.data {
                ObjectData::Class(d) if matches!(&d.made_by, Maker::Enum(e) if !e.members.is_empty()) => {
                    return Err(untold("TypeError"));
                }
                ObjectData::Class(d) => lists.push(d.mro.clone()),
                ObjectData::Builtin("object") => continue,
                ObjectData::Builtin(name) if can_be_base(name) || ExceptionClass::named(name).is_some() => {
                    lists.push(vec![id])
                }
                ObjectData::Builtin(name) => return Err(stop(format!("the base class {name} is not modelled"))),
                _ => return Err(stop("this base class is not modelled")),
            }
            direct.push(id);
        }
        lists.push(direct);
        let mut mro = Vec::new();
        loop {
            lists.retain(|l| !l.is_empty());
            if lists.is_empty() {
                return Ok(mro);
            }
            let head = lists.iter().map(|l| l[0]).find(|h| lists.iter().all(|l| !l[1..].contains(h)));
            let Some(head) = head else {
                return Err(raise("TypeError", "Cannot create a consistent method resolution order"));
            };
            mro.push(head);
            lists.iter_mut().for_each(|l| l.retain(|&c| c != head));
        }
    }

    /// The class of CPython's own that the layout of instances comes from.
    pub(super) fn native_base(&self, mro: &[ObjId]) -> Type {
        let native = mro.iter().find_map(|&c| match self.heap.get(c).data {
            ObjectData::Builtin(name) if name != "abc.ABC" => Some(name),
            _ => None,
        });
        Type::ALL.iter().copied().find(|t| Some(t.name()) == native).unwrap_or(Type::Object)
    }

    /// `issubclass(class, of)`, or the class of `isinstance`: hooks of metaclasses stop the run.
    pub(super) fn is_subclass(&mut self, class: Class, of: Value) -> Run<bool> {
        let (of_id, object) = self.object(of)?;
        let hooked = match object.class {
            Class::User(meta) => {
                let hooks = ["__instancecheck__", "__subclasscheck__"].map(|n| self.intern(n));
                hooks.iter().any(|&h| self.class_attribute(meta, h).is_some())
            }
            Class::Builtin(_) => false,
        };
        if hooked {
            return Err(stop("__instancecheck__ is not modelled"));
        }
        if let Some(name) = self.collections_abc(of).map(str::to_owned) {
            return self.is_abstractly(class, &name);
        }
        match (&self.heap.get(of_id).data, class) {
            (ObjectData::Builtin("object"), _) => Ok(true),
            (ObjectData::Builtin(name), Class::Builtin(t)) if super::builtins::is_class(name) => {
                super::builtins::is_builtin_subclass(t, name)
                    .ok_or_else(|| stop(format!("isinstance with {name} is not modelled")))
            }
            (ObjectData::Class(_), Class::Builtin(_)) => Ok(false),
            (&ObjectData::Builtin(name), Class::User(c)) if name.starts_with("enum.") => Ok(self.is_enum_over(c, name)),
            (ObjectData::Class(_) | ObjectData::Builtin(_), Class::User(c)) => {
                let ObjectData::Class(d) = &self.heap.get(c).data else { return Ok(false) };
                let native = d.base != Type::Object && Some(d.base.name()) == self.builtin_name(of);
                Ok(d.mro.contains(&of_id) || native)
            }
            _ => Err(stop("isinstance with this class is not modelled")),
        }
    }

    fn builtin_name(&self, v: Value) -> Option<&'static str> {
        match self.known(v)?.1.data {
            ObjectData::Builtin(name) => Some(name),
            _ => None,
        }
    }
}

/// Classes of CPython's own of which an instance of a subclass is followed.
fn can_be_base(name: &str) -> bool {
    matches!(name, "list" | "dict" | "set" | "frozenset" | "tuple" | "int" | "float" | "str" | "type" | "abc.ABC")
}
