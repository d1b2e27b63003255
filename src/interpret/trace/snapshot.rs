//! What every live name holds at the end of a line.

use super::result::{NameFact, Step};
use crate::bytecode::{CodeKind, Inlined, Name, Op, SlotKind};
use crate::config::PythonVersion;
use crate::cpython::identity::{self, Candidate};
use crate::cpython::library::{self, Kind};
use crate::cpython::sizes;
use crate::heap::{ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::size::library_type;
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest `repr` that is shown.
const MAX_VALUE: usize = 60;

/// One name in one namespace.
struct Binding {
    frame: String,
    name: String,
    value: Value,
    /// The name owns a reference itself: not through a cell, not borrowed.
    owns: bool,
}

impl Machine<'_> {
    pub(super) fn snapshot(&mut self, frame: usize, line: u32, n: u32, returned: Option<Value>) -> Step {
        let bindings = self.namespaces();
        let roots = self.roots_of_step(frame, &bindings, returned);
        let mut reached = self.recorder.as_mut().map(|r| std::mem::take(&mut r.reached)).unwrap_or_default();
        self.walk_from(&roots, &mut reached);
        self.track(reached.met());
        let borrowed = self.borrowed_objects(returned);
        let mut names: Vec<(String, Vec<(String, NameFact)>)> = Vec::new();
        let mut facts: FxHashMap<Value, NameFact> = FxHashMap::default();
        for b in &bindings {
            let known = facts.get(&b.value).cloned();
            let mut fact = known.unwrap_or_else(|| self.fact(b.value, &bindings, &borrowed));
            facts.insert(b.value, fact.clone());
            if b.value.single().is_some_and(|id| borrowed.contains_key(&id)) {
                (fact.count, fact.holders) = (None, None);
            }
            if self.counts_untold {
                (fact.count, fact.retained) = (None, None);
            }
            if returned == Some(b.value) && self.returns_constant(frame, b.value) {
                // The instruction takes its reference after the line is over.
                fact.count = fact.count.map(|n| n.saturating_sub(1));
            }
            if self.in_c.contains(&b.value) {
                fact.count = None;
                if self.version >= PythonVersion::PY314 {
                    // The code in between may have lent it.
                    fact.holders = None;
                }
            }
            if b.value.single().is_some_and(|id| self.recorder.as_ref().is_some_and(|r| r.uncounted.contains(&id))) {
                (fact.count, fact.retained, fact.immortal, fact.holders) = (None, None, None, None);
            }
            match names.iter_mut().find(|(f, _)| *f == b.frame) {
                Some((_, list)) => list.push((b.name.clone(), fact)),
                None => names.push((b.frame.clone(), vec![(b.name.clone(), fact)])),
            }
        }
        let step = Step { frame: self.label_of(frame), line, n, names, same: same_objects(&bindings) };
        self.find_orphans(&reached);
        if let Some(recorder) = &mut self.recorder {
            recorder.reached = reached;
        }
        step
    }

    /// `return "constant"` is one instruction on 3.12 and 3.13.
    fn returns_constant(&self, frame: usize, returned: Value) -> bool {
        let (code, pc) = (self.frames[frame].code, self.frames[frame].pc as usize);
        let instrs = &self.code(code).instrs;
        let op = |at: Option<usize>| at.and_then(|at| instrs.get(at)).map(|i| i.op);
        (PythonVersion::PY312..=PythonVersion::PY313).contains(&self.version)
            && op(pc.checked_sub(1)) == Some(Op::Return)
            && matches!(op(pc.checked_sub(2)), Some(Op::LoadConst(id)) if self.constants.get(&id) == Some(&returned))
    }

    fn label_of(&self, frame: usize) -> String {
        let label =
            self.frames[frame].label.and_then(|l| self.recorder.as_ref()?.frame_labels.get(l as usize).cloned());
        label.unwrap_or_default()
    }

    fn namespaces(&self) -> Vec<Binding> {
        let mut out = Vec::new();
        for &(name, value) in self.globals.iter().filter(|(_, v)| v.is_bound()) {
            let name = self.text(name);
            if !(name.starts_with("__") && name.ends_with("__")) {
                out.push(Binding { frame: "<module>".to_owned(), name: name.to_owned(), value, owns: true });
            }
        }
        for &f in &self.active {
            let (frame, label) = (&self.frames[f], self.label_of(f));
            let code = self.code(frame.code);
            if code.kind == CodeKind::Module || label.is_empty() {
                continue;
            }
            let mut bind = |name: &str, value: Value, owns: bool| {
                out.push(Binding { frame: label.clone(), name: name.to_owned(), value, owns });
            };
            let aside = self.slots_aside(f);
            // From 3.13 the names of a class body are not in view while a comprehension in it runs.
            let hidden =
                self.version >= PythonVersion::PY313 && aside.iter().any(|(_, kind)| *kind == SlotKind::Hidden);
            for &(name, value) in frame.names.iter().filter(|_| !hidden) {
                let name = self.text(name);
                if !matches!(name, "__module__" | "__qualname__" | "__annotations__") {
                    bind(name, value, true);
                }
            }
            for (&value, &(name, kind)) in frame.slots.iter().zip(&code.slots) {
                let cell = matches!(kind, SlotKind::Cell | SlotKind::Free);
                let value = if cell { self.cell_contents(value) } else { value };
                let aside = kind == SlotKind::Local && aside.contains(&(name, SlotKind::Iteration));
                // The library asks for annotations by an enumeration of its own.
                let aside = aside || (self.counts_untold && &*code.name == "__annotate__");
                if value.is_bound() && kind != SlotKind::Hidden && !aside {
                    bind(self.text(name), value, !cell);
                }
            }
        }
        out
    }

    /// Variables of the inlined comprehensions that run in a frame: locals of their names wait aside.
    fn slots_aside(&self, frame: usize) -> Vec<(Name, SlotKind)> {
        let frame = &self.frames[frame];
        let code = self.code(frame.code);
        // Until the outer value is back.
        let restored = |slot: u32, end: u32| {
            let behind = code.instrs.iter().skip(end as usize).position(|i| i.op == Op::ClearFast(slot));
            end + behind.unwrap_or(0) as u32
        };
        let slots_of = |c: &Inlined| {
            let (start, end) = (c.start, c.end);
            let runs = |&slot: &u32| start < frame.pc && frame.pc <= restored(slot, end);
            c.slots.iter().copied().filter(runs).collect::<Vec<_>>()
        };
        let running: Vec<u32> = code.inlined.iter().filter(|c| c.start < frame.pc).flat_map(slots_of).collect();
        let slots = (0..).zip(frame.slots.iter().zip(&code.slots));
        let aside = slots.filter(|(i, (value, (_, kind)))| {
            let variable = matches!(kind, SlotKind::Iteration | SlotKind::Hidden);
            variable && (value.is_bound() || running.contains(i))
        });
        aside.map(|(_, (_, &slot))| slot).collect()
    }

    fn cell_contents(&self, cell: Value) -> Value {
        match self.known(cell) {
            Some((_, Object { data: ObjectData::Cell(v), .. })) => *v,
            _ => Value::UNBOUND,
        }
    }

    /// Objects that are perhaps held by a borrowed reference only (3.14, `LOAD_FAST_BORROW`), and by how many of those.
    fn borrowed_objects(&self, returned: Option<Value>) -> FxHashMap<ObjId, i64> {
        let mut out = FxHashMap::default();
        let mut add = |v: Value| {
            if let Some(id) = v.single() {
                *out.entry(id).or_default() += 1;
            }
        };
        if self.version >= PythonVersion::PY314 {
            // Operands loaded from locals are borrowed, too, and so is what `return name` returns.
            returned.into_iter().for_each(&mut add);
            self.active.iter().flat_map(|&f| &self.frames[f].stack).copied().for_each(&mut add);
            // `return inner()` with a local function: the call borrows it.
            let locals: FxHashSet<Value> = self.active.iter().flat_map(|&f| &self.frames[f].slots).copied().collect();
            let called = self.active.iter().map(|&f| self.frames[f].function).filter(|v| v.is_bound());
            called.filter(|v| locals.contains(v)).for_each(&mut add);
        }
        for &f in &self.active {
            let frame = &self.frames[f];
            if frame.borrowed {
                let parameters = self.code(frame.code).parameters() as usize;
                frame.slots.iter().take(parameters).copied().for_each(&mut add);
            }
        }
        out
    }

    /// Names, cells, the operands of the frame whose line ended, and what it returns.
    fn roots_of_step(&self, frame: usize, bindings: &[Binding], returned: Option<Value>) -> Vec<ObjId> {
        let mut roots: Vec<ObjId> = bindings.iter().filter_map(|b| b.value.single()).collect();
        for &f in &self.active {
            // What the variable of an inlined comprehension alone holds nobody sees.
            let seen = self.frames[f].slots.iter().zip(&self.code(self.frames[f].code).slots);
            roots.extend(seen.filter(|(_, (_, kind))| *kind != SlotKind::Hidden).filter_map(|(v, _)| v.single()));
        }
        roots.extend(self.frames[frame].stack.iter().filter_map(|v| v.single()));
        roots.extend(returned.and_then(Value::single));
        roots
    }

    fn fact(&mut self, v: Value, bindings: &[Binding], borrowed: &FxHashMap<ObjId, i64>) -> NameFact {
        let Some(id) = v.single() else { return NameFact::default() };
        if self.unnamed_dicts.remove(&id)
            && let Some(recorder) = &mut self.recorder
        {
            recorder.unlabelled.remove(&id);
        }
        let object = self.heap.get(id);
        if matches!(object.data, ObjectData::Builtin(name) if library::kind(name).is_python()) {
            return self.python_fact(v, bindings);
        }
        if object.is(Type::Opaque) || self.disguised.contains(&id) {
            return self.form_fact(v, bindings);
        }
        let mut fact = NameFact { type_name: self.type_name(id), ..NameFact::default() };
        if let ObjectData::Module(name) = object.data {
            fact.object = format!("module {}", self.text(name));
            return fact;
        }
        if let ObjectData::Builtin(name) = object.data {
            if name.split_once('.').is_some_and(|(class, _)| Type::ALL.iter().any(|t| t.name() == class)) {
                // `list.append`: of which kind of descriptor it is differs.
                fact.type_name = None;
            }
            fact.object = format!("{} {name}", fact.type_name.as_deref().unwrap_or("object"));
            return fact;
        }
        if !self.follow(id) {
            fact.object = self.repr(v).unwrap_or_default();
            fact.size = self.size_of(id);
            fact.immortal = Some(self.version >= PythonVersion::PY312);
            (fact.deep, fact.retained) = (Some(0), Some(0));
            return fact;
        }
        fact.size = self.size_of(id);
        (fact.deep, fact.retained) = self.deep_retained(id, borrowed);
        fact.len = self.len_of(id);
        fact.value = self.repr(v).filter(|r| r.chars().count() <= MAX_VALUE && self.shows_value(id));
        fact.immortal = self.is_immortal(id);
        let object = self.heap.get(id);
        let letter = matches!(&object.data, ObjectData::Str(s) if s.chars().nth(1).is_none());
        let untold = self.recorder.as_ref().is_some_and(|r| r.unlabelled.contains(&id));
        if letter && untold {
            // It may be the one that all share.
            fact.immortal = None;
            return fact;
        }
        let private = !object.shared && !object.immortal && !matches!(object.data, ObjectData::Class(_));
        if private {
            let codes = self.constant_owners.get(&v).copied().unwrap_or(0);
            let mut names = holders(bindings, v);
            names.extend((0..codes).map(|_| "co_consts".to_owned()));
            fact.holders = Some(names);
            if !object.is(Type::Int) {
                fact.count = Some(u64::from(object.count));
            }
        }
        let some_atom = self.is_some_atom(id);
        let told = (!letter || !self.has_two_characters()) && !some_atom;
        if some_atom {
            (fact.immortal, fact.holders, fact.size, fact.deep, fact.retained) = (None, None, None, None, None);
        }
        if told && !untold {
            fact.object = self.label(id);
        }
        fact
    }

    /// `List` or `Optional` of the module `typing`; of other things of the library nothing is told.
    fn form_fact(&mut self, v: Value, bindings: &[Binding]) -> NameFact {
        let form = self.form_name(v).and_then(|name| sizes::typing_form(self.version, name));
        let (Some((class, size)), Some(id)) = (form, v.single()) else { return NameFact::default() };
        let object = self.label_as(id, class);
        NameFact {
            object,
            type_name: Some(class.to_owned()),
            size: Some(size),
            immortal: Some(false),
            holders: Some(holders(bindings, v)),
            ..NameFact::default()
        }
    }

    /// A function or class of the library, of which the simulation knows the name.
    fn python_fact(&mut self, v: Value, bindings: &[Binding]) -> NameFact {
        let Some((_, Object { data: ObjectData::Builtin(full), .. })) = self.known(v) else {
            return NameFact::default();
        };
        let name = full.rsplit('.').next().unwrap_or(full);
        let kind = library::kind(full);
        let type_name = Some(library_type(kind, self.version).to_owned());
        if kind != Kind::Function {
            return NameFact {
                object: format!("{} {name}", library_type(kind, self.version)),
                type_name,
                ..NameFact::default()
            };
        }
        NameFact {
            object: format!("function {name}"),
            type_name,
            size: sizes::fixed_size(self.version, "function"),
            immortal: Some(false),
            holders: Some(holders(bindings, v)),
            ..NameFact::default()
        }
    }

    pub(in crate::interpret) fn len_of(&self, id: ObjId) -> Option<u64> {
        Some(match &self.heap.get(id).data {
            ObjectData::List(l) => l.items.len(),
            ObjectData::Tuple(t) => t.len(),
            ObjectData::Dict(d) => d.len(),
            ObjectData::Set(s) => s.dict.len(),
            ObjectData::Str(s) => s.chars().count(),
            ObjectData::Bytes(b) => b.len(),
            ObjectData::Range(r) => crate::interpret::container::range_len(r.1[0], r.1[1], r.1[2]),
            ObjectData::View { dict, .. } => return self.len_of(dict.single()?),
            ObjectData::Native(_) => self.native_len(id)?,
            ObjectData::Class(_) => self.listed_members(id)?.len(),
            _ => return None,
        } as u64)
    }

    fn shows_value(&self, id: ObjId) -> bool {
        !matches!(self.heap.get(id).data, ObjectData::Class(_) | ObjectData::Instance(_))
    }

    fn is_immortal(&self, id: ObjId) -> Option<bool> {
        let object = self.heap.get(id);
        let candidate = match &object.data {
            ObjectData::Str(s)
                if object.shared && object.is(Type::Str) && !object.immortal && identity::is_interned_constant(s) =>
            {
                // From 3.13 only the names that the interpreter itself knows are (`pycore_global_strings.h`).
                if self.version >= PythonVersion::PY313 {
                    return None;
                }
                Candidate::InternedConstant
            }
            ObjectData::Bytes(b) if b.len() <= 1 => Candidate::Singleton,
            _ if object.immortal => Candidate::Singleton,
            _ => Candidate::Other,
        };
        Some(identity::is_immortal(self.version, candidate))
    }
}

fn qualified(b: &Binding) -> String {
    if b.frame == "<module>" { b.name.clone() } else { format!("{}.{}", b.frame, b.name) }
}

fn holders(bindings: &[Binding], v: Value) -> Vec<String> {
    bindings.iter().filter(|b| b.owns && b.value == v).map(qualified).collect()
}

fn same_objects(bindings: &[Binding]) -> Vec<Vec<String>> {
    let mut places: FxHashMap<Value, usize> = FxHashMap::default();
    let mut groups: Vec<Vec<String>> = Vec::new();
    for b in bindings {
        let at = *places.entry(b.value).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(names) => names.push(qualified(b)),
            None => groups.push(vec![qualified(b)]),
        }
    }
    groups.retain(|names| names.len() > 1);
    groups
}
