//! `o.__dict__`: on 3.11 and later there is no dict until somebody asks for it.
//!
//! ```python
//! ns = o.__dict__     # made here; owned by o and by ns
//! ns["c"] = 3         # o.c
//! del o               # ns keeps the attributes
//! ```

use super::Machine;
use super::descriptor::Change;
use super::machine::{Run, raise, stop};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::heap::{Class, ObjectData, Type, Value};

impl Machine<'_> {
    /// The dict of an instance or function: an owned reference.
    pub(super) fn dict_of(&mut self, o: Value) -> Run<Value> {
        let (id, object) = self.object(o)?;
        if self.abs.is_some() {
            return Err(stop("__dict__ is not modelled"));
        }
        let slots = match object.class {
            Class::User(class) => self.all_slots(class)?,
            Class::Builtin(Type::Function) => Vec::new(),
            Class::Builtin(_) => return Err(stop("the __dict__ of this object is not modelled")),
        };
        if let Some(dict) = self.own_dict(id) {
            self.incref(dict);
            return Ok(dict);
        }
        self.stop_sharing_keys(id);
        let a = self.own_attributes_mut(id);
        a.unusual = true;
        let (kept, moved) = std::mem::take(&mut a.values).into_iter().partition(|(n, _)| slots.contains(n));
        a.values = kept;
        let moved: Vec<(Name, Value)> = moved;
        // That of a function is a dict like any other.
        let function = self.object(o)?.1.is(Type::Function);
        let dict = if function { self.new_dict() } else { self.new_instance_dict() };
        if !function && self.version == PythonVersion::PY313 {
            // The values stay in the instance: its dict is seen only once it has a name.
            self.leave_untold(dict);
            self.unnamed_dicts.extend(dict.single());
        }
        for (name, v) in moved {
            let key = self.name_string(name);
            self.dict_store(dict, key, v)?;
        }
        self.own_attributes_mut(id).dict = dict;
        self.incref(dict);
        Ok(dict)
    }

    /// `o.__dict__ = d`
    pub(super) fn assign_dict(&mut self, o: Value, change: Change) -> Run<()> {
        let Change::Set(new) = change else { return Err(stop("__dict__ is deleted")) };
        if !self.object(new)?.1.is(Type::Dict) {
            return Err(raise("TypeError", "__dict__ must be set to a dictionary"));
        }
        let old = self.dict_of(o)?;
        let (id, _) = self.object(o)?;
        self.stop_sharing_keys(id);
        self.incref(new);
        self.own_attributes_mut(id).dict = new;
        self.decref_all([old, old])
    }

    /// The slots of a class and its bases; an error if its instances have no `__dict__`.
    fn all_slots(&self, class: crate::heap::ObjId) -> Run<Vec<Name>> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("an unknown class")) };
        if !d.layout.has_dict {
            return Err(raise("AttributeError", format!("'{}' object has no attribute '__dict__'", d.name)));
        }
        Ok(self.slots_in_order(class))
    }

    /// Slots in the order in which an object lets them go: of its class first, then of the bases (`subtype_dealloc`).
    pub(super) fn slots_in_order(&self, class: crate::heap::ObjId) -> Vec<Name> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Vec::new() };
        let slots_of = |c: &crate::heap::ObjId| match &self.heap.get(*c).data {
            ObjectData::Class(d) => d.slots.clone(),
            _ => Vec::new(),
        };
        d.mro.iter().flat_map(slots_of).collect()
    }
}
