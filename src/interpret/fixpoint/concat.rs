//! `data += chunk` in a loop: where what there is cannot grow, each round copies it.

use crate::bytecode::{Code, Op, SlotKind};
use crate::cpython::concat::{Variable, grows_in_place};
use crate::heap::{Class, ObjId, Type, Value};
use crate::interpret::Machine;
use crate::interpret::story::EventOf;
use rustc_hash::FxHashSet;

/// How many instructions after a sum its target stands: `self.text += more` has three.
const MAX_DISTANCE: usize = 3;

impl Machine<'_> {
    /// The instruction that runs has made `result` of `parts`, one after the other.
    pub(super) fn note_concat(&mut self, f: usize, parts: &[Value], result: Value) {
        let at = self.abs().at;
        let sources: Vec<ObjId> = parts.iter().flat_map(|&v| self.members(v)).collect();
        for id in self.members(result) {
            let made_here = self.abs().places.get(&id) == Some(&at);
            let class = self.heap.get(id).class;
            let joined = [Type::Str, Type::Bytes, Type::Tuple, Type::List].iter().any(|&t| class == Class::Builtin(t));
            if !made_here || !joined {
                continue;
            }
            self.abs().built_from.entry(id).or_default().extend(sources.iter().copied());
            let again = self.is_recording() && self.is_built_from(id) && self.calls_one();
            if again && !self.grows_alone(f, class, parts[0]) {
                let place = self.target_of_sum(f).unwrap_or_default();
                self.happens(id.into(), EventOf::Rebuilt { place });
            }
        }
    }

    /// The function that is analysed runs, not one that it calls.
    fn calls_one(&self) -> bool {
        self.abs.as_ref().is_some_and(|a| a.calls.len() == 1)
    }

    /// The object of the round before is a part of this round's.
    fn is_built_from(&self, id: ObjId) -> bool {
        let Some(abs) = &self.abs else { return false };
        let mut seen = FxHashSet::default();
        let mut todo: Vec<ObjId> = abs.built_from.get(&id).into_iter().flatten().copied().collect();
        while let Some(at) = todo.pop() {
            if at == id {
                return true;
            }
            if seen.insert(at) {
                todo.extend(abs.built_from.get(&at).into_iter().flatten());
            }
        }
        false
    }

    /// Text that one variable alone holds, and that is put back there, is made longer in place.
    fn grows_alone(&mut self, f: usize, class: Class, left: Value) -> bool {
        let code = self.frames[f].code;
        let pc = self.abs().at.2 as usize;
        let sum = self.code(code).instrs.get(pc).map(|i| i.op);
        let next = self.code(code).instrs.get(pc + 1).map(|i| i.op);
        if class != Class::Builtin(Type::Str) || !matches!(sum, Some(Op::Binary(_) | Op::Inplace(_))) {
            return false;
        }
        let (variable, held) = match next {
            Some(Op::StoreFast(s)) => (Variable::Local, self.frames[f].slots[s as usize]),
            Some(Op::StoreDeref(s)) => (Variable::Cell, self.cell_value(self.frames[f].slots[s as usize])),
            Some(Op::StoreName(n)) => (Variable::Name, self.namespace_value(f, n)),
            Some(Op::StoreGlobal(n)) => (Variable::Global, self.namespace_value(f, n)),
            _ => return false,
        };
        let holders = self.names_in_sight(f).into_iter().filter(|&(_, v)| v == left).count();
        held == left && holders == 1 && grows_in_place(self.version, variable)
    }

    /// What the result is bound to: `data`, `self.text`.
    fn target_of_sum(&mut self, f: usize) -> Option<String> {
        let pc = self.abs().at.2 as usize;
        let code = self.code(self.frames[f].code);
        let after = code.instrs.get(pc + 1..)?;
        // Of `text + a + b` the last sum counts.
        let whole = after.iter().take(MAX_DISTANCE).take_while(|i| !matches!(i.op, Op::Binary(_) | Op::Inplace(_)));
        let name = whole.into_iter().find_map(|i| match i.op {
            Op::StoreFast(s) | Op::StoreDeref(s) => name_of(code, s),
            Op::StoreName(n) | Op::StoreGlobal(n) | Op::StoreAttr(n) => Some(n),
            _ => None,
        })?;
        Some(self.text(name).to_owned())
    }
}

fn name_of(code: &Code, slot: u32) -> Option<crate::bytecode::Name> {
    let &(name, kind) = code.slots.get(slot as usize)?;
    (!matches!(kind, SlotKind::Hidden | SlotKind::Iteration)).then_some(name)
}
