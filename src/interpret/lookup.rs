//! `o.name`: where an attribute comes from, in the order of `object.c` and `typeobject.c`.

use super::attribute::find;
use super::machine::{Interrupt, Run, stop};
use super::mro::Found;
use super::{Machine, Policy};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::cpython::exceptions::{ExceptionClass, Layout};
use crate::heap::{Class, ObjId, ObjectData, Type, Value};

/// An attribute that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attribute {
    /// The object itself (an owned reference).
    Object(Value),
    /// A function (owned) that is yet to be bound to the object it was asked of.
    Method(Value),
}

impl Machine<'_> {
    /// `o.name` as a value: an owned reference.
    pub(super) fn load_attr(&mut self, o: Value, name: Name) -> Run<Value> {
        let found = self.attribute(o, name);
        match found.or_else(|e| Err(self.tell_attribute(e, o, name)?))? {
            Attribute::Object(v) => Ok(v),
            Attribute::Method(function) => self.bind_method(function, o, name),
        }
    }

    /// For a call: the function and its receiver, without a bound-method object. Consumes the reference to `o`.
    pub(super) fn load_method(&mut self, o: Value, name: Name) -> Run<(Value, Value)> {
        let found = self.attribute(o, name);
        // `_PyObject_GetMethod` calls descriptors itself where the class has no hook.
        let itself = found.is_err() && self.is_plain_instance(o) && !self.has_attribute_hook(o);
        match found.or_else(|e| if itself { Err(e) } else { Err(self.tell_attribute(e, o, name)?) })? {
            Attribute::Object(v) => {
                self.decref(o)?;
                Ok((v, Value::UNBOUND))
            }
            Attribute::Method(function) => Ok((function, o)),
        }
    }

    /// A method taken as a value is a new object that owns its receiver. Takes over the reference to the function.
    pub(super) fn bind_method(&mut self, function: Value, receiver: Value, name: Name) -> Run<Value> {
        self.incref(receiver);
        let python = self.known(function).is_some_and(|(_, o)| o.is(Type::Function) || o.is(Type::LruCache));
        let full = match self.known(function).map(|(_, o)| &o.data) {
            Some(&ObjectData::Builtin(full)) => Some(full),
            _ => None,
        };
        let own = match self.known(receiver).map(|(_, o)| o.class) {
            Some(Class::Builtin(ty)) => super::builtins::method(ty, self.text(name)),
            _ => None,
        };
        Ok(if python {
            self.make_builtin(Type::Method, ObjectData::Method { function, receiver })
        } else if self.is_slot(name) {
            self.make_builtin(Type::MethodWrapper, ObjectData::Method { function, receiver })
        } else if own.is_none() || own != full {
            self.make_builtin(Type::BuiltinFunction, ObjectData::Method { function, receiver })
        } else {
            self.make_builtin(Type::BuiltinFunction, ObjectData::BuiltinMethod { name, receiver })
        })
    }

    /// A function behind a slot of the class, such as `__init__`: bound, it is a `method-wrapper`.
    fn is_slot(&self, name: Name) -> bool {
        let text = self.text(name);
        let method = matches!(
            text,
            "__reduce__"
                | "__reduce_ex__"
                | "__getstate__"
                | "__sizeof__"
                | "__format__"
                | "__dir__"
                | "__copy__"
                | "__deepcopy__"
                | "__init_subclass__"
                | "__subclasshook__"
                | "__class_getitem__"
                | "__reversed__"
                | "__length_hint__"
                | "__getnewargs__"
                | "__enter__"
                | "__exit__"
                | "__round__"
                | "__trunc__"
                | "__floor__"
                | "__ceil__"
                | "__missing__"
                | "__new__"
                | "__getitem__"
                | "__contains__"
        );
        text.starts_with("__") && text.ends_with("__") && !method
    }

    fn attribute(&mut self, o: Value, name: Name) -> Run<Attribute> {
        if let Some(v) = self.native_attribute(o, name)? {
            return Ok(Attribute::Object(v));
        }
        if let Some(v) = self.code_attribute(o, name)? {
            return Ok(Attribute::Object(v));
        }
        if let Some(target) = self.proxied(o)? {
            // The proxy gives a bound method of the object that it stands for.
            return self.load_attr(target, name).map(Attribute::Object);
        }
        let (id, object) = self.object(o)?;
        match (&object.data, object.class) {
            (ObjectData::Builtin(class), _) if super::builtins::class_method(class, self.text(name)).is_some() => {
                let full = super::builtins::class_method(class, self.text(name)).unwrap_or(class);
                Ok(Attribute::Object(self.builtin(full)))
            }
            (ObjectData::Module(module), _) => {
                let module = *module;
                self.module_attribute(module, name).map(|(v, _)| Attribute::Object(v))
            }
            (&ObjectData::Super { class, receiver }, _) => self.attribute_of_super(class, receiver, name),
            (ObjectData::Class(_), Class::User(meta)) => {
                self.hooked_attribute(o, meta, name, |m| m.attribute_of_class(id, name))
            }
            (ObjectData::Class(_), _) => self.attribute_of_class(id, name),
            (ObjectData::Builtin(class), _) if super::builtins::is_class(class) => {
                let class = *class;
                self.attribute_of_builtin_class(class, name)
            }
            (ObjectData::Exception(_), class) => self.attribute_of_exception(o, class, name),
            (ObjectData::Traceback { .. }, _) => self.traceback_attribute(o, name).map(Attribute::Object),
            (&ObjectData::Frame(frame), _) => self.frame_attribute(frame, name).map(Attribute::Object),
            (_, Class::User(class)) => self.hooked_attribute(o, class, name, |m| m.generic_attribute(o, class, name)),
            (_, Class::Builtin(ty)) => self.attribute_of_builtin(o, ty, name),
        }
    }

    // -- instances

    /// `__getattribute__` (or `generic`), and `__getattr__` where that finds nothing.
    fn hooked_attribute(
        &mut self,
        o: Value,
        class: ObjId,
        name: Name,
        generic: impl FnOnce(&mut Self) -> Run<Attribute>,
    ) -> Run<Attribute> {
        let [getattribute, getattr] = ["__getattribute__", "__getattr__"].map(|n| self.intern(n));
        let getattr = self.class_attribute(class, getattr);
        // `slot_tp_getattr_hook` owns it all along.
        if let Some(hook) = getattr {
            self.incref(hook);
        }
        let found = match self.class_attribute(class, getattribute) {
            Some(hook) => {
                let name = self.name_string(name);
                self.call_hook(hook, &[o, name]).map(Attribute::Object)
            }
            None => generic(self),
        };
        let found = match (found, getattr) {
            (Err(e), Some(hook)) if self.is_attribute_error(&e) => {
                self.discard(e)?;
                let name = self.name_string(name);
                self.call_lent_hook(hook, &[o, name]).map(Attribute::Object)
            }
            (found, _) => found,
        };
        getattr.map_or(Ok(()), |hook| self.decref(hook))?;
        found
    }

    /// `object.__getattribute__`: data descriptors, the instance's own attributes, other class attributes.
    pub(super) fn generic_attribute(&mut self, o: Value, class: ObjId, name: Name) -> Run<Attribute> {
        let on_class = self.look_up(class, name);
        if let Found::Value(d) = on_class
            && self.is_data_descriptor(d)
        {
            return self.get_descriptor(d, o, class.into()).map(Attribute::Object);
        }
        if let Some(v) = self.own_attribute(o, name)? {
            self.incref(v);
            return Ok(Attribute::Object(v));
        }
        if let Some(v) = self.enum_attribute(o, class, name)? {
            self.incref(v);
            return Ok(Attribute::Object(v));
        }
        match on_class {
            Found::Value(v) if self.known(v).is_some_and(|(_, d)| d.is(Type::Function) || d.is(Type::LruCache)) => {
                self.incref(v);
                Ok(Attribute::Method(v))
            }
            Found::Value(v) => self.get_descriptor(v, o, class.into()).map(Attribute::Object),
            Found::Native(full) if full.ends_with(".__new__") => Ok(Attribute::Object(self.builtin(full))),
            Found::Native(full) => Ok(Attribute::Method(self.builtin(full))),
            found => match self.special_attribute(o, name)? {
                Some(v) => Ok(Attribute::Object(v)),
                None if found == Found::NotModelled => {
                    Err(stop(format!("the attribute {} is not modelled", self.text(name))))
                }
                None => Err({
                    let what = format!("'{}' object", self.class_name(class));
                    self.no_attribute(o, &what, name)
                }),
            },
        }
    }

    // -- classes

    pub(super) fn attribute_of_class(&mut self, id: ObjId, name: Name) -> Run<Attribute> {
        let meta = match self.heap.get(id).class {
            Class::User(meta) => Some(meta),
            Class::Builtin(_) => None,
        };
        let on_meta = meta.map_or(Found::Nothing, |m| self.look_up(m, name));
        if let (Found::Value(d), Some(meta)) = (on_meta, meta)
            && self.is_data_descriptor(d)
        {
            return self.get_descriptor(d, id.into(), meta.into()).map(Attribute::Object);
        }
        if self.text(name) == "__members__"
            && let Some(v) = self.members_of_enum(id)?
        {
            return Ok(Attribute::Object(v));
        }
        match self.look_up(id, name) {
            Found::Value(v) => return self.get_descriptor(v, Value::NONE, id.into()).map(Attribute::Object),
            // What `type` has for every class comes before what `object` has for every instance.
            found => {
                if let Some(v) = self.special_attribute(id.into(), name)? {
                    return Ok(Attribute::Object(v));
                }
                if let Found::Value(v) = on_meta {
                    if self.known(v).is_some_and(|(_, d)| d.is(Type::Function)) {
                        self.incref(v);
                        return Ok(Attribute::Method(v));
                    }
                    let meta = meta.map_or(Value::NONE, Value::from);
                    return self.get_descriptor(v, id.into(), meta).map(Attribute::Object);
                }
                if let Found::Native(full) = found {
                    return Ok(Attribute::Object(self.builtin(full)));
                }
                if found == Found::NotModelled {
                    return Err(stop(format!("the attribute {} is not modelled", self.text(name))));
                }
            }
        }
        match self.member_of("type", name) {
            Found::Native(full) => Ok(Attribute::Method(self.builtin(full))),
            Found::Nothing => Err({
                let what = format!("type object '{}'", self.class_name(id));
                self.no_attribute(id.into(), &what, name)
            }),
            _ => Err(stop(format!("the attribute {} is not modelled", self.text(name)))),
        }
    }

    fn attribute_of_builtin_class(&mut self, class: &'static str, name: Name) -> Run<Attribute> {
        if ExceptionClass::named(class).is_some() && matches!(self.text(name), "__name__" | "__qualname__") {
            return Ok(Attribute::Object(self.fresh_string(class)));
        }
        match (self.member_of(class, name), self.text(name)) {
            // A data descriptor of `type`: it comes before what the class itself has under this name.
            (_, "__name__" | "__qualname__") => {
                // Made anew each time: the class has its name as a C string.
                let Some((_, name)) = class.rsplit_once('.') else {
                    return Ok(Attribute::Object(self.fresh_string(class)));
                };
                // A class of the library is perhaps no C code.
                let v = self.string(name);
                self.leave_shared(v);
                Ok(Attribute::Object(v))
            }
            (Found::Native(full), _) => Ok(Attribute::Object(self.builtin(full))),
            (Found::Nothing, _) => match self.member_of("object", name) {
                Found::Native(full) => Ok(Attribute::Object(self.builtin(full))),
                _ => Err(stop(format!("{class}.{} is not modelled", self.text(name)))),
            },
            _ => Err(stop(format!("{class}.{} is not modelled", self.text(name)))),
        }
    }

    // -- super

    /// What comes behind `class` in the order of the receiver's class, bound to the receiver.
    fn attribute_of_super(&mut self, class: ObjId, receiver: Value, name: Name) -> Run<Attribute> {
        let (id, object) = self.object(receiver)?;
        let of_class = matches!(object.data, ObjectData::Class(_)) && self.is_in_order(id, class);
        let start = match object.class {
            _ if of_class => id,
            Class::User(c) => c,
            Class::Builtin(_) => return Err(stop("super of this object is not modelled")),
        };
        match self.look_up_after(start, class, name) {
            Found::Value(v) => {
                let receiver = if of_class { Value::NONE } else { receiver };
                self.get_descriptor(v, receiver, start.into()).map(Attribute::Object)
            }
            Found::Native(full) if full.ends_with(".__new__") || of_class => {
                if full == "object.__init_subclass__" {
                    let function = self.builtin(full);
                    return self.bind_method(function, receiver, name).map(Attribute::Object);
                }
                Ok(Attribute::Object(self.builtin(full)))
            }
            Found::Native(full) => {
                let function = self.builtin(full);
                self.bind_method(function, receiver, name).map(Attribute::Object)
            }
            Found::NotModelled => Err(stop(format!("super().{} is not modelled", self.text(name)))),
            Found::Nothing => Err(stop("super without this attribute")),
        }
    }

    fn is_in_order(&self, of: ObjId, class: ObjId) -> bool {
        matches!(&self.heap.get(of).data, ObjectData::Class(d) if d.mro.contains(&class))
    }

    // -- the rest

    fn attribute_of_builtin(&mut self, o: Value, ty: Type, name: Name) -> Run<Attribute> {
        if let Some(v) = self.own_attribute(o, name)? {
            self.incref(v);
            return Ok(Attribute::Object(v));
        }
        if let Some(v) = self.special_attribute(o, name)? {
            return Ok(Attribute::Object(v));
        }
        if let Some(v) = self.property_part(o, name)? {
            return Ok(v);
        }
        if let (&ObjectData::Cell(inside), "cell_contents") = (&self.object(o)?.1.data, self.text(name))
            && inside.is_bound()
        {
            self.incref(inside);
            return Ok(Attribute::Object(inside));
        }
        if let (ObjectData::Field(field), "name") = (&self.object(o)?.1.data, self.text(name)) {
            let field = field.name;
            return Ok(Attribute::Object(self.name_string(field)));
        }
        let text = self.text(name);
        if o == Value::NONE && self.abs.is_none() && !text.starts_with("__") {
            return Err(self.no_attribute(o, "'NoneType' object", name));
        }
        if ty == Type::SimpleNamespace && !text.starts_with("__") {
            return Err(self.no_attribute(o, "'types.SimpleNamespace' object", name));
        }
        match (super::builtins::method(ty, text), ty) {
            (Some(full), _) => Ok(Attribute::Method(self.builtin(full))),
            (None, Type::Function | Type::List | Type::Dict | Type::Set | Type::Tuple | Type::Str | Type::Int)
                if ![ty.name(), "object"].iter().any(|class| crate::cpython::members::has(class, text))
                    && !text.starts_with("__") =>
            {
                Err(self.no_attribute(o, &format!("'{}' object", ty.name()), name))
            }
            _ => Err(stop(format!("{}.{text} is not modelled", ty.name()))),
        }
    }

    /// An attribute of the object's own (a borrowed value): not of its class.
    pub(super) fn own_attribute(&self, o: Value, name: Name) -> Run<Option<Value>> {
        let (_, object) = self.object(o)?;
        let attributes = match &object.data {
            ObjectData::Instance(a) => a,
            _ => match &object.attributes {
                Some(a) => a,
                None => return Ok(None),
            },
        };
        if !attributes.dict.is_bound() {
            return Ok(find(&attributes.values, name));
        }
        match &self.object(attributes.dict)?.1.data {
            ObjectData::Dict(d) => Ok(d.get(&crate::heap::Key::Str(self.text(name).into()))),
            _ => Err(stop("a __dict__ that is no dict")),
        }
    }

    pub(super) fn class_name(&self, class: ObjId) -> &str {
        match &self.heap.get(class).data {
            ObjectData::Class(d) => &d.name,
            _ => "object",
        }
    }

    fn has_attribute_hook(&mut self, o: Value) -> bool {
        let Some(Class::User(class)) = self.known(o).map(|(_, o)| o.class) else { return false };
        let hooks = ["__getattribute__", "__getattr__"].map(|n| self.intern(n));
        hooks.iter().any(|&hook| self.class_attribute(class, hook).is_some())
    }

    /// `PyObject_GetAttr` tells an `AttributeError` that says nothing yet what was asked of which object (3.10).
    fn tell_attribute(&mut self, error: Interrupt, o: Value, name: Name) -> Run<Interrupt> {
        if self.version < PythonVersion::PY310 || self.policy == Policy::Abstract || !self.is_attribute_error(&error) {
            return Ok(error);
        }
        let error = match error {
            Interrupt::Raise { class, message } => Interrupt::Unwind(self.exception_of_message(class, message)?),
            error => error,
        };
        let (Interrupt::Unwind(flight) | Interrupt::Reraise(flight)) = error else { return Ok(error) };
        if !self.exception_mut(flight.exception)?.fields.is_empty() {
            return Ok(error);
        }
        if matches!(self.object(o)?.1.data, ObjectData::Super { .. }) {
            return Err(stop("an AttributeError that passes super()"));
        }
        self.tell_fields(flight.exception, name, o)?;
        Ok(error)
    }

    pub(super) fn no_attribute(&mut self, o: Value, what: &str, name: Name) -> Interrupt {
        let message = format!("{what} has no attribute '{}'", self.text(name));
        self.throwing_about("AttributeError", message, name, o)
    }

    /// What the class of the program has, goes before what C code has, where both have it.
    fn attribute_of_exception(&mut self, o: Value, class: Class, name: Name) -> Run<Attribute> {
        let on_class = match class {
            Class::User(c) => self.class_attribute(c, name),
            Class::Builtin(_) => None,
        };
        let own = on_class.is_some_and(|v| self.is_data_descriptor(v));
        if !own && let Some(v) = self.exception_attribute(o, name) {
            return Ok(Attribute::Object(v));
        }
        match class {
            Class::User(c) if on_class.is_some() || self.text(name).starts_with("__") => {
                self.generic_attribute(o, c, name)
            }
            _ if self.text(name) == "__class__" => self.class_of(o).map(Attribute::Object),
            _ => match self.method_of_exception(o, name) {
                Some(full) => Ok(Attribute::Method(self.builtin(full))),
                None if self.text(name).starts_with("__") || self.has_special_layout(o) => {
                    Err(stop("an attribute of an exception"))
                }
                None => {
                    let what = format!("'{}' object", self.type_name(self.known_id(o)?).unwrap_or_default());
                    Err(self.no_attribute(o, &what, name))
                }
            },
        }
    }

    fn method_of_exception(&self, exception: Value, name: Name) -> Option<&'static str> {
        let text = self.text(name);
        let of_group = match self.is_group(exception) {
            true => super::builtins::known(&format!("exception_group.{text}")),
            false => None,
        };
        let of_all = || super::builtins::method(Type::Exception, text);
        of_group.or_else(of_all).filter(|_| text != "add_note" || self.version >= PythonVersion::PY311)
    }

    fn has_special_layout(&self, exception: Value) -> bool {
        self.exception(exception).is_some_and(|e| e.builtin.layout() == Layout::Special)
    }

    /// A name as the string that hooks get: interned, owned by somebody else already.
    pub(super) fn name_string(&mut self, name: Name) -> Value {
        if let Some(&v) = self.interned.get(&name) {
            self.incref(v);
            return v;
        }
        let text = self.text(name).to_owned();
        let constant = self.program().find_string(&text).map(|id| self.constant(id));
        let v = constant.unwrap_or_else(|| self.string(&text));
        if let Some((id, _)) = self.known(v) {
            self.heap.get_mut(id).shared = true;
        }
        self.interned.insert(name, v);
        self.incref(v);
        self.incref(v);
        v
    }

    /// As `leave_shared`, of a text that may have been made while running: then nobody knows whether it is immortal.
    pub(super) fn leave_key(&mut self, key: Value) {
        if self.known(key).is_some_and(|(_, o)| !o.shared) {
            self.disguised.extend(key.single());
        }
        self.leave_shared(key);
    }

    /// Nobody can tell who owns this string.
    pub(super) fn leave_shared(&mut self, v: Value) {
        if let Some((id, _)) = self.known(v) {
            self.heap.get_mut(id).shared = true;
        }
        self.leave_untold(v);
    }
}
