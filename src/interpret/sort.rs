//! `sorted` and `list.sort`: which items are compared, in the order of `listobject.c`, as `__lt__` may tell.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::CompareOp;
use crate::config::PythonVersion;
use crate::heap::Value;

/// From this length on runs are merged.
const SHORTEST_MERGE: usize = 64;

/// A key and the item that it stands for.
type Keyed = (Value, Value);

impl Machine<'_> {
    /// Sorts items by their keys, equal ones in order. The references stay with the caller.
    pub(super) fn sort_keyed(&mut self, items: &mut [Keyed], reverse: bool) -> Run<()> {
        if reverse {
            items.reverse();
        }
        let result = self.sort_in_order(items);
        if reverse {
            items.reverse();
        }
        result
    }

    fn sort_in_order(&mut self, items: &mut [Keyed]) -> Run<()> {
        let short = items.len() < SHORTEST_MERGE || self.abs.is_some();
        let sorted = if short {
            self.first_run(items)?
        } else if items.iter().any(|&(key, _)| self.may_run_code(key, 0)) {
            return Err(stop("a long sort by __lt__ is not modelled"));
        } else {
            1
        };
        match self.binary_insertion(items, sorted) {
            Err(e) if !short && e.is_exception() => Err(stop("a long sort that raises is not modelled")),
            result => result,
        }
    }

    /// A comparison of it runs Python code.
    fn may_run_code(&self, v: Value, depth: u32) -> bool {
        let wrapped = matches!(self.native_of(v), Some(crate::heap::Native::KeyWrapper { .. }));
        let inside = self.sequence_items(v).unwrap_or_default();
        wrapped || self.user_class(v).is_some() || depth > 3 || inside.iter().any(|&i| self.may_run_code(i, depth + 1))
    }

    fn less(&mut self, a: Keyed, b: Keyed) -> Run<bool> {
        self.compare_bool(CompareOp::Lt, a.0, b.0)
    }

    /// `count_run`: how many items at the start are in order; a descending start is turned round.
    fn first_run(&mut self, items: &mut [Keyed]) -> Run<usize> {
        if items.len() < 2 {
            return Ok(items.len());
        }
        if self.version >= PythonVersion::PY313 {
            return self.first_run_with_equals(items);
        }
        let descending = self.less(items[1], items[0])?;
        let mut n = 2;
        while n < items.len() && self.less(items[n], items[n - 1])? == descending {
            n += 1;
        }
        if descending {
            items[..n].reverse();
        }
        Ok(n)
    }

    /// From 3.13 a descending run may have equal items in it, and an ascending one may follow.
    fn first_run_with_equals(&mut self, items: &mut [Keyed]) -> Run<usize> {
        let mut n = 1;
        while n < items.len() && !self.less(items[n], items[n - 1])? {
            n += 1;
        }
        if n == items.len() {
            return Ok(n);
        }
        if n > 1 {
            if self.less(items[0], items[n - 1])? {
                return Ok(n);
            }
            // All equal so far.
            items[..n].reverse();
        }
        n += 1;
        let mut equals = 0;
        while n < items.len() {
            if self.less(items[n], items[n - 1])? {
                reverse_equals(items, n, &mut equals);
            } else if self.less(items[n - 1], items[n])? {
                break;
            } else {
                equals += 1;
            }
            n += 1;
        }
        reverse_equals(items, n, &mut equals);
        items[..n].reverse();
        while n < items.len() && !self.less(items[n], items[n - 1])? {
            n += 1;
        }
        Ok(n)
    }

    /// `binarysort`: the first `sorted` items are in order already.
    fn binary_insertion(&mut self, items: &mut [Keyed], sorted: usize) -> Run<()> {
        for at in sorted.max(1)..items.len() {
            let (mut low, mut high) = (0, at);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less(items[at], items[middle])? { high = middle } else { low = middle + 1 }
            }
            items[low..=at].rotate_right(1);
        }
        Ok(())
    }
}

/// The stretch of equal items that ends before `n` is turned round, so that turning all restores it.
fn reverse_equals(items: &mut [Keyed], n: usize, equals: &mut usize) {
    if *equals > 0 {
        let count = *equals + 1;
        items[n - count..n].reverse();
        *equals = 0;
    }
}
