//! What is done later to objects that the module, or an instance's `__init__`, leaves behind: functions of the module
//! and methods of the class go on where that ended, each from the same state, and add to the stories of these objects.
//!
//! ```python
//! class Board:
//!     def __init__(self):
//!         self.cells = [[0] * 3] * 3
//!     def play(self, x, y):
//!         self.cells[y][x] = 1
//! ```

use super::beside::Given;
use super::driver::FUNCTION_FUEL;
use super::focus::Focus;
use crate::bytecode::{CodeId, CodeKind, Instr, Name, Op, SlotKind};
use crate::heap::{Class, FunctionData, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::story::{EventOf, KeyedBy, StoryEvent};
use crate::semantic::{Bindings, Interest};
use rustc_hash::FxHashSet;

/// How many functions go on from one state.
const MAX_FOLLOWERS: usize = 40;

impl Machine<'_> {
    /// The module has run and its stories are still open.
    pub(super) fn follow_module(&mut self, bindings: &Bindings<'_>) {
        if !bindings.is_module_followed() {
            return;
        }
        let keyed = self.keyed_globals();
        let rebound: FxHashSet<&str> = bindings.declared_globals().collect();
        let followed: Vec<Name> = self
            .globals
            .iter()
            .filter(|&&(n, v)| !rebound.contains(&self.text(n)) && (keyed.contains(&n) || self.holds_repeated(v)))
            .map(|g| g.0)
            .collect();
        if followed.is_empty() {
            return;
        }
        let made: Vec<FunctionData> = self.abs().functions.iter().map(|f| f.data.clone()).collect();
        let mut done: Vec<CodeId> = Vec::new();
        for data in made {
            self.compiler.ensure(data.code);
            let code = self.code(data.code);
            let plain = matches!(code.kind, CodeKind::Function | CodeKind::Lambda);
            let uses = code.instrs.iter().any(|i| matches!(i.op, Op::LoadGlobal(n) if followed.contains(&n)));
            if plain && uses && !done.contains(&data.code) && done.len() < MAX_FOLLOWERS {
                done.push(data.code);
                self.try_run(&data, None);
            }
        }
    }

    /// Dicts of the module that some function stores into.
    fn keyed_globals(&mut self) -> Vec<Name> {
        let made: Vec<CodeId> = self.abs().functions.iter().map(|f| f.data.code).collect();
        let is_dict = |v: Value| self.known(v).is_some_and(|(_, o)| o.is(Type::Dict));
        let dicts: FxHashSet<Name> = self.globals.iter().filter(|(_, v)| is_dict(*v)).map(|g| g.0).collect();
        let mut out = Vec::new();
        if dicts.is_empty() {
            return out;
        }
        let mut stored = FxHashSet::default();
        for id in made {
            self.compiler.ensure(id);
            let code = self.code(id);
            for (pc, i) in code.instrs.iter().enumerate() {
                let container = match i.op {
                    Op::StoreSubscript => {
                        let within = |t: &&Instr| i.span.start <= t.span.start && t.span.end <= i.span.end;
                        code.instrs[..pc].iter().rev().take_while(within).last()
                    }
                    Op::LoadMethod(n) if self.text(n) == "setdefault" => pc.checked_sub(1).map(|at| &code.instrs[at]),
                    _ => None,
                };
                let Some(Op::LoadGlobal(n)) = container.map(|i| i.op) else { continue };
                if dicts.contains(&n) && stored.insert(n) {
                    out.push(n);
                }
            }
        }
        if !out.is_empty() {
            let shrunk = self.shrunk_globals();
            out.retain(|n| !shrunk.contains(n));
        }
        out
    }

    /// Globals from which some function, nested ones included, takes entries if they are dicts.
    fn shrunk_globals(&mut self) -> FxHashSet<Name> {
        let mut out = FxHashSet::default();
        let mut at = 0;
        while at < self.program().codes.len() {
            let id = self.program().code_id(at);
            at += 1;
            self.compiler.ensure(id);
            let code = self.code(id);
            for (pc, pair) in code.instrs.windows(2).enumerate() {
                let Op::LoadGlobal(n) = pair[0].op else { continue };
                let start = pair[0].span.start;
                let shrinks = match pair[1].op {
                    Op::LoadMethod(m) => {
                        matches!(self.text(m), "pop" | "popitem" | "clear" | "move_to_end" | "copy" | "keys" | "items")
                    }
                    _ => {
                        let mut rest = code.instrs[pc + 1..].iter().take_while(|i| start <= i.span.start);
                        rest.any(|i| i.op == Op::DeleteSubscript && i.span.start == start)
                    }
                };
                if shrinks {
                    out.insert(n);
                }
            }
        }
        out
    }

    /// Tells of a new key in a dict that the module left.
    pub(super) fn gets_key(&mut self, container: Value, key: Value, value: Value) {
        let in_function = self.abs().calls.first().is_some_and(|&c| c != CodeId::MODULE);
        if !in_function || !self.is_recording() || !self.known(container).is_some_and(|(_, o)| o.is(Type::Dict)) {
            return;
        }
        let given = |m: &Self, v: Value| {
            m.known(v).is_some_and(|(_, o)| {
                let code = matches!(o.data, ObjectData::Function(_) | ObjectData::Class(_));
                code || o.is(Type::Opaque) && o.escaped
            })
        };
        let constant = self.members(key).iter().all(|&id| {
            let object = self.heap.get(id);
            object.immortal && id != ObjId::OPAQUE
                || matches!(object.data, ObjectData::Str(_) | ObjectData::Int(_) | ObjectData::Class(_))
        });
        let by = if constant || self.key_is_of_few() {
            KeyedBy::Few
        } else if given(self, value) {
            KeyedBy::Caller
        } else {
            KeyedBy::Computed
        };
        self.happens(container, EventOf::Keyed { by });
    }

    /// `CACHE[type(x)]`, `CACHE[cls]`, `CACHE[f.__name__]`: as many as the program has classes and functions.
    fn key_is_of_few(&mut self) -> bool {
        let (_, code, pc) = self.abs().at;
        let code = self.code(code);
        let Some(span) = code.instrs.get(pc as usize).map(|i| i.span) else { return true };
        let inside = code.instrs[..pc as usize].iter().filter(|i| span.start <= i.span.start && i.span.end <= span.end);
        let few =
            ["type", "cls", "klass", "__class__", "__name__", "__qualname__", "__module__", "getpid", "get_ident"];
        inside
            .filter_map(|i| match i.op {
                Op::LoadGlobal(n) | Op::LoadAttr(n) | Op::LoadMethod(n) => Some(n),
                Op::LoadFast(s) | Op::LoadDeref(s) => code.slots.get(s as usize).map(|slot| slot.0),
                _ => None,
            })
            .any(|n| few.contains(&self.text(n)))
    }

    /// Instances of classes of which a method repeats something.
    pub(super) fn follow_instances(&mut self, bindings: &Bindings<'_>, focus: Focus<'_>) {
        let classes: Vec<ObjId> = self.heap.ids().filter(|&id| self.heap.get(id).is(Type::Type)).collect();
        for class in classes {
            let body = self.body_of(class);
            if body.is_some_and(|body| !focus.covers(self.code(body).span)) {
                continue;
            }
            let methods = self.methods_of(class);
            let marked = |m: &Self, data: &FunctionData| {
                bindings.scope(m.compiler.scope_of(data.code)).interest.intersects(Interest::REPEAT)
            };
            if methods.iter().any(|(_, data)| marked(self, data)) {
                let makers = methods.iter().filter(|(_, data)| marked(self, data)).map(|(_, d)| d.clone()).collect();
                methods.iter().for_each(|(_, data)| self.note_runs(body, data.code));
                self.follow_class(class, &methods, makers);
            }
        }
    }

    fn follow_class(&mut self, class: ObjId, methods: &[(Name, FunctionData)], makers: Vec<FunctionData>) {
        let init = self.intern("__init__");
        let init = methods.iter().find(|(n, _)| *n == init).map(|(_, data)| data.clone());
        self.heap.mark();
        let first = init.as_ref().or(makers.first()).map_or(CodeId::MODULE, |data| data.code);
        self.abs().at = (0, first, u32::MAX);
        self.abs().made_here = 0;
        let instance = self.make(Object::new(Class::User(class), ObjectData::Instance(Box::default())));
        let ready = init.as_ref().is_none_or(|data| self.run_on(data, Some(instance)));
        if ready {
            let later = makers.into_iter().filter(|m| init.as_ref().is_none_or(|i| i.code != m.code)).map(Some);
            for maker in [None].into_iter().chain(later) {
                self.heap.mark();
                let made = maker.as_ref().is_none_or(|data| self.run_on(data, Some(instance)));
                if made && self.holds_repeated(instance) {
                    let skip = [init.as_ref(), maker.as_ref()].map(|d| d.map(|d| d.code));
                    for (_, data) in methods.iter().filter(|(_, d)| !skip.contains(&Some(d.code))).take(MAX_FOLLOWERS) {
                        self.try_run(data, Some(instance));
                    }
                }
                self.heap.rollback();
                self.heap.commit();
            }
        }
        self.heap.rollback();
        self.heap.commit();
        self.end_stories();
    }

    /// Methods by their names, those of bases in view included.
    pub(super) fn methods_of(&self, class: ObjId) -> Vec<(Name, FunctionData)> {
        let ObjectData::Class(data) = &self.heap.get(class).data else { return Vec::new() };
        let mut out: Vec<(Name, FunctionData)> = Vec::new();
        for &c in &data.mro {
            let ObjectData::Class(d) = &self.heap.get(c).data else { continue };
            for &(name, v) in &d.attributes {
                let Some((_, Object { data: ObjectData::Function(f), .. })) = self.known(v) else { continue };
                if !out.iter().any(|(n, _)| *n == name) {
                    out.push((name, (**f).clone()));
                }
            }
        }
        out
    }

    /// `[x] * n` is told of something that `v` leads to.
    fn holds_repeated(&self, v: Value) -> bool {
        let Some(abs) = &self.abs else { return false };
        let fixed = |id: ObjId| {
            let object = self.heap.get(id);
            [Type::Str, Type::Bytes, Type::Tuple, Type::Int, Type::Float].iter().any(|&t| object.is(t))
        };
        let told = |e: &StoryEvent| matches!(e.kind, EventOf::Repeated { .. });
        let repeated =
            |&id: &ObjId| !fixed(id) && abs.stories.get(&id).is_some_and(|story| story.events.iter().any(told));
        self.reachable_from(&[v]).iter().any(repeated)
    }

    /// As [`Self::run_on`], and back to the state before.
    fn try_run(&mut self, data: &FunctionData, receiver: Option<Value>) {
        self.heap.mark();
        self.run_on(data, receiver);
        self.heap.rollback();
        self.heap.commit();
    }

    /// Runs a function on the state as it is, with unknown arguments; false if it could not be followed to its end.
    pub(super) fn run_on(&mut self, data: &FunctionData, receiver: Option<Value>) -> bool {
        self.compiler.ensure(data.code);
        let fuel = self.fuel;
        self.fuel = fuel.min(FUNCTION_FUEL);
        let granted = self.fuel;
        let frame = self.new_frame(data.code);
        self.abs().at = (0, data.code, u32::MAX);
        self.abs().made_here = 1;
        self.bind_unknown(frame, &Given::Nothing);
        if let (Some(receiver), Some(slot)) = (receiver, self.frames[frame].slots.first_mut()) {
            *slot = receiver;
        }
        self.make_cells(frame);
        for slot in 0..self.frames[frame].slots.len() {
            if self.code(data.code).slots[slot].1 == SlotKind::Free {
                self.frames[frame].slots[slot] = self.make_builtin(Type::Cell, ObjectData::Cell(Value::OPAQUE));
            }
        }
        self.active.push(frame);
        let result = self.fixpoint(frame);
        self.active.clear();
        self.abs().cut |= self.fuel == 0 && granted < FUNCTION_FUEL;
        self.note_unfinished(data.code);
        self.fuel = fuel - (granted - self.fuel);
        result.is_ok()
    }
}
