//! Names and attributes: where they are looked up, in CPython's order.

use super::Machine;
use super::machine::{Run, raise, stop};
use crate::bytecode::{CodeKind, Name, Op};
use crate::heap::{Attributes, Class, ObjId, ObjectData, Type, Value};

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
                None => Err(raise("NameError", format!("name '{}' is not defined", self.text(n)))),
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
        if text == "__name__" {
            return Ok(self.string("__main__"));
        }
        match super::builtins::global(text) {
            Some(name) => Ok(self.builtin(name)),
            None => Err(raise("NameError", format!("name '{text}' is not defined"))),
        }
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
            return Err(raise("NameError", format!("name '{}' is not defined", self.text(n))));
        };
        let old = std::mem::replace(&mut self.globals[at].1, Value::UNBOUND);
        self.decref(old)
    }

    // -- attributes

    /// Looks a name up along the method resolution order: a borrowed value.
    pub(super) fn class_attribute(&self, class: ObjId, name: Name) -> Option<Value> {
        let ObjectData::Class(data) = &self.heap.get(class).data else { return None };
        data.mro.iter().find_map(|&c| match &self.heap.get(c).data {
            ObjectData::Class(d) => find(&d.attributes, name),
            _ => None,
        })
    }

    pub(super) fn load_attr(&mut self, o: Value, name: Name) -> Run<Value> {
        if let Some(v) = self.special_attribute(o, name)? {
            return Ok(v);
        }
        let (callable, receiver) = self.lookup(o, name)?;
        if !receiver.is_bound() {
            return Ok(callable);
        }
        // A method taken as a value is a new object that owns its receiver.
        let data = match self.known(callable) {
            Some((_, object)) if matches!(object.data, ObjectData::Function(_) | ObjectData::Native(_)) => {
                self.incref(receiver);
                ObjectData::Method { function: callable, receiver }
            }
            _ => {
                self.incref(receiver);
                ObjectData::BuiltinMethod { name, receiver }
            }
        };
        let ty = if matches!(data, ObjectData::Method { .. }) { Type::Method } else { Type::BuiltinFunction };
        Ok(self.make_builtin(ty, data))
    }

    /// For a call: the function and its receiver, without a bound-method object. Consumes the reference to `o`.
    pub(super) fn load_method(&mut self, o: Value, name: Name) -> Run<(Value, Value)> {
        if let Some(v) = self.special_attribute(o, name)? {
            self.decref(o)?;
            return Ok((v, Value::UNBOUND));
        }
        let (callable, receiver) = self.lookup(o, name)?;
        if !receiver.is_bound() {
            self.decref(o)?;
        }
        Ok((callable, receiver))
    }

    fn special_attribute(&mut self, o: Value, name: Name) -> Run<Option<Value>> {
        let text = self.text(name);
        let (_, object) = self.object(o)?;
        let name_of = |class: Class, m: &Self| match class {
            Class::Builtin(t) => t.name().to_owned(),
            Class::User(c) => m.class_name(c).to_owned(),
        };
        let string = match (text, &object.data) {
            ("__name__", ObjectData::Class(d)) => d.name.clone(),
            ("__name__", ObjectData::Builtin(n)) => (*n).to_owned(),
            ("__name__", ObjectData::Function(d)) => self.code(d.code).name.to_string(),
            ("__class__", _) => {
                let class = object.class;
                return match class {
                    Class::User(c) => {
                        self.incref(c.into());
                        Ok(Some(c.into()))
                    }
                    Class::Builtin(t) => {
                        Err(stop(format!("the class {} as a value", name_of(Class::Builtin(t), self))))
                    }
                };
            }
            ("__dict__" | "__doc__" | "__module__" | "__defaults__" | "__closure__" | "__self__", _) => {
                return Err(stop(format!("the attribute {text} is not modelled")));
            }
            _ => return Ok(None),
        };
        // Names of functions and classes are interned strings that somebody owns already.
        let v = self.string(&string);
        if let Some((id, _)) = self.known(v) {
            self.heap.get_mut(id).shared = true;
        }
        Ok(Some(v))
    }

    pub(super) fn class_name(&self, class: ObjId) -> &str {
        match &self.heap.get(class).data {
            ObjectData::Class(d) => &d.name,
            _ => "object",
        }
    }

    /// `(value, unbound)`, or `(function, receiver)` for something to call on the receiver. Owned references.
    fn lookup(&mut self, o: Value, name: Name) -> Run<(Value, Value)> {
        if let Some(v) = self.native_attribute(o, name)? {
            return Ok((v, Value::UNBOUND));
        }
        if let Some(target) = self.proxied(o)? {
            // The proxy gives a bound method of the object that it stands for.
            let v = self.load_attr(target, name)?;
            return Ok((v, Value::UNBOUND));
        }
        let (id, object) = self.object(o)?;
        match (&object.data, object.class) {
            (ObjectData::Module(module), _) => self.module_attribute(*module, name),
            (ObjectData::Builtin(class), _) if super::builtins::class_method(class, self.text(name)).is_some() => {
                let full = super::builtins::class_method(class, self.text(name)).unwrap_or(class);
                Ok((self.builtin(full), Value::UNBOUND))
            }
            (ObjectData::Builtin(class), _) if super::builtins::unbound_method(class, self.text(name)).is_some() => {
                self.concretely()?;
                let full = super::builtins::unbound_method(class, self.text(name)).unwrap_or(class);
                Ok((self.builtin(full), Value::UNBOUND))
            }
            (ObjectData::Class(_), _) => self.attribute_of_class(id, name),
            (ObjectData::Instance(_), Class::User(class)) => self.attribute_of_instance(o, id, class, name),
            (_, Class::Builtin(ty)) => self.attribute_of_builtin(o, ty, name),
            _ => Err(stop("an attribute of an unknown object")),
        }
    }

    fn attribute_of_class(&mut self, id: ObjId, name: Name) -> Run<(Value, Value)> {
        let Some(v) = self.class_attribute(id, name) else { return Err(self.no_attribute("type object", name)) };
        let wrapped = match self.known(v) {
            Some((_, o)) => match o.data {
                ObjectData::Wrapper(inner) => Some((o.class, inner)),
                _ => None,
            },
            None => None,
        };
        match wrapped {
            None => {
                self.incref(v);
                Ok((v, Value::UNBOUND))
            }
            Some((Class::Builtin(Type::StaticMethod), inner)) => {
                self.incref(inner);
                Ok((inner, Value::UNBOUND))
            }
            Some((Class::Builtin(Type::ClassMethod), inner)) => {
                self.incref(inner);
                self.incref(id.into());
                Ok((inner, id.into()))
            }
            Some(_) => Err(stop("a descriptor of a class")),
        }
    }

    fn attribute_of_instance(&mut self, o: Value, id: ObjId, class: ObjId, name: Name) -> Run<(Value, Value)> {
        let getattr = ["__getattr__", "__getattribute__"].map(|n| self.intern(n));
        let on_class = self.class_attribute(class, name);
        let own = match &self.heap.get(id).data {
            ObjectData::Instance(a) => find(&a.values, name),
            _ => None,
        };
        if getattr.iter().any(|&n| self.class_attribute(class, n).is_some()) {
            return Err(stop("__getattr__ is not modelled"));
        }
        let descriptor = on_class.and_then(|v| self.known(v)).map(|(_, d)| (d.class, d.data.clone()));
        if let Some((Class::Builtin(Type::Property), ObjectData::Wrapper(getter))) = descriptor {
            // The lookup owns the property while it runs.
            let property = on_class.unwrap_or(Value::NONE);
            self.incref(property);
            self.incref(o);
            let v = self.call_function(getter, vec![o])?;
            self.decref(property)?;
            return Ok((v, Value::UNBOUND));
        }
        if let Some(v) = own {
            self.incref(v);
            return Ok((v, Value::UNBOUND));
        }
        let Some(v) = on_class else {
            return Err(self.no_attribute(&format!("'{}' object", self.class_name(class)), name));
        };
        match descriptor {
            Some((_, ObjectData::Function(_)) | (Class::Builtin(Type::LruCache), _)) => {
                self.incref(v);
                Ok((v, o))
            }
            Some((Class::Builtin(Type::StaticMethod), ObjectData::Wrapper(inner))) => {
                self.incref(inner);
                Ok((inner, Value::UNBOUND))
            }
            Some((Class::Builtin(Type::ClassMethod), _)) => self.attribute_of_class(class, name),
            Some((Class::User(_), _)) | Some((_, ObjectData::Builtin(_))) => Err(stop("a descriptor may stand here")),
            _ => {
                self.incref(v);
                Ok((v, Value::UNBOUND))
            }
        }
    }

    fn attribute_of_builtin(&mut self, o: Value, ty: Type, name: Name) -> Run<(Value, Value)> {
        let text = self.text(name);
        match super::builtins::method(ty, text) {
            Some(full) => Ok((self.builtin(full), o)),
            None => Err(stop(format!("{}.{text} is not modelled", ty.name()))),
        }
    }

    fn no_attribute(&self, what: &str, name: Name) -> super::Interrupt {
        raise("AttributeError", format!("{what} has no attribute '{}'", self.text(name)))
    }

    pub(super) fn store_attr(&mut self, o: Value, name: Name, v: Value) -> Run<()> {
        let o = self.proxied(o)?.unwrap_or(o);
        let (id, object) = self.object(o)?;
        if let Class::User(class) = object.class {
            let setattr = self.intern("__setattr__");
            let descriptor = self.class_attribute(class, name).and_then(|d| self.known(d)).map(|(_, d)| d.class);
            if self.class_attribute(class, setattr).is_some() || descriptor == Some(Class::Builtin(Type::Property)) {
                return Err(stop("a descriptor is assigned"));
            }
        }
        self.share_key(id, name);
        let old = match &mut self.heap.get_mut(id).data {
            ObjectData::Instance(a) => set(a, name, v),
            ObjectData::Class(d) => replace(&mut d.attributes, name, v),
            _ => return Err(stop("an attribute of this object is assigned")),
        };
        match old {
            Some(old) => self.decref(old),
            None => Ok(()),
        }
    }

    /// Instances share their keys as long as they set them in one order, and not too many (`dictobject.c`).
    fn share_key(&mut self, id: ObjId, name: Name) {
        const MOST_SHARED: usize = 5;
        let object = self.heap.get(id);
        let (Class::User(class), ObjectData::Instance(a)) = (object.class, &object.data) else { return };
        if find(&a.values, name).is_some() {
            return;
        }
        let at = a.values.len();
        let ObjectData::Class(d) = &self.heap.get(class).data else { return };
        let Some(keys) = &d.shared_keys else { return };
        if keys.get(at) == Some(&name) {
            return;
        }
        let grows = keys.len() == at && at < MOST_SHARED;
        if let ObjectData::Class(d) = &mut self.heap.get_mut(class).data {
            match &mut d.shared_keys {
                Some(keys) if grows => keys.push(name),
                keys => *keys = None,
            }
        }
    }

    fn stop_sharing_keys(&mut self, id: ObjId) {
        let Class::User(class) = self.heap.get(id).class else { return };
        if let ObjectData::Class(d) = &mut self.heap.get_mut(class).data {
            d.shared_keys = None;
        }
    }

    pub(super) fn delete_attr(&mut self, o: Value, name: Name) -> Run<()> {
        let (id, _) = self.object(o)?;
        self.stop_sharing_keys(id);
        let old = match &mut self.heap.get_mut(id).data {
            ObjectData::Instance(a) => {
                a.unusual = true;
                remove(&mut a.values, name)
            }
            ObjectData::Class(d) => remove(&mut d.attributes, name),
            _ => return Err(stop("an attribute of this object is deleted")),
        };
        match old {
            Some(old) => self.decref(old),
            None => Err(self.no_attribute("object", name)),
        }
    }
}

fn set(a: &mut Attributes, name: Name, v: Value) -> Option<Value> {
    replace(&mut a.values, name, v)
}

pub(super) fn find(names: &[(Name, Value)], name: Name) -> Option<Value> {
    names.iter().find(|(n, _)| *n == name).map(|&(_, v)| v)
}

fn replace(names: &mut Vec<(Name, Value)>, name: Name, v: Value) -> Option<Value> {
    match names.iter_mut().find(|(n, _)| *n == name) {
        Some((_, old)) => Some(std::mem::replace(old, v)),
        None => {
            names.push((name, v));
            None
        }
    }
}

fn remove(names: &mut Vec<(Name, Value)>, name: Name) -> Option<Value> {
    let at = names.iter().position(|(n, _)| *n == name)?;
    Some(names.remove(at).1)
}
