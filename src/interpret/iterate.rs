//! Iterators: what they run over and own.

use super::container::range_len;
use super::machine::{Interrupt, Run, raise, stop, untold};
use super::{Machine, Policy};
use crate::config::PythonVersion;
use crate::cpython::teardown;
use crate::heap::{IteratorData, IteratorKind, Native, ObjId, ObjectData, Type, Value, ViewKind};

impl Machine<'_> {
    pub(super) fn iterator(&mut self, kind: IteratorKind, sources: Vec<Value>) -> Value {
        let data = IteratorData { kind, sources, position: 0, limits: [0, 0], exhausted: false };
        self.make_builtin(Type::Iterator, ObjectData::Iterator(Box::new(data)))
    }

    /// `iter(v)`: an owned reference, `v` stays with the caller.
    pub(super) fn get_iter(&mut self, v: Value) -> Run<Value> {
        if let Some(it) = self.call_special(v, "__iter__", &[])? {
            return Ok(it);
        }
        self.iter_plain(v)
    }

    /// What the builtin class itself does.
    pub(super) fn iter_plain(&mut self, v: Value) -> Run<Value> {
        let indexed = self.abs.is_none() && self.special(v, "__getitem__").is_some();
        let (_, object) = self.object(v)?;
        let kind = match &object.data {
            ObjectData::List(_) => IteratorKind::List,
            ObjectData::Tuple(_) => IteratorKind::Tuple,
            ObjectData::Str(_) => IteratorKind::Str,
            ObjectData::Dict(_) => IteratorKind::DictKeys,
            ObjectData::View { kind, .. } => match kind {
                ViewKind::Keys => IteratorKind::DictKeys,
                ViewKind::Values => IteratorKind::DictValues,
                ViewKind::Items => IteratorKind::DictItems,
            },
            ObjectData::Set(_) => IteratorKind::Set,
            ObjectData::Bytes(_) => IteratorKind::Bytes,
            // A text buffer is its own iterator.
            ObjectData::Native(n) if matches!(**n, Native::TextBuffer { .. }) => {
                self.incref(v);
                return Ok(v);
            }
            ObjectData::Native(n) if let Native::MappingProxy { mapping } = **n => return self.get_iter(mapping),
            ObjectData::Native(n) if matches!(**n, Native::ChainMap { .. }) => return self.iterate_chain(v),
            ObjectData::Native(n) => self.native_iterator(n).ok_or_else(|| untold("TypeError"))?,
            ObjectData::Range(r) => {
                // A range iterator holds numbers, not the range.
                let (start, end, step) = (r.1[0], r.1[1], r.1[2]);
                let it = self.iterator(IteratorKind::Range, Vec::new());
                let data = self.iterator_mut(it)?;
                data.position = start;
                data.limits = [end, step];
                return Ok(it);
            }
            ObjectData::Iterator(_) | ObjectData::Generator(_) => {
                if !matches!(object.class, crate::heap::Class::Builtin(Type::Iterator | Type::Generator)) {
                    return Err(self.not_iterable(v));
                }
                self.incref(v);
                return Ok(v);
            }
            ObjectData::Class(_) if self.enum_members(self.object(v)?.0).is_some() => {
                let (id, _) = self.object(v)?;
                let members = self.listed_members(id).unwrap_or_default();
                members.iter().for_each(|&member| self.incref(member));
                let members = self.tuple(members);
                let it = self.get_iter(members)?;
                self.decref(members)?;
                self.disguised.extend(it.single());
                self.leave_untold(it);
                self.leave_untold(members);
                return Ok(it);
            }
            ObjectData::Plain if object.is(Type::NoneType) => return Err(self.not_iterable(v)),
            ObjectData::Instance(_) if indexed => IteratorKind::Indexed,
            ObjectData::Instance(_) if self.abs.is_none() => return Err(self.not_iterable(v)),
            ObjectData::Plain | ObjectData::Instance(_) => {
                return Err(stop("iterating over this object is not modelled"));
            }
            _ => return Err(self.not_iterable(v)),
        };
        let source = match object.data {
            ObjectData::View { dict, .. } => dict,
            _ => v,
        };
        self.incref(source);
        let len = self.dict_len(source);
        let mut sources = vec![source];
        if kind == IteratorKind::DictItems {
            sources.push(self.result_tuple(2));
        }
        let it = self.iterator(kind, sources);
        self.iterator_mut(it)?.limits = [len, 0];
        Ok(it)
    }

    fn not_iterable(&self, v: Value) -> Interrupt {
        let class = self.known(v).and_then(|(id, _)| self.type_name(id));
        let message = class.map(|c| format!("'{c}' object is not iterable"));
        Interrupt::Raise { class: "TypeError", message }
    }

    /// The tuple that `enumerate`, `zip` and `d.items()` keep to hand out again as long as nobody else has it.
    pub(super) fn result_tuple(&mut self, n: usize) -> Value {
        self.tuple(vec![Value::NONE; n])
    }

    /// Hands out the items (owned) in the kept tuple if the iterator is its only owner, else in a new one.
    pub(super) fn hand_out(&mut self, result: Value, items: Vec<Value>) -> Run<Value> {
        let (id, object) = self.object(result)?;
        if object.count != 1 || items.is_empty() {
            return Ok(self.tuple(items));
        }
        self.incref(result);
        let old = std::mem::replace(&mut self.heap.get_mut(id).data, ObjectData::Tuple(items.into()));
        if let ObjectData::Tuple(old) = old {
            self.decref_all(old.iter().copied())?;
        }
        Ok(result)
    }

    fn dict_len(&self, v: Value) -> i64 {
        match self.known(v).map(|(_, o)| &o.data) {
            Some(ObjectData::Dict(d)) => d.len() as i64,
            Some(ObjectData::Set(s)) => s.dict.len() as i64,
            Some(ObjectData::Native(n)) => match &**n {
                Native::Deque(d) => d.items.len() as i64,
                _ => 0,
            },
            _ => 0,
        }
    }

    pub(super) fn iterator_mut(&mut self, it: Value) -> Run<&mut IteratorData> {
        let (id, _) = self.object(it)?;
        match &mut self.heap.get_mut(id).data {
            ObjectData::Iterator(i) => Ok(i),
            _ => Err(stop("not an iterator")),
        }
    }

    /// The next item (an owned reference) or `None` at the end.
    pub(super) fn next(&mut self, it: Value) -> Run<Option<Value>> {
        let (id, object) = self.object(it)?;
        match &object.data {
            ObjectData::Generator(_) => self.next_of_generator(id),
            ObjectData::Iterator(i) => {
                let kind = i.kind;
                self.next_of(id, it, kind)
            }
            ObjectData::Native(n) if matches!(**n, Native::TextBuffer { .. }) => self.line_next(it),
            ObjectData::Instance(_) => self.next_of_instance(it),
            _ => {
                let class = self.type_name(id).unwrap_or_default();
                Err(raise("TypeError", format!("'{class}' object is not an iterator")))
            }
        }
    }

    /// `__next__` ends by raising `StopIteration`, which the loop swallows.
    fn next_of_instance(&mut self, it: Value) -> Run<Option<Value>> {
        match self.call_special(it, "__next__", &[]) {
            Ok(Some(v)) => Ok(Some(v)),
            Ok(None) => Err(stop("an iterator without __next__")),
            Err(Interrupt::Unwind(flight)) if self.is_stop_iteration(flight.exception) => {
                self.discard(Interrupt::Unwind(flight))?;
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    /// As `next`; an exception lets the items taken so far go.
    fn next_with(&mut self, it: Value, taken: &[Value]) -> Run<Option<Value>> {
        let result = self.next(it);
        if matches!(&result, Err(e) if e.is_exception()) {
            self.decref_all(taken.iter().copied())?;
        }
        result
    }

    fn next_of(&mut self, id: ObjId, it: Value, kind: IteratorKind) -> Run<Option<Value>> {
        let ObjectData::Iterator(data) = &self.heap.get(id).data else { return Err(stop("not an iterator")) };
        let (position, limits, exhausted) = (data.position, data.limits, data.exhausted);
        if kind == IteratorKind::Range {
            let [end, step] = limits;
            if range_len(position, end, step) == 0 {
                return Ok(None);
            }
            self.iterator_mut(it)?.position = position + step;
            return Ok(Some(self.int(position)));
        }
        let sources = data.sources.clone();
        if is_lazy(kind) {
            return self.lazy_next(it, kind, &sources);
        }
        let Some(&source) = sources.first().filter(|_| !exhausted) else { return Ok(None) };
        let item = match kind {
            IteratorKind::List | IteratorKind::Tuple | IteratorKind::ReversedList => {
                self.sequence_next(it, source, kind, position)?
            }
            IteratorKind::Str => self.str_next(it, source, position)?,
            IteratorKind::DictKeys | IteratorKind::DictValues | IteratorKind::DictItems => {
                self.dict_next(it, &sources, kind, position, limits[0])?
            }
            IteratorKind::Set => self.set_next(it, source, position, limits[0])?,
            IteratorKind::Enumerate => self.enumerate_next(it, &sources, position)?,
            IteratorKind::Zip => self.zip_next(&sources)?,
            IteratorKind::Map => self.map_next(&sources)?,
            IteratorKind::Filter => self.filtered_next(&sources, true)?,
            IteratorKind::Bytes | IteratorKind::ByteArray => self.byte_next(it, source, position)?,
            IteratorKind::Array | IteratorKind::Deque | IteratorKind::ReversedDeque => {
                self.native_next(it, source, kind, position, limits[0])?
            }
            IteratorKind::ReversedSequence => self.reversed_next(it, source, position)?,
            IteratorKind::Indexed => self.indexed_next(it, source, position, 1)?,
            IteratorKind::ReversedIndexed if position < 0 => None,
            IteratorKind::ReversedIndexed => self.indexed_next(it, source, position, -1)?,
            IteratorKind::ReversedDictKeys | IteratorKind::ReversedDictValues | IteratorKind::ReversedDictItems => {
                self.reversed_dict_next(it, &sources, kind, position, limits[0])?
            }
            IteratorKind::WeakKeys | IteratorKind::WeakValues | IteratorKind::WeakItems => {
                self.weak_next(it, kind, position)?
            }
            _ => return Err(stop("this iterator is not modelled")),
        };
        if item.is_none() && releases_source(kind, self.version) {
            let data = self.iterator_mut(it)?;
            let source = data.sources.remove(0);
            data.exhausted = true;
            self.decref(source)?;
        }
        Ok(item)
    }

    fn sequence_next(&mut self, it: Value, source: Value, kind: IteratorKind, position: i64) -> Run<Option<Value>> {
        let items = match &self.object(source)?.1.data {
            ObjectData::List(l) => &l.items[..],
            ObjectData::Tuple(t) => &t[..],
            _ => return Err(stop("iterating over unknown items")),
        };
        let at = if kind == IteratorKind::ReversedList { items.len() as i64 - 1 - position } else { position };
        let Some(&v) = usize::try_from(at).ok().and_then(|i| items.get(i)) else { return Ok(None) };
        self.iterator_mut(it)?.position = position + 1;
        self.incref(v);
        Ok(Some(v))
    }

    /// `o[0]`, `o[1]`, .. until that raises `IndexError`.
    fn indexed_next(&mut self, it: Value, source: Value, position: i64, step: i64) -> Run<Option<Value>> {
        let index = self.int(position);
        let result = self.call_special(source, "__getitem__", &[index]);
        self.decref(index)?;
        match result {
            Ok(item) => {
                self.iterator_mut(it)?.position = position + step;
                Ok(item)
            }
            Err(Interrupt::Unwind(flight)) if self.ends_a_sequence(flight.exception)? => {
                self.discard(Interrupt::Unwind(flight))?;
                Ok(None)
            }
            Err(Interrupt::Raise { class: "IndexError" | "StopIteration", .. }) => Ok(None),
            Err(e) => Err(e),
        }
    }

    fn ends_a_sequence(&self, exception: Value) -> Run<bool> {
        let name = self.exception(exception).map(|e| e.builtin.name());
        Ok(matches!(name, Some("IndexError" | "StopIteration")))
    }

    fn str_next(&mut self, it: Value, source: Value, position: i64) -> Run<Option<Value>> {
        let Some(text) = self.as_str(source) else { return Err(stop("iterating over an unknown str")) };
        let Some(c) = text.chars().nth(position as usize) else { return Ok(None) };
        self.iterator_mut(it)?.position = position + 1;
        Ok(Some(self.string(c.encode_utf8(&mut [0; 4]))))
    }

    fn dict_next(
        &mut self,
        it: Value,
        sources: &[Value],
        kind: IteratorKind,
        position: i64,
        len: i64,
    ) -> Run<Option<Value>> {
        let source = sources[0];
        if self.dict_len(source) != len {
            return Err(raise("RuntimeError", "dictionary changed size during iteration"));
        }
        let ObjectData::Dict(d) = &self.object(source)?.1.data else {
            return Err(stop("iterating over unknown items"));
        };
        let Some((after, k, v)) = d.entry_from(position as usize) else { return Ok(None) };
        self.iterator_mut(it)?.position = after as i64;
        Ok(Some(match kind {
            IteratorKind::DictKeys => {
                self.incref(k);
                k
            }
            IteratorKind::DictValues => {
                self.incref(v);
                v
            }
            _ => {
                self.incref(k);
                self.incref(v);
                self.hand_out(sources[1], vec![k, v])?
            }
        }))
    }

    fn set_next(&mut self, it: Value, source: Value, position: i64, len: i64) -> Run<Option<Value>> {
        let ObjectData::Set(s) = &self.object(source)?.1.data else { return Err(stop("iterating over unknown items")) };
        if s.dict.len() as i64 != len {
            return Err(raise("RuntimeError", "Set changed size during iteration"));
        }
        if s.ordered().is_none() {
            return Err(stop("the order of a set is not known"));
        }
        let Some((after, k)) = s.item_from(position as usize) else { return Ok(None) };
        self.iterator_mut(it)?.position = after as i64;
        self.incref(k);
        Ok(Some(k))
    }

    fn enumerate_next(&mut self, it: Value, sources: &[Value], position: i64) -> Run<Option<Value>> {
        let Some(v) = self.next(sources[0])? else { return Ok(None) };
        self.iterator_mut(it)?.position = position + 1;
        let n = self.int(position);
        self.hand_out(sources[1], vec![n, v]).map(Some)
    }

    fn zip_next(&mut self, sources: &[Value]) -> Run<Option<Value>> {
        let &[iterators, result] = sources else { return Ok(None) };
        let iterators = self.sequence_items(iterators).unwrap_or_default();
        if iterators.is_empty() {
            return Ok(None);
        }
        if self.policy == Policy::Abstract {
            return Ok(self.next_of_each(&iterators)?.map(|items| self.tuple(items)));
        }
        // The kept tuple if nobody else has it, else a new one: the items are put into it one by one.
        let filled = match self.object(result)?.1.count {
            1 => {
                self.incref(result);
                result
            }
            _ => self.result_tuple(iterators.len()),
        };
        for (i, s) in iterators.into_iter().enumerate() {
            let Some(item) = self.next_with(s, &[filled])? else {
                self.decref(filled)?;
                return Ok(None);
            };
            let id = self.known_id(filled)?;
            if let ObjectData::Tuple(items) = &mut self.heap.get_mut(id).data
                && let Some(place) = items.get_mut(i)
            {
                let old = std::mem::replace(place, item);
                self.decref(old)?;
            }
        }
        Ok(Some(filled))
    }

    fn next_of_each(&mut self, iterators: &[Value]) -> Run<Option<Vec<Value>>> {
        let mut items = Vec::new();
        for &s in iterators {
            match self.next_with(s, &items)? {
                Some(v) => items.push(v),
                None => {
                    self.decref_all(items)?;
                    return Ok(None);
                }
            }
        }
        Ok(Some(items))
    }

    fn map_next(&mut self, sources: &[Value]) -> Run<Option<Value>> {
        let (function, iterators) = (sources[0], &sources[1..]);
        let Some(items) = self.next_of_each(iterators)? else { return Ok(None) };
        // `map_next` holds the items while the function runs.
        items.iter().for_each(|&v| self.incref(v));
        let result = self.call_lent(function, items.clone());
        self.decref_all(items)?;
        result.map(Some)
    }

    fn byte_next(&mut self, it: Value, source: Value, position: i64) -> Run<Option<Value>> {
        let Some(bytes) = self.bytes_of(source) else { return Err(stop("iterating over unknown bytes")) };
        let Some(&byte) = bytes.get(position as usize) else { return Ok(None) };
        self.iterator_mut(it)?.position = position + 1;
        Ok(Some(self.int(i64::from(byte))))
    }

    fn native_next(&mut self, it: Value, source: Value, kind: IteratorKind, at: i64, len: i64) -> Run<Option<Value>> {
        let item = match self.native_data(source)? {
            Native::Array(a) => {
                let item = a.items.get(at as usize).copied();
                item.map(|item| self.array_item(item))
            }
            Native::Deque(d) if d.items.len() as i64 != len => {
                return Err(raise("RuntimeError", "deque mutated during iteration"));
            }
            Native::Deque(d) => {
                let n = d.items.len();
                let at = if kind == IteratorKind::Deque { Some(at as usize) } else { n.checked_sub(at as usize + 1) };
                let item = at.and_then(|at| d.items.get(at)).copied();
                item.into_iter().for_each(|v| self.incref(v));
                item
            }
            _ => return Err(stop("iterating over unknown items")),
        };
        if item.is_some() {
            self.iterator_mut(it)?.position = at + 1;
        }
        Ok(item)
    }

    /// `reversed` of a tuple, str, range or bytes.
    fn reversed_next(&mut self, it: Value, source: Value, position: i64) -> Run<Option<Value>> {
        if position < 0 {
            return Ok(None);
        }
        let at = self.int(position);
        let item = self.subscript(source, at)?;
        self.decref(at)?;
        self.iterator_mut(it)?.position = position - 1;
        Ok(Some(item))
    }

    fn reversed_dict_next(
        &mut self,
        it: Value,
        sources: &[Value],
        kind: IteratorKind,
        position: i64,
        len: i64,
    ) -> Run<Option<Value>> {
        if self.dict_len(sources[0]) != len {
            return Err(raise("RuntimeError", "dictionary changed size during iteration"));
        }
        let ObjectData::Dict(d) = &self.object(sources[0])?.1.data else { return Err(stop("unknown items")) };
        let Some((k, v)) = d.iter().rev().nth(position as usize) else { return Ok(None) };
        self.iterator_mut(it)?.position = position + 1;
        let given = match kind {
            IteratorKind::ReversedDictKeys => vec![k],
            IteratorKind::ReversedDictValues => vec![v],
            _ => vec![k, v],
        };
        given.iter().for_each(|&v| self.incref(v));
        Ok(Some(match given[..] {
            [one] => one,
            _ => self.hand_out(sources[1], given)?,
        }))
    }
}

/// Exhausted iterators over these let their source go.
fn releases_source(kind: IteratorKind, version: PythonVersion) -> bool {
    if kind == IteratorKind::ReversedList {
        return !teardown::exhausted_reversed_keeps_list(version);
    }
    !matches!(
        kind,
        IteratorKind::Zip
            | IteratorKind::Map
            | IteratorKind::Filter
            | IteratorKind::Enumerate
            | IteratorKind::Deque
            | IteratorKind::ReversedDeque
    )
}

/// The iterators of `itertools`, and `iter(function, sentinel)`: they let go of their sources themselves.
fn is_lazy(kind: IteratorKind) -> bool {
    matches!(
        kind,
        IteratorKind::Chain
            | IteratorKind::Count
            | IteratorKind::Cycle
            | IteratorKind::Repeat
            | IteratorKind::Islice
            | IteratorKind::TakeWhile
            | IteratorKind::DropWhile
            | IteratorKind::FilterFalse
            | IteratorKind::Starmap
            | IteratorKind::Accumulate
            | IteratorKind::Compress
            | IteratorKind::Product
            | IteratorKind::Permutations
            | IteratorKind::Combinations
            | IteratorKind::CombinationsWithReplacement
            | IteratorKind::GroupBy
            | IteratorKind::Grouper
            | IteratorKind::ZipLongest
            | IteratorKind::Tee
            | IteratorKind::Pairwise
            | IteratorKind::Batched
            | IteratorKind::Callable
    )
}
