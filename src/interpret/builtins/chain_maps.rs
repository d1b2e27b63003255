//! `collections.ChainMap`: several dicts in a list, looked up one after the other, and only the first one changed.

use super::{Call, Native as Function};
use crate::bytecode::Name;
use crate::heap::{Native, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Function)] = &[
    ("collections.ChainMap", chain_map),
    ("collections.ChainMap.new_child", new_child),
    ("collections.ChainMap.get", get),
];

fn chain_map(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let mut maps = c.positional()?.to_vec();
    m.concretely()?;
    if maps.is_empty() {
        maps.push(m.new_dict());
    } else {
        maps.iter().for_each(|&v| m.incref(v));
    }
    m.chain_of(maps)
}

/// `c.new_child()`, `c.new_child({"x": 1})`
fn new_child(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let first = match *c.positional()? {
        [] | [Value::NONE] => m.new_dict(),
        [first] => {
            m.incref(first);
            first
        }
        _ => return Err(stop("this form of new_child is not modelled")),
    };
    let rest = m.maps_of(c.receiver)?;
    rest.iter().for_each(|&v| m.incref(v));
    m.chain_of([vec![first], rest].concat())
}

/// `c.get(key, default)`
fn get(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (key, default) = match *c.positional()? {
        [key] => (key, Value::NONE),
        [key, default] => (key, default),
        _ => return Err(stop("this form of get is not modelled")),
    };
    let found = m.chained(c.receiver, key)?.unwrap_or(default);
    m.incref(found);
    Ok(found)
}

impl Machine<'_> {
    /// A `ChainMap` of these dicts, whose references move in.
    fn chain_of(&mut self, maps: Vec<Value>) -> Run<Value> {
        for &map in &maps {
            if !self.object(map)?.1.is(Type::Dict) {
                return Err(stop("a ChainMap of something else than dicts"));
            }
        }
        // `list(maps) or [{}]`
        let allocated = crate::cpython::sizes::list_extend_empty(self.version, maps.len() as u64);
        let maps = self.list_with(maps, allocated);
        self.make_native(Type::ChainMap, Native::ChainMap { maps })
    }

    /// The dicts of a `ChainMap` (borrowed).
    fn maps_of(&self, v: Value) -> Run<Vec<Value>> {
        let &Native::ChainMap { maps } = self.native_data(v)? else { return Err(stop("not a ChainMap")) };
        let maps = self.sequence_items(maps).ok_or_else(|| stop("the maps of a ChainMap are not known"))?;
        // The program may have put anything into the list.
        match maps.iter().all(|&m| self.known(m).is_some_and(|(_, o)| o.is(Type::Dict))) {
            true => Ok(maps),
            false => Err(stop("a ChainMap of something else than dicts")),
        }
    }

    fn chained(&mut self, v: Value, key: Value) -> Run<Option<Value>> {
        let k = self.plain_key(key)?;
        for map in self.maps_of(v)? {
            if self.dict_mut(map)?.has_custom() {
                return Err(stop("a ChainMap of keys with their own __eq__"));
            }
            if let Some(found) = self.dict_mut(map)?.get(&k) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// `c[key]`: an owned reference. A `KeyError` would have frames of the library.
    pub(in crate::interpret) fn chained_item(&mut self, v: Value, key: Value) -> Run<Value> {
        let found = self.chained(v, key)?.ok_or_else(|| stop("a KeyError of a ChainMap is not modelled"))?;
        self.incref(found);
        Ok(found)
    }

    pub(in crate::interpret) fn in_chain(&mut self, v: Value, key: Value) -> Run<bool> {
        self.chained(v, key).map(|found| found.is_some())
    }

    fn first_map(&self, v: Value) -> Run<Value> {
        self.maps_of(v)?.first().copied().ok_or_else(|| stop("a ChainMap without a map"))
    }

    /// `c[key] = item`; the reference to the item moves in.
    pub(in crate::interpret) fn store_in_chain(&mut self, v: Value, key: Value, item: Value) -> Run<()> {
        self.plain_key(key)?;
        self.with_first_map(v, key, |m, first| {
            m.incref(key);
            m.dict_store(first, key, item)
        })
    }

    pub(in crate::interpret) fn delete_in_chain(&mut self, v: Value, key: Value) -> Run<()> {
        let k = self.plain_key(key)?;
        self.with_first_map(v, key, |m, first| match m.dict_mut(first)?.remove(&k) {
            Some((key, old)) => m.decref_all([key, old]),
            None => Err(stop("a KeyError of a ChainMap is not modelled")),
        })
    }

    /// Changes the first dict, as a function of the library that holds it, the `ChainMap` and the key.
    fn with_first_map(&mut self, v: Value, key: Value, f: impl FnOnce(&mut Self, Value) -> Run<()>) -> Run<()> {
        let first = self.first_map(v)?;
        let held = [v, key, first];
        held.iter().for_each(|&v| self.incref(v));
        let depth = self.in_c.len();
        self.in_c.extend(held);
        let result = f(self, first);
        self.in_c.truncate(depth);
        result?;
        self.decref_all(held)
    }

    /// All keys once: those of the last dict come first.
    fn chained_keys(&mut self, v: Value) -> Run<Value> {
        let all = self.new_dict();
        for map in self.maps_of(v)?.into_iter().rev() {
            let keys: Vec<Value> = self.dict_mut(map)?.iter().map(|(key, _)| key).collect();
            self.burn(keys.len() as u64)?;
            for key in keys {
                self.incref(key);
                self.dict_store(all, key, Value::NONE)?;
            }
        }
        Ok(all)
    }

    /// How many different keys there are; a set of them is counted.
    pub(in crate::interpret) fn chain_len(&self, maps: Value) -> Option<usize> {
        let maps = self.sequence_items(maps)?;
        let mut keys = std::collections::BTreeSet::new();
        for map in maps {
            match &self.known(map)?.1.data {
                crate::heap::ObjectData::Dict(d) if !d.has_custom() => keys.extend(d.keys().cloned()),
                _ => return None,
            }
        }
        Some(keys.len())
    }

    /// `iter(c)` is that of a new dict.
    pub(in crate::interpret) fn iterate_chain(&mut self, v: Value) -> Run<Value> {
        let all = self.chained_keys(v)?;
        let it = self.get_iter(all)?;
        self.leave_untold(all);
        self.decref(all)?;
        Ok(it)
    }

    pub(in crate::interpret) fn chain_attribute(&mut self, v: Value, maps: Value, name: Name) -> Run<Option<Value>> {
        match self.text(name) {
            "maps" => {
                self.incref(maps);
                Ok(Some(maps))
            }
            "parents" => {
                let rest: Vec<Value> = self.maps_of(v)?.into_iter().skip(1).collect();
                if rest.is_empty() {
                    let empty = self.new_dict();
                    return self.chain_of(vec![empty]).map(Some);
                }
                rest.iter().for_each(|&map| self.incref(map));
                self.chain_of(rest).map(Some)
            }
            _ => Ok(None),
        }
    }
}
