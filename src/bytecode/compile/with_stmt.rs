//! `with`: a manager is an operand until the block is left.

use super::unit::{Block, Label, Unit, Waits};
use crate::bytecode::op::Op;
use crate::bytecode::{Const, HandlerKind};
use crate::config::PythonVersion;
use crate::syntax::ast::{self, Expr};
use crate::syntax::span_of;
use crate::text::Span;

impl<'a> Unit<'_, 'a> {
    /// Leaving a `with` is on its line once more, but for 3.9.
    pub(super) fn exit_with(&mut self, op: Op) {
        match self.version() {
            PythonVersion::PY39 => self.without_line(op),
            _ => self.emit(op),
        }
    }

    /// `[manager] -> [exit entered]`
    fn enter_manager(&mut self, waits: Waits) {
        match waits {
            Waits::No => self.emit(Op::EnterWith),
            Waits::Yes => {
                self.emit(Op::EnterAsyncWith);
                self.emit(Op::GetAwaitable);
                self.wait();
            }
        }
    }

    /// `[exit] -> [result]`
    pub(super) fn leave_manager(&mut self, waits: Waits) {
        self.exit_with(Op::ExitWith);
        self.await_exit(waits);
    }

    /// What `__aexit__` returns is awaited.
    fn await_exit(&mut self, waits: Waits) {
        if waits == Waits::Yes {
            self.exit_with(Op::GetAwaitable);
            let none = self.c.program.constant_id(Const::None);
            self.own_constant(none);
            self.exit_with(Op::LoadConst(none));
            self.room_to_wait();
            self.exit_with(Op::YieldFrom);
        }
    }

    /// From 3.12 an exception that comes in while the frame waits has a handler of its own, which needs a place.
    fn room_to_wait(&mut self) {
        if self.version() >= PythonVersion::PY312 {
            self.with_room(1, |_| ());
        }
    }

    /// `[iterator] -> [result]`
    pub(super) fn wait(&mut self) {
        self.none();
        self.room_to_wait();
        self.emit(Op::YieldFrom);
    }

    pub(super) fn with_stmt(&mut self, s: &'a ast::StmtWith) {
        let after = self.label();
        self.with_item(s, 0, after);
        self.here(after);
    }

    /// Goes on at `swallowed` where the manager swallows an exception.
    /// Where a manager is entered and left: up to 3.12 at the `with`, wherever its expression stands.
    fn place_of_manager(&self, s: &ast::StmtWith, manager: &Expr) -> Span {
        let (whole, own) = (span_of(s), span_of(manager));
        let apart = self.c.line(whole.start) != self.c.line(own.start);
        if apart && self.version() <= PythonVersion::PY312 { whole } else { own }
    }

    fn with_item(&mut self, s: &'a ast::StmtWith, index: usize, swallowed: Label) {
        let Some(item) = s.items.get(index) else { return self.body(&s.body) };
        let span = span_of(s);
        let (after, handler, suppressed) = (self.label(), self.label(), self.label());
        self.expr(&item.context_expr);
        let depth = self.depth();
        let waits = if s.is_async { Waits::Yes } else { Waits::No };
        let place = self.place_of_manager(s, &item.context_expr);
        self.at(place, |u| u.enter_manager(waits));
        self.cover(handler, depth, HandlerKind::Except);
        match &item.optional_vars {
            Some(target) => self.assign_top(target),
            None => self.emit(Op::Pop),
        }
        self.push_block(Block::With { span: place, waits });
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
        self.leave_manager(waits);
        self.without_line(Op::Pop);
        self.jump_without_line(after);
        let restore = self.begin_handler(handler, depth);
        self.set_place(place);
        self.exit_with(Op::ExceptWith);
        // Where the exception was raised lies below it.
        let place_of_raise = u32::from(self.version() >= PythonVersion::PY311);
        self.above_unseen(place_of_raise + pair, |u| u.await_exit(waits));
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
