//! Displays, subscripts, unpacking: containers and their growth.

use super::Machine;
use super::machine::{Run, raise, stop};
use crate::bytecode::Op;
use crate::config::PythonVersion;
use crate::cpython::sizes::{self, Removal};
use crate::heap::{DictData, Key, ListData, ObjId, Object, ObjectData, SetData, Type, Value};

impl Machine<'_> {
    pub(super) fn exec_container(&mut self, f: usize, op: Op) -> Run<()> {
        match op {
            Op::BuildTuple(n) => {
                let items = self.pop_n(f, n)?;
                let v = self.tuple(items);
                self.push(f, v);
                Ok(())
            }
            Op::BuildList(n) => {
                let items = self.pop_n(f, n)?;
                let v = self.list(items);
                self.push(f, v);
                Ok(())
            }
            Op::BuildSet(n) => {
                let items = self.pop_n(f, n)?;
                let set = self.make_builtin(Type::Set, ObjectData::Set(Box::default()));
                self.push(f, set);
                items.into_iter().try_for_each(|v| self.set_add(set, v))
            }
            Op::BuildDict(n) => {
                // The operands stay on the stack until the dict is there: so long lives what an equal key replaces.
                let top = self.frames[f].stack.len();
                let at = top.checked_sub(2 * n as usize).ok_or_else(|| stop("operand stack is empty"))?;
                let pairs = self.frames[f].stack[at..].to_vec();
                pairs.iter().for_each(|&v| self.incref(v));
                let dict = self.new_dict();
                pairs.chunks_exact(2).try_for_each(|p| self.dict_store(dict, p[0], p[1]))?;
                self.frames[f].stack.truncate(at);
                self.push(f, dict);
                if (PythonVersion::PY312..=PythonVersion::PY313).contains(&self.version) {
                    return self.decref_all(pairs);
                }
                self.decref_all(pairs.into_iter().rev())
            }
            Op::BuildString(n) => self.build_string(f, n),
            Op::BuildSlice(n) => {
                let mut bounds = self.pop_n(f, n)?;
                bounds.resize(3, Value::NONE);
                let v = self.make_builtin(Type::Slice, ObjectData::Slice([bounds[0], bounds[1], bounds[2]]));
                self.push(f, v);
                Ok(())
            }
            Op::ListAppend(depth) => {
                let v = self.pop(f)?;
                let list = self.peek(f, depth)?;
                self.list_append(list, v)
            }
            Op::SetAdd(depth) => {
                let v = self.pop(f)?;
                let set = self.peek(f, depth)?;
                self.set_add(set, v)
            }
            Op::DictAdd(depth) => {
                let (v, k) = (self.pop(f)?, self.pop(f)?);
                let dict = self.peek(f, depth)?;
                self.dict_store(dict, k, v)
            }
            Op::ListToTuple => {
                let list = self.pop(f)?;
                let items = self.list_items(list)?.items.clone();
                items.iter().for_each(|&v| self.incref(v));
                let v = self.tuple(items);
                self.finish(f, v, &[list])
            }
            Op::ListExtend(depth) => {
                let source = self.pop(f)?;
                let list = self.peek(f, depth)?;
                self.list_extend(list, source)?;
                self.decref(source)
            }
            Op::SetUpdate(depth) => {
                let source = self.pop(f)?;
                let set = self.peek(f, depth)?;
                self.set_display_update(set, source)?;
                self.decref(source)
            }
            Op::DictUpdate(depth) | Op::DictMerge(depth) => {
                let source = self.pop(f)?;
                let dict = self.peek(f, depth)?;
                self.dict_update(dict, source)?;
                self.decref(source)
            }
            Op::LoadSubscript => {
                let (key, container) = (self.pop(f)?, self.pop(f)?);
                let v = self.subscript(container, key)?;
                self.finish(f, v, &[key, container])
            }
            Op::StoreSubscript => {
                let (key, container, v) = (self.pop(f)?, self.pop(f)?, self.pop(f)?);
                self.incref(v);
                self.store_subscript(container, key, v)?;
                self.decref_all([v, container, key])
            }
            Op::DeleteSubscript => {
                let (key, container) = (self.pop(f)?, self.pop(f)?);
                self.delete_subscript(container, key)?;
                self.decref_all([container, key])
            }
            Op::UnpackSequence(n) => self.unpack(f, n as usize),
            Op::UnpackEx { before, after } => self.unpack_ex(f, before as usize, after as usize),
            other => Err(stop(format!("not modelled: {other:?}"))),
        }
    }

    // -- lists

    /// A list display: exact.
    pub(super) fn list(&mut self, items: Vec<Value>) -> Value {
        let allocated = items.len() as u64;
        self.list_with(items, allocated)
    }

    pub(super) fn list_with(&mut self, items: Vec<Value>, allocated: u64) -> Value {
        self.make_builtin(Type::List, ObjectData::List(Box::new(ListData { items, allocated })))
    }

    pub(super) fn list_mut(&mut self, list: Value) -> Run<&mut ListData> {
        let (id, _) = self.object(list)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::List(l) => Ok(l),
            _ => Err(stop("a list whose items are not known")),
        }
    }

    pub(super) fn list_items(&self, list: Value) -> Run<&ListData> {
        match &self.object(list)?.1.data {
            ObjectData::List(l) => Ok(l),
            _ => Err(stop("a list whose items are not known")),
        }
    }

    /// The value's reference moves into the list.
    pub(super) fn list_append(&mut self, list: Value, v: Value) -> Run<()> {
        let l = self.list_mut(list)?;
        let len = l.items.len() as u64;
        l.resize(|slots| Some(sizes::list_append(slots, len)));
        l.items.push(v);
        Ok(())
    }

    pub(super) fn list_extend(&mut self, list: Value, source: Value) -> Run<()> {
        let sized = self.sequence_items(source);
        match sized {
            Some(items) => {
                self.burn_result(self.list_items(list)?.items.len() + items.len())?;
                for &v in &items {
                    self.incref(v);
                }
                let version = self.version;
                let l = self.list_mut(list)?;
                let (len, more) = (l.items.len() as u64, items.len() as u64);
                l.resize(|slots| {
                    Some(match slots {
                        0 => sizes::list_extend_empty(version, more),
                        slots => sizes::list_resize(slots, len, len + more),
                    })
                });
                l.items.extend(items);
                Ok(())
            }
            None => self.list_extend_iterator(list, source),
        }
    }

    /// Room is made for as many items as the source says it has, or 8; what is left over is given back in the end.
    fn list_extend_iterator(&mut self, list: Value, source: Value) -> Run<()> {
        let hint = match &self.object(source)?.1.data {
            ObjectData::Range(r) => Some(range_len(r.1[0], r.1[1], r.1[2]) as u64),
            ObjectData::Str(s) => Some(s.chars().count() as u64),
            _ => None,
        };
        let it = self.get_iter(source)?;
        let version = self.version;
        let l = self.list_mut(list)?;
        let (old, len) = (l.allocated, l.items.len() as u64);
        // While Python code runs in between, the spare room shows.
        l.allocated = u64::MAX;
        while let Some(v) = self.next(it)? {
            self.burn(1)?;
            self.list_mut(list)?.items.push(v);
        }
        self.decref(it)?;
        let l = self.list_mut(list)?;
        let new_len = l.items.len() as u64;
        l.allocated = match hint {
            Some(_) if old == 0 => sizes::list_extend_empty(version, new_len),
            Some(_) if old != u64::MAX => sizes::list_resize(old, len, new_len),
            _ => u64::MAX,
        };
        Ok(())
    }

    /// The items of a list or tuple (borrowed).
    pub(super) fn sequence_items(&self, v: Value) -> Option<Vec<Value>> {
        match &self.known(v)?.1.data {
            ObjectData::List(l) => Some(l.items.clone()),
            ObjectData::Tuple(t) => Some(t.to_vec()),
            _ => None,
        }
    }

    // -- dicts and sets

    pub(super) fn new_dict(&mut self) -> Value {
        self.make_builtin(Type::Dict, ObjectData::Dict(Box::new(DictData::new())))
    }

    pub(super) fn dict_mut(&mut self, dict: Value) -> Run<&mut DictData> {
        let (id, _) = self.object(dict)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::Dict(d) => Ok(d),
            _ => Err(stop("a dict whose items are not known")),
        }
    }

    /// Key and value move in; where the key is there already the new key object goes.
    pub(super) fn dict_store(&mut self, dict: Value, key: Value, v: Value) -> Run<()> {
        let k = self.key(key)?;
        let version = self.version;
        let d = self.dict_mut(dict)?;
        let len = d.len() as u64;
        let (was_str, is_str) = (d.str_keys || len == 0, matches!(k, Key::Str(_)));
        match d.insert(k, key, v) {
            Some(old) => {
                self.decref(key)?;
                self.decref(old)
            }
            None => {
                d.table = if was_str && !is_str && len > 0 {
                    sizes::dict_insert_first_general(version, d.table, len)
                } else {
                    sizes::dict_insert(version, d.table, len)
                };
                Ok(())
            }
        }
    }

    pub(super) fn dict_update(&mut self, dict: Value, source: Value) -> Run<()> {
        let pairs: Vec<(Value, Value)> = match &self.object(source)?.1.data {
            ObjectData::Dict(d) => d.iter().collect(),
            _ => return Err(stop("an update from something that is no dict")),
        };
        for (k, v) in pairs {
            self.incref(k);
            self.incref(v);
            self.dict_store(dict, k, v)?;
        }
        Ok(())
    }

    pub(super) fn set_add(&mut self, set: Value, v: Value) -> Run<()> {
        let key = self.key(v)?;
        let dummies = self.dummies();
        let (id, _) = self.object(set)?;
        let ObjectData::Set(s) = &mut self.heap.get_mut(id).data else {
            return Err(stop("a set whose items are not known"));
        };
        match s.add(key, v, dummies) {
            Some(_) => self.decref(v),
            None => Ok(()),
        }
    }

    /// `{1, 2, 3}`: an empty set updated by a constant frozenset.
    fn set_display_update(&mut self, set: Value, source: Value) -> Run<()> {
        if matches!(self.object(source)?.1.data, ObjectData::Set(_)) {
            return self.set_update(set, source);
        }
        // `{*xs}`
        self.collect_items(source)?.into_iter().try_for_each(|v| self.set_add(set, v))
    }

    pub(super) fn frozenset_of(&mut self, items: Vec<Value>) -> Value {
        let mut data = SetData::default();
        for v in items {
            if let Ok(key) = self.key(v) {
                data.add(key, v, self.dummies());
            }
        }
        self.make(Object::builtin(Type::FrozenSet, ObjectData::Set(Box::new(data))))
    }

    /// What a dict compares of a key; objects with their own `__eq__` or `__hash__` stop the run.
    pub(super) fn key(&mut self, v: Value) -> Run<Key> {
        let (id, object) = self.object(v)?;
        Ok(match &object.data {
            ObjectData::Int(n) => Key::Int(*n),
            ObjectData::Bool(b) => Key::Int(i64::from(*b)),
            ObjectData::BigInt(n) => Key::BigInt((**n).clone()),
            ObjectData::Float(f) if f.fract() == 0.0 && f.abs() < 1e15 => Key::Int(*f as i64),
            ObjectData::Float(f) => Key::Float(f.to_bits()),
            ObjectData::Str(s) => Key::Str(s.clone()),
            ObjectData::Bytes(b) => Key::Bytes(b.clone()),
            ObjectData::Tuple(items) => {
                let items = items.clone();
                self.burn(items.len() as u64)?;
                Key::Tuple(items.iter().map(|&i| self.nested(|m| m.key(i))).collect::<Run<_>>()?)
            }
            ObjectData::List(_) | ObjectData::Dict(_) => return Err(raise("TypeError", "unhashable type")),
            ObjectData::Set(s) if object.is(Type::FrozenSet) => {
                let mut members: Vec<Key> = s.dict.keys().cloned().collect();
                members.sort_unstable();
                Key::Set(members.into())
            }
            ObjectData::Set(_) if object.is(Type::Set) => return Err(raise("TypeError", "unhashable type: 'set'")),
            ObjectData::Instance(_) => {
                let crate::heap::Class::User(class) = object.class else { return Err(stop("an unknown key")) };
                for name in ["__eq__", "__hash__"] {
                    let name = self.intern(name);
                    if self.class_attribute(class, name).is_some() {
                        return Err(stop("a key with its own __eq__ or __hash__"));
                    }
                }
                Key::Identity(id)
            }
            ObjectData::Plain if object.is(Type::NoneType) => Key::Identity(id),
            ObjectData::Function(_) | ObjectData::Class(_) | ObjectData::Builtin(_) => Key::Identity(id),
            _ => return Err(stop("a key whose value is not known")),
        })
    }

    // -- subscripts

    pub(super) fn subscript(&mut self, container: Value, key: Value) -> Run<Value> {
        if let Some(v) = self.call_special(container, "__getitem__", &[key])? {
            return Ok(v);
        }
        if let Some(v) = self.native_subscript(container, key)? {
            return Ok(v);
        }
        let (_, object) = self.object(container)?;
        let v = match &object.data {
            ObjectData::List(l) => {
                if self.is_slice(key) {
                    return self.slice(container, key);
                }
                let i = self.index(key, l.items.len(), "list")?;
                l.items[i]
            }
            ObjectData::Tuple(t) => {
                if self.is_slice(key) {
                    return self.slice(container, key);
                }
                let i = self.index(key, t.len(), "tuple")?;
                t[i]
            }
            ObjectData::Str(s) => {
                if self.is_slice(key) {
                    return self.slice(container, key);
                }
                let chars: Vec<char> = s.chars().collect();
                let i = self.index(key, chars.len(), "string")?;
                let mut buffer = [0; 4];
                let text: &str = chars[i].encode_utf8(&mut buffer);
                let text = text.to_owned();
                return Ok(self.string(&text));
            }
            ObjectData::Dict(_) => {
                let k = self.key(key)?;
                let repr = self.repr_of_key(key);
                match self.dict_mut(container)?.get(&k) {
                    Some(v) => v,
                    None => return self.missing_item(container, key)?.ok_or_else(|| raise("KeyError", repr)),
                }
            }
            ObjectData::Range(r) if !self.is_slice(key) => {
                let (_, [start, end, step]) = **r;
                let i = self.index(key, range_len(start, end, step), "range object")?;
                return Ok(self.int(start + i as i64 * step));
            }
            ObjectData::Bytes(b) if !self.is_slice(key) => {
                let i = self.index(key, b.len(), "index")?;
                let byte = i64::from(b[i]);
                return Ok(self.int(byte));
            }
            ObjectData::Bytes(_) | ObjectData::Range(_) => return self.slice(container, key),
            _ => return Err(stop("a subscript of this object is not modelled")),
        };
        self.incref(v);
        Ok(v)
    }

    fn repr_of_key(&self, key: Value) -> String {
        self.repr(key).unwrap_or_default()
    }

    pub(super) fn is_slice(&self, key: Value) -> bool {
        self.known(key).is_some_and(|(_, o)| o.is(Type::Slice))
    }

    pub(super) fn index(&self, key: Value, len: usize, what: &str) -> Run<usize> {
        let Some(i) = self.as_int(key) else { return Err(stop("an index that is not known")) };
        let at = if i < 0 { i + len as i64 } else { i };
        usize::try_from(at)
            .ok()
            .filter(|&at| at < len)
            .ok_or_else(|| raise("IndexError", format!("{what} index out of range")))
    }

    pub(super) fn store_subscript(&mut self, container: Value, key: Value, v: Value) -> Run<()> {
        if let Some(result) = self.call_special(container, "__setitem__", &[key, v])? {
            return self.decref_all([result, v]);
        }
        if self.native_store(container, key, v)? {
            return Ok(());
        }
        let (_, object) = self.object(container)?;
        match &object.data {
            ObjectData::List(l) => {
                if self.is_slice(key) {
                    return self.assign_slice(container, key, v);
                }
                let i = self.index(key, l.items.len(), "list assignment")?;
                let old = std::mem::replace(&mut self.list_mut(container)?.items[i], v);
                self.decref(old)
            }
            ObjectData::Dict(_) => {
                self.incref(key);
                self.dict_store(container, key, v)
            }
            _ => Err(stop("an item of this object is assigned")),
        }
    }

    pub(super) fn delete_subscript(&mut self, container: Value, key: Value) -> Run<()> {
        if let Some(result) = self.call_special(container, "__delitem__", &[key])? {
            return self.decref(result);
        }
        if self.native_delete(container, key)? {
            return Ok(());
        }
        let (_, object) = self.object(container)?;
        match &object.data {
            ObjectData::List(l) => {
                let len = l.items.len();
                let (at, way) = match self.slice_step(key) {
                    None => (vec![self.index(key, len, "list assignment")?], Removal::Item),
                    Some(1) => (self.slice_range(key, len)?, Removal::Slice),
                    Some(_) => (self.slice_range(key, len)?, Removal::Step),
                };
                self.list_remove_at(container, at, way)
            }
            ObjectData::Dict(_) => {
                let k = self.key(key)?;
                let repr = self.repr_of_key(key);
                let (k, v) = self.dict_mut(container)?.remove(&k).ok_or_else(|| raise("KeyError", repr))?;
                self.decref(k)?;
                self.decref(v)
            }
            _ => Err(stop("an item of this object is deleted")),
        }
    }

    fn list_remove_at(&mut self, list: Value, mut at: Vec<usize>, way: Removal) -> Run<()> {
        if at.is_empty() {
            return Ok(());
        }
        at.sort_unstable();
        let version = self.version;
        let l = self.list_mut(list)?;
        let len = l.items.len() as u64;
        let mut gone = Vec::new();
        for &i in at.iter().rev() {
            gone.push(l.items.remove(i));
        }
        let new_len = l.items.len() as u64;
        l.resize(|slots| sizes::list_remove(version, way, slots, len, new_len));
        if way == Removal::Step {
            gone.reverse();
        }
        // list_ass_slice lets them go from the last to the first.
        self.decref_all(gone)
    }

    /// All items of an iterable, as owned references.
    pub(super) fn collect_items(&mut self, source: Value) -> Run<Vec<Value>> {
        if let Some(items) = self.sequence_items(source) {
            items.iter().for_each(|&v| self.incref(v));
            return Ok(items);
        }
        let it = self.get_iter(source)?;
        let mut items = Vec::new();
        while let Some(v) = self.next(it)? {
            self.burn(1)?;
            items.push(v);
        }
        self.decref(it)?;
        Ok(items)
    }

    pub(super) fn known_id(&self, v: Value) -> Run<ObjId> {
        Ok(self.object(v)?.0)
    }
}

pub(super) fn range_len(start: i64, end: i64, step: i64) -> usize {
    let span = if step > 0 { i128::from(end) - i128::from(start) } else { i128::from(start) - i128::from(end) };
    let step = i128::from(step).abs();
    if span <= 0 || step == 0 { 0 } else { usize::try_from((span + step - 1) / step).unwrap_or(usize::MAX) }
}
