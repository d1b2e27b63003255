//! Builtins that make iterators.

use super::{Call, Native};
use crate::heap::{IteratorKind, Native as Object, ObjectData, Type, Value, ViewKind};
use crate::interpret::Machine;
use crate::interpret::generator::Sent;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("range", range),
    ("iter", iter),
    ("next", next),
    ("enumerate", enumerate),
    ("zip", zip),
    ("map", map),
    ("filter", filter),
    ("reversed", reversed),
    ("generator.send", send),
    ("generator.close", close),
    ("generator.throw", throw),
    ("async_generator.__anext__", asend),
    ("async_generator.asend", asend),
    ("coroutine.send", send),
    ("coroutine.close", close),
    ("coroutine.throw", throw),
];

fn range(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let numbers: Option<Vec<i64>> = arguments.iter().map(|&v| m.as_int(v)).collect();
    let Some(numbers) = numbers else { return Err(stop("a range of unknown numbers")) };
    let one = m.int(1);
    let zero = m.int(0);
    let (objects, limits) = match (&arguments[..], &numbers[..]) {
        (&[end], &[e]) => ([zero, end, one], [0, e, 1]),
        (&[start, end], &[s, e]) => ([start, end, one], [s, e, 1]),
        (&[start, end, step], &[s, e, st]) if st != 0 => ([start, end, step], [s, e, st]),
        (_, &[_, _, 0]) => return Err(raise("ValueError", "range() arg 3 must not be zero")),
        _ => return Err(untold("TypeError")),
    };
    objects.iter().for_each(|&v| m.incref(v));
    Ok(m.make_builtin(Type::Range, ObjectData::Range(Box::new((objects, limits)))))
}

fn iter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if let [function, sentinel] = *c.positional()? {
        m.concretely()?;
        m.incref(function);
        m.incref(sentinel);
        return Ok(m.iterator(IteratorKind::Callable, vec![function, sentinel]));
    }
    let [v] = c.exactly()?;
    m.get_iter(v)
}

fn next(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let Some(&it) = arguments.first() else { return Err(untold("TypeError")) };
    if arguments.len() == 1 && matches!(m.object(it)?.1.data, ObjectData::Generator(_)) {
        let id = m.known_id(it)?;
        return m.resume_or_raise(id, Sent::Value(Value::NONE));
    }
    if arguments.len() == 1
        && let Some(v) = m.call_special(it, "__next__", &[])?
    {
        return Ok(v);
    }
    match (m.next(it)?, arguments.get(1)) {
        (Some(v), _) => Ok(v),
        (None, Some(&default)) => {
            m.incref(default);
            Ok(default)
        }
        (None, None) => Err(m.throwing("StopIteration", Vec::new())),
    }
}

fn asend(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let v = c.positional()?.first().copied().unwrap_or(Value::NONE);
    Ok(m.asynchronous_send(c.receiver, v))
}

fn enumerate(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let start = match (c.arguments.positional.get(1), c.keyword(m, "start")) {
        (Some(&v), _) | (None, Some(v)) => m.as_int(v).ok_or_else(|| stop("an unknown start"))?,
        (None, None) => 0,
    };
    let Some(&source) = c.arguments.positional.first() else { return Err(untold("TypeError")) };
    let it = m.get_iter(source)?;
    let result = m.result_tuple(2);
    let e = m.iterator(IteratorKind::Enumerate, vec![it, result]);
    m.iterator_mut(e)?.position = start;
    Ok(e)
}

fn zip(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let sources = c.positional()?.to_vec();
    let its = sources.into_iter().map(|s| m.get_iter(s)).collect::<Run<Vec<_>>>()?;
    let result = m.result_tuple(its.len());
    let its = m.tuple(its);
    Ok(m.iterator(IteratorKind::Zip, vec![its, result]))
}

fn map(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let Some((&function, sources)) = arguments.split_first() else { return Err(untold("TypeError")) };
    m.incref(function);
    let mut parts = vec![function];
    for &s in sources {
        parts.push(m.get_iter(s)?);
    }
    Ok(m.iterator(IteratorKind::Map, parts))
}

fn filter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [predicate, source] = c.exactly()?;
    m.incref(predicate);
    let it = m.get_iter(source)?;
    Ok(m.iterator(IteratorKind::Filter, vec![predicate, it]))
}

fn reversed(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    if let Some(it) = m.call_special(source, "__reversed__", &[])? {
        return Ok(it);
    }
    if matches!(m.object(source)?.1.data, ObjectData::List(_)) {
        m.incref(source);
        return Ok(m.iterator(IteratorKind::ReversedList, vec![source]));
    }
    m.concretely()?;
    if let Some(it) = m.call_special(source, "__reversed__", &[])? {
        return Ok(it);
    }
    let (id, object) = m.object(source)?;
    if matches!(object.data, ObjectData::Instance(_)) {
        return reversed_by_index(m, source);
    }
    let (held, kind) = match &object.data {
        ObjectData::Dict(_) if object.is(Type::Dict) => (source, IteratorKind::ReversedDictKeys),
        ObjectData::View { dict, kind } => (
            *dict,
            match kind {
                ViewKind::Keys => IteratorKind::ReversedDictKeys,
                ViewKind::Values => IteratorKind::ReversedDictValues,
                ViewKind::Items => IteratorKind::ReversedDictItems,
            },
        ),
        ObjectData::Native(n) if matches!(**n, Object::Deque(_)) => (source, IteratorKind::ReversedDeque),
        ObjectData::Range(r) => {
            let (_, [start, end, step]) = **r;
            let n = crate::interpret::container::range_len(start, end, step) as i64;
            let it = m.iterator(IteratorKind::Range, Vec::new());
            let data = m.iterator_mut(it)?;
            data.position = start + (n - 1) * step;
            data.limits = [start - step, -step];
            return Ok(it);
        }
        ObjectData::Tuple(_) | ObjectData::Str(_) | ObjectData::Bytes(_) => (source, IteratorKind::ReversedSequence),
        _ => return Err(stop("reversed of this object is not modelled")),
    };
    let len = m.len_of(id).unwrap_or(0) as i64;
    m.incref(held);
    let mut sources = vec![held];
    if kind == IteratorKind::ReversedDictItems {
        sources.push(m.result_tuple(2));
    }
    let it = m.iterator(kind, sources);
    let data = m.iterator_mut(it)?;
    data.limits = [len, 0];
    if kind == IteratorKind::ReversedSequence {
        data.position = len - 1;
    }
    Ok(it)
}

/// An object with `__len__` and `__getitem__`.
fn reversed_by_index(m: &mut Machine<'_>, source: Value) -> Run<Value> {
    if m.special(source, "__getitem__").is_none() {
        return Err(stop("reversed of this object is not modelled"));
    }
    let Some(n) = m.call_special(source, "__len__", &[])? else {
        return Err(stop("reversed of an object without a length"));
    };
    let len = m.as_int(n).ok_or_else(|| stop("an unknown length"))?;
    m.decref(n)?;
    m.incref(source);
    let it = m.iterator(IteratorKind::ReversedIndexed, vec![source]);
    m.iterator_mut(it)?.position = len - 1;
    Ok(it)
}

fn send(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.incref(v);
    let id = m.known_id(c.receiver)?;
    m.resume_or_raise(id, Sent::Value(v))
}

fn close(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let id = m.known_id(c.receiver)?;
    m.close_generator(id)
}

/// `gen.throw(exception)`, by an instance or a class.
fn throw(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let id = m.known_id(c.receiver)?;
    m.incref(v);
    let exception = m.instance_to_raise(v)?;
    m.throw_to_generator(id, exception)
}
