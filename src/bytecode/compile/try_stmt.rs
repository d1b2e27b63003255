//! `try`: the handlers of a body, and what restores the exception that was handled before.

use super::unit::{Block, Label, Unit};
use crate::bytecode::HandlerKind;
use crate::bytecode::op::Op;
use crate::config::PythonVersion;
use crate::syntax::ast;
use crate::syntax::span_of;

/// Room of the code that restores the exception and raises again (3.11: lasti, the exception, a copy of the old one).
const ROOM_TO_RESTORE: u32 = 4;

impl<'a> Unit<'_, 'a> {
    /// An exception on the stack; up to 3.10 its traceback is below it.
    pub(super) fn exception_operands(&self) -> u32 {
        HandlerKind::Cleanup.operands(self.version())
    }

    /// Operands that keep the exception that was handled before.
    pub(super) fn saved_operands(&self) -> u32 {
        HandlerKind::Except.operands(self.version()) - self.exception_operands()
    }

    /// `except E as e` ends with `e = None; del e`.
    pub(super) fn unbind(&mut self, name: Option<&'a str>, span: crate::text::Span) {
        let Some(name) = name else { return };
        self.at(span, |u| {
            let none = u.c.program.constant_id(crate::bytecode::Const::None);
            u.lineless(|u| {
                u.emit(Op::LoadConst(none));
                u.store(name);
                u.delete(name);
            });
        });
    }

    pub(super) fn pop_except(&mut self, above: u32) {
        self.without_line(Op::PopExcept { above });
        let depth = self.depth().saturating_sub(self.saved_operands());
        self.set_depth(depth);
    }

    fn pop_exception(&mut self) {
        (0..self.exception_operands()).for_each(|_| self.emit(Op::Pop));
    }

    /// The exception on the stack goes on.
    pub(super) fn reraise(&mut self) {
        self.without_line(Op::Reraise);
    }

    /// Starts the code that an exception jumps to; what it raises restores the exception handled before.
    pub(super) fn begin_handler(&mut self, handler: Label, depth: u32) -> Label {
        self.here(handler);
        let restore = self.label();
        self.set_depth(depth + self.saved_operands() + self.exception_operands());
        self.cover(restore, depth + self.saved_operands(), HandlerKind::Restore);
        restore
    }

    pub(super) fn end_handler(&mut self, restore: Label, depth: u32) {
        self.end_cover();
        self.here(restore);
        if self.version() >= PythonVersion::PY311 {
            self.set_depth(depth + ROOM_TO_RESTORE);
        }
        self.set_depth(depth + self.saved_operands() + self.exception_operands());
        let above = self.exception_operands();
        self.without_line(Op::PopExcept { above });
        self.reraise();
        self.set_depth(depth);
    }

    pub(super) fn try_stmt(&mut self, s: &'a ast::StmtTry) {
        if s.finalbody.is_empty() {
            return self.try_except(s);
        }
        let (after, handler) = (self.label(), self.label());
        let depth = self.depth();
        self.emit(Op::Nop);
        self.cover(handler, depth, HandlerKind::Except);
        self.push_block(Block::Finally(&s.finalbody));
        if s.handlers.is_empty() {
            self.body(&s.body);
            self.body(&s.orelse);
        } else {
            self.try_except(s);
        }
        self.pop_block();
        self.finally_body(&s.finalbody);
        self.jump_without_line(after);
        let restore = self.begin_handler(handler, depth);
        self.push_block(Block::FinallyEnd);
        self.finally_body(&s.finalbody);
        self.blocks.pop();
        self.reraise();
        self.end_handler(restore, depth);
        self.here(after);
    }

    fn try_except(&mut self, s: &'a ast::StmtTry) {
        let (after, handler) = (self.label(), self.label());
        let depth = self.depth();
        self.emit(Op::Nop);
        self.cover(handler, depth, HandlerKind::Except);
        self.push_block(Block::Try);
        self.body(&s.body);
        self.pop_block();
        let orelse = self.label();
        let late = self.version() == PythonVersion::PY39;
        if late {
            self.jump_without_line(orelse);
        } else {
            self.body(&s.orelse);
            if s.orelse.is_empty() {
                self.jump_without_line(after);
            } else {
                // CPython has the `else` behind the handlers.
                self.fall_through(after);
            }
        }
        let restore = self.begin_handler(handler, depth);
        let caught = self.depth();
        if s.is_star {
            self.star_handlers(&s.handlers, after);
        } else {
            for ast::ExceptHandler::ExceptHandler(h) in &s.handlers {
                self.handler(h, after);
                self.set_depth(caught);
            }
            self.reraise();
        }
        self.end_handler(restore, depth);
        if late {
            // 3.9 has the `else` behind the handlers.
            self.here(orelse);
            self.body(&s.orelse);
        }
        self.here(after);
    }

    /// The body of a `try` ends. On 3.9 that is an instruction, which has the line of a `pass` before it.
    fn pop_block(&mut self) {
        self.blocks.pop();
        if self.version() == PythonVersion::PY39 {
            self.without_line(Op::Nop);
        }
        self.end_cover();
    }

    fn handler(&mut self, h: &'a ast::ExceptHandlerExceptHandler, after: Label) {
        let next = self.label();
        let span = span_of(h);
        self.set_place(span);
        if let Some(type_) = &h.type_ {
            if self.version() <= PythonVersion::PY310 {
                // The exception is copied first (`DUP_TOP`), on the line of the `except`.
                self.emit(Op::Nop);
            }
            self.expr(type_);
            self.emit(Op::MatchException);
            self.pop_jump_if(false, next);
        }
        let name = h.name.as_ref().map(|n| n.as_str());
        let cleanup = self.label();
        // Up to 3.10 the exception that leaves the handler is the handled one while the name is unbound.
        let (kind, restores) = match self.version() {
            v if v <= PythonVersion::PY310 => (HandlerKind::Except, true),
            _ => (HandlerKind::Cleanup, false),
        };
        match name {
            Some(name) => {
                self.store(name);
                (1..self.exception_operands()).for_each(|_| self.emit(Op::Pop));
                self.cover(cleanup, self.depth(), kind);
            }
            None => self.pop_exception(),
        }
        let depth = self.depth();
        self.push_block(Block::Handler { name, span });
        self.body(&h.body);
        self.blocks.pop();
        if name.is_some() {
            self.end_cover();
        }
        let covers = self.covered();
        self.uncover(1);
        self.pop_except(0);
        self.unbind(name, span);
        self.jump_without_line(after);
        self.cover_again(&covers);
        if name.is_some() {
            // An exception in the handler unbinds the name, too.
            self.here(cleanup);
            self.set_depth(depth + kind.operands(self.version()));
            self.unbind(name, span);
            if restores {
                self.pop_except(self.exception_operands());
            }
            self.reraise();
        }
        self.here(next);
    }
}
