//! `except*`: each clause takes its part of a group; what they raise and what is left goes on as one group.

use super::unit::{Label, Unit};
use crate::bytecode::HandlerKind;
use crate::bytecode::op::Op;
use crate::syntax::ast;
use crate::syntax::span_of;

impl<'a> Unit<'_, 'a> {
    /// `[saved exception] ->`. While the clauses run there is `[saved caught raised rest]`.
    pub(super) fn star_handlers(&mut self, handlers: &'a [ast::ExceptHandler], after: Label) {
        for (i, ast::ExceptHandler::ExceptHandler(h)) in handlers.iter().enumerate() {
            self.set_place(span_of(h));
            if i == 0 {
                self.emit(Op::BuildList(0));
                self.emit(Op::Copy(2));
            }
            self.star_handler(h);
        }
        // From 3.13 this is on the line of the last clause, which has been told.
        let line = handlers.last().map_or(0, |h| self.c.line(span_of(h).start));
        self.lineless(|u| u.go_on_after_clauses(after, line));
    }

    fn star_handler(&mut self, h: &'a ast::ExceptHandlerExceptHandler) {
        let (no_match, raised, next) = (self.label(), self.label(), self.label());
        let span = span_of(h);
        if let Some(class) = &h.type_ {
            self.expr(class);
        }
        self.emit(Op::MatchGroup);
        self.jump_if_none(true, no_match);
        let name = h.name.as_ref().map(|n| n.as_str());
        match name {
            Some(name) => self.store(name),
            None => self.emit(Op::Pop),
        }
        let depth = self.depth();
        self.cover(raised, depth, HandlerKind::Cleanup);
        self.body(&h.body);
        self.end_cover();
        self.unbind(name, span);
        self.jump_without_line(next);
        self.here(raised);
        // CPython has the index of the instruction below the exception.
        self.set_depth(depth + 2);
        self.set_depth(depth + 1);
        self.with_room(1, |u| u.unbind(name, span));
        self.without_line(Op::ListAppend(2));
        self.jump_without_line(next);
        self.here(no_match);
        self.set_depth(depth + 1);
        self.without_line(Op::Pop);
        self.here(next);
    }

    fn go_on_after_clauses(&mut self, after: Label, line: u32) {
        let reraise = self.label();
        self.emit(Op::ListAppend(1));
        self.emit(Op::PrepareReraise);
        let depth = self.depth();
        self.jump_if_none(false, reraise);
        self.star_ends.push((self.instruction_count(), line));
        self.emit(Op::Pop);
        // What was handled before is handled again: nothing is left to restore.
        self.uncover(1);
        self.pop_except(0);
        self.jump_without_line(after);
        self.here(reraise);
        self.set_depth(depth);
        self.pop_except(1);
        self.reraise();
    }

    fn jump_if_none(&mut self, when: bool, target: Label) {
        self.emit(Op::Copy(1));
        self.none_to_compare();
        self.emit(Op::Is { negated: false });
        self.pop_jump_if(when, target);
    }

    /// Where the function ends behind it, 3.11 has the end of `except*` on the line of the last clause.
    pub(super) fn give_lines_to_star_exits(&mut self) {
        for (at, line) in std::mem::take(&mut self.star_ends) {
            if self.leads_to_bare_return(at) {
                self.instrs[at].line = line;
            }
        }
    }

    /// Nothing comes but the way to a `return None` that nobody has written.
    fn leads_to_bare_return(&self, at: usize) -> bool {
        const FARTHEST: usize = 20;
        let mut at = at;
        for _ in 0..FARTHEST {
            at = match self.instrs.get(at).map(|i| (i.op, i.line)) {
                Some((Op::Jump(to), 0)) => to as usize,
                Some((Op::Pop | Op::PopExcept { .. } | Op::LoadConst(_), 0)) => at + 1,
                Some((Op::Return, line)) => return line == 0,
                _ => return false,
            };
        }
        false
    }
}
