//! Stories: what happens to each object, told in the last pass over the stable states.

use super::beside::Rounds;
use crate::bytecode::{BinaryOp, CodeKind, Name, Op, SlotKind};
use crate::cpython::effects::Drain;
use crate::heap::{Class, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::story::{Alone, Elements, EventOf, Measure, ObjectStory, Origin, Owner, StoryEvent};
use rustc_hash::FxHashSet;

impl Machine<'_> {
    pub(super) fn is_recording(&self) -> bool {
        self.abs.as_ref().is_some_and(|a| a.recording)
    }

    /// Tells what happens to every object that `v` may be.
    pub(super) fn happens(&mut self, v: Value, kind: EventOf) {
        if !self.is_recording() {
            return;
        }
        self.note_event(v, &kind);
        let members = self.members(v);
        let certain = members.len() == 1 && !self.abs().one_of_several;
        for id in members {
            if self.has_story(id) {
                self.tell(id, kind.clone(), certain);
            }
        }
    }

    /// Something can be told of one of the objects that `v` may be.
    pub(super) fn is_told(&self, v: Value) -> bool {
        self.is_recording() && self.members(v).into_iter().any(|id| self.has_story(id))
    }

    /// Containers, text and instances that the code makes; atoms have no story.
    pub(super) fn has_story(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        if !object.alive
            || self.abs.as_ref().is_none_or(|a| !a.stories.contains_key(&id) && !a.origins.contains_key(&id))
                && !self.is_watched(id)
        {
            return false;
        }
        match object.class {
            Class::User(_) => true,
            Class::Builtin(t) => {
                matches!(
                    t,
                    Type::List
                        | Type::Dict
                        | Type::DefaultDict
                        | Type::Counter
                        | Type::OrderedDict
                        | Type::Set
                        | Type::Str
                        | Type::Bytes
                        | Type::ByteArray
                        | Type::Deque
                        | Type::Tuple
                        | Type::Iterator
                        | Type::Generator
                ) || self.abs.as_ref().is_some_and(|a| a.stories.contains_key(&id))
                    || self.is_watched(id)
            }
        }
    }

    fn tell(&mut self, id: ObjId, kind: EventOf, certain: bool) {
        let needs_size = matches!(
            kind,
            EventOf::Bound { .. }
                | EventOf::Released { .. }
                | EventOf::Consumed { .. }
                | EventOf::Drawn { .. }
                | EventOf::Counted
                | EventOf::First
                | EventOf::Iterated
        );
        let measure = if needs_size { self.measure(id) } else { Measure::default() };
        self.tell_measured(id, kind, certain, measure);
    }

    pub(super) fn tell_measured(&mut self, id: ObjId, kind: EventOf, certain: bool, measure: Measure) {
        let (_, code, pc) = self.abs().at;
        let span = self.code(code).instrs.get(pc as usize).map_or(self.code(code).span, |i| i.span);
        let type_name = self.type_name(id).unwrap_or_default();
        // The body of a class runs where it stands.
        let in_call =
            self.abs.as_ref().is_some_and(|a| a.calls.iter().skip(1).any(|&c| self.code(c).kind != CodeKind::Class));
        let of = self.abs().calls.first().copied().unwrap_or(code);
        let (outer, outer_span) = match self.active.first() {
            Some(&f) if in_call => {
                let (pc, code) = (self.frames[f].pc, self.frames[f].code);
                (pc, self.code(code).instrs.get(pc as usize).map_or(span, |i| i.span))
            }
            _ => (pc, span),
        };
        let abs = self.abs();
        let made = abs.origins.get(&id).copied().unwrap_or(span);
        let made_at = abs.places.get(&id).map(|&(_, code, pc)| (code, pc));
        let of_class = abs.class_objects.get(&id).map(|of| Origin::ClassAttribute(of.clone()));
        let shared = of_class.or_else(|| abs.by_keys.get(&id).or_else(|| abs.handed_out.get(&id)).cloned());
        let origin = shared.unwrap_or(Origin::Local);
        if !abs.stories.contains_key(&id) {
            abs.order.push(id);
        }
        let story = abs.stories.entry(id).or_insert_with(|| ObjectStory {
            id,
            of,
            type_name,
            made,
            made_at,
            origin,
            assumes_default: false,
            events: Vec::new(),
            elements: Vec::new(),
        });
        if let Some(watched) = abs.retention.watched.get(&id) {
            story.origin.clone_from(watched);
        }
        story.events.push(StoryEvent { kind, span, code, pc, certain, in_call, outer, outer_span, measure });
    }

    /// Where an object is made, for its story.
    pub(super) fn tell_made(&mut self, id: ObjId) {
        let (_, code, pc) = self.abs().at;
        let span = self.code(code).instrs.get(pc as usize).map_or(self.code(code).span, |i| i.span);
        self.abs().origins.entry(id).or_insert(span);
    }

    /// The object is a list made only because a comprehension or `list()` makes one.
    pub(super) fn materialised(&mut self, id: ObjId, rounds: Rounds) {
        match rounds {
            Rounds::Input => self.abs().input_sized.insert(id),
            Rounds::Given => self.abs().given_sized.insert(id),
            Rounds::Few => false,
        };
        if !self.is_recording() {
            return;
        }
        self.tell(id, EventOf::Made, true);
        if let Some(story) = self.abs().stories.get_mut(&id) {
            story.origin = Origin::Materialised;
        }
    }

    /// A generator or lazy iterator has been made.
    pub(super) fn made_once(&mut self, v: Value) {
        let Some(id) = v.single() else { return };
        if self.is_recording() && self.has_story(id) {
            self.tell(id, EventOf::Made, true);
            if let Some(story) = self.abs().stories.get_mut(&id) {
                story.origin = Origin::Once;
            }
        }
    }

    /// `if rows:` of a generator; only of those it matters.
    pub(super) fn tested(&mut self, v: Value) {
        self.happens(v, EventOf::Read);
        if self.is_recording() && v.single().is_some_and(|id| matches!(self.heap.get(id).data, ObjectData::Iterator(_)))
        {
            self.happens(v, EventOf::Tested);
        }
    }

    /// What an operation that ran concretely did to its operands.
    pub(super) fn tell_exact(&mut self, op: Op, stack: &[Value]) {
        if !self.is_recording() {
            return;
        }
        let n = super::transfer::operands(op) as usize;
        let operands = stack[stack.len().saturating_sub(n)..].to_vec();
        match op {
            Op::GetIter => {
                self.happens(operands[0], EventOf::Iterated);
                if let Some((_, &ObjectData::View { dict, .. })) = self.known(operands[0]).map(|(i, o)| (i, &o.data)) {
                    self.happens(dict, EventOf::Drawn { by: "items".to_owned() });
                }
            }
            Op::StoreSubscript => {
                self.happens(operands[0], EventOf::Stored);
                self.gets_key(operands[1], operands[2], operands[0]);
                self.happens(operands[1], EventOf::Mutated { how: "[...] =".to_owned() });
            }
            Op::DeleteSubscript => self.happens(operands[0], EventOf::Mutated { how: "del [...]".to_owned() }),
            Op::StoreAttr(name) => {
                self.happens(operands[0], EventOf::Stored);
                self.kept_as_attribute(operands[0], name);
                self.note_kept(operands[0], |m| m.path_of(operands[1], m.text(name)));
                self.note_cycle(operands[1], name, operands[0]);
                let how = format!(".{} =", self.text(name));
                self.happens(operands[1], EventOf::Mutated { how });
            }
            Op::Inplace(BinaryOp::Mul) => {
                self.tell_repeated(&operands);
                self.happens(operands[0], EventOf::Mutated { how: "*=".to_owned() });
            }
            Op::Inplace(_) => {
                self.happens(operands[1], EventOf::Read);
                if self.known(operands[0]).is_some_and(|(_, o)| {
                    matches!(o.class, Class::Builtin(Type::List | Type::Set | Type::Dict | Type::ByteArray))
                }) {
                    self.happens(operands[0], EventOf::Mutated { how: "+=".to_owned() });
                }
            }
            Op::Binary(BinaryOp::Mul) => self.tell_repeated(&operands),
            Op::Is { negated } => {
                self.note_is(&operands, negated);
                operands.iter().for_each(|&v| self.happens(v, EventOf::Read));
            }
            Op::BuildList(_) | Op::BuildTuple(_) | Op::BuildSet(_) | Op::BuildDict(_) => {
                operands.iter().for_each(|&v| self.happens(v, EventOf::Stored));
            }
            Op::ListAppend(_) | Op::SetAdd(_) | Op::DictAdd(_) => {
                operands.iter().skip(1).for_each(|&v| self.happens(v, EventOf::Stored));
                if let (Op::ListAppend(_), &[list, .., v]) = (op, &operands[..]) {
                    self.note_element(list, v);
                }
            }
            Op::LoadSubscript => self.looked_up(operands[0], operands[1]),
            Op::Contains { .. } => {
                self.happens(operands[1], EventOf::LookedUp);
                self.consumed_by_in(operands[1]);
            }
            _ => operands.iter().for_each(|&v| self.happens(v, EventOf::Read)),
        }
    }

    /// `xs[key]`
    pub(super) fn looked_up(&mut self, container: Value, key: Value) {
        // `xs[:5]` copies what is there.
        if self.known(key).is_some_and(|(_, o)| o.is(Type::Slice)) {
            return self.happens(container, EventOf::Read);
        }
        self.happens(container, EventOf::LookedUp);
        if self.is_recording() && self.as_int(key) == Some(0) {
            self.happens(container, EventOf::First);
        }
    }

    fn tell_repeated(&mut self, operands: &[Value]) {
        let times = operands.iter().find_map(|&v| self.as_int(v)).map(|n| u64::try_from(n).unwrap_or(0));
        for &v in operands {
            let items = self.sequence_items(v).unwrap_or_default();
            for item in items {
                if times.is_none_or(|n| n > 1) {
                    self.happens(item, EventOf::Repeated { times });
                }
                self.happens(item, EventOf::Stored);
            }
        }
    }

    /// `x in xs` runs over a list until it finds x.
    pub(super) fn consumed_by_in(&mut self, container: Value) {
        let list = self.known(container).is_some_and(|(_, o)| o.is(Type::List));
        if list {
            let kind = EventOf::Consumed {
                by: "in".to_owned(),
                drain: Drain::Partial,
                alone: Alone::Yes,
                elements: Elements::Dropped,
            };
            self.happens(container, kind);
        }
    }

    pub(super) fn passed_on(&mut self, v: Value) {
        self.happens(v, EventOf::PassedOn);
        self.havoc(&[v]);
    }

    /// Code that is not in view gets these values.
    pub(super) fn pass_on(&mut self, values: &[Value]) {
        for &v in values {
            self.happens(v, EventOf::PassedOn);
        }
        self.havoc(values);
    }

    // -- names

    /// A name is bound to `v`; `old` is what it held.
    pub(super) fn bound(&mut self, f: usize, name: Name, old: Value, v: Value) {
        if !self.is_recording() {
            return;
        }
        self.note_bound(f, name, old, v);
        if old.is_bound() && old != v {
            self.publish_release(f, name, old, v);
            if v == Value::NONE {
                self.released(f, name, old, false);
            } else {
                let slot_name = name;
                let name = self.text(name).to_owned();
                self.happens(old, EventOf::Rebound { name });
                // `obj = Wrapper(obj)`
                self.frames[f].stack.push(v);
                self.finalized_by_rebinding(f, slot_name, old);
                self.frames[f].stack.pop();
            }
        }
        if !self.is_told(v) {
            return;
        }
        let from = v.single().and_then(|_| self.certain_alias(f, name, v));
        let from = from.map(|n| self.text(n).to_owned());
        let name = self.text(name).to_owned();
        self.happens(v, EventOf::Bound { name, from });
    }

    /// Names of the frame (and of the module, where it runs) with what they hold.
    pub(super) fn names_in_sight(&self, f: usize) -> Vec<(Name, Value)> {
        let frame = &self.frames[f];
        let code = self.code(frame.code);
        if code.kind == CodeKind::Module {
            return self.globals.iter().copied().filter(|(_, v)| v.is_bound()).collect();
        }
        let slots = frame.slots.iter().zip(&code.slots);
        let named = slots.filter(|(_, (_, kind))| !matches!(kind, SlotKind::Hidden | SlotKind::Iteration)).map(
            |(&v, &(name, kind))| {
                let cell = matches!(kind, SlotKind::Cell | SlotKind::Free);
                (name, if cell { self.cell_value(v) } else { v })
            },
        );
        named.chain(frame.names.iter().copied()).filter(|(_, v)| v.is_bound()).collect()
    }

    pub(super) fn released(&mut self, f: usize, name: Name, old: Value, deleted: bool) {
        if !self.is_recording() {
            return;
        }
        if deleted {
            self.publish_release(f, name, old, Value::NONE);
        }
        for id in self.members(old) {
            if self.has_story(id) {
                let owners = self.owners(f, id, name);
                let slot_name = name;
                let name = self.text(name).to_owned();
                let certain = old.single().is_some() && !self.heap.get(id).summary;
                let may_be_last = certain && owners.is_empty();
                self.tell(id, EventOf::Released { name, owners, deleted }, certain);
                if may_be_last {
                    self.reclaimed_by_release(f, slot_name, id);
                }
            }
        }
    }

    /// Names from which the object is certainly reached, `without` aside.
    fn owners(&self, f: usize, id: ObjId, without: Name) -> Vec<Owner> {
        let mut out = Vec::new();
        // The names of callers own it, too.
        let frames = self.active.iter().rev().copied().filter(|&a| a != f);
        let outer: Vec<(Name, Value)> = frames.flat_map(|a| self.names_in_sight(a)).collect();
        let own = self.names_in_sight(f).into_iter().filter(|(name, _)| *name != without);
        for (name, v) in own.chain(outer) {
            if v == Value::from(id) {
                out.push(Owner { name: self.text(name).to_owned(), direct: true });
            } else if self.certainly_reaches(v, id) {
                out.push(Owner { name: self.text(name).to_owned(), direct: false });
            }
        }
        out
    }

    /// A chain of references, each certain, leads from `v` to `id`.
    pub(super) fn certainly_reaches(&self, v: Value, id: ObjId) -> bool {
        let mut seen = FxHashSet::default();
        let mut todo: Vec<ObjId> = v.single().into_iter().collect();
        while let Some(at) = todo.pop() {
            let object = self.heap.get(at);
            if at == ObjId::OPAQUE || object.summary || !object.alive || !seen.insert(at) || seen.len() > 200 {
                continue;
            }
            // What escaped code may have changed is not certain; contents known as a whole may be elsewhere.
            let certain = match &object.data {
                // `self.rows = rows`: there until somebody else may have changed it.
                ObjectData::Summary(s) if self.is_tracked(at) => {
                    todo.extend(s.attributes.iter().filter_map(|(_, v)| v.single()));
                    if s.attributes.iter().any(|(_, v)| *v == Value::from(id)) {
                        return true;
                    }
                    continue;
                }
                ObjectData::List(_) | ObjectData::Dict(_) | ObjectData::Set(_) | ObjectData::Instance(_) => {
                    !object.escaped
                }
                ObjectData::Summary(s) => !object.escaped && s.len == (1, 1),
                ObjectData::Class(_) | ObjectData::Module(_) => false,
                ObjectData::Iterator(i) => !i.exhausted,
                _ => true,
            };
            if !certain {
                continue;
            }
            let mut held = Vec::new();
            self.each_child(at, |c| held.push(c));
            for child in held.into_iter().filter_map(Value::single) {
                if child == id {
                    return true;
                }
                todo.push(child);
            }
        }
        false
    }
}
