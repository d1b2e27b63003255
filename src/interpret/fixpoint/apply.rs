//! Containers and attributes whose contents are known as a whole only.

use super::beside::{Progression, Rounds};
use super::transfer::{SMALL, ended};
use crate::bytecode::{BinaryOp, Name, Op};
use crate::cpython::sizes;
use crate::heap::{
    Class, DictData, IteratorData, IteratorKind, Key, ListData, ObjId, Object, ObjectData, Summary, Type, Value,
    ViewKind,
};
use crate::interpret::Machine;
use crate::interpret::machine::Run;
use crate::interpret::story::EventOf;
use crate::planted::{Bug, is_planted};

/// How many iterators in iterators are looked into.
const MAX_NESTED: u32 = 32;

impl Machine<'_> {
    /// The object that an instruction makes: one for each place in the code, standing for many in a loop.
    pub(in crate::interpret) fn make_at_site(&mut self, object: Object) -> Value {
        let Some(abs) = &mut self.abs else { return Value::OPAQUE };
        if abs.permanent {
            return self.heap.alloc(Object { immortal: true, ..object }).into();
        }
        let (ctx, code, pc) = abs.at;
        let site = (ctx, code, pc, abs.made_here);
        abs.made_here += 1;
        let known = abs.sites.get(&site).copied();
        let id = known.unwrap_or_else(|| self.heap.reserve());
        if known.is_none() {
            self.abs().sites.insert(site, id);
            self.abs().places.insert(id, (ctx, code, pc));
        }
        let there = self.heap.get(id);
        if there.alive {
            let flags = |o: &Object| (o.class, o.escaped);
            let same = flags(there) == flags(&object) && super::join::same_data(&there.data, &object.data);
            if is_planted(Bug::ManyAsOne) {
                *self.heap.get_mut(id) = object;
            } else if !(same && there.summary) {
                let mut joined = there.clone();
                self.join_object(&mut joined, &object);
                joined.summary = true;
                *self.heap.get_mut(id) = joined;
            }
        } else {
            *self.heap.get_mut(id) = object;
        }
        self.tell_made(id);
        id.into()
    }

    /// A display with operands that are not all followed.
    pub(super) fn build(&mut self, f: usize, op: Op, n: u32) -> Run<()> {
        let pairs = matches!(op, Op::BuildDict(_));
        let values = self.pop_n(f, if pairs { 2 * n } else { n })?;
        for &v in &values {
            self.happens(v, EventOf::Stored);
        }
        if let Some(data) = self.dict_of_names(&values).filter(|_| pairs) {
            let v = self.make_builtin(Type::Dict, ObjectData::Dict(Box::new(data)));
            self.push(f, v);
            return Ok(());
        }
        let ty = match op {
            Op::BuildTuple(_) => Type::Tuple,
            Op::BuildList(_) => Type::List,
            Op::BuildSet(_) => Type::Set,
            _ => Type::Dict,
        };
        let data = match ty {
            Type::Tuple if values.len() <= SMALL => ObjectData::Tuple(values.into()),
            Type::List if values.len() <= SMALL => ObjectData::List(Box::new(ListData::new(values, u64::from(n)))),
            _ => {
                let (keys, items): (Vec<Value>, Vec<Value>) =
                    if pairs { values.chunks_exact(2).map(|p| (p[0], p[1])).unzip() } else { (Vec::new(), values) };
                let n = u64::from(n);
                let hashed = matches!(ty, Type::Set | Type::Dict);
                let len = (if hashed { n.min(1) } else { n }, n);
                let (keys, items) = (self.join_all(&keys), self.join_all(&items));
                ObjectData::Summary(Box::new(Summary { items, keys, len, attributes: Vec::new() }))
            }
        };
        let v = self.make_builtin(ty, data);
        self.push(f, v);
        Ok(())
    }

    /// `{"a": x, "b": y}`: keys that are known, whatever the values are.
    fn dict_of_names(&self, pairs: &[Value]) -> Option<DictData> {
        if pairs.len() > SMALL {
            return None;
        }
        let mut dict = DictData::new();
        for pair in pairs.chunks_exact(2) {
            let key = Key::Str(self.as_str(pair[0])?.into());
            dict.table = sizes::dict_insert(self.version, dict.table, dict.len() as u64);
            dict.insert(key, pair[0], pair[1]);
        }
        Some(dict)
    }

    pub(super) fn join_all(&mut self, values: &[Value]) -> Value {
        values.iter().fold(Value::UNBOUND, |all, &v| self.join_or(all, v))
    }

    /// Any item of a container or iterator.
    pub(super) fn element_of(&mut self, v: Value) -> Value {
        let mut all = Value::UNBOUND;
        for id in self.members(v) {
            let item = self.element_of_object(id);
            all = self.join_or(all, item);
        }
        if all.is_bound() { all } else { Value::OPAQUE }
    }

    fn element_of_object(&mut self, id: ObjId) -> Value {
        // `it = filter(f, it)` in a loop: the iterator may be a source of its own.
        if self.abs().nested > MAX_NESTED {
            self.escape(id.into());
            return Value::OPAQUE;
        }
        self.abs().nested += 1;
        let item = self.element_of_one(id);
        self.abs().nested -= 1;
        item
    }

    fn element_of_one(&mut self, id: ObjId) -> Value {
        let object = self.heap.get(id).clone();
        let mutable = !matches!(object.data, ObjectData::Tuple(_) | ObjectData::Str(_) | ObjectData::Range(_));
        if id == ObjId::OPAQUE || (object.escaped && mutable) {
            return Value::OPAQUE;
        }
        match &object.data {
            ObjectData::Range(_) => self.unknown(Type::Int),
            ObjectData::Str(_) => self.unknown(Type::Str),
            ObjectData::Iterator(i) if i.kind == IteratorKind::Range => self.unknown(Type::Int),
            ObjectData::Iterator(_) => self.item_of_iterator(id.into()),
            &ObjectData::View { dict, kind } => self.viewed(dict, kind),
            ObjectData::Dict(d) => {
                let keys: Vec<Value> = d.iter().map(|(k, _)| k).collect();
                self.join_all(&keys)
            }
            ObjectData::Summary(s) if object.is(Type::Dict) => s.keys,
            ObjectData::Plain if object.is(Type::Str) => self.unknown(Type::Str),
            data => match self.summarise(data) {
                Some(s) => s.items,
                None => {
                    self.escape_children(id);
                    Value::OPAQUE
                }
            },
        }
    }

    /// Whatever comes out of the object may be one of those that it holds.
    fn escape_children(&mut self, id: ObjId) {
        let mut held = Vec::new();
        self.each_child(id, |c| held.push(c));
        held.into_iter().for_each(|v| self.escape(v));
    }

    /// What iterating a dict's keys, values or items gives.
    pub(super) fn viewed(&mut self, dict: Value, kind: ViewKind) -> Value {
        match kind {
            ViewKind::Keys => self.element_of(dict),
            ViewKind::Values => self.element_value(dict),
            ViewKind::Items => {
                let pair = [self.element_of(dict), self.element_value(dict)];
                self.make_builtin(Type::Tuple, ObjectData::Tuple(pair.into()))
            }
        }
    }

    /// `xs[key]`: a value of a dict, an item of a sequence, or for a slice a new sequence.
    pub(super) fn subscripted(&mut self, container: Value, key: Value) -> Value {
        if !self.known(key).is_some_and(|(_, o)| o.is(Type::Slice)) {
            let item = self.element_value(container);
            // A key of unknown type may be a slice. Rules speak of what may be; a published fact must hold.
            let unsure = self.abs().publisher.is_some() && self.known(key).is_none_or(|(_, o)| o.is(Type::Opaque));
            if !unsure {
                return item;
            }
            self.escape(item);
            return Value::OPAQUE;
        }
        if self.known(container).is_some_and(|(_, o)| o.is(Type::MemoryView)) && self.follows_retention() {
            return self.slice_of_view(container);
        }
        let items = self.element_of(container);
        match self.known(container).map(|(_, o)| o.class) {
            Some(Class::Builtin(Type::List)) => self.fresh_list(items, (0, u64::MAX)),
            Some(Class::Builtin(t @ (Type::Str | Type::Bytes))) => self.unknown(t),
            _ => {
                self.escape(items);
                Value::OPAQUE
            }
        }
    }

    /// Any value that a subscript of a container may give.
    fn summary_of(&mut self, id: ObjId) -> Option<Summary> {
        let data = self.heap.get(id).data.clone();
        self.summarise(&data)
    }

    /// A container gets an item (or value, with its key): from now on it may hold it.
    pub(super) fn put_into(&mut self, container: Value, v: Value, key: Option<Value>) {
        self.happens(v, EventOf::Stored);
        self.note_element(container, v);
        let keeper = self.keeper(container, None);
        self.kept(v, keeper);
        if let Some(key) = key {
            self.weak_entry(container, key, v);
        }
        for id in self.members(container) {
            let object = self.heap.get(id);
            if id == ObjId::OPAQUE || object.escaped || !object.alive {
                self.keep_in_place(id, v);
                self.escape(v);
                if let Some(k) = key {
                    self.escape(k);
                }
                continue;
            }
            let list = object.is(Type::List) && key.is_some();
            match self.summary_of(id) {
                Some(mut s) => {
                    s.items = self.join_or(s.items, v);
                    if let Some(k) = key.filter(|_| !list) {
                        s.keys = self.join_or(s.keys, k);
                    }
                    if !list {
                        s.len = (s.len.0, s.len.1.saturating_add(1));
                        if key.is_none() {
                            s.len.0 = s.len.0.saturating_add(1);
                        }
                    }
                    self.heap.get_mut(id).data = ObjectData::Summary(Box::new(s));
                }
                None => self.escape(v),
            }
        }
    }

    /// `xs.clear()`
    pub(super) fn empty(&mut self, container: Value) {
        let one = container.single().filter(|&id| !self.heap.get(id).summary && !self.heap.get(id).escaped);
        let Some(id) = one else { return self.forget_len(container) };
        if self.summary_of(id).is_some() {
            let s = Summary { items: Value::UNBOUND, keys: Value::UNBOUND, len: (0, 0), attributes: Vec::new() };
            self.heap.get_mut(id).data = ObjectData::Summary(Box::new(s));
        }
    }

    pub(super) fn forget_len(&mut self, container: Value) {
        for id in self.members(container) {
            if let Some(mut s) = self.summary_of(id) {
                s.len = (0, u64::MAX);
                self.heap.get_mut(id).data = ObjectData::Summary(Box::new(s));
            }
        }
    }

    // -- attributes

    pub(super) fn abstract_attr(&mut self, o: Value, name: Name) -> Value {
        self.happens(o, EventOf::Read);
        if let Some(v) = self.caught_attribute(o, name) {
            return v;
        }
        if self.text(name) == "__dict__" {
            // Whoever has it can change every attribute.
            self.havoc(&[o]);
        }
        if let Some(v) = self.library_attribute(o, name).or_else(|| self.imported_attribute(o, name)) {
            return v;
        }
        // `add = xs.append` owns xs.
        if let Some((_, object)) = self.known(o) {
            let method = match object.class {
                Class::Builtin(ty) => {
                    is_container(ty) || crate::interpret::builtins::method(ty, self.text(name)).is_some()
                }
                Class::User(_) => false,
            };
            if method {
                self.happens(o, EventOf::Stored);
                return self.make_builtin(Type::BuiltinFunction, ObjectData::BuiltinMethod { name, receiver: o });
            }
        }
        let mut all = Value::UNBOUND;
        for id in self.members(o) {
            let object = self.heap.get(id);
            let own = match &object.data {
                ObjectData::Summary(s) => crate::interpret::attribute::find(&s.attributes, name),
                ObjectData::Instance(a) if !object.escaped => crate::interpret::attribute::find(&a.values, name),
                _ => None,
            };
            let class = object.class;
            let inherited = match class {
                Class::User(c) if !object.escaped => self.class_attribute(c, name).filter(|&v| self.is_plain_object(v)),
                _ => None,
            };
            let v = match (own, class) {
                (_, Class::User(c)) if self.class_field(c, name).is_some() => self.instance_field(id, c, name, own),
                _ => {
                    let v = own.or(inherited).or_else(|| self.attribute_of_argument(id, name));
                    v.unwrap_or(Value::OPAQUE)
                }
            };
            all = self.join_or(all, v);
        }
        if all.is_bound() && all != Value::OPAQUE {
            self.name_attribute(o, name, all);
            return all;
        }
        let way = self.outside_attribute(o, name).or_else(|| self.outside_import(o, name));
        way.unwrap_or(Value::OPAQUE)
    }

    /// An attribute that the class has an object for: the instance's own, or else that of the class.
    fn instance_field(&mut self, instance: ObjId, class: ObjId, name: Name, own: Option<Value>) -> Value {
        let Some(field) = self.class_field(class, name) else { return own.unwrap_or(Value::OPAQUE) };
        // What is there once somebody else had the instance is not known.
        let own = own.or_else(|| match &self.heap.get(instance).data {
            ObjectData::Instance(a) => crate::interpret::attribute::find(&a.values, name).map(|_| Value::OPAQUE),
            _ => None,
        });
        let mut members = own.map(|v| self.members(v)).unwrap_or_default();
        let missing = own.is_none() || members.contains(&ObjId::UNBOUND);
        members.retain(|id| *id != ObjId::UNBOUND);
        let mut v = members.iter().fold(Value::UNBOUND, |all, &id| self.join_or(all, id.into()));
        if missing {
            let elsewhere = self.heap.get(instance).escaped
                || matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.opaque);
            if elsewhere {
                v = self.join_or(v, Value::OPAQUE);
            }
            v = self.join_or(v, field);
        }
        v
    }

    /// Not a function or descriptor: loaded through an instance it is itself.
    fn is_plain_object(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| {
            !matches!(o.data, ObjectData::Function(_) | ObjectData::Wrapper(_) | ObjectData::Plain)
        })
    }

    pub(super) fn abstract_store_attr(&mut self, o: Value, name: Name, v: Value) {
        self.note_kept(v, |m| m.path_of(o, m.text(name)));
        self.happens(v, EventOf::Stored);
        self.kept_as_attribute(v, name);
        self.happens(o, EventOf::Mutated { how: format!(".{} =", self.text(name)) });
        self.replaced_abroad(o, name);
        self.kept_by_attribute(o, name, v);
        self.note_cycle(o, name, v);
        let members = self.members(o);
        let single = members.len() == 1;
        for id in members {
            let object = self.heap.get(id);
            let (escaped, strong) = (object.escaped, single && !object.summary || is_planted(Bug::StrongUpdate));
            let held = match &object.data {
                ObjectData::Summary(s)
                    if matches!(object.class, Class::Builtin(Type::Opaque)) && self.is_tracked(id) =>
                {
                    crate::interpret::attribute::find(&s.attributes, name)
                }
                ObjectData::Instance(a) => crate::interpret::attribute::find(&a.values, name),
                _ => {
                    if id == ObjId::OPAQUE {
                        self.forget_escaped();
                    }
                    self.keep_in_place(id, v);
                    self.escape(v);
                    continue;
                }
            };
            if escaped {
                self.keep_in_place(id, v);
                self.escape(v);
            }
            let new = match held {
                Some(old) if !strong => self.join(old, v),
                _ => v,
            };
            let values = match &mut self.heap.get_mut(id).data {
                ObjectData::Summary(s) => &mut s.attributes,
                ObjectData::Instance(a) => &mut a.values,
                _ => continue,
            };
            match values.iter_mut().find(|(n, _)| *n == name) {
                Some(slot) => slot.1 = new,
                None => values.push((name, new)),
            }
        }
    }

    // -- operators

    pub(super) fn abstract_inplace(&mut self, f: usize, op: BinaryOp) -> Run<()> {
        let (right, left) = (self.pop(f)?, self.pop(f)?);
        self.note_inplace(left, right);
        self.happens(right, EventOf::Read);
        let sign = sign(op);
        let mut result = Value::UNBOUND;
        let mut plain = Vec::new();
        let members = self.members(left);
        let outer = self.abs().one_of_several;
        self.abs().one_of_several = outer || members.len() > 1;
        for id in members {
            let object = self.heap.get(id);
            let in_place = match object.class {
                Class::Builtin(Type::List) => matches!(op, BinaryOp::Add | BinaryOp::Mul),
                Class::Builtin(Type::Counter) => op != BinaryOp::Mul,
                Class::Builtin(Type::Set | Type::Dict | Type::DefaultDict | Type::OrderedDict) => {
                    matches!(op, BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor)
                }
                Class::Builtin(Type::ByteArray | Type::Deque) => op == BinaryOp::Add,
                _ => false,
            };
            if in_place && op == BinaryOp::Mul {
                let items = self.element_of(id.into());
                let times = self.as_int(right).map(|n| u64::try_from(n).unwrap_or(0));
                self.happens(items, EventOf::Repeated { times });
                self.happens(id.into(), EventOf::Mutated { how: "*=".to_owned() });
                self.forget_len(id.into());
                result = self.join_or(result, id.into());
            } else if in_place {
                self.happens(id.into(), EventOf::Mutated { how: format!("{sign}=") });
                let items = self.element_of(right);
                self.put_into(id.into(), items, None);
                self.forget_len(id.into());
                result = self.join_or(result, id.into());
            } else if !plain.contains(&object.class) {
                // `text += line`: one new object, whichever text it was.
                let mut whole = id.into();
                if let Class::Builtin(Type::Str | Type::Bytes | Type::Int | Type::Float | Type::Tuple) = object.class {
                    plain.push(object.class);
                    whole = self.members_of_class(left, object.class);
                }
                let v = self.abstract_binary(op, whole, right);
                result = self.join_or(result, v);
            }
        }
        self.abs().one_of_several = outer;
        if !result.is_bound() {
            return Err(ended());
        }
        self.push(f, result);
        Ok(())
    }

    pub(super) fn abstract_binary(&mut self, op: BinaryOp, left: Value, right: Value) -> Value {
        if op == BinaryOp::Mul {
            for (sequence, times) in [(left, right), (right, left)] {
                if let Some(v) = self.repeated(sequence, times) {
                    return v;
                }
            }
        }
        for v in [left, right] {
            self.happens(v, EventOf::Read);
        }
        match (self.common_class(left), self.common_class(right)) {
            (Some(Class::Builtin(a)), Some(Class::Builtin(b))) => match (a, b) {
                (Type::List, Type::List) if op == BinaryOp::Add => {
                    let items = [self.element_of(left), self.element_of(right)];
                    let items = self.join_all(&items);
                    self.happens(items, EventOf::Stored);
                    self.fresh_list(items, (0, u64::MAX))
                }
                (Type::Int | Type::Bool, Type::Int | Type::Bool) => {
                    self.unknown(if op == BinaryOp::Div { Type::Float } else { Type::Int })
                }
                (Type::Int | Type::Float | Type::Bool, Type::Int | Type::Float | Type::Bool) => {
                    self.unknown(Type::Float)
                }
                (Type::Tuple, Type::Tuple) if op == BinaryOp::Add => {
                    let items = [self.element_of(left), self.element_of(right)];
                    let items = self.join_all(&items);
                    self.happens(items, EventOf::Stored);
                    let s = Summary { items, keys: Value::UNBOUND, len: (0, u64::MAX), attributes: Vec::new() };
                    self.make_builtin(Type::Tuple, ObjectData::Summary(Box::new(s)))
                }
                (Type::Bytes, _) if op == BinaryOp::Add => self.unknown(Type::Bytes),
                (Type::Str, _) if matches!(op, BinaryOp::Add | BinaryOp::Mod | BinaryOp::Mul) => {
                    self.unknown(Type::Str)
                }
                _ => Value::OPAQUE,
            },
            (Some(Class::Builtin(Type::Str)), _) if op == BinaryOp::Mod => self.unknown(Type::Str),
            // A class may have an `__radd__`. Rules speak of what is likely; a published fact must hold.
            (Some(Class::Builtin(t @ (Type::Str | Type::Bytes))), None)
                if op == BinaryOp::Add && self.abs().publisher.is_none() =>
            {
                self.unknown(t)
            }
            _ => Value::OPAQUE,
        }
    }

    /// The class of all objects that `v` may be.
    pub(super) fn common_class(&self, v: Value) -> Option<Class> {
        let members = self.members(v);
        let (&first, rest) = members.split_first()?;
        let class = |id: ObjId| match id {
            ObjId::OPAQUE | ObjId::UNBOUND => None,
            id => Some(self.heap.get(id).class),
        };
        let common = class(first)?;
        (common != Class::Builtin(Type::Opaque) && rest.iter().all(|&id| class(id) == Some(common))).then_some(common)
    }

    /// Those of the objects that `v` may be that are of a class.
    fn members_of_class(&mut self, v: Value, class: Class) -> Value {
        let mut members = self.members(v);
        members.retain(|id| self.heap.get(*id).class == class);
        members.iter().fold(Value::UNBOUND, |all, &id| self.join_or(all, id.into()))
    }

    /// `[x] * n`: the same objects, n times over.
    fn repeated(&mut self, sequence: Value, times: Value) -> Option<Value> {
        let (id, object) = self.known(sequence)?;
        let ty = match object.class {
            Class::Builtin(t @ (Type::List | Type::Tuple | Type::Str | Type::Bytes)) => t,
            _ => return None,
        };
        if matches!(self.known(times).map(|(_, o)| o.class), Some(Class::Builtin(Type::List | Type::Str | Type::Tuple)))
        {
            return None;
        }
        let n = self.as_int(times).map(|n| u64::try_from(n).unwrap_or(0));
        let len = self.measure_len(id);
        let total = n.zip(len).and_then(|(n, len)| n.checked_mul(len));
        if matches!(ty, Type::Str | Type::Bytes) {
            let v = self.unknown(ty);
            self.set_len(v, total);
            return Some(v);
        }
        let items = self.element_of(sequence);
        self.repeats(items, n);
        self.happens(items, EventOf::Stored);
        let range = total.map_or((0, u64::MAX), |n| (n, n));
        let s = Summary { items, keys: Value::UNBOUND, len: range, attributes: Vec::new() };
        Some(self.make_builtin(ty, ObjectData::Summary(Box::new(s))))
    }

    /// One object in `times` places.
    pub(super) fn repeats(&mut self, v: Value, times: Option<u64>) {
        if times.is_none_or(|n| n > 1) {
            self.happens(v, EventOf::Repeated { times });
        }
    }

    // -- iteration

    pub(super) fn abstract_iter(&mut self, v: Value) -> Value {
        self.happens(v, EventOf::Iterated);
        let kind = match self.known(v).map(|(_, o)| (o.class, &o.data)) {
            Some((Class::Builtin(Type::List), _)) => IteratorKind::List,
            Some((Class::Builtin(Type::Tuple), _)) => IteratorKind::Tuple,
            Some((Class::Builtin(Type::Dict), _)) => IteratorKind::DictKeys,
            Some((Class::Builtin(Type::Set | Type::FrozenSet), _)) => IteratorKind::Set,
            Some((Class::Builtin(Type::Str), _)) => IteratorKind::Str,
            Some((_, &ObjectData::View { dict, kind })) => {
                self.happens(dict, EventOf::Drawn { by: "items".to_owned() });
                let kind = match kind {
                    ViewKind::Keys => IteratorKind::DictKeys,
                    ViewKind::Values => IteratorKind::DictValues,
                    ViewKind::Items => IteratorKind::DictItems,
                };
                return self.iterator(kind, vec![dict]);
            }
            Some((_, ObjectData::Iterator(_))) => return v,
            _ => IteratorKind::Unknown,
        };
        self.iterator(kind, vec![v])
    }

    pub(super) fn item_of_iterator(&mut self, it: Value) -> Value {
        let mut all = Value::UNBOUND;
        for id in self.members(it) {
            let item = match &self.heap.get(id).data.clone() {
                ObjectData::Iterator(i) if i.kind == IteratorKind::Range => self.unknown(Type::Int),
                ObjectData::Iterator(i) if matches!(i.kind, IteratorKind::Enumerate | IteratorKind::Zip) => {
                    let sources: Vec<Value> =
                        i.sources.iter().filter(|&&s| self.as_int(s).is_none()).copied().collect();
                    let mut items: Vec<Value> = sources.into_iter().map(|s| self.element_of(s)).collect();
                    if i.kind == IteratorKind::Enumerate {
                        items.insert(0, self.unknown(Type::Int));
                    }
                    self.make_builtin(Type::Tuple, ObjectData::Tuple(items.into()))
                }
                // Rules speak of what may be; a published fact must hold.
                ObjectData::Iterator(i) if i.kind == IteratorKind::Maker && self.abs().publisher.is_some() => {
                    for &source in &i.sources {
                        let items = self.element_of(source);
                        self.escape(items);
                        self.escape(source);
                    }
                    Value::OPAQUE
                }
                ObjectData::Iterator(i) => match (i.kind, i.sources.first()) {
                    (IteratorKind::Repeat, Some(&s)) => s,
                    (IteratorKind::DictValues, Some(&s)) => self.viewed(s, ViewKind::Values),
                    (IteratorKind::DictItems, Some(&s)) => self.viewed(s, ViewKind::Items),
                    (IteratorKind::Unknown | IteratorKind::Maker, Some(&s)) => self.element_of(s),
                    (kind, Some(&s)) if yields_its_source(kind) => self.element_of(s),
                    (_, sources) => {
                        // `map(f, xs)` may give what is in `xs`.
                        for s in sources.into_iter().chain(i.sources.iter().skip(1)) {
                            let items = self.element_of(*s);
                            self.escape(items);
                        }
                        Value::OPAQUE
                    }
                },
                _ => {
                    self.escape_children(id);
                    Value::OPAQUE
                }
            };
            all = self.join_or(all, item);
        }
        if all.is_bound() { all } else { Value::OPAQUE }
    }

    /// How many rounds a loop over this iterator makes, or what bounds them.
    pub(super) fn trips(&self, it: Value) -> (Option<u64>, Rounds) {
        let Some((id, o)) = self.known(it) else { return (None, Rounds::Given) };
        match &o.data {
            ObjectData::Iterator(i) if i.kind == IteratorKind::Range => {
                let n = crate::interpret::container::range_len(i.position, i.limits[0], i.limits[1]);
                (Some(n as u64), Rounds::Few)
            }
            ObjectData::Iterator(i) => self.rounds(i),
            _ => (None, self.rounds_of(id)),
        }
    }

    /// The ints that an iterator over a range gives.
    pub(super) fn progression(&self, it: Value) -> Option<Progression> {
        match &self.known(it)?.1.data {
            ObjectData::Iterator(i) if i.kind == IteratorKind::Range => {
                Some(Progression { start: i.position, step: i.limits[1] })
            }
            ObjectData::Range(r) => Some(Progression { start: r.1[0], step: r.1[2] }),
            _ => None,
        }
    }

    /// What bounds the number of items of an object whose length is not known.
    pub(super) fn rounds_of(&self, id: ObjId) -> Rounds {
        self.rounds_within(id, MAX_NESTED)
    }

    /// `it = filter(f, it)` in a loop: the iterator may be a source of its own.
    fn rounds_within(&self, id: ObjId, depth: u32) -> Rounds {
        let object = self.heap.get(id);
        match &object.data {
            _ if self.is_input(id) || object.is(Type::File) => Rounds::Input,
            // `map(int, file)`
            ObjectData::Iterator(i) => {
                let sources = i.sources.iter().filter_map(|s| s.single());
                let from_outside =
                    |s: ObjId| s != ObjId::OPAQUE && depth > 0 && self.rounds_within(s, depth - 1) == Rounds::Input;
                if sources.into_iter().any(from_outside) { Rounds::Input } else { Rounds::Given }
            }
            _ if object.is(Type::Opaque) => {
                let few = self.abs.as_ref().is_some_and(|a| a.few_sized.contains(&id));
                if few { Rounds::Few } else { Rounds::Given }
            }
            // `range(n)`
            ObjectData::Summary(_) | ObjectData::Plain if object.is(Type::Range) => Rounds::Given,
            _ => Rounds::Few,
        }
    }

    fn rounds(&self, i: &IteratorData) -> (Option<u64>, Rounds) {
        if i.kind == IteratorKind::Zip {
            // As short as its shortest source.
            let sized = i.sources.iter().filter_map(|s| s.single()).any(|id| {
                !self.heap.get(id).escaped && !self.heap.get(id).is(Type::Tuple) && self.measure_len(id).is_some()
            });
            return (None, if sized { Rounds::Few } else { Rounds::Given });
        }
        let Some(id) = i.sources.first().and_then(|s| s.single()) else { return (None, Rounds::Given) };
        let object = self.heap.get(id);
        let followed = !object.escaped && yields_its_source(i.kind);
        let len = self.measure_len(id).filter(|_| followed);
        (len, self.rounds_of(id))
    }
}

fn yields_its_source(kind: IteratorKind) -> bool {
    matches!(
        kind,
        IteratorKind::List
            | IteratorKind::ReversedList
            | IteratorKind::Tuple
            | IteratorKind::Str
            | IteratorKind::Set
            | IteratorKind::DictKeys
            | IteratorKind::Filter
    )
}

fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::MatMul => "@",
        BinaryOp::Div => "/",
        BinaryOp::FloorDiv => "//",
        BinaryOp::Mod => "%",
        BinaryOp::Pow => "**",
        BinaryOp::LShift => "<<",
        BinaryOp::RShift => ">>",
        BinaryOp::And => "&",
        BinaryOp::Or => "|",
        BinaryOp::Xor => "^",
    }
}

/// All attributes of a container that code asks for are its methods.
fn is_container(ty: Type) -> bool {
    matches!(ty, Type::List | Type::Dict | Type::Set | Type::FrozenSet | Type::Tuple | Type::ByteArray | Type::Deque)
        || matches!(ty, Type::DefaultDict | Type::Counter | Type::OrderedDict)
}
