//! What CPython's own classes do for operators, called by name: `super().__setitem__(key, value)`.
//!
//! These do what the class itself does: a class of the program that has its own `__setitem__` is not asked again.

use super::{Call, Native};
use crate::bytecode::{BinaryOp, CompareOp};
use crate::heap::{Class, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("dict.__contains__", contains),
    ("dict.__delitem__", delitem),
    ("dict.__eq__", eq),
    ("dict.__getitem__", getitem),
    ("dict.__init__", dict_init),
    ("dict.__iter__", iter),
    ("dict.__len__", len),
    ("dict.__ne__", ne),
    ("dict.__repr__", repr),
    ("dict.__setitem__", setitem),
    ("float.__add__", add),
    ("float.__eq__", eq),
    ("float.__floordiv__", floordiv),
    ("float.__ge__", ge),
    ("float.__gt__", gt),
    ("float.__hash__", hash),
    ("float.__le__", le),
    ("float.__lt__", lt),
    ("float.__mod__", modulo),
    ("float.__mul__", mul),
    ("float.__ne__", ne),
    ("float.__repr__", repr),
    ("float.__sub__", sub),
    ("float.__truediv__", truediv),
    ("frozenset.__contains__", contains),
    ("frozenset.__iter__", iter),
    ("frozenset.__len__", len),
    ("int.__add__", add),
    ("int.__eq__", eq),
    ("int.__floordiv__", floordiv),
    ("int.__ge__", ge),
    ("int.__gt__", gt),
    ("int.__hash__", hash),
    ("int.__le__", le),
    ("int.__lt__", lt),
    ("int.__mod__", modulo),
    ("int.__mul__", mul),
    ("int.__ne__", ne),
    ("int.__repr__", repr),
    ("int.__sub__", sub),
    ("int.__truediv__", truediv),
    ("list.__add__", add),
    ("list.__contains__", contains),
    ("list.__delitem__", delitem),
    ("list.__eq__", eq),
    ("list.__ge__", ge),
    ("list.__getitem__", getitem),
    ("list.__gt__", gt),
    ("list.__init__", list_init),
    ("list.__iter__", iter),
    ("list.__le__", le),
    ("list.__len__", len),
    ("list.__lt__", lt),
    ("list.__mul__", mul),
    ("list.__ne__", ne),
    ("list.__repr__", repr),
    ("list.__setitem__", setitem),
    ("object.__eq__", object_eq),
    ("object.__format__", format),
    ("object.__hash__", object_hash),
    ("object.__ne__", object_ne),
    ("object.__repr__", object_repr),
    ("object.__str__", str_),
    ("set.__contains__", contains),
    ("set.__init__", set_init),
    ("set.__iter__", iter),
    ("set.__len__", len),
    ("str.__add__", add),
    ("str.__contains__", contains),
    ("str.__eq__", eq),
    ("str.__ge__", ge),
    ("str.__getitem__", getitem),
    ("str.__gt__", gt),
    ("str.__hash__", hash),
    ("str.__iter__", iter),
    ("str.__le__", le),
    ("str.__len__", len),
    ("str.__lt__", lt),
    ("str.__mul__", mul),
    ("str.__ne__", ne),
    ("str.__repr__", repr),
    ("str.__str__", str_),
    ("tuple.__add__", add),
    ("tuple.__contains__", contains),
    ("tuple.__eq__", eq),
    ("tuple.__ge__", ge),
    ("tuple.__getitem__", getitem),
    ("tuple.__gt__", gt),
    ("tuple.__hash__", hash),
    ("tuple.__iter__", iter),
    ("tuple.__le__", le),
    ("tuple.__len__", len),
    ("tuple.__lt__", lt),
    ("tuple.__mul__", mul),
    ("tuple.__ne__", ne),
    ("tuple.__repr__", repr),
];

fn getitem(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [key] = c.exactly()?;
    m.subscript_plain(c.receiver, key)
}

fn setitem(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [key, v] = c.exactly()?;
    m.incref(v);
    m.store_subscript_plain(c.receiver, key, v)?;
    Ok(Value::NONE)
}

fn delitem(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [key] = c.exactly()?;
    m.delete_subscript_plain(c.receiver, key)?;
    Ok(Value::NONE)
}

fn contains(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [item] = c.exactly()?;
    m.contains_plain(c.receiver, item).map(Value::bool)
}

fn len(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.len_plain(c.receiver)
}

fn iter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.iter_plain(c.receiver)
}

fn arithmetic(m: &mut Machine<'_>, c: &Call<'_>, op: BinaryOp) -> Run<Value> {
    let [other] = c.exactly()?;
    if m.is_plain_instance(other) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    m.binary_plain(op, c.receiver, other)
}

fn add(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    arithmetic(m, c, BinaryOp::Add)
}

fn sub(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    arithmetic(m, c, BinaryOp::Sub)
}

fn mul(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    arithmetic(m, c, BinaryOp::Mul)
}

fn truediv(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    arithmetic(m, c, BinaryOp::Div)
}

fn floordiv(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    arithmetic(m, c, BinaryOp::FloorDiv)
}

fn modulo(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    arithmetic(m, c, BinaryOp::Mod)
}

fn compare(m: &mut Machine<'_>, c: &Call<'_>, op: CompareOp) -> Run<Value> {
    let [other] = c.exactly()?;
    if m.is_plain_instance(other) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    m.compare_plain(op, c.receiver, other).map(Value::bool)
}

fn lt(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    compare(m, c, CompareOp::Lt)
}

fn le(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    compare(m, c, CompareOp::Le)
}

fn gt(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    compare(m, c, CompareOp::Gt)
}

fn ge(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    compare(m, c, CompareOp::Ge)
}

fn eq(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    compare(m, c, CompareOp::Eq)
}

fn ne(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    compare(m, c, CompareOp::Ne)
}

fn object_eq(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [other] = c.exactly()?;
    Ok(if m.is_same(c.receiver, other)? { Value::TRUE } else { Value::NOT_IMPLEMENTED })
}

fn object_ne(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [other] = c.exactly()?;
    match m.try_special(c.receiver, "__eq__", &[other])? {
        None => Ok(if m.is_same(c.receiver, other)? { Value::FALSE } else { Value::NOT_IMPLEMENTED }),
        Some(Value::NOT_IMPLEMENTED) => Ok(Value::NOT_IMPLEMENTED),
        Some(answer) => {
            let truth = m.truth(answer)?.ok_or_else(|| stop("an unknown truth"))?;
            m.decref(answer)?;
            Ok(Value::bool(!truth))
        }
    }
}

/// The object as one of the builtin class itself: owned.
fn as_builtin(m: &mut Machine<'_>, v: Value) -> Run<Value> {
    let Some(class) = m.user_class(v) else {
        m.incref(v);
        return Ok(v);
    };
    let base = match &m.heap.get(class).data {
        ObjectData::Class(d) if d.base != Type::Object => d.base,
        _ => return Err(stop("this method of object is not modelled")),
    };
    let data = m.object(v)?.1.data.clone();
    data.each_reference(|held| m.incref(held));
    Ok(m.make(Object::new(Class::Builtin(base), data)))
}

fn hash(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let plain = as_builtin(m, c.receiver)?;
    let result = m.hash(plain)?;
    m.decref(plain)?;
    Ok(result)
}

fn object_hash(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let id = m.known_id(c.receiver)?;
    Ok(m.make_builtin(Type::Int, ObjectData::Hash(Box::new(crate::heap::Key::Identity(id)))))
}

fn repr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    text(m, c, ["__repr__", "__repr__"])
}

fn text(m: &mut Machine<'_>, c: &Call<'_>, hooks: [&str; 2]) -> Run<Value> {
    c.exactly::<0>()?;
    let plain = as_builtin(m, c.receiver)?;
    let text = m.text_of(plain, hooks)?;
    m.decref(plain)?;
    Ok(match text {
        Some(text) => m.fresh_string(&text),
        None => m.unknown(Type::Str),
    })
}

/// `<__main__.C object at 0x..>`
fn object_repr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    Ok(m.unknown(Type::Str))
}

fn str_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if m.is_plain_instance(c.receiver) {
        return match m.call_special(c.receiver, "__repr__", &[])? {
            Some(text) => Ok(text),
            None => Ok(m.unknown(Type::Str)),
        };
    }
    text(m, c, ["__str__", "__repr__"])
}

fn format(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [spec] = c.exactly()?;
    match m.as_str(spec) {
        Some("") => m.str_of(c.receiver),
        Some(_) => Err(raise("TypeError", "unsupported format string passed to object.__format__")),
        None => Err(stop("an unknown format")),
    }
}

/// The contents of a new builtin object of the same arguments move in.
fn init(m: &mut Machine<'_>, c: &Call<'_>, class: &'static str) -> Run<Value> {
    let made = super::call(m, class, Value::UNBOUND, c.arguments)?;
    let (id, receiver) = (m.known_id(made)?, m.known_id(c.receiver)?);
    let empty = match class {
        "list" => ObjectData::List(Box::default()),
        "dict" => ObjectData::Dict(Box::default()),
        _ => ObjectData::Set(Box::default()),
    };
    let data = std::mem::replace(&mut m.heap.get_mut(id).data, empty);
    let old = std::mem::replace(&mut m.heap.get_mut(receiver).data, data);
    let mut held = Vec::new();
    old.each_reference(|v| held.push(v));
    m.decref_all(held)?;
    m.decref(made)?;
    Ok(Value::NONE)
}

fn list_init(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    init(m, c, "list")
}

fn dict_init(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let filled = matches!(&m.object(c.receiver)?.1.data, ObjectData::Dict(d) if !d.is_empty());
    if filled {
        return Err(stop("__init__ of a dict that is not empty"));
    }
    init(m, c, "dict")
}

fn set_init(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    init(m, c, "set")
}
