//! Data classes: the decorator gives the class back, with a constructor that keeps its arguments in the fields.

use crate::bytecode::{Annotated, AnnotationKind, CodeId, Name};
use crate::heap::{ObjId, Object, ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::find;
use crate::interpret::call::Arguments;
use crate::interpret::machine::Run;

pub(super) const DECORATOR: &str = "dataclasses.dataclass";
const WITH_OPTIONS: &str = "dataclasses.dataclass.with";

/// Methods that the decorator makes, and that no code of the file describes.
const GENERATED: &[&str] = &["__eq__", "__repr__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__"];

impl Machine<'_> {
    /// `@dataclass`, `@dataclass(frozen=True)`
    pub(super) fn data_class_call(&mut self, function: &str, arguments: &Arguments) -> Option<Value> {
        match (function, &arguments.positional[..]) {
            (DECORATOR, []) if arguments.keywords.iter().any(|(n, _)| self.text(*n) == "init") => Some(Value::OPAQUE),
            (DECORATOR, []) => Some(self.builtin(WITH_OPTIONS)),
            (DECORATOR | WITH_OPTIONS, &[class]) => {
                let (id, Object { data: ObjectData::Class(_), .. }) = self.known(class)? else { return None };
                self.add_generated(id);
                Some(class)
            }
            _ => None,
        }
    }

    /// What these do is not known: two objects that are equal are not one object.
    fn add_generated(&mut self, class: ObjId) {
        let names: Vec<Name> = GENERATED.iter().map(|n| self.intern(n)).collect();
        if let ObjectData::Class(d) = &mut self.heap.get_mut(class).data {
            for name in names {
                if find(&d.attributes, name).is_none() {
                    d.attributes.push((name, Value::OPAQUE));
                }
            }
        }
    }

    /// What a class body annotates for the constructor of a data class, those for keywords alone at the end.
    pub(super) fn init_fields(&self, body: CodeId, bound: &[(Name, Value)]) -> Vec<Annotated> {
        let field = |name: Name| match self.known(find(bound, name)?)?.1.data {
            ObjectData::Field(ref field) => Some((field.init, field.keyword_only)),
            _ => None,
        };
        let all = self.code(body).annotated.iter().filter(|a| a.kind != AnnotationKind::ClassVariable);
        let taken = all.filter(|a| field(a.name).is_none_or(|(init, _)| init)).cloned();
        let (last, mut out): (Vec<Annotated>, Vec<Annotated>) =
            taken.partition(|a| field(a.name).is_some_and(|(_, keyword_only)| keyword_only));
        out.extend(last);
        out
    }

    /// A class without a constructor in view that takes arguments: a decorator has made one, which keeps them in the
    /// fields that the class and its bases annotate.
    pub(super) fn generated_init(&mut self, class: ObjId, instance: Value, arguments: &Arguments) -> Run<()> {
        let fields = self.fields(class);
        let positional = fields.iter().copied().zip(arguments.positional.iter().copied());
        let mut given: Vec<(Name, Value)> = positional.collect();
        given.extend(arguments.keywords.iter().copied().filter(|(n, _)| fields.contains(n)));
        if given.len() < arguments.values().count() {
            let values: Vec<Value> = arguments.values().collect();
            self.pass_on(&values);
            return Ok(());
        }
        for (name, v) in given {
            self.abstract_store_attr(instance, name, v);
        }
        let after = self.intern("__post_init__");
        if let Some(function) = self.class_attribute(class, after)
            && let Some((_, Object { data: ObjectData::Function(data), .. })) = self.known(function)
        {
            let data = data.clone();
            self.call_in_view(function, &data, instance, Arguments::default())?;
        }
        Ok(())
    }

    /// In the order of the constructor's parameters; none where one of them is no field: `InitVar`.
    fn fields(&self, class: ObjId) -> Vec<Name> {
        let ObjectData::Class(data) = &self.heap.get(class).data else { return Vec::new() };
        let bases = data.mro.iter().rev().filter_map(|&base| match &self.heap.get(base).data {
            ObjectData::Class(d) => Some(d),
            _ => None,
        });
        let mut out: Vec<Name> = Vec::new();
        for a in bases.flat_map(|d| &d.annotated) {
            if !matches!(a.kind, AnnotationKind::Field | AnnotationKind::ClassVariable) {
                return Vec::new();
            }
            if !out.contains(&a.name) {
                out.push(a.name);
            }
        }
        out
    }
}
