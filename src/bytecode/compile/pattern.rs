//! `match`: which case is taken is not modelled; what a pattern binds is unknown.

use super::unit::Unit;
use crate::bytecode::op::Op;
use crate::syntax::ast::{self, Pattern};
use crate::syntax::span_of;

impl<'a> Unit<'_, 'a> {
    pub(super) fn match_stmt(&mut self, s: &'a ast::StmtMatch) {
        self.expr(&s.subject);
        let end = self.label();
        for case in &s.cases {
            let next = self.label();
            self.set_place(span_of(&case.pattern));
            if !is_wildcard(&case.pattern) {
                self.unmodelled("match", 0, 1);
                self.pop_jump_if(false, next);
            }
            self.bind_pattern(&case.pattern);
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, next);
            }
            let depth = self.depth();
            self.without_line(Op::Pop);
            self.body(&case.body);
            self.jump_without_line(end);
            self.set_depth(depth);
            self.here(next);
        }
        self.without_line(Op::Pop);
        self.here(end);
    }

    fn bind_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchSequence(p) => p.patterns.iter().for_each(|p| self.bind_pattern(p)),
            Pattern::MatchMapping(p) => {
                p.patterns.iter().for_each(|p| self.bind_pattern(p));
                self.bind_capture(p.rest.as_ref());
            }
            Pattern::MatchClass(p) => {
                p.arguments.patterns.iter().for_each(|p| self.bind_pattern(p));
                p.arguments.keywords.iter().for_each(|k| self.bind_pattern(&k.pattern));
            }
            Pattern::MatchStar(p) => self.bind_capture(p.name.as_ref()),
            Pattern::MatchAs(p) => {
                p.pattern.iter().for_each(|p| self.bind_pattern(p));
                self.bind_capture(p.name.as_ref());
            }
            Pattern::MatchOr(p) => p.patterns.iter().for_each(|p| self.bind_pattern(p)),
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        }
    }

    fn bind_capture(&mut self, name: Option<&'a ast::Identifier>) {
        if let Some(name) = name {
            self.unmodelled("match", 0, 1);
            self.store(name.as_str());
        }
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(p) if p.pattern.is_none())
}
