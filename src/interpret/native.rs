//! Operations on objects of library classes: `d[0]` of a deque, `len(a)` of an array, `w()` of a weak reference.
//!
//! Each asks whether the object is one of these; `None` sends the caller on to the other kinds.

use super::Machine;
use super::call::Arguments;
use super::machine::{Policy, Run, raise, stop, untold};
use crate::bytecode::Name;
use crate::heap::{ArrayItem, IteratorKind, Native, ObjId, ObjectData, Type, Value, WeakContainerKind, WeakKind};

impl Machine<'_> {
    /// The analysis knows the library by its effects: what goes beyond them is for known values only.
    pub(super) fn concretely(&self) -> Run<()> {
        match self.policy {
            Policy::Concrete => Ok(()),
            Policy::Abstract => Err(stop("the analysis knows the library by its effects")),
        }
    }

    pub(super) fn make_native(&mut self, ty: Type, native: Native) -> Run<Value> {
        self.concretely()?;
        Ok(self.make_builtin(ty, ObjectData::Native(Box::new(native))))
    }

    pub(super) fn native_of(&self, v: Value) -> Option<&Native> {
        match &self.known(v)?.1.data {
            ObjectData::Native(n) => Some(n),
            _ => None,
        }
    }

    pub(super) fn native_data(&self, v: Value) -> Run<&Native> {
        self.native_of(v).ok_or_else(|| stop("not an object of the library"))
    }

    pub(super) fn native_data_mut(&mut self, v: Value) -> Run<&mut Native> {
        let (id, _) = self.object(v)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::Native(n) => Ok(n),
            _ => Err(stop("not an object of the library")),
        }
    }

    /// What a proxy stands for; an error once that is gone.
    pub(super) fn proxied(&self, v: Value) -> Run<Option<Value>> {
        match self.native_of(v) {
            Some(Native::WeakReference(w)) if w.kind == WeakKind::Proxy => match w.target {
                Some(id) => Ok(Some(id.into())),
                None => Err(raise("ReferenceError", "weakly-referenced object no longer exists")),
            },
            _ => Ok(None),
        }
    }

    /// `v.name` where it is no method: an owned reference.
    pub(super) fn native_attribute(&mut self, v: Value, name: Name) -> Run<Option<Value>> {
        let Some(native) = self.native_of(v).cloned() else { return Ok(None) };
        let text = self.text(name).to_owned();
        Ok(Some(match (&native, text.as_str()) {
            (Native::Deque(d), "maxlen") => d.maxlen.map_or(Value::NONE, |n| self.int(n as i64)),
            (Native::Array(a), "typecode") => self.string(&a.typecode.to_string()),
            (Native::Array(a), "itemsize") => {
                let size = crate::cpython::sizes::array_item(a.typecode).ok_or_else(|| stop("an unknown typecode"))?;
                self.int(size as i64)
            }
            (Native::Finalizer(f), "alive") => Value::bool(f.target.is_some()),
            (Native::Finalizer(f), "atexit") if f.target.is_some() => Value::TRUE,
            (Native::WeakReference(w), "__callback__") => {
                let callback = if w.callback.is_bound() { w.callback } else { Value::NONE };
                self.incref(callback);
                callback
            }
            (Native::Partial { function: p, .. }, "func")
            | (Native::Partial { arguments: p, .. }, "args")
            | (Native::Partial { keywords: p, .. }, "keywords") => {
                self.incref(*p);
                *p
            }
            (&Native::ChainMap { maps }, _) => return self.chain_attribute(v, maps, name),
            (&Native::KeyWrapper { object, .. }, "obj") if object.is_bound() => {
                self.incref(object);
                object
            }
            (&Native::Namespace { dict }, _) => return self.namespace_attribute(dict, name),
            (Native::LruCache(c), "__wrapped__") => {
                self.incref(c.function);
                c.function
            }
            (Native::MemoryView { exporter, .. }, _) if !exporter.is_bound() => {
                return Err(stop("a memoryview that is released"));
            }
            (Native::MemoryView { exporter, .. }, "readonly") => {
                Value::bool(self.known(*exporter).is_some_and(|(_, o)| o.is(Type::Bytes)))
            }
            (Native::MemoryView { .. }, "itemsize" | "ndim") => self.int(1),
            (Native::MemoryView { .. }, "format") => self.string("B"),
            (Native::MemoryView { exporter, .. }, "obj") => {
                self.incref(*exporter);
                *exporter
            }
            (Native::MemoryView { len, .. }, "nbytes") => self.int(*len as i64),
            (Native::Record { fields, values }, name) => match fields.iter().position(|f| *f == name) {
                Some(at) => {
                    self.incref(values[at]);
                    values[at]
                }
                None => return Ok(None),
            },
            (Native::ManagerMaker { function }, "__wrapped__") => {
                self.incref(*function);
                *function
            }
            (Native::ManagerMaker { function }, "__name__" | "__doc__" | "__qualname__" | "__module__") => {
                self.load_attr(*function, name)?
            }
            (Native::LruCache(c), "__name__" | "__doc__" | "__qualname__") => {
                let function = c.function;
                self.load_attr(function, name)?
            }
            _ => return Ok(None),
        }))
    }

    /// `v(...)`; the arguments stay with the caller.
    pub(super) fn call_native_object(&mut self, v: Value, arguments: &Arguments) -> Run<Option<Value>> {
        let Some(native) = self.native_of(v) else { return Ok(None) };
        Ok(Some(match native {
            Native::WeakReference(w) if w.kind == WeakKind::Reference => {
                let target = w.target.map_or(Value::NONE, Value::from);
                self.incref(target);
                target
            }
            Native::WeakReference(w) if let (WeakKind::Method { function }, Some(target)) = (w.kind, w.target) => {
                self.incref(function.into());
                self.incref(target.into());
                let data = ObjectData::Method { function: function.into(), receiver: target.into() };
                self.make_builtin(Type::Method, data)
            }
            Native::WeakReference(w) if w.kind != WeakKind::Proxy => Value::NONE,
            Native::Finalizer(_) => {
                let id = self.known_id(v)?;
                self.call_finalizer(id)?
            }
            Native::Partial { .. } => self.call_partial(v, arguments)?,
            Native::LruCache(_) => self.call_cached(v, arguments)?,
            Native::KeyWrapper { .. } => self.wrap_key(v, arguments)?,
            Native::Getter { .. } => self.call_getter(v, arguments)?,
            Native::CacheDecorator { maxsize } => {
                let (maxsize, &[function]) = (*maxsize, &arguments.positional[..]) else {
                    return Err(stop("a cache of something unknown"));
                };
                self.cached(function, maxsize)?
            }
            Native::ManagerMaker { function } => {
                let function = *function;
                self.call_manager_maker(function, arguments)?
            }
            Native::Manager(_) => return Err(stop("a context manager as a decorator is not modelled")),
            _ => return Err(untold("TypeError")),
        }))
    }

    pub(super) fn native_len(&self, id: ObjId) -> Option<usize> {
        let ObjectData::Native(native) = &self.heap.get(id).data else { return None };
        Some(match &**native {
            Native::Deque(d) => d.items.len(),
            Native::Array(a) => a.items.len(),
            Native::ByteArray(b) => b.bytes.len(),
            Native::WeakContainer(c) => c.entries.len(),
            Native::Record { values, .. } => values.len(),
            Native::MappingProxy { mapping } => return self.mapping_len(*mapping),
            Native::MemoryView { len, exporter, .. } if exporter.is_bound() => *len,
            Native::ChainMap { maps } => self.chain_len(*maps)?,
            _ => return None,
        })
    }

    pub(super) fn native_truth(&self, id: ObjId) -> Option<bool> {
        match &self.heap.get(id).data {
            ObjectData::Native(n) if matches!(**n, Native::ChainMap { .. }) => Some(self.native_len(id)? > 0),
            ObjectData::Native(n)
                if matches!(**n, Native::WeakReference(_)) && self.heap.get(id).is(Type::WeakProxy) =>
            {
                None
            }
            ObjectData::Native(_) => Some(self.native_len(id).is_none_or(|n| n > 0)),
            _ => None,
        }
    }

    /// The kind of its iterator.
    pub(super) fn native_iterator(&self, native: &Native) -> Option<IteratorKind> {
        Some(match native {
            Native::Deque(_) => IteratorKind::Deque,
            Native::Array(_) => IteratorKind::Array,
            Native::ByteArray(_) => IteratorKind::ByteArray,
            Native::WeakContainer(_) => IteratorKind::WeakKeys,
            _ => return None,
        })
    }

    /// `v[key]`: an owned reference.
    pub(super) fn native_subscript(&mut self, v: Value, key: Value) -> Run<Option<Value>> {
        let Some(native) = self.native_of(v).cloned() else { return Ok(None) };
        Ok(Some(match native {
            Native::MappingProxy { mapping } => self.subscript(mapping, key)?,
            Native::Deque(d) => {
                let i = self.index(key, d.items.len(), "deque")?;
                self.incref(d.items[i]);
                d.items[i]
            }
            Native::Record { values, .. } => {
                let i = self.index(key, values.len(), "tuple")?;
                self.incref(values[i]);
                values[i]
            }
            Native::Array(mut a) => {
                if self.is_slice(key) {
                    let at = self.slice_range(key, a.items.len())?;
                    a.items = at.into_iter().map(|i| a.items[i]).collect();
                    a.allocated = Some(a.items.len() as u64);
                    return self.make_native(Type::Array, Native::Array(a)).map(Some);
                }
                let i = self.index(key, a.items.len(), "array")?;
                self.array_item(a.items[i])
            }
            Native::ByteArray(b) => {
                if self.is_slice(key) {
                    let at = self.slice_range(key, b.bytes.len())?;
                    let bytes = at.into_iter().map(|i| b.bytes[i]).collect();
                    return self.byte_array(bytes).map(Some);
                }
                let i = self.index(key, b.bytes.len(), "bytearray")?;
                self.int(i64::from(b.bytes[i]))
            }
            Native::MemoryView { exporter, start, len } if self.is_slice(key) => {
                let at = self.slice_range(key, len)?;
                let first = at.first().map_or(start, |&i| start + i);
                if at.windows(2).any(|w| w[1] != w[0] + 1) {
                    return Err(stop("a view with steps is not modelled"));
                }
                // Both share one hold on the exporter.
                self.leave_uncounted(exporter);
                self.view_of(exporter, first, at.len())?
            }
            Native::MemoryView { .. } => {
                let bytes = self.bytes_of(v).ok_or_else(|| stop("an unknown buffer"))?;
                let i = self.index(key, bytes.len(), "index")?;
                self.int(i64::from(bytes[i]))
            }
            Native::WeakContainer(c) if c.kind != WeakContainerKind::Set => {
                self.weak_load(v, key)?.ok_or_else(|| raise("KeyError", ""))?
            }
            Native::ChainMap { .. } => self.chained_item(v, key)?,
            _ => return Err(stop("a subscript of this object is not modelled")),
        }))
    }

    /// `v[key] = item`: true if done; the reference to the item moves in.
    pub(super) fn native_store(&mut self, v: Value, key: Value, item: Value) -> Run<bool> {
        let Some(native) = self.native_of(v).cloned() else { return Ok(false) };
        match native {
            Native::MappingProxy { .. } => {
                return Err(raise("TypeError", "'mappingproxy' object does not support item assignment"));
            }
            Native::Deque(d) => {
                let i = self.index(key, d.items.len(), "deque")?;
                let old = std::mem::replace(&mut self.deque_mut(v)?.items[i], item);
                self.decref(old)?;
            }
            Native::Array(a) if !self.is_slice(key) => {
                let i = self.index(key, a.items.len(), "array assignment")?;
                let new = self.to_array_item(a.typecode, item)?;
                if let Native::Array(a) = self.native_data_mut(v)? {
                    a.items[i] = new;
                }
                self.decref(item)?;
            }
            Native::ByteArray(b) if !self.is_slice(key) => {
                let i = self.index(key, b.bytes.len(), "bytearray")?;
                let byte = self.to_byte(item)?;
                self.byte_array_mut(v)?.bytes[i] = byte;
                self.decref(item)?;
            }
            Native::MemoryView { exporter, start, len } => {
                if self.known(exporter).is_some_and(|(_, o)| o.is(Type::Bytes)) {
                    return Err(raise("TypeError", "cannot modify read-only memory"));
                }
                let (at, bytes) = if self.is_slice(key) {
                    (self.slice_range(key, len)?, self.bytes_of(item).ok_or_else(|| stop("bytes that are not known"))?)
                } else {
                    (vec![self.index(key, len, "index")?], vec![self.to_byte(item)?])
                };
                if at.len() != bytes.len() {
                    let what = "memoryview assignment: lvalue and rvalue have different structures";
                    return Err(raise("ValueError", what));
                }
                let data = &mut self.byte_array_mut(exporter)?.bytes;
                for (i, byte) in at.into_iter().zip(bytes) {
                    *data.get_mut(start + i).ok_or_else(|| stop("a view beyond the buffer"))? = byte;
                }
                self.decref(item)?;
            }
            Native::ByteArray(b) => {
                // `array[a:b] = bytes`
                let at = self.slice_range(key, b.bytes.len())?;
                let (true, Some(new)) = (self.slice_step(key) == Some(1), self.bytes_of(item)) else {
                    return Err(stop("this slice of a bytearray is assigned"));
                };
                if at.len() != new.len() {
                    self.not_exported(v)?;
                }
                let Some(&first) = at.first() else { return Err(stop("an empty slice of a bytearray is assigned")) };
                let array = self.byte_array_mut(v)?;
                if at.len() != new.len() {
                    array.allocated = None;
                }
                array.bytes.splice(first..first + at.len(), new);
                self.decref(item)?;
            }
            Native::WeakContainer(_) => {
                self.weak_store(v, key, item)?;
                self.decref(item)?;
            }
            Native::ChainMap { .. } => self.store_in_chain(v, key, item)?,
            _ => return Err(stop("an item of this object is assigned")),
        }
        Ok(true)
    }

    /// `del v[key]`: true if done.
    pub(super) fn native_delete(&mut self, v: Value, key: Value) -> Run<bool> {
        let Some(native) = self.native_of(v).cloned() else { return Ok(false) };
        match native {
            Native::MappingProxy { .. } => {
                return Err(raise("TypeError", "'mappingproxy' object does not support item deletion"));
            }
            Native::Deque(d) => {
                let i = self.index(key, d.items.len(), "deque")?;
                let old = self.deque_remove_at(v, i)?;
                self.decref(old)?;
            }
            Native::Array(a) if !self.is_slice(key) => {
                let i = self.index(key, a.items.len(), "array assignment")?;
                if let Native::Array(a) = self.native_data_mut(v)? {
                    a.items.remove(i);
                    a.allocated = None;
                }
            }
            Native::ByteArray(b) => {
                self.not_exported(v)?;
                let at = if self.is_slice(key) {
                    self.slice_range(key, b.bytes.len())?
                } else {
                    vec![self.index(key, b.bytes.len(), "bytearray")?]
                };
                let mut n = 0..;
                let b = self.byte_array_mut(v)?;
                b.bytes.retain(|_| !at.contains(&n.next().unwrap_or(0)));
                b.allocated = None;
            }
            Native::WeakContainer(_) => {
                if !self.weak_delete(v, key)? {
                    return Err(raise("KeyError", ""));
                }
            }
            Native::ChainMap { .. } => self.delete_in_chain(v, key)?,
            _ => return Err(stop("an item of this object is deleted")),
        }
        Ok(true)
    }

    /// `item in v`
    pub(super) fn native_contains(&mut self, v: Value, item: Value) -> Run<Option<bool>> {
        let Some(native) = self.native_of(v).cloned() else { return Ok(None) };
        Ok(Some(match native {
            Native::MappingProxy { mapping } => self.contains(mapping, item)?,
            Native::Deque(d) => {
                for v in d.items {
                    if v == item || self.equal(v, item)? {
                        return Ok(Some(true));
                    }
                }
                false
            }
            Native::Array(a) => {
                let wanted = self.to_array_item(a.typecode, item)?;
                a.items.contains(&wanted)
            }
            Native::ByteArray(b) => {
                let part = match self.as_int(item) {
                    Some(_) => vec![self.to_byte(item)?],
                    None => self.bytes_of(item).ok_or_else(|| stop("in on an unknown bytearray"))?,
                };
                super::builtins::find_bytes(&b.bytes, &part).is_some()
            }
            Native::WeakContainer(_) => self.weak_contains(v, item)?,
            Native::ChainMap { .. } => self.in_chain(v, item)?,
            _ => return Err(stop("in on this object is not modelled")),
        }))
    }

    /// `==` of two of them; `None` where another rule decides.
    pub(super) fn native_equal(&mut self, left: Value, right: Value) -> Run<Option<bool>> {
        if let Some(mapping) = self.mapping_behind(left) {
            return self.equal(mapping, right).map(Some);
        }
        if let Some(mapping) = self.mapping_behind(right) {
            return self.equal(left, mapping).map(Some);
        }
        if let (Some(x), Some(y)) = (self.bytes_of(left), self.bytes_of(right)) {
            return Ok(Some(x == y));
        }
        let (Some(x), Some(y)) = (self.native_of(left).cloned(), self.native_of(right).cloned()) else {
            return Ok(None);
        };
        Ok(Some(match (x, y) {
            (Native::Deque(x), Native::Deque(y)) => {
                if x.items.len() != y.items.len() {
                    return Ok(Some(false));
                }
                for (&x, &y) in x.items.iter().zip(&y.items) {
                    if x != y && !self.equal(x, y)? {
                        return Ok(Some(false));
                    }
                }
                true
            }
            (Native::Array(x), Native::Array(y)) => {
                x.items.len() == y.items.len()
                    && x.items.iter().zip(&y.items).all(|(&x, &y)| number(x).total_cmp(&number(y)).is_eq())
            }
            (Native::WeakReference(x), Native::WeakReference(y)) if x.kind == y.kind => match (x.target, y.target) {
                (Some(x), Some(y)) => self.equal(x.into(), y.into())?,
                _ => left == right,
            },
            (Native::Namespace { dict: x }, Native::Namespace { dict: y }) => self.equal(x, y)?,
            (Native::Partial { .. } | Native::LruCache(_) | Native::Finalizer(_) | Native::Getter { .. }, _) => {
                left == right
            }
            (Native::ChainMap { .. }, _) | (_, Native::ChainMap { .. }) => {
                return Err(stop("a comparison of a ChainMap is not modelled"));
            }
            _ if left == right => true,
            _ => return Err(stop("a comparison of these objects is not modelled")),
        }))
    }

    pub(super) fn array_item(&mut self, item: ArrayItem) -> Value {
        match item {
            ArrayItem::Int(n) => self.int(n),
            ArrayItem::Float(f) => self.float(f),
        }
    }

    pub(super) fn to_byte(&self, v: Value) -> Run<u8> {
        let n = self.as_int(v).ok_or_else(|| stop("a byte that is not known"))?;
        u8::try_from(n).map_err(|_| raise("ValueError", "byte must be in range(0, 256)"))
    }

    /// The bytes of a bytes-like object.
    pub(super) fn bytes_of(&self, v: Value) -> Option<Vec<u8>> {
        match &self.known(v)?.1.data {
            ObjectData::Bytes(b) => Some(b.to_vec()),
            ObjectData::Native(n) => match &**n {
                Native::ByteArray(b) => Some(b.bytes.clone()),
                Native::MemoryView { exporter, start, len } => {
                    Some(self.bytes_of(*exporter)?.get(*start..start + len)?.to_vec())
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn number(item: ArrayItem) -> f64 {
    match item {
        ArrayItem::Int(n) => n as f64,
        ArrayItem::Float(f) => f,
    }
}
