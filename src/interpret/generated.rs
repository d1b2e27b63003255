//! Methods that the library makes for a class: of named tuples and data classes.
//!
//! They are Python functions of no file, so nothing of them shows but what they do.

use super::Machine;
use super::attribute::find;
use super::call::Arguments;
use super::machine::{Run, stop, untold};
use crate::bytecode::{CompareOp, Name};
use crate::config::PythonVersion;
use crate::heap::{Class, Field, Generated, Maker, ObjId, Object, ObjectData, Type, Value};

impl Machine<'_> {
    /// A function of a class that `what` describes.
    pub(super) fn generated(&mut self, class: ObjId, what: Generated) -> Value {
        self.make_builtin(Type::Function, ObjectData::Generated { class, what })
    }

    pub(super) fn call_generated(&mut self, class: ObjId, what: Generated, arguments: &Arguments) -> Run<Value> {
        if self.abs.is_some() {
            return Err(stop("a generated method is not modelled"));
        }
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("not a class")) };
        match d.made_by.clone() {
            Maker::NamedTuple { fields, defaults } => self.call_of_named_tuple(what, &fields, &defaults, arguments),
            Maker::DataClass(fields) => self.call_of_data_class(class, what, &fields, arguments),
            _ => Err(stop("a generated method is not modelled")),
        }
    }

    /// Values for names in order, by position or keyword; unbound where none is given.
    pub(super) fn bind_names(&mut self, names: &[Name], positional: usize, a: &Arguments) -> Run<Vec<Value>> {
        if a.positional.len() > positional {
            return Err(untold("TypeError"));
        }
        let mut values = a.positional.clone();
        values.resize(names.len(), Value::UNBOUND);
        for &(name, v) in &a.keywords {
            match names.iter().position(|&n| n == name) {
                Some(at) if !values[at].is_bound() => values[at] = v,
                Some(_) => return Err(untold("TypeError")),
                None => return Err(untold("TypeError")),
            }
        }
        Ok(values)
    }

    /// `Outer.Inner`
    pub(super) fn qualified_name(&self, class: ObjId) -> Option<String> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return None };
        let name = find(&d.attributes, self.program().names.get("__qualname__")?)?;
        self.as_str(name).map(str::to_owned)
    }

    /// `Name(a=1, b=2)`
    fn text_of_fields(&mut self, v: Value, fields: &[(Name, Value)]) -> Run<Value> {
        let class = self.user_class(v).ok_or_else(|| stop("an object of an unknown class"))?;
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("not a class")) };
        let named_tuple = matches!(d.made_by, Maker::NamedTuple { .. }) || d.base == Type::Tuple;
        let name = self.qualified_name(class).filter(|_| !named_tuple).unwrap_or_else(|| d.name.clone());
        let mut parts = Vec::new();
        for &(field, v) in fields {
            let Some(text) = self.text_of(v, ["__repr__", "__repr__"])? else { return Ok(self.unknown(Type::Str)) };
            parts.push(format!("{}={text}", self.text(field)));
        }
        let text = format!("{name}({})", parts.join(", "));
        self.burn_result(text.len())?;
        Ok(self.string(&text))
    }

    // -- named tuples

    fn call_of_named_tuple(
        &mut self,
        what: Generated,
        fields: &[Name],
        defaults: &[Value],
        arguments: &Arguments,
    ) -> Run<Value> {
        let Some((&first, rest)) = arguments.positional.split_first() else {
            return Err(untold("TypeError"));
        };
        let rest = Arguments { positional: rest.to_vec(), keywords: arguments.keywords.clone() };
        match what {
            Generated::New => {
                let mut values = self.bind_names(fields, fields.len(), &rest)?;
                let without = fields.len() - defaults.len();
                for (at, v) in values.iter_mut().enumerate().filter(|(_, v)| !v.is_bound()) {
                    *v = *at.checked_sub(without).and_then(|i| defaults.get(i)).ok_or_else(|| untold("TypeError"))?;
                }
                self.new_named_tuple(first, values)
            }
            Generated::Make => {
                let [source] = rest.positional[..] else { return Err(untold("TypeError")) };
                let values = self.collect_hinted(source)?;
                let v = self.new_named_tuple(first, values.clone())?;
                self.decref_all(values)?;
                Ok(v)
            }
            Generated::Repr => {
                let items = self.sequence_items(first).unwrap_or_default();
                let pairs: Vec<(Name, Value)> = fields.iter().copied().zip(items).collect();
                self.text_of_fields(first, &pairs)
            }
            Generated::AsDict => {
                let items = self.sequence_items(first).unwrap_or_default();
                let dict = self.new_dict();
                for (&name, v) in fields.iter().zip(items) {
                    let key = self.name_string(name);
                    self.incref(v);
                    self.dict_store(dict, key, v)?;
                }
                Ok(dict)
            }
            Generated::Replace => {
                let class = self.class_of(first)?;
                let mut values = self.sequence_items(first).unwrap_or_default();
                for &(name, v) in &rest.keywords {
                    let at = fields.iter().position(|&f| f == name);
                    let Some(at) = at else { return Err(untold("ValueError")) };
                    values[at] = v;
                }
                let v = self.new_named_tuple(class, values)?;
                self.decref(class)?;
                Ok(v)
            }
            _ => Err(stop("a method of a named tuple is not modelled")),
        }
    }

    fn new_named_tuple(&mut self, class: Value, values: Vec<Value>) -> Run<Value> {
        let (class, _) = self.object(class)?;
        values.iter().for_each(|&v| self.incref(v));
        self.incref(class.into());
        Ok(self.make(Object::new(Class::User(class), ObjectData::Tuple(values.into()))))
    }

    // -- data classes

    fn call_of_data_class(
        &mut self,
        class: ObjId,
        what: Generated,
        fields: &[Field],
        arguments: &Arguments,
    ) -> Run<Value> {
        match what {
            Generated::Init => self.init_data_class(fields, arguments),
            Generated::Repr => {
                let [v] = arguments.positional[..] else { return Err(untold("TypeError")) };
                let shown: Vec<Name> = fields.iter().filter(|f| f.repr).map(|f| f.name).collect();
                let values = self.values_of(v, &shown)?;
                let pairs: Vec<(Name, Value)> = shown.into_iter().zip(values.iter().copied()).collect();
                let text = self.text_of_fields(v, &pairs)?;
                self.decref_all(values)?;
                Ok(text)
            }
            Generated::Hash => {
                let [v] = arguments.positional[..] else { return Err(untold("TypeError")) };
                let compared: Vec<Name> = fields.iter().filter(|f| f.compare).map(|f| f.name).collect();
                let values = self.values_of(v, &compared)?;
                let tuple = self.tuple(values);
                let hash = self.hash(tuple)?;
                self.decref(tuple)?;
                Ok(hash)
            }
            Generated::Compare(op) => {
                let [v, other] = arguments.positional[..] else { return Err(untold("TypeError")) };
                if self.user_class(v).is_none() || self.user_class(v) != self.user_class(other) {
                    return Ok(Value::NOT_IMPLEMENTED);
                }
                self.compare_data_classes(op, fields, v, other).map(Value::bool)
            }
            Generated::SetAttribute | Generated::DeleteAttribute => self.change_frozen(class, what, fields, arguments),
            _ => Err(stop("a method of a data class is not modelled")),
        }
    }

    /// Attributes in order: owned references.
    fn values_of(&mut self, v: Value, names: &[Name]) -> Run<Vec<Value>> {
        names.iter().map(|&n| self.load_attr(v, n)).collect()
    }

    fn compare_data_classes(&mut self, op: CompareOp, fields: &[Field], v: Value, other: Value) -> Run<bool> {
        let compared: Vec<Name> = fields.iter().filter(|f| f.compare).map(|f| f.name).collect();
        if op == CompareOp::Eq && self.version >= PythonVersion::PY313 {
            // Field by field, and not by way of two tuples.
            for &name in &compared {
                let (a, b) = (self.load_attr(v, name)?, self.load_attr(other, name)?);
                let equal = self.equal(a, b)?;
                self.decref_all([b, a])?;
                if !equal {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let (mine, theirs) = (self.values_of(v, &compared)?, self.values_of(other, &compared)?);
        let (mine, theirs) = (self.tuple(mine), self.tuple(theirs));
        let result = self.compare_bool(op, mine, theirs)?;
        self.decref_all([theirs, mine])?;
        Ok(result)
    }

    /// Arguments, defaults and factories in the order of the fields; then `__post_init__`.
    fn init_data_class(&mut self, fields: &[Field], arguments: &Arguments) -> Run<Value> {
        let Some((&o, rest)) = arguments.positional.split_first() else {
            return Err(untold("TypeError"));
        };
        let rest = Arguments { positional: rest.to_vec(), keywords: arguments.keywords.clone() };
        let mut given: Vec<Field> = fields.iter().copied().filter(|f| f.init).collect();
        given.sort_by_key(|f| f.keyword_only);
        let names: Vec<Name> = given.iter().map(|f| f.name).collect();
        let positional = given.iter().filter(|f| !f.keyword_only).count();
        let values = self.bind_names(&names, positional, &rest)?;
        let missing =
            given.iter().zip(&values).any(|(f, v)| !v.is_bound() && !f.default.is_bound() && !f.factory.is_bound());
        if missing {
            return Err(untold("TypeError"));
        }
        // The function's frame owns its arguments.
        let held: Vec<Value> = values.iter().copied().filter(|v| v.is_bound()).chain([o]).collect();
        held.iter().for_each(|&v| self.incref(v));
        let depth = self.in_c.len();
        self.in_c.extend(&held);
        let result = self.set_fields(o, fields, &names, &values);
        self.in_c.truncate(depth);
        result?;
        self.decref_all(held)?;
        Ok(Value::NONE)
    }

    fn set_fields(&mut self, o: Value, fields: &[Field], names: &[Name], values: &[Value]) -> Run<()> {
        let mut passed_on = Vec::new();
        for field in fields {
            let passed = names.iter().position(|&n| n == field.name).map_or(Value::UNBOUND, |at| values[at]);
            if field.passed_on {
                let v = if passed.is_bound() { passed } else { field.default };
                self.incref(v);
                passed_on.push(v);
                continue;
            }
            let v = if passed.is_bound() {
                self.incref(passed);
                passed
            } else if field.factory.is_bound() {
                self.call_function(field.factory, Vec::new())?
            } else if field.init && field.default.is_bound() {
                self.incref(field.default);
                field.default
            } else {
                continue;
            };
            self.generic_change(o, field.name, super::descriptor::Change::Set(v))?;
            self.decref(v)?;
        }
        let hook = self.intern("__post_init__");
        let Some(class) = self.user_class(o) else { return Ok(()) };
        if self.class_attribute(class, hook).is_none() {
            return self.decref_all(passed_on);
        }
        let (function, receiver) = {
            self.incref(o);
            self.load_method(o, hook)?
        };
        let mut passed = if receiver.is_bound() { vec![receiver] } else { Vec::new() };
        passed.extend(passed_on);
        let result = self.call_function(function, passed)?;
        self.decref_all([result, function])
    }
}
