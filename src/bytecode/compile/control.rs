//! Loops, and leaving blocks.

use super::unit::{Block, Label, Unit};
use crate::bytecode::HandlerKind;
use crate::bytecode::op::Op;
use crate::config::PythonVersion;
use crate::planted::{Bug, is_planted};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::span_of;
use crate::text::Span;

/// `finally` bodies are compiled once for each way out; nested in each other that doubles, so deeper ones are cut.
const MAX_FINALLY_NESTING: u32 = 6;
/// And each `return` in them is one more way out: code as long as this gets no second copy.
const MAX_COPIED: usize = 100_000;

impl<'a> Unit<'_, 'a> {
    pub(super) fn for_stmt(&mut self, s: &'a ast::StmtFor) {
        if s.is_async {
            return self.async_for(s);
        }
        self.iterable(&s.iter);
        let place = span_of(&*s.iter);
        self.emit_of_for(place, Op::GetIter);
        let end = self.label();
        let after = self.label();
        let head = self.new_label_here();
        self.push_block(Block::For { head, end: after });
        self.emit_of_for(place, Op::ForIter(end.0));
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

    /// The end is a `StopAsyncIteration`, which a handler of the loop's own takes.
    fn async_for(&mut self, s: &'a ast::StmtFor) {
        let place = span_of(&*s.iter);
        self.expr(&s.iter);
        self.at(place, |u| u.emit(Op::GetAsyncIter));
        let (handler, after) = (self.label(), self.label());
        let head = self.new_label_here();
        let depth = self.depth();
        let kind = self.kind_of_async_for();
        self.push_block(Block::For { head, end: after });
        self.at(place, |u| {
            u.cover(handler, depth, kind);
            u.emit(Op::GetAsyncNext);
            u.wait();
        });
        self.end_cover();
        self.assign_top(&s.target);
        self.body(&s.body);
        self.set_place(span_of(s));
        self.back_to(head);
        self.blocks.pop();
        let at = match (self.version(), s.orelse.first()) {
            (PythonVersion::PY39, Some(first)) => Some(span_of(first)),
            (PythonVersion::PY39, None) => None,
            _ => Some(place),
        };
        self.end_of_async_for(handler, depth, at);
        self.body(&s.orelse);
        self.here(after);
    }

    /// Up to 3.10 the exception that ends the loop becomes the handled one.
    fn kind_of_async_for(&self) -> HandlerKind {
        if self.version() <= PythonVersion::PY310 { HandlerKind::Except } else { HandlerKind::Cleanup }
    }

    /// At the iterable; on 3.9 at the `else`, without a line where there is none.
    fn end_of_async_for(&mut self, handler: Label, depth: u32, at: Option<Span>) {
        let (kind, ended) = (self.kind_of_async_for(), self.label());
        let saves = kind == HandlerKind::Except;
        if let Some(place) = at {
            self.set_place(place);
        }
        self.here(handler);
        self.set_depth(depth + kind.operands(self.version()));
        // What is asked here is part of `END_ASYNC_FOR`, which needs no place for the answer.
        self.leave_uncounted(1);
        let line = |u: &mut Self, op: Op| if at.is_none() { u.without_line(op) } else { u.emit(op) };
        line(self, Op::IsEndOfAsyncFor);
        line(self, Op::PopJumpIf { when: true, target: ended.0 });
        self.count_again(1);
        if saves {
            let above = self.exception_operands();
            self.without_line(Op::PopExcept { above });
        }
        self.without_line(Op::Reraise);
        self.here(ended);
        (0..self.exception_operands()).for_each(|_| self.without_line(Op::Pop));
        if saves {
            self.without_line(Op::PopExcept { above: 0 });
        }
        self.without_line(Op::Pop);
        self.set_depth(depth.saturating_sub(1));
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
        let start = self.new_label_here();
        self.body(&s.body);
        self.set_place(span_of(s));
        if !endless && self.asks_again_below(s) {
            self.jump_if(&s.test, true, start);
        } else {
            self.back_to(head);
        }
        self.blocks.pop();
        self.here(end);
        self.body(&s.orelse);
        self.here(after);
    }

    /// From 3.10 to 3.13 the test of a loop stands below its body once more. It shows where the body is on the line of
    /// the test: in `while xs: xs.pop()` the last test is no step.
    fn asks_again_below(&self, s: &ast::StmtWhile) -> bool {
        let line = |span: Span| self.c.line(span.start);
        let first = s.body.first().map(|first| line(span_of(first)));
        let versions = PythonVersion::PY310..=PythonVersion::PY313;
        versions.contains(&self.version()) && first == Some(line(span_of(&*s.test)))
    }

    // -- leaving

    pub(super) fn note_constant_returned(&mut self) {
        if let Some(Op::LoadConst(id)) = self.last_op()
            && !self.blocks.is_empty()
        {
            self.c.program.returned_late.insert(id);
        }
    }

    /// The value to return is on top of the stack.
    pub(super) fn unwind_for_return(&mut self) {
        let (blocks, covers, depth) = (self.blocks.clone(), self.covered(), self.depth());
        self.here_again(|u| {
            while let Some(block) = u.blocks.pop() {
                u.leave(block, 1);
            }
            u.set_depth(depth);
            u.emit(Op::Return);
        });
        self.blocks = blocks;
        self.cover_again(&covers);
    }

    pub(super) fn leave_loop(&mut self, is_break: bool) {
        self.marker();
        let (blocks, covers, depth) = (self.blocks.clone(), self.covered(), self.depth());
        self.here_again(|u| {
            while let Some(block) = u.blocks.pop() {
                match block {
                    Block::While { head, end } | Block::For { head, end } => {
                        if is_break && matches!(block, Block::For { .. }) {
                            u.emit(Op::Pop);
                        }
                        u.leaving_jump(if is_break { end } else { head });
                        break;
                    }
                    block => u.leave(block, 0),
                }
            }
        });
        self.blocks = blocks;
        self.set_depth(depth);
        self.cover_again(&covers);
    }

    /// Takes a block's operand from under `above` operands and runs what must run.
    fn leave(&mut self, block: Block<'a>, above: u32) {
        if self.version() == PythonVersion::PY39 && block.covers() > 0 {
            self.emit(Op::Nop); // POP_BLOCK
        }
        self.uncover(block.covers());
        match block {
            Block::While { .. } | Block::Try => {}
            Block::For { .. } | Block::Operand => self.pop_below(above),
            Block::FinallyEnd => {
                (0..self.exception_operands()).for_each(|_| self.pop_below(above));
                self.pop_except(above);
            }
            Block::Finally(body) => {
                let place = self.place();
                if above > 0 {
                    self.push_block(Block::Operand);
                }
                if above == 0 || !is_planted(Bug::FinallySkipped) {
                    self.finally_body(body);
                }
                if above > 0 {
                    self.blocks.pop();
                }
                self.set_place(place);
                self.left_lines();
            }
            Block::With { span, waits } => {
                if above > 0 {
                    self.emit(Op::Swap(2));
                }
                self.at(span, |u| u.leave_manager(waits));
                self.without_line(Op::Pop);
                self.left_lines();
            }
            Block::Handler { name, span } => {
                self.pop_except(above);
                self.unbind(name, span);
            }
        }
    }

    /// Behind the exit of a `with` and behind `finally` what leaves has no line (`compiler_unwind_fblock`).
    fn left_lines(&mut self) {
        if self.version() >= PythonVersion::PY310 {
            self.no_line();
        }
    }

    fn leaving_jump(&mut self, to: Label) {
        if self.version() > PythonVersion::PY39 {
            return self.jump_without_line(to);
        }
        self.leaving.push(self.instruction_count());
        self.jump(to);
    }

    fn pop_below(&mut self, above: u32) {
        if above > 0 {
            self.emit(Op::Swap(2));
        }
        self.emit(Op::Pop);
    }

    pub(super) fn finally_body(&mut self, body: &'a [Stmt]) {
        if self.finally_nesting >= MAX_FINALLY_NESTING {
            return self.unmodelled("deeply nested finally", 0, 0);
        }
        if self.instruction_count() > MAX_COPIED {
            return self.unmodelled("finally in very long code", 0, 0);
        }
        self.finally_nesting += 1;
        self.body(body);
        self.finally_nesting -= 1;
    }
}

fn is_true(e: &Expr) -> bool {
    match e {
        Expr::BooleanLiteral(b) => b.value,
        Expr::NumberLiteral(n) => matches!(&n.value, ast::Number::Int(i) if i.as_i64() != Some(0)),
        _ => false,
    }
}
