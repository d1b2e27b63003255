//! Tuples that code objects have besides their constants: where a constant is equal to one of them, the compiler makes
//! both one object (`merge_const_one`), which has more owners than the program shows.

use super::Machine;
use crate::bytecode::{Code, Const, ConstId, Op};
use crate::config::PythonVersion;

impl Machine<'_> {
    pub(super) fn may_be_tuple_of_code(&self, id: ConstId) -> bool {
        let Const::Tuple(items) = self.program().constant(id) else { return false };
        self.may_be_names(items) || self.program().codes.iter().any(|code| self.may_be_constants(items, code))
    }

    /// A tuple of names may be the tuple of names of some code object, too: `__match_args__ = ("x", "y")`.
    fn may_be_names(&self, items: &[ConstId]) -> bool {
        !items.is_empty()
            && items.iter().all(|&i| match self.program().constant(i) {
                Const::Str(s) => self.program().names.get(s).is_some(),
                _ => false,
            })
    }

    /// `(1,)` may be all constants of a function: `co_consts` of `def f(): return [1]` on 3.14.
    fn may_be_constants(&self, items: &[ConstId], code: &Code) -> bool {
        let loaded = code.instrs.iter().filter_map(|i| match i.op {
            Op::LoadConst(id) => Some(id),
            _ => None,
        });
        let none = |id: ConstId| matches!(self.program().constant(id), Const::None);
        let all_there = loaded.clone().all(|id| items.contains(&id) || !self.is_in_constants(id));
        let doc = |id: ConstId| code.doc == Some(id);
        all_there && items.iter().all(|&item| none(item) || doc(item) || loaded.clone().any(|id| id == item))
    }

    /// Whether a constant that is loaded certainly is among those of the code: small ints are not, on 3.14.
    fn is_in_constants(&self, id: ConstId) -> bool {
        match self.program().constant(id) {
            Const::None => false,
            Const::Int(_) => self.version < PythonVersion::PY314,
            _ => true,
        }
    }
}
