//! The module `weakref`.

use super::{Call, Native as Function};
use crate::config::PythonVersion;
use crate::heap::{
    Class, Finalizer, IteratorKind, Native, ObjId, ObjectData, Type, Value, WeakContainer, WeakContainerKind,
    WeakEntry, WeakKind, WeakReference,
};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};
use crate::planted::{Bug, is_planted};

pub(super) const NAMES: &[(&str, Function)] = &[
    ("weakref.ref", reference),
    ("weakref.proxy", proxy),
    ("weakref.WeakMethod", method),
    ("weakref.finalize", finalize),
    ("weakref.finalize.detach", detach),
    ("weakref.finalize.peek", peek),
    ("weakref.getweakrefcount", getweakrefcount),
    ("weakref.WeakValueDictionary", values),
    ("weakref.WeakKeyDictionary", keys),
    ("weakref.WeakSet", set),
    ("weakref.WeakSet.add", add),
    ("weakref.WeakSet.discard", discard),
    ("weakref.WeakSet.remove", discard),
    ("weakref.WeakValueDictionary.get", get),
    ("weakref.WeakKeyDictionary.get", get),
    ("weakref.WeakValueDictionary.pop", pop),
    ("weakref.WeakKeyDictionary.pop", pop),
    ("weakref.WeakValueDictionary.setdefault", setdefault),
    ("weakref.WeakKeyDictionary.setdefault", setdefault),
    ("weakref.WeakValueDictionary.keys", each_key),
    ("weakref.WeakKeyDictionary.keys", each_key),
    ("weakref.WeakValueDictionary.values", each_value),
    ("weakref.WeakKeyDictionary.values", each_value),
    ("weakref.WeakValueDictionary.items", each_item),
    ("weakref.WeakKeyDictionary.items", each_item),
    ("weakref.WeakValueDictionary.clear", clear),
    ("weakref.WeakKeyDictionary.clear", clear),
    ("weakref.WeakSet.clear", clear),
];

/// What may be referred to weakly; of the rest it is an error or not known.
fn target(m: &Machine<'_>, v: Value) -> Run<ObjId> {
    let (id, object) = m.object(v)?;
    match (&object.data, object.class) {
        (ObjectData::Instance(_), Class::User(class)) => match &m.heap.get(class).data {
            ObjectData::Class(d) if d.layout.has_weakref => Ok(id),
            _ => Err(stop("a weak reference to an instance with __slots__")),
        },
        (ObjectData::Function(_) | ObjectData::Method { .. } | ObjectData::Generator(_) | ObjectData::Class(_), _) => {
            Ok(id)
        }
        (ObjectData::Set(_), Class::Builtin(_)) => Ok(id),
        (ObjectData::Exception(e), Class::Builtin(_)) if e.builtin.name() == "ExceptionGroup" => Ok(id),
        (_, Class::Builtin(Type::Deque | Type::Array | Type::Partial | Type::LruCache)) => Ok(id),
        (_, Class::Builtin(t @ (Type::List | Type::Dict | Type::Tuple | Type::Int | Type::Str | Type::Float))) => {
            Err(raise("TypeError", format!("cannot create weak reference to '{}' object", t.name())))
        }
        _ => Err(stop("a weak reference to this object is not modelled")),
    }
}

fn refer(m: &mut Machine<'_>, c: &Call<'_>, kind: WeakKind) -> Run<Value> {
    let (v, callback) = match *c.positional()? {
        [v] | [v, Value::NONE] => (v, Value::UNBOUND),
        [v, callback] => (v, callback),
        _ => return Err(untold("TypeError")),
    };
    let target = target(m, v)?;
    let ty = if kind == WeakKind::Reference { Type::WeakReference } else { Type::WeakProxy };
    let callable = matches!(m.heap.get(target).data, ObjectData::Function(_) | ObjectData::Class(_))
        || m.special(v, "__call__").is_some();
    if kind == WeakKind::Proxy && callable {
        return Err(stop("a proxy of something to call is not modelled"));
    }
    if !callback.is_bound() {
        // There is one plain reference to an object: whoever asks again gets the same.
        let plain = |&&id: &&ObjId| {
            m.weak_reference(id).is_some_and(|w| w.kind == kind && !w.callback.is_bound()) && m.heap.get(id).is(ty)
        };
        if let Some(&known) = m.watchers(target).iter().find(plain) {
            m.incref(known.into());
            return Ok(known.into());
        }
    } else {
        m.incref(callback);
    }
    if is_planted(Bug::WeakEdgeCounted) {
        m.incref(target.into());
    }
    let reference = Native::WeakReference(WeakReference { kind, target: Some(target), callback });
    let w = m.make_native(ty, reference)?;
    let id = m.known_id(w)?;
    m.watch(target, id);
    Ok(w)
}

fn reference(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    refer(m, c, WeakKind::Reference)
}

fn proxy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    refer(m, c, WeakKind::Proxy)
}

/// `WeakMethod(o.m)`: weak references to the object and to the function, out of which a call makes a method again.
fn method(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (v, callback) = match *c.positional()? {
        [v] | [v, Value::NONE] => (v, Value::UNBOUND),
        [v, callback] => (v, callback),
        _ => return Err(untold("TypeError")),
    };
    let ObjectData::Method { function, receiver } = m.object(v)?.1.data else {
        return Err(stop("a WeakMethod of this object is not modelled"));
    };
    let (target, function) = (target(m, receiver)?, target(m, function)?);
    let reference = WeakReference { kind: WeakKind::Method { function }, target: Some(target), callback };
    m.incref(callback);
    // A closure of the library holds it.
    m.leave_uncounted(callback);
    let w = m.make_native(Type::WeakMethod, Native::WeakReference(reference))?;
    // Its parts are Python code of the library.
    m.leave_uncounted(w);
    let id = m.known_id(w)?;
    m.watch(target, id);
    m.watch(function, id);
    Ok(w)
}

fn getweakrefcount(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let id = m.known_id(v)?;
    let n = m.watchers(id).len();
    Ok(m.int(n as i64))
}

/// The registry and the weak reference's callback own the finalizer; what it will call is owned by the registry.
fn finalize(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let &[v, function, ref rest @ ..] = &c.arguments.positional[..] else {
        return Err(raise("TypeError", "finalize expected at least 2 positional arguments"));
    };
    let target = target(m, v)?;
    let finalizer =
        Finalizer { target: Some(target), function, arguments: rest.to_vec(), keywords: c.arguments.keywords.clone() };
    m.incref(function);
    rest.iter().copied().chain(c.arguments.keywords.iter().map(|&(_, v)| v)).for_each(|v| m.incref(v));
    let f = m.make_native(Type::Finalizer, Native::Finalizer(finalizer))?;
    m.incref(f);
    m.incref(f);
    let id = m.known_id(f)?;
    m.watch(target, id);
    Ok(f)
}

fn finalizer<'m>(m: &'m Machine<'_>, v: Value) -> Run<&'m Finalizer> {
    match m.native_data(v)? {
        Native::Finalizer(f) => Ok(f),
        _ => Err(stop("not a finalizer")),
    }
}

/// `f.peek()`: `(obj, func, args, kwargs)`, or `None` if it is dead.
fn peek(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let f = finalizer(m, c.receiver)?.clone();
    let Some(target) = f.target else { return Ok(Value::NONE) };
    let arguments = crate::interpret::call::Arguments { positional: f.arguments, keywords: f.keywords };
    arguments.values().for_each(|v| m.incref(v));
    m.incref(target.into());
    m.incref(f.function);
    described(m, target, f.function, arguments)
}

fn detach(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let Some(target) = finalizer(m, c.receiver)?.target else { return Ok(Value::NONE) };
    let id = m.known_id(c.receiver)?;
    m.incref(target.into());
    match m.take_finalizer(id)? {
        Some((function, arguments)) => described(m, target, function, arguments),
        None => Ok(Value::NONE),
    }
}

fn described(
    m: &mut Machine<'_>,
    target: ObjId,
    function: Value,
    arguments: crate::interpret::call::Arguments,
) -> Run<Value> {
    let positional = m.tuple(arguments.positional);
    let keywords = m.keyword_dict(arguments.keywords)?;
    Ok(m.tuple(vec![target.into(), function, positional, keywords]))
}

// -- weak containers

fn container(m: &mut Machine<'_>, c: &Call<'_>, ty: Type, kind: WeakContainerKind) -> Run<Value> {
    let v = m.make_native(ty, Native::WeakContainer(WeakContainer { kind, entries: Vec::new() }))?;
    match *c.positional()? {
        [] => {}
        [source] if kind == WeakContainerKind::Set => {
            for item in m.collect_items(source)? {
                m.weak_store(v, item, Value::UNBOUND)?;
                m.decref(item)?;
            }
        }
        [source] => {
            let ObjectData::Dict(d) = m.object(source)?.1.data.clone() else {
                return Err(stop("a weak dict made of this is not modelled"));
            };
            for (key, value) in d.iter() {
                m.weak_store(v, key, value)?;
            }
        }
        _ => return Err(untold("TypeError")),
    }
    Ok(v)
}

fn values(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    container(m, c, Type::WeakValueDictionary, WeakContainerKind::Values)
}

fn keys(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    container(m, c, Type::WeakKeyDictionary, WeakContainerKind::Keys)
}

fn set(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    container(m, c, Type::WeakSet, WeakContainerKind::Set)
}

impl Machine<'_> {
    pub(in crate::interpret) fn weak_container(&self, v: Value) -> Option<&WeakContainer> {
        match &self.known(v)?.1.data {
            ObjectData::Native(n) => match &**n {
                Native::WeakContainer(c) => Some(c),
                _ => None,
            },
            _ => None,
        }
    }

    fn weak_container_mut(&mut self, v: Value) -> Run<&mut WeakContainer> {
        match self.native_data_mut(v)? {
            Native::WeakContainer(c) => Ok(c),
            _ => Err(stop("not a weak container")),
        }
    }

    /// Where the entry of a key is, and what it would be entered as.
    fn weak_place(&mut self, v: Value, key: Value) -> Run<(Option<usize>, Option<crate::heap::Key>)> {
        let c = self.weak_container(v).ok_or_else(|| stop("not a weak container"))?.clone();
        if c.kind == WeakContainerKind::Values {
            let key = self.plain_key(key)?;
            return Ok((c.entries.iter().position(|e| e.key.as_ref() == Some(&key)), Some(key)));
        }
        // Keys are compared as the objects are; those with their own `__eq__` stop the run.
        self.plain_key(key)?;
        let id = self.known_id(key)?;
        Ok((c.entries.iter().position(|e| e.target == id), None))
    }

    /// `d[key] = v`, `s.add(key)`: both borrowed.
    pub(in crate::interpret) fn weak_store(&mut self, container: Value, key: Value, v: Value) -> Run<()> {
        let (at, as_key) = self.weak_place(container, key)?;
        let kind = self.weak_container_mut(container)?.kind;
        let (referred, other) = if kind == WeakContainerKind::Values { (v, key) } else { (key, v) };
        let target = target(self, referred)?;
        let watcher = self.known_id(container)?;
        match at {
            Some(at) if kind == WeakContainerKind::Values => {
                // The first of two equal keys stays.
                let entry = &mut self.weak_container_mut(container)?.entries[at];
                let (old, gone) = (std::mem::replace(&mut entry.keyed, other), entry.target);
                entry.target = target;
                self.incref(other);
                self.decref(old)?;
                let again = self.weak_container(container).is_some_and(|c| c.entries.iter().any(|e| e.target == gone));
                if !again {
                    self.unwatch(gone, watcher);
                }
            }
            Some(at) => {
                if other.is_bound() {
                    self.incref(other);
                    let entry = &mut self.weak_container_mut(container)?.entries[at];
                    let old = std::mem::replace(&mut entry.other, other);
                    self.decref(old)?;
                }
                return Ok(());
            }
            None => {
                let keyed = if kind == WeakContainerKind::Values { other } else { Value::UNBOUND };
                self.incref(other);
                self.incref(keyed);
                let entry = WeakEntry { target, other, keyed, key: as_key };
                self.weak_container_mut(container)?.entries.push(entry);
            }
        }
        self.watch(target, watcher);
        Ok(())
    }

    /// `d[key]`: an owned reference, or `None` if there is no such key.
    pub(in crate::interpret) fn weak_load(&mut self, container: Value, key: Value) -> Run<Option<Value>> {
        let (at, _) = self.weak_place(container, key)?;
        let Some(c) = self.weak_container(container) else { return Ok(None) };
        let Some(entry) = at.and_then(|at| c.entries.get(at)) else { return Ok(None) };
        let v = if c.kind == WeakContainerKind::Values { entry.target.into() } else { entry.other };
        self.incref(v);
        Ok(Some(v))
    }

    pub(in crate::interpret) fn weak_contains(&mut self, container: Value, key: Value) -> Run<bool> {
        Ok(self.weak_place(container, key)?.0.is_some())
    }

    /// `del d[key]`: whether there was one.
    pub(in crate::interpret) fn weak_delete(&mut self, container: Value, key: Value) -> Run<bool> {
        let (Some(at), _) = self.weak_place(container, key)? else { return Ok(false) };
        let watcher = self.known_id(container)?;
        let entry = self.weak_container_mut(container)?.entries.remove(at);
        let again = self.weak_container(container).is_some_and(|c| c.entries.iter().any(|e| e.target == entry.target));
        if !again {
            self.unwatch(entry.target, watcher);
        }
        self.decref_all([entry.other, entry.keyed])?;
        Ok(true)
    }

    /// The next entry of a weak container as its generator gives it; the generator keeps what it gave last.
    pub(in crate::interpret) fn weak_next(
        &mut self,
        it: Value,
        kind: IteratorKind,
        position: i64,
    ) -> Run<Option<Value>> {
        let source = self.iterator_mut(it)?.sources[0];
        let Some(c) = self.weak_container(source) else { return Err(stop("not a weak container")) };
        if c.kind == WeakContainerKind::Set && c.entries.len() > 1 {
            return Err(stop("the order of a set is not known"));
        }
        if self.version >= PythonVersion::PY314 {
            // It runs over a copy, which holds the keys or values as well.
            let held: Vec<Value> = c.entries.iter().map(|e| e.other).collect();
            held.into_iter().for_each(|v| self.leave_uncounted(v));
        }
        let Some(c) = self.weak_container(source) else { return Err(stop("not a weak container")) };
        let entry = c.entries.get(position as usize).cloned();
        let values = c.kind == WeakContainerKind::Values;
        let kept = self.iterator_mut(it)?.sources.split_off(1);
        self.decref_all(kept)?;
        let Some(entry) = entry else { return Ok(None) };
        let (key, v) = if values { (entry.other, entry.target.into()) } else { (entry.target.into(), entry.other) };
        let given: Vec<Value> = match kind {
            IteratorKind::WeakKeys => vec![key],
            IteratorKind::WeakValues => vec![v],
            _ => vec![key, v],
        };
        given.iter().for_each(|&v| self.incref(v));
        // `for k, wr in self.data.items()`: the pair that the loop took apart holds its parts until the next one.
        let in_pair = match kind {
            IteratorKind::WeakItems => entry.other,
            IteratorKind::WeakKeys if values => entry.other,
            IteratorKind::WeakValues if !values => entry.other,
            _ => Value::UNBOUND,
        };
        let kept: Vec<Value> = given.iter().copied().chain([in_pair]).filter(|v| v.is_bound()).collect();
        kept.iter().for_each(|&v| self.incref(v));
        let data = self.iterator_mut(it)?;
        data.position = position + 1;
        data.sources.extend(kept);
        Ok(Some(match given[..] {
            [one] => one,
            _ => self.tuple(given),
        }))
    }
}

fn add(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.weak_store(c.receiver, v, Value::UNBOUND)?;
    Ok(Value::NONE)
}

fn discard(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.weak_delete(c.receiver, v)?;
    Ok(Value::NONE)
}

fn get(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (key, default) = match *c.positional()? {
        [key] => (key, Value::NONE),
        [key, default] => (key, default),
        _ => return Err(untold("TypeError")),
    };
    if let Some(v) = m.weak_load(c.receiver, key)? {
        return Ok(v);
    }
    m.incref(default);
    Ok(default)
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (key, default) = match *c.positional()? {
        [key] => (key, None),
        [key, default] => (key, Some(default)),
        _ => return Err(untold("TypeError")),
    };
    match (m.weak_load(c.receiver, key)?, default) {
        (Some(v), _) => {
            m.weak_delete(c.receiver, key)?;
            Ok(v)
        }
        (None, Some(default)) => {
            m.incref(default);
            Ok(default)
        }
        (None, None) => Err(raise("KeyError", "")),
    }
}

fn setdefault(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [key, default] = c.exactly()?;
    if let Some(v) = m.weak_load(c.receiver, key)? {
        return Ok(v);
    }
    m.weak_store(c.receiver, key, default)?;
    m.incref(default);
    Ok(default)
}

fn iterate(m: &mut Machine<'_>, c: &Call<'_>, kind: IteratorKind) -> Run<Value> {
    c.exactly::<0>()?;
    m.incref(c.receiver);
    Ok(m.iterator(kind, vec![c.receiver]))
}

fn each_key(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    iterate(m, c, IteratorKind::WeakKeys)
}

fn each_value(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    iterate(m, c, IteratorKind::WeakValues)
}

fn each_item(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    iterate(m, c, IteratorKind::WeakItems)
}

fn clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let watcher = m.known_id(c.receiver)?;
    let entries = std::mem::take(&mut m.weak_container_mut(c.receiver)?.entries);
    for entry in entries {
        m.unwatch(entry.target, watcher);
        m.decref_all([entry.other, entry.keyed])?;
    }
    Ok(Value::NONE)
}
