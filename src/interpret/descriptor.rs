//! Descriptors: objects in a class that answer when an attribute is asked for, set or deleted.

use super::Machine;
use super::lookup::Attribute;
use super::machine::{Run, raise, stop};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::cpython::messages;
use crate::heap::{Class, Native, ObjectData, Type, Value};

/// What is done with an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// The reference stays with the caller.
    Set(Value),
    Delete,
}

impl Machine<'_> {
    /// It comes before the instance's own attributes: it can set or delete.
    pub(super) fn is_data_descriptor(&mut self, d: Value) -> bool {
        let Some((_, object)) = self.known(d) else { return false };
        match (&object.data, object.class) {
            (ObjectData::Property(_) | ObjectData::Member(_) | ObjectData::TupleGetter(_), _) => true,
            (_, Class::User(class)) => {
                let hooks = ["__set__", "__delete__"].map(|n| self.intern(n));
                hooks.iter().any(|&h| self.class_attribute(class, h).is_some())
            }
            _ => false,
        }
    }

    /// What an attribute of a class gives for an instance, or (`NONE`) for the class: an owned reference.
    pub(super) fn get_descriptor(&mut self, d: Value, o: Value, class: Value) -> Run<Value> {
        let (_, object) = self.object(d)?;
        match (&object.data, object.class) {
            (ObjectData::Function(_) | ObjectData::Generated { .. }, _) if o != Value::NONE => {
                self.incref(d);
                self.incref(o);
                Ok(self.make_builtin(Type::Method, ObjectData::Method { function: d, receiver: o }))
            }
            (&ObjectData::Wrapper(inner), Class::Builtin(Type::StaticMethod)) => {
                self.incref(inner);
                Ok(inner)
            }
            (&ObjectData::Wrapper(inner), Class::Builtin(Type::ClassMethod)) => {
                if !self.known(inner).is_some_and(|(_, o)| o.is(Type::Function)) {
                    return Err(stop("a class method of something else is not modelled"));
                }
                self.incref(inner);
                self.incref(class);
                Ok(self.make_builtin(Type::Method, ObjectData::Method { function: inner, receiver: class }))
            }
            (ObjectData::Property(parts), _) if o != Value::NONE => {
                let (getter, name) = (parts[0], parts[4]);
                if !getter.is_bound() {
                    let message = self.no_accessor(name, o, messages::Accessor::Getter)?;
                    let name = self.as_str(name).unwrap_or_default().to_owned();
                    let name = self.intern(&name);
                    return Err(self.throwing_about("AttributeError", message, name, o));
                }
                // The lookup owns the property while it runs.
                self.incref(d);
                self.incref(o);
                let result = self.call_lent(getter, vec![o]);
                self.release_after(result, &[d])
            }
            (&ObjectData::Member(name), _) if o != Value::NONE => match self.own_slot(o, name) {
                Some(v) => {
                    self.incref(v);
                    Ok(v)
                }
                None => Err(self.unset_slot(o, name)),
            },
            (&ObjectData::TupleGetter(at), _) if o != Value::NONE => {
                let items = self.sequence_items(o).unwrap_or_default();
                let v = items.get(at as usize).copied().ok_or_else(|| stop("a field that is not there"))?;
                self.incref(v);
                Ok(v)
            }
            (&ObjectData::Wrapper(function), Class::Builtin(Type::CachedProperty)) if o != Value::NONE => {
                self.get_cached(d, function, o)
            }
            (_, Class::User(kind)) => {
                let get = self.intern("__get__");
                match self.class_attribute(kind, get) {
                    // `slot_tp_descr_get` borrows the function from the class, the other slots own it.
                    Some(get) => self.call_lent_hook(get, &[d, o, class]),
                    None => {
                        self.incref(d);
                        Ok(d)
                    }
                }
            }
            (ObjectData::Native(n), _) if matches!(**n, Native::PartialMethod { .. }) => self.bind_partial_method(d, o),
            (ObjectData::Builtin(name), _) if name.contains('.') => Err(stop("a builtin method as a class attribute")),
            _ => {
                self.incref(d);
                Ok(d)
            }
        }
    }

    /// Lets a data descriptor set or delete; false if it leaves that to the instance.
    pub(super) fn change_by_descriptor(&mut self, d: Value, o: Value, change: Change) -> Run<bool> {
        let (_, object) = self.object(d)?;
        match (&object.data, object.class) {
            (ObjectData::Property(parts), _) => {
                let function = parts[if change == Change::Delete { 2 } else { 1 }];
                if !function.is_bound() {
                    let way =
                        if change == Change::Delete { messages::Accessor::Deleter } else { messages::Accessor::Setter };
                    let message = self.no_accessor(parts[4], o, way)?;
                    return Err(raise("AttributeError", message));
                }
                let mut passed = vec![o];
                if let Change::Set(v) = change {
                    passed.push(v);
                }
                self.incref(d);
                passed.iter().for_each(|&v| self.incref(v));
                let result = self.call_lent(function, passed);
                let result = self.release_after(result, &[d])?;
                self.decref(result)?;
                Ok(true)
            }
            (&ObjectData::Member(name), _) => self.change_slot(o, name, change).map(|()| true),
            (_, Class::User(kind)) => {
                let hook = self.intern(if change == Change::Delete { "__delete__" } else { "__set__" });
                let Some(hook) = self.class_attribute(kind, hook) else {
                    return if self.is_data_descriptor(d) {
                        Err(stop("a descriptor without __set__"))
                    } else {
                        Ok(false)
                    };
                };
                let mut passed = vec![d, o];
                if let Change::Set(v) = change {
                    passed.push(v);
                }
                let result = self.call_hook(hook, &passed)?;
                self.decref(result)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// `property_descr_get`, `property_descr_set`
    fn no_accessor(&self, name: Value, o: Value, accessor: messages::Accessor) -> Run<String> {
        self.concretely()?;
        let name = match self.as_str(name) {
            Some(name) => name,
            None if self.version < PythonVersion::PY310 => "",
            None => return Err(stop("a property without a name")),
        };
        let class = self.user_class(o).and_then(|c| self.qualified_name(c)).ok_or_else(|| stop("an unknown class"))?;
        Ok(messages::no_accessor(self.version, accessor, name, &class))
    }

    /// What C code held during a call goes after it, whether it returned or raised.
    pub(super) fn release_after(&mut self, result: Run<Value>, held: &[Value]) -> Run<Value> {
        if result.as_ref().is_err_and(|e| !e.is_exception()) {
            return result;
        }
        self.decref_all(held.iter().copied())?;
        result
    }

    /// Calls a hook of a class from C: it holds the operands for as long as that takes.
    pub(super) fn call_hook(&mut self, hook: Value, operands: &[Value]) -> Run<Value> {
        self.hook(hook, operands, Self::call_function)
    }

    /// As `call_hook`, where the caller has seen to who owns the hook.
    pub(super) fn call_lent_hook(&mut self, hook: Value, operands: &[Value]) -> Run<Value> {
        self.hook(hook, operands, Self::call_lent)
    }

    fn hook(
        &mut self,
        hook: Value,
        operands: &[Value],
        call: fn(&mut Self, Value, Vec<Value>) -> Run<Value>,
    ) -> Run<Value> {
        if self.abs.is_some() || !self.known(hook).is_some_and(|(_, o)| o.is(Type::Function)) {
            return Err(stop("this hook is not modelled"));
        }
        operands.iter().for_each(|&v| self.incref(v));
        let depth = self.in_c.len();
        self.in_c.extend(operands);
        let result = call(self, hook, operands.to_vec());
        self.in_c.truncate(depth);
        result
    }

    /// `p.setter`, `p.fget`: what a property object has itself.
    pub(super) fn property_part(&mut self, o: Value, name: Name) -> Run<Option<Attribute>> {
        let ObjectData::Property(parts) = self.object(o)?.1.data else { return Ok(None) };
        let part = match self.text(name) {
            "fget" => parts[0],
            "fset" => parts[1],
            "fdel" => parts[2],
            _ => return Ok(None),
        };
        let part = if part.is_bound() { part } else { Value::NONE };
        self.incref(part);
        Ok(Some(Attribute::Object(part)))
    }
}
