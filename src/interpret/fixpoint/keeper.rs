//! Who holds an object beyond the call that got it.

use crate::bytecode::{CodeId, Name, Op};
use crate::heap::{ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{EventOf, Keeper, Lifetime, Origin};
use rustc_hash::FxHashSet;

/// Methods that leave their argument in the receiver, whatever container that is.
const KEEPS: &[&str] = &["append", "appendleft", "add", "insert", "setdefault"];

/// How many objects are looked at for those that a value holds.
const MAX_REACHED: usize = 200;

/// Methods that give an element of the receiver, whatever container that is.
const GIVES: &[&str] = &["pop", "popleft", "popitem", "get", "get_nowait", "setdefault"];

fn last_step(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

impl Machine<'_> {
    /// `self.errors.pop()`, where the class of `self.errors` is not known.
    pub(super) fn given_by_method(&mut self, method: &str, receiver: Value) -> Option<Value> {
        if GIVES.contains(&method) { self.outside_item(receiver) } else { None }
    }

    /// The place that an attribute of `o`, or an item (without a name), is.
    pub(super) fn keeper(&self, o: Value, attribute: Option<Name>) -> Option<Keeper> {
        let (_, object) = self.known(o).filter(|_| self.follows_retention())?;
        let (base, lifetime) = match (self.outside(o), &object.data) {
            (Some((_, at)), _) => (at.path.as_str(), at.lifetime),
            (None, ObjectData::Class(class)) => (class.name.as_str(), Lifetime::Class),
            _ => (self.global_of(o)?, Lifetime::Module),
        };
        // What a caller hands in to be filled is the caller's to keep or to raise.
        if attribute.is_none() && lifetime == Lifetime::Argument && !base.contains('.') {
            return None;
        }
        let place = attribute.map_or_else(|| base.to_owned(), |a| format!("{base}.{}", self.text(a)));
        Some(Keeper { lifetime, place })
    }

    /// A place that outlives the call gets `v`: told of all that it holds.
    pub(super) fn kept(&mut self, v: Value, keeper: Option<Keeper>) {
        let Some(keeper) = keeper.filter(|_| self.is_recording()) else { return };
        self.pinned_by(v, &keeper);
        for id in self.watched_in(v) {
            self.note_locals(id);
            self.happens(id.into(), EventOf::Kept(keeper.clone()));
        }
    }

    /// Watched objects that `v` is or holds.
    pub(super) fn watched_in(&self, v: Value) -> Vec<ObjId> {
        let reached = self.held_by(v);
        reached.into_iter().filter(|&id| self.is_watched(id)).collect()
    }

    /// All that goes on living with `v`: closures and receivers, too, but not classes and modules.
    pub(super) fn held_by(&self, v: Value) -> Vec<ObjId> {
        let mut seen = FxHashSet::default();
        let mut out = Vec::new();
        let mut todo: Vec<ObjId> = self.members(v).into_iter().collect();
        while let Some(id) = todo.pop() {
            let object = self.heap.get(id);
            let program = matches!(object.data, ObjectData::Class(_) | ObjectData::Module(_));
            let plain = object.immortal || !object.alive || id == ObjId::OPAQUE || id == ObjId::UNBOUND;
            if program || plain || out.len() >= MAX_REACHED || !seen.insert(id) {
                continue;
            }
            out.push(id);
            self.each_child(id, |c| todo.extend(self.members(c)));
            todo.extend(self.receiver_of(id));
        }
        out
    }

    /// `self.close` is a method of the object, and holds it.
    pub(super) fn receiver_of(&self, id: ObjId) -> Option<ObjId> {
        let (receiver, name) = self.retention()?.outside.get(&id)?.attribute?;
        let class = self.retention()?.outside.get(&receiver)?.class?;
        let function = self.class_attribute(class, name)?;
        matches!(self.known(function)?.1.data, ObjectData::Function(_)).then_some(receiver)
    }

    /// `self.errors.append(e)`, where the class of `self.errors` is not known.
    pub(super) fn kept_by_method(&mut self, method: &str, receiver: Value, arguments: &Arguments) {
        let keeps = KEEPS.contains(&method);
        if !self.is_recording() || !keeps && !matches!(method, "update" | "extend") {
            return;
        }
        if method == "add" && receiver.single().and_then(|id| self.class_in_tables(id)) == Some("_weakrefset.WeakSet") {
            arguments.values().collect::<Vec<_>>().into_iter().for_each(|v| self.held_weakly(v, "WeakSet.add"));
        }
        let keeper = self.keeper(receiver, None);
        for v in arguments.values().collect::<Vec<_>>() {
            // `self.errors.update({name: e})`, but not `progress.update(e)`.
            if keeps
                || self.known(v).is_some_and(|(_, o)| [Type::Dict, Type::List, Type::Tuple].iter().any(|&t| o.is(t)))
            {
                self.kept(v, keeper.clone());
            }
        }
    }

    /// `ERRORS.setdefault(name, [])`: what it gives is in the dict, be it new or not.
    pub(super) fn given_by_setdefault(&mut self, receiver: Value, given: Value) -> Option<Value> {
        self.keeper(receiver, None)?;
        let id = given.single()?;
        let &frame = self.active.last()?;
        let named = self.names_in_sight(frame).into_iter().any(|(_, v)| self.members(v).contains(&id));
        if named { None } else { self.outside_item(receiver) }
    }

    /// An attribute is set: what it holds from now on, and what no longer.
    pub(super) fn kept_by_attribute(&mut self, o: Value, name: Name, v: Value) {
        if !self.is_recording() || !self.follows_retention() {
            return;
        }
        if self.text(name) == "__traceback__" && v == Value::NONE {
            self.happens(o, EventOf::Stripped);
            // `self.error.__traceback__ = None`, where it is not known what that is: any exception at hand.
            if o == Value::OPAQUE {
                self.strip_what_is_at_hand();
            }
        }
        self.note_library_attribute(o, name, v);
        let keeper = self.keeper(o, Some(name));
        if let Some(keeper) = keeper.as_ref().filter(|_| v == Value::NONE) {
            let (_, code, pc) = self.abs().at;
            let place = keeper.place.clone();
            self.abs().retention.cleared.push((code, pc, place));
        }
        // What an exception refers to goes with it.
        let of_exception = o.single().is_some_and(|id| self.is_watched(id));
        self.kept(v, keeper.filter(|_| !of_exception));
    }

    fn strip_what_is_at_hand(&mut self) {
        let Some(&frame) = self.active.last() else { return };
        let named = self.names_in_sight(frame);
        for id in named.into_iter().filter_map(|(_, v)| v.single()).filter(|&id| self.is_caught(id)).collect::<Vec<_>>()
        {
            self.happens(id.into(), EventOf::Stripped);
        }
    }

    /// The function ends: names that still hold something watched.
    pub(super) fn held_at_exit(&mut self, f: usize, returned: Value) {
        if !self.is_recording() || !self.follows_retention() || self.abs().calls.len() > 1 {
            return;
        }
        let code = self.frames[f].code;
        if code == CodeId::MODULE {
            return;
        }
        self.pinned_by_result(returned);
        let given = self.held_in_data(returned);
        for (name, v) in self.names_in_sight(f) {
            // Anybody may hold a task that is known out of view.
            let own = |m: &Self, id: ObjId| match m.retention().and_then(|r| r.watched.get(&id)) {
                // What `__exit__` gets has not come through its frame.
                Some(Origin::Caught { .. }) => m.site(id).is_some_and(|site| site.1 == code && site.2 != u32::MAX),
                Some(Origin::Library { class: "_asyncio.Task" }) => !m.heap.get(id).escaped,
                _ => false,
            };
            let name = self.text(name).to_owned();
            let held: Vec<ObjId> = self.held_in_data(v).into_iter().filter(|&id| own(self, id)).collect();
            for id in held {
                self.note_locals(id);
                self.happens(id.into(), EventOf::HeldAtExit { name: name.clone() });
                if given.contains(&id) {
                    self.happens(id.into(), EventOf::Returned);
                }
            }
        }
    }

    /// As `held_by`, through containers alone: the cells of a closure are emptied where a handler ends.
    pub(super) fn held_in_data(&self, v: Value) -> Vec<ObjId> {
        let mut out: Vec<ObjId> = Vec::new();
        let mut todo: Vec<ObjId> = self.members(v).into_iter().collect();
        while let Some(id) = todo.pop() {
            let object = self.heap.get(id);
            let container = matches!(
                object.data,
                ObjectData::List(_)
                    | ObjectData::Tuple(_)
                    | ObjectData::Dict(_)
                    | ObjectData::Set(_)
                    | ObjectData::Summary(_)
                    | ObjectData::Instance(_)
            );
            // What an unknown object holds is its own.
            let container = container && (!object.is(Type::Opaque) || self.is_watched(id));
            if object.immortal || !object.alive || !container || out.contains(&id) || out.len() >= MAX_REACHED {
                continue;
            }
            out.push(id);
            object.each_reference(|c| todo.extend(self.members(c)));
        }
        out
    }

    /// `raise self.error`, `raise Failed(self.errors)`: attributes that are kept to be raised.
    pub(super) fn note_raised(&mut self, f: usize, values: &[Value]) {
        if !self.is_recording() || !self.follows_retention() {
            return;
        }
        if let Some(&v) = values.first() {
            self.happens(v, EventOf::Raised);
        }
        let root = self.abs().calls.first().copied().unwrap_or(self.frames[f].code);
        for &v in values {
            for id in self.members(v) {
                let path = self.outside(id.into()).map(|(_, at)| at.path.trim_end_matches("[...]").to_owned());
                if let Some(path) = path {
                    self.abs().retention.raised.insert((root, last_step(&path).to_owned()));
                }
            }
        }
        let (_, code, pc) = self.abs().at;
        let flow = self.flow(self.frames[f].code);
        let start = flow.leaders.iter().rev().find(|&&l| l <= pc).copied().unwrap_or(0);
        let block = self.code(code).instrs.get(start as usize..pc as usize).unwrap_or_default();
        let loaded: Vec<Name> = block
            .iter()
            .filter_map(|i| match i.op {
                Op::LoadAttr(n) => Some(n),
                _ => None,
            })
            .collect();
        for name in loaded {
            let text = self.text(name).to_owned();
            self.abs().retention.raised.insert((root, text));
        }
    }
}
