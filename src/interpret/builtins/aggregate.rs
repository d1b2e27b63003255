//! Builtins that go through an iterable: `sum`, `min`, `sorted`.

use super::{Call, Native};
use crate::bytecode::CompareOp;
use crate::config::PythonVersion;
use crate::cpython::{messages, sizes};
use crate::heap::{Key, ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Native)] =
    &[("sum", sum), ("min", min), ("max", max), ("any", any), ("all", all), ("sorted", sorted)];

/// Every item of an iterable in turn; the item is let go after `f`.
fn each(m: &mut Machine<'_>, v: Value, mut f: impl FnMut(&mut Machine<'_>, Value) -> Run<bool>) -> Run<()> {
    let it = m.get_iter(v)?;
    let result = each_of(m, it, &mut f);
    m.decref(it)?;
    result
}

fn each_of(m: &mut Machine<'_>, it: Value, f: &mut impl FnMut(&mut Machine<'_>, Value) -> Run<bool>) -> Run<()> {
    while let Some(item) = m.next(it)? {
        m.burn(1)?;
        let go_on = f(m, item);
        m.decref(item)?;
        if !go_on? {
            break;
        }
    }
    Ok(())
}

/// As `each`; where the order does not matter: over a set of plain ints or strings, too.
fn each_unordered(m: &mut Machine<'_>, v: Value, mut f: impl FnMut(&mut Machine<'_>, Value) -> Run<bool>) -> Run<()> {
    match m.unordered_items(v) {
        Some(items) => {
            for item in items {
                m.burn(1)?;
                f(m, item)?;
            }
            Ok(())
        }
        None => each(m, v, f),
    }
}

/// `sum(items, start)`: ints first; from the first float on in C doubles.
fn sum(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let start = c.keyword(m, "start").or_else(|| c.arguments.positional.get(1).copied());
    let Some(&items) = c.arguments.positional.first() else {
        return Err(untold("TypeError"));
    };
    let mut total = start.unwrap_or_else(|| m.int(0));
    m.incref(total);
    let mut floats: Option<FloatSum> = None;
    let added = each_unordered(m, items, |m, item| {
        let number = match (&m.object(total)?.1.data, &m.object(item)?.1.data) {
            (ObjectData::Float(f), ObjectData::Float(x)) => Some((*f, *x)),
            _ => None,
        };
        match (&mut floats, number) {
            (Some(sum), _) => match m.object(item)?.1.data {
                ObjectData::Float(x) => sum.add(x),
                _ => return Err(stop("a sum of floats and others is not modelled")),
            },
            (None, Some((first, x))) => {
                let mut sum = FloatSum::new(m.version, first);
                sum.add(x);
                floats = Some(sum);
            }
            (None, None) => {
                let next = m.binary(crate::bytecode::BinaryOp::Add, total, item)?;
                m.decref(total)?;
                total = next;
            }
        }
        Ok(true)
    });
    if let Err(e) = added {
        m.decref(total)?;
        return Err(e);
    }
    match floats {
        Some(sum) => {
            m.decref(total)?;
            Ok(m.float(sum.value()))
        }
        None => Ok(total),
    }
}

/// A sum of floats: plain up to 3.11, compensated (Neumaier) from 3.12 (`bltinmodule.c`).
struct FloatSum {
    total: f64,
    lost: f64,
    compensated: bool,
}

impl FloatSum {
    fn new(version: PythonVersion, total: f64) -> Self {
        Self { total, lost: 0.0, compensated: version >= PythonVersion::PY312 }
    }

    fn add(&mut self, x: f64) {
        let next = self.total + x;
        if self.compensated {
            self.lost += if self.total.abs() >= x.abs() { (self.total - next) + x } else { (x - next) + self.total };
        }
        self.total = next;
    }

    fn value(&self) -> f64 {
        if self.lost != 0.0 && self.lost.is_finite() { self.total + self.lost } else { self.total }
    }
}

fn extreme(m: &mut Machine<'_>, c: &Call<'_>, better: CompareOp) -> Run<Value> {
    let key = c.keyword(m, "key").filter(|&k| k != Value::NONE);
    let default = c.keyword(m, "default");
    let arguments = c.arguments.positional.clone();
    // The best item with its key, both owned.
    let mut best: Option<(Value, Value)> = None;
    let mut consider = |m: &mut Machine<'_>, item: Value| {
        let by = match key {
            Some(function) => {
                m.incref(item);
                m.call_lent(function, vec![item])?
            }
            None => {
                m.incref(item);
                item
            }
        };
        m.incref(item);
        let wins = match best {
            None => true,
            Some((b, _)) => m.compare_bool(better, by, b)?,
        };
        let gone = if wins { best.replace((by, item)) } else { Some((by, item)) };
        if let Some((by, item)) = gone {
            m.decref_all([by, item])?;
        }
        Ok(true)
    };
    match arguments[..] {
        [items] => each_unordered(m, items, consider)?,
        _ => {
            for &v in &arguments {
                consider(m, v)?;
            }
        }
    }
    match (best, default) {
        (Some((by, item)), _) => {
            m.decref(by)?;
            Ok(item)
        }
        (None, Some(v)) => {
            m.incref(v);
            Ok(v)
        }
        (None, None) => {
            let function = if better == CompareOp::Lt { "min" } else { "max" };
            Err(raise("ValueError", messages::extreme_of_nothing(m.version, function)))
        }
    }
}

fn min(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    extreme(m, c, CompareOp::Lt)
}

fn max(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    extreme(m, c, CompareOp::Gt)
}

fn any_all(m: &mut Machine<'_>, c: &Call<'_>, stops_at: bool) -> Run<Value> {
    let [items] = c.exactly()?;
    let mut result = !stops_at;
    each(m, items, |m, item| match m.truth(item)? {
        Some(t) if t == stops_at => {
            result = stops_at;
            Ok(false)
        }
        Some(_) => Ok(true),
        None => Err(stop("the truth of an unknown value")),
    })?;
    Ok(Value::bool(result))
}

fn any(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    any_all(m, c, true)
}

fn all(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    any_all(m, c, false)
}

fn sorted(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [items] = c.arguments.positional[..] else { return Err(untold("TypeError")) };
    let source = items;
    let lazy = matches!(m.object(items)?.1.data, ObjectData::Generator(_) | ObjectData::Iterator(_));
    let items = match m.unordered_items(items) {
        Some(items) => {
            items.iter().for_each(|&v| m.incref(v));
            items
        }
        None => m.collect_hinted(items)?,
    };
    let mut items = items;
    if let Err(e) = m.sort(&mut items, c) {
        if e.is_exception() {
            m.decref_all(items.into_iter().rev())?;
        }
        return Err(e);
    }
    let n = items.len() as u64;
    let extended = sizes::list_extend_empty(m.version, n);
    // Where the way the list was filled gives another size, it is not told.
    let unsure = lazy && sizes::list_from_iterator(m.version, n) != Some(extended);
    let allocated = if unsure { u64::MAX } else { m.slots_from(source, n, sizes::list_extend_empty)? };
    Ok(m.list_with(items, allocated))
}

impl Machine<'_> {
    /// The items of a set whose order cannot be seen in a sorted result or a sum: distinct ints or strings (borrowed).
    fn unordered_items(&self, v: Value) -> Option<Vec<Value>> {
        let ObjectData::Set(s) = &self.known(v)?.1.data else { return None };
        let ints = s.dict.keys().all(|k| matches!(k, Key::Int(_)));
        let strings = s.dict.keys().all(|k| matches!(k, Key::Str(_)));
        (ints || strings).then(|| s.dict.iter().map(|(k, _)| k).collect())
    }

    /// Sorts as `list.sort(key=, reverse=)` does. What raises leaves the items in the order that they have by then.
    pub(in crate::interpret) fn sort(&mut self, items: &mut [Value], c: &Call<'_>) -> Run<()> {
        let reverse = match c.keyword(self, "reverse") {
            Some(v) => self.truth(v)?.ok_or_else(|| stop("an unknown reverse"))?,
            None => false,
        };
        let function = c.keyword(self, "key").filter(|&function| function != Value::NONE);
        let mut keyed = Vec::with_capacity(items.len());
        for &v in items.iter() {
            let key = match function {
                Some(function) => {
                    self.incref(v);
                    self.call_lent(function, vec![v])
                }
                None => Ok(v),
            };
            match key {
                Ok(key) => keyed.push((key, v)),
                Err(e) => {
                    if e.is_exception() {
                        self.decref_all(keyed.iter().rev().map(|&(key, _)| key).collect::<Vec<_>>())?;
                    }
                    return Err(e);
                }
            }
        }
        let result = self.sort_keyed(&mut keyed, reverse);
        if result.as_ref().is_err_and(|e| !e.is_exception()) {
            return result;
        }
        // A key may be the item itself, once more.
        if function.is_some() {
            self.decref_all(keyed.iter().map(|&(key, _)| key).collect::<Vec<_>>())?;
        }
        keyed.into_iter().zip(items).for_each(|((_, v), place)| *place = v);
        result
    }
}
