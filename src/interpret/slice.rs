//! Slices of sequences: reading, assigning.

use super::Machine;
use super::machine::{Run, raise, stop, untold};
use crate::cpython::sizes;
use crate::heap::{ObjectData, Type, Value};

impl Machine<'_> {
    /// start, stop, step of a slice over `len` items, as `PySlice_AdjustIndices` makes them.
    pub(super) fn slice_range(&self, key: Value, len: usize) -> Run<Vec<usize>> {
        let ObjectData::Slice(bounds) = self.object(key)?.1.data else { return Err(stop("not a slice")) };
        let number = |v: Value| match v {
            Value::NONE => Ok(None),
            v => self.as_int(v).map(Some).ok_or_else(|| stop("a slice that is not known")),
        };
        let (start, end, step) = (number(bounds[0])?, number(bounds[1])?, number(bounds[2])?.unwrap_or(1));
        if step == 0 {
            return Err(raise("ValueError", "slice step cannot be zero"));
        }
        let len = len as i64;
        let clamp = |i: i64| {
            let i = if i < 0 { i + len } else { i };
            if step > 0 { i.clamp(0, len) } else { i.clamp(-1, len - 1) }
        };
        let start = start.map_or(if step > 0 { 0 } else { len - 1 }, clamp);
        let end = end.map_or(if step > 0 { len } else { -1 }, clamp);
        let mut out = Vec::new();
        let mut i = start;
        while if step > 0 { i < end } else { i > end } {
            out.push(i as usize);
            i = i.saturating_add(step);
        }
        Ok(out)
    }

    /// A slice of a list is a new list; the whole of a str or tuple is the same object.
    pub(super) fn slice(&mut self, container: Value, key: Value) -> Run<Value> {
        let (_, object) = self.object(container)?;
        match object.data.clone() {
            ObjectData::List(l) => {
                let items: Vec<Value> = self.slice_range(key, l.items.len())?.into_iter().map(|i| l.items[i]).collect();
                items.iter().for_each(|&v| self.incref(v));
                Ok(self.list(items))
            }
            ObjectData::Tuple(t) => {
                let at = self.slice_range(key, t.len())?;
                if at.len() == t.len() && at.first() == Some(&0) {
                    self.incref(container);
                    return Ok(container);
                }
                let items: Vec<Value> = at.into_iter().map(|i| t[i]).collect();
                items.iter().for_each(|&v| self.incref(v));
                Ok(self.tuple(items))
            }
            ObjectData::Str(s) => {
                let chars: Vec<char> = s.chars().collect();
                let at = self.slice_range(key, chars.len())?;
                if at.len() == chars.len() && at.first() == Some(&0) {
                    self.incref(container);
                    return Ok(container);
                }
                let text: String = at.into_iter().map(|i| chars[i]).collect();
                Ok(self.string(&text))
            }
            ObjectData::Range(r) => {
                self.concretely()?;
                let (_, [start, end, step]) = *r;
                let at = self.slice_range(key, super::container::range_len(start, end, step))?;
                let by = self.slice_step(key).unwrap_or(1);
                // Only where every bound follows from the items: an empty slice has others.
                let Some(&first) = at.first() else {
                    return Err(stop("an empty slice of a range is not modelled"));
                };
                let len = super::container::range_len(start, end, step) as i64;
                let ObjectData::Slice([_, stop_at, _]) = self.object(key)?.1.data else {
                    return Err(stop("not a slice"));
                };
                let stop_index = match self.as_int(stop_at) {
                    Some(i) if i < 0 => (i + len).max(if by < 0 { -1 } else { 0 }),
                    Some(i) => i.min(if by < 0 { len - 1 } else { len }),
                    None if by < 0 => -1,
                    None => len,
                };
                let limits = [start + first as i64 * step, start + stop_index * step, step * by];
                let objects = limits.map(|n| self.int(n));
                Ok(self.make_builtin(Type::Range, ObjectData::Range(Box::new((objects, limits)))))
            }
            ObjectData::Bytes(b) => {
                let at = self.slice_range(key, b.len())?;
                if at.len() == b.len() && at.first() == Some(&0) {
                    self.incref(container);
                    return Ok(container);
                }
                Ok(self.make_bytes(at.into_iter().map(|i| b[i]).collect()))
            }
            _ => Err(stop("a slice of this object is not modelled")),
        }
    }

    /// `xs[a:b] = items` (`list_ass_slice`): the old items go last to first.
    pub(super) fn assign_slice(&mut self, list: Value, key: Value, v: Value) -> Run<()> {
        let ObjectData::Slice([_, _, step]) = self.object(key)?.1.data else { return Err(stop("not a slice")) };
        if step != Value::NONE && self.as_int(step) != Some(1) {
            return self.assign_steps(list, key, v);
        }
        let len = self.list_items(list)?.items.len();
        let (start, end) = self.slice_bounds(key, len)?;
        let new = self.collect_items(v)?;
        let version = self.version;
        let l = self.list_mut(list)?;
        let new_len = (len - (end - start) + new.len()) as u64;
        let old: Vec<Value> = if new_len == 0 {
            l.clear()
        } else {
            match new_len < len as u64 {
                true => l.shrink(version, sizes::Removal::Slice, new_len),
                false => l.resize(|slots| Some(sizes::list_resize(slots, len as u64, new_len))),
            }
            l.items.splice(start..end, new).collect()
        };
        self.decref_all(old.into_iter().rev())?;
        self.decref(v)
    }

    /// `xs[::2] = items`: as many new items as there are places.
    fn assign_steps(&mut self, list: Value, key: Value, v: Value) -> Run<()> {
        self.concretely()?;
        let at = self.slice_range(key, self.list_items(list)?.items.len())?;
        let new = self.collect_items(v)?;
        if new.len() != at.len() {
            return Err(untold("ValueError"));
        }
        let l = self.list_mut(list)?;
        let old: Vec<Value> = at.into_iter().zip(new).map(|(i, v)| std::mem::replace(&mut l.items[i], v)).collect();
        self.decref_all(old)?;
        self.decref(v)
    }

    /// The step of a slice; `None` for anything else.
    pub(super) fn slice_step(&self, key: Value) -> Option<i64> {
        let ObjectData::Slice([_, _, step]) = self.known(key)?.1.data else { return None };
        Some(if step == Value::NONE { 1 } else { self.as_int(step).unwrap_or(0) })
    }

    /// First and last index of a slice without a step.
    fn slice_bounds(&self, key: Value, len: usize) -> Run<(usize, usize)> {
        let ObjectData::Slice([start, end, _]) = self.object(key)?.1.data else { return Err(stop("not a slice")) };
        let place = |v: Value, default: usize| match v {
            Value::NONE => Ok(default),
            v => match self.as_int(v) {
                Some(i) if i < 0 => Ok(usize::try_from(i.saturating_add(len as i64)).unwrap_or(0)),
                Some(i) => Ok(usize::try_from(i).unwrap_or(0).min(len)),
                None => Err(stop("a slice that is not known")),
            },
        };
        let (start, end) = (place(start, 0)?, place(end, len)?);
        Ok((start, end.max(start)))
    }
}
