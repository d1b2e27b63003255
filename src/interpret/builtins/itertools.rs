//! The module `itertools`: what each iterator owns when it is made. What it gives is in `interpret/lazy.rs`.

use super::{Call, Native as Function};
use crate::heap::{Deque, IteratorKind, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[
    ("itertools.chain", chain),
    ("itertools.chain.from_iterable", from_iterable),
    ("itertools.count", count),
    ("itertools.cycle", cycle),
    ("itertools.repeat", repeat),
    ("itertools.islice", islice),
    ("itertools.takewhile", takewhile),
    ("itertools.dropwhile", dropwhile),
    ("itertools.filterfalse", filterfalse),
    ("itertools.starmap", starmap),
    ("itertools.accumulate", accumulate),
    ("itertools.compress", compress),
    ("itertools.product", product),
    ("itertools.permutations", permutations),
    ("itertools.combinations", combinations),
    ("itertools.combinations_with_replacement", combinations_with_replacement),
    ("itertools.groupby", groupby),
    ("itertools.zip_longest", zip_longest),
    ("itertools.tee", tee),
    ("itertools.pairwise", pairwise),
    ("itertools.batched", batched),
];

fn made(m: &mut Machine<'_>, kind: IteratorKind, sources: Vec<Value>, limits: [i64; 2]) -> Run<Value> {
    m.concretely()?;
    let it = m.iterator(kind, sources);
    m.iterator_mut(it)?.limits = limits;
    Ok(it)
}

fn chain(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let sources = c.positional()?.to_vec();
    sources.iter().for_each(|&v| m.incref(v));
    let tuple = m.tuple(sources);
    let it = m.get_iter(tuple)?;
    m.decref(tuple)?;
    made(m, IteratorKind::Chain, vec![it, Value::UNBOUND], [0, 0])
}

fn from_iterable(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    let it = m.get_iter(source)?;
    made(m, IteratorKind::Chain, vec![it, Value::UNBOUND], [0, 0])
}

fn count(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let argument = |m: &Machine<'_>, at: usize, name: &str, default: i64| match c
        .arguments
        .positional
        .get(at)
        .copied()
        .or_else(|| c.keyword(m, name))
    {
        Some(v) => m.as_int(v).ok_or_else(|| stop("a count of something else than ints is not modelled")),
        None => Ok(default),
    };
    let (start, step) = (argument(m, 0, "start", 0)?, argument(m, 1, "step", 1)?);
    let it = made(m, IteratorKind::Count, vec![Value::NONE], [0, step])?;
    m.iterator_mut(it)?.position = start;
    Ok(it)
}

fn cycle(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    let it = m.get_iter(source)?;
    let saved = m.list(Vec::new());
    made(m, IteratorKind::Cycle, vec![it, saved], [0, 0])
}

fn repeat(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&v) = c.arguments.positional.first() else { return Err(untold("TypeError")) };
    let times = match c.arguments.positional.get(1).copied().or_else(|| c.keyword(m, "times")) {
        Some(n) => m.as_int(n).ok_or_else(|| stop("an unknown number of times"))?.max(0),
        None => i64::MAX,
    };
    m.incref(v);
    made(m, IteratorKind::Repeat, vec![v], [times, 0])
}

fn islice(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let number = |m: &Machine<'_>, v: Value, default: i64| match v {
        Value::NONE => Ok(default),
        v => m.as_int(v).ok_or_else(|| stop("an unknown index")),
    };
    let (source, start, end, step) = match arguments[..] {
        [source, end] => (source, 0, number(m, end, i64::MAX)?, 1),
        [source, start, end] => (source, number(m, start, 0)?, number(m, end, i64::MAX)?, 1),
        [source, start, end, step] => (source, number(m, start, 0)?, number(m, end, i64::MAX)?, number(m, step, 1)?),
        _ => return Err(untold("TypeError")),
    };
    if start < 0 || end < 0 || step < 1 {
        return Err(untold("ValueError"));
    }
    let it = m.get_iter(source)?;
    let slice = made(m, IteratorKind::Islice, vec![it], [end, step])?;
    // Items to skip before the next one, and items taken so far.
    let data = m.iterator_mut(slice)?;
    data.position = start;
    Ok(slice)
}

fn with_function(m: &mut Machine<'_>, c: &Call<'_>, kind: IteratorKind) -> Run<Value> {
    let [function, source] = c.exactly()?;
    m.incref(function);
    let it = m.get_iter(source)?;
    made(m, kind, vec![function, it], [0, 0])
}

fn takewhile(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    with_function(m, c, IteratorKind::TakeWhile)
}

fn dropwhile(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    with_function(m, c, IteratorKind::DropWhile)
}

fn filterfalse(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    with_function(m, c, IteratorKind::FilterFalse)
}

fn starmap(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    with_function(m, c, IteratorKind::Starmap)
}

fn accumulate(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let positional = &c.arguments.positional;
    let Some(&source) = positional.first() else { return Err(untold("TypeError")) };
    let function = positional.get(1).copied().or_else(|| c.keyword(m, "func")).filter(|&f| f != Value::NONE);
    let initial = c.keyword(m, "initial").filter(|&v| v != Value::NONE);
    let it = m.get_iter(source)?;
    let parts = [function, initial].map(|v| v.unwrap_or(Value::UNBOUND));
    parts.iter().for_each(|&v| m.incref(v));
    made(m, IteratorKind::Accumulate, vec![it, parts[0], Value::UNBOUND, parts[1]], [0, 0])
}

fn compress(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [data, selectors] = c.exactly()?;
    let sources = vec![m.get_iter(data)?, m.get_iter(selectors)?];
    made(m, IteratorKind::Compress, sources, [0, 0])
}

/// The items of an iterable as a tuple; a tuple is used as it is.
fn pool(m: &mut Machine<'_>, source: Value) -> Run<Value> {
    if m.object(source)?.1.is(Type::Tuple) {
        m.incref(source);
        return Ok(source);
    }
    let items = m.collect_items(source)?;
    Ok(m.tuple(items))
}

fn product(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let times = match c.keyword(m, "repeat") {
        Some(n) => m.as_int(n).and_then(|n| usize::try_from(n).ok()).ok_or_else(|| stop("an unknown repeat"))?,
        None => 1,
    };
    let mut pools = Vec::new();
    for &source in &c.arguments.positional {
        pools.push(pool(m, source)?);
    }
    let once = pools.clone();
    for _ in 1..times.min(32) {
        once.iter().for_each(|&v| m.incref(v));
        pools.extend(&once);
    }
    let pools = m.tuple(pools);
    made(m, IteratorKind::Product, vec![pools, Value::UNBOUND], [0, 0])
}

fn choices(m: &mut Machine<'_>, c: &Call<'_>, kind: IteratorKind) -> Run<Value> {
    let positional = &c.arguments.positional;
    let Some(&source) = positional.first() else { return Err(untold("TypeError")) };
    let pool = pool(m, source)?;
    let all = m.sequence_items(pool).unwrap_or_default().len() as i64;
    let r = match positional.get(1).copied().or_else(|| c.keyword(m, "r")).filter(|&r| r != Value::NONE) {
        Some(r) => m.as_int(r).filter(|&r| r >= 0).ok_or_else(|| stop("an unknown length"))?,
        None if kind == IteratorKind::Permutations => all,
        None => return Err(untold("TypeError")),
    };
    made(m, kind, vec![pool, Value::UNBOUND], [r, 0])
}

fn permutations(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    choices(m, c, IteratorKind::Permutations)
}

fn combinations(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    choices(m, c, IteratorKind::Combinations)
}

fn combinations_with_replacement(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    choices(m, c, IteratorKind::CombinationsWithReplacement)
}

fn groupby(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let positional = &c.arguments.positional;
    let Some(&source) = positional.first() else { return Err(untold("TypeError")) };
    let key = positional.get(1).copied().or_else(|| c.keyword(m, "key")).unwrap_or(Value::NONE);
    let it = m.get_iter(source)?;
    m.incref(key);
    made(m, IteratorKind::GroupBy, vec![it, key, Value::UNBOUND, Value::UNBOUND, Value::UNBOUND], [0, 0])
}

fn zip_longest(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let fill = c.keyword(m, "fillvalue").unwrap_or(Value::NONE);
    let sources = c.arguments.positional.clone();
    let its = sources.into_iter().map(|s| m.get_iter(s)).collect::<Run<Vec<_>>>()?;
    m.incref(fill);
    let result = m.result_tuple(its.len());
    let its = m.tuple(its);
    made(m, IteratorKind::ZipLongest, vec![fill, result, its], [0, 0])
}

/// Both read from one list of items that fills as the first of them goes on.
fn tee(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (source, n) = match *c.positional()? {
        [source] => (source, 2),
        [source, n] => (source, m.as_int(n).filter(|n| (0..32).contains(n)).ok_or_else(|| stop("tee of many"))?),
        _ => return Err(untold("TypeError")),
    };
    m.concretely()?;
    if m.native_of(source).is_some() || m.iterator_mut(source).is_ok_and(|i| i.kind == IteratorKind::Tee) {
        return Err(stop("tee of this object is not modelled"));
    }
    let it = m.get_iter(source)?;
    // The source goes before what was seen of it, and that from its first item on (`teedataobject_clear`).
    let seen = m.make_native(Type::Deque, crate::heap::Native::Deque(Deque::empty(None)))?;
    let shared = m.list_with(vec![seen, it], u64::MAX);
    m.leave_untold(shared);
    m.leave_untold(seen);
    let mut all = Vec::new();
    for _ in 0..n {
        m.incref(shared);
        all.push(made(m, IteratorKind::Tee, vec![shared], [0, 0])?);
    }
    m.decref(shared)?;
    Ok(m.tuple(all))
}

fn pairwise(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    if m.version < crate::config::PythonVersion::PY310 {
        return Err(raise("AttributeError", "module 'itertools' has no attribute 'pairwise'"));
    }
    let it = m.get_iter(source)?;
    made(m, IteratorKind::Pairwise, vec![it, Value::UNBOUND, Value::UNBOUND], [0, 0])
}

fn batched(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source, n] = c.exactly()?;
    if m.version < crate::config::PythonVersion::PY312 {
        return Err(raise("AttributeError", "module 'itertools' has no attribute 'batched'"));
    }
    let n = m.as_int(n).filter(|&n| n > 0).ok_or_else(|| raise("ValueError", "n must be at least one"))?;
    let it = m.get_iter(source)?;
    made(m, IteratorKind::Batched, vec![it], [n, 0])
}
