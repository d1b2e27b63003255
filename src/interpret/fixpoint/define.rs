//! `def` and `class`: what they make, and running bodies in place.

use super::beside::MadeFunction;
use crate::bytecode::{CodeId, CodeKind, Const, ConstId, FunctionParts, Instr, Name, Op};
use crate::heap::{ClassData, FunctionData, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::Run;
use crate::semantic::Interest;

impl Machine<'_> {
    pub(super) fn abstract_function(&mut self, f: usize, code: CodeId, parts: FunctionParts) -> Run<()> {
        let data = self.pop_function_data(f, code, parts)?;
        if self.is_recording() {
            let cells = match self.known(data.closure).map(|(_, o)| &o.data) {
                Some(ObjectData::Tuple(cells)) => cells.to_vec(),
                _ => Vec::new(),
            };
            let held = self.reachable_from(&[data.defaults, data.keyword_defaults]);
            // `class C:` with `def f(self, xs=xs)` hands in a name of the module.
            // Most functions have no defaults, and a long module has many names.
            let looked_at = if self.are_just_made(&held) { &[][..] } else { &self.active[..] };
            let holds = |v: Value| v.single().is_some_and(|id| held.contains(&id));
            let named = looked_at.iter().map(|&a| self.names_in_sight(a).into_iter().filter(|&(_, v)| holds(v)));
            let mut outer = Vec::new();
            named.for_each(|names| outer.extend(names));
            let nested = matches!(self.code(self.frames[f].code).kind, CodeKind::Function | CodeKind::Lambda);
            let around = if nested { self.names_in_sight(f) } else { Vec::new() };
            let around = around.into_iter().map(|(n, _)| n).collect();
            let defaults = held.into_iter().map(|id| (id, self.heap.get(id).clone())).collect();
            let made = MadeFunction { data: data.clone(), defaults, cells, outer, around };
            self.note_handed_out(&made);
            self.abs().functions.push(made);
            self.tell_varying_defaults(f, code);
        }
        self.note_function(f, code);
        let v = self.make_builtin(Type::Function, ObjectData::Function(Box::new(data)));
        self.made_in_loop(f, v, code);
        self.push(f, v);
        Ok(())
    }

    /// Nothing was stored and no code ran since: no name holds any of these. `def f(xs=[])`
    fn are_just_made(&self, objects: &[ObjId]) -> bool {
        let Some(abs) = &self.abs else { return false };
        let (_, code, pc) = abs.at;
        let keeps_nothing = |i: &Instr| {
            matches!(i.op, Op::BuildList(_) | Op::BuildDict(_) | Op::BuildSet(_) | Op::BuildTuple(_) | Op::LoadConst(_))
        };
        objects.iter().all(|id| match abs.places.get(id) {
            Some(&(_, c, made)) if c == code && made < pc && !self.heap.get(*id).summary => {
                self.code(code).instrs[made as usize..pc as usize].iter().all(keeps_nothing)
            }
            _ => false,
        })
    }

    /// `def f(xs=[]): return xs`: whoever calls it may change the default. So may whoever makes an instance of a class
    /// that keeps it: `def __init__(self, rows=[]): self.rows = rows`.
    fn note_handed_out(&mut self, function: &MadeFunction) {
        let bindings = self.compiler.bindings();
        let id = self.compiler.scope_of(function.data.code);
        let scope = bindings.scope(id);
        let of_shared = bindings.scope(bindings.around(id)).interest.intersects(Interest::SHARED_FIELD);
        if scope.interest.intersects(Interest::HANDS_OUT_DEFAULT)
            || of_shared && scope.interest.intersects(Interest::MUTABLE_DEFAULT)
        {
            self.compiler.ensure(function.data.code);
            for (slot, id) in self.mutable_defaults(function) {
                let origin = self.default_story(function, slot, id).origin;
                if let Some(story) = self.abs().stories.get_mut(&id) {
                    story.origin.clone_from(&origin);
                }
                self.abs().handed_out.insert(id, origin);
            }
        }
    }

    pub(super) fn reachable_from(&self, values: &[Value]) -> Vec<ObjId> {
        let mut out: Vec<ObjId> = Vec::new();
        let mut todo: Vec<ObjId> = values.iter().flat_map(|&v| self.members(v)).collect();
        while let Some(id) = todo.pop() {
            let object = self.heap.get(id);
            let stop = matches!(object.data, ObjectData::Class(_) | ObjectData::Function(_) | ObjectData::Module(_));
            if object.immortal || !object.alive || stop || out.contains(&id) || out.len() > 100 {
                continue;
            }
            out.push(id);
            self.each_child(id, |c| todo.extend(self.members(c)));
        }
        out
    }

    pub(super) fn abstract_class(&mut self, f: usize, name: ConstId, bases: u32, keywords: bool) -> Run<()> {
        let bases = self.pop_n(f, bases)?;
        let body = self.pop(f)?;
        let code = match self.known(body).map(|(_, o)| &o.data) {
            Some(ObjectData::Function(data)) => data.code,
            _ => CodeId::MODULE,
        };
        let mut opaque = keywords;
        let mut mro = Vec::new();
        for &base in &bases {
            match self.known(base).map(|(_, o)| &o.data) {
                Some(ObjectData::Class(d)) if bases.len() == 1 || !opaque => {
                    mro.retain(|c| !d.mro.contains(c));
                    mro.extend(d.mro.iter().copied());
                    opaque |= d.opaque || bases.len() > 1;
                }
                Some(ObjectData::Builtin("object")) => {}
                _ => opaque = true,
            }
        }
        let mut attributes = self.class_body(body);
        let bound = attributes.clone();
        for (_, v) in &mut attributes {
            // What `@dataclass` makes of a field is not followed.
            if self.known(*v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Field(_))) {
                *v = Value::OPAQUE;
            }
        }
        if opaque {
            // What a base or metaclass out of view makes of them is not known: members of an enumeration.
            for (_, v) in &mut attributes {
                if !self.is_code(*v) {
                    self.escape(*v);
                    *v = Value::OPAQUE;
                }
            }
        }
        let name = match self.program().constant(name) {
            Const::Str(s) => s.to_string(),
            _ => String::new(),
        };
        let enumeration = self.is_enumeration(&bases);
        if !enumeration {
            self.tell_caches(&name, &bases, &bound);
        }
        let annotated = self.init_fields(code, &bound);
        let data = ClassData { opaque, annotated, shared_keys: None, ..ClassData::new(name, attributes) };
        let v = self.make_builtin(Type::Type, ObjectData::Class(Box::new(data)));
        if let Some(id) = v.single() {
            if enumeration {
                self.abs().retention.enumerations.insert(id);
            }
            mro.insert(0, id);
            if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
                d.mro = mro;
            }
        }
        self.note_class(v, code, &bound);
        self.push(f, v);
        Ok(())
    }

    pub(super) fn class_body(&mut self, body: Value) -> Vec<(Name, Value)> {
        let Some((_, Object { data: ObjectData::Function(data), .. })) = self.known(body) else { return Vec::new() };
        let data = data.clone();
        let frame = self.new_frame(data.code);
        self.make_cells(frame);
        self.bind_cells(frame, &data);
        match self.run_inside(frame) {
            Ok(_) => std::mem::take(&mut self.frames[frame].names),
            Err(_) => Vec::new(),
        }
    }

    pub(super) fn bind_cells(&mut self, frame: usize, data: &FunctionData) {
        let Some((_, Object { data: ObjectData::Tuple(cells), .. })) = self.known(data.closure) else { return };
        let cells = cells.clone();
        let slots = self.frames[frame].slots.len();
        for (i, &cell) in cells.iter().enumerate() {
            if let Some(slot) = (slots + i).checked_sub(cells.len()) {
                self.frames[frame].slots[slot] = cell;
            }
        }
    }

    /// Runs a frame within the current analysis, as part of the instruction that runs now.
    pub(super) fn run_inside(&mut self, frame: usize) -> Run<Value> {
        let at = self.abs().at;
        let made = self.abs().made_here;
        let context = at.0.wrapping_mul(31).wrapping_add(u64::from(at.2) + 1 + ((at.1.index() as u64) << 20));
        self.abs().at.0 = context;
        self.active.push(frame);
        let result = self.fixpoint(frame);
        self.active.pop();
        self.abs().at = at;
        self.abs().made_here = made + 1000;
        result
    }
}
