//! What is reachable from where, and how many bytes that are.

use crate::config::PythonVersion;
use crate::cpython::library;
use crate::cpython::sizes;
use crate::heap::{Class, IteratorKind, Maker, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use rustc_hash::FxHashMap;

/// Objects visited for one step.
const MAX_GRAPH: usize = 2_000_000;

/// A walk over objects: those that it has met, in order. A list of a million ints is walked at every step, so there is
/// a table by id, which the next walk need not empty.
#[derive(Debug, Default)]
pub(super) struct Walk {
    met: Vec<ObjId>,
    /// Per object the number of the walk that met it last, and as the how many-th.
    places: Vec<(u32, u32)>,
    number: u32,
}

impl Walk {
    fn begin(&mut self, objects: usize) {
        self.number += 1;
        self.places.resize(objects, (0, 0));
        self.met.clear();
    }

    fn meet(&mut self, id: ObjId) {
        let place = &mut self.places[id.index()];
        if place.0 != self.number {
            *place = (self.number, self.met.len() as u32);
            self.met.push(id);
        }
    }

    pub(super) fn met(&self) -> &[ObjId] {
        &self.met
    }

    /// As the how many-th it was met, if it was.
    pub(super) fn place(&self, id: ObjId) -> Option<usize> {
        self.places.get(id.index()).filter(|(walk, _)| *walk == self.number).map(|&(_, place)| place as usize)
    }
}

impl Machine<'_> {
    /// Objects that are followed: not the singletons, modules and CPython's own functions and classes.
    pub(super) fn follow(&self, id: ObjId) -> bool {
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

    /// All that is reachable from the roots.
    pub(super) fn walk_from(&self, roots: &[ObjId], walk: &mut Walk) {
        walk.begin(self.heap.len());
        roots.iter().filter(|&&root| self.follow(root)).for_each(|&root| walk.meet(root));
        let mut i = 0;
        while i < walk.met.len() && walk.met.len() < MAX_GRAPH {
            self.each_child_told(walk.met[i], |c| walk.meet(c));
            i += 1;
        }
        self.visited(walk.met.len());
    }

    /// Counts what steps look at: a trace has a budget for that.
    fn visited(&self, objects: usize) {
        if let Some(r) = &self.recorder {
            r.visited.set(r.visited.get() + objects);
        }
    }

    /// What `gc.get_referents` shows, as the definition of `deep` follows it; false if something is not told.
    fn each_child_told(&self, id: ObjId, mut f: impl FnMut(ObjId)) -> bool {
        let object = self.heap.get(id);
        let mut told = true;
        let mut add = |v: Value| {
            if let Some(c) = v.single().filter(|&c| self.follow(c)) {
                f(c);
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
                told = c.made_by == Maker::Statement && !c.is_abstract && !annotates;
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
        told
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

    /// Everything reachable from an object; classes on the way are not entered. False where something is not told.
    fn walk_into(&self, id: ObjId, walk: &mut Walk) -> bool {
        walk.begin(self.heap.len());
        walk.meet(id);
        let mut i = 0;
        while i < walk.met.len() {
            let told = self.each_child_told(walk.met[i], |c| {
                if !matches!(self.heap.get(c).data, ObjectData::Class(_)) {
                    walk.meet(c);
                }
            });
            if !told || walk.met.len() > MAX_GRAPH {
                return false;
            }
            i += 1;
        }
        self.visited(walk.met.len());
        true
    }

    /// Bytes of all that is reachable, and of what goes when the object goes.
    pub(super) fn deep_retained(&mut self, id: ObjId, borrowed: &FxHashMap<ObjId, i64>) -> (Option<u64>, Option<u64>) {
        let mut walk = self.recorder.as_mut().map(|r| std::mem::take(&mut r.inside)).unwrap_or_default();
        let sizes = self.walk_into(id, &mut walk).then(|| self.sizes_of(walk.met())).flatten();
        let deep = sizes.as_ref().map(|sizes| sizes.iter().sum());
        let retained = sizes.and_then(|sizes| self.retained(id, &walk, &sizes, borrowed));
        if let Some(recorder) = &mut self.recorder {
            recorder.inside = walk;
        }
        (deep, retained)
    }

    fn sizes_of(&self, objects: &[ObjId]) -> Option<Vec<u64>> {
        objects.iter().map(|&o| self.size_of(o).map(|size| size + self.shared_dict_size(o).unwrap_or(0))).collect()
    }

    /// Bytes of what the walk has met from `id` that nothing outside of it holds.
    fn retained(&self, id: ObjId, walk: &Walk, sizes: &[u64], borrowed: &FxHashMap<ObjId, i64>) -> Option<u64> {
        let inside = walk.met();
        let mut outside: Vec<i64> = inside.iter().map(|&o| i64::from(self.heap.get(o).count)).collect();
        for &o in inside {
            self.each_child_told(o, |c| {
                if let Some(place) = walk.place(c) {
                    outside[place] -= 1;
                }
            });
        }
        let doubtful = inside.iter().zip(&outside).any(|(&o, &outside)| {
            // What perhaps only a borrowed reference holds from outside may be freed with the object, or not.
            let lent = || outside <= borrowed.get(&o).copied().unwrap_or(0);
            let in_doubt = o != id && outside > 0 && !self.is_kept(o) && lent();
            // Who else holds these is not told.
            in_doubt || outside <= 0 && self.may_be_held_by_nobody_else(o)
        });
        let uncounted = self.recorder.as_ref().map(|r| &r.uncounted).filter(|u| !u.is_empty());
        if doubtful || uncounted.is_some_and(|u| inside.iter().any(|o| u.contains(o))) {
            return None;
        }
        let mut alive = vec![false; inside.len()];
        let held = |&place: &usize| inside[place] != id && (outside[place] > 0 || self.is_kept(inside[place]));
        let mut todo: Vec<usize> = (0..inside.len()).filter(held).collect();
        while let Some(place) = todo.pop() {
            if inside[place] != id && !std::mem::replace(&mut alive[place], true) {
                self.each_child_told(inside[place], |c| todo.extend(walk.place(c)));
            }
        }
        Some(alive.iter().zip(sizes).filter(|(alive, _)| !**alive).map(|(_, size)| size).sum())
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
}
