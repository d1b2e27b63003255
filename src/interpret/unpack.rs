//! `a, b = xs` and `a, *b = xs`.

use super::Machine;
use super::machine::{Run, raise};
use crate::config::PythonVersion;
use crate::heap::{ObjectData, Value};

impl Machine<'_> {
    pub(super) fn unpack(&mut self, f: usize, n: usize) -> Run<()> {
        let source = self.pop(f)?;
        let items = match self.steps_through(source) {
            // One more tells that there are too many.
            true => self.take(source, n + 1)?,
            false => self.items_to_unpack(source)?,
        };
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

    /// Code of the program may run for each item.
    fn steps_through(&self, source: Value) -> bool {
        self.abs.is_none()
            && self.known(source).is_some_and(|(_, o)| {
                matches!(o.data, ObjectData::Instance(_) | ObjectData::Generator(_) | ObjectData::Iterator(_))
            })
    }

    /// The first items of an iterable.
    fn take(&mut self, source: Value, n: usize) -> Run<Vec<Value>> {
        let it = self.get_iter(source)?;
        let items = self.take_from(it, n)?;
        self.decref(it)?;
        Ok(items)
    }

    fn take_from(&mut self, it: Value, n: usize) -> Run<Vec<Value>> {
        let mut items = Vec::new();
        while items.len() < n {
            match self.next(it) {
                Ok(Some(v)) => items.push(v),
                Ok(None) => break,
                Err(e) => {
                    if e.is_exception() {
                        self.decref_all(items)?;
                        self.decref(it)?;
                    }
                    return Err(e);
                }
            }
        }
        Ok(items)
    }

    /// The rest becomes a list, for which the iterator is asked how many there are.
    fn take_then_rest(&mut self, source: Value, n: usize) -> Run<Vec<Value>> {
        let it = self.get_iter(source)?;
        let mut items = self.take_from(it, n)?;
        if items.len() == n {
            // `PySequence_List` asks even an iterator for its iterator.
            let again = self.get_iter(it)?;
            self.ask_for_length(it)?;
            items.extend(self.rest_of(again)?);
            self.decref(it)?;
        } else {
            self.decref(it)?;
        }
        Ok(items)
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
        let items = match self.steps_through(source) {
            true => self.take_then_rest(source, before)?,
            false => self.items_to_unpack(source)?,
        };
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
