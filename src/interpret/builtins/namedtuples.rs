//! `collections.namedtuple` and `typing.NamedTuple`.

use super::{Call, Native};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::heap::{Class, Generated, Maker, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::{find, replace};
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] =
    &[("collections.namedtuple", namedtuple), ("typing.NamedTuple", not_called)];

fn not_called(_: &mut Machine<'_>, _: &Call<'_>) -> Run<Value> {
    Err(stop("a call of NamedTuple is not modelled"))
}

/// `namedtuple("Point", "x y", defaults=[0])`
fn namedtuple(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [name, fields] = c.arguments.positional[..] else {
        return Err(stop("this form of namedtuple is not modelled"));
    };
    if m.abs.is_some() || c.arguments.keywords.iter().any(|(n, _)| m.text(*n) != "defaults") {
        return Err(stop("this form of namedtuple is not modelled"));
    }
    let Some(name) = m.as_str(name).map(str::to_owned) else { return Err(stop("a namedtuple of unknown name")) };
    let texts: Option<Vec<String>> = match m.as_str(fields) {
        Some(text) => Some(text.replace(',', " ").split_whitespace().map(str::to_owned).collect()),
        None => {
            m.sequence_items(fields).and_then(|items| items.iter().map(|&v| Some(m.as_str(v)?.to_owned())).collect())
        }
    };
    let Some(texts) = texts else { return Err(stop("a namedtuple with unknown fields")) };
    let fields: Vec<Name> = texts.iter().map(|t| m.intern(t)).collect();
    let defaults = match c.keyword(m, "defaults") {
        Some(v) => m.sequence_items(v).ok_or_else(|| stop("unknown defaults"))?,
        None => Vec::new(),
    };
    m.named_tuple_class(&name, fields, defaults, Vec::new())
}

impl Machine<'_> {
    /// The class with its fields; further names (owned) come from a class body.
    pub(in crate::interpret) fn named_tuple_class(
        &mut self,
        name: &str,
        fields: Vec<Name>,
        defaults: Vec<Value>,
        names: Vec<(Name, Value)>,
    ) -> Run<Value> {
        for &v in &defaults {
            // The function `__new__` and the class own them.
            self.incref(v);
            self.leave_shared(v);
        }
        let base = self.builtin("tuple");
        let base = self.tuple(vec![base]);
        let slots = self.intern("__slots__");
        let empty = self.tuple(Vec::new());
        let v = self.new_class(Class::Builtin(Type::Type), name, base, vec![(slots, empty)], Vec::new())?;
        self.decref(base)?;
        let (id, _) = self.object(v)?;
        self.fill_named_tuple(id, &fields, &defaults, names)?;
        if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
            d.made_by = Maker::NamedTuple { fields, defaults };
        }
        Ok(v)
    }

    fn fill_named_tuple(
        &mut self,
        id: ObjId,
        fields: &[Name],
        defaults: &[Value],
        names: Vec<(Name, Value)>,
    ) -> Run<()> {
        let mut attributes = Vec::new();
        let strings: Vec<Value> = fields.iter().map(|&f| self.name_string(f)).collect();
        let all = self.tuple(strings);
        self.leave_shared(all);
        attributes.push((self.intern("_fields"), all));
        if self.version >= PythonVersion::PY310 {
            self.incref(all);
            attributes.push((self.intern("__match_args__"), all));
        }
        let by_name = self.new_dict();
        for (&field, &v) in fields[fields.len() - defaults.len()..].iter().zip(defaults) {
            let key = self.name_string(field);
            self.incref(v);
            self.dict_store(by_name, key, v)?;
        }
        self.leave_shared(by_name);
        attributes.push((self.intern("_field_defaults"), by_name));
        let new = self.generated(id, Generated::New);
        let new = self.make_builtin(Type::StaticMethod, ObjectData::Wrapper(new));
        attributes.push((self.intern("__new__"), new));
        for (name, what) in
            [("__repr__", Generated::Repr), ("_asdict", Generated::AsDict), ("_replace", Generated::Replace)]
        {
            let function = self.generated(id, what);
            attributes.push((self.intern(name), function));
        }
        let make = self.generated(id, Generated::Make);
        let make = self.make_builtin(Type::ClassMethod, ObjectData::Wrapper(make));
        attributes.push((self.intern("_make"), make));
        for (at, &field) in fields.iter().enumerate() {
            let getter = self.make_builtin(Type::TupleGetter, ObjectData::TupleGetter(at as u32));
            attributes.push((field, getter));
        }
        for (name, v) in names {
            if let Some(old) = replace(&mut attributes, name, v) {
                self.decref(old)?;
            }
        }
        if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
            for (name, v) in attributes {
                replace(&mut d.attributes, name, v);
            }
        }
        Ok(())
    }

    /// `class P(NamedTuple):`: values of annotated names are defaults, the rest of the body is put into the class.
    pub(in crate::interpret) fn class_of_named_tuple(
        &mut self,
        name: &str,
        mut names: Vec<(Name, Value)>,
        fields: Vec<Name>,
    ) -> Run<Value> {
        let defaults: Vec<Value> = fields.iter().filter_map(|&f| find(&names, f)).collect();
        names.retain(|(n, _)| !fields.contains(n));
        let v = self.named_tuple_class(name, fields, defaults.clone(), names)?;
        self.decref_all(defaults)?;
        Ok(v)
    }
}
