//! `dataclasses`: a decorator that reads the fields off the annotations and makes methods of them.

use super::{Call, Native};
use crate::bytecode::{AnnotationKind, CompareOp, Name};
use crate::heap::{Class, Field, Generated, Maker, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::{find, remove, replace};
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Interrupt, Run, stop, untold};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("dataclasses.dataclass", dataclass),
    ("dataclasses.dataclass.with", with_options),
    ("dataclasses.field", field),
    ("dataclasses.replace", replaced),
    ("dataclasses.fields", fields),
    ("dataclasses.is_dataclass", |m, c| {
        let [v] = c.exactly()?;
        m.concretely()?;
        Ok(Value::bool(fields_in(m, v).is_some()))
    }),
    ("dataclasses.asdict", |m, c| {
        let [v] = c.exactly()?;
        parts_of(m, v, Parts::Dict)
    }),
    ("dataclasses.astuple", |m, c| {
        let [v] = c.exactly()?;
        parts_of(m, v, Parts::Tuple)
    }),
];

/// What the decorator was told.
struct Options {
    init: bool,
    repr: bool,
    eq: bool,
    order: bool,
    frozen: bool,
    keyword_only: bool,
    slots: bool,
}

fn dataclass(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if m.abs.is_some() {
        return Err(stop("the analysis knows the library by its effects"));
    }
    match c.arguments.positional[..] {
        [class] if c.arguments.keywords.is_empty() => decorate(m, class, &Arguments::default()),
        [] => {
            // The decorator proper waits for the class.
            let options = m.new_dict();
            for &(name, v) in &c.arguments.keywords {
                let key = m.name_string(name);
                m.incref(v);
                m.dict_store(options, key, v)?;
            }
            let function = m.builtin("dataclasses.dataclass.with");
            let v = m.make_builtin(Type::BuiltinFunction, ObjectData::Method { function, receiver: options });
            m.leave_untold(v);
            Ok(v)
        }
        _ => Err(stop("this form of dataclass is not modelled")),
    }
}

fn with_options(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [class] = c.exactly()?;
    let ObjectData::Dict(d) = m.object(c.receiver)?.1.data.clone() else { return Err(stop("unknown options")) };
    let mut options = Arguments::default();
    for (key, v) in d.iter() {
        let text = m.as_str(key).unwrap_or_default().to_owned();
        options.keywords.push((m.intern(&text), v));
    }
    decorate(m, class, &options)
}

fn decorate(m: &mut Machine<'_>, class: Value, given: &Arguments) -> Run<Value> {
    let mut options =
        Options { init: true, repr: true, eq: true, order: false, frozen: false, keyword_only: false, slots: false };
    for &(name, v) in &given.keywords {
        let on = m.truth(v)?.ok_or_else(|| stop("an unknown option"))?;
        match m.text(name) {
            "init" => options.init = on,
            "repr" => options.repr = on,
            "eq" => options.eq = on,
            "order" => options.order = on,
            "frozen" => options.frozen = on,
            "kw_only" => options.keyword_only = on,
            "slots" => options.slots = on,
            _ if !on => {}
            other => return Err(stop(format!("dataclass({other}=..) is not modelled"))),
        }
    }
    let (id, _) = m.object(class)?;
    if let ObjectData::Class(d) = &m.heap.get(id).data {
        const VALUES: i64 = 1;
        let annotate = d.annotate;
        m.ask_for_annotations(annotate, VALUES)?;
    }
    let fields = fields_of(m, id, &options)?;
    m.add_data_class_methods(id, &options, fields)?;
    if options.slots {
        return m.with_slots(id);
    }
    m.incref(class);
    Ok(class)
}

/// Fields of the bases first, then those that the class annotates.
fn fields_of(m: &mut Machine<'_>, id: ObjId, options: &Options) -> Run<Vec<Field>> {
    let ObjectData::Class(d) = &m.heap.get(id).data else {
        return Err(stop("dataclass of something that is no class"));
    };
    let (annotated, order) = (d.annotated.clone(), d.mro.clone());
    let mut fields: Vec<Field> = Vec::new();
    let mut add = |field: Field| match fields.iter_mut().find(|f| f.name == field.name) {
        Some(old) => *old = field,
        None => fields.push(field),
    };
    for &base in order[1..].iter().rev() {
        if let ObjectData::Class(d) = &m.heap.get(base).data
            && let Maker::DataClass(inherited) = &d.made_by
        {
            inherited.iter().copied().for_each(&mut add);
        }
    }
    let mut keyword_only = options.keyword_only;
    for a in annotated {
        match a.kind {
            AnnotationKind::Field => add(m.field_of(id, a.name, keyword_only)?),
            AnnotationKind::InitVariable => {
                let field = m.field_of(id, a.name, keyword_only)?;
                add(Field { passed_on: true, repr: false, compare: false, ..field });
            }
            AnnotationKind::KeywordsFollow => keyword_only = true,
            AnnotationKind::ClassVariable => {}
            AnnotationKind::Special => return Err(stop("an annotation in a string is not modelled")),
        }
    }
    Ok(fields)
}

impl Machine<'_> {
    /// The class attribute of a field is its default, or says more by `field(..)`.
    fn field_of(&mut self, class: ObjId, name: Name, keyword_only: bool) -> Run<Field> {
        let mut field = Field { keyword_only, ..Field::new(name) };
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("not a class")) };
        let Some(v) = find(&d.attributes, name) else { return Ok(field) };
        let (_, object) = self.object(v)?;
        match &object.data {
            ObjectData::Field(given) => {
                field = Field { name, keyword_only: keyword_only || given.keyword_only, ..**given };
                let default = field.default;
                self.incref(default);
                let ObjectData::Class(d) = &mut self.heap.get_mut(class).data else { return Err(stop("not a class")) };
                if default.is_bound() {
                    replace(&mut d.attributes, name, default);
                } else {
                    remove(&mut d.attributes, name);
                }
                // The `Field` lives on in `__dataclass_fields__`.
            }
            ObjectData::List(_) | ObjectData::Dict(_) => return Err(self.mutable_default(class, name, v)?),
            ObjectData::Set(_) if object.is(Type::Set) => return Err(self.mutable_default(class, name, v)?),
            ObjectData::Instance(_) => return Err(stop("an object as the default of a field")),
            ObjectData::Property(_) | ObjectData::Member(_) | ObjectData::Function(_) => {
                return Err(stop("a descriptor as the default of a field"));
            }
            _ => field.default = v,
        }
        for v in [field.default, field.factory] {
            if v.is_bound() {
                // `Field` and `__init__` own it, too.
                self.incref(v);
                self.leave_owners_untold(v);
            }
        }
        Ok(field)
    }

    /// `xs: list = []`: the frames of the decorator, which the traceback owns, hold the class and the default.
    fn mutable_default(&mut self, class: ObjId, name: Name, default: Value) -> Run<Interrupt> {
        let plain = matches!(self.object(default)?.1.class, Class::Builtin(Type::List | Type::Dict | Type::Set));
        let kind = self.name_of_type(default).filter(|_| plain).ok_or_else(|| stop("a default of this class"))?;
        let field = self.text(name);
        let message = format!("mutable default <class '{kind}'> for field {field} is not allowed: use default_factory");
        for v in [class.into(), default] {
            self.leave_owners_untold(v);
            self.leave_uncounted(v);
        }
        let class_of_error = self.builtin("ValueError");
        self.raise_in_library(class_of_error, &message, &[class.into(), default])
    }

    fn leave_owners_untold(&mut self, v: Value) {
        if let Some((id, _)) = self.known(v) {
            self.heap.get_mut(id).shared = true;
        }
    }

    fn add_data_class_methods(&mut self, id: ObjId, options: &Options, fields: Vec<Field>) -> Run<()> {
        let mut methods: Vec<(&str, Generated)> = Vec::new();
        if options.init {
            methods.push(("__init__", Generated::Init));
        }
        if options.repr {
            methods.push(("__repr__", Generated::Repr));
        }
        if options.eq {
            methods.push(("__eq__", Generated::Compare(CompareOp::Eq)));
        }
        if options.order {
            methods.extend([
                ("__lt__", Generated::Compare(CompareOp::Lt)),
                ("__le__", Generated::Compare(CompareOp::Le)),
                ("__gt__", Generated::Compare(CompareOp::Gt)),
                ("__ge__", Generated::Compare(CompareOp::Ge)),
            ]);
        }
        if options.eq && options.frozen {
            methods.push(("__hash__", Generated::Hash));
        }
        let mut new = Vec::new();
        for (name, what) in methods {
            let name = self.intern(name);
            new.push((name, self.generated(id, what)));
        }
        if options.eq && !options.frozen {
            new.push((self.intern("__hash__"), Value::NONE));
        }
        if options.frozen {
            for (name, what) in [("__setattr__", Generated::SetAttribute), ("__delattr__", Generated::DeleteAttribute)]
            {
                let name = self.intern(name);
                new.push((name, self.generated(id, what)));
            }
        }
        let ObjectData::Class(d) = &mut self.heap.get_mut(id).data else { return Err(stop("not a class")) };
        // What the class body defines itself stays.
        new.retain(|(name, _)| find(&d.attributes, *name).is_none());
        d.attributes.extend(new);
        d.made_by = Maker::DataClass(fields);
        Ok(())
    }
}

/// `field(default_factory=list, repr=False)`
fn field(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if !c.arguments.positional.is_empty() {
        return Err(stop("this form of field is not modelled"));
    }
    let name = m.intern("");
    let mut field = Field::new(name);
    for &(name, v) in &c.arguments.keywords {
        let text = m.text(name).to_owned();
        match text.as_str() {
            "default" => field.default = v,
            "default_factory" => field.factory = v,
            _ => {
                let on = m.truth(v)?.ok_or_else(|| stop("an unknown option"))?;
                match text.as_str() {
                    "init" => field.init = on,
                    "repr" => field.repr = on,
                    "compare" => field.compare = on,
                    "kw_only" => field.keyword_only = on,
                    _ => return Err(stop(format!("field({text}=..) is not modelled"))),
                }
            }
        }
    }
    for v in [field.default, field.factory] {
        m.incref(v);
    }
    let v = m.make_builtin(Type::Field, ObjectData::Field(Box::new(field)));
    m.leave_untold(v);
    Ok(v)
}

/// `replace(o, x=1)`: a new object with some fields changed.
fn replaced(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o] = c.arguments.positional[..] else { return Err(untold("TypeError")) };
    let class = m.user_class(o).ok_or_else(|| stop("replace of this object"))?;
    let ObjectData::Class(d) = &m.heap.get(class).data else { return Err(stop("not a class")) };
    let Maker::DataClass(fields) = d.made_by.clone() else { return Err(stop("replace of this object")) };
    let mut arguments = Arguments { positional: Vec::new(), keywords: c.arguments.keywords.clone() };
    let mut held = Vec::new();
    for f in fields.iter().filter(|f| f.init && !f.passed_on) {
        if arguments.keywords.iter().all(|(n, _)| *n != f.name) {
            let v = m.load_attr(o, f.name)?;
            held.push(v);
            arguments.keywords.push((f.name, v));
        }
    }
    let v = m.call_class(class, &arguments)?;
    m.decref_all(held)?;
    Ok(v)
}

/// The fields of a data class, or of an object of one.
fn fields_in(m: &Machine<'_>, v: Value) -> Option<Vec<Field>> {
    let (_, object) = m.known(v)?;
    let class = match (&object.data, object.class) {
        (ObjectData::Class(d), _) => d,
        (_, Class::User(class)) => match &m.heap.get(class).data {
            ObjectData::Class(d) => d,
            _ => return None,
        },
        _ => return None,
    };
    class.mro.iter().find_map(|&c| match &m.heap.get(c).data {
        ObjectData::Class(d) => match &d.made_by {
            Maker::DataClass(fields) => Some(fields.clone()),
            _ => None,
        },
        _ => None,
    })
}

/// `fields(C)`: a new tuple of what the class owns.
fn fields(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.concretely()?;
    let fields = fields_in(m, v).ok_or_else(|| untold("TypeError"))?;
    let mut all = Vec::new();
    for field in fields.into_iter().filter(|f| !f.passed_on) {
        [field.default, field.factory].into_iter().for_each(|v| m.incref(v));
        let v = m.make_builtin(Type::Field, ObjectData::Field(Box::new(field)));
        m.leave_shared(v);
        all.push(v);
    }
    Ok(m.tuple(all))
}

/// What becomes of the objects of data classes: `asdict`, `astuple`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    Dict,
    Tuple,
}

/// The fields of an object and of those inside it; all other values are copied deeply.
fn parts_of(m: &mut Machine<'_>, v: Value, parts: Parts) -> Run<Value> {
    m.burn(1)?;
    let (_, object) = m.object(v)?;
    let of_class = match object.class {
        Class::User(class) => match &m.heap.get(class).data {
            ObjectData::Class(d) => Some(d.made_by.clone()),
            _ => None,
        },
        Class::Builtin(_) => None,
    };
    if let Some(Maker::DataClass(fields)) = of_class {
        let fields: Vec<Field> = fields.into_iter().filter(|f| !f.passed_on).collect();
        return fields_as(m, v, &fields, parts);
    }
    let (ty, data) = (object.class, object.data.clone());
    match data {
        ObjectData::List(l) if ty == Class::Builtin(Type::List) => {
            let items = l.items.iter().map(|&i| m.nested(|m| parts_of(m, i, parts))).collect::<Run<Vec<Value>>>()?;
            // By way of a generator up to 3.11.
            Ok(m.list_with(items, u64::MAX))
        }
        ObjectData::Tuple(items) if ty == Class::Builtin(Type::Tuple) => {
            let items = items.iter().map(|&i| m.nested(|m| parts_of(m, i, parts))).collect::<Run<Vec<Value>>>()?;
            Ok(m.tuple(items))
        }
        ObjectData::Int(_) | ObjectData::Float(_) | ObjectData::Str(_) | ObjectData::Bool(_)
            if matches!(ty, Class::Builtin(_)) =>
        {
            m.incref(v);
            Ok(v)
        }
        _ if v == Value::NONE => Ok(v),
        _ => Err(stop("the parts of this object are not modelled")),
    }
}

fn fields_as(m: &mut Machine<'_>, v: Value, fields: &[Field], parts: Parts) -> Run<Value> {
    let mut values = Vec::new();
    for f in fields {
        let value = m.load_attr(v, f.name)?;
        values.push(m.nested(|m| parts_of(m, value, parts))?);
        m.decref(value)?;
    }
    if parts == Parts::Tuple {
        return Ok(m.tuple(values));
    }
    let dict = m.new_dict();
    for (f, value) in fields.iter().zip(values) {
        let key = m.name_string(f.name);
        m.dict_store(dict, key, value)?;
    }
    Ok(dict)
}
