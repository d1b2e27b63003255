//! The modules `heapq` and `bisect`: what their C code does with a list (`_heapqmodule.c`, `_bisectmodule.c`).

use super::{Call, Native};
use crate::bytecode::CompareOp;
use crate::cpython::sizes::Removal;
use crate::heap::Value;
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("heapq.heappush", push),
    ("heapq.heappop", pop),
    ("heapq.heapify", heapify),
    ("heapq.heappushpop", push_pop),
    ("heapq.heapreplace", replace),
    ("bisect.bisect", |m, c| found(m, c, Side::Right)),
    ("bisect.bisect_right", |m, c| found(m, c, Side::Right)),
    ("bisect.bisect_left", |m, c| found(m, c, Side::Left)),
    ("bisect.insort", |m, c| insert(m, c, Side::Right)),
    ("bisect.insort_right", |m, c| insert(m, c, Side::Right)),
    ("bisect.insort_left", |m, c| insert(m, c, Side::Left)),
];

/// From this length on `heapify` goes another way through the list.
const LONG: usize = 2500;

impl Machine<'_> {
    fn item(&mut self, list: Value, at: usize) -> Run<Value> {
        self.list_mut(list)?.items.get(at).copied().ok_or_else(|| raise("IndexError", "list index out of range"))
    }

    fn is_below(&mut self, a: Value, b: Value) -> Run<bool> {
        [a, b].into_iter().for_each(|v| self.incref(v));
        let depth = self.in_c.len();
        self.in_c.extend([a, b]);
        let less = self.compare_bool(CompareOp::Lt, a, b);
        self.in_c.truncate(depth);
        self.decref_all([a, b])?;
        less
    }

    fn sift_down(&mut self, heap: Value, start: usize, mut at: usize) -> Run<()> {
        while at > start {
            let parent = (at - 1) / 2;
            let (new, old) = (self.item(heap, at)?, self.item(heap, parent)?);
            if !self.is_below(new, old)? {
                break;
            }
            self.list_mut(heap)?.items.swap(at, parent);
            at = parent;
        }
        Ok(())
    }

    fn sift_up(&mut self, heap: Value, start: usize) -> Run<()> {
        let len = self.list_mut(heap)?.items.len();
        let mut at = start;
        while at < len / 2 {
            let mut child = 2 * at + 1;
            if child + 1 < len {
                let (left, right) = (self.item(heap, child)?, self.item(heap, child + 1)?);
                child += usize::from(!self.is_below(left, right)?);
            }
            self.list_mut(heap)?.items.swap(at, child);
            at = child;
        }
        self.sift_down(heap, start, at)
    }
}

fn push(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [heap, v] = c.exactly()?;
    m.concretely()?;
    m.incref(v);
    m.list_append(heap, v)?;
    let last = m.list_mut(heap)?.items.len() - 1;
    m.sift_down(heap, 0, last)?;
    Ok(Value::NONE)
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [heap] = c.exactly()?;
    m.concretely()?;
    let Some(last) = m.list_mut(heap)?.items.len().checked_sub(1) else {
        return Err(raise("IndexError", "index out of range"));
    };
    let v = m.item(heap, last)?;
    m.incref(v);
    m.list_remove_at(heap, vec![last], Removal::Slice)?;
    if last == 0 {
        return Ok(v);
    }
    let least = std::mem::replace(&mut m.list_mut(heap)?.items[0], v);
    m.sift_up(heap, 0)?;
    Ok(least)
}

fn heapify(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [heap] = c.exactly()?;
    m.concretely()?;
    let len = m.list_mut(heap)?.items.len();
    if len > LONG {
        return Err(stop("the order in a long heap is not modelled"));
    }
    (0..len / 2).rev().try_for_each(|at| m.sift_up(heap, at))?;
    Ok(Value::NONE)
}

fn exchange(m: &mut Machine<'_>, heap: Value, v: Value) -> Run<Value> {
    m.incref(v);
    let least = std::mem::replace(&mut m.list_mut(heap)?.items[0], v);
    m.sift_up(heap, 0)?;
    Ok(least)
}

fn push_pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [heap, v] = c.exactly()?;
    m.concretely()?;
    let first = m.list_mut(heap)?.items.first().copied();
    if let Some(first) = first
        && m.is_below(first, v)?
    {
        return exchange(m, heap, v);
    }
    m.incref(v);
    Ok(v)
}

fn replace(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [heap, v] = c.exactly()?;
    m.concretely()?;
    if m.list_mut(heap)?.items.is_empty() {
        return Err(raise("IndexError", "index out of range"));
    }
    exchange(m, heap, v)
}

/// Before or behind the items that are equal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn place(m: &mut Machine<'_>, list: Value, v: Value, side: Side) -> Run<usize> {
    m.concretely()?;
    let (mut low, mut high) = (0, m.list_mut(list)?.items.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let item = m.item(list, middle)?;
        let left = match side {
            Side::Left => !m.is_below(item, v)?,
            Side::Right => m.is_below(v, item)?,
        };
        if left {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

fn found(m: &mut Machine<'_>, c: &Call<'_>, side: Side) -> Run<Value> {
    let [list, v] = c.exactly()?;
    let at = place(m, list, v, side)?;
    Ok(m.int(at as i64))
}

fn insert(m: &mut Machine<'_>, c: &Call<'_>, side: Side) -> Run<Value> {
    let [list, v] = c.exactly()?;
    let at = place(m, list, v, side)?;
    let at = m.int(at as i64);
    let arguments = Arguments { positional: vec![at, v], keywords: Vec::new() };
    let result = super::call(m, "list.insert", list, &arguments);
    m.decref(at)?;
    result
}
