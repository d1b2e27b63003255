//! `types.MappingProxyType(d)`, `Color.__members__`: a view of a mapping that forbids changes (`descrobject.c`).
//!
//! Whatever is asked of it, it asks the mapping.

use super::Machine;
use super::machine::{Run, raise};
use crate::heap::{Native, ObjId, ObjectData, Type, Value};

impl Machine<'_> {
    /// A new proxy; the reference to the mapping moves in.
    pub(super) fn mapping_proxy(&mut self, mapping: Value) -> Run<Value> {
        self.make_native(Type::MappingProxy, Native::MappingProxy { mapping })
    }

    /// What a proxy stands for (borrowed).
    pub(super) fn mapping_behind(&self, v: Value) -> Option<Value> {
        match self.native_of(v)? {
            Native::MappingProxy { mapping } => Some(*mapping),
            _ => None,
        }
    }

    /// `proxy.items()`, `proxy.get(k)`: the method of the mapping.
    pub(super) fn ask_mapping(&mut self, proxy: Value, method: &str, arguments: Vec<Value>) -> Run<Value> {
        let mapping = self.mapping_behind(proxy).ok_or_else(|| raise("TypeError", ""))?;
        let name = self.intern(method);
        self.incref(mapping);
        let (function, receiver) = self.load_method(mapping, name)?;
        let mut passed = if receiver.is_bound() { vec![receiver] } else { Vec::new() };
        arguments.iter().for_each(|&v| self.incref(v));
        passed.extend(arguments);
        let result = self.call_function(function, passed)?;
        self.decref(function)?;
        Ok(result)
    }

    pub(super) fn mapping_len(&self, mapping: Value) -> Option<usize> {
        match &self.known(mapping)?.1.data {
            ObjectData::Dict(d) => Some(d.len()),
            _ => None,
        }
    }

    /// `Color.__members__`: a new proxy each time, of the dict that the class keeps.
    pub(super) fn members_of_enum(&mut self, class: ObjId) -> Run<Option<Value>> {
        let Some(members) = self.enum_members(class) else { return Ok(None) };
        let members: Vec<Value> = members.iter().map(|&(_, v)| v).collect();
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Ok(None) };
        let named: Vec<_> = d.attributes.iter().copied().filter(|(_, v)| members.contains(v)).collect();
        let dict = self.new_dict();
        self.leave_shared(dict);
        for (name, v) in named {
            let key = self.name_string(name);
            self.incref(v);
            self.dict_store(dict, key, v)?;
        }
        self.mapping_proxy(dict).map(Some)
    }
}
