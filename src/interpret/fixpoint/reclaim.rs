//! Where an object's last reference goes: reference counting reclaims it there, at once.

use crate::bytecode::{CodeId, CodeKind, Name, Op, SlotKind};
use crate::heap::{Class, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::story::{EventOf, Measure};
use rustc_hash::FxHashSet;

/// All that is reached without the references that go.
type Kept = FxHashSet<ObjId>;

impl Machine<'_> {
    /// `del name`, or `name = None`.
    pub(super) fn reclaimed_by_release(&mut self, f: usize, name: Name, id: ObjId) {
        if let Some(kept) = self.kept_without(f, id, Some(name)) {
            let finalizer = self.finalizer(id);
            let measure = self.measure_reclaimed(id, &kept);
            self.tell_measured(id, EventOf::Reclaimed { finalizer }, true, measure);
        }
    }

    /// `obj = Demo()` where `obj` was another `Demo`: told of instances with a `__del__` alone, to be cheap.
    pub(super) fn finalized_by_rebinding(&mut self, f: usize, name: Name, old: Value) {
        if let Some(id) = old.single() {
            self.finalized(f, id, Some(name));
        }
    }

    /// The end of a function lets go of its locals. Only the analysed function's own end is told: what it made, no
    /// caller holds. The end of a generator is left out: it may come by `close()` or never.
    pub(super) fn finalized_at_return(&mut self, f: usize, returned: Value) {
        let code = self.code(self.frames[f].code);
        let plain = code.kind == CodeKind::Function && !code.is_generator && !code.is_coroutine;
        if !self.is_recording() || !plain || self.abs().calls.len() > 1 {
            return;
        }
        // `return [obj]`
        self.frames[f].stack.push(returned);
        let slots = self.frames[f].slots.iter().zip(&self.code(self.frames[f].code).slots);
        let locals = slots.filter(|(_, (_, kind))| *kind == SlotKind::Local);
        let mut held: Vec<ObjId> = locals.filter_map(|(v, _)| v.single()).collect();
        held.sort_unstable();
        held.dedup();
        held.into_iter().for_each(|id| self.finalized(f, id, None));
        self.frames[f].stack.pop();
    }

    fn finalized(&mut self, f: usize, id: ObjId, name: Option<Name>) {
        let Some(finalizer) = self.finalizer(id).filter(|_| !self.heap.get(id).summary) else { return };
        if self.kept_without(f, id, name).is_some() {
            self.happens(id.into(), EventOf::Reclaimed { finalizer: Some(finalizer) });
        }
    }

    /// The class, in the order of lookup, whose `__del__` an instance runs.
    pub(super) fn finalizer(&mut self, id: ObjId) -> Option<String> {
        let Class::User(class) = self.heap.get(id).class else { return None };
        let del = self.intern("__del__");
        let ObjectData::Class(data) = &self.heap.get(class).data else { return None };
        data.mro.iter().find_map(|&c| match &self.heap.get(c).data {
            ObjectData::Class(d) => {
                crate::interpret::attribute::find(&d.attributes, del).is_some().then(|| d.name.clone())
            }
            _ => None,
        })
    }

    /// What is still reached without this name of the frame (or, without a name, its locals), if the object is not:
    /// what code out of view may hold is escaped, all else is reached from a name or a value that is worked on.
    pub(super) fn kept_without(&self, f: usize, id: ObjId, name: Option<Name>) -> Option<Kept> {
        if self.heap.get(id).escaped || self.heap.get(id).immortal || self.may_be_in_traceback(f, id) {
            return None;
        }
        let mut kept = Kept::default();
        let mut todo: Vec<ObjId> = self.other_roots(f, name).into_iter().flat_map(|v| self.members(v)).collect();
        while let Some(at) = todo.pop() {
            if at == id {
                return None;
            }
            if kept.insert(at) && self.heap.get(at).alive {
                self.each_child(at, |child| todo.extend(self.members(child)));
            }
        }
        Some(kept)
    }

    /// An exception that was caught while the object lived may live on (`except E as e: self.error = e`); its
    /// traceback holds this frame and those of calls that got the object.
    fn may_be_in_traceback(&self, f: usize, id: ObjId) -> bool {
        let frame = &self.frames[f];
        let made = self.site(id).filter(|site| site.1 == frame.code).map_or(0, |site| site.2);
        self.code(frame.code).handlers.iter().any(|h| made < h.end && h.start < frame.pc)
    }

    /// What every frame and the module hold, without one name of a frame, or all its locals.
    fn other_roots(&self, f: usize, without: Option<Name>) -> Vec<Value> {
        let mut roots = Vec::new();
        for &a in &self.active {
            let frame = &self.frames[a];
            roots.extend(frame.stack.iter().copied());
            let goes = |n: Name| a == f && without.is_none_or(|w| w == n);
            let slots = frame.slots.iter().zip(&self.code(frame.code).slots);
            let stays = slots.filter(|(_, (n, kind))| !(goes(*n) && *kind == SlotKind::Local));
            roots.extend(stays.map(|(v, _)| *v));
            roots.extend(frame.names.iter().filter(|(n, _)| !goes(*n)).map(|(_, v)| *v));
        }
        let in_module = self.code(self.frames[f].code).kind == CodeKind::Module;
        roots.extend(self.globals.iter().filter(|(n, _)| !(in_module && without == Some(*n))).map(|(_, v)| *v));
        roots
    }

    /// Bytes that go with an object; unknown as soon as the size of an item, or who else holds it, is not known.
    fn measure_reclaimed(&self, id: ObjId, kept: &Kept) -> Measure {
        let mut items = Vec::new();
        self.each_child(id, |child| items.extend(self.members(child)));
        let plain = matches!(self.heap.get(id).class, Class::Builtin(Type::List | Type::Bytes | Type::ByteArray));
        if plain && items.iter().all(|&item| self.is_countable(id, item, kept)) {
            self.measure(id)
        } else {
            Measure { bytes: None, ..self.measure(id) }
        }
    }

    /// One new number for each item, which nobody else holds: `[i for i in range(n)]`, `list(range(n))`, `[i * 0.5
    /// ...]`; or a constant, which stays. Any other `int` may be a cached one (`i % 2`) or a long one (`2 ** i`).
    fn is_countable(&self, container: ObjId, item: ObjId, kept: &Kept) -> bool {
        let object = self.heap.get(item);
        if item == ObjId::UNBOUND || object.immortal {
            return item != ObjId::OPAQUE;
        }
        if kept.contains(&item) || object.escaped {
            return false;
        }
        let (Some(made), Some(container_made)) = (self.site(item), self.site(container)) else { return false };
        let op = self.code(made.1).instrs.get(made.2 as usize).map(|i| i.op);
        match object.class {
            Class::Builtin(Type::Int) => matches!(op, Some(Op::ForIter(_))) || made == container_made,
            Class::Builtin(Type::Float) => matches!(op, Some(Op::Binary(_))),
            _ => false,
        }
    }

    /// Call string, code and instruction that make an object.
    pub(super) fn site(&self, id: ObjId) -> Option<(u64, CodeId, u32)> {
        self.abs.as_ref()?.places.get(&id).copied()
    }
}
