//! `C(..)`: `__new__`, then `__init__` (`type_call`).

use super::Machine;
use super::call::Arguments;
use super::machine::{Run, raise, stop, untold};
use super::mro::Found;
use crate::heap::{Class, ObjId, Object, ObjectData, Type, Value};

impl Machine<'_> {
    /// Calls a class of the program: the metaclass may have a word in it.
    pub(super) fn call_class(&mut self, class: ObjId, arguments: &Arguments) -> Run<Value> {
        if self.enum_members(class).is_some() {
            return self.enum_by_value(class, arguments);
        }
        if self.is_abstract(class) {
            return Err(untold("TypeError"));
        }
        let Class::User(meta) = self.heap.get(class).class else { return self.instantiate(class, arguments) };
        let call = self.intern("__call__");
        match self.class_attribute(meta, call) {
            Some(call) => self.call_prepended(call, class.into(), arguments),
            None => self.instantiate(class, arguments),
        }
    }

    /// `type.__call__`: an instance by `__new__`; if it is one of this class, `__init__` gets the same arguments.
    pub(super) fn instantiate(&mut self, class: ObjId, arguments: &Arguments) -> Run<Value> {
        if let ObjectData::Class(d) = &self.heap.get(class).data
            && let Some(builtin) = d.exception
        {
            let new = self.intern("__new__");
            return match self.class_attribute(class, new) {
                Some(_) => Err(stop("__new__ of an exception is not modelled")),
                None => self.instantiate_exception(class, builtin, arguments),
            };
        }
        let [new, init] = ["__new__", "__init__"].map(|n| self.intern(n));
        let (new, init) = (self.look_up(class, new), self.look_up(class, init));
        let v = match new {
            Found::Value(new) => {
                let ObjectData::Wrapper(new) = self.object(new)?.1.data else {
                    return Err(stop("this __new__ is not modelled"));
                };
                self.call_prepended(new, class.into(), arguments)?
            }
            _ => {
                if matches!(init, Found::Native("object.__init__")) && !arguments.is_empty() && self.is_plain(class) {
                    return Err(raise("TypeError", format!("{}() takes no arguments", self.class_name(class))));
                }
                self.native_new(class, arguments)?
            }
        };
        let (_, made) = self.object(v)?;
        if !matches!(made.class, Class::User(c) if self.descends(c, class)) {
            return Ok(v);
        }
        // The class that is asked is the object's own: `__new__` may have made one of a subclass.
        let init = match made.class {
            Class::User(c) if c != class => {
                let name = self.intern("__init__");
                self.look_up(c, name)
            }
            _ => init,
        };
        match init {
            Found::Value(init) => {
                let result = match self.call_prepended(init, v, arguments) {
                    Ok(result) => result,
                    Err(e) => {
                        if e.is_exception() {
                            self.decref(v)?;
                        }
                        return Err(e);
                    }
                };
                self.decref(result)?;
            }
            Found::Native(full) => {
                if full != "object.__init__" || matches!(new, Found::Native("object.__new__") | Found::Nothing) {
                    let result = super::builtins::call(self, full, v, arguments)?;
                    self.decref(result)?;
                }
            }
            _ => return Err(stop("this __init__ is not modelled")),
        }
        Ok(v)
    }

    /// Some method that `abc.abstractmethod` marks has not been overridden.
    fn is_abstract(&mut self, class: ObjId) -> bool {
        let mark = self.intern("__isabstractmethod__");
        let ObjectData::Class(d) = &self.heap.get(class).data else { return false };
        if !d.is_abstract {
            return false;
        }
        let names_of = |c: &ObjId| match &self.heap.get(*c).data {
            ObjectData::Class(d) => d.attributes.iter().map(|&(n, _)| n).collect(),
            _ => Vec::new(),
        };
        let mut names = d.mro.iter().flat_map(names_of);
        names.any(|n| {
            let marked = |v: Value| self.own_attribute(v, mark).ok().flatten().is_some();
            self.class_attribute(class, n).is_some_and(|v| match self.known(v).map(|(_, o)| &o.data) {
                Some(ObjectData::Function(_)) => marked(v),
                Some(&ObjectData::Wrapper(inner)) => marked(inner),
                Some(ObjectData::Property(parts)) => parts[..3].iter().any(|&p| p.is_bound() && marked(p)),
                _ => false,
            })
        })
    }

    fn is_plain(&self, class: ObjId) -> bool {
        matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.base == Type::Object)
    }

    fn descends(&self, class: ObjId, from: ObjId) -> bool {
        matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.mro.contains(&from))
    }

    /// `T.__new__(cls, ..)` of the class of CPython's own that the instances are built on.
    pub(super) fn native_new(&mut self, class: ObjId, arguments: &Arguments) -> Run<Value> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("not a class")) };
        if d.opaque {
            return Err(stop("an instance of a class that is not known"));
        }
        let base = d.base;
        let data = match base {
            Type::Object => ObjectData::Instance(Box::default()),
            Type::List => ObjectData::List(Box::default()),
            Type::Dict => ObjectData::Dict(Box::new(crate::heap::DictData::new())),
            Type::Set => ObjectData::Set(Box::default()),
            Type::Tuple | Type::Int | Type::Float | Type::Str => return self.immutable_new(class, base, arguments),
            Type::Type => return self.type_new(class, arguments),
            _ => return Err(stop(format!("a subclass of {} is not modelled", base.name()))),
        };
        self.incref(class.into());
        Ok(self.make(Object::new(Class::User(class), data)))
    }

    /// `int.__new__(cls, 5)`: a value of the builtin class, its contents moved into an object of the other class.
    fn immutable_new(&mut self, class: ObjId, base: Type, arguments: &Arguments) -> Run<Value> {
        let plain = super::builtins::call(self, base.name(), Value::UNBOUND, arguments)?;
        let (_, object) = self.object(plain)?;
        if !matches!(object.data, ObjectData::Tuple(_) | ObjectData::Int(_) | ObjectData::Float(_) | ObjectData::Str(_))
        {
            return Err(stop("an unknown value in a subclass"));
        }
        let data = object.data.clone();
        data.each_reference(|v| self.incref(v));
        self.decref(plain)?;
        self.incref(class.into());
        Ok(self.make(Object::new(Class::User(class), data)))
    }

    /// `type.__new__(mcls, name, bases, namespace)`
    pub(super) fn type_new(&mut self, meta: ObjId, arguments: &Arguments) -> Run<Value> {
        self.class_by_call(Class::User(meta), arguments)
    }

    /// `type(name, bases, namespace)`
    pub(super) fn class_by_call(&mut self, meta: Class, arguments: &Arguments) -> Run<Value> {
        let [name, bases, namespace] = arguments.positional[..] else {
            return Err(stop("this form of type() is not modelled"));
        };
        let (Some(name), Some(_)) = (self.as_str(name).map(str::to_owned), self.sequence_items(bases)) else {
            return Err(stop("type() with an unknown name or bases"));
        };
        let of_metaclass = |&b: &Value| matches!(self.known(b), Some((_, o)) if matches!(o.class, Class::User(_)));
        if meta == Class::Builtin(Type::Type) && self.sequence_items(bases).is_some_and(|b| b.iter().any(of_metaclass))
        {
            return Err(stop("type() with a base that has a metaclass"));
        }
        let ObjectData::Dict(d) = self.object(namespace)?.1.data.clone() else {
            return Err(stop("type() with an unknown namespace"));
        };
        let mut names = Vec::new();
        for (key, v) in d.iter() {
            let Some(text) = self.as_str(key).map(str::to_owned) else { return Err(stop("an unknown name")) };
            self.incref(v);
            names.push((self.intern(&text), v));
        }
        if !matches!(meta, Class::User(_)) || names.iter().all(|(n, _)| self.text(*n) != "__module__") {
            let module = self.intern("__module__");
            if super::attribute::find(&names, module).is_none() {
                let text = self.string("__main__");
                self.leave_shared(text);
                names.push((module, text));
            }
        }
        self.new_class(meta, &name, bases, names, arguments.keywords.clone())
    }

    /// Calls a method from C with its receiver in front of the arguments (`_PyObject_Call_Prepend`).
    pub(super) fn call_prepended(&mut self, function: Value, receiver: Value, arguments: &Arguments) -> Run<Value> {
        // The tuple and dict of arguments own them, too.
        let held: Vec<Value> = arguments.values().collect();
        held.iter().for_each(|&a| self.incref(a));
        let result = self.call_prepended_to(function, receiver, arguments);
        self.decref_all(held.into_iter().rev())?;
        result
    }

    /// As `call_prepended`, where the tuple of arguments is an object that owns them.
    pub(super) fn call_prepended_to(&mut self, function: Value, receiver: Value, arguments: &Arguments) -> Run<Value> {
        let mut passed = arguments.clone();
        passed.positional.insert(0, receiver);
        // Owners: the callee's frame, and the array that keywords are unpacked to.
        let held: Vec<Value> = if arguments.keywords.is_empty() { Vec::new() } else { passed.values().collect() };
        passed.values().chain(held.iter().copied()).collect::<Vec<_>>().into_iter().for_each(|a| self.incref(a));
        let result = self.call_with(function, passed);
        self.decref_all(held.into_iter().rev())?;
        result
    }
}
