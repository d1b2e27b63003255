//! Decorators of the library that change a function or class: `wraps`, `cached_property`, `total_ordering`.

use super::{Call, Native};
use crate::bytecode::{CompareOp, Name};
use crate::config::PythonVersion;
use crate::heap::{Maker, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("functools.wraps", wraps),
    ("functools.update_wrapper", update_wrapper),
    ("functools.update_wrapper.of", update_wrapper_of),
    ("functools.cached_property", cached_property),
    ("functools.total_ordering", total_ordering),
    ("abc.abstractmethod", same),
    ("functools.lt.by", |m, c| by_other(m, c, CompareOp::Lt)),
    ("functools.le.by", |m, c| by_other(m, c, CompareOp::Le)),
    ("functools.gt.by", |m, c| by_other(m, c, CompareOp::Gt)),
    ("functools.ge.by", |m, c| by_other(m, c, CompareOp::Ge)),
];

fn concretely(m: &Machine<'_>) -> Run<()> {
    if m.abs.is_some() { Err(stop("the analysis knows the library by its effects")) } else { Ok(()) }
}

/// Marks the function and gives it back.
fn same(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    concretely(m)?;
    let [v] = c.exactly()?;
    if m.known(v).is_some_and(|(_, o)| o.is(Type::Function)) {
        let mark = m.intern("__isabstractmethod__");
        m.store_attr(v, mark, Value::TRUE)?;
    }
    m.incref(v);
    Ok(v)
}

/// `wraps(f)`: waits for the wrapper.
fn wraps(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    concretely(m)?;
    let [wrapped] = c.exactly()?;
    let function = m.builtin("functools.update_wrapper.of");
    m.incref(wrapped);
    let v = m.make_builtin(Type::BuiltinFunction, ObjectData::Method { function, receiver: wrapped });
    m.leave_untold(v);
    Ok(v)
}

fn update_wrapper_of(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [wrapper] = c.exactly()?;
    update(m, wrapper, c.receiver)
}

fn update_wrapper(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    concretely(m)?;
    let [wrapper, wrapped] = c.exactly()?;
    update(m, wrapper, wrapped)
}

/// Copies the names of a function, its annotations and what is in its `__dict__`.
fn update(m: &mut Machine<'_>, wrapper: Value, wrapped: Value) -> Run<Value> {
    for v in [wrapper, wrapped] {
        if !matches!(m.object(v)?.1.data, ObjectData::Function(_)) {
            return Err(stop("wraps of something that is no function is not modelled"));
        }
    }
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        let name = m.intern(name);
        let v = m.load_attr(wrapped, name)?;
        m.store_attr(wrapper, name, v)?;
        m.decref(v)?;
    }
    let (id, parameters, none) = (m.known_id(wrapper)?, m.intern("__type_params__"), m.tuple(Vec::new()));
    if m.version >= PythonVersion::PY312
        && let ObjectData::Function(f) = &mut m.heap.get_mut(id).data
    {
        f.assigned.push((parameters, none));
    }
    if m.version < PythonVersion::PY314
        && let Some(annotations) = m.annotations_of(wrapped)?
    {
        let (id, _) = m.object(wrapper)?;
        let ObjectData::Function(f) = &mut m.heap.get_mut(id).data else { return Err(stop("no function")) };
        let old = std::mem::replace(&mut f.annotations, annotations);
        if old.is_bound() {
            m.decref(old)?;
        }
    }
    // Both get a dict by that.
    let (into, from) = (m.dict_of(wrapper)?, m.dict_of(wrapped)?);
    m.dict_update(into, from)?;
    m.decref_all([into, from])?;
    let name = m.intern("__wrapped__");
    m.store_attr(wrapper, name, wrapped)?;
    m.incref(wrapper);
    Ok(wrapper)
}

fn cached_property(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    concretely(m)?;
    let [function] = c.exactly()?;
    m.incref(function);
    Ok(m.make_builtin(Type::CachedProperty, ObjectData::Wrapper(function)))
}

impl Machine<'_> {
    /// The value is kept in the instance's `__dict__`, which is made for that.
    pub(in crate::interpret) fn get_cached(&mut self, property: Value, function: Value, o: Value) -> Run<Value> {
        let name = self.name_in_class(property, o)?;
        let dict = self.dict_of(o)?;
        self.leave_untold(dict);
        self.incref(o);
        let depth = self.in_c.len();
        self.in_c.extend([o, property, function, dict]);
        let result = self.call_function(function, vec![o]);
        self.in_c.truncate(depth);
        let v = result?;
        let key = self.name_string(name);
        self.incref(v);
        self.dict_store(dict, key, v)?;
        self.decref(dict)?;
        Ok(v)
    }

    /// The name under which the class of `o` has it.
    fn name_in_class(&self, property: Value, o: Value) -> Run<Name> {
        let missing = || stop("a cached property without a name");
        let class = self.user_class(o).ok_or_else(missing)?;
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(missing()) };
        let named = d.mro.iter().find_map(|&c| match &self.heap.get(c).data {
            ObjectData::Class(d) => d.attributes.iter().find(|(_, v)| *v == property).map(|&(n, _)| n),
            _ => None,
        });
        named.ok_or_else(missing)
    }
}

// -- total_ordering

const OPERATORS: [(CompareOp, &str, &str); 4] = [
    (CompareOp::Lt, "__lt__", "functools.lt.by"),
    (CompareOp::Le, "__le__", "functools.le.by"),
    (CompareOp::Gt, "__gt__", "functools.gt.by"),
    (CompareOp::Ge, "__ge__", "functools.ge.by"),
];

/// The one comparison that the others are made of: `__lt__` before `__le__`, `__gt__` and `__ge__`.
fn root(m: &mut Machine<'_>, class: crate::heap::ObjId) -> Option<CompareOp> {
    OPERATORS.iter().find_map(|&(op, name, _)| {
        let name = m.intern(name);
        let v = m.class_attribute(class, name)?;
        m.known(v).is_some_and(|(_, o)| o.is(Type::Function)).then_some(op)
    })
}

fn total_ordering(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    concretely(m)?;
    let [class] = c.exactly()?;
    let (id, object) = m.object(class)?;
    if !matches!(object.data, ObjectData::Class(_)) {
        return Err(stop("total_ordering of something that is no class"));
    }
    let Some(root) = root(m, id) else {
        return Err(raise("ValueError", "must define at least one ordering operation: < > <= >="));
    };
    for (op, name, by) in OPERATORS {
        let name = m.intern(name);
        if op != root && m.class_attribute(id, name).is_none() {
            let v = m.builtin(by);
            if let ObjectData::Class(d) = &mut m.heap.get_mut(id).data {
                d.attributes.push((name, v));
            }
        }
    }
    if let ObjectData::Class(d) = &mut m.heap.get_mut(id).data {
        d.made_by = Maker::Library;
    }
    m.incref(class);
    Ok(class)
}

/// `_gt_from_lt` and the like: the root comparison, and `==` where that does not decide.
fn by_other(m: &mut Machine<'_>, c: &Call<'_>, op: CompareOp) -> Run<Value> {
    let [v, other] = c.exactly()?;
    let class = m.user_class(v).ok_or_else(|| stop("an order of an unknown object"))?;
    let root = root(m, class).ok_or_else(|| stop("an order without a root"))?;
    let name = OPERATORS.iter().find(|o| o.0 == root).map_or("", |o| o.1);
    let answer = m.try_special(v, name, &[other])?.ok_or_else(|| stop("an order without a root"))?;
    if answer == Value::NOT_IMPLEMENTED {
        return Ok(answer);
    }
    let holds = m.truth(answer)?.ok_or_else(|| stop("an unknown truth"))?;
    m.decref(answer)?;
    let less = |op| matches!(op, CompareOp::Lt | CompareOp::Le);
    let strict = |op| matches!(op, CompareOp::Lt | CompareOp::Gt);
    let result = match (less(root) == less(op), strict(root), strict(op)) {
        // The same direction: `<=` is `<` or `==`, `<` is `<=` and `!=`.
        (true, true, false) => holds || m.rich_truth(CompareOp::Eq, v, other)?,
        (true, _, _) => holds && m.rich_truth(CompareOp::Ne, v, other)?,
        // The other: `>` is not `<` and `!=`, `>=` is not `<`; `>` is not `<=`, `>=` is not `<=` or `==`.
        (false, true, true) => !holds && m.rich_truth(CompareOp::Ne, v, other)?,
        (false, false, false) => !holds || m.rich_truth(CompareOp::Eq, v, other)?,
        (false, _, _) => !holds,
    };
    Ok(Value::bool(result))
}
