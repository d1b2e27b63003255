//! What every live name holds at the end of a line.

use super::result::{EventKind, NameFact, Step};
use crate::bytecode::{CodeKind, Op, SlotKind};
use crate::config::PythonVersion;
use crate::cpython::identity::{self, Candidate};
use crate::cpython::library::{self, Kind};
use crate::cpython::sizes;
use crate::heap::{Class, IteratorKind, Maker, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::size::library_type;
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest `repr` that is shown.
const MAX_VALUE: usize = 60;
/// Objects visited for one step.
const MAX_GRAPH: usize = 2_000_000;

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
        let graph = self.graph(&roots);
        self.label_all(&graph);
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
        self.find_orphans(&graph);
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
            // From 3.13 the names of a class body are not in view while a comprehension in it runs.
            let hidden = self.version >= PythonVersion::PY313
                && frame.slots.iter().zip(&code.slots).any(|(v, (_, kind))| v.is_bound() && *kind == SlotKind::Hidden);
            for &(name, value) in frame.names.iter().filter(|_| !hidden) {
                let name = self.text(name);
                if !matches!(name, "__module__" | "__qualname__" | "__annotations__") {
                    bind(name, value, true);
                }
            }
            let slots = || frame.slots.iter().zip(&code.slots);
            let iterations: Vec<_> = slots()
                .filter(|(v, (_, kind))| v.is_bound() && *kind == SlotKind::Iteration)
                .map(|(_, &(name, _))| name)
                .collect();
            for (&value, &(name, kind)) in slots() {
                let cell = matches!(kind, SlotKind::Cell | SlotKind::Free);
                let value = if cell { self.cell_contents(value) } else { value };
                // The variable of an inlined comprehension has put the local of its name aside.
                let aside = kind == SlotKind::Local && iterations.contains(&name);
                // The library asks for annotations by an enumeration of its own.
                let aside = aside || (self.counts_untold && &*code.name == "__annotate__");
                if value.is_bound() && kind != SlotKind::Hidden && !aside {
                    bind(self.text(name), value, !cell);
                }
            }
        }
        out
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

    /// Objects that are followed: not the singletons, modules and CPython's own functions and classes.
    fn follow(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        object.alive
            && match object.data {
                ObjectData::Module(_) | ObjectData::Builtin(_) | ObjectData::Bool(_) | ObjectData::WithExit { .. } => {
                    false
                }
                ObjectData::BuiltinMethod { receiver, .. } => receiver.is_bound(),
                _ => !matches!(
                    object.class,
                    Class::Builtin(Type::NoneType | Type::Ellipsis | Type::NotImplemented | Type::Opaque)
                ),
            }
    }

    fn graph(&self, roots: &[ObjId]) -> Vec<ObjId> {
        let mut seen = FxHashSet::default();
        let mut out = Vec::new();
        for &root in roots.iter().filter(|&&r| self.follow(r)) {
            if seen.insert(root) {
                out.push(root);
            }
        }
        let mut i = 0;
        while i < out.len() && out.len() < MAX_GRAPH {
            let children = self.children(out[i]).0;
            out.extend(children.into_iter().filter(|&c| seen.insert(c)));
            i += 1;
        }
        self.visited(out.len());
        out
    }

    /// Counts what steps look at: a trace has a budget for that.
    fn visited(&self, objects: usize) {
        if let Some(r) = &self.recorder {
            r.visited.set(r.visited.get() + objects);
        }
    }

    /// What `gc.get_referents` shows, as the definition of `deep` follows it; false if something is not told.
    fn children(&self, id: ObjId) -> (Vec<ObjId>, bool) {
        let object = self.heap.get(id);
        let mut out = Vec::new();
        let mut told = true;
        let mut add = |v: Value| {
            if let Some(c) = v.single().filter(|&c| self.follow(c)) {
                out.push(c);
            }
        };
        match &object.data {
            // A dict whose keys are all str visits its values only.
            ObjectData::Dict(d) if d.str_keys && !object.is(Type::OrderedDict) => {
                d.iter().for_each(|(_, v)| add(v));
                d.factory.into_iter().for_each(&mut add);
            }
            ObjectData::Native(n) => {
                told = n.is_told();
                n.each_reference(&mut add);
            }
            ObjectData::Class(c) => {
                let annotates = self.version >= PythonVersion::PY314 && !c.annotated.is_empty();
                told = c.made_by == Maker::Statement && !annotates;
                for &(name, v) in &c.attributes {
                    let name = self.text(name);
                    let dunder = name.starts_with("__") && name.ends_with("__");
                    let function = matches!(self.known(v), Some((_, o)) if matches!(o.data, ObjectData::Function(_)));
                    let member = matches!(self.known(v), Some((_, o)) if matches!(o.data, ObjectData::Member(_)));
                    if (!dunder || function) && !member {
                        add(v);
                    }
                }
            }
            ObjectData::Instance(a) => {
                // Up to 3.10 the attributes are in a dict of which the size is told while its class has the keys.
                let slots = matches!(object.class, Class::User(c)
                    if matches!(&self.heap.get(c).data, ObjectData::Class(d) if !d.layout.has_dict));
                // From 3.13 it is a dict again where there are slots, too.
                let both = self.version >= PythonVersion::PY313 && self.has_slots_and_dict(object);
                let none = a.values.is_empty() && !a.unusual;
                let shared = self.shared_dict_size(id).is_some();
                told = none || slots || shared || (self.version >= PythonVersion::PY311 && !both);
                a.references().for_each(&mut add);
            }
            ObjectData::Generator(g) => {
                told = self.version >= PythonVersion::PY311 && !g.closed;
                if let Some(frame) = g.frame.filter(|_| !g.running) {
                    self.each_in_suspended(frame, &mut add);
                }
            }
            ObjectData::Exception(e) => {
                // What the program sets is in a dict of which the size is not told.
                told = e.attributes.values.is_empty();
                e.references().for_each(&mut add);
            }
            ObjectData::Frame(frame) => self.each_of_frame_object(*frame, &mut add),
            ObjectData::Iterator(i) => {
                told = !matches!(
                    i.kind,
                    IteratorKind::Map
                        | IteratorKind::Tee
                        | IteratorKind::Count
                        | IteratorKind::Cycle
                        | IteratorKind::WeakKeys
                        | IteratorKind::WeakValues
                        | IteratorKind::WeakItems
                );
                i.sources.iter().for_each(|&v| add(v));
            }
            ObjectData::Wrapper(inner) => {
                // From 3.10 static and class methods copy the function's `__name__` and the like into a dict.
                told = self.version < PythonVersion::PY310 && !object.is(Type::CachedProperty);
                add(*inner);
            }
            ObjectData::Function(f) => {
                // Its names are no part of it. In a class of 3.14 the annotations are a function that sees the class.
                let in_class = self.version >= PythonVersion::PY314 && self.code(f.code).qualname.contains('.');
                told = !f.annotations.is_bound() || (self.version >= PythonVersion::PY310 && !in_class);
                let parts = [f.defaults, f.keyword_defaults, f.annotations, f.closure];
                let assigned = f.assigned.iter().map(|&(_, v)| v);
                let tuples = assigned.filter(|&v| self.known(v).is_some_and(|(_, o)| o.is(Type::Tuple)));
                parts.into_iter().chain(tuples).filter(|v| v.is_bound()).for_each(&mut add);
            }
            data => data.each_reference(&mut add),
        }
        // What functions and classes written in Python hold is not followed.
        object.each_reference(|v| {
            let python = |o: &Object| matches!(o.data, ObjectData::Builtin(name) if library::kind(name).is_python());
            told &= !self.known(v).is_some_and(|(_, o)| python(o));
        });
        told &= !self.cached_names.contains(&id) && !self.disguised.contains(&id);
        if let Some(a) = &object.attributes {
            // Their dict, which only an object of a class over `list` may do without, and only from 3.11.
            let plain = matches!(object.class, Class::User(_)) && self.version >= PythonVersion::PY311;
            told &= object.is(Type::Function) || (plain && !a.dict.is_bound() && a.values.is_empty());
            a.references().for_each(&mut add);
        }
        (out, told)
    }

    /// The dict of a plain instance up to 3.10, which no name has held.
    fn shared_dict_size(&self, id: ObjId) -> Option<u64> {
        let object = self.heap.get(id);
        let (Class::User(class), ObjectData::Instance(a)) = (object.class, &object.data) else { return None };
        let ObjectData::Class(d) = &self.heap.get(class).data else { return None };
        let keys = d.shared_keys.as_ref().filter(|_| d.layout.has_dict && d.layout.slots == 0)?;
        let follows = keys.iter().zip(&a.values).filter(|(key, (name, _))| *key == name).count() == a.values.len();
        let plain = follows && !a.unusual && !a.dict.is_bound() && !a.values.is_empty();
        let before = self.version <= PythonVersion::PY310;
        (before && plain).then(|| sizes::shared_dict_size(self.version, keys.len() as u64))
    }

    fn has_slots_and_dict(&self, object: &Object) -> bool {
        let Class::User(class) = object.class else { return false };
        matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.layout.has_dict && d.layout.slots > 0)
    }

    /// What a suspended frame holds, functions left out.
    fn each_in_suspended(&self, frame: u32, mut f: impl FnMut(Value)) {
        let frame = &self.frames[frame as usize];
        for &v in frame.slots.iter().chain(&frame.stack) {
            match self.known(v).map(|(_, o)| &o.data) {
                Some(ObjectData::Function(_)) => {}
                Some(ObjectData::WithExit { receiver, .. }) => f(*receiver),
                _ => f(v),
            }
        }
    }

    /// Everything reachable from an object; classes on the way are not entered. `None` where something is not told.
    fn closure(&self, id: ObjId) -> Option<Vec<ObjId>> {
        let mut seen = FxHashSet::from_iter([id]);
        let mut out = vec![id];
        let mut i = 0;
        while i < out.len() {
            let (children, told) = self.children(out[i]);
            if !told || out.len() > MAX_GRAPH {
                return None;
            }
            let enter = |c: &ObjId| !matches!(self.heap.get(*c).data, ObjectData::Class(_));
            out.extend(children.into_iter().filter(enter).filter(|&c| seen.insert(c)));
            i += 1;
        }
        self.visited(out.len());
        Some(out)
    }

    /// Bytes of all that is reachable, and of what goes when the object goes.
    fn deep_retained(&self, id: ObjId, borrowed: &FxHashMap<ObjId, i64>) -> (Option<u64>, Option<u64>) {
        let Some(closure) = self.closure(id) else { return (None, None) };
        let sizes: Option<Vec<u64>> =
            closure.iter().map(|&o| self.size_of(o).map(|size| size + self.shared_dict_size(o).unwrap_or(0))).collect();
        let Some(sizes) = sizes else { return (None, None) };
        let mut outside: FxHashMap<ObjId, i64> =
            closure.iter().map(|&o| (o, i64::from(self.heap.get(o).count))).collect();
        for &o in &closure {
            for c in self.children(o).0 {
                if let Some(n) = outside.get_mut(&c) {
                    *n -= 1;
                }
            }
        }
        let held = |o: ObjId| self.is_kept(o) || outside[&o] > 0;
        // What perhaps only a borrowed reference holds from outside may be freed with the object, or not.
        let lent = |o: ObjId| borrowed.get(&o).copied().unwrap_or(0);
        let in_doubt = |&o: &ObjId| o != id && held(o) && !self.is_kept(o) && outside[&o] <= lent(o);
        if closure.iter().any(in_doubt) {
            return (Some(sizes.iter().sum()), None);
        }
        let mut alive = FxHashSet::default();
        let mut todo: Vec<ObjId> = closure.iter().copied().filter(|&o| o != id && held(o)).collect();
        while let Some(o) = todo.pop() {
            if o != id && alive.insert(o) {
                todo.extend(self.children(o).0.into_iter().filter(|c| outside.contains_key(c)));
            }
        }
        // Who else holds these is not told.
        let in_doubt = |&o: &ObjId| outside[&o] <= 0 && self.may_be_held_by_nobody_else(o);
        if closure.iter().any(in_doubt) {
            return (Some(sizes.iter().sum()), None);
        }
        if self.recorder.as_ref().is_some_and(|r| closure.iter().any(|o| r.uncounted.contains(o))) {
            return (Some(sizes.iter().sum()), None);
        }
        let retained = closure.iter().zip(&sizes).filter(|(o, _)| !alive.contains(o)).map(|(_, s)| s).sum();
        (Some(sizes.iter().sum()), Some(retained))
    }

    /// A string like `'_x'` in a constant tuple is interned: whether some module has an equal one is not told. A name of the
    /// program has another owner, and 3.12 never frees such a string.
    fn may_be_held_by_nobody_else(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        let ObjectData::Str(s) = &object.data else { return false };
        let longer = s.chars().nth(1).is_some();
        let kept = object.immortal || self.version == PythonVersion::PY312 || self.program().names.get(s).is_some();
        object.shared && longer && !kept
    }

    /// Others than the program hold it.
    fn is_kept(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        object.immortal || object.shared
    }

    // -- labels

    fn label_all(&mut self, graph: &[ObjId]) {
        let told: Vec<ObjId> = graph.iter().copied().filter(|&id| !self.is_some_atom(id)).collect();
        for &id in &told {
            self.label(id);
        }
        if let Some(r) = &mut self.recorder {
            r.tracked.extend(told);
        }
    }

    /// `n = gc.collect()`: it may be one of the ints that exist once.
    fn is_some_atom(&self, id: ObjId) -> bool {
        let object = self.heap.get(id);
        matches!(object.data, ObjectData::Plain) && (object.is(Type::Int) || object.is(Type::Bool))
    }

    fn label(&mut self, id: ObjId) -> String {
        if let Some(label) = self.recorder.as_ref().and_then(|r| r.labels.get(&id)) {
            return label.clone();
        }
        let base = match &self.heap.get(id).data {
            ObjectData::Class(d) => format!("class {}", d.name),
            ObjectData::Function(f) => format!("function {}", self.code(f.code).name),
            ObjectData::Int(_) | ObjectData::Str(_) | ObjectData::Float(_) => {
                let text = self.repr(id.into()).unwrap_or_default();
                let text: String = text.chars().take(24).collect();
                format!("{}({text})", self.type_name(id).unwrap_or_default())
            }
            _ => self.type_name(id).unwrap_or_else(|| "object".to_owned()),
        };
        self.label_as(id, &base)
    }

    fn label_as(&mut self, id: ObjId, base: &str) -> String {
        let Some(recorder) = &mut self.recorder else { return base.to_owned() };
        if let Some(label) = recorder.labels.get(&id) {
            return label.clone();
        }
        let n = recorder.counters.entry(base.to_owned()).or_default();
        *n += 1;
        let label = format!("{base}#{n}");
        recorder.labels.insert(id, label.clone());
        label
    }

    // -- facts

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
            ObjectData::Class(_) => self.enum_members(id)?.len(),
            _ => return None,
        } as u64)
    }

    fn shows_value(&self, id: ObjId) -> bool {
        !matches!(self.heap.get(id).data, ObjectData::Class(_) | ObjectData::Instance(_))
    }

    fn is_immortal(&self, id: ObjId) -> Option<bool> {
        let object = self.heap.get(id);
        let candidate = match &object.data {
            ObjectData::Str(s) if object.shared && !object.immortal && identity::is_interned_constant(s) => {
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

    // -- orphans

    /// The collector looks at it: from 3.14 a tuple of atoms is never among its objects.
    fn is_collected(&self, id: ObjId) -> bool {
        let data = &self.heap.get(id).data;
        let atom = |v: &Value| !self.known(*v).is_some_and(|(_, o)| is_container(&o.data));
        match data {
            ObjectData::Tuple(items) if self.version >= PythonVersion::PY314 => !items.iter().all(atom),
            // Up to 3.13 a dict is looked at once it has had a container in it.
            ObjectData::Dict(d) if self.version < PythonVersion::PY314 => !d.iter().all(|(k, v)| atom(&k) && atom(&v)),
            data => is_container(data),
        }
    }

    /// Shown objects that no root reaches any more: only the collector can free them.
    fn find_orphans(&mut self, graph: &[ObjId]) {
        // While the collector works, what it frees is no news.
        let Some(recorder) = self.recorder.as_ref().filter(|r| !r.collecting) else { return };
        let in_graph: FxHashSet<ObjId> = graph.iter().copied().collect();
        let mut missing: Vec<ObjId> = recorder
            .tracked
            .iter()
            .copied()
            .filter(|id| !in_graph.contains(id) && !recorder.orphaned.contains(id))
            .filter(|&id| self.heap.get(id).alive && self.is_collected(id))
            // Whoever watches an object weakly may still ask for it.
            .filter(|&id| self.watchers(id).is_empty())
            .collect();
        missing.sort_unstable();
        if missing.is_empty() || missing == recorder.checked {
            return;
        }
        let garbage: FxHashSet<ObjId> = self.garbage().into_iter().collect();
        let mut orphans: Vec<ObjId> = missing.iter().copied().filter(|id| garbage.contains(id)).collect();
        orphans.sort_unstable();
        for id in orphans {
            self.event(EventKind::Orphaned, id);
            if let Some(r) = &mut self.recorder {
                r.orphaned.insert(id);
            }
        }
        if let Some(r) = &mut self.recorder {
            r.checked = missing;
        }
    }
}

fn is_container(data: &ObjectData) -> bool {
    !matches!(
        data,
        ObjectData::Int(_)
            | ObjectData::BigInt(_)
            | ObjectData::Float(_)
            | ObjectData::Complex(_)
            | ObjectData::Str(_)
            | ObjectData::Bytes(_)
            | ObjectData::Bool(_)
            | ObjectData::Plain
            | ObjectData::Address(_)
            | ObjectData::Range(_)
    )
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
