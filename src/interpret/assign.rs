//! `o.name = v` and `del o.name`.

use super::Machine;
use super::attribute::{find, remove, replace};
use super::descriptor::Change;
use super::machine::{Interrupt, Run, raise, stop};
use super::mro::Found;
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::cpython::sizes;
use crate::heap::{Attributes, Class, Key, ObjId, ObjectData, Type, Value};

impl Machine<'_> {
    /// The reference to the value stays with the caller.
    pub(super) fn store_attr(&mut self, o: Value, name: Name, v: Value) -> Run<()> {
        let o = self.proxied(o)?.unwrap_or(o);
        self.change_attr(o, name, Change::Set(v))
    }

    pub(super) fn delete_attr(&mut self, o: Value, name: Name) -> Run<()> {
        self.change_attr(o, name, Change::Delete)
    }

    fn change_attr(&mut self, o: Value, name: Name, change: Change) -> Run<()> {
        let (id, object) = self.object(o)?;
        match (&object.data, object.class) {
            (ObjectData::Class(_), Class::Builtin(_)) => self.change_class(id, name, change),
            (ObjectData::Exception(_), _) => self.change_exception(o, name, change),
            (_, Class::User(class)) => {
                let hook = self.intern(if change == Change::Delete { "__delattr__" } else { "__setattr__" });
                let Some(hook) = self.class_attribute(class, hook) else {
                    return self.generic_change(o, name, change);
                };
                let mut passed = vec![o, self.name_string(name)];
                if let Change::Set(v) = change {
                    passed.push(v);
                }
                let result = self.call_hook(hook, &passed)?;
                self.decref(result)
            }
            (ObjectData::Function(_), _) => self.change_function(id, name, change),
            _ => self.change_namespace(o, name, change),
        }
    }

    /// `object.__setattr__` and `object.__delattr__`.
    pub(super) fn generic_change(&mut self, o: Value, name: Name, change: Change) -> Run<()> {
        let (id, object) = self.object(o)?;
        let Class::User(class) = object.class else { return Err(stop("an attribute of this object is assigned")) };
        if matches!(object.data, ObjectData::Class(_)) {
            return self.change_class(id, name, change);
        }
        let on_class = self.look_up(class, name);
        if let Found::Value(d) = on_class
            && self.change_by_descriptor(d, o, change)?
        {
            return Ok(());
        }
        match self.text(name) {
            "__dict__" => return self.assign_dict(o, change),
            "__class__" => return Err(stop("__class__ is assigned")),
            _ => {}
        }
        let ObjectData::Class(data) = &self.heap.get(class).data else { return Err(stop("an unknown class")) };
        if !data.layout.has_dict {
            return Err(self.no_room_for(o, class, name, on_class));
        }
        if let Some(dict) = self.own_dict(id) {
            let done = self.change_in_dict(dict, name, change)?;
            return if done { Ok(()) } else { Err(stop("no such attribute")) };
        }
        let old = match change {
            Change::Set(v) => {
                self.share_key(id, name);
                self.order_key(id, name);
                self.incref(v);
                replace(&mut self.own_attributes_mut(id).values, name, v)
            }
            Change::Delete => {
                self.stop_sharing_keys(id);
                let a = self.own_attributes_mut(id);
                a.unusual = true;
                let old = remove(&mut a.values, name);
                if old.is_none() {
                    // Values that are in the object itself (`_PyObject_StoreInstanceAttribute`): nothing but the text is told.
                    let what = self.class_name(class).to_owned();
                    return Err(match self.version < PythonVersion::PY311 {
                        true => self.no_attribute_to_delete(o, &what, name),
                        false => {
                            raise("AttributeError", format!("'{what}' object has no attribute '{}'", self.text(name)))
                        }
                    });
                }
                old
            }
        };
        old.map_or(Ok(()), |old| self.decref(old))
    }

    fn change_class(&mut self, id: ObjId, name: Name, change: Change) -> Run<()> {
        if let Change::Set(v) = change {
            self.incref(v);
        }
        let text = self.text(name);
        if matches!(text, "__name__" | "__bases__" | "__qualname__" | "__dict__" | "__abstractmethods__") {
            return Err(stop(format!("{text} of a class is assigned")));
        }
        let ObjectData::Class(d) = &mut self.heap.get_mut(id).data else { return Err(stop("an unknown class")) };
        let old = match change {
            Change::Set(v) => replace(&mut d.attributes, name, v),
            Change::Delete => match remove(&mut d.attributes, name) {
                None => return Err(stop("a class has no such attribute")),
                old => old,
            },
        };
        old.map_or(Ok(()), |old| self.decref(old))
    }

    /// `__slots__` without the name, and no `__dict__` (`_PyObject_GenericSetAttrWithDict`).
    fn no_room_for(&mut self, o: Value, class: ObjId, name: Name, on_class: Found) -> Interrupt {
        let (what, attribute) = (self.class_name(class), self.text(name));
        if on_class == Found::NotModelled {
            return stop(format!("the attribute {attribute} is not modelled"));
        }
        if let Found::Value(d) = on_class
            && self.known(d).is_some_and(|(_, o)| matches!(o.data, ObjectData::TupleGetter(_)))
        {
            return raise("AttributeError", "can't set attribute");
        }
        if on_class != Found::Nothing {
            return raise("AttributeError", format!("'{what}' object attribute '{attribute}' is read-only"));
        }
        let message = format!("'{what}' object has no attribute '{attribute}'");
        if self.version < PythonVersion::PY313 {
            return raise("AttributeError", message);
        }
        let hooks = ["__setattr__", "__delattr__"].map(|n| self.intern(n));
        if hooks.iter().any(|&h| self.class_attribute(class, h).is_some()) {
            return stop("an attribute without room for it");
        }
        self.throwing_about("AttributeError", message + " and no __dict__ for setting new attributes", name, o)
    }

    /// The attributes that are an object's own, made when there are none yet.
    pub(super) fn own_attributes_mut(&mut self, id: ObjId) -> &mut Attributes {
        let object = self.heap.get_mut(id);
        match &mut object.data {
            ObjectData::Instance(a) => a,
            _ => object.attributes.get_or_insert_default(),
        }
    }

    // -- slots

    /// The value of a slot (borrowed). Slots stand among the attributes.
    pub(super) fn own_slot(&self, o: Value, name: Name) -> Option<Value> {
        let (_, object) = self.known(o)?;
        match &object.data {
            ObjectData::Instance(a) => find(&a.values, name),
            _ => find(&object.attributes.as_ref()?.values, name),
        }
    }

    pub(super) fn change_slot(&mut self, o: Value, name: Name, change: Change) -> Run<()> {
        let (id, _) = self.object(o)?;
        let old = match change {
            Change::Set(v) => {
                self.incref(v);
                replace(&mut self.own_attributes_mut(id).values, name, v)
            }
            Change::Delete => match remove(&mut self.own_attributes_mut(id).values, name) {
                None => return Err(raise("AttributeError", self.text(name).to_owned())),
                old => old,
            },
        };
        old.map_or(Ok(()), |old| self.decref(old))
    }

    // -- keys

    /// Instances share their keys as long as they set them in one order, and not too many (`dictobject.c`).
    fn share_key(&mut self, id: ObjId, name: Name) {
        const MOST_SHARED: usize = 42;
        let object = self.heap.get(id);
        let (Class::User(class), ObjectData::Instance(a)) = (object.class, &object.data) else { return };
        if find(&a.values, name).is_some() {
            return;
        }
        let at = a.values.len();
        if at == 0
            && let ObjectData::Class(d) = &mut self.heap.get_mut(class).data
        {
            d.sharers += 1;
        }
        let version = self.version;
        let ObjectData::Class(d) = &self.heap.get(class).data else { return };
        let Some(keys) = &d.shared_keys else { return };
        if keys.get(at) == Some(&name) {
            return;
        }
        // A full table is made anew and shared again if nobody else shares it (`_PyObjectDict_SetItem`).
        let full = at as u64 == sizes::dict_usable(sizes::shared_table_of(version, at as u64));
        let grows = keys.len() == at && at < MOST_SHARED && (!full || d.sharers == 1);
        if let ObjectData::Class(d) = &mut self.heap.get_mut(class).data {
            match &mut d.shared_keys {
                Some(keys) if grows => keys.push(name),
                keys => *keys = None,
            }
        }
    }

    /// The first instance that sets a name decides where its value stands in all of them (from 3.11).
    fn order_key(&mut self, id: ObjId, name: Name) {
        let Class::User(class) = self.heap.get(id).class else { return };
        if self.version >= PythonVersion::PY311
            && let ObjectData::Class(d) = &mut self.heap.get_mut(class).data
            && !d.key_order.contains(&name)
        {
            d.key_order.push(name);
        }
    }

    pub(super) fn stop_sharing_keys(&mut self, id: ObjId) {
        let Class::User(class) = self.heap.get(id).class else { return };
        if let ObjectData::Class(d) = &mut self.heap.get_mut(class).data {
            d.shared_keys = None;
        }
    }

    // -- functions

    fn change_function(&mut self, id: ObjId, name: Name, change: Change) -> Run<()> {
        const OWN: &[&str] = &["__name__", "__qualname__", "__doc__", "__module__"];
        let text = self.text(name);
        let plain = matches!(text, "__wrapped__" | "__isabstractmethod__");
        let dunder = text.starts_with("__") && text.ends_with("__") && !plain;
        let (own, documents) = (OWN.contains(&text), text == "__doc__");
        if matches!(text, "__defaults__" | "__kwdefaults__") {
            let text = text.to_owned();
            return self.change_defaults(id, &text, change);
        }
        if self.abs.is_some() || (dunder && !own) {
            return Err(stop(format!("{text} of a function is assigned")));
        }
        if let (true, Change::Set(v)) = (own, change) {
            self.incref(v);
            let ObjectData::Function(f) = &mut self.heap.get_mut(id).data else { return Err(stop("no function")) };
            let old = match documents {
                true => Some(std::mem::replace(&mut f.doc, v)).filter(|old| old.is_bound()),
                false => replace(&mut f.assigned, name, v),
            };
            return old.map_or(Ok(()), |old| self.decref(old));
        }
        if own {
            return Err(stop("a name of a function is deleted"));
        }
        let dict = self.dict_of(id.into())?;
        self.decref(dict)?;
        match self.change_in_dict(dict, name, change)? {
            true => Ok(()),
            false => Err(self.no_attribute(id.into(), "'function' object", name)),
        }
    }

    /// An attribute of what has its attributes in this dict; false if it is not there to be deleted.
    pub(super) fn change_in_dict(&mut self, dict: Value, name: Name, change: Change) -> Run<bool> {
        match change {
            Change::Set(v) => {
                self.incref(v);
                let key = self.name_string(name);
                self.dict_store(dict, key, v)?;
            }
            Change::Delete => {
                let key = Key::Str(self.text(name).into());
                let Some((key, old)) = self.dict_mut(dict)?.remove(&key) else { return Ok(false) };
                self.decref_all([key, old])?;
            }
        }
        Ok(true)
    }

    /// `f.__defaults__ = (1,)`, `f.__kwdefaults__ = None` (`func_set_defaults`).
    fn change_defaults(&mut self, id: ObjId, which: &str, change: Change) -> Run<()> {
        self.concretely()?;
        let positional = which == "__defaults__";
        let (kind, name) = if positional { (Type::Tuple, "tuple") } else { (Type::Dict, "dict") };
        let new = match change {
            Change::Set(v) if v != Value::NONE => v,
            _ => Value::UNBOUND,
        };
        if new.is_bound() && !self.object(new)?.1.is(kind) {
            return Err(raise("TypeError", format!("{which} must be set to a {name} object")));
        }
        self.incref(new);
        let ObjectData::Function(f) = &mut self.heap.get_mut(id).data else { return Err(stop("no function")) };
        let place = if positional { &mut f.defaults } else { &mut f.keyword_defaults };
        let old = std::mem::replace(place, new);
        self.decref(old)
    }

    /// The dict of an object whose `__dict__` was asked for.
    pub(super) fn own_dict(&self, id: ObjId) -> Option<Value> {
        let object = self.heap.get(id);
        let a = match &object.data {
            ObjectData::Instance(a) => a,
            _ => object.attributes.as_ref()?,
        };
        a.dict.is_bound().then_some(a.dict)
    }

    /// A dict whose size depends on how many instances the class has had.
    pub(super) fn new_instance_dict(&mut self) -> Value {
        let dict = self.new_dict();
        if let Ok(d) = self.dict_mut(dict) {
            (d.deleted, d.of_instance) = (true, true);
        }
        debug_assert!(self.known(dict).is_some_and(|(_, o)| o.is(Type::Dict)));
        dict
    }
}

impl Machine<'_> {
    fn change_exception(&mut self, o: Value, name: Name, change: Change) -> Run<()> {
        if let Class::User(class) = self.object(o)?.1.class {
            let hooks = ["__setattr__", "__delattr__"].map(|n| self.intern(n));
            let hooked = hooks.iter().any(|&h| self.class_attribute(class, h).is_some());
            if hooked || self.class_attribute(class, name).is_some_and(|d| self.is_data_descriptor(d)) {
                return Err(stop("a descriptor of an exception"));
            }
        }
        if change == Change::Delete {
            let id = self.known_id(o)?;
            self.stop_sharing_keys(id);
        }
        let old = match change {
            Change::Set(v) => {
                self.incref(v);
                match self.set_exception_attribute(o, name, v) {
                    Ok(old) => old,
                    Err(e) => {
                        self.decref(v)?;
                        return Err(e);
                    }
                }
            }
            Change::Delete => match remove(&mut self.exception_mut(o)?.attributes.values, name) {
                None => {
                    let what = self.type_name(self.known_id(o)?).unwrap_or_default();
                    return Err(self.no_attribute_to_delete(o, &what, name));
                }
                old => old,
            },
        };
        old.map_or(Ok(()), |old| self.decref(old))
    }

    /// 3.9 tells only the name of an unset slot.
    pub(super) fn unset_slot(&mut self, o: Value, name: Name) -> Interrupt {
        let class = self.known_id(o).ok().and_then(|id| self.type_name(id)).unwrap_or_default();
        if self.version >= PythonVersion::PY310 {
            return self.no_attribute(o, &format!("'{class}' object"), name);
        }
        raise("AttributeError", self.text(name).to_owned())
    }

    /// Up to 3.10 `del x.name` tells only the name; before 3.13 the exception does not know of which object.
    pub(super) fn no_attribute_to_delete(&mut self, o: Value, what: &str, name: Name) -> Interrupt {
        if self.version < PythonVersion::PY311 {
            let name = self.name_string(name);
            let error = self.throwing("AttributeError", vec![name]);
            return self.decref(name).err().unwrap_or(error);
        }
        if self.version < PythonVersion::PY313 {
            return raise("AttributeError", format!("'{what}' object has no attribute '{}'", self.text(name)));
        }
        self.no_attribute(o, &format!("'{what}' object"), name)
    }
}
