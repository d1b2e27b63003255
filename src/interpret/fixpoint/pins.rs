//! What holds more than it shows: a suspended generator its frame, a view its buffer; and what holds less than it
//! seems to: a weak reference to something that nobody else has.

use crate::bytecode::CodeId;
use crate::heap::{Class, IteratorKind, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::story::{EventOf, Keeper, Measure, Origin, Pin};
use rustc_hash::FxHashMap;

/// An object that is held by something smaller.
#[derive(Clone, Debug)]
pub(super) struct Pinned {
    object: ObjId,
    /// As it was then.
    measure: Measure,
    by: Pin,
    /// Where the first thing that holds it was made.
    code: CodeId,
    pc: u32,
}

/// What generators and views hold, by generator or view.
pub(super) type Pins = FxHashMap<ObjId, Vec<Pinned>>;

impl Machine<'_> {
    /// A generator has been made, which has `held` in its frame.
    pub(super) fn note_frame(&mut self, generator: Value, held: &[(ObjId, Measure)]) {
        let Some(id) = generator.single().filter(|_| self.follows_retention()) else { return };
        let (_, code, pc) = self.abs().at;
        let pinned = |&(object, measure): &(ObjId, Measure)| Pinned { object, measure, by: Pin::Frame, code, pc };
        let pinned = held.iter().map(pinned).collect();
        self.abs().retention.pins.insert(id, pinned);
    }

    /// Objects with a story that go on living with these, and how large they are now.
    pub(super) fn measured_within(&self, values: &[Value]) -> Vec<(ObjId, Measure)> {
        if !self.follows_retention() {
            return Vec::new();
        }
        let all = values.iter().flat_map(|&v| self.held_by(v));
        all.filter(|&id| self.has_story(id)).map(|id| (id, self.measure(id))).collect()
    }

    /// `memoryview(data)`
    pub(super) fn note_view(&mut self, view: Value, base: Value) {
        let (Some(id), Some(object)) = (view.single(), base.single()) else { return };
        if !self.follows_retention() {
            return;
        }
        // `file.read()`, where the class of `file` is not known.
        let read = self.abs().whole_texts.contains(&object);
        if read {
            self.watch_for(object, Origin::Local);
        }
        if read || self.has_story(object) {
            let (_, code, pc) = self.abs().at;
            let measure = if read { Measure { input: true, ..Measure::default() } } else { self.measure(object) };
            let pinned = Pinned { object, measure, by: Pin::View, code, pc };
            self.abs().retention.pins.insert(id, vec![pinned]);
        }
    }

    /// `view[a:b]`: another view of the same buffer.
    pub(super) fn slice_of_view(&mut self, view: Value) -> Value {
        let v = self.iterator(IteratorKind::Unknown, vec![view]);
        let Some(id) = v.single() else { return v };
        self.heap.get_mut(id).class = Class::Builtin(Type::MemoryView);
        let pinned = view.single().and_then(|of| self.retention()?.pins.get(&of)).cloned();
        if let Some(pinned) = pinned {
            self.abs().retention.pins.insert(id, pinned);
        }
        v
    }

    /// A place that outlives the call gets `v`.
    pub(super) fn pinned_by(&mut self, v: Value, keeper: &Keeper) {
        for pinned in self.pinned_within(v) {
            self.tell_pinned(pinned, keeper.place.clone());
        }
    }

    /// The function returns `v`.
    pub(super) fn pinned_by_result(&mut self, v: Value) {
        for pinned in self.pinned_within(v).into_iter().filter(|p| p.by == Pin::View) {
            self.tell_pinned(pinned, "the result".to_owned());
        }
    }

    fn tell_pinned(&mut self, p: Pinned, place: String) {
        if self.heap.get(p.object).alive {
            let kind = EventOf::Pinned { by: p.by, place, code: p.code, pc: p.pc };
            self.tell_measured(p.object, kind, true, p.measure);
        }
    }

    fn pinned_within(&self, v: Value) -> Vec<Pinned> {
        let Some(pins) = self.retention().map(|r| &r.pins).filter(|p| !p.is_empty()) else { return Vec::new() };
        let held = self.held_by(v);
        // What holds the buffer itself is no smaller.
        held.iter().filter_map(|id| pins.get(id)).flatten().cloned().collect()
    }

    /// A weak reference to `v` is made, and nothing else refers to it.
    pub(super) fn held_weakly(&mut self, v: Value, by: &str) {
        let Some(&f) = self.active.last().filter(|_| self.is_recording() && self.follows_retention()) else { return };
        let Some((id, object)) = self.known(v) else { return };
        let bound = matches!(object.data, ObjectData::Method { .. }) || self.receiver_of(id).is_some();
        // `self.bound = self.close` holds the method, too.
        let named = self.names_in_sight(f).iter().any(|&(_, held)| self.held_by(held).contains(&id));
        let own = matches!(object.data, ObjectData::Instance(_) | ObjectData::Function(_) | ObjectData::Method { .. });
        let nobody = self.intern("");
        let object = self.heap.get(id);
        let dead = if bound && object.is(Type::Opaque) {
            !named
        } else {
            own && !object.summary && !named && self.kept_without(f, id, Some(nobody)).is_some()
        };
        if dead {
            self.watch_for(id, Origin::Local);
            self.happens(v, EventOf::HeldWeakly { by: by.to_owned(), method: bound });
        }
    }
}
