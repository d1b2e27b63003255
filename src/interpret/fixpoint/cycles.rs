//! Objects that hold themselves: reference counting never frees them, the cycle collector does, later.

use super::beside::{Given, MadeFunction};
use super::classes::MadeClass;
use super::focus::Focus;
use crate::bytecode::Name;
use crate::heap::{Class, ObjId, Object, ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::story::{EventOf, Measure, ObjectStory};
use crate::semantic::{Bindings, Interest};

/// Instructions that may be interpreted for the instances of all classes of a file.
const CYCLES_FUEL: u64 = 60_000;

impl Machine<'_> {
    /// `owner.name = v`, where `v` may lead back to the owner.
    pub(super) fn note_cycle(&mut self, owner: Value, name: Name, v: Value) {
        if !self.abs.as_ref().is_some_and(|a| a.recording && a.cycles) {
            return;
        }
        let Some(id) = owner.single().filter(|&id| self.is_own_instance(id)) else { return };
        let back = v == owner || self.certainly_reaches(v, id);
        // Whoever sets it to `None` again breaks the cycle.
        if !back || self.compiler.bindings().is_attribute_cleared(self.text(name)) {
            return;
        }
        let mut finalizer = self.finalizer(id);
        for between in self.held_in_cycle(v, id) {
            finalizer = finalizer.or_else(|| self.finalizer(between));
        }
        let place = self.text(name).to_owned();
        self.happens(owner, EventOf::Cycle { place, finalizer });
    }

    fn is_own_instance(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        matches!((object.class, &object.data), (Class::User(_), ObjectData::Instance(_)))
    }

    /// Instances that `v` leads to and that lead to `owner`.
    fn held_in_cycle(&self, v: Value, owner: ObjId) -> Vec<ObjId> {
        let mut reached = self.reachable_from(&[v]);
        reached.retain(|&id| id != owner && self.is_own_instance(id) && self.certainly_reaches(id.into(), owner));
        reached
    }

    /// The analysed code is at its end: what each object in a cycle holds by now.
    pub(super) fn measure_cycles(&mut self) {
        let in_cycle = |story: &ObjectStory| story.events.iter().any(|e| matches!(e.kind, EventOf::Cycle { .. }));
        let ids: Vec<ObjId> = self.abs().stories.values().filter(|s| in_cycle(s)).map(|s| s.id).collect();
        for id in ids {
            let measure = self.measure_held(id);
            for event in self.abs().stories.get_mut(&id).into_iter().flat_map(|s| &mut s.events) {
                if matches!(event.kind, EventOf::Cycle { .. }) {
                    event.measure = measure;
                }
            }
        }
    }

    /// An instance with what its attributes hold.
    fn measure_held(&self, id: ObjId) -> Measure {
        let mut all = Measure { bytes: self.size_of(id), ..Measure::default() };
        for held in self.reachable_from(&[id.into()]).into_iter().filter(|&h| h != id) {
            let one = match self.heap.get(held).class {
                Class::Builtin(_) if !self.heap.get(held).escaped => self.measure(held),
                _ => continue,
            };
            all.input |= one.input;
            let bytes = if self.holds_constants(held) { one.own.or(one.bytes) } else { one.bytes.or(one.own) };
            all.bytes = Some(all.bytes.unwrap_or(0).saturating_add(bytes.unwrap_or(0)));
        }
        all
    }

    /// `[None] * n`: nothing but the list itself.
    fn holds_constants(&self, id: ObjId) -> bool {
        let mut all = true;
        self.each_child(id, |c| all &= self.members(c).iter().all(|&m| self.heap.get(m).immortal));
        all
    }

    /// Each marked class has its `__init__` run on an instance of it.
    pub(super) fn analyze_cycles(&mut self, bindings: &Bindings<'_>, focus: Focus<'_>) {
        if !bindings.scopes().any(|(_, s)| s.interest.intersects(Interest::CYCLE)) {
            return;
        }
        let fuel = self.fuel;
        self.fuel = fuel.min(CYCLES_FUEL);
        let granted = self.fuel;
        self.abs().cut |= self.abs().classes.len() > 200;
        for i in 0..self.abs().classes.len().min(200) {
            let class = self.abs().classes[i].clone();
            if !focus.covers(self.code(class.code).span) {
                continue;
            }
            if bindings.scope(self.compiler.scope_of(class.code)).interest.intersects(Interest::CYCLE) {
                self.make_instance(&class, bindings);
            }
        }
        // With more of them, later ones would get less.
        self.abs().cut |= self.fuel < granted / 4;
        self.fuel = fuel - (granted - self.fuel);
    }

    fn make_instance(&mut self, class: &MadeClass, bindings: &Bindings<'_>) {
        let family = self.family(class);
        let methods = self.methods(&family, bindings);
        let Some(init) = methods.into_iter().find(|m| &*self.code(m.data.code).name == "__init__") else { return };
        self.note_runs(Some(class.code), init.data.code);
        let held: Vec<(ObjId, Object)> = family.iter().flat_map(|c| c.held.iter().cloned()).collect();
        let first = self.abs().finished.len();
        self.run_init(&init, class.id, held);
        // Whatever else happens is told when the methods are analysed on their own.
        let told = self.abs().finished.split_off(first);
        let cycles = told.into_iter().filter_map(|mut story| {
            story.events.retain(|e| matches!(e.kind, EventOf::Cycle { .. }));
            (!story.events.is_empty()).then_some(story)
        });
        self.abs().finished.extend(cycles);
    }

    fn run_init(&mut self, init: &MadeFunction, class: ObjId, held: Vec<(ObjId, Object)>) {
        self.run_with(
            init,
            &Given::Nothing,
            |m, frame| {
                for (id, object) in held {
                    *m.heap.get_mut(id) = Object { escaped: false, ..object };
                }
                let v = m.make(Object::new(Class::User(class), ObjectData::Instance(Box::default())));
                m.frames[frame].slots[0] = v;
            },
            |_, ()| (),
        );
    }
}
