//! Notes on lines, taken with the stories in the last pass, for annotations alone.

use super::join::same_data;
use crate::bytecode::{CodeId, CodeKind, Name, Op, SlotKind};
use crate::cpython::{identity, sizes};
use crate::heap::{Class, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::note::{Binding, Copied, Fate, Note, NoteOf, Replaced, Seen, Sharing};
use crate::interpret::story::{EventOf, Measure};
use rustc_hash::FxHashMap;

/// A text longer than that is not shown.
const MAX_TEXT: usize = 24;

/// A container with more items is not compared with others.
const MAX_ITEMS: usize = 64;

/// The notes of one file.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) taken: Vec<Note>,
    /// Calls that leave a default in place are followed: what is seen is not true of all.
    pub(super) paused: bool,
    /// What generator functions gave when they were called.
    generators: FxHashMap<ObjId, CodeId>,
    /// Classes whose `__del__` ran in the call that has just returned.
    finalized: Vec<String>,
}

impl Machine<'_> {
    /// The analysed function itself runs, in the pass that counts.
    fn is_noting(&self) -> bool {
        self.abs.as_ref().is_some_and(|a| {
            a.recording && a.calls.len() == 1 && !a.one_of_several && a.notes.as_ref().is_some_and(|n| !n.paused)
        })
    }

    fn note(&mut self, kind: NoteOf) {
        let (_, code, pc) = self.abs().at;
        let span = self.code(code).instrs.get(pc as usize).map_or(self.code(code).span, |i| i.span);
        if let Some(notes) = &mut self.abs().notes {
            notes.taken.push(Note { code, pc, span, kind });
        }
    }

    /// The code could not be followed to its end: what was noted since is not certain.
    pub(super) fn notes_so_far(&mut self) -> usize {
        self.abs().notes.as_ref().map_or(0, |n| n.taken.len())
    }

    pub(super) fn note_bound(&mut self, f: usize, name: Name, old: Value, v: Value) {
        if !self.is_noting() {
            return;
        }
        let from = self.certain_alias(f, name, v);
        let maybe = if from.is_none() { self.possible_aliases(f, name, v) } else { Vec::new() };
        let binding = Binding {
            value: v.single().and_then(|id| self.seen(id)),
            from: from.map(|n| self.text(n).to_owned()),
            maybe,
            copy_of: self.shallow_copy(f, name, v),
            replaced: self.replaced(f, name, old, v),
            name: self.text(name).to_owned(),
        };
        self.note(NoteOf::Bound(Box::new(binding)));
    }

    /// A name that holds what `name` is bound to: the one that was just read, or whichever holds the one object.
    pub(super) fn certain_alias(&self, f: usize, name: Name, v: Value) -> Option<Name> {
        let names = || self.names_in_sight(f).into_iter().filter(|&(n, other)| n != name && other == v);
        if let Some(read) = self.just_read(f) {
            if self.code(self.frames[f].code).kind == CodeKind::Module {
                let held = self.global_index.get(&read).map(|&at| self.globals[at].1);
                return (read != name && v.is_bound() && held == Some(v)).then_some(read);
            }
            return names().map(|(n, _)| n).find(|&n| n == read);
        }
        let id = v.single()?;
        let object = self.heap.get(id);
        (!object.summary && id != ObjId::OPAQUE && object.alive).then(|| names().next())?.map(|(n, _)| n)
    }

    /// `b = a`: the instruction before loads `a`.
    fn just_read(&self, f: usize) -> Option<Name> {
        let code = self.code(self.frames[f].code);
        let pc = self.abs.as_ref()?.at.2;
        match code.instrs.get(pc.checked_sub(1)? as usize)?.op {
            Op::LoadFast(s) | Op::LoadDeref(s) => code.slots.get(s as usize).map(|&(n, _)| n),
            Op::LoadName(n) | Op::LoadGlobal(n) => Some(n),
            _ => None,
        }
    }

    fn possible_aliases(&self, f: usize, name: Name, v: Value) -> Vec<String> {
        let interesting = |id: &ObjId| {
            let object = self.heap.get(*id);
            *id != ObjId::OPAQUE && object.alive && !object.summary && is_container(object)
        };
        let mine: Vec<ObjId> = self.members(v).into_iter().filter(interesting).collect();
        if mine.is_empty() {
            return Vec::new();
        }
        let shares = |other: Value| self.members(other).iter().any(|id| mine.contains(id));
        let names = self.names_in_sight(f).into_iter().filter(|&(n, other)| n != name && shares(other));
        names.map(|(n, _)| self.text(n).to_owned()).collect()
    }

    pub(super) fn seen(&self, id: ObjId) -> Option<Seen> {
        let object = self.heap.get(id);
        if matches!(id, ObjId::OPAQUE | ObjId::UNBOUND) || !object.alive {
            return None;
        }
        let generator = self.abs.as_ref().and_then(|a| a.notes.as_ref()?.generators.get(&id).copied());
        if let Some(code) = generator {
            return Some(self.seen_generator(id, code));
        }
        Some(Seen {
            object: id,
            type_name: self.type_name(id)?,
            text: if object.summary { None } else { short_text(object) },
            sharing: sharing(object),
            measure: self.measure(id),
            made: self.abs.as_ref().and_then(|a| a.origins.get(&id)).copied(),
            single: !object.summary,
            holds_mutable: self.mutable_members(object),
        })
    }

    /// A generator function was called: its body waits.
    pub(super) fn note_generator(&mut self, v: Value, code: CodeId) {
        if let (Some(id), Some(notes)) = (v.single(), &mut self.abs().notes) {
            notes.generators.insert(id, code);
        }
    }

    fn seen_generator(&self, id: ObjId, code: CodeId) -> Seen {
        let body = self.code(code);
        let (slots, stack) = (body.slots.len() as u64, u64::from(body.stack_size));
        let own = sizes::suspended_size(self.version, sizes::Suspended::Generator, slots, stack);
        Seen {
            object: id,
            type_name: "generator".to_owned(),
            text: None,
            sharing: Sharing::Own,
            measure: Measure { own: Some(own), shallow: Some(own), ..Measure::default() },
            made: self.abs.as_ref().and_then(|a| a.origins.get(&id)).copied(),
            single: !self.heap.get(id).summary,
            holds_mutable: Vec::new(),
        }
    }

    /// The types of mutable items of a tuple: `["list"]` for `([], 1)`.
    fn mutable_members(&self, object: &Object) -> Vec<String> {
        let ObjectData::Tuple(items) = &object.data else { return Vec::new() };
        let ids = items.iter().filter_map(|item| item.single()).filter(|&id| id != ObjId::OPAQUE);
        let names = ids.filter(|&id| is_container(self.heap.get(id))).filter_map(|id| self.type_name(id));
        let mut names: Vec<String> = names.take(MAX_ITEMS).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Another container in sight has the same mutable items.
    fn shallow_copy(&self, f: usize, name: Name, v: Value) -> Option<Copied> {
        let id = v.single()?;
        let object = self.heap.get(id);
        if object.summary || !is_container(object) || !self.is_made_by(f, id) {
            return None;
        }
        let (items, exact) = self.mutable_items(id)?;
        let inner = *items.first()?;
        let same = |other: Value| {
            let Some(there) = other.single().filter(|&o| o != id) else { return false };
            let same_type = self.heap.get(there).class == object.class && !self.heap.get(there).summary;
            // Of two that are known as a whole only, each may hold what the other does not.
            let shares = |(theirs, certain): (Vec<ObjId>, bool)| theirs == items && (exact || certain);
            same_type && self.mutable_items(there).is_some_and(shares)
        };
        let (original, _) = self.names_in_sight(f).into_iter().find(|&(n, other)| n != name && same(other))?;
        let inner_type = self.type_name(inner).unwrap_or_default();
        Some(Copied { name: self.text(original).to_owned(), inner, inner_type })
    }

    fn is_made_by(&self, f: usize, id: ObjId) -> bool {
        self.site(id).is_some_and(|site| site.1 == self.frames[f].code)
    }

    /// Mutable objects in a container, and whether each is certainly there; none if something else may be.
    fn mutable_items(&self, id: ObjId) -> Option<(Vec<ObjId>, bool)> {
        let whole = matches!(self.heap.get(id).data, ObjectData::Summary(_));
        let mut items = Vec::new();
        let mut known = true;
        self.each_child(id, |c| {
            let members = self.members(c);
            known &= !members.contains(&ObjId::OPAQUE) && (whole || members.len() == 1);
            items.extend(members.into_iter().filter(|&item| item != ObjId::UNBOUND));
        });
        items.retain(|&item| is_container(self.heap.get(item)) && !self.heap.get(item).summary);
        items.sort_unstable();
        items.dedup();
        (known && items.len() <= MAX_ITEMS).then_some((items, !whole))
    }

    fn replaced(&mut self, f: usize, name: Name, old: Value, new: Value) -> Option<Replaced> {
        if !old.is_bound() || old == new {
            return None;
        }
        let id = old.single().filter(|&id| !self.heap.get(id).summary)?;
        let seen = self.seen(id)?;
        let holders = self.names_in_sight(f).into_iter().filter(|&(n, v)| n != name && v == Value::from(id));
        let holders: Vec<String> = holders.map(|(n, _)| self.text(n).to_owned()).collect();
        self.frames[f].stack.push(new);
        let freed = self.is_made_alone(f, id) && self.kept_without(f, id, Some(name)).is_some();
        self.frames[f].stack.pop();
        let fate = match (holders.is_empty(), freed) {
            (false, _) => Fate::Held(holders),
            (true, true) => Fate::Freed,
            (true, false) => Fate::Unknown,
        };
        Some(Replaced { old: seen, fate })
    }

    /// What an event means for its line.
    pub(super) fn note_event(&mut self, v: Value, kind: &EventOf) {
        match kind {
            EventOf::Mutated { how } if self.is_noting() => self.note_changed(v, how),
            EventOf::Consumed { by, .. } if by == "next" && self.is_noting() => {
                let generators = self.abs.as_ref().and_then(|a| a.notes.as_ref()).map(|n| &n.generators);
                let body = v.single().and_then(|id| generators?.get(&id).copied());
                if let Some(body) = body {
                    let slots = self.code(body).slots.iter().filter(|(_, kind)| *kind == SlotKind::Local);
                    let variables = slots.map(|&(name, _)| self.text(name).to_owned()).collect();
                    let name = self.name_of(v);
                    self.note(NoteOf::Resumed { name, variables });
                }
            }
            _ => {}
        }
    }

    fn name_of(&self, v: Value) -> Option<String> {
        let f = *self.active.last()?;
        self.names_in_sight(f).into_iter().find(|&(_, other)| other == v).map(|(n, _)| self.text(n).to_owned())
    }

    fn note_changed(&mut self, v: Value, how: &str) {
        let Some(id) = v.single().filter(|&id| id != ObjId::OPAQUE && !self.heap.get(id).summary) else { return };
        let Some(&f) = self.active.last() else { return };
        let names: Vec<(Name, Value)> = self.names_in_sight(f).into_iter().filter(|&(_, o)| o == v).collect();
        let names: Vec<String> = names.into_iter().map(|(n, _)| self.text(n).to_owned()).collect();
        let story = self.abs().stories.get(&id);
        let through = story.and_then(|s| {
            s.events.iter().rev().find_map(|e| match &e.kind {
                EventOf::Loaded { name } => Some(name.clone()),
                _ => None,
            })
        });
        let also: Vec<String> = names.into_iter().filter(|n| Some(n) != through.as_ref()).collect();
        let type_name = self.type_name(id).unwrap_or_default();
        self.note(NoteOf::Changed { object: id, type_name, how: how.to_owned(), through, also });
    }

    /// `xs += [1]` where `xs` is an argument as the caller handed it in.
    pub(super) fn note_inplace(&mut self, left: Value, right: Value) {
        if !self.is_noting() {
            return;
        }
        let argument = left.single().is_some_and(|id| {
            self.abs.as_ref().is_some_and(|a| a.tracked_attributes.contains(&id)) && self.heap.get(id).is(Type::Opaque)
        });
        let container =
            self.known(right).is_some_and(|(_, o)| matches!(o.class, Class::Builtin(Type::List | Type::Dict)));
        let parameter = self.name_of(left);
        if let Some(parameter) = parameter.filter(|_| argument && container) {
            self.note(NoteOf::ParameterExtended { parameter });
        }
    }

    pub(super) fn note_is(&mut self, operands: &[Value], negated: bool) {
        let &[left, right] = operands else { return };
        if !self.is_noting() {
            return;
        }
        let value = |v: Value| {
            let (id, object) = self.known(v)?;
            let plain = matches!(
                object.data,
                ObjectData::Int(_)
                    | ObjectData::BigInt(_)
                    | ObjectData::Float(_)
                    | ObjectData::Str(_)
                    | ObjectData::Bytes(_)
                    | ObjectData::Tuple(_)
                    | ObjectData::List(_)
                    | ObjectData::Dict(_)
                    | ObjectData::Set(_)
            );
            (plain && !object.summary).then_some(id)
        };
        let (Some(a), Some(b)) = (value(left), value(right)) else { return };
        let (x, y) = (self.heap.get(a), self.heap.get(b));
        let equal = a == b || x.class == y.class && same_data(&x.data, &y.data);
        let (Some(left), Some(right)) = (self.seen(a), self.seen(b)) else { return };
        self.note(NoteOf::Compared { same: a == b, equal, negated, left, right });
    }

    /// `self.items = xs`, `global xs`: somebody else holds it from now on.
    pub(super) fn note_kept(&mut self, v: Value, by: impl FnOnce(&Self) -> String) {
        if !self.is_noting() {
            return;
        }
        let Some((id, object)) = self.known(v) else { return };
        if (is_container(object) || matches!(object.class, Class::User(_))) && !object.immortal {
            let (type_name, by) = (self.type_name(id).unwrap_or_default(), by(self));
            self.note(NoteOf::Kept { object: id, type_name, by });
        }
    }

    /// The name by which an object is reached, for `self.items`.
    pub(super) fn path_of(&self, v: Value, attribute: &str) -> String {
        self.name_of(v).map_or_else(|| format!(".{attribute}"), |name| format!("{name}.{attribute}"))
    }

    /// A function is made, which reads variables of this one.
    pub(super) fn note_function(&mut self, f: usize, code: CodeId) {
        if !self.is_noting() {
            return;
        }
        self.compiler.ensure(code);
        let inner = self.code(code);
        let free = inner.slots.iter().filter(|(_, kind)| *kind == SlotKind::Free).map(|&(n, _)| n);
        let in_module = self.code(self.frames[f].code).kind == CodeKind::Module;
        let globals = inner.instrs.iter().filter_map(|i| match i.op {
            Op::LoadGlobal(n) | Op::LoadName(n) if in_module => Some(n),
            _ => None,
        });
        let mut names: Vec<String> = free.chain(globals).map(|n| self.text(n).to_owned()).collect();
        names.dedup();
        if names.is_empty() {
            return;
        }
        let (ctx, here, pc) = self.abs().at;
        let site = (ctx, here, pc, self.abs().made_here);
        let before = self.abs().sites.get(&site).copied();
        let survives = before.is_some_and(|id| self.is_in_a_container(f, id));
        self.note(NoteOf::Captures { names, survives });
    }

    /// Something that the frame holds has the object inside of it.
    fn is_in_a_container(&self, f: usize, id: ObjId) -> bool {
        let named = self.names_in_sight(f).into_iter().map(|(_, v)| v);
        let roots: Vec<Value> = named.chain(self.frames[f].stack.iter().copied()).collect();
        let holds = |at: ObjId| {
            let mut found = false;
            self.each_child(at, |c| found |= self.members(c).contains(&id));
            found
        };
        self.reachable_from(&roots).into_iter().any(holds)
    }

    /// A function that the analysed one calls has returned, on its only way out: instances with a `__del__` that only it
    /// held are gone.
    fn note_finalized(&mut self, f: usize, returned: Value) {
        let code = self.code(self.frames[f].code);
        let plain = code.kind == CodeKind::Function && !code.is_generator && !code.is_coroutine;
        let ways_out = code.instrs.iter().filter(|i| matches!(i.op, Op::Return)).count();
        let called = self.abs.as_ref().is_some_and(|a| a.recording && a.calls.len() == 2 && a.notes.is_some());
        if !plain || ways_out != 1 || !called {
            return;
        }
        let slots = self.frames[f].slots.iter().zip(&code.slots);
        let mut held: Vec<ObjId> =
            slots.filter(|(_, (_, kind))| *kind == SlotKind::Local).filter_map(|(v, _)| v.single()).collect();
        held.dedup();
        self.frames[f].stack.push(returned);
        let mut finalized = Vec::new();
        for id in held {
            let made_here = self.site(id).is_some_and(|site| site.1 == self.frames[f].code);
            if made_here && !self.heap.get(id).summary && self.kept_without(f, id, None).is_some() {
                finalized.extend(self.finalizer(id));
            }
        }
        self.frames[f].stack.pop();
        if let Some(notes) = &mut self.abs().notes {
            notes.finalized = finalized;
        }
    }

    /// What a call gives is the default that its calls share; what it made is gone.
    pub(super) fn note_result(&mut self, v: Value) {
        let finalized = self.abs().notes.as_mut().map(|n| std::mem::take(&mut n.finalized)).unwrap_or_default();
        if !self.is_noting() {
            return;
        }
        if !finalized.is_empty() {
            self.note(NoteOf::FinalizedInside { classes: finalized });
        }
        let Some(id) = v.single() else { return };
        let functions = &self.abs().functions;
        let of = functions.iter().find(|m| m.defaults.iter().any(|(o, _)| *o == id)).map(|m| m.data.code);
        let Some(function) = of.map(|code| self.code(code).name.to_string()) else { return };
        let Some(made) = self.abs().origins.get(&id).copied() else { return };
        if is_container(self.heap.get(id)) {
            let type_name = self.type_name(id).unwrap_or_default();
            self.note(NoteOf::GivesDefault { function, type_name, made });
        }
    }

    pub(super) fn note_return(&mut self, f: usize, returned: Value) {
        self.note_finalized(f, returned);
        let code = self.code(self.frames[f].code);
        let function = matches!(code.kind, CodeKind::Function | CodeKind::Lambda);
        let plain = function && !code.is_generator && !code.is_coroutine;
        if !plain || !self.is_noting() {
            return;
        }
        self.frames[f].stack.push(returned);
        let dying = self.dying(f);
        self.frames[f].stack.pop();
        let dying: Vec<_> = dying.into_iter().filter_map(|d| Some((d.names, self.seen(d.object)?))).collect();
        if !dying.is_empty() {
            self.note(NoteOf::Ends { dying });
        }
    }
}

/// People change it in place, and know it as that.
fn is_container(object: &Object) -> bool {
    matches!(object.class, Class::Builtin(Type::List | Type::Dict | Type::Set | Type::ByteArray | Type::Deque))
}

fn short_text(object: &Object) -> Option<String> {
    let text = match &object.data {
        ObjectData::Int(n) => n.to_string(),
        ObjectData::Str(s) if !s.contains(['\n', '\r', '"', '\\', '`']) => format!("\"{s}\""),
        _ => return None,
    };
    (text.chars().count() <= MAX_TEXT).then_some(text)
}

fn sharing(object: &Object) -> Sharing {
    match &object.data {
        ObjectData::Int(n) if identity::int_singleton(*n).is_some() => Sharing::CachedInt,
        ObjectData::Int(_)
        | ObjectData::BigInt(_)
        | ObjectData::Float(_)
        | ObjectData::Tuple(_)
        | ObjectData::Bytes(_)
            if object.immortal =>
        {
            Sharing::Constant
        }
        ObjectData::Str(s) if identity::str_singleton(s).is_some() => Sharing::Interned,
        ObjectData::Str(s) if object.immortal && identity::is_interned_constant(s) => Sharing::Interned,
        ObjectData::Str(_) if object.immortal => Sharing::Constant,
        _ if object.immortal => Sharing::Singleton,
        _ => Sharing::Own,
    }
}
