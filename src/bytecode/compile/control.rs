//! Loops, `try`, `with`, and leaving them.

use super::unit::{Block, Label, Unit};
use crate::bytecode::op::Op;
use crate::config::PythonVersion;
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::span_of;

/// `finally` bodies are compiled once for each way out; nested in each other that doubles, so deeper ones are cut.
const MAX_FINALLY_NESTING: usize = 6;

impl<'a> Unit<'_, 'a> {
    pub(super) fn for_stmt(&mut self, s: &'a ast::StmtFor) {
        self.iterable(&s.iter);
        if s.is_async {
            self.at(span_of(&*s.iter), |u| u.unmodelled("async for", 1, 1));
        } else {
            self.at(span_of(&*s.iter), |u| u.emit(Op::GetIter));
        }
        let end = self.label();
        let after = self.label();
        let head = self.new_label_here();
        self.push_block(Block::For { head, end: after });
        self.at(span_of(&*s.iter), |u| u.for_iter(end));
        self.assign_top(&s.target);
        self.body(&s.body);
        self.set_place(span_of(s));
        self.back_to(head);
        self.blocks.pop();
        self.here(end);
        let depth = self.depth().saturating_sub(1);
        self.set_depth(depth);
        self.body(&s.orelse);
        self.here(after);
    }

    pub(super) fn while_stmt(&mut self, s: &'a ast::StmtWhile) {
        let (end, after) = (self.label(), self.label());
        let head = self.new_label_here();
        let endless = is_true(&s.test);
        if !endless {
            self.jump_if(&s.test, false, end);
        } else if self.version() >= PythonVersion::PY310 {
            self.emit(Op::Nop);
        }
        self.push_block(Block::While { head, end: after });
        self.body(&s.body);
        self.set_place(span_of(s));
        self.back_to(head);
        self.blocks.pop();
        self.here(end);
        self.body(&s.orelse);
        self.here(after);
    }

    // -- leaving

    /// The value to return is on top of the stack.
    pub(super) fn unwind_for_return(&mut self) {
        let blocks = self.blocks.clone();
        while let Some(block) = self.blocks.pop() {
            self.leave(block, 1);
        }
        self.blocks = blocks;
    }

    pub(super) fn leave_loop(&mut self, is_break: bool) {
        self.marker();
        let blocks = self.blocks.clone();
        let depth = self.depth();
        while let Some(block) = self.blocks.pop() {
            match block {
                Block::While { head, end } => {
                    self.jump_without_line(if is_break { end } else { head });
                    break;
                }
                Block::For { head, end } => {
                    if is_break {
                        self.emit(Op::Pop);
                    }
                    self.jump_without_line(if is_break { end } else { head });
                    break;
                }
                block => self.leave(block, 0),
            }
        }
        self.blocks = blocks;
        self.set_depth(depth);
    }

    /// Takes a block's operand from under `above` operands and runs what must run.
    fn leave(&mut self, block: Block<'a>, above: u32) {
        let bring_up = |u: &mut Self| {
            if above > 0 {
                u.emit(Op::Swap(2));
            }
        };
        match block {
            Block::While { .. } => {}
            Block::For { .. } => {
                bring_up(self);
                self.emit(Op::Pop);
            }
            Block::FinallyEnd => {
                bring_up(self);
                self.emit(Op::PopExcept);
            }
            Block::Finally(body) => self.finally_body(body),
            Block::With { span } => {
                bring_up(self);
                self.at(span, |u| u.exit_with(Op::ExitWith));
                self.without_line(Op::Pop);
            }
            Block::Handler { name, span } => {
                bring_up(self);
                self.emit(Op::PopExcept);
                self.unbind(name, span);
            }
        }
    }

    fn finally_body(&mut self, body: &'a [Stmt]) {
        let nested = self.blocks.iter().filter(|b| matches!(b, Block::FinallyEnd)).count();
        if nested >= MAX_FINALLY_NESTING {
            return self.unmodelled("deeply nested finally", 0, 0);
        }
        self.body(body);
    }

    /// `except E as e` ends with `e = None; del e`.
    fn unbind(&mut self, name: Option<&'a str>, span: crate::text::Span) {
        let Some(name) = name else { return };
        self.at(span, |u| {
            let none = u.c.program.constant_id(crate::bytecode::Const::None);
            u.without_line(Op::LoadConst(none));
            u.store(name);
            u.delete(name);
        });
    }

    // -- try

    pub(super) fn try_stmt(&mut self, s: &'a ast::StmtTry) {
        if s.finalbody.is_empty() {
            return self.try_except(s);
        }
        let (after, handler) = (self.label(), self.label());
        let depth = self.depth();
        self.emit(Op::Nop);
        let start = self.new_label_here();
        self.push_block(Block::Finally(&s.finalbody));
        if s.handlers.is_empty() {
            self.body(&s.body);
            self.body(&s.orelse);
        } else {
            self.try_except(s);
        }
        self.blocks.pop();
        let end = self.new_label_here();
        self.finally_body(&s.finalbody);
        self.jump_without_line(after);
        self.cover(start, end, handler, depth);
        self.here(handler);
        self.set_depth(depth + 1);
        self.push_block(Block::FinallyEnd);
        self.finally_body(&s.finalbody);
        self.blocks.pop();
        self.without_line(Op::Reraise);
        self.set_depth(depth);
        self.here(after);
    }

    fn try_except(&mut self, s: &'a ast::StmtTry) {
        let (after, handler) = (self.label(), self.label());
        let depth = self.depth();
        self.emit(Op::Nop);
        let start = self.new_label_here();
        self.body(&s.body);
        let end = self.new_label_here();
        self.body(&s.orelse);
        self.jump_without_line(after);
        self.cover(start, end, handler, depth);
        self.here(handler);
        self.set_depth(depth + 1);
        if s.is_star {
            self.unmodelled("except*", 0, 0);
        }
        for ast::ExceptHandler::ExceptHandler(h) in &s.handlers {
            self.handler(h, after);
            self.set_depth(depth + 1);
        }
        self.without_line(Op::Reraise);
        self.set_depth(depth);
        self.here(after);
    }

    fn handler(&mut self, h: &'a ast::ExceptHandlerExceptHandler, after: Label) {
        let next = self.label();
        let span = span_of(h);
        self.set_place(span);
        if let Some(type_) = &h.type_ {
            self.expr(type_);
            self.emit(Op::MatchException);
            self.pop_jump_if(false, next);
        }
        let name = h.name.as_ref().map(|n| n.as_str());
        let depth = self.depth();
        if let Some(name) = name {
            self.emit(Op::Copy(1));
            self.store(name);
        }
        let start = self.new_label_here();
        self.push_block(Block::Handler { name, span });
        self.body(&h.body);
        self.blocks.pop();
        let end = self.new_label_here();
        self.without_line(Op::PopExcept);
        self.unbind(name, span);
        self.jump_without_line(after);
        if name.is_some() {
            // An exception in the handler unbinds the name, too.
            let cleanup = self.label();
            self.cover(start, end, cleanup, depth);
            self.here(cleanup);
            self.set_depth(depth + 1);
            self.unbind(name, span);
            self.without_line(Op::Reraise);
        }
        self.here(next);
    }

    // -- with

    /// Leaving a `with` is on its line once more, but for 3.9.
    fn exit_with(&mut self, op: Op) {
        match self.version() {
            PythonVersion::PY39 => self.without_line(op),
            _ => self.emit(op),
        }
    }

    pub(super) fn with_stmt(&mut self, s: &'a ast::StmtWith, index: usize) {
        let Some(item) = s.items.get(index) else { return self.body(&s.body) };
        let span = span_of(s);
        if index > 0 && self.version() == PythonVersion::PY310 {
            // The line of the statement runs once more for each manager, in an order that is not modelled.
            return self.unmodelled("a with of several managers on 3.10", 0, 0);
        }
        let (after, handler, suppressed) = (self.label(), self.label(), self.label());
        self.expr(&item.context_expr);
        let depth = self.depth();
        if s.is_async {
            self.unmodelled("async with", 1, 2);
        } else {
            self.at(span_of(&item.context_expr), |u| u.emit(Op::EnterWith));
        }
        let start = self.new_label_here();
        match &item.optional_vars {
            Some(target) => self.assign_top(target),
            None => self.emit(Op::Pop),
        }
        self.push_block(Block::With { span: span_of(&item.context_expr) });
        self.with_stmt(s, index + 1);
        self.blocks.pop();
        let end = self.new_label_here();
        self.set_place(span_of(&item.context_expr));
        self.exit_with(if s.is_async {
            Op::Unmodelled { what: "async with", pops: 1, pushes: 1 }
        } else {
            Op::ExitWith
        });
        self.without_line(Op::Pop);
        self.jump_without_line(after);
        self.cover(start, end, handler, depth);
        self.here(handler);
        self.set_depth(depth + 1);
        self.emit(Op::ExceptWith);
        self.pop_jump_if(true, suppressed);
        self.emit(Op::Reraise);
        self.set_depth(depth + 1);
        self.here(suppressed);
        self.emit(Op::PopExcept);
        self.emit(Op::Pop);
        self.set_place(span);
        self.here(after);
    }
}

fn is_true(e: &Expr) -> bool {
    match e {
        Expr::BooleanLiteral(b) => b.value,
        Expr::NumberLiteral(n) => matches!(&n.value, ast::Number::Int(i) if i.as_i64() != Some(0)),
        _ => false,
    }
}
