//! What the iterators of `itertools` give, and what they hold on to meanwhile (`itertoolsmodule.c`).

use super::Machine;
use super::machine::{Run, stop};
use crate::config::PythonVersion;
use crate::heap::{IteratorKind, ObjectData, Value};

/// Items of one block of `itertools.tee`: what happens beyond is not told.
const TEE_BLOCK: usize = 57;

impl Machine<'_> {
    pub(super) fn lazy_next(&mut self, it: Value, kind: IteratorKind, sources: &[Value]) -> Run<Option<Value>> {
        match kind {
            IteratorKind::Chain => self.chain_next(it),
            IteratorKind::Count => {
                let data = self.iterator_mut(it)?;
                let (n, step) = (data.position, data.limits[1]);
                data.position = n.checked_add(step).ok_or_else(|| stop("a count too large to follow"))?;
                Ok(Some(self.int(n)))
            }
            IteratorKind::Cycle => self.cycle_next(it, sources),
            IteratorKind::Repeat => {
                let data = self.iterator_mut(it)?;
                if data.position >= data.limits[0] {
                    return Ok(None);
                }
                data.position += 1;
                self.incref(sources[0]);
                Ok(Some(sources[0]))
            }
            IteratorKind::Islice => self.islice_next(it, sources),
            IteratorKind::TakeWhile => self.takewhile_next(it, sources),
            IteratorKind::DropWhile => self.dropwhile_next(it, sources),
            IteratorKind::FilterFalse => self.filtered_next(sources, false),
            IteratorKind::Starmap => self.starmap_next(sources),
            IteratorKind::Accumulate => self.accumulate_next(it, sources),
            IteratorKind::Compress => self.compress_next(sources),
            IteratorKind::Product => self.product_next(it, sources),
            IteratorKind::Permutations | IteratorKind::Combinations | IteratorKind::CombinationsWithReplacement => {
                self.choice_next(it, kind, sources)
            }
            IteratorKind::GroupBy => self.groupby_next(it),
            IteratorKind::Grouper => self.group_next(it, sources),
            IteratorKind::ZipLongest => self.zip_longest_next(it),
            IteratorKind::Tee => self.tee_next(it, sources),
            IteratorKind::Pairwise => self.pairwise_next(it, sources),
            IteratorKind::Batched => self.batched_next(it, sources),
            IteratorKind::Callable => self.callable_next(it, sources),
            _ => Err(stop("this iterator is not modelled")),
        }
    }

    /// Puts another value into a place of the iterator; the old one goes.
    fn replace_source(&mut self, it: Value, at: usize, v: Value) -> Run<()> {
        let old = std::mem::replace(&mut self.iterator_mut(it)?.sources[at], v);
        self.decref(old)
    }

    fn truth_of_call(&mut self, function: Value, v: Value) -> Run<bool> {
        let unknown = || stop("an unknown truth");
        if function == Value::NONE {
            return self.truth(v)?.ok_or_else(unknown);
        }
        self.incref(v);
        let result = self.call_lent(function, vec![v])?;
        let truth = self.truth(result)?.ok_or_else(unknown)?;
        self.decref(result)?;
        Ok(truth)
    }

    fn chain_next(&mut self, it: Value) -> Run<Option<Value>> {
        loop {
            self.burn(1)?;
            let &[source, active] = &self.iterator_mut(it)?.sources[..] else { return Ok(None) };
            if !source.is_bound() {
                return Ok(None);
            }
            if !active.is_bound() {
                let Some(iterable) = self.next(source)? else {
                    self.replace_source(it, 0, Value::UNBOUND)?;
                    return Ok(None);
                };
                let active = self.get_iter(iterable)?;
                self.decref(iterable)?;
                self.replace_source(it, 1, active)?;
                continue;
            }
            if let Some(v) = self.next(active)? {
                return Ok(Some(v));
            }
            self.replace_source(it, 1, Value::UNBOUND)?;
        }
    }

    fn cycle_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let &[source, saved] = sources else { return Ok(None) };
        if source.is_bound() {
            if let Some(v) = self.next(source)? {
                self.incref(v);
                self.list_append(saved, v)?;
                return Ok(Some(v));
            }
            self.replace_source(it, 0, Value::UNBOUND)?;
        }
        let items = &self.list_items(saved)?.items;
        let len = items.len() as i64;
        if len == 0 {
            return Ok(None);
        }
        let at = self.iterator_mut(it)?.position;
        let v = self.list_items(saved)?.items[(at % len) as usize];
        self.iterator_mut(it)?.position = (at + 1) % len;
        self.incref(v);
        Ok(Some(v))
    }

    /// `position` is what is still to be skipped, `limits` are what may still be taken and the step.
    fn islice_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let source = sources[0];
        if !source.is_bound() {
            return Ok(None);
        }
        let data = self.iterator_mut(it)?;
        let (skip, [end, step]) = (data.position, data.limits);
        // From here on positions count from the next item of the source.
        let skip = skip.min(end);
        for _ in 0..skip {
            self.burn(1)?;
            match self.next(source)? {
                Some(v) => self.decref(v)?,
                None => {
                    self.replace_source(it, 0, Value::UNBOUND)?;
                    return Ok(None);
                }
            }
        }
        let end = end - skip;
        let item = if end > 0 { self.next(source)? } else { None };
        let data = self.iterator_mut(it)?;
        data.position = step - 1;
        data.limits[0] = end.saturating_sub(1);
        if item.is_none() {
            self.replace_source(it, 0, Value::UNBOUND)?;
        }
        Ok(item)
    }

    fn takewhile_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        if self.iterator_mut(it)?.position > 0 {
            return Ok(None);
        }
        let Some(v) = self.next(sources[1])? else { return Ok(None) };
        if self.truth_of_call(sources[0], v)? {
            return Ok(Some(v));
        }
        self.decref(v)?;
        self.iterator_mut(it)?.position = 1;
        Ok(None)
    }

    fn dropwhile_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        loop {
            self.burn(1)?;
            let Some(v) = self.next(sources[1])? else { return Ok(None) };
            if self.iterator_mut(it)?.position > 0 {
                return Ok(Some(v));
            }
            if !self.truth_of_call(sources[0], v)? {
                self.iterator_mut(it)?.position = 1;
                return Ok(Some(v));
            }
            self.decref(v)?;
        }
    }

    /// The next item whose test comes out as `wanted`: `filter`, `filterfalse`.
    pub(super) fn filtered_next(&mut self, sources: &[Value], wanted: bool) -> Run<Option<Value>> {
        while let Some(v) = self.next(sources[1])? {
            self.burn(1)?;
            if self.truth_of_call(sources[0], v)? == wanted {
                return Ok(Some(v));
            }
            self.decref(v)?;
        }
        Ok(None)
    }

    fn starmap_next(&mut self, sources: &[Value]) -> Run<Option<Value>> {
        let Some(packed) = self.next(sources[1])? else { return Ok(None) };
        let items = self.collect_items(packed)?;
        let result = self.call_lent(sources[0], items)?;
        self.decref(packed)?;
        Ok(Some(result))
    }

    fn accumulate_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let &[source, function, total, initial] = sources else { return Ok(None) };
        if initial.is_bound() {
            self.iterator_mut(it)?.sources[3] = Value::UNBOUND;
            self.incref(initial);
            self.replace_source(it, 2, initial)?;
            return Ok(Some(initial));
        }
        let Some(v) = self.next(source)? else { return Ok(None) };
        if !total.is_bound() {
            self.incref(v);
            self.replace_source(it, 2, v)?;
            return Ok(Some(v));
        }
        let next = if function.is_bound() {
            self.incref(total);
            self.incref(v);
            self.call_lent(function, vec![total, v])
        } else {
            self.binary(crate::bytecode::BinaryOp::Add, total, v)
        };
        self.decref(v)?;
        let next = next?;
        self.incref(next);
        self.replace_source(it, 2, next)?;
        Ok(Some(next))
    }

    fn compress_next(&mut self, sources: &[Value]) -> Run<Option<Value>> {
        loop {
            self.burn(1)?;
            let Some(v) = self.next(sources[0])? else { return Ok(None) };
            let Some(selector) = self.next(sources[1])? else {
                self.decref(v)?;
                return Ok(None);
            };
            let keep = self.truth(selector)?.ok_or_else(|| stop("an unknown truth"))?;
            self.decref(selector)?;
            if keep {
                return Ok(Some(v));
            }
            self.decref(v)?;
        }
    }

    /// Hands out a tuple and keeps it: it is filled anew as long as nobody else has it.
    fn hand_out_last(&mut self, it: Value, at: usize, items: Vec<Value>) -> Run<Value> {
        items.iter().for_each(|&v| self.incref(v));
        let last = self.iterator_mut(it)?.sources[at];
        let reusable = self.known(last).is_some_and(|(_, o)| o.count == 1) && !items.is_empty();
        if !reusable {
            let tuple = self.tuple(items);
            self.incref(tuple);
            self.replace_source(it, at, tuple)?;
            return Ok(tuple);
        }
        let (id, _) = self.object(last)?;
        self.incref(last);
        let old = std::mem::replace(&mut self.heap.get_mut(id).data, ObjectData::Tuple(items.into()));
        if let ObjectData::Tuple(old) = old {
            self.decref_all(old.iter().copied())?;
        }
        Ok(last)
    }

    fn product_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let pools: Vec<Vec<Value>> = self
            .sequence_items(sources[0])
            .unwrap_or_default()
            .into_iter()
            .map(|p| self.sequence_items(p).unwrap_or_default())
            .collect();
        let total =
            pools.iter().try_fold(1_i64, |n, p| n.checked_mul(p.len() as i64)).ok_or_else(|| stop("too many"))?;
        let data = self.iterator_mut(it)?;
        if data.position >= total {
            return self.end_of_choices(it);
        }
        let mut rest = data.position;
        data.position += 1;
        let mut items = Vec::new();
        for pool in pools.iter().rev() {
            items.push(pool[(rest % pool.len() as i64) as usize]);
            rest /= pool.len() as i64;
        }
        items.reverse();
        self.hand_out_last(it, 1, items).map(Some)
    }

    fn choice_next(&mut self, it: Value, kind: IteratorKind, sources: &[Value]) -> Run<Option<Value>> {
        const MAX_POOL: usize = 64;
        let pool = self.sequence_items(sources[0]).unwrap_or_default();
        let data = self.iterator_mut(it)?;
        let (position, r) = (data.position, data.limits[0] as usize);
        data.position += 1;
        if pool.len() > MAX_POOL {
            return Err(stop("a choice from many items is not modelled"));
        }
        self.burn(16 + position as u64)?;
        match nth_choice(kind, pool.len(), r, position) {
            Some(at) => self.hand_out_last(it, 1, at.into_iter().map(|i| pool[i]).collect()).map(Some),
            None => self.end_of_choices(it),
        }
    }

    /// The last tuple is copied, if somebody else has it, before it turns out that there is no next one.
    fn end_of_choices(&mut self, it: Value) -> Run<Option<Value>> {
        let data = self.iterator_mut(it)?;
        let (last, ended) = (data.sources[1], std::mem::replace(&mut data.exhausted, true));
        if !ended && self.known(last).is_some_and(|(_, o)| o.count > 1) {
            let items = self.sequence_items(last).unwrap_or_default();
            items.iter().for_each(|&v| self.incref(v));
            let copy = self.tuple(items);
            self.replace_source(it, 1, copy)?;
        }
        Ok(None)
    }

    // -- groupby: sources are the iterator, the key function, the key of the group, the current key and value

    fn groupby_step(&mut self, it: Value) -> Run<bool> {
        let data = self.iterator_mut(it)?;
        let (source, function) = (data.sources[0], data.sources[1]);
        let Some(v) = self.next(source)? else { return Ok(false) };
        self.incref(v);
        let key = if function == Value::NONE { v } else { self.call_lent(function, vec![v])? };
        self.replace_source(it, 4, v)?;
        self.replace_source(it, 3, key)?;
        Ok(true)
    }

    fn groupby_next(&mut self, it: Value) -> Run<Option<Value>> {
        loop {
            self.burn(1)?;
            let data = self.iterator_mut(it)?;
            let (target, current) = (data.sources[2], data.sources[3]);
            if current.is_bound() && (!target.is_bound() || !self.equal(target, current)?) {
                break;
            }
            if !self.groupby_step(it)? {
                return Ok(None);
            }
        }
        let data = self.iterator_mut(it)?;
        // The groups before this one are over.
        data.position += 1;
        let (key, number) = (data.sources[3], data.position);
        (0..3).for_each(|_| self.incref(key));
        self.incref(it);
        self.replace_source(it, 2, key)?;
        let group = self.iterator(IteratorKind::Grouper, vec![it, key]);
        self.iterator_mut(group)?.position = number;
        Ok(Some(self.tuple(vec![key, group])))
    }

    fn group_next(&mut self, group: Value, sources: &[Value]) -> Run<Option<Value>> {
        let &[parent, target] = sources else { return Ok(None) };
        if self.iterator_mut(parent)?.position != self.iterator_mut(group)?.position {
            return Ok(None);
        }
        if !self.iterator_mut(parent)?.sources[4].is_bound() && !self.groupby_step(parent)? {
            return Ok(None);
        }
        let current = self.iterator_mut(parent)?.sources[3];
        if !self.equal(target, current)? {
            return Ok(None);
        }
        let v = std::mem::replace(&mut self.iterator_mut(parent)?.sources[4], Value::UNBOUND);
        self.replace_source(parent, 3, Value::UNBOUND)?;
        Ok(Some(v))
    }

    fn zip_longest_next(&mut self, it: Value) -> Run<Option<Value>> {
        let &[fill, result, all] = &self.iterator_mut(it)?.sources[..] else { return Ok(None) };
        let iterators = self.sequence_items(all).unwrap_or_default();
        let mut items = Vec::new();
        let mut left = iterators.iter().filter(|i| i.is_bound()).count();
        for (i, &source) in iterators.iter().enumerate() {
            let next = if source.is_bound() { self.next(source)? } else { None };
            if next.is_none() && source.is_bound() {
                left -= 1;
                if left == 0 {
                    self.decref_all(items)?;
                    return Ok(None);
                }
                // Its place in the tuple of iterators is empty from now on.
                let (id, _) = self.object(all)?;
                if let ObjectData::Tuple(places) = &mut self.heap.get_mut(id).data {
                    places[i] = Value::UNBOUND;
                }
                self.decref(source)?;
            }
            if next.is_none() {
                self.incref(fill);
            }
            items.push(next.unwrap_or(fill));
        }
        if left == 0 {
            self.decref_all(items)?;
            return Ok(None);
        }
        self.hand_out(result, items).map(Some)
    }

    fn tee_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let &[seen, source] = &self.list_items(sources[0])?.items[..] else { return Ok(None) };
        let at = self.iterator_mut(it)?.position as usize;
        if at >= TEE_BLOCK {
            return Err(stop("a long tee is not modelled"));
        }
        let v = match self.deque_mut(seen)?.items.get(at).copied() {
            Some(v) => v,
            None => {
                let Some(v) = self.next(source)? else { return Ok(None) };
                self.deque_mut(seen)?.items.push_back(v);
                v
            }
        };
        self.incref(v);
        self.iterator_mut(it)?.position += 1;
        Ok(Some(v))
    }

    fn pairwise_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let (source, mut old) = (sources[0], sources[1]);
        if !source.is_bound() {
            return Ok(None);
        }
        if !old.is_bound() {
            let Some(first) = self.next(source)? else {
                self.replace_source(it, 0, Value::UNBOUND)?;
                return Ok(None);
            };
            self.replace_source(it, 1, first)?;
            old = first;
        }
        let Some(new) = self.next(source)? else {
            self.replace_source(it, 0, Value::UNBOUND)?;
            self.replace_source(it, 1, Value::UNBOUND)?;
            return Ok(None);
        };
        self.incref(old);
        self.incref(new);
        let pair = if self.version >= PythonVersion::PY312 {
            self.decref_all([old, new])?;
            self.hand_out_last(it, 2, vec![old, new])?
        } else {
            self.tuple(vec![old, new])
        };
        self.replace_source(it, 1, new)?;
        Ok(Some(pair))
    }

    fn batched_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let source = sources[0];
        if !source.is_bound() {
            return Ok(None);
        }
        let n = self.iterator_mut(it)?.limits[0];
        let mut items = Vec::new();
        while (items.len() as i64) < n {
            self.burn(1)?;
            match self.next(source)? {
                Some(v) => items.push(v),
                None => {
                    self.replace_source(it, 0, Value::UNBOUND)?;
                    break;
                }
            }
        }
        Ok(if items.is_empty() { None } else { Some(self.tuple(items)) })
    }

    /// `iter(function, sentinel)`
    fn callable_next(&mut self, it: Value, sources: &[Value]) -> Run<Option<Value>> {
        let &[function, sentinel] = sources else { return Ok(None) };
        if !function.is_bound() {
            return Ok(None);
        }
        let v = self.call_lent(function, Vec::new())?;
        if v != sentinel && !self.equal(sentinel, v)? {
            return Ok(Some(v));
        }
        self.decref(v)?;
        self.replace_source(it, 0, Value::UNBOUND)?;
        self.replace_source(it, 1, Value::UNBOUND)?;
        Ok(None)
    }
}

/// The indices of the n-th choice of `r` out of `n` items, in lexicographic order.
fn nth_choice(kind: IteratorKind, n: usize, r: usize, position: i64) -> Option<Vec<usize>> {
    let repeats = kind == IteratorKind::CombinationsWithReplacement;
    if r > n && !repeats || (repeats && n == 0 && r > 0) {
        return None;
    }
    let mut at: Vec<usize> = match kind {
        IteratorKind::CombinationsWithReplacement => vec![0; r],
        _ => (0..r).collect(),
    };
    for _ in 0..position {
        at = next_choice(kind, n, at)?;
    }
    Some(at)
}

fn next_choice(kind: IteratorKind, n: usize, mut at: Vec<usize>) -> Option<Vec<usize>> {
    let r = at.len();
    for i in (0..r).rev() {
        let free = |v: usize, before: &[usize]| kind != IteratorKind::Permutations || !before.contains(&v);
        let most = if kind == IteratorKind::Combinations { n - r + i } else { n - 1 };
        let Some(next) = (at[i] + 1..=most).find(|&v| free(v, &at[..i])) else { continue };
        at[i] = next;
        for j in i + 1..r {
            at[j] = match kind {
                IteratorKind::Combinations => at[j - 1] + 1,
                IteratorKind::Permutations => (0..n).find(|v| !at[..j].contains(v))?,
                _ => next,
            };
        }
        return Some(at);
    }
    None
}
