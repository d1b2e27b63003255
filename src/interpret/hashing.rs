//! `hash(x)`, and which key of a dict or set an object is: `__hash__` first, then `__eq__` of equal hashes.

use super::Machine;
use super::machine::{Interrupt, Run, stop};
use super::mro::Found;
use crate::config::PythonVersion;
use crate::heap::{Class, DictData, Key, ObjId, ObjectData, Type, Value};

impl Machine<'_> {
    /// What a dict compares of a key. Calls `__hash__` where the class has one.
    pub(super) fn key(&mut self, v: Value) -> Run<Key> {
        let (id, object) = self.object(v)?;
        if let Class::User(class) = object.class
            && !matches!(object.data, ObjectData::Class(_))
            && let Some(key) = self.key_of_user_object(v, id, class)?
        {
            return Ok(key);
        }
        let object = self.object(v)?.1;
        let key = match &object.data {
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
                let keys = items.iter().map(|&i| self.nested(|m| m.key(i))).collect::<Run<Vec<Key>>>()?;
                if keys.iter().any(|k| matches!(k, Key::Custom(..))) {
                    return Err(stop("a tuple of objects with their own __eq__ as a key"));
                }
                Key::Tuple(keys.into())
            }
            ObjectData::List(_) | ObjectData::Dict(_) => return Err(self.unhashable(id)),
            ObjectData::Set(s) if object.is(Type::FrozenSet) => {
                let mut members: Vec<Key> = s.dict.keys().cloned().collect();
                if members.iter().any(|k| matches!(k, Key::Custom(..))) {
                    return Err(stop("a frozenset of objects with their own __eq__ as a key"));
                }
                members.sort_unstable();
                Key::Set(members.into())
            }
            ObjectData::Set(_) if object.is(Type::Set) => return Err(self.unhashable(id)),
            ObjectData::Instance(_) => Key::Identity(id),
            ObjectData::Address(of) if self.heap.get(*of).alive && self.abs.is_none() => Key::Address(*of),
            ObjectData::Plain if object.is(Type::NoneType) => Key::Identity(id),
            ObjectData::Function(_) | ObjectData::Class(_) | ObjectData::Builtin(_) => Key::Identity(id),
            _ => return Err(stop("a key whose value is not known")),
        };
        if matches!(key, Key::Address(_)) {
            self.leave_untold(v);
        }
        Ok(key)
    }

    /// As `key`, where no `__eq__` of the program is asked which key it is.
    pub(super) fn plain_key(&mut self, v: Value) -> Run<Key> {
        match self.key(v)? {
            Key::Custom(..) => Err(stop("a key with its own __eq__ in this operation")),
            key => Ok(key),
        }
    }

    /// `None` where the class leaves hashing to what it is built on.
    fn key_of_user_object(&mut self, v: Value, id: ObjId, class: ObjId) -> Run<Option<Key>> {
        let [hash, eq] = ["__hash__", "__eq__"].map(|n| self.intern(n));
        let eq = self.class_attribute(class, eq);
        match self.look_up(class, hash) {
            Found::Value(Value::NONE) => Err(self.unhashable(id)),
            Found::Value(_) if self.abs.is_some() => Err(stop("a key with its own __hash__")),
            Found::Value(_) if self.hides_hash(class) => Err(self.unhashable(id)),
            Found::Value(_) => {
                let result = self.call_special(v, "__hash__", &[])?.ok_or_else(|| stop("no __hash__"))?;
                let key = self.hash_of_result(result)?;
                self.decref(result)?;
                Ok(Some(Key::Custom(Box::new(key), id)))
            }
            // A class that defines __eq__ alone has `__hash__ = None`.
            _ if eq.is_some() => Err(self.unhashable(id)),
            _ => Ok(None),
        }
    }

    /// From 3.14 the text tells what the object was to be.
    /// `{[]: 1}`: the error about a key of a display, where no more than one of its objects ends by that.
    pub(super) fn refused_key(&mut self, pairs: &[Value]) -> Run<Option<Interrupt>> {
        if self.abs.is_some() {
            return Ok(None);
        }
        let refused = pairs.iter().step_by(2).copied().find(|&key| {
            self.known(key).is_some_and(|(_, o)| matches!(o.data, ObjectData::List(_) | ObjectData::Dict(_)))
        });
        let Some(id) = refused.and_then(Value::single) else { return Ok(None) };
        if matches!(self.heap.get(id).class, Class::User(_)) {
            return Ok(None);
        }
        let ends = |&&v: &&Value| self.known(v).is_some_and(|(_, o)| !o.immortal && o.count == 1);
        let custom = |&v: &Value| self.known(v).is_none_or(|(_, o)| matches!(o.class, Class::User(_)));
        if pairs.iter().filter(ends).count() > 1 || pairs.iter().step_by(2).any(custom) {
            return Err(stop("a key without a hash among others is not modelled"));
        }
        Ok(Some(self.unhashable(id)))
    }

    fn unhashable(&self, id: ObjId) -> Interrupt {
        let told = self.type_name(id).filter(|_| self.version < PythonVersion::PY314);
        Interrupt::Raise { class: "TypeError", message: told.map(|name| format!("unhashable type: '{name}'")) }
    }

    /// Whether objects of a class of the program have a hash; `None`: what the class is built on decides.
    pub(super) fn has_own_hash(&mut self, class: ObjId) -> Option<bool> {
        let [hash, eq] = ["__hash__", "__eq__"].map(|n| self.intern(n));
        match self.class_attribute(class, hash) {
            Some(Value::NONE) => Some(false),
            Some(_) => Some(!self.hides_hash(class)),
            None => self.class_attribute(class, eq).map(|_| false),
        }
    }

    /// The class that defines `__eq__` without `__hash__` comes before the one that has `__hash__`.
    fn hides_hash(&mut self, class: ObjId) -> bool {
        let [hash, eq] = ["__hash__", "__eq__"].map(|n| self.intern(n));
        let ObjectData::Class(d) = &self.heap.get(class).data else { return false };
        let first = d.mro.iter().find_map(|&c| match &self.heap.get(c).data {
            ObjectData::Class(d) => {
                let [hash, eq] = [hash, eq].map(|n| super::attribute::find(&d.attributes, n).is_some());
                (hash || eq).then_some(!hash)
            }
            _ => None,
        });
        first == Some(true)
    }

    /// The hash that `__hash__` gave, as a key that is equal for equal hashes.
    fn hash_of_result(&self, result: Value) -> Run<Key> {
        match &self.object(result)?.1.data {
            ObjectData::Int(n) => Ok(Key::Int(if *n == -1 { -2 } else { *n })),
            ObjectData::Bool(b) => Ok(Key::Int(i64::from(*b))),
            ObjectData::Hash(k) => Ok((**k).clone()),
            _ => Err(stop("an unknown hash")),
        }
    }

    /// `hash(v)`: a number where it is the same in every run.
    pub(super) fn hash(&mut self, v: Value) -> Run<Value> {
        const MODULUS: i64 = (1 << 61) - 1;
        let key = match self.key(v)? {
            Key::Custom(hash, _) => *hash,
            key => key,
        };
        Ok(match key {
            Key::Int(-1) => self.int(-2),
            Key::Int(n) => self.int(n % MODULUS),
            key => self.make_builtin(Type::Int, ObjectData::Hash(Box::new(key))),
        })
    }

    /// The key under which an equal object stands in these contents, else its own.
    pub(super) fn key_in(&mut self, container: Value, v: Value) -> Run<Key> {
        let key = self.key(v)?;
        self.resolve_key(container, key, v)
    }

    /// Asks `__eq__` of the keys with the same hash, in order of insertion, the same object first (`lookdict`).
    pub(super) fn resolve_key(&mut self, container: Value, key: Key, v: Value) -> Run<Key> {
        let Some(contents) = self.keyed(container) else { return Ok(key) };
        if matches!(key, Key::Address(_)) {
            // A new object may be where another one was.
            let gone = |k: &Key| matches!(k, Key::Address(of) if !self.heap.get(*of).alive);
            return if contents.keys().any(gone) { Err(stop("ids of objects that no longer exist")) } else { Ok(key) };
        }
        if !matches!(key, Key::Custom(..)) && !contents.has_custom() {
            return Ok(key);
        }
        let same_hash = contents.entries().filter(|(k, _, _)| hash_part(k) == hash_part(&key));
        let candidates: Vec<(Key, Value)> = same_hash.map(|(k, object, _)| (k.clone(), object)).collect();
        for (k, object) in candidates {
            if object == v || k == key || self.equal(object, v)? {
                return Ok(k);
            }
        }
        Ok(key)
    }

    fn keyed(&self, container: Value) -> Option<&DictData> {
        match &self.known(container)?.1.data {
            ObjectData::Dict(d) => Some(d),
            ObjectData::Set(s) => Some(&s.dict),
            _ => None,
        }
    }
}

fn hash_part(key: &Key) -> &Key {
    match key {
        Key::Custom(hash, _) => hash,
        key => key,
    }
}
