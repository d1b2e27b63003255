//! `with`: a manager is an operand until the block is left.

use super::unit::{Block, Label, Unit};
use crate::bytecode::HandlerKind;
use crate::bytecode::op::Op;
use crate::config::PythonVersion;
use crate::syntax::ast;
use crate::syntax::span_of;

impl<'a> Unit<'_, 'a> {
    /// Leaving a `with` is on its line once more, but for 3.9.
    pub(super) fn exit_with(&mut self, op: Op) {
        match self.version() {
            PythonVersion::PY39 => self.without_line(op),
            _ => self.emit(op),
        }
    }

    pub(super) fn with_stmt(&mut self, s: &'a ast::StmtWith) {
        let after = self.label();
        self.with_item(s, 0, after);
        self.here(after);
    }

    /// Goes on at `swallowed` where the manager swallows an exception.
    fn with_item(&mut self, s: &'a ast::StmtWith, index: usize, swallowed: Label) {
        let Some(item) = s.items.get(index) else { return self.body(&s.body) };
        let span = span_of(s);
        let (after, handler, suppressed) = (self.label(), self.label(), self.label());
        self.expr(&item.context_expr);
        let depth = self.depth();
        if s.is_async {
            self.unmodelled("async with", 1, 2);
        } else {
            self.at(span_of(&item.context_expr), |u| u.emit(Op::EnterWith));
        }
        self.cover(handler, depth, HandlerKind::Except);
        match &item.optional_vars {
            Some(target) => self.assign_top(target),
            None => self.emit(Op::Pop),
        }
        let place = span_of(&item.context_expr);
        self.push_block(Block::With { span: place });
        // On 3.14 the function and the manager are two operands.
        let pair = u32::from(self.version() >= PythonVersion::PY314);
        let inner_swallowed = self.label();
        self.above_unseen(pair, |u| u.with_item(s, index + 1, inner_swallowed));
        self.blocks.pop();
        self.end_cover();
        self.set_place(place);
        if self.version() == PythonVersion::PY310 {
            // An instruction without a line: the exit is a step again, even behind that of an inner manager.
            self.without_line(Op::Nop);
        }
        // What an inner manager swallows has left that manager's line already.
        self.here(inner_swallowed);
        self.exit_with(if s.is_async {
            Op::Unmodelled { what: "async with", pops: 1, pushes: 1 }
        } else {
            Op::ExitWith
        });
        self.without_line(Op::Pop);
        self.jump_without_line(after);
        let restore = self.begin_handler(handler, depth);
        self.set_place(place);
        self.exit_with(Op::ExceptWith);
        self.exit_with(Op::PopJumpIf { when: true, target: suppressed.0 });
        self.without_line(Op::Reraise);
        self.set_depth(depth + self.saved_operands() + self.exception_operands());
        self.here(suppressed);
        (0..self.exception_operands()).for_each(|_| self.without_line(Op::Pop));
        let covers = self.covered();
        self.uncover(1);
        self.pop_except(0);
        self.without_line(Op::Pop);
        self.fall_through(swallowed);
        self.cover_again(&covers);
        self.above_unseen(1 + pair, |u| u.end_handler(restore, depth));
        self.set_depth(depth.saturating_sub(1));
        self.set_place(span);
        self.here(after);
    }
}
