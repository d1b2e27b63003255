//! `__name__`, `__doc__`, `__mro__`: what functions, methods and classes tell about themselves.

use super::Machine;
use super::attribute::find;
use super::machine::{Run, stop};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::heap::{Class, Maker, ObjId, Object, ObjectData, Type, Value};

impl Machine<'_> {
    /// An attribute that the interpreter computes: an owned reference, `None` if the name is not one of these.
    pub(super) fn special_attribute(&mut self, o: Value, name: Name) -> Run<Option<Value>> {
        let text = self.text(name).to_owned();
        if !(text.starts_with("__") && text.ends_with("__")) {
            return Ok(None);
        }
        let (id, object) = self.object(o)?;
        let data = &object.data;
        match (&text[..], data) {
            ("__class__", _) => self.class_of(o).map(Some),
            (_, ObjectData::Class(_)) => self.class_metadata(id, name, &text),
            ("__dict__", _) => self.dict_of(o).map(Some),
            (_, ObjectData::Function(_)) => self.function_metadata(id, name, &text),
            ("__self__", &ObjectData::Method { receiver: part, .. })
            | ("__func__", &ObjectData::Method { function: part, .. })
            | ("__func__" | "__wrapped__", &ObjectData::Wrapper(part)) => {
                self.incref(part);
                Ok(Some(part))
            }
            ("__name__" | "__doc__" | "__qualname__", &ObjectData::Method { function, .. })
                if self.known(function).is_some_and(|(_, o)| o.is(Type::Function)) =>
            {
                self.load_attr(function, name).map(Some)
            }
            ("__name__", ObjectData::Builtin(full)) => {
                let last = full.rsplit('.').next().unwrap_or(full);
                let v = self.string(last);
                self.leave_shared(v);
                Ok(Some(v))
            }
            // A property keeps the docstring of its getter as its own.
            ("__doc__", ObjectData::Property(parts)) => {
                let doc = parts[3];
                let doc = if doc.is_bound() { doc } else { Value::NONE };
                self.incref(doc);
                Ok(Some(doc))
            }
            ("__doc__" | "__module__", ObjectData::Instance(_)) => {
                let Class::User(class) = object.class else { return Ok(None) };
                self.load_attr(class.into(), name).map(Some)
            }
            ("__doc__" | "__module__" | "__self__" | "__wrapped__", _) => {
                Err(stop(format!("the attribute {text} is not modelled")))
            }
            _ => Ok(None),
        }
    }

    /// `type(o)`: an owned reference.
    pub(super) fn class_of(&mut self, o: Value) -> Run<Value> {
        if self.has_library_metaclass(o) {
            return Err(stop("the metaclass of a class is not modelled"));
        }
        match self.object(o)?.1.class {
            Class::User(class) => {
                self.incref(class.into());
                Ok(class.into())
            }
            Class::Builtin(Type::Exception) => self.class_of_exception(o),
            Class::Builtin(t) => match super::builtins::class_of(t) {
                Some(name) => Ok(self.builtin(name)),
                None => Err(stop(format!("the class {} as a value", t.name()))),
            },
        }
    }

    fn function_metadata(&mut self, id: ObjId, name: Name, text: &str) -> Run<Option<Value>> {
        let ObjectData::Function(f) = &self.heap.get(id).data else { return Ok(None) };
        if let Some(v) = find(&f.assigned, name) {
            self.incref(v);
            return Ok(Some(v));
        }
        let code = self.code(f.code);
        let part = |v: Value| if v.is_bound() { v } else { Value::NONE };
        let v = match text {
            "__name__" => return self.own_text(code.name.to_string()),
            "__qualname__" => return self.own_text(code.qualname.to_string()),
            "__module__" => return self.own_text("__main__".to_owned()),
            "__doc__" => match code.doc.filter(|_| self.abs.is_some()) {
                Some(id) => self.constant(id),
                None => part(f.doc),
            },
            "__defaults__" => part(f.defaults),
            "__kwdefaults__" => part(f.keyword_defaults),
            "__closure__" => part(f.closure),
            "__code__" if self.abs.is_none() => {
                let code = f.code;
                self.code_object(code)
            }
            "__annotations__" | "__code__" | "__globals__" | "__builtins__" | "__type_params__" | "__annotate__" => {
                return Err(stop(format!("the attribute {text} is not modelled")));
            }
            "__call__" => return Err(stop(format!("the attribute {text} is not modelled"))),
            _ => return Ok(None),
        };
        self.incref(v);
        Ok(Some(v))
    }

    /// From 3.10 to 3.13 static and class methods ask for the function's `__annotations__`, which makes them a dict, and
    /// keep it.
    pub(super) fn copy_annotations(&mut self, function: Value, wrapper: Value) -> Run<()> {
        if self.abs.is_some() || !(PythonVersion::PY310..=PythonVersion::PY313).contains(&self.version) {
            return Ok(());
        }
        let Some(dict) = self.annotations_of(function)? else { return Ok(()) };
        let name = self.intern("__annotations__");
        let (id, _) = self.object(wrapper)?;
        self.own_attributes_mut(id).values.push((name, dict));
        Ok(())
    }

    /// `f.__annotations__` up to 3.13: an owned reference. The names and values become a dict when first asked for.
    pub(super) fn annotations_of(&mut self, function: Value) -> Run<Option<Value>> {
        let Some((id, Object { data: ObjectData::Function(f), .. })) = self.known(function) else { return Ok(None) };
        let old = f.annotations;
        if self.known(old).is_some_and(|(_, o)| o.is(Type::Dict)) {
            self.incref(old);
            return Ok(Some(old));
        }
        let dict = self.new_dict();
        for pair in self.sequence_items(old).unwrap_or_default().chunks_exact(2) {
            pair.iter().for_each(|&v| self.incref(v));
            self.dict_store(dict, pair[0], pair[1])?;
        }
        if let ObjectData::Function(f) = &mut self.heap.get_mut(id).data {
            f.annotations = dict;
        }
        self.incref(dict);
        if old.is_bound() {
            self.decref(old)?;
        }
        Ok(Some(dict))
    }

    /// A string that the interpreter owns, too.
    fn own_text(&mut self, text: String) -> Run<Option<Value>> {
        let v = self.string(&text);
        self.leave_shared(v);
        Ok(Some(v))
    }

    fn class_metadata(&mut self, id: ObjId, name: Name, text: &str) -> Run<Option<Value>> {
        let ObjectData::Class(d) = &self.heap.get(id).data else { return Ok(None) };
        match text {
            "__name__" => {
                let text = d.name.clone();
                self.own_text(text)
            }
            "__qualname__" => match find(&d.attributes, name) {
                Some(v) => {
                    self.incref(v);
                    Ok(Some(v))
                }
                None => Err(stop("an unknown __qualname__")),
            },
            "__doc__" if find(&d.attributes, name).is_none() && d.made_by == Maker::Statement => Ok(Some(Value::NONE)),
            "__mro__" | "__bases__" | "__base__" if matches!(d.made_by, Maker::Enum(_)) => {
                Err(stop(format!("{text} of an Enum is not modelled")))
            }
            "__mro__" => {
                let order = self.order_of(id);
                Ok(Some(self.untold_tuple(order)))
            }
            "__bases__" => {
                let bases = d.bases;
                if self.sequence_items(bases).unwrap_or_default().is_empty() {
                    let object = self.builtin("object");
                    return Ok(Some(self.untold_tuple(vec![object])));
                }
                self.incref(bases);
                Ok(Some(bases))
            }
            "__base__" => {
                let base = match self.sequence_items(d.bases).unwrap_or_default()[..] {
                    [base] => base,
                    [] => self.builtin("object"),
                    _ => return Err(stop("the attribute __base__ is not modelled")),
                };
                self.incref(base);
                Ok(Some(base))
            }
            "__dict__" => {
                self.incref(id.into());
                Ok(Some(self.make_builtin(Type::MappingProxy, ObjectData::ClassDict(id.into()))))
            }
            _ => Ok(None),
        }
    }

    /// A class and what it inherits from, `object` included.
    pub(super) fn order_of(&mut self, class: ObjId) -> Vec<Value> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Vec::new() };
        let (mut all, base): (Vec<Value>, Type) = (d.mro.iter().map(|&c| c.into()).collect(), d.base);
        if base == Type::Type && !all.contains(&self.builtin("type")) {
            all.push(self.builtin("type"));
        }
        all.push(self.builtin("object"));
        all
    }

    /// `C.__dict__[name]`, borrowed; what the interpreter itself put there is not told.
    pub(super) fn class_dict_item(&self, dict: Value, name: Value) -> Run<Option<Value>> {
        let ObjectData::ClassDict(class) = self.object(dict)?.1.data else { return Err(stop("not a class dict")) };
        let ObjectData::Class(d) = &self.object(class)?.1.data else { return Err(stop("not a class dict")) };
        let Some(text) = self.as_str(name) else { return Err(stop("a class dict with an unknown name")) };
        let found = d.attributes.iter().find(|(n, _)| self.text(*n) == text).map(|&(_, v)| v);
        if text.starts_with("__") && (found.is_none() || text == "__qualname__") {
            return Err(stop(format!("{text} in a class dict is not modelled")));
        }
        Ok(found)
    }

    /// A tuple that the class owns as well.
    fn untold_tuple(&mut self, items: Vec<Value>) -> Value {
        items.iter().for_each(|&v| self.incref(v));
        let v = self.tuple(items);
        self.leave_shared(v);
        v
    }
}
