//! `a, b = xs` and `a, *b = xs`.

use super::Machine;
use super::machine::{Run, raise};
use crate::config::PythonVersion;
use crate::heap::{ObjectData, Value};

impl Machine<'_> {
    pub(super) fn unpack(&mut self, f: usize, n: usize) -> Run<()> {
        let source = self.pop(f)?;
        let items = self.items_to_unpack(source)?;
        if items.len() != n {
            let got = items.len();
            let counted = self.version >= PythonVersion::PY314 && self.sequence_items(source).is_some();
            self.decref_all(items)?;
            return Err(raise(
                "ValueError",
                match got < n {
                    true => format!("not enough values to unpack (expected {n}, got {got})"),
                    false if counted => format!("too many values to unpack (expected {n}, got {got})"),
                    false => format!("too many values to unpack (expected {n})"),
                },
            ));
        }
        self.decref(source)?;
        items.into_iter().rev().for_each(|v| self.push(f, v));
        Ok(())
    }

    fn items_to_unpack(&mut self, source: Value) -> Run<Vec<Value>> {
        let (id, object) = self.object(source)?;
        if matches!(object.data, ObjectData::Int(_) | ObjectData::Float(_)) || source == Value::NONE {
            let class = self.type_name(id).unwrap_or_default();
            return Err(raise("TypeError", format!("cannot unpack non-iterable {class} object")));
        }
        self.collect_items(source)
    }

    /// `a, *b, c = seq`: the rest is a new list, presized.
    pub(super) fn unpack_ex(&mut self, f: usize, before: usize, after: usize) -> Run<()> {
        let source = self.pop(f)?;
        let items = self.items_to_unpack(source)?;
        if items.len() < before + after {
            let (least, got) = (before + after, items.len());
            self.decref_all(items)?;
            let what = format!("not enough values to unpack (expected at least {least}, got {got})");
            return Err(raise("ValueError", what));
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
