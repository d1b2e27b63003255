//! `dataclass(slots=True)`: a new class with `__slots__` takes the place of the decorated one, which only the collector
//! frees (`dataclasses.py`, `_add_slots`).

use crate::config::PythonVersion;
use crate::heap::{Class, ClassData, Field, Generated, Maker, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop, untold};

impl Machine<'_> {
    /// The new class: what the old one has, but the defaults, and slots for the fields that no base has slots for.
    pub(super) fn with_slots(&mut self, old: ObjId) -> Run<Value> {
        if self.version < PythonVersion::PY310 {
            return Err(untold("TypeError"));
        }
        let ObjectData::Class(d) = self.heap.get(old).data.clone() else { return Err(stop("not a class")) };
        let Maker::DataClass(fields) = &d.made_by else { return Err(stop("not a data class")) };
        if self.heap.get(old).class != Class::Builtin(Type::Type) || self.knows_its_class(old, &d) {
            return Err(stop("dataclass(slots=..) of this class is not modelled"));
        }
        let is_field = |name| fields.iter().any(|f: &Field| f.name == name);
        let mut names: Vec<_> = d.attributes.iter().copied().filter(|&(name, _)| !is_field(name)).collect();
        names.iter().for_each(|&(_, v)| self.incref(v));
        let mut slots = Vec::new();
        for field in fields.iter().filter(|f| !f.passed_on) {
            if !self.inherits_slot(&d, field) {
                slots.push(self.name_string(field.name));
            }
        }
        let slots = self.tuple(slots);
        names.push((self.intern("__slots__"), slots));
        let class = self.new_class(Class::Builtin(Type::Type), &d.name, d.bases, names, Vec::new())?;
        let (new, _) = self.object(class)?;
        let frozen = d.attributes.iter().any(|&(_, v)| self.is_frozen_method(v));
        if frozen && self.version < PythonVersion::PY314 {
            // `__setattr__` of the new class refers to the old one for good.
            self.incref(old.into());
        }
        self.take_over(&d, new);
        Ok(class)
    }

    /// A method that uses `super()` has a cell with the class, and that stays the old one.
    fn knows_its_class(&self, class: ObjId, d: &ClassData) -> bool {
        d.attributes.iter().any(|&(_, v)| {
            let Some((_, o)) = self.known(v) else { return true };
            let ObjectData::Function(f) = &o.data else { return false };
            let cells = self.sequence_items(f.closure).unwrap_or_default();
            cells.iter().any(|&cell| {
                matches!(self.known(cell).map(|(_, o)| &o.data), Some(ObjectData::Cell(v)) if v.single() == Some(class))
            })
        })
    }

    fn is_frozen_method(&self, v: Value) -> bool {
        let data = self.known(v).map(|(_, o)| &o.data);
        matches!(data, Some(ObjectData::Generated { what: Generated::SetAttribute, .. }))
    }

    fn inherits_slot(&self, d: &ClassData, field: &Field) -> bool {
        self.version >= PythonVersion::PY311 && d.mro[1..].iter().any(|&base| {
            matches!(&self.heap.get(base).data, ObjectData::Class(base) if base.slots.contains(&field.name))
        })
    }

    /// Methods that the decorator made speak of the new class from now on.
    fn take_over(&mut self, old: &ClassData, new: ObjId) {
        for &(_, v) in &old.attributes {
            if let Some(id) = v.single()
                && let ObjectData::Generated { class, .. } = &mut self.heap.get_mut(id).data
            {
                *class = new;
            }
        }
        if let ObjectData::Class(d) = &mut self.heap.get_mut(new).data {
            d.made_by = old.made_by.clone();
            d.annotated = old.annotated.clone();
            d.annotate = old.annotate;
        }
    }
}
