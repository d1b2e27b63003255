//! Iterators that `__init__` leaves in an attribute: each method is run on such an instance, which shows whether it
//! reads one of them twice.
//!
//! ```python
//! class Stats:
//!     def __init__(self, values):
//!         self.values = (float(v) for v in values)
//!     def mean(self):
//!         return sum(self.values) / len(list(self.values))
//! ```

use super::focus::Focus;
use crate::bytecode::{CodeId, Name, Op};
use crate::heap::{Class, FunctionData, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::story::{ObjectStory, Origin};
use crate::semantic::{Bindings, Interest};
use rustc_hash::FxHashSet;

impl Machine<'_> {
    pub(super) fn follow_kept_iterators(&mut self, bindings: &Bindings<'_>, focus: Focus<'_>) {
        let marked = |b: &Bindings<'_>| b.scopes().any(|(_, s)| s.interest.intersects(Interest::KEEPS_ITERATOR));
        if !marked(bindings) {
            return;
        }
        let classes: Vec<ObjId> = self.heap.ids().filter(|&id| self.heap.get(id).is(Type::Type)).collect();
        for class in classes {
            let Some(body) = self.body_of(class) else { continue };
            let scope = bindings.scope(self.compiler.scope_of(body));
            if scope.interest.intersects(Interest::KEEPS_ITERATOR) && focus.covers(scope.span) {
                self.run_with_iterators(class, body);
            }
        }
    }

    fn run_with_iterators(&mut self, class: ObjId, body: CodeId) {
        let methods = self.methods_of(class);
        let init = self.intern("__init__");
        let Some(init) = methods.iter().find(|(n, _)| *n == init).map(|(_, data)| data.clone()) else { return };
        let told = self.abs().finished.len();
        self.heap.mark();
        self.abs().at = (0, init.code, u32::MAX);
        self.abs().made_here = 0;
        let instance = self.make(Object::new(Class::User(class), ObjectData::Instance(Box::default())));
        if self.run_on(&init, Some(instance)) {
            let rebound = self.attributes_bound_beside(class, init.code);
            let kept = self.kept_iterators(instance, &rebound);
            self.end_stories();
            self.abs().finished.truncate(told);
            for (_, data) in methods.iter().filter(|(_, data)| data.code != init.code) {
                if self.reads_any(data.code, &kept) {
                    self.note_runs(Some(body), data.code);
                    self.run_reader(data, instance, &kept);
                }
            }
        }
        self.end_stories();
        self.heap.rollback();
        self.heap.commit();
    }

    /// Attributes that other methods of the class, or of a class below it, bind: in which order they run is not known.
    fn attributes_bound_beside(&mut self, class: ObjId, init: CodeId) -> Vec<Name> {
        let below =
            |m: &Self, id: ObjId| matches!(&m.heap.get(id).data, ObjectData::Class(d) if d.mro.contains(&class));
        let classes: Vec<ObjId> = self.heap.ids().filter(|&id| below(self, id)).collect();
        let mut codes: Vec<CodeId> =
            classes.into_iter().flat_map(|c| self.methods_of(c)).map(|(_, data)| data.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut out = Vec::new();
        for code in codes.into_iter().filter(|&code| code != init) {
            self.compiler.ensure(code);
            self.attributes_bound_by(code, &mut out);
        }
        out
    }

    /// Attributes that certainly hold an iterator which nobody else may have.
    fn kept_iterators(&self, instance: Value, rebound: &[Name]) -> Vec<(Name, ObjId)> {
        let Some((_, Object { data: ObjectData::Instance(a), .. })) = self.known(instance) else { return Vec::new() };
        let one = |&(name, v): &(Name, Value)| {
            let (id, object) = self.known(v)?;
            let lazy = matches!(object.class, Class::Builtin(Type::Iterator | Type::Generator));
            let own = lazy && !object.escaped && !object.summary && !rebound.contains(&name);
            own.then_some((name, id))
        };
        a.values.iter().filter_map(one).collect()
    }

    fn reads_any(&mut self, code: CodeId, kept: &[(Name, ObjId)]) -> bool {
        self.compiler.ensure(code);
        let reads = |op: Op| matches!(op, Op::LoadAttr(n) if kept.iter().any(|(name, _)| *name == n));
        self.code(code).instrs.iter().any(|i| reads(i.op))
    }

    /// Tells of the iterators, and of those that the method makes to read them: `sum(v for v in self.values)`.
    fn run_reader(&mut self, data: &FunctionData, instance: Value, kept: &[(Name, ObjId)]) {
        let told = self.abs().finished.len();
        for &(_, id) in kept {
            let story = self.story_of_kept(id, data.code);
            self.abs().stories.insert(id, story);
            self.abs().order.push(id);
        }
        self.heap.mark();
        self.run_on(data, Some(instance));
        self.heap.rollback();
        self.heap.commit();
        self.end_stories();
        let all = self.abs().finished.split_off(told);
        let before: FxHashSet<(ObjId, CodeId)> = self.abs().finished.iter().map(|s| (s.id, s.of)).collect();
        let news =
            |s: &ObjectStory| s.origin == Origin::Once && !s.events.is_empty() && !before.contains(&(s.id, s.of));
        self.abs().finished.extend(all.into_iter().filter(news));
    }

    fn story_of_kept(&self, id: ObjId, of: CodeId) -> ObjectStory {
        let abs = self.abs.as_ref();
        let made_at = self.site(id).map(|(_, code, pc)| (code, pc));
        let made = abs.and_then(|a| a.origins.get(&id)).copied().unwrap_or(self.code(of).span);
        ObjectStory {
            id,
            of,
            type_name: self.type_name(id).unwrap_or_default(),
            made,
            made_at,
            origin: Origin::Once,
            assumes_default: false,
            events: Vec::new(),
            elements: Vec::new(),
        }
    }
}
