//! `collections.deque`.

use super::{Call, Native as Function};
use crate::config::PythonVersion;
use crate::heap::{Deque, Native, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};
use std::collections::VecDeque;

pub(super) const NAMES: &[(&str, Function)] = &[
    ("collections.deque", deque),
    ("collections.deque.append", append),
    ("collections.deque.appendleft", appendleft),
    ("collections.deque.pop", pop),
    ("collections.deque.popleft", popleft),
    ("collections.deque.extend", extend),
    ("collections.deque.extendleft", extendleft),
    ("collections.deque.rotate", rotate),
    ("collections.deque.clear", clear),
    ("collections.deque.copy", copy),
    ("collections.deque.count", count),
    ("collections.deque.index", index),
    ("collections.deque.insert", insert),
    ("collections.deque.remove", remove),
    ("collections.deque.reverse", reverse),
];

/// `BLOCKLEN` and the place of the first item in a deque that is filled from the middle (`_collectionsmodule.c`).
const BLOCK: usize = 64;
const CENTRE: usize = BLOCK / 2;

impl Deque {
    pub(in crate::interpret) fn empty(maxlen: Option<usize>) -> Self {
        Self { items: VecDeque::new(), maxlen, left: CENTRE }
    }

    pub(in crate::interpret) fn blocks(&self) -> u64 {
        (self.left + self.items.len()).div_ceil(BLOCK).max(1) as u64
    }

    fn push_left(&mut self, v: Value) {
        self.left = if self.left == 0 { BLOCK - 1 } else { self.left - 1 };
        self.items.push_front(v);
    }

    fn pop_left(&mut self) -> Option<Value> {
        let v = self.items.pop_front()?;
        self.left += 1;
        if self.left == BLOCK {
            self.left = if self.items.is_empty() { CENTRE } else { 0 };
        }
        Some(v)
    }

    fn pop_right(&mut self) -> Option<Value> {
        let v = self.items.pop_back()?;
        if self.items.is_empty() && self.left == 0 {
            self.left = CENTRE;
        }
        Some(v)
    }

    /// Moves items from the right end to the left one, or back.
    fn rotate(&mut self, n: i64) {
        let len = self.items.len() as i64;
        if len <= 1 {
            return;
        }
        let half = len / 2;
        let mut n = n;
        if n > half || n < -half {
            n %= len;
            if n > half {
                n -= len;
            } else if n < -half {
                n += len;
            }
        }
        for _ in 0..n.max(0) {
            if let Some(v) = self.items.pop_back() {
                self.push_left(v);
            }
        }
        for _ in n.min(0)..0 {
            if let Some(v) = self.pop_left() {
                self.items.push_back(v);
            }
        }
    }
}

impl Machine<'_> {
    pub(in crate::interpret) fn deque_mut(&mut self, v: Value) -> Run<&mut Deque> {
        match self.native_data_mut(v)? {
            Native::Deque(d) => Ok(d),
            _ => Err(stop("not a deque")),
        }
    }

    /// The reference moves in; what does not fit falls out at the other end.
    fn deque_append(&mut self, deque: Value, v: Value) -> Run<()> {
        let d = self.deque_mut(deque)?;
        d.items.push_back(v);
        if d.maxlen.is_some_and(|most| d.items.len() > most)
            && let Some(old) = d.pop_left()
        {
            return self.decref(old);
        }
        Ok(())
    }

    fn deque_append_left(&mut self, deque: Value, v: Value) -> Run<()> {
        let d = self.deque_mut(deque)?;
        d.push_left(v);
        if d.maxlen.is_some_and(|most| d.items.len() > most)
            && let Some(old) = d.pop_right()
        {
            return self.decref(old);
        }
        Ok(())
    }

    /// An empty deque is filled from the left end of its block.
    pub(in crate::interpret) fn deque_extend(&mut self, deque: Value, source: Value) -> Run<()> {
        let it = if source == deque {
            let items: Vec<Value> = self.deque_mut(deque)?.items.iter().copied().collect();
            items.iter().for_each(|&v| self.incref(v));
            let list = self.list(items);
            let it = self.get_iter(list)?;
            self.decref(list)?;
            it
        } else {
            self.get_iter(source)?
        };
        let d = self.deque_mut(deque)?;
        if d.items.is_empty() && d.maxlen != Some(0) {
            d.left = 1;
        }
        while let Some(v) = self.next(it)? {
            self.burn(1)?;
            self.deque_append(deque, v)?;
        }
        self.decref(it)
    }

    /// `del d[i]`, `d.remove(x)`: rotates the item to the left end and back.
    pub(in crate::interpret) fn deque_remove_at(&mut self, deque: Value, at: usize) -> Run<Value> {
        let d = self.deque_mut(deque)?;
        d.rotate(-(at as i64));
        let v = d.pop_left().ok_or_else(|| stop("an empty deque"))?;
        d.rotate(at as i64);
        Ok(v)
    }
}

fn deque(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let positional = &c.arguments.positional;
    let source = c.keyword(m, "iterable").or_else(|| positional.first().copied());
    let maxlen = c.keyword(m, "maxlen").or_else(|| positional.get(1).copied()).filter(|&v| v != Value::NONE);
    let maxlen = match maxlen {
        Some(v) => {
            let n = m.as_int(v).ok_or_else(|| stop("an unknown maxlen"))?;
            Some(usize::try_from(n).map_err(|_| raise("ValueError", "maxlen must be non-negative"))?)
        }
        None => None,
    };
    let d = m.make_native(Type::Deque, Native::Deque(Deque::empty(maxlen)))?;
    if let Some(source) = source {
        m.deque_extend(d, source)?;
    }
    Ok(d)
}

fn append(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.deque_mut(c.receiver)?;
    m.incref(v);
    m.deque_append(c.receiver, v)?;
    Ok(Value::NONE)
}

fn appendleft(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.deque_mut(c.receiver)?;
    m.incref(v);
    m.deque_append_left(c.receiver, v)?;
    Ok(Value::NONE)
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.deque_mut(c.receiver)?.pop_right().ok_or_else(|| raise("IndexError", "pop from an empty deque"))
}

fn popleft(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.deque_mut(c.receiver)?.pop_left().ok_or_else(|| raise("IndexError", "pop from an empty deque"))
}

fn extend(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    m.deque_extend(c.receiver, source)?;
    Ok(Value::NONE)
}

fn extendleft(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    let d = m.deque_mut(c.receiver)?;
    if d.items.is_empty() {
        d.left = BLOCK - 1;
    }
    for v in m.collect_items(source)? {
        m.deque_append_left(c.receiver, v)?;
    }
    Ok(Value::NONE)
}

fn rotate(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let n = match *c.positional()? {
        [] => 1,
        [n] => m.as_int(n).ok_or_else(|| stop("an unknown number of steps"))?,
        _ => return Err(untold("TypeError")),
    };
    m.deque_mut(c.receiver)?.rotate(n);
    Ok(Value::NONE)
}

fn clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let d = m.deque_mut(c.receiver)?;
    let items = std::mem::take(&mut d.items);
    if !items.is_empty() {
        d.left = CENTRE;
    }
    m.decref_all(items)?;
    Ok(Value::NONE)
}

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.copy_deque(c.receiver)
}

impl Machine<'_> {
    pub(in crate::interpret) fn copy_deque(&mut self, old: Value) -> Run<Value> {
        let Native::Deque(d) = self.native_data(old)?.clone() else { return Err(stop("not a deque")) };
        d.items.iter().for_each(|&v| self.incref(v));
        // A single item is appended, more fill the copy from the left.
        let left = if d.items.len() == 1 { CENTRE } else { 1 };
        self.make_native(Type::Deque, Native::Deque(Deque { left, ..d }))
    }
}

fn count(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [wanted] = c.exactly()?;
    let mut n = 0;
    for v in m.deque_mut(c.receiver)?.items.clone() {
        n += i64::from(v == wanted || m.equal(v, wanted)?);
    }
    Ok(m.int(n))
}

fn position(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Option<usize>> {
    let [wanted] = c.exactly()?;
    for (i, v) in m.deque_mut(c.receiver)?.items.clone().into_iter().enumerate() {
        if v == wanted || m.equal(v, wanted)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn index(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    match position(m, c)? {
        Some(i) => Ok(m.int(i as i64)),
        None => Err(untold("ValueError")),
    }
}

fn insert(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [at, v] = c.exactly()?;
    let at = m.as_int(at).ok_or_else(|| stop("insert at an unknown index"))?;
    let d = m.deque_mut(c.receiver)?;
    let len = d.items.len() as i64;
    if d.maxlen == Some(d.items.len()) {
        return Err(raise("IndexError", "deque already at its maximum size"));
    }
    if at >= len {
        d.items.push_back(v);
    } else if at <= -len || at == 0 {
        d.push_left(v);
    } else {
        d.rotate(-at);
        if at < 0 {
            d.items.push_back(v)
        } else {
            d.push_left(v)
        }
        d.rotate(at);
    }
    m.incref(v);
    Ok(Value::NONE)
}

fn remove(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let at = position(m, c)?.ok_or_else(|| raise("ValueError", "deque.remove(x): x not in deque"))?;
    if m.version == PythonVersion::PY39 {
        // Turned step by step while it is searched.
        let d = m.deque_mut(c.receiver)?;
        (0..at).for_each(|_| d.rotate(-1));
        let v = d.pop_left().ok_or_else(|| stop("an empty deque"))?;
        d.rotate(at as i64);
        m.decref(v)?;
        return Ok(Value::NONE);
    }
    let v = m.deque_remove_at(c.receiver, at)?;
    m.decref(v)?;
    Ok(Value::NONE)
}

fn reverse(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.deque_mut(c.receiver)?.items.make_contiguous().reverse();
    Ok(Value::NONE)
}
