//! Names under the abstract policy: slots, cells, globals and the namespace of a class body.

use super::late::Variable;
use super::transfer::ended;
use crate::bytecode::{CodeKind, Name, Op};
use crate::heap::{ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::exec::Flow;
use crate::interpret::machine::Run;
use crate::interpret::story::{EventOf, Keeper, Lifetime};

impl Machine<'_> {
    pub(super) fn slot_name(&self, f: usize, s: u32) -> Name {
        self.code(self.frames[f].code).slots[s as usize].0
    }

    pub(super) fn loaded(&mut self, f: usize, v: Value, name: Name) -> Run<Flow> {
        let members = self.members(v);
        let bound: Vec<ObjId> = members.iter().copied().filter(|&m| m != ObjId::UNBOUND).collect();
        if bound.is_empty() {
            return Err(ended());
        }
        let v = if bound.len() < members.len() { self.heap.sets.intern(&bound) } else { v };
        let abs = self.abs();
        abs.values += 1;
        abs.unknown += u64::from(v == Value::OPAQUE);
        if self.is_told(v) {
            let name = self.text(name).to_owned();
            self.happens(v, EventOf::Loaded { name });
        }
        self.push(f, v);
        Ok(Flow::Next)
    }

    pub(super) fn cell_value(&self, cell: Value) -> Value {
        match self.known(cell) {
            Some((_, Object { data: ObjectData::Cell(v), .. })) => *v,
            _ => Value::OPAQUE,
        }
    }

    pub(super) fn set_cell(&mut self, cell: Value, v: Value) {
        match self.known(cell) {
            Some((id, o)) if o.is(Type::Cell) => {
                let escaped = o.escaped;
                self.heap.get_mut(id).data = ObjectData::Cell(v);
                if escaped {
                    self.escape(v);
                }
            }
            _ => self.escape(v),
        }
    }

    pub(super) fn abstract_name(&mut self, f: usize, op: Op, n: Name) -> Value {
        if matches!(op, Op::LoadName(_))
            && let Some(v) = crate::interpret::attribute::find(&self.frames[f].names, n)
        {
            return v;
        }
        if let Some(&at) = self.global_index.get(&n) {
            let v = self.globals[at].1;
            if v == Value::OPAQUE && self.follows_retention() {
                let name = self.text(n).to_owned();
                return self.outside_global(&name).unwrap_or(v);
            }
            if v.is_bound() {
                return v;
            }
        }
        self.library_global(n)
    }

    pub(super) fn namespace_value(&self, f: usize, n: Name) -> Value {
        if self.code(self.frames[f].code).kind == CodeKind::Class {
            return crate::interpret::attribute::find(&self.frames[f].names, n).unwrap_or(Value::UNBOUND);
        }
        self.global_index.get(&n).map_or(Value::UNBOUND, |&at| self.globals[at].1)
    }

    pub(super) fn set_namespace(&mut self, f: usize, n: Name, v: Value) {
        if self.code(self.frames[f].code).kind == CodeKind::Class {
            let names = &mut self.frames[f].names;
            match names.iter_mut().find(|(name, _)| *name == n) {
                Some(slot) => slot.1 = v,
                None => names.push((n, v)),
            }
            return;
        }
        match self.global_index.get(&n) {
            Some(&at) => self.globals[at].1 = v,
            None => {
                self.global_index.insert(n, self.globals.len());
                self.globals.push((n, v));
            }
        }
    }

    pub(super) fn abstract_store(&mut self, f: usize, op: Op, n: Name, v: Value) {
        let in_module = self.code(self.frames[f].code).kind == CodeKind::Module;
        let global = in_module || matches!(op, Op::StoreGlobal(_));
        if global && !in_module {
            // A function publishes it: whoever reads the global has it, too.
            self.note_kept(v, |m| format!("global {}", m.text(n)));
            self.happens(v, EventOf::Stored);
            let place = self.text(n).to_owned();
            self.kept(v, Some(Keeper { lifetime: Lifetime::Module, place }));
            self.escape(v);
            if self.abs().calls.first() != Some(&crate::bytecode::CodeId::MODULE) {
                return;
            }
        }
        if in_module {
            self.overtakes(f, Variable::Global(n));
        }
        let old = self.namespace_value(f, n);
        self.bound(f, n, old, v);
        if global {
            let every = self.abs().globals.get(&n).copied();
            let every = every.map_or(v, |e| self.join(e, v));
            self.abs().globals.insert(n, every);
        }
        self.set_namespace(f, n, v);
    }

    // -- truth and loops
}
