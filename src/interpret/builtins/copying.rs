//! The module `copy`, on containers of plain values.

use super::reconstruct::Way;
use super::{Call, Native};
use crate::cpython::sizes::InstanceLayout;
use crate::heap::{ObjId, ObjectData, SetData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};
use rustc_hash::FxHashMap;

pub(super) const NAMES: &[(&str, Native)] = &[("copy.copy", copy), ("copy.deepcopy", deepcopy)];

const MAX_DEPTH: u32 = 100;

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    if m.user_class(v).is_some() && !matches!(m.object(v)?.1.data, ObjectData::Class(_)) {
        return m.copy_of_instance(v);
    }
    match &m.object(v)?.1.data {
        ObjectData::List(l) => {
            let items = l.items.clone();
            items.iter().for_each(|&v| m.incref(v));
            Ok(m.list(items))
        }
        ObjectData::Dict(d) if !d.deleted && m.object(v)?.1.is(Type::Dict) => {
            let d = m.new_dict();
            m.dict_update(d, v)?;
            Ok(d)
        }
        ObjectData::Set(s) if m.object(v)?.1.is(Type::Set) => copy_set(m, (**s).clone()),
        data if is_atom(data) || matches!(data, ObjectData::Tuple(_)) => {
            m.incref(v);
            Ok(v)
        }
        ObjectData::Native(n) if matches!(**n, crate::heap::Native::Deque(_)) => m.copy_deque(v),
        ObjectData::Native(n) if matches!(**n, crate::heap::Native::Array(_) | crate::heap::Native::ByteArray(_)) => {
            let (ty, n) = (m.object(v)?.1.class, (**n).clone());
            let crate::heap::Class::Builtin(ty) = ty else { return Err(stop("copy of this object is not modelled")) };
            m.make_native(ty, m.refitted(n))
        }
        ObjectData::Dict(d) if !m.object(v)?.1.is(Type::Dict) && !d.deleted => m.copy_mapping(v),
        ObjectData::Instance(_) => copy_instance(m, v),
        _ => Err(stop("copy of this object is not modelled")),
    }
}

impl Machine<'_> {
    /// A copy has no spare room.
    fn refitted(&self, mut native: crate::heap::Native) -> crate::heap::Native {
        match &mut native {
            crate::heap::Native::Array(a) => a.allocated = Some(a.items.len() as u64),
            crate::heap::Native::ByteArray(b) => b.allocated = None,
            _ => {}
        }
        native
    }

    /// Both have a `__dict__` from now on, through which one was filled.
    fn ask_for_dicts(&mut self, instances: [Value; 2]) -> Run<()> {
        for v in instances {
            let dict = self.dict_of(v)?;
            self.decref(dict)?;
        }
        Ok(())
    }

    /// The attributes of an instance without slots, wherever they are kept.
    fn attribute_values(&mut self, v: Value) -> Run<Vec<(crate::bytecode::Name, Value)>> {
        let ObjectData::Instance(a) = self.object(v)?.1.data.clone() else { return Err(stop("not an instance")) };
        if !a.dict.is_bound() {
            return Ok(a.values);
        }
        let pairs: Vec<(Value, Value)> = self.dict_mut(a.dict)?.iter().collect();
        pairs
            .into_iter()
            .map(|(key, v)| {
                let name = self.as_str(key).map(str::to_owned).ok_or_else(|| stop("an unknown attribute"))?;
                Ok((self.intern(&name), v))
            })
            .collect()
    }

    /// A new instance of the same class.
    fn instance_like(&mut self, v: Value, values: Vec<(crate::bytecode::Name, Value)>) -> Run<Value> {
        self.concretely()?;
        let crate::heap::Class::User(class) = self.object(v)?.1.class else { return Err(stop("not an instance")) };
        for hook in
            ["__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__new__"]
        {
            let hook = self.intern(hook);
            if self.class_attribute(class, hook).is_some() {
                return Err(stop("a class that copies itself is not modelled"));
            }
        }
        if !matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.layout == InstanceLayout::PLAIN && d.base == Type::Object)
        {
            return Err(stop("a copy of this instance is not modelled"));
        }
        self.incref(class.into());
        let data = ObjectData::Instance(Box::new(crate::heap::Attributes { values, ..Default::default() }));
        Ok(self.make(crate::heap::Object::new(crate::heap::Class::User(class), data)))
    }
}

fn copy_instance(m: &mut Machine<'_>, v: Value) -> Run<Value> {
    let values = m.attribute_values(v)?;
    values.iter().for_each(|&(_, v)| m.incref(v));
    let copy = m.instance_like(v, values)?;
    m.ask_for_dicts([v, copy])?;
    Ok(copy)
}

fn copy_set(m: &mut Machine<'_>, old: SetData) -> Run<Value> {
    let set = m.make_builtin(Type::Set, ObjectData::Set(Box::default()));
    let dummies = m.dummies();
    let new = m.set_mut(set)?.merge(&old, dummies);
    new.into_iter().for_each(|v| m.incref(v));
    Ok(set)
}

fn is_atom(data: &ObjectData) -> bool {
    matches!(
        data,
        ObjectData::Int(_)
            | ObjectData::BigInt(_)
            | ObjectData::Bool(_)
            | ObjectData::Float(_)
            | ObjectData::Str(_)
            | ObjectData::Bytes(_)
            | ObjectData::Function(_)
            | ObjectData::Class(_)
            | ObjectData::Builtin(_)
            | ObjectData::Range(_)
    )
}

fn deepcopy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    match *c.positional()? {
        [v] => {
            let copy = deep(m, v, &mut FxHashMap::default(), 0);
            let kept = std::mem::take(&mut m.kept_by_memo);
            m.decref_all(kept)?;
            copy
        }
        // `__deepcopy__` hands on what it was given.
        [v, memo] => {
            let mut known = m.memos.remove(&memo).ok_or_else(|| stop("deepcopy with a memo of its own"))?;
            let copy = deep(m, v, &mut known, 0);
            m.memos.insert(memo, known);
            copy
        }
        _ => Err(stop("this form of deepcopy is not modelled")),
    }
}

/// Containers anew, each once; atoms, and tuples of nothing but atoms, stay the same object.
pub(super) fn deep(m: &mut Machine<'_>, v: Value, memo: &mut FxHashMap<ObjId, Value>, depth: u32) -> Run<Value> {
    let (id, object) = m.object(v)?;
    if let Some(&done) = memo.get(&id) {
        m.incref(done);
        return Ok(done);
    }
    if depth > MAX_DEPTH {
        return Err(stop("a copy that nests too deep"));
    }
    let data = object.data.clone();
    m.burn(1)?;
    if m.user_class(v).is_some() && !matches!(data, ObjectData::Class(_)) {
        return deep_instance(m, v, memo, depth);
    }
    match data {
        ObjectData::List(l) => {
            let copy = m.list(Vec::new());
            memo.insert(id, copy);
            for item in l.items {
                let item = deep(m, item, memo, depth + 1)?;
                m.list_append(copy, item)?;
            }
            Ok(copy)
        }
        ObjectData::Dict(d) => {
            let copy = m.new_dict();
            memo.insert(id, copy);
            for (k, v) in d.iter() {
                let k = deep(m, k, memo, depth + 1)?;
                let v = deep(m, v, memo, depth + 1)?;
                m.dict_store(copy, k, v)?;
            }
            Ok(copy)
        }
        ObjectData::Tuple(items) => {
            let copies = items.iter().map(|&i| deep(m, i, memo, depth + 1)).collect::<Run<Vec<_>>>()?;
            if copies[..] == items[..] {
                m.decref_all(copies)?;
                m.incref(v);
                return Ok(v);
            }
            Ok(m.tuple(copies))
        }
        ObjectData::Instance(_) => {
            let copy = m.instance_like(v, Vec::new())?;
            memo.insert(id, copy);
            for (name, item) in m.attribute_values(v)? {
                let item = deep(m, item, memo, depth + 1)?;
                let copied = m.known_id(copy)?;
                if let ObjectData::Instance(c) = &mut m.heap.get_mut(copied).data {
                    c.values.push((name, item));
                }
            }
            m.ask_for_dicts([v, copy])?;
            Ok(copy)
        }
        ObjectData::Set(s) if m.object(v)?.1.is(Type::Set) && s.dict.keys().all(|k| k.is_atom()) => copy_set(m, *s),
        ref data if is_atom(data) || v == Value::NONE => {
            m.incref(v);
            Ok(v)
        }
        _ => Err(stop("deepcopy of this object is not modelled")),
    }
}

impl Machine<'_> {
    /// Without hooks: a new object of the class, its `__dict__` updated by the old one's. Both get a dict by that.
    fn copy_of_instance(&mut self, v: Value) -> Run<Value> {
        if let Some(copy) = self.untold_hook(v, "__copy__", &[])? {
            return Ok(copy);
        }
        self.reconstructed(v, Way::Shallow)
    }

    /// The module `copy` is Python code, which holds more than is told while a hook runs.
    fn untold_hook(&mut self, v: Value, hook: &str, operands: &[Value]) -> Run<Option<Value>> {
        // `copy(P())`: the object goes with the frame of `copy`, whose locals hold the hook.
        let temporary = self.known(v).is_some_and(|(_, o)| o.count == 1);
        let gone = temporary && self.special(v, hook).is_some();
        if gone && self.special(v, "__del__").is_some() {
            return Err(stop("a copy by a hook of an object that goes with it"));
        }
        let before = std::mem::replace(&mut self.counts_untold, true);
        let result = self.call_special(v, hook, operands);
        self.counts_untold = before;
        if gone {
            self.forget_end(v);
        }
        result
    }
}

fn deep_instance(m: &mut Machine<'_>, v: Value, memo: &mut FxHashMap<ObjId, Value>, depth: u32) -> Run<Value> {
    let id = m.known_id(v)?;
    if m.special(v, "__deepcopy__").is_some() {
        // What is in it besides the copies nobody tells.
        let handle = m.unknown(Type::Dict);
        m.disguised.extend(handle.single());
        m.leave_untold(handle);
        m.memos.insert(handle, std::mem::take(memo));
        let copy = m.untold_hook(v, "__deepcopy__", &[handle])?;
        *memo = m.memos.remove(&handle).unwrap_or_default();
        m.decref(handle)?;
        let copy = copy.ok_or_else(|| stop("no __deepcopy__"))?;
        // One that returns itself is asked again.
        if copy != v {
            memo.insert(id, copy);
        }
        return Ok(copy);
    }
    m.reconstructed(v, Way::Deep { memo, depth })
}

impl Machine<'_> {
    /// `memo[id(self)] = new` in a `__deepcopy__`: what is met again is this copy.
    pub(in crate::interpret) fn memo_store(&mut self, memo: Value, key: Value, v: Value) -> Run<()> {
        let of = self.memo_key(key)?;
        // The memo owns it to the end.
        self.kept_by_memo.push(v);
        if let Some(known) = self.memos.get_mut(&memo) {
            known.insert(of, v);
        }
        self.decref(key)
    }

    /// `memo[id(self)]`
    pub(in crate::interpret) fn memo_subscript(&mut self, memo: Value, key: Value) -> Run<Value> {
        let of = self.memo_key(key)?;
        let found = self.memos.get(&memo).and_then(|known| known.get(&of).copied());
        let v = found.ok_or_else(|| stop("a missing entry of a memo is not modelled"))?;
        self.incref(v);
        Ok(v)
    }

    /// `id(self) in memo`
    pub(in crate::interpret) fn memo_contains(&mut self, memo: Value, key: Value) -> Run<bool> {
        let of = self.memo_key(key)?;
        Ok(self.memos.get(&memo).is_some_and(|known| known.contains_key(&of)))
    }

    fn memo_key(&self, key: Value) -> Run<ObjId> {
        match self.object(key)?.1.data {
            ObjectData::Address(of) => Ok(of),
            _ => Err(stop("a memo with keys of its own is not modelled")),
        }
    }
}
