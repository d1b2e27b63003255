//! Displays, subscripts, unpacking: containers and their growth.

use super::Machine;
use super::machine::{Run, raise, stop};
use crate::bytecode::{Const, ConstId, Op};
use crate::config::PythonVersion;
use crate::cpython::sizes::{self, Removal};
use crate::cpython::teardown::{self, Order};
use crate::heap::{DictData, IteratorKind, Key, ListData, ObjId, Object, ObjectData, SetData, Type, Value};

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
            Op::SpreadKeys { keys } => self.spread_keys(f, keys),
            Op::BuildDict(n) => {
                // The operands stay on the stack until the dict is there: so long lives what an equal key replaces.
                let top = self.frames[f].stack.len();
                let at = top.checked_sub(2 * n as usize).ok_or_else(|| stop("operand stack is empty"))?;
                let pairs = self.frames[f].stack[at..].to_vec();
                if let Some(error) = self.refused_key(&pairs)? {
                    self.frames[f].stack.truncate(at);
                    self.decref_all(pairs)?;
                    return Err(error);
                }
                let dict = self.new_dict();
                let depth = self.in_c.len();
                if self.version <= PythonVersion::PY310 {
                    // There the dict owns what it gets after `__hash__` only.
                    self.in_c.extend(&pairs);
                }
                let stored = pairs.chunks_exact(2).try_for_each(|p| {
                    p.iter().for_each(|&v| self.incref(v));
                    self.dict_store(dict, p[0], p[1])
                });
                self.in_c.truncate(depth);
                stored.map_err(|e| match e.is_exception() && self.abs.is_none() {
                    true => stop("an exception from a key of a dict is not modelled"),
                    false => e,
                })?;
                self.frames[f].stack.truncate(at);
                self.push(f, dict);
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
                match self.is_two_part_slice(f) {
                    true => self.finish(f, v, &[key, container]),
                    false => self.finish(f, v, &[container, key]),
                }
            }
            Op::StoreSubscript => {
                let (key, container, v) = (self.pop(f)?, self.pop(f)?, self.pop(f)?);
                self.incref(v);
                if let Err(e) = self.store_subscript(container, key, v) {
                    self.decref(v)?;
                    return Err(e);
                }
                let order = match (self.is_two_part_slice(f), self.version >= PythonVersion::PY314) {
                    (_, true) => [key, container, v],
                    (true, false) => [key, v, container],
                    (false, false) => [v, container, key],
                };
                self.decref_all(order)
            }
            Op::DeleteSubscript => {
                let (key, container) = (self.pop(f)?, self.pop(f)?);
                self.delete_subscript(container, key)?;
                match teardown::temporary_operands(self.version) {
                    Order::FirstToLast => self.decref_all([container, key]),
                    Order::LastToFirst => self.decref_all([key, container]),
                }
            }
            Op::UnpackSequence(n) => self.unpack(f, n as usize),
            Op::UnpackEx { before, after } => self.unpack_ex(f, before as usize, after as usize),
            other => Err(stop(format!("not modelled: {other:?}"))),
        }
    }

    /// `{'a b': x, 'c': y}` up to 3.13: the values are there, the keys are in a constant.
    fn spread_keys(&mut self, f: usize, keys: ConstId) -> Run<()> {
        let Const::Tuple(keys) = self.program().constant(keys).clone() else { return Err(stop("no keys")) };
        let values = self.pop_n(f, keys.len() as u32)?;
        for (&key, v) in keys.iter().zip(values) {
            let key = self.constant(key);
            self.incref(key);
            self.push(f, key);
            self.push(f, v);
        }
        Ok(())
    }

    // -- lists

    /// A list display: exact.
    pub(super) fn list(&mut self, items: Vec<Value>) -> Value {
        let allocated = items.len() as u64;
        self.list_with(items, allocated)
    }

    pub(super) fn list_with(&mut self, items: Vec<Value>, allocated: u64) -> Value {
        self.make_builtin(Type::List, ObjectData::List(Box::new(ListData::new(items, allocated))))
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
        let own = self.special(source, "__iter__").is_some();
        let sized = self.sequence_items(source).filter(|_| !own);
        match sized {
            Some(items) => {
                self.burn_result(self.list_items(list)?.items.len() + items.len())?;
                for &v in &items {
                    self.incref(v);
                }
                let version = self.version;
                let l = self.list_mut(list)?;
                l.grow(version, items.len() as u64);
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
        self.ask_for_length(source)?;
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
            Some(_) if old == 0 && !l.keeps_array => sizes::list_extend_empty(version, new_len),
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
        let depth = self.in_c.len();
        if self.version <= PythonVersion::PY310 {
            self.in_c.extend([key, v]);
        }
        let k = self.key_in(dict, key);
        self.in_c.truncate(depth);
        self.dict_store_as(dict, k?, key, v)
    }

    /// As `dict_store`, with the key that the object is in this dict.
    fn dict_store_as(&mut self, dict: Value, k: Key, key: Value, v: Value) -> Run<()> {
        let exact = self.known(key).is_none_or(|(_, o)| !matches!(o.class, crate::heap::Class::User(_)));
        let version = self.version;
        if self.dict_mut(dict)?.of_instance {
            // `o.__dict__["_" + name] = v`: the next instance gets the key of this one.
            self.leave_key(key);
        }
        let d = self.dict_mut(dict)?;
        let len = d.len() as u64;
        let (was_str, is_str) = (d.str_keys || len == 0, exact && matches!(k, Key::Str(_)));
        let inserted = d.insert(k, key, v);
        d.str_keys &= is_str || inserted.is_some();
        match inserted {
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
        let source = match &self.object(source)?.1.data {
            ObjectData::Dict(d) => (**d).clone(),
            _ => return Err(stop("an update from something that is no dict")),
        };
        // How large a copy gets of what had keys deleted, or of an instance's dict, is not told.
        let into = self.dict_mut(dict)?;
        into.deleted |= source.deleted && into.is_empty();
        for (k, key, v) in source.entries() {
            self.incref(key);
            self.incref(v);
            // The hashes are there already.
            let k = self.resolve_key(dict, k.clone(), key)?;
            self.dict_store_as(dict, k, key, v)?;
        }
        Ok(())
    }

    pub(super) fn set_add(&mut self, set: Value, v: Value) -> Run<()> {
        let key = self.key_in(set, v)?;
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

    // -- subscripts

    pub(super) fn subscript(&mut self, container: Value, key: Value) -> Run<Value> {
        if self.memos.contains_key(&container) {
            return self.memo_subscript(container, key);
        }
        if let Some(v) = self.call_special(container, "__getitem__", &[key])? {
            return Ok(v);
        }
        if let Some(v) = self.class_subscript(container, key)? {
            return Ok(v);
        }
        if let Some(v) = self.native_subscript(container, key)? {
            return Ok(v);
        }
        self.subscript_plain(container, key)
    }

    /// `C[key]`: `__class_getitem__`.
    fn class_subscript(&mut self, container: Value, key: Value) -> Run<Option<Value>> {
        let (id, _) = self.object(container)?;
        if let Some(v) = self.with_type_arguments(container)? {
            return Ok(Some(v));
        }
        if !matches!(self.object(container)?.1.data, ObjectData::Class(_)) {
            return Ok(None);
        }
        if let Some(v) = self.enum_by_name(id, key)? {
            self.incref(v);
            return Ok(Some(v));
        }
        let hook = self.intern("__class_getitem__");
        let Some(hook) = self.class_attribute(id, hook) else { return Ok(None) };
        let ObjectData::Wrapper(hook) = self.object(hook)?.1.data else { return Ok(None) };
        self.call_hook(hook, &[container, key]).map(Some)
    }

    /// What the builtin class itself does.
    pub(super) fn subscript_plain(&mut self, container: Value, key: Value) -> Run<Value> {
        let (_, object) = self.object(container)?;
        let v = match &object.data {
            ObjectData::List(l) => {
                if self.is_slice(key) {
                    return self.slice(container, key);
                }
                let len = l.items.len();
                let i = self.index(key, len, "list")?;
                self.list_items(container)?.items.get(i).copied().ok_or_else(|| raise("IndexError", ""))?
            }
            ObjectData::Tuple(t) => {
                if self.is_slice(key) {
                    return self.slice(container, key);
                }
                let items = t.to_vec();
                items[self.index(key, items.len(), "tuple")?]
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
                let k = self.key_in(container, key)?;
                match self.dict_mut(container)?.get(&k) {
                    Some(v) => v,
                    None => {
                        if let Some(v) = self.call_special(container, "__missing__", &[key])? {
                            return Ok(v);
                        }
                        if let Some(v) = self.missing_item(container, key)? {
                            return Ok(v);
                        }
                        return Err(self.throwing("KeyError", vec![key]));
                    }
                }
            }
            ObjectData::Range(r) if !self.is_slice(key) => {
                let (_, [start, end, step]) = **r;
                let i = self.index(key, range_len(start, end, step), "range object")?;
                return Ok(self.int(start + i as i64 * step));
            }
            ObjectData::Bytes(b) if !self.is_slice(key) => {
                let b = b.clone();
                let i = self.index(key, b.len(), "index")?;
                let byte = i64::from(b[i]);
                return Ok(self.int(byte));
            }
            ObjectData::Bytes(_) | ObjectData::Range(_) => return self.slice(container, key),
            ObjectData::ClassDict(_) => match self.class_dict_item(container, key)? {
                Some(v) => v,
                None => return Err(self.throwing("KeyError", vec![key])),
            },
            _ => {
                return Err(match self.type_without_answer(container) {
                    Some(class) => raise("TypeError", format!("'{class}' object is not subscriptable")),
                    None => stop("a subscript of this object is not modelled"),
                });
            }
        };
        self.incref(v);
        Ok(v)
    }

    pub(super) fn is_slice(&self, key: Value) -> bool {
        self.known(key).is_some_and(|(_, o)| o.is(Type::Slice))
    }

    /// A number, or what `__index__` gives.
    pub(super) fn as_index(&mut self, v: Value) -> Run<Option<i64>> {
        if let Some(n) = self.as_int(v) {
            return Ok(Some(n));
        }
        match self.call_special(v, "__index__", &[])? {
            Some(result) => {
                let n = self.as_int(result);
                self.decref(result)?;
                Ok(n)
            }
            None => Ok(None),
        }
    }

    pub(super) fn index(&mut self, key: Value, len: usize, what: &str) -> Run<usize> {
        let Some(i) = self.as_index(key)? else { return Err(stop("an index that is not known")) };
        let at = if i < 0 { i + len as i64 } else { i };
        usize::try_from(at)
            .ok()
            .filter(|&at| at < len)
            .ok_or_else(|| raise("IndexError", format!("{what} index out of range")))
    }

    pub(super) fn store_subscript(&mut self, container: Value, key: Value, v: Value) -> Run<()> {
        if self.memos.contains_key(&container) {
            return self.memo_store(container, key, v);
        }
        if let Some(result) = self.call_special(container, "__setitem__", &[key, v])? {
            return self.decref_all([result, v]);
        }
        if self.native_store(container, key, v)? {
            return Ok(());
        }
        self.store_subscript_plain(container, key, v)
    }

    pub(super) fn store_subscript_plain(&mut self, container: Value, key: Value, v: Value) -> Run<()> {
        let (_, object) = self.object(container)?;
        match &object.data {
            ObjectData::List(l) => {
                if self.is_slice(key) {
                    return self.assign_slice(container, key, v);
                }
                let len = l.items.len();
                let i = self.index(key, len, "list assignment")?;
                let old = std::mem::replace(&mut self.list_mut(container)?.items[i], v);
                self.decref(old)
            }
            ObjectData::Dict(_) => {
                self.incref(key);
                let stored = self.dict_store(container, key, v);
                if matches!(&stored, Err(e) if e.is_exception()) {
                    self.decref(key)?;
                }
                stored
            }
            _ => Err(self.no_items_to_change(container, "does not support item assignment")),
        }
    }

    pub(super) fn delete_subscript(&mut self, container: Value, key: Value) -> Run<()> {
        if let Some(result) = self.call_special(container, "__delitem__", &[key])? {
            return self.decref(result);
        }
        if self.native_delete(container, key)? {
            return Ok(());
        }
        self.delete_subscript_plain(container, key)
    }

    pub(super) fn delete_subscript_plain(&mut self, container: Value, key: Value) -> Run<()> {
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
                let k = self.key_in(container, key)?;
                let Some((k, v)) = self.dict_mut(container)?.remove(&k) else {
                    return Err(self.throwing("KeyError", vec![key]));
                };
                self.decref(k)?;
                self.decref(v)
            }
            _ => Err(self.no_items_to_change(container, "doesn't support item deletion")),
        }
    }

    pub(super) fn list_remove_at(&mut self, list: Value, mut at: Vec<usize>, way: Removal) -> Run<()> {
        at.sort_unstable();
        let version = self.version;
        let l = self.list_mut(list)?;
        let (Some(&first), Some(&last)) = (at.first(), at.last()) else {
            // `del xs[1:]` of an empty list gives back the room that it kept.
            if way == Removal::Slice && l.items.is_empty() {
                l.clear();
            }
            return Ok(());
        };
        l.shrink(version, way, (l.items.len() - at.len()) as u64);
        let gone: Vec<Value> = if way == Removal::Step {
            let gone = at.iter().map(|&i| l.items[i]).collect();
            let mut places = 0..;
            l.items.retain(|_| places.next().is_some_and(|i| at.binary_search(&i).is_err()));
            gone
        } else {
            l.items.drain(first..=last).rev().collect()
        };
        // list_ass_slice lets them go from the last to the first.
        self.decref_all(gone)
    }

    /// `x[a:b]` is one instruction from 3.12, which makes the slice itself.
    fn is_two_part_slice(&self, f: usize) -> bool {
        let (code, pc) = (self.frames[f].code, self.frames[f].pc as usize);
        let before = pc.checked_sub(1).and_then(|at| self.code(code).instrs.get(at));
        self.version >= PythonVersion::PY312 && before.is_some_and(|i| i.op == Op::BuildSlice(2))
    }

    /// All items of an iterable, as owned references.
    pub(super) fn collect_items(&mut self, source: Value) -> Run<Vec<Value>> {
        let own = self.special(source, "__iter__").is_some();
        if !own && let Some(items) = self.sequence_items(source) {
            items.iter().for_each(|&v| self.incref(v));
            return Ok(items);
        }
        let it = self.get_iter(source)?;
        self.rest_of(it)
    }

    /// What an iterator has left, as owned references. Takes the reference.
    pub(super) fn rest_of(&mut self, it: Value) -> Run<Vec<Value>> {
        let mut items = Vec::new();
        loop {
            self.burn(1)?;
            match self.next(it) {
                Ok(Some(v)) => items.push(v),
                Ok(None) => break,
                Err(e) => {
                    self.decref_all(items)?;
                    self.decref(it)?;
                    return Err(e);
                }
            }
        }
        self.decref(it)?;
        Ok(items)
    }

    /// As `collect_items`, for those who ask for the length first: an object's `__len__` is called after its `__iter__`.
    pub(super) fn collect_hinted(&mut self, source: Value) -> Run<Vec<Value>> {
        if !self.is_plain_instance(source) {
            self.ask_for_length(source)?;
            return self.collect_items(source);
        }
        let it = self.get_iter(source)?;
        self.ask_for_length(source)?;
        self.rest_of(it)
    }

    /// `PyObject_LengthHint`: an iterator by index asks what it goes through.
    pub(super) fn ask_for_length(&mut self, v: Value) -> Run<()> {
        let asked = match &self.object(v)?.1.data {
            ObjectData::Instance(_) => v,
            ObjectData::Iterator(i) if matches!(i.kind, IteratorKind::Indexed | IteratorKind::ReversedIndexed) => {
                i.sources.first().copied().unwrap_or(Value::NONE)
            }
            _ => return Ok(()),
        };
        match self.call_special(asked, "__len__", &[])? {
            Some(hint) => self.decref(hint),
            None if self.special(asked, "__length_hint__").is_some() => Err(stop("__length_hint__ is not modelled")),
            None => Ok(()),
        }
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
