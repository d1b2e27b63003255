//! `a + b` of text that may resize `a` instead of copying it (`unicode_concatenate`, `BINARY_OP_INPLACE_ADD_UNICODE`).

use super::Machine;
use crate::bytecode::{Op, SlotKind};
use crate::cpython::concat::{self, Variable};
use crate::heap::{ObjectData, Value};

impl Machine<'_> {
    /// Which object results is not told where `left` had no other owner, or only the variable that the result goes to.
    pub(super) fn may_have_grown_in_place(&mut self, f: usize, left: Value, right: Value, result: Value) {
        let counted = self.known(left).filter(|(_, o)| matches!(o.data, ObjectData::Str(_))).map(|(_, o)| o.count);
        let Some(count) = counted.filter(|_| self.recorder.is_some() && result != left && result != right) else {
            return;
        };
        let in_place = match self.taken_back(f, left) {
            Some(variable) => count <= 2 && concat::grows_in_place(self.version, variable),
            None => count <= 1 && concat::temporaries_grow(self.version),
        };
        if in_place {
            self.maybe_one_object(left, result);
        }
    }

    /// The variable that holds `left` and that the next instruction stores to: `text = text + more`.
    fn taken_back(&self, f: usize, left: Value) -> Option<Variable> {
        let frame = &self.frames[f];
        let code = self.code(frame.code);
        match code.instrs.get(frame.pc as usize + 1)?.op {
            Op::StoreFast(slot) if frame.slots.get(slot as usize) == Some(&left) => Some(Variable::Local),
            Op::StoreDeref(slot) => {
                let &(_, kind) = code.slots.get(slot as usize)?;
                let held = self.known(*frame.slots.get(slot as usize)?)?;
                let same = matches!(held.1.data, ObjectData::Cell(v) if v == left);
                (same && matches!(kind, SlotKind::Cell | SlotKind::Free)).then_some(Variable::Cell)
            }
            Op::StoreName(name) => {
                let names = if frame.names.is_empty() { &self.globals } else { &frame.names };
                names.iter().any(|&(n, v)| n == name && v == left).then_some(Variable::Name)
            }
            _ => None,
        }
    }
}
