//! Facts of functions that run with unknown arguments: what holds at each line, what goes where a name lets go of it,
//! what goes at the end. Taken in the last pass over stable states, so they hold on every path and in every call.

use super::beside::Abstract;
use crate::bytecode::{CodeId, CodeKind, Name, SlotKind};
use crate::heap::{Class, ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Interrupt, Run};
use crate::interpret::published::{AnalysedFunction, Dying, Exit, FunctionKind, NameAt, Point, Published, Release};
use crate::interpret::story::{ObjectStory, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// Each line tells of each variable, and of pairs of them: a function with more variables counts as incomplete.
const MAX_VARIABLES: usize = 500;

/// What has been published so far, by code and line.
#[derive(Debug, Default)]
pub(super) struct Publisher {
    points: BTreeMap<(CodeId, u32), Point>,
    releases: BTreeMap<(CodeId, u32, String), Option<Release>>,
    exits: BTreeMap<(CodeId, u32), Vec<Dying>>,
    escaped: BTreeSet<ObjId>,
    functions: Vec<AnalysedFunction>,
}

impl Publisher {
    pub(super) fn finish(self) -> Published {
        let points = self.points.into_values().filter(|p| !p.names.is_empty() || !p.same.is_empty());
        let exits = self.exits.into_iter().map(|((code, line), dying)| Exit { code, line, dying });
        Published {
            functions: self.functions,
            points: points.collect(),
            releases: self.releases.into_values().flatten().collect(),
            exits: exits.collect(),
            escaped: self.escaped.into_iter().collect(),
        }
    }

    /// A function has been analysed; of one that was not followed to its end nothing is published.
    pub(super) fn add(&mut self, function: AnalysedFunction) {
        if !function.complete {
            let other = |code: CodeId| code != function.code;
            self.points.retain(|key, _| other(key.0));
            self.releases.retain(|key, _| other(key.0));
            self.exits.retain(|key, _| other(key.0));
        }
        self.functions.push(function);
    }
}

impl Abstract {
    /// The analysed function itself runs, in the pass that counts: not one that it calls.
    fn publisher(&mut self) -> Option<&mut Publisher> {
        if !self.recording || self.calls.len() != 1 {
            return None;
        }
        self.publisher.as_deref_mut()
    }
}

impl Machine<'_> {
    fn is_publishing(&mut self, f: usize) -> bool {
        let code = self.code(self.frames[f].code);
        let function = matches!(code.kind, CodeKind::Function | CodeKind::Lambda);
        function && code.slots.len() <= MAX_VARIABLES && self.abs().publisher().is_some()
    }

    fn line_at(&self, f: usize, pc: u32) -> u32 {
        self.code(self.frames[f].code).instrs.get(pc as usize).map_or(0, |i| i.line)
    }

    /// Control is about to run an instruction: if a line starts with it, what its names hold there.
    pub(super) fn publish_point(&mut self, f: usize, pc: u32, block: u32) {
        if self.abs().publisher.is_none() || !self.is_publishing(f) {
            return;
        }
        let line = self.line_at(f, pc);
        if line == 0 || (pc != block && self.line_at(f, pc.saturating_sub(1)) == line) {
            return;
        }
        let code = self.frames[f].code;
        let here = self.point(f, line);
        if let Some(publisher) = self.abs().publisher() {
            match publisher.points.get_mut(&(code, line)) {
                Some(point) => point.meet(&here),
                None => {
                    publisher.points.insert((code, line), here);
                }
            }
        }
    }

    /// Variables that only this frame holds, with their values; one that may be unbound is left out.
    fn locals(&self, f: usize) -> Vec<(Name, Value)> {
        let frame = &self.frames[f];
        let slots = frame.slots.iter().zip(&self.code(frame.code).slots);
        let locals = slots.filter(|(_, (_, kind))| *kind == SlotKind::Local).map(|(&v, &(name, _))| (name, v));
        locals.filter(|(_, v)| !self.members(*v).contains(&ObjId::UNBOUND)).collect()
    }

    fn point(&self, f: usize, line: u32) -> Point {
        let locals = self.locals(f);
        let names = locals.iter().filter_map(|&(n, v)| Some((self.text(n).to_owned(), self.name_at(v)?))).collect();
        let one: Vec<(&str, ObjId)> =
            locals.iter().filter_map(|&(n, v)| Some((self.text(n), self.one_object(v)?))).collect();
        let mut same = Vec::new();
        let mut owns = Vec::new();
        for &(a, x) in &one {
            for &(b, y) in &one {
                if a < b && x == y {
                    same.push((a.to_owned(), b.to_owned()));
                }
                if x != y && self.holds(x, y) {
                    owns.push((a.to_owned(), b.to_owned()));
                }
            }
        }
        Point { code: self.frames[f].code, line, names, same, owns }
    }

    /// The object, where it is one and the same on every path. Ints and strings that exist once are of no interest.
    fn one_object(&self, v: Value) -> Option<ObjId> {
        let (id, object) = self.known(v)?;
        (!object.summary && !object.immortal && object.alive).then_some(id)
    }

    /// `x` holds `y` in one of its slots, for certain.
    fn holds(&self, x: ObjId, y: ObjId) -> bool {
        let object = self.heap.get(x);
        let exact = match object.data {
            ObjectData::List(_) | ObjectData::Dict(_) | ObjectData::Set(_) | ObjectData::Instance(_) => !object.escaped,
            ObjectData::Tuple(_) => true,
            _ => false,
        };
        let mut found = false;
        self.each_child(x, |v| found |= v.single() == Some(y));
        exact && found
    }

    fn name_at(&self, v: Value) -> Option<NameAt> {
        let members = self.members(v);
        let mut all: Option<NameAt> = None;
        for &id in &members {
            if id == ObjId::OPAQUE {
                return None;
            }
            let one = NameAt {
                object: self.one_object(v),
                type_name: self.exact_type(id)?,
                len: self.len_range(id),
                size: self.size_range(id),
            };
            match &mut all {
                Some(all) if all.type_name != one.type_name => return None,
                Some(all) => all.meet(&one),
                None => all = Some(one),
            }
        }
        all
    }

    /// The class, where it cannot be another one: a callable of the library may be a class or a function, an iterator one
    /// of many kinds.
    fn exact_type(&self, id: ObjId) -> Option<String> {
        let exact = match self.heap.get(id).class {
            Class::User(_) => true,
            Class::Builtin(t) => !matches!(t, Type::BuiltinFunction | Type::Iterator | Type::File | Type::Type),
        };
        if exact { self.type_name(id) } else { None }
    }

    /// Contents that nobody else can change.
    fn has_exact_contents(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        let fixed = matches!(
            object.data,
            ObjectData::Tuple(_)
                | ObjectData::Str(_)
                | ObjectData::Bytes(_)
                | ObjectData::Int(_)
                | ObjectData::Float(_)
        );
        fixed || !object.escaped
    }

    fn len_range(&self, id: ObjId) -> Option<(u64, u64)> {
        if !self.has_exact_contents(id) {
            return None;
        }
        match &self.heap.get(id).data {
            ObjectData::Summary(s) if s.len.1 != u64::MAX || s.len.0 > 0 => Some(s.len),
            ObjectData::Summary(_) | ObjectData::Range(_) => None,
            _ => self.measure_len(id).map(|n| (n, n)),
        }
    }

    fn size_range(&self, id: ObjId) -> Option<(u64, u64)> {
        let object = self.heap.get(id);
        // Which numbers a loop counts through is not known from one of them.
        let one =
            !object.summary || !matches!(object.data, ObjectData::Int(_) | ObjectData::Str(_) | ObjectData::Bytes(_));
        let laid_out = matches!(object.class, Class::Builtin(t) if !matches!(t, Type::Type | Type::Function));
        self.size_of(id).filter(|_| one && laid_out && self.has_exact_contents(id)).map(|n| (n, n))
    }

    /// A name lets go of `old`: `del xs`, `xs = None`, `xs = other`; `new` is what it is bound to from now on.
    pub(super) fn publish_release(&mut self, f: usize, name: Name, old: Value, new: Value) {
        if self.abs().publisher.is_none() || !self.is_publishing(f) {
            return;
        }
        let (code, pc) = (self.abs().at.1, self.abs().at.2);
        let line = self.line_at(f, pc);
        self.frames[f].stack.push(new);
        let fact = self.release(f, name, old).map(|(object, owners)| Release {
            code,
            line,
            name: self.text(name).to_owned(),
            object,
            owners,
        });
        self.frames[f].stack.pop();
        let key = (code, line, self.text(name).to_owned());
        if let Some(publisher) = self.abs().publisher() {
            // Two instructions of one line, or two ways to it, must agree.
            let agreed = match publisher.releases.get(&key) {
                Some(Some(before)) => fact.filter(|f| f == before),
                Some(None) => None,
                None => fact,
            };
            publisher.releases.insert(key, agreed);
        }
    }

    /// Names that hold the object when one lets go of it; none: it goes.
    fn release(&self, f: usize, name: Name, old: Value) -> Option<(ObjId, Vec<String>)> {
        let id = self.one_object(old)?;
        let slots = &self.code(self.frames[f].code).slots;
        if !slots.iter().any(|&(n, kind)| n == name && kind == SlotKind::Local) {
            return None;
        }
        let holds = |v: Value| v.single() == Some(id) || self.one_object(v).is_some_and(|o| self.holds(o, id));
        let others = self.locals(f).into_iter().filter(|&(n, v)| n != name && holds(v));
        let owners: Vec<String> = others.map(|(n, _)| self.text(n).to_owned()).collect();
        let dies = owners.is_empty() && self.is_made_alone(f, id) && self.kept_without(f, id, Some(name)).is_some();
        (dies || !owners.is_empty()).then_some((id, owners))
    }

    /// Made by the function itself, and nobody's but whom it gives it to: an unknown `int` or `str` may be one that exists
    /// once, a tuple may be the empty one or a constant.
    pub(super) fn is_made_alone(&self, f: usize, id: ObjId) -> bool {
        let alone = match self.heap.get(id).class {
            Class::User(_) => true,
            Class::Builtin(t) => matches!(
                t,
                Type::List | Type::Dict | Type::Set | Type::ByteArray | Type::Deque | Type::Iterator | Type::Generator
            ),
        };
        alone && self.site(id).is_some_and(|site| site.1 == self.frames[f].code)
    }

    /// The function returns: what its own names alone hold goes.
    pub(super) fn publish_exit(&mut self, f: usize, returned: Value) {
        if self.abs().publisher.is_none() || !self.is_publishing(f) {
            return;
        }
        let line = self.line_at(f, self.abs.as_ref().map_or(0, |a| a.at.2));
        let code = self.frames[f].code;
        self.frames[f].stack.push(returned);
        let dying = self.dying(f);
        self.frames[f].stack.pop();
        let handed_out = self.reachable_from(&[returned]);
        let told = self.abs.as_ref().map(|a| a.order.clone()).unwrap_or_default();
        let escaped: Vec<ObjId> =
            told.into_iter().filter(|id| self.heap.get(*id).escaped || handed_out.contains(id)).collect();
        if let Some(publisher) = self.abs().publisher() {
            publisher.escaped.extend(escaped);
            match publisher.exits.get_mut(&(code, line)) {
                Some(before) => before.retain(|d| dying.contains(d)),
                None => {
                    publisher.exits.insert((code, line), dying);
                }
            }
        }
    }

    pub(super) fn dying(&self, f: usize) -> Vec<Dying> {
        let locals = self.locals(f);
        let mut out: Vec<Dying> = Vec::new();
        for &(name, v) in &locals {
            let Some(id) = self.one_object(v) else { continue };
            let name = self.text(name).to_owned();
            if let Some(known) = out.iter_mut().find(|d| d.object == id) {
                known.names.push(name);
                continue;
            }
            let held = self.frames[f].slots.iter().any(|&other| {
                self.members(other).into_iter().any(|o| o != id && self.reachable_from(&[o.into()]).contains(&id))
            });
            if self.is_made_alone(f, id) && !held && self.kept_without(f, id, None).is_some() {
                out.push(Dying { object: id, names: vec![name] });
            }
        }
        out
    }
}

impl Machine<'_> {
    /// What a function does to its arguments is told like what it does to its own objects.
    pub(super) fn begin_parameters(&mut self, f: usize) {
        if self.abs().publisher.is_none() && !self.abs().tells_arguments {
            return;
        }
        let of = self.frames[f].code;
        let code = self.code(of);
        let told: Vec<(ObjId, ObjectStory)> = (0..code.parameters() as usize)
            .filter(|&slot| code.slots[slot].1 == SlotKind::Local)
            .filter_map(|slot| {
                let id = self.frames[f].slots[slot].single()?;
                let made = code.parameter_spans.get(slot).copied().unwrap_or(code.span);
                let parameter = self.text(code.slots[slot].0).to_owned();
                let origin = Origin::Parameter { function: code.name.to_string(), parameter };
                let type_name = self.type_name(id).unwrap_or_default();
                Some((
                    id,
                    ObjectStory {
                        id,
                        of,
                        type_name,
                        made,
                        made_at: None,
                        origin,
                        assumes_default: false,
                        events: Vec::new(),
                        elements: Vec::new(),
                    },
                ))
            })
            .collect();
        for (id, story) in told {
            // A default that is in place has a story already.
            if !self.abs().stories.contains_key(&id) {
                self.abs().order.push(id);
                self.abs().stories.insert(id, story);
            }
        }
    }

    /// A function has been run with unknown arguments.
    pub(super) fn publish_function(&mut self, code: CodeId, result: &Run<Value>) {
        if self.abs().publisher.is_none() {
            return;
        }
        let ended = !matches!(result, Err(Interrupt::Stop(_)));
        let complete = ended && self.code(code).slots.len() <= MAX_VARIABLES;
        let instructions = 0..self.code(code).instrs.len() as u32;
        let calls_unknown = instructions.into_iter().any(|pc| self.abs().impure.contains(&(code, pc)));
        let c = self.code(code);
        let kind = match (c.is_coroutine, c.is_generator) {
            (true, _) => FunctionKind::Coroutine,
            (false, true) => FunctionKind::Generator,
            (false, false) => FunctionKind::Function,
        };
        let (qualname, first_line) = (c.qualname.to_string(), c.first_line);
        let function = AnalysedFunction { code, qualname, first_line, kind, complete, calls_unknown };
        if let Some(publisher) = &mut self.abs().publisher {
            publisher.add(function);
        }
    }
}
