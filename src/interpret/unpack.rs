//! `a, b = xs` and `a, *b = xs`.

use super::Machine;
use super::machine::{Run, raise};

impl Machine<'_> {
    pub(super) fn unpack(&mut self, f: usize, n: usize) -> Run<()> {
        let source = self.pop(f)?;
        let items = self.collect_items(source)?;
        if items.len() != n {
            let what = if items.len() < n { "not enough values to unpack" } else { "too many values to unpack" };
            return Err(raise("ValueError", what));
        }
        self.decref(source)?;
        items.into_iter().rev().for_each(|v| self.push(f, v));
        Ok(())
    }

    /// `a, *b, c = seq`: the rest is a new list, presized.
    pub(super) fn unpack_ex(&mut self, f: usize, before: usize, after: usize) -> Run<()> {
        let source = self.pop(f)?;
        let items = self.collect_items(source)?;
        if items.len() < before + after {
            return Err(raise("ValueError", "not enough values to unpack"));
        }
        self.decref(source)?;
        let middle = items[before..items.len() - after].to_vec();
        for &v in items[items.len() - after..].iter().rev() {
            self.push(f, v);
        }
        // PySequence_List of the rest of the iterator, of which `after` items are then taken away.
        let rest = self.list_with(middle, u64::MAX);
        self.push(f, rest);
        items[..before].iter().rev().for_each(|&v| self.push(f, v));
        Ok(())
    }
}
