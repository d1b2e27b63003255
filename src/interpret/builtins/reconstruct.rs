//! Objects that `copy` takes apart and puts together again (`copy._reconstruct`): what `__reduce__` says, or the class with
//! `__getnewargs__`, and then the state.
//!
//! ```python
//! class Point(NamedTuple): x: list
//! copy.copy(Point([]))            # Point.__new__(Point, []): another tuple, the same list
//! ```

use super::copying::deep;
use crate::bytecode::Name;
use crate::heap::{Maker, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};
use rustc_hash::FxHashMap;

/// What a copy is made of: all owned.
struct Recipe {
    callable: Value,
    arguments: Vec<Value>,
    state: State,
    items: Items,
}

enum Items {
    Nothing,
    List(Vec<Value>),
    Dict(Vec<(Value, Value)>),
}

enum State {
    Nothing,
    /// What `__getstate__` or `__reduce__` gave.
    Given(Value),
    /// The `__dict__` of an instance that has one, and what its slots hold.
    Own {
        dict: Option<Value>,
        slots: Vec<(Name, Value)>,
    },
}

/// Of a shallow copy, whose parts are the old ones, or of a deep one.
pub(super) enum Way<'m> {
    Shallow,
    Deep { memo: &'m mut FxHashMap<ObjId, Value>, depth: u32 },
}

impl Way<'_> {
    /// A part of the copy for a part (owned) of the old object.
    fn part(&mut self, m: &mut Machine<'_>, v: Value) -> Run<Value> {
        match self {
            Self::Shallow => Ok(v),
            Self::Deep { memo, depth } => {
                let copy = deep(m, v, memo, *depth + 1)?;
                m.decref(v)?;
                Ok(copy)
            }
        }
    }
}

impl Machine<'_> {
    /// The module `copy` is Python code, which holds more than is told while a hook runs.
    pub(super) fn reconstructed(&mut self, v: Value, mut way: Way<'_>) -> Run<Value> {
        self.concretely()?;
        let before = std::mem::replace(&mut self.counts_untold, true);
        let copy = self.reconstruct(v, &mut way);
        self.counts_untold = before;
        copy
    }

    fn reconstruct(&mut self, v: Value, way: &mut Way<'_>) -> Run<Value> {
        let Some(Recipe { callable, arguments, state, items }) = self.recipe(v)? else {
            self.incref(v);
            return Ok(v);
        };
        let arguments = arguments.into_iter().map(|a| way.part(self, a)).collect::<Run<Vec<_>>>()?;
        let copy = self.call_function(callable, arguments)?;
        self.decref(callable)?;
        if let Way::Deep { memo, .. } = way {
            memo.insert(self.known_id(v)?, copy);
        }
        match state {
            State::Nothing => {}
            State::Given(state) => {
                self.forget_end(state);
                let state = way.part(self, state)?;
                self.set_state(copy, state)?;
            }
            State::Own { dict, slots } => {
                if let Some(dict) = dict {
                    let dict = way.part(self, dict)?;
                    self.leave_untold(dict);
                    self.update_dict(copy, dict)?;
                }
                for (name, item) in slots {
                    let item = way.part(self, item)?;
                    self.store_attr(copy, name, item)?;
                    self.decref(item)?;
                }
            }
        }
        self.put_items(copy, items, way)?;
        Ok(copy)
    }

    /// `copy.append(item)` and `copy[key] = value`, one after the other.
    fn put_items(&mut self, copy: Value, items: Items, way: &mut Way<'_>) -> Run<()> {
        match items {
            Items::Nothing => {}
            Items::List(items) => {
                for item in items {
                    let item = way.part(self, item)?;
                    self.list_append(copy, item)?;
                }
            }
            Items::Dict(pairs) => {
                for (key, item) in pairs {
                    let (key, item) = (way.part(self, key)?, way.part(self, item)?);
                    self.dict_store(copy, key, item)?;
                }
            }
        }
        Ok(())
    }

    /// The items (owned) of a list or dict of a class of the program, which `object.__reduce_ex__` gives one by one.
    fn items_to_put(&mut self, v: Value) -> Run<Items> {
        for method in ["append", "extend", "__iter__", "items", "__setitem__"] {
            if self.special(v, method).is_some() {
                return Err(stop(format!("a copy with {method} is not modelled")));
            }
        }
        let items = match &self.object(v)?.1.data {
            ObjectData::List(list) => Items::List(list.items.clone()),
            ObjectData::Dict(d) => Items::Dict(d.iter().collect()),
            _ => return Err(stop("a copy of this object is not modelled")),
        };
        match &items {
            Items::Nothing => {}
            Items::List(items) => items.iter().for_each(|&v| self.incref(v)),
            Items::Dict(pairs) => pairs.iter().flat_map(|&(k, v)| [k, v]).for_each(|v| self.incref(v)),
        }
        Ok(items)
    }

    /// `None`: the object stands for itself.
    fn recipe(&mut self, v: Value) -> Run<Option<Recipe>> {
        let class = self.user_class(v).ok_or_else(|| stop("a copy of this object"))?;
        let protocol = self.int(4);
        let reduced = match self.call_special(v, "__reduce_ex__", &[protocol])? {
            None => self.call_special(v, "__reduce__", &[])?,
            reduced => reduced,
        };
        if let Some(reduced) = reduced {
            return self.recipe_of(reduced);
        }
        if self.enum_members(class).is_some() {
            return Ok(None);
        }
        if self.special(v, "__getnewargs_ex__").is_some() {
            return Err(stop("a copy with __getnewargs_ex__ is not modelled"));
        }
        let arguments = match self.call_special(v, "__getnewargs__", &[])? {
            Some(given) => {
                let items = self.sequence_items(given).ok_or_else(|| stop("unknown arguments of __new__"))?;
                items.iter().for_each(|&v| self.incref(v));
                self.forget_end(given);
                self.decref(given)?;
                items
            }
            None => self.items_of_named_tuple(v, class)?,
        };
        let new = self.intern("__new__");
        let callable = self.load_attr(class.into(), new)?;
        self.incref(class.into());
        let arguments = std::iter::once(class.into()).chain(arguments).collect();
        let state = match self.call_special(v, "__getstate__", &[])? {
            Some(state) if state == Value::NONE => State::Nothing,
            Some(state) => State::Given(state),
            None => self.own_state(v, class)?,
        };
        let in_it = matches!(self.object(v)?.1.data, ObjectData::List(_) | ObjectData::Dict(_));
        let items = if in_it { self.items_to_put(v)? } else { Items::Nothing };
        Ok(Some(Recipe { callable, arguments, state, items }))
    }

    /// What `__reduce__` gave: `(callable, arguments)`, or with a state.
    fn recipe_of(&mut self, reduced: Value) -> Run<Option<Recipe>> {
        if self.as_str(reduced).is_some() {
            self.decref(reduced)?;
            return Ok(None);
        }
        let parts = match &self.object(reduced)?.1.data {
            ObjectData::Tuple(items) => items.to_vec(),
            _ => return Err(stop("this result of __reduce__ is not modelled")),
        };
        let (callable, tuple, state) = match parts[..] {
            [callable, arguments] => (callable, arguments, State::Nothing),
            [callable, arguments, state] if state == Value::NONE => (callable, arguments, State::Nothing),
            [callable, arguments, state] => (callable, arguments, State::Given(state)),
            _ => return Err(stop("this result of __reduce__ is not modelled")),
        };
        let arguments = self.sequence_items(tuple).ok_or_else(|| stop("unknown arguments of __reduce__"))?;
        arguments.iter().for_each(|&a| self.incref(a));
        self.incref(callable);
        if let State::Given(state) = state {
            self.incref(state);
        }
        [reduced, tuple].into_iter().for_each(|v| self.forget_end(v));
        self.decref(reduced)?;
        Ok(Some(Recipe { callable, arguments, state, items: Items::Nothing }))
    }

    /// `__getnewargs__` of a named tuple gives its items (owned); what else is made of values has one, too.
    fn items_of_named_tuple(&mut self, v: Value, class: ObjId) -> Run<Vec<Value>> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("not a class")) };
        match &self.object(v)?.1.data {
            ObjectData::Instance(_) | ObjectData::List(_) | ObjectData::Dict(_) => Ok(Vec::new()),
            ObjectData::Tuple(items) if matches!(d.made_by, Maker::NamedTuple { .. }) => {
                let items = items.to_vec();
                items.iter().for_each(|&v| self.incref(v));
                Ok(items)
            }
            _ => Err(stop("a copy of this object is not modelled")),
        }
    }

    /// `object.__getstate__`
    fn own_state(&mut self, v: Value, class: ObjId) -> Run<State> {
        let ObjectData::Class(d) = &self.heap.get(class).data else { return Err(stop("not a class")) };
        let has_dict = d.layout.has_dict;
        if matches!(self.object(v)?.1.data, ObjectData::Tuple(_)) {
            // A named tuple has no `__dict__`.
            return Ok(State::Nothing);
        }
        let dict = if has_dict { Some(self.dict_of(v)?) } else { None };
        dict.into_iter().for_each(|d| self.leave_untold(d));
        let names = self.slots_in_order(class);
        let held = names.into_iter().filter_map(|name| Some((name, self.own_slot(v, name)?)));
        let slots: Vec<(Name, Value)> = held.filter(|(_, v)| v.is_bound()).collect();
        slots.iter().for_each(|&(_, v)| self.incref(v));
        Ok(State::Own { dict, slots })
    }

    /// `copy.__setstate__(state)`, or `copy.__dict__.update(state)`. The state is owned.
    fn set_state(&mut self, copy: Value, state: Value) -> Run<()> {
        if self.special(copy, "__setstate__").is_some() {
            self.forget_end(state);
            let done = self.call_special(copy, "__setstate__", &[state])?;
            self.forget_end(state);
            self.decref_all([done.unwrap_or(Value::NONE), state])?;
            return Ok(());
        }
        if !self.object(state)?.1.is(Type::Dict) {
            return Err(stop("a state that is no dict"));
        }
        self.update_dict(copy, state)
    }

    /// `copy.__dict__.update(state)`
    fn update_dict(&mut self, copy: Value, state: Value) -> Run<()> {
        let into = self.dict_of(copy)?;
        self.leave_untold(into);
        // What `__new__` or `__init__` had put there goes while no line of the program runs; so does the state.
        let replaced: Vec<Value> = self.dict_mut(into)?.iter().map(|(_, v)| v).collect();
        replaced.into_iter().chain([state]).for_each(|v| self.forget_end(v));
        self.dict_update(into, state)?;
        self.decref_all([into, state])
    }
}
