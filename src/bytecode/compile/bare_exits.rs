//! The `return None` that nobody has written, on 3.10 and 3.11: its line, where it is a block of its own
//! (`guarantee_lineno_for_exits`).

use super::unit::Unit;
use crate::bytecode::op::Op;
use crate::config::PythonVersion;
use crate::syntax::ast::Expr;

impl<'a> Unit<'_, 'a> {
    /// ```python
    /// if found:
    ///     show(a) if a else hide(b)      # the last line of the function
    /// ```
    /// The ways through the expression meet in a `POP_TOP` without a line; what follows is told as the line again.
    pub(super) fn note_joined_end(&mut self, value: &'a Expr) {
        let joined = match value {
            Expr::If(_) | Expr::BoolOp(_) => true,
            Expr::Compare(c) => c.ops.len() > 1,
            _ => false,
        };
        if joined && (PythonVersion::PY310..=PythonVersion::PY311).contains(&self.version()) {
            self.joined_ends.push(self.instruction_count());
            self.without_line(Op::Nop);
        }
    }

    /// The bare exit has a label where a statement around it ends.
    pub(super) fn start_bare_exits_anew(&mut self) {
        for at in std::mem::take(&mut self.joined_ends) {
            let op = |at: usize| self.instrs.get(at).filter(|i| i.line == 0).map(|i| i.op);
            let bare = matches!((op(at + 1), op(at + 2)), (Some(Op::LoadConst(_)), Some(Op::Return)));
            let line = at.checked_sub(2).and_then(|last| self.instrs.get(last)).map_or(0, |i| i.line);
            if bare && self.labels.contains(&(at as u32 + 1)) {
                (self.instrs[at].line, self.instrs[at].anew) = (line, true);
            }
        }
    }
}
