//! The module `functools`: what caches and partial calls keep.

use super::{Call, Native as Function};
use crate::heap::{DictData, Key, LruCache, Native, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Run, raise, stop, untold};
use std::collections::VecDeque;

pub(super) const NAMES: &[(&str, Function)] = &[
    ("functools.partial", partial),
    ("functools.reduce", reduce),
    ("functools.lru_cache", lru_cache),
    ("functools.cache", cache),
    ("functools._lru_cache_wrapper.cache_info", cache_info),
    ("functools._lru_cache_wrapper.cache_clear", cache_clear),
];

fn partial(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let Some((&function, given)) = c.arguments.positional.split_first() else {
        return Err(raise("TypeError", "type 'partial' takes at least one argument"));
    };
    let mut named = c.arguments.keywords.clone();
    let (function, mut positional) = match m.native_of(function).cloned() {
        // A partial of a partial calls the function itself.
        Some(Native::Partial { function, arguments, keywords }) => {
            let (inner, mut all) = (m.sequence_items(arguments).unwrap_or_default(), m.keywords_of(keywords)?);
            for (name, v) in std::mem::take(&mut named) {
                match all.iter_mut().find(|(n, _)| *n == name) {
                    Some((_, old)) => *old = v,
                    None => all.push((name, v)),
                }
            }
            named = all;
            (function, inner)
        }
        _ => (function, Vec::new()),
    };
    positional.extend(given);
    positional.iter().chain([&function]).for_each(|&v| m.incref(v));
    named.iter().for_each(|&(_, v)| m.incref(v));
    let arguments = m.tuple(positional);
    let keywords = m.keyword_dict(named)?;
    m.make_native(Type::Partial, Native::Partial { function, arguments, keywords })
}

fn reduce(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let (function, source, initial) = match *c.positional()? {
        [function, source] => (function, source, None),
        [function, source, initial] => (function, source, Some(initial)),
        _ => return Err(untold("TypeError")),
    };
    let it = m.get_iter(source)?;
    let mut total = match initial {
        Some(v) => {
            m.incref(v);
            v
        }
        None => m.next(it)?.ok_or_else(|| raise("TypeError", "reduce() of empty iterable with no initial value"))?,
    };
    // The two arguments are in a tuple, which holds them until the next round.
    let mut held: Vec<Value> = Vec::new();
    while let Some(v) = m.next(it)? {
        m.burn(1)?;
        m.decref_all(std::mem::replace(&mut held, vec![total, v]))?;
        held.iter().for_each(|&v| m.incref(v));
        total = m.call_function(function, held.clone())?;
    }
    m.decref_all(held.into_iter().rev().collect::<Vec<_>>())?;
    m.decref(it)?;
    Ok(total)
}

/// `@lru_cache` and `@lru_cache(maxsize=None)`
fn lru_cache(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    const DEFAULT_SIZE: usize = 128;
    let typed = c.keyword(m, "typed").or_else(|| c.arguments.positional.get(1).copied());
    if typed.is_some_and(|t| t != Value::FALSE) {
        return Err(stop("a typed cache is not modelled"));
    }
    match c.keyword(m, "maxsize").or_else(|| c.arguments.positional.first().copied()) {
        Some(Value::NONE) => m.make_native(Type::Function, Native::CacheDecorator { maxsize: None }),
        Some(v) => match m.as_int(v) {
            Some(n) => {
                let maxsize = Some(usize::try_from(n).unwrap_or(0));
                m.make_native(Type::Function, Native::CacheDecorator { maxsize })
            }
            None => m.cached(v, Some(DEFAULT_SIZE)),
        },
        None => m.make_native(Type::Function, Native::CacheDecorator { maxsize: Some(DEFAULT_SIZE) }),
    }
}

fn cache(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [function] = c.exactly()?;
    m.cached(function, None)
}

fn cache_of<'m>(m: &'m mut Machine<'_>, v: Value) -> Run<&'m mut LruCache> {
    match m.native_data_mut(v)? {
        Native::LruCache(c) => Ok(c),
        _ => Err(stop("not a cached function")),
    }
}

fn cache_info(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let cache = cache_of(m, c.receiver)?;
    let (hits, misses, maxsize, size) = (cache.hits, cache.misses, cache.maxsize, cache.results.len());
    let maxsize = maxsize.map_or(Value::NONE, |n| m.int(n as i64));
    let values = vec![m.int(hits), m.int(misses), maxsize, m.int(size as i64)];
    m.make_native(Type::CacheInfo, Native::Record { fields: &["hits", "misses", "maxsize", "currsize"], values })
}

fn cache_clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let cache = cache_of(m, c.receiver)?;
    let bounded = cache.maxsize.is_some();
    let old = std::mem::replace(&mut cache.results, DictData::new());
    cache.order.clear();
    (cache.hits, cache.misses) = (0, 0);
    for (key, result) in old.iter() {
        m.decref(key)?;
        if bounded {
            m.decref(key)?;
        }
        m.decref(result)?;
    }
    Ok(Value::NONE)
}

impl Machine<'_> {
    fn keywords_of(&mut self, dict: Value) -> Run<Vec<(crate::bytecode::Name, Value)>> {
        let ObjectData::Dict(d) = self.object(dict)?.1.data.clone() else { return Err(stop("unknown keywords")) };
        d.iter()
            .map(|(key, v)| {
                let text = self.as_str(key).map(str::to_owned).ok_or_else(|| stop("an unknown keyword"))?;
                Ok((self.intern(&text), v))
            })
            .collect()
    }

    /// `lru_cache` owns the function, and `update_wrapper` puts it into `__wrapped__`, too.
    pub(in crate::interpret) fn cached(&mut self, function: Value, maxsize: Option<usize>) -> Run<Value> {
        self.concretely()?;
        self.incref(function);
        self.incref(function);
        let cache =
            LruCache { function, maxsize, hits: 0, misses: 0, results: DictData::new(), order: VecDeque::new() };
        self.make_native(Type::LruCache, Native::LruCache(cache))
    }

    pub(in crate::interpret) fn call_partial(&mut self, v: Value, given: &Arguments) -> Run<Value> {
        let Native::Partial { function, arguments, keywords } = self.native_data(v)?.clone() else {
            return Err(stop("not a partial"));
        };
        let mut positional = self.sequence_items(arguments).unwrap_or_default();
        positional.extend(&given.positional);
        let mut all = self.keywords_of(keywords)?;
        for &(name, v) in &given.keywords {
            match all.iter_mut().find(|(n, _)| *n == name) {
                Some((_, old)) => *old = v,
                None => all.push((name, v)),
            }
        }
        let passed = Arguments { positional, keywords: all };
        passed.values().for_each(|v| self.incref(v));
        let depth = self.in_c.len();
        self.in_c.extend(passed.values().chain([v, function]));
        let result = self.call_with(function, passed);
        self.in_c.truncate(depth);
        result
    }

    /// A hit gives the same object again; a miss calls the function and keeps arguments and result.
    pub(in crate::interpret) fn call_cached(&mut self, v: Value, arguments: &Arguments) -> Run<Value> {
        if !arguments.keywords.is_empty() {
            return Err(stop("a cached call with keywords is not modelled"));
        }
        let lone = match arguments.positional[..] {
            [one] => matches!(self.object(one)?.1.data, ObjectData::Str(_) | ObjectData::Int(_)).then_some(one),
            _ => None,
        };
        let key = match lone {
            Some(one) => self.key(one)?,
            None => Key::Tuple(arguments.positional.iter().map(|&a| self.key(a)).collect::<Run<_>>()?),
        };
        let key = self.cached_key(v, key, arguments)?;
        let cache = cache_of(self, v)?;
        let function = cache.function;
        if let Some(result) = cache.results.get(&key) {
            cache.hits += 1;
            cache.order.retain(|k| *k != key);
            cache.order.push_back(key);
            self.incref(result);
            return Ok(result);
        }
        cache.misses += 1;
        arguments.values().for_each(|a| self.incref(a));
        let depth = self.in_c.len();
        self.in_c.extend([v, function]);
        let result = self.call_with(function, arguments.clone());
        self.in_c.truncate(depth);
        let result = result?;
        if cache_of(self, v)?.maxsize == Some(0) {
            return Ok(result);
        }
        self.remember(v, key, lone, arguments, result)?;
        Ok(result)
    }

    /// The key of an equal call: arguments with their own `__eq__` are asked.
    fn cached_key(&mut self, v: Value, key: Key, arguments: &Arguments) -> Run<Key> {
        let Key::Tuple(parts) = &key else { return Ok(key) };
        let results = &cache_of(self, v)?.results;
        let custom = |k: &Key| matches!(k, Key::Custom(..));
        if !parts.iter().any(custom) {
            return Ok(key);
        }
        let (&[argument], &[Key::Custom(ref hash, _)]) = (&arguments.positional[..], &parts[..]) else {
            return Err(stop("a cached call with several objects that have their own __eq__"));
        };
        let same_hash = |k: &Key| matches!(k, Key::Tuple(t) if matches!(&t[..], [Key::Custom(h, _)] if h == hash));
        let candidates: Vec<(Key, Value)> =
            results.entries().filter(|(k, _, _)| same_hash(k)).map(|(k, held, _)| (k.clone(), held)).collect();
        for (k, held) in candidates {
            let Some(&[old]) = self.sequence_items(held).as_deref() else { continue };
            if old == argument || self.equal(old, argument)? {
                return Ok(k);
            }
        }
        Ok(key)
    }

    fn remember(&mut self, v: Value, key: Key, lone: Option<Value>, arguments: &Arguments, result: Value) -> Run<()> {
        if cache_of(self, v)?.results.get(&key).is_some() {
            // A call of itself has put it there meanwhile.
            return if cache_of(self, v)?.maxsize.is_some() {
                Ok(())
            } else {
                Err(stop("a cached call within itself"))
            };
        }
        let key_object = match lone {
            Some(one) => {
                self.incref(one);
                one
            }
            None => {
                arguments.values().for_each(|a| self.incref(a));
                self.tuple(arguments.positional.clone())
            }
        };
        self.incref(result);
        let cache = cache_of(self, v)?;
        let bounded = cache.maxsize.is_some();
        let full = cache.maxsize.is_some_and(|most| cache.results.len() >= most);
        let oldest = if full { cache.order.pop_front() } else { None };
        let gone = oldest.and_then(|k| cache.results.remove(&k));
        cache.results.insert(key.clone(), key_object, result);
        cache.order.push_back(key);
        if bounded {
            // The dict and the link both own the key.
            self.incref(key_object);
        }
        match gone {
            Some((key, result)) => self.decref_all([key, key, result]),
            None => Ok(()),
        }
    }
}
