//! Builtins about classes and attributes: `super`, `isinstance`, `getattr`, `object.__new__`, `property`.

use super::{Call, Native};
use crate::bytecode::{Name, SlotKind};
use crate::heap::{Class, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::descriptor::Change;
use crate::interpret::lookup::Attribute;
use crate::interpret::machine::{Run, stop, untold};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("super", super_),
    ("isinstance", isinstance),
    ("issubclass", issubclass),
    ("type", type_),
    ("property", property),
    ("property.setter", setter),
    ("property.getter", getter),
    ("property.deleter", deleter),
    ("getattr", getattr),
    ("hasattr", hasattr),
    ("setattr", setattr),
    ("delattr", delattr),
    ("vars", vars),
    ("object.__new__", new),
    ("object.__init__", nothing),
    ("object.__init_subclass__", nothing),
    ("object.__getattribute__", getattribute),
    ("object.__setattr__", set_attribute),
    ("object.__delattr__", del_attribute),
    ("list.__new__", new),
    ("dict.__new__", new),
    ("set.__new__", new),
    ("tuple.__new__", new),
    ("int.__new__", new),
    ("float.__new__", new),
    ("str.__new__", new),
    ("type.__new__", new),
    ("type.__init__", nothing),
    ("type.__call__", type_call),
    ("type.mro", mro),
    ("type.__subclasses__", subclasses),
    ("types.method", |m, c| {
        // `types.MethodType(f, o)`
        let [function, receiver] = c.exactly()?;
        m.concretely()?;
        m.incref(function);
        m.incref(receiver);
        Ok(m.make_builtin(Type::Method, ObjectData::Method { function, receiver }))
    }),
];

/// `super()` and `super(C, self)`.
fn super_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (class, receiver) = match c.positional()? {
        [] => implicit_super(m)?,
        &[class, receiver] => (class, receiver),
        _ => return Err(stop("this form of super is not modelled")),
    };
    let (id, object) = m.object(class)?;
    if !matches!(object.data, ObjectData::Class(_)) {
        return Err(stop("super of this class is not modelled"));
    }
    m.incref(class);
    m.incref(receiver);
    Ok(m.make_builtin(Type::Super, ObjectData::Super { class: id, receiver }))
}

/// The cell `__class__` of the running method, and its first argument.
fn implicit_super(m: &Machine<'_>) -> Run<(Value, Value)> {
    let missing = || stop("super() without a class");
    let frame = &m.frames[m.frame()];
    let code = m.code(frame.code);
    let name = m.program().names.get("__class__").ok_or_else(missing)?;
    let slot = code.slots.iter().position(|s| *s == (name, SlotKind::Free)).ok_or_else(missing)?;
    let contents = |v: Value| match m.known(v) {
        Some((_, Object { data: ObjectData::Cell(inside), .. })) => *inside,
        _ => v,
    };
    let first = frame.slots.first().copied().filter(|_| code.parameters() > 0).ok_or_else(missing)?;
    Ok((contents(frame.slots[slot]), contents(first)))
}

fn classes_in(m: &Machine<'_>, class: Value) -> Run<Vec<Value>> {
    match &m.object(class)?.1.data {
        ObjectData::Tuple(classes) => {
            let mut all = Vec::new();
            for &c in classes.iter() {
                all.extend(if m.object(c)?.1.is(Type::Tuple) { classes_in(m, c)? } else { vec![c] });
            }
            Ok(all)
        }
        _ => Ok(vec![class]),
    }
}

fn isinstance(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v, class] = c.exactly()?;
    m.instance_of(v, class).map(Value::bool)
}

impl Machine<'_> {
    /// `isinstance(v, class)`, where the class may be a tuple of classes.
    pub(in crate::interpret) fn instance_of(&mut self, v: Value, class: Value) -> Run<bool> {
        let own = self.object(v)?.1.class;
        let exception = self.exception(v).is_some();
        for class in classes_in(self, class)? {
            let methods_decide = self.collections_abc(class).is_some();
            if methods_decide && self.has_library_metaclass(v) {
                return Err(stop("isinstance of a class with a metaclass of the library"));
            }
            let is_one = if exception && !methods_decide {
                self.is_exception_of(v, class)?
            } else {
                self.is_subclass(own, class)?
            };
            if is_one {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn issubclass(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [class, of] = c.exactly()?;
    let (id, object) = m.object(class)?;
    let own = match object.data {
        ObjectData::Class(_) => Class::User(id),
        ObjectData::Builtin(name) => {
            let known = Type::ALL.iter().copied().find(|t| t.name() == name && super::is_class(name));
            Class::Builtin(known.ok_or_else(|| stop("issubclass of this class is not modelled"))?)
        }
        _ => return Err(stop("issubclass of this object is not modelled")),
    };
    for of in classes_in(m, of)? {
        if m.is_subclass(own, of)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn type_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    match c.arguments.positional[..] {
        [v] => m.class_of(v),
        _ => m.class_by_call(Class::Builtin(Type::Type), c.arguments),
    }
}

fn type_call(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let class = m.known_id(c.receiver)?;
    m.instantiate(class, c.arguments)
}

/// `object.__new__(cls)`, `super().__new__(cls, value)`
fn new(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some((&class, rest)) = c.arguments.positional.split_first() else {
        return Err(untold("TypeError"));
    };
    let (id, object) = m.object(class)?;
    if !matches!(object.data, ObjectData::Class(_)) || m.abs.is_some() {
        return Err(stop("__new__ of this class is not modelled"));
    }
    let arguments =
        crate::interpret::call::Arguments { positional: rest.to_vec(), keywords: c.arguments.keywords.clone() };
    m.native_new(id, &arguments)
}

fn nothing(_: &mut Machine<'_>, _: &Call<'_>) -> Run<Value> {
    Ok(Value::NONE)
}

fn mro(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let class = m.known_id(c.receiver)?;
    let order = m.order_of(class);
    order.iter().for_each(|&v| m.incref(v));
    let allocated = crate::cpython::sizes::list_extend_empty(m.version, order.len() as u64);
    Ok(m.list_with(order, allocated))
}

fn subclasses(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let class = m.known_id(c.receiver)?;
    let ObjectData::Class(d) = &m.heap.get(class).data else { return Err(stop("subclasses of this class")) };
    let live: Vec<Value> = d.subclasses.iter().filter(|&&s| m.heap.get(s).alive).map(|&s| s.into()).collect();
    live.iter().for_each(|&v| m.incref(v));
    let mut allocated = 0;
    for n in 0..live.len() as u64 {
        allocated = crate::cpython::sizes::list_append(allocated, n);
    }
    Ok(m.list_with(live, allocated))
}

// -- attributes by name

/// The name becomes a key, or is left in the method cache of types: who owns its string is not told any more.
fn name_of(m: &mut Machine<'_>, v: Value) -> Run<Name> {
    let Some(text) = m.as_str(v).map(str::to_owned) else { return Err(stop("an attribute with an unknown name")) };
    if let Some((id, object)) = m.known(v)
        && !object.shared
    {
        m.heap.get_mut(id).shared = true;
        m.cached_names.insert(id);
    }
    Ok(m.intern(&text))
}

/// Runs a lookup; true with its result, false if it raised `AttributeError`. Where a frame was left by that, the run
/// cannot go on.
fn attempt(m: &mut Machine<'_>, o: Value, name: Name) -> Run<Option<Value>> {
    match m.load_attr(o, name) {
        Ok(v) => Ok(Some(v)),
        Err(e) if m.is_attribute_error(&e) => {
            m.discard(e)?;
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

fn getattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    match *c.positional()? {
        [o, name] => {
            let name = name_of(m, name)?;
            m.load_attr(o, name)
        }
        [o, name, default] => {
            let name = name_of(m, name)?;
            Ok(attempt(m, o, name)?.unwrap_or_else(|| {
                m.incref(default);
                default
            }))
        }
        _ => Err(untold("TypeError")),
    }
}

fn hasattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o, name] = c.exactly()?;
    let name = name_of(m, name)?;
    if let Some(has) = m.has_protocol_method(o, name) {
        return Ok(Value::bool(has));
    }
    match attempt(m, o, name)? {
        Some(v) => {
            m.decref(v)?;
            Ok(Value::TRUE)
        }
        None => Ok(Value::FALSE),
    }
}

fn setattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o, text, v] = c.exactly()?;
    let name = name_of(m, text)?;
    m.store_attr(o, name, v)?;
    Ok(Value::NONE)
}

fn delattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o, name] = c.exactly()?;
    let name = name_of(m, name)?;
    m.delete_attr(o, name)?;
    Ok(Value::NONE)
}

fn vars(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o] = c.exactly()?;
    let name = m.intern("__dict__");
    m.load_attr(o, name)
}

/// `object.__getattribute__(self, name)`
fn getattribute(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [name] = c.exactly()?;
    let name = name_of(m, name)?;
    let Class::User(class) = m.object(c.receiver)?.1.class else { return Err(stop("__getattribute__ of this object")) };
    match m.generic_attribute(c.receiver, class, name)? {
        Attribute::Object(v) => Ok(v),
        Attribute::Method(function) => m.bind_method(function, c.receiver, name),
    }
}

fn set_attribute(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [name, v] = c.exactly()?;
    let name = name_of(m, name)?;
    m.generic_change(c.receiver, name, Change::Set(v))?;
    Ok(Value::NONE)
}

fn del_attribute(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [name] = c.exactly()?;
    let name = name_of(m, name)?;
    m.generic_change(c.receiver, name, Change::Delete)?;
    Ok(Value::NONE)
}

pub(super) fn class_dict_get(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (name, default) = match *c.positional()? {
        [name] => (name, Value::NONE),
        [name, default] => (name, default),
        _ => return Err(untold("TypeError")),
    };
    let v = m.class_dict_item(c.receiver, name)?.unwrap_or(default);
    m.incref(v);
    Ok(v)
}

// -- property

/// `property(fget, fset, fdel, doc)`
fn property(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let mut parts = [Value::UNBOUND; 5];
    let given = c.arguments.positional.iter().copied().enumerate();
    let named = c.arguments.keywords.iter().filter_map(|&(name, v)| {
        let at = ["fget", "fset", "fdel", "doc"].iter().position(|n| *n == m.text(name))?;
        Some((at, v))
    });
    for (at, v) in given.chain(named) {
        if v != Value::NONE
            && let Some(part) = parts[..4].get_mut(at)
        {
            *part = v;
        }
    }
    make_property(m, parts)
}

/// The parts are borrowed; a docstring is that of the getter.
fn make_property(m: &mut Machine<'_>, mut parts: [Value; 5]) -> Run<Value> {
    if !parts[3].is_bound()
        && let Some((_, Object { data: ObjectData::Function(f), .. })) = m.known(parts[0])
        && let Some(doc) = m.code(f.code).doc
    {
        parts[3] = m.constant(doc);
    }
    parts.iter().for_each(|&v| m.incref(v));
    Ok(m.make_builtin(Type::Property, ObjectData::Property(parts)))
}

fn with_part(m: &mut Machine<'_>, c: &Call<'_>, at: usize) -> Run<Value> {
    let [function] = c.exactly()?;
    let ObjectData::Property(mut parts) = m.object(c.receiver)?.1.data else { return Err(stop("not a property")) };
    parts[at] = function;
    make_property(m, parts)
}

fn getter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    with_part(m, c, 0)
}

fn setter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    with_part(m, c, 1)
}

fn deleter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    with_part(m, c, 2)
}
