//! The least state above two: what may hold on either path.

use super::state::BlockState;
use crate::bytecode::Name;
use crate::heap::{Class, ListData, ObjId, Object, ObjectData, Summary, Type, Value, Written};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};
use crate::planted::{Bug, is_planted};
use smallvec::SmallVec;
use std::cmp::Ordering;
use std::rc::Rc;

/// The objects of a value: most often one.
pub(super) type Members = SmallVec<[ObjId; 2]>;

impl Machine<'_> {
    /// Joins `new` into `old`; true if that changed it.
    pub(super) fn join_state(&mut self, old: &mut BlockState, new: &BlockState) -> Run<bool> {
        if old.stack.len() != new.stack.len() || old.slots.len() != new.slots.len() {
            return Err(stop("operand stacks of different depth meet"));
        }
        let mut changed = false;
        for (a, b) in old.slots.iter_mut().zip(&new.slots).chain(old.stack.iter_mut().zip(&new.stack)) {
            let joined = self.join(*a, *b);
            changed |= joined != *a;
            *a = joined;
        }
        changed |= self.join_names(&mut old.names, &new.names);
        if let (Some(a), Some(b)) = (&mut old.globals, &new.globals) {
            changed |= self.join_names(a, b);
        }
        if let Some(joined) = self.join_written(&old.delta, &new.delta) {
            old.delta = joined;
            changed = true;
        }
        Ok(changed)
    }

    /// The union of two values. One that grows too large becomes opaque, and its members known to anybody.
    pub(super) fn join(&mut self, a: Value, b: Value) -> Value {
        if a == b {
            return a;
        }
        if let Some(joined) = self.heap.sets.join(a, b) {
            return joined;
        }
        for v in [a, b] {
            self.escape(v);
        }
        let unbound = |m: &Self, v: Value| m.members(v).contains(&ObjId::UNBOUND);
        if unbound(self, a) || unbound(self, b) {
            return self.heap.sets.join(Value::OPAQUE, Value::UNBOUND).unwrap_or(Value::OPAQUE);
        }
        Value::OPAQUE
    }

    pub(super) fn members(&self, v: Value) -> Members {
        self.heap.sets.members(v, &mut [ObjId::UNBOUND]).into()
    }

    fn join_names(&mut self, a: &mut Vec<(Name, Value)>, b: &[(Name, Value)]) -> bool {
        let mut changed = false;
        let known = a.len();
        for (i, &(name, v)) in b.iter().enumerate() {
            let place = place_of(&a[..known], name, i);
            let old = place.map_or(Value::UNBOUND, |at| a[at].1);
            let joined = self.join(old, v);
            changed |= joined != old;
            match place {
                Some(at) => a[at].1 = joined,
                None => a.push((name, joined)),
            }
        }
        for (i, (name, v)) in a[..known].iter_mut().enumerate() {
            if place_of(b, *name, i).is_none() {
                let joined = self.join(*v, Value::UNBOUND);
                changed |= joined != *v;
                *v = joined;
            }
        }
        changed
    }

    /// What either side wrote; nothing where that is what `a` is already.
    fn join_written(&mut self, a: &Written, b: &Written) -> Option<Written> {
        if Rc::ptr_eq(a, b) {
            return None;
        }
        let mut out = Vec::with_capacity(a.len().max(b.len()));
        let mut changed = false;
        let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(l), Some(r)) => l.0.cmp(&r.0),
            };
            // What only one side wrote is on the other as it was at the mark.
            let mine = if order == Ordering::Greater { None } else { left.next() };
            let other = if order == Ordering::Less { None } else { right.next() };
            let Some(&(id, _)) = mine.or(other) else { break };
            let object = |side: Option<&(ObjId, Rc<Object>)>, m: &Self| match side {
                Some((_, object)) => Rc::clone(object),
                None => m.heap.at_mark(id),
            };
            let (mine, other) = (object(mine, self), object(other, self));
            let (joined, different) = self.join_shared(mine, &other);
            changed |= different;
            out.push((id, joined));
        }
        changed.then(|| out.into())
    }

    /// Joins two states of one object; most are the very same.
    fn join_shared(&mut self, mine: Rc<Object>, other: &Rc<Object>) -> (Rc<Object>, bool) {
        if Rc::ptr_eq(&mine, other) || !other.alive {
            return (mine, false);
        }
        if !mine.alive {
            return (Rc::clone(other), true);
        }
        let flags = |o: &Object| (o.class, o.escaped, o.kept, o.summary);
        if is_planted(Bug::FirstPathKept) || flags(&mine) == flags(other) && same_data(&mine.data, &other.data) {
            return (mine, false);
        }
        let mut joined = Object::clone(&mine);
        if self.join_object(&mut joined, other) { (Rc::new(joined), true) } else { (mine, false) }
    }

    /// Joins `b` into `a`; true if that changed it. An object of one path only is as that path left it.
    pub(super) fn join_object(&mut self, a: &mut Object, b: &Object) -> bool {
        if !b.alive {
            return false;
        }
        if !a.alive {
            *a = b.clone();
            return true;
        }
        let flags = (a.escaped, a.kept, a.summary);
        a.escaped |= b.escaped;
        a.kept |= b.kept;
        a.summary |= b.summary;
        let mut changed = flags != (a.escaped, a.kept, a.summary);
        if a.class != b.class {
            let opaque = Class::Builtin(Type::Opaque);
            let is_new = a.class != opaque || !matches!(a.data, ObjectData::Plain);
            self.lose_contents(&[&a.data, &b.data]);
            (a.class, a.data) = (opaque, ObjectData::Plain);
            return changed || is_new;
        }
        changed |= self.join_data(&mut a.data, &b.data);
        changed
    }

    fn join_data(&mut self, a: &mut ObjectData, b: &ObjectData) -> bool {
        if same_data(a, b) {
            return false;
        }
        if let (ObjectData::List(x), ObjectData::List(y)) = (&mut *a, b)
            && x.items.len() == y.items.len()
        {
            return self.join_items(x, y);
        }
        match (&mut *a, b) {
            (ObjectData::Cell(x), ObjectData::Cell(y)) => {
                let joined = self.join(*x, *y);
                let changed = joined != *x;
                *x = joined;
                return changed;
            }
            // The loop's last iterator, run to its end, and the next one from the same place.
            (ObjectData::Iterator(x), ObjectData::Iterator(y))
                if x.kind == y.kind && y.exhausted && y.sources.is_empty() =>
            {
                let changed = !x.exhausted && x.position < y.position;
                x.position = x.position.max(y.position);
                return changed;
            }
            (ObjectData::Iterator(x), ObjectData::Iterator(y))
                if x.kind == y.kind && x.exhausted && x.sources.is_empty() =>
            {
                let position = x.position.max(y.position);
                *x = y.clone();
                x.position = position;
                return true;
            }
            (ObjectData::Iterator(x), ObjectData::Iterator(y)) if x.sources.len() == y.sources.len() => {
                let mut changed = (x.position, x.exhausted) != (y.position, x.exhausted && y.exhausted);
                x.position = x.position.max(y.position);
                x.exhausted &= y.exhausted;
                for (s, &t) in x.sources.iter_mut().zip(&y.sources) {
                    let joined = self.join(*s, t);
                    changed |= joined != *s;
                    *s = joined;
                }
                return changed && x.position != y.position;
            }
            (ObjectData::Instance(x), ObjectData::Instance(y)) => {
                let mut values = std::mem::take(&mut x.values);
                let changed = self.join_names(&mut values, &y.values);
                x.values = values;
                return changed;
            }
            (ObjectData::Plain, _) => {
                self.lose_contents(&[b]);
                return false;
            }
            _ => {}
        }
        match (self.summarise(a), self.summarise(b)) {
            (Some(mut x), Some(y)) => {
                let changed = self.join_summary(&mut x, &y) || !matches!(a, ObjectData::Summary(_));
                *a = ObjectData::Summary(Box::new(x));
                changed
            }
            _ => {
                self.lose_contents(&[a, b]);
                *a = ObjectData::Plain;
                true
            }
        }
    }

    /// What they hold is out of sight now.
    fn lose_contents(&mut self, of: &[&ObjectData]) {
        let mut held = Vec::new();
        of.iter().for_each(|data| data.each_reference(|v| held.push(v)));
        held.into_iter().for_each(|v| self.escape(v));
    }

    fn join_items(&mut self, x: &mut ListData, y: &ListData) -> bool {
        let mut changed = false;
        for (a, &b) in x.items.iter_mut().zip(&y.items) {
            let joined = self.join(*a, b);
            changed |= joined != *a;
            *a = joined;
        }
        changed
    }

    /// Contents as a whole.
    pub(super) fn summarise(&mut self, data: &ObjectData) -> Option<Summary> {
        let all = |m: &mut Self, values: Vec<Value>| {
            let mut joined: Option<Value> = None;
            for v in values {
                joined = Some(joined.map_or(v, |j| m.join(j, v)));
            }
            joined.unwrap_or(Value::UNBOUND)
        };
        let len = |n: usize| (n as u64, n as u64);
        Some(match data {
            ObjectData::Summary(s) => (**s).clone(),
            ObjectData::List(l) => {
                let items = all(self, l.items.clone());
                Summary { items, keys: Value::UNBOUND, len: len(l.items.len()), attributes: Vec::new() }
            }
            ObjectData::Tuple(t) => {
                let items = all(self, t.to_vec());
                Summary { items, keys: Value::UNBOUND, len: len(t.len()), attributes: Vec::new() }
            }
            ObjectData::Dict(d) => {
                let items = all(self, d.iter().map(|(_, v)| v).collect());
                let keys = all(self, d.iter().map(|(k, _)| k).collect());
                Summary { items, keys, len: len(d.len()), attributes: Vec::new() }
            }
            ObjectData::Set(s) => {
                let items = all(self, s.dict.iter().map(|(k, _)| k).collect());
                Summary { items, keys: Value::UNBOUND, len: len(s.dict.len()), attributes: Vec::new() }
            }
            _ => return None,
        })
    }

    fn join_summary(&mut self, x: &mut Summary, y: &Summary) -> bool {
        let (items, keys) = (self.join_or(x.items, y.items), self.join_or(x.keys, y.keys));
        // Lengths that differ are widened at once: at least the smaller, at most anything.
        let len = if x.len == y.len { x.len } else { (x.len.0.min(y.len.0), u64::MAX) };
        let mut changed = (items, keys, len) != (x.items, x.keys, x.len);
        (x.items, x.keys, x.len) = (items, keys, len);
        let mut attributes = std::mem::take(&mut x.attributes);
        changed |= self.join_names(&mut attributes, &y.attributes);
        x.attributes = attributes;
        changed
    }

    /// Joins what containers hold: an empty one adds nothing.
    pub(super) fn join_or(&mut self, a: Value, b: Value) -> Value {
        match (a.is_bound(), b.is_bound()) {
            (true, true) => self.join(a, b),
            (true, false) => a,
            (false, _) => b,
        }
    }
}

/// Where a name stands: in two states of one namespace most often in the same place.
fn place_of(names: &[(Name, Value)], name: Name, likely: usize) -> Option<usize> {
    match names.get(likely) {
        Some(&(n, _)) if n == name => Some(likely),
        _ => names.iter().position(|&(n, _)| n == name),
    }
}

pub(super) fn same_data(a: &ObjectData, b: &ObjectData) -> bool {
    match (a, b) {
        (ObjectData::Plain, ObjectData::Plain) => true,
        (ObjectData::Bool(x), ObjectData::Bool(y)) => x == y,
        (ObjectData::Int(x), ObjectData::Int(y)) => x == y,
        (ObjectData::BigInt(x), ObjectData::BigInt(y)) => x == y,
        (ObjectData::Address(x), ObjectData::Address(y)) => x == y,
        (ObjectData::Float(x), ObjectData::Float(y)) => x.to_bits() == y.to_bits(),
        (ObjectData::Str(x), ObjectData::Str(y)) => x == y,
        (ObjectData::Bytes(x), ObjectData::Bytes(y)) => x == y,
        (ObjectData::List(x), ObjectData::List(y)) => x.items == y.items,
        (ObjectData::Tuple(x), ObjectData::Tuple(y)) => x == y,
        (ObjectData::Dict(x), ObjectData::Dict(y)) => x.len() == y.len() && x.iter().eq(y.iter()),
        (ObjectData::Set(x), ObjectData::Set(y)) => x.dict.len() == y.dict.len() && x.dict.iter().eq(y.dict.iter()),
        (ObjectData::Range(x), ObjectData::Range(y)) => x.1 == y.1,
        (ObjectData::Slice(x), ObjectData::Slice(y)) => x == y,
        (ObjectData::Function(x), ObjectData::Function(y)) => {
            x.code == y.code && (x.defaults, x.closure) == (y.defaults, y.closure)
        }
        (ObjectData::Method { function: f, receiver: r }, ObjectData::Method { function: g, receiver: s }) => {
            (f, r) == (g, s)
        }
        (ObjectData::BuiltinMethod { name, receiver }, ObjectData::BuiltinMethod { name: n, receiver: r }) => {
            (name, receiver) == (n, r)
        }
        (ObjectData::Builtin(x), ObjectData::Builtin(y)) => x == y,
        (ObjectData::Class(x), ObjectData::Class(y)) => x.attributes == y.attributes,
        (ObjectData::Instance(x), ObjectData::Instance(y)) => x.values == y.values,
        (ObjectData::Cell(x), ObjectData::Cell(y)) => x == y,
        (ObjectData::View { dict, .. }, ObjectData::View { dict: d, .. }) => dict == d,
        (ObjectData::Module(x), ObjectData::Module(y)) => x == y,
        (ObjectData::Wrapper(x), ObjectData::Wrapper(y)) => x == y,
        (ObjectData::Iterator(x), ObjectData::Iterator(y)) => {
            x.kind == y.kind && (&x.sources, x.position, x.exhausted) == (&y.sources, y.position, y.exhausted)
        }
        (ObjectData::Generator(x), ObjectData::Generator(y)) => x.frame == y.frame,
        (ObjectData::Summary(x), ObjectData::Summary(y)) => {
            (x.items, x.keys, x.len) == (y.items, y.keys, y.len) && x.attributes == y.attributes
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bytecode::Compiler;
    use crate::config::PythonVersion;
    use crate::interpret::fixpoint::beside::Abstract;
    use crate::interpret::machine::Policy;
    use crate::text::LineIndex;

    /// What one of several objects may be on a path: class and contents, these by the numbers of six other objects.
    #[derive(Clone, Debug)]
    enum Shape {
        Nothing,
        List(Vec<usize>),
        Tuple(Vec<usize>),
        Cell(usize),
        Summary(usize, u64),
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let items = || prop::collection::vec(0_usize..6, 0..4);
        prop_oneof![
            Just(Shape::Nothing),
            items().prop_map(Shape::List),
            items().prop_map(Shape::Tuple),
            (0_usize..6).prop_map(Shape::Cell),
            (0_usize..6, 0_u64..4).prop_map(|(item, len)| Shape::Summary(item, len)),
        ]
    }

    fn object(shape: &Shape, (escaped, summary): (bool, bool), others: &[Value]) -> Object {
        let values = |items: &[usize]| items.iter().map(|&i| others[i]).collect::<Vec<_>>();
        let (ty, data) = match shape {
            Shape::Nothing => (Type::List, ObjectData::Plain),
            Shape::List(items) => (Type::List, ObjectData::List(Box::new(ListData::new(values(items), 4)))),
            Shape::Tuple(items) => (Type::Tuple, ObjectData::Tuple(values(items).into())),
            Shape::Cell(item) => (Type::Cell, ObjectData::Cell(others[*item])),
            Shape::Summary(item, len) => {
                let summary =
                    Summary { items: others[*item], keys: Value::UNBOUND, len: (*len, *len), attributes: Vec::new() };
                (Type::List, ObjectData::Summary(Box::new(summary)))
            }
        };
        Object { class: Class::Builtin(ty), escaped, summary, ..Object::builtin(ty, data) }
    }

    fn with_machine(test: impl FnOnce(&mut Machine<'_>) -> Result<(), TestCaseError>) -> Result<(), TestCaseError> {
        let parsed = crate::syntax::parse("");
        let (lines, bindings, version) =
            (LineIndex::new(""), crate::semantic::bind(&parsed.module), PythonVersion::default());
        let way = Compiler::comprehensions_of(version);
        let compiler = Compiler::new(&parsed.module, "", &lines, &bindings, version, way);
        let mut machine = Machine::new(compiler, version, Policy::Abstract, 10_000);
        machine.abs = Some(Box::new(Abstract::default()));
        test(&mut machine)
    }

    proptest! {
        /// Without this a loop would be iterated for ever, or its result would miss what one of its rounds leaves.
        #[test]
        fn a_join_is_above_both_and_stays(
            a in shape(),
            b in shape(),
            of_a in any::<(bool, bool)>(),
            of_b in any::<(bool, bool)>(),
        ) {
            with_machine(|machine| {
                let others: Vec<Value> =
                    (0..6).map(|_| machine.make_builtin(Type::Cell, ObjectData::Cell(Value::NONE))).collect();
                let (a, b) = (object(&a, of_a, &others), object(&b, of_b, &others));
                let mut joined = a.clone();
                let changed = machine.join_object(&mut joined, &b);
                let flags = |o: &Object| (o.escaped, o.summary);
                let is_same = same_data(&joined.data, &a.data) && (joined.class, flags(&joined)) == (a.class, flags(&a));
                prop_assert!(changed || is_same, "it says that nothing changed: {:?}", joined);
                prop_assert!(joined.escaped == (a.escaped | b.escaped) && joined.summary == (a.summary | b.summary));
                for (name, part) in [("the first", &a), ("the second", &b)] {
                    let mut again = joined.clone();
                    prop_assert!(!machine.join_object(&mut again, part), "{} again: {:?}", name, again);
                }
                let mut back = b.clone();
                machine.join_object(&mut back, &a);
                prop_assert!(same_data(&back.data, &joined.data), "{:?} or {:?}", joined, back);
                Ok(())
            })?;
        }
    }
}
