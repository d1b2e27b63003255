//! Lists of very many small objects of one kind: what each costs, and what it could.

use crate::bytecode::Op;
use crate::cpython::sizes;
use crate::heap::{Class, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::find;
use crate::interpret::story::{Element, Holding};

/// What a class with `__slots__` does without.
const NEEDS_DICT: &[&str] =
    &["__dict__", "__slots__", "__getattr__", "__setattr__", "__getattribute__", "__getstate__"];

impl Machine<'_> {
    /// A list gets `v` as an element.
    pub(super) fn note_element(&mut self, container: Value, v: Value) {
        if !self.is_recording() {
            return;
        }
        let element = v.single().and_then(|id| self.element(id));
        // A constant among numbers is one of them.
        let number = |id: ObjId| [Type::Int, Type::Float].iter().any(|&t| self.heap.get(id).is(t));
        if element.is_some() || !v.single().is_some_and(number) {
            self.note_holding(container, element);
        }
    }

    /// `list(range(n))`
    pub(super) fn note_ints(&mut self, list: Value) {
        if self.is_recording() {
            let each = sizes::int_size(self.version, 1);
            self.note_holding(list, Some(Element::Int { each }));
        }
    }

    fn note_holding(&mut self, container: Value, element: Option<Element>) {
        let (_, code, pc) = self.abs().at;
        for id in self.members(container) {
            if self.heap.get(id).is(Type::List) {
                let holding = Holding { code, pc, element: element.clone() };
                self.abs().elements.entry(id).or_default().push(holding);
            }
        }
    }

    fn element(&mut self, id: ObjId) -> Option<Element> {
        match self.heap.get(id).class {
            Class::Builtin(Type::Float) if self.is_new_number(id) => {
                Some(Element::Float { each: sizes::fixed_size(self.version, "float")? })
            }
            Class::Builtin(Type::Int) => {
                let (_, code, pc) = self.site(id)?;
                let counted = matches!(self.code(code).instrs.get(pc as usize)?.op, Op::ForIter(_));
                counted.then(|| Element::Int { each: sizes::int_size(self.version, 1) })
            }
            Class::User(class) => self.instance_element(id, class),
            Class::Builtin(_) => None,
        }
    }

    /// The result of arithmetic or of a call, not a constant.
    fn is_new_number(&self, id: ObjId) -> bool {
        let op = self.site(id).and_then(|(_, code, pc)| self.code(code).instrs.get(pc as usize)).map(|i| i.op);
        matches!(op, Some(Op::Binary(_) | Op::Call { .. } | Op::CallMethod { .. })) && !self.heap.get(id).immortal
    }

    /// An instance of a plain class of the file, all of whose attributes are known.
    fn instance_element(&mut self, id: ObjId, class: ObjId) -> Option<Element> {
        let object = self.heap.get(id);
        let (ObjectData::Instance(held), ObjectData::Class(data)) = (&object.data, &self.heap.get(class).data) else {
            return None;
        };
        let names = |n: &&str| self.program().names.get(n).is_some_and(|n| find(&data.attributes, n).is_some());
        // `dataclasses` takes `slots=True`; what other decorators and bases make of a class is not followed.
        if object.escaped || data.opaque || data.mro.len() > 1 || NEEDS_DICT.iter().any(names) {
            return None;
        }
        // A class attribute of that name is a default, or a slot's descriptor would replace it.
        let clash = held.values.iter().any(|(n, _)| find(&data.attributes, *n).is_some());
        // A descriptor may keep something in the `__dict__`: `functools.cached_property`.
        let cached = data.attributes.iter().any(|&(n, v)| {
            let plain = self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Function(_)) || o.immortal);
            !plain && !self.text(n).starts_with("__")
        });
        let count = held.values.len() as u64;
        let each = sizes::instance_with_attributes(self.version, count)?;
        let slotted = sizes::instance_size(self.version, sizes::InstanceLayout::slots(count));
        let name = data.name.clone();
        (!clash && !cached && count > 0).then_some(Element::Instance { class: name, each, slotted })
    }
}
