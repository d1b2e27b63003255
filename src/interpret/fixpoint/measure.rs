//! How large an object is.

use super::beside::IntList;
use crate::cpython::sizes;
use crate::heap::{Class, ObjId, ObjectData, Summary, Type, Value};
use crate::interpret::Machine;
use crate::interpret::story::Measure;
use rustc_hash::FxHashSet;

impl Machine<'_> {
    pub(super) fn measure_len(&self, id: ObjId) -> Option<u64> {
        Some(match &self.heap.get(id).data {
            ObjectData::List(l) => l.items.len() as u64,
            ObjectData::Tuple(t) => t.len() as u64,
            ObjectData::Dict(d) => d.len() as u64,
            ObjectData::Set(s) => s.dict.len() as u64,
            ObjectData::Str(s) => s.chars().count() as u64,
            ObjectData::Bytes(b) => b.len() as u64,
            ObjectData::Range(r) => crate::interpret::container::range_len(r.1[0], r.1[1], r.1[2]) as u64,
            ObjectData::Summary(s) if s.len.0 == s.len.1 => s.len.0,
            _ => return None,
        })
    }

    /// Gives a text or container of unknown contents a length.
    pub(super) fn set_len(&mut self, v: Value, len: Option<u64>) {
        let (Some(id), Some(n)) = (v.single(), len) else { return };
        let items = Value::UNBOUND;
        let s = Summary { items, keys: Value::UNBOUND, len: (n, n), attributes: Vec::new() };
        self.heap.get_mut(id).data = ObjectData::Summary(Box::new(s));
    }

    pub(super) fn is_input(&self, id: ObjId) -> bool {
        self.abs.as_ref().is_some_and(|a| a.input_sized.contains(&id))
    }

    /// Bytes that go with the object: itself and items that only it can hold.
    pub(super) fn measure(&self, id: ObjId) -> Measure {
        let input = self.is_input(id);
        let given = self.abs.as_ref().is_some_and(|a| a.given_sized.contains(&id));
        let len = self.measure_len(id);
        let mut seen = FxHashSet::default();
        let known = self.bytes(id, &mut seen);
        let own = match (self.heap.get(id).class, len) {
            (Class::Builtin(Type::List), Some(n)) => Some(sizes::list_size(n)),
            _ => self.size_of(id),
        };
        let ints = self.known_int_list(id);
        let shallow = match ints {
            Some(l) => Some(sizes::list_size(l.allocated)),
            None => self.size_of(id).filter(|_| !self.heap.get(id).summary),
        };
        let blocks = ints.map(|l| {
            let inside = sizes::ints_of_range_blocks(self.version, l.ints.start, l.ints.step, l.len);
            sizes::list_size(l.allocated).saturating_add(inside)
        });
        let most = match &self.heap.get(id).data {
            ObjectData::Summary(s) if s.len.1 < u64::MAX && len.is_none() => Some(s.len.1),
            _ => None,
        };
        Measure {
            most,
            bytes: known.map(|(n, _)| n),
            own,
            shallow,
            blocks,
            exact: known.is_some_and(|(_, exact)| exact),
            input,
            given,
            len,
        }
    }

    /// A list of ints of a range that is still as it was made.
    fn known_int_list(&self, id: ObjId) -> Option<IntList> {
        let ObjectData::Summary(s) = &self.heap.get(id).data else { return None };
        let list = self.abs.as_ref()?.int_lists.get(&id)?;
        ((list.len, list.len, list.items) == (s.len.0, s.len.1, s.items)).then_some(*list)
    }

    fn bytes(&self, id: ObjId, seen: &mut FxHashSet<ObjId>) -> Option<(u64, bool)> {
        let object = self.heap.get(id);
        if !seen.insert(id) || object.immortal || id == ObjId::OPAQUE {
            return Some((0, true));
        }
        let Class::Builtin(ty) = object.class else { return Some((self.size_of(id).unwrap_or(0), false)) };
        match &object.data {
            ObjectData::Summary(s) => self.summary_bytes(id, ty, s, seen),
            ObjectData::List(l) => {
                let items = l.items.iter().filter_map(|v| v.single());
                let inner: u64 = items.filter_map(|i| self.bytes(i, seen)).map(|(n, _)| n).sum();
                Some((sizes::list_size(l.items.len() as u64) + inner, false))
            }
            ObjectData::Plain => None,
            _ => self.size_of(id).map(|n| (n, true)),
        }
    }

    fn summary_bytes(&self, id: ObjId, ty: Type, s: &Summary, seen: &mut FxHashSet<ObjId>) -> Option<(u64, bool)> {
        let n = s.len.0;
        let known = s.len.0 == s.len.1;
        if let Some(l) = self.known_int_list(id) {
            let inside = sizes::ints_of_range_size(self.version, l.ints.start, l.ints.step, n);
            return Some((sizes::list_size(l.allocated) + inside, true));
        }
        let container = match ty {
            Type::List => sizes::list_size(if known { sizes::list_append_many(0, 0, n) } else { n }),
            Type::Tuple => sizes::tuple_size(self.version, n),
            Type::Dict => {
                sizes::dict_size(self.version, sizes::dict_table_of(self.version, n), sizes::DictKeys::General)
            }
            Type::Set => sizes::set_size(sizes::set_of_adds(n.min(1 << 24))),
            Type::Str => return known.then(|| (sizes::str_size(self.version, n, sizes::MaxChar::of("a")), true)),
            Type::Bytes => return known.then(|| (sizes::bytes_size(n), true)),
            Type::ByteArray => return known.then(|| (sizes::bytearray_size(n + 1), true)),
            _ => return None,
        };
        // What iterating gives is the keys of a dict; elsewhere they are the items again.
        let keys = if ty == Type::Dict { self.item_bytes(id, s.keys, seen) } else { 0 };
        let each = self.item_bytes(id, s.items, seen).saturating_add(keys);
        known.then(|| (container.saturating_add(each.saturating_mul(n)), false))
    }

    /// Bytes of one item, if each is an object of its own that is made with the container: what a comprehension makes.
    fn item_bytes(&self, container: ObjId, v: Value, seen: &mut FxHashSet<ObjId>) -> u64 {
        let Some((id, object)) = self.known(v) else { return 0 };
        let made_inside = self.abs.as_ref().is_some_and(|a| match (a.origins.get(&container), a.origins.get(&id)) {
            (Some(c), Some(i)) => c.start <= i.start && i.end <= c.end,
            _ => false,
        });
        if !object.summary || object.immortal || !made_inside {
            return 0;
        }
        match object.class {
            Class::Builtin(Type::Int) => sizes::int_size(self.version, 1),
            Class::Builtin(Type::Float) => sizes::fixed_size(self.version, "float").unwrap_or(0),
            Class::Builtin(Type::Str) => sizes::str_size(self.version, 1, sizes::MaxChar::of("a")),
            _ => self.bytes(id, seen).map_or(0, |(n, _)| n),
        }
    }
}
