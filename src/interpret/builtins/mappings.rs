//! `collections.Counter`, `defaultdict`, `OrderedDict`: dicts with more methods.

use super::{Call, Native as Function};
use crate::bytecode::BinaryOp;
use crate::config::PythonVersion;
use crate::heap::{Class, DictData, Key, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};
use std::cmp::Ordering;

pub(super) const NAMES: &[(&str, Function)] = &[
    ("collections.Counter", counter),
    ("collections.defaultdict", defaultdict),
    ("collections.OrderedDict", ordered),
    ("collections.Counter.most_common", most_common),
    ("collections.Counter.update", |m, c| count_into(m, c, 1)),
    ("collections.Counter.subtract", |m, c| count_into(m, c, -1)),
    ("collections.Counter.elements", elements),
    ("collections.Counter.total", total),
    ("collections.Counter.copy", copy),
    ("collections.defaultdict.copy", copy),
    ("collections.OrderedDict.copy", copy),
    ("collections.OrderedDict.fromkeys", ordered_from_keys),
    ("collections.OrderedDict.move_to_end", move_to_end),
    ("collections.OrderedDict.popitem", popitem),
];

impl Machine<'_> {
    /// A dict of one of the subclasses.
    fn new_mapping(&mut self, ty: Type, factory: Option<Value>) -> Run<Value> {
        self.concretely()?;
        let mut data = DictData::with_factory(factory);
        data.table = crate::cpython::sizes::dict_call_empty(self.version);
        Ok(self.make_builtin(ty, ObjectData::Dict(Box::new(data))))
    }

    /// `d[key]` where the key is missing: a `defaultdict` makes it, a `Counter` says 0.
    pub(in crate::interpret) fn missing_item(&mut self, dict: Value, key: Value) -> Run<Option<Value>> {
        let (_, object) = self.object(dict)?;
        match object.class {
            Class::Builtin(Type::Counter) => Ok(Some(self.int(0))),
            Class::Builtin(Type::DefaultDict) => {
                let Some(factory) = self.dict_mut(dict)?.factory else { return Ok(None) };
                let depth = self.in_c.len();
                self.in_c.extend([dict, key, factory]);
                let v = self.call_lent(factory, Vec::new());
                self.in_c.truncate(depth);
                let v = v?;
                self.incref(key);
                self.incref(v);
                self.dict_store(dict, key, v)?;
                Ok(Some(v))
            }
            _ => Ok(None),
        }
    }

    fn count_of(&mut self, dict: Value, key: &Key) -> Run<i64> {
        match self.dict_mut(dict)?.get(key) {
            Some(v) => self.as_int(v).ok_or_else(|| stop("a count that is no int")),
            None => Ok(0),
        }
    }

    /// Adds `n` to the count of a key (borrowed).
    fn count(&mut self, dict: Value, key: Value, n: i64) -> Run<()> {
        let k = self.plain_key(key)?;
        let n = self.count_of(dict, &k)?.checked_add(n).ok_or_else(|| stop("a count too large"))?;
        let n = self.int(n);
        self.incref(key);
        self.dict_store(dict, key, n)
    }

    fn count_all(&mut self, dict: Value, source: Value, sign: i64) -> Run<()> {
        if let ObjectData::Dict(d) = self.object(source)?.1.data.clone() {
            for (key, v) in d.iter() {
                let n = self.as_int(v).ok_or_else(|| stop("a count that is no int"))?;
                self.count(dict, key, sign * n)?;
            }
            return Ok(());
        }
        let it = self.get_iter(source)?;
        while let Some(v) = self.next(it)? {
            self.burn(1)?;
            self.count(dict, v, sign)?;
            self.decref(v)?;
        }
        self.decref(it)
    }

    /// `a + b`, `a - b`, `a & b`, `a | b` of counters: only positive counts stay.
    pub(in crate::interpret) fn counter_operation(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        let (x, y) = (self.dict_mut(left)?.clone(), self.dict_mut(right)?.clone());
        let result = self.new_mapping(Type::Counter, None)?;
        let keys = x.entries().map(|(k, o, _)| (k.clone(), o));
        let more = y.entries().filter(|(k, _, _)| x.get(k).is_none()).map(|(k, o, _)| (k.clone(), o));
        for (key, object) in keys.chain(more).collect::<Vec<_>>() {
            let (a, b) = (self.count_of(left, &key)?, self.count_of(right, &key)?);
            let n = match op {
                BinaryOp::Add => a + b,
                BinaryOp::Sub => a - b,
                BinaryOp::And => a.min(b),
                BinaryOp::Or => a.max(b),
                _ => return Err(stop("this operator on counters is not modelled")),
            };
            if n > 0 {
                let n = self.int(n);
                self.incref(object);
                self.dict_store(result, object, n)?;
            }
        }
        Ok(result)
    }
}

fn counter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let d = m.new_mapping(Type::Counter, None)?;
    if let Some(&source) = c.arguments.positional.first() {
        m.count_all(d, source, 1)?;
    }
    for &(name, v) in &c.arguments.keywords {
        let text = m.text(name).to_owned();
        let key = m.string(&text);
        let n = m.as_int(v).ok_or_else(|| stop("a count that is no int"))?;
        m.count(d, key, n)?;
        m.decref(key)?;
    }
    Ok(d)
}

fn defaultdict(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let factory = c.arguments.positional.first().copied().filter(|&f| f != Value::NONE);
    if let Some(f) = factory {
        m.incref(f);
    }
    let d = m.new_mapping(Type::DefaultDict, factory)?;
    super::construct::fill_dict(m, d, c.arguments.positional.get(1).copied(), &c.arguments.keywords)?;
    Ok(d)
}

fn ordered(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let d = m.new_mapping(Type::OrderedDict, None)?;
    super::construct::fill_dict(m, d, c.arguments.positional.first().copied(), &c.arguments.keywords)?;
    Ok(d)
}

fn most_common(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let limit = match *c.positional()? {
        [] | [Value::NONE] => None,
        [n] => Some(m.as_int(n).ok_or_else(|| stop("an unknown number"))?),
        _ => return Err(untold("TypeError")),
    };
    let mut pairs: Vec<(Value, Value)> = m.dict_mut(c.receiver)?.iter().collect();
    let mut counts = Vec::new();
    for &(_, v) in &pairs {
        counts.push(m.as_int(v).ok_or_else(|| stop("a count that is no int"))?);
    }
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then(Ordering::Equal));
    pairs = order.into_iter().map(|i| pairs[i]).collect();
    if let Some(n) = limit {
        pairs.truncate(usize::try_from(n).unwrap_or(0));
    }
    let items = pairs
        .into_iter()
        .map(|(k, v)| {
            m.incref(k);
            m.incref(v);
            m.tuple(vec![k, v])
        })
        .collect();
    Ok(m.list_with(items, u64::MAX))
}

fn count_into(m: &mut Machine<'_>, c: &Call<'_>, sign: i64) -> Run<Value> {
    if let Some(&source) = c.positional()?.first() {
        let empty = m.dict_mut(c.receiver)?.is_empty() && sign > 0;
        if empty && matches!(m.object(source)?.1.data, ObjectData::Dict(_)) {
            // An empty counter takes the counts over as they are.
            m.dict_update(c.receiver, source)?;
            return Ok(Value::NONE);
        }
        m.count_all(c.receiver, source, sign)?;
    }
    Ok(Value::NONE)
}

fn elements(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let mut items = Vec::new();
    for (key, v) in m.dict_mut(c.receiver)?.clone().iter() {
        let n = m.as_int(v).ok_or_else(|| stop("a count that is no int"))?;
        m.burn_result(n.max(0) as usize)?;
        for _ in 0..n {
            m.incref(key);
            items.push(key);
        }
    }
    let tuple = m.tuple(items);
    let it = m.get_iter(tuple)?;
    m.decref(tuple)?;
    // Really a chain of repetitions: what kind of object it is and holds is not told.
    m.leave_untold(it);
    Ok(it)
}

fn total(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    if m.version < PythonVersion::PY310 {
        return Err(raise("AttributeError", "'Counter' object has no attribute 'total'"));
    }
    let mut sum = 0;
    for (_, v) in m.dict_mut(c.receiver)?.clone().iter() {
        sum += m.as_int(v).ok_or_else(|| stop("a count that is no int"))?;
    }
    Ok(m.int(sum))
}

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.copy_mapping(c.receiver)
}

impl Machine<'_> {
    pub(in crate::interpret) fn copy_mapping(&mut self, old: Value) -> Run<Value> {
        let Class::Builtin(ty) = self.object(old)?.1.class else { return Err(stop("not a dict")) };
        if self.dict_mut(old)?.deleted {
            return Err(stop("the copy of a dict from which keys were deleted"));
        }
        let factory = self.dict_mut(old)?.factory;
        factory.into_iter().for_each(|f| self.incref(f));
        let d = self.new_mapping(ty, factory)?;
        self.dict_update(d, old)?;
        Ok(d)
    }
}

fn move_to_end(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let last = match (c.keyword(m, "last"), c.arguments.positional.get(1)) {
        (Some(v), _) | (None, Some(&v)) => m.truth(v)?.ok_or_else(|| stop("an unknown truth"))?,
        (None, None) => true,
    };
    let Some(&key) = c.arguments.positional.first() else { return Err(untold("TypeError")) };
    let k = m.plain_key(key)?;
    let d = m.dict_mut(c.receiver)?;
    if d.move_to_end(&k, last) { Ok(Value::NONE) } else { Err(raise("KeyError", "")) }
}

fn popitem(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let last = match (c.keyword(m, "last"), c.arguments.positional.first()) {
        (Some(v), _) | (None, Some(&v)) => m.truth(v)?.ok_or_else(|| stop("an unknown truth"))?,
        (None, None) => true,
    };
    let d = m.dict_mut(c.receiver)?;
    let key = if last { d.last_key().cloned() } else { d.keys().next().cloned() };
    let removed = key.and_then(|k| d.remove(&k));
    match removed {
        Some((k, v)) => Ok(m.tuple(vec![k, v])),
        None => Err(raise("KeyError", "dictionary is empty")),
    }
}

/// `OrderedDict.fromkeys("abc", 0)`
fn ordered_from_keys(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (keys, v) = match *c.positional()? {
        [keys] => (keys, Value::NONE),
        [keys, v] => (keys, v),
        _ => return Err(stop("this form of fromkeys is not modelled")),
    };
    let d = m.new_mapping(Type::OrderedDict, None)?;
    super::dicts::fill_from_keys(m, d, keys, v)
}
